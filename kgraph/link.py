"""Which entity a name stands for: one that the gazetteer knows, or a new one named by itself.

Within one article the short forms of a name are the entity that was named in full: surnames, names
without a legal form or a word such as "Group", and acronyms introduced in brackets; so are its other
spellings: in other case, with other hyphens, in the plural, with a letter wrong. Across articles a new
name is the same entity when it is spelled the same, less the legal form of a company, hyphens and the
transliteration of a forename; a lone surname of nobody whom its article names in full is known in that
article only.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from kgraph.model import Entity, EntityType, digest
from kgraph.spelling import (
    forename_spellings,
    id_of,
    is_misspelled,
    is_slip,
    one_spelling,
    plain_spelling,
    singular_key,
    spelling_key,
    without_legal_form,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kgraph.gazetteer import Gazetteer

PEERS = frozenset("lord lady baroness prince princess pope sir dame cardinal".split())
"""Titles that stand before a forename or a surname alone as well as before a full name."""
_INSTITUTIONS = frozenset(
    "Commission Department Ministry Agency Bureau Court Committee Council Parliament Bank Board"
    " Authority".split()
)
_SEATED = frozenset("City County Town University College Bank Church Bishop Diocese Port".split())
"""First words, before "of", of the names of institutions that are called by them."""
_OF_FIRMS = frozenset(
    "& Airlines Airways Analytics Bank Breweries Brewery Broadband Club College Communications "
    "Consulting Cybersecurity Electronics Energy Entertainment Foods Games Group Health Healthcare "
    "Holding Holdings Hospital Hotel Hotels Industries Insurance Interactive International Laboratories "
    "Labs Logistics Marketing Motors Network Networks Partners Party Petroleum Pharma Pharmaceuticals "
    "Research Resorts Resources Rewards Robotics Securities Security Semiconductor Software Solutions "
    "Stadium Steel Stores Studio Studios Systems Technologies Technology Telecom University Ventures "
    "Wireless Worldwide and".split()
)
"""Last words of the names of firms that go without them ("Marlowe Hotels")."""

_TITLES = re.compile(r"^(?:mr|mrs|ms|dr|sir|prof|gen|sen|rep|president|judge|professor)\.?\s+", re.IGNORECASE)
_JOINING = frozenset("of for on in at to and the".split())
_MADE = frozenset({EntityType.ORGANIZATION, EntityType.PRODUCT, EntityType.WORK, EntityType.THING})
_FULL = 2  # words that name a person in full
_TELLING = 4  # letters without which names that are spelled alike say little
_UNCLOSED = re.compile(r"\s*[(\[][^)\]]*$")
_PLURAL_OF_LETTERS = re.compile(r"(?:(?<=[A-Z]{2})|(?<=[A-Z]-\d))s\Z")
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_POSSESSIVE = re.compile(r"[’'‘]s?$")


def clean_name(text: str) -> str:
    """A name without article, title, possessive ending and stray punctuation."""
    name = " ".join(text.split())
    name = _POSSESSIVE.sub("", name)
    name = re.sub(
        r"^(?:the|a|an|its|his|her|their|our|my|your|that|this|these|those)\s+", "", name, flags=re.IGNORECASE
    )
    name = _UNCLOSED.sub("", _TITLES.sub("", name))
    return _EDGES.sub("", name) if not name.endswith(".") or name.count(".") < 2 else name


def described_entity(label: str, type_: EntityType, article: str) -> Entity:
    """An entity for something that has no name.

    What a name or number tells apart is the same in every article ("the 2016 U.S. elections");
    anything else ("today's allegations") is known only within its own article.
    """
    entity = new_entity(label, type_)
    if any(character.isupper() or character.isdigit() for character in label):
        return entity
    return _within(article, entity)


def _within(article: str, entity: Entity) -> Entity:
    return replace(entity, id=f"{entity.id}.{digest(article)[:8]}")


def new_entity(label: str, type_: EntityType) -> Entity:
    """An entity for a name that the gazetteer lacks; its id follows from the name alone."""
    if type_ is EntityType.PERSON:
        return Entity(id_of(plain_spelling(one_spelling(label))), label, type_)
    if type_ is EntityType.ORGANIZATION:
        label = without_legal_form(label)
    label = _PLURAL_OF_LETTERS.sub("", label)
    return Entity(id_of(plain_spelling(label)), label, type_)


class ArticleNames:
    """The names of one article, so that short forms find what was named in full before."""

    def __init__(self, article: str = "", others: Mapping[str, Entity] | Gazetteer | None = None) -> None:
        """No names yet, of the article with that id; `others` are the known entities, by id."""
        self._article = article
        self._others = others if others is not None else {}
        self._by_name: dict[str, Entity] = {}
        self._short: dict[str, dict[str, Entity]] = {}
        self._by_key: dict[str, dict[str, Entity]] = {}
        self._by_head: dict[str, dict[str, Entity]] = {}
        self._by_singular: dict[str, dict[str, Entity]] = {}
        self._people: dict[str, Entity] = {}

    def add(self, surface: str, entity: Entity) -> None:
        """Remember that a surface form stands for an entity, and which short forms it has."""
        name = clean_name(surface)
        self._by_name.setdefault(name.casefold(), entity)
        self._by_key.setdefault(spelling_key(name), {})[entity.id] = entity
        lone_firm = " " not in name and entity.id in self._others
        if not lone_firm and entity.type is not EntityType.PERSON:  # the cars are no firm
            self._by_singular.setdefault(singular_key(name), {})[entity.id] = entity
        if entity.type is EntityType.PERSON and " " in name:
            self._people.setdefault(name.casefold(), entity)
        if head := _head(name, entity.type):
            self._by_head.setdefault(head.casefold(), {})[entity.id] = entity
        first, _, rest = name.partition(" ")
        maker = self._by_name.get(first.casefold()) if rest and entity.type in _MADE else None
        of_maker = {rest} if maker is not None and maker.type is EntityType.ORGANIZATION else set()
        for short in _short_forms(name, entity.type) | of_maker:  # without its maker
            self._short.setdefault(short.casefold(), {})[entity.id] = entity

    def new(self, surface: str, type_: EntityType, kind: str = "") -> Entity:
        """An entity for a name that stands for nobody known; from now on it is known."""
        name = clean_name(surface)
        entity = replace(new_entity(name, type_), kind=kind)
        other = self._others.get(entity.id)
        spelling = plain_spelling(name)
        respelled = type_ is EntityType.PERSON and id_of(spelling) != entity.id  # "Volodymyr Zelenskyi"
        cut = "(" in surface and other is not None and name == other.label  # "British National Party (BNP"
        if other is not None and other.type is type_ and (respelled or cut):
            entity = other
        elif other is not None:  # a namesake of somebody known
            entity = replace(entity, id=f"{entity.id}_({type_.lower()})")
        if type_ is EntityType.PERSON and len(name.split()) == 1:
            entity = _within(self._article, entity)
        self.add(surface, entity)
        return entity

    def named(self, surface: str) -> Entity | None:
        """The entity that the article calls by just this name, in whatever case; None where none is."""
        return self._by_name.get(clean_name(surface).casefold())

    def find(self, surface: str, type_: EntityType | None = None) -> Entity | None:
        """The entity of this name in this article, or None when unknown or not safe to say."""
        name = clean_name(surface).casefold()
        entity = self._by_name.get(name)
        if entity is not None:
            return entity
        stripped = without_legal_form(name)
        if stripped != name and stripped in self._by_name:
            return self._by_name[stripped]
        short = self._short.get(name, {}).values()
        found = [entity for entity in short if _may_be(entity, name, type_)]
        if not found and type_ is not None:  # a head alone is a short form only of what seems of a type
            found = [
                entity for entity in self._by_head.get(name, {}).values() if _may_be(entity, name, type_)
            ]
        if not found and name.partition(" ")[0] in PEERS:
            plain = self.find(name.partition(" ")[2], EntityType.PERSON)
            found = [plain] if plain is not None and plain.type is EntityType.PERSON else []
        if not found:
            found = list(self._spelled_otherwise(name, type_))
        return found[0] if len(found) == 1 else None

    def _spelled_otherwise(self, name: str, type_: EntityType | None) -> Iterator[Entity]:
        """The entities of the article whose names are this one in another spelling, or with a slip in it."""
        if len(key := spelling_key(name)) < _TELLING:
            return
        found = self._by_key.get(key) or self._by_singular.get(singular_key(name)) or {}
        if not found and type_ in (None, EntityType.PERSON, EntityType.ORGANIZATION, EntityType.THING):
            known = self._people.items()
            found = {e.id: e for full, e in known if (type_ or " " not in name) and is_slip(name, full)}
        if not found and type_ is not EntityType.PERSON:
            others = (self._by_key[other] for other in self._by_key if is_misspelled(key, other))
            found = {e.id: e for es in others for e in es.values() if e.type is not EntityType.PERSON}
        yield from found.values()


def _may_be(entity: Entity, name: str, type_: EntityType | None) -> bool:
    """Whether a short form that seems of a type may mean an entity.

    A surname that nobody else is known by may seem anything: recognisers take it for a firm or place.
    """
    surname = entity.type is EntityType.PERSON and entity.label.casefold().endswith(f" {name}")
    return surname or type_ is None or entity.type == type_ or EntityType.THING in (type_, entity.type)


def _short_forms(name: str, type_: EntityType) -> set[str]:
    words = name.split()
    forms: set[str] = set()
    if len(words) > 1 and type_ is EntityType.PERSON:
        forms |= {words[-1], words[0], f"{words[0]} {words[-1]}", *forename_spellings(name)}
        if len(words) > _FULL:
            forms.add(" ".join(words[1:]))  # "de la Cruz" of "Pedro de la Cruz"
        if words[0].lower() in PEERS:
            forms.add(" ".join(words[:_FULL]))
    elif len(words) > 1 and type_ is EntityType.ORGANIZATION:
        forms |= _short_forms_of_organization(name, words)
    elif type_ is EntityType.PLACE and words[-1:] == ["County"]:
        forms.add(name.removesuffix(" County"))
    return {form for form in forms if form != name and len(form) > 1}


def _head(name: str, type_: EntityType) -> str:
    """The last word of a name that may be left of it: "Alderwood" of "Project Alderwood"."""
    *rest, head = name.split() or [""]
    told = head not in _OF_FIRMS and len(head) > _TELLING and head[0].isupper()
    whole = not rest or rest[-1] in _JOINING or rest[0] == "Operation"
    return head if type_ in _MADE and told and not whole else ""


def _short_forms_of_organization(name: str, words: list[str]) -> set[str]:
    forms = {without_legal_form(name), "".join(word[0] for word in words if word[0].isupper())}
    starts = (n for n in range(1, len(words) - 1) if words[n - 1] not in _JOINING)
    forms |= {" ".join(words[n:]) for n in starts}  # "Film Council" of "UK Film Council"
    inner = range(1, len(words) - 1) if len(words) > _FULL + 1 else ()
    forms |= {" ".join(words[:n] + words[n + 1 :]) for n in inner}  # "Kent Health Board", no "Local" in it
    firm = list(words)
    while len(firm) > 1 and firm[-1] in _OF_FIRMS:
        firm.pop()
    forms.add(" ".join(firm))
    forms.add(name.partition(" & ")[0])
    forms |= {head for word in ("of", "for") if " " in (head := name.partition(f" {word} ")[0])}
    if words[-1] in _INSTITUTIONS:
        forms.add(words[-1])
    if words[0] in _SEATED and words[1] == "of":
        forms.add(words[0])  # "the City" of "City of Ashford"
    return forms
