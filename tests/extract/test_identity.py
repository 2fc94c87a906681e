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


@pytest.mark.parametrize(
    ("texts", "forms", "one"),
    [
        # a lone word has one type in its article, and finds what it is short for
        (
            ["Tavi Brandel spoke first. The flaw is old, Brandel said. Brandel warned users."],
            ["Brandel"],
            True,
        ),
        (["Lord Kessing resigned. Neil Kessing was 71. Mr Kessing will not stand."], ["Kessing"], True),
        (["Pavel Dorenski found the bug. Pavel Dorensky reported it to Google."], ["Dorensk"], True),
        (["Marlowe Hotel Group was hacked. Marlowe said that guests were warned."], ["Marlowe"], True),
        (["Harvel & Stoke sued Google. Harvel's shares rose."], ["Harvel"], True),
        (["The Kestrel Local Health Board met. Kestrel Health Board denied it."], ["Kestrel"], True),
        (["Vale Networks was sold. The firm Vale Network denied the report."], ["Vale"], True),
        # across articles: apostrophes
        (["The Northern Miners' Union voted.", "The Northern Miners Union struck."], ["Miners"], True),
        # what is not one
        (["Greta Halvorsen met Magnus Halvorsen in Oslo."], ["Halvorsen"], False),
        (["Kevin Drew spoke.", "Kevin Dreu spoke."], ["Kevin"], False),
        (["Carla Brenner and Carlo Brenner denied it."], ["Brenner"], False),
    ],
)
def test_names_of_one_and_of_two(
    extractor: Extractor, texts: list[str], forms: list[str], *, one: bool
) -> None:
    found = set().union(*nodes(extractor, texts, *forms))
    assert (len(found) == 1) is one, found


@pytest.mark.parametrize(
    ("text", "name", "type_"),
    [
        ("The flaw was found by the hacker Milos Verrant.", "Milos Verrant", "Person"),
        (
            "Belonging to Michelle Ostrava, the account was closed. Michelle left.",
            "Michelle Ostrava",
            "Person",
        ),
        ("Asked about it, Richard Jones of Brandel Labs laughed.", "Richard Jones", "Person"),
    ],
)
def test_what_a_name_is(extractor: Extractor, text: str, name: str, type_: str) -> None:
    (extraction,) = extractor.extract([Article("a1", text)])
    found = {(m.span.text, str(m.entity.type)) for m in extraction.mentions if m.kind == "name"}
    assert (name, type_) in found, found


@pytest.mark.parametrize(
    ("title", "text", "name", "none"),
    [
        # a headline's name ends where the text's does
        (
            "Riverside Library Recovers From Attack",
            "Riverside Library was hacked. Staff at Riverside Library said so.",
            "Riverside Library",
            "Riverside Library Recovers",
        ),
        (
            "",
            "The Open World Forum - the rival of Davos - begins in Brandel.",
            "Open World Forum",
            "Forum - the",
        ),
        ("", "Hotels such as Harvel Inn and were hit.", "Harvel Inn", "Harvel Inn and"),
        ("", "National leaders met the Harvel Report team in Oslo.", "Oslo", "National"),
    ],
)
def test_where_a_name_ends(extractor: Extractor, title: str, text: str, name: str, none: str) -> None:
    (extraction,) = extractor.extract([Article("a1", text, title=title)])
    found = {mention.span.text for mention in extraction.mentions if mention.kind == "name"}
    assert name in found, found
    assert not any(none in form for form in found), found
