"""The names in an article: from the gazetteer first, then from spaCy's named entity recogniser."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kgraph.link import ArticleNames, clean_name, new_entity
from kgraph.model import Entity, EntityType, Mention

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc, Token

    from kgraph.extract.lexicon import Lexicon
    from kgraph.extract.parse import KnownName, ParsedPassage
    from kgraph.gazetteer import Match

_NER_TYPES = {
    "PERSON": EntityType.PERSON,
    "ORG": EntityType.ORGANIZATION,
    "GPE": EntityType.PLACE,
    "LOC": EntityType.PLACE,
    "FAC": EntityType.PLACE,
    "PRODUCT": EntityType.PRODUCT,
    "LAW": EntityType.WORK,
    "WORK_OF_ART": EntityType.WORK,
    "EVENT": EntityType.THING,
}
_TITLES = frozenset("mr mrs ms dr sir lord lady prof professor president minister senator ceo judge".split())
_PERSONAL = frozenset("he she him her his hers himself herself".split())
_SELF = frozenset("i my me myself mine".split())
_NEW_NAME_CONFIDENCE = 0.8
_GUESSED_NAME_CONFIDENCE = 0.65


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
    raw = [(parsed, _recognised(parsed, lexicon)) for parsed in passages]
    for parsed, recognised in raw:
        for first, last, _, _ in recognised:
            surface = parsed.span(first, last).text
            introduced = _introduced_as(parsed.doc, first, last, lexicon)
            if introduced is not None and known.find(surface) is None:
                type_, kind = introduced
                known.add(surface, replace(new_entity(clean_name(surface), type_), kind=kind))
    for parsed, recognised in raw:
        for first, last, type_, _ in sorted(recognised, key=lambda r: r[0] - r[1]):
            surface = parsed.span(first, last).text
            label = clean_name(surface)
            telling = last - first > 1 or _is_titled(parsed.doc, first)
            if label and telling and known.find(surface, type_) is None:
                known.add(surface, new_entity(label, type_))
    for match in given:  # last, for the article may have named another bearer of the surname in full
        if _is_surname(match) and known.find(match.text, EntityType.PERSON) is None:
            known.add(match.text, match.entities[0])
    for parsed in passages:
        _add_acronyms(parsed, known)
    return [_named(parsed, recognised, known, lexicon) for parsed, recognised in raw]


def _introduced_as(doc: Doc, first: int, last: int, lexicon: Lexicon) -> tuple[EntityType, str] | None:
    """What a new name is said to be by the noun beside it: "the Dok malware", "a hacker group called X"."""
    around = [doc[last].lemma_] if last < len(doc) else []
    if first and doc[first - 1].dep_ in ("compound", "nmod"):
        around.append(doc[first - 1].lemma_)
    if first > 1 and doc[first - 1].lower_ in ("called", "dubbed", "named"):
        around.append(doc[first - 1].head.lemma_)
    elif first > 1 and (doc[first - 2].lower_, doc[first - 1].lower_) == ("known", "as"):
        around.append(doc[first - 2].head.lemma_)
    for noun in around:
        if lexicon.is_a(noun, "malicious"):
            return EntityType.MALWARE, "malware"
        if lexicon.is_a(noun, "hacking"):
            return EntityType.ORGANIZATION, "hacking group"
    return None


def _is_surname(match: Match) -> bool:
    return match.entities[0].type is EntityType.PERSON and " " not in match.text


def _named(
    parsed: ParsedPassage,
    recognised: list[tuple[int, int, EntityType, float]],
    known: ArticleNames,
    lexicon: Lexicon,
) -> NamedPassage:
    found: list[Name] = []
    taken: set[int] = set()
    for name in parsed.names:
        entity = _choose(parsed, name, known, lexicon)
        if entity is None:
            continue
        span = parsed.span(name.first, name.last)
        found.append(Name(name.first, name.last, Mention(entity, span), name.match.adjective))
        taken.update(range(name.first, name.last))
    for first, last, type_, confidence in recognised:
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


def _recognised(parsed: ParsedPassage, lexicon: Lexicon) -> list[tuple[int, int, EntityType, float]]:
    """What NER, and failing that a capital letter, says is a name: first, last, type, confidence."""
    known = [name for name in parsed.names if not _is_other_person(parsed, name, lexicon)]
    covered = {i for name in known for i in range(name.first, name.last)}
    doc = parsed.doc
    out = []
    for entity in doc.ents:
        first, last = entity.start, entity.end
        type_ = _NER_TYPES.get(entity.label_)
        while first < last and (
            doc[first].is_punct
            or doc[first].lower_ in ("the", "a", "an")
            or doc[first].lower_.rstrip(".") in _TITLES
        ):
            first += 1
        while (
            first > 0
            and type_ is EntityType.PERSON
            and _is_forename(doc[first - 1], doc[first], lexicon, covered)
        ):
            first -= 1
        while first < last and (doc[last - 1].is_punct or doc[last - 1].tag_ == "POS"):
            last -= 1
        if last - first == 1 and lexicon.is_a(doc[first].lower_, "common"):
            continue
        if type_ is None or first >= last or last - first > 8 or covered.intersection(range(first, last)):
            continue
        if doc[last - 1].pos_ in ("VERB", "ADV", "ADP") or not any(
            t.text[0].isupper() for t in doc[first:last]
        ):
            continue
        if first and doc[first - 1].dep_ == "compound" and doc[first - 1].lower_ in lexicon.positions:
            type_ = EntityType.PERSON  # "analyst Vadim Mitroshin"
        if _is_titled(doc, first):
            type_ = EntityType.PERSON
        out.append((first, last, type_, _NEW_NAME_CONFIDENCE))
        covered.update(range(first, last))
    out.extend(
        (
            first,
            last,
            EntityType.PERSON if _is_titled(doc, first) else EntityType.THING,
            _GUESSED_NAME_CONFIDENCE,
        )
        for first, last in _capitalised_runs(doc, covered, lexicon)
    )
    return out


def _is_titled(doc: Doc, first: int) -> bool:
    """Whether a title of persons stands before the name that begins at a token ("Mr Clarke")."""
    return first > 0 and doc[first - 1].lower_.rstrip(".") in _TITLES


def _is_forename(token: Token, name: Token, lexicon: Lexicon, covered: set[int]) -> bool:
    """Whether a capitalised word before a person's name is part of it, and no title or position."""
    word = token.lower_.rstrip(".")
    return (
        token.pos_ == "PROPN"
        and token.text[0].isupper()
        and token.dep_ == "compound"
        and token.head == name
        and token.i not in covered
        and word not in _TITLES
        and word not in lexicon.positions
    )


def _capitalised_runs(doc: Doc, covered: set[int], lexicon: Lexicon) -> list[tuple[int, int]]:
    """Runs of capitalised proper nouns that nothing else explains; not dates, not the first word."""
    runs = []
    first = None
    for i in range(len(doc) + 1):
        good = (
            i < len(doc)
            and i not in covered
            and doc[i].pos_ == "PROPN"
            and doc[i].text[0].isupper()
            and doc[i].ent_type_ not in ("DATE", "TIME", "MONEY", "PERCENT", "CARDINAL", "ORDINAL")
            and doc[i].lower_.rstrip(".") not in _TITLES
            and not lexicon.is_a(doc[i].lower_, "common")
        )
        if good and first is None:
            first = i
        elif not good and first is not None:
            single = i - first == 1
            if not (single and (doc[first].is_sent_start or doc[first].lower_ in lexicon.position_words)):
                runs.append((first, i))
            first = None
    return runs


def _add_acronyms(parsed: ParsedPassage, known: ArticleNames) -> None:
    """Take "Some Long Name (SLN)" as saying that SLN is that name, in this article."""
    doc = parsed.doc
    for i in range(2, len(doc) - 1):
        if doc[i - 1].text != "(" or doc[i + 1].text != ")" or not doc[i].text.isupper():
            continue
        surface = parsed.word(doc[i])
        for name in parsed.names:
            if name.last == i - 1 and not name.match.adjective:
                known.add(surface, name.match.entities[0])
        for entity in doc.ents:
            if entity.end == i - 1:
                owner = known.find(parsed.span(entity.start, entity.end).text)
                if owner is not None:
                    known.add(surface, owner)


def _choose(parsed: ParsedPassage, name: KnownName, known: ArticleNames, lexicon: Lexicon) -> Entity | None:
    """The reading of a known name that its sentence supports; None when it is not a name here."""
    doc = parsed.doc
    token = doc[name.last - 1]
    if name.match.ambiguous and not _stands_as_name(doc, name):
        return None
    if _is_other_person(parsed, name, lexicon):
        return None
    if name.match.ambiguous and _is_surname(name.match):
        bearer = known.find(name.match.text, EntityType.PERSON)
        if bearer is not None and bearer not in name.match.entities:
            return bearer
    candidates = tuple(c for c in name.match.entities if not _is_another_countrys(parsed, name, c))
    if not candidates:
        return None
    state = next((c for c in candidates if c.type is EntityType.COUNTRY), None)
    if state is not None and any(c.type is EntityType.PLACE for c in candidates):
        return state if _acts(token, lexicon) else next(c for c in candidates if c.type is EntityType.PLACE)
    person = next((c for c in candidates if c.type is EntityType.PERSON), None)
    if person is None or len(candidates) == 1:
        return candidates[0]
    others = [c for c in candidates if c.type is not EntityType.PERSON]
    if not others:
        return next((c for c in candidates if known.find(c.label) is not None), candidates[0])
    other = others[0]
    if _is_titled(doc, name.first):
        return person
    head = token.head
    speaks = token.dep_ == "nsubj" and head.lemma_ in lexicon.reporting_verbs
    later = [t.lower_ for t in token.sent if t.i > token.i]
    if token.dep_ in ("nsubj", "nsubjpass") and any(w in _PERSONAL for w in later):
        return person
    if speaks and any(t.lower_ in _SELF or t.lower_ == "we" for t in token.sent):
        return person
    return other


def _is_other_person(parsed: ParsedPassage, name: KnownName, lexicon: Lexicon) -> bool:
    """Whether a known surname beside another name is somebody else ("Nikhil Gandhi")."""
    doc = parsed.doc
    if name.match.entities[0].type is not EntityType.PERSON or " " in name.match.text:
        return False
    following = doc[name.last] if name.last < len(doc) else None
    if following is not None and following.pos_ == "PROPN" and doc[name.last - 1].head == following:
        return following.text[0].isupper()  # "Kim Min" is no Kim Jong-un
    if not name.first:
        return False
    covered = {i for other in parsed.names for i in range(other.first, other.last) if other is not name}
    return _is_forename(doc[name.first - 1], doc[name.last - 1], lexicon, covered)


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
        return any("who" in frame.needs for frame in lexicon.verbs.get(token.head.lemma_, ()))
    if token.dep_ == "pobj" and token.head.lower_ == "on":
        return token.head.head.lemma_.lower() in lexicon.nouns
    return token.dep_ == "pobj" and token.head.lower_ in ("against", "by", "with", "between")


def _stands_as_name(doc: Doc, name: KnownName) -> bool:
    """Whether an ambiguous word is used as a name: a proper noun, and not just a first word."""
    tokens = doc[name.first : name.last]
    if not all(t.pos_ == "PROPN" or t.ent_type_ in _NER_TYPES for t in tokens):
        return False
    if name.last - name.first > 1 or not tokens[0].is_sent_start:
        return True
    return tokens[0].ent_type_ in _NER_TYPES
