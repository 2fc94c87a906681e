"""The graph that a command changes, and must not make."""

from __future__ import annotations

from kgraph.knowledge_graph import KnowledgeGraph


def opened_for_change(graph: str) -> KnowledgeGraph:
    """The graph in a folder or an endpoint, open for writing. Raises `GraphError` where there is none."""
    # Opening for writing makes what is missing; opening for reading tells that there is nothing.
    KnowledgeGraph.open(graph, read_only=True).close()
    return KnowledgeGraph.open(graph)
