"""Which reader reads what: by suffix, else by how the text begins."""

from __future__ import annotations

import logging
from functools import cache
from importlib.metadata import entry_points
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from kgraph.readers import csv_table, feed, json_lines, json_object, markdown, plain_text, web_page

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kgraph.model import Article
    from kgraph.readers._skipped import Skipped
    from kgraph.readers._source import Source

ENTRY_POINT_GROUP = "kgraph.readers"

_log = logging.getLogger(__name__)


@runtime_checkable
class Reader(Protocol):
    """What a module must have to be a reader.

    `SUFFIXES` are the endings of file names that it reads, in lower case with their dot. `read`
    yields an article, or what was skipped, for each record; it raises InputError when the input
    as a whole cannot be read. It should make its articles with `to_article`, which checks them.
    """

    SUFFIXES: tuple[str, ...]

    def read(self, source: Source) -> Iterator[Article | Skipped]:
        """Read an opened input."""
        ...


class _Sniffer(Reader, Protocol):
    def recognises(self, head: str) -> bool: ...


_SNIFFERS: tuple[_Sniffer, ...] = (json_lines, json_object, feed, web_page, csv_table, markdown)
_OURS: tuple[Reader, ...] = (*_SNIFFERS, plain_text)


def reader_for(source: Source, suffix: str) -> Reader:
    """The reader for an input whose name ends in `suffix` ("" if it has no name).

    The start of the text decides where no reader knows the suffix, and where files often bear
    the wrong one: JSON and JSON Lines, XML. Raises InputError if the start is no text.
    """
    reader = _by_suffix().get(suffix.lower())
    if reader is None:
        return sniff(source.peek())
    if reader is json_object and json_lines.recognises(source.peek()):
        return json_lines
    if reader is json_lines and json_object.is_spread(source.peek()):
        return json_object
    if reader is feed and web_page.recognises(source.peek()):
        return web_page
    return reader


def sniff(head: str) -> Reader:
    """The reader for a text that begins with `head`: plain text, if it looks like nothing else."""
    return next((reader for reader in _SNIFFERS if reader.recognises(head)), plain_text)


def _by_suffix() -> Mapping[str, Reader]:
    """Ours first, so that a reader that someone installs on purpose wins over ours."""
    return MappingProxyType(
        {suffix: reader for reader in (*_OURS, *_installed()) for suffix in reader.SUFFIXES},
    )


@cache
def _installed() -> tuple[Reader, ...]:
    """The readers of other packages; one that is broken is told of and left out."""
    found: list[Reader] = []
    for entry_point in entry_points(group=ENTRY_POINT_GROUP):
        try:
            reader = entry_point.load()
        except Exception as error:  # noqa: BLE001 - whatever their module raises, ours go on
            _log.warning("reader %s cannot be loaded: %s", entry_point.name, error)
            continue
        if isinstance(reader, Reader) and callable(reader.read):
            found.append(reader)
        else:
            _log.warning("reader %s needs SUFFIXES and read(source)", entry_point.name)
    return tuple(found)
