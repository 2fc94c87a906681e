"""The pages for people: what of the graph they show, set by the templates in `kgraph/resources/pages`.

All text of articles goes through templates that escape it. Only the explorer and the editor, in modules of
their own, have scripts.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from kgraph.errors import KgraphError
from kgraph.graph import vocabulary as v
from kgraph.named_queries import named_queries, named_query
from kgraph.serve import timeline
from kgraph.serve.looks import cell, rendered

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kgraph.graph.answering import Asked, Limits
    from kgraph.graph.documents import Document, Term
    from kgraph.graph.served import Served, Thing
    from kgraph.model import Article, Event

_ROWS: Final = 1_000  # of a table on a page; whoever wants more takes another format
_EVENTS: Final = 50  # on one page
_QUOTES: Final = 3  # of an event among others
_LATEST: Final = 15
_FOUND: Final = 50
_RELATED: Final = 15
FIRST: Final = """SELECT ?status (COUNT(*) AS ?events) WHERE {
  ?event kg:status ?status
}
GROUP BY ?status ORDER BY DESC(?events)"""


def visited(
    graph: Served, page: str, name: str, fields: tuple[tuple[str, str], ...], limits: Limits
) -> bytes:
    """One of the pages that are not about one thing: home, search, timeline or query."""
    given = dict(fields)
    if page == "home":
        latest = timeline.latest(graph, _LATEST)
        queries = named_queries().values()
        return rendered("home", counts=_counts(graph), latest=latest, queries=queries, sparql=FIRST)
    if page == "search":
        wanted = given.get("q", "").strip()
        return rendered("search", wanted=wanted, found=_search(graph, wanted) if wanted else [])
    if page == "timeline":
        return timeline.timeline(graph, fields, _number(given.get("page", "")))
    return _query(graph, name, fields, limits)


def page(graph: Served, thing: Thing, name: str, number: str, type_: str = "") -> bytes:
    """The page about something of the graph; raises `NotFoundError` where it is not there.

    That of an entity may be narrowed to events of a type.
    """
    if thing == "entity":
        return _entity(graph, name, _number(number), type_)
    return {"event": _event, "claim": _claim, "article": _article}[thing](graph, name)


def words(graph: Served, document: Document) -> bytes:
    """The page about the terms of a namespace."""
    return rendered("words", document=document, terms=_terms(graph, document), iri=f"{v.BASE}{document}")


def form(sparql: str = FIRST) -> bytes:
    """The form to ask in."""
    return rendered("form", sparql=sparql)


def answer(sparql: str, asked: Asked, limits: Limits) -> bytes:
    """What a query gives, as a table below the query."""
    return rendered("answer", sparql=sparql, **table(asked, limits))


def problem(status: int, message: str) -> bytes:
    """What went wrong."""
    return rendered("problem", status=status, message=message)


def _query(graph: Served, name: str, fields: tuple[tuple[str, str], ...], limits: Limits) -> bytes:
    query = named_query(name)
    given: dict[str, list[str]] = {}
    for field, value in fields:
        if value.strip() and any(field == parameter.name for parameter in query.parameters):
            given.setdefault(field, []).append(value.strip())
    told: dict[str, Any] = {"query": query, "given": given, "sparql": query.sparql, "message": ""}
    if any(parameter.required and parameter.name not in given for parameter in query.parameters):
        return rendered("query", **told)
    try:
        told["sparql"] = query.bound(graph, given)
        told |= table(graph.ask(told["sparql"]), limits)
    except KgraphError as mistake:
        told["message"] = str(mistake)
    return rendered("query", **told)


def table(asked: Asked, limits: Limits) -> dict[str, Any]:
    """What a query gives, as a template sets it: its first rows, and whether there are more."""
    rows, cut = asked.bindings(replace(limits, rows=min(_ROWS, limits.rows)))
    cells = [[cell(row.get(name)) for name in asked.variables] for row in rows]
    return {"variables": asked.variables, "rows": cells, "cut": cut, "formats": asked.formats}


def _entity(graph: Served, name: str, number: int, type_: str) -> bytes:
    if not graph.has_entity(name) and (others := graph.named_by(name)):
        return rendered("named", name=name, others=others[:_FOUND], iri=v.entity_iri(name).value)
    entity = graph.entity(name)
    both = (*graph.events([name], None, with_claims=False), *graph.events(None, [name], with_claims=False))
    every = {event.id: event for event in both}.values()
    by_type = Counter(event.type for event in every)
    events = sorted((event for event in every if type_ in ("", event.type)), key=_place)
    shown = list(graph.with_claims(events[(number - 1) * _EVENTS : number * _EVENTS]))
    ends = Counter(end for event in every for end in (event.actor, event.target) if end and end.id != name)
    related = sorted(ends.items(), key=lambda item: (-item[1], item[0].label, item[0].id))[:_RELATED]
    homes = [graph.entity(i) for i in (entity.country, entity.parent) if i and graph.has_entity(i)]
    return rendered(
        "entity",
        entity=entity,
        homes=homes,
        related=related,
        events=_quoted(shown),
        articles=_articles(graph, shown),
        total=len(events),
        of=len(every),
        type=type_,
        by_type=sorted(by_type.items(), key=lambda item: (-item[1], item[0])),
        number=number,
        more=len(events) > number * _EVENTS,
        iri=v.entity_iri(name).value,
    )


def _event(graph: Served, name: str) -> bytes:
    event = graph.event(name)
    return rendered(
        "event",
        event=event,
        articles=_articles(graph, [event]),
        iri=v.event_iri(name).value,
        copies=_copies(graph),
    )


def _claim(graph: Served, name: str) -> bytes:
    claim = graph.claim(name)
    event = graph.event(graph.event_of(name))
    return rendered(
        "claim", claim=claim, event=event, article=graph.article(claim.article), iri=v.claim_iri(name).value
    )


def _article(graph: Served, name: str) -> bytes:
    extraction = graph.extraction(name)
    told = [(claim, graph.event(graph.event_of(claim.id))) for claim in extraction.claims]
    told.sort(key=lambda pair: pair[0].position)
    original = _copies(graph).get(name)
    return rendered(
        "article", article=extraction.article, told=told, original=original, iri=v.article_iri(name).value
    )


def _quoted(events: Iterable[Event]) -> list[Event]:
    """The events with few of their claims, the surest ones."""
    return [
        replace(
            event,
            claims=tuple(sorted(event.claims, key=lambda claim: (-claim.confidence, claim.id))[:_QUOTES]),
        )
        for event in events
    ]


def _articles(graph: Served, events: Iterable[Event]) -> dict[str, Article]:
    ids = {claim.article for event in events for claim in event.claims}
    return {article_id: graph.article(article_id) for article_id in ids}


@lru_cache(maxsize=1)
def _copies(graph: Served) -> dict[str, str]:
    return dict(graph.copies())


@lru_cache(maxsize=3)
def _terms(graph: Served, document: Document) -> list[Term]:
    return graph.terms(document)


@lru_cache(maxsize=1)
def _counts(graph: Served) -> dict[str, int]:
    return {
        "articles": len(graph.article_ids()),
        "claims": graph.claim_count(),
        "events": graph.event_counts().total(),
        "entities": graph.entity_count(),
    }


def _search(graph: Served, wanted: str) -> list[tuple[Any, str]]:
    """Entities with a name that holds what is wanted, the closest first, each with that name."""
    folded = wanted.casefold()
    ranked: dict[str, tuple[int, int, str]] = {}
    for label, entity_id, preferred in graph.labels():
        place = label.casefold().find(folded)
        if place < 0:
            continue
        fit = 0 if len(label) == len(wanted) else 1 if place == 0 else 2 if label[place - 1] == " " else 3
        rank = (2 * fit + (not preferred), len(label), label)
        ranked[entity_id] = min(rank, ranked.get(entity_id, rank))
    closest = sorted(ranked.items(), key=lambda item: (item[1], item[0]))[:_FOUND]
    return [(graph.entity(entity_id), label) for entity_id, (_, _, label) in closest]


def _place(event: Event) -> tuple[str, str, str]:
    """Earliest first; what has no date goes by when it was reported."""
    reported = event.first_reported.isoformat() if event.first_reported else "9999"
    return event.time or reported, event.label, event.id


def _number(given: str) -> int:
    return max(1, int(given)) if given.isdecimal() and len(given) < 7 else 1
