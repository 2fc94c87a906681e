"""Known names: which stretches of a text name someone or something that kgraph knows.

The rows lie in `resources/gazetteer/`, one file a kind; `gazetteer_rows` reads them. Matching is one pass
of an Aho-Corasick automaton (Aho and Corasick 1975), then a choice of the leftmost, longest matches.
"""

from __future__ import annotations

import gc
import re
from collections import Counter, defaultdict
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

import ahocorasick
from rapidfuzz import fuzz, process, utils

from kgraph.gazetteer_rows import KINDS, Post, Row, check, read_rows, written_forms
from kgraph.gazetteer_spellings import Spellings
from kgraph.model import Entity, EntityType, digest
from kgraph.spelling import known_forenames

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date
    from pathlib import Path

_SAME_LENGTH = str.maketrans({"\u2019": "'", "\u2018": "'", "\u00a0": " ", "\n": " ", "\u2011": "-"})
_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<![\w@])[\w-]+(?:\.[\w-]+)*"
    r"\.(?:com|org|net|edu|gov|mil|info|biz|io|ru|cn|uk|co|tv|me|ai|de|fr|eu|ir|us)\b(?![.-]?\w)"
)
_LEGAL_FORM = re.compile(
    r"(?:,? (?:(?P<strict>Inc|Incorporated|Corp|Corporation|Ltd|LTD|Limited|plc|PLC|LLC|LLP|Co|Company"
    r"|AG|S\.A|SA|SE|N\.V|NV|BV|SpA|AB|Oyj|GmbH|KK|ZAO|OAO|OOO|PAO|PJSC|OJSC|JSC|Pte|Pty|Pvt|Bhd)"
    r"|Group|Holdings?|Technology|Technologies)\b\.?)+"
)
"""What may follow a company's name. Only a strict form proves that the name is a company's ("Orange SA")."""

_CAPITALS = re.compile(r"[A-Z][A-Z .'&-]{3,}[A-Z]")
_PREFIX_OF_A_NAME = re.compile(r"(?:\b(?:[Aa]l|[Ee]l|[Aa]bu|Bin|bin)-|[\w]['@_\\]|[@_\\])\Z")
_ALIKE = 70
"""How alike, of 100, a name must be to be offered for another."""

_WITH_LEGAL_FORM = frozenset({"company", "media outlet"})
_SHORT = 4
"""Names of up to so many letters are not looked for in capitals: most would be words written in capitals."""

_WORDS_IN_CAPITALS = frozenset({"US", "WHO", "SAP"})
"""Names that read as plain words where the whole line is in capitals."""


@dataclass(frozen=True, slots=True)
class Match:
    """A stretch of text, from character `start` up to `end`, that is a known name.

    `entities` are the candidates, the default reading first. `adjective`: a demonym or nationality adjective
    ("Russian"), not a name. `ambiguous`: needs other evidence before it is believed ("Signal", "Target");
    `doubtful` are the ids of those bearers for whom a capital letter is not enough.
    """

    start: int
    end: int
    text: str
    entities: tuple[Entity, ...]
    adjective: bool
    ambiguous: bool
    doubtful: frozenset[str] = frozenset()


class _Bearer(NamedTuple):
    """An entity that a written form may stand for, how doubtful that is, and whether it is an adjective."""

    entity: Entity
    doubt: int
    adjective: bool


class Gazetteer:
    """All known entities and the ways to write their names."""

    def __init__(self, rows: Iterable[Row]) -> None:
        """Build from rows, the ones to be preferred first; ids must be unique.

        Raises `ResourceError` when an id is taken twice, or when a row names an unknown country, parent
        or body; it tells every such row.
        """
        self._rows: dict[str, Row] = {}
        taken = [(row, self._rows.setdefault(row.entity.id, row)) for row in rows]
        mistakes = [
            f"{row.where}: the id '{row.entity.id}' is taken by {other.where}"
            for row, other in taken
            if other is not row
        ]
        mistakes += (
            f"{row.where}: the {column} '{other_id}' is the id of no row"
            for row in self._rows.values()
            for column, other_id in _links(row)
            if other_id and other_id not in self._rows
        )
        check(mistakes)
        self._forms: dict[str, list[_Bearer]] = {}
        for row in self._rows.values():
            for (text, doubt), adjective in written_forms(row):
                bearer = _Bearer(row.entity, doubt, adjective)
                written = text if text.isascii() else text.translate(_SAME_LENGTH)
                self._forms.setdefault(written, []).append(bearer)
        self._automaton = _automaton(self._forms)

    @cached_property
    def _capitals(self) -> dict[str, list[_Bearer]]:
        """The names long enough to be told from words in capitals, as they stand in a line of capitals."""
        capitals: dict[str, list[_Bearer]] = {}
        for written, bearers in self._forms.items():
            if (upper := written.upper()) not in self._forms and sum(map(str.isalpha, written)) > _SHORT:
                capitals.setdefault(upper, []).extend(bearers)
        return capitals

    @cached_property
    def _automaton_of_capitals(self) -> ahocorasick.Automaton:
        return _automaton(self._capitals)

    @cached_property
    def version(self) -> str:
        """What changes with the rows, and with nothing else."""
        return digest(*(repr(row._replace(where="")) for row in self._rows.values()))

    @cached_property
    def forenames(self) -> frozenset[str]:
        """First words of the full names of several known persons, and what they are transliterated to."""
        people = (row.entity.label for row in self._rows.values() if row.entity.type is EntityType.PERSON)
        count = Counter(label.split()[0] for label in people if " " in label)
        return frozenset(name for name, n in count.items() if n > 1 and name.isalpha()) | known_forenames()

    @cached_property
    def _folded(self) -> dict[str, list[_Bearer]]:
        """The written forms in small letters, of several alike the first."""
        folded: dict[str, list[_Bearer]] = {}
        for written, bearers in self._forms.items():
            folded.setdefault(written.casefold(), bearers)
        return folded

    @cached_property
    def _spellings(self) -> Spellings:
        """The names that are believed at sight, to be found in other spellings."""
        return Spellings(
            (written, bearer.entity)
            for written, bearers in self._forms.items()
            for bearer in bearers
            if not bearer.doubt and not bearer.adjective
        )

    def spelled_like(self, name: str, type_: EntityType) -> Entity | None:
        """The only entity that may be of a type and has that name in another spelling (see `Spellings`)."""
        return self._spellings.bearer(name, type_)

    @cached_property
    def _holders(self) -> dict[tuple[str, str], list[tuple[Post, Entity]]]:
        """Who holds or held a post, by its body and its role."""
        holders: dict[tuple[str, str], list[tuple[Post, Entity]]] = defaultdict(list)
        for row in self._rows.values():
            for post in row.posts:
                holders[post.body, post.role].append((post, row.entity))
        return holders

    @classmethod
    def load(cls, *extra: Path) -> Gazetteer:
        """Read the built-in rows, then files of one's own over them: a row with a known id replaces it.

        Raises `ResourceError` with file and line when a row has a mistake.
        """
        folder = files("kgraph.resources") / "gazetteer"
        with _collector_at_rest():
            own = [row for path in extra for row in read_rows(path)]
            replaced = {row.entity.id for row in own}
            built_in = (row for name in KINDS for row in read_rows(folder / f"{name}.tsv"))
            return cls([*own, *(row for row in built_in if row.entity.id not in replaced)])

    def find(self, text: str) -> list[Match]:
        """All known names in a text: leftmost, longest, not overlapping, in the order of the text."""
        plain = text.translate(_SAME_LENGTH)
        addresses = [match.span() for match in _ADDRESS.finditer(plain)]
        spans: list[tuple[int, int, str]] = []
        matches = self._automaton.iter(plain)
        if _CAPITALS.search(plain):  # most paragraphs hold no such words
            matches = chain(matches, self._automaton_of_capitals.iter(plain))
        for last, written in matches:
            start, end = last + 1 - len(written), last + 1
            inside = any(a <= start and end <= b and (a, b) != (start, end) for a, b in addresses)
            if not inside and _stands_alone(plain, start, end):
                spans.append((start, end, written))
        spans.sort(key=lambda span: (span[0], -span[1]))
        found: list[Match] = []
        done = 0
        for start, end, written in spans:
            if start >= done:
                match = self._match(text, plain, start, end, written)
                found.append(match)
                done = match.end
        return found

    def lookup(self, name: str) -> tuple[Entity, ...]:
        """The entities of that name, the default reading first; () when there is none.

        Upper and lower case count, unless nothing is found so. A legal form ("Inc") may follow.
        """
        plain = " ".join(name.translate(_SAME_LENGTH).split()).removesuffix("'s")
        without_article = re.sub(r"^(?:the|The|THE) ", "", plain)
        shorter = _LEGAL_FORM.sub("", without_article)
        candidates = dict.fromkeys((plain, without_article, shorter))
        for form in candidates:
            if bearers := self._forms.get(form):
                return _entities(bearers)
        for form in candidates:
            if bearers := self._folded.get(form.casefold()):
                return _entities(bearers)
        return ()

    def search(self, text: str, limit: int = 10) -> list[Entity]:
        """The entities whose names are most like the text, best first: for "did you mean"."""
        best = process.extract(
            text,
            [form for form in self._forms if len(form) * 2 >= len(text)],  # "QQ" is like any text with a q
            scorer=fuzz.WRatio,
            processor=utils.default_process,
            limit=limit * 4,
            score_cutoff=_ALIKE,
        )
        found = dict.fromkeys(bearer.entity for form, _, _ in best for bearer in self._forms[form])
        return list(found)[:limit]

    def adjectives(self, entity_id: str) -> tuple[str, ...]:
        """Demonyms and nationality adjectives of a country; () where there are none."""
        row = self._rows.get(entity_id)
        return tuple(name.text for name in row.adjectives) if row else ()

    def posts(self, entity_id: str) -> tuple[Post, ...]:
        """The posts that a person holds or held; () where none is known."""
        row = self._rows.get(entity_id)
        return row.posts if row else ()

    def holder(self, role: str, body: str, day: date) -> Entity | None:
        """Who held a post on a day: the only one who may have; None where that cannot be said.

        `role` is the position's name ("president"), `body` the id of a state or organisation.
        """
        held = [(post.held_on(day), entity) for post, entity in self._holders.get((body, role), ())]
        possible = {entity.id: entity for sure, entity in held if sure is not False}
        return next(iter(possible.values())) if len(possible) == 1 and any(s for s, _ in held) else None

    def get(self, entity_id: str) -> Entity | None:
        """The entity of that id, or None."""
        row = self._rows.get(entity_id)
        return row.entity if row else None

    def __getitem__(self, entity_id: str) -> Entity:
        """The entity of that id; KeyError when there is none."""
        return self._rows[entity_id].entity

    def __iter__(self) -> Iterator[Entity]:
        """All entities, in the order of the files."""
        return (row.entity for row in self._rows.values())

    def __len__(self) -> int:
        """How many entities there are."""
        return len(self._rows)

    def __contains__(self, entity_id: object) -> bool:
        """Whether there is an entity of that id."""
        return entity_id in self._rows

    def _match(self, text: str, plain: str, start: int, end: int, written: str) -> Match:
        bearers = self._forms.get(written) or self._capitals[written]
        entities = _entities(bearers)
        ambiguous = all(bearer.doubt for bearer in bearers)
        companies = tuple(entity for entity in entities if entity.kind in _WITH_LEGAL_FORM)
        if companies and (legal_form := _LEGAL_FORM.match(plain, end)):
            entities, end = companies, _end_of_legal_form(plain, legal_form)
            ambiguous = ambiguous and not legal_form["strict"]
        elif written in _WORDS_IN_CAPITALS and _rest_of_line(text, start, end).isupper():
            ambiguous = True
        adjective = min(bearers, key=_order).adjective
        doubtful = frozenset(bearer.entity.id for bearer in bearers if bearer.doubt > 1)
        return Match(start, end, text[start:end], entities, adjective, ambiguous, doubtful)


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Make many objects that all stay without the garbage collector looking at them again and again."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _entities(bearers: Iterable[_Bearer]) -> tuple[Entity, ...]:
    """The entities of a written form, those that are believed at sight first."""
    return tuple({bearer.entity.id: bearer.entity for bearer in sorted(bearers, key=_order)}.values())


def _order(bearer: _Bearer) -> tuple[int, bool]:
    return (bearer.doubt, not bearer.adjective)


def _links(row: Row) -> Iterator[tuple[str, str]]:
    """The ids of other rows that a row names, each with what it is called there."""
    yield "country", row.entity.country
    yield "parent", row.entity.parent
    yield from (("body", post.body) for post in row.posts)


def _automaton(forms: Iterable[str]) -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for form in forms:
        automaton.add_word(form, form)
    automaton.make_automaton()
    return automaton


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether what stands at these offsets is a word or words of its own, not a part of a longer one."""
    before, after = text[max(0, start - 5) : start], text[end : end + 3]
    if before and ((before[-1].isalnum() and text[start].isalnum()) or _PREFIX_OF_A_NAME.search(before)):
        return False
    if not after:
        return True
    if after[0] in "_@$\\" or (after[0].isalnum() and (text[end - 1].isalnum() or text[end - 1] == ".")):
        return False
    possessive = after[0] == "'" and after[1:2].isalpha()
    return not possessive or (after[1] in "sS" and not after[2:3].isalnum())


def _rest_of_line(text: str, start: int, end: int) -> str:
    line_end = text.find("\n", end)
    return text[text.rfind("\n", 0, start) + 1 : start] + text[end : len(text) if line_end < 0 else line_end]


def _end_of_legal_form(text: str, legal_form: re.Match[str]) -> int:
    """A full stop that ends the sentence is no part of the name."""
    end = legal_form.end()
    rest = text[end:].lstrip()[:1]
    return end - 1 if text[end - 1] == "." and (not rest or rest.isupper()) else end
