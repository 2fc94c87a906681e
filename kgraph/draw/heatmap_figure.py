"""The picture of a matrix: names at its sides, a number and a colour in each cell, a bar of colours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.patches import Rectangle

from kgraph.draw import style
from kgraph.draw.canvas import MARGIN, Canvas, flow, headline, headline_size
from kgraph.draw.text import clean, is_legible, measure, wrap
from kgraph.model import Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kgraph.draw.canvas import Drawing
    from kgraph.draw.heatmap import Cell, Matrix
    from kgraph.model import Entity

_CELL = (27.0, 20.0)
_SIGN = 12.0  # a name's sign of its type, with the room around it
_SLANT = 45.0
_DRAWN = 1.04  # letters on a screen's pixels are a little wider than measured
_RULE, _EMPTY, _HATCH = "#d9d9d9", "#fafafa", "#7a7a7a"
_GEOMETRIC = (1, 2, 3, 5, 9, 17)


def paint(matrix: Matrix, title: str, notes: Sequence[str], verb: str) -> Drawing:
    """The figure: actors to the left, targets above, `verb` between the two, the legend below."""
    actors = [_name(entity) for entity in matrix.actors]
    targets = [_name(entity) for entity in matrix.targets]
    left = max(max(map(_wide, actors)) + _SIGN, 90.0) + 6.0
    # a name that rises by 45 degrees takes as much room upwards as to the right
    rise = (max(map(_wide, targets)) + _SIGN) * 0.7072 + 8.0
    columns = [left + (number + 0.5) * _CELL[0] for number in range(len(targets))]
    right = max(x + (_wide(name) + _SIGN) * 0.7072 + 12.0 for x, name in zip(columns, targets, strict=True))
    width, head = headline_size(title, notes)
    inner = max(right, width, 420.0)
    levels = _levels(max((cell.reported for cell in matrix.cells.values()), default=0))
    legend = _Legend(matrix, levels, inner)
    body = len(actors) * _CELL[1]
    canvas = Canvas(inner + 2 * MARGIN, head + rise + body + legend.height + 2 * MARGIN)
    headline(canvas, title, notes)
    bottom = MARGIN + legend.height
    top = bottom + body
    canvas.write(
        verb, MARGIN + left - 6.0, top + 8.0, size=style.NOTE_SIZE, color=style.QUIET, align="right",
        name="axis",
    )  # fmt: skip
    for number, (entity, name) in enumerate(zip(matrix.actors, actors, strict=True)):
        y = top - (number + 0.5) * _CELL[1]
        canvas.swatch(entity.type, (MARGIN + left - 13.0, y - 3.5), (7.0, 7.0))
        canvas.write(name, MARGIN + left - 17.0, y, size=style.NOTE_SIZE, align="right", name="actor")
    for x, entity, name in zip(columns, matrix.targets, targets, strict=True):
        canvas.swatch(entity.type, (MARGIN + x - 3.5, top + 4.0), (7.0, 7.0))
        canvas.write(
            name, MARGIN + x + 2.0, top + 15.0, size=style.NOTE_SIZE, align="left", name="target",
            turned=_SLANT,
        )  # fmt: skip
    for row in range(len(actors)):
        for column in range(len(targets)):
            corner = (MARGIN + left + column * _CELL[0], top - (row + 1) * _CELL[1])
            _cell(canvas, matrix.cells.get((row, column)), corner, levels)
    legend.draw(canvas)
    return canvas.figure


def _name(entity: Entity) -> str:
    label = entity.label if is_legible(entity.label) else entity.id.replace("_", " ")
    return wrap(clean(label), 46, 1)


def _wide(text: str) -> float:
    return measure(text, style.NOTE_SIZE)[0] * _DRAWN + 6.0


def _levels(highest: int) -> list[tuple[int, str]]:
    """The least number of each step of colour, with the colour."""
    starts = (
        list(range(1, highest + 1)) if highest <= len(style.HEAT) else [n for n in _GEOMETRIC if n <= highest]
    )
    pace = min((len(style.HEAT) - 1) / max(len(starts) - 1, 1), 1.7)  # two events are not darkest yet
    return [(start, style.HEAT[round(place * pace)]) for place, start in enumerate(starts)]


def _cell(
    canvas: Canvas, cell: Cell | None, corner: tuple[float, float], levels: Sequence[tuple[int, str]]
) -> None:
    """A cell: reported events in its colour, others as a number with a plus, hatched where they are alone."""
    fill = _EMPTY
    if cell is not None and cell.reported:
        fill = next(color for start, color in reversed(levels) if cell.reported >= start)
    patch = Rectangle(corner, *_CELL, facecolor=fill, edgecolor=_RULE, linewidth=0.6, zorder=1, gid="cell")
    canvas.axes.add_patch(patch)
    if cell is None:
        return
    x, y = corner[0] + _CELL[0] / 2, corner[1] + _CELL[1] / 2
    if not cell.reported:
        patch.set(hatch="/////", hatch_linewidth=0.5)
        patch.set(hatchcolor="#b9b9b9")
        canvas.write(
            f"+{cell.unproven}", x, y, size=style.EDGE_SIZE, plate=True, color=style.QUIET, name="value"
        )
        return
    ink = style.PAPER if fill in style.HEAT[3:] else style.INK
    if cell.unproven:
        canvas.write(str(cell.reported), x - 5.5, y, size=style.ENTITY_SIZE, color=ink, name="value")
        canvas.write(f"+{cell.unproven}", x + 5.5, y, size=style.EDGE_SIZE - 0.5, color=ink, name="value")
    else:
        canvas.write(str(cell.reported), x, y, size=style.ENTITY_SIZE, color=ink, name="value")


class _Legend:
    """The bar of colours, what is hatched, and the signs of the types of entities."""

    def __init__(self, matrix: Matrix, levels: Sequence[tuple[int, str]], width: float) -> None:
        self._levels = levels
        self._open = bool(levels) and levels[-1][0] != len(levels)  # steps of more than one
        found = {status for cell in matrix.cells.values() for status, _ in cell.others}
        words = [status.value.casefold() for status in Status if status in found]
        self._others = f"{', '.join(words[:-1])}{' or ' if words[:-1] else ''}{words[-1]}" if words else ""
        shown = {entity.type.value for entity in (*matrix.actors, *matrix.targets)}
        self._types = [name for name in style.NODES if name in shown]
        spans = [18.0 + measure(name, style.NOTE_SIZE)[0] + 16.0 for name in self._types]
        self._places = flow([spans], width)
        self._rows = max(row for _, row in self._places) + 1
        self._bars = bool(levels) + bool(self._others)
        self.height = 18.0 + 20.0 * self._bars + 16.0 * self._rows

    def draw(self, canvas: Canvas) -> None:
        y = MARGIN + self.height - 24.0
        if self._levels:
            x = MARGIN
            for place, (start, color) in enumerate(self._levels):
                nexts = [low for low, _ in self._levels[place + 1 : place + 2]]
                text = _range(start, nexts[0] - 1 if nexts else None, open_end=self._open)
                ink = style.PAPER if color in style.HEAT[3:] else style.INK
                canvas.axes.add_patch(
                    Rectangle((x, y - 6.0), 30.0, 12.0, facecolor=color, edgecolor=_RULE, linewidth=0.6)
                )
                canvas.write(text, x + 15.0, y, size=style.EDGE_SIZE, color=ink, name="legend")
                x += 30.0
            canvas.write("reported events", x + 8.0, y, size=style.NOTE_SIZE, align="left", name="legend")
            y -= 20.0
        if self._others:
            patch = Rectangle((MARGIN, y - 6.0), 30.0, 12.0, facecolor=_EMPTY, edgecolor=_RULE, linewidth=0.6)
            patch.set(hatch="/////", hatch_linewidth=0.5, hatchcolor="#b9b9b9")
            canvas.axes.add_patch(patch)
            canvas.write(
                "+1", MARGIN + 15.0, y, size=style.EDGE_SIZE, plate=True, color=style.QUIET, name="legend"
            )
            canvas.write(
                f"only {self._others}; beside a number, so many more",
                MARGIN + 38.0, y, size=style.NOTE_SIZE, align="left", name="legend",
            )  # fmt: skip
        for name, (left, row) in zip(self._types, self._places, strict=True):
            low = MARGIN + 16.0 * (self._rows - 1 - row) + 2.0
            canvas.swatch(name, (MARGIN + left, low), (8.0, 8.0))
            canvas.write(
                name, MARGIN + left + 13.0, low + 4.6, size=style.NOTE_SIZE, align="left", name="legend"
            )


def _range(first: int, last: int | None, *, open_end: bool = False) -> str:
    if last is None:
        return f"{first}+" if open_end else str(first)
    return str(first) if first == last else f"{first}–{last}"
