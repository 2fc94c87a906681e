"""What can be read out of a graph: articles, entities, events and claims as the model's values."""

from __future__ import annotations

import io
from collections import Counter, defaultdict
from dataclasses import replace
from functools import cache
from itertools import groupby, islice
from typing import TYPE_CHECKING, BinaryIO, Self

import pyoxigraph as ox

from kgraph.corrections import Corrections
from kgraph.errors import GraphError, NotFoundError
from kgraph.graph import vocabulary as v
from kgraph.graph.copies import COPY_OF
from kgraph.graph.correcting import CORRECTIONS_GRAPH, quads_to_corrections
from kgraph.graph.derived import ACTOR, PREDICATE, STATUS, TARGET, triples_to_entity, triples_to_event
from kgraph.graph.nodes import Nodes, named
from kgraph.graph.serialize import Scope, write
from kgraph.graph.sparql import Answer, run
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

    from kgraph.model import Article, Claim, Entity, Event, Extraction, Mention

# For so many events the claims are read, and held in memory, at a time.
_EVENTS_AT_ONCE = 2_000


class Reading:
    """The half of a `Store` that only reads; closing lets go of the graph."""

    def __init__(self, opened: ox.Store) -> None:
        """Read from `opened`."""
        self._open: ox.Store | None = opened

    @property
    def _store(self) -> ox.Store:
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
        return (node_to_article(self._nodes(graph)[graph]) for graph in self._article_graphs())

    def article(self, article_id: str) -> Article:
        """The article of that id; raises `NotFoundError` where it is not there."""
        graph = self._graph_of(article_id)
        return node_to_article(self._nodes(graph)[graph])

    def has_article(self, article_id: str) -> bool:
        """Whether there is an article of that id."""
        return self._store.contains_named_graph(v.article_iri(article_id))

    def read_by(self, article_id: str) -> str:
        """What read an article, "" where that is not known; raises `NotFoundError` where it is not there."""
        graph = self._graph_of(article_id)
        return self._nodes(graph)[graph].text(READ_BY, "")

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
        for node in sorted({named(q.subject) for q in self._pattern(v.A, v.SEM_ACTOR)}, key=str):
            yield triples_to_entity(self._about(node))

    def labels(self) -> Iterator[tuple[str, str, bool]]:
        """All names of entities: the name, the entity's id, and whether it is the preferred one."""
        for predicate, preferred in ((v.PREF_LABEL, True), (v.ALT_LABEL, False)):
            for quad in self._pattern(predicate, None):
                if isinstance(quad.object, ox.Literal):
                    yield quad.object.value, v.entity_id(named(quad.subject)), preferred

    def entity(self, entity_id: str) -> Entity:
        """The entity of that id; raises `NotFoundError` where it is not there."""
        own = self._about(v.entity_iri(entity_id))
        if not any(quad.predicate == v.PREF_LABEL for quad in own):
            raise NotFoundError(f"there is no entity {entity_id!r} in the graph")
        return triples_to_entity(own)

    def has_entity(self, entity_id: str) -> bool:
        """Whether there is an entity of that id."""
        found = self._pattern(v.A, v.SEM_ACTOR, v.entity_iri(entity_id)) if entity_id else iter(())
        return next(found, None) is not None

    def mentions(self, entity_id: str) -> Iterator[Mention]:
        """All mentions of an entity, article by article."""
        found = self._store.quads_for_pattern(v.entity_iri(entity_id), v.DENOTED_BY, None)
        for graph, quads in groupby(sorted(found, key=_graph_first), key=lambda quad: quad.graph_name):
            nodes = self._nodes(named(graph))
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
        return Counter((names[q.subject], named(q.object).value.removeprefix(KG)) for q in statuses)

    def event(self, event_id: str) -> Event:
        """The event of that id with its claims; raises `NotFoundError` where it is not there."""
        node = v.event_iri(event_id)
        if not self._about(node):
            raise NotFoundError(f"there is no event {event_id!r} in the graph")
        return next(self.with_claims(self._read_events([node])))

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
                self._events_at(role, other, ids)
                for role, other, ids in ((ACTOR, TARGET, actors), (TARGET, ACTOR, targets))
                if ids is not None
            ]
            found = set.intersection(*given)
        events = self._read_events(sorted(found, key=str))
        return self.with_claims(events) if with_claims else events

    def with_claims(self, events: Iterable[Event]) -> Iterator[Event]:
        """The same events with their claims, in the order of the articles and of the text."""
        stream = iter(events)
        while portion := list(islice(stream, _EVENTS_AT_ONCE)):
            # Article by article, so that each is looked into once however many events it tells of.
            by_graph: dict[ox.NamedNode, list[tuple[str, ox.NamedNode]]] = defaultdict(list)
            for event in portion:
                for quad in self._store.quads_for_pattern(None, ABOUT, v.event_iri(event.id)):
                    by_graph[named(quad.graph_name)].append((event.id, named(quad.subject)))
            claims: dict[str, list[Claim]] = defaultdict(list)
            for graph, about in by_graph.items():
                nodes = self._nodes(graph)
                for event_id, claim in about:
                    claims[event_id].append(node_to_claim(nodes, nodes[claim]))
            for event in portion:
                ordered = sorted(claims[event.id], key=lambda claim: (claim.article, claim.position))
                yield replace(event, claims=tuple(ordered))

    def claims(self) -> Iterator[Claim]:
        """All claims, article by article, in the order of the text."""
        for graph in self._article_graphs():
            nodes = self._nodes(graph)
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
        """The graph through rdflib: a live view of the store, not a copy; not for writing."""
        # rdflib and oxrdflib take a third of a second to import, and few ask for them.
        import oxrdflib  # noqa: PLC0415
        import rdflib  # noqa: PLC0415

        dataset = rdflib.Dataset(store=oxrdflib.OxigraphStore(store=self._store))
        for prefix, base in v.PREFIXES.items():
            dataset.bind(prefix, base, replace=True)
        return dataset

    # --- inside -------------------------------------------------------------------------------

    def _pattern(
        self, predicate: ox.NamedNode | None, value: ox.NamedNode | None, subject: ox.NamedNode | None = None
    ) -> Iterator[ox.Quad]:
        return self._store.quads_for_pattern(subject, predicate, value, v.DEFAULT)

    def _about(self, node: ox.NamedNode) -> list[ox.Quad]:
        return list(self._store.quads_for_pattern(node, None, None, v.DEFAULT))

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

    def _nodes(self, graph: ox.NamedNode) -> Nodes:
        store = self._store
        return Nodes(
            lambda node: store.quads_for_pattern(node, None, None, graph),
            lambda predicate, node: store.quads_for_pattern(None, predicate, node, graph),
        )

    def _events_at(
        self, role: ox.NamedNode, other: ox.NamedNode, entity_ids: Collection[str]
    ) -> set[ox.NamedNode]:
        found: set[ox.NamedNode] = set()
        for entity_id in entity_ids:
            node = v.entity_iri(entity_id)
            found.update(named(quad.subject) for quad in self._pattern(role, node))
            reverse = (named(quad.subject) for quad in self._pattern(other, node))
            found.update(event for event in reverse if self._is_symmetric(event))
        return found

    def _is_symmetric(self, event: ox.NamedNode) -> bool:
        return any(quad.object in _symmetric_predicates() for quad in self._pattern(PREDICATE, None, event))

    def _read_events(self, nodes: Iterable[ox.NamedNode]) -> Iterator[Event]:
        entities: dict[str, Entity] = {}

        def entity(entity_id: str) -> Entity:
            if entity_id not in entities:
                entities[entity_id] = self.entity(entity_id)
            return entities[entity_id]

        for node in nodes:
            yield triples_to_event(self._about(node), entity)


def _graph_first(quad: ox.Quad) -> tuple[str, str]:
    return str(quad.graph_name), str(quad)


def is_article(node: object) -> bool:
    """Whether a node is an article, and so names a graph that holds one."""
    return isinstance(node, ox.NamedNode) and node.value.startswith(v.ARTICLE)


@cache
def _symmetric_predicates() -> frozenset[ox.NamedNode]:
    return frozenset(v.kg(type_.predicate) for type_ in types().values() if type_.symmetric)
