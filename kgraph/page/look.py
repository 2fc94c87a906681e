"""How entity types and statuses look on a page: the colours of pictures, and their like for dark screens."""

from __future__ import annotations

from typing import Any

from kgraph.draw.style import EDGES, NODES
from kgraph.model import EntityType, Status

# Shape backs up colour, as in pictures; these are names of vis-network.
_SHAPES = {
    EntityType.PERSON: "dot",
    EntityType.ORGANIZATION: "square",
    EntityType.COUNTRY: "hexagon",
    EntityType.PLACE: "hexagon",
    EntityType.GROUP: "dot",
    EntityType.PRODUCT: "triangle",
    EntityType.MALWARE: "star",
    EntityType.WORK: "triangleDown",
    EntityType.THING: "diamond",
}

# Lines that stand out from a dark ground by 4.5 to 1 and more.
_LINES_IN_THE_DARK = {
    Status.REPORTED: "#c9ced6",
    Status.ALLEGED: "#5cb3f0",
    Status.PLANNED: "#3fc79a",
    Status.DENIED: "#ff7a6b",
    Status.DISPUTED: "#f0a04b",
}


def look() -> dict[str, Any]:
    """For each entity type its shape and colours, for each status its line, in the order of the legend."""
    return {
        "entities": {
            str(name): {"shape": _SHAPES[EntityType(name)], "fill": style.fill, "border": style.border}
            for name, style in NODES.items()
        },
        "statuses": {
            str(name): {
                "light": style.color,
                "dark": _LINES_IN_THE_DARK[Status(name)],
                "dashes": list(style.dashes),
                "crossed": style.crossed,
            }
            for name, style in EDGES.items()
        },
    }
