"""Events as a network, for networkx or for rustworkx, in one of two views.

In the view "entities" entities are nodes, keyed by their ids, and each event is an edge from its
actor to its target, keyed by its id. Events of an unnamed actor have no edge and are left out.

In the view "events" entities ("ent:Twitter", with bipartite 0) and events ("ev:3f9c0a1b2c3d4e5f",
with bipartite 1) are nodes, whose prefixes keep the two sides apart whatever the ids are. Edges lead
from the actor to the event, and from the event to its target and its place; their role is "actor",
"target" or "place", their key the event's with it ("ev:3f9c0a1b2c3d4e5f/actor"). All events are there;
one of an unnamed actor has no edge of that role.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from kgraph.errors import NotFoundError
from kgraph.ontology import types

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import networkx as nx
    import rustworkx as rx

    from kgraph.model import Entity, Event

Attributes: TypeAlias = dict[str, str | int | float]
"""What is known of a node or an edge: text or numbers ("" for what is unknown), so that every format can
hold them."""


class _Network(NamedTuple):
    """Nodes by key, and edges as source, target, key and attributes."""

    nodes: dict[str, Attributes]
    edges: list[tuple[str, str, str, Attributes]]


def to_networkx(events: Iterable[Event], view: str = "entities") -> nx.MultiDiGraph[str]:
    """The events as a directed multigraph.

    Entities have label, type, kind, country and wikidata. Events have type, predicate, label (as
    edges the type's verb phrase, "bans", as nodes "Twitter bans Kaspersky Lab"), status, time, claims,
    sources, confidence, object, role, first_reported and last_reported.

    Raises `NotFoundError` for a view that there is not.
    """
    nodes, edges = _network(events, view)
    # Half of the time in which a graph opens would go into loading networkx.
    import networkx as nx  # noqa: PLC0415

    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node, attributes in nodes.items():
        network.add_node(node, **attributes)
    for source, target, key, attributes in edges:
        network.add_edge(source, target, key, **attributes)
    return network


def to_rustworkx(events: Iterable[Event], view: str = "entities") -> rx.PyDiGraph[Attributes, Attributes]:
    """The same nodes and edges as a graph of rustworkx, whose algorithms are compiled.

    Nodes and edges are dicts with the attributes that they have in networkx, and with their key as
    id. `attrs` of the graph holds the view, and as index the index of each node by its id, as long
    as no node is removed: `graph[graph.attrs["index"]["Twitter"]]`. Raises `NotFoundError` for a
    view that there is not.
    """
    nodes, edges = _network(events, view)
    import rustworkx as rx  # noqa: PLC0415 - few ask for it

    index = {node: number for number, node in enumerate(nodes)}
    network: rx.PyDiGraph[Attributes, Attributes] = rx.PyDiGraph(attrs={"view": view, "index": index})
    network.add_nodes_from([{"id": node, **attributes} for node, attributes in nodes.items()])
    network.add_edges_from(
        [
            (index[source], index[target], {"id": key, **attributes})
            for source, target, key, attributes in edges
        ]
    )
    return network


def _network(events: Iterable[Event], view: str) -> _Network:
    if view not in _VIEWS:
        raise NotFoundError(f"there is no view {view!r}: use one of {', '.join(_VIEWS)}")
    return _VIEWS[view](events)


def _entities_view(events: Iterable[Event]) -> _Network:
    network = _Network({}, [])
    for event in events:
        if event.actor is None:
            continue
        for entity in (event.actor, event.target):
            network.nodes[entity.id] = _of_entity(entity)
        network.edges.append((event.actor.id, event.target.id, event.id, _of_event(event)))
    return network


def _events_view(events: Iterable[Event]) -> _Network:
    network = _Network({}, [])
    for event in events:
        node = f"ev:{event.id}"
        network.nodes[node] = {
            "bipartite": 1,
            **_of_event(event),
            "label": event.label,
        }
        for role, entity in (("actor", event.actor), ("target", event.target), ("place", event.place)):
            if entity is None:
                continue
            other = f"ent:{entity.id}"
            network.nodes[other] = {"bipartite": 0, **_of_entity(entity)}
            source, target = (other, node) if role == "actor" else (node, other)
            network.edges.append((source, target, f"{node}/{role}", {"role": role}))
    return network


_VIEWS: dict[str, Callable[[Iterable[Event]], _Network]] = {
    "entities": _entities_view,
    "events": _events_view,
}


def _of_entity(entity: Entity) -> Attributes:
    return {
        "label": entity.label,
        "type": entity.type.value,
        "kind": entity.kind,
        "country": entity.country,
        "wikidata": entity.wikidata,
    }


def _of_event(event: Event) -> Attributes:
    return {
        "type": event.type,
        "predicate": event.predicate,
        "label": types()[event.type].label,
        "status": event.status.value,
        "time": event.time or "",
        "claims": event.claim_count,
        "sources": event.source_count,
        "confidence": event.confidence,
        "object": event.object or "",
        "role": event.role or "",
        "first_reported": event.first_reported.isoformat() if event.first_reported else "",
        "last_reported": event.last_reported.isoformat() if event.last_reported else "",
    }
