"""An opened input, as readers see it: whole as text, or line by line without holding it all."""

from __future__ import annotations

import codecs
import io
from functools import cached_property
from typing import TYPE_CHECKING, BinaryIO

from kgraph.errors import InputError
from kgraph.readers._decode import UTF_8, decode, encoding_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from _typeshed import WriteableBuffer

MAX_ARTICLE_CHARACTERS = 1_000_000
"""A longer text is no article but a collection, and the language model could not hold it."""
MAX_DOCUMENT_CHARACTERS = 50_000_000
"""How much a file of many articles may hold in a format that cannot be read in pieces."""
MAX_LINE_CHARACTERS = 13 * MAX_ARTICLE_CHARACTERS
"""Room for one article with every character written as two JSON escapes, and its other fields."""

_HEAD_BYTES = 262_144
_CHUNK_BYTES = 1_048_576
_COUNTED_CHARACTERS = 100_000_000
"""Where counting the characters of a text that is too long gives up: standard input may be endless."""


class Source:
    """One opened input.

    `name` is what people call it, `stem` the id of its article when the article has none, `head`
    its first bytes (up to 256 KiB), `stream` all of its bytes from the first on, to be read once:
    by `text`, by `lines`, or, for a format that is no text, directly.
    """

    def __init__(self, name: str, stem: str, stream: BinaryIO) -> None:
        """Take an open binary stream, and read its head; raises OSError, and InputError if there is none."""
        self.name = name
        self.stem = stem
        self.head = _read_up_to(stream, _HEAD_BYTES)
        self.stream = io.BufferedReader(_Rejoined(self.head, stream), _HEAD_BYTES)
        if len(self.head) < _HEAD_BYTES and not self.head.removeprefix(codecs.BOM_UTF8).strip():
            raise InputError(name, "empty")

    @cached_property
    def encoding(self) -> str:
        """The name of the text's encoding; raises InputError ("not text: PNG image")."""
        try:
            return encoding_of(self.head, whole=len(self.head) < _HEAD_BYTES)
        except ValueError as error:
            raise InputError(self.name, f"not text: {error}") from error

    def peek(self) -> str:
        """The start of the text, without its byte order mark; raises InputError if it is no text."""
        start = codecs.getincrementaldecoder(self.encoding)("replace").decode(self.head)
        return start.removeprefix("\ufeff")

    def text(self, limit: int = MAX_ARTICLE_CHARACTERS, advice: str = "split it into articles") -> str:
        """The whole text, without its byte order mark.

        Raises InputError when it is no text or has more than `limit` characters, with `advice`.
        """
        most_bytes = 4 * limit + 4  # four a character at most, and the byte order mark
        data = self.stream.read(most_bytes)
        text = decode(data, self.encoding).removeprefix("\ufeff")
        length = len(text) if len(data) < most_bytes else self._count(data)
        if length <= limit and text.strip():
            return text
        if length <= limit:
            raise InputError(self.name, "empty")
        size = f"{length:,}" if length < _COUNTED_CHARACTERS else f"over {_COUNTED_CHARACTERS:,}"
        raise InputError(self.name, f"text of {size} characters, more than the limit of {limit:,}; {advice}")

    def lines(self, newline: str = "\n") -> Iterator[str]:
        """The text line by line, each with its line end; `newline` is as for `open`.

        A line of more than MAX_LINE_CHARACTERS is cut one character after them, so memory stays
        bounded. A line that is not UTF-8 in a file that began so is decoded for itself.
        """
        is_utf_8 = self.encoding == UTF_8
        errors = "surrogateescape" if is_utf_8 else "replace"
        wrapper = io.TextIOWrapper(self.stream, self.encoding, errors, newline)
        while line := wrapper.readline(MAX_LINE_CHARACTERS + 1):
            rest = line
            while len(rest) > MAX_LINE_CHARACTERS and not rest.endswith(("\n", "\r")):
                rest = wrapper.readline(MAX_LINE_CHARACTERS + 1)
            yield _mended(line) if is_utf_8 else line

    def _count(self, data: bytes) -> int:
        """How many characters `data` and the rest of the stream hold; stops where counting gives up."""
        decoder = codecs.getincrementaldecoder(self.encoding)("replace")
        count = len(decoder.decode(data))
        while count < _COUNTED_CHARACTERS and (data := self.stream.read(_CHUNK_BYTES)):
            count += len(decoder.decode(data))
        return count


class _Rejoined(io.RawIOBase):
    """A stream whose head was already read, from its first byte on. Leaves closing to its owner."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = io.BytesIO(head)
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        data = self._head.read(len(view)) or self._rest.read(len(view))
        view[: len(data)] = data
        return len(data)


def _read_up_to(stream: BinaryIO, size: int) -> bytes:
    """The first `size` bytes, or all if fewer: a pipe hands them over piece by piece."""
    pieces = bytearray()
    while len(pieces) < size and (piece := stream.read(size - len(pieces))):
        pieces += piece
    return bytes(pieces)


def _mended(line: str) -> str:
    """The line as it is if it was UTF-8, else in the encoding that fits it."""
    try:
        line.encode()
    except UnicodeEncodeError:
        return decode(line.encode(errors="surrogateescape"), UTF_8)
    return line
