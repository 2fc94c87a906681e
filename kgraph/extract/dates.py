"""When it happened: the date in the event's own clause, resolved against the article's date.

Dates are ISO 8601 with the grain of the text: a year, a month or a day. An article without a date
is given an assumed one, bounded by the dates in its text.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime, time
from functools import lru_cache
from typing import TYPE_CHECKING

from dateparser.date import DateDataParser

from kgraph.extract.assertion import is_presupposed
from kgraph.extract.dependencies import head_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Span as SpacySpan
    from spacy.tokens import Token

    from kgraph.extract.lexicon import Lexicon
    from kgraph.extract.parse import ParsedPassage

_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name}
_MONTHS["sept"] = 9
_MONTH = r"(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_ABSOLUTE = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b{_MONTH}\s+{_DAY}(?:,?\s+{_YEAR})?\b(?!\d)",
        rf"\b{_DAY}\s+(?:of\s+)?{_MONTH}(?:,?\s+{_YEAR})?\b",
        rf"\b{_MONTH},?\s+(?:of\s+)?{_YEAR}\b",
        r"\b(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)\b",
    )
]
_MONTH_ALONE = re.compile(
    rf"\b(?:(?P<which>last|this|next|early|late|mid-?)\s+)?{_MONTH}(?!\w)", re.IGNORECASE
)
_YEAR_ALONE = re.compile(rf"\b{_YEAR}\b")
_A_YEAR_AGO = re.compile(r"\b(?:a|one) year ago\b|\blast year\b|\b(?:a|one) year earlier\b", re.IGNORECASE)
_RELATIVE = re.compile(
    r"\b(today|yesterday|tomorrow|tonight|last night|this (?:morning|afternoon|evening)|"
    r"(?:last|this|next|past) (?:week(?:end)?|month|year|quarter|spring|summer|autumn|fall|winter)|"
    r"(?:the )?weekend|(?:first|second|third|fourth) quarter|"
    r"(?:(?:last|this|next|on) )?(?:mon|tues|wednes|thurs|fri|satur|sun)day|"
    r"(?:\d+|a|an|one|two|three|four|five|six|seven|eight|nine|ten) (?:day|week|month|year)s? ago)\b",
    re.IGNORECASE,
)
_TIMES_OF_DAY = ("morning", "afternoon", "evening")
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_MONTHS_IN_QUARTER = 3
_VAGUE = re.compile(
    r"\b(?:more than|less than|over|nearly|almost|about|around|for|since|every|each|several|few)\b",
    re.IGNORECASE,
)


def article_date(published: date | None, text: str) -> tuple[date | None, bool]:
    """The date to resolve relative expressions against, and whether it is assumed.

    Without a date of publication, the article cannot be older than the latest full date in its
    text, nor than the next occurrence of a day that it tells of without a year.
    """
    if published is not None:
        return published, False
    dates: list[date] = []
    days: list[tuple[int, int]] = []
    for pattern in _ABSOLUTE:
        for found in pattern.finditer(text):
            year, month, day = _fields(found)
            if month is None or not 1 <= month <= 12:
                continue
            if year is not None:
                last = calendar.monthrange(year, month)[1]
                dates.append(date(year, month, min(day or last, last)))
            elif day is not None:
                days.append((month, day))
    if not dates:
        return None, True
    bound = max(dates)
    following = [there for month, day in days if (there := _next(bound, month, day)) is not None]
    return max([bound, *following]), True


def _next(after: date, month: int, day: int) -> date | None:
    for year in (after.year, after.year + 1):
        try:
            there = date(year, month, day)
        except ValueError:
            return None
        if there >= after:
            return there
    return None


def _fields(found: re.Match[str]) -> tuple[int | None, int | None, int | None]:
    groups = found.groupdict()
    month = groups.get("month")
    number = int(month) if month and month.isdigit() else _MONTHS.get((month or "").lower())
    year, day = groups.get("year"), groups.get("day")
    return int(year) if year else None, number, int(day) if day else None


@lru_cache(maxsize=50_000)
def resolve(expression: str, anchor: date | None, *, future: bool = False) -> str | None:
    """An expression of time as ISO 8601 with its own grain; None when it fixes no date.

    `anchor` is the article's date. Months and days without a year are taken to be the last ones
    before it, or the next ones when `future` says that the text looks ahead.
    """
    text = " ".join(expression.split())
    for pattern in _ABSOLUTE:
        found = pattern.search(text)
        if found:
            return _iso(*_fields(found), anchor, future=future)
    shift = 1 if _A_YEAR_AGO.search(text) else 0
    found = _MONTH_ALONE.search(text)
    if found and (text[found.start("month")].isupper()):
        if anchor is None:
            return None
        month = _MONTHS[found.group("month").lower()]
        year = anchor.year + (month < anchor.month) if future else anchor.year - (month > anchor.month)
        if shift and year == anchor.year:
            year -= 1
        elif shift and month > anchor.month:
            year = anchor.year - 1
        return f"{year:04d}-{month:02d}"
    found = _YEAR_ALONE.search(text)
    if found and not re.search(r"\d{4}\s*[-–]\s*\d{2,4}|\b(?:19|20)\d\ds\b", text):
        return found.group("year")
    if anchor is None:
        return None
    return _relative(text, anchor)


def _iso(
    year: int | None, month: int | None, day: int | None, anchor: date | None, *, future: bool
) -> str | None:
    if month is None or not 1 <= month <= 12:
        return None
    if year is None:
        if anchor is None:
            return None
        there, today = (month, day or 1), (anchor.month, anchor.day)
        year = anchor.year + (there < today) if future else anchor.year - (there > today)
    if day is None:
        return f"{year:04d}-{month:02d}"
    try:
        return date(year, month, day).isoformat()
    except ValueError:  # such as 31 February
        return None


def _relative(text: str, anchor: date) -> str | None:
    found = _RELATIVE.search(text)
    if not found or _VAGUE.search(text[: found.start()]):
        return None
    phrase = found.group(1).lower().removeprefix("on ").replace("past ", "last ")
    if phrase.startswith("this ") and phrase.endswith("day"):
        phrase = phrase.removeprefix("this ")
    if phrase.startswith("last ") and phrase.endswith("day"):
        phrase = phrase.removeprefix("last ")
    if phrase in ("tonight", "last night") or (phrase.startswith("this ") and phrase.endswith(_TIMES_OF_DAY)):
        return date.fromordinal(anchor.toordinal() - (phrase == "last night")).isoformat()
    which, _, span = phrase.rpartition(" ")
    if span in _SEASONS:
        return f"{_year_of_season(which, _SEASONS[span], anchor):04d}"
    if span in ("week", "weekend"):
        return _month_of_week(which, anchor)
    if phrase == "this year" or span == "quarter":
        return f"{anchor.year - (which == 'last' and anchor.month <= _MONTHS_IN_QUARTER):04d}"
    if phrase == "this month":
        return anchor.isoformat()[:7]
    if phrase.endswith("day") and phrase not in ("today", "yesterday"):
        weekday = [name.lower() for name in calendar.day_name].index(phrase.split()[-1])
        back = (anchor.weekday() - weekday) % 7
        return date.fromordinal(anchor.toordinal() - back).isoformat()
    parsed = _parser(anchor).get_date_data(re.sub(r"^(?:an?|one) ", "1 ", phrase))
    if parsed is None or parsed.date_obj is None:
        return None
    day: date = parsed.date_obj.date()
    if "year" in phrase:
        return f"{day.year:04d}"
    if "month" in phrase:
        return day.isoformat()[:7]
    if "week" in phrase:
        return _month_around(day)
    return day.isoformat()


def _year_of_season(which: str, first_month: int, anchor: date) -> int:
    """The year of "last summer", "this winter", "next spring", by northern seasons."""
    if which == "last":
        return anchor.year - (anchor.month < first_month + _MONTHS_IN_QUARTER)
    return anchor.year + (which == "next" and anchor.month >= first_month)


def _month_of_week(which: str, anchor: date) -> str | None:
    """The month of this, last or next week; None where the week lies in two months."""
    monday = anchor.toordinal() - anchor.weekday() + 7 * ((which == "next") - (which == "last"))
    first = date.fromordinal(monday)
    last = date.fromordinal(monday + 6) if which in ("last", "next") else anchor
    return first.isoformat()[:7] if first.month == last.month else None


def _month_around(day: date) -> str | None:
    """The month of a time about some weeks away; None near the turn of a month."""
    before, after = (date.fromordinal(day.toordinal() + days) for days in (-3, 3))
    return day.isoformat()[:7] if before.month == after.month else None


@lru_cache(maxsize=512)
def _parser(anchor: date) -> DateDataParser:
    settings = {"RELATIVE_BASE": datetime.combine(anchor, time(12)), "PREFER_DATES_FROM": "past"}
    return DateDataParser(languages=["en"], settings=settings)


def time_of(
    trigger: Token, parsed: ParsedPassage, anchor: date | None, lexicon: Lexicon, *, future: bool
) -> str | None:
    """The time of the event that a word expresses: from its own clause, else from the clause around it.

    `future` says that the event is planned. The date of a speech act is not the date of what is
    said; only a month or year of it is taken.
    """
    dates = [entity for entity in trigger.sent.ents if entity.label_ == "DATE"]
    dates = [entity for entity in dates if resolve(_text(entity, parsed), anchor) is not None]
    token, inside = trigger, False
    while dates:
        near = [entity for entity in dates if _governor(entity) == token]
        if near:
            text = " ".join(_text(entity, parsed) for entity in sorted(near, key=lambda e: e.start))
            value = resolve(text, anchor, future=future)
            stance = lexicon.reporting_verbs.get(token.lemma_) if inside else None
            if value is not None and (stance is None or (stance == "say" and len(value) < 10)):
                return value
            if stance is not None:
                return None
        if (
            token.head == token
            or _is_background(token, lexicon)
            or (token.dep_ == "conj" and token != trigger)
        ):
            return None
        if token.dep_ == "advcl" and not _same_time(token):
            return None
        inside = token.dep_ != "conj"
        token = head_of(token)
    return None


def time_in(tokens: Sequence[Token], parsed: ParsedPassage, anchor: date | None) -> str | None:
    """A date that stands inside a phrase, such as a year before a noun ("the 2016 elections")."""
    for token in tokens:
        if token.ent_type_ == "DATE":
            value = resolve(parsed.word(token), anchor)
            if value is not None:
                return value
    return None


def _is_background(token: Token, lexicon: Lexicon) -> bool:
    """Whether the clause above tells of another time; a law and its signing are of one."""
    if token.dep_ == "relcl" and (
        token.head.ent_type_ == "DATE" or lexicon.is_a(token.head.lemma_.lower(), "document")
    ):
        return False
    return is_presupposed(token, lexicon)


def _same_time(verb: Token) -> bool:
    """Whether an adverbial clause tells what happened at the time of the main clause."""
    marks = {c.lower_ for c in verb.children if c.dep_ in ("mark", "advmod")}
    return not marks & {"after", "before", "since", "until", "because", "although", "though", "while", "if"}


def _governor(entity: SpacySpan) -> Token:
    """The verb, or the noun that is not itself part of a date, on which a date depends."""
    token = entity.root
    while token.head != token:
        token = token.head
        if token.pos_ in ("VERB", "AUX") or (token.pos_ in ("NOUN", "PROPN") and token.ent_type_ != "DATE"):
            return token
    return token


def _text(entity: SpacySpan, parsed: ParsedPassage) -> str:
    return parsed.span(entity.start, entity.end).text
