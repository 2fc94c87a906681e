"""What open information extraction makes of sentences: `propositions.tsv`, whose first lines explain it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kgraph.model import Article, Modality, Polarity, Proposition

if TYPE_CHECKING:
    from kgraph.extract.extractor import Extractor

TABLE = Path(__file__).with_name("propositions.tsv")
ROWS = [
    tuple(line.split("\t"))
    for line in TABLE.read_text(encoding="utf-8").splitlines()
    if not line.startswith(("#", "text\t"))
]


def written(proposition: Proposition) -> str:
    """A proposition in the notation of the table."""
    qualifiers = [q for q in (proposition.polarity, proposition.modality) if q not in ("positive", "actual")]
    text = " | ".join([proposition.subject, proposition.relation, *proposition.arguments])
    return f"{text} ({', '.join(qualifiers)})" if qualifiers else text


def read(text: str, extractor: Extractor) -> list[Proposition]:
    return list(extractor.propositions([Article("sentence", text)]))


@pytest.mark.model
@pytest.mark.parametrize(("text", "expected"), ROWS, ids=[row[0][:60] for row in ROWS])
def test_sentence(text: str, expected: str, extractor: Extractor) -> None:
    wanted = set() if expected == "-" else set(expected.split(" ; "))
    assert {written(proposition) for proposition in read(text, extractor)} == wanted


@pytest.mark.model
def test_the_more_is_only_implied_the_less_sure_it_is(extractor: Extractor) -> None:
    found = read("Siemens, founded in Berlin, urged Nokia to sell Volvo's factory.", extractor)
    confidence = {proposition.relation: proposition.confidence for proposition in found}
    assert sorted(confidence, key=confidence.__getitem__, reverse=True) == [
        "urged",
        "was founded in",
        "to sell",
        "has",
    ]


@pytest.mark.model
def test_what_a_name_is_called_holds_whatever_is_said_of_it(extractor: Extractor) -> None:
    found = read("Police denied that Nils Berg, a baker, robbed the bank.", extractor)
    [described] = [proposition for proposition in found if proposition.relation == "is"]
    [robbed] = [proposition for proposition in found if proposition.relation == "robbed"]
    assert (described.polarity, described.modality) == (Polarity.POSITIVE, Modality.ACTUAL)
    assert robbed.polarity is Polarity.NEGATIVE


def test_no_sentence_stands_twice() -> None:
    assert len({row[0] for row in ROWS}) == len(ROWS)
