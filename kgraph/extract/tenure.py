"""Whether a post is held, was held or is only to come, told by the words around its name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from kgraph.extract.lexicon import Lexicon

_HYPHENS = frozenset({"-", "–"})
_BY_THEN = {"formerly": "former", "previously": "former", "once": "former", "sometime": "former"}
_BOUNDS = frozenset({"until", "till", "from", "between"})
_MOST = 4  # words that stand before a post and belong to it


def words_before(doc: Doc, index: int, lexicon: Lexicon) -> list[str]:
    """The words that end before a token and say of which grade or time a post is ("Former", "Deputy")."""
    found: list[str] = []
    while index > 0 and len(found) < _MOST:
        index -= 1
        if doc[index].text in _HYPHENS:
            continue
        joined = doc[max(index - 2, 0) : index + 1]  # "one-time", "would-be"
        whole = joined.text if len(joined) > 2 and joined[1].text in _HYPHENS else doc[index].text
        if not _is_of_post(whole.lower(), lexicon):
            whole = doc[index].text
        if not _is_of_post(whole.lower(), lexicon) or doc[index].dep_ == "prep":
            break  # "under President X"
        index -= whole.count("-") * 2
        found.insert(0, whole)
    return found


def _is_of_post(word: str, lexicon: Lexicon) -> bool:
    return any(lexicon.is_a(word, name) for name in ("past", "unheld", "grade"))


def is_held(role: str, lexicon: Lexicon) -> bool:
    """Whether a role is or was held, not only sought, foreseen or pretended ("president-elect")."""
    return not any(lexicon.is_a(word, "unheld") for word in _words(role))


def is_past(role: str, lexicon: Lexicon) -> bool:
    """Whether a role tells that it is held no more ("former president")."""
    return any(lexicon.is_a(word, "past") for word in _words(role))


def _words(role: str) -> list[str]:
    lowered = role.lower()
    return [lowered.split(" ")[0], *re.split(r"[\s-]+", lowered)]


def timed(role: str, lexicon: Lexicon) -> str:
    """A role with the word that tells its time in small letters: "former president", "ex-president"."""
    first, _, rest = role.partition(" ")
    word = first.lower()
    if not rest or not lexicon.is_a(word, "past"):
        return role
    return f"ex-{rest}" if word == "ex" else f"{word} {rest}"


def time_of_post(noun: Token, lexicon: Lexicon) -> str:
    """The word that tells when a post was held that a noun names: "formerly a director", "then the head"."""
    verb = noun.head if noun.dep_ == "attr" else None
    for word in (*noun.children, *(verb.children if verb is not None else ())):
        if word.dep_ == "advmod" and lexicon.is_a(word.lower_, "past"):
            return _BY_THEN.get(word.lower_, str(word.lower_))
    return "former" if verb is not None and verb.tag_ == "VBD" and _is_bounded(verb) else ""


def is_ended(verb: Token, lexicon: Lexicon) -> bool:
    """Whether a verb tells of what has ended: "worked for X until 2014", "used to work for X"."""
    used = verb.dep_ == "xcomp" and verb.head.lemma_ == "use"
    adverbs = (c.lower_ for c in verb.children if c.dep_ == "advmod")
    return used or any(lexicon.is_a(word, "past") for word in adverbs) or _is_bounded(verb)


def _is_bounded(verb: Token) -> bool:
    """Whether a verb's time has an end: "until 2014", "from 2001 to 2011"."""
    return any(
        c.dep_ == "prep" and c.lower_ in _BOUNDS and any(n.ent_type_ == "DATE" for n in c.children)
        for c in (*verb.children, *(g for c in verb.children if c.dep_ == "attr" for g in c.children))
    )


def follows_no_holder(doc: Doc, index: int, lexicon: Lexicon) -> bool:
    """Whether a word behind a post tells that it is not held: "president-elect", "an agent turned author"."""
    after = [t.lower_ for t in doc[index : index + 2] if t.lower_ not in _HYPHENS]
    return bool(after) and lexicon.is_a(after[0], "unheld")
