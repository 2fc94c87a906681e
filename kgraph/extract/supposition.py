"""Whether what is told is only supposed, imagined or played: "in case X", "as if X", "in the film X"."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kgraph.extract.lexicon import Lexicon

_SEEMING = frozenset({"look", "seem", "appear", "sound", "feel"})
_SETTINGS = frozenset({"in", "during", "within"})
_OF = frozenset({"of", "for"})


def is_comparison(mark: Token) -> bool:
    """Whether a conjunction opens what something is only like: "as if", "as though", "like"."""
    if mark.dep_ != "mark":
        return False
    before = mark.doc[mark.i - 1].lower_ if mark.i else ""
    return mark.lower_ == "like" or (before == "as" and mark.lower_ in ("if", "though"))


def is_likeness(clause: Token) -> bool:
    """Whether a comparison tells what seems to be so: "it looks as if X", not "it acted as if X"."""
    return clause.head.lemma_ in _SEEMING


def is_supposed(token: Token, lexicon: Lexicon) -> bool:
    """Whether a clause or noun stands behind words of supposing: "in case X", "assuming that X"."""
    head = token.head
    if token.dep_ == "ccomp" and lexicon.is_a(head.lower_, "supposing"):
        return not any(c.dep_ in ("nsubj", "nsubjpass", "aux") for c in head.children)
    if token.dep_ in ("pobj", "pcomp") and head.lower_ == "of":
        return _is_event(head.head)
    return _follows_case(token) or (token.dep_ in ("acl", "relcl") and _is_event(head))


def _is_event(noun: Token) -> bool:
    """Whether a noun is that of "in the event of"."""
    return (
        noun.lower_ in ("event", "case")
        and noun.dep_ == "pobj"
        and noun.head.lower_ == "in"
        and (noun.lower_ == "event" or not any(c.dep_ in ("det", "amod", "poss") for c in noun.children))
    )


def _follows_case(verb: Token) -> bool:
    """Whether a clause begins with "in case"."""
    first = verb.left_edge.i
    words = [t.lower_ for t in verb.doc[first : first + 2]]
    return words == ["in", "case"] and first + 2 < len(verb.doc) and verb.doc[first + 2].lower_ != "of"


def is_made_up(token: Token, lexicon: Lexicon) -> bool:
    """Whether an event is played or imagined: "a mock invasion", "in the film, X invades Y"."""
    if any(c.dep_ in ("amod", "compound") and lexicon.is_a(c.lower_, "unreal") for c in token.children):
        return True
    settings = (
        noun
        for c in token.lefts
        if c.dep_ == "prep" and c.lower_ in _SETTINGS
        for noun in c.children
        if noun.dep_ == "pobj"
    )
    return any(
        lexicon.is_a(noun.lemma_.lower(), "fiction")
        or any(lexicon.is_a(c.lower_, "unreal") for c in noun.children)
        for noun in settings
    )


def is_prospective(token: Token, lexicon: Lexicon) -> bool:
    """Whether a noun's event is only what a noun before it holds possible: "the prospect of a ban"."""
    if token.dep_ != "pobj" or token.head.lower_ not in _OF:
        return False
    noun = token.head.head
    words = (noun, *(c for c in noun.children if c.dep_ == "compound"))  # "the threat level of an attack"
    return any(lexicon.is_a(word.lemma_.lower(), "prospect") for word in words)


def is_hearsay(verb: Token, lexicon: Lexicon) -> bool:
    """Whether a verb of speech tells what nobody in particular says: "it is said that", "reports say"."""
    for child in verb.children:
        if child.dep_ == "nsubjpass" and child.lower_ == "it" and verb.lemma_ in ("say", "report", "tell"):
            return not any(c.dep_ == "agent" for c in verb.children)
        if child.dep_ == "nsubj" and is_rumour(child, lexicon):
            return True
    return False


def is_rumour(noun: Token, lexicon: Lexicon) -> bool:
    """Whether a noun is what is said by nobody in particular: "reports", "speculation"; not "the report"."""
    if not lexicon.is_a(noun.lemma_.lower(), "hearsay"):
        return False
    whose = any(c.dep_ in ("det", "poss") or c.dep_ == "prep" for c in noun.children)
    return not whose and (noun.tag_ == "NNS" or noun.lemma_ not in ("report", "claim"))


def is_indefinite(noun: Token) -> bool:
    """Whether a noun names no event that is known already: "a ban", "attacks"; not "the ban", "its ban"."""
    return not any(
        c.dep_ == "poss" or (c.dep_ == "det" and c.lower_ in ("the", "this", "that", "these", "those"))
        for c in noun.children
    )
