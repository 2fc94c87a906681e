"""Pictures of a size that somebody wants: nothing distorted, nothing cut off, letters along with the rest."""

import io
from collections.abc import Callable

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.image import imread
from matplotlib.patches import FancyBboxPatch
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from kgraph.draw.kinds import KINDS, picture
from kgraph.draw.size import smallest_letters
from kgraph.errors import InputError
from kgraph.model import Event

MakeEvent = Callable[..., Event]
Boxes = Callable[[Figure], list[tuple[str, Bbox]]]
Clashes = Callable[[list[tuple[str, Bbox]]], list[tuple[str, str]]]

BANS = [("Twitter", "RT", "2018-04"), ("Twitter", "Sputnik", "2018-05"), ("India", "TikTok", "2020-06-29"),
        ("Google", "Huawei", "2019"), ("TikTok", "Google", "2021"), ("RT", "Google", "2019-02")]  # fmt: skip


@pytest.fixture
def events(event: MakeEvent) -> list[Event]:
    return [event(actor, target, "Ban", time) for actor, target, time in BANS]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("width", "height"), [(6.0, None), (None, 20.0), (13.3, 7.5), (5.0, 12.0), (30.0, 2.0)]
)
def test_a_picture_has_the_size_that_is_asked_for(  # noqa: PLR0917
    events: list[Event], boxes: Boxes, clashes: Clashes, kind: str, width: float | None, height: float | None
) -> None:
    natural = picture(events, kind=kind)
    figure = picture(events, kind=kind, width=width, height=height)
    sides = figure.get_size_inches()
    for wanted, side in zip((width, height), sides, strict=True):
        assert wanted is None or side == pytest.approx(wanted)
    if width is None or height is None:  # one side follows from the other
        assert sides[0] / sides[1] == pytest.approx(np.divide(*natural.get_size_inches()))
    # a unit is as long across as upwards
    across, up = np.diff(figure.axes[0].transData.transform([(0, 0), (1, 1)]), axis=0)[0]
    assert across == pytest.approx(up)
    assert clashes(boxes(figure)) == []
    outside = [
        text
        for text, box in boxes(figure)
        if not (figure.bbox.padded(1).contains(*box.p0) and figure.bbox.padded(1).contains(*box.p1))
    ]
    assert outside == []


def test_letters_and_lines_grow_with_the_picture(events: list[Event]) -> None:
    natural = picture(events)
    twice = picture(events, width=2 * float(natural.get_size_inches()[0]))
    for kind, of in ((Text, "get_fontsize"), (FancyBboxPatch, "get_linewidth")):
        before, after = ([getattr(artist, of)() for artist in one.findobj(kind)] for one in (natural, twice))
        assert after == pytest.approx([2 * size for size in before])
    assert smallest_letters(twice) == pytest.approx(2 * smallest_letters(natural))


def test_a_png_has_150_pixels_an_inch(events: list[Event]) -> None:
    pixels = imread(io.BytesIO(picture(events, width=8, height=5)._repr_png_()))
    assert pixels.shape[:2] == (750, 1200)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("length", [0, -3, 0.5, 201, float("nan"), float("inf")])
def test_what_is_no_length_is_refused(events: list[Event], kind: str, length: float) -> None:
    with pytest.raises(InputError, match=r"width: .* inches: a picture has from 1 to 200"):
        picture(events, kind=kind, width=length)
    with pytest.raises(InputError, match="height: "):
        picture(events, kind=kind, height=length)
