"""Entities, events and claims as a store holds them, read out of it as the model's values."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from kgraph.errors import NotFoundError
from kgraph.graph import vocabulary as v
from kgraph.graph.ahead import NODES, ahead, in_portions
from kgraph.graph.derived import PREDICATE, triples_to_entity, triples_to_event
from kgraph.graph.nodes import Nodes, named
from kgraph.graph.prefetch import claims_ahead, events_ahead
from kgraph.graph.terms import ABOUT, node_to_claim
from kgraph.ontology import types

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    import pyoxigraph as ox

    from kgraph.graph.backend import Backend
    from kgraph.model import Claim, Entity, Event

# For so many events the claims are read, and held in memory, at a time.
_EVENTS_AT_ONCE = 2_000
_GRAPHS_AT_ONCE = 100


def about(store: Backend, node: ox.NamedNode) -> list[ox.Quad]:
    """What the default graph says of a node."""
    return list(store.quads_for_pattern(node, None, None, v.DEFAULT))


def nodes_of(store: Backend, graph: ox.NamedNode) -> Nodes:
    """The nodes of a graph, each read when it is looked at."""
    return Nodes(
        lambda node: store.quads_for_pattern(node, None, None, graph),
        lambda predicate, node: store.quads_for_pattern(None, predicate, node, graph),
    )


def entity_of(store: Backend, entity_id: str) -> Entity:
    """The entity of that id; raises `NotFoundError` where it is not there."""
    own = about(store, v.entity_iri(entity_id))
    if not any(quad.predicate == v.PREF_LABEL for quad in own):
        raise NotFoundError(f"there is no entity {entity_id!r} in the graph")
    return triples_to_entity(own)


def events_at(
    store: Backend, role: ox.NamedNode, other: ox.NamedNode, entity_ids: Collection[str]
) -> set[ox.NamedNode]:
    """The events with one of the entities in a role; in symmetric types the other role is as good."""
    found: set[ox.NamedNode] = set()
    for entity_id in entity_ids:
        node = v.entity_iri(entity_id)
        direct, reverse = (
            [named(quad.subject) for quad in store.quads_for_pattern(None, end, node, v.DEFAULT)]
            for end in (role, other)
        )
        near = ahead(store, [(event, PREDICATE, None, v.DEFAULT) for event in reverse])
        found.update(direct, (event for event in reverse if _is_symmetric(near, event)))
    return found


def read_events(store: Backend, events: Iterable[ox.NamedNode]) -> Iterator[Event]:
    """Events without their claims."""
    entities: dict[str, Entity] = {}
    near = store

    def entity(entity_id: str) -> Entity:
        if entity_id not in entities:
            entities[entity_id] = entity_of(near, entity_id)
        return entities[entity_id]

    for near, event in in_portions(store, events, NODES, events_ahead):
        yield triples_to_event(about(near, event), entity)


def with_claims(store: Backend, events: Iterable[Event]) -> Iterator[Event]:
    """The same events with their claims, in the order of the articles and of the text."""
    stream = iter(events)
    while portion := list(islice(stream, _EVENTS_AT_ONCE)):
        told = ahead(store, [(None, ABOUT, v.event_iri(event.id), None) for event in portion])
        # Article by article, so that each is looked into once however many events it tells of.
        by_graph: dict[ox.NamedNode, list[tuple[ox.NamedNode, str]]] = defaultdict(list)
        for event in portion:
            for quad in told.quads_for_pattern(None, ABOUT, v.event_iri(event.id)):
                by_graph[named(quad.graph_name)].append((named(quad.subject), event.id))
        claims: dict[str, list[Claim]] = defaultdict(list)
        for near, (graph, tells) in in_portions(store, by_graph.items(), _GRAPHS_AT_ONCE, _claims_ahead):
            nodes = nodes_of(near, graph)
            for claim, event_id in tells:
                claims[event_id].append(node_to_claim(nodes, nodes[claim]))
        for event in portion:
            ordered = sorted(claims[event.id], key=lambda claim: (claim.article, claim.position))
            yield replace(event, claims=tuple(ordered))


def _claims_ahead(
    store: Backend, tells: Iterable[tuple[ox.NamedNode, list[tuple[ox.NamedNode, str]]]]
) -> Backend:
    return claims_ahead(store, ((claim, graph) for graph, claims in tells for claim, _ in claims))


def _is_symmetric(store: Backend, event: ox.NamedNode) -> bool:
    quads = store.quads_for_pattern(event, PREDICATE, None, v.DEFAULT)
    return any(quad.object in _symmetric_predicates() for quad in quads)


@cache
def _symmetric_predicates() -> frozenset[ox.NamedNode]:
    return frozenset(v.kg(type_.predicate) for type_ in types().values() if type_.symmetric)
