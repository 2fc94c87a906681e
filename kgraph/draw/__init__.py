"""Pictures of a graph that can be read: every arc's direction, type and status, and no label on another."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np

from kgraph.draw.canvas import Drawing, file_format, write
from kgraph.draw.figure import extent, paint
from kgraph.draw.layout import arrange, pack
from kgraph.draw.routing import Route, route
from kgraph.draw.select import Scene, core, filtered, find_entity, neighbourhood, scene
from kgraph.draw.size import Size
from kgraph.draw.text import clean, wrap
from kgraph.errors import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from kgraph.draw.curves import Points

__all__ = ["Drawing", "draw"]


def draw(  # noqa: PLR0913
    network: nx.MultiDiGraph[str],
    path: Path | str | None = None,
    *,
    entity: str | None = None,
    hops: int = 1,
    types: Collection[str] = (),
    since: str | date | None = None,
    max_nodes: int = 40,
    title: str | None = None,
    notes: Sequence[str] = (),
    width: float | None = None,
    height: float | None = None,
) -> Drawing:
    """Draw a network of entities and events (see `kgraph.graph.network`).

    With `entity` (an id or a label), only what lies within `hops` steps of it; with `types`, only events
    of these types ("Ban" or "bans"); with `since` (ISO 8601 year, month or day), only events that may
    have happened since. Of more than `max_nodes` entities the best connected are drawn, and the
    picture says so. Events between the same two entities that share a status are one arc, which
    lists their types. `notes` are lines to add below the title. `width` and `height` are in inches, as
    of `kgraph.draw.size.Size`; without them the picture is as large as its letters need.

    Pages (.html) are written by `KnowledgeGraph.draw`, for they need the articles too.

    Returns the figure, a `matplotlib.figure.Figure`, and writes it when `path` is given: .png, .svg or
    .pdf. The same network gives the same bytes.

    Raises `NotFoundError` for an unknown entity or type and when nothing is left to draw, `InputError`
    for a malformed date or size, `ExportError` for an unknown suffix or a file that cannot be written.
    """
    path, size = None if path is None else Path(path), Size(width, height)
    if path is not None:
        file_format(path)
    focus = find_entity(network, entity) if entity is not None else None
    since = since if since is None or isinstance(since, str) else since.isoformat()
    chosen = filtered(network, types=types, since=since)
    if focus is not None:
        chosen = neighbourhood(chosen, focus, hops)
    if not chosen.number_of_edges():
        raise NotFoundError("no events to draw: widen the filters or add articles to the graph")
    kept = core(chosen, most=max(max_nodes, 2), keep=focus)
    shown = scene(kept, candidates=len(chosen), focus=() if focus is None else (focus,))
    positions, routes = _laid_out(shown, size.shape)
    label = str(network.nodes[focus].get("label") or focus) if focus is not None else "Knowledge graph"
    figure = paint(shown, positions, routes, clean(title or label), [*_notes(shown, types, since), *notes])
    size.apply(figure)
    if path is not None:
        write(figure, path)
    return figure


def _notes(shown: Scene, types: Collection[str], since: str | None) -> list[str]:
    """The lines under the title: how much is shown, out of how much, and by which filters."""
    count = len(shown.nodes)
    events = f"{shown.events} event{'s' if shown.events != 1 else ''}"
    if count < shown.candidates:
        lines = [f"The {count} most connected of {shown.candidates} entities; {events} between them."]
    else:
        lines = [f"{count} entit{'ies' if count != 1 else 'y'}, {events}."]
    filters = [", ".join(sorted(types))] if types else []
    filters += [f"since {since}"] if since else []
    if filters:
        lines.append(wrap(f"Only {'; '.join(filters)}.", 90, 2))
    return lines


def _laid_out(shown: Scene, shape: float | None) -> tuple[Points, list[Route]]:
    """Each connected part laid out by itself, then the parts set side by side."""
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(len(shown.nodes)))
    graph.add_edges_from((arc.source, arc.target) for arc in shown.arcs)
    parts = sorted(
        (sorted(part) for part in nx.connected_components(graph)), key=lambda part: (-len(part), part)
    )
    laid = [_part(shown, part, shape) for part in parts]
    outlines = [(float(high[0] - low[0]), float(high[1] - low[1])) for _, _, (low, high) in laid]
    corners = pack(outlines) if shape is None else pack(outlines, shape=shape)
    positions = np.zeros((len(shown.nodes), 2))
    routes: dict[int, Route] = {}
    for part, (places, found, (low, _)), corner in zip(parts, laid, corners, strict=True):
        shift = np.array(corner) - low
        positions[part] = places + shift
        routes |= {number: Route(way.curve + shift, way.label + shift) for number, way in found.items()}
    return positions, [routes[number] for number in range(len(shown.arcs))]


def _part(
    shown: Scene, part: list[int], shape: float | None
) -> tuple[Points, dict[int, Route], tuple[Points, Points]]:
    """Positions of one connected part, its routes by the number of the arc, and the corners of it all."""
    place = {node: number for number, node in enumerate(part)}
    numbers = [number for number, arc in enumerate(shown.arcs) if arc.source in place]
    nodes = [shown.nodes[node] for node in part]
    arcs = [
        replace(
            shown.arcs[number],
            source=place[shown.arcs[number].source],
            target=place[shown.arcs[number].target],
        )
        for number in numbers
    ]
    positions, routes = route(nodes, arcs, arrange(nodes, arcs, shape))
    return positions, dict(zip(numbers, routes, strict=True)), extent(nodes, arcs, positions, routes)
