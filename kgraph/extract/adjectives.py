"""Adjectives as predicates: "Germany is [worried] about X", "officials [critical] of X"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgraph.extract.clauses import Clause
from kgraph.extract.dependencies import conjoined, is_passive, prepositions_of
from kgraph.extract.subjects import subjects_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc, Token


def adjectives(doc: Doc) -> Iterator[Token]:
    """Every adjective that is said of something: "Germany is [worried] about X"."""
    for token in doc:
        if token.dep_ in ("acomp", "amod", "oprd", "conj", "relcl") and not _is_attribute(token):
            yield token


def _is_attribute(token: Token) -> bool:
    """Whether a word is no adjective, or one that stands before its noun."""
    return not (token.pos_ == "ADJ" or token.tag_ == "VBN") or (
        token.dep_ == "amod" and token.i < token.head.i
    )


def adjective_clause(adjective: Token) -> Clause:
    """The clause whose predicate is this adjective: what it is said of, and its complements."""
    first = adjective
    while first.dep_ == "conj" and first.head.pos_ in ("ADJ", "VERB"):
        first = first.head
    copula = first.head
    if first.dep_ == "amod":
        subjects = conjoined(copula)
    elif copula.pos_ in ("VERB", "AUX") and first.dep_ == "oprd" and not is_passive(copula):
        subjects = [o for c in copula.children if c.dep_ == "dobj" for o in conjoined(c)]
    else:
        subjects = subjects_of(copula) if copula.pos_ in ("VERB", "AUX") else []
    complements = tuple(c for c in adjective.children if c.dep_ in ("xcomp", "ccomp"))
    prepositions = tuple(prepositions_of(adjective))
    return Clause(adjective, "", False, tuple(subjects), (), (), prepositions, complements)
