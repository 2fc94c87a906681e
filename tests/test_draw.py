"""Pictures: labels apart and inside, arrowheads at borders, filters, the core of a large graph, formats."""

import hashlib
import itertools
import random
import warnings
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import matplotlib as mpl
import networkx as nx
import numpy as np
import pytest
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch, Patch, PathPatch, Polygon
from matplotlib.text import Text
from matplotlib.transforms import Bbox, BboxBase
from numpy.typing import NDArray

from kgraph.draw import draw, select
from kgraph.errors import ExportError, InputError, NotFoundError
from kgraph.ontology import types

NAMES = [
    "Huawei", "ZTE", "Commerce Department", "United States", "China", "Meng Wanzhou", "Canada", "SolarWinds",
    "Microsoft", "Pegasus", "National Cyber Security Centre", "Israel", "TikTok", "ByteDance", "India",
    "European Commission", "Google", "Nvidia", "Japan",
]  # fmt: skip
ENTITY_TYPES = ["Organization", "Country", "Person", "Product", "Malware", "Group", "Place", "Work", "Thing"]
STATUSES = ["Reported", "Reported", "Reported", "Alleged", "Planned", "Denied", "Disputed"]


def entity(network: "nx.MultiDiGraph[str]", name: str, type_: str = "Organization") -> None:
    network.add_node(name, label=name.replace("_", " "), type=type_, kind="", wikidata="")


def event(  # noqa: PLR0917
    network: "nx.MultiDiGraph[str]",
    actor: str,
    target: str,
    type_: str = "Ban",
    status: str = "Reported",
    time: str = "",
    claims: int = 1,
) -> None:
    known = types()[type_]
    network.add_edge(
        actor,
        target,
        f"e{network.number_of_edges()}",
        type=type_,
        predicate=known.predicate,
        label=known.label,
        status=status,
        time=time,
        claims=claims,
        sources=1,
        confidence=0.9,
        object="",
        first_reported="2018-04-23",
    )


def kaspersky() -> "nx.MultiDiGraph[str]":
    network = nx.MultiDiGraph()
    for name, type_ in (
        ("Kaspersky_Lab", "Organization"),
        ("Twitter", "Organization"),
        ("Facebook", "Organization"),
        ("Eugene_Kaspersky", "Person"),
        ("Jack_Dorsey", "Person"),
        ("Department_of_Homeland_Security", "Organization"),
        ("Russia", "Country"),
        ("United_States", "Country"),
        ("Best_Buy", "Organization"),
        ("National_Cyber_Security_Centre", "Organization"),
        ("UK_government_agencies", "Group"),
        ("Russian_government", "Organization"),
        ("Kaspersky_Antivirus", "Product"),
        ("Barclays", "Organization"),
        ("Moscow", "Place"),
        ("WannaCry", "Malware"),
    ):
        entity(network, name, type_)
    event(network, "Twitter", "Kaspersky_Lab", "Ban", time="2018-04", claims=4)
    event(network, "Eugene_Kaspersky", "Twitter", "Criticism", time="2018-04-20")
    event(network, "Eugene_Kaspersky", "Jack_Dorsey", "Request", time="2018-04-20")
    event(network, "Eugene_Kaspersky", "Kaspersky_Lab", "holdsPositionAt")
    event(network, "Facebook", "Kaspersky_Antivirus", "Removal", time="2018-01", claims=3)
    event(network, "Best_Buy", "Kaspersky_Antivirus", "Removal", time="2017")
    event(network, "Barclays", "Kaspersky_Antivirus", "Suspension", "Denied", time="2017-12")
    event(network, "Kaspersky_Lab", "Kaspersky_Antivirus", "produces")
    event(network, "Kaspersky_Lab", "Moscow", "basedIn")
    event(network, "Department_of_Homeland_Security", "Kaspersky_Lab", "Ban", time="2017-09-13")
    event(network, "Department_of_Homeland_Security", "Kaspersky_Lab", "Warning", time="2017-09-13")
    event(network, "Department_of_Homeland_Security", "Kaspersky_Lab", "Accusation", "Alleged")
    event(network, "Kaspersky_Lab", "Department_of_Homeland_Security", "Denial")
    event(network, "Kaspersky_Lab", "Department_of_Homeland_Security", "Lawsuit", "Planned")
    event(network, "Kaspersky_Lab", "Russian_government", "hasTiesTo", "Disputed")
    event(network, "National_Cyber_Security_Centre", "UK_government_agencies", "Warning")
    event(network, "National_Cyber_Security_Centre", "Kaspersky_Lab", "Warning")
    event(network, "Russian_government", "WannaCry", "uses", "Denied")
    event(network, "Russia", "United_States", "Interference", "Alleged")
    event(network, "United_States", "Russia", "Sanction", claims=9)
    event(network, "United_States", "Russia", "Sanction")
    event(network, "United_States", "Russia", "Expulsion")
    return network


def random_network(nodes: int, edges: int, seed: int) -> "nx.MultiDiGraph[str]":
    """A connected network in which a few entities have many events, as in the news."""
    chance = random.Random(seed)
    network = nx.MultiDiGraph()
    for number in range(nodes):
        name = NAMES[number % len(NAMES)]
        entity(network, f"{name}_{number}" if number >= len(NAMES) else name, chance.choice(ENTITY_TYPES))
    names = list(network)
    for number in range(edges):
        actor = names[number + 1] if number + 1 < nodes else chance.choice(names)
        met = [name for _, name in network.edges() if name != actor] or names[:1]
        target = chance.choice(met if number + 1 >= nodes or number else names[:1])
        ends = (actor, target) if chance.random() < 0.5 else (target, actor)
        event(
            network, *ends, chance.choice(list(types())), chance.choice(STATUSES), claims=chance.randint(1, 8)
        )
    return network


def star(leaves: int) -> "nx.MultiDiGraph[str]":
    network = nx.MultiDiGraph()
    entity(network, "United_States", "Country")
    every = list(types())
    for number in range(leaves):
        name = f"{NAMES[number % len(NAMES)]} {number}"
        entity(network, name, ENTITY_TYPES[number % len(ENTITY_TYPES)])
        ends = ("United_States", name) if number % 2 else (name, "United_States")
        event(network, *ends, every[number % len(every)], STATUSES[number % len(STATUSES)])
    return network


def single() -> "nx.MultiDiGraph[str]":
    network = nx.MultiDiGraph()
    entity(network, "Twitter")
    entity(network, "Kaspersky_Lab")
    event(network, "Twitter", "Kaspersky_Lab")
    return network


def boxes(figure: Figure, *prefixes: str) -> dict[str, Bbox]:
    """Where the texts stand whose gid begins so, in pixels of the figure at 100 dpi."""
    FigureCanvasAgg(figure)
    found = {}
    for number, artist in enumerate(figure.findobj(Text)):
        gid = artist.get_gid() or ""
        if gid.startswith(prefixes) and isinstance(artist, Text):
            found[f"{number} {artist.get_text()!r}"] = Text.get_window_extent(artist)  # without its plate
    return found


def texts(figure: Figure, prefix: str) -> list[str]:
    return [
        a.get_text()
        for a in figure.findobj(Text)
        if (a.get_gid() or "").startswith(prefix) and isinstance(a, Text)
    ]


GRAPHS: dict[str, Callable[[], "nx.MultiDiGraph[str]"]] = {
    "single": single,
    "kaspersky": kaspersky,
    "40 nodes, 60 edges": lambda: random_network(40, 60, 1),
    "15 nodes, 24 edges": lambda: random_network(15, 24, 2),
    "star of 30": lambda: star(30),
}


@pytest.mark.parametrize("name", GRAPHS)
def test_labels_are_readable(name: str) -> None:
    figure = draw(GRAPHS[name]())
    labels = boxes(figure, "entity-", "edge-", "heading", "legend")
    assert labels
    clashes = [
        (one, other)
        for (one, first), (other, second) in itertools.combinations(labels.items(), 2)
        if _overlap(first, second) > 0.5
    ]
    assert clashes == []
    outside = [one for one, box in labels.items() if not _inside(box, figure.bbox)]
    assert outside == []


@pytest.mark.parametrize("name", GRAPHS)
def test_edge_labels_keep_off_boxes_and_arrowheads(name: str) -> None:
    figure = draw(GRAPHS[name]())
    labels = boxes(figure, "edge-")
    obstacles = [_extent(patch) for patch in figure.findobj(FancyBboxPatch) if _is_entity(patch)]
    obstacles += [_extent(patch) for patch in figure.findobj(Polygon)]
    hidden = [one for one, box in labels.items() for obstacle in obstacles if _overlap(box, obstacle) > 1.5]
    assert hidden == []


@pytest.mark.parametrize(
    ("network", "widest"),
    [(star(49), 1300), (random_network(40, 60, 1), 1300), (random_network(50, 75, 5), 1650)],
    ids=["star of 49", "40 nodes, 60 edges", "50 nodes, 75 edges"],
)
def test_letters_stay_legible_where_a_picture_is_seen_as_a_whole(
    network: "nx.MultiDiGraph[str]", widest: float
) -> None:
    figure = draw(network, max_nodes=50)
    # letters have a size of their own, so the wider a picture, the smaller they are on a screen or a page
    assert max(figure.get_size_inches()) * 72 < widest


def test_every_arrowhead_ends_at_a_border_and_lines_cross_no_box() -> None:
    network = random_network(30, 40, 4)
    nx.set_node_attributes(network, "Country", "type")  # their boxes have square corners
    figure = draw(network)
    corners = [_extent(patch) for patch in figure.findobj(FancyBboxPatch) if _is_entity(patch)]
    points = figure.axes[0].transData.transform
    shown = len(texts(figure, "legend")) - 1  # statuses in the legend, whose arrows come last
    for head in figure.findobj(Polygon)[:-shown]:
        assert isinstance(head, Polygon)
        gap = min(_distance(points(np.asarray(head.get_xy())[0]), box) for box in corners)
        assert 0.5 < gap * 72 / figure.dpi < 3.0
    for line in figure.findobj(PathPatch)[:-shown]:
        assert isinstance(line, PathPatch)
        places = points(np.concatenate(line.get_path().to_polygons(closed_only=False)))
        assert [box for box in corners if any(_distance(place, box) == 0 for place in places)] == []


def test_direction_type_and_count_are_shown() -> None:
    network = single()
    event(network, "Twitter", "Kaspersky_Lab")
    event(network, "Twitter", "Kaspersky_Lab", "Criticism")
    event(network, "Kaspersky_Lab", "Twitter", "Denial")
    figure = draw(network)
    assert sorted(texts(figure, "edge-")) == ["bans \N{MULTIPLICATION SIGN}2\ncriticizes", "denies"]
    assert texts(figure, "legend") == ["Organization", "Reported"]
    heads = [head for head in figure.findobj(Polygon) if head.get_zorder() == 2.5]
    assert len(heads) == 3  # two arcs and the legend's


def test_symmetric_events_merge_and_point_both_ways() -> None:
    network = single()
    network.clear_edges()
    event(network, "Twitter", "Kaspersky_Lab", "Agreement")
    event(network, "Kaspersky_Lab", "Twitter", "Agreement")
    figure = draw(network)
    assert texts(figure, "edge-") == ["agrees with \N{MULTIPLICATION SIGN}2"]
    assert len(figure.findobj(Polygon)) == 3


def test_each_status_has_a_line_of_its_own() -> None:
    network = nx.MultiDiGraph()
    for number, status in enumerate(["Reported", "Alleged", "Planned", "Denied", "Disputed"]):
        entity(network, f"a{number}")
        entity(network, f"b{number}")
        event(network, f"a{number}", f"b{number}", "Ban", status)
    figure = draw(network)
    lines = figure.findobj(PathPatch)
    looks = {(str(line.get_edgecolor()), str(line.get_linestyle())) for line in lines}
    assert len(looks) == 5
    assert texts(figure, "legend") == ["Organization", "Reported", "Alleged", "Planned", "Denied", "Disputed"]


def test_an_event_on_oneself_is_a_loop() -> None:
    network = single()
    event(network, "Twitter", "Twitter", "Denial")
    event(network, "Twitter", "Twitter", "Criticism", "Denied")
    figure = draw(network)
    assert sorted(texts(figure, "edge-")) == ["bans", "criticizes", "denies"]
    assert len(boxes(figure, "edge-")) == 3


def test_a_large_graph_shows_its_core_and_says_so() -> None:
    figure = draw(random_network(300, 600, 3), max_nodes=20)
    drawn = len(texts(figure, "entity-"))
    assert 5 <= drawn <= 20
    assert any(f"The {drawn} most connected of 300 entities" in note for note in texts(figure, "heading"))


def test_the_core_keeps_the_entity_asked_for_and_stays_connected() -> None:
    network = random_network(200, 300, 5)
    entity(network, "Quiet")
    event(network, "Quiet", "Huawei")
    kept = select.core(network, most=15, keep="Quiet")
    assert "Quiet" in kept
    assert len(kept) <= 15
    assert nx.is_weakly_connected(kept)


def test_entity_and_hops_choose_the_neighbourhood() -> None:
    near = texts(draw(kaspersky(), entity="twitter"), "entity-")
    assert sorted(near) == ["Eugene Kaspersky", "Kaspersky Lab", "Twitter"]
    wider = texts(draw(kaspersky(), entity="Twitter", hops=2), "entity-")
    assert len(wider) > len(near)
    assert texts(draw(kaspersky(), entity="twitter"), "heading")[0] == "Twitter"


@pytest.mark.parametrize("name", ["Removal", "removes", "REMOVES"])
def test_types_are_named_by_class_or_predicate(name: str) -> None:
    assert set(texts(draw(kaspersky(), types=[name]), "edge-")) == {"removes"}


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        ("2018-04-15", {("Twitter", "2018-04"), ("Eugene_Kaspersky", "2018-04-20")}),
        ("2018-01-31", {("Facebook", "2018-01"), ("Twitter", "2018-04"), ("Eugene_Kaspersky", "2018-04-20")}),
        ("2018-05", set()),
    ],
)
def test_since_keeps_what_may_have_happened_since(since: str, expected: set[tuple[str, str]]) -> None:
    kept = select.filtered(kaspersky(), since=since)
    assert {(actor, time) for actor, _, time in kept.edges(data="time") if time} == expected


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"entity": "Kaspersky Lap"}, NotFoundError, "did you mean Kaspersky Lab"),
        ({"types": ["Bann"]}, NotFoundError, "did you mean 'ban'"),
        ({"types": ["Arrest"]}, NotFoundError, "no events to draw"),
        ({"since": "April 2018"}, InputError, "such as 2018"),
        ({"path": Path("x.html")}, ExportError, r"\.png, \.svg, \.pdf"),
        ({"path": Path("no such folder/x.png")}, ExportError, "cannot be written"),
    ],
)
def test_errors_say_what_to_do(options: dict[str, object], error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message) as caught:
        draw(kaspersky(), **options)  # type: ignore[arg-type]
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(("suffix", "magic"), [("png", b"\x89PNG"), ("svg", b"<?xml"), ("PDF", b"%PDF")])
def test_the_same_graph_gives_the_same_bytes(tmp_path: Path, suffix: str, magic: bytes) -> None:
    digests = set()
    for name in ("one", "two"):
        shuffled = nx.MultiDiGraph()
        source = kaspersky()
        order = list(source) if name == "one" else list(source)[::-1]
        shuffled.add_nodes_from((node, source.nodes[node]) for node in order)
        shuffled.add_edges_from(source.edges(keys=True, data=True))
        file = tmp_path / f"{name}.{suffix}"
        draw(shuffled, file)
        assert file.read_bytes().startswith(magic)
        digests.add(hashlib.sha256(file.read_bytes()).hexdigest())
    assert len(digests) == 1


def test_odd_labels_show_as_they_are(tmp_path: Path) -> None:
    network = nx.MultiDiGraph()
    labels = {
        "a": "Price $5 and $\\frac{1}{2}$",
        "b": "Лаборатория Касперского",
        "c": "\u534e\u4e3a \U0001f916 maker",
        "d": "con\x00trol\x1b\nlines <b>&",
        "e": "Ελλάδα",
        "f": "",
        "Huawei": "\u534e\u4e3a\u6280\u672f",
    }
    for name, label in labels.items():
        network.add_node(name, label=label, type="Unheard", kind="", wikidata="")
    for first, second in itertools.pairwise(labels):
        event(network, first, second)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        figure = draw(network, tmp_path / "odd.svg", title="$x$ of $y$")
        draw(network, tmp_path / "odd.png")
    shown = [text.replace("\n", " ") for text in texts(figure, "entity-")]
    assert "Price $5 and $\\frac{1}{2}$" in shown
    assert "con trol lines <b>&" in shown
    assert "f" in shown
    assert texts(figure, "heading")[0] == "$x$ of $y$"
    ET.parse(tmp_path / "odd.svg")  # noqa: S314 - our own file


def test_long_labels_are_wrapped_and_shortened() -> None:
    network = single()
    network.nodes["Twitter"]["label"] = (
        "The International Organisation for Very Long Names and Even Longer Acronyms"
    )
    network.nodes["Kaspersky_Lab"]["label"] = "x" * 200
    for text in texts(draw(network), "entity-"):
        assert text.endswith("…")
        assert len(text.split("\n")) <= 3
        assert max(map(len, text.split("\n"))) <= 20


def test_drawing_leaves_matplotlib_and_the_network_as_they_were() -> None:
    before, network = dict(mpl.rcParams), kaspersky()
    draw(network)._repr_png_()
    assert dict(mpl.rcParams) == before
    assert nx.utils.graphs_equal(network, kaspersky())


def test_a_drawing_shows_itself_in_notebooks() -> None:
    assert draw(single())._repr_png_().startswith(b"\x89PNG")


def _extent(patch: Artist) -> Bbox:
    """A patch in pixels, without the width of its border."""
    assert isinstance(patch, Patch)
    outline = patch.get_path().transformed(patch.get_transform())
    return outline.get_extents()


def _overlap(first: Bbox, second: Bbox) -> float:
    """How deep two boxes overlap, in pixels; negative when they are apart."""
    across = min(first.x1, second.x1) - max(first.x0, second.x0)
    return float(min(across, min(first.y1, second.y1) - max(first.y0, second.y0)))


def _inside(box: Bbox, frame: BboxBase) -> bool:
    return bool(box.x0 >= frame.x0 and box.y0 >= frame.y0 and box.x1 <= frame.x1 and box.y1 <= frame.y1)


def _is_entity(patch: object) -> bool:
    """Whether a patch is an entity's box: not a legend's swatch, not the plate behind a label."""
    return isinstance(patch, FancyBboxPatch) and patch.get_zorder() == 3 and patch.get_height() > 10


def _distance(place: NDArray[np.float64], box: Bbox) -> float:
    """How far a point lies outside a box; 0 inside."""
    across = max(box.x0 - place[0], place[0] - box.x1, 0.0)
    upright = max(box.y0 - place[1], place[1] - box.y1, 0.0)
    return float(np.hypot(across, upright))
