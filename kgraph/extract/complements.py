"""What the word above a clause says of it: a verb, a noun that holds it, a judgement ("it is clear that")."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kgraph.extract.assertion import is_content
from kgraph.extract.culprits import is_doubt
from kgraph.extract.dependencies import is_infinitive
from kgraph.model import Modality

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kgraph.extract.context import Context
    from kgraph.extract.lexicon import Lexicon

_MISTAKEN = frozenset({"wrong", "mistaken", "incorrect", "lying"})
_DONE = frozenset({"decision", "move", "order", "ruling", "law"})  # a decision to ban is a ban


def effect_of(governor: Token, preposition: str, lexicon: Lexicon) -> str:
    """What a verb or adjective does to its complement; "" where the lexicon does not say."""
    verbs = lexicon.embedding_verbs
    lemma = governor.lemma_.lower()
    words = [preposition, *(c.lower_ for c in governor.children if c.dep_ == "prt")]
    return next((e for w in words if w and (e := verbs.get(f"{lemma} {w}"))), verbs.get(lemma, ""))


def judged(verb: Token, context: Context, clause: Token, lexicon: Lexicon) -> Context:
    """The clause of which something is said: "it is clear that", "it is possible that"."""
    judgements = [verb, *(c for c in verb.children if c.dep_ in ("acomp", "attr", "nsubj"))]
    if any(c.dep_ == "neg" for c in (*verb.children, *verb.head.children)):
        return replace(context, void=True)
    if any(lexicon.is_a(word.lower_, "dubious") for word in judgements):
        return replace(context, void=True)
    denied = [word for word in judgements if any(c.lower_ == "no" for c in word.children)]
    if any(not lexicon.is_a(word.lower_, "unsurprising") for word in denied):
        return replace(context, void=True)
    certain = bool(denied) or any(lexicon.is_a(word.lower_, "certain") for word in judgements)
    other = any(c.dep_ == "csubj" and c != clause for c in verb.children)  # "what we saw was that"
    return context if certain or other else context.at_least(Modality.ALLEGED)


def is_untrue(head: Token, clause: Token, lexicon: Lexicon) -> bool:
    """Whether a clause is said to be untrue: "it is false that", "untrue to say", "the myth that"."""
    judged = [head] if is_content(clause) and head.pos_ == "NOUN" else []
    if head.lemma_ == "be" and (is_content(clause) or clause.lemma_ in lexicon.reporting_verbs):
        judged += [c for c in head.children if c.dep_ in ("acomp", "attr") and c.i < clause.i]
    if clause.lemma_ in lexicon.reporting_verbs and any(w.lower_ in _MISTAKEN for w in (head, *judged)):
        return True  # "was wrong to say that", "were mistaken when they said that"
    return any(lexicon.is_a(word.lemma_.lower(), "untrue") for word in judged)


def held_by(noun: Token, context: Context, clause: Token, lexicon: Lexicon) -> Context:
    """A clause or gerund that hangs on a noun: "plan to ban", "allegations that", "fear of"."""
    lemma = noun.lemma_.lower()
    infinitive = is_infinitive(clause)
    if lemma in _DONE:
        return context
    thought = any(lexicon.is_a(word, "indication") for word in (lemma, noun.lower_))
    if is_doubt(noun, lexicon) or (thought and not infinitive):
        return context.at_least(Modality.ALLEGED)
    if not infinitive and lexicon.is_a(lemma, "prospect"):
        happened = clause.tag_ in ("VBD", "VBN") and clause.dep_ != "pcomp"  # "the chance that X hacked Y"
        return context.at_least(Modality.ALLEGED if happened else Modality.PLANNED)
    if clause.dep_ == "pcomp" and clause.head.lower_ in ("at", "to") and lexicon.is_a(lemma, "attempting"):
        return context.at_least(Modality.PLANNED)
    if infinitive:
        dropped = noun.dep_ == "dobj" and lexicon.light_verbs.get(noun.head.lemma_) == "end"
        context = context.at_least(Modality.PLANNED)
        return context.negated() if dropped else context
    return context


def is_held(clause: Token, lexicon: Lexicon) -> bool:
    """Whether a clause says what the noun before it holds: "evidence that", "nothing indicating that"."""
    if is_infinitive(clause) or clause.pos_ not in ("VERB", "AUX"):
        return False
    if clause.dep_ == "acl" and clause.tag_ == "VBG":
        telling = any(c.dep_ == "ccomp" for c in clause.children)
        return telling and clause.lemma_ in lexicon.reporting_verbs
    marked = any(c.dep_ == "mark" for c in clause.children)
    return is_content(clause) or (clause.dep_ in ("acl", "ccomp") and marked)


def tells(verb: Token, clause: Token, lexicon: Lexicon) -> bool:
    """Whether a verb of speech or thought tells a clause: "said that X", "believes that X"."""
    return clause.dep_ == "ccomp" and clause.head == verb and verb.lemma_ in lexicon.reporting_verbs


def is_declared(verb: Token) -> bool:
    """Whether a verb of speech only seems weakened: "we can now disclose that", "must admit that"."""
    return any(c.dep_ == "aux" and c.lower_ in ("can", "must") for c in verb.children)
