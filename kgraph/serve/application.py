"""What address gives what: the endpoint, the pages, and a place for more."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from importlib.resources import files
from typing import TYPE_CHECKING, Final, Literal

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from kgraph.errors import GraphError
from kgraph.graph import vocabulary as v
from kgraph.graph.documents import GRAPHS
from kgraph.serve import editing, protocol
from kgraph.serve.access import KnownHosts
from kgraph.serve.headers import SafeHeaders
from kgraph.serve.jobs import Look, Service, Tool, Visit, Words
from kgraph.serve.pool import RETRY_AFTER, Pool
from kgraph.serve.protocol import Refused
from kgraph.serve.reply import TRUNCATED, Reply

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from starlette.routing import BaseRoute
    from starlette.types import Receive, Scope, Send

    from kgraph.graph.served import Thing
    from kgraph.serve.access import Access

_BASES: Final[dict[Thing, str]] = {
    "entity": v.ENTITY,
    "event": v.EVENT,
    "claim": v.CLAIM,
    "article": v.ARTICLE,
}
_PARTS: Final[dict[str, Literal["beginning", "contents", "script", "style"]]] = {
    "beginning.json": "beginning",
    "contents.json": "contents",
    "page.js": "script",
    "page.css": "style",
}
_LONGEST_WAIT: Final = 30.0  # seconds for a body to arrive
_MOMENT: Final = 0.2  # seconds
_MOST_HELD: Final = 64 << 20  # bytes of all queries that are worked on or wait
_CLOSE: Final = {"Connection": "close"}
_BUSY: Final = "the server is busy: ask again in a few seconds"


def application(
    queries: Pool, looks: Pool, drawings: Pool, access: Access, more: Sequence[BaseRoute] = ()
) -> Starlette:
    """The server as an ASGI application.

    Queries of others are worked out in one pool, the pages in another and the explorer's contents in a third,
    so that the slowest query keeps nobody from reading. `access` says who may read. `more` are further
    addresses, such as `Mount("/more", ...)`: they go before ours, and may set headers of their own, a
    Content-Security-Policy that allows scripts among them.
    """
    server = _Server(queries, looks, drawings)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with queries, looks, drawings:
            yield

    return Starlette(
        routes=[
            *more,
            Route("/", server.home),
            Route("/search", server.search),
            Route("/timeline", server.timeline),
            Route("/queries/{name}", server.query),
            Route("/query", server.editor),
            Route("/query.js", _editor_script),
            Route("/explore", server.explorer),
            Route("/explore/{name}", server.explorer_part),
            Route("/sparql", _Endpoint(server)),
            Route("/style.css", _style),
            Route("/favicon.ico", _no_icon),
            *(Route(f"/{document}", server.words) for document in GRAPHS),
            *(Route(f"/{thing}/{{name:path}}", server.thing) for thing in _BASES),
        ],
        middleware=[
            Middleware(SafeHeaders),
            Middleware(KnownHosts, access),
            Middleware(
                CORSMiddleware,
                allow_origins=access.origins,
                allow_private_network=bool(access.origins),
                allow_methods=["GET", "HEAD", "POST"],
                allow_headers=["Accept", "Content-Type"],
                expose_headers=[TRUNCATED, "Retry-After"],
            ),
        ],
        exception_handlers={Refused: _refused},
        lifespan=lifespan,
    )


class _Server:
    """The addresses, each of which hands a job to a pool."""

    def __init__(self, queries: Pool, looks: Pool, drawings: Pool) -> None:
        self._queries = queries
        self._looks = looks
        self._drawings = drawings
        self._held = 0  # bytes of queries that are here

    async def home(self, _: Request) -> Response:
        return await self._visit(Visit("home"))

    async def search(self, request: Request) -> Response:
        return await self._visit(Visit("search", fields=_fields(request)))

    async def timeline(self, request: Request) -> Response:
        return await self._visit(Visit("timeline", fields=_fields(request)))

    async def query(self, request: Request) -> Response:
        job = Visit("query", request.path_params["name"], _fields(request))
        return _response(await self._queries.reply(job))

    async def editor(self, request: Request) -> Response:
        return _response(await self._queries.reply(Tool("editor", _fields(request))))

    async def explorer(self, request: Request) -> Response:
        return _response(await self._drawings.reply(Tool("explorer", _fields(request))))

    async def explorer_part(self, request: Request) -> Response:
        part = _PARTS.get(request.path_params["name"])
        if part is None:
            raise Refused(404, "there is no such part of the explorer")
        return _response(await self._drawings.reply(Tool(part, _fields(request), _accept(request))))

    async def thing(self, request: Request) -> Response:
        raw: bytes = request.scope["raw_path"]
        kind, _, local = raw.decode("ascii", errors="replace").lstrip("/").partition("/")
        thing = next(known for known in _BASES if known == kind)
        base = _BASES[thing]
        try:
            name = v.decode_local(base + local, base)
        except GraphError as exc:
            raise Refused(404, f"there is no {thing} of that name: {exc}") from exc
        given = dict(_fields(request))
        page, form, type_ = (given.get(field, "") for field in ("page", "format", "type"))
        job = Look(thing, name, page, form, _accept(request), type_)
        return _response(await self._looks.reply(job))

    async def words(self, request: Request) -> Response:
        document = next(known for known in GRAPHS if known == request.url.path.strip("/"))
        job = Words(document, dict(_fields(request)).get("format", ""), _accept(request))
        return _response(await self._looks.reply(job))

    async def sparql(self, request: Request) -> Response:
        if request.method == "OPTIONS":
            headers = {"Allow": protocol.METHODS, "Accept-Post": protocol.ACCEPTED}
            return Response(status_code=204, headers=headers)
        if request.method not in {"GET", "HEAD", "POST"}:
            raise Refused(405, f"use {protocol.METHODS}", {"Allow": protocol.METHODS})
        if self._queries.is_full:
            raise Refused(503, _BUSY, dict([RETRY_AFTER]))
        address_query: bytes = request.scope["query_string"]
        if len(address_query) > protocol.LONGEST_ADDRESS:
            raise Refused(414, "the address is too long: send the query with POST")
        accept, content_type = _accept(request), request.headers.get("content-type", "")
        async with self._body(request) as body:
            question = protocol.asked(request.method, address_query, content_type, body, accept)
            if question is not None:
                return _response(await self._queries.reply(question))
        endpoint = str(request.url.replace(query="", fragment=""))
        return _response(await self._looks.reply(Service(endpoint, accept)))

    async def _visit(self, job: Visit) -> Response:
        return _response(await self._looks.reply(job))

    @asynccontextmanager
    async def _body(self, request: Request) -> AsyncIterator[bytes]:
        """The body of a request, of which no more is read than may come. Raises `Refused`."""
        longest = protocol.LONGEST_BODY
        too_long = Refused(413, f"the query is longer than {longest:,} bytes: make it shorter", _CLOSE)
        announced = request.headers.get("content-length", "")
        if announced.isdecimal() and int(announced) > longest:
            raise too_long
        body = bytearray()
        try:
            async with asyncio.timeout(_LONGEST_WAIT):
                async for chunk in request.stream():
                    body += chunk
                    self._held += len(chunk)
                    if len(body) > longest:
                        raise too_long
                    if self._held > _MOST_HELD:
                        raise Refused(503, _BUSY, dict([RETRY_AFTER]) | _CLOSE)
            yield bytes(body)
        except TimeoutError:
            raise Refused(408, "the request came too slowly", _CLOSE) from None
        except ClientDisconnect:
            raise Refused(400, "the request ended before its end", _CLOSE) from None
        finally:
            self._held -= len(body)


class _Endpoint:
    """The endpoint for every method, so that wrong ones are told which are right."""

    def __init__(self, server: _Server) -> None:
        self._server = server

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        response = await self._server.sparql(request)
        await response(scope, receive, send)


class _LastWord(PlainTextResponse):
    """A response to a client that is still sending, whose connection is then closed.

    Closing throws away what is under way in both directions, so that the response gets a moment to arrive.
    """

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        """Send the response, wait, and let the server close the connection."""
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        await send({"type": "http.response.body", "body": self.body, "more_body": True})
        await asyncio.sleep(_MOMENT)
        await send({"type": "http.response.body", "body": b""})


async def _style(_: Request) -> Response:
    style = (files("kgraph") / "resources" / "pages" / "style.css").read_bytes()
    return Response(style, media_type="text/css", headers={"Cache-Control": "max-age=3600"})


async def _no_icon(_: Request) -> Response:
    return Response(status_code=204, headers={"Cache-Control": "max-age=86400"})


async def _editor_script(_: Request) -> Response:
    return _response(editing.script())


async def _refused(_: Request, refused: Exception) -> Response:
    assert isinstance(refused, Refused)  # noqa: S101 - registered for nothing else
    kind = _LastWord if "Connection" in refused.headers else PlainTextResponse
    return kind(f"{refused.message}\n", refused.status, refused.headers)


def _response(reply: Reply) -> Response:
    return Response(reply.body, reply.status, {"Content-Type": reply.content_type, **dict(reply.headers)})


def _accept(request: Request) -> str:
    return ", ".join(request.headers.getlist("accept"))


def _fields(request: Request) -> tuple[tuple[str, str], ...]:
    return tuple(request.query_params.multi_items()[:100])
