"""Inputs to articles: each is located, opened and handed to the reader of its format."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import PurePath
from typing import TYPE_CHECKING, BinaryIO, cast

from kgraph.errors import InputError
from kgraph.readers._inputs import Located, locate, reason_of
from kgraph.readers._registry import reader_for
from kgraph.readers._skipped import Skipped
from kgraph.readers._source import Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from kgraph.model import Article


def read(
    inputs: str | Path | Iterable[str | Path],
    *,
    stdin: BinaryIO | None = None,
) -> Iterator[Article | Skipped]:
    """Every article of `inputs`, and a `Skipped` for each input or record that gives none.

    An input is a file, a folder (searched to the bottom), a glob, or `-`: standard input, or
    `stdin` if given. The format goes by the suffix, else by how the text begins; the encoding is
    detected. Reading is lazy, one article at a time, and raises nothing: what is wrong with an
    input is the reason of its `Skipped`. Two articles may bear the same id.
    """
    for found in locate(inputs):
        if isinstance(found, Skipped):
            yield found
        else:
            yield from _articles(found, stdin)


def _articles(located: Located, stdin: BinaryIO | None) -> Iterator[Article | Skipped]:
    name = located.name
    is_empty = True
    try:
        with _opened(located, stdin) as stream:
            stem = PurePath(name).stem if located.path else "stdin"
            source = Source(name, stem, stream)
            reader = reader_for(source, PurePath(name).suffix if located.path else "")
            for item in reader.read(source):
                is_empty = False
                yield item
    except InputError as error:
        yield Skipped.because(error)
    except OSError as error:
        yield Skipped(name, reason_of(error))
    except Exception as error:  # noqa: BLE001 - a reader's or a library's fault must not stop the others
        detail = " ".join(str(error).split())[:200]
        yield Skipped(name, f"its reader failed: {type(error).__name__}: {detail}".rstrip(": "))
    else:
        if is_empty:
            yield Skipped(name, "no articles in it")


@contextmanager
def _opened(located: Located, stdin: BinaryIO | None) -> Iterator[BinaryIO]:
    if located.path:
        with located.path.open("rb") as stream:
            yield stream
        return
    given = stdin or cast("BinaryIO | None", getattr(sys.stdin, "buffer", None))
    if given is None:
        raise InputError(located.name, "there is none")
    yield given
