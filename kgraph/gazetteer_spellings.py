"""Known names in other spellings: in other case, with other spaces and hyphens, in the plural, misspelled."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from kgraph.model import Entity, EntityType
from kgraph.spelling import is_misspelled, singular_key, spelling_key

if TYPE_CHECKING:
    from collections.abc import Iterable

_SHORTEST = 5
"""Letters and figures without which names that are spelled alike say little."""

_MISSPELLED = frozenset({EntityType.ORGANIZATION, EntityType.PRODUCT})
"""What is known again with a letter wrong; a person would be somebody else."""


class Spellings:
    """Finds entities by names that are spelled otherwise than the gazetteer has them."""

    def __init__(self, names: Iterable[tuple[str, Entity]]) -> None:
        """`names` are those that are believed at sight, with their bearers."""
        self._exact: dict[str, dict[str, Entity]] = defaultdict(dict)
        self._singular: dict[str, dict[str, Entity]] = defaultdict(dict)
        self._forms: dict[str, set[str]] = defaultdict(set)
        self._long: dict[tuple[str, int], list[tuple[str, str, Entity]]] = defaultdict(list)
        for written, entity in names:
            self._forms[written.casefold()].add(entity.id)
            several, person = " " in written, entity.type is EntityType.PERSON
            key = spelling_key(written)
            if len(key) < _SHORTEST or (person and not several):
                continue
            self._exact[key][entity.id] = entity
            if not person and (several or entity.type is EntityType.PRODUCT):
                self._singular[singular_key(written)][entity.id] = entity
            if several and entity.type in _MISSPELLED:
                self._long[key[0], len(key)].append((key, written, entity))

    def bearer(self, name: str, type_: EntityType) -> Entity | None:
        """The only entity that may be of a type and has that name in another spelling.

        What is named with several words may be in the plural or misspelled, and products in the plural.
        """
        key = spelling_key(name)
        found = self._exact.get(key) or self._singular.get(singular_key(name)) or {}
        if not found and " " in name and type_ in _MISSPELLED:
            found = self._misspelled(key, name)
        if len(found) != 1:
            return None
        entity = next(iter(found.values()))
        if EntityType.PERSON in (type_, entity.type):
            return entity if type_ is entity.type else None
        several = " " in name
        if (not several and name[1:].islower()) or (
            several and type_ is EntityType.THING and entity.type is not EntityType.PRODUCT
        ):
            small = name.casefold()  # a "Darkstar" is no "Dark-Star", and a dark star no "DarkStar"
            forms = self._forms.get(small, set()) | self._forms.get(small.removesuffix("s"), set())
            return entity if entity.id in forms else None
        return entity

    def _misspelled(self, key: str, name: str) -> dict[str, Entity]:
        """Those whose name is this one but for one letter of one long word that is no known name."""
        found = {}
        for length in (len(key) - 1, len(key), len(key) + 1):
            for other, written, entity in self._long.get((key[:1], length), ()):
                if is_misspelled(key, other):
                    wrong = [word for word in name.split() if word not in written.split()]
                    if (
                        len(wrong) == 1
                        and len(wrong[0]) > _SHORTEST
                        and wrong[0].casefold() not in self._forms
                    ):
                        found[entity.id] = entity
        return found
