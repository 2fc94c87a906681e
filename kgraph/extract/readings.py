"""Which of its bearers a name of the gazetteer means here, and why; None where that is not safe to say.

Every piece of evidence that the sentence or the article gives for a bearer earns it points: that the article
names it in full, that a title or a word beside the name says what it is, that it acts as governments do, that
the article tells of its country. The bearer with the most points is meant. A name that needs evidence
(`Match.ambiguous`) and has none stands for nobody known.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from kgraph.extract.persons import is_titled
from kgraph.extract.standing import is_a_name
from kgraph.model import Entity, EntityType

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Doc, Token

    from kgraph.extract.lexicon import Lexicon
    from kgraph.extract.parse import KnownName, ParsedPassage
    from kgraph.gazetteer import Gazetteer, Match
    from kgraph.link import ArticleNames

_PERSONAL = frozenset("he she him her his hers himself herself".split())
_SELF = frozenset("i my me myself mine we".split())
_SEATED = frozenset({EntityType.COUNTRY, EntityType.ORGANIZATION})  # whom a city stands for ("Brussels")
_WHERE = frozenset({"in", "at", "near"})
_WITH_SOMEONE = frozenset({"against", "by", "with", "between"})
_ACTS_IN_PLACES = frozenset({"Mobilization", "Withdrawal", "Launch", "Investment", "Assault", "Acquisition"})
_OFFICIALS = frozenset("senator sen congressman congresswoman rep representative lawmaker".split())
_NEAR = 4  # tokens between a name and the word that says what it is

_SURE, _STRONG, _FAIR, _DEFAULT, _ENOUGH, _SLIGHT = 5.0, 3.0, 2.0, 1.2, 1.0, 0.5
_MUCH, _MOST = 0.2, 0.5  # of all that an article tells of countries
_TYPES_OF_LABEL = {
    "ORG": frozenset({EntityType.ORGANIZATION, EntityType.PRODUCT}),
    "GPE": frozenset({EntityType.PLACE, EntityType.COUNTRY}),
    "LOC": frozenset({EntityType.PLACE}),
    "FAC": frozenset({EntityType.PLACE}),
    "PRODUCT": frozenset({EntityType.PRODUCT}),
}


class Evidence(NamedTuple):
    """What speaks for a bearer of a name: how much, and in words."""

    points: float
    reason: str


class Reading(NamedTuple):
    """Whom a name means; `reason` is "" for a name with one bearer that is believed at sight."""

    entity: Entity
    points: float = 0.0
    reason: str = ""


class Readings:
    """Chooses the readings of the known names of one article."""

    def __init__(
        self,
        passages: Sequence[ParsedPassage],
        known: ArticleNames,
        lexicon: Lexicon,
        gazetteer: Gazetteer,
    ) -> None:
        self._known = known
        self._lexicon = lexicon
        self._gazetteer = gazetteer
        self._published = passages[0].article.published if passages else None
        self._told_of = _countries(passages)

    def of(self, name: KnownName, parsed: ParsedPassage) -> Reading | None:
        """Whom a known name means; None when it is no name here, or nobody's for sure."""
        match, doc = name.match, parsed.doc
        if not is_a_name(name, parsed, self._lexicon):
            return None
        if is_surname(match):
            bearer = self._known.find(match.text, EntityType.PERSON)
            own = bearer is not None and match.text.casefold() in bearer.label.casefold().split()
            if bearer is not None and own and bearer not in match.entities:
                return Reading(bearer, _SURE, f"the article names {bearer.label} in full")
        candidates = [c for c in match.entities if not _is_another_countrys(parsed, name, c)]
        if len(candidates) == 1 and not match.ambiguous:
            return Reading(candidates[0])
        weighed = sorted(
            (self._weighed(c, name, doc, candidates) for c in candidates), key=lambda reading: -reading.points
        )
        if not weighed or weighed[0].points < _ENOUGH:
            return None
        best, *others = weighed
        undecided = best.entity.id in match.doubtful and any(o.points == best.points for o in others)
        return None if undecided else best

    def _weighed(self, entity: Entity, name: KnownName, doc: Doc, candidates: Sequence[Entity]) -> Reading:
        evidence = sorted(self._evidence(entity, name, doc, candidates), reverse=True)
        points = sum(piece.points for piece in evidence)
        if entity.country and points > 0:  # it tells two bearers apart, and proves neither
            share = _SLIGHT * self._share(entity)
            country = entity.country.replace("_", " ")
            evidence += [Evidence(share, f"the article tells of {country}")] if share else []
            points += share
        return Reading(entity, points, "; ".join(piece.reason for piece in evidence if piece.reason))

    def _evidence(
        self, entity: Entity, name: KnownName, doc: Doc, candidates: Sequence[Entity]
    ) -> Iterator[Evidence]:
        match = name.match
        if self._known.find(entity.label) == entity and match.text != entity.label:
            yield Evidence(_STRONG, f"the article names {entity.label} in full")
        cue = self._cue(entity, name, doc)
        if cue:
            yield Evidence(_FAIR, f"'{cue}' stands beside it")
        if entity.type is EntityType.PERSON:
            yield from self._of_person(entity, name, doc)
            return
        if entity.id not in match.doubtful:
            persons = any(c.type is EntityType.PERSON for c in candidates)
            yield Evidence(_DEFAULT, "nothing beside it tells of a person" if persons else "")
        elif entity.kind == "agency" and " " in match.text and self._share(entity) >= _MOST:
            yield Evidence(_ENOUGH, "a public body, in an article about its country")
        elif match.text.isupper() and _recognised_as(entity, name, doc) and self._share(entity) >= _MUCH:
            yield Evidence(_ENOUGH, "a name of that kind, in an article about its country")
        yield from self._of_seat(entity, doc[name.last - 1], candidates)

    def _share(self, entity: Entity) -> float:
        """How much of what an article tells is of an entity's country, from 0 to 1."""
        return self._told_of[entity.country] / max(self._told_of.total(), 1)

    def _of_person(self, entity: Entity, name: KnownName, doc: Doc) -> Iterator[Evidence]:
        """A title before the name, the office that the person held, a pronoun after it."""
        title = self._title(name, doc)
        if title and self._held(entity, title):
            yield Evidence(_SURE, f"was {title} at the time")
        elif not name.match.ambiguous:
            if len(name.match.entities) == 1 or all(c.type is EntityType.PERSON for c in name.match.entities):
                yield Evidence(_ENOUGH, "")
            elif title:
                yield Evidence(_SURE, "a person's title stands before it")
        if any(c.type is not EntityType.PERSON for c in name.match.entities) and not name.match.ambiguous:
            yield from _of_speech(doc[name.last - 1], self._lexicon)

    def _title(self, name: KnownName, doc: Doc) -> str:
        """The title or office that stands before a name, or that the gazetteer counts to it."""
        first, _, rest = name.match.text.partition(" ")
        if rest and first.lower() in self._lexicon.offices:
            return first.lower()
        if not name.first:
            return ""
        before = doc[max(0, name.first - 2) : name.first].text.lower()
        office = before if before in self._lexicon.offices else doc[name.first - 1].lower_
        return office if office in self._lexicon.offices or is_titled(doc, name.first) else ""

    def _held(self, entity: Entity, title: str) -> bool:
        """Whether a person held an office when the article was published."""
        roles = self._lexicon.offices.get(title, ())
        day = self._published
        return day is not None and any(
            post.role in roles and post.held_on(day) is not False for post in self._gazetteer.posts(entity.id)
        )

    def _of_seat(self, entity: Entity, token: Token, candidates: Sequence[Entity]) -> Iterator[Evidence]:
        """Whether a capital is meant, or the government in it."""
        types = {c.type for c in candidates}
        if EntityType.PLACE not in types or not types & _SEATED:
            return
        acts = _acts(token, self._lexicon)
        if entity.type in _SEATED and acts:
            yield Evidence(_STRONG, "it acts, or is acted on, as governments are")
        elif entity.type is EntityType.PLACE and not acts:
            yield Evidence(_STRONG, "nothing shows that its government is meant")

    def _cue(self, entity: Entity, name: KnownName, doc: Doc) -> str:
        """A noun near a name that says of what kind its bearer is; "" when none does."""
        if entity.type is EntityType.PERSON and is_surname(name.match):
            return ""
        titles = _OFFICIALS if "lawmaker" in entity.descriptors else frozenset()
        near = (doc[max(0, name.first - _NEAR) : name.first], doc[name.last : name.last + _NEAR])
        for token in (*near[0], *near[1]):
            noun = str(token.lemma_).lower().rstrip(".")
            if entity.kind in self._lexicon.kinds_of(noun) or noun in entity.descriptors or noun in titles:
                return noun
        told = " | ".join(span.text.lower() for span in near)
        for descriptor in entity.descriptors:
            if " " in descriptor and f" {descriptor} " in f" {told} ":
                return descriptor
        return ""


def is_surname(match: Match) -> bool:
    """Whether a known name is one word, and a person's."""
    return match.entities[0].type is EntityType.PERSON and " " not in match.text


def _countries(passages: Sequence[ParsedPassage]) -> Counter[str]:
    """How often an article names each country, or somebody or something of it."""
    told = (n.match.entities[0] for p in passages for n in p.names if len(n.match.entities) == 1)
    homes = (entity.id if entity.type is EntityType.COUNTRY else entity.country for entity in told)
    return Counter(home for home in homes if home)


def _of_speech(token: Token, lexicon: Lexicon) -> Iterator[Evidence]:
    """What a name of a person and of something else does that only persons do."""
    head = token.head
    speaks = token.dep_ == "nsubj" and head.lemma_ in lexicon.reporting_verbs
    later = {t.lower_ for t in token.sent if t.i > token.i}
    if token.dep_ in ("nsubj", "nsubjpass") and later & _PERSONAL:
        yield Evidence(_FAIR, "the sentence goes on with he or she")
    elif speaks and any(t.lower_ in _SELF for t in token.sent):
        yield Evidence(_FAIR, "it speaks in the first person")


def _is_another_countrys(parsed: ParsedPassage, name: KnownName, entity: Entity) -> bool:
    """Whether a country before an institution's name makes it another one ("the Georgian Parliament")."""
    if not entity.country or entity.type is not EntityType.ORGANIZATION or entity.kind == "company":
        return False
    for other in parsed.names:
        if other.last == name.first and other.match.entities[0].type is EntityType.COUNTRY:
            return all(c.id != entity.country for c in other.match.entities)
    return False


def _acts(token: Token, lexicon: Lexicon) -> bool:
    """Whether a capital stands for its government: it acts, is acted against, or owns an act."""
    if token.dep_ == "nsubj" or (token.dep_ == "poss" and token.head.tag_ == "NN"):
        return True
    if token.dep_ == "dobj":
        return any(
            {"who", "someone"} & set(frame.needs) for frame in lexicon.verbs.get(token.head.lemma_, ())
        )
    if token.dep_ != "pobj":
        return False
    governor, word = token.head.head, token.head.lower_
    if word in _WHERE:
        return False
    frames = lexicon.verbs if governor.pos_ == "VERB" else lexicon.nouns
    meant = (f for f in frames.get(governor.lemma_.lower(), ()) if f.type not in _ACTS_IN_PLACES)
    return word in _WITH_SOMEONE or any(word in frame.target for frame in meant)


def _recognised_as(entity: Entity, name: KnownName, doc: Doc) -> bool:
    """Whether the recogniser takes exactly a name for something of its bearer's type."""
    for found in doc.ents:
        if found.start <= name.first < found.end:
            article = doc[found.start : name.first].text.lower() in ("", "the", "a")
            own = article and found.end <= name.last + 1  # a possessive may follow
            return own and entity.type in _TYPES_OF_LABEL.get(found.label_, frozenset())
    return False
