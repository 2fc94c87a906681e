"""The picture of a network that has been laid out: boxes, arcs, labels, title and legend."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from kgraph.draw import curves, style
from kgraph.draw.canvas import HEAD, MARGIN, Canvas, flow, headline, headline_size
from kgraph.draw.text import measure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kgraph.draw.canvas import Drawing
    from kgraph.draw.curves import Points
    from kgraph.draw.routing import Route
    from kgraph.draw.select import Arc, Node, Scene


def paint(
    shown: Scene, positions: Points, routes: Sequence[Route], title: str, notes: Sequence[str]
) -> Drawing:
    """The figure of a scene that has been laid out, with a title above and a legend below."""
    nodes, arcs = shown.nodes, shown.arcs
    low, high = extent(nodes, arcs, positions, routes)
    needed, above = headline_size(title, notes)
    inner = max(float(high[0] - low[0]), needed, 330.0)
    legend = _legend(nodes, arcs, inner)
    below = 16.0 * (max((row for *_, row in legend), default=-1) + 1) + 14.0
    height = float(high[1] - low[1]) + below + above + 2 * MARGIN
    canvas = Canvas(inner + 2 * MARGIN, height)
    shift = np.array([MARGIN + (inner - float(high[0] - low[0])) / 2, MARGIN + below]) - low
    for arc, route in zip(arcs, routes, strict=True):
        width = 1.1 + min(0.35 * np.log2(max(arc.claims, 1)), 1.6)
        canvas.arc(
            route.curve + shift, arc.status, width=width, mutual=arc.mutual, strike=_strike(arc, route)
        )
    for number, (arc, route) in enumerate(zip(arcs, routes, strict=True)):
        canvas.write(
            arc.text,
            *(route.label + shift),
            size=style.EDGE_SIZE,
            color=style.edge_style(arc.status).color,
            plate=True,
            name=f"edge-{number}",
            layer=2.8,
        )
    for number, (node, centre) in enumerate(zip(nodes, positions + shift, strict=True)):
        canvas.box(node, centre)
        canvas.write(node.text, *centre, size=style.ENTITY_SIZE, bold=node.focus, name=f"entity-{number}")
    headline(canvas, title, notes)
    for kind, text, x, row in legend:
        _entry(canvas, kind, text, MARGIN + x, MARGIN + below - 22.0 - 16.0 * row)
    return canvas.figure


def extent(
    nodes: Sequence[Node], arcs: Sequence[Arc], positions: Points, routes: Sequence[Route]
) -> tuple[Points, Points]:
    """Lower left and upper right corner of all that is drawn."""
    parts = [curves.boxes(positions, np.array([node.size for node in nodes]), 2.0)]
    if routes:
        parts.append(
            curves.boxes(
                np.stack([route.label for route in routes]), np.array([arc.size for arc in arcs]), 2.0
            )
        )
        paths = curves.sample(np.stack([route.curve for route in routes])).reshape(-1, 2)
        parts.append(np.hstack([paths - 4.0, paths + 4.0]))
    every = np.concatenate(parts)
    return every[:, :2].min(axis=0), every[:, 2:].max(axis=0)


def _strike(arc: Arc, route: Route) -> float:
    """Where to strike an arc through: half-way between its label and its tail, or its second head."""
    path = curves.sample(route.curve[None])[0]
    covered = curves.within(path, curves.boxes(route.label, np.array(arc.size)))
    first = int(np.argmax(covered)) if covered.any() else len(path) // 2
    length = float(np.hypot(*np.diff(path, axis=0).T).sum())
    head = HEAD[0] / max(length, 1.0) if arc.mutual else 0.0
    return (float(curves.PARAMETERS[first]) + head) / 2


def _legend(nodes: Sequence[Node], arcs: Sequence[Arc], width: float) -> list[tuple[str, str, float, int]]:
    """Entries (family, name, left edge, row) for what the picture shows, flowing into rows of this width."""
    types = [name for name in style.NODES if name in {node.type for node in nodes}]
    statuses = [name for name in style.EDGES if name in {arc.status for arc in arcs}]
    groups = [[("node", name) for name in types], [("edge", name) for name in statuses]]
    keys = [
        [
            (34.0 if kind == "edge" else 18.0) + measure(name, style.NOTE_SIZE)[0] + 20.0
            for kind, name in group
        ]
        for group in groups
    ]
    places = flow(keys, width)
    return [(*entry, *place) for entry, place in zip(chain(*groups), places, strict=True)]


def _entry(canvas: Canvas, kind: str, name: str, x: float, y: float) -> None:
    if kind == "node":
        canvas.swatch(name, (x, y - 4.5), (14.0, 9.0))
        canvas.write(name, x + 19.0, y + 0.8, size=style.NOTE_SIZE, align="left", name="legend")
    else:
        line = np.array([x, y]) + np.array([[0.0, 0.0], [10.0, 0.0], [20.0, 0.0], [30.0, 0.0]])
        canvas.arc(line, name, strike=0.35)
        canvas.write(name, x + 36.0, y + 0.8, size=style.NOTE_SIZE, align="left", name="legend")
