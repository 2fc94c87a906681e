"""What single sentences claim: the rows of `sentences.tsv`, whose first lines explain its notation."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kgraph.model import Article, Claim, Modality, Polarity
from kgraph.ontology import types

if TYPE_CHECKING:
    from kgraph.extract.extractor import Extractor

TABLE = Path(__file__).with_name("sentences.tsv")
PUBLISHED = date(2018, 5, 1)
_CLAIM = re.compile(
    rf"(?P<actor>.+?) (?P<type>{'|'.join(types())}) (?P<target>.+?)(?: \((?P<qualifiers>[^()]+)\))?"
)


@dataclass(frozen=True)
class Told:
    """A claim as the table writes it; None in `polarity` or `modality` stands for any."""

    actor: str
    type: str
    target: str
    polarity: str | None = Polarity.POSITIVE.value
    modality: str | None = Modality.ACTUAL.value
    source: tuple[str, ...] = ()
    time: str | None = None
    role: str | None = None

    def __str__(self) -> str:
        qualifiers = [self.polarity] if self.polarity == Polarity.NEGATIVE else []
        qualifiers += [self.modality] if self.modality not in (None, Modality.ACTUAL) else []
        qualifiers += [f"by={' & '.join(self.source)}"] if self.source else []
        qualifiers += [f"at={self.time}"] if self.time else []
        qualifiers += [f"role={self.role}"] if self.role else []
        written = f"{self.actor} {self.type} {self.target}"
        return f"{written} ({', '.join(filter(None, qualifiers))})" if qualifiers else written

    def forbids(self, other: Told) -> bool:
        """Whether a claim is of the kind that this one, behind a "!", rules out."""
        return (
            self.type == other.type
            and self.actor in ("*", other.actor)
            and self.target in ("*", other.target)
            and self.polarity in (None, other.polarity)
            and self.modality in (None, other.modality)
        )


@dataclass(frozen=True)
class Row:
    """A line of the table."""

    line: int
    text: str
    expected: frozenset[Told]
    forbidden: tuple[Told, ...]
    miss: str


def told(claim: Claim) -> Told:
    """A claim in the terms of the table."""
    return Told(
        actor=claim.actor.entity.label if claim.actor else "?",
        type=claim.type,
        target=claim.target.entity.label,
        polarity=claim.polarity.value,
        modality=claim.modality.value,
        source=tuple(sorted(mention.entity.label for mention in claim.source)),
        time=claim.time,
        role=claim.role,
    )


def read_claim(written: str, *, whatever: bool = False) -> Told:
    """A claim from its notation; with `whatever`, what is not written is left open."""
    found = _CLAIM.fullmatch(written)
    assert found, f"no claim: {written!r}"
    polarity: str | None = None if whatever else Polarity.POSITIVE.value
    modality: str | None = None if whatever else Modality.ACTUAL.value
    values: dict[str, str] = {}
    for qualifier in re.split(r",\s*", found["qualifiers"] or ""):
        key, equals, value = qualifier.partition("=")
        if equals and key in ("by", "at", "role"):
            values[key] = value
        elif key in list(Polarity):
            polarity = key
        elif key in list(Modality):
            modality = key
        else:
            assert not key, f"no qualifier: {qualifier!r}"
    return Told(
        actor=found["actor"],
        type=found["type"],
        target=found["target"],
        polarity=polarity,
        modality=modality,
        source=tuple(sorted(values["by"].split(" & "))) if "by" in values else (),
        time=values.get("at"),
        role=values.get("role"),
    )


def read_table() -> list[Row]:
    rows = []
    for number, line in enumerate(TABLE.read_text(encoding="utf-8").splitlines(), start=1):
        if line.startswith(("#", "text\t")):
            continue
        text, claims, miss = [*line.split("\t"), ""][:3]
        written = [] if claims == "-" else claims.split(" ; ")
        forbidden = tuple(read_claim(w[2:], whatever=True) for w in written if w.startswith("! "))
        expected = frozenset(read_claim(w) for w in written if not w.startswith("! "))
        assert not (forbidden and expected), f"line {number}: either all claims or what must not be claimed"
        rows.append(Row(number, text.replace(" ¶ ", "\n\n"), expected, forbidden, miss))
    return rows


ROWS = read_table()


def as_parameter(row: Row) -> object:
    name = f"{row.line}: {row.text[:60]}"
    if not row.miss:
        return pytest.param(row, id=name)
    return pytest.param(
        row, id=name, marks=pytest.mark.xfail(reason=row.miss, raises=AssertionError, strict=True)
    )


@pytest.mark.model
@pytest.mark.parametrize("row", [as_parameter(row) for row in ROWS])
def test_sentence(row: Row, extractor: Extractor) -> None:
    [extraction] = extractor.extract([Article("sentence", row.text, published=PUBLISHED)])
    claimed = {told(claim) for claim in extraction.claims}
    if row.forbidden:
        wrong = {str(claim) for claim in claimed for ruled_out in row.forbidden if ruled_out.forbids(claim)}
        assert not wrong
    else:
        assert {str(claim) for claim in claimed} == {str(claim) for claim in row.expected}


def test_every_type_has_two_sentences_that_are_read() -> None:
    read = Counter(type_ for row in ROWS if not row.miss for type_ in {claim.type for claim in row.expected})
    assert {name for name in types() if read[name] < 2} == set()


def test_most_rows_are_read() -> None:
    assert sum(not row.miss for row in ROWS) >= 0.75 * len(ROWS)


def test_no_sentence_stands_twice() -> None:
    assert [text for text, count in Counter(row.text for row in ROWS).items() if count > 1] == []
