"""The figures of a measure: counts, and the shares that follow from them."""

from __future__ import annotations

from dataclasses import dataclass

_DIGITS = 3  # more would tell noise apart


def rounded(figure: float) -> float:
    """A figure as it is shown, and held against its floor."""
    return round(figure, _DIGITS)


@dataclass(frozen=True, slots=True)
class Share:
    """How many of so many are right."""

    right: int
    of: int

    @property
    def value(self) -> float:
        """The share from 0 to 1; 0 of none."""
        return self.right / self.of if self.of else 0.0

    def figures(self) -> dict[str, float]:
        """The accuracy and its counts by name."""
        return {"right": self.right, "of": self.of, "accuracy": rounded(self.value)}


@dataclass(frozen=True, slots=True)
class Score:
    """Predictions against annotations: how many of each there are, and how many predictions are right.

    `core` counts the core annotations among all, and those that were found.
    """

    annotated: int
    predicted: int
    right: int
    core: Share

    @property
    def precision(self) -> float:
        """The share of the predictions that is right."""
        return Share(self.right, self.predicted).value

    @property
    def recall(self) -> float:
        """The share of the annotations that was found."""
        return Share(self.right, self.annotated).value

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return Share(2 * self.right, self.predicted + self.annotated).value

    def figures(self) -> dict[str, float]:
        """The counts and shares by name."""
        return {
            "annotated": self.annotated,
            "predicted": self.predicted,
            "right": self.right,
            "precision": rounded(self.precision),
            "recall": rounded(self.recall),
            "f1": rounded(self.f1),
            "core": self.core.of,
            "core_recall": rounded(self.core.value),
        }
