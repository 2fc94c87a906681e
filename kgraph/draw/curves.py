"""Geometry of arcs: cubic Bezier curves between boxes, in points. Arrays end in an axis of (x, y)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Points = NDArray[np.float64]

SAMPLES = 49
PARAMETERS: Points = np.linspace(0.0, 1.0, SAMPLES)


def bows(start: Points, end: Points, bends: Points) -> Points:
    """Control points of curves from start to end, one for each bend: an array of n by 4 by 2.

    A bend is the height of the bow over its chord, in points; positive bends to the left of the way.
    """
    chord = end - start
    length = max(float(np.hypot(*chord)), 1e-6)
    left = np.array([-chord[1], chord[0]]) / length
    # a cubic's inner control points stand a third higher than the bow they make
    lift = (bends * 4 / 3)[:, None] * left
    fourth = chord * 0.25
    points = [
        np.broadcast_to(start, lift.shape),
        start + fourth + lift,
        end - fourth + lift,
        np.broadcast_to(end, lift.shape),
    ]
    return np.stack(points, axis=1)


def loops(centre: Points, size: tuple[float, float], label: tuple[float, float], place: int) -> Points:
    """Control points of loops from a box back to itself: above, below, right and left.

    `place` counts the loops that the box already has: later ones go round earlier ones.
    """
    found = []
    for across, up in ((0.0, 1.0), (0.0, -1.0), (1.0, 0.0), (-1.0, 0.0)):
        out = np.array([across, up])
        along = np.array([up, across])
        half = abs(out @ np.array(size)) / 2
        span = min(abs(along @ np.array(size)) / 6, 14.0) + 11.0 * place
        reach = (abs(out @ np.array(label)) + 26.0 + place * 30.0) * 4 / 3
        wide = max(abs(along @ np.array(label)) * 0.7, span + 14.0) if up else span + 16.0
        root = centre + out * half * 0.9
        found.append(
            [
                root - along * span,
                root - along * wide + out * reach,
                root + along * wide + out * reach,
                root + along * span,
            ]
        )
    return np.array(found)


def sample(curves: Points) -> Points:
    """Points along each curve: n by 4 by 2 becomes n by SAMPLES by 2."""
    t = PARAMETERS[:, None]
    basis = np.hstack([(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3])
    sampled: Points = np.einsum("sk,nkd->nsd", basis, curves)
    return sampled


def portion(curve: Points, first: float, last: float) -> Points:
    """Control points of the part of one curve between two parameters (blossoming)."""

    def blossom(a: float, b: float, c: float) -> Points:
        row = curve
        for t in (a, b, c):
            row = row[:-1] * (1 - t) + row[1:] * t
        point: Points = row[0]
        return point

    return np.array(
        [
            blossom(first, first, first),
            blossom(first, first, last),
            blossom(first, last, last),
            blossom(last, last, last),
        ]
    )


def point(curve: Points, t: float) -> Points:
    """The point of one curve at a parameter."""
    found: Points = portion(curve, t, t)[0]
    return found


def outside(curve: Points, source: Points, target: Points) -> tuple[float, float]:
    """The parameters where a curve leaves its source's box and where it enters its target's.

    Boxes are (left, bottom, right, top). A curve that never gets out gives (0, 1).
    """
    dense = np.linspace(0.0, 1.0, 401)
    t = dense[:, None]
    path = (
        (1 - t) ** 3 * curve[0]
        + 3 * t * (1 - t) ** 2 * curve[1]
        + 3 * t**2 * (1 - t) * curve[2]
        + t**3 * curve[3]
    )
    free_of_source = ~within(path, source)
    free_of_target = ~within(path, target)
    first = int(np.argmax(free_of_source))
    last = len(dense) - 1 - int(np.argmax(free_of_target[::-1]))
    if not free_of_source.any() or not free_of_target.any() or first >= last:
        return 0.0, 1.0
    return float(dense[first]), float(dense[last])


def within(points: Points, box: Points) -> NDArray[np.bool_]:
    """Which points lie in a box (left, bottom, right, top). Shapes broadcast."""
    x, y = points[..., 0], points[..., 1]
    inside: NDArray[np.bool_] = (
        (x >= box[..., 0]) & (x <= box[..., 2]) & (y >= box[..., 1]) & (y <= box[..., 3])
    )
    return inside


def boxes(centres: Points, sizes: Points, margin: float = 0.0) -> Points:
    """Boxes (left, bottom, right, top) around centres, larger by the margin on every side."""
    half = sizes / 2 + margin
    return np.concatenate([centres - half, centres + half], axis=-1)


def overlap(first: Points, second: Points) -> Points:
    """How deep boxes overlap: the lesser of the depths on both axes, 0 for none. Shapes broadcast."""
    across = np.minimum(first[..., 2], second[..., 2]) - np.maximum(first[..., 0], second[..., 0])
    upright = np.minimum(first[..., 3], second[..., 3]) - np.maximum(first[..., 1], second[..., 1])
    depth: Points = np.maximum(np.minimum(across, upright), 0.0)
    return depth
