"""What the shell offers: named queries, event types, and what the graph holds.

Completing must never fail or write: without a graph there is just nothing to offer.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from kgraph.errors import KgraphError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgraph.knowledge_graph import KnowledgeGraph

Offers = list[tuple[str, str]]


def queries(incomplete: str) -> Offers:
    """The named queries with what they answer."""
    from kgraph.query import named_queries

    return [
        (q.name, q.description)
        for q in sorted(named_queries().values(), key=lambda q: q.name)
        if q.name.startswith(incomplete)
    ]


def event_types(incomplete: str) -> Offers:
    """The event types and relations with their definitions."""
    from kgraph.ontology import types

    return [(type_.name, type_.definition) for type_ in types().values() if type_.name.startswith(incomplete)]


def entities(ctx: typer.Context, incomplete: str) -> Offers:
    """The entities of the graph by id, which needs no quotes, with their labels."""
    return [
        (entity.id, entity.label)
        for graph in _graph(ctx)
        for entity in graph.entities()
        if entity.id.startswith(incomplete)
    ]


def articles(ctx: typer.Context, incomplete: str) -> Offers:
    """The articles of the graph by id, with their titles."""
    return [
        (article.id, article.title)
        for graph in _graph(ctx)
        for article in graph.articles()
        if article.id.startswith(incomplete)
    ]


def _graph(ctx: typer.Context) -> Iterator[KnowledgeGraph]:
    from kgraph.knowledge_graph import KnowledgeGraph

    try:
        with KnowledgeGraph.open(Path(ctx.params.get("graph") or "graph"), read_only=True) as graph:
            yield graph
    except (KgraphError, OSError):
        return
