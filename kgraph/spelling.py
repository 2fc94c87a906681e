"""The several ways in which one name is spelled: transliterations, accents, legal forms of companies."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from cleanco import basename
from rapidfuzz import process
from rapidfuzz.distance import OSA

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_SURNAME_ENDING = re.compile(r"(?<=[st]k)(?:iy|ii|yi|yy|yj|ij|i)\b")
_PLURAL = re.compile(r"(?<=[^\W\d_]{3})(?<!s)(?<![^a]u)s\Z")
_APOSTROPHE = re.compile(r"(?<=\w)[’'‘](?=\w|\s|\Z)")
_HYPHEN = re.compile(r"(?<=[^\W\d_])-(?=[^\W\d_])")
_DOUBLE = re.compile(r"(.)\1")
_SMALL_WORDS = frozenset({"of", "for", "and", "the", "&"})
_LONG = 8  # letters; in shorter names another letter makes another name
_SHORTEST_SLIP = 5  # letters; in shorter surnames another letter makes another name
_RESERVED = re.compile(r"[\s/\\?#%<>\"{}|^`]+")
_LONGEST_ID = 120  # characters
_SIMILAR = 70  # of 100; below it suggestions are noise


def forename_spellings(name: str) -> tuple[str, ...]:
    """A person's full name with every other spelling of the forename: "Alexei Navalny", "Alexey Navalny".

    The name itself is not among them.
    """
    forename, _, rest = name.partition(" ")
    others = _forenames().get(forename, ()) if rest else ()
    return tuple(f"{other} {rest}" for other in others if other != forename)


def known_forenames() -> frozenset[str]:
    """All forenames that are written in several ways."""
    return frozenset(_forenames())


def one_spelling(name: str) -> str:
    """A person's full name in the spelling that all transliterations of it share.

    >>> one_spelling("Evgeniy Dobrynskiy") == one_spelling("Yevgeny Dobrynsky")
    True
    """
    forename, space, rest = name.partition(" ")
    variants = _forenames().get(forename) if rest else None
    return (variants[0] if variants else forename) + space + _SURNAME_ENDING.sub("y", rest)


@lru_cache(maxsize=10_000)
def without_legal_form(name: str) -> str:
    """A company's name without "Inc", "GmbH" and the like; the name itself where nothing else is in it."""
    shorter = basename(name)
    while shorter != (again := basename(shorter)):
        shorter = again
    return shorter.rstrip(" ,&") or name


def id_of(name: str) -> str:
    """A name as an id: spaces as underscores, Latin letters without accents, nothing that an IRI reserves."""
    text = unicodedata.normalize("NFKC", "".join(map(_without_accent, unicodedata.normalize("NFKC", name))))
    return _RESERVED.sub("_", text).strip("_")[:_LONGEST_ID] or "unnamed"


def plain_spelling(name: str) -> str:
    """A name in the spelling that it shares with itself with other hyphens, apostrophes and small words.

    >>> plain_spelling("Half-Moon 2"), plain_spelling("Voice Of The People's Party"), plain_spelling("A&B")
    ('Half Moon 2', 'Voice of the Peoples Party', 'A&B')
    """
    first, *rest = _APOSTROPHE.sub("", _HYPHEN.sub(" ", name)).split() or [name]
    plain = ((word, word.casefold().replace("&", "and")) for word in rest)
    return " ".join([first, *(small if small in _SMALL_WORDS else word for word, small in plain)])


def spelling_key(name: str) -> str:
    """What a name shares with itself in other case, or with other spaces, hyphens and apostrophes.

    >>> spelling_key("Half-Moon 2") == spelling_key("half moon 2"), spelling_key("Command & Control")
    (True, 'commandandcontrol')
    """
    plain = id_of(name).casefold().replace("&", "and")
    return "".join(letter for letter in plain if letter.isalnum())


def singular_key(name: str) -> str:
    """The same for a name whose words may stand in the plural, and whose "of" and "for" may change places.

    >>> singular_key("Ashford Networks") == singular_key("Ashford Network")
    True
    """
    words = (word for word in name.split() if word.casefold() not in _SMALL_WORDS)
    return spelling_key(" ".join(_PLURAL.sub("", word) for word in words))


def is_misspelled(key: str, other: str) -> bool:
    """Whether two keys of spellings, long ones without figures, differ in one letter, or two in their order.

    >>> is_misspelled("harborview", "harbourview"), is_misspelled("harbourview2", "harbourview3")
    (True, False)
    """
    if key[:1] != other[:1] or abs(len(key) - len(other)) > 1 or min(len(key), len(other)) < _LONG:
        return False
    return key != other and key.isalpha() and other.isalpha() and OSA.distance(key, other) == 1


def is_slip(name: str, full: str) -> bool:
    """Whether a name is a person's full name, or the surname of it, with one letter wrong.

    >>> is_slip("Viktor Maslow", "Viktor Maslov"), is_slip("Maslow", "Viktor Maslov")
    (True, True)
    >>> is_slip("Maria Maslova", "Mario Maslova"), is_slip("Masow", "Viktor Maslov")
    (False, False)
    """
    forename, _, surname = name.casefold().rpartition(" ")
    own_forename, _, own = full.casefold().rpartition(" ")
    if forename and surname == own:
        return _sound(forename) == _sound(own_forename)
    if forename not in ("", own_forename) or surname[:1] != own[:1] or surname == own:
        return False
    shortest = _SHORTEST_SLIP if forename else _SHORTEST_SLIP + 1
    length = min(len(surname), len(own))
    return length >= shortest and OSA.distance(surname, own) <= (2 if length >= _LONG + 2 else 1)


def _sound(forename: str) -> str:
    """A forename in small letters without what is often spelled otherwise: "victor" and "viktor"."""
    return _DOUBLE.sub(r"\1", forename.replace("ck", "k").replace("c", "k").replace("ph", "f"))


def suggestion(name: str, known: Iterable[str]) -> str:
    """What to add to the message that there is no such name: up to three that are spelled much like it.

    >>> suggestion("Bann", ["Ban", "Warning"]), suggestion("qqq", ["Ban"])
    (': did you mean Ban?', '')
    """
    close = process.extract(name, sorted(known), limit=3, score_cutoff=_SIMILAR)
    return f": did you mean {' or '.join(match for match, _, _ in close)}?" if close else ""


def _without_accent(letter: str) -> str:
    base = unicodedata.normalize("NFKD", letter)[:1]
    return base if base.isascii() and base.isalpha() else letter


@cache
def _forenames() -> Mapping[str, tuple[str, ...]]:
    text = (files("kgraph.resources") / "forenames.tsv").read_text(encoding="utf-8")
    rows = (tuple(line.split("|")) for line in text.splitlines() if "|" in line and not line.startswith("#"))
    return {name: row for row in rows for name in row}
