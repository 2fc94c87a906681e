"""Conditions on what is said of a target: judgements, duties, wrongs, things asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgraph.extract.assertion import FUTURE
from kgraph.extract.dependencies import is_passive

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.tokens import Token

    from kgraph.extract.candidate import Candidate
    from kgraph.extract.lexicon import Lexicon

_PREDICATIVE = frozenset({"acomp", "attr", "oprd", "xcomp", "ccomp", "amod"})
_OBLIGING = frozenset({"must", "should", "ought"})
_FRIENDLY = frozenset({"Consultation", "Cooperation", "Agreement", "Endorsement", "Aid"})
_DOUBTING = frozenset({"may", "might", "could", "would", "will"})
_SPEAKERS = frozenset({"i", "we", "us", "our", "me", "my"})
_TURNING = frozenset({"too", "less", "least"})  # "a little too successful", "less capable"
_ASKING = frozenset({"ask", "urge", "beg", "implore", "petition", "lobby"})


def risky(c: Candidate, lexicon: Lexicon) -> bool:
    """Whether what is warned of may happen or is a wrong."""
    return wrong(c, lexicon) or any(child.tag_ == "MD" for comp in c.complements for child in comp.children)


def _is_doubtful(verb: Token) -> bool:
    return any(child.dep_ == "aux" and child.lower_ in _DOUBTING for child in verb.children)


def judged(class_name: str) -> Callable[[Candidate, Lexicon], bool]:
    """Whether what is said of the target is a judgement of a class: "is unfair", "called X a swindle"."""

    def check(c: Candidate, lexicon: Lexicon) -> bool:
        complements = [verb for verb in c.complements if not _is_doubtful(verb)]
        own = [t for t in c.trigger.children if t.dep_ in ("oprd", "attr", "acomp", "xcomp")]
        if c.clause is not None:
            own += c.clause.governed_by("as")
        said = [t for comp in complements for t in comp.children if t.dep_ in _PREDICATIVE]
        said += [comp for comp in complements if comp.pos_ in ("ADJ", "NOUN")]
        said = [t for t in said if not any(c.lower_ in _TURNING for c in t.subtree)]
        of_it = [t for comp in complements for t in comp.children if t.dep_ == "neg" or t.lower_ == "it"]
        if c.target_token.lower_ in _SPEAKERS:
            return False
        return not of_it and any(lexicon.is_a(t.lemma_.lower(), class_name) for t in (*own, *said))

    return check


def culprit(c: Candidate, _: Lexicon) -> bool:
    """Whether the complement says who did it: "was behind the attack", "was responsible for"."""
    return any(child.lower_ in ("behind", "responsible") for comp in c.complements for child in comp.children)


def obliged(c: Candidate, _: Lexicon) -> bool:
    """Whether the complement says what someone ought to do: "said that X must stop", "needs to act"."""
    for verb in c.complements:
        words = {child.lower_ for child in verb.children if child.dep_ == "aux"}
        needed = verb.lemma_ == "need" and any(child.dep_ == "xcomp" for child in verb.children)
        reproach = words & {"have"}  # "should have treated"
        needed = needed and not words & FUTURE  # "would need to raise taxes" predicts
        if (
            (words & _OBLIGING or needed)
            and not reproach
            and not is_passive(verb)
            and c.target_token.pos_ != "PRON"
        ):
            return True
    return False


def wrong(c: Candidate, lexicon: Lexicon) -> bool:
    """Whether what is said is a wrong: an attack, a lie, a breach of law."""
    return any(lexicon.is_a(t.lemma_.lower(), "wrong") for comp in c.complements for t in comp.subtree)


def takeover(c: Candidate, lexicon: Lexicon) -> bool:
    """Whether what is agreed is to buy or merge."""
    types = {frame.type for verb in c.complements for frame in lexicon.verbs.get(verb.lemma_, ())}
    return "Acquisition" in types


def friendly(c: Candidate, lexicon: Lexicon) -> bool:
    """Whether what is refused would be done with or for the target: "refused to meet"."""
    frames = (frame for verb in c.complements for frame in lexicon.verbs.get(verb.lemma_, ()))
    return any(frame.type in _FRIENDLY and not frame.noun for frame in frames)


def told(c: Candidate, _: Lexicon) -> bool:
    """Whether someone is told to do something, not just asked a question."""
    if any(t.text == "?" for t in c.trigger.sent):
        return False  # a question that was put to someone
    if c.clause is None or c.trigger.lemma_ in _ASKING:
        return True
    return bool(c.complements) or bool(c.clause.governed_by("for"))
