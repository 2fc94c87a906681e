"""What the commands write: plain UTF-8 in pipes, tables that fit the terminal, nothing hostile.

Articles come from anywhere, so whatever of them reaches a terminal goes through `printable`:
no escape sequence, no invisible direction mark. Data goes to standard output, all else to
standard error.
"""

from __future__ import annotations

import json
import re
import sys
from typing import TYPE_CHECKING, Any

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rich.console import ConsoleOptions, JustifyMethod, RenderResult

# Controls, C1 controls, direction marks and lone surrogates: what JSON may hold but a terminal may obey.
_UNSAFE = re.compile("[\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_WIDE = 10_000
_GAP = 3  # blanks between the columns of a table
_FOLDED = 16  # a longer word may be folded: ids have no blanks


def stdout() -> Console:
    """The console for data; in a pipe it is plain and never folds a line."""
    return _console(stderr=False)


def stderr() -> Console:
    """The console for progress, summaries of what went wrong, and errors."""
    return _console(stderr=True)


def printable(text: object) -> str:
    """Give the text on one line, without any character that a terminal could obey."""
    kept = "".join(c if c.isprintable() else " " if c.isspace() else "" for c in str(text))
    return " ".join(kept.split())


def counted(number: int, noun: str) -> str:
    """Give a number with its noun: "1 article", "2,000 articles"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


class _Rows:
    """Rows below their headings; on a terminal too narrow for the columns, a block of lines a row."""

    def __init__(
        self, headings: Sequence[str], rows: Sequence[Sequence[str]], numbers: Sequence[str]
    ) -> None:
        self._headings, self._rows, self._numbers = headings, rows, numbers

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        columns = zip(self._headings, *self._rows, strict=True)
        needed = sum(_GAP + max(map(_longest_word, column), default=0) for column in columns) - _GAP
        yield self._grid() if needed <= options.max_width else self._blocks()

    def _grid(self) -> Table:
        grid = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
        for heading in self._headings:
            justify: JustifyMethod = "right" if heading in self._numbers else "left"
            grid.add_column(Text(heading), justify=justify, overflow="fold")
        for row in self._rows:
            grid.add_row(*map(Text, row))
        return grid

    def _blocks(self) -> Table:
        grid = Table.grid(padding=(0, 2))
        grid.add_column(style="bold")
        grid.add_column(overflow="fold")
        for row in self._rows:
            if grid.row_count:
                grid.add_row()
            for heading, cell in zip(self._headings, row, strict=True):
                if cell:
                    grid.add_row(Text(heading), Text(cell))
        return grid


def table(rows: Iterable[Sequence[object]], headings: Sequence[str], *, numbers: Sequence[str] = ()) -> _Rows:
    """Lay rows out below their headings; columns named in `numbers` are set to the right."""
    cells = [[printable("" if cell is None else cell) for cell in row] for row in rows]
    return _Rows([printable(heading) for heading in headings], cells, numbers)


def pairs(values: Mapping[str, object]) -> Table:
    """Lay names and values out in two columns without headings."""
    grid = Table(box=None, show_header=False, pad_edge=False)
    grid.add_column(justify="left", style="bold")
    grid.add_column(justify="left", overflow="fold")
    for name, value in values.items():
        grid.add_row(Text(printable(name)), Text(printable("" if value is None else value)))
    return grid


def show(*renderables: object) -> None:
    """Write tables and texts to standard output, without blanks at the ends of lines in a pipe."""
    console = stdout()
    if console.is_terminal:
        console.print(*renderables, sep="\n")
        return
    with console.capture() as captured:
        console.print(*renderables, sep="\n")
    write("".join(f"{line.rstrip()}\n" for line in captured.get().splitlines()))


def line(text: object) -> None:
    """Write one line to standard output, folded at words to the width of a terminal."""
    show(Text(printable(text)))


def note(text: object) -> None:
    """Write one line to standard error."""
    stderr().print(Text(printable(text)), soft_wrap=True)


def error(text: object) -> None:
    """Write what went wrong to standard error: a line, or one for each mistake of a file."""
    for number, told in enumerate(str(text).splitlines() or [""]):
        head = ("" if number else "Error: ", "bold red")
        stderr().print(Text.assemble(head, printable(told)), soft_wrap=True)


def write(text: str) -> None:
    """Write data to standard output: exactly as it is in a pipe, made harmless on a terminal."""
    if sys.stdout.isatty():
        text = "".join(c for c in text if c.isprintable() or c in "\n\t")
    sys.stdout.write(text)


def json_line(value: Any) -> str:  # noqa: ANN401 - whatever JSON can hold
    """Give a value as one line of JSON, readable in any language and harmless on a terminal."""
    text = json.dumps(value, ensure_ascii=False)
    return _UNSAFE.sub(lambda match: f"\\u{ord(match.group()):04x}", text) + "\n"


def _longest_word(cell: str) -> int:
    return max((min(cell_len(word), _FOLDED) for word in cell.split()), default=0)


def _console(*, stderr: bool) -> Console:
    console = Console(stderr=stderr, markup=False, emoji=False, highlight=False)
    if not console.is_terminal:
        console.width = _WIDE
    return console
