"""RDF: the whole graph, with every claim and where it was said."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from kgraph.exporters.base import Exportable, Exporter

if TYPE_CHECKING:
    from pathlib import Path


def _write(graph: Exportable, path: Path, *, syntax: str) -> None:
    with path.open("wb") as output:
        graph.store.dump(output, syntax)


EXPORTERS = tuple(
    Exporter(syntax, partial(_write, syntax=syntax))
    for syntax in ("ttl", "trig", "nt", "nq", "jsonld", "rdf")
)
