"""Events to draw, and what stands in a picture."""

import itertools
from collections.abc import Callable
from datetime import date

import pytest
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from kgraph.model import Entity, EntityType, Event, Status
from kgraph.ontology import types

MakeEvent = Callable[..., Event]
Words = Callable[[Figure, str], list[str]]
Boxes = Callable[[Figure], list[tuple[str, Bbox]]]
Clashes = Callable[[list[tuple[str, Bbox]]], list[tuple[str, str]]]


def _entity(name: str) -> Entity:
    return Entity(name.replace(" ", "_"), name, EntityType.ORGANIZATION)


@pytest.fixture
def event() -> MakeEvent:
    """Makes events, each with an id of its own: `event("Twitter", "RT", "Ban", "2018-04")`."""
    ids = itertools.count()

    def make(  # noqa: PLR0917
        actor: str | None,
        target: str,
        type_: str = "Ban",
        time: str | None = None,
        status: str = "Reported",
        sources: int = 1,
    ) -> Event:
        ends = (None if actor is None else _entity(actor), _entity(target))
        known = types()[type_]
        return Event(
            f"{next(ids):04}", type_, known.predicate, f"{actor} {known.label} {target}", *ends,
            Status(status), time=time, claim_count=sources, source_count=sources, confidence=0.8,
            first_reported=date(2018, 1, 1), last_reported=date(2018, 1, 1),
        )  # fmt: skip

    return make


@pytest.fixture
def words() -> Words:
    """The words of a picture whose name is the second argument, from above."""

    def read(figure: Figure, name: str) -> list[str]:
        found = [text for text in figure.findobj(Text) if text.get_gid() == name]
        return [text.get_text() for text in sorted(found, key=lambda text: -text.get_position()[1])]

    return read


@pytest.fixture
def boxes() -> Boxes:
    """All level words and all marks of a picture with where they stand, in pixels at 100 dpi."""

    def measured(figure: Figure) -> list[tuple[str, Bbox]]:
        FigureCanvasAgg(figure)
        return [
            (artist.get_text() if isinstance(artist, Text) else "mark", _extent(artist))
            for artist in figure.findobj()
            if (isinstance(artist, Text) and artist.get_gid() and not artist.get_rotation())
            or artist.get_gid() == "mark"
        ]

    return measured


@pytest.fixture
def clashes() -> Clashes:
    """The pairs that lie on one another by more than half a pixel."""

    def found(measured: list[tuple[str, Bbox]]) -> list[tuple[str, str]]:
        return [
            (one, other)
            for (one, first), (other, second) in itertools.combinations(measured, 2)
            if min(first.x1, second.x1) - max(first.x0, second.x0) > 0.5
            and min(first.y1, second.y1) - max(first.y0, second.y0) > 0.5
            and not _is_inside(one, first, other, second)
        ]

    return found


def _extent(artist: Artist) -> Bbox:
    return Text.get_window_extent(artist) if isinstance(artist, Text) else artist.get_window_extent()


def _is_inside(one: str, first: Bbox, other: str, second: Bbox) -> bool:
    """Whether words stand wholly within a mark from left to right, as those of a long bar may."""
    if one == "mark":
        one, first, other, second = other, second, one, first
    return other == "mark" and one != "mark" and second.x0 <= first.x0 and first.x1 <= second.x1
