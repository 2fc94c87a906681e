"""What people name (files, folders, globs, `-`) to the files behind it."""

from __future__ import annotations

import glob
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kgraph.readers._skipped import Skipped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

STANDARD_INPUT = "-"

_ADDRESS = re.compile(r"https?:/", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Located:
    """A file to be read; `path` is None for standard input, `name` is fit to be shown."""

    name: str
    path: Path | None


def locate(inputs: str | Path | Iterable[str | Path]) -> Iterator[Located | Skipped]:
    """The files that `inputs` name, in order; those of a folder or glob sorted by path.

    Folders are searched to the bottom. Hidden files, annotations (`*.gold.json`) and folders that
    hold a graph are left out there and in globs; a file that is named itself is always taken.
    """
    for given in [inputs] if isinstance(inputs, str | Path) else inputs:
        yield from _locate(str(given))


def reason_of(error: OSError | ValueError) -> str:
    """Why the system does not give us a file, in a few words."""
    if isinstance(error, FileNotFoundError):
        return "no such file or folder"
    if isinstance(error, PermissionError):
        return "no permission to read it"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror[0].lower() + error.strerror[1:]
    return "not a name that a file can have"


def _locate(given: str) -> Iterator[Located | Skipped]:
    if given == STANDARD_INPUT:
        yield Located("standard input", None)
        return
    if _ADDRESS.match(given):
        yield Skipped(given, "addresses are not read; download the page first")
        return
    path = Path(os.path.expanduser(given))  # noqa: PTH111 - leaves a `~` of nobody's as it is
    try:
        mode = path.stat().st_mode if given.strip() else 0
    except (OSError, ValueError) as error:
        yield from _matches(given) if glob.has_magic(given) else [Skipped(_shown(given), reason_of(error))]
        return
    if not mode:
        yield Skipped(given, "no name given")
    elif stat.S_ISDIR(mode):
        yield from _files_below(path)
    else:
        yield Located(_shown(path), path)


def _matches(pattern: str) -> Iterator[Located | Skipped]:
    try:
        found = sorted(glob.glob(os.path.expanduser(pattern), recursive=True))  # noqa: PTH111, PTH207
    except (OSError, ValueError, re.error):
        found = []
    paths = [path for path in map(Path, found) if not _is_left_out(path.name)]
    if not paths:
        yield Skipped(_shown(pattern), "no file matches")
    # `**` matches folders and the files in them alike: each file once
    folders = [path for path in paths if path.is_dir()]
    for path in paths:
        if any(folder in path.parents for folder in folders):
            continue
        yield from _files_below(path) if path.is_dir() else [Located(_shown(path), path)]


def _files_below(folder: Path) -> Iterator[Located | Skipped]:
    """The files of a folder and of those in it; one `Skipped` for a folder without any."""
    refused: list[OSError] = []
    nothing_yet = True
    for where, folders, files in os.walk(folder, onerror=refused.append):
        if _hold_a_graph(files):
            folders.clear()
            continue
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(name for name in files if not _is_left_out(name)):
            nothing_yet = False
            path = Path(where, name)
            yield _regular(path)
    for error in refused:
        yield Skipped(_shown(error.filename or folder), reason_of(error))
    if nothing_yet and not refused:
        yield Skipped(_shown(folder), "a folder with nothing to read in it")


def _regular(path: Path) -> Located | Skipped:
    """A file of a folder, unless it is something else: reading a pipe would wait for ever."""
    try:
        is_file = stat.S_ISREG(path.stat().st_mode)
    except OSError as error:
        return Skipped(_shown(path), reason_of(error))
    return Located(_shown(path), path) if is_file else Skipped(_shown(path), "not a regular file")


def _is_left_out(name: str) -> bool:
    return name.startswith(".") or name.endswith(".gold.json")


def _hold_a_graph(files: list[str]) -> bool:
    """Whether a folder with these files is a graph of ours, which says nothing that we have not read."""
    return {"CURRENT", "IDENTITY", "LOCK"}.issubset(files)


def _shown(path: str | Path) -> str:
    """A path fit to be printed, whatever bytes its name is made of."""
    text = os.fspath(path).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return re.sub(r"[\x00-\x1f\x7f-\x9f]", "\ufffd", text)
