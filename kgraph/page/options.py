"""What a page begins with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kgraph.selection import Day, Several


@dataclass(frozen=True, slots=True)
class PageOptions:
    """What a page shows at the beginning; the rest of the graph is in it and waits to be asked for.

    With `entity` (any of its names), only what lies within `hops` steps (1) of it. `types`, `statuses`,
    `since`, `until` and `min_confidence` choose events as `KnowledgeGraph.events` does, and are what the
    page's filters stand at. Of more than `top` entities (60) the best connected are shown, and the page says
    so and offers the rest.

    With `base`, the address of a `kgraph serve` ("/" on a page of its own), entities and events have links to
    their pages there.
    """

    entity: str | None = None
    hops: int | None = None
    types: Several = None
    statuses: Several = None
    since: Day = None
    until: Day = None
    min_confidence: float = 0.0
    top: int | None = None
    title: str | None = None
    base: str | None = None
