"""The picture of a timeline whose marks have their places: rows, grid, marks, words and legend."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from matplotlib.lines import Line2D
from matplotlib.patches import Circle, Rectangle

from kgraph.draw import style
from kgraph.draw.canvas import MARGIN, Canvas, flow, headline, headline_size
from kgraph.draw.text import measure
from kgraph.model import Status

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from kgraph.draw.canvas import Drawing
    from kgraph.draw.timeline import Place, Row
    from kgraph.draw.timescale import Scale

DOT = 3.6  # radius of a day's mark
GAP = 3.5  # between a mark and its words
LINE = 12.5  # height of a line of a row
_BAR = 9.0
_ROW_PADDING = 5.0
_SECTION = 20.0
_AXIS = 30.0
_GRID, _RULE = "#ececec", "#cfcfcf"
_TALL = 420.0  # from this height on the axis stands above too


@dataclass(frozen=True, slots=True)
class Layout:
    """What a timeline shows: its line of time, and the rows, with the words over each section of them."""

    scale: Scale
    rows: Mapping[Row, Sequence[Place]]
    sections: tuple[str, ...] = ()


def paint(layout: Layout, title: str, notes: Sequence[str]) -> Drawing:
    """The figure, with a title above, the years along the rows, and a legend below."""
    scale = layout.scale
    inner = scale.left + scale.width
    entries = _entries(layout)
    places = flow([[span for *_, span in group] for group in entries], inner)
    below = 16.0 * (max(row for _, row in places) + 1) + 8.0
    heights = {row: _height(marks) for row, marks in layout.rows.items()}
    sections = len({row.section for row in heights}) if layout.sections else 0
    body = sum(heights.values()) + _SECTION * sections
    above = _AXIS if body > _TALL else 8.0
    width, head = headline_size(title, notes)
    canvas = Canvas(max(inner, width) + 2 * MARGIN, head - 8.0 + above + body + _AXIS + below + 2 * MARGIN)
    headline(canvas, title, notes)
    bottom = MARGIN + below + _AXIS
    _axis(canvas, scale, bottom, bottom + body, both=body > _TALL)
    top = bottom + body
    section = None
    for row, marks in layout.rows.items():
        if layout.sections and row.section != section:
            section = row.section
            _rule(canvas, scale, top, style.QUIET)
            canvas.write(
                layout.sections[section], MARGIN, top - _SECTION / 2, size=style.ENTITY_SIZE, bold=True,
                align="left", plate=True, name="section", layer=4.0,
            )  # fmt: skip
            top -= _SECTION
        _row(canvas, scale, row, marks, (top, heights[row]))
        top -= heights[row]
    _rule(canvas, scale, bottom, style.QUIET)
    drawn = [(sign, text) for group in entries for sign, text, _ in group]
    for (sign, text), (left, line) in zip(drawn, places, strict=True):
        x, y = MARGIN + left, MARGIN + below - 16.0 - 16.0 * line
        sign(canvas, x, y)
        canvas.write(text, x + 22.0, y + 0.8, size=style.NOTE_SIZE, align="left", name="legend")
    return canvas.figure


def mark(canvas: Canvas, ends: tuple[float, float], y: float, look: tuple[str, str], *, day: bool) -> None:
    """Draw an event between its ends: `look` is its kind and its status."""
    kind, status = style.KINDS[look[0]], style.edge_style(look[1])
    happened = look[1] == Status.REPORTED
    paper = (kind.strong if day else kind.fill) if happened else style.PAPER
    patch = (
        Circle((sum(ends) / 2, y), DOT)
        if day
        else Rectangle((ends[0], y - _BAR / 2), ends[1] - ends[0], _BAR)
    )
    patch.set(facecolor=paper, edgecolor=kind.strong, linewidth=1.2, zorder=3, gid="mark")
    if status.dashes:
        patch.set_linestyle((0.0, tuple(max(length * 0.45, 0.6) for length in status.dashes)))
    canvas.axes.add_patch(patch)
    if status.crossed:
        middle, arm = sum(ends) / 2, DOT + 0.6
        for slope in (1, -1):
            canvas.axes.add_line(
                Line2D(
                    [middle - arm, middle + arm], [y - arm * slope, y + arm * slope],
                    color=status.color, linewidth=1.3, zorder=3.5,
                )
            )  # fmt: skip


def _height(marks: Sequence[Place]) -> float:
    return (max(place.line for place in marks) + 1) * LINE + _ROW_PADDING


def _row(canvas: Canvas, scale: Scale, row: Row, marks: Sequence[Place], extent: tuple[float, float]) -> None:
    top, height = extent
    look = style.KINDS[row.kind]
    _rule(canvas, scale, top, _RULE)
    canvas.axes.add_patch(Rectangle((MARGIN, top - height), 3.5, height, facecolor=look.strong, zorder=1))
    first = top - _ROW_PADDING / 2 - LINE / 2
    canvas.write(row.type, MARGIN + 9.0, first, size=style.EDGE_SIZE + 1, align="left", name="row")
    count = str(sum(place.mark.events for place in marks))
    canvas.write(
        count, MARGIN + scale.left - 8.0, first, size=style.EDGE_SIZE, color=style.QUIET, align="right",
        name="count",
    )  # fmt: skip
    for place in marks:
        y = first - place.line * LINE
        ends = (MARGIN + place.left, MARGIN + place.right)
        mark(canvas, ends, y, (row.kind, place.mark.status), day=place.mark.is_day)
        if place.words is None:
            continue
        x = {"inside": ends[0] + GAP, "after": ends[1] + GAP, "before": ends[0] - GAP}[place.words]
        canvas.write(
            place.mark.text, x, y, size=style.EDGE_SIZE, name="event",
            align="right" if place.words == "before" else "left",
        )  # fmt: skip


def _rule(canvas: Canvas, scale: Scale, y: float, color: str) -> None:
    ends = [MARGIN, MARGIN + scale.left + scale.width]
    canvas.axes.add_line(Line2D(ends, [y, y], color=color, linewidth=0.7, zorder=1.5))


def _axis(canvas: Canvas, scale: Scale, bottom: float, top: float, *, both: bool) -> None:
    """The grid with its dates below, and above as well where the rows are many."""
    for place, words in scale.ticks():
        x = MARGIN + place
        canvas.axes.add_line(Line2D([x, x], [bottom, top], color=_GRID, linewidth=0.8, zorder=0.5))
        tall = measure(words, style.NOTE_SIZE)[1]
        ys = [bottom - 4.0 - tall / 2, *([top + 4.0 + tall / 2] if both else [])]
        for y in ys:
            canvas.write(words, x, y, size=style.NOTE_SIZE, color=style.QUIET, name="tick")


_Entry = tuple["Callable[[Canvas, float, float], None]", str, float]


def _entries(layout: Layout) -> list[list[_Entry]]:
    """The legend: for each group its signs, words, and how wide they are together."""
    places = [place for marks in layout.rows.values() for place in marks]
    kinds = [kind for kind in style.KINDS if kind in {row.kind for row in layout.rows}]
    statuses = [status for status in style.EDGES if status in {place.mark.status for place in places}]
    days = {place.mark.is_day for place in places}
    grains: list[tuple[Literal[True, False], str]] = [(True, "on a day"), (False, "within a month or year")]
    groups: list[list[tuple[Callable[[Canvas, float, float], None], str]]] = [
        [(_sign(kind, "Reported", day=False), kind) for kind in kinds],
        [(_sign("Lasting relations", status, day=not days - {True}), status) for status in statuses]
        + [(_sign("Lasting relations", "Reported", day=day), words) for day, words in grains if day in days],
    ]
    return [
        [(sign, text, 22.0 + measure(text, style.NOTE_SIZE)[0] + 18.0) for sign, text in group]
        for group in groups
    ]


def _sign(kind: str, status: str, *, day: bool) -> Callable[[Canvas, float, float], None]:
    return lambda canvas, x, y: mark(canvas, (x, x + 16.0), y, (kind, status), day=day)
