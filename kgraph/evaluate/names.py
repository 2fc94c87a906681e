"""When two names are the same: the measure's own notion, which knows nothing of gazetteers and links.

Its short lists of words are a part of the measure, so that figures can be compared over time
whatever the extractor's lexicon learns.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Words = tuple[str, ...]

_DETERMINERS = frozenset("the a an its his her their our this that these those".split())
_LEGAL_FORMS = frozenset("inc corp corporation ltd llc co plc ag gmbh sa".split())
_GENERIC = frozenset(
    (
        "company firm group agency government ministry site network it he she they we who which officials "
        "official hackers attackers country platform"
    ).split()
)
_POSSESSIVE = re.compile(r"[’']s\b|[’']$")
_ABBREVIATIONS = {"u.s.": "us", "u.k.": "uk", "u.n.": "un"}
# "the social network": begins as a description does and has no capital
_DESCRIPTION = re.compile(r"(?i:the|its|his|her|their|this|that)\s+[a-z][^A-Z]*")


def words(name: str) -> Words:
    """The words of a name that tell it from others: no determiner, legal form, possessive or case.

    >>> words("The Kaspersky Labs, Inc.")
    ('kaspersky', 'labs')
    """
    text = _POSSESSIVE.sub("", name.lower())
    for abbreviation, plain in _ABBREVIATIONS.items():
        text = text.replace(abbreviation, plain)
    found = re.findall(r"\w+", text)
    while found and found[0] in _DETERMINERS:
        found = found[1:]
    while len(found) > 1 and found[-1] in _LEGAL_FORMS:
        found = found[:-1]
    return tuple(found)


def naming(names: Iterable[str]) -> tuple[Words, ...]:
    """The words of those names that say who is meant wherever they stand; "the company" does not."""
    split = ((name, words(name)) for name in names)
    return tuple(
        found
        for name, found in split
        if found and not (len(found) == 1 and found[0] in _GENERIC) and not _DESCRIPTION.fullmatch(name)
    )


def identifying(names: Sequence[str]) -> tuple[Words, ...]:
    """The words of the names that can identify an entity; the first name can, however generic it is."""
    first = words(names[0]) if names else ()
    return (*naming(names), *([first] if first else []))


def same(these: Iterable[Words], those: Iterable[Words]) -> bool:
    """Whether a name is in both, or two have most words in common: a Dice coefficient of 2/3 or more."""
    return any(_alike(one, other) for one in these for other in those)


def _alike(one: Words, other: Words) -> bool:
    common = (Counter(one) & Counter(other)).total()
    return 3 * common >= len(one) + len(other)
