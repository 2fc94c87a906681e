"""Which entity a name stands for: one that the gazetteer knows, or a new one named by itself.

Within one article the short forms of a name are the entity that was named in full: surnames,
names without a legal form, and acronyms introduced in brackets. Across articles a new name is the
same entity when it is spelled the same, less the legal form of a company and the transliteration of
a forename; a lone surname of nobody whom its article names in full is known in that article only.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from kgraph.model import Entity, EntityType, digest
from kgraph.spelling import forename_spellings, id_of, one_spelling, without_legal_form

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kgraph.gazetteer import Gazetteer

_INSTITUTIONS = frozenset(
    "Commission Department Ministry Agency Bureau Court Committee Council Parliament Bank Board"
    " Authority".split()
)
_TITLES = re.compile(r"^(?:mr|mrs|ms|dr|sir|prof|gen|sen|rep|president|judge|professor)\.?\s+", re.IGNORECASE)
_UNCLOSED = re.compile(r"\s*[(\[][^)\]]*$")
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_POSSESSIVE = re.compile(r"[’']s?$")


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
        return Entity(id_of(one_spelling(label)), label, type_)
    if type_ is EntityType.ORGANIZATION:
        label = without_legal_form(label)
    return Entity(id_of(label), label, type_)


class ArticleNames:
    """The names of one article, so that short forms find what was named in full before."""

    def __init__(self, article: str = "", others: Mapping[str, Entity] | Gazetteer | None = None) -> None:
        """No names yet, of the article with that id; `others` are the known entities, by id."""
        self._article = article
        self._others = others if others is not None else {}
        self._by_name: dict[str, Entity] = {}
        self._short: dict[str, dict[str, Entity]] = {}

    def add(self, surface: str, entity: Entity) -> None:
        """Remember that a surface form stands for an entity, and which short forms it has."""
        name = clean_name(surface)
        self._by_name.setdefault(name.casefold(), entity)
        for short in _short_forms(name, entity.type):
            self._short.setdefault(short.casefold(), {})[entity.id] = entity

    def new(self, surface: str, type_: EntityType, kind: str = "") -> Entity:
        """An entity for a name that stands for nobody known; from now on it is known."""
        name = clean_name(surface)
        entity = replace(new_entity(name, type_), kind=kind)
        other = self._others.get(entity.id)
        respelled = type_ is EntityType.PERSON and id_of(name) != entity.id  # "Volodymyr Zelenskyi"
        cut = "(" in surface and other is not None and name == other.label  # "British National Party (BNP"
        if other is not None and other.type is type_ and (respelled or cut):
            entity = other
        elif other is not None:  # a namesake of somebody known
            entity = replace(entity, id=f"{entity.id}_({type_.lower()})")
        if type_ is EntityType.PERSON and len(name.split()) == 1:
            entity = _within(self._article, entity)
        self.add(surface, entity)
        return entity

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
        return found[0] if len(found) == 1 else None


def _may_be(entity: Entity, name: str, type_: EntityType | None) -> bool:
    """Whether a short form that seems of a type may mean an entity.

    A surname that nobody else is known by may seem anything: recognisers take it for a firm or place.
    """
    surname = entity.type is EntityType.PERSON and entity.label.casefold().endswith(f" {name}")
    return surname or type_ is None or entity.type == type_ or EntityType.THING in (type_, entity.type)


def _short_forms(name: str, type_: EntityType) -> set[str]:
    words = name.split()
    forms = set()
    if type_ is EntityType.PERSON and len(words) > 1:
        forms |= {words[-1], words[0], f"{words[0]} {words[-1]}", *forename_spellings(name)}
    elif len(words) > 1 and type_ is EntityType.ORGANIZATION:
        forms.add(without_legal_form(name))
        if len(words) > 2:
            forms.add(" ".join(words[1:]))  # "the Film Council" of "UK Film Council"
        forms.add("".join(word[0] for word in words if word[0].isupper()))
        if words[-1] in _INSTITUTIONS:
            forms.add(words[-1])
    return {form for form in forms if form != name and len(form) > 1}
