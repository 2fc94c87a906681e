"""Who holds which position where: "President Donald Trump", "X's founder, Eugene Kaspersky"."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from kgraph.extract.dependencies import conjoined, is_hedged, prepositions_of
from kgraph.extract.tenure import follows_no_holder, is_held, time_of_post, timed, words_before
from kgraph.link import clean_name
from kgraph.model import PLACES, Entity, EntityType, Mention, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from kgraph.extract.coreference import Reference
    from kgraph.extract.lexicon import Lexicon
    from kgraph.extract.mentions import Name, NamedPassage

_ORGANIZATIONS = frozenset({EntityType.ORGANIZATION, EntityType.COUNTRY, EntityType.GROUP})
_EMPLOYERS = _ORGANIZATIONS | PLACES
_BETWEEN = ("prep", "agent", "cc", "mark")
_OF_PARTIES = frozenset({"leader", "deputy leader"})  # "party leader X" leads no state
_PRODUCTS = frozenset({EntityType.PRODUCT, EntityType.THING})


class Positions:
    """Reads the positions that persons are said to hold."""

    def __init__(self, reference: Reference, lexicon: Lexicon) -> None:
        self._reference = reference
        self._discourse = reference.discourse
        self._lexicon = lexicon

    def of(self, name: Name, token: Token, passage: NamedPassage) -> tuple[Mention, str | None, Span] | None:
        """The organisation or state, the position's name and where it stands; None when none is told."""
        titled = self._title_before(name, passage)
        if titled is not None:
            return self._told(*titled)
        for noun in appositions(token):
            if self._discourse.name_at(noun) is None:
                described = self._position_noun(noun, passage)
                if described is not None:
                    return self._told(*described)
        return self._whose(name.mention.entity, token) or self._of_organization(token, passage)

    def _told(self, holder: Mention, role: str, span: Span) -> tuple[Mention, str, Span] | None:
        """A position as it is told; None when nobody holds or held it ("president-elect")."""
        return (holder, timed(role, self._lexicon), span) if is_held(role, self._lexicon) else None

    def _whose(self, person: Entity, token: Token) -> tuple[Mention, None, Span] | None:
        """Such as "ABN Amro's Eddie Wong": no position is named."""
        for child in token.children:
            name = self._discourse.name_at(child) if child.dep_ == "poss" else None
            if name is None or person.label.startswith(name.mention.span.text):
                continue  # "Tom's Hardware" is one name
            if name.mention.entity.type is EntityType.ORGANIZATION:
                return name.mention, None, name.mention.span
        return None

    def _title_before(self, name: Name, passage: NamedPassage) -> tuple[Mention, str, Span] | None:
        """A title directly before a person's name, with the organisation before the title."""
        doc = passage.parsed.doc
        within = self._title_within(name)
        if within is not None:
            employer, title, place = within
            return employer, self._graded(title, name.first, passage), place
        i = name.first
        while (
            i > 0
            and doc[i - 1].pos_ in ("NOUN", "PROPN", "ADJ", "PUNCT", "ADP", "CCONJ")
            and name.first - i < 8
        ):
            previous = doc[i - 1]
            if previous.is_punct and previous.text != "-":
                break
            if passage.name_at(previous) is not None or previous.dep_ in (*_BETWEEN, "conj"):
                break
            i -= 1
        if i == name.first:
            return None
        span = passage.parsed.span(i, name.first)
        role = clean_name(span.text)
        first, joined, _ = role.partition(" and ")
        if self._position_in(role) is None or (joined and first.islower() and not self._position_in(first)):
            return None  # "its record and party leader X"
        role = self._graded(role, i, passage)
        if i and doc[i - 1].dep_ == "poss" and doc[i - 1].tag_ == "PRP$":  # "its founder Ren Zhengfei"
            owners = [m for m in self._reference.of(doc[i - 1]) if m.entity.type in _EMPLOYERS]
            return (owners[0], role, span) if owners else None
        before = passage.name_at(doc[i - 1]) if i else None
        if before is None and i > 1 and doc[i - 1].tag_ == "POS":
            before = passage.name_at(doc[i - 2])
        if before is None:
            return self._office_of(name.mention.entity, role, span)
        whole = f"{doc[before.last - 1].text} {role}"
        if self._position_in(whole) == whole.lower() and before.mention.entity.kind != "agency":
            role = self._graded(whole, before.first, passage)  # "Vice President": no name is in it
            return self._office_of(name.mention.entity, role, span)
        beside = passage.name_at(doc[before.first - 1]) if before.first else None
        if before.mention.entity.type in PLACES and beside is not None and not beside.adjective:
            return None  # "GM Europe president": of which of the two is not safe to say
        role = self._graded(role, before.first, passage)
        holder = before.mention.entity.type
        if holder in PLACES and not self._is_office(role):
            return None
        makes = holder in _PRODUCTS and "found" in role.lower()
        return (before.mention, role, span) if makes or holder in _EMPLOYERS else None

    def _graded(self, role: str, index: int, passage: NamedPassage) -> str:
        """A role with the words before it, or before its organisation, that belong to it."""
        return " ".join((*words_before(passage.parsed.doc, index, self._lexicon), role))

    def _title_within(self, name: Name) -> tuple[Mention, str, Span] | None:
        """A title that the gazetteer counts to the name ("President Putin")."""
        title, _, rest = name.mention.span.text.partition(" ")
        if not rest or title.lower() not in self._lexicon.positions:
            return None
        span = replace(name.mention.span, end=name.mention.span.start + len(title), text=title)
        return self._office_of(name.mention.entity, title, span)

    def _office_of(self, person: Entity, role: str, span: Span) -> tuple[Mention, str, Span] | None:
        """The state in which someone known holds an office, where the text leaves it unsaid."""
        employer = self._discourse.known(person.country or person.parent)
        if employer is None or employer.type is not EntityType.COUNTRY or not self._is_office(role):
            return None
        if self._position_in(role) in _OF_PARTIES:
            return None
        return Mention(employer, span, "implied", 0.8), role, span

    def _of_organization(
        self, token: Token, passage: NamedPassage
    ) -> tuple[Mention, str | None, Span] | None:
        """Such as "James Maude of Avecto": no position is named."""
        for word, noun in prepositions_of(token):
            name = self._discourse.name_at(noun)
            if word not in ("of", "from", "at") or name is None:
                continue
            if name.mention.entity.type is EntityType.ORGANIZATION:
                return name.mention, None, passage.parsed.span(token.i + 1, token.i + 2)
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
        phrase = self._discourse.phrase(noun)
        words = [
            t
            for t in noun.subtree
            if t.i <= noun.i
            and t.dep_ in ("compound", "amod", "nmod", "punct")
            and self._discourse.name_at(t) is None
        ]
        first = min((t.i for t in words), default=noun.i)
        while first > 1 and noun.doc[first - 1].text == "-":  # "vice-president", "ex-head"
            first -= 2
        if follows_no_holder(noun.doc, noun.i + 1, self._lexicon):
            return None
        own = passage.parsed.span(first, noun.i + 1)
        if self._position_in(own.text) is None and self._position_in(phrase.text) is None:
            return None
        role, last = own.text, noun.i
        owners = [n.mention for n in self._discourse.owner_names(noun)]
        owners += [m for c in noun.children if c.dep_ == "poss" for m in self._reference.of(c)]
        for word, other in prepositions_of(noun):
            found = [m for m in self._reference.of(other) if m.entity.type in _EMPLOYERS]
            if found and word in ("of", "at", "for", "with", "from"):
                owners += found
            elif word in ("of", "for") and not owners:
                last = max(t.i for t in other.subtree if t.i < other.i + 1) if other.i > noun.i else last
                for deeper, inner in prepositions_of(other):
                    if deeper in ("of", "at", "for"):
                        owners += [m for m in self._reference.of(inner) if m.entity.type in _ORGANIZATIONS]
                if owners:
                    role = passage.parsed.span(first, last + 1).text
        owners = [o for o in owners if o.entity.type in _EMPLOYERS]
        if owners and owners[0].entity.type in PLACES and not self._is_office(role):
            return None
        role = " ".join(filter(None, (time_of_post(noun, self._lexicon), clean_name(role))))
        return (owners[0], role, own) if owners else None


def appositions(token: Token) -> Iterator[Token]:
    """Nouns that describe a name: its appositions, the noun it stands in apposition to, and after "is"."""
    for child in token.children:
        if child.dep_ == "appos":
            yield from conjoined(child)
    if token.dep_ == "appos":
        yield token.head
    if token.dep_ == "nsubj" and token.head.lemma_ == "be" and not is_hedged(token.head):
        yield from (c for c in token.head.children if c.dep_ == "attr")
