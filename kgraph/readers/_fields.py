"""Fields, as any format gives them, to an article: the one gate that every article comes through."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from kgraph.model import Article
from kgraph.readers._dates import date_of
from kgraph.readers._language import declared_language, detected_language, name_of_language
from kgraph.readers._skipped import Skipped
from kgraph.readers._source import MAX_ARTICLE_CHARACTERS

if TYPE_CHECKING:
    from collections.abc import Mapping

_UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_IN_IDS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
_KINDS = {bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "an object"}


def to_article(fields: Mapping[str, object], *, name: str, fallback_id: str) -> Article | Skipped:
    """The article that `fields` describe, or why there is none.

    `fields` holds `text`, and any of `id`, `title`, `date`, `url`, `publisher`, `author`,
    `language`; others are ignored. `name` is what people call the record. `fallback_id` is the id
    when the field is missing. The text is kept as it is, character for character, since offsets
    index it; only what XML, Turtle or UTF-8 cannot carry is replaced, one character by one.
    """
    given = fields.get("text")
    if given is None:
        return Skipped(name, "no `text` field")
    if not isinstance(given, str):
        return Skipped(name, f"`text` is {_KINDS.get(type(given), 'something else')}, not a string")
    if len(given) > MAX_ARTICLE_CHARACTERS:
        limit = f"more than the limit of {MAX_ARTICLE_CHARACTERS:,}; split it into articles"
        return Skipped(name, f"text of {len(given):,} characters, {limit}")
    text = safe(given)
    if not any(char.isalnum() for char in text):
        return Skipped(name, "no words in it" if text.strip() else "empty")
    language = declared_language(_line(fields.get("language"))) or detected_language(text)
    if language != "en":
        return Skipped(name, f"written in {name_of_language(language)}; only English is read")
    return Article(
        id=clean_id(_string(fields.get("id"))) or clean_id(fallback_id) or "article",
        text=text,
        title=_line(fields.get("title")),
        published=date_of(fields.get("date")),
        url=_line(fields.get("url")),
        publisher=_line(fields.get("publisher")),
        author=_line(fields.get("author")),
        language=language,
    )


def safe(text: str) -> str:
    """The text without characters that no RDF or XML file can hold; offsets stay as they are."""
    return _UNSAFE.sub(lambda found: " " if found[0] in "\x0b\x0c" else "\ufffd", text)


def clean_id(text: str) -> str:
    """An id without control characters and outer white space; the graph percent-encodes the rest."""
    return _IN_IDS.sub("", text).strip()


def _line(value: object) -> str:
    """A field of metadata as one line; "" for what is no simple value."""
    return " ".join(safe(_string(value)).split())


def _string(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(item for item in value if isinstance(item, str) and item.strip())
    is_simple = isinstance(value, str | int | float | date) and not isinstance(value, bool)
    return str(value) if is_simple else ""
