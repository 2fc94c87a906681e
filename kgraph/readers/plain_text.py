"""Plain text: the whole file is one article; line ends become single newlines, nothing else changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgraph.readers._fields import to_article

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgraph.model import Article
    from kgraph.readers._skipped import Skipped
    from kgraph.readers._source import Source

SUFFIXES: tuple[str, ...] = (".txt", ".text")


def read(source: Source) -> Iterator[Article | Skipped]:
    """One article. Raises InputError if the file is no text or too long."""
    text = source.text().replace("\r\n", "\n").replace("\r", "\n")
    yield to_article({"text": text}, name=source.name, fallback_id=source.stem)
