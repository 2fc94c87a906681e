"""What would bring a careless server down: it is refused or ended, and the next one is answered."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import time
from collections import Counter
from contextlib import ExitStack
from select import select
from typing import TYPE_CHECKING

import httpx
import pytest

from kgraph.serve.reply import TRUNCATED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from tests.serve.conftest import Server

PATIENCE = 120
ALL_WITH_ALL = " ".join(f"?s{n} ?p{n} ?o{n} ." for n in range(9))
ENDLESS = {
    "count": f"SELECT (COUNT(*) AS ?n) {{ {ALL_WITH_ALL} }}",
    "sort": f"SELECT * {{ {ALL_WITH_ALL} }} ORDER BY ?o1",
    "distinct": f"SELECT DISTINCT ?s1 ?s2 ?s3 ?s4 ?s5 {{ {ALL_WITH_ALL} }} OFFSET 999999999",
    "ask": f"ASK {{ {ALL_WITH_ALL} FILTER(?o1 = ?none) }}",
    "path": "SELECT * { ?a (!<x:x>|^!<x:x>)+ ?b . ?c (!<x:x>|^!<x:x>)+ ?d } OFFSET 999999999",
    "construct": f"CONSTRUCT {{ ?s1 ?p1 ?o9 }} {{ {ALL_WITH_ALL} FILTER(?o1 = ?none) }}",
}
QUICK = "ASK { ?who kg:bans ent:Kaspersky_Lab }"


@pytest.fixture(scope="module")
def strict(folder: Path, start: Callable[..., AbstractContextManager[Server]]) -> Iterator[Server]:
    """A server with little patience."""
    with start(folder, "--timeout", "1.5", "--max-rows", "100") as running:
        yield running


def answers(server: Server, *, broken: bool = False) -> bool:
    """Whether the server works, if need be after a moment for mending, or for seeing what is `broken`."""
    for _ in range(PATIENCE):
        response = server.ask(QUICK)
        if response.status_code == 200:
            return response.text == "true"
        assert response.status_code in ({500, 503, 504} if broken else {503, 504}), response.text
        time.sleep(0.1)
    return False


@pytest.mark.parametrize("case", ENDLESS)
def test_endless_query_is_ended(strict: Server, case: str) -> None:
    response = strict.ask(ENDLESS[case], "*/*")
    assert response.status_code == 504
    assert "longer than 1.5 seconds" in response.text
    assert answers(strict)


def test_pages_are_there_while_queries_keep_all_busy(
    folder: Path, start: Callable[..., AbstractContextManager[Server]]
) -> None:
    async def ask(server: Server) -> tuple[int, list[int]]:
        async with httpx.AsyncClient(base_url=server.url, timeout=PATIENCE) as client:
            endless = [
                asyncio.create_task(client.get("/sparql", params={"query": ENDLESS["count"]}))
                for _ in range(8)
            ]
            page = await client.get("/entity/Twitter")
            running = [task for task in endless if not task.done()]
            assert running, "the page came while the queries ran"
            return page.status_code, [(await task).status_code for task in endless]

    with start(folder, "--timeout", "4") as server:
        page, queries = asyncio.run(ask(server))
        assert page == 200
        assert set(queries) <= {503, 504}
        assert 504 in queries
        assert answers(server)


def test_query_that_crashes_its_process(strict: Server) -> None:
    """Oxigraph's parser runs out of stack on this."""
    deep = "ASK { FILTER(" + "(" * 100_000 + "1" + ")" * 100_000 + ") }"
    response = strict.client.post("/sparql", data={"query": deep})
    assert response.status_code == 500
    assert "nested too deep" in response.text
    assert answers(strict)


def test_query_that_takes_all_memory(
    folder: Path, start: Callable[..., AbstractContextManager[Server]]
) -> None:
    doubled = " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(40))
    with start(folder, "--timeout", "60") as server:
        response = server.ask(f"SELECT (STRLEN(?x40) AS ?n) {{ BIND('0123456789abcdef' AS ?x0) {doubled} }}")
        assert response.status_code == 500
        assert "memory" in response.text
        assert answers(server)


def test_long_answer_is_cut_and_says_so(strict: Server) -> None:
    everything = "SELECT * { GRAPH ?g { ?s ?p ?o } }"
    response = strict.ask(everything, "text/tab-separated-values")
    assert response.status_code == 200
    assert response.headers[TRUNCATED] == "rows=100"
    assert len(response.text.splitlines()) == 101
    assert len(strict.ask(everything, "application/json").json()["results"]["bindings"]) == 100
    triples = strict.ask("CONSTRUCT WHERE { ?s ?p ?o }", "application/n-triples")
    assert triples.headers[TRUNCATED] == "rows=100"
    assert len(triples.text.splitlines()) == 100
    exact = strict.ask(f"{everything} LIMIT 100")
    assert TRUNCATED not in exact.headers
    assert TRUNCATED not in strict.ask("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o } LIMIT 100", "text/turtle").headers
    assert "there are more" in strict.ask(everything, "text/html").text


def test_cut_answer_is_not_worked_out_to_its_end(strict: Server) -> None:
    response = strict.ask(f"SELECT * {{ {ALL_WITH_ALL} }}")
    assert response.status_code == 200
    assert response.headers[TRUNCATED] == "rows=100"


class TestTooLong:
    """Requests of ten million bytes."""

    SIZE = 10_000_000

    def test_form(self, strict: Server) -> None:
        response = strict.client.post("/sparql", data={"query": "#" * self.SIZE})
        assert response.status_code == 413
        assert answers(strict)

    def test_in_pieces_without_a_length(self, strict: Server) -> None:
        pieces = iter([b"ASK {} #", *[b"x" * 10_000] * 1_000])
        headers = {"Content-Type": "application/sparql-query"}
        assert strict.client.post("/sparql", content=pieces, headers=headers).status_code == 413
        assert answers(strict)

    def test_refused_before_it_is_sent(self, strict: Server) -> None:
        """The length that is announced is enough to know."""
        url = httpx.URL(strict.url)
        with socket.create_connection((url.host, url.port), timeout=PATIENCE) as connection:
            connection.sendall(
                b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
                b"Content-Length: 10000000\r\n\r\nASK"
            )
            assert connection.recv(1_000).startswith(b"HTTP/1.1 413")

    def test_address(self, strict: Server) -> None:
        url = httpx.URL(strict.url)
        for length, status in ((90_000, b"414"), (500_000, b"400")):
            with socket.create_connection((url.host, url.port), timeout=PATIENCE) as connection:
                address = b"/sparql?query=" + b"x" * length
                connection.sendall(b"GET " + address + b" HTTP/1.1\r\nHost: localhost\r\n\r\n")
                assert connection.recv(1_000).startswith(b"HTTP/1.1 " + status)
        assert answers(strict)

    def test_many_fields(self, strict: Server) -> None:
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        response = strict.client.post("/sparql", content=b"a=b&" * 200_000, headers=form)
        assert response.status_code == 400


def test_bodies_that_never_end(strict: Server) -> None:
    """Many of them are not kept: the next one is told to come back, and queries in addresses are answered."""
    url = httpx.URL(strict.url)
    head = (
        b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
        b"Content-Length: 1048576\r\n\r\n"
    )
    with ExitStack() as opened:
        waiting = []
        for _ in range(80):
            address = (url.host, url.port)
            connection = opened.enter_context(socket.create_connection(address, timeout=PATIENCE))
            connection.sendall(head + b"#" * 1_000_000)
            waiting.append(connection)
        told, _, _ = select(waiting, [], [], PATIENCE)
        assert {connection.recv(12) for connection in told} == {b"HTTP/1.1 503"}
        assert answers(strict)
    assert strict.client.post("/sparql", data={"query": QUICK}).status_code == 200


def test_thousand_requests_at_once(strict: Server) -> None:
    """Each is answered rightly or told to come back, and nothing is left behind."""

    async def ask_all() -> list[httpx.Response]:
        limits = httpx.Limits(max_connections=None)
        async with httpx.AsyncClient(base_url=strict.url, timeout=PATIENCE, limits=limits) as client:
            asking = (
                client.get("/sparql", params={"query": QUICK}, headers={"Accept": "text/csv"})
                for _ in range(1000)
            )
            return await asyncio.gather(*asking)

    responses = asyncio.run(ask_all())
    counted = Counter(response.status_code for response in responses)
    assert set(counted) <= {200, 503}, counted
    assert counted[200] >= 1
    assert {response.text for response in responses if response.status_code == 200} == {"true"}
    for response in responses:
        if response.status_code == 503:
            assert int(response.headers["Retry-After"]) > 0
    assert answers(strict)


def test_worker_that_dies_is_replaced(
    folder: Path, start: Callable[..., AbstractContextManager[Server]]
) -> None:
    with start(folder) as server:
        assert answers(server)
        for child in children(server.process.pid):
            os.kill(child, signal.SIGKILL)
        assert answers(server, broken=True)
        assert server.client.get("/entity/Twitter").status_code in {200, 500}
        assert server.client.get("/entity/Twitter").status_code == 200


def children(pid: int) -> list[int]:
    """The processes that read the graph for a server, by what Linux tells."""
    found = []
    for folder in os.listdir("/proc"):  # noqa: PTH208 - plain names are all that is needed
        try:
            with open(f"/proc/{folder}/stat", encoding="utf-8") as stat:  # noqa: PTH123
                parent = int(stat.read().rpartition(")")[2].split()[1])
            with open(f"/proc/{folder}/cmdline", encoding="utf-8") as command:  # noqa: PTH123
                is_worker = "spawn_main" in command.read()
        except (OSError, ValueError):
            continue
        if parent == pid and is_worker:
            found.append(int(folder))
    assert found, "the server has processes that read"
    return found
