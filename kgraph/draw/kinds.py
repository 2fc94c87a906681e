"""The kinds of pictures that there are of chosen events."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from kgraph.draw import draw
from kgraph.draw.canvas import file_format, write
from kgraph.draw.size import Size
from kgraph.draw.text import wrap
from kgraph.errors import InputError
from kgraph.graph.network import to_networkx

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from kgraph.draw.canvas import Drawing
    from kgraph.model import Entity, Event

KINDS: Final = ("graph", "timeline", "heatmap")


def picture(  # noqa: PLR0913
    events: Sequence[Event],
    path: Path | str | None = None,
    *,
    kind: str = "graph",
    entity: Entity | None = None,
    between: tuple[Entity, Entity] | None = None,
    hops: int | None = None,
    top: int | None = None,
    title: str | None = None,
    only: str = "",
    width: float | None = None,
    height: float | None = None,
    **options: Any,  # noqa: ANN401 - whatever kgraph.draw.draw takes
) -> Drawing:
    """Draw events as a graph, as a timeline or as a heatmap, and write the file where there is a path.

    `entity` is whom it is about; `hops` (default 1) how far a graph or a heatmap goes from it. `between`
    has a graph show the shortest ways from one entity to another. `top` is how many entities (in a
    heatmap: actors, and targets) or, in a timeline, events to draw at most. `only` says what was chosen.
    `width` and `height` are in inches; what is not given follows from what there is to draw.

    Raises `NotFoundError` where there is nothing to draw, `InputError` for options that do not go
    together, `ExportError` for an unknown suffix or a file that cannot be written.
    """
    if kind not in KINDS:
        raise InputError("kind", f"there is no {kind!r}: use one of {', '.join(KINDS)}")
    if between is not None and (kind != "graph" or entity is not None or hops is not None):
        raise InputError(
            "between", "paths are drawn as a graph of their own: leave kind, entity and hops out"
        )
    if hops is not None and kind == "timeline":
        raise InputError("hops", "a timeline shows one entity's own events: leave hops out")
    path = None if path is None else Path(path)
    notes = [wrap(f"Only {only}.", 110, 2)] if only else []
    if kind == "graph" and between is None:
        found = entity.id if entity is not None else None
        if top is not None:
            options["max_nodes"] = top
        network = to_networkx(events)
        options |= {"title": title, "notes": notes, "width": width, "height": height}
        return draw(network, path, entity=found, hops=hops or 1, **options)
    size = Size(width, height)
    if path is not None:
        file_format(path)
    if between is not None:
        from kgraph.draw.paths import paths  # noqa: PLC0415

        figure = paths(to_networkx(events), between, most=top, title=title, only=notes)
    elif kind == "timeline":
        from kgraph.draw.timeline import timeline  # noqa: PLC0415

        figure = timeline(events, entity=entity, most=top, title=title, only=notes)
    else:
        from kgraph.draw.heatmap import heatmap  # noqa: PLC0415

        figure = heatmap(events, entity=entity, hops=hops or 1, most=top, title=title, only=notes)
    size.apply(figure)
    if path is not None:
        write(figure, path)
    return figure
