"""Paths: all shortest ones, from left to right, bounded, and plain words where there is none."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from kgraph.draw.kinds import picture
from kgraph.errors import ExportError, InputError, NotFoundError
from kgraph.model import Event

MakeEvent = Callable[..., Event]
Words = Callable[[Figure, str], list[str]]


def entities(figure: Figure) -> dict[str, float]:
    """Where entities stand, from the left."""
    return {
        text.get_text(): text.get_position()[0]
        for text in figure.findobj(Text)
        if str(text.get_gid()).startswith("entity-")
    }


def ladder(event: MakeEvent, rungs: int, width: int) -> list[Event]:
    """From "S" to "T" by `rungs` steps between, each of any of `width` entities."""
    layers = [["S"], *([f"{chr(65 + rung)}{n}" for n in range(width)] for rung in range(rungs)), ["T"]]
    return [
        event(*((one, other) if (number + n) % 2 else (other, one)), "Aid")
        for number, (before, after) in enumerate(pairwise(layers))
        for one in before
        for n, other in enumerate(after)
    ]


def ends(events: list[Event], *names: str) -> tuple[Any, ...]:
    known = {end.label: end for event in events for end in (event.actor, event.target) if end}
    return tuple(known[name] for name in names)


def test_all_shortest_paths_are_drawn_and_no_detour(event: MakeEvent, words: Words) -> None:
    events = [
        event("A", "B"), event("C", "B", "Fine"), event("A", "D"), event("D", "C"), event("B", "A"),
        event("A", "E"), event("E", "F"), event("F", "C"), event("B", "D"), event("C", "G"), event(None, "C"),
    ]  # fmt: skip
    figure = picture(events, between=ends(events, "A", "C"))
    places = entities(figure)
    assert set(places) == {"A", "B", "C", "D"}
    assert places["A"] < min(places["B"], places["D"]) <= max(places["B"], places["D"]) < places["C"]
    assert words(figure, "heading") == [
        "From A to C",
        "The 2 shortest paths, of 2 steps; 5 events on the way.",
    ]


def test_one_step_is_a_path(event: MakeEvent, words: Words) -> None:
    events = [event("A", "B"), event("B", "C")]
    figure = picture(events, between=ends(events, "B", "A"))
    assert entities(figure)["B"] < entities(figure)["A"]
    assert words(figure, "heading")[1] == "The only shortest path, of 1 step; 1 event on the way."


@pytest.mark.parametrize(("rungs", "width", "top"), [(3, 4, 8), (12, 12, 16), (2, 30, None)])
def test_too_many_paths_are_reduced(
    event: MakeEvent, words: Words, rungs: int, width: int, top: int | None
) -> None:
    """Twelve rungs of twelve are twelve to the power of twelve paths, which nobody may walk."""
    events = ladder(event, rungs, width)
    events.append(event("A0", "S", "Fine"))
    figure = picture(events, between=ends(events, "S", "T"), top=top)
    assert len(entities(figure)) <= (top or 20)
    assert "A0" in entities(figure)
    assert f" of the {width**rungs} shortest paths, of {rungs + 1} steps;" in words(figure, "heading")[1]


def test_a_path_longer_than_the_most_is_drawn_whole(event: MakeEvent) -> None:
    events = ladder(event, 6, 1)
    assert len(entities(picture(events, between=ends(events, "S", "T"), top=3))) == 8


def test_labels_keep_apart(
    event: MakeEvent,
    boxes: Callable[[Figure], list[tuple[str, Bbox]]],
    clashes: Callable[[list[tuple[str, Bbox]]], list[tuple[str, str]]],
) -> None:
    events = ladder(event, 3, 4)
    assert clashes(boxes(picture(events, between=ends(events, "S", "T")))) == []


def test_what_was_chosen_decides(event: MakeEvent) -> None:
    events = [event("A", "B"), event("B", "C", "Fine")]
    with pytest.raises(NotFoundError, match="there are no events of 'C'"):
        picture(events[:1], between=ends(events, "A", "C"))
    with pytest.raises(NotFoundError, match=r"no path leads from 'A' to 'D'.*widen the filters"):
        picture([events[0], event("C", "D")], between=ends([*events, event("C", "D")], "A", "D"))
    with pytest.raises(InputError, match="both ends are A: name two"):
        picture(events, between=ends(events, "A", "A"))


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"kind": "timeline"}, InputError, "leave kind, entity and hops out"),
        ({"hops": 2}, InputError, "leave kind, entity and hops out"),
        ({"kind": "pie"}, InputError, "there is no 'pie': use one of graph, timeline, heatmap"),
        ({"kind": "timeline", "between": None, "hops": 1}, InputError, "leave hops out"),
        ({"path": "x.gif"}, ExportError, r"\.png, \.svg, \.pdf"),
        ({"path": "no such folder/x.png"}, ExportError, "cannot be written"),
    ],
)
def test_options_that_do_not_go_together(
    event: MakeEvent, options: dict[str, Any], error: type[Exception], message: str
) -> None:
    events = [event("A", "B", time="2018")]
    with pytest.raises(error, match=message):
        picture(events, **{"between": ends(events, "A", "B"), **options})


def test_the_same_events_give_the_same_bytes(event: MakeEvent, tmp_path: Path) -> None:
    events = ladder(event, 3, 3)
    files = [tmp_path / f"{name}.svg" for name in ("one", "two")]
    picture(events, files[0], between=ends(events, "S", "T"))
    picture(events[::-1], files[1], between=ends(events, "S", "T"))
    assert files[0].read_bytes() == files[1].read_bytes()
