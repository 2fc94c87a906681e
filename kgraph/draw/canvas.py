"""What every picture is drawn on: a page of points with text, boxes and arcs, and how it gets into a file."""

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
from kgraph.errors import ExportError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from matplotlib.text import Text

    from kgraph.draw.curves import Points
    from kgraph.draw.select import Node

HEAD = (8.5, 3.4)  # length and half the width of an arrowhead
MARGIN = 18.0
_MOST_PIXELS = 16_000  # a side; viewers give up beyond
_DPI = 150.0
_SUFFIXES = {".png": "png", ".svg": "svg", ".pdf": "pdf"}


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
        self.width, self.height = width, height
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
        align: Literal["left", "center", "right"] = "center",
        plate: bool = False,
        name: str = "",
        layer: float = 5.0,
        turned: float = 0.0,
    ) -> Text:
        """Set text around a point, or (aligned left) to its right; `plate` puts white behind it.

        `turned` is by how many degrees it rises, about that point.
        """
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
            rotation=turned,
            rotation_mode="anchor",
        )
        if plate:
            artist.set_bbox({"boxstyle": "square,pad=0.2", "facecolor": style.PAPER, "edgecolor": "none"})
        return artist

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
        head = HEAD[0] + width
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
        across = np.array([-way[1], way[0]]) * (HEAD[1] + width / 2)
        back = tip - way * (HEAD[0] + width)
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


def headline_size(title: str, notes: Sequence[str]) -> tuple[float, float]:
    """How wide the title with its notes is, and how high with the space below, in points."""
    sizes = [measure(text, size, bold=bold) for text, size, bold in _headline(title, notes)]
    return max(wide for wide, _ in sizes), sum(tall + 3.0 for _, tall in sizes) + 16.0


def headline(canvas: Canvas, title: str, notes: Sequence[str]) -> None:
    """Write the title and its notes into the upper left corner."""
    top = canvas.height - MARGIN
    for text, size, bold in _headline(title, notes):
        tall = measure(text, size, bold=bold)[1]
        canvas.write(
            text,
            MARGIN,
            top - tall / 2,
            size=size,
            bold=bold,
            align="left",
            color=style.INK if bold else style.QUIET,
            name="heading",
        )
        top -= tall + 3.0


def flow(groups: Sequence[Sequence[float]], width: float) -> list[tuple[float, int]]:
    """Left edge and row of each entry of a legend, from how wide they are; each group begins a row."""
    places: list[tuple[float, int]] = []
    row = 0
    for group in groups:
        left = 0.0
        for span in group:
            if left and left + span > width:
                left, row = 0.0, row + 1
            places.append((left, row))
            left += span
        row += bool(group)
    return places


def file_format(path: Path) -> str:
    """The format that the suffix of a picture's file names. Raises `ExportError` for another."""
    suffix = path.suffix.lower()
    if suffix not in _SUFFIXES:
        raise ExportError(
            f"{path}: pictures are written as {', '.join(_SUFFIXES)}, and the graph as a page .html; "
            "use one of these suffixes"
        )
    return _SUFFIXES[suffix]


def write(figure: Figure, path: Path) -> None:
    """Write the figure to a file, in the format that its suffix names. Raises `ExportError`."""
    format_ = file_format(path)
    try:
        save(figure, path, format_)
    except OSError as exc:
        raise ExportError(f"{path}: cannot be written ({exc.strerror or exc})") from exc


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


def _headline(title: str, notes: Sequence[str]) -> list[tuple[str, float, bool]]:
    return [(title, style.TITLE_SIZE, True), *((note, style.NOTE_SIZE, False) for note in notes)]
