"""What users ask: an endpoint answers as an embedded graph does."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from kgraph.errors import QueryError
from kgraph.graph.store import Store
from kgraph.query import ask

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgraph.model import Extraction
    from tests.graph.remote.conftest import Server

GRAPHS = "<https://w3id.org/kgraph/ns>"
QUERIES = [
    # What there is, and in which graph
    "SELECT * { ?s ?p ?o }",
    "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g",
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "SELECT DISTINCT ?g { GRAPH ?g { ?s kg:status ?o } }",
    "ASK { GRAPH <urn:someone-elses> { ?s ?p ?o } }",
    "ASK { <urn:a> ?p ?o }",
    "ASK { ent:Twitter kg:bans ent:Kaspersky_Lab }",
    "ASK { ent:Twitter kg:bans ent:Twitter }",
    # Graphs that are named, and ways to name them
    "SELECT * { GRAPH art:media-prima { ?s a kg:Claim ; kg:confidence ?c } }",
    f"SELECT ?p ?verb {{ VALUES ?p {{ kg:bans kg:warnsAbout }} GRAPH {GRAPHS} {{ ?p rdfs:label ?verb }} }}",
    "BASE <https://w3id.org/kgraph/article/> SELECT ?t { GRAPH <media-prima> { ?s nif:isString ?t } }",
    "PREFIX kg: <https://w3id.org/kgraph/article/> SELECT ?t { GRAPH kg:media-prima { ?s nif:isString ?t } }",
    "SELECT ?t { GRAPH <urn:missing> { ?s nif:isString ?t } }",
    "select ?s { graph art:media-prima { ?s a kg:Claim } graph ?g { ?s kg:confidence ?c } }",
    "SELECT ?s { GRAPH ?g { ?s a kg:Claim } GRAPH ?g { ?s kg:about ?e } ?e kg:status kg:Reported }",
    "SELECT ?g { VALUES ?g { art:media-prima art:twitter-ban } GRAPH ?g { ?s a kg:Claim } }",
    "SELECT ?e { ?e kg:status ?st FILTER NOT EXISTS { GRAPH ?g { ?c kg:about ?e ; kg:attributedTo ?w } } }",
    "SELECT ?e { ?e kg:status ?st FILTER EXISTS { GRAPH art:media-prima { ?c kg:about ?e } } }",
    "SELECT ?e ?who { ?e kg:status ?s OPTIONAL { GRAPH ?g { ?c kg:about ?e ; kg:attributedTo ?who } } }",
    "SELECT ?e { ?e kg:status ?s MINUS { GRAPH ?g { ?c kg:about ?e ; kg:attributedTo ?who } } }",
    "SELECT ?x { { GRAPH ?g { ?x a kg:Claim } } UNION { ?x a sem:Actor } }",
    "SELECT ?n { { SELECT (COUNT(?c) AS ?n) { GRAPH ?g { ?c a kg:Claim } } GROUP BY ?g } } ORDER BY ?n",
    # Words that mean something else
    'SELECT ("GRAPH ?g { ?s ?p ?o }" AS ?x) { }',
    "SELECT ?e # GRAPH ?x { }\n{ ?e kg:status kg:Planned } # the end",
    "SELECT ?graph ?from { ?graph kg:status ?from }",
    'SELECT ?x { VALUES ?x { "a\\"}"@en """GRAPH ?g { \\""" """ \'}\' \'\'\'{\'\'\' } }',
    "SELECT ?e { ?e kg:confidence ?n FILTER(?n >= 0.8 || !(?n != 0.6)) }",
    # Paths, modifiers, values
    "SELECT ?t { ?e kg:actor|kg:target/skos:prefLabel ?t }",
    "SELECT ?e { ?e ^kg:bans/!kg:status ?x }",
    "SELECT ?a (COUNT(?e) AS ?n) { ?e kg:actor ?a } GROUP BY ?a HAVING (COUNT(?e) > 1) ORDER BY DESC(?n) ?a",
    "SELECT DISTINCT ?p { ?s ?p ?o } ORDER BY STR(?p) LIMIT 5 OFFSET 2",
    "SELECT ?e ?t { ?e kg:status ?x OPTIONAL { ?e kg:time ?t } } ORDER BY STR(?e)",
    "SELECT ?l { ?e rdfs:label ?l FILTER(LANG(?l) = 'en' && CONTAINS(?l, 'Twitter')) }",
    # Triples
    "CONSTRUCT WHERE { ?s kg:bans ?o }",
    "CONSTRUCT { ?o kg:bannedBy ?s } WHERE { ?s kg:bans ?o }",
    "CONSTRUCT { ent:Twitter a ?kind . ?s a 'no triple' } { ?s kg:status ?kind }",
    "CONSTRUCT { ent:Twitter a kg:Banner } WHERE { ent:Twitter kg:bans ent:Kaspersky_Lab }",
    "CONSTRUCT { ent:Twitter a kg:Banner } WHERE { ent:Twitter kg:bans ent:Twitter }",
    "CONSTRUCT { ?c kg:in ?g } WHERE { GRAPH ?g { ?c a kg:Claim } } ORDER BY ?c LIMIT 3",
    "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH art:media-prima { ?s ?p ?o } }",
    "CONSTRUCT { ?a kg:n ?n } { SELECT ?a (COUNT(?e) AS ?n) { ?e kg:actor ?a } GROUP BY ?a }",
    "CONSTRUCT { ?s a ?o } WHERE { ?s kg:actor ?o } VALUES ?o { ent:Twitter }",
    "DESCRIBE ent:Twitter",
    "DESCRIBE ent:Twitter <https://w3id.org/kgraph/entity/DHS> ent:nobody",
    "DESCRIBE ?e { ?e kg:status kg:Planned }",
    "DESCRIBE ?e ent:Russia WHERE { ?e kg:status kg:Planned } ORDER BY ?e LIMIT 1",
    "DESCRIBE * WHERE { ?s kg:bans ?o }",
    # A dataset of the query's own
    "SELECT * FROM <https://w3id.org/kgraph/article/media-prima> WHERE { ?s a kg:Claim ; kg:confidence ?c }",
    "SELECT ?s FROM NAMED <https://w3id.org/kgraph/article/media-prima> { GRAPH ?g { ?s a kg:Claim } }",
]
# What Virtuoso 7 refuses, whoever asks.
TOO_MUCH_FOR_VIRTUOSO = [
    "PREFIX a: <https://w3id.org/kgraph/article/> SELECT ?t { GRAPH a:media\\-prima { ?s nif:isString ?t } }",
    "SELECT ?e { ?e kg:claimCount ?n FILTER(?n<2&&?n>0) }",
    "SELECT ?s { ?s kg:status ?x } VALUES ?x { kg:Reported }",
]


@pytest.fixture
def both(endpoint: str, samples: list[Extraction]) -> Iterator[tuple[Store, Store]]:
    """The same graph in an endpoint and in memory."""
    with Store(endpoint) as remote, Store() as local:
        remote.add(samples)
        local.add(samples)
        yield remote, local


def test_the_same_query_has_the_same_answer(both: tuple[Store, Store]) -> None:
    remote, local = both
    for query in [*QUERIES, *TOO_MUCH_FOR_VIRTUOSO]:
        if "sparql-auth" in remote.place and query in TOO_MUCH_FOR_VIRTUOSO:
            with pytest.raises(QueryError, match="refuses"):
                remote.query(query)
            continue
        there, here = remote.query(query), local.query(query)
        assert (there.kind, there.variables) == (here.kind, here.variables), query
        assert Counter(there.rows) == Counter(here.rows), query
        if query.endswith("ORDER BY STR(?e)") or "DESC(?n) ?a" in query:
            assert there.rows == here.rows, query


def test_rows_come_in_the_same_order(both: tuple[Store, Store]) -> None:
    """Where a query settles it; the members of a list in a cell have none."""
    for name in ("attributed-claims", "disputes", "events", "provenance", "timeline", "who-bans-whom"):
        there, here = (ask(store, name) for store in both)
        assert there.cells() == here.cells() != []
    there_rows, here_rows = (store.query("SELECT ?e { ?e kg:status ?s } ORDER BY ?e").rows for store in both)
    assert there_rows == here_rows


def test_all_graphs_as_one(both: tuple[Store, Store]) -> None:
    for query in ("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "SELECT ?t { ?s nif:isString ?t ; a ?c }"):
        there, here = (store.query(query, union=True) for store in both)
        assert Counter(there.rows) == Counter(here.rows)


def test_mistakes_are_told_as_for_a_graph_in_memory(both: tuple[Store, Store]) -> None:
    for query in ("", "SELECT", "SELECT ?x { ?x ent:a knows:b }", "SELECT ?x {\n ?x ?y }", "nonsense"):
        told = []
        for store in both:
            with pytest.raises(QueryError) as caught:
                store.query(query)
            told.append(str(caught.value))
        assert told[0] == told[1]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://127.0.0.1:9/sparql> { ?s ?p ?o } }",
        'DEFINE get:soft "soft" SELECT * { ?s ?p ?o }',
        "DROP ALL",
        "SELECT * { ?s ?p ?o } ; DROP ALL",
    ],
)
def test_only_plain_queries_leave_this_machine(server: Server, query: str) -> None:
    with Store(server.address) as store:
        server.forms.clear()
        with pytest.raises(QueryError):
            store.query(query)
        assert server.forms == []


@pytest.mark.parametrize("ranges_freely", [False, True])
def test_more_rows_than_the_server_gives_at_once(
    server: Server,
    samples: list[Extraction],
    ranges_freely: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    server.ranges_freely = ranges_freely
    with Store(server.address) as remote, Store() as local:
        for store in (remote, local):
            store.add(samples)
        server.most_rows = 7
        for query in (
            "SELECT ?p { ?s ?p ?o }",
            "SELECT ?s ?o { ?s ?p ?o } ORDER BY ?o",
            "SELECT ?s (COUNT(?o) AS ?n) { ?s ?p ?o } GROUP BY ?s HAVING (COUNT(?o) > (1 + 1)) LIMIT 20",
            "SELECT DISTINCT * { GRAPH ?g { ?s a kg:Claim } } VALUES ?x { 1 2 }",
            "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }",
            "DESCRIBE ?e { ?e kg:status ?s }",
        ):
            there, here = remote.query(query), local.query(query)
            if "LIMIT" in query:
                assert len(there.rows) == len(here.rows)
            else:
                assert Counter(there.rows) == Counter(here.rows), query
        with pytest.raises(QueryError, match="ask for fewer with LIMIT 6"):
            remote.query("SELECT * FROM <https://w3id.org/kgraph/ns> { ?s ?p ?o }")
