"""Which of the media types on offer a client would like best (RFC 9110, section 12.5.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_MOST_RANGES = 100  # more than any client sends


class _Range(NamedTuple):
    kind: str
    subtype: str
    quality: float

    def fit(self, media_type: str) -> int:
        """How closely the range names a media type: 3 wholly, 2 by its kind, 1 as any; 0 not at all."""
        kind, _, subtype = media_type.partition("/")
        if (self.kind, self.subtype) == ("*", "*"):
            return 1
        if self.kind != kind or self.subtype not in {"*", subtype}:
            return 0
        return 2 if self.subtype == "*" else 3


def best(accept: str, offered: Iterable[str]) -> str | None:
    """The media type of `offered` that fits the Accept header best, None where none does.

    Of those that the client likes as much, one that it names goes before one that a `*` allows, and then the
    first one on offer. An empty header takes anything; what is malformed in it counts for nothing.
    """
    ranges = list(_ranges(accept))
    if not accept.strip():
        return next(iter(offered), None)
    liked: list[tuple[float, int, int, str]] = []
    for place, media_type in enumerate(offered):
        fit, quality = max(((r.fit(media_type), r.quality) for r in ranges), default=(0, 0.0))
        if fit and quality:
            liked.append((-quality, -fit, place, media_type))
    return min(liked)[-1] if liked else None


def _ranges(accept: str) -> Iterator[_Range]:
    for part in accept.split(",", _MOST_RANGES)[:_MOST_RANGES]:
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        kind, slash, subtype = name.partition("/")
        quality = next((p[2:] for p in parameters if p.startswith("q=")), "1")
        try:
            weight = float(quality)
        except ValueError:
            continue
        if slash and kind and subtype and 0 <= weight <= 1:
            yield _Range(kind, subtype, weight)
