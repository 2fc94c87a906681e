"""What goes from a worker to the process that listens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

TRUNCATED: Final = "X-Kgraph-Truncated"
TEXT: Final = "text/plain; charset=utf-8"
HTML: Final = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer to a request: its status, its body with the media type, and further headers."""

    status: int
    content_type: str
    body: bytes
    headers: tuple[tuple[str, str], ...] = ()


def told(status: int, message: str, headers: tuple[tuple[str, str], ...] = ()) -> Reply:
    """A reply that says something in a line."""
    return Reply(status, TEXT, f"{message}\n".encode(errors="backslashreplace"), headers)
