"""The vocabulary over HTTP: every IRI of it leads to a page, or to RDF, that says what it is."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox
import pytest

from kgraph.graph.published import published

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from tests.serve.conftest import Server

IRIS = sorted(
    {
        quad.subject.value
        for quad in published()
        if isinstance(quad.subject, ox.NamedNode) and "#c14n" not in quad.subject.value
    }
)


def section(page: str, name: str) -> str:
    """What a page says of one term, as text with its links."""
    found = re.search(rf'<section id="{name}">(.*?)</section>', page, re.DOTALL)
    assert found, name
    return found[1]


@pytest.mark.parametrize("document", ["ns", "plover", "shapes"])
def test_each_name_has_its_place_on_the_page_of_its_namespace(server: Server, document: str) -> None:
    page = server.client.get(f"/{document}", headers={"Accept": "text/html"})
    assert (page.status_code, page.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    names = [iri.partition("#")[2] for iri in IRIS if iri.startswith(f"https://w3id.org/kgraph/{document}#")]
    assert len(names) > 10
    assert sorted(re.findall(r'<section id="([^"]+)">', page.text)) == sorted(names)


@pytest.mark.parametrize(
    ("accept", "form"),
    [("text/turtle", ox.RdfFormat.TURTLE), ("application/n-triples", ox.RdfFormat.N_TRIPLES)],
)
@pytest.mark.parametrize("document", ["ns", "plover", "shapes"])
def test_rdf_says_the_same_as_the_graph(
    server: Server, document: str, accept: str, form: ox.RdfFormat
) -> None:
    response = server.client.get(f"/{document}", headers={"Accept": accept})
    assert response.headers["Content-Type"].startswith(accept)
    told = {quad.triple for quad in ox.parse(response.content, form)}
    graph = "shapes" if document == "shapes" else "ns"
    assert told == {
        quad.triple
        for quad in published()
        if isinstance(quad.graph_name, ox.NamedNode) and quad.graph_name.value.endswith(f"/{graph}")
    }


def test_a_class_says_what_it_is_and_leads_to_what_is_of_it(server: Server) -> None:
    ban = section(server.client.get("/ns").text, "Ban")
    for words in (
        "Actor forbids, blocks or bars",
        "Twitter bans Kaspersky Lab from",
        'href="/plover#COERCE"',
    ):
        assert words in ban
    assert 'href="/ns#bans"' in ban


@pytest.mark.parametrize("name", ["Ban", "bans", "actor", "Reported", "polarity", "Positive"])
def test_uses_are_counted_and_lead_to_examples(server: Server, name: str) -> None:
    told = section(server.client.get("/ns").text, name)
    link, count = re.findall(r'<dt>used</dt><dd><a href="([^"]+)">([\d,]+) times?</a>', told)[0]
    query = parse_qs(urlsplit(unescape(link)).query)["query"][0]
    response = server.ask(query)
    assert response.status_code == 200
    assert len(response.text.splitlines()) - 1 == min(int(count.replace(",", "")), 100)
    assert server.client.get(unescape(link)).status_code == 200


def test_a_root_class_counts_what_is_of_its_kinds(server: Server) -> None:
    told = section(server.client.get("/plover").text, "COERCE")
    assert 'href="/ns#Ban"' in told
    assert "times</a>" in told


def test_a_shape_says_what_it_demands(server: Server) -> None:
    told = section(server.client.get("/shapes").text, "Event")
    assert "<li>" in told
    assert "used" not in told


def test_tables_and_pages_lead_to_the_vocabulary(server: Server) -> None:
    page = server.ask("SELECT ?type { ?event a ?type . FILTER(?type = kg:Ban) } LIMIT 1", "text/html").text
    assert 'href="/ns#Ban"' in page


def test_what_is_asked_for_wrongly_is_told(
    server: Server, start: Callable[..., AbstractContextManager[Server]], folder: Path
) -> None:
    assert server.client.get("/ns", headers={"Accept": "image/png"}).status_code == 406
    assert (
        server.client.get("/ns", params={"format": "ttl"}).headers["Content-Type"].startswith("text/turtle")
    )
    assert server.client.get("/ns/Ban").status_code == 404
    assert server.client.post("/ns").status_code == 405
    with start(folder, "--max-rows", "5") as small:
        cut = small.client.get("/shapes", headers={"Accept": "text/turtle"})
        assert cut.headers["X-Kgraph-Truncated"] == "rows=5"
