"""One form for each extraction and entity, so that the order of reading leaves no trace in the graph."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import TypeAlias

from kgraph.errors import GraphError, InputError
from kgraph.model import Article, Claim, Entity, EntityType, Extraction, Mention, Span

Votes: TypeAlias = Mapping[str, Counter[str]]
"""For each field of an entity how often which value was given."""

CONFIDENCE_DIGITS = 6
SINGLE_FIELDS = ("label", "type", "kind", "country", "parent", "wikidata")
_WIKIDATA = re.compile(r"Q[1-9][0-9]*")
_YEAR = re.compile(r"(?!0000)[0-9]{4}")
_MONTH = re.compile(r"(?!0000)[0-9]{4}-(0[1-9]|1[0-2])")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def canonical(extraction: Extraction) -> Extraction:
    """The same extraction in the one form that the graph keeps.

    Mentions hold those of the claims too, each once, in the order of the text; an entity is
    described the same way throughout; of claims with the same id the most confident stays.
    Raises `GraphError` where a span does not fit the text, or a value is out of its range.
    """
    article = extraction.article
    found = list(extraction.mentions)
    for claim in extraction.claims:
        found.extend(claim.mentions)
    described: dict[str, list[Entity]] = defaultdict(list)
    for entity in {mention.entity for mention in found}:
        described[entity.id].append(entity)
    entities = {name: merge_entities(name, tuple(given)) for name, given in described.items()}

    def settled(mention: Mention) -> Mention:
        _check_mention(article, mention)
        entity = entities[mention.entity.id]
        return mention if mention.entity == entity else replace(mention, entity=entity)

    claims: dict[str, Claim] = {}
    for given in extraction.claims:
        _check_claim(article, given)
        claim = given.with_mentions(settled)
        claim = replace(claim, source=tuple(sorted(set(claim.source), key=mention_key)))
        other = claims.get(claim.id)
        if other is None or _rank(claim) > _rank(other):
            claims[claim.id] = claim
    return Extraction(
        article=article,
        mentions=tuple(sorted(set(map(settled, found)), key=mention_key)),
        claims=tuple(sorted(claims.values(), key=lambda claim: claim.position)),
        read_by=extraction.read_by,
    )


def rounded(extraction: Extraction) -> Extraction:
    """The same with confidences of as many digits as mean anything, and as every store can keep."""

    def even(mention: Mention) -> Mention:
        confidence = round(mention.confidence, CONFIDENCE_DIGITS)
        return mention if confidence == mention.confidence else replace(mention, confidence=confidence)

    return replace(
        extraction,
        mentions=tuple(map(even, extraction.mentions)),
        claims=tuple(
            replace(claim.with_mentions(even), confidence=round(claim.confidence, CONFIDENCE_DIGITS))
            for claim in extraction.claims
        ),
    )


def mention_key(mention: Mention) -> tuple[bool, int, int, str, str, float, str, str]:
    """What mentions are ordered by."""
    span = mention.span
    place = (not span.headline, span.start, span.end)
    what = (mention.entity.id, mention.kind, mention.confidence)
    return (*place, *what, mention.reason, mention.read_as)


# Cached, because the same entities of the gazetteer come up in article after article.
@lru_cache(maxsize=1 << 14)
def merge_entities(entity_id: str, entities: tuple[Entity, ...]) -> Entity:
    """One description out of several of the same entity."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for entity in entities:
        for field in SINGLE_FIELDS:
            votes[field][getattr(entity, field)] += 1
        votes["alias"].update(set(entity.aliases))
        votes["descriptor"].update(set(entity.descriptors))
    return elected(entity_id, votes)


def elected(entity_id: str, votes: Votes) -> Entity:
    """The entity that most descriptions agree on; ties go to the value that sorts first.

    Aliases, surface forms and descriptors are united. Raises `GraphError` for an entity
    without a label, or with a Wikidata id that is none.
    """

    def winner(field: str) -> str:
        counted = [(-n, value) for value, n in votes.get(field, {}).items() if value and n > 0]
        return min(counted)[1] if counted else ""

    def united(*fields: str) -> tuple[str, ...]:
        values = {value for f in fields for value, n in votes.get(f, {}).items() if value and n > 0}
        return tuple(sorted(values - {winner("label")}))

    label, wikidata = winner("label"), winner("wikidata")
    if not label:
        raise GraphError(f"entity {entity_id!r} has no label")
    if wikidata and not _WIKIDATA.fullmatch(wikidata):
        raise GraphError(f"entity {entity_id!r}: {wikidata!r} is not a Wikidata id such as Q42")
    return Entity(
        id=entity_id,
        label=label,
        type=EntityType(winner("type")),
        kind=winner("kind"),
        country=winner("country"),
        parent=winner("parent"),
        wikidata=wikidata,
        aliases=united("alias", "form"),
        descriptors=united("descriptor"),
    )


def check_time(time: str) -> str:
    """`time` itself where it is an ISO 8601 year, month or day; else raises `GraphError`."""
    if _YEAR.fullmatch(time) or _MONTH.fullmatch(time):
        return time
    try:
        if _DAY.fullmatch(time):
            date.fromisoformat(time)
            return time
    except ValueError:
        pass
    raise GraphError(f"{time!r} is not a year, month or day such as 2018, 2018-04 or 2018-04-23")


def check_since(since: date | str, name: str = "since") -> str:
    """The year, month or day from which on events are wanted, or until when.

    Raises `InputError` for what is none, which it calls `name`.
    """
    if isinstance(since, date):
        return since.isoformat()[:10]  # of a datetime, its day
    try:
        return check_time(since)
    except GraphError as exc:
        raise InputError(name, str(exc)) from exc


def _rank(claim: Claim) -> tuple[float, str]:
    return (claim.confidence, repr(claim))


def _check_span(article: Article, span: Span) -> None:
    part = "headline" if span.headline else "text"
    text = article.title if span.headline else article.text
    if not 0 <= span.start <= span.end or text[span.start : span.end] != span.text:
        raise GraphError(
            f"article {article.id!r}: its {part} has no {span.text!r} at {span.start} to {span.end}; "
            f"spans must index the article's {part}"
        )


def _check_confidence(article: Article, confidence: float) -> None:
    if not 0 <= confidence <= 1:
        raise GraphError(f"article {article.id!r}: confidence {confidence} is not between 0 and 1")


def _check_mention(article: Article, mention: Mention) -> None:
    _check_span(article, mention.span)
    _check_confidence(article, mention.confidence)


def _check_claim(article: Article, claim: Claim) -> None:
    if claim.article != article.id:
        raise GraphError(f"article {article.id!r} holds a claim of article {claim.article!r}")
    _check_span(article, claim.sentence)
    _check_span(article, claim.trigger)
    _check_confidence(article, claim.confidence)
    if claim.time is not None:
        check_time(claim.time)
