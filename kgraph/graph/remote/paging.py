"""Answers that a server gives only in part, fetched page by page."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from kgraph.errors import GraphError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kgraph.graph.remote.endpoint import TruncatedError

T = TypeVar("T")


def paged(
    fetch: Callable[[str], list[T]], select: str, count: Callable[[], int], truncated: TruncatedError
) -> Iterator[T]:
    """All that a SELECT gives whose order is settled to the last row, a page at a time.

    Virtuoso sorts no more rows than it gives at once, but for a query within a query. Raises `GraphError`
    where rows came or went meanwhile.
    """
    size = truncated.rows - 1  # as many rows as are allowed pass for more
    if size < 1:
        raise truncated
    offset = 0
    while True:
        page = fetch(f"{select} LIMIT {size} OFFSET {offset}")
        yield from page
        offset += len(page)
        if len(page) < size:
            break
    if offset != count():
        raise GraphError("the graph changed while it was read: ask again")
