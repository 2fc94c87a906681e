"""What belongs to whom: parts and members, owners, makers of products."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kgraph.extract.clauses import clause_of
from kgraph.extract.dependencies import prepositions_of
from kgraph.extract.positions import appositions
from kgraph.extract.relation_claim import LIKELY, SURE, Told, relation
from kgraph.model import EntityType, Mention

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from kgraph.extract.coreference import Reference
    from kgraph.extract.lexicon import Lexicon
    from kgraph.extract.mentions import Name, NamedPassage
    from kgraph.model import Claim

_ORGANIZATIONS = frozenset({EntityType.ORGANIZATION, EntityType.COUNTRY, EntityType.GROUP})
_MEMBERS = frozenset({EntityType.ORGANIZATION, EntityType.COUNTRY})
_MADE = frozenset({EntityType.PRODUCT, EntityType.THING, EntityType.WORK, EntityType.MALWARE})
_MAKERS = frozenset({"", "company"})
_CONSISTING = frozenset({"comprise", "include"})


class Belongings:
    """Reads the relations partOf, owns and produces off noun phrases."""

    def __init__(self, reference: Reference, lexicon: Lexicon) -> None:
        self._reference = reference
        self._discourse = reference.discourse
        self._lexicon = lexicon

    def of_name(self, name: Name, token: Token, passage: NamedPassage) -> Iterator[Claim]:
        """What the noun phrase of a name says of whom it belongs to or who belongs to it."""
        type_ = name.mention.entity.type
        if type_ in _MEMBERS:
            yield from self._parts(name, token, passage)
        if type_ is EntityType.ORGANIZATION:
            yield from self._members(name, token, passage)
        if type_ in _MADE:
            yield from self._makers(name, token, passage)

    def of_noun(self, noun: Token, passage: NamedPassage) -> Iterator[Claim]:
        """Such as "its Yugansk unit", "Microsoft's Internet Explorer browser"."""
        lemma = noun.lemma_.lower()
        names = [n for c in noun.lefts if c.dep_ in ("compound", "nmod") for n in self._named(c)]
        if not names:
            return
        owners = [m for c in noun.children if c.dep_ == "poss" for m in self._reference.of(c)]
        told = Told(passage.parsed.span(noun.i, noun.i + 1), noun, passage)
        for name in names[:1]:
            for owner in (m for m in owners if m.entity.id != name.entity.id):
                if owner.entity.type is not EntityType.ORGANIZATION:
                    continue
                if self._lexicon.is_a(lemma, "part") or lemma == "team":
                    yield relation("partOf", name, owner, told, LIKELY)
                elif name.entity.type in _MADE and self._is_made(lemma) and owner.entity.kind in _MAKERS:
                    yield relation("produces", owner, name, told, LIKELY)
                break

    def _named(self, token: Token) -> list[Mention]:
        name = self._discourse.name_at(token)
        return [name.mention] if name is not None and not name.adjective else []

    def _is_made(self, lemma: str) -> bool:
        return self._lexicon.is_a(lemma, "ware") or self._lexicon.is_a(lemma, "category")

    def _parts(self, name: Name, token: Token, passage: NamedPassage) -> Iterator[Claim]:
        """Such as "X, a unit of Y"; "X's parent company, Y"."""
        for noun in appositions(token):
            if self._discourse.name_at(noun) is not None:
                continue
            lemma = noun.lemma_.lower()
            told = Told(passage.parsed.span(noun.i, noun.i + 1), token, passage)
            wholes = [m for w, n in prepositions_of(noun) if w == "of" for m in self._reference.of(n)]
            wholes += [m for c in noun.children if c.dep_ == "poss" for m in self._reference.of(c)]
            wholes = [
                m for m in wholes if m.entity.type in _ORGANIZATIONS and m.entity.id != name.mention.entity.id
            ]
            if self._lexicon.is_a(lemma, "part"):
                for whole in wholes[:1]:
                    yield relation("partOf", name.mention, whole, told, SURE)
            elif self._lexicon.is_a(lemma, "parent") or (
                lemma == "company" and any(c.lower_ == "parent" for c in noun.children)
            ):
                for whole in wholes[:1]:
                    yield relation("owns", name.mention, whole, told, LIKELY)

    def _members(self, name: Name, token: Token, passage: NamedPassage) -> Iterator[Claim]:
        """Such as "the Five Eyes, comprising Australia and Canada"."""
        holder = token.head if token.dep_ == "compound" and token.head.pos_ == "NOUN" else token
        for verb in holder.children:
            if verb.dep_ != "acl" or verb.lemma_ not in _CONSISTING or verb.tag_ != "VBG":
                continue
            told = Told(passage.parsed.span(verb.i, verb.i + 1), token, passage)
            for member in (m for t in clause_of(verb).objects for m in self._reference.of(t)):
                if member.entity.type in _MEMBERS and member.entity.id != name.mention.entity.id:
                    yield relation("partOf", member, name.mention, told, SURE)

    def _makers(self, name: Name, token: Token, passage: NamedPassage) -> Iterator[Claim]:
        """Such as "Microsoft's Windows", "Apple iPhone": a product under its maker's name."""
        entity = name.mention.entity
        parent = self._discourse.known(entity.parent) if entity.parent else None
        words = name.mention.span.text.split(" ", 1)
        if parent is not None and len(words) > 1 and words[0] in (parent.label, *parent.aliases):
            span = name.mention.span
            maker = Mention(parent, replace(span, end=span.start + len(words[0]), text=words[0]))
            yield relation("produces", maker, name.mention, Told(maker.span, token, passage), LIKELY)
            return
        for maker in (*self._makers_said(name, token), *self._maker_in(name)):
            if maker.entity.type is EntityType.ORGANIZATION and maker.entity.kind in _MAKERS:
                yield relation("produces", maker, name.mention, Told(maker.span, token, passage), LIKELY)
                return

    def _maker_in(self, name: Name) -> Iterator[Mention]:
        """The firm whose name begins a new product's name: "Red Hat OpenShift"."""
        span, entity = name.mention.span, name.mention.entity
        words = span.text.split()
        for n in range(len(words) - 1, 0, -1) if not entity.kind else ():
            surface = " ".join(words[:n])
            firm = self._discourse.called(surface)
            if firm is not None and firm.id != entity.id and firm.kind == "company":
                yield Mention(firm, replace(span, end=span.start + len(surface), text=surface))
                return

    def _makers_said(self, name: Name, token: Token) -> Iterator[Mention]:
        """Whose product a name is said to be: "Anthropic's Fable and Mythos", "G Suite, a Google product"."""
        first = token
        while first.dep_ == "conj" and self._discourse.name_at(first.head) is not None:
            first = first.head
        yield from (m for c in first.children if c.dep_ == "poss" for m in self._reference.of(c))
        for noun in appositions(token):
            if self._discourse.name_at(noun) is None and self._is_made(noun.lemma_.lower()):
                yield from (owner.mention for owner in self._discourse.owner_names(noun))
        if name.mention.entity.type is EntityType.PRODUCT:
            for owner in self._discourse.owner_names(token):
                if name.mention.entity.parent in ("", owner.mention.entity.id):
                    yield owner.mention
