"""The evaluation: every article's predictions matched with its annotations, and what that amounts to."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kgraph.evaluate.calibration import Calibration, calibration
from kgraph.evaluate.figures import Score, Share
from kgraph.evaluate.matching import Level, align
from kgraph.evaluate.mistakes import Mistake, missed, spurious
from kgraph.evaluate.names import naming, same

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kgraph.evaluate.gold import Gold
    from kgraph.evaluate.items import Annotation, Prediction
    from kgraph.evaluate.matching import Alignment, Match


@dataclass(frozen=True, slots=True)
class Scores:
    """How well events were read, or relations.

    `pair`, `coarse` and `fine` are the levels of agreement (see `Level`); `types` holds the score at
    the fine level of each type that was annotated or predicted. `attributes` holds, of the fine
    matches, how many have the right polarity, modality, source and time; a time counts where the
    annotation has one, and is right when one of the two is the other or more exact.
    """

    pair: Score
    coarse: Score
    fine: Score
    attributes: dict[str, Share]
    types: dict[str, Score]

    @property
    def levels(self) -> dict[Level, Score]:
        """The scores by level, from the loosest to the strictest."""
        return {Level.PAIR: self.pair, Level.COARSE: self.coarse, Level.FINE: self.fine}

    def figures(self) -> dict[str, Any]:
        """All figures by name, nested."""
        return {
            **{level.name.lower(): score.figures() for level, score in self.levels.items()},
            "attributes": {name: share.figures() for name, share in self.attributes.items()},
            "types": {type_: score.figures() for type_, score in self.types.items()},
        }


@dataclass(frozen=True, slots=True)
class Evaluation:
    """How well articles were read.

    `articles` are the ids of those that are scored. `unscored` counts the predictions in them that
    lack an actor, a target or a known type, and are compared with nothing. `calibration` is over
    the scored predictions whose confidence is known. `missed` and `spurious` hold what has no match
    at the fine level, article by article.
    """

    articles: tuple[str, ...]
    events: Scores
    relations: Scores
    calibration: Calibration
    missed: tuple[Mistake, ...]
    spurious: tuple[Mistake, ...]
    unscored: int = 0

    def figures(self) -> dict[str, Any]:
        """Counts and rounded shares by name, nested: {"events": {"fine": {"f1": 0.8, ...}, ...}, ...}."""
        return {"events": self.events.figures(), "relations": self.relations.figures()}


def evaluate(gold: Iterable[Gold], predictions: Iterable[Prediction]) -> Evaluation:
    """Score predictions against gold; those of other articles than the gold's do not count."""
    found: dict[str, list[Prediction]] = defaultdict(list)
    for prediction in predictions:
        found[prediction.article].append(prediction)
    articles = list(gold)
    unscored = {one.article: [p for p in found[one.article] if not p.is_scored] for one in articles}
    alignments = {
        one.article: align(one.annotations, [p for p in found[one.article] if p.is_scored])
        for one in articles
    }
    return Evaluation(
        articles=tuple(alignments),
        events=_scores(alignments.values(), are_events=True),
        relations=_scores(alignments.values(), are_events=False),
        calibration=calibration(_judged(alignments.values())),
        missed=tuple(
            mistake for article, one in alignments.items() for mistake in missed(one, unscored[article])
        ),
        spurious=tuple(mistake for one in alignments.values() for mistake in spurious(one)),
        unscored=sum(map(len, unscored.values())),
    )


def _scores(alignments: Iterable[Alignment], *, are_events: bool) -> Scores:
    """The scores of events, or of relations."""
    matches: list[Match] = []
    annotations: list[Annotation] = []
    predictions: list[Prediction] = []
    for one in alignments:
        matches += (match for match in one.matches if match.annotation.is_event == are_events)
        annotations += (a for a in one.annotations if a.is_event == are_events)
        predictions += (p for p in one.predictions if p.is_event == are_events)

    def score(level: Level, type_: str | None = None) -> Score:
        those = [a for a in annotations if type_ in (None, a.type)]
        reached = [m for m in matches if m.level >= level and type_ in (None, m.annotation.type)]
        return Score(
            annotated=len(those),
            predicted=sum(type_ in (None, p.type) for p in predictions),
            right=len(reached),
            core=Share(sum(m.annotation.core for m in reached), sum(a.core for a in those)),
        )

    seen = {item.type for item in (*annotations, *predictions)}
    return Scores(
        pair=score(Level.PAIR),
        coarse=score(Level.COARSE),
        fine=score(Level.FINE),
        attributes=_attributes([match for match in matches if match.level is Level.FINE]),
        types={type_: score(Level.FINE, type_) for type_ in sorted(seen)},
    )


def _attributes(matches: Sequence[Match]) -> dict[str, Share]:
    pairs = [(match.prediction, match.annotation) for match in matches]
    timed = [(p.time or "", a.time) for p, a in pairs if a.time]
    return {
        "polarity": Share(sum(p.polarity == a.polarity for p, a in pairs), len(pairs)),
        "modality": Share(sum(p.modality == a.modality for p, a in pairs), len(pairs)),
        "source": Share(sum(_same_source(p, a) for p, a in pairs), len(pairs)),
        "time": Share(
            sum(bool(found) and (found.startswith(time) or time.startswith(found)) for found, time in timed),
            len(timed),
        ),
    }


def _same_source(prediction: Prediction, annotation: Annotation) -> bool:
    """Whether one of those cited is the same, or nobody is cited in either."""
    found, told = naming(prediction.source), naming(annotation.source)
    return same(found, told) if told else not found


def _judged(alignments: Iterable[Alignment]) -> Iterator[tuple[float, bool]]:
    """The confidence in each prediction, where it is known, and whether the prediction is right."""
    for one in alignments:
        judged = [(match.prediction, True) for match in one.right] + [(p, False) for p in one.spurious]
        yield from ((p.confidence, right) for p, right in judged if p.confidence is not None)
