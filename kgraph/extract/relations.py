"""Lasting relations that noun phrases state: positions, homes, belongings, other names."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from kgraph.extract.belongings import Belongings
from kgraph.extract.homes import Homes
from kgraph.extract.positions import Positions
from kgraph.extract.relation_claim import LIKELY, SURE, Told, relation
from kgraph.extract.tenure import is_past
from kgraph.link import clean_name, new_entity
from kgraph.model import PLACES, Claim, EntityType, Mention

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc, Token

    from kgraph.extract.coreference import Reference
    from kgraph.extract.lexicon import Lexicon
    from kgraph.extract.mentions import Name, NamedPassage

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


class Relations:
    """Reads the relations that the noun phrases of one article state."""

    def __init__(self, reference: Reference, lexicon: Lexicon) -> None:
        self._reference = reference
        self._lexicon = lexicon
        self._positions = Positions(reference, lexicon)
        self._homes = Homes(reference, lexicon)
        self._belongings = Belongings(reference, lexicon)

    def claims(self, passage: NamedPassage) -> Iterator[Claim]:
        """The relations that one passage states, in the order of the names in it."""
        for name in passage.names:
            token = passage.parsed.doc[name.last - 1]
            if name.adjective:
                continue
            if name.mention.entity.type is EntityType.PERSON:
                employment = list(self._employment(name, token, passage))
                yield from employment or self._homes.of_person(name, token, passage)
            yield from self._homes.of_name(name, token, passage)
            yield from self._belongings.of_name(name, token, passage)
        yield from self._other_names(passage)
        yield from self._acronyms(passage)
        yield from self._compounds(passage)
        on_names = {passage.parsed.doc[i].head.i for i in passage.by_token}
        for noun in passage.parsed.doc:
            if noun.pos_ == "NOUN" and passage.name_at(noun) is None:
                yield from self._homes.of_noun(noun, passage)
                if noun.i in on_names:
                    yield from self._belongings.of_noun(noun, passage)

    def _employment(self, name: Name, token: Token, passage: NamedPassage) -> Iterator[Claim]:
        found = self._positions.of(name, token, passage)
        if found is None or found[0].entity.id == name.mention.entity.id:
            return
        organization, role, trigger = found
        if role is None or not is_past(role, self._lexicon):
            self._reference.employs(name.mention.entity, organization.entity)
        told = Told(trigger, token, passage)
        yield relation("holdsPositionAt", name.mention, organization, told, SURE, role)

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
                if word in _BASED and other.entity.type in PLACES:
                    yield relation("basedIn", mention, other, Told(span, holder, passage), SURE)
                elif word in _OWNED and word not in _BACKED:
                    yield relation("owns", other, mention, Told(span, holder, passage), LIKELY)
                elif word in _BACKED:
                    yield relation("hasTiesTo", mention, other, Told(span, holder, passage), LIKELY)

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

    def _acronyms(self, passage: NamedPassage) -> Iterator[Claim]:
        """Such as "application programming interface (API)": common nouns with their acronym."""
        doc = passage.parsed.doc
        for i in range(2, len(doc) - 2):
            short = doc[i + 1]
            if doc[i].text != "(" or doc[i + 2].text != ")" or not _looks_short(short.text):
                continue
            first = _spelt_out(doc, i, short.text)
            if first is None or any(passage.name_at(token) is not None for token in doc[first:i]):
                continue
            span = passage.parsed.span(first, i)
            known = passage.name_at(short)
            entity = known.mention.entity if known is not None else new_entity(span.text, EntityType.THING)
            long = Mention(replace(entity, label=clean_name(span.text)), span)
            told = Told(passage.parsed.span(i + 1, i + 2), doc[i - 1], passage)
            other = Mention(long.entity, told.trigger, "name", 0.9)
            yield replace(relation("alsoKnownAs", long, other, told, SURE), object=short.text)

    def _alias(self, first: Name, second: Name, token: Token, passage: NamedPassage) -> Claim:
        """A second name is no second entity, unless the gazetteer knows it as one."""
        mention, span = first.mention, second.mention.span
        other = second.mention if second.mention.entity.kind else Mention(mention.entity, span, "name", 0.9)
        claim = relation("alsoKnownAs", mention, other, Told(span, token, passage), SURE)
        return replace(claim, object=clean_name(span.text)) if other.entity.id == mention.entity.id else claim


def _looks_short(word: str) -> bool:
    """Whether a word looks like an acronym: capitals, two at least ("RaaS")."""
    return word.isalpha() and word[0].isupper() and sum(c.isupper() for c in word) > 1 and len(word) < 8


def _spelt_out(doc: Doc, end: int, short: str) -> int | None:
    """The first of the words before a bracket whose initials make up an acronym, if they do."""
    initials = ""
    for i in range(end - 1, max(end - 8, -1), -1):
        if doc[i].is_punct and doc[i].text != "-":
            return None
        if not doc[i].is_punct:
            initials = doc[i].text[0].lower() + initials
        if initials == short.lower():
            return i
    return None


def _is_acronym(short: str, long: str) -> bool:
    letters = [word[0].upper() for word in re.findall(r"[\w']+", long) if word[0].isupper() or len(word) > 3]
    return (
        len(short) > 1
        and short[0] == long.lstrip()[0].upper()
        and sum(c in letters for c in short) >= len(short) - 1
    )
