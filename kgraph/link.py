"""Which entity a name stands for: one that the gazetteer knows, or a new one named by itself.

Within one article the short forms of a name are the entity that was named in full: surnames,
names without a company suffix, and acronyms introduced in brackets. Across articles a new name
is the same entity only when it is spelled the same.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from kgraph.model import Entity, EntityType, digest

_SUFFIXES = {
    "inc",
    "corp",
    "corporation",
    "ltd",
    "limited",
    "llc",
    "co",
    "plc",
    "ag",
    "gmbh",
    "sa",
    "company",
    "group",
}
_INSTITUTIONS = frozenset(
    "Commission Department Ministry Agency Bureau Court Committee Council Parliament Bank Board"
    " Authority".split()
)
_TITLES = re.compile(
    r"^(?:mr|mrs|ms|dr|sir|lord|prof|gen|sen|rep|president|judge|professor)\.?\s+", re.IGNORECASE
)
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_POSSESSIVE = re.compile(r"[’']s?$")


def clean_name(text: str) -> str:
    """A name without article, title, possessive ending and stray punctuation."""
    name = " ".join(text.split())
    name = _POSSESSIVE.sub("", name)
    name = re.sub(
        r"^(?:the|a|an|its|his|her|their|our|my|your|that|this|these|those)\s+", "", name, flags=re.IGNORECASE
    )
    name = _TITLES.sub("", name)
    return _EDGES.sub("", name) if not name.endswith(".") or name.count(".") < 2 else name


def entity_id(label: str) -> str:
    """The stable id of a name that the gazetteer lacks: the name itself, spaces as underscores."""
    text = unicodedata.normalize("NFKC", label)
    return re.sub(r"[\s/\\?#%<>\"{}|^`]+", "_", text).strip("_")[:120] or "unnamed"


def described_entity(label: str, type_: EntityType, article: str) -> Entity:
    """An entity for something that has no name.

    What a name or number tells apart is the same in every article ("the 2016 U.S. elections");
    anything else ("today's allegations") is known only within its own article.
    """
    entity = new_entity(label, type_)
    if any(character.isupper() or character.isdigit() for character in label):
        return entity
    return replace(entity, id=f"{entity.id}.{digest(article)[:8]}")


def new_entity(label: str, type_: EntityType) -> Entity:
    """An entity for a name that the gazetteer lacks."""
    return Entity(entity_id(label), label, type_)


class ArticleNames:
    """The names of one article, so that short forms find what was named in full before."""

    def __init__(self) -> None:
        self._by_name: dict[str, Entity] = {}
        self._short: dict[str, dict[str, Entity]] = {}

    def add(self, surface: str, entity: Entity) -> None:
        """Remember that a surface form stands for an entity, and which short forms it has."""
        name = clean_name(surface)
        self._by_name.setdefault(name.casefold(), entity)
        for short in _short_forms(name, entity.type):
            self._short.setdefault(short.casefold(), {})[entity.id] = entity

    def find(self, surface: str, type_: EntityType | None = None) -> Entity | None:
        """The entity of this name in this article, or None when unknown or not safe to say."""
        name = clean_name(surface).casefold()
        entity = self._by_name.get(name)
        if entity is not None:
            return entity
        stripped = _without_suffix(name)
        if stripped != name and stripped in self._by_name:
            return self._by_name[stripped]
        found = [
            entity
            for entity in self._short.get(name, {}).values()
            if type_ is None or entity.type == type_ or EntityType.THING in (type_, entity.type)
        ]
        return found[0] if len(found) == 1 else None


def _without_suffix(name: str) -> str:
    words = name.split()
    while len(words) > 1 and words[-1].rstrip(".,").casefold() in _SUFFIXES:
        words.pop()
    return " ".join(words)


def _short_forms(name: str, type_: EntityType) -> set[str]:
    words = name.split()
    forms = {_without_suffix(name)}
    if type_ is EntityType.PERSON and len(words) > 1:
        forms |= {words[-1], words[0]}
    elif len(words) > 1 and type_ is EntityType.ORGANIZATION:
        forms.add("".join(word[0] for word in words if word[0].isupper()))
        if words[-1] in _INSTITUTIONS:
            forms.add(words[-1])
    return {form for form in forms if form != name and len(form) > 1}
