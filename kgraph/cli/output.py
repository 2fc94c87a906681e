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
from rich.console import Console
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

# Controls, C1 controls, direction marks and lone surrogates: what JSON may hold but a terminal may obey.
_UNSAFE = re.compile("[\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_WIDE = 10_000


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


def table(rows: Iterable[Sequence[object]], headings: Sequence[str], *, numbers: Sequence[str] = ()) -> Table:
    """Lay rows out below their headings; columns named in `numbers` are set to the right."""
    grid = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for heading in headings:
        grid.add_column(
            Text(printable(heading)), justify="right" if heading in numbers else "left", overflow="fold"
        )
    for row in rows:
        grid.add_row(*(Text(printable("" if cell is None else cell)) for cell in row))
    return grid


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
    """Write one line that says what went wrong to standard error."""
    stderr().print(Text.assemble(("Error: ", "bold red"), printable(text)), soft_wrap=True)


def write(text: str) -> None:
    """Write data to standard output: exactly as it is in a pipe, made harmless on a terminal."""
    if sys.stdout.isatty():
        text = "".join(c for c in text if c.isprintable() or c in "\n\t")
    sys.stdout.write(text)


def json_line(value: Any) -> str:  # noqa: ANN401 - whatever JSON can hold
    """Give a value as one line of JSON, readable in any language and harmless on a terminal."""
    text = json.dumps(value, ensure_ascii=False)
    return _UNSAFE.sub(lambda match: f"\\u{ord(match.group()):04x}", text) + "\n"


def _console(*, stderr: bool) -> Console:
    console = Console(stderr=stderr, markup=False, emoji=False, highlight=False)
    if not console.is_terminal:
        console.width = _WIDE
    return console
