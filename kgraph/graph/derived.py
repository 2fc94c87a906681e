"""Entities and events as triples of the default graph and back, in pairs (see `terms`)."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from kgraph.errors import GraphError
from kgraph.graph import vocabulary as v
from kgraph.graph.nodes import (
    Nodes,
    confidence_literal,
    date_literal,
    integer,
    named,
    text,
    time_literal,
)
from kgraph.graph.terms import type_of
from kgraph.model import Entity, Event, Status
from kgraph.ontology import KG, types

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

ACTOR: Final = v.kg("actor")
TARGET: Final = v.kg("target")
STATUS: Final = v.kg("status")
PREDICATE: Final = v.kg("predicate")
CLAIM_COUNT: Final = v.kg("claimCount")
_CLASS_TYPES: Final = {node: type_ for type_, node in v.ENTITY_CLASSES.items()}
_RELATION: Final = v.kg("Relation")
# Labels are English, whatever the language of the articles: the ontology's verb phrases are.
_ENGLISH: Final = "en"

Spo = tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode | ox.Literal]
"""A triple as a plain tuple, from which ox.Triple and ox.Quad are made as needed."""


_ENTITY_PROPERTIES: Final = frozenset(
    term.value
    for term in (
        v.A,
        v.PREF_LABEL,
        v.ALT_LABEL,
        v.SAME_AS,
        *map(v.kg, ("kind", "descriptor", "country", "parent")),
    )
)
_EVENT_PROPERTIES: Final = frozenset(
    term.value
    for term in (
        *(v.A, v.LABEL, ACTOR, TARGET, STATUS, PREDICATE, CLAIM_COUNT),
        *map(v.kg, ("object", "role", "time", "place", "sourceCount", "confidence")),
        *map(v.kg, ("firstReported", "lastReported")),
    )
)


def label_literal(label: str) -> ox.Literal:
    """A label as it stands in the default graph."""
    return text(label, _ENGLISH)


def entity_to_triples(entity: Entity) -> Iterator[Spo]:
    """The description of an entity in the default graph."""
    node = v.entity_iri(entity.id)
    yield node, v.A, v.SEM_ACTOR
    yield node, v.A, v.ENTITY_CLASSES[entity.type]
    yield node, v.PREF_LABEL, label_literal(entity.label)
    for alias in entity.aliases:
        yield node, v.ALT_LABEL, text(alias, _ENGLISH)
    for descriptor in entity.descriptors:
        yield node, v.kg("descriptor"), text(descriptor, _ENGLISH)
    if entity.kind:
        yield node, v.kg("kind"), text(entity.kind)
    for name, other in (("country", entity.country), ("parent", entity.parent)):
        if other:
            yield node, v.kg(name), v.entity_iri(other)
    if entity.wikidata:
        yield node, v.SAME_AS, ox.NamedNode(v.WIKIDATA + v.encode_local(entity.wikidata))


def triples_to_entity(triples: Iterable[ox.Triple | ox.Quad]) -> Entity:
    """What `entity_to_triples` wrote; aliases and descriptors come back sorted.

    Shortcut triples, which share the subject, are passed over.
    """
    own = [triple for triple in triples if not is_shortcut(triple)]
    nodes = _nodes(own).of_class(v.SEM_ACTOR)
    if len(nodes) != 1:
        raise GraphError(f"the description of one entity was expected, not of {len(nodes)}")
    node = nodes[0]
    node.expect(_ENTITY_PROPERTIES)

    def local(predicate: ox.NamedNode, base: str) -> str:
        found = node.nodes(predicate)
        return v.decode_local(node.one(predicate, found).value, base) if found else ""

    classes = [class_ for class_ in node.nodes(v.A) if class_ in _CLASS_TYPES]
    return Entity(
        id=v.decode_local(node.iri, v.ENTITY),
        label=node.text(v.PREF_LABEL),
        type=_CLASS_TYPES[node.one(v.A, classes)],
        kind=node.text(v.kg("kind"), ""),
        country=local(v.kg("country"), v.ENTITY),
        parent=local(v.kg("parent"), v.ENTITY),
        wikidata=local(v.SAME_AS, v.WIKIDATA),
        aliases=tuple(sorted(node.texts(v.ALT_LABEL))),
        descriptors=tuple(sorted(node.texts(v.kg("descriptor")))),
    )


def event_to_triples(event: Event) -> Iterator[Spo]:
    """An event, or a lasting relation, in the default graph; its claims stand in the article graphs."""
    type_ = type_of(event.type)
    node = v.event_iri(event.id)
    if type_.is_event:
        yield node, v.A, v.kg(type_.name)
        yield node, v.A, v.SEM_EVENT
    else:
        yield node, v.A, _RELATION
    yield node, PREDICATE, v.kg(event.predicate)
    yield node, v.LABEL, label_literal(event.label)
    if event.actor:
        yield node, ACTOR, v.entity_iri(event.actor.id)
    yield node, TARGET, v.entity_iri(event.target.id)
    yield node, STATUS, v.kg(event.status.value)
    for name, value in (("object", event.object), ("role", event.role)):
        if value is not None:
            yield node, v.kg(name), text(value, _ENGLISH)
    if event.time is not None:
        yield node, v.kg("time"), time_literal(event.time)
    if event.place:
        yield node, v.kg("place"), v.entity_iri(event.place.id)
    yield node, CLAIM_COUNT, integer(event.claim_count)
    yield node, v.kg("sourceCount"), integer(event.source_count)
    yield node, v.kg("confidence"), confidence_literal(event.confidence)
    for name, day in (("firstReported", event.first_reported), ("lastReported", event.last_reported)):
        if day:
            yield node, v.kg(name), date_literal(day)


def triples_to_event(triples: Iterable[ox.Triple | ox.Quad], entity: Callable[[str], Entity]) -> Event:
    """What `event_to_triples` wrote, without claims; `entity` finds an entity by its id."""
    own = list(triples)
    nodes = _nodes(own)
    subjects = {triple.subject for triple in own}
    if len(subjects) != 1:
        raise GraphError(f"one event was expected, not {len(subjects)}")
    (subject,) = subjects
    node = nodes[named(subject)]
    node.expect(_EVENT_PROPERTIES)

    def linked(predicate: ox.NamedNode) -> Entity | None:
        found = node.nodes(predicate)
        return entity(v.entity_id(node.one(predicate, found))) if found else None

    target = linked(TARGET)
    if target is None:
        raise GraphError(f"<{node.iri}> has no target")
    predicate = node.node(PREDICATE).value.removeprefix(KG)
    classes = [class_ for class_ in node.nodes(v.A) if class_ != v.SEM_EVENT]
    class_ = node.one(v.A, classes)
    return Event(
        id=v.decode_local(node.iri, v.EVENT),
        type=predicate if class_ == _RELATION else class_.value.removeprefix(KG),
        predicate=predicate,
        label=node.text(v.LABEL),
        actor=linked(ACTOR),
        target=target,
        status=node.member(Status, STATUS),
        object=node.maybe(v.kg("object")),
        role=node.maybe(v.kg("role")),
        time=node.maybe(v.kg("time")),
        place=linked(v.kg("place")),
        claim_count=node.integer(CLAIM_COUNT),
        source_count=node.integer(v.kg("sourceCount")),
        confidence=node.number(v.kg("confidence")),
        first_reported=node.day(v.kg("firstReported")),
        last_reported=node.day(v.kg("lastReported")),
    )


def shortcut_triples(event: Event) -> Iterator[Spo]:
    """`actor predicate target`, only for what is reported as a fact of two entities.

    Where actor and target are equals it stands both ways, so that a query need not know how it
    was told.
    """
    if event.status is not Status.REPORTED or event.actor is None or event.actor.id == event.target.id:
        return
    actor, target = v.entity_iri(event.actor.id), v.entity_iri(event.target.id)
    predicate = v.kg(event.predicate)
    yield actor, predicate, target
    if type_of(event.type).symmetric:
        yield target, predicate, actor


def is_derived(triple: ox.Triple | ox.Quad) -> bool:
    """Whether a triple says of an entity or event what this module writes, or is a shortcut."""
    subject = triple.subject.value if isinstance(triple.subject, ox.NamedNode) else ""
    if subject.startswith(v.EVENT):
        return triple.predicate.value in _EVENT_PROPERTIES
    is_known = triple.predicate.value in _ENTITY_PROPERTIES or is_shortcut(triple)
    return is_known and subject.startswith(v.ENTITY)


def is_shortcut(triple: ox.Triple | ox.Quad) -> bool:
    """Whether a triple of the default graph is a shortcut and no part of a description."""
    return triple.predicate.value in _shortcut_predicates()


@cache
def _shortcut_predicates() -> frozenset[str]:
    return frozenset(KG + type_.predicate for type_ in types().values())


def _nodes(triples: Iterable[ox.Triple | ox.Quad]) -> Nodes:
    return Nodes.of(ox.Quad(t.subject, t.predicate, t.object) for t in triples)
