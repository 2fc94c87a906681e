"""Answers to what users ask, put together from those of an endpoint (see `asking`)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, cast

import pyoxigraph as ox

from kgraph.errors import QueryError
from kgraph.graph import vocabulary as v
from kgraph.graph.remote import asking
from kgraph.graph.remote.endpoint import RefusedError, TruncatedError
from kgraph.graph.remote.paging import paged

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kgraph.graph.backend import Distant, Results
    from kgraph.graph.remote.endpoint import Binding, Endpoint, Form


class Answers:
    """What an endpoint answers to queries, in the form that an embedded store gives."""

    def __init__(self, endpoint: Endpoint, store: Distant) -> None:
        """Answers of `endpoint`, whose quads `store` gives."""
        self._endpoint = endpoint
        self._store = store
        self._is_free: bool | None = None

    def to(self, sparql: str, prefixes: dict[str, str] | None = None, *, union: bool = False) -> Results:
        """The answer to a query, which sees all graphs as one if `union`.

        Raises `SyntaxError` where it is no query, and `QueryError` where the endpoint will not answer it.
        """
        names = _checked(sparql, prefixes)
        asked = asking.read(sparql)
        try:
            dataset = self._dataset(asked, union=union)
            if asked.form == "SELECT":
                return self._selected(asked, names, asked.rest, dataset)
            if asked.form == "CONSTRUCT":
                return self._constructed(asked, dataset, prefixes)
            if asked.form == "DESCRIBE":
                return self._described(asked, dataset, prefixes)
            return self._endpoint.ask(asked.text(rest=self._confined(asked, asked.rest)), dataset)
        except RefusedError as exc:
            raise QueryError(str(exc)) from exc

    def _dataset(self, asked: asking.Asked, *, union: bool) -> Form:
        """The dataset that a query is about, as the protocol names it."""
        if asked.names_its_dataset:
            return {}
        has_more = union or (asked.looks_into_graphs and not self._ranges_freely())
        more = [graph.value for graph in self._store.named_graphs()] if has_more else []
        return {
            "default-graph-uri": [v.REMOTE_DEFAULT.value, *(more if union else ())],
            "named-graph-uri": more,
        }

    def _ranges_freely(self) -> bool:
        """Whether `GRAPH ?g` means every graph of the server, though a request names none."""
        if self._is_free is None:
            nothing = {"default-graph-uri": v.REMOTE_DEFAULT.value}
            self._is_free = bool(self._endpoint.ask("ASK { GRAPH ?g { ?s ?p ?o } }", nothing))
        return self._is_free

    def _confined(self, asked: asking.Asked, tokens: Sequence[asking.Token]) -> list[asking.Token]:
        confines = asked.looks_into_graphs and not asked.names_its_dataset and self._ranges_freely()
        return list(asking.confined(tokens) if confines else tokens)

    def _selected(
        self, asked: asking.Asked, names: list[str], select: Sequence[asking.Token], dataset: Form
    ) -> ox.QuerySolutions:
        """All solutions of the SELECT that goes on with these tokens, with the variables named."""

        def fetch(sparql: str) -> list[Binding]:
            return self._endpoint.bindings(sparql, dataset)

        try:
            found = fetch(asked.text("SELECT", self._confined(asked, select)))
        except TruncatedError as exc:
            if asked.names_its_dataset:  # which a query within a query cannot do
                raise QueryError(f"{exc}: ask for fewer with LIMIT {exc.rows - 1}") from exc
            settled = self._confined(asked, asking.settled(select, names))
            within = asked.text("SELECT * { { SELECT", settled)
            counting = asked.text("SELECT (COUNT(*) AS ?n) { { SELECT", self._confined(asked, select))
            found = list(
                paged(fetch, f"{within} }} }}", lambda: int(fetch(f"{counting} }} }}")[0]["n"]["value"]), exc)
            )
        rows = [{name: row[name] for name in names if name in row} for row in found]
        data = {"head": {"vars": names}, "results": {"bindings": rows}}
        results = ox.parse_query_results(json.dumps(data).encode(), format=ox.QueryResultsFormat.JSON)
        return cast("ox.QuerySolutions", results)

    def _constructed(self, asked: asking.Asked, dataset: Form, prefixes: dict[str, str] | None) -> Results:
        """What a template makes of the solutions, here."""
        names = asking.variables(asked.template)
        chosen = asking.tokens(" ".join(f"?{name}" for name in names) or "(1 AS ?kgraph)")
        rows = self._selected(asked, names or ["kgraph"], [*chosen, *asked.where()], dataset)
        template, found = asking.joined(asked.template), asking.values(names or ["kgraph"], rows)
        made = asked.text(f"CONSTRUCT {{ {template} }} WHERE {{ {found} }}", ())
        return ox.Store().query(made, prefixes=prefixes)

    def _described(self, asked: asking.Asked, dataset: Form, prefixes: dict[str, str] | None) -> Results:
        """What the default graph says of nodes, as the embedded store describes them."""
        constants = asking.joined(token for token in asked.described if token.kind in {"iri", "name"})
        solutions: list[ox.QuerySolution] = []
        if any(token.is_mark("{") for token in asked.rest):
            names = asking.variables(asked.described) or asking.variables(asked.where())
            chosen = asking.tokens(" ".join(f"?{name}" for name in names))
            solutions += self._selected(asked, names, [*chosen, *asked.where()], dataset)
        if constants:
            named = ox.Store().query(
                asked.text(f"SELECT * {{ VALUES ?node {{ {constants} }} }}", ()), prefixes=prefixes
            )
            solutions += named if isinstance(named, ox.QuerySolutions) else ()
        nodes = {term for row in solutions for term in row if isinstance(term, ox.NamedNode)}
        near = self._store.ahead((node, None, None, v.DEFAULT) for node in nodes)
        local = ox.Store()
        local.extend(quad for node in nodes for quad in near.quads_for_pattern(node, None, None, v.DEFAULT))
        return local.query("CONSTRUCT WHERE { ?s ?p ?o }")


def _checked(sparql: str, prefixes: dict[str, str] | None) -> list[str]:
    """The names of the variables that a query gives; raises `SyntaxError` where it is none.

    The embedded parser says better than others what is wrong, and lets nothing pass but SPARQL 1.1.
    """
    tried = ox.Store().query(sparql, prefixes=prefixes)
    return [variable.value for variable in tried.variables] if isinstance(tried, ox.QuerySolutions) else []
