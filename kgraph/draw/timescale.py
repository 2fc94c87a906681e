"""Time along a line: how long a year, a month or a day lasts, and where the line is marked."""

from __future__ import annotations

from calendar import month_abbr, monthrange
from datetime import MAXYEAR, date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_SHORTEST = 28  # days that the line shows at least
_PADDING = 0.015
_TICK = 46.0  # points that a mark with its words takes
_STEPS = (
    *(("day", step) for step in (1, 2, 7, 14)),
    *(("month", step) for step in (1, 2, 3, 6)),
    *(("year", step * ten) for ten in (1, 10, 100, 1000) for step in (1, 2, 5)),
)
_DAYS = {"day": 1.0, "month": 30.4, "year": 365.24}


def days(time: str) -> tuple[int, int]:
    """The first day of an ISO 8601 year, month or day, and the one after its last, as ordinals."""
    year, month, day = ([int(part) for part in time.split("-")] + [0, 0])[:3]
    first = date(year, month or 1, day or 1)
    last = date(year, month or 12, day or monthrange(year, month or 12)[1])
    return first.toordinal(), last.toordinal() + 1


class Scale:
    """A line of `width` points from `left` on, along which the days of all spans find room."""

    def __init__(self, spans: list[tuple[int, int]], left: float, width: float) -> None:
        """The line that shows these spans."""
        first, last = min(start for start, _ in spans), max(end for _, end in spans)
        spare = max(_SHORTEST - (last - first), 0) / 2 + (last - first) * _PADDING
        self.first, self.last = first - spare, last + spare
        self.left, self.width = left, width

    def x(self, ordinal: float) -> float:
        """Where a day begins."""
        return self.left + (ordinal - self.first) / (self.last - self.first) * self.width

    def ticks(self) -> list[tuple[float, str]]:
        """Places to mark, with words on one line or two: the year stands below where it is new."""
        most = max(self.width / _TICK, 1.0)
        unit, step = next(
            (
                (unit, step)
                for unit, step in _STEPS
                if (self.last - self.first) / (_DAYS[unit] * step) <= most
            ),
            _STEPS[-1],
        )
        marks: list[tuple[float, str]] = []
        year = 0
        for day in self._days(unit, step):
            words = {"day": f"{day.day} {month_abbr[day.month]}", "month": month_abbr[day.month]}.get(unit)
            if words is None:
                words = str(day.year)
            elif day.year != year:
                words += f"\n{day.year}"
            year = day.year
            marks.append((self.x(day.toordinal()), words))
        return marks

    def _days(self, unit: str, step: int) -> Iterator[date]:
        """The first days of every `step` days, months or years on the line."""
        low, high = max(self.first, 1), min(self.last, date.max.toordinal())
        start = date.fromordinal(int(low))
        if unit == "day":
            yield from (date.fromordinal(day) for day in range(int(low) + 1, int(high) + 1, step))
            return
        months = step if unit == "month" else 12 * step
        number = (start.year * 12 + start.month - 1) // months * months
        while number < (MAXYEAR + 1) * 12:
            if number >= 12:
                day = date(number // 12, number % 12 + 1, 1)
                if day.toordinal() > high:
                    return
                if day.toordinal() >= low:
                    yield day
            number += months
