"""`kgraph build` and `kgraph extract`, with the language model."""

import json
from collections.abc import Callable
from pathlib import Path

import pyoxigraph
import pytest
from typer.testing import Result

Run = Callable[..., Result]

pytestmark = pytest.mark.model

STORY = "Twitter has banned ads from the Russian software maker Kaspersky Lab. Facebook has not banned it.\n"


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """A folder in which only one article can be read."""
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "good.txt").write_text(STORY, encoding="utf-8")
    (folder / "empty.txt").touch()
    (folder / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00")
    (folder / "textless.json").write_text('{"title": "Nothing"}', encoding="utf-8")
    return folder


def test_build_summarises_what_it_read_and_skipped(run: Run, mixed: Path) -> None:
    result = run("build", str(mixed))
    assert result.exit_code == 0, result.output
    lines = [line.split() for line in result.stdout.splitlines()]
    assert ["Articles", "read", "1"] in lines
    assert ["Skipped", "3"] in lines
    for name in ("empty.txt", "picture.txt", "textless.json"):
        (reason,) = [line for line in result.stdout.splitlines() if name in line]
        assert reason.split(name)[1].strip()
    assert run("query", "ASK { ent:Twitter kg:bans ent:Kaspersky_Lab }").stdout == "yes\n"
    assert run("query", "ASK { ent:Facebook kg:bans ent:Kaspersky_Lab }").stdout == "no\n"


def test_build_adds_to_the_graph_that_is_there(run: Run, mixed: Path, tmp_path: Path) -> None:
    assert run("build", str(mixed), "--graph", "g").exit_code == 0
    (tmp_path / "other.txt").write_text("China has banned Micron.", encoding="utf-8")
    assert run("build", str(mixed), "other.txt", "--graph", "g").exit_code == 0
    assert ["Articles", "2"] in [line.split() for line in run("stats", "--graph", "g").stdout.splitlines()]


@pytest.mark.parametrize("command", ["build", "extract"])
def test_nothing_readable_is_an_error(run: Run, mixed: Path, command: str) -> None:
    result = run(command, str(mixed / "empty.txt"), str(mixed / "missing.txt"))
    assert result.exit_code == 1
    assert "empty.txt" in result.output
    assert "missing.txt" in result.output
    assert result.stderr.splitlines()[-1] == "Error: nothing could be read"


def test_extract_prints_records_as_json_lines(run: Run, mixed: Path) -> None:
    result = run("extract", str(mixed), "--format", "jsonl")
    assert result.exit_code == 0, result.output
    records = [json.loads(line) for line in result.stdout.splitlines()]
    (ban,) = [r for r in records if r["type"] == "Ban" and r["polarity"] == "positive"]
    assert (ban["article"], ban["actor"]["id"], ban["target"]["id"]) == ("good", "Twitter", "Kaspersky_Lab")
    assert STORY[ban["start"] : ban["end"]] == ban["sentence"]
    skipped = result.stderr.splitlines()
    assert len(skipped) == 3
    assert all(line.startswith("Skipped ") for line in skipped)


def test_extract_reads_standard_input_into_a_table(run: Run) -> None:
    shown = run("extract", "-", stdin=STORY).stdout
    (row,) = [line for line in shown.splitlines() if "bans" in line and "reported" in line]
    assert "Twitter" in row
    assert "Kaspersky Lab" in row


def test_extract_open(run: Run) -> None:
    result = run("extract", "-", "--open", "--format", "jsonl", stdin=STORY)
    propositions = [json.loads(line) for line in result.stdout.splitlines()]
    assert "Twitter" in [proposition["subject"] for proposition in propositions]
    assert run("extract", "-", "--open", stdin=STORY).exit_code == 0
    assert run("extract", "-", "--open", "--format", "ttl", stdin=STORY).exit_code == 2


def test_extract_turtle(run: Run) -> None:
    turtle = run("extract", "-", "--format", "ttl", stdin=STORY).stdout
    triples = {str(triple) for triple in pyoxigraph.parse(turtle, format=pyoxigraph.RdfFormat.TURTLE)}
    base = "https://w3id.org/kgraph"
    assert any(
        f"<{base}/entity/Twitter> <{base}/ns#bans> <{base}/entity/Kaspersky_Lab>" in t for t in triples
    )


def test_copies_are_told_apart_from_sources(run: Run, tmp_path: Path) -> None:
    text = f"{STORY}The company has denied that it has ties to the Russian government."
    (tmp_path / "wire.txt").write_text(text, encoding="utf-8")
    (tmp_path / "wire-copy.txt").write_text(f"{text} Reporting by our staff.", encoding="utf-8")
    assert run("build", "wire.txt", "wire-copy.txt").exit_code == 0
    shown = run("show", "Twitter", "--quotes", "2").stdout
    assert "Twitter bans Kaspersky Lab" in shown
    assert "2 claims in 2 articles (1 source)" in shown
    assert "wire-copy#char=0,69; a copy of wire" in shown
    assert ["Copies", "1"] in [line.split() for line in run("stats").stdout.splitlines()]
