"""What a parameter of a query is given, as terms in SPARQL; whatever it holds, each stays one term."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Final

from kgraph.errors import GraphError, InputError
from kgraph.graph import vocabulary as v
from kgraph.graph.canonical import check_time
from kgraph.graph.lookup import article_named, entity_ids, status_named, types_named
from kgraph.graph.nodes import integer, text
from kgraph.model import Entity
from kgraph.ontology import KG

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import pyoxigraph as ox

    from kgraph.graph.reading import Reading

_INTEGER = re.compile(r"[+-]?[0-9]{1,18}")


def terms(graph: Reading, name: str, type_name: str, given: object) -> list[str]:
    """What is given for the parameter `name` as terms, each as it is written in SPARQL.

    `type_name` is one of `TYPES`. A list stands for any of its members. Raises `NotFoundError` for what the
    graph lacks, with what is close, and `InputError` for what is no value of the type.
    """
    values = list(given) if isinstance(given, list | tuple | set | frozenset) else [given]
    if not values or (len(values) > 1 and type_name in _SINGLE):
        raise InputError(name, f"takes one {type_name}, and is given {len(values) or 'none'}")
    try:
        found = dict.fromkeys(term for value in values for term in _READERS[type_name](graph, value))
    except GraphError as exc:
        raise InputError(name, str(exc)) from exc
    # A term's own writer escapes quotes, brackets, backslashes and line ends.
    return [str(term) for term in found]


def _entities(graph: Reading, value: object) -> Iterable[ox.NamedNode]:
    name = value.id if isinstance(value, Entity) else _local(value, v.ENTITY, "ent:")
    return (v.entity_iri(entity_id) for entity_id in entity_ids(graph, name))


def _articles(graph: Reading, value: object) -> Iterable[ox.NamedNode]:
    return [v.article_iri(article_named(graph, _local(value, v.ARTICLE, "art:")))]


def _types(_: Reading, value: object) -> Iterable[ox.NamedNode]:
    return [v.kg(type_.predicate) for type_ in types_named(_local(value, KG, "kg:"))]


def _statuses(_: Reading, value: object) -> Iterable[ox.NamedNode]:
    return [v.kg(status_named(_local(value, KG, "kg:")).value)]


def _days(_: Reading, value: object) -> Iterable[ox.Literal]:
    # Of a datetime, its day.
    return [text(check_time(value.isoformat()[:10] if isinstance(value, date) else _said(value)))]


def _integers(_: Reading, value: object) -> Iterable[ox.Literal]:
    digits = str(value).strip()
    if isinstance(value, bool) or not _INTEGER.fullmatch(digits):
        raise GraphError(f"{digits[:60]!r} is not a whole number")
    return [integer(int(digits))]


def _texts(_: Reading, value: object) -> Iterable[ox.Literal]:
    return [text(_said(value))]


_READERS: Final[dict[str, Callable[[Reading, object], Iterable[ox.NamedNode | ox.Literal]]]] = {
    "entity": _entities,
    "article": _articles,
    "type": _types,
    "status": _statuses,
    "date": _days,
    "integer": _integers,
    "text": _texts,
}
_SINGLE: Final = frozenset({"date", "integer", "text"})

TYPES: Final = tuple(_READERS)
"""What a parameter may be: an entity (any name of it; all that go by it), an article, an event type or
relation (it stands for its predicate), a status, a year, month or day (as a string), an integer, any text."""


def _said(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise GraphError(f"{value!r} is no text, or an empty one")
    return value


def _local(value: object, base: str, prefix: str) -> str:
    """A name as it is, or what an IRI names, in full or with its prefix."""
    name = _said(value)
    for start in (base, prefix):
        if name.startswith(start):
            return v.decode_local(base + name.removeprefix(start), base)
    return name
