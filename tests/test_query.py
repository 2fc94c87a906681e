"""Results, and what is said about mistakes."""

import csv
import io
import json
from datetime import date

import pytest
import rdflib

from kgraph.errors import QueryError
from kgraph.graph.store import Store
from kgraph.model import Extraction
from kgraph.query import Iri, Result, Row, ask

TWITTER = "https://w3id.org/kgraph/entity/Twitter"
BANS = (
    "SELECT ?who ?times ?day { ?e a kg:Ban ; kg:actor ?who ; kg:claimCount ?times ; kg:firstReported ?day }"
)


@pytest.fixture(scope="module")
def store(samples: list[Extraction]) -> Store:
    store = Store()
    store.add(samples)
    return store


def test_rows_hold_plain_values_by_place_and_name(store: Store) -> None:
    result = ask(store, BANS)
    (row,) = result
    assert isinstance(row.who, Iri)
    assert (row.who.short, row["times"], row[2]) == ("ent:Twitter", 2, date(2018, 4, 23))
    assert tuple(row) == (TWITTER, 2, date(2018, 4, 23))
    assert row.as_dict() == {"who": TWITTER, "times": 2, "day": date(2018, 4, 23)}
    assert (result.variables, len(result), bool(result)) == (("who", "times", "day"), 1, True)
    assert result[0] == row
    with pytest.raises(AttributeError, match="only who, times, day"):
        _ = row.nobody
    with pytest.raises(KeyError):
        _ = row["nobody"]


def test_all_sorts_of_values(store: Store) -> None:
    (row,) = ask(
        store,
        "SELECT ?unbound (1.5 AS ?number) (true AS ?truth) ('x'@en AS ?text) (1e3 AS ?double) "
        "('2018-04-23T10:00:00Z'^^xsd:dateTime AS ?moment) ('2018-04'^^xsd:gYearMonth AS ?month) "
        "('99999-01-01'^^xsd:date AS ?late) {}",
    )
    assert (row.unbound, row.number, row.truth, row.text, row.double) == (None, 1.5, True, "x", 1000.0)
    assert (str(row.moment), row.month, row.late) == ("2018-04-23 10:00:00+00:00", "2018-04", "99999-01-01")


def test_questions_are_true_or_false(store: Store) -> None:
    yes, no = ask(store, "ASK { ent:Twitter kg:bans ?x }"), ask(store, "ASK { ent:Twitter kg:fines ?x }")
    assert (bool(yes), bool(no)) == (True, False)
    assert (yes.format(), no.format()) == ("yes", "no")
    assert (yes.format("csv"), json.loads(no.format("json"))["boolean"]) == ("answer\ntrue\n", False)
    assert "<boolean>true</boolean>" in yes.format("xml")
    assert repr(no) == "<Result False>"


def test_triples_are_rows_and_rdf(store: Store) -> None:
    result = ask(store, "CONSTRUCT { ?a kg:bans ?b } WHERE { ?a kg:bans ?b }")
    assert result.variables == ("subject", "predicate", "object")
    assert "ent:Twitter kg:bans ent:Kaspersky_Lab ." in result.format("ttl")
    assert "ent:Twitter  kg:bans" in result.format("table")
    for name, rdflib_name in (("ttl", "turtle"), ("xml", "xml")):
        assert len(rdflib.Graph().parse(data=result.format(name), format=rdflib_name)) == 1
    assert json.loads(result.format("json"))[0]["@id"] == TWITTER
    assert result.format("csv").startswith(
        "subject,predicate,object\nhttps://w3id.org/kgraph/entity/Twitter,"
    )
    assert list(ask(store, "DESCRIBE ent:Twitter"))


def test_rows_as_text(store: Store) -> None:
    result = ask(store, BANS)
    assert result.format("table").splitlines() == [
        "who          times  day",
        "-----------  -----  ----------",
        "ent:Twitter  2      2018-04-23",
    ]
    assert list(csv.DictReader(io.StringIO(result.format("csv")))) == [
        {"who": TWITTER, "times": "2", "day": "2018-04-23"}
    ]
    assert result.format("tsv").splitlines()[0] == "?who\t?times\t?day"
    assert json.loads(result.format("json"))["head"]["vars"] == ["who", "times", "day"]
    assert TWITTER in result.format("xml")
    assert "1 rows" in repr(result)


def test_formats_that_do_not_fit(store: Store) -> None:
    result = ask(store, BANS)
    with pytest.raises(QueryError, match="unknown format 'pdf'"):
        result.format("pdf")
    with pytest.raises(QueryError, match="no format 'ttl'"):
        result.format("ttl")


def test_pandas_and_notebooks(store: Store) -> None:
    result = ask(store, BANS)
    frame = result.to_pandas()
    assert list(frame.columns) == ["who", "times", "day"]
    assert frame.iloc[0].to_list() == ["ent:Twitter", 2, date(2018, 4, 23)]
    assert result.to_pandas(short=False)["who"][0] == TWITTER
    assert list(ask(store, "SELECT ?x { ?x kg:fines ?y }").to_pandas().columns) == ["x"]
    assert "<td>ent:Twitter</td>" in result._repr_html_()
    hostile = ask(store, f"SELECT ('<script>' AS ?x) {{ VALUES ?y {{ {' '.join(map(str, range(150)))} }} }}")
    assert "<script>" not in hostile._repr_html_()
    assert "50 more rows" in hostile._repr_html_()


@pytest.mark.parametrize(
    ("sparql", "message"),
    [
        ("SELECT * { ?s kgg:bans ?o }", r"line 1, column \d+: the prefix kgg: .*did you mean kg:"),
        ("SELECT * {\n ?s kg:bans }", r"line 2, column \d+: not SPARQL"),
        ("INSERT DATA { <a:b> <a:b> <a:b> }", "not SPARQL"),
        ("DELETE WHERE { ?s ?p ?o }", "not SPARQL"),
        ("  ", "empty"),
        ("SELECT * { SERVICE <https://example.org/> { ?s ?p ?o } }", "SERVICE is not allowed"),
        ("SELECT * {service<https://example.org/>{}}", "SERVICE is not allowed"),
        ("SELECT * { ?s ?p '#' SERVICE SILENT ?x {} }", "SERVICE is not allowed"),
        ('SELECT * { ?s ?p "a\\"" SERVICE ?x {} }', "SERVICE is not allowed"),
    ],
)
def test_mistakes_say_where_they_are(store: Store, sparql: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        ask(store, sparql)


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT ?service { ?service ?p 'SERVICE <x>' } # SERVICE",
        'SELECT * { ?s <https://example.org/service> """a "SERVICE" b""" }',
        "SELECT * { ?s schema:service ?service }",
    ],
)
def test_the_word_alone_does_no_harm(store: Store, sparql: str) -> None:
    assert isinstance(ask(store, sparql), Result)


def test_every_prefix_of_the_graph_is_bound(store: Store) -> None:
    names = "kg ent ev cl art sem prov nif gaf schema skos owl rdf rdfs xsd wd plover".split()
    assert ask(store, "ASK { FILTER(" + " && ".join(f"isIRI({name}:x)" for name in names) + ") }")


def test_a_row_is_a_tuple() -> None:
    assert Row([1, 2], ("a", "b")) == (1, 2)
    assert hash(Row([1], ("a",))) == hash((1,))
    assert Row([1, 2, 3], ("a", "b", "c"))[1:] == (2, 3)
