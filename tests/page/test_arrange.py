"""Where the page's script puts entities: apart from each other, neighbours near, the same each time."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from importlib.resources import files
from itertools import combinations
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

Link = tuple[int, int]
Arrange = Callable[..., list[tuple[float, float]]]
WIDE, NARROW = (910, 655), (400, 565)
SCRIPT = "\n".join(
    (files("kgraph.page") / "static" / f"{name}.js").read_text(encoding="utf-8")
    for name in ("stress", "arrange")
)


@pytest.fixture
def arrange(tab: Callable[..., Any], tmp_path: Path) -> Arrange:
    """Gives places to nodes of a radius and a size of their labels, by their links, in a room."""
    file = tmp_path / "empty.html"
    file.write_text("<!doctype html><title>Empty</title>", encoding="utf-8")
    page = tab(file)

    def arrange_(
        count: int, links: list[Link], room: Link = WIDE, radius: float = 8, label: Link = (60, 15)
    ) -> list[tuple[float, float]]:
        node = {"radius": radius, "width": label[0], "height": label[1]}
        given = [[node] * count, links, {"width": room[0], "height": room[1]}]
        found = page.run(f"(() => {{ {SCRIPT}\nreturn arrange(...{json.dumps(given)}); }})()")
        return [(x, y) for x, y in found]

    return arrange_


def ring(count: int) -> list[Link]:
    return [(node, (node + 1) % count) for node in range(count)]


def tangle(count: int, links: int) -> list[Link]:
    """Random links, most of them at a few nodes, as in news."""
    chance = random.Random(7)
    drawn = {(int(count * chance.random() ** 3), chance.randrange(count)) for _ in range(links)}
    return sorted({(min(pair), max(pair)) for pair in drawn if pair[0] != pair[1]})


@pytest.mark.parametrize("room", [WIDE, NARROW], ids=str)
@pytest.mark.parametrize(
    ("count", "links"),
    [
        (1, []),
        (2, [(0, 1)]),
        (3, [(0, 1), (1, 2), (2, 0)]),
        (12, []),
        (30, [(0, node) for node in range(1, 30)]),
        (40, ring(40)),
        (60, tangle(60, 110)),
        (300, tangle(300, 420)),
        (400, [(node, node + 1) for node in range(0, 400, 2)]),
        (1500, [*ring(1500), *tangle(1500, 700)]),
    ],
    ids=str,
)
def test_nodes_stand_apart(arrange: Arrange, count: int, links: list[Link], room: Link) -> None:
    places = arrange(count, links, room)
    assert len(places) == count
    closest = min((max(abs(a[0] - b[0]), abs(a[1] - b[1])) for a, b in combinations(places, 2)), default=99.0)
    assert closest > 16  # a node is as wide


@pytest.mark.parametrize("room", [WIDE, NARROW], ids=str)
@pytest.mark.parametrize("links", [[], ring(24), tangle(24, 40), [(0, node) for node in range(1, 24)]])
def test_few_nodes_and_their_labels_fill_the_room_and_leave_none_of_it(
    arrange: Arrange, links: list[Link], room: Link
) -> None:
    wide, high = 90, 26
    places = arrange(24, links, room, label=(wide, high))
    # each label stands below its node
    assert all(abs(x) + wide / 2 <= room[0] / 2 for x, _ in places)
    assert all(-room[1] / 2 <= y - 8 and y + 8 + high <= room[1] / 2 for _, y in places)
    for a, b in combinations(places, 2):
        assert abs(a[0] - b[0]) > wide - 3 or abs(a[1] - b[1]) > 16 + high - 3
    across, down = (max(axis) - min(axis) for axis in zip(*places, strict=True))
    assert across > room[0] / 2
    assert down > room[1] / 2


def test_neighbours_are_nearer_than_others(arrange: Arrange) -> None:
    def far(a: int, b: int) -> float:
        return float(((places[a][0] - places[b][0]) ** 2 + (places[a][1] - places[b][1]) ** 2) ** 0.5)

    places = arrange(200, ring(200))
    neighbours = [far(a, b) for a, b in ring(200)]
    everyone = [far(a, b) for a, b in combinations(range(200), 2)]
    assert sum(neighbours) / len(neighbours) < sum(everyone) / len(everyone) / 4


def test_the_same_graph_stands_the_same(arrange: Arrange) -> None:
    links = tangle(80, 120)
    assert arrange(80, links) == arrange(80, links)


@pytest.mark.parametrize("room", [(0, 0), (1, 1), (3000, 1)], ids=str)
def test_a_room_too_small_for_anything_still_has_places(arrange: Arrange, room: Link) -> None:
    assert all(isinstance(axis, int | float) for place in arrange(30, ring(30), room) for axis in place)


def test_a_long_chain_is_arranged(arrange: Arrange) -> None:
    links = [(node, node + 1) for node in range(2499)]
    places = arrange(2500, links)
    lengths = [abs(places[a][0] - places[b][0]) + abs(places[a][1] - places[b][1]) for a, b in links]
    assert max(lengths) < 300


def test_nothing_is_nowhere(arrange: Arrange) -> None:
    assert arrange(0, []) == []
