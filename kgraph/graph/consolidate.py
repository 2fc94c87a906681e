"""From claims to events: pure functions of what is claimed, whatever the order it was read in.

Claims with the same type, actor and target (a *key*; in symmetric types the two are sorted) are
about one event where their times are compatible. The most specific times define the events; a
vaguer time, or none, joins the only dated event that it can mean, and else stands for itself.
Lasting relations have no time: one key is one relation.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING

from kgraph.graph.terms import statement_key, type_of
from kgraph.model import Claim, Entity, EntityType, Event, Modality, Polarity, Status, digest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from kgraph.ontology import Type

MAX_CONFIDENCE = 0.99
UNKNOWN = "Unknown"

Key = tuple[str, str | None, str]
"""Type, actor id (None: unnamed) and target id of a claim, as `statement_key` gives them."""


@dataclass(frozen=True, slots=True)
class Fact:
    """What consolidation needs of a claim.

    `claim` is its id, `original` that of its article, or of the one that the article is a copy of; `place`
    is an entity's id.
    """

    claim: str
    original: str
    published: date | None
    key: Key
    polarity: Polarity
    modality: Modality
    time: str | None
    object: str | None
    role: str | None
    place: str | None
    confidence: float


@dataclass(frozen=True, slots=True)
class Consolidated:
    """An event (without its claims) and the facts that are about it."""

    event: Event
    facts: tuple[Fact, ...]


def fact_of(claim: Claim, published: date | None, original: str | None = None) -> Fact:
    """The fact of a claim in an article published on that date, which is a copy of `original` if any."""
    return Fact(
        claim=claim.id,
        original=original or claim.article,
        published=published,
        key=statement_key(claim.type, claim.actor.entity.id if claim.actor else None, claim.target.entity.id),
        polarity=claim.polarity,
        modality=claim.modality,
        time=claim.time,
        object=claim.object,
        role=claim.role,
        place=claim.place.entity.id if claim.place else None,
        confidence=claim.confidence,
    )


def consolidate(facts: Iterable[Fact], entity: Callable[[str], Entity]) -> Iterator[Consolidated]:
    """The events that the facts amount to, in the order of their keys and times.

    `entity` finds the description of an entity by its id.
    """
    by_key: dict[Key, list[Fact]] = defaultdict(list)
    for fact in facts:
        by_key[fact.key].append(fact)
    for key in sorted(by_key, key=_key_order):
        yield from _events_of_key(key, by_key[key], entity)


def event_times(times: Iterable[str | None]) -> dict[str | None, str | None]:
    """For each time of a key's claims the time of the event that it belongs to.

    >>> event_times(["2018-04", "2018", None])
    {'2018-04': '2018-04', '2018': '2018-04', None: '2018-04'}
    >>> event_times(["2017", "2018-04", None])
    {'2018-04': '2018-04', '2017': '2017', None: None}
    """
    # ISO 8601 times are prefixes of the more specific times within them; None is vaguest of all.
    known = sorted({time or "" for time in times}, key=lambda time: (-len(time), time))
    specific = [time for time in known if not any(t != time and t.startswith(time) for t in known)]
    chosen: dict[str | None, str | None] = {}
    for time in known:
        possible = [t for t in specific if t.startswith(time)]
        chosen[time or None] = (possible[0] if len(possible) == 1 else time) or None
    return chosen


def status_of(facts: Iterable[Fact]) -> Status:
    """What claims about one event amount to.

    A denial disputes what is stated or alleged, not what is only planned: to plan a ban and not
    to have banned yet are both true.
    """
    positive: set[Modality] = set()
    denied = False
    for fact in facts:
        if fact.polarity is Polarity.POSITIVE:
            positive.add(fact.modality)
        else:
            denied = True
    if denied and not positive:
        return Status.DENIED
    if denied and positive != {Modality.PLANNED}:
        return Status.DISPUTED
    if Modality.ACTUAL in positive:
        return Status.REPORTED
    return Status.ALLEGED if Modality.ALLEGED in positive else Status.PLANNED


def confidence_of(facts: Iterable[Fact]) -> float:
    """How sure it is that an event is claimed: noisy-or (Pearl 1988) over the best claim of each source.

    Claims of one article and of its copies are not independent, so only the best counts. The result is
    at most 0.99, for no amount of reading makes a machine certain.
    """
    best: dict[str, float] = defaultdict(float)
    for fact in facts:
        best[fact.original] = max(best[fact.original], fact.confidence)
    # Sorted, because floats multiply to slightly different results in another order.
    doubt = prod(1 - confidence for confidence in sorted(best.values()))
    return min(round(1 - doubt, 4), MAX_CONFIDENCE)


def event_label(
    type_: Type, actor: Entity | None, target: Entity, role: str | None = None, other_name: str | None = None
) -> str:
    """A sentence for people: "Twitter bans Kaspersky Lab", "Jane Doe is founder of Acme".

    `other_name` is what an entity is also known as, where that is no other entity.
    """
    verb = f"is {role} of" if role else type_.label
    # Labels such as "part of" or "based in" lack the verb that "bans" and "has ties to" begin with.
    if not verb.split()[0].endswith("s"):
        verb = f"is {verb}"
    if actor is not None and actor.type is EntityType.GROUP and actor.label.endswith("s"):
        verb = _plural(verb)
    named = other_name if other_name and actor is not None and actor.id == target.id else target.label
    return f"{actor.label if actor else UNKNOWN} {verb} {named}"


def _plural(verb: str) -> str:
    """A verb phrase for several who act: "spies on" becomes "spy on", "has ties to" "have ties to"."""
    first, _, rest = verb.partition(" ")
    irregular = {"is": "are", "has": "have", "accuses": "accuse", "exposes": "expose", "uses": "use"}
    if first not in irregular and first.endswith("ies"):
        irregular[first] = f"{first[:-3]}y"
    elif first not in irregular and first.endswith(("ches", "shes", "sses", "xes", "zzes")):
        irregular[first] = first[:-2]
    return f"{irregular.get(first, first.removesuffix('s'))} {rest}".rstrip()


def _events_of_key(key: Key, facts: list[Fact], entity: Callable[[str], Entity]) -> Iterator[Consolidated]:
    type_name, actor_id, target_id = key
    type_ = type_of(type_name)
    chosen = event_times(fact.time for fact in facts) if type_.is_event else {}
    clusters: dict[str | None, list[Fact]] = defaultdict(list)
    for fact in facts:
        clusters[chosen.get(fact.time)].append(fact)
    actor = entity(actor_id) if actor_id is not None else None
    target = entity(target_id)
    for time in sorted(clusters, key=lambda time: time or ""):
        about = sorted(clusters[time], key=lambda fact: fact.claim)
        role = _most_common(fact.role for fact in about)
        place = _most_common(fact.place for fact in about)
        object_ = _most_common(fact.object for fact in about)
        days = sorted({fact.published for fact in about if fact.published})
        event = Event(
            id=event_id(key, time),
            type=type_.name,
            predicate=type_.predicate,
            label=event_label(type_, actor, target, role, object_),
            actor=actor,
            target=target,
            status=status_of(about),
            object=object_,
            role=role,
            time=time,
            place=entity(place) if place else None,
            claim_count=len(about),
            source_count=len({fact.original for fact in about}),
            confidence=confidence_of(about),
            first_reported=days[0] if days else None,
            last_reported=days[-1] if days else None,
        )
        yield Consolidated(event, tuple(about))


def event_id(key: Key, time: str | None) -> str:
    """The id of an event: a hash of what identifies it."""
    type_name, actor, target = key
    # A sign in front keeps an unnamed actor apart from any actor's id.
    return digest(type_name, "-" if actor is None else f"+{actor}", target, time or "")


def _most_common(values: Iterable[str | None]) -> str | None:
    """The most frequent value; of equally frequent ones that which sorts first."""
    counted = Counter(value for value in values if value)
    return min(counted, key=lambda value: (-counted[value], value)) if counted else None


def _key_order(key: Key) -> tuple[str, str, str]:
    return (key[0], key[1] or "", key[2])
