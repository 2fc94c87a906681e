"""The shortest ways from one entity to another along events, whichever way these point."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice, pairwise
from typing import TYPE_CHECKING

import networkx as nx

from kgraph.errors import InputError, NotFoundError
from kgraph.events import Events
from kgraph.graph.network import to_networkx

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from kgraph.model import Entity, Event

_TRIED = 2000  # ways that are compared where there are more


@dataclass(frozen=True, slots=True)
class Path:
    """One way from an entity to another: the entities on it, and for each step the events that make it.

    Of a step those come first that most claims tell of.
    """

    entities: tuple[Entity, ...]
    steps: tuple[Events, ...]

    def __str__(self) -> str:
        """The labels of the entities, in a line."""
        return " — ".join(entity.label for entity in self.entities)


class Paths(list[Path]):
    """Shortest paths, those with most events first. `total` is how many there are, here or not."""

    def __init__(self, found: Iterable[Path] = (), total: int = 0) -> None:
        """These paths, of so many."""
        super().__init__(found)
        self.total = total


@dataclass(frozen=True, slots=True)
class Shortest:
    """Shortest paths as ids of entities, those with most events first; how many there are, of how many steps.

    Where there are very many, `paths` has only some.
    """

    paths: list[list[str]]
    count: int
    steps: int


def shortest(network: nx.MultiDiGraph[str], first: Entity, last: Entity) -> Shortest:
    """The shortest paths between two entities of a network (see `kgraph.graph.network`).

    Raises `InputError` where both are the same entity, `NotFoundError` where one has no events or no path
    leads to the other.
    """
    if first.id == last.id:
        raise InputError("between", f"both ends are {first.label}: name two entities")
    for end in (first, last):
        if end.id not in network:
            raise NotFoundError(f"there are no events of {end.label!r}: widen the filters")
    links = _links(network)
    try:
        steps = nx.shortest_path_length(links, first.id, last.id)
    except nx.NetworkXNoPath:
        raise NotFoundError(
            f"no path leads from {first.label!r} to {last.label!r}: no chain of events links them; "
            "widen the filters or add articles to the graph"
        ) from None
    found = [list(path) for path in islice(nx.all_shortest_paths(links, first.id, last.id), _TRIED)]
    found.sort(key=lambda path: (-sum(links.edges[step]["events"] for step in pairwise(path)), path))
    return Shortest(found, _count(links, first.id, last.id), steps)


def paths(
    events: Iterable[Event],
    first: Entity,
    last: Entity,
    *,
    most: int,
    told: Callable[[list[Event]], Iterable[Event]],
) -> Paths:
    """The shortest paths that these events make, at most so many; `told` gives events their claims.

    Raises as `shortest` does.
    """
    known = list(events)
    found = shortest(to_networkx(known), first, last)
    kept = found.paths[:most]
    taken = {frozenset(step) for path in kept for step in pairwise(path)}
    steps: dict[frozenset[str], list[Event]] = {step: [] for step in taken}
    entities: dict[str, Entity] = {}
    for event in told([event for event in known if _ends(event) in taken]):
        steps[_ends(event)].append(event)
        entities |= {end.id: end for end in (event.actor, event.target) if end is not None}
    for step in steps.values():
        step.sort(key=lambda event: (-event.claim_count, event.time or "9999", event.label, event.id))
    made = [
        Path(
            tuple(entities[name] for name in path),
            tuple(Events(steps[frozenset(step)]) for step in pairwise(path)),
        )
        for path in kept
    ]
    return Paths(made, found.count)


def _ends(event: Event) -> frozenset[str]:
    return frozenset({event.target.id} if event.actor is None else {event.actor.id, event.target.id})


def _links(network: nx.MultiDiGraph[str]) -> nx.Graph[str]:
    """Who has to do with whom, with the number of events, in an order that depends on nothing else."""
    links: nx.Graph[str] = nx.Graph()
    links.add_nodes_from(sorted(network))
    for source, target in sorted(network.edges()):
        if source != target:
            known = links.get_edge_data(source, target, {"events": 0})["events"]
            links.add_edge(source, target, events=known + 1)
    return links


def _count(links: nx.Graph[str], first: str, last: str) -> int:
    """How many shortest paths there are, without walking them all."""
    ways, depth = {first: 1}, {first: 0}
    layer = [first]
    while layer and last not in depth:
        following: dict[str, int] = {}
        for node in layer:
            for other in links[node]:
                if other not in depth:
                    following[other] = following.get(other, 0) + ways[node]
        depth |= dict.fromkeys(following, depth[layer[0]] + 1)
        ways |= following
        layer = list(following)
    return ways[last]
