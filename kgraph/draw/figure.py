"""The picture itself: boxes, arcs, labels, title and legend as matplotlib artists, one unit a point."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Literal

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import FancyBboxPatch, PathPatch, Polygon
from matplotlib.path import Path as Outline

from kgraph.draw import curves, style
from kgraph.draw.text import font, measure

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kgraph.draw.curves import Points
    from kgraph.draw.routing import Route
    from kgraph.draw.select import Arc, Node, Scene

_HEAD = (8.5, 3.4)  # length and half the width of an arrowhead
_MOST_PIXELS = 16_000  # a side; viewers give up beyond
_DPI = 150.0


class Drawing(Figure):
    """A matplotlib figure that shows itself in notebooks, even where pyplot was never imported."""

    def _repr_png_(self) -> bytes:
        picture = io.BytesIO()
        save(self, picture, "png")
        return picture.getvalue()


class Canvas:
    """A drawing with its axes, on which one unit is one point and (0, 0) is the lower left corner."""

    def __init__(self, width: float, height: float) -> None:
        """Make an empty drawing of this size in points."""
        self.figure = Drawing(
            figsize=(width / 72, height / 72), dpi=100, facecolor=style.PAPER, edgecolor="none"
        )
        self.axes = self.figure.add_axes((0, 0, 1, 1), frameon=False)
        self.axes.set_axis_off()
        self.axes.set_xlim(0, width)
        self.axes.set_ylim(0, height)

    def write(  # noqa: PLR0913
        self,
        text: str,
        x: float,
        y: float,
        *,
        size: float,
        color: str = style.INK,
        bold: bool = False,
        align: Literal["left", "center"] = "center",
        plate: bool = False,
        name: str = "",
        layer: float = 5.0,
    ) -> None:
        """Set text around (or, aligned left, to the right of) a point; `plate` puts white behind it."""
        artist = self.axes.text(
            x,
            y,
            text,
            fontproperties=font(text, size, bold=bold),
            color=color,
            ha=align,
            va="center" if align == "center" else "center_baseline",
            multialignment=align,
            linespacing=style.LINE_SPACING,
            parse_math=False,
            usetex=False,
            zorder=layer,
            gid=name or None,
            clip_on=False,
        )
        if plate:
            artist.set_bbox({"boxstyle": "square,pad=0.2", "facecolor": style.PAPER, "edgecolor": "none"})

    def box(self, node: Node, centre: Points) -> None:
        """Draw an entity's box, without its label."""
        self.swatch(
            node.type,
            (centre[0] - node.size[0] / 2, centre[1] - node.size[1] / 2),
            node.size,
            focus=node.focus,
        )

    def swatch(
        self, entity_type: str, corner: tuple[float, float], size: tuple[float, float], *, focus: bool = False
    ) -> None:
        """Draw a box in the style of an entity type."""
        look = style.node_style(entity_type)
        rounding = look.roundness * min(size) / 2
        shape = f"round,pad=0,rounding_size={rounding:.2f}" if rounding else "square,pad=0"
        self.axes.add_patch(
            FancyBboxPatch(
                corner, *size, boxstyle=shape, facecolor=look.fill, edgecolor=look.border,
                linewidth=2.4 if focus else 1.2, zorder=3,
            )
        )  # fmt: skip

    def arc(
        self,
        curve: Points,
        status: str,
        *,
        width: float = 1.2,
        mutual: bool = False,
        strike: float | None = None,
    ) -> None:
        """Draw a curve in the style of a status, with its head; `strike` (0 to 1) is where to cross it."""
        look = style.edge_style(status)
        length = float(np.hypot(*np.diff(curves.sample(curve[None])[0], axis=0).T).sum())
        head = _HEAD[0] + width
        trim = min(0.8 * head / max(length, 1.0), 0.45)
        shaft = curves.portion(curve, trim if mutual else 0.0, 1.0 - trim)
        dashes = (0.0, look.dashes) if look.dashes else "solid"
        self.axes.add_patch(
            PathPatch(
                Outline(shaft, [Outline.MOVETO, Outline.CURVE4, Outline.CURVE4, Outline.CURVE4]),
                facecolor="none",
                edgecolor=look.color,
                linewidth=width,
                linestyle=dashes,
                capstyle=look.cap,
                zorder=2,
            )
        )
        self._head(curve[3], curves.point(curve, 1.0 - trim), look.color, width)
        if mutual:
            self._head(curve[0], curves.point(curve, trim), look.color, width)
        if look.crossed:
            self._cross(curves.point(curve, 0.5 if strike is None else strike), look.color)

    def _head(self, tip: Points, root: Points, color: str, width: float) -> None:
        way = (tip - root) / max(float(np.hypot(*(tip - root))), 1e-6)
        across = np.array([-way[1], way[0]]) * (_HEAD[1] + width / 2)
        back = tip - way * (_HEAD[0] + width)
        self.axes.add_patch(
            Polygon(
                np.array([tip, back + across, back - across]),
                closed=True,
                facecolor=color,
                edgecolor="none",
                zorder=2.5,
            )
        )

    def _cross(self, at: Points, color: str) -> None:
        for slope in (1.0, -1.0):
            ends = at + np.array([[-3.2, -3.2 * slope], [3.2, 3.2 * slope]])
            self.axes.add_line(
                Line2D(ends[:, 0], ends[:, 1], color=color, linewidth=1.6, solid_capstyle="round", zorder=2.6)
            )


def paint(
    shown: Scene, positions: Points, routes: Sequence[Route], title: str, notes: Sequence[str]
) -> Drawing:
    """The figure of a scene that has been laid out, with a title above and a legend below."""
    nodes, arcs = shown.nodes, shown.arcs
    margin = 18.0
    low, high = extent(nodes, arcs, positions, routes)
    heading = [(title, style.TITLE_SIZE, True), *((note, style.NOTE_SIZE, False) for note in notes)]
    needed = max(measure(text, size, bold=bold)[0] for text, size, bold in heading)
    inner = max(float(high[0] - low[0]), needed, 330.0)
    legend = _legend(nodes, arcs, inner)
    below = 16.0 * (max((row for *_, row in legend), default=-1) + 1) + 14.0
    above = sum(measure(text, size, bold=bold)[1] + 3.0 for text, size, bold in heading) + 16.0
    height = float(high[1] - low[1]) + below + above + 2 * margin
    canvas = Canvas(inner + 2 * margin, height)
    shift = np.array([margin + (inner - float(high[0] - low[0])) / 2, margin + below]) - low
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
    top = height - margin
    for text, size, bold in heading:
        tall = measure(text, size, bold=bold)[1]
        canvas.write(
            text,
            margin,
            top - tall / 2,
            size=size,
            bold=bold,
            align="left",
            color=style.INK if bold else style.QUIET,
            name="heading",
        )
        top -= tall + 3.0
    for kind, text, x, row in legend:
        _entry(canvas, kind, text, margin + x, margin + below - 22.0 - 16.0 * row)
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


def save(figure: Figure, target: Path | io.BytesIO, file_format: str) -> None:
    """Write the figure, byte for byte the same each time: no dates, no random names.

    Raises `OSError` when the file cannot be written.
    """
    metadata: dict[str, dict[str, None]] = {
        "png": {"Software": None},
        "svg": {"Date": None, "Creator": None},
        "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
    }
    dpi = min(_DPI, _MOST_PIXELS / float(max(figure.get_size_inches())))
    with mpl.rc_context(
        {"svg.hashsalt": "kgraph", "svg.fonttype": "path", "pdf.fonttype": 42, "path.simplify": False}
    ):
        figure.savefig(
            target, format=file_format, dpi=dpi, metadata=metadata[file_format], facecolor=style.PAPER
        )


def _strike(arc: Arc, route: Route) -> float:
    """Where to strike an arc through: half-way between its label and its tail, or its second head."""
    path = curves.sample(route.curve[None])[0]
    covered = curves.within(path, curves.boxes(route.label, np.array(arc.size)))
    first = int(np.argmax(covered)) if covered.any() else len(path) // 2
    length = float(np.hypot(*np.diff(path, axis=0).T).sum())
    head = _HEAD[0] / max(length, 1.0) if arc.mutual else 0.0
    return (float(curves.PARAMETERS[first]) + head) / 2


def _legend(nodes: Sequence[Node], arcs: Sequence[Arc], width: float) -> list[tuple[str, str, float, int]]:
    """Entries (family, name, left edge, row) for what the picture shows, flowing into rows of this width."""
    types = [name for name in style.NODES if name in {node.type for node in nodes}]
    statuses = [name for name in style.EDGES if name in {arc.status for arc in arcs}]
    entries: list[tuple[str, str, float, int]] = []
    row = 0
    for kind, names, sign in (("node", types, 18.0), ("edge", statuses, 34.0)):
        left = 0.0
        for name in names:
            span = sign + measure(name, style.NOTE_SIZE)[0] + 20.0
            if left and left + span > width:
                left, row = 0.0, row + 1
            entries.append((kind, name, left, row))
            left += span
        row += bool(names)
    return entries


def _entry(canvas: Canvas, kind: str, name: str, x: float, y: float) -> None:
    if kind == "node":
        canvas.swatch(name, (x, y - 4.5), (14.0, 9.0))
        canvas.write(name, x + 19.0, y + 0.8, size=style.NOTE_SIZE, align="left", name="legend")
    else:
        line = np.array([x, y]) + np.array([[0.0, 0.0], [10.0, 0.0], [20.0, 0.0], [30.0, 0.0]])
        canvas.arc(line, name, strike=0.35)
        canvas.write(name, x + 36.0, y + 0.8, size=style.NOTE_SIZE, align="left", name="legend")
