"""What the sample article says, as a reader of it would tell; `kgraph evaluate` measures how much of it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kgraph.model import Article, Claim, EntityType, Extraction, Mention, Modality, Polarity, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgraph.extract.extractor import Extractor

DATA = Path(__file__).parents[2] / "data"
SAMPLE = "kaspersky-twitter-ban"
DHS = "United States Department of Homeland Security"

pytestmark = pytest.mark.model


@dataclass(frozen=True)
class Wanted:
    """A claim that the article makes; what is None is left open."""

    actor: str
    type: str
    target: str
    time: str | None = None
    source: str | None = None
    role: str | None = None
    polarity: Polarity = Polarity.POSITIVE
    modality: Modality = Modality.ACTUAL

    def __str__(self) -> str:
        return f"{self.actor} {self.type} {self.target}"

    def fits(self, claim: Claim) -> bool:
        return (
            claim.actor is not None
            and (claim.actor.entity.label, claim.type, claim.target.entity.label)
            == (self.actor, self.type, self.target)
            and (claim.polarity, claim.modality) == (self.polarity, self.modality)
            and self.time in (None, claim.time)
            and self.role in (None, claim.role)
            and (self.source is None or self.source in {m.entity.label for m in claim.source})
        )


@pytest.fixture(scope="module")
def article() -> Article:
    fields = json.loads((DATA / "articles" / f"{SAMPLE}.json").read_text(encoding="utf-8"))
    return Article(fields["id"], fields["text"], fields["title"])


@pytest.fixture(scope="module")
def extraction(article: Article, extractor: Extractor) -> Extraction:
    [found] = extractor.extract([article])
    return found


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted("Twitter", "Ban", "Kaspersky Lab"),
        Wanted("United States", "Ban", "Kaspersky Lab"),
        Wanted("Donald Trump", "Ban", "Kaspersky Lab", time="2017-12"),
        Wanted(DHS, "Ban", "Kaspersky Lab"),
        Wanted(DHS, "Warning", "Kaspersky Lab"),
        Wanted("Facebook", "Removal", "Kaspersky Lab", time="2018-01", source="Facebook"),
        Wanted("Twitter", "Accusation", "RT", time="2017-10"),
        Wanted("Twitter", "Accusation", "Sputnik", time="2017-10"),
        Wanted("Twitter", "Ban", "RT"),
        Wanted("Twitter", "Ban", "Sputnik"),
        Wanted("Eugene Kaspersky", "Request", "Twitter"),
        Wanted("Kaspersky Lab", "hasTiesTo", "Russia", modality=Modality.ALLEGED),
        Wanted(DHS, "Request", "USA companies", source="Jeanette Manfra", polarity=Polarity.NEGATIVE),
        Wanted("Jeanette Manfra", "holdsPositionAt", DHS),
        Wanted("Eugene Kaspersky", "holdsPositionAt", "Kaspersky Lab", role="founder"),
    ],
    ids=str,
)
def test_the_article_says(wanted: Wanted, extraction: Extraction) -> None:
    assert any(wanted.fits(claim) for claim in extraction.claims)


def test_ties_to_russia_are_never_told_as_fact(extraction: Extraction) -> None:
    ties = [claim for claim in extraction.claims if claim.type == "hasTiesTo"]
    assert ties
    assert {claim.modality for claim in ties} == {Modality.ALLEGED}


def test_nobody_is_said_to_have_been_asked_to_punish_kaspersky(extraction: Extraction) -> None:
    requests = [
        c for c in extraction.claims if c.type == "Request" and c.actor and c.actor.entity.label == DHS
    ]
    assert {claim.polarity for claim in requests} == {Polarity.NEGATIVE}


def test_the_person_and_the_company_are_two(extraction: Extraction) -> None:
    named = {m.entity for m in all_mentions(extraction) if "Kaspersky" in m.entity.label}
    assert {(e.id, e.type) for e in named if e.label in ("Eugene Kaspersky", "Kaspersky Lab")} == {
        ("Eugene_Kaspersky", EntityType.PERSON),
        ("Kaspersky_Lab", EntityType.ORGANIZATION),
    }


def test_the_founder_is_one_person_under_both_his_names(extraction: Extraction) -> None:
    forms = {m.span.text for m in extraction.mentions if m.entity.id == "Eugene_Kaspersky"}
    assert "Yevgeny Kaspersky" in forms
    assert {"Kaspersky", "Eugene"} & forms


@pytest.mark.parametrize(
    "words",
    [
        "What do you think of Twitter's banning of Kaspersky Lab ads?",
        "FILE PHOTO: People holding mobile phones",
    ],
)
def test_poll_and_caption_say_nothing(words: str, article: Article, extraction: Extraction) -> None:
    start = article.text.index(words)
    assert [c for c in extraction.claims if start <= c.sentence.start < start + len(words)] == []


def test_the_repeated_headline_counts_once(article: Article, extraction: Extraction) -> None:
    first = article.text.index("Twitter Bans Kaspersky")
    repeated = [m.start() for m in re.finditer("Twitter Bans Kaspersky", article.text)][1:]
    starts = {claim.sentence.start for claim in extraction.claims}
    assert first in starts
    assert not starts & set(repeated)


def test_every_offset_leads_to_its_words(article: Article, extraction: Extraction) -> None:
    spans = [span for claim in extraction.claims for span in (claim.sentence, claim.trigger)]
    spans += [mention.span for mention in all_mentions(extraction)]
    assert [span for span in spans if article.text[span.start : span.end] != span.text or not span.text] == []


def test_a_trigger_stands_in_its_sentence(extraction: Extraction) -> None:
    for claim in extraction.claims:
        assert within(claim.trigger, claim.sentence), claim


def test_reading_twice_gives_the_same(article: Article, extraction: Extraction, extractor: Extractor) -> None:
    assert list(extractor.extract([article])) == [extraction]


def test_its_place_among_other_articles_does_not_matter(
    article: Article, extraction: Extraction, extractor: Extractor
) -> None:
    other = Article("other", "Apple sued Samsung. It also sued Google.")
    assert list(extractor.extract([other, article, other]))[1] == extraction


def all_mentions(extraction: Extraction) -> Iterator[Mention]:
    yield from extraction.mentions
    for claim in extraction.claims:
        yield from (m for m in (claim.actor, claim.target, *claim.source, claim.place) if m is not None)


def within(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start <= inner.end <= outer.end
