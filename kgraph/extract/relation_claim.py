"""The claim that a noun phrase states a lasting relation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kgraph.model import Claim, Mention, Modality, Polarity, Span
from kgraph.ontology import types

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kgraph.extract.mentions import NamedPassage

SURE, LIKELY = 0.9, 0.8  # confidence of relations that are said, and of those that stand side by side
_HEDGES = frozenset({"alleged", "suspected", "allegedly", "reportedly"})


@dataclass(frozen=True, slots=True)
class Told:
    """Where a relation is told: the words that say it, and the head of the phrase that they stand in."""

    trigger: Span
    token: Token
    passage: NamedPassage


def relation(
    type_name: str,
    actor: Mention,
    target: Mention,
    told: Told,
    base: float,
    role: str | None = None,
) -> Claim:
    """The claim that a relation holds; hedged by words beside the noun ("alleged", "reportedly")."""
    type_ = types()[type_name]
    hedged = any(c.lower_ in _HEDGES for c in told.token.children)
    return Claim(
        article=told.passage.parsed.article.id,
        type=type_.name,
        predicate=type_.predicate,
        actor=actor,
        target=target,
        trigger=told.trigger,
        sentence=told.passage.parsed.sentence(told.token),
        role=role,
        polarity=Polarity.POSITIVE,
        modality=Modality.ALLEGED if hedged else Modality.ACTUAL,
        confidence=round(base * actor.confidence * target.confidence, 3),
    )
