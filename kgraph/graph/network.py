"""Events as a network: entities are nodes, each event is an edge from its actor to its target."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx

from kgraph.ontology import types

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kgraph.model import Entity, Event


def to_networkx(events: Iterable[Event]) -> nx.MultiDiGraph:
    """A directed multigraph whose node keys are entity ids and whose edge keys are event ids.

    Nodes have label, type, kind, country and wikidata; edges have type, predicate, label (the type's
    verb phrase, "bans"), status, time, claims, sources, confidence, object, role, first_reported and
    last_reported.
    All are text or numbers ("" for what is unknown), so that every graph format can hold them.
    Events of an unnamed actor have no edge and are left out.
    """
    network = nx.MultiDiGraph()
    for event in events:
        if event.actor is None:
            continue
        for entity in (event.actor, event.target):
            network.add_node(entity.id, **_node(entity))
        network.add_edge(event.actor.id, event.target.id, key=event.id, **_edge(event))
    return network


def _node(entity: Entity) -> dict[str, str]:
    return {
        "label": entity.label,
        "type": entity.type.value,
        "kind": entity.kind,
        "country": entity.country,
        "wikidata": entity.wikidata,
    }


def _edge(event: Event) -> dict[str, str | int | float]:
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
