"""What people call things, as the graph's own names: entities, articles, event types, statuses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgraph.errors import NotFoundError
from kgraph.model import Status
from kgraph.ontology import types
from kgraph.spelling import suggestion

if TYPE_CHECKING:
    from kgraph.graph.reading import Reading
    from kgraph.ontology import Type


def entity_ids(graph: Reading, name: str) -> list[str]:
    """The ids of the entities that go by a name: its id, else its label, else another name.

    Raises `NotFoundError` with what is close.
    """
    if graph.has_entity(name):
        return [name]
    wanted = name.casefold()
    named: dict[bool, list[str]] = {True: [], False: []}
    known = set()
    for label, entity_id, preferred in graph.labels():
        known.add(label)
        if label.casefold() == wanted:
            named[preferred].append(entity_id)
    if found := named[True] or named[False]:
        return sorted(found)
    raise NotFoundError(f"there is no entity {name!r} in the graph{suggestion(name, known)}")


def article_named(graph: Reading, article_id: str) -> str:
    """The id itself where there is such an article; else raises `NotFoundError` with what is close."""
    known = graph.article_ids()
    if article_id in known:
        return article_id
    raise NotFoundError(f"there is no article {article_id!r} in the graph{suggestion(article_id, known)}")


def types_named(name: str) -> list[Type]:
    """The event types and relations that go by a name or predicate, in any case; raises `NotFoundError`."""
    wanted = name.casefold()
    found = [
        type_ for type_ in types().values() if wanted in {type_.name.casefold(), type_.predicate.casefold()}
    ]
    if not found:
        raise NotFoundError(f"there is no event type or relation {name!r}{suggestion(name, types())}")
    return found


def status_named(name: str) -> Status:
    """The status of that name, in any case; raises `NotFoundError`."""
    for status in Status:
        if status.value.casefold() == name.casefold():
            return status
    raise NotFoundError(f"there is no status {name!r}: use one of {', '.join(Status)}")
