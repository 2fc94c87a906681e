"""How likely a claim is to be right, given how it was read.

Reading gives a first figure: the product of how sure the trigger, the actor and the target are. A
logistic model turns it, with what kind of claim it is, into the share of such claims that are right.
`scripts/fit_confidence.py` fits the model to annotated articles; `kgraph evaluate` shows how well it holds.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING

from kgraph.errors import ResourceError
from kgraph.model import Modality, Polarity
from kgraph.ontology import types

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kgraph.model import Claim

WORTH_TELLING = 0.6  # of surer claims most are right, of others at best every second: those are not made
_LEAST, _MOST = 0.02, 0.98
_LONG = 250  # characters of a sentence in which more goes wrong
_NEW_NAME = 0.95  # confidence of a mention above which its name is known


@dataclass(frozen=True, slots=True)
class Confidence:
    """A logistic model of the probability that a claim is right."""

    weights: Mapping[str, float]

    def of(self, claim: Claim) -> float:
        """The probability, between 0.02 and 0.98, that a claim just read is right."""
        total = sum(self.weights.get(name, 0.0) * value for name, value in features(claim).items())
        return round(min(max((1 + math.tanh(total / 2)) / 2, _LEAST), _MOST), 3)  # the logistic function


@cache
def load() -> Confidence:
    """The model that comes with kgraph; raises `ResourceError` when a row is wrong."""
    weights: dict[str, float] = {}
    text = (files("kgraph") / "resources" / "confidence.tsv").read_text(encoding="utf-8")
    for number, line in enumerate(text.splitlines(), start=1):
        if line and not line.startswith("#") and line != "feature\tweight":
            try:
                name, weight = line.split("\t")
                weights[name] = float(weight)
            except ValueError as error:
                raise ResourceError(f"confidence.tsv, line {number}: no feature and weight") from error
    return Confidence(MappingProxyType(weights))


def features(claim: Claim) -> dict[str, float]:
    """What the model looks at, by name: the first figure as log-odds, and what holds of the claim as 1."""
    first = min(max(claim.confidence, _LEAST), _MOST)
    found = {"constant": 1.0, "first": math.log(first / (1 - first)), f"type {claim.type}": 1.0}
    told = {
        "relation": not types()[claim.type].is_event,
        "headline": claim.sentence.headline,
        "long sentence": len(claim.sentence.text) > _LONG,
        "negative": claim.polarity is Polarity.NEGATIVE,
        "alleged": claim.modality is Modality.ALLEGED,
        "planned": claim.modality is Modality.PLANNED,
        "sourced": bool(claim.source),
        "unnamed actor": claim.actor is None,
    }
    for part, mention in (("actor", claim.actor), ("target", claim.target)):
        if mention is not None:
            told[f"{part} {mention.kind}"] = True
            told[f"{part} new"] = mention.kind == "name" and mention.confidence < _NEW_NAME
    return found | {name: 1.0 for name, holds in told.items() if holds}
