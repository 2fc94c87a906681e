"""GraphML and GEXF, for Gephi, Cytoscape, yEd and igraph: entities and the events between them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import networkx as nx

from kgraph.exporters.base import Exportable, Exporter

if TYPE_CHECKING:
    from pathlib import Path

# XML 1.0, production 2: all other characters may not stand in a document, not even escaped.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_Attributes = dict[str, str | int | float]


def xml_safe(value: object) -> str | int | float:
    """The value as GraphML and GEXF can hold it: numbers stay, text loses what XML forbids to U+FFFD."""
    if isinstance(value, int | float):
        return value
    return _NOT_XML.sub("\ufffd", "" if value is None else str(value))


def _attributes(data: dict[str, object]) -> _Attributes:
    return {name: xml_safe(value) for name, value in sorted(data.items())}


def _write_graphml(graph: Exportable, path: Path) -> None:
    network = graph.to_networkx()
    safe: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node, data in sorted(network.nodes(data=True)):
        safe.add_node(str(xml_safe(node)), **_attributes(data))
    for source, target, key, data in _edges(network):
        safe.add_edge(str(xml_safe(source)), str(xml_safe(target)), str(xml_safe(key)), **_attributes(data))
    nx.write_graphml_xml(safe, path, named_key_ids=True)


def _write_gexf(graph: Exportable, path: Path) -> None:
    network = graph.to_networkx()
    safe: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node, data in sorted(network.nodes(data=True)):
        safe.add_node(str(xml_safe(node)), **_attributes(data))
    for source, target, key, data in _edges(network):
        attributes = _attributes(data)
        # GEXF says "type" for directed or undirected, and "id" for what networkx calls the key
        if "type" in attributes:
            attributes["event_type"] = attributes.pop("type")
        safe.add_edge(
            str(xml_safe(source)),
            str(xml_safe(target)),
            str(xml_safe(key)),
            id=str(xml_safe(key)),
            **attributes,
        )
    writer = nx.readwrite.gexf.GEXFWriter(encoding="utf-8", prettyprint=True, version="1.2draft")
    writer.add_graph(safe)
    for meta in writer.xml.iter("meta"):
        meta.attrib.pop("lastmodifieddate", None)  # the same graph gives the same bytes on every day
    with path.open("wb") as output:
        writer.write(output)


def _edges(network: nx.MultiDiGraph[str]) -> list[tuple[str, str, str, dict[str, object]]]:
    edges = network.edges(keys=True, data=True)
    return sorted(((s, t, str(key), data) for s, t, key, data in edges), key=lambda edge: edge[:3])


EXPORTERS = (Exporter("graphml", _write_graphml), Exporter("gexf", _write_gexf))
