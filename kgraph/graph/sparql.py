"""Asking a store in SPARQL: answers as plain Python values, mistakes as errors for people."""

from __future__ import annotations

import re
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from threading import Thread
from typing import TYPE_CHECKING, Final, Literal

import pyoxigraph as ox

from kgraph.errors import QueryError
from kgraph.graph import vocabulary as v

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from kgraph.graph.backend import Backend, Results

Value = str | int | float | bool | date | datetime | None
Kind = Literal["select", "ask", "construct"]

RESULT_FORMATS: Final = {
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
}
GRAPH_FORMATS: Final = {
    "ttl": ox.RdfFormat.TURTLE,
    "json": ox.RdfFormat.JSON_LD,
    "xml": ox.RdfFormat.RDF_XML,
}
_READERS: Final[dict[str, Callable[[str], Value]]] = {
    **{f"{v.XSD}{name}": int for name in ("integer", "int", "long", "nonNegativeInteger")},
    **{f"{v.XSD}{name}": float for name in ("decimal", "double", "float")},
    f"{v.XSD}boolean": lambda value: value in {"true", "1"},
    f"{v.XSD}date": date.fromisoformat,
    f"{v.XSD}dateTime": datetime.fromisoformat,
}
_POSITION = re.compile(r"error at (\d+):(\d+): ")
# What may hold the word SERVICE without meaning it: comments, IRIs, strings, variables, and names
# with a prefix. The order is that of SPARQL's own tokens.
_HARMLESS = re.compile(
    r"""<[^<>"{}|^`\\\x00-\x20]*> | \#[^\r\n]*
      | \"{3}.*?(?<!\\)\"{3} | '{3}.*?(?<!\\)'{3}
      | "(?:[^"\\\r\n]|\\.)*" | '(?:[^'\\\r\n]|\\.)*'
      | [?$]\w+ | [\w.-]*:[\w.:%-]*""",
    re.VERBOSE | re.DOTALL,
)
_SERVICE = re.compile(r"\bSERVICE\b", re.IGNORECASE)
_PREFIX_DECLARED = re.compile(r"\bPREFIX\s+([\w.-]*):", re.IGNORECASE)
_PREFIX_USED = re.compile(r"([A-Za-z][\w.-]*):")


class Iri(str):
    """An IRI among the values of an answer; otherwise a plain string."""

    __slots__ = ()

    @property
    def short(self) -> str:
        """The IRI with its prefix, where one is bound: "ent:Twitter"."""
        return v.shorten(self)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query gives: solutions ("select"), a truth ("ask") or triples ("construct").

    `rows` holds plain values in the order of `variables`; the one row of an "ask" is its truth.
    """

    kind: Kind
    variables: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    _data: bytes

    def serialized(self, format_name: str) -> str:
        """The answer as csv, tsv, json, xml, or (triples only) ttl, in the formats of the W3C.

        Raises `QueryError` where the kind of answer has no such format.
        """
        if self.kind == "construct":
            format_ = GRAPH_FORMATS.get(format_name)
            if format_ is None:
                raise QueryError(f"triples have no format {format_name!r}: use {', '.join(GRAPH_FORMATS)}")
            quads = ox.parse(self._data, format=ox.RdfFormat.N_TRIPLES)
            data = ox.serialize((quad.triple for quad in quads), format=format_, prefixes=v.PREFIXES)
        else:
            results = RESULT_FORMATS.get(format_name)
            if results is None:
                raise QueryError(f"rows have no format {format_name!r}: use {', '.join(RESULT_FORMATS)}")
            parsed = ox.parse_query_results(self._data, format=ox.QueryResultsFormat.JSON)
            data = parsed.serialize(format=results)
        return data.decode() if data else ""


def run(store: Backend, sparql: str, *, union: bool = False) -> Answer:
    """The answer of `store` to `sparql`; raises `QueryError`."""
    refuse_federation(sparql)

    def answer() -> Answer:
        return _answer(store.query(sparql, prefixes=v.PREFIXES, use_default_graph_as_union=union))

    try:
        return _interruptible(answer)
    except SyntaxError as exc:
        raise QueryError(explain(sparql, str(exc))) from exc
    except (OSError, ValueError, RuntimeError) as exc:
        raise QueryError(f"the query failed: {exc}") from exc


def _interruptible(work: Callable[[], Answer]) -> Answer:
    """What `work` gives or raises, done beside this thread, so that Ctrl-C ends the wait for it.

    A query is one call into Pyoxigraph, which sees no signal; one that joins all with all would
    hold its terminal for hours. Left alone, it ends with the process.
    """
    done: Future[Answer] = Future()

    def fulfil() -> None:
        try:
            done.set_result(work())
        except BaseException as exc:  # noqa: BLE001 - raised again below, in the thread that asked
            done.set_exception(exc)

    Thread(target=fulfil, name="kgraph-query", daemon=True).start()
    return done.result()


def _answer(result: Results) -> Answer:
    if isinstance(result, ox.QueryBoolean):
        data = result.serialize(format=ox.QueryResultsFormat.JSON)
        return Answer("ask", ("answer",), ((bool(result),),), data or b"")
    if isinstance(result, ox.QueryTriples):
        # Sorted, so that the same question always gives the same answer.
        data = ox.serialize(result, format=ox.RdfFormat.N_TRIPLES) or b""
        data = b"".join(sorted(data.splitlines(keepends=True)))
        quads = ox.parse(data, format=ox.RdfFormat.N_TRIPLES)
        rows = tuple((_plain(q.subject), _plain(q.predicate), _plain(q.object)) for q in quads)
        return Answer("construct", ("subject", "predicate", "object"), rows, data)
    variables = tuple(variable.value for variable in result.variables)
    data = result.serialize(format=ox.QueryResultsFormat.JSON) or b""
    again = ox.parse_query_results(data, format=ox.QueryResultsFormat.JSON)
    return Answer("select", variables, tuple(_rows(again)), data)


def _rows(solutions: Iterable[ox.QuerySolution] | ox.QueryBoolean) -> Iterator[tuple[Value, ...]]:
    if isinstance(solutions, ox.QueryBoolean):
        return
    for solution in solutions:
        yield tuple(None if term is None else _plain(term) for term in solution)


def _plain(term: object) -> Value:
    """A term as a plain value: numbers, truth values and days as such, all else as text."""
    if isinstance(term, ox.NamedNode):
        return Iri(term.value)
    if not isinstance(term, ox.Literal):
        return str(term)
    read = _READERS.get(term.datatype.value)
    try:
        return read(term.value) if read else term.value
    except ValueError:
        # Years before 1 or beyond 9999, for one, are RDF but no Python date.
        return term.value


def refuse_federation(sparql: str) -> None:
    """Raise `QueryError` for a query that would ask another endpoint."""
    if _SERVICE.search(_HARMLESS.sub(" ", sparql)):
        raise QueryError("SERVICE is not allowed: queries ask this graph only, and nothing on the network")


def explain(sparql: str, message: str) -> str:
    """What is wrong with a query, in one line, from the parser's message."""
    place = _POSITION.search(message)
    where = f"line {place[1]}, column {place[2]}: " if place else ""
    if unknown := _unknown_prefix(sparql):
        close = get_close_matches(unknown, v.PREFIXES, n=1)
        hint = f"did you mean {close[0]}:?" if close else f"there are {', '.join(v.PREFIXES)}"
        return f"{where}the prefix {unknown}: is not known; {hint}"
    # The parser lists every token and range of characters that could have stood there, which
    # helps nobody; where it stopped does.
    lines = sparql.splitlines()
    if place is None or not sparql.strip():
        return (
            f"this is not SPARQL: {' '.join(message.split())[:120]}"
            if sparql.strip()
            else "the query is empty"
        )
    line = lines[int(place[1]) - 1] if int(place[1]) <= len(lines) else ""
    column = int(place[2]) - 1
    return (
        f"{where}not SPARQL at or just before the mark: {line[:column].lstrip()} ⟨!⟩ {line[column:].rstrip()}"
    )


def names_used(sparql: str, prefix: str) -> list[str]:
    """The local names that a query uses with a prefix, each once, in their order."""
    found = re.findall(rf"(?<![\w.-]){prefix}:([\w%-]+)", _without_texts(sparql))
    return list(dict.fromkeys(found))


def _without_texts(sparql: str) -> str:
    """A query without what may hold anything: IRIs in full, strings and comments."""
    return re.sub(r"<[^<>\s]*>|\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|#[^\n]*", " ", sparql)


def _unknown_prefix(sparql: str) -> str | None:
    bare = _without_texts(sparql)
    known = {*v.PREFIXES, *_PREFIX_DECLARED.findall(bare)}
    used = [name for name in _PREFIX_USED.findall(bare) if name not in known]
    return used[0] if used else None
