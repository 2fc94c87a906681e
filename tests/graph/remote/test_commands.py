"""Commands on a graph in an endpoint print what they print on one in a folder."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

import kgraph
from kgraph.cli import app
from kgraph.knowledge_graph import KnowledgeGraph

if TYPE_CHECKING:
    from kgraph.model import Extraction
    from tests.graph.remote.conftest import Server

ARTICLE = Path(__file__).parents[3] / "data" / "articles" / "kaspersky-dhs-directive.json"


def run(*arguments: str) -> tuple[int, str, str]:
    """The exit status of a command, and what it prints."""
    result = CliRunner().invoke(app, arguments, prog_name="kgraph")
    return result.exit_code, result.stdout, result.stderr


def test_commands_print_the_same(endpoint: str, tmp_path: Path, samples: list[Extraction]) -> None:
    folder = tmp_path / "graph"
    places = endpoint, str(folder)
    for place in places:
        with KnowledgeGraph.open(place) as graph:
            graph.add(samples)
    for command in (
        ("stats",),
        ("query", "events-by-type"),
        ("query", "SELECT ?g { GRAPH ?g { ?c a kg:Claim } } ORDER BY STR(?g)", "--format", "csv"),
        ("query", "CONSTRUCT WHERE { ?s kg:bans ?o }", "--format", "ttl"),
        ("show", "Kaspersky Lab"),
        ("show", "nobody"),
        ("validate",),
        ("same", "Kaspersky Lab", "Eugene Kaspersky"),
        ("corrections",),
        ("remove", "media-prima", "media-prim"),
        ("remove", "media-prima"),
        ("show", "Twitter", "--quotes", "1"),
    ):
        there, here = (run(*command, "--graph", place) for place in places)
        assert there == here, command
    for suffix in ("nq", "ttl", "csv", "graphml"):
        files = [tmp_path / f"{name}.{suffix}" for name in ("there", "here")]
        for place, file in zip(places, files, strict=True):
            assert run("export", "-o", str(file), "--graph", place)[0] == 0
        assert files[0].read_bytes() == files[1].read_bytes()


@pytest.mark.model
def test_a_build(endpoint: str, tmp_path: Path) -> None:
    status, told, _ = run("build", str(ARTICLE), "--graph", endpoint)
    assert (status, re.findall(r"Articles read +(\d+)", told)) == (0, ["1"])
    status, told, _ = run("build", str(ARTICLE), "--graph", endpoint)
    assert (status, re.findall(r"Unchanged +(\d+)", told)) == (0, ["1"])
    assert run("build", "--rebuild", "--graph", endpoint)[0] == 0
    with kgraph.build(ARTICLE, graph=tmp_path / "graph") as here, kgraph.open(endpoint) as there:
        assert there.store.dump(None, "nq") == here.store.dump(None, "nq")
        assert there.events() == here.events() != []


def test_an_endpoint_without_a_graph(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for command in (("stats",), ("remove", "a"), ("query", "ASK {}"), ("build", "--rebuild")):
        status, _, told = run(*command, "--graph", server.address)
        assert (status, told.count("\n")) == (1, 1)
        assert f"there is no graph at {server.address}: make one with `kgraph build`" in told
    assert len(server.store) == 0
    with kgraph.build([], graph=server.address) as built:
        assert built.store.place == "in memory"
    assert len(server.store) == 0
    assert list(tmp_path.iterdir()) == []
