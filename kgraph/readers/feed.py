"""RSS and Atom: one article an entry, its HTML made plain text."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

import feedparser

from kgraph.errors import InputError
from kgraph.readers._dates import date_of
from kgraph.readers._fields import safe, to_article
from kgraph.readers._markup import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgraph.model import Article
    from kgraph.readers._skipped import Skipped
    from kgraph.readers._source import Source

SUFFIXES: tuple[str, ...] = (".rss", ".atom", ".rdf", ".xml")

_START = re.compile(r"(?:\s|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>]*>)*<(?:rss|feed|rdf:RDF)\b", re.DOTALL)
_REFERENCE = re.compile(r"&#(?:x0*([0-9a-f]{1,9})|0*([0-9]{1,9}));?", re.IGNORECASE)
_MAX_FEED_CHARACTERS = 10_000_000
_IS_UTF_8 = {"content-type": "application/xml; charset=utf-8"}


def recognises(head: str) -> bool:
    """Whether a text begins as RSS or Atom does."""
    return _START.match(head) is not None


def read(source: Source) -> Iterator[Article | Skipped]:
    """One article an entry. Raises InputError if the file is no text, too long, or no feed."""
    text = source.text(_MAX_FEED_CHARACTERS, "split the feed")
    if not recognises(text):  # said here, since feedparser makes a feed out of anything
        raise InputError(source.name, "not an RSS or Atom feed")
    # a stream, since a string might be taken for an address and fetched
    stream = io.BytesIO(_REFERENCE.sub(_legal, safe(text)).encode())
    feed = feedparser.parse(stream, response_headers=_IS_UTF_8, resolve_relative_uris=False)
    if not feed.entries:
        raise InputError(source.name, "a feed without entries")
    about = feed.feed
    for position, entry in enumerate(feed.entries, start=1):
        address = entry.get("link", "")
        fields = {
            "id": _slug(entry.get("id") or address),
            "text": _text(entry),
            "title": plain(entry.get("title", "")),
            "date": date_of(entry.get("published")) or entry.get("updated"),
            "url": address if "://" in address else "",  # an id may stand in for the link
            "publisher": plain(about.get("title", "")),
            "author": entry.get("author") or about.get("author"),
            "language": entry.get("language") or about.get("language"),
        }
        name = f"{source.name}, entry {position}"
        yield to_article(fields, name=name, fallback_id=f"{source.stem}-{position}")


def _text(entry: Any) -> str:  # noqa: ANN401 - feedparser has no types
    """The longest that the entry gives: its content, or else its summary."""
    given = [*entry.get("content", []), entry.get("summary_detail") or {}]
    texts = (
        part.get("value", "") if part.get("type") == "text/plain" else plain(part.get("value", ""))
        for part in given
    )
    return max(texts, key=len)


def _legal(reference: re.Match[str]) -> str:
    """The character reference, unless no character has that number: feedparser fails on those."""
    hexadecimal, decimal = reference.groups()
    number = int(hexadecimal, 16) if hexadecimal else int(decimal)
    is_character = number <= 0x10FFFF and not 0xD800 <= number <= 0xDFFF
    return reference[0] if is_character else "\ufffd"


def _slug(address: str) -> str:
    """An entry's id or link as a short name: "https://a.org/x?p=1" is "a.org-x-p-1"."""
    return re.sub(r"[^\w.]+", "-", re.sub(r"^\w+://", "", address)).strip("-.")
