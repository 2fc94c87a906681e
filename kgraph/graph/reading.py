"""What can be read out of a graph: articles, entities, events and claims as the model's values."""

from __future__ import annotations

import io
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, BinaryIO, Self

import pyoxigraph as ox

from kgraph.corrections import Corrections
from kgraph.errors import GraphError, NotFoundError
from kgraph.graph import vocabulary as v
from kgraph.graph.ahead import GRAPHS, NODES, graphs_ahead, in_portions, nodes_ahead
from kgraph.graph.backend import Distant
from kgraph.graph.copies import COPY_OF
from kgraph.graph.correcting import CORRECTIONS_GRAPH, quads_to_corrections
from kgraph.graph.derived import ACTOR, PREDICATE, STATUS, TARGET, triples_to_entity
from kgraph.graph.nodes import named
from kgraph.graph.prefetch import heads_ahead, mentions_ahead
from kgraph.graph.serialize import Scope, write
from kgraph.graph.sparql import Answer, run
from kgraph.graph.stored import about, entity_of, events_at, nodes_of, read_events, with_claims
from kgraph.graph.terms import (
    ABOUT,
    CLAIM,
    READ_BY,
    node_to_article,
    node_to_claim,
    node_to_mention,
    quads_to_extraction,
)
from kgraph.ontology import KG, types

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    import rdflib

    from kgraph.graph.backend import Backend
    from kgraph.model import Article, Claim, Entity, Event, Extraction, Mention


class Reading:
    """The half of a `Store` that only reads; closing lets go of the graph."""

    def __init__(self, opened: ox.Store | Distant) -> None:
        """Read from `opened`."""
        self._open: ox.Store | Distant | None = opened

    @property
    def _store(self) -> ox.Store | Distant:
        if self._open is None:
            raise GraphError("this graph is closed: open it again")
        return self._open

    def close(self) -> None:
        """Let go of the graph, so that others can write to it; closing twice does no harm."""
        self._open = None

    def __enter__(self) -> Self:
        """The graph itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the graph."""
        self.close()

    @property
    def is_closed(self) -> bool:
        """Whether the graph was let go of."""
        return self._open is None

    def __len__(self) -> int:
        """The number of quads."""
        return len(self._store)

    def articles(self) -> Iterator[Article]:
        """All articles, in the order of their ids' IRIs."""
        for near, graph in in_portions(self._store, self._article_graphs(), NODES, heads_ahead):
            yield node_to_article(nodes_of(near, graph)[graph])

    def article(self, article_id: str) -> Article:
        """The article of that id; raises `NotFoundError` where it is not there."""
        graph = self._graph_of(article_id)
        return node_to_article(nodes_of(self._store, graph)[graph])

    def has_article(self, article_id: str) -> bool:
        """Whether there is an article of that id."""
        return self._store.contains_named_graph(v.article_iri(article_id))

    def held(self, article_id: str) -> tuple[Article, str] | None:
        """The article of that id and what read it, "" where that is not known; None where it is not there."""
        graph = v.article_iri(article_id)
        if not self._store.contains_named_graph(graph):
            return None
        node = nodes_of(self._store, graph)[graph]
        return node_to_article(node), node.text(READ_BY, "")

    def copies(self) -> Iterator[tuple[str, str]]:
        """The ids of all articles that are copies, each with that of its original."""
        for quad in self._pattern(COPY_OF, None):
            yield v.article_id(named(quad.subject)), v.article_id(named(quad.object))

    def article_ids(self) -> list[str]:
        """The ids of all articles."""
        return [v.article_id(graph) for graph in self._article_graphs()]

    def extraction(self, article_id: str) -> Extraction:
        """All that was read out of an article; raises `NotFoundError` where it is not there."""
        return quads_to_extraction(self._ground(self._graph_of(article_id)))

    def entities(self) -> Iterator[Entity]:
        """All entities, in the order of their IRIs."""
        nodes = sorted({named(q.subject) for q in self._pattern(v.A, v.SEM_ACTOR)}, key=str)
        for near, node in in_portions(self._store, nodes, NODES, nodes_ahead):
            yield triples_to_entity(about(near, node))

    def labels(self) -> Iterator[tuple[str, str, bool]]:
        """All names of entities: the name, the entity's id, and whether it is the preferred one."""
        for predicate, preferred in ((v.PREF_LABEL, True), (v.ALT_LABEL, False)):
            for quad in self._pattern(predicate, None):
                if isinstance(quad.object, ox.Literal):
                    yield quad.object.value, v.entity_id(named(quad.subject)), preferred

    def entity(self, entity_id: str) -> Entity:
        """The entity of that id; raises `NotFoundError` where it is not there."""
        return entity_of(self._store, entity_id)

    def has_entity(self, entity_id: str) -> bool:
        """Whether there is an entity of that id."""
        found = self._pattern(v.A, v.SEM_ACTOR, v.entity_iri(entity_id)) if entity_id else iter(())
        return next(found, None) is not None

    def mentions(self, entity_id: str) -> Iterator[Mention]:
        """All mentions of an entity, article by article."""
        by_graph: dict[ox.NamedNode, list[ox.Quad]] = defaultdict(list)
        found = self._store.quads_for_pattern(v.entity_iri(entity_id), v.DENOTED_BY, None)
        for quad in sorted(found, key=_graph_first):
            by_graph[named(quad.graph_name)].append(quad)
        for near, (graph, quads) in in_portions(self._store, by_graph.items(), NODES, _mentions_ahead):
            nodes = nodes_of(near, graph)
            for quad in quads:
                yield node_to_mention(nodes, nodes[named(quad.object)])

    def corrections(self) -> Corrections:
        """What people have put right about who is who."""
        return Corrections(
            quads_to_corrections(self._store.quads_for_pattern(None, None, None, CORRECTIONS_GRAPH))
        )

    def entity_count(self) -> int:
        """How many entities there are."""
        return sum(1 for _ in self._pattern(v.A, v.SEM_ACTOR))

    def claim_count(self) -> int:
        """How many claims there are."""
        return sum(1 for _ in self._store.quads_for_pattern(None, v.A, CLAIM))

    def event_counts(self) -> Counter[tuple[str, str]]:
        """How many events and relations there are of each type and status."""
        by_predicate = {v.kg(type_.predicate): type_.name for type_ in types().values()}
        names = {quad.subject: by_predicate[named(quad.object)] for quad in self._pattern(PREDICATE, None)}
        statuses = self._pattern(STATUS, None)
        # Sorted, so that types of which there are as many always come in the same order.
        return Counter(sorted((names[q.subject], named(q.object).value.removeprefix(KG)) for q in statuses))

    def event(self, event_id: str) -> Event:
        """The event of that id with its claims; raises `NotFoundError` where it is not there."""
        node = v.event_iri(event_id)
        if not about(self._store, node):
            raise NotFoundError(f"there is no event {event_id!r} in the graph")
        return next(self.with_claims(read_events(self._store, [node])))

    def events(
        self,
        actors: Collection[str] | None = None,
        targets: Collection[str] | None = None,
        *,
        with_claims: bool = True,
    ) -> Iterator[Event]:
        """Events in the order of their IRIs: all, or those with one of these entity ids as actor or target.

        In symmetric types either end is actor and target. Claims are left out, which is faster,
        where `with_claims` is false.
        """
        if actors is None and targets is None:
            found = {named(quad.subject) for quad in self._pattern(STATUS, None)}
        else:
            given = [
                events_at(self._store, role, other, ids)
                for role, other, ids in ((ACTOR, TARGET, actors), (TARGET, ACTOR, targets))
                if ids is not None
            ]
            found = set.intersection(*given)
        events = read_events(self._store, sorted(found, key=str))
        return self.with_claims(events) if with_claims else events

    def with_claims(self, events: Iterable[Event]) -> Iterator[Event]:
        """The same events with their claims, in the order of the articles and of the text."""
        return with_claims(self._store, events)

    def claims(self) -> Iterator[Claim]:
        """All claims, article by article, in the order of the text."""
        for near, graph in in_portions(self._store, self._article_graphs(), GRAPHS, graphs_ahead):
            nodes = nodes_of(near, graph)
            found = (node_to_claim(nodes, node) for node in nodes.of_class(CLAIM))
            yield from sorted(found, key=lambda claim: claim.position)

    def query(self, sparql: str, *, union: bool = False) -> Answer:
        """The answer to a SPARQL query, in which all prefixes of the graph are bound.

        It sees the default graph (entities, events, shortcuts), and article graphs through
        GRAPH; with `union` it sees all graphs as one. Raises `QueryError`.
        """
        return run(self._store, sparql, union=union)

    def dump(self, output: BinaryIO | None, format_name: str, scope: Scope | None = None) -> bytes | None:
        """Write the graph as ttl, nt, rdf, trig, nq or jsonld to `output`, or return it where that is None.

        The same articles give the same bytes. See `serialize.write`.
        """
        if output is not None:
            write(self._store, output, format_name, scope)
            return None
        buffer = io.BytesIO()
        write(self._store, buffer, format_name, scope)
        return buffer.getvalue()

    def rdf(self) -> rdflib.Dataset:
        """The graph through rdflib, not for writing: a live view of the store, and of an endpoint a copy."""
        # rdflib and oxrdflib take a third of a second to import, and few ask for them.
        import oxrdflib  # noqa: PLC0415
        import rdflib  # noqa: PLC0415

        dataset = rdflib.Dataset(store=oxrdflib.OxigraphStore(store=self.embedded()))
        for prefix, base in v.PREFIXES.items():
            dataset.bind(prefix, base, replace=True)
        return dataset

    def embedded(self) -> ox.Store:
        """The store itself where it is on this machine, and a copy in memory of a distant one."""
        if not isinstance(self._store, Distant):
            return self._store
        copy = ox.Store()
        copy.bulk_extend(ox.parse(self.dump(None, "nq"), format=ox.RdfFormat.N_QUADS))
        return copy

    # --- inside -------------------------------------------------------------------------------

    def _pattern(
        self, predicate: ox.NamedNode | None, value: ox.NamedNode | None, subject: ox.NamedNode | None = None
    ) -> Iterator[ox.Quad]:
        return self._store.quads_for_pattern(subject, predicate, value, v.DEFAULT)

    def _article_graphs(self) -> list[ox.NamedNode]:
        graphs = [named(graph) for graph in self._store.named_graphs() if is_article(graph)]
        return sorted(graphs, key=str)

    def _graph_of(self, article_id: str) -> ox.NamedNode:
        graph = v.article_iri(article_id)
        if not self._store.contains_named_graph(graph):
            raise NotFoundError(f"there is no article {article_id!r} in the graph")
        return graph

    def _ground(self, graph: ox.NamedNode) -> set[ox.Quad]:
        """The quads of an article, without what consolidation adds to it."""
        quads = self._store.quads_for_pattern(None, None, None, graph)
        return {quad for quad in quads if quad.predicate != ABOUT}


def _mentions_ahead(store: Backend, by_graph: Iterable[tuple[ox.NamedNode, list[ox.Quad]]]) -> Backend:
    return mentions_ahead(store, ((named(q.object), graph) for graph, quads in by_graph for q in quads))


def _graph_first(quad: ox.Quad) -> tuple[str, str]:
    return str(quad.graph_name), str(quad)


def is_article(node: object) -> bool:
    """Whether a node is an article, and so names a graph that holds one."""
    return isinstance(node, ox.NamedNode) and node.value.startswith(v.ARTICLE)
