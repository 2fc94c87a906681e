"""What a page shows, as values that JSON can hold.

Entities, articles and events are lists, and refer to each other by their places in these lists. Every event
of the graph is there with its claims, and every entity that takes part in one or is cited by one. Sentences
are cut in three, so that the words in the middle, which told of the event, can be marked without counting
characters, which browsers do in another way.

Events without a named actor have no edge: a node for "someone" would look like a party. They stand in the
lists of their targets, and of places and of those cited.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kgraph.errors import InputError, NotFoundError
from kgraph.ontology import types
from kgraph.page.look import look
from kgraph.page.options import PageOptions
from kgraph.page.start import selection, start
from kgraph.selection import when

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kgraph.knowledge_graph import KnowledgeGraph
    from kgraph.model import Article, Claim, Entity, Event
    from kgraph.selection import Selection

_Record = dict[str, Any]
_Places = dict[str, int]  # by id, the place in its list


@dataclass(frozen=True, slots=True)
class Contents:
    """What all pages of a graph have in common: `record` as JSON can hold it, the rest to begin one with."""

    events: tuple[Event, ...]
    places: _Places
    record: _Record


def page_data(graph: KnowledgeGraph, options: PageOptions | None = None) -> _Record:
    """All that a page of the graph needs; the same graph and options give the same.

    Raises `NotFoundError` for an entity, type or status that does not exist, and `InputError` for a malformed
    date, for an end before the beginning, for a confidence that is none, and for a base that is no address.
    """
    options = options or PageOptions()
    focus = None if options.entity is None else graph.entity(options.entity)
    whole = contents(graph, [focus] if focus else [])
    return whole.record | beginning(graph, whole, options)


def contents(graph: KnowledgeGraph, others: Iterable[Entity] = ()) -> Contents:
    """What a page holds however it begins; `others` are entities that are there without any event."""
    events = graph.events()
    entities = _entities(events, others)
    places = {entity.id: place for place, entity in enumerate(entities)}
    originals = dict(graph.copies())
    articles = _articles(graph, events, originals)
    article_places = {article.id: place for place, article in enumerate(articles)}
    record = {
        "look": look(),
        "types": [
            {
                "name": type_.name,
                "predicate": type_.predicate,
                "label": type_.label,
                "symmetric": type_.symmetric,
            }
            for type_ in types().values()
        ],
        "entities": [_entity(entity) for entity in entities],
        "articles": [_article(article, originals, article_places) for article in articles],
        "events": [_event(event, places, article_places) for event in events],
    }
    return Contents(tuple(events), places, record)


def titled(graph: KnowledgeGraph, options: PageOptions) -> str:
    """The title of a page. Raises what `page_data` does, without reading the events."""
    selection(options)
    if options.base and not options.base.startswith(("/", "https://", "http://")):
        raise InputError("base", f"{options.base[:60]!r} is no address: begin with https://, http:// or /")
    focus = None if options.entity is None else graph.entity(options.entity)
    return options.title or (focus.label if focus else "Knowledge graph")


def beginning(graph: KnowledgeGraph, whole: Contents, options: PageOptions) -> _Record:
    """What a page adds to the contents: its title, what it begins with, and where its links lead.

    Raises what `page_data` does, and `NotFoundError` for an entity that the contents lack.
    """
    title, chosen = titled(graph, options), selection(options)
    focus = None if options.entity is None else graph.entity(options.entity)
    if focus is not None and focus.id not in whole.places:
        raise NotFoundError(f"{focus.label} takes part in no event: there is nothing to explore around it")
    begin = start(whole.events, options, focus.id if focus else None, chosen)
    return {
        "title": title,
        "base": options.base or "",
        "start": {
            "entities": [whole.places[entity_id] for entity_id in begin.entities],
            "candidates": begin.candidates,
            **_filters(chosen, options, focus, whole.places),
        },
    }


def shown_data(graph: KnowledgeGraph, options: PageOptions | None = None) -> _Record:
    """What `page_data` gives, of a page that shows something.

    Raises what that does, and `NotFoundError` when nothing is left to show at the beginning.
    """
    data = page_data(graph, options)
    if not data["start"]["entities"]:
        raise NotFoundError("no events to draw: widen the filters or add articles to the graph")
    return data


def _entities(events: Iterable[Event], others: Iterable[Entity]) -> list[Entity]:
    """All entities of the events, and the others, by id."""
    found = {entity.id: entity for entity in others}
    for event in events:
        cited = (mention.entity for claim in event.claims for mention in claim.source)
        for entity in (event.actor, event.target, event.place, *cited):
            if entity is not None:
                found[entity.id] = entity
    return [found[entity_id] for entity_id in sorted(found)]


def _articles(graph: KnowledgeGraph, events: Iterable[Event], originals: Mapping[str, str]) -> list[Article]:
    """The articles that tell of the events, and the originals of those of them that are copies."""
    telling = {claim.article for event in events for claim in event.claims}
    telling |= {originals[copy] for copy in telling & originals.keys()}
    return [article for article in graph.store.articles() if article.id in telling]


def _entity(entity: Entity) -> _Record:
    return {
        "id": entity.id,
        "label": entity.label,
        "type": entity.type.value,
        "kind": entity.kind,
        "country": entity.country.replace("_", " "),
        "wikidata": entity.wikidata,
        "aliases": [alias for alias in entity.aliases if alias != entity.label],
    }


def _article(article: Article, originals: Mapping[str, str], places: _Places) -> _Record:
    return {
        "id": article.id,
        "title": article.title,
        "publisher": article.publisher,
        "author": article.author,
        "published": article.published.isoformat() if article.published else "",
        "url": article.url,
        "copyOf": places.get(originals.get(article.id, "")),
    }


def _event(event: Event, places: _Places, articles: _Places) -> _Record:
    return {
        "id": event.id,
        "type": event.type,
        "label": event.label,
        "status": event.status.value,
        "actor": places[event.actor.id] if event.actor else None,
        "target": places[event.target.id],
        "place": places[event.place.id] if event.place else None,
        "object": event.object or "",
        "role": event.role or "",
        "time": event.time or "",
        "when": when(event) or "",
        "firstReported": event.first_reported.isoformat() if event.first_reported else "",
        "sources": event.source_count,
        "confidence": round(event.confidence, 3),
        "claims": [_claim(claim, places, articles) for claim in event.claims],
    }


def _claim(claim: Claim, places: _Places, articles: _Places) -> _Record:
    return {
        "article": articles[claim.article],
        "sentence": _marked(claim),
        "cited": [places[mention.entity.id] for mention in claim.source],
        "modality": claim.modality.value,
        "negative": claim.polarity == "negative",
        "confidence": round(claim.confidence, 3),
    }


def _marked(claim: Claim) -> list[str]:
    """The sentence up to its trigger, the trigger, and the rest; one that is elsewhere is not marked."""
    text = claim.sentence.text
    start_ = claim.trigger.start - claim.sentence.start
    end = start_ + len(claim.trigger.text)
    if start_ < 0 or text[start_:end] != claim.trigger.text:
        return [text, "", ""]
    return [text[:start_], text[start_:end], text[end:]]


def _filters(chosen: Selection, options: PageOptions, focus: Entity | None, places: _Places) -> _Record:
    """Where the page's filters stand at the beginning; null lets all through."""
    return {
        "focus": places[focus.id] if focus else None,
        "hops": options.hops or 1,
        "types": None if chosen.types is None else sorted(chosen.types),
        "statuses": None if chosen.statuses is None else sorted(chosen.statuses),
        "since": chosen.since or "",
        "until": chosen.until or "",
        "confidence": chosen.min_confidence,
    }
