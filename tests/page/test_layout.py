"""Where entities stand: apart from each other, neighbours near, the same each time."""

from __future__ import annotations

import random

import numpy as np
import pytest

from kgraph.page.layout import arrange, pack


def ring(count: int) -> list[tuple[int, int]]:
    return [(node, (node + 1) % count) for node in range(count)]


def tangle(count: int, links: int) -> list[tuple[int, int]]:
    """Random links, most of them at a few nodes, as in news."""
    chance = random.Random(7)
    return [(int(count * chance.random() ** 3), chance.randrange(count)) for _ in range(links)]


@pytest.mark.parametrize(
    ("count", "pairs"),
    [
        (1, []),
        (2, [(0, 1)]),
        (2, [(1, 1)]),
        (3, [(0, 1), (1, 2), (2, 0)]),
        (12, []),
        (30, [(0, node) for node in range(1, 30)]),
        (40, ring(40)),
        (60, tangle(60, 110)),
        (300, tangle(300, 420)),
        (2100, [*ring(2100), *tangle(2100, 900)]),
    ],
    ids=str,
)
def test_nodes_stand_apart(count: int, pairs: list[tuple[int, int]]) -> None:
    places = np.array(arrange(["A label"] * count, pairs))
    assert places.shape == (count, 2)
    assert np.isfinite(places).all()
    gaps = np.abs(places[:, None] - places[None]).max(axis=2) + 1e6 * np.eye(count)
    assert gaps.min() > 20  # a node is 12 to 48 wide


def test_few_nodes_leave_room_for_their_labels() -> None:
    labels = ["A label of two dozen letters"] * 40
    places = np.array(arrange(labels, ring(40)))
    across, down = (np.abs(places[:, None] - places[None]) + 1e6 * np.eye(40)[..., None]).transpose(2, 0, 1)
    assert ((across > 140) | (down > 45)).all()


def test_neighbours_are_nearer_than_others() -> None:
    places = np.array(arrange(["x"] * 40, ring(40)))
    lengths = [float(np.hypot(*(places[a] - places[b]))) for a, b in ring(40)]
    everyone = np.hypot(*(places[:, None] - places[None]).transpose(2, 0, 1))
    assert np.mean(lengths) < np.mean(everyone) / 2


def test_the_same_graph_stands_the_same() -> None:
    labels, pairs = ["x"] * 80, tangle(80, 120)
    assert arrange(labels, pairs) == arrange(labels, [(b, a) for a, b in reversed(pairs)])


def test_nothing_is_nowhere() -> None:
    assert arrange([], []) == []


def test_parts_do_not_share_cells() -> None:
    chance = np.random.default_rng(3)
    outlines = [np.ones(tuple(chance.integers(1, 6, size=2)), dtype=bool) for _ in range(60)]
    outlines[0] = np.triu(np.ones((9, 9), dtype=bool))
    cells = [
        (int(x / 30) + i, int(y / 30) + j)
        for (x, y), outline in zip(pack(outlines), outlines, strict=True)
        for i, j in zip(*np.nonzero(outline), strict=True)
    ]
    assert len(cells) == len(set(cells))
