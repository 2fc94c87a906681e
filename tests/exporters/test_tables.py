"""Tables of events and entities: as SQL sees them they say what the graph says."""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from pyarrow import parquet

from kgraph import KnowledgeGraph
from kgraph.exporters.tables import defused
from kgraph.model import Entity, Extraction

Database = Any  # where an annotation holds DuckDB's own class, it warns of a leak when Python ends


@pytest.fixture
def graph(samples: list[Extraction], hostile: list[Extraction]) -> KnowledgeGraph:
    """Articles with all sorts of events, and names that are none."""
    graph = KnowledgeGraph()
    graph.add([*samples, *hostile])
    return graph


@pytest.fixture(params=["csv", "parquet"])
def tables(request: pytest.FixtureRequest, graph: KnowledgeGraph, tmp_path: Path) -> Iterator[Database]:
    """The tables of a graph in a database, which finds out the types of CSV by itself."""
    events, nodes = tmp_path / f"out.{request.param}", tmp_path / f"out.nodes.{request.param}"
    assert graph.export(events) == (events, nodes)
    with duckdb.connect() as database:
        for name, file in (("events", events), ("nodes", nodes)):
            if request.param == "csv":
                database.read_csv(str(file), header=True, sample_size=-1).create(name)
            else:
                database.read_parquet(str(file)).create(name)
        yield database


def written(tables: Database, text: str | None) -> str | None:
    """The text as this sort of table has it."""
    is_csv = tables.execute("SELECT typeof(aliases) FROM nodes").fetchone() == ("VARCHAR",)
    found = defused(text) if is_csv else text
    assert found is None or isinstance(found, str)
    return found


def test_every_event_is_a_row_between_entities(tables: Database, graph: KnowledgeGraph) -> None:
    def label(entity: Entity | None) -> str | None:
        return written(tables, entity.label if entity else None)

    rows = tables.execute(
        """SELECT e.event, a.label, predicate, e.type, t.label, p.label, status, e.time, claims, sources,
            round(confidence, 9), object, role, first_reported, last_reported, e.label
        FROM events e LEFT JOIN nodes a ON actor = a.id JOIN nodes t ON target = t.id
            LEFT JOIN nodes p ON place = p.id"""
    ).fetchall()
    assert {row[0]: row[1:] for row in rows} == {
        event.id: (
            *(written(tables, event.actor.label if event.actor else None), event.predicate, event.type),
            *(
                written(tables, event.target.label),
                written(tables, event.place.label if event.place else None),
            ),
            *(event.status.value, event.time, event.claim_count, event.source_count),
            *(round(event.confidence, 9), written(tables, event.object), written(tables, event.role)),
            *(event.first_reported, event.last_reported, written(tables, event.label)),
        )
        for event in graph.events()
    }
    assert len(rows) == graph.stats().events


def test_labels_of_events_are_those_of_the_entities(tables: Database, graph: KnowledgeGraph) -> None:
    ((unlike,),) = tables.execute(
        """SELECT count(*) FROM events e LEFT JOIN nodes a ON actor = a.id LEFT JOIN nodes t ON target = t.id
        WHERE actor_label IS DISTINCT FROM a.label OR target_label IS DISTINCT FROM t.label"""
    ).fetchall()
    assert unlike == 0
    ((unnamed,),) = tables.execute("SELECT count(*) FROM events WHERE actor IS NULL").fetchall()
    assert unnamed == sum(event.actor is None for event in graph.events()) > 0


def test_sums_are_those_of_the_graph(tables: Database, graph: KnowledgeGraph) -> None:
    stats = graph.stats()
    assert tables.execute("SELECT sum(claims), count(*) FROM events").fetchone() == (
        stats.claims,
        stats.events,
    )
    counted = dict(tables.execute("SELECT status, count(*) FROM events GROUP BY status").fetchall())
    assert counted == stats.by_status
    assert tables.execute("SELECT count(*), count(DISTINCT id) FROM nodes").fetchone() == (
        stats.entities,
        stats.entities,
    )


def test_columns_have_types(tables: Database) -> None:
    events = dict(row[:2] for row in tables.execute("DESCRIBE events").fetchall())
    assert {events[name] for name in ("claims", "sources")} == {"BIGINT"}
    assert {events[name] for name in ("first_reported", "last_reported")} == {"DATE"}
    assert events["confidence"] == "DOUBLE"
    assert {events[name] for name in ("actor", "target", "place", "time", "role")} == {"VARCHAR"}


def test_entities_have_all_that_is_known_of_them(tables: Database) -> None:
    rows = tables.execute("SELECT * EXCLUDE aliases FROM nodes WHERE label = 'Kaspersky Lab'").fetchall()
    assert rows == [("Kaspersky_Lab", "Kaspersky Lab", "Organization", "company", "Russia", None, None)]
    ((aliases,),) = tables.execute("SELECT aliases FROM nodes WHERE id = 'Kaspersky_Lab'").fetchall()
    assert aliases == written(tables, "Kaspersky") or aliases == ["Kaspersky"]


def test_parquet_keeps_every_character(graph: KnowledgeGraph, tmp_path: Path) -> None:
    graph.export(tmp_path / "out.parquet")
    rows = parquet.read_table(tmp_path / "out.nodes.parquet").to_pylist()
    expected = {entity.id: (entity.label, list(entity.aliases)) for entity in graph.entities()}
    assert {row["id"]: (row["label"], row["aliases"]) for row in rows} == expected


def test_csv_keeps_every_character_but_formulas(graph: KnowledgeGraph, tmp_path: Path) -> None:
    graph.export(tmp_path / "out.csv")
    with (tmp_path / "out.nodes.csv").open(encoding="utf-8", newline="") as lines:
        rows = {row["id"]: (row["label"], row["aliases"]) for row in csv.DictReader(lines, strict=True)}
    expected = {
        defused(entity.id): (defused(entity.label), defused("|".join(entity.aliases)))
        for entity in graph.entities()
    }
    assert rows == expected
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows.values() for cell in row)


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "'=1", "''-1"])
def test_formulas_are_defused(cell: str) -> None:
    assert defused(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["a=1", "", "2018-04", 3, -0.5, None, "'", "'tis", date(2018, 4, 23)])
def test_other_cells_are_left_alone(cell: str | float | date | None) -> None:
    assert defused(cell) == cell
