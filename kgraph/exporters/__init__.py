"""Writing a graph to files that other programs read.

A format is a module here that yields `Exporter`s, listed in `_BUILT_IN`, or an entry point of the group
`kgraph.exporters` in another package, which names an `Exporter`.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING

from kgraph.errors import ExportError
from kgraph.exporters import neo4j, networks, rdf, stix, tables
from kgraph.exporters.base import Exportable, Exporter

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Exportable", "Exporter", "export", "exporters"]

_BUILT_IN = (*rdf.EXPORTERS, *networks.EXPORTERS, *tables.EXPORTERS, *stix.EXPORTERS, *neo4j.EXPORTERS)
_GROUP = "kgraph.exporters"


@cache
def exporters() -> Mapping[str, Exporter]:
    """All exporters by name, which is their files' suffix without its dot.

    Raises `ExportError` when an installed plug-in is none.
    """
    found = {exporter.name: exporter for exporter in _BUILT_IN}
    for entry in sorted(entry_points(group=_GROUP), key=lambda entry: entry.name):
        try:
            exporter = entry.load()
        except Exception as exc:
            raise ExportError(
                f"the exporter {entry.value} cannot be loaded ({exc}): mend or uninstall it"
            ) from exc
        if not isinstance(exporter, Exporter):
            raise ExportError(
                f"the exporter {entry.value} is no kgraph.exporters.Exporter: mend or uninstall it"
            )
        found[exporter.name] = exporter
    return found


def export(graph: Exportable, path: Path | str, format: str | None = None) -> tuple[Path, ...]:  # noqa: A002
    """Write a graph to a file, in the format named ("ttl") or else the one of the path's suffix.

    Returns the files written: the path, and any that stand beside it (a table of nodes). Each is
    written beside its place and moved there when complete, so a failure leaves old files whole. What is
    a link, a pipe or a device stays one: the graph is written through it, without what would stand beside.

    Raises `ExportError` for an unknown format, a missing library, or a folder that cannot be written.
    """
    path = Path(path)
    exporter = _exporter(path, format)
    if path.is_dir():
        raise ExportError(f"{path}: is a folder; give the name of a file in it")
    is_passage = path.exists() and (path.is_symlink() or not path.is_file())
    try:
        workplace = Path(tempfile.mkdtemp(prefix=".kgraph-", dir=None if is_passage else path.parent))
    except OSError as exc:
        raise ExportError(f"{path}: cannot be written ({exc.strerror or exc})") from exc
    try:
        exporter.write(graph, workplace / path.name)
        if is_passage and not (workplace / path.name).exists():
            raise ExportError(f"{path}: {exporter.name} is several files; give them a name in a folder")
        if is_passage:
            with path.open("wb") as there, (workplace / path.name).open("rb") as here:
                shutil.copyfileobj(here, there)
            return (path,)
        written = sorted(workplace.iterdir())
        for file in written:
            os.replace(file, path.with_name(file.name))  # noqa: PTH105 - atomic, and overwrites on every system
    except OSError as exc:
        raise ExportError(f"{path}: cannot be written ({exc.strerror or exc})") from exc
    finally:
        shutil.rmtree(workplace, ignore_errors=True)
    return tuple(
        sorted((path.with_name(file.name) for file in written), key=lambda file: (file != path, file))
    )


def _exporter(path: Path, name: str | None) -> Exporter:
    """The exporter of that name, else the one of the path's longest suffix that is known."""
    known = exporters()
    if name:
        found = known.get(name.lower().removeprefix("."))
    else:
        by_suffix = {suffix: one for one in known.values() for suffix in (one.name, *one.suffixes)}
        parts = path.name.lower().split(".")
        suffixes = (".".join(parts[start:]) for start in range(1, len(parts)))
        found = next((by_suffix[suffix] for suffix in suffixes if suffix in by_suffix), None)
    if found is None:
        given = f"unknown format {name!r}" if name else f"{path}: unknown suffix {path.suffix!r}"
        raise ExportError(f"{given}; use one of {', '.join(f'.{other}' for other in known)}")
    return found
