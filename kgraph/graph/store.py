"""The graph on disk or in memory: articles in named graphs, what follows from them in the default graph."""

from __future__ import annotations

import io
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import pyoxigraph as ox

from kgraph.errors import GraphError, NotFoundError
from kgraph.graph import vocabulary as v
from kgraph.graph.canonical import canonical, claim_key
from kgraph.graph.derivation import Change, Derivation
from kgraph.graph.derived import (
    ACTOR,
    CLAIM_COUNT,
    PREDICATE,
    STATUS,
    TARGET,
    triples_to_entity,
    triples_to_event,
)
from kgraph.graph.nodes import Nodes, named
from kgraph.graph.opening import open_for_reading, open_for_writing
from kgraph.graph.serialize import Scope, write
from kgraph.graph.sparql import Answer, run
from kgraph.graph.terms import (
    ABOUT,
    CLAIM,
    canonical_to_quads,
    node_to_article,
    node_to_claim,
    quads_to_extraction,
)
from kgraph.model import Article, Claim, Entity, Event, Extraction
from kgraph.ontology import KG, ontology_turtle, types

if TYPE_CHECKING:
    import rdflib

# So many articles are consolidated and written at a time; a build that is killed loses no more.
_BATCH = 200
# From so many quads on, writing sorted files is faster than going through the write-ahead log.
_BULK = 20_000


class Store:
    """Articles with their claims, and the entities and events that follow from them.

    Every article is written whole or not at all. Articles come before what follows from them,
    and the article's claim count in the default graph tells that it is accounted for; so a
    store whose writer was killed is made whole when it is next opened for writing.
    """

    def __init__(self, path: Path | str | None = None, *, read_only: bool = False) -> None:
        """Open the graph in the folder `path`, or an empty one in memory where it is None.

        Raises `GraphError` where the path is no graph, or another process is writing to it.
        """
        self.path = Path(path) if path is not None else None
        self.is_read_only = read_only
        self._open: ox.Store | None = None
        if self.path is None:
            self._open = ox.Store()
        elif read_only:
            self._open = open_for_reading(self.path)
        else:
            self._open = open_for_writing(self.path)
        if len(self._store) and not self._store.contains_named_graph(v.ONTOLOGY_GRAPH):
            self.close()
            raise GraphError(f"{path} holds another kind of Oxigraph store, not a graph of kgraph")
        if not read_only:
            self._publish_ontology()
            self._settle()

    @classmethod
    def read_only(cls, path: Path | str) -> Store:
        """The graph at `path` as it stands now, for queries; another process may be writing to it."""
        return cls(path, read_only=True)

    @property
    def _store(self) -> ox.Store:
        if self._open is None:
            raise GraphError("this graph is closed: open it again")
        return self._open

    def close(self) -> None:
        """Let go of the graph, so that others can write to it; closing twice does no harm."""
        self._open = None

    @property
    def is_closed(self) -> bool:
        """Whether the graph was let go of."""
        return self._open is None

    def __len__(self) -> int:
        """The number of quads."""
        return len(self._store)

    # --- writing ------------------------------------------------------------------------------

    def add(self, extractions: Iterable[Extraction]) -> None:
        """Add articles, each in the place of the one that had its id.

        Raises `GraphError` where an extraction cannot be written (its spans do not fit its
        text, a time is none ...); articles of earlier batches then stand in the graph.
        """
        self._writable()
        stream = iter(extractions)
        while batch := {e.article.id: canonical(e) for e in islice(stream, _BATCH)}:
            new, replaced = [], []
            for extraction in batch.values():
                quads = list(canonical_to_quads(extraction))
                graph = v.article_iri(extraction.article.id)
                if not self._store.contains_named_graph(graph):
                    new.append((extraction, quads))
                elif self._ground(graph) != set(quads):
                    replaced.append((extraction, quads))
            if new:
                self._add_new([e for e, _ in new], [quad for _, quads in new for quad in quads])
            if replaced:
                self._replace([e for e, _ in replaced], [quad for _, quads in replaced for quad in quads])

    def remove(self, article_ids: Iterable[str]) -> None:
        """Take articles out, and with each all that it alone said.

        Raises `NotFoundError` for an article that is not there; nothing is removed then.
        """
        self._writable()
        graphs = [self._graph_of(article_id) for article_id in dict.fromkeys(article_ids)]
        for start in range(0, len(graphs), _BATCH):
            gone = graphs[start : start + _BATCH]
            self._update(Derivation(self._store, gone=gone).change(), gone)

    def _add_new(self, extractions: list[Extraction], quads: list[ox.Quad]) -> None:
        change = Derivation(self._store, extractions).change()
        changed = {quad.subject for quad in change.deletes}
        # Article graphs and what stands on its own are one write. Where something already there
        # has to change, that and the mark that the articles are accounted for are a second.
        late = {
            quad
            for quad in change.inserts
            if changed and (quad.subject in changed or quad.predicate == CLAIM_COUNT)
        }
        self._extend([*quads, *(change.inserts - late)])
        if changed:
            self._update(Change(change.deletes, late))

    def _replace(self, extractions: list[Extraction], quads: list[ox.Quad]) -> None:
        graphs = [v.article_iri(extraction.article.id) for extraction in extractions]
        change = Derivation(self._store, extractions, gone=graphs).change()
        change.inserts.update(quads)
        self._update(change, graphs)

    def _settle(self) -> None:
        """Account for articles that a killed writer left behind."""
        settled = {quad.subject for quad in self._pattern(CLAIM_COUNT, None)}
        pending = [graph for graph in self._article_graphs() if graph not in settled]
        if pending:
            self._update(Derivation(self._store, pending=pending).change())

    def _publish_ontology(self) -> None:
        triples = ox.parse(ontology_turtle(), format=ox.RdfFormat.TURTLE)
        wanted = {ox.Quad(t.subject, t.predicate, t.object, v.ONTOLOGY_GRAPH) for t in triples}
        stored = set(self._store.quads_for_pattern(None, None, None, v.ONTOLOGY_GRAPH))
        if wanted != stored:
            self._update(Change(stored - wanted, wanted - stored))

    def _extend(self, quads: list[ox.Quad]) -> None:
        write_all = self._store.bulk_extend if len(quads) >= _BULK else self._store.extend
        try:
            write_all(quads)
        except OSError as exc:
            raise GraphError(f"the graph at {self.path} cannot be written: {exc}") from exc

    def _update(self, change: Change, dropped: Iterable[ox.NamedNode] = ()) -> None:
        """Make a change in one transaction: drop graphs, then delete, then insert."""
        steps = [f"DROP SILENT GRAPH {graph}" for graph in dropped]
        for verb, quads in (("DELETE", change.deletes), ("INSERT", change.inserts)):
            if quads:
                steps.append(f"{verb} DATA {{ {_quad_data(quads)} }}")
        try:
            self._store.update(";\n".join(steps))
        except OSError as exc:
            raise GraphError(f"the graph at {self.path} cannot be written: {exc}") from exc

    def _writable(self) -> None:
        if self.is_read_only:
            raise GraphError(f"the graph at {self.path} is open for reading only: open it for writing")

    # --- reading ------------------------------------------------------------------------------

    def articles(self) -> Iterator[Article]:
        """All articles, in the order of their ids' IRIs."""
        for graph in self._article_graphs():
            own = self._store.quads_for_pattern(graph, None, None, graph)
            yield node_to_article(Nodes.of(own)[graph])

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
        return next(self._read_events([node], with_claims=True))

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
        return self._read_events(sorted(found, key=str), with_claims=with_claims)

    def claims(self) -> Iterator[Claim]:
        """All claims, article by article, in the order of the text."""
        for graph in self._article_graphs():
            nodes = self._nodes(graph)
            yield from sorted((node_to_claim(nodes, node) for node in nodes.of_class(CLAIM)), key=claim_key)

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

    def _read_events(self, nodes: Iterable[ox.NamedNode], *, with_claims: bool) -> Iterator[Event]:
        entities: dict[str, Entity] = {}
        graphs: dict[ox.NamedNode, Nodes] = {}

        def entity(entity_id: str) -> Entity:
            if entity_id not in entities:
                entities[entity_id] = self.entity(entity_id)
            return entities[entity_id]

        for node in nodes:
            event = triples_to_event(self._about(node), entity)
            if not with_claims:
                yield event
                continue
            claims = []
            for quad in self._store.quads_for_pattern(None, ABOUT, node):
                graph = named(quad.graph_name)
                found = graphs.setdefault(graph, self._nodes(graph))
                claims.append(node_to_claim(found, found[named(quad.subject)]))
            claims.sort(key=lambda claim: (claim.article, claim_key(claim)))
            yield replace(event, claims=tuple(claims))


def is_article(node: object) -> bool:
    """Whether a node is an article, and so names a graph that holds one."""
    return isinstance(node, ox.NamedNode) and node.value.startswith(v.ARTICLE)


def _quad_data(quads: Iterable[ox.Quad]) -> str:
    """Quads as SPARQL quad data; the terms' own writer escapes whatever they hold."""
    by_graph: dict[ox.NamedNode | ox.BlankNode | ox.DefaultGraph, list[ox.Triple]] = defaultdict(list)
    for quad in quads:
        by_graph[quad.graph_name].append(quad.triple)
    parts = []
    for graph, triples in by_graph.items():
        data = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
        block = data.decode() if data else ""
        parts.append(block if graph == v.DEFAULT else f"GRAPH {graph} {{ {block} }}")
    return "\n".join(parts)


@cache
def _symmetric_predicates() -> frozenset[ox.NamedNode]:
    return frozenset(v.kg(type_.predicate) for type_ in types().values() if type_.symmetric)
