"""The types on which the stages meet: immutable values, handed on and never changed.

Offsets are characters into `Article.text`: `start` is the first, `end` is one past the last.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from kgraph.display import entity_html, event_html

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date


class EntityType(StrEnum):
    """What an entity is. `Group` is a described set of people or organisations ("UK firms")."""

    PERSON = "Person"
    ORGANIZATION = "Organization"
    COUNTRY = "Country"
    PLACE = "Place"
    GROUP = "Group"
    PRODUCT = "Product"
    MALWARE = "Malware"
    WORK = "Work"
    THING = "Thing"


PLACES = frozenset({EntityType.COUNTRY, EntityType.PLACE})  # where something can be


class Polarity(StrEnum):
    """Whether a claim says that it happened (or holds) or that it did not."""

    POSITIVE = "positive"
    NEGATIVE = "negative"


class Modality(StrEnum):
    """How a claim is put: as a fact, as an allegation, or as a plan, demand or possibility."""

    ACTUAL = "actual"
    ALLEGED = "alleged"
    PLANNED = "planned"


class Status(StrEnum):
    """What all claims about one event amount to (see `kgraph.graph.consolidate`)."""

    REPORTED = "Reported"
    ALLEGED = "Alleged"
    PLANNED = "Planned"
    DENIED = "Denied"
    DISPUTED = "Disputed"


@dataclass(frozen=True, slots=True)
class Article:
    """One text with what is known of its publication.

    `id` names the article in the graph; `text` is exactly what offsets index; `published` is
    None when the source gives no date; `language` is an ISO 639-1 code.
    """

    id: str
    text: str
    title: str = ""
    published: date | None = None
    url: str = ""
    publisher: str = ""
    author: str = ""
    language: str = "en"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of an article: `text` equals `article.text[start:end]`.

    With `headline` it is a stretch of the headline, `article.title[start:end]`.
    """

    start: int
    end: int
    text: str
    headline: bool = False

    @property
    def fragment(self) -> str:
        """What names the stretch in the article's IRI ("char=214,310", after RFC 5147)."""
        return f"{'headline' if self.headline else 'char'}={self.start},{self.end}"


@dataclass(frozen=True, slots=True)
class Entity:
    """Someone or something that events and relations are about.

    `id` is the local name of its IRI. `kind` says more than `type` does (company, agency, media,
    hacking group ...) and is "" for a name that the gazetteer lacks. `country` and `parent` are
    entity ids. `wikidata` is a Q-identifier, present only when a named source gives it.
    """

    id: str
    label: str
    type: EntityType
    kind: str = ""
    country: str = ""
    parent: str = ""
    wikidata: str = ""
    aliases: tuple[str, ...] = ()
    descriptors: tuple[str, ...] = ()

    def _repr_html_(self) -> str:
        return entity_html(self)


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in the text that stands for an entity.

    `kind` is how it does so: "name", "description" ("the social network"), "pronoun", "phrase" (a group or
    thing that has no name), or
    "implied" where grammar alone supplies it. `confidence` is in (0, 1]. `reason` says why this entity
    and no other, where there was a choice. `read_as` is the id of the entity that the text was taken
    to mean, where a correction (`kgraph.corrections`) has put another in its place.
    """

    entity: Entity
    span: Span
    kind: str = "name"
    confidence: float = 1.0
    reason: str = ""
    read_as: str = ""


@dataclass(frozen=True, slots=True)
class Proposition:
    """An untyped statement of one clause: who, does what, to whom or with what.

    `source` holds the names of those whom the text cites for it; it is empty for the article's
    own voice. `arguments` are in the order of the text, each with its preposition left in
    `relation` when it is the first and kept in front otherwise.
    """

    article: str
    sentence: Span
    subject: str
    relation: str
    arguments: tuple[str, ...]
    polarity: Polarity = Polarity.POSITIVE
    modality: Modality = Modality.ACTUAL
    source: tuple[str, ...] = ()
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Claim:
    """What one sentence of one article says: a typed event or relation between two entities.

    `type` is a class of the event types or the predicate of a lasting relation; `predicate` is
    its property. `actor` is None where the text leaves the actor unnamed. `object` is what the
    act is about ("purchasing ads"), `role` the position's name in holdsPositionAt. `source` are
    those whom the text cites, empty for the article's own voice. `time` is an ISO 8601 year,
    month or day, None when unknown.
    """

    article: str
    type: str
    predicate: str
    actor: Mention | None
    target: Mention
    trigger: Span
    sentence: Span
    object: str | None = None
    role: str | None = None
    polarity: Polarity = Polarity.POSITIVE
    modality: Modality = Modality.ACTUAL
    source: tuple[Mention, ...] = ()
    time: str | None = None
    place: Mention | None = None
    confidence: float = 1.0

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """All mentions that it rests on: actor, target, sources, place."""
        found = (self.actor, self.target, *self.source, self.place)
        return tuple(mention for mention in found if mention is not None)

    def with_mentions(self, change: Callable[[Mention], Mention]) -> Claim:
        """The same claim, with every mention that it rests on changed."""
        return replace(
            self,
            actor=change(self.actor) if self.actor else None,
            target=change(self.target),
            source=tuple(map(change, self.source)),
            place=change(self.place) if self.place else None,
        )

    @property
    def position(self) -> tuple[bool, int, int, str]:
        """What the claims of an article are ordered by: the headline's first, then as in the text."""
        return (not self.sentence.headline, self.sentence.start, self.trigger.start, self.id)

    @property
    def id(self) -> str:
        """A name that rests on what is claimed and where, so that reading twice adds nothing."""
        return digest(
            self.article,
            self.type,
            self.actor.entity.id if self.actor else "",
            self.target.entity.id,
            self.polarity,
            self.modality,
            self.time or "",
            *(str(n) for n in (self.sentence.start, self.sentence.end, self.trigger.start)),
            *(("headline",) if self.sentence.headline else ()),
            *sorted(mention.entity.id for mention in self.source),
        )


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was read out of one article: the ground that the graph is built on.

    `read_by` says what read it, with its version; "" where that is not known.
    """

    article: Article
    mentions: tuple[Mention, ...] = ()
    claims: tuple[Claim, ...] = ()
    read_by: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """The merge of all claims with the same type, actor, target and compatible time.

    `claim_count` counts claims, `source_count` the articles behind them, those with nearly one text once.
    `first_reported` and `last_reported` are dates of publication.
    """

    id: str
    type: str
    predicate: str
    label: str
    actor: Entity | None
    target: Entity
    status: Status
    object: str | None = None
    role: str | None = None
    time: str | None = None
    place: Entity | None = None
    claim_count: int = 0
    source_count: int = 0
    confidence: float = 0.0
    first_reported: date | None = None
    last_reported: date | None = None
    claims: tuple[Claim, ...] = field(default=(), repr=False)

    def _repr_html_(self) -> str:
        return event_html(self)


def digest(*parts: str) -> str:
    """Sixteen hexadecimal digits that depend on every part and its position, and on nothing else."""
    return hashlib.blake2b("\x1f".join(parts).encode(), digest_size=8).hexdigest()
