"""When what happened: a row for each type of event, and each event as long as its time is vague.

A day is a dot, a month or a year is a bar over all of it. Marks and their words never lie on one another:
a row grows by as many lines as it takes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from kgraph.draw.style import EDGE_SIZE, KINDS, kind_of
from kgraph.draw.text import measure, wrap
from kgraph.draw.timeline_figure import DOT, GAP, LINE, Layout, paint
from kgraph.draw.timescale import Scale, days
from kgraph.errors import NotFoundError
from kgraph.model import Status
from kgraph.ontology import types

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kgraph.draw.canvas import Drawing
    from kgraph.model import Entity, Event

WIDTH = 806.0  # points between the margins: a landscape page of A4
_MOST = 150
_NAMED = 3  # entities that share a mark are named up to here
_LABELLED = 14  # lines of a row that have words
_WIDEST = 0.46  # of the line of time, for words
_DRAWN = 1.04  # words on a screen's pixels are a little wider than measured


Side: TypeAlias = Literal["inside", "after", "before"]
_Option: TypeAlias = tuple[Side | None, float, float]
"""Where words could stand, and from where to where mark and words reach then."""


class Row(NamedTuple):
    """A type of event; `section` is 0 for what an entity did, 1 with others, 2 for what was done to it."""

    section: int
    kind: str
    type: str


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands in the picture for events of one type, time and status that share an actor or target."""

    row: Row
    first: int
    last: int
    status: str
    text: str
    events: int

    @property
    def is_day(self) -> bool:
        """Whether the day is known."""
        return self.last - self.first == 1


@dataclass(frozen=True, slots=True)
class Place:
    """Where a mark stands: its line within the row, its ends, and on which side its words (None: no room)."""

    mark: Mark
    line: int
    left: float
    right: float
    words: Side | None


def timeline(
    events: Sequence[Event],
    *,
    entity: Entity | None = None,
    most: int | None = None,
    title: str | None = None,
    only: Sequence[str] = (),
) -> Drawing:
    """The picture of when events happened; of those of `entity`, in which it acts or is acted on.

    Of more than `most` dated events those of the most sources are drawn. `only` is said below the title.
    Raises `NotFoundError` where no event has a time.
    """
    happened = [event for event in events if types()[event.type].is_event]
    if entity is not None:
        happened = [event for event in happened if entity.id in _ends(event)]
    dated = [event for event in happened if event.time]
    if not dated:
        raise NotFoundError(_nothing(len(happened), len(events)))
    dated.sort(key=lambda event: (-event.source_count, -event.claim_count, event.time or "", event.id))
    shown = dated[: max(_MOST if most is None else most, 1)]
    marks = _marks(shown, entity)
    gutter = max(measure(f"{row.type}  000", EDGE_SIZE + 1)[0] for row in {mark.row for mark in marks}) + 14.0
    scale = Scale([(mark.first, mark.last) for mark in marks], gutter, WIDTH - gutter)
    rows = {row: _packed([mark for mark in marks if mark.row == row], scale) for row in _order(marks)}
    silent = sum(place.words is None for places in rows.values() for place in places)
    notes = [_note(len(shown), len(dated), len(happened)), *only]
    if silent:
        notes.append(f"{silent} mark{'s' if silent != 1 else ''} without words for lack of room.")
    heading = title or f"{entity.label if entity is not None else 'Events'}, {_years(marks)}"
    sections: tuple[str, ...] = ()
    if entity is not None:
        name = wrap(entity.label, 40, 1)
        sections = (f"What {name} did", f"What {name} did with others", f"What was done to {name}")
    return paint(Layout(scale, rows, sections), wrap(heading, 90, 1), notes)


def _nothing(happened: int, chosen: int) -> str:
    if not chosen:
        return "no events to draw: widen the filters or add articles to the graph"
    if not happened:
        return "no events to draw: a timeline shows what happens, not relations that last; widen the filters"
    events = f"none of the {happened} events has" if happened > 1 else "the only event does not have"
    return f"no timeline to draw: {events} a known time; widen the filters or add articles to the graph"


def _years(marks: Sequence[Mark]) -> str:
    first = date.fromordinal(min(mark.first for mark in marks)).year
    last = date.fromordinal(max(mark.last for mark in marks) - 1).year
    return f"{first}" if first == last else f"{first}–{last}"


def _note(shown: int, dated: int, happened: int) -> str:
    count = f"{dated} dated event{'s' if dated != 1 else ''}"
    text = f"The {shown} of {count} that most sources tell" if shown < dated else count
    undated = happened - dated
    if undated:
        text += f"; {undated} without a known time {'are' if undated != 1 else 'is'} not shown"
    return f"{text}."


def _ends(event: Event) -> set[str]:
    return {end.id for end in (event.actor, event.target) if end is not None}


def _marks(events: Iterable[Event], entity: Entity | None) -> list[Mark]:
    groups: dict[tuple[Row, str, str, str, str], list[Event]] = defaultdict(list)
    for event in events:
        row = _row(event, entity)
        shared = event.target.id if entity is not None and event.target.id == entity.id else ""
        by = event.actor.id if event.actor is not None and not shared else ""
        groups[row, event.time or "", event.status.value, by, shared].append(event)
    return [
        Mark(row, *days(time), status, _text(members, entity, Status(status)), len(members))
        for (row, time, status, *_), members in sorted(groups.items())
    ]


def _row(event: Event, entity: Entity | None) -> Row:
    type_ = types()[event.type]
    section = 0
    if entity is not None and type_.symmetric:
        section = 1
    elif entity is not None and (event.actor is None or event.actor.id != entity.id):
        section = 2
    return Row(section, kind_of(type_.plover), type_.name)


def _text(events: Sequence[Event], entity: Entity | None, status: Status) -> str:
    actors = _names(event.actor for event in events)
    targets = _names(event.target for event in events)
    if entity is None:
        text = f"{actors} → {targets}"
    else:
        others = [
            event.target if event.actor is not None and event.actor.id == entity.id else event.actor
            for event in events
        ]
        text = _names(others)
    return text if status == Status.REPORTED else f"{text} ({status.value.casefold()})"


def _names(entities: Iterable[Entity | None]) -> str:
    names = sorted({"unnamed" if end is None else wrap(end.label, 48, 1) for end in entities})
    more = len(names) - _NAMED
    return ", ".join(names) if more <= 0 else f"{', '.join(names[:_NAMED])} + {more} more"


def _order(marks: Iterable[Mark]) -> list[Row]:
    """The rows: what the entity did before what was done to it, kinds as in the legend, often before rare."""
    counts: Counter[Row] = Counter()
    for mark in marks:
        counts[mark.row] += mark.events
    kinds = list(KINDS)
    return sorted(counts, key=lambda row: (row.section, kinds.index(row.kind), -counts[row], row.type))


def _packed(marks: Sequence[Mark], scale: Scale) -> list[Place]:
    """The marks of a row on as few lines as keep them and their words apart, earliest first."""
    lines: list[list[tuple[float, float]]] = []
    places = []
    for mark in sorted(marks, key=lambda mark: (mark.first, mark.last, mark.text, mark.status)):
        left, right = _sides(mark, scale)
        fitted, wide = _fitted(mark, scale)
        options: list[_Option] = [("after", left, right + GAP + wide), ("before", left - GAP - wide, right)]
        if wide + 2 * GAP <= right - left:
            options.insert(0, ("inside", left, right))
        place = _free(lines, [o for o in options if _is_on(o[1:], scale)], _LABELLED)
        if place is None:
            place = _free(lines, [(None, left, right)], len(marks))
        if place is not None:
            line, words = place
            places.append(Place(fitted, line, left, right, words))
    return places


def _sides(mark: Mark, scale: Scale) -> tuple[float, float]:
    left, right = scale.x(mark.first), scale.x(mark.last)
    if mark.is_day:
        return (left + right) / 2 - DOT, (left + right) / 2 + DOT
    spare = max(DOT * 2 - (right - left), 0.0) / 2
    return left - spare, right + spare


def _fitted(mark: Mark, scale: Scale) -> tuple[Mark, float]:
    """The mark, its words shortened to what the line of time can hold, and how wide they are."""
    text = wrap(mark.text, 120, 1)
    while (wide := measure(text, EDGE_SIZE)[0] * _DRAWN) > scale.width * _WIDEST:
        text = wrap(text, len(text) - 4, 1)
    return replace(mark, text=text), wide


def _is_on(extent: tuple[float, float], scale: Scale) -> bool:
    return scale.left <= extent[0] and extent[1] <= scale.left + scale.width


def _free(
    lines: list[list[tuple[float, float]]],
    options: Sequence[_Option],
    most: int,
) -> tuple[int, Side | None] | None:
    """The first line, of at most so many, with room for one of the options, which is then taken."""
    for number in range(min(len(lines) + 1, most)):
        if number == len(lines):
            lines.append([])
        for words, left, right in options:
            if all(right + LINE / 2 <= low or high + LINE / 2 <= left for low, high in lines[number]):
                lines[number].append((left, right))
                return number, words
    return None
