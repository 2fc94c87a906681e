"""What an exporter is, and what it may ask of a graph."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import networkx as nx

    from kgraph.graph.store import Store


class Exportable(Protocol):
    """A graph as exporters see it; `kgraph.KnowledgeGraph` is one."""

    @property
    def store(self) -> Store:
        """The graph as RDF."""

    def to_networkx(self) -> nx.MultiDiGraph[str]:
        """The graph as entities and the events between them (see `kgraph.graph.network`)."""


@dataclass(frozen=True, slots=True)
class Exporter:
    """A format.

    `name` is the suffix of its files without the dot, and `suffixes` are others ("stix.json"). `write` puts
    the graph into the file of the path given, whose folder is empty; other files left in that folder are
    moved with it. It may raise `ExportError` and `OSError`.
    """

    name: str
    write: Callable[[Exportable, Path], None]
    suffixes: tuple[str, ...] = ()
