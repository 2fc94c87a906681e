"""How arcs run and where their labels stand, so that every label can be read and belongs to one arc."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kgraph.draw import curves
from kgraph.draw.layout import separate
from kgraph.draw.ports import GAP, corner_radius, ports, wanted_bend
from kgraph.draw.style import edge_style

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from kgraph.draw.curves import Points
    from kgraph.draw.select import Arc, Node

_BENDS = np.array([0.0, 14.0, -14.0, 28.0, -28.0, 46.0, -46.0, 70.0, -70.0, 100.0, -100.0])
_PLACES = np.array([0.5, 0.44, 0.56, 0.38, 0.62, 0.31, 0.69, 0.25, 0.75])
_SIBLINGS_APART = 24.0
_HEAD = 11.0
_VISIBLE_TAIL, _VISIBLE_HEAD = 10.0, 18.0
_HARD, _CROSSING, _GLANCING = 1000.0, 12.0, 12.0
_SWEEPS = 5
_SHRUNK, _GROWTH, _TRIES, _MORE_TRIES = 0.7, 1.12, 40, 2
_FEW, _MORE_ROOM, _NEAR = 0.2, 12.0, 120.0  # of the arcs; points that others are moved; and how near they are
_ROOM = 20.0  # points across that cost one


@dataclass(frozen=True, slots=True)
class Route:
    """The way of one arc: control points from border to border, and the centre of its label."""

    curve: Points
    label: Points


@dataclass(frozen=True, slots=True)
class _Options:
    """All ways that one arc could go: every curve with every place for its label.

    Shapes: curves c by 4 by 2, paths c by samples by 2 (NaN inside the boxes at the ends), centres
    and labels c by p by 2 or 4, bends c (seen from the first node of the pair), cost c by p.
    """

    curves: Points
    paths: Points
    centres: Points
    labels: Points
    bends: Points
    cost: Points


def route(nodes: Sequence[Node], arcs: Sequence[Arc], positions: Points) -> tuple[Points, list[Route]]:
    """Positions, spread as far as the labels need, and a route for each arc.

    Where much does not fit, everything moves apart; where little does not, only what is near. Of the first
    few sizes on which everything fits, the one that trades straight, uncrossed arcs for room best.
    """
    best: tuple[float, Points, list[Route]] = (np.inf, positions, [])
    sizes = np.array([node.size for node in nodes])
    spread = np.round(separate(positions * _SHRUNK, sizes), 1)
    ready = 0
    for _ in range(_TRIES):
        costs, routes = _routed(nodes, arcs, spread)
        clashes = [way.label for way, cost in zip(routes, costs, strict=True) if cost >= _HARD]
        score = _total(costs) + _room(spread)
        if score < best[0]:
            best = (score, spread, routes)
        ready += not clashes
        if ready > _MORE_TRIES or not arcs:
            break
        few = 0 < len(clashes) <= _FEW * len(arcs)
        spread = _parted(spread, clashes) if few else spread * _GROWTH
        spread = np.round(separate(spread, sizes), 1)
    return best[1], best[2]


def _parted(positions: Points, clashes: Sequence[Points]) -> Points:
    """The positions, with more room around each clash; what is farther off keeps its shape and moves on."""
    moved = positions
    for clash in clashes:
        way = positions - clash
        far = np.maximum(np.hypot(way[:, 0], way[:, 1]), 1e-6)[:, None]
        moved = moved + way / far * _MORE_ROOM * (1.0 - np.exp(-far / _NEAR))
    return moved


def _room(positions: Points) -> float:
    """The cost of a large picture, on which letters are small when it is seen as a whole."""
    across = float((positions.max(axis=0) - positions.min(axis=0)).max())
    return across / _ROOM


def _total(costs: Points) -> float:
    """What arcs cost together: one twisted arc among many straight ones is a reason for more room."""
    if not len(costs):
        return 0.0
    return float(costs.sum() if costs.max() >= _HARD else costs.mean() + 0.15 * costs.max())


def _routed(nodes: Sequence[Node], arcs: Sequence[Arc], positions: Points) -> tuple[Points, list[Route]]:
    """What each arc costs, and its route.

    Coordinate descent: each arc in turn takes the way that suits the others best, until none moves.
    """
    if not arcs:
        return np.zeros(0), []
    ends = ports(nodes, arcs, positions)
    options = [_options(nodes, arcs, place, positions, ends[place]) for place in range(len(arcs))]
    pairs = [frozenset((arc.source, arc.target)) for arc in arcs]
    taken = [(0, 0)] * len(arcs)
    paths = np.stack([option.paths[0] for option in options])
    labels = np.stack([option.labels[0, 0] for option in options])
    settled: set[int] = set()
    feasible = max(float(option.cost.min()) for option in options) < _HARD
    costs = np.zeros(len(arcs))
    order = sorted(range(len(arcs)), key=lambda i: (-_area(arcs[i]), i))
    for sweep in range(_SWEEPS if feasible else 1):
        moved = False
        for place in order:
            others = [i for i in range(len(arcs)) if i != place and (sweep or i in settled)]
            siblings = [
                (options[i].bends[taken[i][0]], i < place) for i in others if pairs[i] == pairs[place]
            ]
            cost = options[place].cost + _strife(options[place], paths[others], labels[others], siblings)
            choice = np.unravel_index(int(cost.argmin()), cost.shape)
            way, spot = int(choice[0]), int(choice[1])
            moved |= (way, spot) != taken[place]
            taken[place] = (way, spot)
            costs[place] = cost[way, spot]
            paths[place] = options[place].paths[way]
            labels[place] = options[place].labels[way, spot]
            settled.add(place)
        if sweep and not moved:
            break
    routes = [
        Route(option.curves[way], option.centres[way, spot])
        for option, (way, spot) in zip(options, taken, strict=True)
    ]
    return costs, routes


def _options(
    nodes: Sequence[Node], arcs: Sequence[Arc], place: int, positions: Points, ends: Points
) -> _Options:
    arc = arcs[place]
    sizes = np.array([node.size for node in nodes])
    source, target = (_core(nodes[node], positions[node]) for node in (arc.source, arc.target))
    if arc.source == arc.target:
        earlier = sum(other.source == other.target == arc.source for other in arcs[:place])
        raw = curves.loops(positions[arc.source], nodes[arc.source].size, arc.size, earlier)
        bends, effort = np.full(4, 100.0 * earlier), np.arange(4) * 3.0
    else:
        chord = float(np.hypot(*(ends[1] - ends[0])))
        wanted = wanted_bend(arcs, place)
        detours = _BENDS[np.abs(_BENDS) <= max(0.4 * chord, 30.0)]
        effort = 60.0 * np.abs(detours) / chord
        bends = wanted + detours
        raw = curves.bows(ends[0], ends[1], bends if arc.source < arc.target else -bends)
    trimmed = np.stack([curves.portion(curve, *curves.outside(curve, source, target)) for curve in raw])
    paths = curves.sample(trimmed)
    along = np.round(_PLACES * (curves.SAMPLES - 1)).astype(int)
    spots = paths[:, along]
    labels = curves.boxes(spots, np.array(arc.size))
    cost = effort[:, None] + 30.0 * np.abs(_PLACES - 0.5)[None, :]
    everyone = curves.boxes(positions, sizes, 3.0)
    # an arc that hugs its own box looks as if it came from elsewhere
    own = curves.boxes(positions[[arc.source, arc.target]], sizes[[arc.source, arc.target]], 8.0)
    hugging = curves.within(paths[:, 6:-6, None], own[None, None]).sum(axis=(1, 2))
    cost = cost + 4.0 * hugging[:, None]
    flat = (
        curves.within(_roots(paths, mutual=arc.mutual)[:, :, None], own[None, None]).any(axis=2).sum(axis=1)
    )
    cost = cost + _GLANCING * flat[:, None]
    strangers = np.delete(everyone, [arc.source, arc.target], axis=0)
    struck = curves.within(paths[:, :, None], strangers[None, None]).any(axis=1).sum(axis=1)
    again = curves.within(paths[:, :, None], np.stack([source, target])).any(axis=(1, 2))  # its own boxes
    cost = cost + _HARD * (struck + again)[:, None]
    hidden = curves.overlap(labels[:, :, None], everyone[None, None])
    cost = cost + ((hidden > 0) * _HARD + hidden * 20).sum(axis=2)
    cost = cost + _cramped(paths, labels, along, tail=_tail(arc))
    return _Options(trimmed, paths, spots, labels, bends, cost)


def _cramped(paths: Points, labels: Points, along: NDArray[np.int_], *, tail: float) -> Points:
    """The cost of labels that hide the tail or the head of their own arc."""
    steps = np.hypot(*np.moveaxis(np.diff(paths, axis=1), -1, 0))
    covered = curves.within(paths[:, None], labels[:, :, None])
    covered = covered[..., 1:] | covered[..., :-1]
    before = np.arange(steps.shape[1])[None, :] < along[:, None]
    seen = steps[:, None, :] * ~covered
    behind, ahead = (seen * before).sum(axis=2), (seen * ~before).sum(axis=2)
    short = np.maximum(tail - behind, 0.0) + np.maximum(_VISIBLE_HEAD - ahead, 0.0)
    cost: Points = (short > 0) * _HARD + short * 20
    return cost


def _strife(
    option: _Options, paths: Points, labels: Points, siblings: Sequence[tuple[float, bool]]
) -> Points:
    """What each way costs because of where the other arcs run: an array of curves by places."""
    count = option.cost.shape
    if not len(paths):
        return np.zeros(count)
    mine = option.labels[:, :, None] + np.array([-2.0, -1.5, 2.0, 1.5])
    hidden = curves.overlap(mine, labels[None, None])
    cost: Points = ((hidden > 0) * _HARD + hidden * 20).sum(axis=2)
    reach = np.concatenate([mine[..., :2].min(axis=(0, 1, 2)), mine[..., 2:].max(axis=(0, 1, 2))])
    near = paths[curves.within(paths, reach).any(axis=1), ::2]
    for path in near:
        cost = cost + _CROSSING * curves.within(path[None, None], mine).any(axis=2)
    crossing = curves.within(option.paths[:, :, None], labels[None, None]).any(axis=1).sum(axis=1)
    cost = cost + _CROSSING * crossing[:, None]
    covering = curves.overlap(mine, _heads(paths)[None, None])
    cost = cost + ((covering > 0) * _HARD).sum(axis=2)
    covered = curves.overlap(_heads(option.paths)[:, None], labels[None])
    cost = cost + ((covered > 0) * _HARD).sum(axis=1)[:, None]
    for bend, before in siblings:  # arcs of a pair keep their order, or they would cross
        apart = option.bends - bend if before else bend - option.bends
        cost = cost + _HARD * (apart < _SIBLINGS_APART)[:, None]
    return cost


def _core(node: Node, centre: Points) -> Points:
    """A box that arcs must not enter, small enough for those that end on a round corner."""
    return curves.boxes(centre, np.array(node.size), GAP - 0.1 - 0.3 * corner_radius(node))


def _roots(paths: Points, *, mutual: bool) -> Points:
    """Where the arrowheads of these paths begin, seen from outside: an array of paths by heads by 2."""
    ends = [paths, paths[:, ::-1]] if mutual else [paths]
    found = []
    for path in ends:
        way = path[:, -4] - path[:, -1]
        length = np.maximum(np.hypot(way[:, 0], way[:, 1]), 1e-6)[:, None]
        found.append(path[:, -1] + way / length * _HEAD)
    return np.stack(found, axis=1)


def _heads(paths: Points) -> Points:
    """The squares that the arrowheads of these paths take up."""
    way = paths[:, -1] - paths[:, -4]
    way = way / np.maximum(np.hypot(way[:, 0], way[:, 1]), 1e-6)[:, None]
    tips: Points = paths[:, -1]
    return curves.boxes(tips - 4.5 * way, np.array([_HEAD, _HEAD]))


def _tail(arc: Arc) -> float:
    """How much of an arc must show before its label: more where it has a second head or is struck through."""
    crossed = edge_style(arc.status).crossed
    if arc.mutual and crossed:
        return 2 * _VISIBLE_HEAD
    return _VISIBLE_HEAD if arc.mutual or crossed else _VISIBLE_TAIL


def _area(arc: Arc) -> float:
    return arc.size[0] * arc.size[1]
