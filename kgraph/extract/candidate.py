"""A possible claim, before it is asked whether its frame's conditions hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kgraph.extract.clauses import Clause
    from kgraph.model import Mention


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible claim: its trigger and who stands in its slots."""

    trigger: Token
    clause: Clause | None
    actor: Mention | None
    target: Mention
    target_token: Token
    cyber: bool = False  # the whole article speaks of attacks on computers

    @property
    def complements(self) -> tuple[Token, ...]:
        """The verbs of the clauses that complete the trigger's clause ("said that X [must] ...")."""
        return self.clause.complements if self.clause is not None else ()


def named(mention: Mention) -> bool:
    """Whether a mention is, or resolves to, a name rather than a described group or thing."""
    return mention.kind != "phrase"
