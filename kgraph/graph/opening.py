"""Opening a graph, for writing or for reading beside a writer, with errors for people."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path
from tempfile import gettempdir, mkdtemp
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kgraph.errors import GraphError
from kgraph.graph import vocabulary as v
from kgraph.graph.remote.address import Address, is_address

if TYPE_CHECKING:
    from kgraph.graph.remote.store import Remote

_TRIES = 20
_PAUSE_S = 0.05
# Pyoxigraph reports what RocksDB takes for corruption, such as a missing file, as a RuntimeError.
_FAILURES = (OSError, RuntimeError)


def is_there(place: Path | str | None) -> bool:
    """Whether there is a graph, or at least a folder, at a place; raises `GraphError` as opening does."""
    if place is None or not is_address(place):
        return place is not None and Path(place).exists()
    remote = _connected(str(place))
    try:
        return remote.contains_named_graph(v.ONTOLOGY_GRAPH)
    finally:
        remote.close()


def shown(place: Path | str | None) -> str:
    """The place of a graph as people may see it."""
    return "in memory" if place is None else str(Address.of(str(place)) if is_address(place) else place)


def open_remote(address: str, *, read_only: bool) -> Remote:
    """The graph in the endpoint at `address`.

    Raises `GraphError` where the endpoint cannot be reached, and where a graph that is only to be read is
    not there.
    """
    if read_only and not is_there(address):
        raise GraphError(f"there is no graph at {shown(address)}: make one with `kgraph build`")
    remote = _connected(address)
    if not read_only:
        try:
            remote.recover()
        except GraphError:
            remote.close()
            raise
    return remote


def _connected(address: str) -> Remote:
    # What speaks HTTP takes a while to load, and a graph in a folder has no use for it.
    from kgraph.graph.remote.endpoint import Endpoint  # noqa: PLC0415
    from kgraph.graph.remote.store import Remote  # noqa: PLC0415

    return Remote(Endpoint(Address.of(address)))


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


def open_for_reading(path: Path) -> tuple[ox.Store, Path]:
    """The graph in the folder `path` as it stands now, and the folder of links that keeps it so.

    The caller deletes that folder when done. RocksDB opens its files late, and a writer beside
    us may delete them before; a hard link keeps each for as long as we need it. The links are a
    state that RocksDB could recover from, because no file came, went, or was flushed meanwhile.
    """
    if not _is_store(path):
        raise GraphError(f"there is no graph at {path}: make one with `kgraph build`")
    problem: Exception = OSError("it changes too fast")
    for _ in range(_TRIES):
        links = _folder_for_links(path)
        try:
            before = _state(path)
            _link_files(path, links)
            if _state(path) == before:
                return ox.Store.read_only(str(links)), links
        except _FAILURES as exc:
            problem = exc
        shutil.rmtree(links, ignore_errors=True)
        time.sleep(_PAUSE_S)
    raise GraphError(_reason(path, problem)) from problem


def written(path: Path) -> tuple[tuple[str, int, int], ...]:
    """What changes with every write to the graph in the folder `path`; empty where there is none."""
    try:
        with os.scandir(path) as entries:
            kept = [entry for entry in entries if entry.name.startswith(("CURRENT", "MANIFEST"))]
            return tuple(sorted((e.name, e.stat().st_mtime_ns, e.stat().st_size) for e in kept))
    except OSError:
        return ()


def _folder_for_links(path: Path) -> Path:
    """A new folder on the graph's own disk where that can be, for only there are links possible."""
    common = Path(gettempdir())
    if common.stat().st_dev != path.stat().st_dev:
        try:
            return Path(mkdtemp(prefix=f".{path.resolve().name}-reader-", dir=path.resolve().parent))
        except OSError:
            pass  # The files are copied then.
    return Path(mkdtemp(prefix="kgraph-reader-", dir=common))


def _link_files(path: Path, links: Path) -> None:
    for file in path.iterdir():
        # Tables never change, and of the write-ahead log a longer one is as good.
        if file.suffix in {".sst", ".log"}:
            try:
                os.link(file, links / file.name)
            except OSError:
                shutil.copyfile(file, links / file.name)
        elif file.name.startswith(("CURRENT", "MANIFEST", "IDENTITY", "OPTIONS")):
            shutil.copyfile(file, links / file.name)


def _is_store(path: Path) -> bool:
    return (path / "CURRENT").is_file()


def _state(path: Path) -> dict[str, bytes]:
    """Which files there are, with the contents of those that say how they hang together."""
    return {
        file.name: file.read_bytes() if file.name.startswith(("CURRENT", "MANIFEST")) else b""
        for file in path.iterdir()
        if not file.name.startswith("LOG")
    }


def _reason(path: Path, exc: Exception) -> str:
    text = str(exc)
    if "lock" in text.lower():
        return f"the graph at {path} is being written to by another process: wait until it is done"
    if "denied" in text.lower():
        return f"the graph at {path} may not be opened: check who owns the folder"
    told = isinstance(exc, OSError) and exc.strerror
    return f"the graph at {path} cannot be opened: {told or text.splitlines()[0]}"
