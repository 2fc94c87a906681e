"""Answers in the formats of the W3C, for a server: written bit by bit, and cut where they grow too long."""

from __future__ import annotations

import io
import json
import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final, cast

import pyoxigraph as ox

from kgraph.errors import QueryError
from kgraph.graph import vocabulary as v
from kgraph.graph.nodes import integer, text
from kgraph.graph.serialize import fit_for_xml, xml_text
from kgraph.graph.sparql import explain, refuse_federation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kgraph.graph.sparql import Kind

Binding = dict[str, dict[str, str]]
"""A row as the W3C's JSON has it: for each variable that is bound the type and value of its term."""


@dataclass(frozen=True, slots=True)
class Format:
    """A way to write an answer; the first of its media types is the one it goes by."""

    name: str
    media_types: tuple[str, ...]
    writer: ox.QueryResultsFormat | ox.RdfFormat


@dataclass(frozen=True, slots=True)
class Limits:
    """How long an answer may become, in rows (or triples) and in bytes."""

    rows: int
    size: int


_RESULTS, _RDF = ox.QueryResultsFormat, ox.RdfFormat
RESULT_FORMATS: Final = (
    Format("json", ("application/sparql-results+json", "application/json"), _RESULTS.JSON),
    Format("xml", ("application/sparql-results+xml", "application/xml", "text/xml"), _RESULTS.XML),
    Format("csv", ("text/csv",), _RESULTS.CSV),
    Format("tsv", ("text/tab-separated-values",), _RESULTS.TSV),
)
RDF_FORMATS: Final = (
    Format("ttl", ("text/turtle", "application/x-turtle"), _RDF.TURTLE),
    Format("nt", ("application/n-triples",), _RDF.N_TRIPLES),
    Format("rdf", ("application/rdf+xml", "application/xml", "text/xml"), _RDF.RDF_XML),
    Format("jsonld", ("application/ld+json", "application/json"), _RDF.JSON_LD),
    Format("trig", ("application/trig",), _RDF.TRIG),
    Format("nq", ("application/n-quads",), _RDF.N_QUADS),
)

_SD: Final = "http://www.w3.org/ns/sparql-service-description#"
_VOID: Final = "http://rdfs.org/ns/void#"
_LISTED_GRAPHS: Final = 1_000  # in the description of the service
_PLAIN_STRING: Final = f"{v.XSD}string"
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


class Triples:
    """Triples or quads, which can be written in any of `RDF_FORMATS`."""

    def __init__(self, statements: Iterable[ox.Triple | ox.Quad]) -> None:
        """What is to be written."""
        self._statements = statements

    def write(self, form: Format, limits: Limits) -> tuple[bytes, bool]:
        """The statements in a format of `RDF_FORMATS`, and whether they were cut.

        Formats without graphs are given what all graphs say.
        """
        writer = form.writer
        if not isinstance(writer, ox.RdfFormat):
            raise QueryError(f"triples have no format {form.name!r}")
        output, cut = io.BytesIO(), [False]

        def limited() -> Iterator[ox.Triple | ox.Quad]:
            for count, statement in enumerate(self._statements):
                if count >= limits.rows or output.tell() > limits.size:
                    cut[0] = True
                    return
                yield statement

        def triples() -> Iterator[ox.Triple]:
            for statement in limited():
                triple = statement.triple if isinstance(statement, ox.Quad) else statement
                yield fit_for_xml(triple) if writer == ox.RdfFormat.RDF_XML else triple

        with _told():
            written = cast("Iterator[ox.Quad]", limited()) if writer.supports_datasets else triples()
            ox.serialize(written, output, format=writer, prefixes=v.PREFIXES)
        return output.getvalue(), cut[0]

    def bindings(self, limits: Limits) -> tuple[list[Binding], bool]:
        """The statements as rows of subject, predicate and object, and whether they were cut."""
        rows: list[Binding] = []
        with _told():
            for statement in self._statements:
                if len(rows) >= limits.rows:
                    return rows, True
                rows.append(
                    {
                        "subject": _term(statement.subject),
                        "predicate": _term(statement.predicate),
                        "object": _term(statement.object),
                    }
                )
        return rows, False


class Asked:
    """What a query gives, not yet worked out: most of the work is done while it is written."""

    def __init__(self, result: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples) -> None:
        """What the store gave."""
        self._result = result

    @property
    def kind(self) -> Kind:
        """Either "select", "ask" or "construct"."""
        if isinstance(self._result, ox.QueryBoolean):
            return "ask"
        return "construct" if isinstance(self._result, ox.QueryTriples) else "select"

    @property
    def formats(self) -> tuple[Format, ...]:
        """The formats in which such an answer can be written."""
        return RDF_FORMATS if self.kind == "construct" else RESULT_FORMATS

    @property
    def variables(self) -> tuple[str, ...]:
        """The names of the columns."""
        if isinstance(self._result, ox.QuerySolutions):
            return tuple(variable.value for variable in self._result.variables)
        return ("answer",) if self.kind == "ask" else ("subject", "predicate", "object")

    def bindings(self, limits: Limits) -> tuple[list[Binding], bool]:
        """The rows of a table, and whether they were cut; an ASK has one. Raises `QueryError`."""
        if isinstance(self._result, ox.QueryBoolean):
            return [{"answer": {"type": "literal", "value": "yes" if self._result else "no"}}], False
        if isinstance(self._result, ox.QueryTriples):
            return Triples(self._result).bindings(limits)
        with _told():
            rows = list(islice(self._rows(self._result), limits.rows + 1))
        return rows[: limits.rows], len(rows) > limits.rows

    def write(self, form: Format, limits: Limits) -> tuple[bytes, bool]:
        """The answer in one of `formats`, and whether it was cut. Raises `QueryError`."""
        result, writer = self._result, form.writer
        if isinstance(result, ox.QueryTriples):
            return Triples(result).write(form, limits)
        if not isinstance(writer, ox.QueryResultsFormat):
            raise QueryError(f"rows have no format {form.name!r}")
        with _told():
            if isinstance(result, ox.QueryBoolean):
                return result.serialize(format=writer) or b"", False
            rows: list[str] = []
            cut, size = False, 0
            for row in self._rows(result, xml=writer == ox.QueryResultsFormat.XML):
                if len(rows) >= limits.rows or size > limits.size:
                    cut = True
                    break
                rows.append(json.dumps(row, ensure_ascii=False))
                size += len(rows[-1])
            head = json.dumps({"vars": self.variables}, ensure_ascii=False)
            data = f'{{"head":{head},"results":{{"bindings":[{",".join(rows)}]}}}}'.encode()
            if writer == ox.QueryResultsFormat.JSON:
                return data, cut
            again = ox.parse_query_results(data, format=ox.QueryResultsFormat.JSON)
            return again.serialize(format=writer) or b"", cut

    def _rows(self, solutions: ox.QuerySolutions, *, xml: bool = False) -> Iterator[Binding]:
        names = self.variables
        for solution in solutions:
            row = {name: _term(term) for name, term in zip(names, solution, strict=True) if term is not None}
            if xml:
                for term in row.values():
                    term["value"] = xml_text(term["value"])
            yield row


class _told:  # noqa: N801 - reads as what it does
    """Raises what goes wrong inside a query as `QueryError`."""

    def __enter__(self) -> None:
        """Nothing yet."""

    def __exit__(self, _: object, problem: BaseException | None, __: object) -> None:
        """Tell a failure of the store for people."""
        if isinstance(problem, OSError | ValueError | RuntimeError):
            raise QueryError(f"the query failed: {problem}") from problem


def ask(
    store: ox.Store, sparql: str, default_graphs: Sequence[str] = (), named_graphs: Sequence[str] = ()
) -> Asked:
    """What `store` gives for a query, over the graphs of those IRIs where any are given.

    Then these are all that the query sees, whatever its own FROM says, as the SPARQL protocol has it. Raises
    `QueryError` for a mistake in the query, for SERVICE, and for what is no IRI.
    """
    if _SURROGATE.search(sparql):
        raise QueryError("the query is not valid Unicode text")
    refuse_federation(sparql)
    default: list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph] = [
        _graph("default-graph-uri", iri) for iri in default_graphs
    ]
    named: list[ox.NamedNode | ox.BlankNode] = [_graph("named-graph-uri", iri) for iri in named_graphs]
    with _told():
        try:
            if default or named:
                return Asked(
                    store.query(sparql, prefixes=v.PREFIXES, default_graph=default, named_graphs=named)
                )
            return Asked(store.query(sparql, prefixes=v.PREFIXES))
        except SyntaxError as exc:
            raise QueryError(explain(sparql, str(exc))) from exc


def service_description(store: ox.Store, endpoint: str) -> Triples:
    """What the endpoint at that address offers, in the W3C's vocabulary for it."""
    service, dataset, default = (ox.NamedNode(endpoint + part) for part in ("", "#dataset", "#default"))

    def sd(name: str) -> ox.NamedNode:
        return ox.NamedNode(_SD + name)

    def statements() -> Iterator[ox.Triple]:
        yield ox.Triple(service, v.A, sd("Service"))
        yield ox.Triple(service, sd("endpoint"), service)
        yield ox.Triple(service, sd("supportedLanguage"), sd("SPARQL11Query"))
        for form in (*RESULT_FORMATS, *RDF_FORMATS):
            yield ox.Triple(service, sd("resultFormat"), ox.NamedNode(form.writer.iri))
        yield ox.Triple(service, sd("defaultDataset"), dataset)
        yield ox.Triple(dataset, v.A, sd("Dataset"))
        yield ox.Triple(dataset, sd("defaultGraph"), default)
        yield ox.Triple(dataset, ox.NamedNode(f"{_VOID}triples"), integer(len(store)))
        yield ox.Triple(default, v.A, sd("Graph"))
        yield ox.Triple(default, v.LABEL, text("entities and events; each article is a graph", "en"))
        for graph in sorted(islice(store.named_graphs(), _LISTED_GRAPHS), key=str):
            if isinstance(graph, ox.NamedNode):
                node = ox.NamedNode(f"{endpoint}?graph={v.encode_local(graph.value)}")
                yield ox.Triple(dataset, sd("namedGraph"), node)
                yield ox.Triple(node, v.A, sd("NamedGraph"))
                yield ox.Triple(node, sd("name"), graph)

    return Triples(statements())


def _graph(parameter: str, iri: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(iri)
    except ValueError:
        raise QueryError(f"{parameter}: {iri[:200]!r} is not an IRI") from None


def _term(term: object) -> dict[str, str]:
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    if not isinstance(term, ox.Literal):  # a triple as a term, which no graph of kgraph has
        return {"type": "literal", "value": str(term)}
    told = {"type": "literal", "value": term.value}
    if term.language:
        told["xml:lang"] = term.language
    elif term.datatype.value != _PLAIN_STRING:
        told["datatype"] = term.datatype.value
    return told
