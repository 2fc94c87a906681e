"""Dates and languages, as files write them."""

from datetime import UTC, date, datetime

import pytest

from kgraph.model import Article
from kgraph.readers import Skipped, to_article

DAY = date(2018, 4, 23)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("2018-04-23", DAY),
        (" 2018-04-23T23:30:00-08:00 ", DAY),
        ("2018-04-23 10:00", DAY),
        ("20180423", DAY),
        ("2018-4-23", DAY),
        ("2018-4-3 10:00", date(2018, 4, 3)),
        ("2018-4-231", None),
        ("23 April 2018", DAY),
        ("April 23, 2018", DAY),
        ("Apr 23, 2018 10:00 GMT", DAY),
        ("Mon, 23 Apr 2018 23:30:00 -0800", DAY),
        ("23/04/2018", DAY),
        ("04/23/2018", DAY),
        ("04/04/2018", date(2018, 4, 4)),
        (1524477600, DAY),
        (1524477600000, DAY),
        (DAY, DAY),
        (datetime(2018, 4, 23, 23, tzinfo=UTC), DAY),
        ("04/05/2018", None),
        ("2018-02-30", None),
        ("2018-04", None),
        ("April 2018", None),
        ("2018", None),
        (2018, None),
        (True, None),
        (float("nan"), None),
        (float("inf"), None),
        (1e300, None),
        ("yesterday", None),
        ("soon", None),
        ("", None),
        ("9" * 5_000, None),
        (None, None),
        ([], None),
    ],
)
def test_date_is_read_if_it_is_beyond_doubt(given: object, expected: date | None) -> None:
    article = to_article({"text": "One.", "date": given}, name="x", fallback_id="x")
    assert isinstance(article, Article)
    assert article.published == expected


ENGLISH = "The government announced new sanctions against the company on Tuesday, and shares fell. " * 4
NAMES = "Apple Google Microsoft Samsung Huawei ZTE iPhone 5 GB 128 " * 6
CHINESE = "中国外交部发言人周二表示中方坚决反对美国对中国企业实施的新制裁措施。" * 8
GERMAN = "Die Regierung kündigte am Dienstag neue Sanktionen gegen Russland an. " * 4


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        (ENGLISH, None, ""),
        (NAMES, None, ""),
        ("Bonjour tout le monde.", None, ""),
        ("1 2 3 4 5 6 " * 40, None, ""),
        (CHINESE, None, "Chinese"),
        (GERMAN, None, "German"),
        (GERMAN, "und", "German"),
        (GERMAN, "", "German"),
        (GERMAN, "en", ""),
        ("Hallo.", "de-AT", "German"),
        ("Hallo.", "German", "German"),
        ("Hello.", "en_GB", ""),
        ("Hello.", "ENG", ""),
        ("Hello.", "English", ""),
        ("Hello.", "?", ""),
    ],
)
def test_other_languages_are_refused_when_that_is_sure(
    text: str, language: str | None, expected: str
) -> None:
    found = to_article({"text": text, "language": language}, name="x", fallback_id="x")
    if expected:
        assert found == Skipped("x", f"written in {expected}; only English is read")
    else:
        assert isinstance(found, Article)
        assert found.language == "en"


@pytest.mark.parametrize(
    ("given", "fallback", "expected"),
    [("a b", "x", "a b"), (" \n", "x", "x"), (None, "x", "x"), (12, "x", "12"), ({}, "\0", "article")],
)
def test_id_is_the_field_or_else_the_fallback(given: object, fallback: str, expected: str) -> None:
    article = to_article({"text": "One.", "id": given}, name="x", fallback_id=fallback)
    assert isinstance(article, Article)
    assert article.id == expected
