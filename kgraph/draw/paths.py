"""The shortest ways from one entity to another, whichever way the arrows point, from left to right."""

from __future__ import annotations

from itertools import islice, pairwise
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np

from kgraph.draw.figure import paint
from kgraph.draw.layout import separate
from kgraph.draw.routing import route
from kgraph.draw.select import scene
from kgraph.draw.text import wrap
from kgraph.errors import InputError, NotFoundError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kgraph.draw.canvas import Drawing
    from kgraph.draw.curves import Points
    from kgraph.draw.select import Arc, Node
    from kgraph.model import Entity

_MOST = 20
_TRIED = 2000  # ways that are compared where there are more than fit
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
    if first.id == last.id:
        raise InputError("between", f"both ends are {first.label}: name two entities")
    for end in between:
        if end.id not in network:
            raise NotFoundError(f"there are no events of {end.label!r} to draw: widen the filters")
    links = _links(network)
    try:
        steps = nx.shortest_path_length(links, first.id, last.id)
    except nx.NetworkXNoPath:
        raise NotFoundError(
            f"no path leads from {first.label!r} to {last.label!r}: no chain of events links them; "
            "widen the filters or add articles to the graph"
        ) from None
    count = _count(links, first.id, last.id)
    chosen = _chosen(links, (first.id, last.id), _MOST if most is None else most)
    kept: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for path in chosen:
        kept.add_nodes_from((node, network.nodes[node]) for node in path)
    sides = {frozenset(step) for path in chosen for step in pairwise(path)}
    kept.add_edges_from(edge for edge in network.edges(keys=True, data=True) if frozenset(edge[:2]) in sides)
    shown = scene(kept, candidates=len(kept), focus=(first.id, last.id))
    depth = nx.single_source_shortest_path_length(links, first.id, cutoff=steps)
    start = columns(shown.nodes, shown.arcs, [depth[node.id] for node in shown.nodes])
    positions, routes = route(shown.nodes, shown.arcs, start)
    notes = [_note(len(chosen), count, steps, shown.events), *only]
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


def _links(network: nx.MultiDiGraph[str]) -> nx.Graph[str]:
    """Who has to do with whom, with the number of events, in an order that depends on nothing else."""
    links: nx.Graph[str] = nx.Graph()
    links.add_nodes_from(sorted(network))
    for source, target in sorted(network.edges()):
        if source != target:
            known = links.get_edge_data(source, target, {"events": 0})["events"]
            links.add_edge(source, target, events=known + 1)
    return links


def _count(links: nx.Graph[str], first: str, last: str) -> int:
    """How many shortest paths there are, without walking them all."""
    ways, depth = {first: 1}, {first: 0}
    layer = [first]
    while layer and last not in depth:
        following: dict[str, int] = {}
        for node in layer:
            for other in links[node]:
                if other not in depth:
                    following[other] = following.get(other, 0) + ways[node]
        depth |= dict.fromkeys(following, depth[layer[0]] + 1)
        ways |= following
        layer = list(following)
    return ways[last]


def _chosen(links: nx.Graph[str], ends: tuple[str, str], most: int) -> list[list[str]]:
    """Shortest paths that together have no more than `most` entities, those with most events first."""
    found = [list(path) for path in islice(nx.all_shortest_paths(links, *ends), _TRIED)]
    found.sort(key=lambda path: (-sum(links.edges[step]["events"] for step in pairwise(path)), path))
    kept, entities = found[:1], set(found[0])
    for path in found[1:]:
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
