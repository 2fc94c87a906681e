"""What is published with every graph: the ontology, and the shapes that the graph keeps to.

A mark beside them names the rules by which the default graph follows from the articles. Where a graph holds
anything else than this module gives, it was written by another version, and what follows is derived anew.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final, TypeVar

import pyoxigraph as ox

from kgraph.graph import vocabulary as v
from kgraph.graph.fingerprint import VERSION as COPIES_VERSION
from kgraph.ontology import KG, ontology_turtle

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_T = TypeVar("_T")

RULES: Final = 1
"""Goes up with every change to consolidation, so that graphs are brought up to date."""

SHAPES_GRAPH: Final = ox.NamedNode("https://w3id.org/kgraph/shapes")
_VERSION: Final = ox.NamedNode(f"{v.OWL}versionInfo")


def shapes_turtle() -> str:
    """The SHACL shapes that come with kgraph."""
    return (files("kgraph") / "resources" / "shapes.ttl").read_text(encoding="utf-8")


@cache
def vocabulary() -> frozenset[str]:
    """The names of the ontology: its classes, properties and values, without their prefix."""
    subjects = (quad.subject for quad in published() if isinstance(quad.subject, ox.NamedNode))
    return frozenset(node.value.removeprefix(KG) for node in subjects if node.value.startswith(KG))


@cache
def published() -> frozenset[ox.Quad]:
    """The quads of the ontology's graph and of the shapes' graph; none has a blank node."""
    rules = ox.Literal(f"rules {RULES}, copies {COPIES_VERSION}")
    mark = ox.Quad(v.ONTOLOGY_GRAPH, _VERSION, rules, v.ONTOLOGY_GRAPH)
    ontology = _triples(ontology_turtle(), v.ONTOLOGY_GRAPH)
    store = ox.Store()  # which gives numbers their canonical form, as it will when the quads are stored
    store.extend((mark, *ontology, *_named(_triples(shapes_turtle(), SHAPES_GRAPH))))
    return frozenset(store)


def _triples(turtle: str, graph: ox.NamedNode) -> Iterator[ox.Quad]:
    for triple in ox.parse(turtle, format=ox.RdfFormat.TURTLE):
        yield ox.Quad(triple.subject, triple.predicate, triple.object, graph)


def _named(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    """The same with IRIs for blank nodes, always the same (RDFC-1.0), so that graphs can be compared."""
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)

    def name(term: _T) -> _T | ox.NamedNode:
        return ox.NamedNode(f"{SHAPES_GRAPH.value}#{term.value}") if isinstance(term, ox.BlankNode) else term

    for quad in dataset:
        yield ox.Quad(name(quad.subject), quad.predicate, name(quad.object), quad.graph_name)
