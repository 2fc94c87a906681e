"""Where arcs meet the borders of boxes: spread out, so that every arrowhead can be told from the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kgraph.draw.style import APART, node_style

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kgraph.draw.curves import Points
    from kgraph.draw.select import Arc, Node

GAP = 2.0  # points between a box and the arcs that meet it
_FAN = 28.0


def wanted_bend(arcs: Sequence[Arc], place: int) -> float:
    """How far an arc should bow when nothing is in its way: arcs of one pair fan out evenly.

    In points to the left of the way from the pair's first node to its second.
    """
    ends = {arcs[place].source, arcs[place].target}
    fan = [number for number, arc in enumerate(arcs) if {arc.source, arc.target} == ends]
    return (fan.index(place) - (len(fan) - 1) / 2) * _FAN


def ports(nodes: Sequence[Node], arcs: Sequence[Arc], positions: Points) -> Points:
    """The points where each arc leaves its source and reaches its target: an array of arcs by 2 by 2."""
    wishes: list[list[tuple[float, int, int]]] = [[] for _ in nodes]
    found = np.zeros((len(arcs), 2, 2))
    for place, arc in enumerate(arcs):
        if arc.source == arc.target:
            continue
        bend = wanted_bend(arcs, place)
        ends = (arc.source, arc.target)
        for side, (here, there) in enumerate((ends, ends[::-1])):
            chord = positions[there] - positions[here]
            left = np.array([-chord[1], chord[0]]) / max(float(np.hypot(*chord)), 1e-6)
            heading = chord / 2 + left * (bend if here < there else -bend)
            wishes[here].append((_along(heading, nodes[here].size), place, side))
    for node, wished in enumerate(wishes):
        around = _around(nodes[node].size)
        spread = _spread([along for along, *_ in sorted(wished)], around)
        for along, (_, place, side) in zip(spread, sorted(wished), strict=True):
            found[place, side] = positions[node] + _point(along % around, nodes[node])
    return found


def _around(size: tuple[float, float]) -> float:
    return 2 * (size[0] + size[1]) + 8 * GAP


def _along(heading: Points, size: tuple[float, float]) -> float:
    """How far round the border, counterclockwise from the lower left corner, a ray meets it."""
    width, height = size[0] + 2 * GAP, size[1] + 2 * GAP
    x, y = heading / max(abs(heading[0]) / width * 2, abs(heading[1]) / height * 2, 1e-9)
    if abs(y) * width >= abs(x) * height:
        return float(x + width / 2 if y < 0 else width + height + (width / 2 - x))
    return float(width + y + height / 2 if x > 0 else 2 * width + height + (height / 2 - y))


def corner_radius(node: Node) -> float:
    """How round the corners of a box are, in points."""
    return node_style(node.type).roundness * min(node.size) / 2


def _point(along: float, node: Node) -> Points:
    """The point of the border, seen from the centre, that `_along` measures to; corners are round."""
    place = _corner_to_point(along, node.size)
    radius = corner_radius(node)
    core = np.array(node.size) / 2 - radius
    over = np.abs(place) - core
    if radius and (over > GAP).all():
        place = np.sign(place) * (core + over / float(np.hypot(*over)) * (radius + GAP))
    return place


def _corner_to_point(along: float, size: tuple[float, float]) -> Points:
    width, height = size[0] + 2 * GAP, size[1] + 2 * GAP
    for length, start, way in (
        (width, (-width / 2, -height / 2), (1.0, 0.0)),
        (height, (width / 2, -height / 2), (0.0, 1.0)),
        (width, (width / 2, height / 2), (-1.0, 0.0)),
    ):
        if along <= length:
            return np.array(start) + along * np.array(way)
        along -= length
    return np.array([-width / 2, height / 2 - along])


def _spread(places: list[float], around: float) -> list[float]:
    """Sorted places on a ring of this length, pushed as little as needed to stand apart."""
    if len(places) < 2:
        return places
    ring = np.array(places)
    apart = min(APART, 0.95 * around / len(ring))
    for _ in range(200):
        gaps = np.diff(ring, append=ring[0] + around)
        short = np.maximum(apart - gaps, 0.0)
        if short.max() < 0.05:
            break
        ring = ring - short / 2 + np.roll(short, 1) / 2
    return [float(place) for place in ring]
