"""Web pages: the article without menus and notices, and what the page says of its publication."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING

from kgraph.errors import InputError
from kgraph.readers._fields import safe, to_article

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgraph.model import Article
    from kgraph.readers._skipped import Skipped
    from kgraph.readers._source import Source

SUFFIXES: tuple[str, ...] = (".html", ".htm", ".xhtml")

_MAX_PAGE_CHARACTERS = 4_000_000
_START = re.compile(
    r"(?:\s|<!--.*?-->|<\?xml[^>]*>)*<(?:!doctype\s+html|html|head|body|article|main|div|p|h1)\b",
    re.IGNORECASE | re.DOTALL,
)
_ROOT = re.compile(r"<(?:html|body)\b", re.IGNORECASE)

# what goes wrong is told by `Skipped`, so these libraries need not tell it on standard error
for _library in ("trafilatura", "htmldate", "courlan"):
    logging.getLogger(_library).addHandler(logging.NullHandler())


def recognises(head: str) -> bool:
    """Whether a text begins as web pages do."""
    return _START.match(head) is not None


def read(source: Source) -> Iterator[Article | Skipped]:
    """One article. Raises InputError if the file is no text, too long, or holds no article."""
    import trafilatura  # slow to load

    page = safe(source.text(_MAX_PAGE_CHARACTERS, "keep the article only"))
    if not _ROOT.search(page):  # trafilatura takes no bare fragments
        page = f"<html><body>{page}</body></html>"
    found = trafilatura.bare_extraction(
        page,
        with_metadata=True,
        include_comments=False,
        include_tables=False,
        # the date that the page states, none that a search through its text comes up with
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    if found is None or isinstance(found, dict) or not found.text:
        raise InputError(source.name, "no article text found in the page")
    fields = {
        "text": found.text,
        "title": found.title,
        "date": found.date,
        "url": found.url,
        "publisher": found.sitename or found.hostname,
        "author": found.author,
    }
    yield to_article(fields, name=source.name, fallback_id=source.stem)
