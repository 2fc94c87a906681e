"""Reading the files of an evaluation; what is wrong with one is told in a line."""

from __future__ import annotations

import sys
from pathlib import Path

from kgraph.errors import InputError
from kgraph.readers import json_object


def read_text(path: Path | str) -> str:
    """The text of a file in UTF-8. Raises `OSError`, and `InputError` for what is no such text."""
    return _decoded(Path(path).read_bytes(), str(path))


def read_standard_input() -> str:
    """The text of standard input in UTF-8, whatever the locale. Raises `InputError`."""
    return _decoded(sys.stdin.buffer.read(), "standard input")


def parse(text: str, name: str) -> object:
    """The value of a text in JSON. Raises `InputError` that says where it is none."""
    try:
        return json_object.parse(text)
    except ValueError as error:
        raise InputError(name, str(error)) from error


def _decoded(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(name, "is not UTF-8 text") from error
