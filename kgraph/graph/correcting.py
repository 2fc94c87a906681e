"""Corrections as quads of a graph of their own, and back."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph as ox

from kgraph.corrections import Correction
from kgraph.errors import GraphError
from kgraph.graph import vocabulary as v
from kgraph.graph.canonical import merge_entities
from kgraph.model import Entity, EntityType

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

CORRECTIONS_GRAPH: Final = ox.NamedNode("https://w3id.org/kgraph/corrections")
CORRECTION: Final = v.kg("Correction")
RECORD: Final = v.kg("record")
_JSON: Final = ox.NamedNode(f"{v.RDF}JSON")
DIFFERENT: Final = ox.NamedNode(f"{v.OWL}differentFrom")


def corrections_to_quads(corrections: Iterable[Correction]) -> Iterator[ox.Quad]:
    """The graph of corrections: each with what it says in the terms of OWL, and in full as JSON."""
    for correction in corrections:
        node = ox.NamedNode(f"{CORRECTIONS_GRAPH.value}#{correction.id}")
        record = json.dumps(asdict(correction), ensure_ascii=True, sort_keys=True)
        entity, other = v.entity_iri(correction.entity.id), v.entity_iri(correction.other.id)
        says = v.SAME_AS if correction.same else DIFFERENT
        yield ox.Quad(node, v.A, CORRECTION, CORRECTIONS_GRAPH)
        yield ox.Quad(node, RECORD, ox.Literal(record, datatype=_JSON), CORRECTIONS_GRAPH)
        yield ox.Quad(other, says, entity, CORRECTIONS_GRAPH)


def quads_to_corrections(quads: Iterable[ox.Quad]) -> Iterator[Correction]:
    """What `corrections_to_quads` wrote. Raises `GraphError` for a record that is none."""
    for quad in quads:
        if quad.predicate == RECORD and isinstance(quad.object, ox.Literal):
            try:
                correction = _correction(json.loads(quad.object.value))
                for entity in (correction.entity, correction.other):
                    merge_entities(entity.id, (entity,))
                    v.entity_iri(entity.id)
            except (ValueError, TypeError, KeyError, RecursionError, GraphError) as exc:
                raise GraphError(f"{quad.subject} is no correction ({exc})") from exc
            yield correction


def _correction(record: dict[str, Any]) -> Correction:
    if not isinstance(record["same"], bool):
        raise TypeError("it should say whether two are the same")
    return Correction(
        same=record["same"],
        entity=_entity(record["entity"]),
        other=_entity(record["other"]),
        names=_texts(record["names"]),
        articles=_texts(record["articles"]),
    )


def _entity(record: dict[str, Any]) -> Entity:
    lists = {name: _texts(record[name]) for name in ("aliases", "descriptors")}
    _texts([value for name, value in record.items() if name not in lists])
    return Entity(**{**record, **lists, "type": EntityType(record["type"])})


def _texts(values: list[str]) -> tuple[str, ...]:
    if not isinstance(values, list):
        raise TypeError(f"{values!r} should be a list")
    for value in values:
        if not isinstance(value, str):
            raise TypeError(f"{value!r} should be text")
        value.encode()  # fails where it is not Unicode
    return tuple(values)
