"""Tables: a row for each event, and beside it a table of the entities (`x.csv` and `x.nodes.csv`).

`actor`, `target` and `place` of an event, and `country` and `parent` of an entity, are ids of the table of
entities; the latter two may lead to an entity that the graph does not hold. What is not known is an empty
cell in CSV and null in Parquet, such as the actor of an event whose text leaves it unnamed. Aliases are a
list in Parquet, and separated by "|" in CSV.
"""

from __future__ import annotations

import csv
from datetime import date
from typing import TYPE_CHECKING, TextIO

from kgraph.events import EVENT_COLUMNS, event_row
from kgraph.exporters.base import Exportable, Exporter

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from kgraph.model import Entity

_Cell = str | int | float | date | tuple[str, ...] | None
_Row = dict[str, _Cell]

_NODE_COLUMNS: dict[str, type] = {
    "id": str, "label": str, "type": str, "kind": str, "country": str, "parent": str, "wikidata": str,
    "aliases": tuple,
}  # fmt: skip
_FORMULAS = ("=", "+", "-", "@", "\t", "\r")
_BETWEEN_ITEMS = "|"  # as in the gazetteer


def defused(cell: _Cell) -> _Cell:
    """The cell, with an apostrophe before text that a spreadsheet would run as a formula.

    Text that has such apostrophes already gets one more, so that different cells stay different.
    """
    if isinstance(cell, str) and cell.lstrip("'").startswith(_FORMULAS):
        return f"'{cell}"
    return cell


def _node_row(entity: Entity) -> _Row:
    return {
        "id": entity.id,
        "label": entity.label,
        "type": entity.type.value,
        "kind": entity.kind or None,
        "country": entity.country or None,
        "parent": entity.parent or None,
        "wikidata": entity.wikidata or None,
        "aliases": entity.aliases,
    }


class _Lines:
    """Takes rows that end in CR LF and writes them with LF.

    Only a writer of CR LF puts quotes around cells that hold a CR, without which they are two rows.
    """

    def __init__(self, output: TextIO) -> None:
        self._output = output

    def write(self, row: str) -> None:
        self._output.write(row.removesuffix("\r\n") + "\n")


def _write_csv(graph: Exportable, path: Path) -> None:
    for place, columns, rows in _both(path, graph):
        with place.open("w", encoding="utf-8", newline="") as output:
            writer = csv.writer(_Lines(output), lineterminator="\r\n")
            writer.writerow(columns)
            writer.writerows([defused(_flat(row[name])) for name in columns] for row in rows)


def _flat(cell: _Cell) -> _Cell:
    return _BETWEEN_ITEMS.join(cell) if isinstance(cell, tuple) else cell


def _write_parquet(graph: Exportable, path: Path) -> None:
    # pyarrow takes a fifth of a second to import, and few ask for it.
    import pyarrow as pa  # noqa: PLC0415
    from pyarrow import parquet  # noqa: PLC0415

    kinds = {
        str: pa.string(),
        int: pa.int64(),
        float: pa.float64(),
        date: pa.date32(),
        tuple: pa.list_(pa.string()),
    }
    for place, columns, rows in _both(path, graph):
        schema = pa.schema([(name, kinds[kind]) for name, kind in columns.items()])
        parquet.write_table(pa.Table.from_pylist(list(rows), schema=schema), str(place))


def _both(path: Path, graph: Exportable) -> list[tuple[Path, dict[str, type], Iterable[_Row]]]:
    """The file, columns and rows of each table. Events without a named actor are rows like all others."""
    events = map(event_row, graph.store.events(with_claims=False))
    nodes = map(_node_row, graph.store.entities())
    beside = path.with_name(f"{path.stem}.nodes{path.suffix}")
    return [(path, EVENT_COLUMNS, events), (beside, _NODE_COLUMNS, nodes)]


EXPORTERS = (Exporter("csv", _write_csv), Exporter("parquet", _write_parquet))
