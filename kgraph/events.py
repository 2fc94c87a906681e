"""Lists of events as people hold them: in a notebook a table, on demand a DataFrame."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, SupportsIndex, overload

from kgraph.display import events_html
from kgraph.model import Event

if TYPE_CHECKING:
    import pandas as pd

EVENT_COLUMNS: dict[str, type] = {
    "actor": str, "actor_label": str, "predicate": str, "type": str, "target": str, "target_label": str,
    "status": str, "time": str, "place": str, "claims": int, "sources": int, "confidence": float,
    "object": str, "role": str, "first_reported": date, "last_reported": date, "event": str, "label": str,
}  # fmt: skip


class Events(list[Event]):
    """Events in an order: a list, of which a slice is one too."""

    @overload
    def __getitem__(self, place: SupportsIndex) -> Event: ...

    @overload
    def __getitem__(self, place: slice) -> Events: ...

    def __getitem__(self, place: SupportsIndex | slice) -> Event | Events:
        """The event at a position, or those of a slice."""
        if isinstance(place, slice):
            return Events(super().__getitem__(place))
        return super().__getitem__(place)

    def to_pandas(self) -> pd.DataFrame:
        """A DataFrame with a row for each event, and the columns of the table that `export` writes."""
        # Pandas takes most of a second to import, and a list has other uses.
        import pandas as pd  # noqa: PLC0415

        return pd.DataFrame([event_row(event) for event in self], columns=list(EVENT_COLUMNS))

    def _repr_html_(self) -> str:
        return events_html(self)


def event_row(event: Event) -> dict[str, Any]:
    """The event as a row of a table: entities by their ids and labels, None for what is not known."""
    return {
        "actor": event.actor.id if event.actor else None,
        "actor_label": event.actor.label if event.actor else None,
        "predicate": event.predicate,
        "type": event.type,
        "target": event.target.id,
        "target_label": event.target.label,
        "status": event.status.value,
        "time": event.time,
        "place": event.place.id if event.place else None,
        "claims": event.claim_count,
        "sources": event.source_count,
        "confidence": event.confidence,
        "object": event.object,
        "role": event.role,
        "first_reported": event.first_reported,
        "last_reported": event.last_reported,
        "event": event.id,
        "label": event.label,
    }
