"""Who may read: other sites only where they are let, and nobody under a name that is not the server's."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from kgraph.errors import InputError
from kgraph.serve.access import Access

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from tests.serve.conftest import Server

    Start = Callable[..., AbstractContextManager[Server]]

ALLOWED = "Access-Control-Allow-Origin"
PREFLIGHT = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}


def status_for(server: Server, *hosts: str, path: str = "/sparql?query=ASK%7B%7D") -> int:
    """What a request with these Host headers is answered with, sent as it stands."""
    address = urlsplit(server.url)
    assert address.port
    lines = [f"GET {path} HTTP/1.1", *(f"Host: {host}" for host in hosts), "Connection: close", "", ""]
    with socket.create_connection((address.hostname or "", address.port), timeout=60) as connection:
        connection.sendall("\r\n".join(lines).encode())
        return int(connection.makefile("rb").readline().split()[1])


@pytest.mark.parametrize(
    ("address", "host", "known"),
    [
        ("127.0.0.1", "127.0.0.1:8000", True),
        ("127.0.0.1", "127.0.0.1", True),
        ("127.0.0.1", "127.8.9.1", True),
        ("127.0.0.1", "localhost:9000", True),  # as through a tunnel
        ("127.0.0.1", "LOCALHOST.", True),
        ("127.0.0.1", "graph.localhost:80", True),  # browsers look such names up nowhere
        ("127.0.0.1", "[::1]:8000", True),
        ("127.0.0.1", "box", True),  # what --host says
        ("127.0.0.1", "", True),  # HTTP/1.0, which no browser speaks
        ("127.0.0.1", "evil.example", False),
        ("127.0.0.1", "evil.example:8000", False),
        ("127.0.0.1", "127.0.0.1.evil.example", False),
        ("127.0.0.1", "localhost.evil.example", False),
        ("127.0.0.1", "evillocalhost", False),
        ("127.0.0.1", "127.0.0.1@evil.example", False),
        ("127.0.0.1", "192.168.0.7", False),
        ("127.0.0.1", "0.0.0.0", False),  # noqa: S104 - a name that is tried
        ("127.0.0.1", "[", False),
        ("127.0.0.1", "localhost:80:80", False),
        ("127.0.0.1", "localhost, evil.example", False),
        ("::1", "[::1]:8000", True),
        ("::1", "localhost", True),
        ("::1", "[::2]", False),
        ("0.0.0.0", "evil.example", True),  # noqa: S104 - others are let in, by whatever name
        ("192.168.0.7", "graph.example", True),
    ],
)
def test_names_of_the_server(address: str, host: str, known: bool) -> None:  # noqa: FBT001
    assert Access(given="box", address=address).knows(host) is known


@pytest.mark.parametrize("path", ["/", "/sparql?query=ASK%7B%7D", "/entity/Twitter", "/style.css", "/none"])
def test_no_other_name_leads_to_a_server_of_this_machine(server: Server, path: str) -> None:
    port = urlsplit(server.url).port
    assert status_for(server, f"evil.example:{port}", path=path) == 403
    assert status_for(server, f"localhost:{port}", path=path) == status_for(server, "[::1]", path=path) != 403


def test_a_second_host_is_refused(server: Server) -> None:
    assert status_for(server, "localhost", "evil.example") in {400, 403}


def test_who_is_refused_is_told_what_to_do(server: Server) -> None:
    answer = server.client.get("/", headers={"Host": "evil.example"})
    assert answer.status_code == 403
    assert "localhost" in answer.text
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_server_for_others_has_whatever_name_they_call_it(start: Start, folder: Path) -> None:
    with start(folder, "--host", "0.0.0.0") as server:  # noqa: S104 - what is tried
        assert status_for(server, "graph.example") == 200


@pytest.mark.parametrize("origin", ["https://example.org", "null", "http://127.0.0.1:9"])
def test_other_sites_may_not_read_unless_they_are_let(server: Server, origin: str) -> None:
    assert server.client.options("/sparql", headers={"Origin": origin} | PREFLIGHT).status_code == 400
    for answer in (
        server.client.get("/sparql", params={"query": "ASK {}"}, headers={"Origin": origin}),
        server.client.get("/", headers={"Origin": origin}),
    ):
        assert answer.status_code == 200
        assert ALLOWED not in answer.headers
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_sites_that_are_let_may_ask_in_each_way_and_read(start: Start, folder: Path) -> None:
    options = ("--cors", "https://example.org", "--cors", "http://localhost:3000")
    with start(folder, *options) as server:
        for origin in options[1::2]:
            near = {"Access-Control-Request-Private-Network": "true"}
            preflight = server.client.options("/sparql", headers={"Origin": origin} | PREFLIGHT | near)
            assert preflight.headers["Access-Control-Allow-Private-Network"] == "true"
            assert (preflight.status_code, preflight.headers[ALLOWED]) == (200, origin)
            assert "content-type" in preflight.headers["Access-Control-Allow-Headers"].lower()
            answer = server.client.get("/sparql", params={"query": "ASK {}"}, headers={"Origin": origin})
            assert (answer.headers[ALLOWED], "Origin" in answer.headers["Vary"]) == (origin, True)
        for other in ("https://example.org.evil.example", "http://example.org", "https://example.org:8443"):
            answer = server.client.get("/sparql", params={"query": "ASK {}"}, headers={"Origin": other})
            assert ALLOWED not in answer.headers
        assert status_for(server, "evil.example") == 403


def test_a_star_lets_all_sites_read(start: Start, folder: Path) -> None:
    with start(folder, "--cors", "*") as server:
        origin = {"Origin": "https://example.org"}
        assert server.client.options("/sparql", headers=origin | PREFLIGHT).headers[ALLOWED] == "*"
        answer = server.client.post("/sparql", data={"query": "ASK {}"}, headers=origin)
        assert answer.headers[ALLOWED] == "*"
        assert "Access-Control-Allow-Credentials" not in answer.headers


@pytest.mark.parametrize(
    "origin",
    [
        "example.org",
        "https://example.org/",
        "https://example.org/a",
        "file://",
        "null",
        "https://*.org",
        "",
        "HTTPS://A",
    ],
)
def test_what_is_no_origin_is_refused(origin: str) -> None:
    with pytest.raises(InputError, match="is no origin"):
        Access((origin,))
