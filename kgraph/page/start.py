"""Which entities a page begins with."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kgraph.draw.select import core, neighbourhood
from kgraph.graph.network import to_networkx
from kgraph.selection import Selection

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kgraph.model import Event
    from kgraph.page.options import PageOptions

_AT_FIRST = 60  # entities that can be told apart on a screen


class Start(NamedTuple):
    """The ids of the entities that a page begins with, and out of how many they were chosen."""

    entities: tuple[str, ...]
    candidates: int


def selection(options: PageOptions) -> Selection:
    """The events that the options ask for. Raises `NotFoundError` and `InputError` as `Selection.of` does."""
    return Selection.of(
        type=options.types or None,
        status=options.statuses or None,
        since=options.since,
        until=options.until,
        min_confidence=options.min_confidence,
    )


def start(events: Sequence[Event], options: PageOptions, focus: str | None, chosen: Selection) -> Start:
    """The best connected entities of the chosen events, around `focus` (an entity's id) if there is one.

    The focus itself is always there, even where all its events are of unnamed actors.
    """
    network = to_networkx(event for event in events if event in chosen)
    if focus is not None:
        network = neighbourhood(network, focus, options.hops or 1)
    kept = core(network, most=max(options.top or _AT_FIRST, 2), keep=focus)
    found = dict.fromkeys(sorted(kept))
    if focus is not None:
        found.setdefault(focus)
    return Start(tuple(found), max(len(network), len(found)))
