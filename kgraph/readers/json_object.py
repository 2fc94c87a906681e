"""JSON: an object with at least `text`, or a list of such objects. The text is taken as it stands."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from kgraph.errors import InputError
from kgraph.readers._fields import to_article
from kgraph.readers._skipped import Skipped
from kgraph.readers._source import MAX_DOCUMENT_CHARACTERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgraph.model import Article
    from kgraph.readers._source import Source

SUFFIXES: tuple[str, ...] = (".json",)

_START = re.compile(r"\s*(?:\{\s*[\"}]|\[\s*[{\]])")


def recognises(head: str) -> bool:
    """Whether a text begins as a JSON object or a list of objects does."""
    return _START.match(head) is not None


def is_spread(head: str) -> bool:
    """Whether a text begins as JSON over several lines does, or as a list."""
    first = head.lstrip().partition("\n")[0].strip()
    return first == "{" or (first.startswith("[") and recognises(head))


def read(source: Source) -> Iterator[Article | Skipped]:
    """One article an object. Raises InputError if the file is no text, too long, or no JSON."""
    text = source.text(MAX_DOCUMENT_CHARACTERS, "use JSON Lines, which is read line by line")
    try:
        value = parse(text)
    except ValueError as error:
        raise InputError(source.name, str(error)) from error
    if not isinstance(value, list):
        yield record(value, source.name, source.stem)
        return
    for position, item in enumerate(value, start=1):
        yield record(item, f"{source.name}, item {position}", f"{source.stem}-{position}")


def record(value: object, name: str, fallback_id: str) -> Article | Skipped:
    """The article of one JSON value, or why there is none."""
    if not isinstance(value, dict):
        return Skipped(name, "JSON, but not an object with a `text` field")
    return to_article(value, name=name, fallback_id=fallback_id)


def parse(text: str) -> object:
    """The JSON value of `text`; raises ValueError that says, in a line, what is wrong where."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        # the decoder points at where an unfinished string begins, and else at where the text ends
        is_cut = error.msg.startswith("Unterminated string") or error.pos >= len(text.rstrip())
        what = "truncated JSON" if is_cut and text.strip() else "not JSON"
        reason = error.msg[:1].lower() + error.msg[1:]
        if error.msg == "Extra data":
            reason = "more after its end; objects one a line belong in a .jsonl file"
        raise ValueError(f"{what}: line {error.lineno} column {error.colno}: {reason}") from error
    except RecursionError as error:
        raise ValueError("JSON nested too deeply") from error
    except ValueError as error:
        raise ValueError("JSON with a number of too many digits") from error
