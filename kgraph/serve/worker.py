"""A process that reads the graph: it does one job after another until it is told to end, or killed."""

from __future__ import annotations

import os
import sys
import threading
from dataclasses import dataclass
from multiprocessing import parent_process
from shutil import rmtree
from typing import TYPE_CHECKING, Any

from kgraph.errors import GraphError
from kgraph.graph.served import Served
from kgraph.serve import jobs
from kgraph.serve.reply import told

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from pathlib import Path

    from kgraph.graph.answering import Limits


@dataclass(frozen=True, slots=True)
class Work:
    """What a worker reads and how much it may: `memory` is in bytes, of address space."""

    graph: Path
    limits: Limits
    memory: int


def work(connection: Connection[Any, Any], settings: Work) -> None:
    """Reply to the jobs that come through `connection`, until it is closed.

    What comes back is a `Reply`, before which there may be the path of the folder that holds the opened graph
    in place: whoever kills this process deletes it.
    """
    _bound(settings.memory)
    graph = _Graph(settings.graph)
    threading.Thread(target=_end_with_parent, args=(graph,), daemon=True).start()
    while True:
        try:
            job = connection.recv()
        except (EOFError, OSError):
            break
        try:
            opened, is_new = graph.current()
        except GraphError as problem:
            connection.send(told(503, str(problem), (("Retry-After", "10"),)))
            continue
        if is_new:
            connection.send(opened.links)
        try:
            connection.send(jobs.done(opened, job, settings.limits))
        except MemoryError:
            os._exit(1)  # the other side deletes what holds the graph
    graph.close()


class _Graph:
    """The graph in a folder, opened again whenever something was written to it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._opened: Served | None = None

    def current(self) -> tuple[Served, bool]:
        """The graph as it stands, and whether it was opened just now.

        Where it cannot be opened now, as it stood before. Raises `GraphError` where it never could.
        """
        before = self._opened
        if before is not None and not before.is_outdated:
            return before, False
        try:
            self._opened = Served(self._folder)
        except GraphError:
            if before is None:
                raise
            return before, False
        if before is not None:
            before.close()
        return self._opened, True

    def close(self) -> None:
        """Let go of the graph."""
        if self._opened is not None:
            self._opened.close()

    def abandon(self) -> None:
        """Delete what holds the graph in place, while it may still be in use."""
        if self._opened is not None and self._opened.links is not None:
            rmtree(self._opened.links, ignore_errors=True)


def _bound(memory: int) -> None:
    """Let the process take no more memory than that, where the system can see to it."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - there is none on Windows

    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    allowed = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
    resource.setrlimit(resource.RLIMIT_AS, (allowed, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def _end_with_parent(graph: _Graph) -> None:
    """End this process when the one that listens is gone, even in the middle of a query."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        graph.abandon()
        os._exit(0)
