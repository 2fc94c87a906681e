"""What a store was lately told of entities and keys, so that a long build need not ask again and again.

The more articles a graph holds, the more of them speak of the entities of the next one: asking the store for
all their votes and claims again would take longer with every batch.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections import Counter

    import pyoxigraph as ox

    from kgraph.graph.consolidate import Fact, Key

_MOST: Final = 100_000  # entities or keys, some 200 MB


class Held(NamedTuple):
    """A claim in the store: what consolidation needs of it, its article's graph, and its event."""

    fact: Fact
    graph: ox.NamedNode
    event: ox.NamedNode


@dataclass(slots=True)
class Recent:
    """The votes of all stored descriptions of an entity, by its id, and all stored claims of a key."""

    votes: dict[str, dict[str, Counter[str]]] = field(default_factory=dict)
    claims: dict[Key, list[Held]] = field(default_factory=dict)

    def learn(self, more: Recent) -> None:
        """Remember what holds now of some entities and keys; forget the others where it gets too much."""
        if max(len(self.claims), len(self.votes)) > _MOST:
            self.votes.clear()
            self.claims.clear()
        self.votes.update(more.votes)
        self.claims.update(more.claims)
