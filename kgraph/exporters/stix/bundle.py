"""The cyber part of a graph as one STIX bundle."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, uuid5

import stix2

from kgraph.exporters.stix import mapping, objects

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kgraph.graph.store import Store
    from kgraph.model import Entity, Event


def bundle(store: Store) -> stix2.Bundle:
    """All that a graph says of attacks, hacking groups and malware; see the package.

    Whom it is created by stands first, then come entities, events and the reports that tell them, each in
    the order of their ids.
    """
    chosen = [event for event in store.events(with_claims=False) if _is_cyber(event)]
    events = list(store.with_claims(chosen))
    wanted = {claim.article for event in events for claim in event.claims}
    articles = {article.id: article for article in store.articles() if article.id in wanted}
    told: dict[str, set[str]] = defaultdict(set)
    found: list[Any] = []
    entities = _entity_objects(events)
    for event in events:
        made = objects.event_objects(event, articles)
        ends = {entities[end.id].id for end in _ends(event)}
        for claim in event.claims:
            told[claim.article].update(ends, (one.id for one in made))
        found.extend(made)
    reports = [objects.report(articles[name], refs) for name, refs in told.items()]
    parts = (entities.values(), found, reports)
    ordered = [one for part in parts for one in sorted(part, key=lambda one: str(one.id))]
    name = uuid5(NAMESPACE_URL, "\n".join(one.serialize() for one in ordered))
    return stix2.Bundle(id=f"bundle--{name}", objects=[objects.creator(), *ordered])


def _is_cyber(event: Event) -> bool:
    """Whether an event belongs into the bundle: what it is about, and that all its ends have objects."""
    types = {mapping.object_type(end) for end in _ends(event)}
    is_about_it = event.type in mapping.CYBER_TYPES or bool(types & mapping.CYBER_OBJECTS)
    is_about_two = event.actor is None or event.actor.id != event.target.id
    return is_about_it and is_about_two and None not in types


def _ends(event: Event) -> tuple[Entity, ...]:
    return (event.actor, event.target) if event.actor else (event.target,)


def _entity_objects(events: Iterable[Event]) -> dict[str, Any]:
    """The objects of the entities at the ends of events, by the entities' ids."""
    ends: dict[str, Entity] = {}
    days: dict[str, set[Any]] = defaultdict(set)
    for event in events:
        for end in _ends(event):
            ends[end.id] = end
            days[end.id].update(day for day in (event.first_reported, event.last_reported) if day)
    return {
        name: objects.entity_object(end, (min(days[name], default=None), max(days[name], default=None)))
        for name, end in ends.items()
    }
