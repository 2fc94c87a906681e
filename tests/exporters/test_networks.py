"""GraphML and GEXF: what is read back is the network, with types, whatever text it holds."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import networkx as nx
import pytest
from lxml import etree

from kgraph import KnowledgeGraph
from kgraph.exporters.networks import period, xml_safe
from kgraph.model import Entity, EntityType, Extraction

Make = Callable[..., Extraction]
NUMBERS = {"claims": int, "sources": int, "confidence": float, "weight": float}
READERS = {
    "graphml": lambda path: nx.read_graphml(path, force_multigraph=True),
    "gexf": nx.read_gexf,
}


@pytest.fixture
def graph(samples: list[Extraction], hostile: list[Extraction]) -> KnowledgeGraph:
    """Articles with all sorts of events, and names that are none."""
    graph = KnowledgeGraph()
    graph.add([*samples, *hostile])
    return graph


@pytest.mark.parametrize("suffix", READERS)
def test_what_is_read_back_is_the_network(graph: KnowledgeGraph, tmp_path: Path, suffix: str) -> None:
    (file,) = graph.export(tmp_path / f"out.{suffix}")
    network, read = graph.to_networkx(), READERS[suffix](file)
    assert isinstance(read, nx.MultiDiGraph)
    assert read.number_of_nodes() == network.number_of_nodes() > 20
    assert set(read.edges(keys=True)) == {
        (written(source), written(target), key) for source, target, key in network.edges(keys=True)
    }
    for node, data in network.nodes(data=True):
        assert read.nodes[written(node)] == {name: xml_safe(value) for name, value in data.items()}
    for source, target, key, data in network.edges(keys=True, data=True):
        is_fact = data["status"] == "Reported"
        expected = {name: xml_safe(value) for name, value in data.items()} | {
            "label": data["label"] if is_fact else f"{data['label']} ({data['status'].lower()})",
            "weight": float(data["sources"]),
        }
        found = dict(read.edges[written(source), written(target), key])
        if suffix == "gexf":
            assert found.pop("event_type") == expected.pop("type")
            days = found.pop("start", ""), found.pop("end", "")
            assert days == (period(data["time"]) if data["time"] else ("", ""))
            assert found.pop("id") == key
        assert found == expected
        assert {name: type(found[name]) for name in NUMBERS} == NUMBERS


def written(node: str) -> str:
    """The id of a node in a file: with what XML cannot hold percent-encoded."""
    forbidden = {"\x00", "\x1b", "\ufffe", "\uffff"} & set(node)
    return quote(node, safe="") if forbidden else node


@pytest.mark.parametrize("suffix", READERS)
def test_ids_that_xml_cannot_hold_stay_apart(
    make_extraction: Make, said: Callable[..., object], tmp_path: Path, suffix: str
) -> None:
    ids = ["a\x00", "a\x01", "a\ufffd", "a%00", "a"]
    cast = {name: Entity(name, name, EntityType.THING) for name in ids}
    graph = KnowledgeGraph()
    graph.add([make_extraction("sample", *(said("Ban", one, "a") for one in ids), entities=cast)])
    (file,) = graph.export(tmp_path / f"out.{suffix}")
    assert set(READERS[suffix](file)) == {"a%00", "a%01", "a\ufffd", "a%2500", "a"}


@pytest.mark.parametrize("suffix", READERS)
def test_parallel_events_stay_apart(
    make_extraction: Make, said: Callable[..., object], tmp_path: Path, suffix: str
) -> None:
    graph = KnowledgeGraph()
    claims = said("Ban", "Twitter", "DHS"), said("Warning", "Twitter", "DHS")
    graph.add([make_extraction("sample", *claims)])
    (file,) = graph.export(tmp_path / f"x.{suffix}")
    assert READERS[suffix](file).number_of_edges() == 2


def test_gephi_sees_dates_weights_and_labels(samples: list[Extraction], tmp_path: Path) -> None:
    """Gephi draws labels and weights that are attributes of an edge's own tag, and a timeline of days."""
    graph = KnowledgeGraph()
    graph.add(samples)
    (file,) = graph.export(tmp_path / "out.gexf")
    (drawn,) = etree.parse(file).iter("{*}graph")
    assert (drawn.get("mode"), drawn.get("timeformat")) == ("dynamic", "date")
    edges = {(edge.get("source"), edge.get("label")): edge.attrib for edge in drawn.iter("{*}edge")}
    ban = edges["Twitter", "bans"]
    assert (ban["weight"], ban["start"], ban["end"]) == ("2.0", "2018-04-01", "2018-04-30")
    assert "start" not in edges["Russia", "spies on (alleged)"]
    titles = {title.get("title"): title.get("type") for title in drawn.iter("{*}attribute")}
    assert titles["status"] == "string"
    assert (titles["claims"], titles["confidence"]) == ("long", "double")
    labels = {node.get("id"): node.get("label") for node in drawn.iter("{*}node")}
    assert labels["Kaspersky_Lab"] == "Kaspersky Lab"


def test_graphml_names_each_attribute_once(samples: list[Extraction], tmp_path: Path) -> None:
    """Ids of keys are unique in GraphML, and strict readers take a key without a type for a mistake."""
    graph = KnowledgeGraph()
    graph.add(samples)
    (file,) = graph.export(tmp_path / "out.graphml")
    keys = list(etree.parse(file).iter("{*}key"))
    assert len({key.get("id") for key in keys}) == len(keys)
    types = {(key.get("for"), key.get("attr.name")): key.get("attr.type") for key in keys}
    assert types["edge", "type"] == types["node", "type"] == "string"
    assert (types["edge", "claims"], types["edge", "confidence"]) == ("long", "double")


@pytest.mark.parametrize(
    ("time", "days"),
    [
        ("2018-04-23", ("2018-04-23", "2018-04-23")),
        ("2016-02", ("2016-02-01", "2016-02-29")),
        ("2017", ("2017-01-01", "2017-12-31")),
    ],
)
def test_period(time: str, days: tuple[str, str]) -> None:
    assert period(time) == days


@pytest.mark.parametrize(
    ("value", "safe"), [("\x0b", "\ufffd"), ("\t\n", "\t\n"), (3, 3), (0.5, 0.5), (None, "")]
)
def test_xml_safe(value: object, safe: object) -> None:
    assert xml_safe(value) == safe
