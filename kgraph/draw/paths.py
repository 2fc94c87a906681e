"""The shortest ways from one entity to another, whichever way the arrows point, from left to right."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np

from kgraph.draw.figure import paint
from kgraph.draw.layout import separate
from kgraph.draw.routing import route
from kgraph.draw.select import scene
from kgraph.draw.text import wrap
from kgraph.paths import shortest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kgraph.draw.canvas import Drawing
    from kgraph.draw.curves import Points
    from kgraph.draw.select import Arc, Node
    from kgraph.model import Entity

_MOST = 20
_ROW = 54.0  # points between two entities above each other


def paths(
    network: nx.MultiDiGraph[str],
    between: tuple[Entity, Entity],
    *,
    most: int | None = None,
    title: str | None = None,
    only: Sequence[str] = (),
) -> Drawing:
    """The picture of all shortest paths between two entities of a network.

    Where these have more than `most` entities, the paths with most events are drawn, at least one. `only`
    is said below the title. Raises `InputError` where both are the same entity, `NotFoundError` where one
    has no events or no path leads to the other.
    """
    first, last = between
    found = shortest(network, first, last)
    chosen = _fitting(found.paths, _MOST if most is None else most)
    kept: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for path in chosen:
        kept.add_nodes_from((node, network.nodes[node]) for node in path)
    sides = {frozenset(step) for path in chosen for step in pairwise(path)}
    kept.add_edges_from(edge for edge in network.edges(keys=True, data=True) if frozenset(edge[:2]) in sides)
    shown = scene(kept, candidates=len(kept), focus=(first.id, last.id))
    depth = {node: step for path in chosen for step, node in enumerate(path)}
    start = columns(shown.nodes, shown.arcs, [depth[node.id] for node in shown.nodes])
    positions, routes = route(shown.nodes, shown.arcs, start)
    notes = [_note(len(chosen), found.count, found.steps, shown.events), *only]
    heading = title or f"From {wrap(first.label, 40, 1)} to {wrap(last.label, 40, 1)}"
    return paint(shown, positions, routes, wrap(heading, 90, 1), notes)


def columns(nodes: Sequence[Node], arcs: Sequence[Arc], depths: Sequence[int]) -> Points:
    """Centres of boxes in columns by depth, in each near those that they have to do with."""
    near: list[set[int]] = [set() for _ in nodes]
    for arc in arcs:
        near[arc.source].add(arc.target)
        near[arc.target].add(arc.source)
    ranks = [
        sorted((n for n, depth in enumerate(depths) if depth == rank)) for rank in range(max(depths) + 1)
    ]
    height = {node: _middle(place, len(rank)) for rank in ranks for place, node in enumerate(rank)}
    for _ in range(8):
        for rank in (*ranks, *ranks[::-1]):
            rank.sort(key=lambda node: (np.mean([height[other] for other in near[node]]), node))
            height |= {node: _middle(place, len(rank)) for place, node in enumerate(rank)}
    centres = np.zeros((len(nodes), 2))
    x = 0.0
    for number, rank in enumerate(ranks):
        half = max(nodes[node].size[0] for node in rank) / 2
        if number:
            sides = [{*ranks[number - 1]}, {*rank}]
            across = [arc.size[0] for arc in arcs if all({arc.source, arc.target} & side for side in sides)]
            x += half + max(across) * 1.3 + 44.0
        for node in rank:
            centres[node] = x, height[node] * _ROW
        x += half
    return separate(centres, np.array([node.size for node in nodes]))


def _middle(place: int, count: int) -> float:
    return place - (count - 1) / 2


def _fitting(ways: Sequence[list[str]], most: int) -> list[list[str]]:
    """The first of the paths, and those after it that together have no more than `most` entities."""
    kept, entities = list(ways[:1]), set(ways[0])
    for path in ways[1:]:
        if len(entities | set(path)) <= most:
            kept.append(path)
            entities |= set(path)
    return kept


def _note(shown: int, count: int, steps: int, events: int) -> str:
    length = f"of {steps} step{'s' if steps != 1 else ''}"
    told = f"{events} event{'s' if events != 1 else ''} on the way"
    if shown < count:
        return f"{shown} of the {count} shortest paths, {length}; {told}."
    return f"{'The only shortest path' if count == 1 else f'The {count} shortest paths'}, {length}; {told}."
