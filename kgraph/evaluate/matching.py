"""Which prediction is which annotation: one to one, so that the whole agrees best."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

import networkx as nx

from kgraph.evaluate.names import Words, identifying, same

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kgraph.evaluate.items import Annotation, Item, Prediction

Pair = tuple[int, int]  # the number of a prediction and that of an annotation


class Level(IntEnum):
    """How far a prediction agrees with an annotation; the value is what the agreement weighs.

    `PAIR` is actor and target, `COARSE` the root of the type too, `FINE` the type itself too. So
    many pairs never outweigh a type that agrees: one right event is worth more than ten half right.
    """

    PAIR = 1
    COARSE = 5
    FINE = 21


@dataclass(frozen=True, slots=True)
class Match:
    """A prediction and the annotation that it stands for."""

    annotation: Annotation
    prediction: Prediction
    level: Level


@dataclass(frozen=True, slots=True)
class Alignment:
    """The annotations and predictions of one article, matched one to one.

    `missed` and `spurious` are those without a match at the fine level; they may have a looser one.
    """

    annotations: tuple[Annotation, ...]
    predictions: tuple[Prediction, ...]
    matches: tuple[Match, ...]
    missed: tuple[Annotation, ...]
    spurious: tuple[Prediction, ...]

    @property
    def right(self) -> tuple[Match, ...]:
        """The matches at the fine level."""
        return tuple(match for match in self.matches if match.level is Level.FINE)


@dataclass(frozen=True, slots=True)
class Ends:
    """The words of the names that identify the two ends of an event or relation."""

    actor: tuple[Words, ...]
    target: tuple[Words, ...]

    @classmethod
    def of(cls, item: Item) -> Ends:
        """The ends of an item; an actor that is unnamed has no names."""
        return cls(identifying(item.actor), identifying(item.target))

    @property
    def swapped(self) -> Ends:
        """The same with actor and target in each other's place."""
        return Ends(self.target, self.actor)

    def agree(self, others: Ends) -> bool:
        """Whether actor is the same as actor, and target as target."""
        return same(self.actor, others.actor) and same(self.target, others.target)


def align(annotations: Sequence[Annotation], predictions: Sequence[Prediction]) -> Alignment:
    """Match the predictions of an article with its annotations for the greatest total weight.

    Events are matched with events, relations with relations. Where two ways to match weigh the
    same, the order of both decides.
    """
    levels = _levels(annotations, predictions)
    chosen = sorted(
        pair
        for kind in (True, False)
        for pair in _heaviest(
            {pair: level for pair, level in levels.items() if annotations[pair[1]].is_event is kind}
        )
    )
    right = [pair for pair in chosen if levels[pair] is Level.FINE]
    found, told = {number for number, _ in right}, {number for _, number in right}
    return Alignment(
        annotations=tuple(annotations),
        predictions=tuple(predictions),
        matches=tuple(Match(annotations[j], predictions[i], levels[i, j]) for i, j in chosen),
        missed=tuple(one for number, one in enumerate(annotations) if number not in told),
        spurious=tuple(one for number, one in enumerate(predictions) if number not in found),
    )


def _levels(annotations: Sequence[Annotation], predictions: Sequence[Prediction]) -> dict[Pair, Level]:
    """How far each prediction agrees with each annotation, where it does at all."""
    ends = [Ends.of(annotation) for annotation in annotations]
    found = {}
    for i, prediction in enumerate(predictions):
        p = Ends.of(prediction)
        for j, (annotation, a) in enumerate(zip(annotations, ends, strict=True)):
            if prediction.is_event == annotation.is_event and (
                p.agree(a) or (annotation.is_symmetric and p.swapped.agree(a))
            ):
                found[i, j] = _level(prediction, annotation)
    return found


def _level(prediction: Prediction, annotation: Annotation) -> Level:
    """How far two agree whose actors and targets do."""
    if prediction.type == annotation.type:
        return Level.FINE
    return Level.COARSE if prediction.root == annotation.root else Level.PAIR


def _heaviest(levels: dict[Pair, Level]) -> Iterator[Pair]:
    """One-to-one pairs of the greatest total weight."""
    graph = nx.Graph()
    for (i, j), level in levels.items():
        graph.add_edge(("prediction", i), ("annotation", j), weight=level.value)
    for edge in nx.max_weight_matching(graph):
        numbers = dict(edge)
        yield numbers["prediction"], numbers["annotation"]
