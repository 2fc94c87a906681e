"""How a claim is put: whether it happened, as a fact or not, and who is cited for it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kgraph.model import Mention, Modality, Polarity


@dataclass(frozen=True, slots=True)
class Context:
    """How a claim is put, and who is cited for it."""

    polarity: Polarity = Polarity.POSITIVE
    modality: Modality = Modality.ACTUAL
    source: tuple[Mention, ...] = ()
    void: bool = False  # a question or a judgement on a kind of act: nothing is claimed
    settled: bool = False  # a further negation would leave open what is so

    def negated(self) -> Context:
        """The same with the opposite polarity; void where a second negation leaves open what is so."""
        if self.settled:
            return replace(self, void=True)
        flipped = Polarity.POSITIVE if self.polarity is Polarity.NEGATIVE else Polarity.NEGATIVE
        return replace(self, polarity=flipped)

    def ruled_out(self) -> Context:
        """The same as not happening, in words whose negation does not say that it did ("cleared of")."""
        void = self.void or self.polarity is Polarity.NEGATIVE
        return replace(self, polarity=Polarity.NEGATIVE, settled=True, void=void)

    def at_least(self, modality: Modality) -> Context:
        """The same, hedged: a plan stays a plan, an allegation does not become a fact."""
        if self.modality is Modality.ACTUAL:
            return replace(self, modality=modality)
        return self
