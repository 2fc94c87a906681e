"""A graph in an endpoint is the graph that it would be in a folder, whatever happens on the way."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kgraph.corrections import Correction
from kgraph.errors import GraphError, NotFoundError
from kgraph.graph import vocabulary as v
from kgraph.graph.store import Store
from kgraph.knowledge_graph import KnowledgeGraph
from kgraph.model import Extraction
from kgraph.named_queries import named_queries

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import DataObject, SearchStrategy

    from tests.graph.remote.conftest import Server


VALUES = {
    "entity": "Kaspersky_Lab",
    "date": "2018-04-24",
    "text": "a",
    "type": "Ban",
    "integer": 2,
    "status": "Reported",
}


def everything(store: Store) -> tuple[bytes, ...]:
    """The graph as canonical N-Quads."""
    return tuple((store.dump(None, "nq") or b"").splitlines())


def holding(extractions: list[Extraction]) -> Store:
    """A graph in memory."""
    store = Store()
    store.add(extractions)
    return store


def all_answers(graph: KnowledgeGraph) -> dict[tuple[str, str], Counter[tuple[str, ...]]]:
    """What the named queries find, as they are and with each of their parameters, in whatever order."""
    found = {}
    for query in named_queries().values():
        for parameter in ("", *(parameter.name for parameter in query.parameters)):
            given_ = {p.name: VALUES[p.type] for p in query.parameters if p.required or p.name == parameter}
            if "other" in given_:
                given_["other"] = "DHS"
            rows = graph.query(query.name, **given_).cells()
            found[query.name, parameter] = Counter(
                tuple(", ".join(sorted(cell.split(", "))) for cell in row) for row in rows
            )
    return found


def everything_asked(graph: KnowledgeGraph) -> dict[str, Any]:
    """What a graph answers to all that it can be asked, but for the order of rows."""
    store = graph.store
    articles = store.article_ids()
    return {
        "quads": everything(store),
        "queries": all_answers(graph),
        "events": graph.events(),
        "of one": [graph.events(actor="Twitter"), graph.events(target="Kaspersky Lab", type="Ban")],
        "event": [graph.event(event.id) for event in graph.events()[:2]],
        "entities": graph.entities(),
        "articles": graph.articles(),
        "extractions": [store.extraction(article_id) for article_id in articles],
        "held": [store.held(article_id) for article_id in articles],
        "claims": list(graph.claims()),
        "mentions": list(graph.mentions("Twitter")),
        "labels": sorted(store.labels()),
        "copies": sorted(store.copies()),
        "corrections": graph.corrections(),
        "stats": graph.stats(),
    }


def test_it_answers_as_a_graph_in_memory_does(
    endpoint: str, samples: list[Extraction], hostile: list[Extraction]
) -> None:
    extractions = [*samples, *hostile]
    with KnowledgeGraph.open(endpoint) as remote, KnowledgeGraph.open() as local:
        for graph in (remote, local):
            graph.add(extractions[:2])
            graph.add(extractions[1:])
        assert everything_asked(remote) == everything_asked(local)
        with KnowledgeGraph.open(endpoint, read_only=True) as again:
            assert everything_asked(again) == everything_asked(local)


def test_replacing_correcting_and_removing_leave_the_same(
    endpoint: str, samples: list[Extraction], hostile: list[Extraction]
) -> None:
    twitter, kaspersky = (
        next(m.entity for m in samples[0].mentions if m.entity.id == name)
        for name in ("Twitter", "Kaspersky_Lab")
    )
    changed = replace(samples[0], claims=samples[0].claims[1:])
    with Store(endpoint) as remote, Store() as local:
        steps: list[Callable[[Store], object]] = [
            lambda store: store.add([*samples, *hostile]),
            lambda store: store.add([changed, hostile[2]]),
            lambda store: store.correct([Correction(True, twitter, kaspersky)]),
            lambda store: store.correct([]),
            lambda store: store.remove([hostile[0].article.id, "media-prima", hostile[5].article.id]),
            lambda store: store.remove(store.article_ids()),
        ]
        for step in steps:
            step(remote)
            step(local)
            assert everything(remote) == everything(local)


def test_other_graphs_of_the_endpoint_are_left_alone(
    endpoint: str, raw: Callable[[str], set[tuple[str, ...]]], samples: list[Extraction]
) -> None:
    others = "SELECT ?s ?o { GRAPH <urn:someone-elses> { ?s ?p ?o } }"
    before = raw(others)
    with Store(endpoint) as store:
        store.add(samples)
        store.remove(["media-prima"])
    assert raw(others) == before != set()


def test_nothing_of_the_journal_is_left_behind(
    endpoint: str, raw: Callable[[str], set[tuple[str, ...]]], samples: list[Extraction]
) -> None:
    with Store(endpoint) as store:
        store.add(samples)
    assert raw(f"SELECT ?s {{ GRAPH {v.REMOTE_JOURNAL} {{ ?s ?p ?o }} }}") == set()


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_articles_in_any_order(
    server: Server,
    meeting: SearchStrategy[Extraction],
    anything: SearchStrategy[Extraction],
    data: DataObject,
) -> None:
    server.store.clear()
    with Store(server.address) as remote, Store() as local:
        for _ in range(data.draw(st.integers(1, 3))):
            extractions = data.draw(st.lists(meeting | anything, max_size=3))
            for store in (remote, local):
                store.add(extractions)
            assert everything(remote) == everything(local)
        gone = data.draw(st.sets(st.sampled_from(local.article_ids() or [""]))) - {""}
        for store in (remote, local):
            store.remove(sorted(gone))
        assert everything(remote) == everything(local)


# --- what breaks off --------------------------------------------------------------------------


def test_a_change_that_breaks_off_is_finished_by_the_next_writer(
    server: Server, monkeypatch: pytest.MonkeyPatch, samples: list[Extraction]
) -> None:
    """Whichever update is the last, who opens the graph next finds each write whole or not at all."""
    monkeypatch.setattr("kgraph.graph.remote.journal._TRIPLES_AT_ONCE", 100)
    changed = [replace(samples[0], claims=samples[0].claims[1:]), *samples[1:]]
    states = [everything(holding(e)) for e in (samples[:1], [samples[0], *changed[1:]], changed)]
    seen = []
    for updates in range(1_000):
        server.store.clear()
        server.updates_left = None
        with Store(server.address) as store:
            store.add(samples[:1])
            server.updates_left = updates
            with suppress(GraphError):
                store.add(changed)
        failed = server.updates_left == 0
        server.updates_left = None
        with Store(server.address) as mended:
            seen.append(everything(mended))
            mended.add(changed)
            assert everything(mended) == states[-1]
        if not failed:
            break
    assert len(seen) > 10
    assert list(dict.fromkeys(seen)) == states


def test_who_goes_on_after_a_failure_finishes_first(server: Server, samples: list[Extraction]) -> None:
    with Store(server.address) as store:
        server.updates_left = 2
        with pytest.raises(GraphError, match="the disk is full"):
            store.add(samples[:1])
        server.updates_left = None
        store.add(samples[1:])
        assert everything(store) == everything(holding(samples))


def test_a_change_that_can_never_be_finished_says_how_to_give_it_up(
    server: Server, samples: list[Extraction]
) -> None:
    with Store(server.address) as store:
        server.updates_left = 2
        with pytest.raises(GraphError, match="the disk is full"):
            store.add(samples[:1])
    server.updates_left = 0
    with pytest.raises(GraphError, match=r"cannot be finished .*dropping the graph <.*/journal>"):
        Store(server.address)
    with Store.read_only(server.address) as reader:
        assert reader.article_ids() in ([], ["twitter-ban"])


def test_terms_that_endpoints_would_cut_off_are_refused_before_anything_is_written(
    server: Server, samples: list[Extraction]
) -> None:
    def named(article_id: str, text: str = "") -> Extraction:
        article = replace(samples[0].article, id=article_id, text=samples[0].article.text + text)
        return Extraction(article)

    with Store(server.address) as store:
        for extraction, told in (
            (named("é" * 400), "shorter id"),
            (named("long", "x" * 9_000_001), "cut the article"),
        ):
            before = everything(store)
            with pytest.raises(GraphError, match=told):
                store.add([extraction])
            assert everything(store) == before
        store.add([named("é" * 250)])
        assert store.article_ids() == ["é" * 250]


# --- opening ----------------------------------------------------------------------------------


def test_a_graph_that_is_not_there(endpoint: str) -> None:
    with pytest.raises(GraphError, match=r"there is no graph at http://[^@]*: make one with"):
        Store.read_only(endpoint)
    Store(endpoint).close()
    with Store.read_only(endpoint) as reader:
        assert reader.article_ids() == []
        with pytest.raises(GraphError, match="reading only"):
            reader.add([])
        with pytest.raises(NotFoundError):
            reader.extraction("nothing")


def test_passwords_are_not_shown(server: Server) -> None:
    with KnowledgeGraph.open(server.address.replace("//", "//me:secret@")) as graph:
        assert graph.path is None
        assert repr(graph).startswith(f"<KnowledgeGraph {server.address}: 0 articles")
        assert server.address in graph._repr_html_()


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib.*")
def test_rdflib_gets_a_copy(server: Server, samples: list[Extraction]) -> None:
    with Store(server.address) as store:
        store.add(samples)
        found = store.rdf().query("ASK { ent:Twitter kg:bans ent:Kaspersky_Lab }")
        assert found.askAnswer


def test_an_article_costs_few_requests(
    server: Server, make_extraction: Callable[..., Extraction], said: Callable[..., object]
) -> None:
    """However many claims there are about the same, each step of deriving asks once."""

    def article(name: str, time: str | None = None) -> Extraction:
        made = make_extraction(name, said("Ban", "Twitter", "DHS", time))
        words = " ".join(f"{name}{i}" for i in range(50))  # or all would be copies of one
        return replace(made, article=replace(made.article, text=made.article.text + words))

    costs = []
    for count in (5, 50):
        server.store.clear()
        with Store(server.address) as store:
            store.add([article(f"{i}", f"20{i:02}") for i in range(count)])
            server.forms.clear()
            store.add([article("new")])
            costs.append(len(server.forms))
            list(store.events())
            costs.append(len(server.forms))
    assert costs[0] == costs[2] < 40
    assert costs[3] <= costs[1] + 2
