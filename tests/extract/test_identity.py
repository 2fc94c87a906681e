"""Names that the gazetteer lacks: one node where it is safe to say, several where it is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kgraph.model import Article

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kgraph.extract.extractor import Extractor

pytestmark = pytest.mark.model


def nodes(extractor: Extractor, texts: Iterable[str], *forms: str) -> list[set[str]]:
    """For each article the ids of the entities that it calls by one of the forms."""
    articles = [Article(f"a{number}", text) for number, text in enumerate(texts)]
    return [
        {
            mention.entity.id
            for mention in extraction.mentions
            if mention.kind == "name" and any(form in mention.span.text for form in forms)
        }
        for extraction in extractor.extract(articles)
    ]


def test_an_unknown_company_is_one_node(extractor: Extractor) -> None:
    texts = (
        "The Leeds-based software company Brightwell Analytics Ltd sued Google on Monday.",
        "Security firm Brightwell Analytics warned customers. Brightwell Analytics said it had been hacked.",
        "Google was sued by Brightwell Analytics Limited.",
    )
    assert nodes(extractor, texts, "Brightwell") == [{"Brightwell_Analytics"}] * 3


def test_an_unknown_person_is_one_node(extractor: Extractor) -> None:
    texts = (
        "Police arrested Yevgeny Dobrynsky in Prague. Mr Dobrynsky denied the charges.",
        "Evgeny Dobrynsky, a Russian programmer, was extradited to the United States.",
        "A court jailed Yevgeniy Dobrynskiy for hacking. Mr Dobrynskiy will appeal, his lawyer said.",
    )
    assert nodes(extractor, texts, "Dobrynsk") == [{"Yevgeny_Dobrynsky"}] * 3


def test_an_unknown_group_of_hackers_is_one_node(extractor: Extractor) -> None:
    texts = (
        "A hacking group called Silent Otter attacked the Polish parliament.",
        "Researchers blamed the Silent Otter hackers for the breach of Airbus.",
        "The Silent Otter group has attacked Airbus, Microsoft said.",
    )
    assert nodes(extractor, texts, "Silent Otter") == [{"Silent_Otter"}] * 3


def test_two_people_of_one_surname_stay_two(extractor: Extractor) -> None:
    texts = (
        "Marta Halvorsen accused Google of spying. Ms Halvorsen left the company in May.",
        "Police arrested Jonas Halvorsen in Oslo. Mr Halvorsen denied hacking Telenor.",
    )
    assert nodes(extractor, texts, "Halvorsen") == [{"Marta_Halvorsen"}, {"Jonas_Halvorsen"}]


def test_lone_surnames_of_two_articles_stay_two(extractor: Extractor) -> None:
    texts = ("Mr Halvorsen denied hacking Telenor.", "Ms Halvorsen accused Google of spying.")
    first, second = nodes(extractor, texts, "Halvorsen")
    assert len(first) == len(second) == 1
    assert first != second
