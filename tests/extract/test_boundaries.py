"""Where names begin and end: tables of what a recogniser took for names."""

from __future__ import annotations

import pytest
from spacy.tokens import Doc
from spacy.vocab import Vocab

from kgraph.extract.boundaries import agreed, trimmed
from kgraph.extract.parse import ParsedPassage, Passage
from kgraph.extract.recognition import Found
from kgraph.model import Article, EntityType


def passage_of(text: str, *, headline: bool = False) -> ParsedPassage:
    words = text.split()
    tags = ["POS" if word == "’s" else "NNP" for word in words]
    starts: list[bool | int | None] = [number == 0 for number in range(len(words))]
    doc = Doc(Vocab(), words=words, tags=tags, sent_starts=starts)
    offsets = tuple((token.idx, token.idx + len(token.text)) for token in doc)
    return ParsedPassage(Article("a1", doc.text), Passage(0, doc.text, headline), doc, offsets, ())


def whole(parsed: ParsedPassage) -> tuple[ParsedPassage, list[Found]]:
    return parsed, [Found(0, len(parsed.doc), EntityType.ORGANIZATION, 0.8)]


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Open World Forum - the", ["Open", "World", "Forum"]),
        ("Harvel Inn and", ["Harvel", "Inn"]),
        ("0.7 Harvel", ["Harvel"]),
        ("360 Harvel", ["360", "Harvel"]),
        ("Harvel", ["Harvel"]),
        ("and of", []),
    ],
)
def test_a_name_without_what_stands_beside_it(text: str, rest: list[str]) -> None:
    doc = passage_of(text).doc
    first, last = trimmed(doc, 0, len(doc))
    assert [token.text for token in doc[first:last]] == rest


def test_what_came_before_is_no_part_of_a_name() -> None:
    doc = Doc(Vocab(), words=["ex", "-", "Harvel", "Office"], spaces=[False, False, True, False])
    assert trimmed(doc, 0, len(doc)) == (2, 4)


@pytest.mark.parametrize(
    ("told", "text", "headline", "parts"),
    [
        (["Wren", "Magpie"], "Wren and Magpie", False, ["Wren", "Magpie"]),
        (["Wren"], "Wren and Magpie", False, ["Wren and Magpie"]),
        (["Riverside Library"], "Riverside Library Recovers", True, ["Riverside Library"]),
        (["Riverside Library"], "Riverside Library Recovers", False, ["Riverside Library Recovers"]),
        (["Brandel"], "Critical Brandel", True, ["Brandel"]),
        (["Rights"], "Convention on Rights", True, ["Convention on Rights"]),
        (["Brandel Labs"], "Brandel Labs ’s Tavi Holm", False, ["Brandel Labs", "Tavi Holm"]),
        (["Carter", "Carter ’s Books in Kent"], "Carter ’s Books", False, ["Carter ’s Books"]),
    ],
)
def test_an_article_tells_where_its_names_end(
    told: list[str], text: str, parts: list[str], *, headline: bool
) -> None:
    passages = [passage_of(name) for name in told]
    *_, (parsed, found) = agreed([*map(whole, passages), whole(passage_of(text, headline=headline))], ())
    assert [parsed.doc[name.first : name.last].text for name in found] == parts
