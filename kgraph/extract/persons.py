"""Names of persons beside titles, forenames and positions, and known surnames that are somebody else's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgraph.link import PEERS
from kgraph.model import EntityType

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from kgraph.extract.lexicon import Lexicon
    from kgraph.extract.parse import KnownName, ParsedPassage

TITLES = frozenset("mr mrs ms dr sir lord lady prof professor president minister senator ceo judge".split())
NAMING_TITLES = PEERS - {"sir", "dame"}
"""Titles that tell more than the surname after them, and so belong to the name."""


def is_titled(doc: Doc, first: int) -> bool:
    """Whether a title of persons stands before the name that begins at a token ("Mr Clarke")."""
    return first > 0 and doc[first - 1].lower_.rstrip(".") in TITLES


def is_other_person(parsed: ParsedPassage, name: KnownName, lexicon: Lexicon) -> bool:
    """Whether a known surname or firm beside another name is somebody else ("Nikhil Gandhi", "Chris Fox")."""
    doc = parsed.doc
    if name.match.adjective:
        return False
    if " " in name.match.text:
        return name.match.entities[0].type is EntityType.PERSON and _goes_on(doc, name)
    if all(entity.type is not EntityType.PERSON for entity in name.match.entities):
        if is_titled(doc, name.first):
            return True  # "Mr Ford"
        whole = doc[max(name.first - 1, 0) : name.last]
        if not is_titled(doc, name.first - 1) and any(t.ent_type_ != "PERSON" for t in whole):
            return False
    following = doc[name.last] if name.last < len(doc) else None
    if following is not None and following.pos_ == "PROPN" and doc[name.last - 1].head == following:
        return following.text[0].isupper()  # "Kim Min" is no Kim Jong-un
    if not name.first:
        return False
    covered = {
        i
        for other in parsed.names
        for i in range(other.first, other.last)
        if other is not name and not (other.match.ambiguous and _is_surname(other))
    }
    before, last = doc[name.first - 1], doc[name.last - 1]
    return is_forename(before, last, lexicon, covered) or _ends_a_full_name(name, before, lexicon, covered)


def _ends_a_full_name(name: KnownName, before: Token, lexicon: Lexicon, covered: set[int]) -> bool:
    """Whether a known surname or other doubtful name ends what the recogniser takes for one person's."""
    if not name.match.ambiguous and name.match.entities[0].type is not EntityType.PERSON:
        return False
    word = before.lower_.rstrip(".")
    joined = all(t.ent_type_ == "PERSON" for t in before.doc[before.i : name.last])
    return (
        joined
        and before.doc[name.first].ent_iob_ == "I"
        and before.pos_ == "PROPN"
        and before.text[0].isupper()
        and before.i not in covered
        and word not in TITLES
        and word not in lexicon.position_words
        and word not in lexicon.offices
    )


def _is_surname(name: KnownName) -> bool:
    return name.match.entities[0].type is EntityType.PERSON and " " not in name.match.text


def _goes_on(doc: Doc, name: KnownName) -> bool:
    """Whether a person's full name is the beginning of a longer one ("Mohammed Mustafa al-Jibouri")."""
    following = doc[name.last] if name.last < len(doc) else None
    return (
        following is not None
        and following.pos_ == "PROPN"
        and doc[name.last - 1].dep_ == "compound"
        and doc[name.last - 1].head.ent_type_ == "PERSON"
        and not doc[name.last - 1].head.is_punct
    )


def is_forename(token: Token, name: Token, lexicon: Lexicon, covered: set[int]) -> bool:
    """Whether a capitalised word before a person's name is part of it, and no title or position."""
    word = token.lower_.rstrip(".")
    return (
        token.pos_ == "PROPN"
        and token.text[0].isupper()
        and token.dep_ == "compound"
        and token.head == name
        and token.i not in covered
        and word not in TITLES
        and word not in lexicon.positions
    )
