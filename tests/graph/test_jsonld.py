"""JSON-LD: a context that makes it short, and the same quads for whoever reads it."""

import io
import json
from collections.abc import Iterable

import pyoxigraph as ox
import pytest
import rdflib

from kgraph.graph import vocabulary as v
from kgraph.graph.jsonld import context, write_jsonld
from kgraph.graph.store import Store
from kgraph.model import Extraction
from kgraph.ontology import types

# The datasets of rdflib 7.6 warn of their own methods.
ignore_rdflib = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib.*")
ENTITY = ox.NamedNode(f"{v.ENTITY}Twitter")
GRAPH = ox.NamedNode(f"{v.ARTICLE}one")


def written(quads: Iterable[ox.Quad]) -> bytes:
    output = io.BytesIO()
    write_jsonld(quads, output)
    return output.getvalue()


def canonical(quads: Iterable[ox.Quad]) -> set[ox.Quad]:
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return set(dataset)


@ignore_rdflib
@pytest.mark.parametrize("scope", ["dataset", "union"])
def test_rdflib_reads_back_the_same_quads(
    store: Store, samples: list[Extraction], hostile: list[Extraction], scope: str
) -> None:
    # U+FFFE and controls are in IRIs that rdflib does not take back.
    store.add([*samples, *(e for e in hostile if e.article.text.isprintable())])
    read = rdflib.Dataset().parse(data=store.dump(None, "jsonld", scope), format="json-ld")  # type: ignore[arg-type]
    plain = rdflib.Dataset().parse(data=store.dump(None, "nq", scope), format="nquads")  # type: ignore[arg-type]
    assert set(read.quads()) == set(plain.quads())
    assert len(set(read.quads())) == len(store)


def test_all_text_survives(store: Store, samples: list[Extraction], hostile: list[Extraction]) -> None:
    store.add([*samples, *hostile])
    read = ox.parse(store.dump(None, "jsonld") or b"", format=ox.RdfFormat.JSON_LD)
    plain = ox.parse(store.dump(None, "nq") or b"", format=ox.RdfFormat.N_QUADS)
    assert set(read) == set(plain)


def test_names_are_short(store: Store, samples: list[Extraction]) -> None:
    store.add(samples)
    data = json.loads(store.dump(None, "jsonld") or b"")
    assert data["@context"] == context()
    nodes = {node["@id"]: node for node in data["@graph"] if "@graph" not in node}
    assert nodes["ent:Twitter"] == {
        "@id": "ent:Twitter",
        "@type": ["sem:Actor", "schema:Organization"],
        "kg:bans": "ent:Kaspersky_Lab",
        "kg:country": "ent:United_States",
        "kg:kind": "company",
        "owl:sameAs": "wd:Q918",
        "skos:prefLabel": "Twitter",
    }
    (ban,) = [node for node in nodes.values() if "kg:Ban" in node.get("@type", ())]
    assert (ban["kg:actor"], ban["kg:status"], ban["kg:confidence"]) == ("ent:Twitter", "kg:Reported", "0.98")
    assert ban["kg:time"] == {"@value": "2018-04", "@type": "xsd:gYearMonth"}
    articles = {node["@id"] for node in data["@graph"] if "@graph" in node}
    assert articles >= {"art:twitter-ban", "art:kaspersky-responds", "art:media-prima"}


@pytest.mark.parametrize(
    ("predicate", "value"),
    [
        (v.kg("actor"), ox.Literal("Twitter")),
        (v.kg("actor"), ox.Literal("ent:Twitter", language="en")),
        (v.kg("claimCount"), ox.Literal("7")),
        (v.kg("claimCount"), ENTITY),
        (v.kg("claimCount"), ox.Literal("7", datatype=ox.NamedNode(f"{v.XSD}decimal"))),
        (v.PREF_LABEL, ox.Literal("Twitter")),
        (v.PREF_LABEL, ox.Literal("Твиттер", language="ru")),
        (v.kg("kind"), ENTITY),
        (v.kg("kind"), ox.Literal("7", datatype=ox.NamedNode(f"{v.XSD}integer"))),
        (v.kg("kind"), ox.Literal("ent:Twitter")),
        (v.kg("kind"), ox.Literal("@id")),
        (v.kg("kind"), ox.Literal('"}]}\\\u2028\x00')),
        (v.A, ox.Literal("Ban")),
        (v.A, ox.NamedNode("https://example.org/Class")),
        (v.kg("target"), ox.NamedNode(f"{v.ENTITY}//example.org")),
        (v.kg("target"), ox.NamedNode(v.ENTITY)),
        (v.kg("target"), ox.NamedNode("urn:kg:actor")),
        (v.kg("target"), ox.BlankNode("b1")),
        (ox.NamedNode("https://example.org/p"), ox.BlankNode("b1")),
    ],
)
@pytest.mark.parametrize("graph", [v.DEFAULT, GRAPH])
def test_whatever_does_not_fit_the_context_is_spelt_out(
    predicate: ox.NamedNode,
    value: ox.NamedNode | ox.Literal | ox.BlankNode,
    graph: ox.NamedNode | ox.DefaultGraph,
) -> None:
    quads = [
        ox.Quad(ENTITY, v.kg("country"), ENTITY, graph),
        ox.Quad(ENTITY, predicate, value, graph),
        ox.Quad(ox.BlankNode("b1"), v.PREF_LABEL, ox.Literal("b", language="en"), graph),
    ]
    assert canonical(ox.parse(written(quads), format=ox.RdfFormat.JSON_LD)) == canonical(quads)


def test_what_is_said_twice_is_written_once() -> None:
    quad = ox.Quad(ENTITY, v.kg("kind"), ox.Literal("company"))
    assert json.loads(written([quad, quad]))["@graph"] == [{"@id": "ent:Twitter", "kg:kind": "company"}]


def test_an_empty_graph_is_a_document_too() -> None:
    assert json.loads(written([]))["@graph"] == []


def test_the_context_covers_what_the_ontology_has() -> None:
    assert all(context()[f"kg:{type_.predicate}"] == {"@type": "@id"} for type_ in types().values())
    assert all(name.partition(":")[0] in v.PREFIXES for name in context() if ":" in name)
