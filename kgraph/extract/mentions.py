"""The names in an article: which entity each stands for, by the gazetteer first, then by the article."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kgraph.extract.boundaries import agreed
from kgraph.extract.naming import LIKELY, fragments, kinds_of_names, settled
from kgraph.extract.persons import is_titled
from kgraph.extract.readings import Readings, is_surname
from kgraph.extract.recognition import Found, recognised
from kgraph.link import PEERS, ArticleNames, clean_name
from kgraph.model import Entity, EntityType, Mention

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from spacy.tokens import Token

    from kgraph.extract.lexicon import Lexicon
    from kgraph.extract.naming import Kinds
    from kgraph.extract.parse import ParsedPassage
    from kgraph.gazetteer import Gazetteer


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


def names_of(passages: Sequence[ParsedPassage], lexicon: Lexicon, gazetteer: Gazetteer) -> list[NamedPassage]:
    """Find and link the names of one article's passages."""
    known = ArticleNames(passages[0].article.id if passages else "", gazetteer)
    given = [name.match for parsed in passages for name in parsed.names if not name.match.adjective]
    for match in given:
        if len(match.entities) == 1 and not match.ambiguous and not is_surname(match):
            known.add(match.text, match.entities[0])
            known.add(match.entities[0].label, match.entities[0])
    small = {word for parsed in passages for word in parsed.words if word.islower()}
    found = [
        (parsed, [name for name in recognised(parsed, lexicon) if not _is_word(name, parsed, small)])
        for parsed in passages
    ]
    found = agreed(found, {clean_name(match.text) for match in given})
    forenames = gazetteer.forenames | {name.title() for name in lexicon.classes["forename"]}
    kinds = kinds_of_names(found, lexicon, forenames)
    parts = fragments(found, lexicon)
    names = {word for surface in kinds for word in (surface, surface.split()[0])}
    raw = []
    for parsed, given_names in found:
        more = list(_at_sentence_starts(parsed, given_names, names))
        raw.append((parsed, settled([*given_names, *more], parsed, kinds)))
    acronyms = False
    for surface, type_, kind in _longest_first(raw, kinds):
        if not acronyms and " " not in clean_name(surface):
            acronyms = True
            for parsed, new in raw:
                _add_acronyms(parsed, new, known)
        entity = known.find(surface, None if surface.isupper() else type_)
        if entity is not None:
            if " " in clean_name(surface):
                known.add(surface, entity)  # with its own short forms
        elif clean_name(surface) not in parts:
            _entity(surface, type_, kind, known, gazetteer)
    for match in given:  # last, for the article may have named another bearer of the surname in full
        sure = is_surname(match) and not match.ambiguous
        if sure and known.find(match.text, EntityType.PERSON) is None:
            known.add(match.text, match.entities[0])
    for parsed, new in raw:
        _add_acronyms(parsed, new, known)
    readings = Readings(passages, known, lexicon, gazetteer)
    return [_named(parsed, new, known, readings, parts, gazetteer) for parsed, new in raw]


def _entity(surface: str, type_: EntityType, kind: str, known: ArticleNames, gazetteer: Gazetteer) -> Entity:
    """Whom a name means that is new to the article: somebody known, spelled otherwise, or nobody known."""
    other = gazetteer.spelled_like(clean_name(surface), type_)
    if other is None:
        return known.new(surface, type_, kind)
    known.add(surface, other)
    return other


def _longest_first(
    found: Sequence[tuple[ParsedPassage, list[Found]]], kinds: Kinds
) -> list[tuple[str, EntityType, str]]:
    """What an article names in full or tells the kind of: name, type and kind, those of most words first.

    Short forms come after, so that they find what they are short for.
    """
    told = [(surface, type_, kind) for surface, (type_, kind) in kinds.items()]
    for parsed, names in found:
        for name in names:
            surface = parsed.span(name.first, name.last).text
            telling = name.last - name.first > 1 or is_titled(parsed.doc, name.first)
            if telling and clean_name(surface) and clean_name(surface) not in kinds:
                told.append((surface, name.type, ""))
    return sorted(told, key=_order)


def _order(name: tuple[str, EntityType, str]) -> tuple[int, bool]:
    """Names of more words first; "Lord Kessing" after "Neil Kessing", whom it may mean."""
    words = clean_name(name[0]).split()
    return -len(words), words[:1] != [] and words[0].lower() in PEERS


def _at_sentence_starts(parsed: ParsedPassage, found: Sequence[Found], names: set[str]) -> Iterator[Found]:
    """First words of sentences that are names elsewhere in the article, where a capital tells more."""
    spans = [(name.first, name.last) for name in found] + [(n.first, n.last) for n in parsed.names]
    covered = {i for first, last in spans for i in range(first, last)}
    for sentence in parsed.doc.sents:
        token = sentence[0]
        if token.i not in covered and parsed.word(token) in names and token.pos_ in ("PROPN", "NOUN", "ADJ"):
            yield Found(token.i, token.i + 1, EntityType.THING, LIKELY)


def _is_word(name: Found, parsed: ParsedPassage, small: AbstractSet[str]) -> bool:
    """Whether what looks like a name is a word that the article writes small, too ("the Board")."""
    loose = name.type in (EntityType.THING, EntityType.ORGANIZATION)
    single = name.last - name.first == 1 and not is_titled(parsed.doc, name.first)
    return loose and single and parsed.doc[name.first].lower_ in small


def _named(
    parsed: ParsedPassage,
    new: list[Found],
    known: ArticleNames,
    readings: Readings,
    parts: AbstractSet[str],
    gazetteer: Gazetteer,
) -> NamedPassage:
    """A passage with its names; of new ones not those in `parts`, unless they stand for somebody known."""
    found: list[Name] = []
    taken: set[int] = set()
    for name in parsed.names:
        if any(first <= name.first and name.last <= last for first, last, _, _ in new):
            continue  # part of a longer name
        chosen = readings.of(name, parsed)
        if chosen is None:
            continue
        span = parsed.span(name.first, name.last)
        mention = Mention(chosen.entity, span, reason=chosen.reason)
        found.append(Name(name.first, name.last, mention, name.match.adjective))
        taken.update(range(name.first, name.last))
    for first, last, type_, confidence in new:
        if taken.intersection(range(first, last)):
            continue
        span = parsed.span(first, last)
        label = clean_name(span.text)
        if len(label) < 2 or not any(c.isupper() or c.isdigit() for c in label):
            continue
        behind = parsed.doc[last].text if last < len(parsed.doc) else ""
        entity = known.named(f"{label} {behind}") if behind.islower() else None  # "Alder disease"
        entity = entity or known.find(span.text, type_)
        if entity is None and label in parts:
            continue
        if entity is None:
            entity = _entity(span.text, type_, "", known, gazetteer)
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
            written = parsed.span(found.first, found.last).text
            owner = known.find(written) if found.last == i - 1 else None
            if owner is not None and _abbreviates(surface, written):
                known.add(surface, owner)
        for name in parsed.names:
            if name.last == i - 1 and not name.match.adjective and _abbreviates(surface, name.match.text):
                known.add(surface, name.match.entities[0])


def _abbreviates(acronym: str, name: str) -> bool:
    """Whether the letters of an acronym stand in a name, in their order and from its beginning."""
    letters = iter(clean_name(name).casefold())
    own = [letter for letter in acronym.casefold() if letter.isalnum()]
    return clean_name(name)[:1].casefold() == own[0] and all(letter in letters for letter in own)
