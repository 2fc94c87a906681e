"""What consolidation will look up in the graph, so that a distant store is asked for it at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from kgraph.graph import vocabulary as v
from kgraph.graph.ahead import ahead, nodes_ahead
from kgraph.graph.backend import Distant
from kgraph.graph.copies import COPY_OF
from kgraph.graph.derived import ACTOR, TARGET
from kgraph.graph.nodes import named
from kgraph.graph.terms import ABOUT, KEY, description_iri, key_digest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from kgraph.graph.backend import Backend, Pattern
    from kgraph.graph.consolidate import Key

_PLACE = v.kg("place")
_PARTS_OF_CLAIM = {
    v.DERIVED_FROM,
    *(v.kg(f"{role}Mention") for role in ("actor", "target", "source", "place")),
}


def derivation_ahead(store: Backend, entity_ids: Iterable[str], keys: Collection[Key]) -> None:
    """Have near a view of a store what the events of keys, and these entities, are derived from."""
    if not isinstance(store, Distant):
        return
    ends = {end for _, actor, target in keys for end in (actor, target) if end is not None}
    nodes_ahead(store, [v.entity_iri(name) for name in ends.union(entity_ids)])
    patterns: list[Pattern] = [(None, KEY, ox.Literal(key_digest(key)), None) for key in keys]
    ahead(store, patterns)
    claims = [quad for pattern in patterns for quad in store.quads_for_pattern(*pattern)]
    ahead(store, [(quad.subject, None, None, quad.graph_name) for quad in claims])
    found = [
        known
        for quad in claims
        for known in store.quads_for_pattern(quad.subject, None, None, quad.graph_name)
        if known.predicate in {ABOUT, _PLACE}
    ]
    graphs = {named(quad.graph_name) for quad in claims}
    nodes_ahead(store, {named(quad.object) for quad in found})
    ahead(store, [(graph, v.PUBLISHED, None, graph) for graph in graphs])
    ahead(store, [(graph, COPY_OF, None, v.DEFAULT) for graph in graphs])


def events_ahead(store: Backend, events: Collection[ox.NamedNode]) -> Backend:
    """The store, near which is kept what is known of events and of the entities in them."""
    near = nodes_ahead(store, events)
    ends = (
        named(quad.object)
        for event in events
        for quad in near.quads_for_pattern(event, None, None, v.DEFAULT)
        if quad.predicate in {ACTOR, TARGET, _PLACE}
    )
    return nodes_ahead(near, ends)


def claims_ahead(store: Backend, claims: Iterable[tuple[ox.NamedNode, ox.NamedNode]]) -> Backend:
    """The store, near which is kept what claims, each in its graph, are read out of."""
    if not isinstance(store, Distant):
        return store
    claims = list(claims)
    near = ahead(store, [(claim, None, None, graph) for claim, graph in claims])
    linked = [
        (quad.predicate, named(quad.object), graph)
        for claim, graph in claims
        for quad in near.quads_for_pattern(claim, None, None, graph)
        if quad.predicate in _PARTS_OF_CLAIM
    ]
    sentences = [(node, graph) for predicate, node, graph in linked if predicate == v.DERIVED_FROM]
    near = ahead(near, [(node, None, None, graph) for node, graph in sentences])
    return mentions_ahead(near, [(n, graph) for predicate, n, graph in linked if predicate != v.DERIVED_FROM])


def mentions_ahead(store: Backend, mentions: Iterable[tuple[ox.NamedNode, ox.NamedNode]]) -> Backend:
    """The store, near which is kept what mentions, each in its graph, are read out of."""
    if not isinstance(store, Distant):
        return store
    mentions = list(mentions)
    near = ahead(store, [(mention, None, None, graph) for mention, graph in mentions])
    near = ahead(near, [(None, v.DENOTED_BY, mention, graph) for mention, graph in mentions])
    described = [
        (description_iri(graph, v.entity_id(named(quad.subject))), graph)
        for mention, graph in mentions
        for quad in near.quads_for_pattern(None, v.DENOTED_BY, mention, graph)
    ]
    return ahead(near, [(node, None, None, graph) for node, graph in described])


def heads_ahead(store: Backend, graphs: Iterable[ox.NamedNode]) -> Backend:
    """The store, near which is kept what articles say of themselves."""
    return ahead(store, [(graph, None, None, graph) for graph in graphs])
