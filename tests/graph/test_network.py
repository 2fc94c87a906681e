"""Events as a network."""

import io
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import networkx as nx
import pytest
import rustworkx as rx
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from kgraph.errors import NotFoundError
from kgraph.graph.network import to_networkx, to_rustworkx
from kgraph.graph.store import Store
from kgraph.model import Event, Extraction

VIEWS = ["entities", "events"]


@pytest.fixture
def events(store: Store, samples: list[Extraction]) -> list[Event]:
    store.add(samples)
    return list(store.events(with_claims=False))


def of_type(events: list[Event], type_: str) -> Event:
    return next(event for event in events if event.type == type_)


def test_entities_are_nodes_and_events_edges(events: list[Event]) -> None:
    network = to_networkx(events)
    assert network.nodes["Twitter"] == {
        "label": "Twitter",
        "type": "Organization",
        "kind": "company",
        "country": "United_States",
        "wikidata": "Q918",
    }
    assert network.edges["Twitter", "Kaspersky_Lab", of_type(events, "Ban").id] == {
        "type": "Ban",
        "predicate": "bans",
        "label": "bans",
        "status": "Reported",
        "time": "2018-04",
        "claims": 2,
        "sources": 2,
        "confidence": 0.98,
        "object": "ads",
        "role": "",
        "first_reported": "2018-04-23",
        "last_reported": "2018-04-25",
    }


def test_unnamed_actors_have_no_edge(events: list[Event]) -> None:
    network = to_networkx(events)
    assert "Media_Prima" not in network
    assert network.number_of_edges() == sum(event.actor is not None for event in events) == len(events) - 1


def test_events_are_nodes_between_entities(events: list[Event]) -> None:
    network = to_networkx(events, "events")
    ban = of_type(events, "Ban")
    assert network.nodes["ent:Twitter"] == {
        "bipartite": 0,
        "label": "Twitter",
        "type": "Organization",
        "kind": "company",
        "country": "United_States",
        "wikidata": "Q918",
    }
    assert network.nodes[f"ev:{ban.id}"] == {
        "bipartite": 1,
        "type": "Ban",
        "predicate": "bans",
        "label": "Twitter bans Kaspersky Lab",
        "status": "Reported",
        "time": "2018-04",
        "claims": 2,
        "sources": 2,
        "confidence": 0.98,
        "object": "ads",
        "role": "",
        "first_reported": "2018-04-23",
        "last_reported": "2018-04-25",
    }
    assert network.nodes[f"ev:{of_type(events, 'holdsPositionAt').id}"]["role"] == "founder"


@pytest.mark.parametrize(
    ("type_", "edges"),
    [
        ("Ban", {("ent:Twitter", "ev", "actor"), ("ev", "ent:Kaspersky_Lab", "target")}),
        ("Cyberattack", {("ev", "ent:Media_Prima", "target"), ("ev", "ent:Russia", "place")}),
    ],
)
def test_an_event_leads_from_its_actor_to_its_target_and_place(
    events: list[Event], type_: str, edges: set[tuple[str, str, str]]
) -> None:
    network = to_networkx(events, "events")
    node = f"ev:{of_type(events, type_).id}"
    own = [*network.in_edges(node, keys=True, data=True), *network.out_edges(node, keys=True, data=True)]
    assert {
        (source.replace(node, "ev"), target.replace(node, "ev"), data["role"])
        for source, target, _, data in own
    } == edges
    assert {key for *_, key, _ in own} == {f"{node}/{role}" for *_, role in edges}


def test_both_views_connect_the_same_entities(events: list[Event]) -> None:
    """Without places, what networkx makes of the events' view is the entities' view."""
    both = to_networkx([replace(event, place=None) for event in events], "events")
    entities = {node for node, side in both.nodes(data="bipartite") if side == 0}
    assert nx.is_bipartite(both)
    projected = nx.bipartite.projected_graph(nx.DiGraph(both), entities)
    assert {(s.removeprefix("ent:"), t.removeprefix("ent:")) for s, t in projected.edges} == {
        (event.actor.id, event.target.id) for event in events if event.actor
    }


def test_one_entity_in_every_role_has_an_edge_for_each(events: list[Event]) -> None:
    ban = of_type(events, "Ban")
    assert ban.actor
    alone = replace(ban, target=ban.actor, place=ban.actor)
    assert to_networkx([alone]).number_of_edges("Twitter", "Twitter") == 1
    network = to_networkx([alone], "events")
    assert Counter(role for *_, role in network.edges(data="role")) == {"actor": 1, "target": 1, "place": 1}
    assert to_rustworkx([alone], "events").num_edges() == 3


def test_ids_of_entities_and_events_never_meet(events: list[Event]) -> None:
    ban = of_type(events, "Ban")
    assert ban.actor
    for name in (ban.id, f"ev:{ban.id}", f"ent:{ban.id}", f"ev:{ban.id}/actor", ""):
        network = to_networkx([replace(ban, actor=replace(ban.actor, id=name))], "events")
        assert Counter(side for _, side in network.nodes(data="bipartite")) == {0: 2, 1: 1}


@pytest.mark.parametrize("view", VIEWS)
def test_nothing_is_an_empty_network(view: str) -> None:
    assert to_networkx([], view).order() == to_rustworkx([], view).num_nodes() == 0


@pytest.mark.parametrize("make", [to_networkx, to_rustworkx])
def test_an_unknown_view(make: Callable[[list[Event], str], object]) -> None:
    with pytest.raises(NotFoundError, match="no view 'claims': use one of entities, events"):
        make([], "claims")


@pytest.mark.parametrize("view", VIEWS)
def test_network_formats_hold_it(events: list[Event], view: str) -> None:
    network = to_networkx(events, view)
    for write, read in ((nx.write_graphml, nx.read_graphml), (nx.write_gexf, nx.read_gexf)):
        stream = io.BytesIO()
        write(network, stream)
        stream.seek(0)
        again = read(stream)
        assert set(again) == set(network)
        assert again.number_of_edges() == network.number_of_edges()


def nodes_and_edges(network: rx.PyDiGraph[Any, Any]) -> tuple[dict[str, Any], list[tuple[str, str, Any]]]:
    """By id, as those of networkx are."""
    nodes = {node["id"]: {k: v for k, v in node.items() if k != "id"} for node in network.nodes()}
    return nodes, [(network[s]["id"], network[t]["id"], data) for s, t, data in network.weighted_edge_list()]


@given(data=st.data(), view=st.sampled_from(VIEWS))
def test_both_libraries_hold_the_same(
    data: st.DataObject, view: str, meeting: SearchStrategy[Extraction], anything: SearchStrategy[Extraction]
) -> None:
    store = Store()
    store.add(data.draw(st.lists(meeting | anything, max_size=3)))
    events = list(store.events(with_claims=False))
    network, compiled = to_networkx(events, view), to_rustworkx(events, view)
    nodes, edges = nodes_and_edges(compiled)
    assert nodes == dict(network.nodes(data=True))
    assert list(nodes) == list(network)
    assert sorted(edges, key=str) == sorted(
        ((s, t, {"id": key, **kept}) for s, t, key, kept in network.edges(keys=True, data=True)), key=str
    )
    assert compiled.attrs["view"] == view
    assert {node: compiled[place]["id"] for node, place in compiled.attrs["index"].items()} == {
        node: node for node in network
    }


@given(data=st.data())
def test_every_edge_is_an_event_with_an_actor(
    data: st.DataObject, meeting: SearchStrategy[Extraction], anything: SearchStrategy[Extraction]
) -> None:
    store = Store()
    store.add(data.draw(st.lists(meeting | anything, max_size=3)))
    events = list(store.events(with_claims=False))
    network, both = to_networkx(events), to_networkx(events, "events")
    assert sorted(network.edges(keys=True)) == sorted(
        (event.actor.id, event.target.id, event.id) for event in events if event.actor
    )
    assert {node for node, side in both.nodes(data="bipartite") if side == 1} == {
        f"ev:{e.id}" for e in events
    }
    assert both.number_of_edges() == sum(
        end is not None for event in events for end in (event.actor, event.target, event.place)
    )
    for node, kept in both.nodes(data=True):
        if kept["bipartite"] == 0 and node.removeprefix("ent:") in network:
            assert network.nodes[node.removeprefix("ent:")] == {
                name: value for name, value in kept.items() if name != "bipartite"
            }
