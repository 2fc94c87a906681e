"""Who is said to be behind an act that a noun names: "blamed X for the attack", "an attack blamed on X"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgraph.extract.clauses import clause_of
from kgraph.extract.dependencies import prepositions_of
from kgraph.extract.subjects import holders_of

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kgraph.extract.lexicon import Lexicon

_CHARGED_WITH = frozenset({"of", "for", "with", "over", "in"})
_CHARGING = frozenset({"accuse", "suspect", "allege", "charge", "believe", "think", "say"})
_TRACED_TO = frozenset({"on", "to"})


def culprits(noun: Token, lexicon: Lexicon) -> list[Token]:
    """Whom an act is laid on; empty when nobody is."""
    blame = blaming(noun, lexicon)
    if blame is not None:
        return list(clause_of(blame).objects)
    tracing = traced(noun, lexicon)
    if tracing is not None:
        return [n for word, n in prepositions_of(tracing) if word in _TRACED_TO]
    part = part_in(noun, lexicon)
    if part is not None:
        own = [n for word, n in prepositions_of(part) if word in ("of", "by")]
        return holders_of(part) or own
    return []


def part_in(noun: Token, lexicon: Lexicon) -> Token | None:
    """The noun that says what part someone had in an act: "[involvement] in the attack"."""
    if noun.dep_ != "pobj":
        return None
    part = noun.head.head
    return part if part.pos_ == "NOUN" and lexicon.is_a(part.lemma_.lower(), "involvement") else None


def blaming(noun: Token, lexicon: Lexicon) -> Token | None:
    """The verb that lays an act on its object: "[accused] X of the attack", "[arrested] X over it"."""
    if noun.dep_ != "pobj" or noun.head.lower_ not in _CHARGED_WITH:
        return None
    verb = noun.head.head
    return verb if verb.pos_ == "VERB" and lexicon.is_a(verb.lemma_.lower(), "blaming") else None


def traced(noun: Token, lexicon: Lexicon) -> Token | None:
    """The verb that traces an act to someone: "the attack was [blamed] on X", "attacks [linked] to X"."""
    verbs = [c for c in noun.children if c.dep_ == "acl" and c.tag_ == "VBN"]
    if noun.dep_ in ("nsubjpass", "dobj"):
        verbs.append(noun.head)
    return next((v for v in verbs if lexicon.is_a(v.lemma_.lower(), "tracing")), None)


def is_charged(verb: Token) -> bool:
    """Whether a past act belongs to the charge before it: "is accused of lying and hacked X"."""
    charge = verb.head
    return (
        verb.dep_ == "conj"
        and verb.tag_ == "VBD"
        and charge.lemma_ in _CHARGING
        and any(c.dep_ == "auxpass" and c.tag_ in ("VBZ", "VBP") for c in charge.children)
    )


def is_doubt(token: Token, lexicon: Lexicon) -> bool:
    """Whether a word makes what hangs on it an allegation: "concerned about", "allegations of"."""
    return lexicon.is_a(token.lower_, "doubt") or lexicon.is_a(token.lemma_.lower(), "accusation")
