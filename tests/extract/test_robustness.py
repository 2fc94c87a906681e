"""Any text can be read: nothing is raised, and offsets lead back to the words."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kgraph.errors import ModelError
from kgraph.extract.language.model import load_model
from kgraph.model import Article, Extraction

if TYPE_CHECKING:
    from kgraph.extract.extractor import Extractor

pytestmark = pytest.mark.model

PIECES = """Twitter Kaspersky Lab Kaspersky's the The company it its he banned bans ban on from by said that
    not no alleged ties to Russia Russian Beijing , . ? ! ; : " “ ” ' ( ) - — • and or of which was has been
    accused warning U.S. US May 2017 Monday DHS (DHS) #1 @ http://a.b/c <b> &amp; 🎉 🇷🇺 Москва عربى שלום
    中国 Straße naïve -based -backed if would denied deny "I you""".split()
WORDS = st.sampled_from([*PIECES, "\n", "\n\n", "\t", "\x00", "\u200b", "\ufeff", "\u202e", "e\u0301"])
TEXTS = st.lists(WORDS, max_size=40).map(" ".join) | st.text(max_size=120)


def read(text: str, extractor: Extractor, title: str = "") -> Extraction:
    """Extract an article, and check that all its offsets lead to the words that they say."""
    article = Article("a", text, title, date(2018, 5, 1))
    [extraction] = extractor.extract([article])
    assert extraction.article == article
    spans = [mention.span for mention in extraction.mentions]
    for claim in extraction.claims:
        mentions = [m for m in (claim.actor, claim.target, *claim.source, claim.place) if m is not None]
        spans += [claim.sentence, claim.trigger, *(mention.span for mention in mentions)]
        assert claim.sentence.start <= claim.trigger.start < claim.trigger.end <= claim.sentence.end
        assert 0 < claim.confidence <= 1
        assert all(mention.entity.id and mention.entity.label for mention in mentions)
    for span in spans:
        assert (title if span.headline else text)[span.start : span.end] == span.text
    return extraction


def told(extraction: Extraction) -> set[tuple[str, str, str]]:
    return {
        (c.actor.entity.label if c.actor else "?", c.type, c.target.entity.label) for c in extraction.claims
    }


BAN = ("Twitter", "Ban", "Kaspersky Lab")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=TEXTS, title=st.text(max_size=20))
def test_any_text_can_be_read(text: str, title: str, extractor: Extractor) -> None:
    read(text, extractor, title)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=TEXTS)
def test_any_text_has_propositions(text: str, extractor: Extractor) -> None:
    for proposition in extractor.propositions([Article("a", text)]):
        span = proposition.sentence
        assert text[span.start : span.end] == span.text
        assert proposition.relation


@pytest.mark.parametrize(
    "text", ["", " \n\t\n ", ".", "\x00", "\ufeff", "🎉", "•\n•", "\r\n" * 50, "?" * 500]
)
def test_an_article_without_words_says_nothing(text: str, extractor: Extractor) -> None:
    extraction = read(text, extractor)
    assert extraction.claims == ()


def test_no_articles_no_extractions(extractor: Extractor) -> None:
    assert list(extractor.extract([])) == []


def test_each_article_has_its_extraction_in_order(extractor: Extractor) -> None:
    texts = ["", "Apple sued Samsung.", " ", "Apple sued Samsung.", ""]
    articles = [Article(str(i), text) for i, text in enumerate(texts)]
    found = list(extractor.extract(articles))
    assert [extraction.article for extraction in found] == articles
    assert [len(extraction.claims) for extraction in found] == [0, 1, 0, 1, 0]


def test_a_paragraph_of_30000_characters_is_read_to_its_end(extractor: Extractor) -> None:
    filler = "The weather in the town was mild and nobody had much to do. "
    text = "Canada arrested Meng Wanzhou. " + filler * 500 + "Twitter banned Kaspersky Lab."
    assert len(text) > 30_000
    assert {("Canada", "Arrest", "Meng Wanzhou"), BAN} <= told(read(text, extractor))


def test_a_word_of_30000_characters_is_no_trouble(extractor: Extractor) -> None:
    assert BAN in told(read("Twitter banned Kaspersky Lab.\n\n" + "x" * 30_000, extractor))


@pytest.mark.parametrize(
    "text",
    [
        "Twitter banned Kaspersky Lab. \u202bهذا نص عربي قصير.\u202c",
        "هذا نص عربي قصير.\n\nTwitter banned Kaspersky Lab.",
        "🎉🎉 🇷🇺\n\nTwitter banned Kaspersky Lab. 👩‍👩‍👧‍👦",
        "Das ist ein deutscher Satz.\n\nTwitter banned Kaspersky Lab.",
        "Twitter\u00a0banned Kaspersky\u00a0Lab.",
        "\ufeffTwitter has banned Kaspersky Lab.",
        "\r\n\r\nTwitter banned Kaspersky Lab.\r\n",
        "After a long week of bad news for the industry,\nTwitter banned Kaspersky Lab.",
        "e\u0301 e\u0301 e\u0301\n\nTwitter banned Kaspersky Lab.",
    ],
)
def test_what_stands_around_does_not_hide_a_claim(text: str, extractor: Extractor) -> None:
    assert BAN in told(read(text, extractor))


def test_the_same_article_twice_is_read_twice_alike(extractor: Extractor) -> None:
    article = Article("a", "Twitter banned Kaspersky Lab. It also banned RT.")
    first, second = extractor.extract([article, article])
    assert first == second


def test_a_model_that_is_not_installed_is_named() -> None:
    with pytest.raises(ModelError, match=r"no_such_model.*default"):
        load_model("no_such_model")
