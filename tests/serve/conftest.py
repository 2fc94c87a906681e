"""A server as a process of its own over a small graph on disk, and a client for it."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import httpx
import pytest

from kgraph.knowledge_graph import KnowledgeGraph
from kgraph.model import Article, Entity, EntityType, Extraction

PATIENCE = 120  # seconds that a client waits for what should take far less
SCRIPT = "</script><script>alert(1)</script>"
HOSTILE_ID = "../a b/?x#y&\"'<img src=x onerror=alert(1)>%2e"
HOSTILE = Entity(
    f'"onmouseover="{SCRIPT}',
    f"Evil\" onclick='x' {SCRIPT} {{{{ 7*7 }}}} \u202eInc",
    EntityType.ORGANIZATION,
    aliases=(f"<b>{SCRIPT}", "' or 1=1"),
)
TARGET = Entity("Twitter", "Twitter", EntityType.ORGANIZATION)


@dataclass(frozen=True)
class Server:
    """A running server: where it is, its process, and a client for it."""

    url: str
    process: subprocess.Popen[str]
    client: httpx.Client

    def ask(self, sparql: str, accept: str = "text/csv", **parameters: str) -> httpx.Response:
        """The response to a query."""
        return self.client.get("/sparql", params={"query": sparql, **parameters}, headers={"Accept": accept})


@contextmanager
def started(graph: Path, *options: str) -> Iterator[Server]:
    """A server over a graph on a port that is free."""
    command = [sys.executable, "-m", "kgraph", "serve", "--graph", str(graph), "--port", "0", *options]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        try:
            url = next(word for word in line.split() if word.startswith("http://"))
            with httpx.Client(base_url=url, timeout=PATIENCE) as client:
                yield Server(url.rstrip("/"), process, client)
        finally:
            process.terminate()
            process.wait(PATIENCE)
            assert process.stderr is not None
            if not process.stderr.closed:
                assert "Traceback" not in process.stderr.read()


def hostile_extraction(make: Callable[..., Extraction], said: Callable[..., object]) -> Extraction:
    """What an article says whose every field tries to be something else than text."""
    entities = {HOSTILE.id: HOSTILE, TARGET.id: TARGET}
    claim = said("Ban", HOSTILE.id, TARGET.id, "2018-04", object=SCRIPT, source=HOSTILE.id)
    made: Extraction = make(HOSTILE_ID, claim, entities=entities)
    article = Article(
        HOSTILE_ID,
        made.article.text + "\x00\x1b]0;owned\x07",
        title=f"{SCRIPT} ' \" --> ]]>",
        url=f"javascript:alert(1)//{SCRIPT}",
        publisher=f"<svg onload=alert(1)>{SCRIPT}",
        author="<a href='javascript:alert(1)'>me</a>",
    )
    return replace(made, article=article)


@pytest.fixture(scope="session")
def graph_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[list[Extraction]], Path]:
    """The folder of a graph that holds these."""

    def made(extractions: list[Extraction]) -> Path:
        folder = tmp_path_factory.mktemp("served") / "graph"
        with KnowledgeGraph.open(folder) as graph:
            graph.add(extractions)
        return folder

    return made


@pytest.fixture(scope="session")
def folder(
    graph_of: Callable[[list[Extraction]], Path],
    samples: list[Extraction],
    make_extraction: Callable[..., Extraction],
    said: Callable[..., object],
) -> Path:
    """The samples, and a hostile article."""
    return graph_of([*samples, hostile_extraction(make_extraction, said)])


@pytest.fixture(scope="session")
def server(folder: Path) -> Iterator[Server]:
    """A server that all tests share that do it no harm."""
    with started(folder) as running:
        yield running


@pytest.fixture(scope="session")
def hostile() -> Entity:
    """The entity of the hostile article."""
    return HOSTILE


@pytest.fixture(scope="session")
def start() -> Callable[..., AbstractContextManager[Server]]:
    """Starts a server of one's own: the graph's folder, and options of the command."""
    return started
