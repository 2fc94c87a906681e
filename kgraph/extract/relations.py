"""Lasting relations that noun phrases state: positions, nationality, parts, owners, makers, other names."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from kgraph.extract.clauses import conjoined, prepositions_of
from kgraph.link import clean_name
from kgraph.model import Claim, EntityType, Mention, Modality, Polarity, Span
from kgraph.ontology import types

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from kgraph.extract.attribution import Attribution
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

    def __init__(self, reference: Reference, attribution: Attribution, lexicon: Lexicon) -> None:
        self._reference = reference
        self._attribution = attribution
        self._lexicon = lexicon

    def claims(self, passage: NamedPassage) -> Iterator[Claim]:
        """The relations that one passage states, in the order of the names in it."""
        for name in passage.names:
            token = passage.parsed.doc[name.last - 1]
            if name.adjective:
                continue
            yield from self._positions(name, token, passage)
            yield from self._nationality(name, token, passage)
            yield from self._parts(name, token, passage)
            yield from self._makers(name, token, passage)
        yield from self._other_names(passage)
        yield from self._compounds(passage)

    # -- positions ------------------------------------------------------------------------------

    def _positions(self, name: Name, token: Token, passage: NamedPassage) -> Iterator[Claim]:
        """Such as "President Donald Trump"; "X's founder, Eugene Kaspersky"."""
        if name.mention.entity.type is not EntityType.PERSON:
            return
        found = self._title_before(name, passage)
        if found is None:
            for other in self._appositions(token):
                found = self._position_noun(other, passage)
                if found is not None:
                    break
        if found is None:
            return
        organization, role, trigger = found
        if organization.entity.id == name.mention.entity.id:
            return
        self._reference.employs(name.mention.entity, organization.entity)
        yield self._claim(
            "holdsPositionAt", name.mention, organization, trigger, token, passage, _SURE, role=role
        )

    def _appositions(self, token: Token) -> list[Token]:
        """Nouns that describe a name: its appositions, and the noun it stands in apposition to, or "is"."""
        out = [o for c in token.children if c.dep_ == "appos" for o in conjoined(c)]
        if token.dep_ == "appos":
            out.append(token.head)
        if token.dep_ == "nsubj" and token.head.lemma_ == "be" and not _is_hedged(token.head):
            out.extend(c for c in token.head.children if c.dep_ == "attr")
        return [o for o in out if self._reference.discourse.name_at(o) is None]

    def _title_before(self, name: Name, passage: NamedPassage) -> tuple[Mention, str, Span] | None:
        """A title directly before a person's name, with the organisation before the title."""
        doc = passage.parsed.doc
        i = name.first
        while (
            i > 0
            and doc[i - 1].pos_ in ("NOUN", "PROPN", "ADJ", "PUNCT", "ADP", "CCONJ")
            and name.first - i < 8
        ):
            previous = doc[i - 1]
            if previous.is_punct and previous.text != "-":
                break
            if passage.name_at(previous) is not None or previous.dep_ in ("prep", "cc", "conj", "mark"):
                break
            i -= 1
        if i == name.first:
            return None
        span = passage.parsed.span(i, name.first)
        role = clean_name(span.text)
        if self._position_in(role) is None:
            return None
        before = passage.name_at(doc[i - 1]) if i else None
        holder = before.mention.entity.type if before is not None else None
        if before is not None and holder in _PLACES and not self._is_office(role):
            return None
        if before is not None and holder in (*_ORGANIZATIONS, EntityType.PLACE):
            return before.mention, role, span
        entity = name.mention.entity
        if self._lexicon.positions.get(self._position_in(role) or "") == "leads" and (
            entity.parent or entity.country
        ):
            employer = self._reference.discourse.known(entity.parent or entity.country)
            if employer is not None:
                return Mention(employer, span, "implied", 0.8), role, span
        return None

    def _position_in(self, role: str) -> str | None:
        """The longest position noun that ends a role, or stands before "of" or "for" in it."""
        words = re.split(r"\s+(?:of|for|at|in)\s+", role.lower())[0].split()
        for start in range(len(words)):
            candidate = " ".join(words[start:])
            if candidate in self._lexicon.positions:
                return candidate
        return None

    def _is_office(self, role: str) -> bool:
        """Whether a position is held in a state, not just by someone from there."""
        return bool(self._lexicon.positions.get(self._position_in(role) or ""))

    def _position_noun(self, noun: Token, passage: NamedPassage) -> tuple[Mention, str, Span] | None:
        if noun.pos_ not in ("NOUN", "PROPN"):
            return None
        phrase = self._reference.discourse.phrase(noun)
        words = [
            t
            for t in noun.subtree
            if t.i <= noun.i
            and t.dep_ in ("compound", "amod", "nmod", "punct")
            and self._reference.discourse.name_at(t) is None
        ]
        first = min((t.i for t in words), default=noun.i)
        own = passage.parsed.span(first, noun.i + 1)
        if self._position_in(own.text) is None and self._position_in(phrase.text) is None:
            return None
        role, last = own.text, noun.i
        owners = [n.mention for n in self._reference.discourse.owner_names(noun)]
        owners += [m for c in noun.children if c.dep_ == "poss" for m in self._reference.of(c)]
        for word, other in prepositions_of(noun):
            found = [
                m for m in self._reference.of(other) if m.entity.type in (*_ORGANIZATIONS, EntityType.PLACE)
            ]
            if found and word in ("of", "at", "for", "with", "from"):
                owners += found
            elif word in ("of", "for") and not owners:
                last = max(t.i for t in other.subtree if t.i < other.i + 1) if other.i > noun.i else last
                for deeper, inner in prepositions_of(other):
                    if deeper in ("of", "at", "for"):
                        owners += [m for m in self._reference.of(inner) if m.entity.type in _ORGANIZATIONS]
                if owners:
                    role = passage.parsed.span(first, last + 1).text
        owners = [o for o in owners if o.entity.type in (*_ORGANIZATIONS, EntityType.PLACE)]
        if owners and owners[0].entity.type in _PLACES and not self._is_office(role):
            return None
        return (owners[0], clean_name(role), own) if owners else None

    # -- places ---------------------------------------------------------------------------------

    def _nationality(self, name: Name, token: Token, passage: NamedPassage) -> Iterator[Claim]:
        """Such as "Russian security software maker Kaspersky Lab"; "X, a Russian company"."""
        if name.mention.entity.type not in (EntityType.ORGANIZATION, EntityType.THING):
            return
        nouns: list[Token] = []
        if token.dep_ == "appos" or (token.dep_ == "conj" and token.head.dep_ == "appos"):
            nouns.append(token.head if token.dep_ == "appos" else token.head.head)
        nouns.extend(c for c in token.children if c.dep_ in ("appos", "compound", "nmod"))
        if token.dep_ == "nsubj" and token.head.lemma_ == "be" and not _is_hedged(token.head):
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

    def _parts(self, name: Name, token: Token, passage: NamedPassage) -> Iterator[Claim]:
        """Such as "X, a unit of Y"; "Y's X unit"; "X's parent company, Y"."""
        if name.mention.entity.type is not EntityType.ORGANIZATION:
            return
        for noun in self._appositions(token):
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
        text = passage.parsed.article.text
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
            ) or _OTHER_NAMES.fullmatch(between.strip()):
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


def _is_hedged(verb: Token) -> bool:
    """Whether "is" is negated, conditional or only possible, so that no relation is stated."""
    return any(c.dep_ in ("neg", "mark") or (c.dep_ == "aux" and c.tag_ == "MD") for c in verb.children)


def _is_acronym(short: str, long: str) -> bool:
    letters = [word[0].upper() for word in re.findall(r"[\w']+", long) if word[0].isupper() or len(word) > 3]
    return (
        len(short) > 1
        and short[0] == long.lstrip()[0].upper()
        and sum(c in letters for c in short) >= len(short) - 1
    )
