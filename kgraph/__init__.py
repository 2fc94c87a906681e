"""News about geopolitics and technology as a knowledge graph: who did what to whom, according to whom, when.

    import kgraph

    graph = kgraph.build("data/articles")
    graph.query("SELECT ?who WHERE { ?who kg:bans ent:Kaspersky_Lab }")
    graph.events(actor="Twitter", type="Ban")
    graph.export("news.ttl")

The names below are the public ones. Each is loaded when it is first used, so that asking an
existing graph never waits for the language model's library.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kgraph.errors import (
        ExportError,
        GraphError,
        InputError,
        KgraphError,
        ModelError,
        NotFoundError,
        QueryError,
        ResourceError,
    )
    from kgraph.knowledge_graph import KnowledgeGraph, open  # noqa: A004 - reads as `kgraph.open`
    from kgraph.model import (
        Article,
        Claim,
        Entity,
        EntityType,
        Event,
        Extraction,
        Mention,
        Modality,
        Polarity,
        Proposition,
        Span,
        Status,
    )
    from kgraph.pipeline import build

__all__ = [
    "Article",
    "Claim",
    "Entity",
    "EntityType",
    "Event",
    "ExportError",
    "Extraction",
    "GraphError",
    "InputError",
    "KgraphError",
    "KnowledgeGraph",
    "Mention",
    "Modality",
    "ModelError",
    "NotFoundError",
    "Polarity",
    "Proposition",
    "QueryError",
    "ResourceError",
    "Span",
    "Status",
    "build",
    "open",
]

_HOMES = {
    "KnowledgeGraph": "kgraph.knowledge_graph",
    "open": "kgraph.knowledge_graph",
    "build": "kgraph.pipeline",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - any public name
    if name not in __all__:
        raise AttributeError(f"module 'kgraph' has no attribute {name!r}")
    home = _HOMES.get(name) or ("kgraph.errors" if name.endswith("Error") else "kgraph.model")
    value = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
