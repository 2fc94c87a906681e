"""The graph on disk or in memory: articles in named graphs, what follows from them in the default graph."""

from __future__ import annotations

from collections import defaultdict
from itertools import islice
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING
from weakref import finalize

import pyoxigraph as ox

from kgraph.corrections import Correction, Corrections
from kgraph.errors import GraphError
from kgraph.graph import vocabulary as v
from kgraph.graph.backend import Distant
from kgraph.graph.canonical import canonical, rounded
from kgraph.graph.copies import COPIES_GRAPH
from kgraph.graph.correcting import corrections_to_quads
from kgraph.graph.derivation import Change, Derivation
from kgraph.graph.derived import CLAIM_COUNT
from kgraph.graph.nodes import named
from kgraph.graph.opening import open_for_reading, open_for_writing, open_remote, shown
from kgraph.graph.published import SHAPES_GRAPH, published
from kgraph.graph.reading import Reading, is_article
from kgraph.graph.recent import Recent
from kgraph.graph.remote.address import is_address
from kgraph.graph.terms import READ_AS, canonical_to_quads, quads_to_extraction

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kgraph.model import Extraction

# So many articles are consolidated and written at a time; a build that is killed loses no more.
_BATCH = 200
# From so many quads on, writing sorted files is faster than going through the write-ahead log.
_BULK = 20_000


class Store(Reading):
    """Articles with their claims, and the entities and events that follow from them.

    Every article is written whole or not at all, and what a method has written is on the disk, safe from a
    loss of power, when it returns. Articles come before what follows from them, and the article's claim count
    in the default graph tells that it is accounted for; so a store whose writer was killed is made whole when
    it is next opened for writing.
    """

    def __init__(self, path: Path | str | None = None, *, read_only: bool = False) -> None:
        """Open the graph in the folder `path`, or an empty one in memory where it is None.

        `path` may also be the address of a SPARQL endpoint (see `kgraph.graph.remote`). Raises `GraphError`
        where it is no graph, or another process is writing to the folder.
        """
        self.path = Path(path) if path is not None and not is_address(path) else None
        self.place = shown(path)
        self.is_read_only = read_only
        self._open_at = self.path
        self._tidy: finalize[..., Store] | None = None
        self._recent = Recent()
        if is_address(path):
            remote = open_remote(str(path), read_only=read_only)
            super().__init__(remote)
            self._tidy = finalize(self, remote.close)
        elif self.path is None:
            super().__init__(ox.Store())
        elif read_only:
            opened, self._open_at = open_for_reading(self.path)
            super().__init__(opened)
            self._tidy = finalize(self, rmtree, self._open_at, ignore_errors=True)
        else:
            super().__init__(open_for_writing(self.path))
        is_empty = not self.path or next(self._store.quads_for_pattern(None, None, None, None), None) is None
        if not is_empty and not self._store.contains_named_graph(v.ONTOLOGY_GRAPH):
            self.close()
            raise GraphError(f"{path} holds another kind of Oxigraph store, not a graph of kgraph")
        if not read_only:
            self._publish()
            self._settle()

    def close(self) -> None:
        """Let go of the graph, so that others can write to it; closing twice does no harm."""
        super().close()
        if self._tidy:
            self._tidy()

    @classmethod
    def read_only(cls, path: Path | str) -> Store:
        """The graph at `path` as it stands now, for queries; another process may be writing to it."""
        return cls(path, read_only=True)

    def add(self, extractions: Iterable[Extraction]) -> None:
        """Add articles, each in the place of the one that had its id, with the graph's corrections applied.

        Confidences are rounded (`canonical.rounded`). Raises `GraphError` where an extraction cannot be
        written (its spans do not fit its text, a time is none ...); articles of earlier batches then stand in
        the graph.
        """
        self._writable()
        corrections = self.corrections()
        stream = (put_right(canonical(rounded(extraction)), corrections) for extraction in extractions)
        while batch := {e.article.id: e for e in islice(stream, _BATCH)}:
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

    def correct(self, corrections: Iterable[Correction]) -> int:
        """Put corrections in the place of those in force; gives how many articles that changed.

        All is written at once: the corrections, the articles that they touch, and what follows from those.
        """
        self._writable()
        before = self.corrections()
        after = Corrections(corrections, withdrawn=before)
        graphs = {
            named(quad.graph_name)
            for entity_id in after.entity_ids
            for quad in (
                *self._store.quads_for_pattern(v.entity_iri(entity_id), v.DENOTED_BY, None),
                *self._store.quads_for_pattern(None, READ_AS, v.entity_iri(entity_id)),
            )
        }
        changed: dict[ox.NamedNode, Extraction] = {}
        for graph in sorted(graphs, key=str):
            extraction = quads_to_extraction(self._ground(graph))
            applied = put_right(extraction, after)
            if applied != extraction:
                changed[graph] = applied
        change = Derivation(self._store, list(changed.values()), gone=list(changed)).change()
        change.inserts.update(quad for e in changed.values() for quad in canonical_to_quads(e))
        old, new = set(corrections_to_quads(before)), set(corrections_to_quads(after))
        change.deletes.update(old - new)
        change.inserts.update(new - old)
        self._update(change, changed)
        return len(changed)

    def _add_new(self, extractions: list[Extraction], quads: list[ox.Quad]) -> None:
        # Nothing is taken as known if the writing fails, or where others may be writing to an endpoint.
        recent, self._recent = self._recent, Recent()
        derivation = Derivation(self._store, extractions)
        change = derivation.change(recent)
        changed = {quad.subject for quad in change.deletes}
        # Article graphs and what stands on its own are one write. Where something already there
        # has to change, that and the mark that the articles are accounted for are a second.
        late = {
            quad
            for quad in change.inserts
            if changed and (quad.subject in changed or is_article(quad.subject))
        }
        self._extend([*quads, *(change.inserts - late)])
        if changed:
            self._update(Change(change.deletes, late))
        if not isinstance(self._store, Distant):
            recent.learn(derivation.learned())
            self._recent = recent

    def _replace(self, extractions: list[Extraction], quads: list[ox.Quad]) -> None:
        graphs = [v.article_iri(extraction.article.id) for extraction in extractions]
        change = Derivation(self._store, extractions, gone=graphs).change()
        change.inserts.update(quads)
        self._update(change, graphs)

    def _settle(self) -> None:
        """Account for articles that a killed writer left behind."""
        settled = {quad.subject for quad in self._pattern(CLAIM_COUNT, None)}
        pending = [graph for graph in self._article_graphs() if graph not in settled]
        for start in range(0, len(pending), _BATCH):
            end = start + _BATCH
            now, later = pending[start:end], pending[end:]
            self._update(Derivation(self._store, pending=now, later=later).change())

    def _publish(self) -> None:
        """Bring ontology and shapes up to date; what followed from others is left to `_settle`."""
        stored = {
            quad
            for graph in (v.ONTOLOGY_GRAPH, SHAPES_GRAPH)
            for quad in self._store.quads_for_pattern(None, None, None, graph)
        }
        if stored != published():
            change = Change(stored - published(), set(published() - stored))
            self._update(change, [v.DEFAULT, COPIES_GRAPH])

    def _extend(self, quads: list[ox.Quad]) -> None:
        write_all = self._store.bulk_extend if len(quads) >= _BULK else self._store.extend
        try:
            write_all(quads)
            self._store.flush()
        except OSError as exc:
            raise GraphError(f"the graph at {self.path} cannot be written: {exc}") from exc

    def _update(self, change: Change, dropped: Iterable[ox.NamedNode | ox.DefaultGraph] = ()) -> None:
        """Make a change in one transaction: drop graphs, then delete, then insert."""
        self._recent = Recent()
        if isinstance(self._store, Distant):
            self._store.replace(dropped, change.deletes, change.inserts)
            return
        steps = [f"DROP SILENT {'DEFAULT' if g == v.DEFAULT else f'GRAPH {g}'}" for g in dropped]
        for verb, quads in (("DELETE", change.deletes), ("INSERT", change.inserts)):
            if quads:
                steps.append(f"{verb} DATA {{ {_quad_data(quads)} }}")
        try:
            self._store.update(";\n".join(steps))
            self._store.flush()
        except OSError as exc:
            raise GraphError(f"the graph at {self.path} cannot be written: {exc}") from exc

    def _writable(self) -> None:
        if self.is_read_only:
            raise GraphError(f"the graph at {self.place} is open for reading only: open it for writing")


def put_right(extraction: Extraction, corrections: Corrections) -> Extraction:
    """A canonical extraction with corrections applied, canonical again."""
    applied = corrections.applied(extraction)
    return extraction if applied is extraction else canonical(applied)


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
