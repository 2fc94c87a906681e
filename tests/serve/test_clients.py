"""Clients that others have written, as they come."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import (
    CSV,
    GET,
    JSON,
    JSONLD,
    POST,
    POSTDIRECTLY,
    RDFXML,
    TSV,
    TURTLE,
    URLENCODED,
    XML,
    SPARQLWrapper,
)
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

if TYPE_CHECKING:
    from tests.serve.conftest import Server

BANS = "SELECT ?who ?label { ?who kg:bans ent:Kaspersky_Lab ; skos:prefLabel ?label }"
ONE = "https://w3id.org/kgraph/article/twitter-ban"
TWITTER = "https://w3id.org/kgraph/entity/Twitter"


@pytest.fixture
def wrapper(server: Server) -> SPARQLWrapper:
    """A client of the endpoint."""
    return SPARQLWrapper(f"{server.url}/sparql")


class TestSparqlWrapper:
    """SPARQLWrapper."""

    @pytest.mark.parametrize(("method", "way"), [(GET, URLENCODED), (POST, URLENCODED), (POST, POSTDIRECTLY)])
    def test_ways_to_ask(self, wrapper: SPARQLWrapper, method: str, way: str) -> None:
        wrapper.setMethod(method)
        wrapper.setRequestMethod(way)
        wrapper.setReturnFormat(JSON)
        wrapper.setQuery(BANS)
        answer: Any = wrapper.queryAndConvert()
        (row,) = answer["results"]["bindings"]
        assert row["who"] == {"type": "uri", "value": TWITTER}
        assert row["label"] == {"type": "literal", "value": "Twitter", "xml:lang": "en"}

    @pytest.mark.parametrize("format_", [JSON, XML, CSV, TSV])
    def test_formats_of_rows(self, wrapper: SPARQLWrapper, format_: str) -> None:
        wrapper.setReturnFormat(format_)
        wrapper.setQuery(BANS)
        answer: Any = wrapper.queryAndConvert()
        shown = (
            answer.toxml()
            if format_ == XML
            else answer.decode()
            if isinstance(answer, bytes)
            else str(answer)
        )
        assert TWITTER in shown

    @pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
    @pytest.mark.parametrize("format_", [TURTLE, RDFXML, JSONLD])
    def test_formats_of_triples(self, wrapper: SPARQLWrapper, format_: str) -> None:
        wrapper.setReturnFormat(format_)
        wrapper.setQuery("CONSTRUCT WHERE { ?who kg:bans ent:Kaspersky_Lab }")
        answer: Any = wrapper.queryAndConvert()
        found = rdflib.Graph().parse(data=answer, format="turtle") if format_ == TURTLE else answer
        assert {str(subject) for subject in found.subjects()} == {TWITTER}

    def test_ask_and_dataset(self, wrapper: SPARQLWrapper) -> None:
        wrapper.setReturnFormat(JSON)
        for graph, expected in ((ONE, True), ("urn:none", False)):
            wrapper.clearParameter("default-graph-uri")
            wrapper.addDefaultGraph(graph)
            wrapper.setQuery("ASK { ?article a nif:Context }")
            answer: Any = wrapper.queryAndConvert()
            assert answer["boolean"] is expected

    def test_mistake(self, wrapper: SPARQLWrapper) -> None:
        wrapper.setQuery("SELECT ?who { ?who kg:bans }")
        with pytest.raises(QueryBadFormed, match="line 1, column"):
            wrapper.query()


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib.*")
class TestRdflib:
    """SPARQLStore of rdflib."""

    @pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
    @pytest.mark.parametrize("format_", ["json", "xml", "csv"])
    def test_queries(self, server: Server, method: str, format_: str) -> None:
        graph = rdflib.Graph(SPARQLStore(f"{server.url}/sparql", method=method, returnFormat=format_))
        who = rdflib.Variable("who")
        assert [str(row[who]) for row in graph.query(BANS).bindings] == [TWITTER]

    def test_patterns(self, server: Server) -> None:
        graph = rdflib.Graph(SPARQLStore(f"{server.url}/sparql"))
        bans = rdflib.URIRef("https://w3id.org/kgraph/ns#bans")
        assert (rdflib.URIRef(TWITTER), bans, None) in graph
        assert len(list(graph.triples((None, bans, None)))) == 2

    def test_construct_and_ask(self, server: Server) -> None:
        graph = rdflib.Graph(SPARQLStore(f"{server.url}/sparql"))
        assert graph.query("ASK { ?who kg:bans ent:Kaspersky_Lab }").askAnswer
        built = graph.query("CONSTRUCT WHERE { ?who kg:bans ent:Kaspersky_Lab }").graph
        assert built is not None
        assert len(built) == 1

    def test_pages_are_linked_data(self, server: Server) -> None:
        """A thing is read from its address, by the header that rdflib sends by itself."""
        described = rdflib.Graph().parse(f"{server.url}/entity/Twitter")
        assert rdflib.URIRef(TWITTER) in set(described.subjects())
