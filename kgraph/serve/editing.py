"""The editor: a query, what is wrong with it and where, and what it gives."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from kgraph.errors import KgraphError, QueryError
from kgraph.graph import vocabulary as v
from kgraph.model import digest
from kgraph.named_queries import named_queries, named_query
from kgraph.serve.looks import rendered
from kgraph.serve.pages import FIRST, table
from kgraph.serve.reply import HTML, Reply

if TYPE_CHECKING:
    from kgraph.graph.answering import Limits
    from kgraph.graph.served import Served

_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
_PLACE: Final = re.compile(r"line ([0-9]+), column ([0-9]+): ")
_QUOTED: Final = re.compile(
    r"(?<= at or just before the mark): .*", re.DOTALL
)  # the line, which is shown whole
_WORD_BEFORE: Final = re.compile(r"(\S+)\s*$")
_LINES_BEFORE: Final = 2


class Place(NamedTuple):
    """Where a query goes wrong: its line in three parts, the second of which is marked, and those before.

    Lines count from 1; `before` has each line with its number.
    """

    line: int
    before: tuple[tuple[int, str], ...]
    left: str
    right: str
    rest: str


def editor(graph: Served, fields: tuple[tuple[str, str], ...], limits: Limits) -> Reply:
    """The page with the query of its address, or a named one. Raises `NotFoundError` for an unknown name."""
    given = dict(fields)
    name, sparql = given.get("named", ""), given.get("query", "").replace("\r\n", "\n")
    if name and not sparql.strip():
        sparql = named_query(name).sparql
    told: dict[str, Any] = {
        "sparql": sparql if sparql.strip() else FIRST,
        "asked": "query" in given,
        "named": name,
        "queries": named_queries().values(),
        "page": name if name in named_queries() and named_query(name).parameters else "",
        "prefixes": v.PREFIXES,
        "version": digest(_script()),
        "message": "",
        "place": None,
    }
    if "query" in given:
        try:
            if not sparql.strip():
                raise QueryError("the query is empty: write one, or begin with a question")
            told |= table(graph.ask(sparql), limits)
        except KgraphError as mistake:
            told["place"] = place(sparql, str(mistake))
            told["message"] = _QUOTED.sub("", str(mistake)) if told["place"] else str(mistake)
    return Reply(200, HTML, rendered("editor", **told), (("Content-Security-Policy", _POLICY),))


def script() -> Reply:
    """What makes the editor more convenient."""
    headers = (("Cache-Control", "max-age=31536000, immutable"),)
    return Reply(200, "text/javascript; charset=utf-8", _script().encode(), headers)


def place(sparql: str, message: str) -> Place | None:
    """The place that a message names; None where it names none of the query."""
    found = _PLACE.match(message)
    lines = sparql.split("\n")
    if found is None or not 0 < int(found[1]) <= len(lines):
        return None
    number, at = int(found[1]), int(found[2]) - 1
    line = lines[number - 1]
    # The parser tells where it stopped, which is often behind what it could not take.
    behind = None if line[at : at + 1].strip() else _WORD_BEFORE.search(line[:at])
    first, last = behind.span(1) if behind else (at, at + 1)
    before = tuple(enumerate(lines, 1))[max(number - 1 - _LINES_BEFORE, 0) : number - 1]
    return Place(number, before, line[:first], line[first:last], line[last:])


@cache
def _script() -> str:
    return (files("kgraph") / "resources" / "pages" / "query.js").read_text(encoding="utf-8")
