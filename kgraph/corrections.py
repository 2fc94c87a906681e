"""What people put right about identity: two nodes that are one, and one node that is two.

A correction is data: it stands in the graph, and is applied to every article that is in it or comes to
it. What the text was taken to mean stays known (`Mention.read_as`), so that it can be taken back.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kgraph.model import Entity, Extraction, Mention, digest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

_POSSESSIVE = re.compile("[\u2019']s?$")


@dataclass(frozen=True, slots=True)
class Correction:
    """One thing put right.

    With `same`, whoever was read as `other` is `entity`. Otherwise some who were read as `entity` are
    `other`: those whom the text calls by one of `names`, or all in the articles with these ids.
    """

    same: bool
    entity: Entity
    other: Entity
    names: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """A name that rests on what is corrected."""
        parts = ("same" if self.same else "different", self.entity.id, self.other.id)
        return digest(*parts, *self.names, *self.articles)

    def concerns(self, one: str, two: str) -> bool:
        """Whether it is about the two entities with these ids."""
        return {one, two} == {self.entity.id, self.other.id}


class Corrections:
    """All corrections of a graph, ready to be applied to articles."""

    def __init__(self, corrections: Iterable[Correction] = (), withdrawn: Iterable[Correction] = ()) -> None:
        """Those in force, and others that articles may still bear the marks of."""
        self.all = tuple(sorted(corrections, key=lambda c: c.id))
        self._read: dict[str, Entity] = {}
        for correction in (*withdrawn, *self.all):
            self._read |= {e.id: e for e in (correction.entity, correction.other)}
        self._same = {c.other.id: c.entity for c in self.all if c.same}
        self._different: dict[str, list[Correction]] = defaultdict(list)
        for correction in self.all:
            if not correction.same:
                self._different[correction.entity.id].append(correction)

    def __iter__(self) -> Iterator[Correction]:
        """The corrections in force, by id."""
        return iter(self.all)

    def __len__(self) -> int:
        """How many are in force."""
        return len(self.all)

    @property
    def entity_ids(self) -> set[str]:
        """The ids of all entities that they are about."""
        return set(self._read)

    def merged(self, entity: Entity) -> Entity:
        """The entity that one stands for after all that are the same are put together.

        Where corrections go round in a circle, it is the one of those in it whose id comes first.
        """
        path = {entity.id: entity}
        while entity.id in self._same:
            entity = self._same[entity.id]
            if entity.id in path:
                ids = list(path)
                return path[min(ids[ids.index(entity.id) :])]
            path[entity.id] = entity
        return entity

    def applied(self, extraction: Extraction) -> Extraction:
        """An extraction with everyone in the place that the corrections give; applying twice is as once."""
        mentions = (*extraction.mentions, *(m for claim in extraction.claims for m in claim.mentions))
        involved = {mention for mention in mentions if _raw_id(mention) in self._read}
        if not involved:
            return extraction
        surfaces: dict[str, set[str]] = defaultdict(set)
        for mention in involved:
            if mention.kind == "name":
                surfaces[_raw_id(mention)].add(mention.span.text)
        changed = {m: self._placed(m, extraction.article.id, surfaces[_raw_id(m)]) for m in involved}

        def put(mention: Mention) -> Mention:
            return changed.get(mention, mention)

        return replace(
            extraction,
            mentions=tuple(map(put, extraction.mentions)),
            claims=tuple(claim.with_mentions(put) for claim in extraction.claims),
        )

    def _placed(self, mention: Mention, article: str, surfaces: Collection[str]) -> Mention:
        raw = self._read[mention.read_as] if mention.read_as else mention.entity
        entity = raw
        for correction in self._different[raw.id]:
            if _is_other(correction, mention, article, surfaces):
                entity = correction.other
        entity = self.merged(entity)
        if entity.id == raw.id:
            return replace(mention, entity=raw, read_as="")
        return replace(mention, entity=entity, read_as=raw.id)


def _is_other(correction: Correction, mention: Mention, article: str, surfaces: Collection[str]) -> bool:
    """Whether a mention is one of those that a correction tells apart.

    Where an article calls its entity only by the names of the other, all that refers to it does.
    """
    if correction.articles:
        return article in correction.articles
    own = {_plain(name) for name in correction.names}
    words = {word for name in own for word in name.split()}
    if mention.kind == "name" and _plain(mention.span.text) in own:
        return True
    return any(_plain(s) in own for s in surfaces) and all(set(_plain(s).split()) <= words for s in surfaces)


def _raw_id(mention: Mention) -> str:
    return mention.read_as or mention.entity.id


def _plain(name: str) -> str:
    """A name as it is compared: in small letters, without a possessive ending."""
    return _POSSESSIVE.sub("", " ".join(name.casefold().split()))
