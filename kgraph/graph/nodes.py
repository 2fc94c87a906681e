"""Reading RDF nodes strictly: the quads of a graph by subject, and literals as plain values."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Final, TypeVar

import pyoxigraph as ox

from kgraph.errors import GraphError
from kgraph.graph import vocabulary as v
from kgraph.ontology import KG

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

Term = ox.NamedNode | ox.Literal
T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)

_INTEGER = re.compile(r"-?[0-9]{1,18}")
INTEGER: Final = ox.NamedNode(f"{v.XSD}integer")
DECIMAL: Final = ox.NamedNode(f"{v.XSD}decimal")
DATE: Final = ox.NamedNode(f"{v.XSD}date")
_TIME_TYPES: Final = {4: ox.NamedNode(f"{v.XSD}gYear"), 7: ox.NamedNode(f"{v.XSD}gYearMonth"), 10: DATE}


class Node:
    """A subject with its properties; every look-up raises `GraphError` on what it does not expect."""

    __slots__ = ("_values", "iri")

    def __init__(self, iri: str, values: dict[str, list[Term]]) -> None:
        """A node with its values by property."""
        self.iri = iri
        self._values = values

    def terms(self, predicate: ox.NamedNode) -> list[Term]:
        """All values of a property."""
        return self._values.get(predicate.value, [])

    def nodes(self, predicate: ox.NamedNode) -> list[ox.NamedNode]:
        """All values of a property that links to other nodes."""
        found = [term for term in self.terms(predicate) if isinstance(term, ox.NamedNode)]
        if len(found) != len(self.terms(predicate)):
            raise GraphError(f"<{self.iri}>: {predicate} should link to nodes")
        return found

    def node(self, predicate: ox.NamedNode) -> ox.NamedNode:
        """The one node that a property links to."""
        return self.one(predicate, self.nodes(predicate))

    def texts(self, predicate: ox.NamedNode) -> list[str]:
        """All values of a property that holds literals."""
        found = [term.value for term in self.terms(predicate) if isinstance(term, ox.Literal)]
        if len(found) != len(self.terms(predicate)):
            raise GraphError(f"<{self.iri}>: {predicate} should hold literals")
        return found

    def text(self, predicate: ox.NamedNode, default: str | None = None) -> str:
        """The one literal of a property, or `default` where there is none and a default is given."""
        found = self.texts(predicate)
        return default if default is not None and not found else self.one(predicate, found)

    def maybe(self, predicate: ox.NamedNode) -> str | None:
        """The literal of a property, None where there is none."""
        return self.text(predicate) if self.terms(predicate) else None

    def integer(self, predicate: ox.NamedNode) -> int:
        """The one integer of a property."""
        value = self.text(predicate)
        if not _INTEGER.fullmatch(value):
            raise GraphError(f"<{self.iri}>: {predicate} should be a whole number, not {value[:60]!r}")
        return int(value)

    def number(self, predicate: ox.NamedNode) -> float:
        """The one number of a property."""
        value = self.text(predicate)
        try:
            return float(value)
        except ValueError:
            raise GraphError(f"<{self.iri}>: {predicate} should be a number, not {value[:60]!r}") from None

    def day(self, predicate: ox.NamedNode) -> date | None:
        """The day of a property, None where there is none."""
        value = self.maybe(predicate)
        try:
            return date.fromisoformat(value) if value else None
        except ValueError:
            raise GraphError(f"<{self.iri}>: {predicate} should be a day, not {value!r}") from None

    def member(self, enum: type[E], predicate: ox.NamedNode) -> E:
        """The member of `enum` that a property links to by its name (kg:Positive)."""
        name = self.node(predicate).value.removeprefix(KG)
        for member in enum:
            if member.value.casefold() == name.casefold():
                return member
        raise GraphError(f"<{self.iri}>: {predicate} should be one of {', '.join(enum)}, not {name!r}")

    def expect(self, predicates: Collection[str]) -> None:
        """Raise `GraphError` where the node has a property beside these."""
        if strange := self._values.keys() - predicates:
            raise GraphError(f"<{self.iri}> has an unexpected property <{min(strange)}>")

    def one(self, predicate: ox.NamedNode, found: list[T]) -> T:
        """The only member of `found`."""
        if len(found) != 1:
            raise GraphError(f"<{self.iri}> should have one {predicate}, and has {len(found)}")
        return found[0]


class Nodes:
    """Nodes by IRI, and nodes by what they point to, over any source of quads."""

    def __init__(
        self,
        outgoing: Callable[[ox.NamedNode], Iterable[ox.Quad]],
        incoming: Callable[[ox.NamedNode, ox.NamedNode], Iterable[ox.Quad]],
    ) -> None:
        """Nodes over two look-ups: the quads of a subject, and those of a predicate and object."""
        self._outgoing = outgoing
        self._incoming = incoming
        self._cache: dict[str, Node] = {}

    @classmethod
    def of(cls, quads: Iterable[ox.Quad]) -> Nodes:
        """The nodes of quads in memory."""
        by_subject: dict[str, list[ox.Quad]] = defaultdict(list)
        by_object: dict[tuple[str, str], list[ox.Quad]] = defaultdict(list)
        for quad in quads:
            by_subject[named(quad.subject).value].append(quad)
            if isinstance(quad.object, ox.NamedNode):
                by_object[quad.predicate.value, quad.object.value].append(quad)
        return cls(
            lambda node: by_subject.get(node.value, []),
            lambda predicate, node: by_object.get((predicate.value, node.value), []),
        )

    def __getitem__(self, iri: ox.NamedNode) -> Node:
        """The node of that IRI; raises `GraphError` where nothing is said of it."""
        if iri.value not in self._cache:
            values: dict[str, list[Term]] = defaultdict(list)
            for quad in self._outgoing(iri):
                if not isinstance(quad.object, ox.NamedNode | ox.Literal):
                    raise GraphError(f"{iri}: {quad.object} is neither an IRI nor a literal")
                values[quad.predicate.value].append(quad.object)
            if not values:
                raise GraphError(f"nothing is known of {iri}")
            self._cache[iri.value] = Node(iri.value, values)
        return self._cache[iri.value]

    def sources(self, predicate: ox.NamedNode, target: ox.NamedNode) -> list[ox.NamedNode]:
        """The nodes that point to `target`, in the order of their IRIs."""
        found = {named(quad.subject) for quad in self._incoming(predicate, target)}
        return sorted(found, key=lambda node: node.value)

    def of_class(self, class_: ox.NamedNode) -> list[Node]:
        """All nodes of a class, in the order of their IRIs."""
        return [self[node] for node in self.sources(v.A, class_)]


def named(term: object) -> ox.NamedNode:
    """`term` itself where it is an IRI; else raises `GraphError`."""
    if not isinstance(term, ox.NamedNode):
        raise GraphError(f"{term} should be an IRI")
    return term


def text(value: str, language: str | None = None) -> ox.Literal:
    """A literal, whatever characters `value` holds; raises `GraphError` on lone surrogates."""
    try:
        return ox.Literal(value, language=language)
    except ValueError as exc:
        raise GraphError(f"{value[:60]!r} is not valid Unicode text") from exc


@lru_cache(maxsize=1 << 14)
def integer(value: int) -> ox.Literal:
    """An xsd:integer."""
    return ox.Literal(str(value), datatype=INTEGER)


@lru_cache(maxsize=1 << 10)
def confidence_literal(value: float) -> ox.Literal:
    """An xsd:decimal that reads back as the same float, in the canonical form that Oxigraph keeps."""
    digits = format(Decimal(repr(abs(float(value)))), "f")
    return ox.Literal(digits.rstrip("0").rstrip(".") if "." in digits else digits, datatype=DECIMAL)


def date_literal(value: date) -> ox.Literal:
    """An xsd:date."""
    return ox.Literal(value.isoformat(), datatype=DATE)


def time_literal(value: str) -> ox.Literal:
    """An ISO 8601 year, month or day as xsd:gYear, xsd:gYearMonth or xsd:date."""
    return ox.Literal(value, datatype=_TIME_TYPES[len(value)])
