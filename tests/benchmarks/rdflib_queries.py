"""Queries by rdflib's own engine over its own memory, timed; started by graph.py, not by hand.

`python rdflib_queries.py FILE.nq` takes on standard input a JSON object of "prefixes", "queries" (SPARQL by
name), "times" and "limit" (seconds for each query). It prints a line of JSON for loading and for writing the
file as Turtle, and one for each query: its seconds, a number for each run that the limit left time for, and
its rows, or a "problem".
"""

from __future__ import annotations

import gc
import json
import multiprocessing
import sys
import time
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rdflib

if TYPE_CHECKING:
    from multiprocessing.connection import Connection


def main() -> None:
    """Load, then run each query in a process of its own, which the limit ends."""
    warnings.filterwarnings("ignore", category=DeprecationWarning, module="rdflib")
    asked = json.load(sys.stdin)
    started = time.perf_counter()
    dataset = rdflib.Dataset()
    dataset.parse(Path(sys.argv[1]), format="nquads")
    loading = time.perf_counter() - started
    union = rdflib.Graph()
    for subject, predicate, value, _ in dataset.quads():
        union.add((subject, predicate, value))
    started = time.perf_counter()
    union.serialize(format="turtle")
    tell(quads=len(union), seconds=loading, turtle=time.perf_counter() - started)
    del union
    gc.freeze()  # the processes to come share this memory
    for name, sparql in asked["queries"].items():
        tell(name=name, **timed(dataset, sparql, asked["prefixes"], asked["times"], asked["limit"]))


def timed(
    dataset: rdflib.Dataset, sparql: str, prefixes: dict[str, str], times: int, limit: float
) -> dict[str, Any]:
    """The seconds of as many runs, up to `times`, as the limit leaves time for, and the number of rows."""
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=run, args=(dataset, sparql, prefixes, times, theirs))
    process.start()
    theirs.close()
    end = time.monotonic() + limit
    seconds: list[float] = []
    rows, problem = 0, f"not done in {limit:g} s"
    while len(seconds) < times and ours.poll(max(0, end - time.monotonic())):
        try:
            took, rows, problem = ours.recv()
        except EOFError:
            problem = "the process died"
        if problem:
            break
        seconds.append(took)
    process.kill()
    process.join()
    return {"seconds": seconds, "rows": rows} if seconds else {"problem": problem}


def run(dataset: rdflib.Dataset, sparql: str, prefixes: dict[str, str], times: int, told: Connection) -> None:
    """Send the seconds and the rows of each run, or what went wrong."""
    try:
        for _ in range(times):
            started = time.perf_counter()
            rows = len(list(dataset.query(sparql, initNs=prefixes)))
            told.send((time.perf_counter() - started, rows, ""))
    except Exception as exc:  # noqa: BLE001 - whatever rdflib stumbles over is its result
        told.send((0, 0, f"{type(exc).__name__}: {exc}"))


def tell(**values: object) -> None:
    """Print a line of JSON at once."""
    print(json.dumps(values), flush=True)  # noqa: T201 - what it is started for


if __name__ == "__main__":
    main()
