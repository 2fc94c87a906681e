"""Whether a graph keeps to its shapes (SHACL), said in lines that people can act on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import pyshacl
from rdflib import Graph
from rdflib.namespace import RDF, SH

from kgraph.graph.published import shapes_turtle
from kgraph.graph.vocabulary import shorten

if TYPE_CHECKING:
    from rdflib.term import Node

    from kgraph.graph.store import Store


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """One node that breaks a rule: its IRI, the property in question ("" for the node itself), the rule."""

    node: str
    path: str
    message: str
    value: str = ""

    def __str__(self) -> str:
        """The violation in a line."""
        what = f"{shorten(self.node)} {shorten(self.path) if self.path else ''}".strip()
        return f"{what}: {self.message}" + (f" (has {self.value})" if self.value else "")


@dataclass(frozen=True, slots=True)
class ValidationReport:
    """The outcome of a validation; true where the graph conforms."""

    violations: tuple[Violation, ...] = ()

    @property
    def conforms(self) -> bool:
        """Whether there are no violations."""
        return not self.violations

    def __bool__(self) -> bool:
        """Whether the graph conforms."""
        return self.conforms

    def __str__(self) -> str:
        """The report as lines."""
        if self.conforms:
            return "The graph keeps to its shapes."
        return "\n".join(map(str, self.violations))


@cache
def shapes() -> Graph:
    """The shapes that come with kgraph."""
    return Graph().parse(data=shapes_turtle(), format="turtle")


def validate(store: Store) -> ValidationReport:
    """Check all graphs of `store`, as one, against the shapes.

    This reads the whole graph into memory: some ten seconds for a hundred thousand triples.
    """
    return validate_triples(store.dump(None, "nt") or b"", "nt")


def validate_triples(data: bytes | str, format_name: str = "turtle") -> ValidationReport:
    """Check triples, written in a format that rdflib knows, against the shapes."""
    graph = Graph().parse(data=data, format=format_name)
    _, report, _ = pyshacl.validate(graph, shacl_graph=shapes(), inference="none")
    if not isinstance(report, Graph):
        raise report if isinstance(report, Exception) else TypeError(f"pySHACL gave {type(report)}")
    found = {_violation(report, result) for result in report.subjects(RDF.type, SH.ValidationResult)}
    return ValidationReport(tuple(sorted(found)))


def _violation(report: Graph, result: Node) -> Violation:
    path, value = report.value(result, SH.resultPath), report.value(result, SH.value)
    inverse = report.value(path, SH.inversePath) if path is not None else None
    return Violation(
        node=str(report.value(result, SH.focusNode)),
        path=str(inverse or path or ""),
        message=str(report.value(result, SH.resultMessage)),
        value="" if value is None or inverse is not None or path is None else str(value)[:80],
    )
