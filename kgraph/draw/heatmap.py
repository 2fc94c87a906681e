"""Who acts on whom: actors by targets, each cell with how many events there are between the two."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np

from kgraph.draw.heatmap_figure import paint
from kgraph.draw.text import wrap
from kgraph.errors import NotFoundError
from kgraph.model import Status
from kgraph.ontology import types

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kgraph.draw.canvas import Drawing
    from kgraph.model import Entity, Event

_MOST = 20


@dataclass(frozen=True, slots=True)
class Cell:
    """How many events of an actor and a target are reported, and how many have each other status."""

    reported: int
    others: tuple[tuple[Status, int], ...] = ()

    @property
    def unproven(self) -> int:
        """How many are alleged, planned, denied or disputed."""
        return sum(count for _, count in self.others)


@dataclass(frozen=True, slots=True)
class Matrix:
    """Actors from above, targets from the left, and the cells that are not empty, by row and column."""

    actors: tuple[Entity, ...]
    targets: tuple[Entity, ...]
    cells: dict[tuple[int, int], Cell]


def heatmap(  # noqa: PLR0913
    events: Sequence[Event],
    *,
    entity: Entity | None = None,
    hops: int = 1,
    most: int | None = None,
    title: str | None = None,
    only: Sequence[str] = (),
) -> Drawing:
    """The picture of who acts on whom, or of those within `hops` steps of `entity`.

    Lasting relations are no acts, and count only where nothing else was chosen. Of more than `most`
    actors or targets those are kept that have most to do with one another. `only` is said below the title.
    Raises `NotFoundError` where no event has an actor.
    """
    named = [event for event in events if event.actor is not None]
    acts = [event for event in named if types()[event.type].is_event] or named
    if entity is not None:
        near = _near(acts, entity, hops)
        acts = [event for event in acts if {event.target.id, event.actor.id if event.actor else ""} <= near]
    if not acts:
        raise NotFoundError(
            "no events with a named actor to draw: widen the filters or add articles to the graph"
        )
    sums = _sums(acts)
    most = max(_MOST if most is None else most, 1)
    rows, columns = _densest(sums, most)
    matrix = _matrix(acts, *_in_blocks(sums, rows, columns))
    shown = _between(acts, set(rows), set(columns))
    notes = [_note(matrix, sums, shown, len(acts)), *only]
    lasting = not types()[acts[0].type].is_event
    heading = title or f"Who {'is related to' if lasting else 'acts on'} whom"
    heading += f" around {entity.label}" if entity is not None and not title else ""
    return paint(matrix, wrap(heading, 90, 1), notes, "related to →" if lasting else "acts on →")


def _near(events: Iterable[Event], entity: Entity, hops: int) -> set[str]:
    graph: nx.Graph[str] = nx.Graph()
    graph.add_node(entity.id)
    graph.add_edges_from((event.actor.id, event.target.id) for event in events if event.actor)
    return set(nx.single_source_shortest_path_length(graph, entity.id, cutoff=hops))


def _pairs(event: Event) -> list[tuple[Entity, Entity]]:
    """Who acts on whom: both on each other where the type is symmetric."""
    if event.actor is None:
        return []
    pairs = [(event.actor, event.target)]
    if types()[event.type].symmetric and event.actor.id != event.target.id:
        pairs.append((event.target, event.actor))
    return pairs


def _sums(events: Iterable[Event]) -> Counter[tuple[str, str]]:
    return Counter((actor.id, target.id) for event in events for actor, target in _pairs(event))


def _densest(sums: Counter[tuple[str, str]], most: int) -> tuple[list[str], list[str]]:
    """At most so many actors and targets: whoever has least to do with those left drops out first."""
    weights: tuple[dict[str, Counter[str]], dict[str, Counter[str]]] = (
        defaultdict(Counter),
        defaultdict(Counter),
    )
    for (actor, target), count in sums.items():
        weights[0][actor][target] += count
        weights[1][target][actor] += count
    while any(len(side) > most for side in weights):
        place = 0 if len(weights[0]) > most and len(weights[0]) >= len(weights[1]) else 1
        side, other = weights[place], weights[1 - place]
        least = min(side, key=lambda name: (sum(side[name].values()), name))
        for name in side.pop(least):
            del other[name][least]
            if not other[name]:
                del other[name]
    return sorted(weights[0]), sorted(weights[1])


def _in_blocks(
    sums: Counter[tuple[str, str]], rows: list[str], columns: list[str]
) -> tuple[list[str], list[str]]:
    """The rows and columns, those next to each other that act alike: large blocks before small ones.

    What hangs together is a block; within it, rows and columns follow the first axis of a correspondence
    analysis (Benzécri 1973), which sets apart what has least in common.
    """
    graph: nx.Graph[tuple[int, str]] = nx.Graph()
    for actor in rows:
        for target in columns:
            if sums[actor, target]:
                graph.add_edge((0, actor), (1, target), weight=sums[actor, target])
    blocks = sorted(
        (sorted(part) for part in nx.connected_components(graph)),
        key=lambda part: (-graph.subgraph(part).size(weight="weight"), part),
    )
    found: tuple[list[str], list[str]] = ([], [])
    for part in blocks:
        names = [[name for side, name in part if side == number] for number in (0, 1)]
        counts = np.array([[float(sums[actor, target]) for target in names[1]] for actor in names[0]])
        for place, order in enumerate(_axis(counts)):
            found[place].extend(names[place][number] for number in order)
    return found


def _axis(counts: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> tuple[list[int], list[int]]:
    """The orders of rows and columns along the first axis, the heavier end first."""
    masses = counts.sum(axis=1), counts.sum(axis=0)
    if min(counts.shape) == 1:  # no axis: the most first
        first, second = (sorted(range(len(mass)), key=lambda i, m=mass: (-m[i], i)) for mass in masses)  # type: ignore[misc]
        return first, second
    left, _, right = np.linalg.svd(counts / np.sqrt(np.outer(*masses)))
    scores = [
        np.round(vector / np.sqrt(mass), 9)
        for vector, mass in zip((left[:, 1], right[1]), masses, strict=True)
    ]
    turn = 1.0 if float(scores[0] @ masses[0] ** 2) <= 0 else -1.0
    first, second = (
        sorted(range(len(score)), key=lambda i, s=score, m=mass: (turn * s[i], -m[i], i))  # type: ignore[misc]
        for score, mass in zip(scores, masses, strict=True)
    )
    return first, second


def _matrix(events: Iterable[Event], rows: list[str], columns: list[str]) -> Matrix:
    places = ({name: i for i, name in enumerate(rows)}, {name: i for i, name in enumerate(columns)})
    entities: dict[str, Entity] = {}
    statuses: dict[tuple[int, int], Counter[Status]] = defaultdict(Counter)
    for event in events:
        for actor, target in _pairs(event):
            entities |= {actor.id: actor, target.id: target}
            if actor.id in places[0] and target.id in places[1]:
                statuses[places[0][actor.id], places[1][target.id]][event.status] += 1
    cells = {
        place: Cell(
            counted[Status.REPORTED],
            tuple(
                (status, counted[status])
                for status in Status
                if status != Status.REPORTED and counted[status]
            ),
        )
        for place, counted in statuses.items()
    }
    return Matrix(tuple(entities[name] for name in rows), tuple(entities[name] for name in columns), cells)


def _between(events: Iterable[Event], rows: set[str], columns: set[str]) -> int:
    return sum(
        any(actor.id in rows and target.id in columns for actor, target in _pairs(event)) for event in events
    )


def _note(matrix: Matrix, sums: Counter[tuple[str, str]], shown: int, total: int) -> str:
    actors, targets = ({pair[place] for pair in sums} for place in (0, 1))
    events = f"{shown} event{'s' if shown != 1 else ''}"
    if len(matrix.actors) < len(actors) or len(matrix.targets) < len(targets):
        return (
            f"The {len(matrix.actors)} of {len(actors)} actors and {len(matrix.targets)} of {len(targets)} "
            f"targets that have most to do with one another: {events} of {total}."
        )
    return f"{len(actors)} actors, {len(targets)} targets, {events}."
