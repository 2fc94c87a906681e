"""A part of a graph, for the formats that write it as a network."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

from kgraph.errors import ExportError

if TYPE_CHECKING:
    from collections.abc import Callable

    import networkx as nx


@dataclass(frozen=True, slots=True)
class Part:
    """What `to_networkx` gives of a graph, as an `Exportable` of its own.

    An exporter that asks for more than the network would write what was not chosen, and is refused.
    """

    to_networkx: Callable[[], nx.MultiDiGraph[str]]

    @property
    def store(self) -> NoReturn:
        """No part of a network: raises `ExportError`."""
        raise ExportError(
            "this format holds the whole graph: leave view and filters out, or write .graphml or .gexf"
        )
