"""Talking to servers that are as they should be, and to others."""

from __future__ import annotations

import socket
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from kgraph.errors import GraphError, QueryError
from kgraph.graph.remote.address import Address
from kgraph.graph.remote.endpoint import Endpoint, RefusedError, TruncatedError
from kgraph.graph.store import Store

if TYPE_CHECKING:
    from tests.graph.remote.conftest import Server

ROWS = "SELECT * { VALUES ?x { 1 2 3 } }"
HTML = "<html><head><style>p {}</style></head><body><h1>Welcome</h1><script>x</script></body></html>"
RESULTS = '{"head": {"vars": ["x"]}, "results": {"bindings": [%s]}}'
BUSY: tuple[int, dict[str, str], str] = (500, {}, "Virtuoso 40001 Error SR172: Transaction deadlocked")


def connected(server: Server, login: str = "", patience: float = 10) -> Endpoint:
    """An endpoint of the server."""
    return Endpoint(Address.of(server.address.replace("//", f"//{login}")), patience)


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        ((500, {}, "out of\x1b[31m memory\nand a long story"), r"refuses \(500\): out of \[31m memory$"),
        ((500, {}, ""), "refuses .*Internal Server Error"),
        ((400, {}, HTML), r"refuses \(400\): Welcome$"),
        ((404, {}, HTML), "there is no endpoint at .*: check the path"),
        ((401, {}, ""), r"wants a login: put it into the address.*\.netrc"),
        ((403, {}, ""), "wants a login"),
        ((301, {"Location": "https://new/x"}, ""), "has moved: use https://new/x"),
        ((500, {}, "Virtuoso 42000 Error SR186:SECURITY: No permission"), "sparql-auth"),
        ((200, {"Content-Type": "text/html"}, HTML), r"no SPARQL results \(Welcome\): give the address"),
        ((200, {}, ""), r"no SPARQL results \(OK\)"),
        ((200, {}, "{"), "no SPARQL results"),
        ((200, {}, "[1]"), "no SPARQL results"),
        ((200, {}, '{"head": {}, "boolean": true}'), "no SPARQL results"),
        ((200, {}, RESULTS % '{"x": {"type": "uri", "value": "a b"}}'), "no SPARQL results"),
        ((200, {}, RESULTS % '{"x": {"type": "uri", "value": "urn:a"}}, {"x'), "no SPARQL results"),
        ((200, {"X-SQL-State": "S1TAT"}, RESULTS % ""), "stopped the query"),
    ],
)
def test_what_goes_wrong_is_told(server: Server, reply: tuple[int, dict[str, str], str], told: str) -> None:
    with closing(connected(server)) as endpoint:
        for ask in (endpoint.select, endpoint.bindings):
            server.replies = [reply]
            with pytest.raises(RefusedError, match=told) as caught:
                ask(ROWS)
            assert "\n" not in str(caught.value)
            assert "\x1b" not in str(caught.value)
        assert len(endpoint.select(ROWS)) == 3


def test_nobody_is_there() -> None:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))  # and does not listen
        with pytest.raises(GraphError, match=r"cannot be reached .*: check the address, and that the server"):
            Store(f"http://127.0.0.1:{bound.getsockname()[1]}/sparql")
    with pytest.raises(GraphError, match="cannot be reached"):
        Store("http://host.invalid/sparql")


def test_a_server_that_takes_too_long(server: Server) -> None:
    server.delay_s = 0.3
    late = r"no answer in 0\.05 seconds"
    with closing(connected(server, patience=0.05)) as endpoint, pytest.raises(GraphError, match=late):
        endpoint.select(ROWS)


@pytest.mark.parametrize("mood", [None, BUSY, (503, {}, "come back later")])
def test_what_passes_is_waited_for(
    server: Server, mood: tuple[int, dict[str, str], str] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kgraph.graph.remote.endpoint._PAUSE_S", 0)
    with closing(connected(server)) as endpoint:
        server.replies = [mood] * 3
        assert len(endpoint.select(ROWS)) == 3
        server.replies = [mood] * 4
        with pytest.raises(GraphError, match=r"broke off|refuses"):
            endpoint.update("CLEAR ALL")


@pytest.mark.parametrize("way", ["basic", "digest"])
def test_logins(server: Server, way: str) -> None:
    server.login = (way, "me", "p@s s")
    with closing(connected(server, "me:p%40s%20s@")) as endpoint:
        endpoint.update("INSERT DATA { <urn:a> <urn:b> <urn:c> }")
        assert len(endpoint.select(ROWS)) == 3
        assert len(server.store) == 1
        asked = len(server.forms)
        assert endpoint.ask("ASK {}")
        assert len(server.forms) == asked + 1  # for a login that was good is not asked for again
    wrong = "refuses the login of 'me'"
    with closing(connected(server, "me:wrong@")) as endpoint, pytest.raises(RefusedError, match=wrong):
        endpoint.select(ROWS)
    with closing(connected(server)) as endpoint, pytest.raises(RefusedError, match="wants a login"):
        endpoint.select(ROWS)


def test_updates_go_where_they_are_sent(server: Server) -> None:
    paths = []
    handler = server.RequestHandlerClass

    class Noting(handler):  # type: ignore[misc,valid-type]
        """Notes the path."""

        def do_POST(self) -> None:  # noqa: N802
            paths.append(self.path)
            super().do_POST()

    server.RequestHandlerClass = Noting
    with closing(Endpoint(Address.of(f"{server.address}?a=b#update=/update"))) as endpoint:
        endpoint.select(ROWS)
        endpoint.update("CLEAR ALL")
    assert paths == ["/sparql?a=b", "/update"]


def test_rows_that_are_held_back_are_never_missed(server: Server) -> None:
    server.most_rows = 3
    with closing(connected(server)) as endpoint, pytest.raises(TruncatedError, match="no more than 3 rows"):
        endpoint.select(ROWS)
    server.most_rows = 1
    with closing(connected(server)) as endpoint, pytest.raises(TruncatedError):
        endpoint.bindings(ROWS)


def test_a_query_that_the_server_will_not_answer(server: Server) -> None:
    with Store(server.address) as store:
        server.replies = [(500, {}, "too hard")]
        with pytest.raises(QueryError, match=r"refuses \(500\): too hard"):
            store.query("ASK {}")
