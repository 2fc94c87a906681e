"""Small extractions built by hand, for tests of all that stands on the graph."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest

from kgraph.model import Article, Claim, Entity, EntityType, Extraction, Mention, Modality, Polarity, Span
from kgraph.ontology import types

ENTITIES = {
    entity.id: entity
    for entity in (
        Entity("Twitter", "Twitter", EntityType.ORGANIZATION, "company", "United_States", "", "Q918"),
        Entity(
            "Kaspersky_Lab",
            "Kaspersky Lab",
            EntityType.ORGANIZATION,
            "company",
            "Russia",
            aliases=("Kaspersky",),
            descriptors=("the security firm",),
        ),
        Entity("DHS", "Department of Homeland Security", EntityType.ORGANIZATION, "agency", aliases=("DHS",)),
        Entity("Eugene_Kaspersky", "Eugene Kaspersky", EntityType.PERSON),
        Entity("Russia", "Russia", EntityType.COUNTRY, "country", wikidata="Q159"),
        Entity("Media_Prima", "Media Prima", EntityType.ORGANIZATION),
    )
}


@dataclass(frozen=True)
class Said:
    """One sentence of an article under test: the claim in it, by the ids of its entities."""

    type: str
    actor: str | None
    target: str
    time: str | None = None
    polarity: Polarity = Polarity.POSITIVE
    modality: Modality = Modality.ACTUAL
    source: str | None = None
    place: str | None = None
    object: str | None = None
    role: str | None = None
    confidence: float = 0.8


def extraction(
    article_id: str,
    *sentences: Said,
    published: date | None = None,
    entities: dict[str, Entity] = ENTITIES,
) -> Extraction:
    """An extraction of an article that says just these things, one a sentence."""
    text = ""
    mentions: list[Mention] = []
    claims: list[Claim] = []

    def span(words: str) -> Span:
        nonlocal text
        start = len(text)
        text += words
        return Span(start, len(text), words)

    def mention(entity_id: str) -> Mention:
        mentions.append(Mention(entities[entity_id], span(entities[entity_id].label)))
        span(" ")
        return mentions[-1]

    for said in sentences:
        start = len(text)
        source = (mention(said.source),) if said.source else ()
        actor = mention(said.actor) if said.actor else None
        trigger = span(types()[said.type].label)
        span(" ")
        target = mention(said.target)
        place = mention(said.place) if said.place else None
        span(".")
        claims.append(
            Claim(
                article=article_id,
                type=said.type,
                predicate=types()[said.type].predicate,
                actor=actor,
                target=target,
                trigger=trigger,
                sentence=Span(start, len(text), text[start:]),
                object=said.object,
                role=said.role,
                polarity=said.polarity,
                modality=said.modality,
                source=source,
                time=said.time,
                place=place,
                confidence=said.confidence,
            )
        )
        span(" ")
    article = Article(article_id, text, f"About {article_id}", published, "https://example.org/", "Example")
    return Extraction(article, tuple(mentions), tuple(claims))


@pytest.fixture(scope="session")
def said() -> type[Said]:
    """What one sentence says."""
    return Said


@pytest.fixture(scope="session")
def make_extraction() -> Callable[..., Extraction]:
    """An extraction from an article's id and what its sentences say."""
    return extraction


@pytest.fixture(scope="session")
def samples() -> list[Extraction]:
    """Three articles that share entities and events, agree, disagree and leave things open."""
    return [
        extraction(
            "twitter-ban",
            Said("Ban", "Twitter", "Kaspersky_Lab", "2018-04", object="ads", confidence=0.9),
            Said("Warning", "DHS", "Kaspersky_Lab", "2017-09", source="DHS"),
            Said(
                "hasTiesTo",
                "Kaspersky_Lab",
                "Russia",
                modality=Modality.ALLEGED,
                source="DHS",
                confidence=0.6,
            ),
            published=date(2018, 4, 23),
        ),
        extraction(
            "kaspersky-responds",
            Said("Ban", "Twitter", "Kaspersky_Lab", object="ads"),
            Said("Denial", "Kaspersky_Lab", "DHS"),
            Said(
                "hasTiesTo",
                "Kaspersky_Lab",
                "Russia",
                polarity=Polarity.NEGATIVE,
                source="Eugene_Kaspersky",
            ),
            Said("holdsPositionAt", "Eugene_Kaspersky", "Kaspersky_Lab", role="founder"),
            published=date(2018, 4, 25),
        ),
        extraction(
            "media-prima",
            Said("Cyberattack", None, "Media_Prima", "2018-11-08", place="Russia"),
            Said("Consultation", "Twitter", "DHS", modality=Modality.PLANNED),
            Said("Espionage", "Russia", "DHS", modality=Modality.ALLEGED, source="Twitter"),
        ),
    ]
