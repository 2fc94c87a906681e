"""Expressions of time and what they fix, given an article of Tuesday, 1 May 2018."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgraph.extract.dates import article_date, resolve

ANCHOR = date(2018, 5, 1)


@pytest.mark.parametrize(
    ("expression", "iso"),
    [
        ("December 13, 2017", "2017-12-13"),
        ("13 December 2017", "2017-12-13"),
        ("the 13th of December 2017", "2017-12-13"),
        ("Dec. 13, 2017", "2017-12-13"),
        ("Sept 3 2017", "2017-09-03"),
        ("2017-12-13", "2017-12-13"),
        ("December 2017", "2017-12"),
        ("December of 2017", "2017-12"),
        ("December, 2017", "2017-12"),
        ("2016", "2016"),
        ("early 2016", "2016"),
        ("April 20", "2018-04-20"),
        ("20 April", "2018-04-20"),
        ("May 1", "2018-05-01"),
        ("May 2", "2017-05-02"),
        ("December 24", "2017-12-24"),
        ("January", "2018-01"),
        ("last January", "2018-01"),
        ("October", "2017-10"),
        ("late October", "2017-10"),
        ("May", "2018-05"),
        ("October a year ago", "2017-10"),
        ("January a year ago", "2017-01"),
        ("today", "2018-05-01"),
        ("yesterday", "2018-04-30"),
        ("Monday", "2018-04-30"),
        ("on Monday", "2018-04-30"),
        ("last Monday", "2018-04-30"),
        ("Tuesday", "2018-05-01"),
        ("Wednesday", "2018-04-25"),
        ("this month", "2018-05"),
        ("last month", "2018-04"),
        ("this year", "2018"),
        ("last year", "2017"),
        ("the past year", "2017"),
        ("a year ago", "2017"),
        ("two years ago", "2016"),
        ("3 years ago", "2015"),
        ("two months ago", "2018-03"),
        ("five days ago", "2018-04-26"),
        ("two\n  years ago", "2016"),
        ("last week", "2018-04"),
        ("two weeks ago", "2018-04"),
        ("last weekend", "2018-04"),
        ("last summer", "2017"),
        ("last spring", "2017"),
        ("next winter", "2018"),
        ("the second quarter", "2018"),
        ("last night", "2018-04-30"),
        ("this morning", "2018-05-01"),
    ],
)
def test_resolved(expression: str, iso: str) -> None:
    assert resolve(expression, ANCHOR) == iso


@pytest.mark.parametrize(
    "expression",
    [
        "",
        "recently",
        "the day",
        "this week",
        "four weeks ago",
        "more than two years ago",
        "nearly a year",
        "for two years",
        "every Monday",
        "the 1990s",
        "2014-2016",
        "2014–16",
        "may",
        "February 30, 2017",
        "2017-13-40",
        "99 May",
    ],
)
def test_what_fixes_no_date_is_left_open(expression: str) -> None:
    assert resolve(expression, ANCHOR) is None


@pytest.mark.parametrize(
    ("expression", "iso"),
    [
        ("December 13, 2017", "2017-12-13"),
        ("December 2017", "2017-12"),
        ("2016", "2016"),
        ("April 20", None),
        ("January", None),
        ("yesterday", None),
        ("last year", None),
    ],
)
def test_without_a_date_only_full_dates_are_resolved(expression: str, iso: str | None) -> None:
    assert resolve(expression, None) == iso


def test_the_29th_of_february_needs_its_leap_year() -> None:
    assert resolve("February 29", date(2020, 3, 10)) == "2020-02-29"
    assert resolve("February 29", date(2018, 3, 10)) is None


def test_the_date_of_publication_is_never_doubted() -> None:
    assert article_date(ANCHOR, "It happened on December 24, 2030.") == (ANCHOR, False)


@pytest.mark.parametrize(
    ("text", "assumed"),
    [
        ("Nothing is dated here.", None),
        ("In April it was banned.", None),
        ("On April 20 it was banned.", None),
        ("In December of 2017 it was banned.", date(2017, 12, 31)),
        ("It was banned on 3 March 2016, and again on July 4, 2017.", date(2017, 7, 4)),
        ("In December of 2017 a law was signed; on April 20 it was banned.", date(2018, 4, 20)),
        ("On April 20, 2017 it was banned; on April 20 it was lifted.", date(2017, 4, 20)),
        ("In February 2016 it was banned.", date(2016, 2, 29)),
        ("On 2017-12-13 it was banned.", date(2017, 12, 13)),
    ],
)
def test_the_date_of_an_undated_article_is_bounded_by_its_text(text: str, assumed: date | None) -> None:
    assert article_date(None, text) == (assumed, True)


@pytest.mark.parametrize(
    "text", ["Version 2017-00-10 is out.", "Room 2017-99-99.", "On May 77, 2017 it was banned."]
)
def test_impossible_dates_are_no_error(text: str) -> None:
    _, assumed = article_date(None, text)
    assert assumed


@given(
    st.text(max_size=60)
    | st.from_regex(r"(May|31 June|Monday|2017-1\d-\d\d|a year ago){1,3}", fullmatch=True)
)
def test_what_is_resolved_is_iso(expression: str) -> None:
    for anchor in (ANCHOR, None):
        value = resolve(expression, anchor)
        if value is not None:
            date.fromisoformat(f"{value}-01-01"[:10])


@given(st.text(max_size=80))
def test_an_assumed_date_is_said_to_be_assumed(text: str) -> None:
    assert article_date(None, text)[1]
