"""What a negation denies: the event, or only how, when, why or of whom it is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kgraph.extract.lexicon import Lexicon

_NOT = frozenset({"not", "n't", "n’t", "never"})
EMPTY = frozenset({"no", "neither", "none", "nobody", "nothing"})
_MERELY = frozenset({"only", "just", "merely", "simply", "solely"})
_WHOLE = frozenset({"all", "every", "everyone", "everything", "both"})
_WORSE = frozenset({"particular", "vain", "full", "detail", "nothing"})  # "not X in particular"
_LATER = frozenset({"until", "till"})
_MODIFYING = frozenset({"advmod", "npadvmod", "acomp", "amod", "preconj", "prt"})


def denies_nothing(negation: Token) -> bool:
    """Whether a negation only announces more: "not only banned X but", "did not just ban X"."""
    after = negation.doc[negation.i + 1 : negation.i + 2]
    return bool(after) and after[0].lower_ in _MERELY


def is_negated(verb: Token) -> bool:
    """Whether a verb is denied by a word of its own, or done by nobody ("nothing stops X from")."""
    return any(
        c.dep_ == "neg"
        or (c.lower_ in _NOT and c.dep_ in ("advmod", "preconj"))
        or (
            c.dep_ in ("nsubj", "nsubjpass")
            and (c.lower_ in EMPTY or any(g.lower_ in ("no", "neither") for g in c.children))
        )
        for c in verb.children
    )


def is_left_open(word: Token, lexicon: Lexicon) -> bool:
    """Whether what is denied of an event is only a part of what is told, so that it may have happened.

    "did not necessarily ban X", "not until 2015 did it ban X", "did not ban all of X", "not ban X in
    particular", "not because of Y, but because of Z".
    """
    negations = [c for c in word.children if c.lower_ in _NOT]
    for child in (*word.children, *(c for negation in negations for c in negation.children)):
        if child.dep_ in _MODIFYING and lexicon.is_a(child.lower_, "narrowing") and not _counts(child):
            return True
        if child.lower_ in _LATER and child.dep_ in ("prep", "mark"):
            return True
        if child.dep_ == "prep" and any(c.lower_ in _WORSE for c in child.children):
            return True
        if child.dep_ in ("advcl", "prep") and _is_until(child):
            return True
        if child.dep_ in ("dobj", "nsubjpass", "nsubj") and _is_whole(child):
            return True
    if word.i and word.nbor(-1).lower_ == "but":
        return True  # "cannot but sue", "did nothing but sue"
    return _gives_another_reason(word)


def _counts(adverb: Token) -> bool:
    """Whether "more" or "longer" compares: "more than", "two more"."""
    return adverb.lower_ in ("more", "longer") and not any(c.lower_ == "any" for c in adverb.children)


def _is_until(clause: Token) -> bool:
    return any(c.dep_ == "mark" and c.lower_ in _LATER for c in clause.children)


def _is_whole(noun: Token) -> bool:
    """Whether all of something is meant, or only that: "did not ban all products", "did not ban only X"."""
    words = {c.lower_ for c in noun.children if c.dep_ in ("det", "predet", "advmod")}
    return bool(words & (_WHOLE | _MERELY))


def _gives_another_reason(word: Token) -> bool:
    """Whether the reason is what is denied: "did not ban X because of A, but because of B"."""
    reasons = [c for c in word.subtree if c.lower_ == "because"]
    return any(
        t.lower_ == "but"
        and t.i + 1 < len(t.doc)
        and t.nbor(1).lower_ in ("because", "for", "due", "to", "over")
        for reason in reasons[:1]
        for t in word.doc[reason.i : word.sent.end]
    )


def is_contrasted(word: Token) -> bool:
    """Whether a phrase is named to be ruled out: "banned X but [not Y]", "banned [not by X] but by Y"."""
    return any(c.dep_ == "neg" and not denies_nothing(c) for c in word.children)


def is_instead(word: Token) -> bool:
    """Whether a conjoined noun is set against a denied one: "did not ban X but [Y]"."""
    first = word.left_edge.i
    if not first or word.doc[first - 1].lower_ != "but" or any(c.lower_ == "also" for c in word.children):
        return False
    denials = [t for t in word.sent if t.i < first and t.dep_ in ("neg", "preconj") and t.lower_ in _NOT]
    return bool(denials) and not any(denies_nothing(t) for t in denials)
