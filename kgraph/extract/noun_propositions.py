"""What noun phrases imply: that X is Y ("X, a Y", "director X"), where X is, what X has ("X's Y")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgraph.extract.phrasing import Statement, phrase, text_of
from kgraph.model import PLACES, EntityType

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from kgraph.extract.lexicon import Lexicon
    from kgraph.extract.mentions import Name, NamedPassage

_DESCRIBED = 0.6
_OWNED = 0.4
_NOMINAL = frozenset({"NOUN", "PROPN"})
_Implied = tuple["list[Token]", str, "list[Token]", float]  # subject, relation, argument, confidence
_MODIFIERS = frozenset({"compound", "amod", "nmod", "poss"})


def noun_statements(passage: NamedPassage, lexicon: Lexicon) -> Iterator[Statement]:
    """What the noun phrases of a passage imply, in the order of the text."""
    for token in passage.parsed.doc:
        if token.pos_ not in _NOMINAL:
            continue
        for subject, relation, argument, confidence in (
            *_apposed(token, passage),
            *_titled(token, passage, lexicon),
            *_located(token, passage),
            *_owned(token, passage),
        ):
            name, described = text_of(subject, passage.parsed), text_of(argument, passage.parsed)
            if name and described:
                yield Statement(token, name, relation, (described,), confidence)


def _apposed(token: Token, passage: NamedPassage) -> Iterator[_Implied]:
    """What "X, a Y" and "a Y, X" imply: X is Y; but in "Odessa, Texas", X is in Y."""
    above = token.head
    if token.dep_ != "appos" or above.pos_ not in _NOMINAL:
        return
    if _is_place(passage.name_at(token)) and _is_place(passage.name_at(above)):
        yield phrase(above, token, whole=False), "is in", phrase(token, above), _DESCRIBED
        return
    subject, description = above, token
    if passage.name_at(above) is None and passage.name_at(token) is not None:
        subject, description = token, above
    several = any(noun.tag_ in ("NNS", "NNPS") for noun in (subject, description))
    relation = "are" if several else "is"
    yield phrase(subject, description, whole=several), relation, phrase(description, subject), _DESCRIBED


def _titled(token: Token, passage: NamedPassage, lexicon: Lexicon) -> Iterator[_Implied]:
    """What "director X" implies: the person X is director."""
    name = passage.name_at(token)
    if name is None or token.i != name.last - 1 or name.mention.entity.type is not EntityType.PERSON:
        return
    words = [
        t
        for c in token.lefts
        if c.dep_ in _MODIFIERS and c.i < name.first
        for t in phrase(c, token)
        if t.i < name.first
    ]
    if not words or words[-1].i != name.first - 1:
        return
    if words[-1].pos_ == "NOUN" or words[-1].lower_ in lexicon.position_words:
        yield list(token.doc[name.first : name.last]), "is", words, _DESCRIBED


def _located(token: Token, passage: NamedPassage) -> Iterator[_Implied]:
    """What "X in Y" implies of two names: X is in the place Y."""
    if passage.name_at(token) is None:
        return
    for child in token.rights:
        if child.dep_ == "prep" and child.lower_ == "in":
            for place in child.children:
                if place.dep_ == "pobj" and _is_place(passage.name_at(place)):
                    yield phrase(token, child, whole=False), "is in", phrase(place, child), _DESCRIBED


def _owned(token: Token, passage: NamedPassage) -> Iterator[_Implied]:
    """What "X's Y" implies of a name X: it has Y."""
    for owner in token.lefts:
        if owner.dep_ == "poss" and passage.name_at(owner) is not None:
            yield [t for t in phrase(owner, token) if t.tag_ != "POS"], "has", phrase(token, owner), _OWNED


def _is_place(name: Name | None) -> bool:
    return name is not None and not name.adjective and name.mention.entity.type in PLACES
