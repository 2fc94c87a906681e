"""JSON Lines: one object a line, read line by line; a bad line is named by its number and skipped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgraph.readers._skipped import Skipped
from kgraph.readers._source import MAX_LINE_CHARACTERS
from kgraph.readers.json_object import parse, record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgraph.model import Article
    from kgraph.readers._source import Source

SUFFIXES: tuple[str, ...] = (".jsonl", ".ndjson")


def recognises(head: str) -> bool:
    """Whether a text begins as JSON Lines do: two lines that each open an object at their start."""
    first, _, rest = head.lstrip().partition("\n")
    return first.startswith("{") and first.strip() != "{" and rest.lstrip("\r\n").startswith("{")


def read(source: Source) -> Iterator[Article | Skipped]:
    """One article a line. Raises InputError if the file is no text. Blank lines do not count.

    An object without `id` is called after its position among the records, so that a bad line
    does not change the ids of those after it.
    """
    position = 0
    for number, line in enumerate(source.lines(), start=1):
        if not line.strip():
            continue
        position += 1
        name = f"{source.name}, line {number}"
        if len(line) > MAX_LINE_CHARACTERS:
            yield Skipped(name, f"more than {MAX_LINE_CHARACTERS:,} characters; split it into articles")
            continue
        try:
            value = parse(line)
        except ValueError as error:
            yield Skipped(name, str(error).replace("line 1 column", "column"))
            continue
        yield record(value, name, f"{source.stem}-{position}")
