"""Patterns of quads as queries, and their solutions as quads."""

from __future__ import annotations

from collections import defaultdict
from itertools import compress, product
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph as ox

from kgraph.graph import vocabulary as v

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kgraph.graph.backend import Graph, Pattern, Term

OURS: Final = f'STRSTARTS(STR(?g), "{v.BASE}") && ?g != {v.REMOTE_JOURNAL}'
"""The condition that ?g is a graph of kgraph, the default one among them."""
_VARIABLES: Final = ("s", "p", "o", "g")
_BOOLEAN: Final = ox.NamedNode(f"{v.XSD}boolean")
# So many patterns fit one query with room to spare: whole graphs have a thousand quads, nodes a dozen.
_GRAPHS_AT_ONCE: Final = 8
_NODES_AT_ONCE: Final = 200


class Question:
    """A query for the quads that fit any of several patterns, which leave the same parts open."""

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        """A query for at least one pattern."""
        self.patterns = patterns
        first = patterns[0]
        given = [part is not None for part in first]
        if len(patterns) == 1 and not all(given):
            self._fixed = [None if part is None else _there(part) for part in first]
            values = ""
        else:
            self._fixed = [None] * len(first)
            rows = (" ".join(str(_there(part)) for part in pattern if part) for pattern in patterns)
            names = " ".join(f"?{name}" for name in compress(_VARIABLES, given))
            values = f"VALUES ({names}) {{ {' '.join(f'({row})' for row in rows)} }} " if any(given) else ""
        s, p, o, g = (
            f"?{name}" if fixed is None else str(fixed)
            for name, fixed in zip(_VARIABLES, self._fixed, strict=True)
        )
        ours = "" if given[-1] else f" FILTER({OURS})"
        self._names = " ".join(part for part in (s, p, o, g) if part.startswith("?"))
        self._where = f"{{ {values}GRAPH {g} {{ {s} {p} {o} }}{ours} }}"

    @property
    def sparql(self) -> str:
        """The query."""
        return f"SELECT {self._names} {self._where}"

    @property
    def count(self) -> str:
        """A query for how many solutions there are."""
        return f"SELECT (COUNT(*) AS ?n) {self._where}"

    @property
    def sorted(self) -> str:
        """The query with its solutions in an order that stays, and that can be cut into pages."""
        return f"SELECT * {{ {{ {self.sparql} ORDER BY {self._names} }} }}"

    def quads(self, solutions: Iterable[ox.QuerySolution]) -> Iterator[ox.Quad]:
        """The quads that solutions stand for."""
        for solution in solutions:
            s, p, o, g = self._terms(solution)
            yield ox.Quad(s, p, _here(o), v.DEFAULT if g == v.REMOTE_DEFAULT else g)

    def _terms(self, solution: ox.QuerySolution) -> Iterator[Any]:
        """Subject, predicate, object and graph of a solution."""
        for name, fixed in zip(_VARIABLES, self._fixed, strict=True):
            yield solution[name] if fixed is None else fixed

    def halves(self) -> tuple[Question, Question]:
        """Two questions that come to this one of several patterns."""
        middle = len(self.patterns) // 2
        return Question(self.patterns[:middle]), Question(self.patterns[middle:])


def questions(patterns: Iterable[Pattern]) -> Iterator[Question]:
    """Questions for all patterns, few enough in each that an endpoint will answer it."""
    by_shape: dict[tuple[bool, ...], list[Pattern]] = defaultdict(list)
    for pattern in dict.fromkeys(patterns):
        by_shape[tuple(part is not None for part in pattern)].append(pattern)
    for shape, alike in by_shape.items():
        size = _NODES_AT_ONCE if any(shape[:-1]) else _GRAPHS_AT_ONCE
        for start in range(0, len(alike), size):
            yield Question(alike[start : start + size])


def wider(pattern: Pattern) -> Iterator[Pattern]:
    """All patterns that hold at least the quads that one holds, itself among them."""
    for kept in product((True, False), repeat=len(pattern)):
        s, p, o, g = (part if keep else None for part, keep in zip(pattern, kept, strict=True))
        yield s, p, o, g  # type: ignore[misc]  # each is a part of the pattern or None


def graph_there(graph: Graph) -> ox.NamedNode | ox.BlankNode:
    """The name under which an endpoint holds a graph."""
    return v.REMOTE_DEFAULT if isinstance(graph, ox.DefaultGraph) else graph


def _there(part: Term | Graph) -> Term:
    return v.REMOTE_DEFAULT if isinstance(part, ox.DefaultGraph) else part


def _here(term: Term) -> Term:
    """A term as the embedded store would have kept it: Virtuoso makes numbers of truth values."""
    if isinstance(term, ox.Literal) and term.datatype == _BOOLEAN and term.value in {"0", "1"}:
        return ox.Literal("true" if term.value == "1" else "false", datatype=_BOOLEAN)
    return term
