"""Known entities as a SKOS concept scheme: their names, what they are, and the same ones elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from kgraph.graph import vocabulary as v
from kgraph.graph.derived import entity_to_triples
from kgraph.graph.nodes import text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kgraph.graph.derived import Spo
    from kgraph.model import Entity

SCHEME: Final = ox.NamedNode(v.ENTITY.rstrip("/"))
_CONCEPT, _SCHEME, _IN_SCHEME, _RELATED, _BROADER = (
    ox.NamedNode(v.SKOS + name) for name in ("Concept", "ConceptScheme", "inScheme", "related", "broader")
)


def skos(entities: Iterable[Entity]) -> bytes:
    """Entities as Turtle, each a skos:Concept under its IRI in the graph; owl:sameAs links to Wikidata."""
    triples = (ox.Triple(*spo) for spo in _triples(entities))
    return ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=v.PREFIXES) or b""


def _triples(entities: Iterable[Entity]) -> Iterator[Spo]:
    yield SCHEME, v.A, _SCHEME
    yield SCHEME, v.PREF_LABEL, text("Entities that kgraph knows", "en")
    for entity in entities:
        node = v.entity_iri(entity.id)
        yield node, v.A, _CONCEPT
        yield node, _IN_SCHEME, SCHEME
        yield from entity_to_triples(entity)
        if entity.parent:
            yield node, _BROADER, v.entity_iri(entity.parent)
        if entity.country:
            yield node, _RELATED, v.entity_iri(entity.country)
