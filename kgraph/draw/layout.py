"""Where entities stand: positions of their boxes in points, so that no two boxes touch."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from kgraph.draw.select import Arc, Node

    Points = NDArray[np.float64]

_STARTS = 12
_ROUNDS = 150
_GAP = (22.0, 16.0)
_WIDTH_TO_HEIGHT = 1.35
_MOST_STRETCHED = 2.5


def arrange(nodes: Sequence[Node], arcs: Sequence[Arc], shape: float | None = None) -> Points:
    """Centres of the boxes of one connected component, an n by 2 array.

    Stress majorization (Gansner, Koren and North 2004) from several starts; the one with the fewest
    crossing arcs wins, then the one with the least stress. `shape` is the wanted width by the height.
    """
    if len(nodes) == 1:
        return np.zeros((1, 2))
    distances = _distances(nodes, arcs)
    pairs = np.array(
        sorted({(min(a.source, a.target), max(a.source, a.target)) for a in arcs if a.source != a.target})
    )
    best, best_score = np.zeros((len(nodes), 2)), (np.inf, np.inf)
    for start in _starts(distances):
        positions, stress = _majorize(distances, start)
        score = (float(_crossings(positions, pairs)), round(stress, 6))
        if score < best_score:
            best, best_score = positions, score
    best = _level(best) * (_WIDTH_TO_HEIGHT, 1.0) if shape is None else _shaped(_level(best), shape)
    return np.round(separate(best, np.array([node.size for node in nodes])), 1)


def separate(positions: Points, sizes: Points, gap: tuple[float, float] = _GAP) -> Points:
    """The positions, moved apart as little as needed for boxes of these sizes to clear each other."""
    moved = positions.copy()
    reach = (sizes[:, None, :] + sizes[None, :, :]) / 2 + np.array(gap)
    order = np.arange(len(moved))
    for _ in range(400):
        offset = moved[None, :, :] - moved[:, None, :]
        overlap = reach - np.abs(offset)
        clash = (overlap > 1e-3).all(axis=2) & (order[:, None] < order[None, :])
        if not clash.any():
            return moved
        for first, second in zip(*np.nonzero(clash), strict=True):
            delta = moved[second] - moved[first]
            depth = reach[first, second] - np.abs(delta)
            if (depth <= 0).any():
                continue  # an earlier push of this round has parted them
            axis = int(np.argmin(depth))
            push = depth[axis] / 2 * (1.0 if delta[axis] >= 0 else -1.0)
            moved[first, axis] -= push
            moved[second, axis] += push
    return separate(moved * 1.25, sizes, gap)


def pack(
    sizes: Sequence[tuple[float, float]], gap: float = 36.0, shape: float = 1.5
) -> list[tuple[float, float]]:
    """Lower left corners for rectangles of these sizes, in rows from the tallest to the shortest.

    All together are about as wide as `shape` times their height.
    """
    widest = max(width for width, _ in sizes)
    area = sum((width + gap) * (height + gap) for width, height in sizes)
    limit = max(widest, (area * shape) ** 0.5)
    corners: list[tuple[float, float]] = [(0.0, 0.0)] * len(sizes)
    left, top, row = 0.0, 0.0, 0.0
    for place in sorted(range(len(sizes)), key=lambda i: (-sizes[i][1], -sizes[i][0], i)):
        width, height = sizes[place]
        if left and left + width > limit:
            left, top, row = 0.0, top - row - gap, 0.0
        corners[place] = (left, top - height)
        left, row = left + width + gap, max(row, height)
    return corners


def _distances(nodes: Sequence[Node], arcs: Sequence[Arc]) -> Points:
    """Wanted distances: the shortest way along the arcs, each long enough for boxes, label and arrow."""
    near = [set[int]() for _ in nodes]
    for arc in arcs:
        near[arc.source].add(arc.target)
        near[arc.target].add(arc.source)
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(len(nodes)))
    for arc in arcs:
        if arc.source == arc.target:
            continue
        ends = nodes[arc.source], nodes[arc.target]
        boxes = sum((node.size[0] + node.size[1]) / 4 for node in ends)
        # hubs need room around them: their spokes are longer, the more neighbours two ends do not share
        crowd = len(near[arc.source] ^ near[arc.target])
        length = boxes + 0.75 * arc.size[0] + arc.size[1] + 32.0 + 1.5 * crowd
        known = graph.get_edge_data(arc.source, arc.target, {"length": 0.0})["length"]
        graph.add_edge(arc.source, arc.target, length=max(length, known))
    ways = dict(nx.all_pairs_dijkstra_path_length(graph, weight="length"))
    return np.array([[ways[i][j] for j in range(len(nodes))] for i in range(len(nodes))])


def _starts(distances: Points) -> list[Points]:
    count = len(distances)
    centred = np.eye(count) - 1.0 / count
    values, vectors = np.linalg.eigh(-0.5 * centred @ distances**2 @ centred)
    axes = vectors[:, -2:][:, ::-1] * np.sqrt(np.maximum(values[-2:][::-1], 0.0))
    axes *= np.where(axes[np.abs(axes).argmax(axis=0), [0, 1]] < 0, -1.0, 1.0)
    random = np.random.default_rng(0)
    spread = float(distances.max())
    scaling = axes + random.normal(scale=spread * 1e-3, size=axes.shape)
    return [scaling, *(random.uniform(-spread, spread, size=(count, 2)) / 2 for _ in range(_STARTS - 1))]


def _majorize(distances: Points, start: Points) -> tuple[Points, float]:
    count = len(distances)
    apart = distances + np.eye(count)
    weights = apart**-2 * (1 - np.eye(count))
    laplacian = np.diag(weights.sum(axis=1)) - weights
    inverse = np.linalg.pinv(laplacian)
    positions = start
    for _ in range(_ROUNDS):
        actual = _lengths(positions)
        pull = -weights * distances / np.maximum(actual, 1e-9)
        np.fill_diagonal(pull, 0.0)
        np.fill_diagonal(pull, -pull.sum(axis=1))
        positions = inverse @ (pull @ positions)
    stress = float((weights * (_lengths(positions) - distances) ** 2).sum())
    return positions, stress


def _lengths(positions: Points) -> Points:
    lengths: Points = np.linalg.norm(positions[:, None, :] - positions[None, :, :], axis=2)
    return lengths


def _level(positions: Points) -> Points:
    """The positions, turned so that they stretch from left to right, as pages, screens and labels do."""
    centred = positions - positions.mean(axis=0)
    _, vectors = np.linalg.eigh(centred.T @ centred)
    axes = vectors[:, ::-1]
    axes = axes * np.where(axes[np.abs(axes).argmax(axis=0), [0, 1]] < 0, -1.0, 1.0)
    turned: Points = centred @ axes
    return turned


def _shaped(positions: Points, shape: float) -> Points:
    """Positions that lie level, brought near this width by the height; upright where that is below 1."""
    turned = positions[:, ::-1] if shape < 1 else positions
    across, up = np.maximum(turned.max(axis=0) - turned.min(axis=0), 1.0)
    stretch = float(np.clip(shape * up / across, 1 / _MOST_STRETCHED, _MOST_STRETCHED))
    shaped: Points = turned * (max(stretch, 1.0), max(1 / stretch, 1.0))
    return shaped


def _crossings(positions: Points, pairs: NDArray[np.int_]) -> int:
    """How many pairs of arcs, drawn straight, cross."""
    start, end = positions[pairs[:, 0]], positions[pairs[:, 1]]

    def side(first: Points, second: Points, third: Points) -> Points:
        one, two = second - first, third - first
        turn: Points = one[..., 0] * two[..., 1] - one[..., 1] * two[..., 0]
        return turn

    a, b, c, d = start[:, None], end[:, None], start[None], end[None]
    cross = (side(a, b, c) * side(a, b, d) < 0) & (side(c, d, a) * side(c, d, b) < 0)
    shared = (pairs[:, None, :, None] == pairs[None, :, None, :]).any(axis=(2, 3))
    return int((cross & ~shared).sum()) // 2
