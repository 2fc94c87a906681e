"""Events as a network."""

import io

import networkx as nx

from kgraph.graph.network import to_networkx
from kgraph.graph.store import Store
from kgraph.model import Extraction


def test_entities_are_nodes_and_events_edges(store: Store, samples: list[Extraction]) -> None:
    store.add(samples)
    network = to_networkx(store.events(with_claims=False))
    ban = next(event for event in store.events(with_claims=False) if event.type == "Ban")
    assert network.nodes["Twitter"] == {
        "label": "Twitter",
        "type": "Organization",
        "kind": "company",
        "country": "United_States",
        "wikidata": "Q918",
    }
    assert network.edges["Twitter", "Kaspersky_Lab", ban.id] == {
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


def test_unnamed_actors_have_no_edge(store: Store, samples: list[Extraction]) -> None:
    store.add(samples)
    events = list(store.events(with_claims=False))
    network = to_networkx(events)
    assert "Media_Prima" not in network
    assert network.number_of_edges() == sum(event.actor is not None for event in events) == len(events) - 1


def test_network_formats_hold_it(store: Store, samples: list[Extraction]) -> None:
    store.add(samples)
    network = to_networkx(store.events(with_claims=False))
    for write, read in ((nx.write_graphml, nx.read_graphml), (nx.write_gexf, nx.read_gexf)):
        stream = io.BytesIO()
        write(network, stream)
        stream.seek(0)
        assert read(stream).number_of_edges() == network.number_of_edges()
