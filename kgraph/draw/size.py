"""How large a picture is, where somebody wants it so: letters and lines grow or shrink along."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.text import Text

from kgraph.errors import InputError

if TYPE_CHECKING:
    from kgraph.draw.canvas import Drawing

_LEAST: Final = 1.0
_MOST: Final = 200.0


@dataclass(frozen=True, slots=True)
class Size:
    """Width and height in inches, as of figures of matplotlib; None is whatever the rest asks for.

    Raises `InputError` where one is no length from 1 to 200.
    """

    width: float | None = None
    height: float | None = None

    def __post_init__(self) -> None:
        """Refuse what is no size of a picture."""
        for name, length in (("width", self.width), ("height", self.height)):
            if length is not None and not _LEAST <= length <= _MOST:
                raise InputError(name, f"{length:g} inches: a picture has from {_LEAST:g} to {_MOST:g}")

    @property
    def shape(self) -> float | None:
        """Width by height, None where one of them is free."""
        return None if self.width is None or self.height is None else self.width / self.height

    def apply(self, drawing: Drawing) -> None:
        """Bring the drawing to this size, as large as fits, in the middle; nothing in it is distorted."""
        width, height = (float(side) for side in drawing.get_size_inches())
        scales = [
            wanted / natural
            for wanted, natural in ((self.width, width), (self.height, height))
            if wanted is not None
        ]
        if not scales:
            return
        scale = min(scales)
        for artist in drawing.findobj():
            if isinstance(artist, Text):
                artist.set_fontsize(float(artist.get_fontsize()) * scale)
            elif isinstance(artist, Line2D | Patch):
                artist.set_linewidth(artist.get_linewidth() * scale)
            if isinstance(artist, Patch) and artist.get_hatch():
                artist.set_hatch_linewidth(artist.get_hatch_linewidth() * scale)
        size = np.array([self.width or width * scale, self.height or height * scale])
        drawing.set_size_inches(*size)
        spare = (size / scale - (width, height)) * 72 / 2
        axes = drawing.axes[0]
        axes.set_xlim(-spare[0], width * 72 + spare[0])
        axes.set_ylim(-spare[1], height * 72 + spare[1])


def smallest_letters(drawing: Drawing) -> float:
    """The size of the smallest letters of a drawing, in points."""
    texts = (artist for artist in drawing.findobj() if isinstance(artist, Text))
    return min((float(text.get_fontsize()) for text in texts if text.get_text()), default=0.0)
