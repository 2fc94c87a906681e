"""Which events are wanted: of what types and statuses, from when until when, and how sure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self, TypeAlias

from kgraph.errors import InputError
from kgraph.graph.canonical import check_since
from kgraph.graph.lookup import status_named, types_named

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from kgraph.model import Event, Status

Several: TypeAlias = "str | Iterable[str] | None"
"""One name or several, of which any will do; None where all will do."""
Day: TypeAlias = "date | str | None"
"""A day, an ISO 8601 year, month or day, or None for any time."""


@dataclass(frozen=True, slots=True)
class Selection:
    """A choice of events: an event that is wanted is `in` it. What is None leaves nothing out.

    `types` are names of types. `since` and `until` are ISO 8601 years, months or days, both of them
    included. `min_confidence` is the least that an event's confidence may be.
    """

    types: frozenset[str] | None = None
    statuses: frozenset[Status] | None = None
    since: str | None = None
    until: str | None = None
    min_confidence: float = 0.0

    @classmethod
    def of(
        cls,
        *,
        type: Several = None,  # noqa: A002 - the field's name in the model
        status: Several = None,
        since: Day = None,
        until: Day = None,
        min_confidence: float = 0.0,
    ) -> Self:
        """The choice that names as people write them stand for; see `KnowledgeGraph.events`.

        Raises `NotFoundError` for a type or status that does not exist, `InputError` for a malformed
        date, for an end before the beginning, and for a confidence that is none.
        """
        first = None if since is None else check_since(since)
        last = None if until is None else check_since(until, "until")
        if first is not None and last is not None and first[: len(last)] > last:
            raise InputError("until", f"{last} is before since ({first}): exchange the two")
        if not 0 <= min_confidence <= 1:
            raise InputError("min_confidence", f"{min_confidence} is not a number from 0 to 1")
        return cls(
            None
            if type is None
            else frozenset(found.name for name in _each(type) for found in types_named(name)),
            None if status is None else frozenset(map(status_named, _each(status))),
            first,
            last,
            min_confidence,
        )

    def __str__(self) -> str:
        """The choice in words: "Ban, Sanction; Reported; since 2018"; empty where it leaves nothing out."""
        words = [", ".join(sorted(names)) for names in (self.types, self.statuses) if names is not None]
        words += [f"since {self.since}"] if self.since else []
        words += [f"until {self.until}"] if self.until else []
        words += [f"of a confidence of at least {self.min_confidence:g}"] if self.min_confidence else []
        return "; ".join(words)

    def __contains__(self, event: Event) -> bool:
        """Whether the event is wanted."""
        return (
            (self.types is None or event.type in self.types)
            and (self.statuses is None or event.status in self.statuses)
            and event.confidence >= self.min_confidence
            and self._is_in_time(event)
        )

    def _is_in_time(self, event: Event) -> bool:
        if self.since is None and self.until is None:
            return True
        time = when(event)
        # "2018" may be any day of 2018, so dates are compared with as much as the shorter one gives.
        return (
            time is not None
            and (self.since is None or time >= self.since[: len(time)])
            and (self.until is None or time[: len(self.until)] <= self.until)
        )


def when(event: Event) -> str | None:
    """When an event happened as far as is known, else when it was last reported."""
    if event.time:
        return event.time
    return event.last_reported.isoformat() if event.last_reported else None


def _each(given: str | Iterable[str]) -> Iterable[str]:
    return [given] if isinstance(given, str) else given
