"""Opening a graph's folder, for writing or for reading beside a writer, with errors for people."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kgraph.errors import GraphError

if TYPE_CHECKING:
    from pathlib import Path

_TRIES = 20
_PAUSE_S = 0.05
# Pyoxigraph reports what RocksDB takes for corruption, such as a missing file, as a RuntimeError.
_FAILURES = (OSError, RuntimeError)


def open_for_writing(path: Path) -> ox.Store:
    """The store in the folder `path`, made if it is missing.

    Raises `GraphError` where the path is something else, or another process is writing to it.
    """
    if path.exists() and not path.is_dir():
        raise GraphError(f"{path} is a file, not a graph: name a folder for the graph")
    if path.is_dir() and any(path.iterdir()) and not _is_store(path):
        raise GraphError(f"{path} is a folder with other files: name a new or an empty one for the graph")
    try:
        path.mkdir(parents=True, exist_ok=True)
        return ox.Store(path)
    except _FAILURES as exc:
        raise GraphError(_reason(path, exc)) from exc


def open_for_reading(path: Path) -> ox.Store:
    """The graph in the folder `path` as it stands now; another process may be writing to it.

    RocksDB calls reading beside a writer undefined, for the writer may replace files while
    they are being opened. What is open stays readable, so it is enough that the set of files
    is the same before and after; where it is not, this opens again.
    """
    if not _is_store(path):
        raise GraphError(f"there is no graph at {path}: make one with `kgraph build`")
    problem: Exception = OSError("it changes too fast")
    for _ in range(_TRIES):
        before = _files(path)
        try:
            store = ox.Store.read_only(str(path))
        except _FAILURES as exc:
            problem = exc
        else:
            if _files(path) == before:
                return store
        time.sleep(_PAUSE_S)
    raise GraphError(_reason(path, problem)) from problem


def _is_store(path: Path) -> bool:
    return (path / "CURRENT").is_file()


def _files(path: Path) -> tuple[bytes, frozenset[str]]:
    """Which files make up the store; the log of its own doings, which grows all the time, is left out."""
    try:
        current = (path / "CURRENT").read_bytes()
        names = frozenset(file.name for file in path.iterdir() if not file.name.startswith("LOG"))
    except OSError:
        return b"", frozenset()
    return current, names


def _reason(path: Path, exc: Exception) -> str:
    text = str(exc)
    if "lock" in text.lower():
        return f"the graph at {path} is being written to by another process: wait until it is done"
    if "denied" in text.lower():
        return f"the graph at {path} may not be opened: check who owns the folder"
    return f"the graph at {path} cannot be opened: {text.splitlines()[0]}"
