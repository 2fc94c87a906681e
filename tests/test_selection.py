"""Which events are wanted."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgraph.errors import InputError, KgraphError, NotFoundError
from kgraph.model import Entity, EntityType, Event, Status
from kgraph.selection import Selection

ENTITY = Entity("X", "X", EntityType.THING)
TIMES = st.none() | st.sampled_from(["2017", "2018", "2018-04", "2018-05", "2018-04-05", "2018-12-31"])


def event(**traits: Any) -> Event:  # noqa: ANN401 - whatever an event has
    given: dict[str, Any] = {"type": "Ban", "status": Status.REPORTED, "confidence": 0.5} | traits
    return Event("e", given.pop("type"), "bans", "X bans X", ENTITY, ENTITY, **given)


@pytest.mark.parametrize(
    ("time", "filters", "is_wanted"),
    [
        ("2018-04-23", {"since": "2018-04-23"}, True),
        ("2018-04-23", {"since": "2018-04-24"}, False),
        ("2018-04-23", {"until": "2018-04-23"}, True),
        ("2018-04-23", {"until": "2018-04-22"}, False),
        ("2018-04-23", {"since": "2018-04", "until": "2018-04"}, True),
        ("2018-04-23", {"since": "2018", "until": "2018"}, True),
        ("2018-04-23", {"since": date(2018, 4, 23), "until": date(2018, 4, 23)}, True),
        ("2018-04-23", {"until": datetime(2018, 4, 22, 23, 59, tzinfo=UTC)}, False),
        ("2018-04-23", {"until": "2017"}, False),
        ("2018-04-23", {"since": "2019"}, False),
        ("2018-04", {"since": "2018-04-30"}, True),  # may have been on any day of April
        ("2018-04", {"until": "2018-04-01"}, True),
        ("2018-04", {"until": "2018-03-31"}, False),
        ("2018-04", {"since": "2018-05-01"}, False),
        ("2018", {"since": "2018-06", "until": "2018-07"}, True),
        (None, {}, True),
        (None, {"since": "0001"}, False),
        (None, {"until": "9999"}, False),
    ],
)
def test_time(time: str | None, filters: dict[str, Any], is_wanted: bool) -> None:  # noqa: FBT001
    assert (event(time=time) in Selection.of(**filters)) is is_wanted


def test_undated_events_count_when_they_were_last_reported() -> None:
    undated = event(first_reported=date(2018, 1, 1), last_reported=date(2018, 4, 25))
    assert undated in Selection.of(since="2018-04", until="2018-04")
    assert undated not in Selection.of(until="2018-03")


@pytest.mark.parametrize(
    ("filters", "is_wanted"),
    [
        ({"type": "Ban"}, True),
        ({"type": "bans"}, True),
        ({"type": "BAN"}, True),
        ({"type": "Warning"}, False),
        ({"type": ["Warning", "bans"]}, True),
        ({"type": ("Warning", "hasTiesTo")}, False),
        ({"type": []}, False),
        ({"status": "reported"}, True),
        ({"status": Status.REPORTED}, True),
        ({"status": Status.ALLEGED}, False),
        ({"status": {"Alleged", "Reported"}}, True),
        ({"status": (name for name in ("Alleged", "Denied"))}, False),
        ({"status": ()}, False),
        ({"min_confidence": 0.5}, True),
        ({"min_confidence": 0.51}, False),
        ({"type": "Ban", "status": "Reported", "min_confidence": 0}, True),
        ({"type": "Ban", "status": "Alleged"}, False),
    ],
)
def test_type_status_and_confidence(filters: dict[str, Any], is_wanted: bool) -> None:  # noqa: FBT001
    assert (event() in Selection.of(**filters)) is is_wanted


@pytest.mark.parametrize(
    ("filters", "error", "told"),
    [
        ({"type": "Bann"}, NotFoundError, "no event type or relation 'Bann': did you mean Ban"),
        ({"type": ["Ban", "qqq"]}, NotFoundError, "no event type or relation 'qqq'$"),
        ({"type": ""}, NotFoundError, "no event type or relation ''$"),
        ({"status": ["Reported", "true"]}, NotFoundError, "no status 'true': use one of Reported"),
        ({"since": "yesterday"}, InputError, "^since: 'yesterday' is not a year"),
        ({"until": "2018-13"}, InputError, "^until: '2018-13' is not a year"),
        ({"since": "2018-04", "until": "2018-03-31"}, InputError, "^until: 2018-03-31 is before since"),
        ({"since": date(2018, 1, 1), "until": "2017"}, InputError, r"since \(2018-01-01\)"),
        ({"min_confidence": -0.1}, InputError, "^min_confidence: -0.1 is not"),
        ({"min_confidence": 80}, InputError, "^min_confidence: 80 is not"),
        ({"min_confidence": float("nan")}, InputError, "^min_confidence: nan is not"),
    ],
)
def test_mistakes_are_named(filters: dict[str, Any], error: type[KgraphError], told: str) -> None:
    with pytest.raises(error, match=told):
        Selection.of(**filters)


@given(time=TIMES, reported=st.none() | st.dates(date(2017, 1, 1), date(2018, 12, 31)))
def test_each_dated_event_is_of_exactly_one_year(time: str | None, reported: date | None) -> None:
    told = event(time=time, last_reported=reported)
    years = [
        year for year in ("2016", "2017", "2018", "2019") if told in Selection.of(since=year, until=year)
    ]
    assert years == ([(time or str(reported))[:4]] if time or reported else [])


@given(time=TIMES, since=TIMES, until=TIMES)
def test_both_ends_hold_together_as_they_do_alone(
    time: str | None, since: str | None, until: str | None
) -> None:
    told = event(time=time)
    alone = told in Selection.of(since=since) and told in Selection.of(until=until)
    try:
        both = Selection.of(since=since, until=until)
    except InputError:
        assert not alone or len(time or "") < 10  # a day is never before one time and after a later one
    else:
        assert (told in both) is alone


@pytest.mark.parametrize(
    ("filters", "words"),
    [
        ({}, ""),
        ({"type": ["sanctions", "Ban"], "status": "alleged"}, "Ban, Sanction; Alleged"),
        ({"since": "2018-04", "until": date(2018, 5, 1)}, "since 2018-04; until 2018-05-01"),
        ({"min_confidence": 0.75}, "of a confidence of at least 0.75"),
    ],
)
def test_a_choice_tells_itself_in_words(filters: dict[str, Any], words: str) -> None:
    assert str(Selection.of(**filters)) == words
