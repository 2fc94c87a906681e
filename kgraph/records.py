"""The event record: what one article says of one event, as a plain mapping that JSON can hold.

`records` gives what `kgraph extract --format jsonl` prints, `proposition_record` what it prints
with `--open`. The names and order of the fields are a contract with the scripts that read them.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from kgraph.graph.consolidate import event_times
from kgraph.graph.terms import statement_key, type_of
from kgraph.model import Modality

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kgraph.graph.consolidate import Key
    from kgraph.model import Claim, Entity, Extraction, Mention, Proposition

_STRONGEST_FIRST = (Modality.ACTUAL, Modality.ALLEGED, Modality.PLANNED)


def records(extraction: Extraction) -> Iterator[dict[str, Any]]:
    """Yield one record for each event or relation that the article tells, in the order of the text.

    Claims about the same event that agree on whether it happened are one record. Its modality
    is the strongest of theirs, its sources are those of the claims in that modality, its sentence
    and trigger those of the surest claim in that modality. `start` and `end` are null where only the
    headline tells the event, since they index the text.
    """
    names = _surface_forms(extraction)
    found = [_record(group, names) for group in _groups(extraction.claims)]
    yield from sorted(found, key=_place_in_text)


def proposition_record(proposition: Proposition) -> dict[str, Any]:
    """Give an untyped proposition as a mapping."""
    return {
        "article": proposition.article,
        "sentence": proposition.sentence.text,
        "confidence": round(proposition.confidence, 3),
        "subject": proposition.subject,
        "relation": proposition.relation,
        "arguments": list(proposition.arguments),
        "polarity": proposition.polarity.value,
        "modality": proposition.modality.value,
        "source": list(proposition.source),
    }


def _surface_forms(extraction: Extraction) -> dict[str, tuple[str, ...]]:
    """All distinct surface forms of every entity of the article, in the order of the text."""
    found: dict[str, dict[str, None]] = {}
    of_claims = (m for claim in extraction.claims for m in _mentions(claim))
    for mention in sorted({*extraction.mentions, *of_claims}, key=lambda m: (not m.span.headline, m.span)):
        if mention.span.text:
            found.setdefault(mention.entity.id, {})[" ".join(mention.span.text.split())] = None
    return {entity: tuple(forms) for entity, forms in found.items()}


def _mentions(claim: Claim) -> Iterator[Mention]:
    yield from (m for m in (claim.actor, claim.target, claim.place, *claim.source) if m)


def _groups(claims: Iterable[Claim]) -> Iterator[list[Claim]]:
    """Part the claims by the event that they are about, told or denied, as the graph does."""
    by_key: dict[Key, list[Claim]] = defaultdict(list)
    for claim in claims:
        actor = claim.actor.entity.id if claim.actor else None
        by_key[statement_key(claim.type, actor, claim.target.entity.id)].append(claim)
    for same in by_key.values():
        times = event_times(c.time for c in same) if type_of(same[0].type).is_event else {}
        groups: dict[tuple[str, str], list[Claim]] = defaultdict(list)
        for claim in same:
            groups[claim.polarity, times.get(claim.time) or ""].append(claim)
        yield from groups.values()


def _record(claims: list[Claim], names: dict[str, tuple[str, ...]]) -> dict[str, Any]:
    modality = min((claim.modality for claim in claims), key=_STRONGEST_FIRST.index)
    ranked = sorted(claims, key=lambda claim: (claim.modality is not modality, *_rank(claim)))
    best = ranked[0]
    sources = {m.entity.id: m.entity for c in ranked if c.modality is modality for m in c.source}
    places = [claim.place.entity for claim in ranked if claim.place]

    def entity(value: Entity) -> dict[str, Any]:
        return _entity(value, names.get(value.id, ()))

    target = best.target.entity
    if best.actor is not None and best.actor.entity.id == target.id and best.object:
        target = replace(target, label=best.object)  # another name of the same entity

    return {
        "article": best.article,
        "type": best.type,
        "predicate": best.predicate,
        "actor": entity(best.actor.entity) if best.actor else None,
        "target": entity(target),
        "object": next((claim.object for claim in ranked if claim.object), None),
        "role": next((claim.role for claim in ranked if claim.role), None),
        "polarity": best.polarity.value,
        "modality": modality.value,
        "source": [entity(sources[id_]) for id_ in sorted(sources)],
        "time": max((claim.time or "" for claim in claims), key=len) or None,
        "place": entity(places[0]) if places else None,
        "trigger": best.trigger.text,
        "sentence": best.sentence.text,
        "start": None if best.sentence.headline else best.sentence.start,
        "end": None if best.sentence.headline else best.sentence.end,
        "confidence": round(best.confidence, 3),
    }


def _place_in_text(record: dict[str, Any]) -> tuple[object, ...]:
    ends = record["actor"]["id"] if record["actor"] else "", record["target"]["id"]
    place = (-1, -1) if record["start"] is None else (record["start"], record["end"])
    return *place, record["type"], *ends, record["polarity"], record["time"] or ""


def _rank(claim: Claim) -> tuple[object, ...]:
    """What orders claims from the surest on, the same in every run."""
    headline = claim.sentence.headline  # the text says it more closely
    return (
        headline,
        -claim.confidence,
        claim.sentence,
        claim.trigger,
        claim.id,
        claim.object or "",
        claim.role or "",
    )


def _entity(entity: Entity, mentions: tuple[str, ...]) -> dict[str, Any]:
    return {
        "id": entity.id,
        "label": entity.label,
        "type": entity.type.value,
        "wikidata": entity.wikidata or None,
        "mentions": list(mentions),
    }
