"""Dates of publication, as files write them, to days. A doubtful date is none: nothing is guessed."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")  # "2018-4-3" is no ISO 8601, but as clear
_COMPACT_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})$")
_DAY_OR_MONTH_FIRST = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2\d{2,4}\b")
_SETTINGS = {"STRICT_PARSING": True, "PARSERS": ["absolute-time"]}
_LONGEST = 100
_FIRST_TIMESTAMP = 100_000_000  # of 1973: a smaller number is a year or a slip
_FIRST_MILLISECONDS = 100_000_000_000


def date_of(value: object) -> date | None:
    """The day that `value` (a string, a date, or a Unix time) names; None if none or in doubt.

    ISO 8601 first, then English dates ("23 April 2018", RFC 822). The day is the one written,
    whatever the time zone. A date without a day, a relative one ("yesterday"), and one that may
    be read two ways ("04/05/2018") are None.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _from_timestamp(value)
    return _from_text(value.strip()) if isinstance(value, str) else None


def _from_text(text: str) -> date | None:
    if not text or len(text) > _LONGEST or not text.isprintable():
        return None
    if iso := _ISO_DAY.match(text) or _COMPACT_DAY.match(text):
        try:
            return date(*map(int, iso.groups()))
        except ValueError:
            return None
    if (numeric := _DAY_OR_MONTH_FIRST.match(text)) and _in_doubt(int(numeric[1]), int(numeric[3])):
        return None
    import dateparser  # slow to load, and most dates are ISO's

    try:
        parsed = dateparser.parse(text, languages=["en"], settings=_SETTINGS)
    except (ValueError, OverflowError, RecursionError):
        return None
    return parsed.date() if isinstance(parsed, datetime) else None


def _in_doubt(first: int, second: int) -> bool:
    return first <= 12 and second <= 12 and first != second


def _from_timestamp(seconds: float) -> date | None:
    if not seconds >= _FIRST_TIMESTAMP:  # also true of NaN
        return None
    if seconds >= _FIRST_MILLISECONDS:
        seconds /= 1000
    try:
        return datetime.fromtimestamp(seconds, UTC).date()
    except (ValueError, OverflowError, OSError):
        return None
