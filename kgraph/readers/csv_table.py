"""CSV and TSV: one article a row, under a header with at least `text`; read row by row."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from kgraph.errors import InputError
from kgraph.readers._fields import to_article
from kgraph.readers._skipped import Skipped
from kgraph.readers._source import MAX_ARTICLE_CHARACTERS, MAX_LINE_CHARACTERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgraph.model import Article
    from kgraph.readers._source import Source

SUFFIXES: tuple[str, ...] = (".csv", ".tsv")

_DELIMITERS = ",\t;|"
_MAX_CELL_CHARACTERS = 10 * MAX_ARTICLE_CHARACTERS
"""A longer cell is a quotation mark that nothing closes."""


def recognises(head: str) -> bool:
    """Whether a text begins with a header that has a column `text` beside others."""
    first = head.lstrip("\r\n").splitlines()[:1]
    return bool(first) and any(
        "text" in (names := _header(first[0], mark)) and len(names) > 1 for mark in _DELIMITERS
    )


def read(source: Source) -> Iterator[Article | Skipped]:
    """One article a row. Raises InputError if the file is no text, or has no column `text`."""
    # the limit is the whole process's: it is only ever raised, so that no one else's rows break
    csv.field_size_limit(max(csv.field_size_limit(), _MAX_CELL_CHARACTERS))
    lines = _bounded(source)
    first = next((line for line in lines if line.strip()), "")
    delimiter = next((mark for mark in _DELIMITERS if "text" in _header(first, mark)), None)
    if delimiter is None:
        found = "".join(filter(str.isprintable, first)).strip()[:80]
        raise InputError(source.name, f"no `text` column; its first line is: {found}")
    names = _header(first, delimiter)
    yield from _rows(source, names, csv.reader(lines, delimiter=delimiter))


def _rows(source: Source, names: list[str], rows: Iterator[list[str]]) -> Iterator[Article | Skipped]:
    try:
        for position, cells in enumerate(filter(None, rows), start=1):
            name = f"{source.name}, row {position}"
            while len(cells) > len(names) and not cells[-1].strip():
                cells.pop()
            if len(cells) > len(names):
                # the text would be cut at its first comma, and nobody would see it
                reason = f"{len(cells)} cells under {len(names)} columns; put quotation marks around the text"
                yield Skipped(name, reason)
                continue
            fields = dict(zip(names, cells, strict=False))
            yield to_article(fields, name=name, fallback_id=f"{source.stem}-{position}")
    except csv.Error as error:
        reason = f"{error}; is a quotation mark left open? The rows from here on are not read"
        yield Skipped(source.name, reason)


def _header(line: str, delimiter: str) -> list[str]:
    try:
        cells = next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []
    return [cell.strip().lower() for cell in cells]


def _bounded(source: Source) -> Iterator[str]:
    for number, line in enumerate(source.lines(newline=""), start=1):
        if len(line) > MAX_LINE_CHARACTERS:
            reason = f"line {number} has more than {MAX_LINE_CHARACTERS:,} characters; the rest is not read"
            raise InputError(source.name, reason)
        yield line
