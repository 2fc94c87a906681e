"""Saying who is one and who is two: corrections, made from the names that people give."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgraph.corrections import Correction
from kgraph.errors import InputError, NotFoundError
from kgraph.graph.lookup import entity_ids
from kgraph.model import Entity, digest
from kgraph.spelling import id_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kgraph.graph.store import Store

_PREFIX = "ent:"


def same(store: Store, name: str, other: str) -> int:
    """Say that two entities are one, called by the first name; gives how many articles that changed.

    Names are ids, labels or other names of entities of the graph. A correction that told the two
    apart is taken back. Raises `NotFoundError`, or `InputError` where a name is that of several.
    """
    entity, second = _only(store, name), _only(store, other)
    if entity.id == second.id:
        raise InputError(other, f"is {entity.label} (ent:{entity.id}) already")
    known = store.corrections()
    kept = [c for c in known if c.same or not c.concerns(entity.id, second.id)]
    if len(kept) == len(known):
        kept.append(Correction(True, known.merged(entity), second))
    return store.correct(kept)


def different(store: Store, name: str, other: str, articles: Iterable[str] = ()) -> int:
    """Say that one entity is two; gives how many articles that changed.

    Where `same` has made them one, that is taken back. Else whoever the articles call `other`, or in
    `articles` all who were taken for the first, become an entity of their own. Raises
    `NotFoundError`, or `InputError` where they are two already.
    """
    entity = _only(store, name)
    wanted = tuple(sorted(articles))
    for article in wanted:
        store.article(article)
    known = store.corrections()
    joined = [c for c in known if c.same and c.entity.id == entity.id and _goes_by(c.other, other)]
    if joined:
        return store.correct(c for c in known if c not in joined)
    ids = [] if not wanted and other == entity.label else ids_or_none(store, other)
    if not wanted and ids and entity.id not in ids:
        raise InputError(other, f"is another entity than {entity.label} (ent:{entity.id}) already")
    if not wanted and not ids:
        raise NotFoundError(
            f"no article of the graph calls {entity.label} {other!r}; to tell apart two of one name, "
            "give the articles that mean the other"
        )
    if wanted and ids and entity.id not in ids:
        second = store.entity(ids[0])
    else:
        own = id_of(other)
        taken = own == entity.id or store.has_entity(own)
        second = Entity(f"{own}.{digest(*wanted, own)[:8]}" if taken else own, other, entity.type)
    return store.correct([*known, Correction(False, entity, second, () if wanted else (other,), wanted)])


def ids_or_none(store: Store, name: str) -> list[str]:
    """The ids of the entities that go by a name, or none."""
    try:
        return entity_ids(store, name.removeprefix(_PREFIX))
    except NotFoundError:
        return []


def _only(store: Store, name: str) -> Entity:
    """The only entity of that name."""
    ids = entity_ids(store, name.removeprefix(_PREFIX))
    if len(ids) > 1:
        raise InputError(name, f"is the name of several: use one of {', '.join(f'ent:{i}' for i in ids)}")
    return store.entity(ids[0])


def _goes_by(entity: Entity, name: str) -> bool:
    """Whether an entity has that id, label or other name."""
    wanted = name.removeprefix(_PREFIX).casefold()
    return wanted in {known.casefold() for known in (entity.id, entity.label, *entity.aliases)}
