"""Which format a client gets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kgraph.serve.negotiation import best

if TYPE_CHECKING:
    from tests.serve.conftest import Server

OFFERED = ["a/json", "a/xml", "text/csv", "text/html"]


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        ("", "a/json"),
        ("*/*", "a/json"),
        ("text/*", "text/csv"),
        ("text/csv", "text/csv"),
        ("TEXT/CSV", "text/csv"),
        ("text/csv;charset=utf-8", "text/csv"),
        ("a/json;q=0.1, a/xml;q=0.2", "a/xml"),
        ("a/json;q=0.1,*/*;q=0.2", "a/xml"),
        ("text/html, */*", "text/html"),
        ("*/*, a/json;q=0", "a/xml"),
        ("a/json;q=0", None),
        ("image/png", None),
        ("text/csv;q=nonsense", None),
        ("text/csv;q=7, a/xml;q=0.1", "a/xml"),
        ("text/csv;q=nan", None),
        (",;,/,;q=1", None),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),
        ("a/xml," * 100_000, "a/xml"),
    ],
)
def test_best(accept: str, chosen: str | None) -> None:
    assert best(accept, OFFERED) == chosen


@pytest.mark.parametrize(
    ("query", "accept", "format_", "expected"),
    [
        ("ASK {}", "", "", "application/sparql-results+json"),
        ("ASK {}", "application/json", "", "application/json"),
        ("SELECT * {}", "text/xml, text/csv;q=0.9", "", "text/xml"),
        ("SELECT * {}", "text/turtle, text/tab-separated-values;q=0.1", "", "text/tab-separated-values"),
        ("DESCRIBE ent:Twitter", "application/sparql-results+json, text/turtle", "", "text/turtle"),
        ("DESCRIBE ent:Twitter", "application/json", "", "application/json"),
        ("ASK {}", "text/html", "", "text/html"),
        ("ASK {}", "text/html", "csv", "text/csv"),
        ("ASK {}", "text/csv", "html", "text/html"),
        ("ASK {}", "text/csv", "ttl", "text/csv"),
        ("DESCRIBE ent:Twitter", "text/html", "ttl", "text/turtle"),
        ("DESCRIBE ent:Twitter", "text/html", "csv", "text/html"),
    ],
)
def test_answers_come_as_wanted(server: Server, query: str, accept: str, format_: str, expected: str) -> None:
    response = server.ask(query, accept, **({"format": format_} if format_ else {}))
    assert response.status_code == 200, response.text
    assert response.headers["Content-Type"].split(";")[0] == expected
