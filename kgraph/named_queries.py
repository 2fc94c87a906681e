"""Queries with names and parameters: what stands in a .rq file, and the SPARQL that values make of it.

A file is plain SPARQL in which the prefixes of the graph are bound. Its comments say more:

    # All dated events, earliest first
    # param entity (entity): only events that it takes part in
    # param since (date): only events from that year, month or day on
    # param at_least (integer): only events that so many articles tell
    SELECT ?time ?label WHERE {
      VALUES ?at_least { 1 }
      ?event kg:time ?time ; rdfs:label ?label ; kg:sourceCount ?articles .
      FILTER(?articles >= ?at_least)
      # with entity: { SELECT DISTINCT ?event { VALUES ?entity {} ?event kg:actor|kg:target ?entity } }
      # with since: VALUES ?since {} FILTER(STR(?time) >= ?since)
    }

A line behind `# with NAME:` counts only where NAME is given. Values stand in place of the braces of
`VALUES ?NAME { ... }`; what the braces hold is the default. A parameter whose braces are empty outside
such a line must be given. The types are those of `kgraph.graph.parameters`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from kgraph.errors import NotFoundError, QueryError
from kgraph.graph.parameters import TYPES, terms

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kgraph.graph.reading import Reading

__all__ = ["NamedQuery", "Parameter", "named_queries", "named_query", "read_query"]

_DECLARATION = re.compile(r"\s*#\s*param\s+(.*)")
_PARTS = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)\s*\(([a-z]+)\)\s*:\s*(\S.*)")
_WITH = re.compile(r"(\s*)#\s*with\s+(\w+)\s*:\s*(.*)")
_VALUES = re.compile(r"\bVALUES\s*[?$]([A-Za-z_][A-Za-z0-9_]*)\s*\{([^{}]*)\}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a query can be given: `type` is one of `kgraph.graph.parameters.TYPES`.

    `default` is what is taken where nothing is given, as it is written in SPARQL.
    """

    name: str
    type: str
    description: str
    required: bool = False
    default: str = ""

    @property
    def usage(self) -> str:
        """How it is given: "entity=ENTITY", in brackets where it may be left out."""
        told = f"{self.name}={self.type.upper()}"
        return told if self.required else f"[{told}]"


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A query: its name ("" for one that has none), what it answers, its SPARQL, its parameters."""

    name: str
    description: str
    sparql: str
    parameters: tuple[Parameter, ...] = ()

    @property
    def usage(self) -> str:
        """How its parameters are given, in a line."""
        return " ".join(parameter.usage for parameter in self.parameters)

    def bound(self, graph: Reading, given: Mapping[str, object]) -> str:
        """The SPARQL with these values in place; names of entities are looked up in `graph`.

        Raises `QueryError` for a parameter that is unknown or missing, `InputError` for a value that does
        not fit, and `NotFoundError` for an entity, article, event type or status that there is not.
        """
        wanted = {name: value for name, value in given.items() if value is not None}
        own = {parameter.name: parameter for parameter in self.parameters}
        if unknown := [name for name in wanted if name not in own]:
            close = get_close_matches(unknown[0], own, n=1)
            hint = f" (did you mean {close[0]}?)" if close else ""
            raise QueryError(f"{self._called} has no parameter {unknown[0]!r}{hint}; {self._takes}")
        if missing := [name for name, parameter in own.items() if parameter.required and name not in wanted]:
            raise QueryError(f"{self._called} needs {' and '.join(missing)}; {self._takes}")
        values = {name: terms(graph, name, own[name].type, value) for name, value in wanted.items()}
        return "\n".join(_line(line, values) for line in self.sparql.split("\n"))

    @property
    def _called(self) -> str:
        return f"the query {self.name}" if self.name else "the query"

    @property
    def _takes(self) -> str:
        return f"it takes {self.usage}" if self.parameters else "it takes none"


def read_query(sparql: str, name: str = "") -> NamedQuery:
    """A query with the parameters that its comments declare.

    Raises `QueryError` for a mistake in a declaration, with its line.
    """
    lines = sparql.split("\n")
    description = lines[0].lstrip("# ").strip() if lines[0].startswith("#") else ""
    declared: dict[str, Parameter] = {}
    for number, line in enumerate(lines, 1):
        if declaration := _DECLARATION.fullmatch(line.rstrip()):
            parameter = _declared(declaration[1], number, sparql)
            if parameter.name in declared:
                raise QueryError(f"line {number}: the parameter {parameter.name} is declared twice")
            declared[parameter.name] = parameter
        elif declared and (marked := _WITH.fullmatch(line)) and marked[2] not in declared:
            raise QueryError(f"line {number}: {marked[2]} is no parameter: declare it above with # param")
    return NamedQuery(name, description, sparql, tuple(declared.values()))


@cache
def named_queries() -> dict[str, NamedQuery]:
    """The queries that come with kgraph, by name; their first comment says what they answer."""
    folder = files("kgraph") / "resources" / "queries"
    found = (file for file in folder.iterdir() if file.name.endswith(".rq"))
    return {
        name: read_query(file.read_text(encoding="utf-8"), name)
        for name, file in sorted((file.name.removesuffix(".rq"), file) for file in found)
    }


def named_query(name: str) -> NamedQuery:
    """The query of that name; raises `NotFoundError` with the names that are close."""
    queries = named_queries()
    if name in queries:
        return queries[name]
    close = get_close_matches(name, queries, n=3)
    hint = f"did you mean {' or '.join(close)}?" if close else f"there are {', '.join(queries)}"
    raise NotFoundError(f"there is no query {name!r}: {hint}")


def _declared(declaration: str, number: int, sparql: str) -> Parameter:
    parts = _PARTS.fullmatch(declaration)
    if not parts:
        raise QueryError(f"line {number}: write # param NAME (TYPE): what it is for")
    name, type_name, description = parts.groups()
    if type_name not in TYPES:
        raise QueryError(f"line {number}: unknown type {type_name!r}: use one of {', '.join(TYPES)}")
    places = list(_places(sparql, name))
    if not places:
        raise QueryError(f"line {number}: {name} has no place: write VALUES ?{name} {{}} where its values go")
    defaults = {default for optional, default in places if not optional}
    if len(defaults) > 1:
        raise QueryError(f"line {number}: {name} has several defaults: {', '.join(sorted(defaults))}")
    return Parameter(name, type_name, description, "" in defaults, "".join(defaults))


def _places(sparql: str, name: str) -> Iterator[tuple[bool, str]]:
    """Whether each place for values stands behind `# with`, and what it holds."""
    for line in sparql.split("\n"):
        marked = _WITH.fullmatch(line)
        if marked[2] == name if marked else not line.lstrip().startswith("#"):
            for place in _VALUES.finditer(line):
                if place[1] == name:
                    yield bool(marked), place[2].strip()


def _line(line: str, values: Mapping[str, list[str]]) -> str:
    """A line of a query with values in their places, and no comment where its parameter is given."""
    marked = _WITH.fullmatch(line)
    if marked and marked[2] in values:
        line = marked[1] + marked[3]
    elif line.lstrip().startswith("#"):
        return line

    def with_values(place: re.Match[str]) -> str:
        name = place[1]
        return f"VALUES ?{name} {{ {' '.join(values[name])} }}" if name in values else place[0]

    return _VALUES.sub(with_values, line)
