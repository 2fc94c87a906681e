"""Markdown, with or without YAML front matter: one article, its markup taken off.

Front matter gives the fields; without a `title` there, the first top heading is the title (and
stays in the text). Code blocks are left out.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from frontmatter.default_handlers import YAMLHandler
from markdown_it import MarkdownIt
from yaml import BaseLoader, YAMLError

from kgraph.errors import InputError
from kgraph.readers._fields import to_article
from kgraph.readers._markup import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgraph.model import Article
    from kgraph.readers._skipped import Skipped
    from kgraph.readers._source import Source

SUFFIXES: tuple[str, ...] = (".md", ".markdown", ".mdown")

_START = re.compile(r"---\s*\n.*?\n---\s*(\n|$)|# \S", re.DOTALL)


def recognises(head: str) -> bool:
    """Whether a text begins as Markdown does: with front matter or a top heading."""
    return _START.match(head) is not None


def read(source: Source) -> Iterator[Article | Skipped]:
    """One article. Raises InputError if the file is no text, too long, or its front matter is broken."""
    fields, body = _front_matter(source)
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    tokens = parser.parse(body)
    if not fields.get("title"):
        headings = (after.content for here, after in pairwise(tokens) if here.tag == "h1")
        fields["title"] = plain(parser.renderInline(next(headings, "")))
    fields["text"] = plain(parser.renderer.render(tokens, parser.options, {}))
    yield to_article(fields, name=source.name, fallback_id=source.stem)


def _front_matter(source: Source) -> tuple[dict[str, object], str]:
    text = source.text()
    handler = YAMLHandler()
    if not handler.detect(text):
        return {}, text
    try:
        front, body = handler.split(text)
    except ValueError:  # a rule at the top, and no second one
        return {}, text
    try:
        # all values as strings: a date that does not exist is no reason to refuse the article
        fields = handler.load(front, Loader=BaseLoader)
    except RecursionError as error:
        raise InputError(source.name, "broken front matter: nested too deeply") from error
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"line {mark.line + 1}: " if mark else ""
        problem = getattr(error, "problem", None) or "not YAML"
        raise InputError(source.name, f"broken front matter: {place}{problem}") from error
    return (
        ({str(key).lower(): value for key, value in fields.items()}, body)
        if isinstance(fields, dict)
        else ({}, text)
    )
