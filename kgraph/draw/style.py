"""How entities and statuses look. Colours are Okabe and Ito's, which colour-blind readers can tell apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kgraph.model import EntityType, Status

INK = "#1a1a1a"
QUIET = "#5f6368"
PAPER = "#ffffff"

ENTITY_SIZE = 9.0
APART = 10.5  # points between two arcs along a border: an arrowhead is a little less wide
EDGE_SIZE = 7.5
TITLE_SIZE = 14.0
NOTE_SIZE = 8.5
LINE_SPACING = 1.2


@dataclass(frozen=True, slots=True)
class NodeStyle:
    """The box of an entity: its colour, and how round its corners are (0 square, 1 a pill).

    Shape backs up colour, so that a black-and-white print still tells people, places and the rest apart.
    """

    fill: str
    border: str
    roundness: float = 0.4


@dataclass(frozen=True, slots=True)
class EdgeStyle:
    """The line of a status. `dashes` counts points on and off; `crossed` strikes the line through."""

    color: str
    dashes: tuple[float, ...] = ()
    cap: Literal["butt", "round"] = "butt"
    crossed: bool = False


NODES: dict[str, NodeStyle] = {
    EntityType.PERSON: NodeStyle("#fbe3b5", "#c77d00", 1.0),
    EntityType.ORGANIZATION: NodeStyle("#cfe6f5", "#0072b2"),
    EntityType.COUNTRY: NodeStyle("#c9ebdf", "#007a59", 0.0),
    EntityType.PLACE: NodeStyle("#eef6c8", "#7d8c1c", 0.0),
    EntityType.GROUP: NodeStyle("#f3d6e6", "#b0568a", 1.0),
    EntityType.PRODUCT: NodeStyle("#fdf7c0", "#a89400"),
    EntityType.MALWARE: NodeStyle("#f7cfbb", "#c04a00"),
    EntityType.WORK: NodeStyle("#ded9f2", "#5b4fa5"),
    EntityType.THING: NodeStyle("#e8e8e8", "#6b6b6b"),
}

EDGES: dict[str, EdgeStyle] = {
    Status.REPORTED: EdgeStyle("#333333"),
    Status.ALLEGED: EdgeStyle("#0063a0", dashes=(6.0, 3.0)),
    Status.PLANNED: EdgeStyle("#00795a", dashes=(0.1, 3.2), cap="round"),
    Status.DENIED: EdgeStyle("#c21807", crossed=True),
    Status.DISPUTED: EdgeStyle("#b85c00", dashes=(7.0, 2.5, 1.5, 2.5)),
}


@dataclass(frozen=True, slots=True)
class KindStyle:
    """The mark of a kind of event: pale inside, with a strong border; `strong` fills what is small."""

    fill: str
    strong: str


KINDS: dict[str, KindStyle] = {
    "Conflict in deeds": KindStyle("#f7cfbb", "#c04a00"),
    "Conflict in words": KindStyle("#fbe3b5", "#c77d00"),
    "Cooperation in words": KindStyle("#d5ecf9", "#3f97cc"),
    "Cooperation in deeds": KindStyle("#c5d9f0", "#004f9e"),
    "Lasting relations": KindStyle("#e8e8e8", "#6b6b6b"),
}
"""The four classes that PLOVER sorts its root categories into, hardest first, and what is no event."""

_ROOTS: dict[str, str] = {
    root: kind
    for kind, roots in (
        ("Conflict in deeds", "PROTEST SANCTION MOBILIZE COERCE ASSAULT"),
        ("Conflict in words", "REQUEST ACCUSE REJECT THREATEN"),
        ("Cooperation in words", "AGREE CONSULT SUPPORT CONCEDE"),
        ("Cooperation in deeds", "COOPERATE AID RETREAT"),
    )
    for root in roots.split()
}

HEAT: tuple[str, ...] = ("#e3eef9", "#bdd7ee", "#86bbdf", "#4a98cb", "#1c6bb0", "#08306b")
"""From one event to many; letters on the last three are white."""


def kind_of(plover: str) -> str:
    """The kind of event that a root category of PLOVER belongs to; "Lasting relations" for none."""
    return _ROOTS.get(plover, "Lasting relations")


def node_style(entity_type: str) -> NodeStyle:
    """The style of an entity type; that of `Thing` for a type this drawing does not know."""
    return NODES.get(entity_type, NODES[EntityType.THING])


def edge_style(status: str) -> EdgeStyle:
    """The style of a status; that of `Reported` for a status this drawing does not know."""
    return EDGES.get(status, EDGES[Status.REPORTED])
