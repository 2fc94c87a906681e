"""Lasting relations that noun phrases state: positions, nationality, parts, owners, makers, other names."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from kgraph.extract.clauses import is_hedged, prepositions_of
from kgraph.extract.positions import Positions, appositions
from kgraph.link import clean_name
from kgraph.model import Claim, EntityType, Mention, Modality, Polarity, Span
from kgraph.ontology import types

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from kgraph.extract.coreference import Reference
    from kgraph.extract.lexicon import Lexicon
    from kgraph.extract.mentions import Name, NamedPassage

_ORGANIZATIONS = frozenset({EntityType.ORGANIZATION, EntityType.COUNTRY, EntityType.GROUP})
_PLACES = frozenset({EntityType.PLACE, EntityType.COUNTRY})
_OTHER_NAMES = re.compile(
    r",? ?\(?(?:which is |who is |now )?"
    r"(?:(?:also|better|previously|formerly|otherwise) (?:known|called)(?: as)?|aka|a\.k\.a\.|dubbed"
    r"|codenamed|formerly|known as|nicknamed)(?: the)?",
    re.IGNORECASE,
)
_BASED = frozenset({"based", "headquartered"})
_BACKED = frozenset(
    {"sponsored", "backed", "linked", "affiliated", "controlled", "aligned", "funded", "supported"}
)
_OWNED = frozenset({"owned", "run", "controlled"})
_SURE, _LIKELY = 0.9, 0.8


class Relations:
    """Reads the relations that the noun phrases of one article state."""

    def __init__(self, reference: Reference, lexicon: Lexicon) -> None:
        self._reference = reference
        self._lexicon = lexicon
        self._positions = Positions(reference, lexicon)

    def claims(self, passage: NamedPassage) -> Iterator[Claim]:
        """The relations that one passage states, in the order of the names in it."""
        for name in passage.names:
            token = passage.parsed.doc[name.last - 1]
            if name.adjective:
                continue
            yield from self._employment(name, token, passage)
            yield from self._nationality(name, token, passage)
            yield from self._parts(name, token, passage)
            yield from self._makers(name, token, passage)
            yield from self._country_before(name, token, passage)
        yield from self._other_names(passage)
        yield from self._compounds(passage)
        yield from self._nouns(passage)

    def _employment(self, name: Name, token: Token, passage: NamedPassage) -> Iterator[Claim]:
        found = None
        if name.mention.entity.type is EntityType.PERSON:
            found = self._positions.of(name, token, passage)
        if found is None or found[0].entity.id == name.mention.entity.id:
            return
        organization, role, trigger = found
        self._reference.employs(name.mention.entity, organization.entity)
        yield self._claim(
            "holdsPositionAt", name.mention, organization, trigger, token, passage, _SURE, role=role
        )

    # -- places ---------------------------------------------------------------------------------

    def _nationality(self, name: Name, token: Token, passage: NamedPassage) -> Iterator[Claim]:
        """Such as "Russian security software maker Kaspersky Lab"; "X, a Russian company"."""
        if name.mention.entity.type not in (EntityType.ORGANIZATION, EntityType.THING):
            return
        nouns: list[Token] = []
        if token.dep_ == "appos" or (token.dep_ == "conj" and token.head.dep_ == "appos"):
            nouns.append(token.head if token.dep_ == "appos" else token.head.head)
        nouns.extend(c for c in token.children if c.dep_ in ("appos", "compound", "nmod"))
        if token.dep_ == "nsubj" and token.head.lemma_ == "be" and not is_hedged(token.head):
            nouns.extend(c for c in token.head.children if c.dep_ == "attr")
        for noun in nouns:
            if (
                not self._lexicon.is_a(noun.lemma_.lower(), "organization")
                or self._reference.discourse.name_at(noun) is not None
            ):
                continue
            scope = [noun, token] if noun.dep_ in ("compound", "nmod") else [noun]
            for owner in (o for s in scope for o in self._reference.discourse.owner_names(s)):
                place = owner.mention.entity
                if place.type in _PLACES and (owner.adjective or place.type is EntityType.COUNTRY):
                    yield self._claim(
                        "basedIn", name.mention, owner.mention, owner.mention.span, token, passage, _SURE
                    )
                    return
            for word, other in prepositions_of(noun):
                if word in ("in", "from"):
                    for mention in self._reference.of(other):
                        if mention.entity.type in _PLACES:
                            span = passage.parsed.span(noun.i, noun.i + 1)
                            yield self._claim("basedIn", name.mention, mention, span, token, passage, _LIKELY)

    def _country_before(self, name: Name, token: Token, passage: NamedPassage) -> Iterator[Claim]:
        """Such as "Germany's Siemens", "US rival Boeing"; not agencies, which are named so."""
        entity = name.mention.entity
        if entity.type is not EntityType.ORGANIZATION or entity.kind in (
            "agency",
            "international organisation",
        ):
            return
        discourse = self._reference.discourse
        owners = [(o.mention, o.adjective) for o in discourse.owner_names(token) if o.first < name.first]
        for place, adjective in owners:
            if adjective or place.entity.type not in _PLACES:
                continue
            if entity.country in ("", place.entity.id) or place.entity.type is EntityType.PLACE:
                yield self._claim("basedIn", name.mention, place, place.span, token, passage, _LIKELY)
            return

    def _nouns(self, passage: NamedPassage) -> Iterator[Claim]:
        """Such as "the Chinese company", told of a name before, and "its Yugansk unit"."""
        discourse = self._reference.discourse
        for noun in passage.parsed.doc:
            if noun.pos_ != "NOUN" or discourse.name_at(noun) is not None:
                continue
            lemma = noun.lemma_.lower()
            span = passage.parsed.span(noun.i, noun.i + 1)
            if self._lexicon.is_a(lemma, "organization"):
                meant = [m for m in self._reference.of(noun) if m.kind == "description"]
                for place in (o for o in discourse.owner_names(noun) if o.adjective):
                    if meant and place.mention.entity.id == meant[0].entity.country:
                        yield self._claim(
                            "basedIn", meant[0], place.mention, place.mention.span, noun, passage, _LIKELY
                        )
            if self._lexicon.is_a(lemma, "part") or lemma == "team":
                own = [c for c in noun.lefts if c.dep_ in ("compound", "nmod")]
                names = [n for n in (discourse.name_at(c) for c in own) if n is not None and not n.adjective]
                wholes = [m for c in noun.children if c.dep_ == "poss" for m in self._reference.of(c)]
                for part in names[:1]:
                    for whole in wholes[:1]:
                        if (
                            whole.entity.type is EntityType.ORGANIZATION
                            and whole.entity.id != part.mention.entity.id
                        ):
                            yield self._claim("partOf", part.mention, whole, span, noun, passage, _LIKELY)

    def _compounds(self, passage: NamedPassage) -> Iterator[Claim]:
        """Such as "Moscow-based X", "Iranian state-sponsored hacking group X", "Google-owned YouTube"."""
        doc = passage.parsed.doc
        for i in range(2, len(doc)):
            participle = doc[i]
            if doc[i - 1].text not in ("-", "–") or participle.lower_ not in _BASED | _BACKED | _OWNED:
                continue
            before = passage.name_at(doc[i - 2])
            holder = participle.head
            while holder.dep_ in ("compound", "amod", "nmod") and holder.head != holder:
                holder = holder.head
            who = [m for m in self._reference.of(holder) if m.entity.type is not EntityType.COUNTRY]
            if not who:
                continue
            span = passage.parsed.span(i - 2, i + 1)
            word = participle.lower_
            state = doc[i - 2].lower_ in ("state", "government", "nation")
            country = next(
                (n.mention for n in self._reference.discourse.owner_names(holder) if n.adjective), None
            )
            other = before.mention if before is not None else country if state else None
            if other is None:
                continue
            for mention in who:
                if mention.entity.id == other.entity.id:
                    continue
                if word in _BASED and other.entity.type in _PLACES:
                    yield self._claim("basedIn", mention, other, span, holder, passage, _SURE)
                elif word in _OWNED and word not in _BACKED:
                    yield self._claim("owns", other, mention, span, holder, passage, _LIKELY)
                elif word in _BACKED:
                    yield self._claim("hasTiesTo", mention, other, span, holder, passage, _LIKELY)

    # -- parts, owners, makers ------------------------------------------------------------------

    def _unnamed_appositions(self, token: Token) -> list[Token]:
        return [noun for noun in appositions(token) if self._reference.discourse.name_at(noun) is None]

    def _parts(self, name: Name, token: Token, passage: NamedPassage) -> Iterator[Claim]:
        """Such as "X, a unit of Y"; "Y's X unit"; "X's parent company, Y"."""
        if name.mention.entity.type is not EntityType.ORGANIZATION:
            return
        for noun in self._unnamed_appositions(token):
            lemma = noun.lemma_.lower()
            span = passage.parsed.span(noun.i, noun.i + 1)
            wholes = [m for w, n in prepositions_of(noun) if w == "of" for m in self._reference.of(n)]
            wholes += [m for c in noun.children if c.dep_ == "poss" for m in self._reference.of(c)]
            wholes = [
                m for m in wholes if m.entity.type in _ORGANIZATIONS and m.entity.id != name.mention.entity.id
            ]
            if self._lexicon.is_a(lemma, "part"):
                for whole in wholes[:1]:
                    yield self._claim("partOf", name.mention, whole, span, token, passage, _SURE)
            elif self._lexicon.is_a(lemma, "parent") or (
                lemma == "company" and any(c.lower_ == "parent" for c in noun.children)
            ):
                for whole in wholes[:1]:
                    yield self._claim("owns", name.mention, whole, span, token, passage, _LIKELY)

    def _makers(self, name: Name, token: Token, passage: NamedPassage) -> Iterator[Claim]:
        """Such as "Microsoft's Windows", "Apple iPhone": a product under its maker's name."""
        entity = name.mention.entity
        if entity.type not in (EntityType.PRODUCT, EntityType.THING, EntityType.WORK):
            return
        parent = self._reference.discourse.known(entity.parent) if entity.parent else None
        words = name.mention.span.text.split(" ", 1)
        if parent is not None and len(words) > 1 and words[0] in (parent.label, *parent.aliases):
            span = name.mention.span
            maker = Mention(parent, replace(span, end=span.start + len(words[0]), text=words[0]))
            yield self._claim("produces", maker, name.mention, maker.span, token, passage, _LIKELY)
            return
        yield from self._owned_products(name, token, passage)

    def _owned_products(self, name: Name, token: Token, passage: NamedPassage) -> Iterator[Claim]:
        """Such as "Anthropic's Fable 5", "its Dreamliner"."""
        for child in token.children:
            if child.dep_ != "poss":
                continue
            for maker in self._reference.of(child):
                if maker.entity.type is EntityType.ORGANIZATION and maker.entity.kind in ("", "company"):
                    yield self._claim("produces", maker, name.mention, maker.span, token, passage, _LIKELY)
                    return
        if name.mention.entity.type is not EntityType.PRODUCT:
            return
        for owner in self._reference.discourse.owner_names(token):
            maker = owner.mention
            its_own = name.mention.entity.parent in ("", maker.entity.id)
            if its_own and maker.entity.type is EntityType.ORGANIZATION:
                yield self._claim("produces", maker, name.mention, maker.span, token, passage, _LIKELY)

    # -- other names ----------------------------------------------------------------------------

    def _other_names(self, passage: NamedPassage) -> Iterator[Claim]:
        """Such as "Fancy Bear, also known as APT28"; "National Security Agency (NSA)"."""
        text = passage.parsed.text
        doc = passage.parsed.doc
        for first, second in zip(passage.names, passage.names[1:], strict=False):
            if first.adjective or second.adjective:
                continue
            start, end = first.mention.span.end, second.mention.span.start
            between = text[start:end]
            if len(between) > 40:
                continue
            token = doc[first.last - 1]
            bracketed = (
                between.strip() == "(" and text[second.mention.span.end : second.mention.span.end + 1] == ")"
            )
            short = second.mention.span.text
            if (
                bracketed and short.isupper() and _is_acronym(short, first.mention.span.text)
            ) or _OTHER_NAMES.fullmatch(between.strip(" -–—,")):
                yield self._alias(first, second, token, passage)

    def _alias(self, first: Name, second: Name, token: Token, passage: NamedPassage) -> Claim:
        """A second name is no second entity, unless the gazetteer knows it as one."""
        mention, span = first.mention, second.mention.span
        other = second.mention if second.mention.entity.kind else Mention(mention.entity, span, "name", 0.9)
        claim = self._claim("alsoKnownAs", mention, other, span, token, passage, _SURE)
        return replace(claim, object=clean_name(span.text)) if other.entity.id == mention.entity.id else claim

    # -- claims ---------------------------------------------------------------------------------

    def _claim(
        self,
        type_name: str,
        actor: Mention,
        target: Mention,
        trigger: Span,
        token: Token,
        passage: NamedPassage,
        base: float,
        role: str | None = None,
    ) -> Claim:
        type_ = types()[type_name]
        hedged = any(c.lower_ in ("alleged", "suspected", "allegedly", "reportedly") for c in token.children)
        return Claim(
            article=passage.parsed.article.id,
            type=type_.name,
            predicate=type_.predicate,
            actor=actor,
            target=target,
            trigger=trigger,
            sentence=passage.parsed.sentence(token),
            role=role,
            polarity=Polarity.POSITIVE,
            modality=Modality.ALLEGED if hedged else Modality.ACTUAL,
            confidence=round(base * actor.confidence * target.confidence, 3),
        )


def _is_acronym(short: str, long: str) -> bool:
    letters = [word[0].upper() for word in re.findall(r"[\w']+", long) if word[0].isupper() or len(word) > 3]
    return (
        len(short) > 1
        and short[0] == long.lstrip()[0].upper()
        and sum(c in letters for c in short) >= len(short) - 1
    )
