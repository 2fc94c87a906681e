"""Where a name that a recogniser found begins and ends: without what only stands beside it.

A recogniser takes in words of the sentence ("Dubbed Ashcrawler", "Grand Hotel and"), what a dash or an
"and" joins, and in headlines, where all words have capitals, the verb ("Riverside Library Recovers").
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from kgraph.link import clean_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from spacy.tokens import Doc

    from kgraph.extract.parse import ParsedPassage
    from kgraph.extract.recognition import Found

_LOOSE = frozenset("and or of for the in on at to by with from as is was who that which says said".split())
PREFIXES = frozenset({"ex", "non", "anti", "pro"})
_DASHES = frozenset({"-", "–", "—", "--", "|", ":"})
_AMOUNT = re.compile(r"\d+(?:[.,]\d+)+|0")


def trimmed(doc: Doc, first: int, last: int) -> tuple[int, int]:
    """The tokens of a name without what only stands beside it; the two are equal where nothing is left."""
    for i in range(first + 1, last):
        if doc[i].text in _DASHES and doc[i - 1].whitespace_ and doc[i].whitespace_:
            last = i
            break
    while first < last and _is_no_beginning(doc, first, last):
        first += 2 if doc[first].text.lower() in PREFIXES else 1
    while first < last and doc[last - 1].text in _LOOSE:
        last -= 1
    return first, max(first, last)


def _is_no_beginning(doc: Doc, first: int, last: int) -> bool:
    """Whether a name cannot begin with a token: an amount, a verb before it, "ex-"."""
    token = doc[first]
    if last - first == 1:
        return False
    if _AMOUNT.fullmatch(token.text) or token.text in _LOOSE:
        return True
    if token.text.lower() in PREFIXES:
        return bool(doc[first + 1].text == "-" and doc[first + 2 : last])
    return (
        bool(token.is_sent_start) and token.tag_ in ("VBN", "VBG", "VBD") and doc[first + 1].text[0].isupper()
    )


def agreed(
    found: Sequence[tuple[ParsedPassage, list[Found]]], known: Iterable[str]
) -> list[tuple[ParsedPassage, list[Found]]]:
    """The names of an article with the ends that the rest of it shows: each passage with its names.

    `known` are clean names that the gazetteer knows in it. "Wren and Magpie" are two names where both stand
    alone elsewhere; a headline's "Riverside Library Recovers" ends where the text's "Riverside Library" does.
    """
    told = Counter(
        _surface(parsed, name) for parsed, names in found for name in names if not parsed.passage.headline
    )
    alone = Counter(known) + told
    return [
        (
            parsed,
            [
                part
                for name in names
                for part in _parts(parsed, name, alone)
                if part == name or not _is_known(parsed, part)
            ],
        )
        for parsed, names in found
    ]


def _is_known(parsed: ParsedPassage, part: Found) -> bool:
    """Whether what is left of a name is one that the gazetteer knows."""
    return any((name.first, name.last) == (part.first, part.last) for name in parsed.names)


def _parts(parsed: ParsedPassage, name: Found, told: Mapping[str, int]) -> Iterator[Found]:
    """The names in what was taken for one; `told` says how often the article's text has which."""
    whole = told.get(_surface(parsed, name), 0)
    for i in range(name.first + 1, name.last - 1):
        before, after = name._replace(last=i), name._replace(first=i + 1)
        halves = [told.get(_surface(parsed, half), 0) for half in (before, after)]
        if parsed.doc[i].text.lower() in ("and", "or") and all(halves):
            yield before
            yield from _parts(parsed, after, told)
            return
        if parsed.doc[i].tag_ == "POS" and halves[0] and not _is_owned(parsed, name, i, told):
            yield before
            yield from _parts(parsed, after, told)
            return
    if parsed.passage.headline and not whole:
        ends = [name._replace(last=last) for last in range(name.last - 1, name.first, -1)]
        starts = (i for i in range(name.first + 1, name.last) if parsed.doc[i - 1].text not in _LOOSE)
        heads = [name._replace(first=first) for first in starts]
        part = next((part for part in (*ends, *heads) if told.get(_surface(parsed, part))), name)
        yield part
        return
    yield name


def _is_owned(parsed: ParsedPassage, name: Found, i: int, told: Mapping[str, int]) -> bool:
    """Whether a possessive ending is part of a name that the text has more than once ("Carter's Books")."""
    beginning = _surface(parsed, name._replace(last=i + 2))
    return sum(count for surface, count in told.items() if surface.startswith(beginning)) > 1


def _surface(parsed: ParsedPassage, name: Found) -> str:
    return clean_name(parsed.span(name.first, name.last).text)
