"""A graph that is read for others for as long as they like, while another process may write to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pyoxigraph as ox

from kgraph.errors import NotFoundError
from kgraph.graph import vocabulary as v
from kgraph.graph.answering import Asked, Triples, ask, service_description
from kgraph.graph.documents import GRAPHS, USES, USES_IN_ARTICLES, terms, used
from kgraph.graph.nodes import named
from kgraph.graph.opening import written
from kgraph.graph.store import Store
from kgraph.graph.stored import about, nodes_of
from kgraph.graph.terms import ABOUT, CLAIM, node_to_claim
from kgraph.model import digest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from kgraph.graph.documents import Document, Term
    from kgraph.model import Claim, Entity

Thing = Literal["entity", "event", "claim", "article"]
"""What the graph has names for."""


class Served(Store):
    """The graph in a folder as it stood when it was opened."""

    def __init__(self, path: Path) -> None:
        """Open the graph for reading. Raises `GraphError`."""
        self._written = written(path)
        self._folder = path
        super().__init__(path, read_only=True)

    @property
    def is_outdated(self) -> bool:
        """Whether something was written to the graph since."""
        return written(self._folder) != self._written

    @property
    def version(self) -> str:
        """A short name of the state that was opened; another one after every write to the graph."""
        return digest(repr(self._written))

    @property
    def links(self) -> Path | None:
        """The folder that keeps the state that was opened; whoever kills this process deletes it."""
        return self._open_at

    @property
    def _near(self) -> ox.Store:
        if not isinstance(self._store, ox.Store):
            raise TypeError("a folder opens as a store on this machine")
        return self._store

    def ask(self, sparql: str, default_graphs: Sequence[str] = (), named_graphs: Sequence[str] = ()) -> Asked:
        """What a query gives; see `kgraph.graph.answering.ask`. Raises `QueryError`."""
        return ask(self._near, sparql, default_graphs, named_graphs)

    def service(self, endpoint: str) -> Triples:
        """What the endpoint at that address offers."""
        return service_description(self._near, endpoint)

    def document(self, document: Document) -> Triples:
        """What is said of the terms of a namespace."""
        return Triples(self._store.quads_for_pattern(None, None, None, GRAPHS[document]))

    def terms(self, document: Document) -> list[Term]:
        """The terms of a namespace, by name, each with how often the graph uses it."""
        quads = self._store.quads_for_pattern(None, None, None, GRAPHS[document])
        if document == "shapes":  # which the graph keeps to and never names
            return terms(quads, document, {})
        outside, within = (
            {str(iri): int(str(count)) for iri, count in self.query(sparql).rows}
            for sparql in (USES, USES_IN_ARTICLES)
        )
        return terms(quads, document, used(outside, within))

    def claim(self, claim_id: str) -> Claim:
        """The claim of that id; raises `NotFoundError` where it is not there."""
        node = v.claim_iri(claim_id)
        return node_to_claim(nodes := nodes_of(self._store, self._graph_of_claim(node)), nodes[node])

    def event_of(self, claim_id: str) -> str:
        """The id of the event that a claim is about; raises `NotFoundError` where there is none."""
        for quad in self._store.quads_for_pattern(v.claim_iri(claim_id), ABOUT, None):
            return v.event_id(named(quad.object))
        raise NotFoundError(f"there is no claim {claim_id!r} in the graph")

    def named_by(self, entity_id: str) -> list[Entity]:
        """The entities of which it is the country or the parent, by id."""
        leading = self._store.quads_for_pattern(None, None, v.entity_iri(entity_id), v.DEFAULT)
        ids = {
            v.entity_id(named(q.subject)) for q in leading if q.predicate in (v.kg("country"), v.kg("parent"))
        }
        return [self.entity(other) for other in sorted(ids)]

    def description(self, thing: Thing, name: str) -> Triples:
        """All that the graph says of something and with it; raises `NotFoundError` where it is not there.

        Of an entity or event what it is, and what leads to it, but not where the text names it; of a claim
        also the sentence and words that it rests on; of an article all that was read out of it.
        """
        if thing == "article":
            node = v.article_iri(name)
            graph = self._graph_of(name)
            return Triples(self._around(node, self._store.quads_for_pattern(None, None, None, graph)))
        if thing == "claim":
            node = v.claim_iri(name)
            graph = self._graph_of_claim(node)
            own = list(self._store.quads_for_pattern(node, None, None, graph))
            near = (quad.object for quad in own if str(quad.object).startswith(f"<{graph.value}#"))
            return Triples(
                (*own, *(q for o in near for q in self._store.quads_for_pattern(named(o), None, None, graph)))
            )
        node = v.entity_iri(name) if thing == "entity" else v.event_iri(name)
        leading = list(self._store.quads_for_pattern(None, None, node, v.DEFAULT))
        if not leading and not about(self._store, node):
            raise NotFoundError(f"there is no {thing} {name!r} in the graph")
        claims = self._store.quads_for_pattern(None, ABOUT, node) if thing == "event" else ()
        return Triples(self._around(node, (*leading, *claims)))

    def _around(self, node: ox.NamedNode, others: Sequence[ox.Quad] | Iterator[ox.Quad]) -> Iterator[ox.Quad]:
        yield from about(self._store, node)
        yield from others

    def _graph_of_claim(self, node: ox.NamedNode) -> ox.NamedNode:
        for quad in self._store.quads_for_pattern(node, v.A, CLAIM):
            return named(quad.graph_name)
        raise NotFoundError(f"there is no claim {v.decode_local(node.value, v.CLAIM)!r} in the graph")
