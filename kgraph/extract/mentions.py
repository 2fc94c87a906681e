"""The names in an article: which entity each stands for, by the gazetteer first, then by the article."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kgraph.extract.naming import at_sentence_starts, kinds_of_names, settled
from kgraph.extract.recognition import NER_TYPES, is_other_person, is_titled, recognised
from kgraph.link import ArticleNames, clean_name, new_entity
from kgraph.model import Entity, EntityType, Mention

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc, Token

    from kgraph.extract.lexicon import Lexicon
    from kgraph.extract.parse import KnownName, ParsedPassage
    from kgraph.extract.recognition import Found
    from kgraph.gazetteer import Match

_PERSONAL = frozenset("he she him her his hers himself herself".split())
_SEATED = frozenset({EntityType.COUNTRY, EntityType.ORGANIZATION})  # whom a city stands for ("Brussels")
_WITH_SOMEONE = frozenset({"against", "by", "with", "between"})
_ACTS_IN_PLACES = frozenset({"Mobilization", "Withdrawal", "Launch", "Investment", "Assault", "Acquisition"})
_SELF = frozenset("i my me myself mine".split())


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a passage: tokens `first` up to but not including `last`, and what it stands for.

    `adjective` marks a nationality adjective ("Russian").
    """

    first: int
    last: int
    mention: Mention
    adjective: bool = False


@dataclass(frozen=True, slots=True)
class NamedPassage:
    """A parsed passage with its names, in order and without overlap."""

    parsed: ParsedPassage
    names: tuple[Name, ...]
    by_token: dict[int, Name]

    def name_at(self, token: Token) -> Name | None:
        """The name that covers a token, if any."""
        return self.by_token.get(token.i)


def names_of(passages: Sequence[ParsedPassage], lexicon: Lexicon) -> list[NamedPassage]:
    """Find and link the names of one article's passages."""
    known = ArticleNames()
    given = [name.match for parsed in passages for name in parsed.names if not name.match.adjective]
    for match in given:
        if len(match.entities) == 1 and not _is_surname(match):
            known.add(match.text, match.entities[0])
            known.add(match.entities[0].label, match.entities[0])
    found = [(parsed, recognised(parsed, lexicon)) for parsed in passages]
    kinds = kinds_of_names(found, lexicon)
    names = {word for surface in kinds for word in (surface, surface.split()[0])}
    raw = []
    for parsed, given_names in found:
        more = list(at_sentence_starts(parsed, given_names, names))
        raw.append((parsed, settled([*given_names, *more], parsed, kinds)))
    for surface, (type_, kind) in kinds.items():
        if known.find(surface) is None:
            known.add(surface, replace(new_entity(surface, type_), kind=kind))
    for parsed, new in raw:
        for first, last, type_, _ in sorted(new, key=lambda r: r[0] - r[1]):
            surface = parsed.span(first, last).text
            label = clean_name(surface)
            telling = last - first > 1 or is_titled(parsed.doc, first)
            if label and telling and known.find(surface, type_) is None:
                known.add(surface, new_entity(label, type_))
    for match in given:  # last, for the article may have named another bearer of the surname in full
        sure = _is_surname(match) and not match.ambiguous
        if sure and known.find(match.text, EntityType.PERSON) is None:
            known.add(match.text, match.entities[0])
    for parsed, new in raw:
        _add_acronyms(parsed, new, known)
    told_of = _countries(passages)
    return [_named(parsed, new, known, told_of, lexicon) for parsed, new in raw]


def _countries(passages: Sequence[ParsedPassage]) -> Counter[str]:
    """How often an article names each country, or somebody or something of it."""
    told = (n.match.entities[0] for p in passages for n in p.names if len(n.match.entities) == 1)
    homes = (entity.id if entity.type is EntityType.COUNTRY else entity.country for entity in told)
    return Counter(home for home in homes if home)


def _is_surname(match: Match) -> bool:
    return match.entities[0].type is EntityType.PERSON and " " not in match.text


def _named(
    parsed: ParsedPassage,
    new: list[Found],
    known: ArticleNames,
    told_of: Counter[str],
    lexicon: Lexicon,
) -> NamedPassage:
    found: list[Name] = []
    taken: set[int] = set()
    for name in parsed.names:
        if any(first <= name.first and name.last <= last for first, last, _, _ in new):
            continue  # part of a longer name
        entity = _choose(parsed, name, known, told_of, lexicon)
        if entity is None:
            continue
        span = parsed.span(name.first, name.last)
        found.append(Name(name.first, name.last, Mention(entity, span), name.match.adjective))
        taken.update(range(name.first, name.last))
    for first, last, type_, confidence in new:
        if taken.intersection(range(first, last)):
            continue
        span = parsed.span(first, last)
        label = clean_name(span.text)
        if len(label) < 2 or not any(c.isupper() or c.isdigit() for c in label):
            continue
        entity = known.find(span.text, type_)
        if entity is None:
            entity = new_entity(label, type_)
            known.add(span.text, entity)
        found.append(Name(first, last, Mention(entity, span, "name", confidence)))
        taken.update(range(first, last))
    found.sort(key=lambda name: name.first)
    return NamedPassage(
        parsed, tuple(found), {i: name for name in found for i in range(name.first, name.last)}
    )


def _add_acronyms(parsed: ParsedPassage, new: Sequence[Found], known: ArticleNames) -> None:
    """Take "Some Long Name (SLN)" as saying that SLN is that name, in this article."""
    doc = parsed.doc
    for i in range(2, len(doc) - 1):
        if doc[i - 1].text != "(" or doc[i + 1].text != ")" or not doc[i].text.isupper():
            continue
        surface = parsed.word(doc[i])
        for found in new:
            owner = known.find(parsed.span(found.first, found.last).text) if found.last == i - 1 else None
            if owner is not None:
                known.add(surface, owner)
        for name in parsed.names:
            if name.last == i - 1 and not name.match.adjective:
                known.add(surface, name.match.entities[0])


def _choose(
    parsed: ParsedPassage, name: KnownName, known: ArticleNames, told_of: Counter[str], lexicon: Lexicon
) -> Entity | None:
    """The reading of a known name that its sentence supports; None when it is not a name here."""
    doc = parsed.doc
    token = doc[name.last - 1]
    if name.match.ambiguous and not _stands_as_name(doc, name):
        return None
    if is_other_person(parsed, name, lexicon) or _is_an_adjective(doc, name):
        return None
    if name.match.ambiguous and _is_surname(name.match):
        bearer = known.find(name.match.text, EntityType.PERSON)
        if bearer is None:
            return None  # a common surname, of nobody whom the article names in full
        if bearer not in name.match.entities:
            return bearer
    candidates = tuple(c for c in name.match.entities if not _is_another_countrys(parsed, name, c))
    if not candidates:
        return None
    seat = next((c for c in candidates if c.type is EntityType.PLACE), None)
    seated = next((c for c in candidates if c.type in _SEATED), None)
    if seat is not None and seated is not None:
        return seated if _acts(token, lexicon) else seat
    person = next((c for c in candidates if c.type is EntityType.PERSON), None)
    if person is None or len(candidates) == 1:  # "the Treasury" of the country that is told of most
        return max(candidates, key=lambda c: (known.find(c.label) == c, told_of[c.country]))
    others = [c for c in candidates if c.type is not EntityType.PERSON]
    if not others:
        return next((c for c in candidates if known.find(c.label) is not None), candidates[0])
    other = others[0]
    if is_titled(doc, name.first):
        return person
    head = token.head
    speaks = token.dep_ == "nsubj" and head.lemma_ in lexicon.reporting_verbs
    later = [t.lower_ for t in token.sent if t.i > token.i]
    if token.dep_ in ("nsubj", "nsubjpass") and any(w in _PERSONAL for w in later):
        return person
    if speaks and any(t.lower_ in _SELF or t.lower_ == "we" for t in token.sent):
        return person
    return other


def _is_an_adjective(doc: Doc, name: KnownName) -> bool:
    """Whether a title such as "The Australian" is none here ("the Australian government")."""
    following = doc[name.last] if name.last < len(doc) else None
    return name.match.text.lower().startswith("the ") and following is not None and following.pos_ == "NOUN"


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
    frames = lexicon.verbs if governor.pos_ == "VERB" else lexicon.nouns
    meant = (f for f in frames.get(governor.lemma_.lower(), ()) if f.type not in _ACTS_IN_PLACES)
    return word in _WITH_SOMEONE or any(word in frame.target for frame in meant)


def _stands_as_name(doc: Doc, name: KnownName) -> bool:
    """Whether an ambiguous word is used as a name: a proper noun, and not just a first word."""
    tokens = doc[name.first : name.last]
    if not all(t.pos_ == "PROPN" or t.ent_type_ in NER_TYPES for t in tokens):
        return False
    if name.last - name.first > 1 or not tokens[0].is_sent_start:
        return True
    return tokens[0].ent_type_ in NER_TYPES
