"""Writing a graph out: the same bytes for the same graph, whatever the order in which it grew."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, BinaryIO, Final, Literal

import pyoxigraph as ox

from kgraph.errors import ExportError
from kgraph.graph import vocabulary as v
from kgraph.graph.ahead import GRAPHS, graphs_ahead, in_portions
from kgraph.graph.jsonld import write_jsonld

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgraph.graph.backend import Backend, Graph

Scope = Literal["union", "dataset"]

FORMATS: Final[dict[str, ox.RdfFormat]] = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "rdf": ox.RdfFormat.RDF_XML,
    "trig": ox.RdfFormat.TRIG,
    "nq": ox.RdfFormat.N_QUADS,
    "jsonld": ox.RdfFormat.JSON_LD,
}
# XML 1.0 has no way to write these, not even escaped.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def rdf_format(name: str) -> ox.RdfFormat:
    """The format of that name; raises `ExportError` for an unknown one."""
    try:
        return FORMATS[name]
    except KeyError:
        raise ExportError(f"unknown RDF format {name!r}: use one of {', '.join(FORMATS)}") from None


def write(store: Backend, output: BinaryIO, format_name: str, scope: Scope | None = None) -> None:
    """Write all of `store` to `output`, sorted.

    `scope` "union" writes every triple, of whatever graph; "dataset" keeps the graphs, which
    only trig, nq and jsonld can (and do unless told otherwise). In RDF/XML, characters that XML
    cannot hold become U+FFFD. Raises `ExportError` where format and scope do not fit.
    """
    format_ = rdf_format(format_name)
    scope = scope or ("dataset" if format_.supports_datasets else "union")
    if scope == "dataset" and not format_.supports_datasets:
        raise ExportError(f"{format_name} cannot keep graphs apart: use trig, nq or jsonld, or the union")
    if format_ == ox.RdfFormat.N_TRIPLES or (format_ == ox.RdfFormat.N_QUADS and scope == "union"):
        output.writelines(_union(store))
    elif format_ == ox.RdfFormat.N_QUADS:
        output.writelines(_dataset(store))
    elif format_ == ox.RdfFormat.JSON_LD:
        lines = _dataset(store) if scope == "dataset" else _union(store)
        write_jsonld(ox.parse(b"".join(lines), format=ox.RdfFormat.N_QUADS), output)
    elif scope == "dataset":
        quads = ox.parse(b"".join(_dataset(store)), format=ox.RdfFormat.N_QUADS)
        ox.serialize(quads, output, format=format_, prefixes=v.PREFIXES)
    else:
        triples = (q.triple for q in ox.parse(b"".join(_union(store)), format=ox.RdfFormat.N_TRIPLES))
        if format_ == ox.RdfFormat.RDF_XML:
            triples = (fit_for_xml(triple) for triple in triples)
        ox.serialize(triples, output, format=format_, prefixes=v.PREFIXES)


def _union(store: Backend) -> list[bytes]:
    """All triples as sorted lines of N-Triples."""
    graphs = (v.DEFAULT, *store.named_graphs())
    portions = in_portions(store, graphs, GRAPHS, graphs_ahead)
    return sorted(line for near, graph in portions for line in _lines(near, graph))


def _dataset(store: Backend) -> Iterator[bytes]:
    """All quads as lines of N-Quads, sorted graph by graph."""
    yield from sorted(_lines(store, v.DEFAULT))
    graphs = sorted(store.named_graphs(), key=str)
    for near, graph in in_portions(store, graphs, GRAPHS, graphs_ahead):
        end = f" {graph} .\n".encode()
        for line in sorted(_lines(near, graph)):
            yield line.removesuffix(b" .\n") + end


def _lines(store: Backend, graph: Graph) -> list[bytes]:
    dumped = store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=graph)
    return dumped.splitlines(keepends=True) if dumped else []


def fit_for_xml(triple: ox.Triple) -> ox.Triple:
    """The triple with U+FFFD for characters of its object that XML cannot hold."""
    value = triple.object
    if not isinstance(value, ox.Literal) or not _NOT_XML.search(value.value):
        return triple
    # Only plain and language-tagged strings can hold such characters.
    mended = ox.Literal(xml_text(value.value), language=value.language)
    return ox.Triple(triple.subject, triple.predicate, mended)


def xml_text(value: str) -> str:
    """The text with U+FFFD for characters that XML cannot hold."""
    return _NOT_XML.sub("\ufffd", value)
