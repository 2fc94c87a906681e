"""Whether confidence can be relied on: of claims held at 0.8, four in five should be right."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from kgraph.evaluate.figures import rounded

if TYPE_CHECKING:
    from collections.abc import Iterable

_EDGES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)


@dataclass(frozen=True, slots=True)
class Bin:
    """Predictions with a confidence from `low` up to, but without, `high` (the last bin holds 1 too).

    `confidence` is their mean confidence, `right` the share of them that is right.
    """

    low: float
    high: float
    count: int
    confidence: float
    right: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """Confidence against truth; `bins` are those that are not empty.

    `error` is the expected calibration error: the mean distance of confidence and share right
    over the bins, each weighed by its count (Naeini et al. 2015). `brier` is the Brier score: the
    mean squared distance of each confidence from 1 where the prediction is right, else from 0.
    """

    bins: tuple[Bin, ...]
    count: int
    error: float
    brier: float

    def figures(self) -> dict[str, Any]:
        """The count, both errors and the bins by name, rounded."""
        return {
            "count": self.count,
            "error": rounded(self.error),
            "brier": rounded(self.brier),
            "bins": [{name: rounded(value) for name, value in asdict(one).items()} for one in self.bins],
        }


def calibration(judged: Iterable[tuple[float, bool]]) -> Calibration:
    """The calibration of predictions, each given by its confidence and whether it is right."""
    pairs = list(judged)
    count = max(len(pairs), 1)
    found = [
        _bin(low, high, inside)
        for low, high in pairwise(_EDGES)
        if (inside := [(c, right) for c, right in pairs if low <= c < high or c == high == _EDGES[-1]])
    ]
    return Calibration(
        bins=tuple(found),
        count=len(pairs),
        error=sum(one.count * abs(one.confidence - one.right) for one in found) / count,
        brier=sum((confidence - right) ** 2 for confidence, right in pairs) / count,
    )


def _bin(low: float, high: float, pairs: list[tuple[float, bool]]) -> Bin:
    count = len(pairs)
    return Bin(low, high, count, sum(c for c, _ in pairs) / count, sum(right for _, right in pairs) / count)
