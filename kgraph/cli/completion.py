"""What the shell offers: named queries, event types, and what the graph holds.

Completing must never fail or write: without a graph there is just nothing to offer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from kgraph.errors import KgraphError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kgraph.knowledge_graph import KnowledgeGraph

Offers = list[tuple[str, str]]


def queries(incomplete: str) -> Offers:
    """The named queries with what they answer."""
    from kgraph.named_queries import named_queries

    ordered = sorted(named_queries().values(), key=lambda q: q.name)
    return _starting(incomplete, ((q.name, q.description) for q in ordered))


def parameters(ctx: typer.Context, incomplete: str) -> Offers:
    """The parameters of the query that the line names, with what they are for."""
    from kgraph.named_queries import named_queries

    # While an option still lacks its value, what stands before it is kept as mere arguments.
    words = (ctx.params.get("question"), *ctx.args)
    named = [named_queries()[word] for word in words if word in named_queries()]
    own = named[0].parameters if named else ()
    return _starting(incomplete, ((f"{p.name}=", p.description) for p in own))


def event_types(incomplete: str) -> Offers:
    """The event types and relations with their definitions."""
    from kgraph.ontology import types

    return _starting(incomplete, ((type_.name, type_.definition) for type_ in types().values()))


def entities(ctx: typer.Context, incomplete: str) -> Offers:
    """The entities of the graph by id, which needs no quotes, with their labels."""
    held = ((entity.id, entity.label) for graph in _graph(ctx) for entity in graph.entities())
    return _starting(incomplete, held)


def articles(ctx: typer.Context, incomplete: str) -> Offers:
    """The articles of the graph by id, with their titles."""
    held = ((article.id, article.title) for graph in _graph(ctx) for article in graph.articles())
    return _starting(incomplete, held)


def _starting(incomplete: str, offers: Iterable[tuple[str, str]]) -> Offers:
    return [(value, help_) for value, help_ in offers if value.startswith(incomplete)]


def _graph(ctx: typer.Context) -> Iterator[KnowledgeGraph]:
    from kgraph.knowledge_graph import KnowledgeGraph

    try:
        with KnowledgeGraph.open(ctx.params.get("graph") or "graph", read_only=True) as graph:
            yield graph
    except (KgraphError, OSError):
        return
