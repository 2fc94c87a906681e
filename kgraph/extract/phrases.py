"""Noun phrases that stand for a name without being one ("Kaspersky products", "X, the social network")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgraph.extract.dependencies import conjoined, is_hedged, prepositions_of
from kgraph.model import Entity, EntityType, Mention

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from spacy.tokens import Token

    from kgraph.extract.described import Described
    from kgraph.extract.discourse import Discourse
    from kgraph.extract.lexicon import Lexicon
    from kgraph.extract.mentions import Name

_HELD = frozenset({"use", "own", "operate", "run", "control", "hold", "make", "develop", "produce"})
_NAMING = frozenset({"know", "call", "name", "dub", "nickname", "codename", "lead", "head"})
_BELONGING = frozenset({"of", "from", "at", "for", "by"})
_COUNTING = frozenset({"several", "some", "many", "few", "most"})
_NO_LONGER = frozenset({"former", "ex", "late", "onetime", "erstwhile", "would-be", "future", "next"})
_EXAMPLES = frozenset({"including", "like"})


class Phrases:
    """Reads noun phrases; `of` resolves the phrases inside them."""

    def __init__(
        self, discourse: Discourse, described: Described, of: Callable[[Token], tuple[Mention, ...]]
    ) -> None:
        self._discourse = discourse
        self._described = described
        self._of = of

    def names_described(self, token: Token) -> list[Mention]:
        """Names in apposition with a noun: "Kaspersky Lab, a company"; "outlets RT and Sputnik"."""
        out: list[Mention] = []
        above = self._discourse.name_at(token.head) if token.dep_ == "appos" else None
        if token.dep_ == "attr" and token.head.lemma_ == "be" and not is_hedged(token.head):
            subjects = (self._discourse.name_at(c) for c in token.head.children if c.dep_ == "nsubj")
            above = next((name for name in subjects if name is not None), None)
        if above is not None and not above.adjective:
            return [Mention(above.mention.entity, self._discourse.phrase(token), "description", 0.9)]
        for child in token.children:
            if child.dep_ == "appos":
                for other in conjoined(child):
                    name = self._discourse.name_at(other)
                    if name is not None and not name.adjective:
                        out.append(name.mention)
            elif (child.dep_ == "acl" and child.lemma_ in _NAMING) or (
                child.dep_ == "prep" and child.lower_ in _EXAMPLES
            ):
                out.extend(n.mention for n in self._names_below(child))
        return out

    def _names_below(self, token: Token) -> list[Name]:
        """Names that a participle or preposition introduces: "known as X", "including X and Y"."""
        found = (
            self._discourse.name_at(n)
            for child in token.subtree
            if child.dep_ in ("pobj", "oprd")
            for n in conjoined(child)
        )
        return [name for name in found if name is not None and not name.adjective]

    def called(self, token: Token) -> Mention | None:
        """A kind of thing with its own name before it: "the EternalBlue exploit", "the Lazarus group"."""
        if (
            not self._discourse.lexicon.is_a(token.lemma_.lower(), "category")
            or token.tag_ == "NNS"
            or token.i == 0
        ):
            return None
        name = self._discourse.name_at(token.doc[token.i - 1])
        if name is None or name.adjective or token.doc[token.i - 1].dep_ not in ("compound", "nmod"):
            return None
        entity = name.mention.entity
        its_own = entity.type in (EntityType.PRODUCT, EntityType.MALWARE, EntityType.THING)
        if its_own or entity.kind == "hacking group":
            return Mention(entity, self._discourse.phrase(token), "name", name.mention.confidence)
        return None

    def owned(self, token: Token) -> Mention | None:
        """A noun that stands for the name it belongs to: "Kaspersky products", "Twitter's executives"."""
        lexicon, lemma = self._discourse.lexicon, token.lemma_.lower()
        ours = lexicon.is_a(lemma, "group") and any(c.lower_ == "our" for c in token.children)
        stands = ours or lexicon.is_a(lemma, "extension") or lexicon.is_a(lemma, "spokesman")
        if not stands or any(
            c.dep_ == "nummod" or c.lower_ in _COUNTING | _NO_LONGER for c in token.children
        ):
            return None
        if lexicon.is_a(lemma, "extension"):
            groups = (self._described.group(noun) for word, noun in prepositions_of(token) if word == "of")
            group = next((g for g in groups if g is not None), None)
            if group is not None:
                return group  # "the network of a Ukrainian provider"
        for entity, confidence in self._owners(token, lemma):
            return Mention(entity, self._discourse.phrase(token), "description", confidence)
        return None

    def _owners(self, token: Token, lemma: str) -> Iterator[tuple[Entity, float]]:
        """For whom a noun may stand, and how surely: whose it is, who runs it, of whom it is."""
        state = self._discourse.lexicon.is_a(lemma, "state")
        speaker = self._discourse.lexicon.is_a(lemma, "mouthpiece")
        for name in self._discourse.owner_names(token):
            entity = name.mention.entity
            of_state = name.adjective or entity.type is EntityType.COUNTRY
            if entity.type not in (EntityType.PERSON, EntityType.PLACE) and (state or not of_state):
                yield entity, 0.9 * name.mention.confidence
        for child in token.children:
            if child.dep_ == "poss" and self._discourse.name_at(child) is None:
                for owner in self._of(child):
                    if owner.entity.type is not EntityType.PERSON:
                        yield owner.entity, 0.85 * owner.confidence
            elif child.dep_ == "acl" and child.lemma_ in _HELD:
                for holder in (m for word, n in prepositions_of(child) if word == "by" for m in self._of(n)):
                    yield holder.entity, 0.8 * holder.confidence
        for word, noun in prepositions_of(token):
            for entity in self._named_by(noun) if word in _BELONGING else ():
                if (
                    (word == "by" and entity.type is not EntityType.PLACE)
                    or entity.type is EntityType.ORGANIZATION
                    or (state and entity.type is EntityType.COUNTRY)
                    or (speaker and entity.type is EntityType.PERSON)
                ):
                    yield entity, 0.8

    def _named_by(self, token: Token) -> list[Entity]:
        """Whom a noun names: by itself, or with the names that it describes ("the maker Kaspersky Lab")."""
        name = self._discourse.name_at(token)
        if name is not None:
            return [] if name.adjective else [name.mention.entity]
        return [mention.entity for mention in self.names_described(token)]


def measure_of(noun: Token, lexicon: Lexicon) -> Token | None:
    """The noun that measures another: "a [series] of attacks", "$5 [million] in aid"; None when none does."""
    head, measure = noun.head, noun.head.head
    word = measure.lemma_.lower()
    counted = head.lower_ == "of" and (lexicon.is_a(word, "measured") or lexicon.is_a(word, "currency"))
    return measure if counted or (head.lower_ == "in" and lexicon.is_a(word, "currency")) else None
