"""Corrections as quads of a graph of their own, and back."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph as ox

from kgraph.corrections import Correction
from kgraph.errors import GraphError
from kgraph.graph import vocabulary as v
from kgraph.model import Entity, EntityType

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

CORRECTIONS_GRAPH: Final = ox.NamedNode("https://w3id.org/kgraph/corrections")
_CORRECTION: Final = v.kg("Correction")
_RECORD: Final = v.kg("record")
_JSON: Final = ox.NamedNode(f"{v.RDF}JSON")
DIFFERENT: Final = ox.NamedNode(f"{v.OWL}differentFrom")


def corrections_to_quads(corrections: Iterable[Correction]) -> Iterator[ox.Quad]:
    """The graph of corrections: each with what it says in the terms of OWL, and in full as JSON."""
    for correction in corrections:
        node = ox.NamedNode(f"{CORRECTIONS_GRAPH.value}#{correction.id}")
        record = json.dumps(asdict(correction), ensure_ascii=True, sort_keys=True)
        entity, other = v.entity_iri(correction.entity.id), v.entity_iri(correction.other.id)
        says = v.SAME_AS if correction.same else DIFFERENT
        yield ox.Quad(node, v.A, _CORRECTION, CORRECTIONS_GRAPH)
        yield ox.Quad(node, _RECORD, ox.Literal(record, datatype=_JSON), CORRECTIONS_GRAPH)
        yield ox.Quad(other, says, entity, CORRECTIONS_GRAPH)


def quads_to_corrections(quads: Iterable[ox.Quad]) -> Iterator[Correction]:
    """What `corrections_to_quads` wrote. Raises `GraphError` for a record that is none."""
    for quad in quads:
        if quad.predicate == _RECORD and isinstance(quad.object, ox.Literal):
            try:
                yield _correction(json.loads(quad.object.value))
            except (ValueError, TypeError, KeyError) as exc:
                raise GraphError(f"{quad.subject} is no correction ({exc})") from exc


def _correction(record: dict[str, Any]) -> Correction:
    return Correction(
        same=bool(record["same"]),
        entity=_entity(record["entity"]),
        other=_entity(record["other"]),
        names=tuple(record["names"]),
        articles=tuple(record["articles"]),
    )


def _entity(record: dict[str, Any]) -> Entity:
    lists = {name: tuple(record[name]) for name in ("aliases", "descriptors")}
    texts = (
        *(value for name, value in record.items() if name not in lists),
        *lists["aliases"],
        *lists["descriptors"],
    )
    if not all(isinstance(text, str) for text in texts):
        raise TypeError("what is said of an entity should be text")
    return Entity(**{**record, **lists, "type": EntityType(record["type"])})
