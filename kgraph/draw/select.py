"""What of a network gets drawn: filters, the core of a large graph, and events merged into arcs."""

from __future__ import annotations

import difflib
import heapq
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import networkx as nx

from kgraph.draw.style import APART, EDGE_SIZE, ENTITY_SIZE
from kgraph.draw.text import clean, is_legible, measure, wrap
from kgraph.errors import NotFoundError
from kgraph.graph.canonical import check_since
from kgraph.ontology import types as ontology_types

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

_BOX_PADDING = (14.0, 8.0)
_LINES = 3
_TIMES = "\N{MULTIPLICATION SIGN}"
_LINKS_A_NODE = 2


@dataclass(frozen=True, slots=True)
class Node:
    """An entity as it will be drawn. `size` is the width and height of its box in points."""

    id: str
    text: str
    type: str
    size: tuple[float, float]
    focus: bool = False


@dataclass(frozen=True, slots=True)
class Arc:
    """All events of one status from one entity to another.

    `source` and `target` index the nodes; `text` has a line for each type of event; `size` is
    the text's width and height in points. `mutual` arcs point both ways.
    """

    source: int
    target: int
    status: str
    text: str
    size: tuple[float, float]
    claims: int
    mutual: bool = False


@dataclass(frozen=True, slots=True)
class Scene:
    """What gets drawn, and how many entities there were to choose from."""

    nodes: tuple[Node, ...]
    arcs: tuple[Arc, ...]
    events: int
    candidates: int


def find_entity(network: nx.MultiDiGraph[str], name: str) -> str:
    """The id of the entity with this id or label; case is ignored where nothing fits exactly.

    Raises `NotFoundError`, with names that look alike.
    """
    if name in network:
        return name
    labels: dict[str, str] = {}
    for node, label in sorted(network.nodes(data="label", default="")):
        labels.setdefault(node.casefold(), node)
        labels[str(label).casefold()] = node
        if label == name:
            return str(node)
    if name.casefold() in labels:
        return labels[name.casefold()]
    near = difflib.get_close_matches(name.casefold(), labels, n=3)
    known = [str(network.nodes[labels[match]].get("label") or labels[match]) for match in near]
    hint = f"; did you mean {' or '.join(dict.fromkeys(known))}?" if known else ""
    raise NotFoundError(f"there are no events of {name!r} to draw{hint}")


def filtered(
    network: nx.MultiDiGraph[str], *, types: Collection[str] = (), since: str | None = None
) -> nx.MultiDiGraph[str]:
    """The events of these types, and since this ISO 8601 date, with the entities that take part.

    A type is named by its class, its predicate or its label ("Ban", "bans"). An event without a
    time counts by the date on which it was first reported.

    Raises `InputError` for a date that is none and `NotFoundError` for an unknown type.
    """
    since = None if since is None else check_since(since)
    wanted = {name.casefold() for name in types}
    known = {
        name.casefold()
        for type_ in ontology_types().values()
        for name in (type_.name, type_.predicate, type_.label)
    }
    present = {name.casefold() for *_, data in network.edges(data=True) for name in _names(data)}
    if unknown := sorted(wanted - known - present):
        near = difflib.get_close_matches(unknown[0], sorted(known | present), n=1)
        hint = f"; did you mean {near[0]!r}?" if near else ""
        raise NotFoundError(f"there is no event type {unknown[0]!r}{hint}")
    kept: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for source, target, key, data in network.edges(keys=True, data=True):
        if wanted and not wanted & {name.casefold() for name in _names(data)}:
            continue
        when = str(data.get("time") or data.get("first_reported") or "")
        # "~" sorts after every digit and hyphen: what happened in 2018 may have happened since 2018-04
        if since is not None and (not when or f"{when}~" < since):
            continue
        for node in (source, target):
            kept.add_node(node, **network.nodes[node])
        kept.add_edge(source, target, key, **data)
    return kept


def neighbourhood(network: nx.MultiDiGraph[str], entity: str, hops: int) -> nx.MultiDiGraph[str]:
    """The part of the network within `hops` steps of an entity, whichever way the arrows point."""
    if entity not in network:
        return nx.MultiDiGraph()
    either_way = network.to_undirected(as_view=True)  # a copy would take longer than all the rest
    near = nx.single_source_shortest_path_length(either_way, entity, cutoff=hops)
    return nx.MultiDiGraph(network.subgraph(near))


def core(network: nx.MultiDiGraph[str], *, most: int, keep: str | None = None) -> nx.MultiDiGraph[str]:
    """The best connected `most` entities: those with the fewest events drop out first, one by one.

    `keep` stays whatever happens, and so do only those that still connect with it. Links count
    too: beyond two an entity, no picture of that many stays readable.
    """
    weights: dict[str, Counter[str]] = {node: Counter() for node in network}
    for source, target in network.edges():
        if source != target:
            weights[source][target] += 1
            weights[target][source] += 1
    links = sum(map(len, weights.values())) // 2
    degree = {node: sum(near.values()) for node, near in weights.items()}
    heap = [(weight, node) for node, weight in degree.items() if node != keep]
    heapq.heapify(heap)
    left = set(network)
    while heap and (len(left) > most or links > _LINKS_A_NODE * most):
        weight, node = heapq.heappop(heap)
        if node not in left or weight != degree[node]:
            continue
        left.remove(node)
        links -= len(weights[node])
        for other, count in weights.pop(node).items():
            del weights[other][node]
            degree[other] -= count
            if other != keep:
                heapq.heappush(heap, (degree[other], other))
    if keep is not None and keep in left:
        left = set(nx.node_connected_component(nx.Graph(network.subgraph(left)), keep))
    else:
        left = {node for node in left if network.subgraph(left).degree(node)} or left
    return nx.MultiDiGraph(network.subgraph(left))


def scene(network: nx.MultiDiGraph[str], *, candidates: int, focus: Collection[str] = ()) -> Scene:
    """The network as nodes and arcs, in an order that depends only on what it holds."""
    order = sorted(network)
    index = {node: place for place, node in enumerate(order)}
    groups: dict[tuple[int, int, str, bool], list[dict[str, object]]] = defaultdict(list)
    symmetric = {type_.name for type_ in ontology_types().values() if type_.symmetric}
    for source, target, data in network.edges(data=True):
        ends = (index[source], index[target])
        mutual = data.get("type") in symmetric and source != target
        first, last = sorted(ends) if mutual else ends
        groups[first, last, str(data.get("status") or "Reported"), mutual].append(data)
    arcs = tuple(_arc(*key, groups[key]) for key in sorted(groups))
    meets = Counter(end for arc in arcs for end in (arc.source, arc.target))
    return Scene(
        nodes=tuple(
            _node(name, network.nodes[name], focus=name in focus, arcs=meets[index[name]]) for name in order
        ),
        arcs=arcs,
        events=network.number_of_edges(),
        candidates=candidates,
    )


def _names(data: dict[str, object]) -> list[str]:
    return [str(data[name]) for name in ("type", "predicate", "label") if data.get(name)]


def _node(name: str, data: dict[str, object], *, focus: bool, arcs: int) -> Node:
    label = str(data.get("label") or name)
    text = wrap(label if is_legible(label) else name.replace("_", " "), 20, 3)
    width, height = measure(text, ENTITY_SIZE, bold=focus)
    size = (max(width, 18.0) + _BOX_PADDING[0], height + _BOX_PADDING[1])
    # a hub's border must be long enough for its arrowheads to stand side by side
    more = max((arcs * APART - 2 * sum(size)) / 4, 0.0)
    size = (size[0] + more, size[1] + more)
    return Node(id=name, text=text, type=str(data.get("type") or "Thing"), size=size, focus=focus)


def _arc(source: int, target: int, status: str, mutual: bool, events: Iterable[dict[str, object]]) -> Arc:  # noqa: FBT001
    counts: Counter[str] = Counter()
    claims = 0
    for event in events:
        counts[clean(str(event.get("label") or event.get("predicate") or event.get("type") or ""))] += 1
        claims += _whole(event.get("claims"))
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    shown = ranked if len(ranked) <= _LINES else ranked[: _LINES - 1]
    lines = [f"{label} {_TIMES}{count}" if count > 1 else label for label, count in shown]
    if len(shown) < len(ranked):
        lines.append(f"+ {len(ranked) - len(shown)} more")
    text = (
        wrap(lines[0], 18 if len(lines[0]) <= 18 else 16, 2)
        if len(lines) == 1
        else "\n".join(wrap(line, 26, 1) for line in lines)
    )
    width, height = measure(text, EDGE_SIZE)
    return Arc(source, target, status, text, (width + 4.0, height + 1.0), claims, mutual=mutual)


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 1
