"""Heatmaps: the right numbers in the right cells, reports apart from the rest, blocks side by side."""

import random
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from kgraph.draw.kinds import picture
from kgraph.errors import NotFoundError
from kgraph.model import Event, Status

MakeEvent = Callable[..., Event]
Words = Callable[[Figure, str], list[str]]


def columns(figure: Figure) -> list[str]:
    found = [t for t in figure.findobj(Text) if t.get_gid() == "target"]
    return [text.get_text() for text in sorted(found, key=lambda text: text.get_position()[0])]


def table(figure: Figure, words: Words) -> dict[tuple[str, str], tuple[str, bool]]:
    """What stands in each cell that is not empty, and whether it is hatched, by actor and target."""
    actors, targets = words(figure, "actor"), columns(figure)
    cells = [p for p in figure.findobj(Rectangle) if p.get_gid() == "cell"]
    values = [t for t in figure.findobj(Text) if t.get_gid() == "value"]
    found = {}
    for number, cell in enumerate(cells):
        row, column = divmod(number, len(targets))
        (low, bottom), (wide, tall) = cell.get_xy(), (cell.get_width(), cell.get_height())
        inside = [
            text
            for text in values
            if low < text.get_position()[0] < low + wide and bottom < text.get_position()[1] < bottom + tall
        ]
        if inside or cell.get_hatch():
            text = " ".join(t.get_text() for t in sorted(inside, key=lambda t: t.get_position()[0]))
            found[actors[row], targets[column]] = (text, bool(cell.get_hatch()))
    return found


def crowd(event: MakeEvent, count: int) -> list[Event]:
    chance = random.Random(count)
    names = [f"Ministry of {letter * 12}" for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"]
    names += ["\u534e\u4e3a", "Price $5 and $x^2$", "con\x00trol\x1b\nlines", "y" * 400]
    types = ["Ban", "Fine", "Aid", "Consultation", "Agreement"]
    return [
        event(*chance.choices(names, k=2), chance.choice(types), None, chance.choice(list(Status)).value)
        for _ in range(count)
    ]


def test_cells_count_reported_events_and_others_apart(event: MakeEvent, words: Words) -> None:
    figure = picture(
        [
            event("A", "B"),
            event("A", "B", "Fine"),
            event("A", "B", "Fine", status="Alleged"),
            event("B", "C", status="Denied"),
            event("B", "C", status="Planned"),
            event("C", "A"),
            event(None, "A"),
        ],
        kind="heatmap",
    )
    assert table(figure, words) == {
        ("A", "B"): ("2 +1", False),
        ("B", "C"): ("+2", True),
        ("C", "A"): ("1", False),
    }
    assert words(figure, "heading") == ["Who acts on whom", "3 actors, 3 targets, 6 events."]
    assert "only alleged, planned or denied; beside a number, so many more" in words(figure, "legend")


def test_more_events_are_darker(event: MakeEvent) -> None:
    figure = picture([event("A", f"B{n}") for n in range(6) for _ in range(2**n)], kind="heatmap")
    cells = [p for p in figure.findobj(Rectangle) if p.get_gid() == "cell"]
    shades = [sum(to_rgb(cell.get_facecolor())) for cell in cells]
    assert shades == sorted(shades)  # the most stand first
    assert len(set(shades)) == 6


def test_symmetric_events_count_for_both(event: MakeEvent, words: Words) -> None:
    figure = picture([event("A", "B", "Consultation"), event("A", "A", "Agreement")], kind="heatmap")
    assert table(figure, words) == {
        ("A", "B"): ("1", False),
        ("B", "A"): ("1", False),
        ("A", "A"): ("1", False),
    }
    assert words(figure, "heading")[1] == "2 actors, 2 targets, 2 events."


def test_relations_that_last_are_no_acts_unless_they_alone_are_asked_for(
    event: MakeEvent, words: Words
) -> None:
    events = [event("A", "B"), event("A", "C", "owns")]
    assert list(table(picture(events, kind="heatmap"), words)) == [("A", "B")]
    lasting = picture(events[1:], kind="heatmap")
    assert list(table(lasting, words)) == [("A", "C")]
    assert words(lasting, "heading")[0] == "Who is related to whom"


def test_blocks_stand_side_by_side(event: MakeEvent, words: Words) -> None:
    """Three camps whose names alternate: each is one block, and a weak link does not tear it apart."""
    camps = [[f"{letter}{camp}" for letter in "ABCD"] for camp in range(3)]
    events = [event(one, f"{other}t") for camp in camps for one in camp for other in camp if one != other]
    figure = picture([*events, event("A0", "A1t")], kind="heatmap")
    for names in (words(figure, "actor"), columns(figure)):
        camp_of = [name[1] for name in names]
        assert len(names) == 12
        assert sum(one != other for one, other in pairwise(camp_of)) == 2


def test_too_many_are_reduced_to_those_that_have_most_to_do_with_one_another(
    event: MakeEvent, words: Words
) -> None:
    dense = [event(f"A{n}", f"B{m}") for n in range(4) for m in range(4)]
    spread = [event("Loud", f"C{n}") for n in range(5)]
    figure = picture([*spread, *dense], kind="heatmap", top=4)
    assert sorted(words(figure, "actor")) == ["A0", "A1", "A2", "A3"]
    assert sorted(columns(figure)) == ["B0", "B1", "B2", "B3"]
    assert words(figure, "heading")[1] == (
        "The 4 of 5 actors and 4 of 9 targets that have most to do with one another: 16 events of 21."
    )


def test_only_what_is_near_the_entity(event: MakeEvent, words: Words) -> None:
    events = [event("A", "B"), event("B", "C"), event("C", "D"), event("D", "E")]
    near = picture(events, kind="heatmap", entity=events[0].target)
    assert set(table(near, words)) == {("A", "B"), ("B", "C")}
    wider = picture(events, kind="heatmap", entity=events[0].target, hops=2)
    assert set(table(wider, words)) == {("A", "B"), ("B", "C"), ("C", "D")}
    assert words(wider, "heading")[0] == "Who acts on whom around B"


@pytest.mark.parametrize("count", [1, 30, 400])
def test_names_keep_apart_and_inside(event: MakeEvent, count: int) -> None:
    figure = picture(crowd(event, count), kind="heatmap")
    FigureCanvasAgg(figure)
    every = [t for t in figure.findobj(Text) if t.get_text()]
    boxes = [Text.get_window_extent(text) for text in every]
    assert all(b.x0 >= 0 and b.y0 >= 0 and b.x1 <= figure.bbox.x1 and b.y1 <= figure.bbox.y1 for b in boxes)
    level = [b for b, text in zip(boxes, every, strict=True) if not text.get_rotation()]
    rising = [b for b, text in zip(boxes, every, strict=True) if text.get_rotation()]
    assert [(a, b) for n, a in enumerate(level) for b in level[:n] if a.overlaps(b)] == []
    assert max(box.y1 for text, box in zip(every, boxes, strict=True) if text.get_gid() == "actor") < min(
        box.y0 for box in rising
    )
    assert max(box.y1 for box in rising) < min(
        box.y0 for text, box in zip(every, boxes, strict=True) if text.get_gid() == "heading"
    )


@pytest.mark.parametrize("chosen", [[], [(None, "A")]])
def test_no_heatmap_without_actors(event: MakeEvent, chosen: list[tuple[str | None, str]]) -> None:
    with pytest.raises(NotFoundError, match="no events with a named actor"):
        picture([event(*ends) for ends in chosen], kind="heatmap")


@pytest.mark.parametrize("suffix", ["png", "svg", "pdf"])
def test_the_same_events_give_the_same_bytes(event: MakeEvent, tmp_path: Path, suffix: str) -> None:
    events = crowd(event, 60)
    files = [tmp_path / f"{name}.{suffix}" for name in ("one", "two")]
    picture(events, files[0], kind="heatmap")
    picture(events[::-1], files[1], kind="heatmap")
    assert files[0].read_bytes() == files[1].read_bytes()
