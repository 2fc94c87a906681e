"""Timelines: as long as the time is vague, nothing on anything else, and honest about what is missing."""

import random
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, Patch, Rectangle
from matplotlib.transforms import Bbox

from kgraph.draw.kinds import picture
from kgraph.draw.style import KINDS, kind_of
from kgraph.draw.timescale import Scale, days
from kgraph.errors import NotFoundError
from kgraph.model import Event, Status
from kgraph.ontology import types

MakeEvent = Callable[..., Event]
Words = Callable[[Figure, str], list[str]]
HAPPENINGS = [type_.name for type_ in types().values() if type_.is_event]
ODD = ["\u534e\u4e3a", "Price $5 and $x^2$", "con\x00trol\x1b\nlines <b>", "", "x" * 300, "Лаборатория " * 9]


def marks(figure: Figure) -> list[Patch]:
    """The marks of events, without those of the legend, which come last."""
    return [p for p in figure.findobj(Patch) if p.get_gid() == "mark"]


def many(event: MakeEvent, count: int, seed: int, years: tuple[int, int]) -> list[Event]:
    chance = random.Random(seed)
    names = [f"Company of {letter * 9}" for letter in "ABCDEFG"] + ODD[1:]
    return [
        event(
            chance.choice([*names, None]),
            chance.choice(names),
            chance.choice(HAPPENINGS[:6]),
            f"{chance.randint(*years):04}-{chance.randint(1, 12):02}-28"[: chance.choice([4, 7, 10])],
            chance.choice(list(Status)).value,
        )
        for _ in range(count)
    ]


@pytest.mark.parametrize(
    ("time", "length"), [("2018", 365), ("2020", 366), ("2018-02", 28), ("2018-04-05", 1), ("9999", 365)]
)
def test_a_time_lasts_as_long_as_it_is_vague(time: str, length: int) -> None:
    first, last = days(time)
    assert last - first == length


@pytest.mark.parametrize(
    ("times", "some"),
    [
        (["2018-04-05"], "23 Mar\n2018"),
        (["2017-11", "2018-04"], "Jan\n2018"),
        (["1990", "2018-04-05"], "2000"),
        (["0001", "9999"], "5000"),
        (["9999-12-31"], "30 Dec"),
    ],
)
def test_the_line_is_marked_within_its_ends_and_not_too_densely(times: list[str], some: str) -> None:
    scale = Scale([days(time) for time in times], 100.0, 700.0)
    ticks = scale.ticks()
    places = [place for place, _ in ticks]
    assert places == sorted(places)
    assert 100.0 <= places[0] <= places[-1] <= 800.0
    assert all(later - earlier > 30 for earlier, later in pairwise(places))
    assert any(some in words for _, words in ticks), ticks


@pytest.mark.parametrize(
    "drawn",
    [
        (1, (2018, 2018), False),
        (40, (2016, 2021), True),
        (40, (2016, 2021), False),
        (150, (2017, 2018), True),
        (150, (2017, 2018), False),
        (60, (1, 9999), False),
    ],
)
def test_nothing_lies_on_anything_else(
    event: MakeEvent,
    boxes: Callable[[Figure], list[tuple[str, Bbox]]],
    clashes: Callable[[list[tuple[str, Bbox]]], list[tuple[str, str]]],
    drawn: tuple[int, tuple[int, int], bool],
) -> None:
    count, years, asked = drawn
    events = many(event, count, count, years)
    figure = picture(events, kind="timeline", entity=events[0].target if asked else None)
    measured = boxes(figure)
    assert clashes(measured) == []
    assert [
        text
        for text, box in measured
        if min(box.x0, box.y0) < 0 or box.x1 > figure.bbox.x1 or box.y1 > figure.bbox.y1
    ] == []


def test_a_day_is_a_dot_and_a_year_a_bar_over_it(event: MakeEvent) -> None:
    figure = picture(
        [
            event("A", "B", "Ban", "2016"),
            event("A", "B", "Fine", "2017-06"),
            event("A", "B", "Arrest", "2018-03-01"),
        ],
        kind="timeline",
    )
    shown = {type(mark): mark for mark in marks(figure)[:3]}
    bars = sorted((m for m in marks(figure)[:3] if isinstance(m, Rectangle)), key=lambda bar: bar.get_width())
    assert set(shown) == {Circle, Rectangle}
    assert bars[1].get_width() / bars[0].get_width() == pytest.approx(366 / 30)


def test_each_status_looks_different_and_is_told(event: MakeEvent, words: Words) -> None:
    figure = picture([event("A", "B", "Ban", "2018", s.value) for s in Status], kind="timeline")
    shown = marks(figure)[: len(Status)]
    looks = {(m.get_facecolor(), str(m.get_linestyle())) for m in shown}
    crossed = [line for line in figure.findobj(Line2D) if line.get_zorder() == 3.5]
    assert len(looks) == 5
    assert len(crossed) == 4  # the event that is denied, and the legend's
    assert set(words(figure, "event")) == {
        "A → B", *(f"A → B ({s.value.casefold()})" for s in Status if s != Status.REPORTED)
    }  # fmt: skip
    assert {s.value for s in Status} < set(words(figure, "legend"))


def test_rows_are_types_hardest_first(event: MakeEvent, words: Words) -> None:
    told = [("Aid", 1), ("Ban", 1), ("Accusation", 1), ("Fine", 2), ("Consultation", 1)]
    events = [event("A", f"B{n}", type_, "2018") for type_, count in told for n in range(count)]
    figure = picture(events, kind="timeline")
    assert words(figure, "row") == ["Fine", "Ban", "Accusation", "Consultation", "Aid"]
    assert words(figure, "count") == ["2", "1", "1", "1", "1"]


def test_the_rows_of_an_entity_tell_what_it_did_from_what_was_done_to_it(
    event: MakeEvent, words: Words
) -> None:
    events = [
        event("Twitter", "RT", "Ban", "2018"),
        event("RT", "Twitter", "Accusation", "2018", "Alleged"),
        event(None, "Twitter", "Fine", "2018"),
        event("RT", "Twitter", "Agreement", "2018"),
        event("RT", "Sputnik", "Ban", "2018"),
    ]
    figure = picture(events, kind="timeline", entity=events[0].actor)
    assert words(figure, "section") == [
        "What Twitter did", "What Twitter did with others", "What was done to Twitter"
    ]  # fmt: skip
    assert words(figure, "row") == ["Ban", "Agreement", "Fine", "Accusation"]
    assert words(figure, "event") == ["RT", "RT", "unnamed", "RT (alleged)"]
    assert words(figure, "heading")[0] == "Twitter, 2018"


def test_events_alike_share_a_mark(event: MakeEvent, words: Words) -> None:
    events = [event("A", name, "Ban", "2018") for name in ["E", "B", "C", "D", "F"]]
    figure = picture([*events, event("A", "G", "Ban", "2018", "Planned")], kind="timeline")
    assert words(figure, "event") == ["A → B, C, D + 2 more", "A → G (planned)"]
    assert words(figure, "count") == ["6"]


def test_what_is_not_shown_is_counted(event: MakeEvent, words: Words) -> None:
    events = [event("A", f"B{n}", "Ban", f"{2000 + n}", sources=n) for n in range(1, 9)]
    figure = picture([*events, event("A", "B"), event("A", "B", "owns")], kind="timeline", top=3, only="Ban")
    assert words(figure, "heading") == [
        "Events, 2006–2008",
        "The 3 of 8 dated events that most sources tell; 1 without a known time is not shown.",
        "Only Ban.",
    ]
    assert set(words(figure, "event")) == {"A → B6", "A → B7", "A → B8"}


def test_marks_without_room_for_words_are_counted(event: MakeEvent, words: Words) -> None:
    events = [event(f"Actor {n}", "Target", "Ban", "2018-04-05") for n in range(30)]
    figure = picture(events, kind="timeline")
    silent = 30 - len(words(figure, "event"))
    assert silent > 0
    assert words(figure, "heading")[-1] == f"{silent} marks without words for lack of room."


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ([], "no events to draw: widen"),
        ([("owns", None)], "not relations that last"),
        ([("Ban", None)], "the only event does not have a known time"),
        ([("Ban", None), ("Fine", None)], "none of the 2 events has a known time"),
    ],
)
def test_no_timeline_where_nothing_has_a_time(
    event: MakeEvent, told: list[tuple[str, str | None]], message: str
) -> None:
    with pytest.raises(NotFoundError, match=message):
        picture([event("A", "B", *each) for each in told], kind="timeline")


@pytest.mark.parametrize("suffix", ["png", "svg", "pdf"])
def test_the_same_events_give_the_same_bytes(event: MakeEvent, tmp_path: Path, suffix: str) -> None:
    events = many(event, 40, 7, (2016, 2018))
    files = [tmp_path / f"{name}.{suffix}" for name in ("one", "two")]
    picture(events, files[0], kind="timeline")
    picture(events[::-1], files[1], kind="timeline")
    assert files[0].read_bytes() == files[1].read_bytes()


def test_every_type_is_of_a_kind_that_has_a_colour() -> None:
    assert {kind_of(type_.plover) for type_ in types().values()} == set(KINDS)
    assert [t.name for t in types().values() if kind_of(t.plover) == "Lasting relations"] == [
        t.name for t in types().values() if not t.is_event
    ]
