"""The graph as people use it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

import kgraph
from kgraph.errors import ExportError, GraphError, InputError, NotFoundError
from kgraph.knowledge_graph import KnowledgeGraph
from kgraph.model import Article, Entity, EntityType, Extraction, Mention, Span


@pytest.fixture
def graph(samples: list[Extraction]) -> KnowledgeGraph:
    graph = kgraph.open()
    graph.add(samples)
    return graph


def labels(graph: KnowledgeGraph, **filters: Any) -> list[str]:  # noqa: ANN401 - whatever events takes
    return [event.label for event in graph.events(**filters)]


def test_events_come_in_the_order_of_time(graph: KnowledgeGraph) -> None:
    assert labels(graph) == [
        "Department of Homeland Security warns about Kaspersky Lab",
        "Twitter bans Kaspersky Lab",
        "Eugene Kaspersky is founder of Kaspersky Lab",
        "Kaspersky Lab denies Department of Homeland Security",
        "Kaspersky Lab has ties to Russia",
        "Unknown attacks Media Prima",
        "Department of Homeland Security meets Twitter",
        "Russia spies on Department of Homeland Security",
    ]


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ({"actor": "Twitter"}, 2),
        ({"actor": "twitter", "type": "Ban"}, 1),
        ({"actor": "DHS"}, 2),
        ({"target": "Kaspersky Lab"}, 3),
        ({"target": "Kaspersky"}, 3),
        ({"actor": "Twitter", "target": "Kaspersky_Lab"}, 1),
        ({"actor": "Twitter", "target": "DHS"}, 1),
        ({"actor": "DHS", "target": "Twitter"}, 1),
        ({"actor": "Russia"}, 1),
        ({"type": "bans"}, 1),
        ({"type": "hasTiesTo"}, 1),
        ({"status": "Disputed"}, 1),
        ({"status": "planned"}, 1),
        ({"since": "2018-04"}, 5),
        ({"since": "2018-04-26"}, 2),
        ({"since": "2018-05"}, 1),
        ({"since": "2019"}, 0),
        ({"until": "2017"}, 1),
        ({"until": "2018-04-24"}, 2),
        ({"since": "2018-04", "until": "2018-04"}, 4),
        ({"type": ["Ban", "hasTiesTo"]}, 2),
        ({"status": ["Disputed", "planned"]}, 2),
        ({"min_confidence": 0.9}, 2),
        ({"actor": "Twitter", "type": ["Ban", "Warning"], "status": "Reported"}, 1),
    ],
)
def test_events_by_who_what_and_when(graph: KnowledgeGraph, filters: dict[str, Any], count: int) -> None:
    assert len(labels(graph, **filters)) == count


@pytest.mark.parametrize(
    "filters",
    [
        {},
        {"type": "Ban"},
        {"type": ["bans", "Warning", "Cyberattack"]},
        {"status": "Reported"},
        {"status": ["Alleged", "Disputed"]},
        {"since": "2018-04"},
        {"until": "2018-04-25"},
        {"since": "2018-04", "until": "2018-05", "status": "Reported"},
        {"min_confidence": 0.9},
        {"since": "2020"},
    ],
)
@pytest.mark.parametrize("view", ["entities", "events"])
def test_networks_hold_the_events_that_the_filters_choose(
    graph: KnowledgeGraph, view: str, filters: dict[str, Any]
) -> None:
    chosen = {event.id: event for event in graph.events(**filters)}
    network, compiled = graph.to_networkx(view, **filters), graph.to_rustworkx(view, **filters)
    if view == "entities":
        wanted = {event.id for event in chosen.values() if event.actor}
        assert {key for *_, key in network.edges(keys=True)} == wanted
        assert {edge["id"] for edge in compiled.edges()} == wanted
    else:
        wanted = {f"ev:{event}" for event in chosen}
        assert {node for node, side in network.nodes(data="bipartite") if side} == wanted
        assert {node["id"] for node in compiled.nodes() if node["bipartite"]} == wanted
    assert 0 not in dict(network.to_undirected().degree()).values()


@pytest.mark.parametrize("form", ["events", "to_networkx", "to_rustworkx"])
@pytest.mark.parametrize(
    ("filters", "error"),
    [
        ({"type": "Bann"}, NotFoundError),
        ({"status": "true"}, NotFoundError),
        ({"since": "yesterday"}, InputError),
        ({"until": "tomorrow"}, InputError),
        ({"since": "2018", "until": "2017"}, InputError),
        ({"min_confidence": 2}, InputError),
    ],
)
def test_the_same_mistakes_raise_the_same_errors(
    graph: KnowledgeGraph, form: str, filters: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        getattr(graph, form)(**filters)


def test_events_bring_their_claims_and_quotes(graph: KnowledgeGraph) -> None:
    (ban,) = graph.events(type="Ban")
    assert [claim.article for claim in ban.claims] == ["kaspersky-responds", "twitter-ban"]
    assert ban.claims[1].sentence.text == "Twitter bans Kaspersky Lab ."
    assert graph.event(ban.id) == ban


def test_entities_go_by_id_label_and_other_names(graph: KnowledgeGraph) -> None:
    for name in ("Kaspersky_Lab", "Kaspersky Lab", "kaspersky lab", "Kaspersky"):
        assert graph.entity(name).id == "Kaspersky_Lab"
    assert [entity.id for entity in graph.entities("kaspersky")] == ["Kaspersky_Lab"]
    assert [entity.label for entity in graph.entities()] == sorted(e.label for e in graph.entities())


def test_what_is_not_there(graph: KnowledgeGraph) -> None:
    with pytest.raises(NotFoundError, match="did you mean Kaspersky Lab"):
        graph.entity("Kasperski Lab")
    with pytest.raises(NotFoundError, match=r"there is no entity 'qqq' in the graph$"):
        graph.events(actor="qqq")
    with pytest.raises(NotFoundError, match="did you mean Ban"):
        graph.events(type="Bann")
    with pytest.raises(NotFoundError, match="use one of Reported"):
        graph.events(status="true")
    with pytest.raises(InputError, match="'yesterday' is not a year"):
        graph.events(since="yesterday")
    with pytest.raises(NotFoundError, match="no article 'qqq'"):
        graph.remove(["qqq"])


def test_counts(graph: KnowledgeGraph) -> None:
    stats = graph.stats()
    assert (stats.articles, stats.copies, stats.claims, stats.entities, stats.events) == (3, 0, 10, 6, 8)
    assert stats.quads == len(graph)
    assert stats.by_status == {"Reported": 5, "Disputed": 1, "Planned": 1, "Alleged": 1}
    assert stats.by_type["Ban"] == 1
    assert repr(graph) == "<KnowledgeGraph in memory: 3 articles, 10 claims, 6 entities, 8 events>"
    assert "<th>events</th><td>8</td>" in graph._repr_html_()


def test_articles_and_claims(graph: KnowledgeGraph, samples: list[Extraction]) -> None:
    assert [a.id for a in graph.articles()] == ["kaspersky-responds", "media-prima", "twitter-ban"]
    assert len(list(graph.claims())) == 10
    assert graph.extraction("twitter-ban").article == samples[0].article
    graph.remove("twitter-ban")
    graph.remove(["media-prima"])
    assert [a.id for a in graph.articles()] == ["kaspersky-responds"]


@pytest.mark.parametrize("suffix", ["graphml", "gexf"])
@pytest.mark.parametrize(
    "options", [{"view": "events"}, {"type": "Ban"}, {"until": "2018-04-24", "view": "entities"}]
)
def test_a_part_is_exported_as_a_network(
    graph: KnowledgeGraph, tmp_path: Path, suffix: str, options: dict[str, Any]
) -> None:
    (file,) = graph.export(tmp_path / f"part.{suffix}", **options)
    read = nx.read_graphml(file) if suffix == "graphml" else nx.read_gexf(file)
    network = graph.to_networkx(**options)
    assert dict(read.nodes(data="label")) == dict(network.nodes(data="label"))
    assert {edge[:2] for edge in read.edges} == {edge[:2] for edge in network.edges}


@pytest.mark.parametrize("name", ["part.ttl", "part.csv"])
def test_other_formats_hold_the_whole_graph_only(graph: KnowledgeGraph, tmp_path: Path, name: str) -> None:
    with pytest.raises(ExportError, match=r"leave view and filters out, or write \.graphml"):
        graph.export(tmp_path / name, type="Ban")
    assert list(tmp_path.iterdir()) == []


def test_other_forms(graph: KnowledgeGraph) -> None:
    assert graph.to_networkx().number_of_edges() == 7
    assert sum(1 for _ in graph.rdf().quads()) == len(graph)
    assert graph.validate()
    assert [row.who.short for row in graph.query("SELECT ?who { ?who kg:bans ent:Kaspersky_Lab }")] == [
        "ent:Twitter"
    ]
    assert len(graph.query("timeline")) == 3


def test_queries_with_parameters(graph: KnowledgeGraph) -> None:
    bans = "Twitter bans Kaspersky Lab"
    assert [row.label for row in graph.query("timeline", entity="Twitter", since=date(2018, 1, 1))] == [bans]
    (row,) = graph.query("who-bans-whom", actor=graph.entity("Twitter"), target=None)
    assert row.target == "Kaspersky Lab"
    (who,) = graph.query("SELECT ?who { ?who kg:bans ent:Kaspersky_Lab }")
    assert graph.query("timeline", entity=[who.who, "DHS"], type=["Ban", "Fine"]).cells()[0][1] == bans
    own = "# param self (type): which\nSELECT ?event { VALUES ?self {} ?event kg:predicate ?self }"
    assert len(graph.query(own, self="Ban")) == 1


def test_a_graph_on_disk_is_there_again(tmp_path: Path, samples: list[Extraction]) -> None:
    with kgraph.open(tmp_path / "graph") as graph:
        graph.add(samples)
        before = graph.events()
    with pytest.raises(GraphError, match="closed"):
        graph.events()
    assert repr(graph) == f"<KnowledgeGraph {tmp_path / 'graph'}, closed>"
    with kgraph.open(tmp_path / "graph", read_only=True) as again:
        assert again.events() == before
        assert again.path == tmp_path / "graph"
        with pytest.raises(GraphError, match="reading only"):
            again.add(samples)


def test_names_that_several_entities_share(
    make_extraction: Callable[..., Extraction], said: Callable[..., object]
) -> None:
    graph = KnowledgeGraph()
    twin = kgraph.Entity("Twitter_2", "Twitter", kgraph.EntityType.PRODUCT)
    other = kgraph.Entity("Twitter", "Twitter", kgraph.EntityType.ORGANIZATION)
    target = kgraph.Entity("X", "X", kgraph.EntityType.THING)
    entities = {entity.id: entity for entity in (twin, other, target)}
    graph.add(
        [make_extraction("a", said("Ban", "Twitter", "X"), said("Ban", "Twitter_2", "X"), entities=entities)]
    )
    assert len(graph.events(actor="twitter")) == 2
    assert len(graph.events(actor="Twitter_2")) == 1
    assert bool(KnowledgeGraph()) is True


# ---- who is who


def test_two_entities_are_put_together_and_come_apart_again(graph: KnowledgeGraph) -> None:
    before = labels(graph)
    assert graph.same("Kaspersky Lab", "Eugene Kaspersky") == 1
    assert "Kaspersky Lab is founder of Kaspersky Lab" in labels(graph)
    with pytest.raises(NotFoundError):
        graph.store.entity("Eugene_Kaspersky")
    assert "Eugene Kaspersky" in graph.entity("Kaspersky Lab").aliases
    assert [(c.same, c.entity.id, c.other.id) for c in graph.corrections()] == [
        (True, "Kaspersky_Lab", "Eugene_Kaspersky")
    ]
    assert graph.validate().conforms
    assert graph.different("Kaspersky Lab", "Eugene Kaspersky") == 1
    assert labels(graph) == before
    assert graph.corrections() == []


def test_a_correction_holds_for_articles_to_come(samples: list[Extraction]) -> None:
    early, late = kgraph.open(), kgraph.open()
    early.add(samples)
    early.same("Twitter", "Department of Homeland Security")
    late.add(samples[:1])
    late.store.correct(early.corrections())
    late.add(samples[1:])
    assert labels(late) == labels(early)


def test_several_are_put_together_one_after_the_other(graph: KnowledgeGraph) -> None:
    graph.same("Russia", "Twitter")
    graph.same("Media Prima", "Russia")
    assert not {"Russia", "Twitter"} & {entity.id for entity in graph.entities()}
    graph.different("Media Prima", "Russia")
    assert "Russia bans Kaspersky Lab" in labels(graph)


def test_one_entity_becomes_two_by_its_articles(graph: KnowledgeGraph) -> None:
    articles = sorted({c.article for e in graph.events(actor="Twitter", type="Ban") for c in e.claims})
    graph.different("Twitter", "Twitter (the bird)", articles[:1])
    assert {"Twitter bans Kaspersky Lab", "Twitter (the bird) bans Kaspersky Lab"} <= set(labels(graph))
    assert {c.article for e in graph.events(actor="Twitter (the bird)") for c in e.claims} == {articles[0]}
    graph.same("Twitter", "Twitter (the bird)")
    assert "Twitter (the bird) bans Kaspersky Lab" not in labels(graph)
    assert graph.corrections() == []


def test_one_entity_becomes_two_by_its_names() -> None:
    text = "Boris Malkov met Ivan. B. Malkov denied it. He left."
    article = Article("a1", text)
    malkov = Entity("Boris_Malkov", "Boris Malkov", EntityType.PERSON)
    one, two, he = (
        Mention(malkov, Span(start, end, text[start:end]), kind)
        for start, end, kind in ((0, 12, "name"), (23, 32, "name"), (44, 46, "pronoun"))
    )
    graph = kgraph.open()
    graph.add([Extraction(article, (one, two, he)), Extraction(replace(article, id="a2"), (two, he))])
    assert graph.different("Boris Malkov", "B. Malkov") == 2
    told = {(m.span.text, a.id) for a in graph.articles() for m in graph.extraction(a.id).mentions
            if m.entity.label == "B. Malkov"}  # fmt: skip
    assert told == {("B. Malkov", "a1"), ("B. Malkov", "a2"), ("He", "a2")}


@pytest.mark.parametrize(
    ("one", "two", "error", "told"),
    [
        ("Twitter", "twitter", InputError, "already"),
        ("Twitter", "Nobody", NotFoundError, "Nobody"),
    ],
)
def test_what_cannot_be_put_together(
    graph: KnowledgeGraph, one: str, two: str, error: type[Exception], told: str
) -> None:
    with pytest.raises(error, match=told):
        graph.same(one, two)


def test_what_cannot_be_told_apart(graph: KnowledgeGraph) -> None:
    with pytest.raises(InputError, match="already"):
        graph.different("Twitter", "Russia")
    with pytest.raises(NotFoundError, match="articles"):
        graph.different("Twitter", "Birdsite")
    with pytest.raises(NotFoundError):
        graph.different("Twitter", "Birdsite", ["no-such-article"])
    assert graph.corrections() == []
