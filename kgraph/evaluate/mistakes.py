"""What was missed and what is spurious, each with what comes closest to it on the other side."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from kgraph.evaluate.items import Annotation
from kgraph.evaluate.matching import Ends
from kgraph.evaluate.names import same, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kgraph.evaluate.items import Item, Prediction
    from kgraph.evaluate.matching import Alignment


class Difference(StrEnum):
    """In what the closest item differs, the smallest difference first."""

    NONE = "the same, but it stands for another"
    TYPE = "other type"
    DIRECTION = "other way round"
    TARGET = "other target"
    ACTOR = "other actor"
    READING = "same words, read otherwise"


@dataclass(frozen=True, slots=True)
class Mistake:
    """An annotation that was missed, or a prediction that is spurious.

    `closest` is what was found in its place, or what is annotated there: an item that is no fine
    match either, or one that would fit but stands for another. None where nothing resembles it.
    """

    item: Item
    closest: Item | None = None
    difference: Difference | None = None

    @property
    def remark(self) -> str:
        """What comes closest and in what it differs; "" where nothing does."""
        if self.closest is None:
            return ""
        side = "found" if isinstance(self.item, Annotation) else "annotated"
        return f"{side}: {self.closest}, {self.difference}"

    def __str__(self) -> str:
        """The item with what comes closest."""
        return f"{self.item} ({self.remark})" if self.remark else str(self.item)


def missed(alignment: Alignment, unscored: Iterable[Prediction] = ()) -> Iterator[Mistake]:
    """Set beside each annotation that was missed what was found in its place.

    That may be one of the predictions that are not scored: the event without its actor.
    """
    found = [match.prediction for match in alignment.right]
    for annotation in alignment.missed:
        yield _mistake(annotation, (*alignment.spurious, *unscored), found)


def spurious(alignment: Alignment) -> Iterator[Mistake]:
    """Set beside each prediction that is spurious what is annotated in its place."""
    told = [match.annotation for match in alignment.right]
    for prediction in alignment.spurious:
        yield _mistake(prediction, alignment.missed, told)


def _mistake(item: Item, unmatched: Iterable[Item], matched: Iterable[Item]) -> Mistake:
    near = [(difference, other) for other in unmatched if (difference := _difference(item, other))]
    near += [(Difference.NONE, other) for other in matched if _difference(item, other) is Difference.NONE]
    if not near:
        return Mistake(item)
    difference, closest = min(near, key=lambda pair: list(Difference).index(pair[0]))
    return Mistake(item, closest, difference)


def _difference(item: Item, other: Item) -> Difference | None:
    """What tells two items from each other; None where they have too little in common."""
    these, those = Ends.of(item), Ends.of(other)
    same_type = item.type == other.type
    swapped = these.swapped.agree(those)
    if these.agree(those) or (swapped and item.is_symmetric):
        return Difference.NONE if same_type else Difference.TYPE
    if same_type and swapped:
        return Difference.DIRECTION
    if same_type and same(these.actor, those.actor):
        return Difference.TARGET
    if same_type and same(these.target, those.target):
        return Difference.ACTOR
    return Difference.READING if _same_words(item, other) else None


def _same_words(item: Item, other: Item) -> bool:
    """Whether the same trigger in the same sentence is read in two ways."""
    quotes = sorted((_plain(item.quote), _plain(other.quote)), key=len)
    return bool(quotes[0] and quotes[0] in quotes[1] and {*words(item.trigger)} & {*words(other.trigger)})


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
