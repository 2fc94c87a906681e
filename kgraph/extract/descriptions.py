"""Definite descriptions of what was named before: "the social network", "her agency", "the software"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgraph.extract.dependencies import clause_head
from kgraph.extract.subjects import subjects_of
from kgraph.model import Entity, EntityType, Mention

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.tokens import Token

    from kgraph.extract.discourse import Discourse
    from kgraph.extract.mentions import Name

_DEFINITE = frozenset({"the", "this", "that", "these", "those"})
_ANY = frozenset({EntityType.COUNTRY, EntityType.ORGANIZATION})
_PAIRS = {
    "side": _ANY,
    "party": _ANY,
    "country": frozenset({EntityType.COUNTRY}),
    "nation": frozenset({EntityType.COUNTRY}),
    "government": frozenset({EntityType.COUNTRY}),
    "company": frozenset({EntityType.ORGANIZATION}),
    "firm": frozenset({EntityType.ORGANIZATION}),
}
_SEVERAL = 2
_REACH = 3  # passages back in which a description may find its name


class Descriptions:
    """Finds the name that a description means; `of` resolves the phrases inside it."""

    def __init__(self, discourse: Discourse, of: Callable[[Token], tuple[Mention, ...]]) -> None:
        self._discourse = discourse
        self._of = of
        self._employer: dict[str, Entity] = {}

    def employs(self, person: Entity, organization: Entity) -> None:
        """Remember whom a person works for, so that "her agency" can be found."""
        self._employer.setdefault(person.id, organization)

    def employer_of(self, person: Entity) -> Entity | None:
        """Whom a person is said to work for."""
        return self._employer.get(person.id)

    def description(self, token: Token) -> Mention | None:
        """A definite description of something named before: "the social network", "her agency"."""
        determiners = [c for c in token.children if c.dep_ in ("det", "poss")]
        if not determiners:
            return None
        if token.tag_ == "NNS":
            return self._plural_description(token, determiners[0])
        determiner = determiners[0]
        if determiner.dep_ == "poss":
            return self._possessed(token, determiner)
        if determiner.lower_ not in _DEFINITE:
            return None
        if any(_tells_apart(c, token) or _takes_noun(c) for c in token.children):
            return None
        phrase = self._discourse.bare_phrase(token)
        nationalities = {n.mention.entity.id for n in self._discourse.owner_names(token) if n.adjective}
        excluded = {m.entity.id for m in self._clause_mates(token)}
        fitting: dict[str, tuple[Entity, float]] = {}
        for name in self._discourse.names_before(token, _REACH):
            entity = name.mention.entity
            sure = self._fits(entity, token.lemma_.lower(), phrase, nationalities)
            country = entity.type is EntityType.COUNTRY  # "the French" too may be "the government"
            if sure and entity.id not in excluded and (country or not name.adjective):
                fitting.setdefault(entity.id, (entity, sure))
        if not fitting and " " not in phrase and not self._discourse.lexicon.kinds_of(phrase):
            return self._same_noun(token, phrase)
        chosen = self._chosen(token, phrase, fitting)
        return Mention(chosen[0], self._discourse.phrase(token), "description", chosen[1]) if chosen else None

    def _fits(self, entity: Entity, noun: str, phrase: str, nationalities: set[str]) -> float:
        """How surely a description can mean an entity; 0 when it cannot."""
        kinds = self._discourse.lexicon.kinds_of(noun)
        if nationalities:
            fits = entity.country in nationalities and (entity.kind in kinds or noun in entity.descriptors)
            return 0.75 if fits else 0.0
        if phrase in entity.descriptors:
            return 0.8
        if " " in phrase:  # "the file-encrypting malware"
            return 0.6 if entity.kind == "malware" and entity.kind in kinds else 0.0
        if entity.kind in kinds or noun in entity.label.lower().split() or noun in entity.descriptors:
            return 0.7
        unknown = not entity.kind and entity.type is EntityType.ORGANIZATION
        return 0.6 if unknown and "company" in kinds else 0.0

    def _chosen(
        self, token: Token, phrase: str, fitting: dict[str, tuple[Entity, float]]
    ) -> tuple[Entity, float] | None:
        """The nearest that fits; for a bare noun ("the company") the only one, or what is talked about."""
        nearest = next(iter(fitting.values()), None)
        if nearest is None or len(fitting) < _SEVERAL or (phrase in nearest[0].descriptors and " " in phrase):
            return nearest
        before = self._discourse.sentence_before(token)
        talked_about = [m for t in subjects_of(before) for m in self._of(t)] if before is not None else []
        return next((fitting[m.entity.id] for m in talked_about if m.entity.id in fitting), None)

    def pair(self, token: Token) -> list[Mention]:
        """Such as "both sides", "the two companies": the last two of a kind that were named together."""
        words = {c.lower_ for c in token.lefts if c.dep_ in ("det", "nummod", "predet")}
        if token.tag_ != "NNS" or not words & {"both", "two"} or not words <= {"both", "two", "the", "these"}:
            return []
        wanted = _PAIRS.get(token.lemma_.lower(), frozenset())
        for name in self._discourse.names_before(token, _REACH) if wanted else ():
            second = self._discourse.head_of_name(name)
            first = self._discourse.name_at(second.head) if second.dep_ == "conj" else None
            both = [n.mention.entity for n in (first, name) if n is not None and not n.adjective]
            if first is not None and both and all(entity.type in wanted for entity in both):
                phrase = self._discourse.phrase(token)
                return [Mention(entity, phrase, "description", 0.7) for entity in both]
        return []

    def _plural_description(self, token: Token, determiner: Token) -> Mention | None:
        """Such as "the hackers", when the article has named one hacking group."""
        if determiner.lower_ not in _DEFINITE or "hacking group" not in self._discourse.lexicon.kinds_of(
            token.lemma_
        ):
            return None
        if len(self._discourse.bare_phrase(token).split()) > 1:
            return None
        groups = {
            n.mention.entity.id: n.mention.entity
            for n in self._discourse.names_before(token, _REACH)
            if _is_hacking_group(n)
        }
        if len(groups) != 1:
            return None
        return Mention(next(iter(groups.values())), self._discourse.phrase(token), "description", 0.7)

    def _possessed(self, token: Token, determiner: Token) -> Mention | None:
        """Such as "her agency", "his company": the employer of the person meant."""
        if determiner.lower_ not in ("his", "her", "my", "our") or not self._discourse.lexicon.kinds_of(
            token.lemma_.lower()
        ):
            return None
        for person in self._of(determiner):
            employer = self.employer_of(person.entity)
            if employer is None and person.entity.parent:
                employer = self._discourse.known(person.entity.parent)
            if employer is not None:
                return Mention(employer, self._discourse.phrase(token), "description", 0.8)
        return None

    def _same_noun(self, token: Token, noun: str) -> Mention | None:
        """Such as "the software", after "Kaspersky Lab security software"."""
        if not self._discourse.lexicon.is_a(noun, "extension"):
            return None
        for other in reversed(token.doc[: token.i]):
            if other.lemma_.lower() == noun and self._discourse.owner_names(other):
                owner = self._of(other)
                if owner:
                    return Mention(owner[0].entity, self._discourse.phrase(token), "description", 0.7)
        return None

    def _clause_mates(self, token: Token) -> list[Mention]:
        """Names that a description cannot mean: the subject of its own clause."""
        verb = clause_head(token)
        if verb is None or token.dep_ in ("nsubj", "nsubjpass"):
            return []
        out = []
        for subject in subjects_of(verb):
            for mention in self._of(subject) if subject.i != token.i else ():
                out.append(mention)
                if mention.entity.type is EntityType.PERSON and mention.entity.parent:
                    employer = self._discourse.known(mention.entity.parent)
                    if employer is not None:
                        out.append(Mention(employer, mention.span))
        return out


def _is_hacking_group(name: Name) -> bool:
    return name.mention.entity.kind == "hacking group"


def _tells_apart(clause: Token, noun: Token) -> bool:
    """Whether a clause says which one is meant; one that a comma sets off only adds to it."""
    if clause.dep_ not in ("relcl", "acl"):
        return False
    after = noun.doc[noun.i + 1] if noun.i + 1 < len(noun.doc) else noun
    return not (clause.dep_ == "relcl" and after.text == ",")


def _takes_noun(token: Token) -> bool:
    """Whether a word is an "of" with a noun, which tells a thing apart from those named before."""
    return token.dep_ == "prep" and token.lower_ == "of" and any(c.dep_ == "pobj" for c in token.children)
