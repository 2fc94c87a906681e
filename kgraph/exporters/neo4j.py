"""Tables that `neo4j-admin database import` reads: `x.neo4j` is `x.neo4j.nodes.csv` and its relationships.

    neo4j-admin database import full --nodes=x.neo4j.nodes.csv --relationships=x.neo4j.relationships.csv neo4j

Nodes are entities (:Entity:Person), events (:Event:Ban), lasting relations (:Relation:BasedIn) and articles
(:Article). An event has an ACTOR, a TARGET and a PLACE as far as they are known, so one whose actor the text
leaves unnamed needs no node for nobody; an article TELLS_OF it in a sentence. As in the RDF, only an event
that is Reported is a relationship of its own between two entities too, `(:Entity)-[:BANS]->(:Entity)`, so
that a simple query never takes an allegation for a fact.

Ids are those of the graph ("ent:Twitter"), with what an IRI cannot hold percent-encoded. Every cell is one
line, for the import reads no others unless told to; what is not known is left empty, and no property then.
"""

from __future__ import annotations

import csv
import re
from contextlib import ExitStack
from typing import TYPE_CHECKING, Final

from kgraph.exporters.base import Exportable, Exporter
from kgraph.exporters.networks import xml_safe
from kgraph.graph import vocabulary as v
from kgraph.model import Status
from kgraph.ontology import types

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kgraph.model import Article, Entity, Event

_Row = dict[str, object]

# Numbers are "double", because Neo4j makes 0.9800000190734863 of a "float" of 0.98.
_NODES: Final = (
    ":LABEL", "id:ID", "name", "kind", "country", "parent", "wikidata", "aliases:string[]",
    "predicate", "status", "time:string", "object", "role", "claims:int", "sources:int", "confidence:double",
    "first_reported:date", "last_reported:date", "url", "publisher", "published:date",
)  # fmt: skip
_RELATIONSHIPS: Final = (
    ":START_ID", ":TYPE", ":END_ID", "event", "time:string", "object", "role", "claims:int",
    "confidence:double", "modality", "polarity", "sentence",
)  # fmt: skip


def _write(graph: Exportable, path: Path) -> None:
    with ExitStack() as stack:
        nodes, relationships = (
            csv.DictWriter(
                stack.enter_context(
                    path.with_name(f"{path.name}.{part}.csv").open("w", encoding="utf-8", newline="")
                ),
                columns,
                lineterminator="\n",
            )
            for part, columns in (("nodes", _NODES), ("relationships", _RELATIONSHIPS))
        )
        nodes.writeheader()
        relationships.writeheader()
        nodes.writerows(_clean(_entity(entity)) for entity in graph.store.entities())
        nodes.writerows(_clean(_article(article)) for article in graph.store.articles())
        for event in graph.store.events():
            nodes.writerow(_clean(_event(event)))
            relationships.writerows(_clean(row) for row in _links(event))


def _entity(entity: Entity) -> _Row:
    return {
        ":LABEL": f"Entity;{entity.type.value}",
        "id:ID": _id("ent", entity.id),
        "name": entity.label,
        "kind": entity.kind,
        "country": entity.country and _id("ent", entity.country),
        "parent": entity.parent and _id("ent", entity.parent),
        "wikidata": entity.wikidata,
        # There is no way to write the semicolon that separates the items.
        "aliases:string[]": ";".join(alias.replace(";", ",") for alias in entity.aliases if alias),
    }


def _article(article: Article) -> _Row:
    return {
        ":LABEL": "Article",
        "id:ID": _id("art", article.id),
        "name": article.title or article.id,
        "url": article.url,
        "publisher": article.publisher,
        "published:date": article.published,
    }


def _event(event: Event) -> _Row:
    sort = "Event" if types()[event.type].is_event else "Relation"
    return {
        ":LABEL": f"{sort};{event.type[0].upper()}{event.type[1:]}",
        "id:ID": _id("ev", event.id),
        "name": event.label,
        "predicate": event.predicate,
        "status": event.status.value,
        "time:string": event.time,
        "object": event.object,
        "role": event.role,
        "claims:int": event.claim_count,
        "sources:int": event.source_count,
        "confidence:double": event.confidence,
        "first_reported:date": event.first_reported,
        "last_reported:date": event.last_reported,
    }


def _links(event: Event) -> Iterator[_Row]:
    """The relationships of an event: whom it is about, who says it, and itself where it is reported."""
    own = _id("ev", event.id)
    for name, entity in (("ACTOR", event.actor), ("TARGET", event.target), ("PLACE", event.place)):
        if entity:
            yield {":START_ID": own, ":TYPE": name, ":END_ID": _id("ent", entity.id)}
    for claim in event.claims:
        yield {
            ":START_ID": _id("art", claim.article),
            ":TYPE": "TELLS_OF",
            ":END_ID": own,
            "time:string": claim.time,
            "confidence:double": claim.confidence,
            "modality": claim.modality.value,
            "polarity": claim.polarity.value,
            "sentence": claim.sentence.text,
        }
    if event.actor and event.status is Status.REPORTED:
        yield {
            ":START_ID": _id("ent", event.actor.id),
            ":TYPE": re.sub(r"(?<=[a-z])(?=[A-Z])", "_", event.predicate).upper(),
            ":END_ID": _id("ent", event.target.id),
            "event": own,
            "time:string": event.time,
            "object": event.object,
            "role": event.role,
            "claims:int": event.claim_count,
            "confidence:double": event.confidence,
        }


def _id(prefix: str, name: str) -> str:
    return f"{prefix}:{v.encode_local(name)}"


def _clean(row: _Row) -> _Row:
    """The row with every text on one line, without what ends a file for Neo4j (U+FFFF)."""
    return {
        name: xml_safe(" ".join(cell.split())) if isinstance(cell, str) else cell
        for name, cell in row.items()
    }


EXPORTERS = (Exporter("neo4j", _write),)
