"""The graph that a command changes, and must not make."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgraph.knowledge_graph import KnowledgeGraph

if TYPE_CHECKING:
    from pathlib import Path


def opened_for_change(graph: Path) -> KnowledgeGraph:
    """The graph in a folder, open for writing. Raises `GraphError` where there is none."""
    # Opening for writing makes what is missing; opening for reading tells that there is nothing.
    KnowledgeGraph.open(graph, read_only=True).close()
    return KnowledgeGraph.open(graph)
