"""What a noun phrase or pronoun stands for, where that is safe to say; nothing otherwise.

Resolved are: names; nouns that belong to or act for a name ("Kaspersky products", "US officials");
descriptions that the gazetteer knows ("the social network"); pronouns bound by the grammar
(the subject of a speech verb, the subject of the same clause) or with a single candidate in
reach; and groups that are described closely enough to be someone ("Russian hackers").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgraph.extract.dependencies import prepositions_of
from kgraph.extract.described import Described
from kgraph.extract.descriptions import Descriptions
from kgraph.extract.offices import Offices
from kgraph.extract.phrases import Phrases
from kgraph.extract.pronouns import Pronouns
from kgraph.extract.subjects import holders_of
from kgraph.model import Entity, EntityType, Mention

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Token

    from kgraph.extract.discourse import Discourse

_AGENTIVE = frozenset(
    {EntityType.PERSON, EntityType.ORGANIZATION, EntityType.COUNTRY, EntityType.GROUP, EntityType.MALWARE}
)
_ISSUING = frozenset({"sign", "issue", "publish", "release", "write"})
_DEFINITE = frozenset({"the", "this", "that"})
_AMOUNTS = frozenset({"DATE", "MONEY", "PERCENT"})


class Reference:
    """Resolves the noun phrases of one article."""

    def __init__(self, discourse: Discourse) -> None:
        self.discourse = discourse
        self._described = Described(discourse, self.of)
        self._phrases = Phrases(discourse, self._described, self.of)
        self._descriptions = Descriptions(discourse, self.of)
        self._offices = Offices(discourse, self.of)
        self._pronouns = Pronouns(discourse, self.of, self._descriptions.employer_of)
        self._cache: dict[tuple[int, int], tuple[Mention, ...]] = {}
        self._pending: set[tuple[int, int]] = set()

    def employs(self, person: Entity, organization: Entity) -> None:
        """Remember whom a person works for, so that "her agency" can be found."""
        self._descriptions.employs(person, organization)

    def of(self, token: Token) -> tuple[Mention, ...]:
        """What the noun phrase headed by a token stands for; empty when it is not safe to say.

        A noun followed by the names that it describes ("media outlets RT and Sputnik") stands for
        them all. Conjoined phrases are separate tokens and are asked for separately.
        """
        key = self.discourse.place_of(token)
        if key in self._cache:
            return self._cache[key]
        if key in self._pending:  # a description that would have to explain itself
            return ()
        self._pending.add(key)
        found = next((tuple(reading) for reading in self._readings(token) if reading), ())
        self._pending.discard(key)
        self._cache[key] = found
        return found

    def thing(self, token: Token) -> Mention | None:
        """A matter that has no name but is described closely enough ("the 2016 U.S. elections")."""
        return self._described.thing(token) or self._described.told_before(token)

    def people(self, token: Token) -> Mention:
        """The people that a noun describes ("two Canadian officials"), themselves."""
        return self._described.people(token)

    def clientele(self, token: Token) -> Mention | None:
        """People told by their part only ("customers"), who can be asked, warned and supplied."""
        return self._described.clientele(token)

    def _readings(self, token: Token) -> Iterator[Sequence[Mention]]:
        """The ways to read a phrase, surest first."""
        name = self.discourse.name_at(token)
        if name is not None and self._described.counted(token, name):
            yield [self._described.people(token)]
        if name is not None and not (name.adjective and token.dep_ in ("amod", "compound")):
            yield [name.mention]
        if token.pos_ == "PRON" or token.tag_ in ("PRP", "PRP$"):
            yield self._pronouns.pronoun(token)
        elif token.pos_ in ("NOUN", "PROPN", "ADJ", "NUM") and token.ent_type_ not in _AMOUNTS:
            if self.discourse.lexicon.is_a(
                token.lemma_.lower(), "currency"
            ):  # "fined Samsung 5 million euros"
                yield [n.mention for n in self.discourse.owner_names(token) if not n.adjective]
                return
            yield self._phrases.names_described(token)
            yield self._descriptions.pair(token)
            for reading in (
                self._offices.holder,
                self._phrases.called,
                self._phrases.owned,
                self._descriptions.description,
                self._described.group,
            ):
                found = reading(token)
                yield [found] if found is not None else []
            if self.discourse.lexicon.is_a(token.lemma_.lower(), "measured"):
                yield [m for w, n in prepositions_of(token) if w in ("of", "to") for m in self.of(n)]

    def issuers(self, token: Token) -> list[Mention]:
        """Who acts through a law, order or report: its owner, or whoever signs or issues it."""
        if not self.discourse.lexicon.is_a(token.lemma_.lower(), "document"):
            return []
        for name in self.discourse.owner_names(token):
            country = name.mention.entity.type is EntityType.COUNTRY  # "UK media reports" are not the UK's
            if name.mention.entity.type in _AGENTIVE and not (country and token.lemma_ == "report"):
                return [name.mention]
        found = [m for holder in holders_of(token) for m in self.of(holder)]
        if not found:
            by = [noun for word, noun in prepositions_of(token) if word in ("by", "from")]
            found = [m for noun in by for m in self.of(noun)]
        if not found:
            for child in token.children:
                if child.dep_ == "acl" and child.lemma_ in _ISSUING:
                    by = [n for w, n in prepositions_of(child) if w == "by"]
                    found = [m for noun in by for m in self.of(noun)]
        if not found and any(c.dep_ == "det" and c.lower_ in _DEFINITE for c in token.children):
            before = (
                t for t in reversed(token.doc[: token.i]) if t.lemma_ == token.lemma_ and t.pos_ == "NOUN"
            )
            found = next((issuers for t in before if (issuers := self.issuers(t))), [])
        return [Mention(m.entity, m.span, "implied", 0.85 * m.confidence) for m in found]


def is_agentive(mention: Mention) -> bool:
    """Whether an entity can act: a person, organisation, country, group, or malware."""
    return mention.entity.type in _AGENTIVE
