"""A graph in a SPARQL endpoint, with the methods of an embedded store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from kgraph.graph import vocabulary as v
from kgraph.graph.copies import COPIES_GRAPH
from kgraph.graph.correcting import CORRECTIONS_GRAPH
from kgraph.graph.published import SHAPES_GRAPH
from kgraph.graph.remote import asking
from kgraph.graph.remote.answers import Answers
from kgraph.graph.remote.endpoint import TruncatedError
from kgraph.graph.remote.journal import Journal, Rewrite
from kgraph.graph.remote.paging import paged
from kgraph.graph.remote.patterns import OURS, Question, graph_there, questions, wider

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kgraph.graph.backend import Graph, Pattern, Results, Subject, Term
    from kgraph.graph.remote.endpoint import Endpoint

_NODES_AT_ONCE: Final = 100
_OTHERS: Final = (v.ONTOLOGY_GRAPH, SHAPES_GRAPH, CORRECTIONS_GRAPH, COPIES_GRAPH)
# Articles are found by what stands once in each; looking for all graphs would look at all quads.
_GRAPHS: Final = (
    f"SELECT DISTINCT ?g {{ {{ GRAPH ?g {{ ?g {v.A} {v.NEWS_ARTICLE} }} FILTER({OURS}) }} UNION "
    f"{{ VALUES ?g {{ {' '.join(map(str, _OTHERS))} }} GRAPH ?g {{ ?s ?p ?o }} }} }}"
)


class Remote:
    """A `kgraph.graph.backend.Distant` over an endpoint.

    Every method raises `GraphError` where the endpoint cannot be reached or refuses.
    """

    def __init__(self, endpoint: Endpoint) -> None:
        """The graph in an endpoint; asks nothing yet."""
        self._endpoint = endpoint
        self._journal = Journal(endpoint)
        self._answers = Answers(endpoint, self)

    def close(self) -> None:
        """Let go of the connection."""
        self._endpoint.close()

    def recover(self) -> None:
        """Finish a change that was broken off; for who is about to write."""
        self._journal.finish()

    # --- quads --------------------------------------------------------------------------------

    def quads_for_pattern(
        self,
        subject: Subject | None,
        predicate: ox.NamedNode | None,
        value: Term | None,
        graph_name: Graph | None = None,
        /,
    ) -> Iterator[ox.Quad]:
        """The quads that fit."""
        return self._fetched(Question([(subject, predicate, value, graph_name)]))

    def ahead(self, patterns: Iterable[Pattern], /) -> View:
        """A view near which the quads that fit any of the patterns are kept, fetched at once."""
        return View(self._endpoint).ahead(patterns)

    def __len__(self) -> int:
        """The number of quads."""
        return self._number(f"SELECT (COUNT(*) AS ?n) {{ GRAPH ?g {{ ?s ?p ?o }} FILTER({OURS}) }}")

    def contains_named_graph(self, graph_name: Graph, /) -> bool:
        """Whether there is a graph of that name."""
        return bool(self._endpoint.ask(f"ASK {{ GRAPH {graph_there(graph_name)} {{ ?s ?p ?o }} }}"))

    def named_graphs(self) -> Iterator[ox.NamedNode | ox.BlankNode]:
        """The names of all graphs but the default one."""
        for solution in self._endpoint.select(_GRAPHS):
            yield solution["g"]

    def dump(
        self,
        output: None = None,
        /,
        format: ox.RdfFormat | None = None,  # noqa: A002 - as `ox.Store` calls it
        *,
        from_graph: Graph | None = None,
    ) -> bytes | None:
        """The triples of a graph, in a format."""
        quads = self.quads_for_pattern(None, None, None, from_graph)
        return ox.serialize((quad.triple for quad in quads), output, format=format)

    # --- changes ------------------------------------------------------------------------------

    def extend(self, quads: Iterable[ox.Quad], /) -> None:
        """Put quads in: all, or none."""
        self.replace((), (), quads)

    bulk_extend = extend

    def flush(self) -> None:
        """Do nothing: what was sent is the server's."""

    def replace(
        self, dropped: Iterable[Graph], deletes: Iterable[ox.Quad], inserts: Iterable[ox.Quad], /
    ) -> None:
        """Drop graphs, take quads out and put others in: all of it, or nothing (see `journal`)."""
        self._journal.carry_out(Rewrite(tuple(dropped), tuple(deletes), tuple(inserts)))

    # --- questions ----------------------------------------------------------------------------

    def counted(self, query: str, nodes: Iterable[ox.NamedNode], /) -> Iterator[ox.QuerySolution]:
        """The solutions of a SELECT whose `%s` stands for the nodes, asked in portions of those."""
        portions = [sorted(nodes, key=str)]
        while portions:
            portion = portions.pop()
            if len(portion) <= _NODES_AT_ONCE:
                try:
                    asked = asking.read(query % " ".join(map(str, portion)))
                    yield from self._endpoint.select(asked.text(rest=asking.confined(asked.rest)))
                    continue
                except TruncatedError:
                    if len(portion) == 1:
                        raise
            portions += [portion[: len(portion) // 2], portion[len(portion) // 2 :]]

    def query(
        self,
        sparql: str,
        /,
        *,
        prefixes: dict[str, str] | None = None,
        use_default_graph_as_union: bool = False,
    ) -> Results:
        """The results of a user's query (see `answers`).

        Raises `SyntaxError` where it is none, and `QueryError` where the endpoint will not answer it.
        """
        return self._answers.to(sparql, prefixes, union=use_default_graph_as_union)

    # --- inside -------------------------------------------------------------------------------

    def _fetched(self, question: Question) -> Iterator[ox.Quad]:
        try:
            yield from question.quads(self._endpoint.select(question.sparql))
        except TruncatedError as exc:
            if len(question.patterns) > 1:
                for half in question.halves():
                    yield from self._fetched(half)
            else:
                rows = paged(
                    self._endpoint.select, question.sorted, lambda: self._number(question.count), exc
                )
                yield from question.quads(rows)

    def _number(self, sparql: str) -> int:
        (solution,) = self._endpoint.select(sparql)
        return int(solution["n"].value)


class View(Remote):
    """A graph some of whose quads have been fetched, as they were then; for one task, and no writing."""

    def __init__(self, endpoint: Endpoint) -> None:
        """A view near which nothing is kept yet."""
        super().__init__(endpoint)
        self._near = ox.Store()
        self._covered: set[Pattern] = set()

    def quads_for_pattern(
        self,
        subject: Subject | None,
        predicate: ox.NamedNode | None,
        value: Term | None,
        graph_name: Graph | None = None,
        /,
    ) -> Iterator[ox.Quad]:
        """The quads that fit, from nearby where they were fetched."""
        pattern = (subject, predicate, value, graph_name)
        if self._covered.isdisjoint(wider(pattern)):
            return super().quads_for_pattern(*pattern)
        return self._near.quads_for_pattern(*pattern)

    def ahead(self, patterns: Iterable[Pattern], /) -> View:
        """The view itself, with these patterns fetched."""
        wanted = [pattern for pattern in patterns if self._covered.isdisjoint(wider(pattern))]
        for question in questions(wanted):
            self._near.extend(self._fetched(question))
        self._covered.update(wanted)
        return self
