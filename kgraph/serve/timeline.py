"""The timeline: events and relations, the latest first and undated ones last, those that pass the filters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from kgraph.errors import InputError, KgraphError
from kgraph.graph import vocabulary as v
from kgraph.model import Status
from kgraph.named_queries import read_query
from kgraph.ontology import types
from kgraph.selection import Selection
from kgraph.serve.looks import rendered

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kgraph.graph.served import Served
    from kgraph.model import Event

_ON_A_PAGE: Final = 50
_FILTERS: Final = ("entity", "type", "status", "since", "until", "min_confidence")
_LATEST_FIRST: Final = read_query("""# Events and relations, the latest first, undated ones last
# param entity (entity): only those in which it acts or is acted on
# param type (type): only those of this type
# param status (status): only those of this status
# param since (date): only those in or after this year, month or day
# param until (date): only those no later than this year, month or day
# param min_confidence (text): only those that are so sure
SELECT ?event WHERE {
  # with entity: { SELECT DISTINCT ?event { VALUES ?entity {} ?event kg:actor|kg:target ?entity } }
  # with type: VALUES ?type {} ?event kg:predicate ?type .
  # with status: VALUES ?status {} ?event kg:status ?status .
  # with min_confidence: VALUES ?min_confidence {} ?event kg:confidence ?sure .
  # with min_confidence: FILTER(?sure >= xsd:decimal(?min_confidence))
  ?event kg:status ?any .
  OPTIONAL { ?event kg:time ?time }
  # with since: VALUES ?since {} FILTER(STR(?time) >= SUBSTR(?since, 1, STRLEN(STR(?time))))
  # with until: VALUES ?until {} FILTER(SUBSTR(STR(?time), 1, STRLEN(?until)) <= ?until)
}
ORDER BY DESC(BOUND(?time)) DESC(STR(?time)) ?event""")


def timeline(graph: Served, fields: tuple[tuple[str, str], ...], number: int) -> bytes:
    """A page of the timeline; mistakes in the filters are told on it."""
    given = {name: value.strip() for name, value in fields if name in _FILTERS and value.strip()}
    told: dict[str, Any] = {"events": [], "more": False, "message": ""}
    try:
        events = list(_events(graph, given, _ON_A_PAGE + 1, (number - 1) * _ON_A_PAGE))
        told |= {"events": events[:_ON_A_PAGE], "more": len(events) > _ON_A_PAGE}
    except KgraphError as mistake:
        told["message"] = str(mistake)
    return rendered(
        "timeline",
        **told,
        given={name: given.get(name, "") for name in _FILTERS},
        filters=urlencode(given),
        types=sorted(types().values(), key=lambda type_: type_.name),
        statuses=Status,
        number=number,
    )


def latest(graph: Served, count: int) -> list[Event]:
    """The events that happened last."""
    return list(_events(graph, {}, count, 0))


def _events(graph: Served, given: Mapping[str, str], count: int, start: int) -> Iterator[Event]:
    filters = dict(given)
    least = filters.pop("min_confidence", None)
    Selection.of(
        since=filters.get("since"), until=filters.get("until"), min_confidence=confidence(least or "")
    )
    if least:
        filters["min_confidence"] = f"{confidence(least):.6f}"
    sparql = _LATEST_FIRST.bound(graph, filters)
    for (iri,) in graph.query(f"{sparql}\nLIMIT {count} OFFSET {start}").rows:
        yield graph.event(v.decode_local(str(iri), v.EVENT))


def confidence(written: str) -> float:
    """A confidence as people write it, 0 where they leave it out. Raises `InputError`."""
    try:
        return float(written or 0)
    except ValueError:
        raise InputError("min_confidence", f"{written[:60]!r} is not a number from 0 to 1") from None
