"""The objects of a STIX bundle, one function a kind; each holds what `mapping` decides."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any, Final
from uuid import NAMESPACE_URL, uuid5

import stix2

from kgraph.exporters.stix import mapping
from kgraph.exporters.stix.wording import account, headline
from kgraph.graph import vocabulary as v
from kgraph.model import Status
from kgraph.ontology import KG

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kgraph.model import Article, Entity, Event

NO_DATE: Final = datetime(1970, 1, 1, tzinfo=UTC)
"""The time of what no dated report tells."""

_DAY: Final = len("2018-04-23")
_FIRST_YEAR: Final = 1000
_CLASSES: Final = {
    "identity": stix2.Identity,
    "location": stix2.Location,
    "malware": stix2.Malware,
    "threat-actor": stix2.ThreatActor,
}

Dates = tuple[date | None, date | None]
"""When something was first and last reported."""


def stix_id(type_: str, iri: str) -> str:
    """The id of the object that stands for what an IRI names; the same in every export."""
    return f"{type_}--{uuid5(NAMESPACE_URL, iri)}"


def creator() -> stix2.Identity:
    """What all objects are created by: this program, so that nobody takes them for an analyst's work."""
    return stix2.Identity(
        id=stix_id("identity", KG),
        created=NO_DATE,
        modified=NO_DATE,
        name="kgraph",
        description="Read out of news articles by a program; not reviewed by an analyst.",
        identity_class="system",
    )


def entity_object(entity: Entity, dates: Dates) -> Any:  # noqa: ANN401 - the classes of stix2 share no base
    """The object of an entity. It has one: `mapping.object_type` is not None."""
    type_ = mapping.object_type(entity) or ""
    found: dict[str, Any] = _common(type_, v.entity_iri(entity.id).value, dates)
    found["name"] = entity.label
    found["labels"] = [entity.kind] if entity.kind else []
    found["external_references"] = [{"source_name": "kgraph", "external_id": f"ent:{entity.id}"}]
    if entity.wikidata:
        found["external_references"].append(
            {
                "source_name": "wikidata",
                "external_id": entity.wikidata,
                "url": f"{v.WIKIDATA}{entity.wikidata}",
            }
        )
    if type_ == "identity":
        found["identity_class"] = mapping.IDENTITY_CLASSES[entity.type]
    elif type_ == "location":
        found |= mapping.place(entity)
    else:
        found["aliases"] = [alias for alias in entity.aliases if alias]
    if type_ == "malware":
        found["is_family"] = True
    return _CLASSES[type_](**found)


def event_objects(event: Event, articles: Mapping[str, Article]) -> list[Any]:
    """What an event becomes: a relationship, an incident with one, or a note; see the package.

    `articles` are those that its claims come from. Its ends have objects.
    """
    iri = v.event_iri(event.id).value
    dates = (event.first_reported, event.last_reported)
    told = _told(event, articles)
    if event.status is Status.DENIED or (event.actor is None and not _is_incident(event)):
        content = told.pop("description")
        refs = [_ref(end) for end in (event.actor, event.target) if end]
        note = _common("note", iri, dates) | told
        return [stix2.Note(**note, abstract=headline(event), content=content, object_refs=refs)]
    told["confidence"] = min(round(100 * event.confidence), mapping.CEILINGS[event.status])
    link = _common("relationship", iri, dates) | told
    if event.status is Status.REPORTED and (start := _day_of(event)) != NO_DATE:
        link["start_time"] = start
    target = _ref(event.target)
    if event.actor is None:
        name = event.label if event.status is Status.REPORTED else headline(event)
        incident = stix2.Incident(**_common("incident", iri, dates), **told, name=name)
        return [incident, stix2.Relationship(incident.id, mapping.RELATED, target, **link)]
    kinds = mapping.object_type(event.actor) or "", mapping.object_type(event.target) or ""
    name, is_turned = mapping.relationship(event.type, event.status, *kinds)
    ends = (target, _ref(event.actor)) if is_turned else (_ref(event.actor), target)
    return [stix2.Relationship(ends[0], name, ends[1], **link)]


def report(article: Article, refs: Iterable[str]) -> stix2.Report:
    """The report that an article is, on the objects of these ids."""
    published = (article.published, article.published)
    labels = [] if article.published else ["undated"]
    told = [f"Published by {article.publisher}." if article.publisher else ""]
    told.append(f"Written by {article.author}." if article.author else "")
    told.append("" if article.published else "The date of publication is not known.")
    description = " ".join(filter(None, told))
    return stix2.Report(
        **_common("report", v.article_iri(article.id).value, published),
        name=article.title or article.id,
        **({"description": description} if description else {}),
        report_types=["threat-report"],
        published=_midnight(article.published),
        object_refs=sorted(refs),
        labels=labels,
        lang=article.language or "en",
        external_references=[_reference(article)],
    )


def _common(type_: str, iri: str, dates: Dates) -> dict[str, Any]:
    first, last = sorted(_midnight(day) for day in dates)
    return {
        "id": stix_id(type_, iri),
        "created_by_ref": stix_id("identity", KG),
        "created": first,
        "modified": last,
    }


def _told(event: Event, articles: Mapping[str, Article]) -> dict[str, Any]:
    """How an event is told and where: what its objects share."""
    ids = sorted({claim.article for claim in event.claims})
    own = {"source_name": "kgraph", "external_id": f"ev:{event.id}"}
    return {
        "description": account(event, articles),
        "labels": [mapping.hyphenated(event.status.value), mapping.hyphenated(event.type)],
        "external_references": [own, *(_reference(articles[name]) for name in ids)],
    }


def _reference(article: Article) -> dict[str, str]:
    found = {"source_name": article.publisher or "kgraph", "external_id": f"art:{article.id}"}
    if article.title:
        found["description"] = article.title
    # Other schemes may run code where a platform shows them as links.
    if article.url.startswith(("https://", "http://")):
        found["url"] = article.url
    return found


def _is_incident(event: Event) -> bool:
    """Whether an event is one that platforms know by itself: an attack that is not merely planned."""
    return event.type in mapping.CYBER_TYPES and event.status is not Status.PLANNED


def _ref(entity: Entity) -> str:
    return stix_id(mapping.object_type(entity) or "", v.entity_iri(entity.id).value)


def _day_of(event: Event) -> datetime:
    is_day = event.time is not None and len(event.time) == _DAY
    return _midnight(date.fromisoformat(event.time) if event.time and is_day else None)


def _midnight(day: date | None) -> datetime:
    # The library writes a year before 1000 in a way that it does not read.
    return datetime.combine(day, time(), UTC) if day and day.year >= _FIRST_YEAR else NO_DATE
