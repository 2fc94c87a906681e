"""Tables for Neo4j: whole, typed, one line a row, and only what is reported as a relationship."""

import csv
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from kgraph import KnowledgeGraph
from kgraph.errors import ExportError
from kgraph.model import Extraction

# Neo4j's types as DuckDB calls them.
TYPES = {"int": "INTEGER", "double": "DOUBLE", "date": "DATE"}


@pytest.fixture
def imported(tmp_path: Path) -> Callable[..., Any]:
    """A graph of articles, and its tables as a database that holds the columns to their types."""

    def load(articles: list[Extraction]) -> tuple[KnowledgeGraph, Any]:
        graph = KnowledgeGraph()
        graph.add(articles)
        files = graph.export(tmp_path / "x.neo4j")
        assert [file.name for file in files] == ["x.neo4j.nodes.csv", "x.neo4j.relationships.csv"]
        database = duckdb.connect()
        for file in files:
            columns = {name: TYPES.get(name.partition(":")[2], "VARCHAR") for name in header(file)}
            # As Neo4j reads it: nothing is guessed, and a quote is doubled.
            table = database.read_csv(
                str(file), header=True, auto_detect=False, columns=columns, quotechar='"', escapechar='"'
            )
            table.create(file.name.split(".")[2])
        return graph, database

    return load


def header(file: Path) -> list[str]:
    with file.open(encoding="utf-8", newline="") as lines:
        return next(csv.reader(lines))


def shortcuts(graph: KnowledgeGraph) -> set[tuple[str, ...]]:
    """What the graph itself holds as plain facts, from actor to target."""
    rows = graph.query("SELECT ?a ?p ?b { ?e kg:actor ?a ; kg:predicate ?p ; kg:target ?b . ?a ?p ?b }")
    return {tuple(re.split("[/#:]", str(cell))[-1] for cell in row) for row in rows}


def test_tables_hold_the_graph(
    imported: Callable[..., Any], samples: list[Extraction], hostile: list[Extraction]
) -> None:
    graph, database = imported([*samples, *hostile])
    stats = graph.stats()
    counted = dict(
        database.execute("SELECT split(\":LABEL\", ';')[1], count(*) FROM nodes GROUP BY ALL").fetchall()
    )
    relations = sum(not event.type[0].isupper() for event in graph.events())
    assert counted == {
        "Article": stats.articles,
        "Entity": stats.entities,
        "Event": stats.events - relations,
        "Relation": relations,
    }
    ((ids,),) = database.execute('SELECT count(DISTINCT "id:ID") FROM nodes').fetchall()
    assert ids == sum(counted.values())
    lost = 'SELECT * FROM relationships r ANTI JOIN nodes n ON r."{}" = n."id:ID"'
    for end in (":START_ID", ":END_ID"):
        assert database.execute(lost.format(end)).fetchall() == []
    kinds = Counter(kind for (kind,) in database.execute('SELECT ":TYPE" FROM relationships').fetchall())
    events = graph.events()
    assert kinds["TARGET"] == stats.events
    assert kinds["ACTOR"] == sum(event.actor is not None for event in events)
    assert kinds["PLACE"] == sum(event.place is not None for event in events)
    assert kinds["TELLS_OF"] == stats.claims


def test_only_what_is_reported_is_a_relationship_between_entities(
    imported: Callable[..., Any], samples: list[Extraction]
) -> None:
    graph, database = imported(samples)
    rows = database.execute(
        """SELECT ":START_ID", ":TYPE", ":END_ID", e.status, e."confidence:double" = r."confidence:double"
        FROM relationships r JOIN nodes e ON e."id:ID" = r.event"""
    ).fetchall()
    assert {row[3:] for row in rows} == {("Reported", True)}
    written = {(start.removeprefix("ent:"), kind, end.removeprefix("ent:")) for start, kind, end, *_ in rows}
    assert written == {
        (actor, re.sub("(?=[A-Z])", "_", name).upper(), target) for actor, name, target in shortcuts(graph)
    }
    assert ("Twitter", "BANS", "Kaspersky_Lab") in written
    assert ("Eugene_Kaspersky", "HOLDS_POSITION_AT", "Kaspersky_Lab") in written
    assert not any("TIES" in kind for _, kind, _ in written)


def test_who_is_unnamed_gets_no_node(imported: Callable[..., Any], samples: list[Extraction]) -> None:
    _, database = imported(samples)
    ends = database.execute(
        """SELECT r.":TYPE", r.":END_ID" FROM relationships r JOIN nodes e ON e."id:ID" = r.":START_ID"
        WHERE e.":LABEL" = 'Event;Cyberattack' ORDER BY ALL"""
    ).fetchall()
    assert ends == [("PLACE", "ent:Russia"), ("TARGET", "ent:Media_Prima")]
    ((named,),) = database.execute("SELECT count(*) FROM nodes WHERE name = 'Unknown'").fetchall()
    assert named == 0


def test_properties_have_their_types(imported: Callable[..., Any], samples: list[Extraction]) -> None:
    graph, database = imported(samples)
    (ban,) = graph.events(type="Ban")
    row = (
        database.execute("SELECT * FROM nodes WHERE \":LABEL\" = 'Event;Ban'").fetchdf().to_dict("records")[0]
    )
    assert (row["claims:int"], row["confidence:double"], row["time:string"]) == (2, ban.confidence, "2018-04")
    assert (row["first_reported:date"].date(), row["last_reported:date"].date()) == (
        ban.first_reported,
        ban.last_reported,
    )
    aliases = database.execute(
        """SELECT name, "aliases:string[]", country FROM nodes
        WHERE "id:ID" IN ('ent:Twitter', 'ent:Kaspersky_Lab')"""
    ).fetchall()
    assert sorted(aliases) == [
        ("Kaspersky Lab", "Kaspersky", "ent:Russia"),
        ("Twitter", None, "ent:United_States"),
    ]


def test_rows_are_lines_that_neo4j_can_read(hostile: list[Extraction], tmp_path: Path) -> None:
    """It takes U+FFFF for the end of a file, and a cell over two lines for two rows."""
    graph = KnowledgeGraph()
    graph.add(hostile)
    for file in graph.export(tmp_path / "x.neo4j"):
        text = file.read_bytes().decode()
        columns = header(file)
        rows = list(csv.reader(text.split("\n")[1:-1], strict=True))
        assert {len(row) for row in rows} == {len(columns)}
        assert not re.search("[\x00-\x09\x0b-\x1f\ufffe\uffff]", text)
        if "aliases:string[]" in columns:
            lists = [row[columns.index("aliases:string[]")] for row in rows]
            assert all(cell.count(";") <= 1 for cell in lists)


def test_several_files_do_not_go_through_a_link(samples: list[Extraction], tmp_path: Path) -> None:
    graph = KnowledgeGraph()
    graph.add(samples)
    (tmp_path / "real").touch()
    (tmp_path / "link").symlink_to("real")
    with pytest.raises(ExportError, match="link: neo4j is several files; give them a name in a folder"):
        graph.export(tmp_path / "link", "neo4j")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link", "real"]


def test_the_order_of_reading_leaves_no_trace(hostile: list[Extraction], tmp_path: Path) -> None:
    written = []
    for name, articles in (("one", hostile), ("two", hostile[::-1])):
        graph = KnowledgeGraph()
        graph.add(articles)
        written.append([file.read_bytes() for file in graph.export(tmp_path / name, "neo4j")])
    assert written[0] == written[1]
