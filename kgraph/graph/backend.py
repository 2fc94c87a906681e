"""What the graph asks of the store beneath it: an `ox.Store` on this machine, or an endpoint on the network.

Whatever reads or writes a graph is written against these protocols. A store that answers over the network
is `Distant` as well: it is told beforehand what will be asked, and takes a change as a whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeAlias, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pyoxigraph as ox

    Subject: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Triple
    Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
    Graph: TypeAlias = ox.NamedNode | ox.BlankNode | ox.DefaultGraph
    Results: TypeAlias = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples

    Pattern: TypeAlias = tuple[Subject | None, ox.NamedNode | None, Term | None, Graph | None]
    """Subject, predicate, object and graph of the quads wanted; None stands for any."""


class Backend(Protocol):
    """What holds quads; `ox.Store` is one as it is."""

    def quads_for_pattern(
        self,
        subject: Subject | None,
        predicate: ox.NamedNode | None,
        value: Term | None,
        graph_name: Graph | None = None,
        /,
    ) -> Iterator[ox.Quad]:
        """The quads that fit, of any graph where `graph_name` is None."""

    def query(
        self,
        sparql: str,
        /,
        *,
        prefixes: dict[str, str] | None = None,
        use_default_graph_as_union: bool = False,
    ) -> Results:
        """The results of a SPARQL query; raises `SyntaxError` where it is none."""

    def contains_named_graph(self, graph_name: Graph, /) -> bool:
        """Whether there is a graph of that name."""

    def named_graphs(self) -> Iterator[ox.NamedNode | ox.BlankNode]:
        """The names of all graphs but the default one."""

    def dump(
        self,
        output: None = None,
        /,
        format: ox.RdfFormat | None = None,  # noqa: A002 - as `ox.Store` calls it
        *,
        from_graph: Graph | None = None,
    ) -> bytes | None:
        """The triples of a graph, in a format."""

    def extend(self, quads: Iterable[ox.Quad], /) -> None:
        """Put quads in."""

    def bulk_extend(self, quads: Iterable[ox.Quad], /) -> None:
        """Put many quads in."""

    def flush(self) -> None:
        """Have all that was put in on the disk."""

    def __len__(self) -> int:
        """The number of quads."""


@runtime_checkable
class Distant(Backend, Protocol):
    """A store to which every question is a journey."""

    def ahead(self, patterns: Iterable[Pattern], /) -> Distant:
        """A view of the store near which the quads that fit any of the patterns are kept, fetched at once.

        What is fetched ahead of a view stays near the view itself.
        """

    def counted(self, query: str, nodes: Iterable[ox.NamedNode], /) -> Iterator[ox.QuerySolution]:
        """The solutions of a SELECT whose `%s` stands for the nodes, asked in portions of those."""

    def replace(
        self, dropped: Iterable[Graph], deletes: Iterable[ox.Quad], inserts: Iterable[ox.Quad], /
    ) -> None:
        """Drop graphs, take quads out and put others in: all of it, or nothing."""
