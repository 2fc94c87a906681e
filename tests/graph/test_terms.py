"""The model as RDF and back."""

from contextlib import suppress
from dataclasses import replace
from itertools import starmap

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DataObject, SearchStrategy

from kgraph.errors import GraphError
from kgraph.graph import vocabulary as v
from kgraph.graph.canonical import canonical, rounded
from kgraph.graph.derived import entity_to_triples, event_to_triples, triples_to_entity, triples_to_event
from kgraph.graph.store import Store
from kgraph.graph.terms import extraction_to_quads, key_digest, quads_to_extraction, statement_key
from kgraph.model import Extraction, Span

RELAXED = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@RELAXED
@given(data=st.data())
def test_an_extraction_comes_back_in_canonical_form(
    anything: SearchStrategy[Extraction], data: DataObject
) -> None:
    extraction = data.draw(anything)
    back = quads_to_extraction(extraction_to_quads(extraction))
    assert back == canonical(extraction)
    assert canonical(back) == back


@RELAXED
@given(data=st.data())
def test_the_store_changes_nothing_but_needless_digits(
    anything: SearchStrategy[Extraction], data: DataObject
) -> None:
    extraction = data.draw(anything)
    store = Store()
    store.add([extraction])
    assert store.extraction(extraction.article.id) == canonical(rounded(extraction))


@RELAXED
@given(data=st.data())
def test_entities_and_events_come_back(anything: SearchStrategy[Extraction], data: DataObject) -> None:
    store = Store()
    store.add([data.draw(anything)])
    for entity in store.entities():
        assert triples_to_entity(starmap(ox.Triple, entity_to_triples(entity))) == entity
        assert store.entity(entity.id) == entity
    for event in store.events():
        bare = replace(event, claims=())
        assert triples_to_event(starmap(ox.Triple, event_to_triples(bare)), store.entity) == bare
        assert {claim.type for claim in event.claims} == {event.type}
        assert len(event.claims) == event.claim_count


def test_hostile_text_stays_where_it_is_put(store: Store, hostile: list[Extraction]) -> None:
    store.add(hostile)
    # Added again one by one, they go through SPARQL updates, too.
    for extraction in hostile:
        store.add([replace(extraction, article=replace(extraction.article, title="new"))])
    for extraction in hostile:
        back = store.extraction(extraction.article.id)
        assert back.article == replace(extraction.article, title="new")
        entity = store.entity(extraction.article.id)
        assert (entity.label, entity.kind) == (extraction.article.id,) * 2
    store.remove([extraction.article.id for extraction in hostile])
    assert len(store) == len(Store())


@pytest.mark.parametrize(
    "name", ["a b", "..", ".", ".a.b.", "U.S.", "a/b", "é", "%41", "<>", "\x00", "a#b?c"]
)
def test_local_names_decode_to_what_they_encode(name: str) -> None:
    iri = v.article_iri(name)
    assert v.article_id(iri) == name
    assert iri.value.startswith(v.ARTICLE)
    local = iri.value.removeprefix(v.ARTICLE)
    assert not set("/#?<> ") & set(local)
    assert local == local.strip(".")


def test_ids_must_be_names() -> None:
    for name in ("", "\ud800"):
        with pytest.raises(GraphError):
            v.entity_iri(name)


def test_a_span_must_be_what_the_text_has_there(samples: list[Extraction]) -> None:
    sample = samples[0]
    wrong = replace(sample.mentions[0], span=Span(1, 8, "Twitter"))
    with pytest.raises(GraphError, match=r"twitter-ban.*no 'Twitter' at 1 to 8"):
        list(extraction_to_quads(replace(sample, mentions=(wrong,))))


@pytest.mark.parametrize(
    "change",
    [
        {"time": "April"},
        {"time": "2018-13"},
        {"time": "2018-02-30"},
        {"time": ""},
        {"confidence": 1.5},
        {"confidence": float("nan")},
        {"type": "Bann"},
        {"predicate": "removes"},
        {"article": "another"},
        {"object": "\ud800"},
    ],
)
def test_a_claim_must_make_sense(samples: list[Extraction], change: dict[str, str]) -> None:
    sample = samples[0]
    wrong = replace(sample.claims[0], **change)  # type: ignore[arg-type] # that is the point
    with pytest.raises(GraphError):
        list(extraction_to_quads(replace(sample, claims=(wrong,))))


def test_reading_refuses_what_was_never_written(samples: list[Extraction]) -> None:
    quads = set(extraction_to_quads(samples[0]))
    graph = v.article_iri("twitter-ban")
    strange = ox.Quad(graph, v.kg("mood"), ox.Literal("grim"), graph)
    with pytest.raises(GraphError, match=r"should not have .*mood"):
        quads_to_extraction(quads | {strange})
    with pytest.raises(GraphError, match="0 articles"):
        quads_to_extraction([])
    for quad in quads:
        # Where a class goes so may the whole node, and what is left can be read.
        if quad.predicate != v.A:
            with suppress(GraphError):
                assert quads_to_extraction(quads - {quad}) != canonical(samples[0])


def test_equals_are_sorted_and_the_unnamed_is_nobody() -> None:
    assert statement_key("Cooperation", "B", "A") == ("Cooperation", "A", "B")
    assert statement_key("Ban", "B", "A") == ("Ban", "B", "A")
    assert statement_key("Cooperation", None, "A") == ("Cooperation", None, "A")
    assert len({key_digest(("Ban", name, "A")) for name in (None, "", "-", "+")}) == 4
