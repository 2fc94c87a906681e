"""Known names: which stretches of a text name someone or something that kgraph knows.

The rows lie in `resources/gazetteer/`, one file a kind; `gazetteer_rows` reads them. Matching is one pass
of an Aho-Corasick automaton (Aho and Corasick 1975), then a choice of the leftmost, longest matches.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from importlib.resources import files
from typing import TYPE_CHECKING

import ahocorasick
from rapidfuzz import fuzz, process, utils

from kgraph.errors import ResourceError
from kgraph.gazetteer_rows import KINDS, Name, Row, read_rows
from kgraph.model import Entity, EntityType, digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
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
    ("Russian"), not a name. `ambiguous`: needs other evidence before it is believed ("Signal", "Target").
    """

    start: int
    end: int
    text: str
    entities: tuple[Entity, ...]
    adjective: bool
    ambiguous: bool


@dataclass(slots=True)
class _Readings:
    """What one written form may stand for: readings believed at sight, then those that need evidence."""

    sure: list[Entity] = field(default_factory=list)
    unsure: list[Entity] = field(default_factory=list)
    adjective: bool = True

    def add(self, entity: Entity, *, ambiguous: bool, adjective: bool) -> None:
        readings = self.unsure if ambiguous else self.sure
        if entity not in readings:
            readings.append(entity)
        self.adjective = self.adjective and adjective

    @property
    def entities(self) -> tuple[Entity, ...]:
        return (*self.sure, *(entity for entity in self.unsure if entity not in self.sure))


class Gazetteer:
    """All known entities and the ways to write their names."""

    def __init__(self, rows: Iterable[Row]) -> None:
        """Build from rows, the ones to be preferred first; ids must be unique.

        Raises `ResourceError` when an id is taken twice, or when a row names an unknown country or parent.
        """
        self._rows: dict[str, Row] = {}
        for row in rows:
            if (other := self._rows.get(row.entity.id)) is not None:
                raise ResourceError(f"{row.where}: the id '{row.entity.id}' is taken by {other.where}")
            self._rows[row.entity.id] = row
        for row in self._rows.values():
            for column, target in (("country", row.entity.country), ("parent", row.entity.parent)):
                if target and target not in self._rows:
                    raise ResourceError(f"{row.where}: the {column} '{target}' is the id of no row")
        self._forms: dict[str, _Readings] = {}
        self._folded: dict[str, _Readings] = {}
        for row in self._rows.values():
            for name, adjective in _forms(row):
                for written in _spellings(name.text):
                    readings = self._forms.setdefault(written, _Readings())
                    readings.add(row.entity, ambiguous=name.ambiguous, adjective=adjective)
        for written, readings in self._forms.items():
            self._folded.setdefault(written.casefold(), readings)
        self._automaton = _automaton(self._forms)
        self.version = digest(*(repr(row.entity) + repr(row.names) for row in self._rows.values()))

    @classmethod
    def load(cls, *extra: Path) -> Gazetteer:
        """Read the built-in rows, then files of one's own over them: a row with a known id replaces it.

        Raises `ResourceError` with file and line when a row has a mistake.
        """
        folder = files("kgraph.resources") / "gazetteer"
        own = [row for path in extra for row in read_rows(path)]
        replaced = {row.entity.id for row in own}
        built_in = (row for name in KINDS for row in read_rows(folder / f"{name}.tsv"))
        return cls([*own, *(row for row in built_in if row.entity.id not in replaced)])

    def find(self, text: str) -> list[Match]:
        """All known names in a text: leftmost, longest, not overlapping, in the order of the text."""
        plain = text.translate(_SAME_LENGTH)
        addresses = [match.span() for match in _ADDRESS.finditer(plain)]
        spans: list[tuple[int, int, str]] = []
        for last, written in self._automaton.iter(plain):
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
            if readings := self._forms.get(form):
                return readings.entities
        for form in candidates:
            if readings := self._folded.get(form.casefold()):
                return readings.entities
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
        found = dict.fromkeys(entity for form, _, _ in best for entity in self._forms[form].entities)
        return list(found)[:limit]

    def adjectives(self, entity_id: str) -> tuple[str, ...]:
        """Demonyms and nationality adjectives of a country; () where there are none."""
        row = self._rows.get(entity_id)
        return tuple(name.text for name in row.adjectives) if row else ()

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
        readings = self._forms[written]
        entities = readings.entities
        ambiguous = not readings.sure
        companies = tuple(entity for entity in entities if entity.kind in _WITH_LEGAL_FORM)
        if companies and (legal_form := _LEGAL_FORM.match(plain, end)):
            entities, end = companies, _end_of_legal_form(plain, legal_form)
            ambiguous = ambiguous and not legal_form["strict"]
        elif written in _WORDS_IN_CAPITALS and _rest_of_line(text, start, end).isupper():
            ambiguous = True
        return Match(start, end, text[start:end], entities, readings.adjective, ambiguous)


def _forms(row: Row) -> Iterator[tuple[Name, bool]]:
    """Every way to write a row's name, and whether that is an adjective."""
    for name in row.names:
        yield name, False
    for name in row.metonyms:
        yield Name(name.text, ambiguous=True), False
    for name in row.adjectives:
        yield name, True
        if name.text.endswith(("n", "i")) and not name.text.endswith("men"):
            yield Name(name.text + "s", name.ambiguous), True
    if row.entity.type is EntityType.COUNTRY:
        yield from ((name, False) for name in _government_names(row))


def _government_names(row: Row) -> Iterator[Name]:
    """A state and its government are one node, as is usual in political event data."""
    for stem in {name.text for name in (*row.names, *row.adjectives)}:
        if stem.lower().endswith(("government", "administration", "kremlin")):
            continue
        ambiguous = any(name.text == stem and name.ambiguous for name in row.adjectives)
        for noun in ("government", "Government", "authorities", "officials", "gov't", "govt"):
            yield Name(f"{stem} {noun}", ambiguous)
    for name in row.names:
        for noun in ("government", "Government"):
            yield Name(f"{noun} of {name.text}")
            yield Name(f"{noun} of the {name.text}")


def _spellings(name: str) -> Iterator[str]:
    """The name as written, and in capitals where it is long enough to be told from a word in capitals."""
    plain = name.translate(_SAME_LENGTH)
    yield plain
    if sum(map(str.isalpha, plain)) > _SHORT and plain.upper() != plain:
        yield plain.upper()


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
