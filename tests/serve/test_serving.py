"""The command as a process: how it begins and ends, and a graph that changes while it is served."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from kgraph.knowledge_graph import KnowledgeGraph

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from kgraph.model import Extraction
    from tests.serve.conftest import Server

    Start = Callable[..., AbstractContextManager[Server]]

PATIENCE = 120
ARTICLES = "SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?g a schema:NewsArticle } }"
KGRAPH = [sys.executable, "-m", "kgraph", "serve"]


def failed(*arguments: str) -> str:
    """The one line that says why the command does not serve."""
    ended = subprocess.run(
        [*KGRAPH, *arguments], capture_output=True, text=True, check=False, timeout=PATIENCE
    )
    assert (ended.returncode, ended.stdout) == (1, "")
    (line,) = ended.stderr.splitlines()
    return line


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_ends_when_told(
    folder: Path, start: Start, tmp_path: Path, sent: signal.Signals, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even in the middle of a query: without a traceback, and without leaving anything behind."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"
    with (
        start(folder) as server,
        socket.create_connection((server.client.base_url.host, server.client.base_url.port)) as busy,
    ):
        assert server.ask("ASK {}").text == "true"
        assert server.client.get("/entity/Twitter").status_code == 200
        busy.sendall(f"GET /sparql?query={quote(endless)} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        time.sleep(0.5)
        os.kill(server.process.pid, sent)
        _, told = server.process.communicate(timeout=PATIENCE)
        assert "Traceback" not in told
        assert server.process.returncode == (0 if sent == signal.SIGINT else -signal.SIGTERM)
    assert list(tmp_path.glob("*reader*")) == []
    assert list(folder.parent.glob(".*reader*")) == []


def test_port_that_is_taken(folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        line = failed("--graph", str(folder), "--port", port)
    assert f"127.0.0.1:{port}" in line
    assert "choose another port with --port" in line


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--graph", "nowhere"], "there is no graph at nowhere"),
        (["--host", "no.such.host.invalid"], "no.such.host.invalid: is no address of this machine"),
        (["--host", "192.0.2.1"], "192.0.2.1"),
    ],
)
def test_mistakes(folder: Path, options: list[str], told: str) -> None:
    assert told in failed("--graph", str(folder), *options)


def test_graph_that_grows(
    graph_of: Callable[[list[Extraction]], Path], samples: list[Extraction], start: Start
) -> None:
    """What was written is in the next answer and on the next page; nothing is locked meanwhile."""
    folder = graph_of(samples[:1])
    with start(folder) as server:
        assert server.ask(ARTICLES).text.split() == ["n", "1"]
        assert server.client.get("/article/media-prima").status_code == 404
        with KnowledgeGraph.open(folder) as writing:
            writing.add(samples[1:])
            assert server.ask(ARTICLES).text.split() == ["n", "3"]
        assert server.client.get("/article/media-prima").status_code == 200
        with KnowledgeGraph.open(folder) as writing:
            writing.remove(["media-prima"])
        assert server.ask(ARTICLES).text.split() == ["n", "2"]
        assert server.client.get("/article/media-prima").status_code == 404


def test_graph_that_is_made_anew(
    graph_of: Callable[[list[Extraction]], Path], samples: list[Extraction], start: Start
) -> None:
    """While it is gone the old state is served; then the new one."""
    from shutil import move

    folder, other = graph_of(samples[:1]), graph_of(samples)
    with start(folder) as server:
        # Both processes that answer queries are asked before.
        for _ in range(10):
            assert server.ask(ARTICLES).text.split() == ["n", "1"]
        move(folder, folder.with_name("old"))
        assert server.ask(ARTICLES).status_code in {200, 503}
        move(other, folder)
        assert server.ask(ARTICLES).text.split() == ["n", "3"]


def test_workers_end_with_a_server_that_is_killed(
    folder: Path, start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    with start(folder) as server:
        assert server.ask("ASK {}").text == "true"
        server.process.kill()
        # The line to the server's standard error closes when the last process that has it has ended.
        assert server.process.communicate(timeout=PATIENCE)[1] == ""
    assert list(tmp_path.glob("*reader*")) == []
