"""The processes that work out answers: each has one request at a time, and ends when that takes too long."""

from __future__ import annotations

import asyncio
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from shutil import rmtree
from typing import TYPE_CHECKING, Any, Final, Self

from kgraph.serve.reply import Reply, told
from kgraph.serve.worker import Work, work

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess
    from pathlib import Path

    from kgraph.serve.jobs import Job

_CONTEXT: Final = get_context("spawn")  # a fork of a process with threads may never come to life
RETRY_AFTER: Final = ("Retry-After", "5")


@dataclass(frozen=True, slots=True)
class Bounds:
    """How many processes there are, how many requests may wait for one, and the seconds for each."""

    workers: int
    waiting: int
    seconds: float


class Pool:
    """Processes that read the graph, kept at their number whatever happens to them."""

    def __init__(self, settings: Work, bounds: Bounds) -> None:
        """A pool that starts its processes when it is entered."""
        self._settings = settings
        self._bounds = bounds
        self._present = 0
        self._is_closing = False
        self._idle: asyncio.Queue[_Worker | None] = asyncio.Queue()
        self._all: list[_Worker] = []
        self._mending: set[asyncio.Task[None]] = set()
        # Ctrl-C reaches all processes of a terminal, and is the business of the one that listens.
        self._threads = ThreadPoolExecutor(
            bounds.workers + 1, thread_name_prefix="kgraph-pool", initializer=_leave_ctrl_c_alone
        )

    async def __aenter__(self) -> Self:
        """Start the processes."""
        self._all = [_Worker(self._settings) for _ in range(self._bounds.workers)]
        for worker in self._all:
            self._mend(worker)
        return self

    def stop(self) -> None:
        """End the processes, whatever they are doing; those who wait for them are told so."""
        self._is_closing = True
        for worker in self._all:
            worker.end()
        for _ in range(self._present):
            self._idle.put_nowait(None)

    async def __aexit__(self, *_: object) -> None:
        """End the processes for good."""
        self.stop()
        await asyncio.gather(*self._mending, return_exceptions=True)
        for worker in self._all:  # those that were just starting
            worker.end()
        self._threads.shutdown()

    @property
    def is_full(self) -> bool:
        """Whether so many requests are here that another one would have to go."""
        return self._present >= self._bounds.workers + self._bounds.waiting

    async def reply(self, job: Job) -> Reply:
        """What a worker replies; 503 where all stay busy, 504 after too long, 500 where the worker died."""
        if self.is_full or self._is_closing:
            return _busy()
        self._present += 1
        try:
            async with asyncio.timeout(self._bounds.seconds):
                worker = await self._idle.get()
        except TimeoutError:
            return _busy()
        else:
            return _busy() if worker is None else await self._from(worker, job)
        finally:
            self._present -= 1

    async def _from(self, worker: _Worker, job: Job) -> Reply:
        loop = asyncio.get_running_loop()
        asked = loop.run_in_executor(self._threads, worker.ask, job, self._bounds.seconds)
        try:
            reply = await asyncio.shield(asked)
        except asyncio.CancelledError:
            # Nobody waits for the reply any more; the worker is free when it has it, or was ended.
            asked.add_done_callback(
                lambda done: self._mend(worker, fresh=done.cancelled() or done.exception() is not None)
            )
            raise
        except TimeoutError:
            self._mend(worker)
            return told(
                504,
                f"the query took longer than {self._bounds.seconds:g} seconds and was ended: ask for less, "
                "or give the server more time (kgraph serve --timeout)",
            )
        except (EOFError, OSError):
            if self._is_closing:
                return _busy()
            self._mend(worker)
            return told(
                500,
                "the query broke the process at work on it: it takes too much memory, or is nested too deep",
            )
        self._idle.put_nowait(worker)
        return reply

    def _mend(self, worker: _Worker, *, fresh: bool = True) -> None:
        """Put the worker back to use, in a process of its own that is new."""
        if self._is_closing:
            return

        async def mended() -> None:
            if fresh:
                # What cannot be started now is started when it is asked.
                with suppress(OSError):
                    await asyncio.get_running_loop().run_in_executor(self._threads, worker.start)
            self._idle.put_nowait(worker)

        task = asyncio.get_running_loop().create_task(mended())
        self._mending.add(task)
        task.add_done_callback(self._mending.discard)


class _Worker:
    """A process and the line to it; of its methods only `end` may be called while another one runs."""

    def __init__(self, settings: Work) -> None:
        self._settings = settings
        self._process: SpawnProcess | None = None
        self._line: Connection[Any, Any] | None = None
        self._links: Path | None = None
        self._ended = False

    def start(self) -> None:
        """Start the process anew."""
        self._kill()
        if self._ended:
            return
        ours, theirs = _CONTEXT.Pipe()
        self._process = _CONTEXT.Process(target=work, args=(theirs, self._settings), daemon=True)
        self._process.start()
        theirs.close()
        self._line = ours

    def ask(self, job: Job, seconds: float) -> Reply:
        """The reply to a job. Raises `TimeoutError`, `EOFError` or `OSError`; the process is dead then."""
        try:
            if self._process is None or not self._process.is_alive():
                self.start()
            return self._asked(job, seconds)
        except (TimeoutError, EOFError, OSError):
            self._kill()
            raise

    def end(self) -> None:
        """Kill the process, for good."""
        self._ended = True
        self._kill()

    def _asked(self, job: Job, seconds: float) -> Reply:
        line = self._line
        if line is None:
            raise EOFError
        until = time.monotonic() + seconds
        line.send(job)
        while True:
            if not line.poll(max(0.0, until - time.monotonic())):
                raise TimeoutError
            reply = line.recv()
            if isinstance(reply, Reply):
                return reply
            self._links = reply

    def _kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.join()
        if self._links is not None:
            rmtree(self._links, ignore_errors=True)


def _busy() -> Reply:
    return told(503, "the server is busy with other queries: ask again in a few seconds", (RETRY_AFTER,))


def _leave_ctrl_c_alone() -> None:
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
