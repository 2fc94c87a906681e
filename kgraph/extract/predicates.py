"""The words of a relation: a verb, what helps it, what governs it ("plans to ban"), adverbs beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgraph.extract.dependencies import first_conjoined, is_passive

if TYPE_CHECKING:
    from spacy.tokens import Token

VERBAL = frozenset({"VERB", "AUX"})
_HELPERS = frozenset({"aux", "auxpass"})
_IN_RELATION = frozenset({"aux", "auxpass", "neg", "prt"})
_NONFINITE = frozenset({"VB", "VBN", "VBG"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_GOVERNED = frozenset({"of", "from", "with", "to", "for", "into", "on", "about", "against", "in", "over"})
_COMPLETED = frozenset({"dobj", "dative", "acomp", "attr", "oprd"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})


def is_merged(verb: Token) -> bool:
    """Whether a verb is told in the relation of what governs it ("plans to ban", "is able to ban")."""
    above = verb.head
    if verb.dep_ == "pcomp":
        return _is_governed_gerund(verb)
    if verb.dep_ != "xcomp" or verb.pos_ not in VERBAL or verb.i < above.i:
        return False
    if above.pos_ == "ADJ":
        return above.dep_ == "acomp" and above.head.pos_ in VERBAL and above.i > above.head.i
    return above.pos_ in VERBAL and not any(c.dep_ in _COMPLETED for c in above.children)


def chain_of(verb: Token) -> list[Token]:
    """A verb and what it only governs, down to the verb that has the arguments ("is", "able", "ban")."""
    chain = [verb]
    while below := [c for c in chain[-1].children if is_merged(c) or _leads_on(c) or _governs_gerund(c)]:
        chain.append(below[0])
    return chain


def relation_words(chain: list[Token]) -> set[Token]:
    """The words of a relation: those of its chain of verbs, and those shared with a verb before it."""
    return {word for token in chain for word in _with_helpers(token)} | _shared(chain[0])


def adverbs_beside(chain: list[Token], words: set[Token]) -> set[Token]:
    """The adverbs without words of their own that stand in a relation, just before it or just after it."""
    first, last = min(t.i for t in words), max(t.i for t in words)
    reach = last if any(c.dep_ == "dobj" for c in chain[-1].children) else last + 1
    return {
        c
        for token in chain
        for c in token.children
        if c.dep_ == "advmod"
        and first - 1 <= c.i <= reach
        and c.tag_ != "WRB"
        and c.n_lefts + c.n_rights == 0
    }


def left_out(verb: Token, words: set[Token], subject: Token) -> str:
    """The form of "be" that a participle leaves out ("a bank based in Minsk"), "" when nothing is.

    Its tense is that of the clause that the participle stands in.
    """
    if verb.tag_ != "VBN" or not is_passive(verb) or any(t.dep_ in _HELPERS for t in words):
        return ""
    plural = subject.tag_ in ("NNS", "NNPS") or any(c.dep_ == "conj" for c in subject.children)
    plural = plural or subject.lower_ in ("they", "we", "you")
    if _is_past(verb):
        return "were" if plural else "was"
    return "are" if plural else "is"


def _is_governed_gerund(verb: Token) -> bool:
    """Whether a gerund completes the verb before its preposition ("was accused of hiding")."""
    preposition, above = verb.head, verb.head.head
    return (
        verb.tag_ == "VBG"
        and preposition.lower_ in _GOVERNED
        and above.pos_ in VERBAL
        and preposition.i == above.i + 1
        and not any(c.dep_ in (*_SUBJECTS, "poss") for c in verb.children)
        and not any(c.dep_ in _COMPLETED for c in above.children)
    )


def _leads_on(word: Token) -> bool:
    """Whether an adjective or bare noun after "be" takes what follows it ("is able to", "is part of")."""
    if word.dep_ == "attr":
        bare = word.tag_ == "NN" and word.i == word.head.i + 1
        return bare and any(c.dep_ == "prep" and c.i == word.i + 1 for c in word.children)
    if word.dep_ != "acomp" or word.pos_ not in ("ADJ", "VERB") or word.i < word.head.i:
        return False
    return any(is_merged(c) or c.dep_ == "prep" for c in word.children)


def _governs_gerund(preposition: Token) -> bool:
    return any(c.dep_ == "pcomp" and _is_governed_gerund(c) for c in preposition.children)


def _with_helpers(token: Token) -> set[Token]:
    return {token, *(c for c in token.children if c.dep_ in _IN_RELATION)}


def _shared(verb: Token) -> set[Token]:
    """What a conjoined verb shares with the first: "was sold and renamed", "plans to ban and fine"."""
    first = first_conjoined(verb)
    if first == verb or verb.tag_ != first.tag_ or verb.tag_ not in _NONFINITE:
        return set()
    if any(c.dep_ in _SUBJECTS for c in verb.children):
        return set()
    words: set[Token] = set()
    if not any(c.dep_ in _HELPERS for c in verb.children):
        words = {c for c in first.children if c.dep_ in (*_HELPERS, "neg") and c.i < first.i}
    above = first
    while is_merged(above) or _leads_on(above) or _governs_gerund(above):
        above = above.head
        words |= _with_helpers(above)
    return words


def _is_past(token: Token) -> bool:
    """Whether the next finite verb above a token is in the past tense."""
    while token.head != token:
        token = token.head
        finite = [
            t for t in (token, *token.children) if t.tag_ in _FINITE and (t == token or t.dep_ in _HELPERS)
        ]
        if token.pos_ in VERBAL and finite:
            return finite[0].tag_ == "VBD"
    return False
