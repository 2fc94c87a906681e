"""Whom names that could mean several are taken for: a table of sentences."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kgraph.model import Article

if TYPE_CHECKING:
    from kgraph.extract.extractor import Extractor
    from kgraph.gazetteer import Gazetteer
    from kgraph.model import Mention

pytestmark = pytest.mark.model

LINES = (Path(__file__).parent / "names.tsv").read_text(encoding="utf-8").splitlines()
ROWS = [[*line.split("\t"), ""][:5] for line in LINES if line and not line.startswith("#")][1:]
PARAMS = [
    pytest.param(
        row,
        id=f"{number}: {row[2]}: {row[0][:50]}",
        marks=[pytest.mark.xfail(reason=row[4], strict=True)] if row[4] else [],
    )
    for number, row in enumerate(ROWS, start=1)
]


def test_the_table_is_big_enough() -> None:
    assert len(ROWS) >= 150
    assert sum(id_ == "-" for _, _, _, id_, _ in ROWS) >= 25
    assert len({(text, day, name) for text, day, name, _, _ in ROWS}) == len(ROWS)


@pytest.mark.parametrize("row", PARAMS)
def test_name(row: list[str], extractor: Extractor, gazetteer: Gazetteer) -> None:
    text, day, name, id_, _ = row
    article = Article("a1", text, published=date.fromisoformat(day) if day else None)
    (extraction,) = extractor.extract([article])
    start = text.rindex(name)
    found = {
        mention.entity.id
        for mention in extraction.mentions
        if not mention.span.headline and _covers(mention, start, start + len(name))
    }
    if id_ == "-":
        assert not {entity_id for entity_id in found if entity_id in gazetteer}
    else:
        assert id_ in gazetteer
        assert found == {id_}


def _covers(mention: Mention, start: int, end: int) -> bool:
    """Whether a mention stands at these characters, give or take an article or a possessive ending."""
    inside = mention.span.start <= start and end <= mention.span.end
    return inside and len(mention.span.text) <= end - start + len("the ")
