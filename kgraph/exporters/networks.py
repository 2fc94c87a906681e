"""GraphML and GEXF, for Gephi, Cytoscape, yEd and igraph: entities and the events between them.

Nodes and edges have the attributes of `kgraph.graph.network`, and these for programs that draw them: an
edge's `weight` is the number of articles behind it, and its label names the status of what is not reported
as a fact ("spies on (alleged)"). In GEXF it is also there from the first to the last day that its time can
mean (`start`, `end`), for the timeline of Gephi; what has no time is there always. There `event_type` stands
for `type`, by which GEXF means directed or not.

GraphML holds no labels of yEd's own, since strict readers (rustworkx) refuse a file with them: in yEd,
Edit, Properties Mapper shows the labels.
"""

from __future__ import annotations

import re
from calendar import monthrange
from typing import TYPE_CHECKING

import networkx as nx

from kgraph.exporters.base import Exportable, Exporter
from kgraph.graph import vocabulary as v
from kgraph.model import Status

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

# XML 1.0, production 2: all other characters may not stand in a document, not even escaped.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_Attributes = dict[str, str | int | float]


def xml_safe(value: object) -> str | int | float:
    """The value as GraphML and GEXF can hold it: numbers stay, text loses what XML forbids to U+FFFD."""
    if isinstance(value, int | float):
        return value
    return _NOT_XML.sub("\ufffd", "" if value is None else str(value))


def period(time: str) -> tuple[str, str]:
    """The first and the last day of an ISO 8601 year, month or day.

    >>> period("2018-04")
    ('2018-04-01', '2018-04-30')
    """
    year, month, day = (*time.split("-"), "", "")[:3]
    last = f"{year}-{month or '12'}"
    return f"{year}-{month or '01'}-{day or '01'}", f"{last}-{day or monthrange(*_numbers(last))[1]}"


def _write_graphml(graph: Exportable, path: Path) -> None:
    nx.write_graphml_lxml(_prepared(graph), path)


def _write_gexf(graph: Exportable, path: Path) -> None:
    network = _prepared(graph)
    for *_, key, data in network.edges(keys=True, data=True):
        if "type" in data:
            data["event_type"] = data.pop("type")
        data["id"] = key  # what networkx calls the key
        if data.get("time"):
            data["start"], data["end"] = period(str(data["time"]))
    writer = nx.readwrite.gexf.GEXFWriter(encoding="utf-8", prettyprint=True, version="1.2draft")
    writer.add_graph(network)
    for meta in writer.xml.iter("meta"):
        meta.attrib.pop("lastmodifieddate", None)  # the same graph gives the same bytes on every day
    with path.open("wb") as output:
        writer.write(output)


def _prepared(graph: Exportable) -> nx.MultiDiGraph[str]:
    """The network in a fixed order, with nothing in it that XML cannot hold."""
    network = graph.to_networkx()
    safe: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node, data in sorted(network.nodes(data=True)):
        safe.add_node(_name(node), **_attributes(data))
    edges = sorted(network.edges(keys=True, data=True), key=lambda edge: edge[:3])
    for source, target, key, data in edges:
        shown = dict(data)
        if "sources" in data:
            shown["weight"] = float(data["sources"])
        if data.get("status", Status.REPORTED) != Status.REPORTED:
            shown["label"] = f"{data.get('label', '')} ({str(data['status']).lower()})"
        safe.add_edge(_name(source), _name(target), _name(key), **_attributes(shown))
    return safe


def _name(name: str) -> str:
    """An id as XML can hold it; different ones stay different."""
    return v.encode_local(name) if "%" in name or xml_safe(name) != name else name


def _attributes(data: Mapping[str, object]) -> _Attributes:
    return {name: xml_safe(value) for name, value in sorted(data.items())}


def _numbers(month: str) -> tuple[int, int]:
    year, number = month.split("-")
    return int(year), int(number)


EXPORTERS = (Exporter("graphml", _write_graphml), Exporter("gexf", _write_gexf))
