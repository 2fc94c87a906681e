"""Strategies that make extractions of every sort, and a fresh store."""

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from kgraph.graph.store import Store
from kgraph.model import Article, Claim, Entity, EntityType, Extraction, Mention, Modality, Polarity, Span
from kgraph.ontology import types

HOSTILE = [
    '"',
    "\\",
    '\\" . } ; DROP ALL ; INSERT DATA { <a:b> <a:b> "',
    "\\u0022 . } ; DROP ALL #",
    "> <a:b> <a:b> .",
    "\n\r\t\x00\x01\x7f\u2028\ufffe",
    "..",
    "a/../b?c#d%20e",
    "Škoda 日本 🎉",
    "'''\"\"\"",
    "<script>alert(1)</script>",
    json.dumps({"a": '"'}),
]
TEXT = st.text(max_size=30) | st.sampled_from(HOSTILE)
NAMES = st.text(min_size=1, max_size=10) | st.sampled_from(HOSTILE)
TIMES = st.none() | st.dates().map(str) | st.dates().map(lambda day: str(day)[:7]) | st.just("2018")
CONFIDENCES = st.floats(0, 1)


@st.composite
def any_entities(draw: DrawFn) -> Entity:
    """Entities that hold anything a text can hold."""
    return Entity(
        id=draw(NAMES),
        label=draw(NAMES),
        type=draw(st.sampled_from(EntityType)),
        kind=draw(TEXT),
        country=draw(TEXT),
        parent=draw(TEXT),
        wikidata=draw(st.sampled_from(["", "Q1", "Q918"])),
        aliases=tuple(draw(st.lists(TEXT, max_size=3))),
        descriptors=tuple(draw(st.lists(TEXT, max_size=2))),
    )


@st.composite
def any_extractions(draw: DrawFn) -> Extraction:
    """Extractions whose every field holds anything that its type allows."""
    text = draw(TEXT) + draw(TEXT)
    article = Article(
        draw(NAMES), text, draw(TEXT), draw(st.none() | st.dates()), draw(TEXT), draw(TEXT), draw(TEXT)
    )
    pool = draw(st.lists(any_entities(), min_size=1, max_size=3))

    def span() -> Span:
        start, end = sorted((draw(st.integers(0, len(text))), draw(st.integers(0, len(text)))))
        return Span(start, end, text[start:end])

    def mention() -> Mention:
        kind = draw(st.sampled_from(["name", "description", "pronoun", "implied"]))
        return Mention(draw(st.sampled_from(pool)), span(), kind, draw(CONFIDENCES))

    def claim() -> Claim:
        type_ = draw(st.sampled_from(list(types().values())))
        return Claim(
            article=article.id,
            type=type_.name,
            predicate=type_.predicate,
            actor=mention() if draw(st.booleans()) else None,
            target=mention(),
            trigger=span(),
            sentence=span(),
            object=draw(st.none() | TEXT),
            role=draw(st.none() | TEXT),
            polarity=draw(st.sampled_from(Polarity)),
            modality=draw(st.sampled_from(Modality)),
            source=tuple(mention() for _ in range(draw(st.integers(0, 2)))),
            time=draw(TIMES),
            place=mention() if draw(st.booleans()) else None,
            confidence=draw(CONFIDENCES),
        )

    return Extraction(
        article,
        tuple(mention() for _ in range(draw(st.integers(0, 3)))),
        tuple(claim() for _ in range(draw(st.integers(0, 3)))),
    )


@st.composite
def meeting_extractions(draw: DrawFn) -> Extraction:
    """Extractions that are often about the same few entities, which they describe differently."""
    labels = st.sampled_from(["Acme", "ACME", "Acme Inc"])
    kinds = st.sampled_from([EntityType.ORGANIZATION, EntityType.THING])
    # The second is a copy of the first and of the third; no other two are alike.
    endings = ("", " So they said.", " So they said. Nobody else did.", " No, it never did that.")
    text = "Acme ACME Acme Inc did it." + draw(st.sampled_from(endings))
    article = Article(
        draw(st.sampled_from("abcd")),
        text,
        published=draw(st.none() | st.dates(date(2018, 1, 1), date(2018, 1, 3))),
    )

    def mention() -> Mention:
        entity = Entity(draw(st.sampled_from(["X", "Y", "Z"])), draw(labels), draw(kinds))
        start, end = draw(st.sampled_from([(0, 4), (5, 9), (10, 18)]))
        return Mention(entity, Span(start, end, text[start:end]))

    def claim(start: int) -> Claim:
        type_ = types()[draw(st.sampled_from(["Ban", "Cooperation", "hasTiesTo"]))]
        return Claim(
            article=article.id,
            type=type_.name,
            predicate=type_.predicate,
            actor=draw(st.none() | st.builds(mention)),
            target=mention(),
            trigger=Span(start, start, ""),
            sentence=Span(0, len(text), text),
            object=draw(st.sampled_from([None, "one", "two"])),
            polarity=draw(st.sampled_from(Polarity)),
            modality=draw(st.sampled_from(Modality)),
            time=draw(st.sampled_from([None, "2018", "2018-04", "2018-05", "2018-04-05"])),
            confidence=draw(st.sampled_from([0.3, 0.7, 0.9])),
        )

    claims = tuple(claim(start) for start in range(draw(st.integers(0, 3))))
    return Extraction(article, tuple(mention() for _ in range(draw(st.integers(0, 2)))), claims)


@pytest.fixture(scope="session")
def anything() -> SearchStrategy[Extraction]:
    """Extractions that hold anything."""
    return any_extractions()


@pytest.fixture(scope="session")
def meeting() -> SearchStrategy[Extraction]:
    """Extractions that meet in entities and events."""
    return meeting_extractions()


@pytest.fixture(scope="session")
def hostile(samples: list[Extraction]) -> list[Extraction]:
    """Articles whose ids, texts and entities try to break out of where they are put."""
    found = []
    for i, words in enumerate(HOSTILE):
        entity = Entity(words, words, EntityType.THING, kind=words, country=words, aliases=(words,))
        sample = samples[0]
        text = sample.article.text + words
        span = Span(len(text) - len(words), len(text), words)
        target = Mention(entity, span)
        claims = tuple(
            replace(claim, article=words, target=target, object=words, role=words) for claim in sample.claims
        )
        article = Article(words, text, words, date(2018, 1, 1 + i), words, words, words)
        found.append(Extraction(article, (*sample.mentions, target), claims))
    return found


@pytest.fixture
def store() -> Store:
    """An empty graph in memory."""
    return Store()
