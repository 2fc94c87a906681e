"""Tables: a row for each event, and beside it a table of the entities (`x.csv` and `x.nodes.csv`)."""

from __future__ import annotations

import csv
import importlib
from typing import TYPE_CHECKING

from kgraph.errors import ExportError
from kgraph.exporters.base import Exportable, Exporter

if TYPE_CHECKING:
    from pathlib import Path

    from kgraph.model import Entity, Event

_Cell = str | int | float
_Row = dict[str, _Cell]

_EVENT_COLUMNS: dict[str, type[_Cell]] = {
    "actor": str, "actor_label": str, "predicate": str, "type": str, "target": str, "target_label": str,
    "status": str, "time": str, "claims": int, "sources": int, "confidence": float, "object": str,
    "first_reported": str, "event": str,
}  # fmt: skip
_NODE_COLUMNS: dict[str, type[_Cell]] = {"id": str, "label": str, "type": str, "kind": str, "wikidata": str}


def defused(cell: _Cell) -> _Cell:
    """The cell, with an apostrophe before text that a spreadsheet would run as a formula."""
    if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r")):
        return f"'{cell}"
    return cell


def _event_row(event: Event) -> _Row:
    return {
        "actor": event.actor.id if event.actor else "",
        "actor_label": event.actor.label if event.actor else "",
        "predicate": event.predicate,
        "type": event.type,
        "target": event.target.id,
        "target_label": event.target.label,
        "status": event.status.value,
        "time": event.time or "",
        "claims": event.claim_count,
        "sources": event.source_count,
        "confidence": event.confidence,
        "object": event.object or "",
        "first_reported": event.first_reported.isoformat() if event.first_reported else "",
        "event": event.id,
    }


def _node_row(entity: Entity) -> _Row:
    return {
        "id": entity.id,
        "label": entity.label,
        "type": entity.type.value,
        "kind": entity.kind,
        "wikidata": entity.wikidata,
    }


def _write_csv(graph: Exportable, path: Path) -> None:
    for place, columns, rows in _both(path, graph):
        with place.open("w", encoding="utf-8", newline="") as output:
            writer = csv.writer(output, lineterminator="\n")
            writer.writerow(columns)
            writer.writerows([defused(row[name]) for name in columns] for row in rows)


def _write_parquet(graph: Exportable, path: Path) -> None:
    try:
        arrow, parquet = importlib.import_module("pyarrow"), importlib.import_module("pyarrow.parquet")
    except ImportError as exc:
        raise ExportError("Parquet needs pyarrow: pip install pyarrow") from exc
    kinds = {str: arrow.string(), int: arrow.int64(), float: arrow.float64()}
    for place, columns, rows in _both(path, graph):
        schema = arrow.schema([(name, kinds[kind]) for name, kind in columns.items()])
        parquet.write_table(arrow.Table.from_pylist(rows, schema=schema), str(place))


def _both(path: Path, graph: Exportable) -> list[tuple[Path, dict[str, type[_Cell]], list[_Row]]]:
    """The file, columns and rows of each table. Events without a named actor are rows like all others."""
    events = [_event_row(event) for event in graph.store.events(with_claims=False)]
    nodes = [_node_row(entity) for entity in graph.store.entities()]
    beside = path.with_name(f"{path.stem}.nodes{path.suffix}")
    return [(path, _EVENT_COLUMNS, events), (beside, _NODE_COLUMNS, nodes)]


EXPORTERS = (Exporter("csv", _write_csv), Exporter("parquet", _write_parquet))
