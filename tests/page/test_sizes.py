"""The page with few entities and with many, in wide windows and narrow ones: what is painted, and where."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from kgraph.knowledge_graph import KnowledgeGraph
from kgraph.page import page_data, page_html

if TYPE_CHECKING:
    from pathlib import Path

    from kgraph.model import Extraction

Open = Callable[..., Any]
Pair = tuple[int, int]
WINDOWS = [(1280, 800), (400, 800), (360, 640), (800, 400)]
HUBS, LEAVES, COUPLES = 12, 50, 60

# Notes what is painted, from when the drawing is cleared until it is done.
WATCH = """(() => {
  const paper = CanvasRenderingContext2D.prototype;
  const { fillText, clearRect, arc } = paper;
  window.stage = document.querySelector(".kg-stage canvas");
  window.painted = { texts: [], discs: [] };
  const on = (context, x, y) => {
    const at = context.getTransform(), pixels = stage.width / stage.clientWidth;
    return [(x * at.a + at.e) / pixels, (y * at.d + at.f) / pixels, at.a / pixels];
  };
  paper.clearRect = function (...all) {
    if (this.canvas === stage) window.painted = { texts: [], discs: [] };
    return clearRect.apply(this, all);
  };
  paper.fillText = function (text, x, y) {
    const [left, middle] = on(this, x, y);
    const right = left + this.measureText(text).width;
    if (this.canvas === stage) painted.texts.push({ text, left, right, middle });
    return fillText.apply(this, arguments);
  };
  paper.arc = function (x, y, radius) {
    const [across, down, scale] = on(this, x, y);
    if (this.canvas === stage) painted.discs.push({ x: across, y: down, radius: radius * scale });
    return arc.apply(this, arguments);
  };
})()"""


@pytest.fixture
def page(samples: list[Extraction], tmp_path: Path, tab: Open) -> Open:
    """Opens a page of so many people, with the links given as who bans whom, and watches what it paints."""
    graph = KnowledgeGraph()
    graph.add(samples)
    model = page_data(graph)

    def open_(names: list[str], links: list[Pair], first: int, window: Pair) -> Any:  # noqa: ANN401
        entity, event = model["entities"][0], next(e for e in model["events"] if e["type"] == "Ban")
        given = {
            "entities": [
                {**entity, "id": f"p{place}", "label": name, "type": "Person"}
                for place, name in enumerate(names)
            ],
            "events": [
                {**event, "id": f"e{place}", "actor": actor, "target": target, "place": None}
                for place, (actor, target) in enumerate(links)
            ],
            "start": model["start"] | {"entities": list(range(first)), "candidates": len(names)},
        }
        for told in given["events"]:
            told["claims"] = [{**claim, "cited": []} for claim in told["claims"]]
        file = tmp_path / "page.html"
        file.write_text(page_html(model | given), encoding="utf-8")
        width, height = window
        shown = tab(file, width=width, height=height)
        shown.run(WATCH)
        return shown

    return open_


@pytest.fixture
def few(page: Open) -> Open:
    """Opens a page of thirty with long names."""
    names = [f"Department of Foreign Affairs N{place:02}" for place in range(30)]
    links = [*pairwise(range(30)), *((0, place) for place in range(2, 30, 3))]
    return lambda window: page(names, links, 30, window)


@pytest.fixture
def many(page: Open) -> Any:  # noqa: ANN401
    """A page of several hundred, that begins with a few: hubs with their leaves, and couples apart."""
    links = [(hub, (hub + step) % HUBS) for hub in range(HUBS) for step in (1, 2)]
    links += [(leaf % HUBS, leaf) for leaf in range(HUBS, HUBS * (1 + LEAVES))]
    first = HUBS * (1 + LEAVES)
    links += [(place, place + 1) for place in range(first, first + 2 * COUPLES, 2)]
    count = first + 2 * COUPLES
    names = [f"Hub {place}" if place < HUBS else f"Leaf {place}" for place in range(count)]
    return page(names, links, 60, (1280, 800))


def painted(shown: Any) -> Any:  # noqa: ANN401
    """What is painted when nothing has changed."""
    shown.run("painted.texts = []")
    shown.key("Escape", 27)  # selects nothing, and draws
    shown.wait("painted.texts.length > 0")
    return shown.run("new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(painted))))")


def texts(shown: Any) -> list[str]:  # noqa: ANN401
    return [text["text"] for text in painted(shown)["texts"]]


def room(shown: Any) -> tuple[float, float]:  # noqa: ANN401
    """The width and height of the drawing."""
    wide, high = shown.run("(({ clientWidth, clientHeight }) => [clientWidth, clientHeight])(stage)")
    return wide, high


def assert_all_is_inside(shown: Any, window: Pair) -> None:  # noqa: ANN401
    """Every name is in the drawing, no node is cut off, nothing lies on it and nothing scrolls sideways."""
    found, (wide, high) = painted(shown), room(shown)
    named = {text["text"].split()[-1] for text in found["texts"]}
    assert named >= {f"N{place:02}" for place in range(30)}
    for text in found["texts"]:
        assert 0 <= text["left"] < text["right"] <= wide
        assert 0 < text["middle"] < high
    assert len(found["discs"]) >= 30
    for disc in found["discs"]:
        assert disc["radius"] <= disc["x"] <= wide - disc["radius"]
        assert disc["radius"] <= disc["y"] <= high - disc["radius"]
    covering = shown.run(
        """(() => { const { left, top, right, bottom } = stage.getBoundingClientRect();
          return [...document.querySelectorAll("button, footer, aside, header")]
            .filter((e) => e.checkVisibility())
            .map((e) => [e.outerHTML, e.getBoundingClientRect()])
            .filter(([, b]) => b.left < right && b.right > left && b.top < bottom && b.bottom > top); })()"""
    )
    assert covering == []
    outside = shown.run(
        "[...document.querySelectorAll('.kgraph-page *')].filter((e) => e.checkVisibility()"
        " && e.getBoundingClientRect().right > innerWidth + 0.5).map((e) => e.outerHTML)"
    )
    assert outside == []
    assert shown.run("[document.documentElement.scrollWidth, innerWidth]") == [window[0], window[0]]


@pytest.mark.parametrize("window", WINDOWS[:2], ids=str)
def test_at_first_all_nodes_and_names_are_in_sight(few: Open, window: Pair) -> None:
    assert_all_is_inside(few(window), window)


@pytest.mark.parametrize("window", WINDOWS[2:], ids=str)
def test_a_small_window_cuts_off_no_node_and_no_name(few: Open, window: Pair) -> None:
    shown = few(window)
    found, (wide, high) = painted(shown), room(shown)
    assert all(text["left"] >= 0 and text["right"] <= wide for text in found["texts"])
    assert all(d["radius"] <= d["x"] <= wide - d["radius"] for d in found["discs"])
    assert all(d["radius"] <= d["y"] <= high - d["radius"] for d in found["discs"])
    assert len({text["text"].split()[-1] for text in found["texts"]} & {f"N{n:02}" for n in range(30)}) > 10


@pytest.mark.parametrize(("before", "after"), [(1280, 400), (400, 1280)])
def test_a_window_that_is_turned_has_all_in_sight_again(few: Open, before: int, after: int) -> None:
    shown = few((before, 800))
    shown.call(
        "Emulation.setDeviceMetricsOverride", width=after, height=800, deviceScaleFactor=1, mobile=False
    )
    shown.wait(f"innerWidth === {after} && stage.width === stage.parentElement.parentElement.clientWidth")
    assert_all_is_inside(shown, (after, 800))


def test_the_sheet_with_the_details_leaves_nodes_as_large_as_they_were(few: Open) -> None:
    shown = few((400, 800))
    before = max(disc["radius"] for disc in painted(shown)["discs"])
    shown.press("List what is shown")
    assert shown.run("document.querySelector('.kg-panel').clientHeight") > 300
    shown.run("document.querySelector('.kg-row').click()")
    assert shown.run("document.querySelector('.kg-list-opener').ariaExpanded") == "true"
    shown.wait("document.querySelector('.kg-stage').clientHeight < 350")
    discs = shown.run("new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(painted))))")[
        "discs"
    ]
    assert max(disc["radius"] for disc in discs) == pytest.approx(before)
    shown.press("Close")
    assert_all_is_inside(shown, (400, 800))


def test_a_large_graph_begins_with_some_and_offers_more(many: Any) -> None:  # noqa: ANN401
    count = HUBS * (1 + LEAVES) + 2 * COUPLES
    offers = "[...document.querySelectorAll('.kg-more button')].map((offer) => offer.textContent)"
    assert many.text(".kg-tally").startswith(f"60 of {count} entities")
    assert many.run(offers) == ["Show 300", f"Show all {count}"]
    many.press("Show 300")
    assert many.text(".kg-tally").startswith(f"300 of {count} entities")
    assert many.run(offers) == [f"Show all {count}"]
    best = many.run(
        "[...document.querySelectorAll('.kg-row span')].slice(0, 12).map((name) => name.textContent)"
    )
    assert sorted(best) == sorted(f"Hub {hub}" for hub in range(HUBS))
    meanwhile = many.run(
        "document.querySelector('.kg-more button').click(), document.querySelector('.kg-tally').textContent"
    )
    assert meanwhile == f"Arranging {count} entities …"
    many.wait(f"document.querySelector('.kg-tally').textContent.startsWith('{count} of {count}')")
    assert many.run(offers) == []


@pytest.fixture
def whole(many: Any) -> Any:  # noqa: ANN401
    """The large page with all that it has."""
    many.run("document.querySelector('.kg-more button:last-child').click()")
    many.wait("document.querySelector('.kg-tally').textContent.endsWith('events shown')")
    return many


def test_of_many_the_best_connected_are_named_until_one_comes_closer(whole: Any) -> None:  # noqa: ANN401
    far = texts(whole)
    assert set(far) >= {f"Hub {hub}" for hub in range(HUBS)}
    assert len(far) < 100
    assert "bans" not in far
    whole.type("[role=combobox]", "Hub 3")
    whole.key("Enter", 13, "\r")
    whole.press("Centre")
    near = texts(whole)
    assert "bans" in near
    assert [name for name in near if name.startswith("Leaf") and name not in far]


def test_of_many_the_best_connected_are_largest(whole: Any) -> None:  # noqa: ANN401
    radii = sorted(disc["radius"] for disc in painted(whole)["discs"])
    assert len(radii) >= HUBS * (1 + LEAVES)
    assert min(radii[-HUBS:]) > 2 * radii[len(radii) // 2]


def test_a_node_without_room_for_its_name_is_named_under_the_pointer(whole: Any) -> None:  # noqa: ANN401
    found = painted(whole)
    before = {text["text"] for text in found["texts"]}
    leaf = max(
        found["discs"],
        key=lambda disc: min(
            abs(disc["x"] - t["left"]) + abs(disc["y"] - t["middle"]) for t in found["texts"]
        ),
    )
    top = whole.run("document.querySelector('.kg-stage').getBoundingClientRect().top")
    whole.call("Input.dispatchMouseEvent", type="mouseMoved", x=leaf["x"], y=leaf["y"] + top)
    whole.wait(
        f"painted.texts.some(({{ text }}) => text.startsWith('Leaf') && !{sorted(before)}.includes(text))"
    )
