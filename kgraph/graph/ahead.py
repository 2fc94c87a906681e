"""Asking a distant store for much at once, where one that is near is asked piece by piece.

Every function takes any store, and gives back one that answers the same; with a store on this machine
nothing else happens.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final, TypeVar

import pyoxigraph as ox

from kgraph.graph import vocabulary as v
from kgraph.graph.backend import Distant

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from kgraph.graph.backend import Backend, Graph, Pattern, Subject

T = TypeVar("T")

# So many whole graphs, or nodes, are kept near at a time.
GRAPHS: Final = 16
NODES: Final = 1_000


def ahead(store: Backend, patterns: Iterable[Pattern] = ()) -> Backend:
    """The store, near which the quads that fit any of the patterns are kept."""
    return store.ahead(patterns) if isinstance(store, Distant) else store


def in_portions(
    store: Backend, items: Iterable[T], size: int, fetch: Callable[[Backend, list[T]], Backend]
) -> Iterator[tuple[Backend, T]]:
    """Each item with a store to look it up in, near which `fetch` has put what so many items need."""
    stream = iter(items)
    if not isinstance(store, Distant):
        yield from ((store, item) for item in stream)
        return
    while portion := list(islice(stream, size)):
        near = fetch(store, portion)
        yield from ((near, item) for item in portion)


def graphs_ahead(store: Backend, graphs: Iterable[Graph]) -> Backend:
    """The store, near which whole graphs are kept."""
    return ahead(store, [(None, None, None, graph) for graph in graphs])


def nodes_ahead(store: Backend, nodes: Iterable[Subject], graph: Graph = v.DEFAULT) -> Backend:
    """The store, near which is kept what a graph says of nodes."""
    return ahead(store, [(node, None, None, graph) for node in nodes])


def counted(store: Backend, query: str, nodes: Iterable[ox.NamedNode]) -> Iterator[ox.QuerySolution]:
    """The solutions of a SELECT, grouped by the nodes that `%s` in it stands for."""
    if isinstance(store, Distant):
        return store.counted(query, nodes)
    solutions = store.query(query % " ".join(map(str, nodes)))
    if not isinstance(solutions, ox.QuerySolutions):
        raise TypeError("a SELECT gives solutions")
    return solutions
