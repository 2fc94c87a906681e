"""Where someone is at home: "Germany's Siemens", "French MEP Alain Lipietz"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgraph.extract.dependencies import is_hedged, prepositions_of
from kgraph.extract.relation_claim import LIKELY, SURE, Told, relation
from kgraph.model import PLACES, EntityType, Mention

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from kgraph.extract.coreference import Reference
    from kgraph.extract.lexicon import Lexicon
    from kgraph.extract.mentions import Name, NamedPassage
    from kgraph.model import Claim

_NAMED_BY_COUNTRY = frozenset({"agency", "international organisation"})


class Homes:
    """Reads the relation basedIn off noun phrases."""

    def __init__(self, reference: Reference, lexicon: Lexicon) -> None:
        self._reference = reference
        self._discourse = reference.discourse
        self._lexicon = lexicon

    def of_name(self, name: Name, token: Token, passage: NamedPassage) -> Iterator[Claim]:
        """The homes of a name that its own noun phrase tells."""
        if name.mention.entity.type in (EntityType.ORGANIZATION, EntityType.THING):
            yield from self._nationality(name, token, passage)
        if name.mention.entity.type is EntityType.ORGANIZATION:
            yield from self._country_before(name, token, passage)

    def of_person(self, name: Name, token: Token, passage: NamedPassage) -> Iterator[Claim]:
        """The country of a person who is said to hold no office in it ("French MEP Alain Lipietz")."""
        for owner in self._discourse.owner_names(token):
            if owner.adjective and owner.mention.entity.type is EntityType.COUNTRY:
                told = Told(owner.mention.span, token, passage)
                yield relation("basedIn", name.mention, owner.mention, told, LIKELY)
                return

    def of_noun(self, noun: Token, passage: NamedPassage) -> Iterator[Claim]:
        """Such as "the Chinese company", told of a name before."""
        if not self._lexicon.is_a(noun.lemma_.lower(), "organization"):
            return
        places = [o.mention for o in self._discourse.owner_names(noun) if o.adjective]
        for mention in self._reference.of(noun)[:1]:
            for place in places[:1]:
                if mention.kind == "description" and place.entity.id == mention.entity.country:
                    yield relation("basedIn", mention, place, Told(place.span, noun, passage), LIKELY)

    def _nationality(self, name: Name, token: Token, passage: NamedPassage) -> Iterator[Claim]:
        """Such as "Russian security software maker Kaspersky Lab"; "X, a Russian company"."""
        for noun in self._describing(token):
            if (
                not self._lexicon.is_a(noun.lemma_.lower(), "organization")
                or self._discourse.name_at(noun) is not None
            ):
                continue
            scope = [noun, token] if noun.dep_ in ("compound", "nmod") else [noun]
            for owner in (o for s in scope for o in self._discourse.owner_names(s)):
                place = owner.mention
                whose = passage.parsed.doc[owner.last - 1].dep_ == "poss"  # "Dublin's laboratory, X"
                if place.entity.type in PLACES and (
                    owner.adjective or whose or place.entity.type is EntityType.COUNTRY
                ):
                    yield relation("basedIn", name.mention, place, Told(place.span, token, passage), SURE)
                    return
            span = passage.parsed.span(noun.i, noun.i + 1)
            for mention in self._places_in(noun):
                yield relation("basedIn", name.mention, mention, Told(span, token, passage), LIKELY)

    def _describing(self, token: Token) -> list[Token]:
        """The nouns that say what a name is."""
        nouns: list[Token] = []
        if token.dep_ == "appos" or (token.dep_ == "conj" and token.head.dep_ == "appos"):
            nouns.append(token.head if token.dep_ == "appos" else token.head.head)
        nouns.extend(c for c in token.children if c.dep_ in ("appos", "compound", "nmod"))
        if token.dep_ == "nsubj" and token.head.lemma_ == "be" and not is_hedged(token.head):
            nouns.extend(c for c in token.head.children if c.dep_ == "attr")
        return nouns

    def _places_in(self, noun: Token) -> list[Mention]:
        nouns = [other for word, other in prepositions_of(noun) if word in ("in", "from")]
        return [m for other in nouns for m in self._reference.of(other) if m.entity.type in PLACES]

    def _country_before(self, name: Name, token: Token, passage: NamedPassage) -> Iterator[Claim]:
        """Such as "Germany's Siemens", "US rival Boeing"; not agencies, which are named so."""
        entity = name.mention.entity
        if entity.kind in _NAMED_BY_COUNTRY:
            return
        owners = [
            (o.mention, o.adjective) for o in self._discourse.owner_names(token) if o.first < name.first
        ]
        for place, adjective in owners:
            if adjective or place.entity.type not in PLACES:
                continue
            if entity.country in ("", place.entity.id) or place.entity.type is EntityType.PLACE:
                yield relation("basedIn", name.mention, place, Told(place.span, token, passage), LIKELY)
            return
