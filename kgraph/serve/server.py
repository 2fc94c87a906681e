"""Listening: from settings to a server that runs until it is told to stop."""

from __future__ import annotations

import errno
import socket
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import uvicorn

from kgraph.errors import InputError
from kgraph.graph.answering import Limits
from kgraph.graph.served import Served
from kgraph.serve.access import Access
from kgraph.serve.application import application
from kgraph.serve.pool import Bounds, Pool
from kgraph.serve.worker import Work

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_WAITING: Final = 256  # requests that may wait for a worker; the next one is told to come back
_FOR_A_DRAWING: Final = 300.0  # seconds; all of a graph is read once after each change
_LONGEST_ANSWER: Final = 64 << 20
_MEMORY: Final = 4 << 30  # bytes of address space for a worker, of which RocksDB's threads reserve one third
_LONGEST_HEAD: Final = 1 << 17  # bytes of a request before its body


@dataclass(frozen=True, slots=True)
class Settings:
    """Where to listen, and how much an answer may take: `timeout` is in seconds. Port 0 is any free one.

    Pages of the origins in `cors` may read what the server says, "*" is all.
    """

    graph: Path
    host: str = "127.0.0.1"
    port: int = 8000
    timeout: float = 30.0
    max_rows: int = 100_000
    workers: int = 2
    cors: tuple[str, ...] = ()


def serve(settings: Settings, ready: Callable[[str], None]) -> None:
    """Serve a graph until Ctrl-C; `ready` is given the address when there is something to ask at it.

    Raises `GraphError` where there is no graph, and `InputError` where the address cannot be listened at
    or `cors` has what is no origin.
    """
    access = Access(settings.cors, settings.host)
    Served(settings.graph).close()
    work = Work(settings.graph.resolve(), Limits(settings.max_rows, _LONGEST_ANSWER), _MEMORY)
    queries = Pool(work, Bounds(settings.workers, _WAITING, settings.timeout))
    looks = Pool(work, Bounds(1, _WAITING, settings.timeout))
    drawings = Pool(work, Bounds(1, _WAITING, max(settings.timeout, _FOR_A_DRAWING)))
    with _listening(settings.host, settings.port) as listening:
        host, port = listening.getsockname()[:2]
        config = uvicorn.Config(
            application(queries, looks, drawings, replace(access, address=host)),
            http="h11",
            ws="none",
            lifespan="on",
            log_level="warning",
            access_log=False,
            server_header=False,
            h11_max_incomplete_event_size=_LONGEST_HEAD,
            timeout_graceful_shutdown=1,
        )
        shown = f"[{host}]" if ":" in host else host
        server = _Server(config, lambda: ready(f"http://{shown}:{port}/"), queries, looks, drawings)
        # Uvicorn raises it again when it has ended everything.
        with suppress(KeyboardInterrupt):
            server.run(sockets=[listening])


class _Server(uvicorn.Server):
    """A server that says when it is up, and that waits for no query when it goes down."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None], *pools: Pool) -> None:
        super().__init__(config)
        self._ready = ready
        self._pools = pools

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for pool in self._pools:
            pool.stop()
        await super().shutdown(sockets)


def _listening(host: str, port: int) -> socket.socket:
    """A socket at that address; raises `InputError` where it cannot be had."""
    name = f"{host}:{port}"
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError as exc:
        raise InputError(host, "is no address of this machine: use 127.0.0.1, or 0.0.0.0 for all") from exc
    # Only of a socket that is told to be TCP does asyncio know that it should send without delay.
    listening = socket.socket(family, kind, socket.IPPROTO_TCP)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
    except OSError as exc:
        listening.close()
        if exc.errno == errno.EADDRINUSE:
            raise InputError(name, "is taken by another program: choose another port with --port") from exc
        if exc.errno == errno.EACCES:
            raise InputError(name, "needs rights that you do not have: use a --port above 1023") from exc
        raise InputError(name, f"cannot be listened at ({exc.strerror})") from exc
    return listening
