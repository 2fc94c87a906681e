"""Changes that an endpoint makes wholly or not at all, however many requests they take.

SPARQL knows no transactions beyond a request, and servers bound the size of that. So a change is first
written down in a graph of its own, then made, then struck out. Who opens the graph for writing makes a
change that was written down in full and not struck out; one that is not there in full was never begun.
Making a change twice comes to the same.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections import defaultdict
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from kgraph.errors import GraphError
from kgraph.graph import vocabulary as v
from kgraph.graph.remote.endpoint import RefusedError
from kgraph.graph.remote.patterns import Question, graph_there

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kgraph.graph.backend import Graph
    from kgraph.graph.remote.endpoint import Endpoint

_PART: Final = v.kg("part")
_PART_SIZE: Final = 60_000  # characters of a literal, whose cost to Virtuoso grows with their square
# Virtuoso refuses updates of some five thousand triples, or of some seven hundred graphs.
_TRIPLES_AT_ONCE: Final = 1_000
_CHARACTERS_AT_ONCE: Final = 300_000
_GRAPHS_AT_ONCE: Final = 50
# Virtuoso cuts longer IRIs off and says nothing, so that two of them may become one.
_MAX_IRI: Final = 1_800
_MAX_LITERAL: Final = 9_000_000


@dataclass(frozen=True, slots=True)
class Rewrite:
    """Graphs to drop, then quads to take out, then quads to put in."""

    dropped: tuple[Graph, ...]
    deletes: tuple[ox.Quad, ...]
    inserts: tuple[ox.Quad, ...]

    def steps(self) -> Iterator[str]:
        """The change as updates of a size that endpoints take."""
        for start in range(0, len(self.dropped), _GRAPHS_AT_ONCE):
            some = self.dropped[start : start + _GRAPHS_AT_ONCE]
            yield ";\n".join(f"DROP SILENT GRAPH {graph_there(graph)}" for graph in some)
        for verb, quads in (("DELETE", self.deletes), ("INSERT", self.inserts)):
            for portion in _portions(quads):
                blocks = (f"GRAPH {graph} {{ {triples} }}" for graph, triples in portion.items())
                # A statement for each graph: of several graphs in one, Virtuoso leaves text in a language
                # undeleted.
                yield ";\n".join(f"{verb} DATA {{ {block} }}" for block in blocks)

    def check(self) -> None:
        """Raise `GraphError` where a term is too long to be kept."""
        for quad in self.inserts:
            for term in (quad.subject, quad.object):
                if isinstance(term, ox.NamedNode) and len(term.value) > _MAX_IRI:
                    raise GraphError(
                        f"{term.value[:80]}... has {len(term.value):,} characters, and endpoints keep no "
                        f"more than {_MAX_IRI:,} of a name: give the article a shorter id"
                    )
                if isinstance(term, ox.Literal) and len(term.value.encode()) > _MAX_LITERAL:
                    raise GraphError(
                        f"{quad.subject} has a text of more than {_MAX_LITERAL:,} bytes, which endpoints do "
                        "not keep: cut the article into several"
                    )


class Journal:
    """The one change that is being made, written down in the endpoint."""

    def __init__(self, endpoint: Endpoint) -> None:
        """The journal of `endpoint`."""
        self._endpoint = endpoint
        self._is_clear = False

    def carry_out(self, change: Rewrite) -> None:
        """Make a change, so that it is finished later where it breaks off."""
        change.check()
        if not self._is_clear:
            self.finish()
        self._is_clear = False
        for step in Rewrite((), (), tuple(_written(change))).steps():
            self._endpoint.update(step)
        self._make(change)

    def finish(self) -> None:
        """Make the change that was broken off, if there is one."""
        question = Question([(v.REMOTE_JOURNAL, _PART, None, v.REMOTE_JOURNAL)])
        quads = list(question.quads(self._endpoint.select(question.sparql)))
        if quads:
            try:
                self._make(_read(quads) or Rewrite((), (), ()))
            except RefusedError as exc:
                raise GraphError(
                    f"a change that was broken off cannot be finished ({exc}): put that right, or give the "
                    f"change up by dropping the graph {v.REMOTE_JOURNAL}"
                ) from exc
        self._is_clear = True

    def _make(self, change: Rewrite) -> None:
        for step in change.steps():
            self._endpoint.update(step)
        self._endpoint.update(f"DROP SILENT GRAPH {v.REMOTE_JOURNAL}")
        self._is_clear = True


def _written(change: Rewrite) -> Iterator[ox.Quad]:
    """A change as numbered literals, each with the digest of the whole."""
    record = {
        "dropped": [graph_there(graph).value for graph in change.dropped],
        **{name: _n_quads(getattr(change, name)) for name in ("deletes", "inserts")},
    }
    data = base64.b64encode(zlib.compress(json.dumps(record).encode())).decode()
    digest = sha256(data.encode()).hexdigest()
    for number, start in enumerate(range(0, len(data), _PART_SIZE)):
        part = ox.Literal(f"{digest} {number} {data[start : start + _PART_SIZE]}")
        yield ox.Quad(v.REMOTE_JOURNAL, _PART, part, v.REMOTE_JOURNAL)


def _read(quads: Iterable[ox.Quad]) -> Rewrite | None:
    """What `_written` wrote; None where some of it is missing."""
    parts = [quad.object.value.split(" ", 2) for quad in quads if isinstance(quad.object, ox.Literal)]
    data = "".join(part for _, _, part in sorted(parts, key=lambda part: int(part[1])))
    if {digest for digest, _, _ in parts} != {sha256(data.encode()).hexdigest()}:
        return None
    record = json.loads(zlib.decompress(base64.b64decode(data)))
    deletes, inserts = (
        tuple(ox.parse(record[name], format=ox.RdfFormat.N_QUADS)) for name in ("deletes", "inserts")
    )
    return Rewrite(tuple(map(ox.NamedNode, record["dropped"])), deletes, inserts)


def _n_quads(quads: Iterable[ox.Quad]) -> str:
    return (ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b"").decode()


def _portions(quads: Iterable[ox.Quad]) -> Iterator[dict[str, str]]:
    """Triples by their graphs, not too many at a time; the terms' own writer escapes whatever they hold."""
    portion: dict[str, str] = defaultdict(str)
    triples = size = 0
    for quad in sorted(quads, key=lambda quad: str(quad.graph_name)):
        line = f"{quad.triple} .\n"
        graph = str(graph_there(quad.graph_name))
        is_full = triples == _TRIPLES_AT_ONCE or (len(portion) == _GRAPHS_AT_ONCE and graph not in portion)
        if triples and (is_full or size + len(line) > _CHARACTERS_AT_ONCE):
            yield portion
            portion, triples, size = defaultdict(str), 0, 0
        portion[graph] += line
        triples, size = triples + 1, size + len(line)
    if triples:
        yield portion
