"""Where the entities of a page stand, in the units of its canvas: one unit is one pixel at full size."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import rustworkx as rx

from kgraph.draw.layout import levelled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    Points = NDArray[np.float64]
    Links = list[tuple[int, int]]

_NODE = 30.0  # a node with some room around it
_LETTER, _LINE = 6.6, 17.0  # of a label
_WIDEST = 22  # letters; the page sets longer labels on two lines
_ROOM_FOR_LABELS = 90  # of more nodes than these not every label has room
_HOP = 62.0
_CROWD = 13.0
_SPREAD = 52.0
_BY_STRESS = 2_000  # nodes; stress of more takes too long
_ROUNDS = 60
_PIVOTS = 50
_WIDTH_TO_HEIGHT = 1.3


def arrange(labels: Sequence[str], pairs: Iterable[tuple[int, int]]) -> list[list[float]]:
    """A place [x, y] for each node, so that neighbours are near and nodes do not touch.

    `pairs` are indices of nodes. Each connected part is laid out by itself, then the parts are set side by
    side. Few nodes get so much room that all their labels can be read.
    """
    if not labels:
        return []
    links = sorted({(min(pair), max(pair)) for pair in pairs if pair[0] != pair[1]})
    graph: rx.PyGraph[int, None] = rx.PyGraph(multigraph=False)
    graph.add_nodes_from(range(len(labels)))
    graph.add_edges_from_no_data(links)
    parts = sorted((sorted(part) for part in rx.connected_components(graph)), key=lambda p: (-len(p), p))
    sizes = _sizes(labels)
    positions = np.zeros((len(labels), 2))
    outlines = []
    for part in parts:
        own = separate(_part(graph.subgraph(part)), sizes[part])
        positions[part] = own - (own - sizes[part] / 2).min(axis=0)
        outlines.append(_outline(positions[part], sizes[part]))
    for part, corner in zip(parts, pack(outlines), strict=True):
        positions[part] += corner
    positions -= (positions.max(axis=0) + positions.min(axis=0)) / 2
    return [[float(x), float(y)] for x, y in np.round(positions, 1)]


def separate(positions: Points, sizes: Points) -> Points:
    """The positions, moved apart until boxes of these sizes hardly overlap.

    Each round compares a node only with those that follow it from left to right as long as they can touch it.
    """
    moved = positions.copy()
    widest = float(sizes[:, 0].max())
    for _ in range(_ROUNDS * 3):
        order = np.argsort(moved[:, 0], kind="stable")
        places, boxes = moved[order], sizes[order]
        push = np.zeros_like(places)
        for step in range(1, len(places)):
            offset = places[step:] - places[:-step]
            if (offset[:, 0] >= widest).all():
                break
            reach = (boxes[step:] + boxes[:-step]) / 2
            depth = reach - np.abs(offset)
            clash = (depth > 0.5).all(axis=1)
            if not clash.any():
                continue
            axis = depth.argmin(axis=1)
            rows = np.nonzero(clash)[0]
            along = axis[rows]
            way = np.where(offset[rows, along] >= 0, 1.0, -1.0) * depth[rows, along] * 0.3
            push[rows, along] -= way
            push[rows + step, along] += way
        if not push.any():
            break
        moved[order] += push
    return moved


def pack(outlines: Sequence[NDArray[np.bool_]]) -> list[tuple[float, float]]:
    """Corners for the parts, each as near to the middle as it finds room; earlier parts choose first.

    An outline says which cells of a grid, as wide as a node, a part takes.
    """
    cells = sum(outline.size for outline in outlines)
    side = math.ceil(2 * cells**0.5) + 2 * max(max(outline.shape) for outline in outlines)
    taken = np.zeros((side, side), dtype=bool)
    spots: dict[tuple[int, ...], Iterator[tuple[int, int]]] = {}
    corners = []
    for outline in outlines:
        wide, high = outline.shape
        # What was full for one part of this size is full for the next, so the search goes on from there.
        if outline.shape not in spots:
            spots[outline.shape] = _inside_out(side, wide, high)
        for left, top in spots[outline.shape]:
            window = taken[left : left + wide, top : top + high]
            if not (window & outline).any():
                window |= outline
                corners.append((left * _NODE, top * _NODE))
                break
    return corners


def _outline(positions: Points, sizes: Points) -> NDArray[np.bool_]:
    """The cells that boxes take, and those that have some of these on all four sides."""
    low = np.floor((positions - sizes / 2) / _NODE).astype(int)
    high = np.ceil((positions + sizes / 2) / _NODE).astype(int)
    cells = np.zeros(tuple(high.max(axis=0)), dtype=bool)
    for (left, top), (right, bottom) in zip(np.maximum(low, 0), high, strict=True):
        cells[left:right, top:bottom] = True
    between = [
        np.logical_or.accumulate(cells, axis=axis)
        & np.flip(np.logical_or.accumulate(np.flip(cells, axis), axis=axis), axis)
        for axis in (0, 1)
    ]
    found: NDArray[np.bool_] = between[0] & between[1]
    return found


def _inside_out(side: int, wide: int, high: int) -> Iterator[tuple[int, int]]:
    """The corners that a box may have in a square of cells, those that put it in the middle first."""
    left, top = np.meshgrid(np.arange(side - wide), np.arange(side - high), indexing="ij")
    across, down = left + (wide - side) / 2, top + (high - side) / 2
    far = (across / _WIDTH_TO_HEIGHT) ** 2 + down**2
    order = np.argsort(far, axis=None, kind="stable")
    return zip(left.flat[order].tolist(), top.flat[order].tolist(), strict=True)


def _sizes(labels: Sequence[str]) -> Points:
    """The room that each node takes: with its label, or with less and less of it where there are many."""
    share = min(1.0, _ROOM_FOR_LABELS / len(labels))
    wide = np.array([max(min(len(label), _WIDEST) * _LETTER + 10.0 - _NODE, 0.0) for label in labels])
    high = np.array([_LINE * (1 + (len(label) > _WIDEST)) for label in labels])
    return _NODE + share * np.stack([wide, high], axis=1)


def _part(graph: rx.PyGraph[int, None]) -> Points:
    """Positions of one connected part."""
    count = graph.num_nodes()
    if count == 1:
        return np.zeros((1, 2))
    if count == 2:
        return np.array([[0.0, 0.0], [1.4 * _HOP, _NODE]])
    crowd = _CROWD * np.sqrt([graph.degree(node) for node in range(count)])
    if count <= _BY_STRESS:
        hops = rx.distance_matrix(graph)
        wanted = hops * _HOP + (crowd[:, None] + crowd[None, :]) * (hops > 0)
        found = _majorized(wanted, _spectral(wanted[:, :: max(count // _PIVOTS, 1)]))
    else:
        found = _sprung(graph)
    # Where everyone is few steps from everyone, distances alone would leave no room between nodes.
    crush = _SPREAD * count**0.5 / max(4 * float(found.std(axis=0).mean()), 1.0)
    stretched: Points = levelled(found) * max(crush, 1.0) * (_WIDTH_TO_HEIGHT, 1.0)
    return stretched


def _spectral(to_pivots: Points) -> Points:
    """Positions by the distances to some of the nodes (Brandes and Pich 2007), none quite on another."""
    squares = to_pivots**2
    centred = squares - squares.mean(axis=0) - squares.mean(axis=1)[:, None] + squares.mean()
    _, vectors = np.linalg.eigh(centred.T @ centred)
    axes = -0.5 * centred @ vectors[:, ::-1][:, :2]
    spread = max(float(np.abs(axes).max()), 1e-9)
    axes *= float(to_pivots.max()) / 2 / spread
    jitter = np.random.default_rng(0).normal(scale=_NODE / 2, size=axes.shape)
    shaken: Points = axes + jitter
    return shaken


def _majorized(wanted: Points, begin: Points) -> Points:
    """Positions whose distances come close to the wanted ones (Gansner, Koren and North 2004)."""
    count = len(wanted)
    weights = (wanted + np.eye(count)) ** -2.0 * (1 - np.eye(count))
    laplacian = np.diag(weights.sum(axis=1)) - weights
    inverse = np.linalg.inv(laplacian + 1.0 / count)  # the added constant only pins where the middle is
    found = begin
    for _ in range(_ROUNDS):
        gap = np.sqrt(np.maximum(_square_distances(found), 1e-6))
        pull = -weights * wanted / gap
        np.fill_diagonal(pull, 0.0)
        np.fill_diagonal(pull, -pull.sum(axis=1))
        found = inverse @ (pull @ found)
    return found


def _square_distances(positions: Points) -> Points:
    squares = (positions**2).sum(axis=1)
    found: Points = squares[:, None] + squares[None, :] - 2 * positions @ positions.T
    return found


def _sprung(graph: rx.PyGraph[int, None]) -> Points:
    """Positions by springs, from a beginning that the distances to some nodes give."""
    count = graph.num_nodes()
    pivots = range(0, count, count // _PIVOTS)
    ways = [rx.dijkstra_shortest_path_lengths(graph, pivot, lambda _: 1.0) for pivot in pivots]
    hops = np.array(
        [
            [0.0 if node == pivot else way[node] for node in range(count)]
            for pivot, way in zip(pivots, ways, strict=True)
        ]
    ).T
    begin = _spectral(hops * _HOP)
    scale = _HOP * count**0.5
    laid = rx.spring_layout(
        graph,
        pos={node: (float(x), float(y)) for node, (x, y) in enumerate(begin / np.abs(begin).max())},
        num_iter=30,
        seed=0,
        scale=scale,
    )
    return np.array([laid[node] for node in range(count)])
