"""Words in pictures: cleaned, wrapped, measured, and set in fonts that hold their letters."""

from __future__ import annotations

import textwrap
import unicodedata
from functools import cache

from matplotlib import font_manager, ft2font
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from kgraph.draw.style import LINE_SPACING

_BASE = "DejaVu Sans"  # comes with matplotlib, so it is there on every machine
_UNKNOWN = "\u25a1"
_JOINERS = "\u200c\u200d"  # they have no shape of their own, yet scripts such as Persian need them


def clean(text: str) -> str:
    """The text on one line, without control characters, and with a box for letters that no font has."""
    plain = " ".join(
        "".join(
            " " if unicodedata.category(letter)[0] in "CZ" and letter not in _JOINERS else letter
            for letter in text
        ).split()
    )
    return "".join(letter if letter in _JOINERS or _font_with(letter) else _UNKNOWN for letter in plain)


def wrap(text: str, width: int, lines: int) -> str:
    """The cleaned text on at most `lines` lines of about `width` letters, shortened with an ellipsis."""
    wrapped = textwrap.wrap(clean(text), width, max_lines=lines, placeholder="…")
    if len(wrapped) > 1 and wrapped[-1] == "…":  # a long word left no room for it
        wrapped[-2:] = [f"{wrapped[-2][: width - 1]}…"]
    return "\n".join(wrapped) or "?"


def is_legible(text: str) -> bool:
    """Whether some installed font has at least half of the letters."""
    cleaned = clean(text)
    return 2 * cleaned.count(_UNKNOWN) <= len(cleaned)


def font(text: str, size: float, *, bold: bool = False) -> FontProperties:
    """A font that has every letter of the (cleaned) text, falling back to others where it must."""
    families = dict.fromkeys(_font_with(letter) for letter in text if letter not in _JOINERS + "\n")
    names = [_BASE, *sorted(name for name in families if name and name != _BASE)]
    return FontProperties(family=names, size=size, weight="bold" if bold else "normal", style="normal")


def measure(text: str, size: float, *, bold: bool = False) -> tuple[float, float]:
    """Width and height of the text in points."""
    prop = font(text, size, bold=bold)
    rows = text.split("\n")
    widest = max(text_to_path.get_text_width_height_descent(row, prop, False)[0] for row in rows)
    return float(widest), len(rows) * size * LINE_SPACING


@cache
def _font_with(letter: str) -> str:
    """The family that has the letter: the base font if it can, else the first installed one; "" if none."""
    code = ord(letter)
    if code in _codes(font_manager.findfont(FontProperties(family=[_BASE]))):
        return _BASE
    for name, path in _regular_fonts():
        if code in _codes(path):
            return name
    return ""


@cache
def _regular_fonts() -> tuple[tuple[str, str], ...]:
    """Name and file of the upright fonts of normal weight, by name.

    Left out: fonts of placeholders ("Last Resort" claims to have every letter) and of mathematical
    symbols, whose letters do not sit where Unicode has them.
    """
    odd = ("last resort", "cm", "stix", "math")
    return tuple(
        sorted(
            (entry.name, entry.fname)
            for entry in font_manager.fontManager.ttflist
            if entry.style == "normal"
            and entry.weight in (400, "normal", "regular")
            and not entry.name.casefold().startswith(odd)
        )
    )


@cache
def _codes(path: str) -> frozenset[int]:
    """The code points that a font has shapes for; none where the file cannot be read."""
    try:
        return frozenset(ft2font.FT2Font(path).get_charmap())
    except (OSError, RuntimeError):
        return frozenset()
