"""Endpoints to try a remote graph on: one in this process, with moods, and a real Virtuoso."""

import hashlib
import json
import os
import re
import shutil
import socket
import subprocess
import time
from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs

import pyoxigraph as ox
import pytest

from kgraph.graph.remote.address import Address
from kgraph.graph.remote.endpoint import Endpoint

JSON = ox.QueryResultsFormat.JSON
RESULTS = "application/sparql-results+json"


class Server(ThreadingHTTPServer):
    """An endpoint over a store in memory, by the SPARQL 1.1 Protocol.

    `login` is the way ("basic", "digest"), the user and the password that it wants. Like Virtuoso it gives at
    most `most_rows`, and where `ranges_freely` it lets GRAPH ?g mean any graph, whatever a request names. It
    gives the `replies` (status, headers, body) before it does anything else; None stands for hanging up. It
    refuses updates when `updates_left` is 0.
    """

    daemon_threads = True

    def __init__(self) -> None:
        """A server on a free port."""
        super().__init__(("127.0.0.1", 0), Handler)
        self.store = ox.Store()
        self.login: tuple[str, str, str] | None = None
        self.most_rows: int | None = None
        self.ranges_freely = False
        self.replies: list[tuple[int, dict[str, str], str] | None] = []
        self.updates_left: int | None = None
        self.forms: list[dict[str, list[str]]] = []
        self.delay_s = 0.0

    @property
    def address(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.server_port}/sparql"


class Handler(BaseHTTPRequestHandler):
    """One connection to a `Server`."""

    server: Server
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # a reply in one piece, for which the other side need not wait

    def do_POST(self) -> None:
        """Answer a query or make an update."""
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = parse_qs(body, keep_blank_values=True)
        self.server.forms.append(form)
        time.sleep(self.server.delay_s)
        if self.server.replies:
            self.reply(self.server.replies.pop(0))
        elif not self.may_enter():
            way = self.server.login[0] if self.server.login else ""
            ask = {"digest": 'Digest realm="test", nonce="n0nce", qop="auth", algorithm=MD5'}.get(
                way, 'Basic realm="test"'
            )
            self.reply((401, {"WWW-Authenticate": ask}, ""))
        elif "update" in form:
            self.update(form["update"][0])
        else:
            self.reply(self.answer(form))

    def update(self, sparql: str) -> None:
        """Make an update."""
        if self.server.updates_left == 0:
            self.reply((500, {}, "the disk is full\nand more"))
            return
        if self.server.updates_left is not None:
            self.server.updates_left -= 1
        self.server.store.update(sparql)
        self.reply((204, {}, ""))

    def answer(self, form: dict[str, list[str]]) -> tuple[int, dict[str, str], str]:
        """The answer to a query."""
        default, named = (
            [ox.NamedNode(iri) for iri in form.get(f"{kind}-graph-uri", ())] for kind in ("default", "named")
        )
        try:
            results = self.server.store.query(
                form["query"][0],
                default_graph=list(default) if default or named else None,
                named_graphs=None if self.server.ranges_freely or not (default or named) else list(named),
            )
        except SyntaxError as exc:
            return 400, {}, f"Parse error: {exc}"
        headers = {"Content-Type": RESULTS}
        most = self.server.most_rows
        if isinstance(results, ox.QueryTriples):
            raise NotImplementedError("triples are asked for as rows")
        data = json.loads(results.serialize(format=JSON) or b"")
        if most is not None and "results" in data:
            kept = data["results"]["bindings"] = data["results"]["bindings"][:most]
            headers |= {"X-SPARQL-MaxRows": str(most)} if len(kept) == most else {}
        return 200, headers, json.dumps(data)

    def may_enter(self) -> bool:
        """Whether the login is right."""
        if self.server.login is None:
            return True
        way, user, password = self.server.login
        given = self.headers.get("Authorization", "")
        if way == "basic":
            return given.startswith("Basic ") and b64decode(given[6:]).decode() == f"{user}:{password}"
        parts = {key: value.strip('"') for key, value in re.findall(r'(\w+)=("[^"]*"|[^,\s]+)', given)}
        if not parts:
            return False

        def md5(*texts: str) -> str:
            return hashlib.md5(":".join(texts).encode(), usedforsecurity=False).hexdigest()

        expected = md5(
            md5(user, "test", password),
            parts["nonce"],
            parts["nc"],
            parts["cnonce"],
            parts["qop"],
            md5("POST", self.path),
        )
        return str(parts["response"]) == expected

    def reply(self, reply: tuple[int, dict[str, str], str] | None) -> None:
        """Send a reply, or hang up."""
        if reply is None:
            self.close_connection = True
            return
        status, headers, text = reply
        body = text.encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with suppress(BrokenPipeError):
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing on standard error."""


@pytest.fixture
def server() -> Iterator[Server]:
    """An endpoint in this process that holds nothing."""
    with Server() as endpoint:
        thread = Thread(target=endpoint.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield endpoint
        endpoint.shutdown()
        thread.join()


@pytest.fixture(params=["by the book", "ranges freely", "few rows", "virtuoso"])
def endpoint(request: pytest.FixtureRequest) -> str:
    """The address of each endpoint, which holds no graph of kgraph, but one of someone else."""
    if request.param == "virtuoso":
        address: str = request.getfixturevalue("virtuoso")
    else:
        server: Server = request.getfixturevalue("server")
        server.ranges_freely = request.param == "ranges freely"
        server.most_rows = 400 if request.param == "few rows" else None
        address = server.address
    with closing(Endpoint(Address.of(address))) as connection:
        _clear(connection)
    return address


def _clear(connection: Endpoint) -> None:
    graphs = (
        "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } FILTER(STRSTARTS(STR(?g), 'https://w3id.org/kgraph/')) }"
    )
    for solution in connection.select(graphs):
        connection.update(f"DROP SILENT GRAPH {solution['g']}")
    connection.update(
        "INSERT DATA { GRAPH <urn:someone-elses> { <urn:a> <https://w3id.org/kgraph/ns#status> <urn:b> } }"
    )


@pytest.fixture
def raw(endpoint: str) -> Iterator[Callable[[str], set[tuple[str, ...]]]]:
    """The rows of a SELECT, asked of the endpoint itself."""
    with closing(Endpoint(Address.of(endpoint))) as connection:
        yield lambda sparql: {tuple(map(str, solution)) for solution in connection.select(sparql)}


# --- Virtuoso ---------------------------------------------------------------------------------

_INI = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
FileExtend = 200
[TempDatabase]
DatabaseFile = {folder}/virtuoso-temp.db
TransactionFile = {folder}/virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
CaseMode = 2
NumberOfBuffers = 2000
MaxDirtyBuffers = 1200
ThreadsPerQuery = 2
DirsAllowed = {folder}
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 5
MaxKeepAlives = 5
KeepAliveTimeout = 10
Charset = UTF-8
[SPARQL]
ResultSetMaxRows = 2000
MaxQueryExecutionTime = 60
"""
_PACKAGE = "virtuoso-opensource-7-bin"


@pytest.fixture(scope="session")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Virtuoso, with a login, that is there for this run."""
    program, libraries = _virtuoso()
    folder = tmp_path_factory.mktemp("virtuoso")
    http, sql = _free_port(), _free_port()
    (folder / "virtuoso.ini").write_text(_INI.format(folder=folder, http=http, sql=sql))
    command = [program, "+foreground", "+configfile", str(folder / "virtuoso.ini")]
    with (folder / "output.txt").open("wb") as output:
        process = subprocess.Popen(
            command, cwd=folder, stdout=output, stderr=output, env=os.environ | {"LD_LIBRARY_PATH": libraries}
        )
    try:
        _wait_for(http, process, folder)
        yield f"http://dba:dba@127.0.0.1:{http}/sparql-auth"
    finally:
        process.terminate()
        process.wait()


def _wait_for(port: int, process: subprocess.Popen[bytes], folder: Path) -> None:
    for _ in range(600):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        if process.poll() is not None:
            break
        time.sleep(0.1)
    pytest.fail(f"Virtuoso did not start: {(folder / 'output.txt').read_text(errors='replace')[-2000:]}")


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
        return port


def _virtuoso() -> tuple[str, str]:
    """The program, and a folder of libraries that it needs; taken from Debian where it is not installed."""
    if installed := shutil.which("virtuoso-t"):
        return installed, os.environ.get("LD_LIBRARY_PATH", "")
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "kgraph-tests" / "virtuoso"
    program = cache / "usr" / "bin" / "virtuoso-t"
    if not program.exists():
        try:
            _fetch(cache)
        except (OSError, subprocess.CalledProcessError) as exc:
            told = getattr(exc, "stderr", b"") or str(exc).encode()
            reason = told.decode(errors="replace").strip().splitlines()[-1:]
            pytest.skip(f"there is no Virtuoso: apt-get install {_PACKAGE} ({''.join(reason)})")
    libraries = {str(file.parent) for file in cache.rglob("*.so*")}
    return str(program), ":".join(sorted(libraries))


def _fetch(cache: Path) -> None:
    """Unpack Debian's package and what it depends on into a folder, which needs no rights."""
    parts = cache.with_name(f"{cache.name}.{os.getpid()}")
    parts.mkdir(parents=True)
    try:
        listed = subprocess.run(["apt-cache", "depends", _PACKAGE], capture_output=True, check=True)
        needed = re.findall(r"Depends: (lib(?!c6)\S+)", listed.stdout.decode())
        packages = [_PACKAGE, "libsasl2-2", *needed]
        subprocess.run(["apt-get", "download", *packages], cwd=parts, capture_output=True, check=True)
        for package in parts.glob("*.deb"):
            subprocess.run(["dpkg", "-x", str(package), str(parts)], capture_output=True, check=True)
            package.unlink()
        with suppress(OSError):  # another run may have been faster
            parts.rename(cache)
    finally:
        shutil.rmtree(parts, ignore_errors=True)
