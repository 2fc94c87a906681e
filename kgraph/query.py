"""Asking a graph, and what it answers: rows, with a DataFrame and text formats on demand."""

from __future__ import annotations

import html
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Self, SupportsIndex
from urllib.parse import unquote

from kgraph.display import PLAIN
from kgraph.errors import QueryError
from kgraph.graph.published import vocabulary
from kgraph.graph.sparql import Answer, Iri, Value, names_used
from kgraph.named_queries import named_query, read_query

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pandas as pd

    from kgraph.graph.store import Store

__all__ = ["FORMATS", "Iri", "Result", "Row", "ask", "hints"]

FORMATS = ("table", "csv", "tsv", "json", "xml", "ttl")
_SHOWN_IN_NOTEBOOK = 100
_WIDEST_COLUMN = 80


class Row(tuple[Any, ...]):  # noqa: SLOT001 - a tuple cannot have slots for its names
    """One row of a result: a tuple whose values also go by the names of the variables.

    >>> row = Row(["Twitter", 3], ("who", "times"))
    >>> row.who, row["times"], row[0]
    ('Twitter', 3, 'Twitter')
    """

    _names: tuple[str, ...]

    def __new__(cls, values: Sequence[Value], names: tuple[str, ...]) -> Self:
        """A row of `values` that go by `names`."""
        row = super().__new__(cls, values)
        row._names = names
        return row

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - what the query gives
        """The value of the variable `name`."""
        if name.startswith("_") or name not in self._names:
            raise AttributeError(f"this row has no {name!r}, only {', '.join(self._names)}")
        return self[self._names.index(name)]

    def __getitem__(self, key: SupportsIndex | slice | str) -> Any:  # noqa: ANN401 - what the query gives
        """The value at a position, or of a variable; raises `KeyError` for an unknown variable."""
        if not isinstance(key, str):
            return super().__getitem__(key)
        if key not in self._names:
            raise KeyError(key)
        return super().__getitem__(self._names.index(key))

    def as_dict(self) -> dict[str, Value]:
        """The values by the names of their variables."""
        return dict(zip(self._names, self, strict=True))


class Result:
    """What a query gives: an iterable of rows, with a DataFrame and text formats on demand.

    `variables` name the columns. A question (ASK) has one row and is true or false as a whole;
    triples (CONSTRUCT, DESCRIBE) are rows of subject, predicate and object. Values are plain:
    `Iri` (a str), str, int, float, bool, date, datetime, and None where a variable is unbound.
    """

    def __init__(self, answer: Answer) -> None:
        """A result over what the store answered."""
        self._answer = answer

    @property
    def kind(self) -> str:
        """Either "select", "ask" or "construct"."""
        return self._answer.kind

    @property
    def variables(self) -> tuple[str, ...]:
        """The names of the columns."""
        return self._answer.variables

    def __iter__(self) -> Iterator[Row]:
        """The rows in the order of the answer."""
        return (Row(values, self.variables) for values in self._answer.rows)

    def __len__(self) -> int:
        """The number of rows."""
        return len(self._answer.rows)

    def __getitem__(self, index: int) -> Row:
        """The row at a position."""
        return Row(self._answer.rows[index], self.variables)

    def __bool__(self) -> bool:
        """The truth of an ASK; else whether there are any rows."""
        return bool(self._answer.rows[0][0]) if self.kind == "ask" else bool(self._answer.rows)

    def __repr__(self) -> str:
        """What it is, in a line."""
        if self.kind == "ask":
            return f"<Result {bool(self)}>"
        return f"<Result: {len(self)} rows of {', '.join(self.variables)}>"

    def to_pandas(self, *, short: bool = True) -> pd.DataFrame:
        """A DataFrame with a column for each variable; IRIs are shortened ("ent:Twitter") if `short`."""
        # Pandas takes most of a second to import, and a query from the shell has no use for it.
        import pandas as pd  # noqa: PLC0415

        rows = [[_shortened(value) if short else value for value in row] for row in self._answer.rows]
        return pd.DataFrame(rows, columns=list(self.variables))

    def format(self, name: str = "table") -> str:
        """The result as text: table, csv, tsv, json or xml, and ttl for triples.

        All but the table are the formats of the W3C, with full IRIs. Raises `QueryError` for an
        unknown format, and for one that does not fit (rows of a SELECT as ttl).
        """
        if name not in FORMATS:
            raise QueryError(f"unknown format {name!r}: use one of {', '.join(FORMATS)}")
        if name == "table":
            return self._table()
        if name in {"csv", "tsv"} and self.kind != "select":
            separator = "," if name == "csv" else "\t"
            return "".join(f"{line}\n" for line in self._separated(separator))
        return self._answer.serialized(name)

    def cells(self) -> list[list[str]]:
        """The rows as text for people: IRIs shortened, "" for what is unbound."""
        return [[_shown(value) for value in row] for row in self._answer.rows]

    def _table(self) -> str:
        if self.kind == "ask":
            return "yes" if self else "no"
        cells = [[_one_line(cell) for cell in row] for row in self.cells()]
        widths = [max(map(len, column)) for column in zip(self.variables, *cells, strict=True)]
        lines = [self.variables, ["-" * width for width in widths], *cells]
        return "\n".join(
            "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
            for line in lines
        )

    def _separated(self, separator: str) -> Iterator[str]:
        yield separator.join(self.variables)
        for row in self._answer.rows:
            cells = ("" if value is None else _plain_text(value) for value in row)
            yield separator.join(_quoted(cell, separator) for cell in cells)

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{html.escape(name)}</th>" for name in self.variables)
        body = "".join(
            "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>"
            for row in self.cells()[:_SHOWN_IN_NOTEBOOK]
        )
        left = len(self) - _SHOWN_IN_NOTEBOOK
        more = f"<p>{left} more rows; all of them with .to_pandas()</p>" if left > 0 else ""
        return f"<table {PLAIN}><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"


def ask(store: Store, sparql_or_name: str, parameters: Mapping[str, object] | None = None) -> Result:
    """The result of a SPARQL query, or of the named query where it is a single word.

    `parameters` are those that the query declares (see `kgraph.named_queries`). Raises `QueryError` for a
    mistake in the query or a parameter that it does not have or lacks, `InputError` for a value that does
    not fit, and `NotFoundError` for an unknown name of a query, entity, article, type or status.
    """
    text = sparql_or_name.strip()
    is_name = bool(text) and "{" not in text and len(text.split()) == 1
    query = named_query(text) if is_name else read_query(sparql_or_name)
    return Result(store.query(query.bound(store, parameters or {})))


def hints(store: Store, sparql: str) -> list[str]:
    """What may be wrong with a query that finds nothing: names that are none, with what is close."""
    found = []
    for name in names_used(sparql, "kg"):
        if name not in vocabulary():
            close = get_close_matches(name, vocabulary(), n=2)
            found.append(f"kg:{name} is no term of the ontology{_meant('kg', close)}")
    labels: dict[str, str] | None = None
    for name in names_used(sparql, "ent"):
        if store.has_entity(unquote(name)):
            continue
        if labels is None:
            labels = {label: entity_id for label, entity_id, _ in store.labels()}
        spelled = unquote(name).replace("_", " ")
        close = [labels[label] for label in get_close_matches(spelled, labels, n=2)]
        found.append(f"there is no ent:{name} in the graph{_meant('ent', list(dict.fromkeys(close)))}")
    return found


def _meant(prefix: str, names: list[str]) -> str:
    return f": did you mean {' or '.join(f'{prefix}:{name}' for name in names)}?" if names else ""


def _shortened(value: Value) -> Value:
    return value.short if isinstance(value, Iri) else value


def _shown(value: Value) -> str:
    return "" if value is None else str(_shortened(value))


def _plain_text(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _one_line(cell: str) -> str:
    flat = " ".join(cell.split())
    return flat if len(flat) <= _WIDEST_COLUMN else flat[: _WIDEST_COLUMN - 1] + "…"


def _quoted(cell: str, separator: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if any(c in cell for c in f'{separator}"\r\n') else cell
