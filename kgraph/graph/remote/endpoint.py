"""The SPARQL 1.1 Protocol over HTTP: questions out, results in, and what goes wrong told to people."""

from __future__ import annotations

import json
import re
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, TypeVar

import httpx
import pyoxigraph as ox

from kgraph.errors import GraphError

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping, Sequence

    from kgraph.graph.remote.address import Address

    Form = Mapping[str, str | Sequence[str]]
    Binding = dict[str, dict[str, str]]

T = TypeVar("T", ox.QueryBoolean, ox.QuerySolutions)

PATIENCE_S: Final = 600.0  # for an answer; servers give up on a query of their own accord long before
_CONNECT_S: Final = 10.0
_TRIES: Final = 4
_PAUSE_S: Final = 0.2
_RESULTS: Final = "application/sparql-results+json"
# A server that has had enough of a connection may close it just when it is used again.
_BROKEN_OFF: Final = (httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError, httpx.CloseError)
_JSON: Final = ox.QueryResultsFormat.JSON
_TOLD: Final = 300  # characters of what a server says that fit a message


class RefusedError(GraphError):
    """An endpoint will not do what it was asked."""


class TruncatedError(GraphError):
    """An endpoint gives only the first `rows` rows of an answer."""

    def __init__(self, place: object, rows: int) -> None:
        super().__init__(f"the endpoint {place} gives no more than {rows:,} rows of an answer")
        self.rows = rows


class Endpoint:
    """A connection to a SPARQL endpoint, kept open between requests; threads may share it.

    Every method raises `GraphError` where the endpoint cannot be reached, and `RefusedError` where it
    will not answer.
    """

    def __init__(self, address: Address, patience: float = PATIENCE_S) -> None:
        """An endpoint at `address`, whose answers are waited for `patience` seconds; asks nothing yet."""
        self.address = address
        self._patience = patience
        self._client = httpx.Client(
            auth=_Login(address.user, address.password) if address.user else None,
            timeout=httpx.Timeout(patience, connect=_CONNECT_S),
        )

    def close(self) -> None:
        """Let go of the connection."""
        self._client.close()

    def ask(self, sparql: str, dataset: Form | None = None) -> ox.QueryBoolean:
        """The answer to an ASK."""
        response = self._asked(sparql, dataset)
        with self._reading(response):
            return _parsed(response.content, ox.QueryBoolean)

    def select(self, sparql: str, dataset: Form | None = None) -> list[ox.QuerySolution]:
        """The solutions of a SELECT, all of them; raises `TruncatedError` where some are held back."""
        response = self._asked(sparql, dataset)
        with self._reading(response):
            return list(_parsed(response.content, ox.QuerySolutions))

    def bindings(self, sparql: str, dataset: Form | None = None) -> list[Binding]:
        """The same solutions as JSON."""
        response = self._asked(sparql, dataset)
        with self._reading(response):
            checked = _parsed(response.content, ox.QuerySolutions).serialize(format=_JSON) or b""
            found: list[Binding] = json.loads(checked)["results"]["bindings"]
            return found

    def update(self, sparql: str) -> None:
        """Carry out an update, which must come to the same when it is carried out twice."""
        self._post(self.address.update, {"update": sparql})

    def _asked(self, sparql: str, dataset: Form | None) -> httpx.Response:
        response = self._post(self.address.query, {"query": sparql, **(dataset or {})})
        # What Virtuoso says of an answer that is not whole, though its status is 200.
        if response.headers.get("X-SQL-State"):
            raise RefusedError(
                f"the endpoint {self.address} stopped the query after the time that it allows: ask for less, "
                "or raise MaxQueryExecutionTime on the server"
            )
        if rows := response.headers.get("X-SPARQL-MaxRows", ""):
            raise TruncatedError(self.address, int(rows) if rows.isdecimal() else 0)
        return response

    @contextmanager
    def _reading(self, response: httpx.Response) -> Iterator[None]:
        """Tell people of what is no SPARQL results."""
        try:
            yield
        except (SyntaxError, ValueError) as exc:
            raise RefusedError(
                f"{self.address} gives no SPARQL results ({_first_line(response)}): give the address of an "
                "endpoint, such as http://localhost:8890/sparql"
            ) from exc

    def _post(self, url: str, form: Form) -> httpx.Response:
        tried = 0
        while True:
            tried += 1
            try:
                response = self._client.post(url, data=dict(form), headers={"Accept": _RESULTS})
            except _BROKEN_OFF as exc:
                if tried == _TRIES:
                    raise GraphError(f"the connection to {url} broke off: {exc}") from exc
            except (httpx.HTTPError, httpx.InvalidURL) as exc:
                raise GraphError(self._unreached(url, exc)) from exc
            else:
                if response.is_success:
                    return response
                if tried == _TRIES or not _is_passing(response):
                    raise RefusedError(self._refused(url, response))
            time.sleep(_PAUSE_S * tried)

    def _unreached(self, url: str, exc: Exception) -> str:
        if isinstance(exc, httpx.TimeoutException) and not isinstance(exc, httpx.ConnectTimeout):
            return f"the endpoint {url} gave no answer in {self._patience:g} seconds: ask for less"
        return f"the endpoint {url} cannot be reached ({exc}): check the address, and that the server runs"

    def _refused(self, url: str, response: httpx.Response) -> str:
        status, told = response.status_code, _first_line(response)
        if status in {httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN}:
            if self.address.user:
                return (
                    f"the endpoint {url} refuses the login of {self.address.user!r}: check name and password"
                )
            return (
                f"the endpoint {url} wants a login: put it into the address, as in "
                "http://USER:PASSWORD@HOST/PATH, or into ~/.netrc"
            )
        if response.is_redirect:
            return f"the endpoint {url} has moved: use {response.headers.get('Location', 'its new address')}"
        if status == httpx.codes.NOT_FOUND:
            return f"there is no endpoint at {url}: check the path"
        if "No permission" in told or "SECURITY" in told:
            return (
                f"the endpoint {url} does not let this user write ({told}): on Virtuoso use "
                "http://USER:PASSWORD@HOST:8890/sparql-auth, or grant SPARQL_UPDATE to its user SPARQL"
            )
        return f"the endpoint {url} refuses ({status}): {told}"


class _Login(httpx.Auth):
    """A login in whichever way the server asks for it, digest or basic, and only when it asks."""

    def __init__(self, user: str, password: str) -> None:
        self._ways = {"digest": httpx.DigestAuth(user, password), "basic": httpx.BasicAuth(user, password)}
        self._way: httpx.Auth | None = None

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        if self._way is None:
            response = yield request
            if response.status_code != httpx.codes.UNAUTHORIZED:
                return
            offered = " ".join(response.headers.get_list("WWW-Authenticate")).lower()
            self._way = next((way for name, way in self._ways.items() if name in offered), None)
            if self._way is None:
                return
        yield from self._way.auth_flow(request)


def _parsed(data: bytes, kind: type[T]) -> T:
    """The results in JSON; raises `SyntaxError` or `ValueError` where it is none of that kind."""
    results = ox.parse_query_results(data, format=_JSON)
    if not isinstance(results, kind):
        raise ValueError("rows where a yes or no was asked for, or the other way round")  # noqa: TRY004
    return results


def _is_passing(response: httpx.Response) -> bool:
    """Whether a refusal is about the moment: the server is busy, or two wanted the same rows (40001)."""
    return response.status_code == httpx.codes.SERVICE_UNAVAILABLE or "40001 Error" in response.text[:_TOLD]


def _first_line(response: httpx.Response) -> str:
    """What the server says, in a line for people."""
    text = re.sub(r"(?is)<(style|script).*?</\1>|<[^>]*>", " ", response.text[: 20 * _TOLD])
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    said = lines[0] if lines else response.reason_phrase or "nothing"
    return "".join(c if c.isprintable() else " " for c in said)[:_TOLD]
