"""The W3C's test cases for the SPARQL 1.1 Protocol that mean something to an endpoint for reading.

https://www.w3.org/2009/sparql/docs/tests/data-sparql11/protocol/ has their names. Their data sets are
given here by the graphs of articles; what they send as updates has to be refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest

if TYPE_CHECKING:
    import httpx

    from tests.serve.conftest import Server

ONE = "https://w3id.org/kgraph/article/twitter-ban"
TWO = "https://w3id.org/kgraph/article/media-prima"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
DIRECT = {"Content-Type": "application/sparql-query"}
UPDATE = {"Content-Type": "application/sparql-update"}
JSON = {"Accept": "application/sparql-results+json"}
# Which of the two articles stand in the default graph, and which are named graphs.
WHICH = f"""SELECT ?place ?article {{
  VALUES ?article {{ <{ONE}> <{TWO}> }}
  {{ ?article a nif:Context . BIND("default" AS ?place) }}
  UNION {{ GRAPH ?graph {{ ?article a nif:Context }} BIND("named" AS ?place) }}
}}"""


def places(response: httpx.Response) -> set[tuple[str, str]]:
    assert response.status_code == 200, response.text
    rows = response.json()["results"]["bindings"]
    return {(row["place"]["value"], row["article"]["value"]) for row in rows}


def is_true(response: httpx.Response) -> bool:
    assert response.status_code == 200, response.text
    return bool(response.json()["boolean"])


class TestQuery:
    """What has to be answered."""

    def test_query_get(self, server: Server) -> None:
        assert is_true(server.client.get("/sparql", params={"query": "ASK {}"}, headers=JSON))

    def test_query_post_form(self, server: Server) -> None:
        assert is_true(server.client.post("/sparql", data={"query": "ASK {}"}, headers=JSON))

    def test_query_post_direct(self, server: Server) -> None:
        assert is_true(server.client.post("/sparql", content="ASK {}", headers=JSON | DIRECT))

    def test_query_dataset_default_graph(self, server: Server) -> None:
        parameters = {"query": WHICH, "default-graph-uri": ONE}
        assert places(server.client.get("/sparql", params=parameters, headers=JSON)) == {("default", ONE)}

    def test_query_dataset_default_graphs_get(self, server: Server) -> None:
        parameters = {"query": WHICH, "default-graph-uri": [ONE, TWO]}
        found = places(server.client.get("/sparql", params=parameters, headers=JSON))
        assert found == {("default", ONE), ("default", TWO)}

    def test_query_dataset_default_graphs_post(self, server: Server) -> None:
        parameters = {"default-graph-uri": [ONE, TWO]}
        expected = {("default", ONE), ("default", TWO)}
        form = {"query": WHICH, **parameters}
        assert places(server.client.post("/sparql", data=form, headers=JSON)) == expected
        direct = server.client.post("/sparql", params=parameters, content=WHICH, headers=JSON | DIRECT)
        assert places(direct) == expected

    def test_query_dataset_named_graphs_get(self, server: Server) -> None:
        parameters = {"query": WHICH, "named-graph-uri": [ONE, TWO]}
        found = places(server.client.get("/sparql", params=parameters, headers=JSON))
        assert found == {("named", ONE), ("named", TWO)}

    def test_query_dataset_named_graphs_post(self, server: Server) -> None:
        parameters = {"query": WHICH, "named-graph-uri": [ONE, TWO]}
        found = places(server.client.post("/sparql", data=parameters, headers=JSON))
        assert found == {("named", ONE), ("named", TWO)}

    def test_query_dataset_full(self, server: Server) -> None:
        parameters = {"query": WHICH, "default-graph-uri": ONE, "named-graph-uri": TWO}
        found = places(server.client.get("/sparql", params=parameters, headers=JSON))
        assert found == {("default", ONE), ("named", TWO)}

    def test_query_multiple_dataset(self, server: Server) -> None:
        """What the request says goes before what the query says."""
        own = WHICH.replace("{", f"FROM <{TWO}> FROM NAMED <{TWO}> {{", 1)
        assert places(server.client.get("/sparql", params={"query": own}, headers=JSON)) == {
            ("default", TWO),
            ("named", TWO),
        }
        parameters = {"query": own, "default-graph-uri": ONE}
        assert places(server.client.get("/sparql", params=parameters, headers=JSON)) == {("default", ONE)}

    @pytest.mark.parametrize(
        ("case", "query", "media_types"),
        [
            (
                "query_content_type_select",
                "SELECT (1 AS ?one) {}",
                "sparql-results+json sparql-results+xml text/csv text/tab-separated-values",
            ),
            (
                "query_content_type_ask",
                "ASK {}",
                "sparql-results+json sparql-results+xml text/csv text/tab-separated-values",
            ),
            (
                "query_content_type_describe",
                f"DESCRIBE <{ONE}>",
                "text/turtle n-triples rdf+xml ld+json trig n-quads",
            ),
            (
                "query_content_type_construct",
                "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o } LIMIT 1",
                "text/turtle n-triples rdf+xml ld+json trig n-quads",
            ),
        ],
    )
    def test_query_content_type(self, server: Server, case: str, query: str, media_types: str) -> None:
        for name in media_types.split():
            media_type = name if "/" in name else f"application/{name}"
            response = server.ask(query, media_type)
            assert response.status_code == 200, case
            assert response.headers["Content-Type"].split(";")[0] == media_type
            assert response.content.strip()
        assert server.ask(query, "image/png").status_code == 406


BAD: dict[str, tuple[str, Any, dict[str, str], bytes | None, int]] = {
    "bad_query_method": ("PUT", {"query": "ASK {}"}, {}, None, 405),
    "bad_multi_query": ("GET", [("query", "ASK {}"), ("query", "SELECT * {}")], {}, None, 400),
    "bad_query_wrong_media_type": ("POST", {}, {"Content-Type": "text/plain"}, b"ASK {}", 415),
    "bad_query_missing_form_type": ("POST", {}, {}, urlencode({"query": "ASK {}"}).encode(), 415),
    "bad_query_missing_direct_type": ("POST", {}, {}, b"ASK {}", 415),
    "bad_query_non_utf8": (
        "POST",
        {},
        {"Content-Type": "application/sparql-query; charset=UTF-16"},
        "ASK {}".encode("utf-16"),
        415,
    ),
    "bad_query_non_utf8 (not told)": ("POST", {}, DIRECT, b"ASK { ?s ?p '\xff' }", 400),
    "bad_query_non_utf8 (form)": ("POST", {}, FORM, b"query=ASK%20%7B%7D%20%23%ff", 400),
    "bad_query_syntax": ("GET", {"query": "ASK {"}, {}, None, 400),
    "bad_update_get": ("GET", {"update": "CLEAR ALL"}, {}, None, 403),
    "bad_update_get (as a query)": ("GET", {"query": "CLEAR ALL"}, {}, None, 400),
    "bad_multi_update": ("POST", {}, FORM, b"update=CLEAR%20ALL&update=CLEAR%20ALL", 403),
    "bad_update_wrong_media_type": ("POST", {}, {"Content-Type": "text/plain"}, b"CLEAR ALL", 415),
    "bad_update_missing_form_type": ("POST", {}, {}, b"update=CLEAR%20ALL", 415),
    "bad_update_non_utf8": ("POST", {}, UPDATE, "CLEAR ALL".encode("utf-16"), 403),
    "bad_update_syntax": ("POST", {}, FORM, b"update=CLEAR%20XYZ", 403),
    "bad_update_dataset_conflict": ("POST", {"using-graph-uri": ONE}, UPDATE, b"DROP ALL", 403),
    "update_post_form": ("POST", {}, FORM, b"update=CLEAR%20ALL", 403),
    "update_post_direct": ("POST", {}, UPDATE, b"CLEAR ALL", 403),
    "no query": ("POST", {}, FORM, b"default-graph-uri=urn:x", 400),
    "empty query": ("POST", {}, DIRECT, b" ", 400),
    "a graph that is no IRI": ("GET", {"query": "ASK {}", "default-graph-uri": "no iri"}, {}, None, 400),
    "dataset of an update": ("GET", {"query": "ASK {}", "using-graph-uri": ONE}, {}, None, 400),
    "asking another endpoint": (
        "GET",
        {"query": "SELECT * { SERVICE SILENT <http://127.0.0.1:1/> { ?s ?p ?o } }"},
        {},
        None,
        400,
    ),
    "delete": ("DELETE", {}, {}, None, 405),
}


@pytest.mark.parametrize("case", BAD)
def test_refused(server: Server, case: str) -> None:
    method, parameters, headers, content, status = BAD[case]
    before = server.ask("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }").text
    response = server.client.request(method, "/sparql", params=parameters, headers=headers, content=content)
    assert response.status_code == status
    assert len(response.text.strip().splitlines()) == 1, "an error is told in a line"
    if status == 405:
        assert "GET" in response.headers["Allow"]
    assert server.ask("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }").text == before


def test_a_mistake_is_told_with_its_place(server: Server) -> None:
    response = server.ask("SELECT ?who WHERE {\n  ?who kg:bans }")
    assert response.status_code == 400
    assert "line 2, column" in response.text
    assert "did you mean kg:?" in server.ask("ASK { ?a kgg:b ?c }").text


def test_head_is_get_without_a_body(server: Server) -> None:
    get = server.client.get("/sparql", params={"query": "ASK {}"})
    head = server.client.head("/sparql", params={"query": "ASK {}"})
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["Content-Length"] == get.headers["Content-Length"]


def test_methods_are_told(server: Server) -> None:
    options = server.client.options("/sparql")
    assert (options.status_code, options.headers["Allow"]) == (204, "GET, HEAD, POST, OPTIONS")


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib.*")
def test_service_description(server: Server) -> None:
    """Without a query the endpoint describes itself, to a program in RDF and to people in a form."""
    import rdflib

    described = rdflib.Graph()
    for media_type in ("text/turtle", "application/rdf+xml", "application/ld+json", "application/n-triples"):
        response = server.client.get("/sparql", headers={"Accept": media_type})
        assert response.headers["Content-Type"].split(";")[0] == media_type
        described = rdflib.Graph().parse(data=response.text, format=media_type)
        sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
        assert str(described.value(predicate=rdflib.RDF.type, object=sd.Service)) == f"{server.url}/sparql"
        assert rdflib.URIRef(ONE) in set(described.objects(predicate=sd.name))
    assert "<textarea" in server.client.get("/sparql", headers={"Accept": "text/html"}).text
    assert server.client.get("/sparql", headers=JSON).status_code == 400
    assert server.client.get("/sparql", headers={"Accept": "image/png"}).status_code == 406
