"""How an evaluation is shown: tables that fit the terminal, or JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from rich.table import Table
from rich.text import Text

from kgraph.cli import output

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kgraph.evaluate import Calibration, Evaluation, Mistake, Score, Share

_SCORE = ["Gold", "Predicted", "Right", "P", "R", "F1", "Core R"]  # short enough for 80 columns


def as_json(evaluation: Evaluation, most: int | None) -> dict[str, Any]:
    """The evaluation as JSON can hold it, with up to `most` mistakes of each kind an article (None: all)."""
    content = {
        "articles": list(evaluation.articles),
        "unscored": evaluation.unscored,
        **evaluation.figures(),
        "calibration": evaluation.calibration.figures(),
    }
    if most == 0:
        return content
    for kind, those in (("missed", evaluation.missed), ("spurious", evaluation.spurious)):
        content[kind] = [
            asdict(one) for article in evaluation.articles for one in _first(those, article, most)
        ]
    return content


def tables(evaluation: Evaluation, most: int | None) -> Iterator[object]:
    """What to show: the totals first, then by type and by confidence, then the mistakes as in `as_json`."""
    kinds = {"Events": evaluation.events, "Relations": evaluation.relations}
    yield output.pairs(
        {
            "Articles": f"{len(evaluation.articles):,}",
            "Predictions not scored": f"{evaluation.unscored:,} (no actor, or no known type)",
        }
    )
    yield ""
    yield output.table(
        (
            [kind, level.name.lower(), *_cells(score)]
            for kind, scores in kinds.items()
            for level, score in scores.levels.items()
        ),
        ["Kind", "Level", *_SCORE],
        numbers=_SCORE,
    )
    yield ""
    yield output.table(
        (
            [kind, name, f"{share.right:,}", f"{share.of:,}", _share(share)]
            for kind, scores in kinds.items()
            for name, share in scores.attributes.items()
        ),
        ["Kind", "Attribute", "Right", "Of", "Accuracy"],
        numbers=["Right", "Of", "Accuracy"],
    )
    yield ""
    yield output.table(
        ([type_, *_cells(score)] for scores in kinds.values() for type_, score in scores.types.items()),
        ["Type", *_SCORE],
        numbers=_SCORE,
    )
    yield ""
    yield from _calibration(evaluation.calibration)
    if most != 0:
        yield from _mistakes(evaluation, most)


def _cells(score: Score) -> list[str]:
    return [
        *(f"{count:,}" for count in (score.annotated, score.predicted, score.right)),
        f"{score.precision:.3f}" if score.predicted else "",
        f"{score.recall:.3f}" if score.annotated else "",
        f"{score.f1:.3f}",
        _share(score.core),
    ]


def _share(share: Share) -> str:
    """A share, or nothing where there is nothing to share."""
    return f"{share.value:.3f}" if share.of else ""


def _calibration(calibration: Calibration) -> Iterator[object]:
    yield output.table(
        (
            [
                f"{one.low:.1f} to {one.high:.1f}",
                f"{one.count:,}",
                f"{one.confidence:.3f}",
                f"{one.right:.3f}",
            ]
            for one in calibration.bins
        ),
        ["Confidence", "Predicted", "Mean", "Share right"],
        numbers=["Predicted", "Mean", "Share right"],
    )
    yield ""
    yield output.pairs(
        {
            "Expected calibration error": f"{calibration.error:.3f}",
            "Brier score": f"{calibration.brier:.3f}",
        }
    )


def _mistakes(evaluation: Evaluation, most: int | None) -> Iterator[object]:
    """The mistakes of each article, each with its words and with what comes closest."""
    for article in evaluation.articles:
        grid = Table.grid(padding=(0, 2))
        grid.add_column()
        grid.add_column(overflow="fold")
        for kind, those in (("missed", evaluation.missed), ("spurious", evaluation.spurious)):
            for mistake in _first(those, article, most):
                item = mistake.item
                grid.add_row(f"  {kind}", Text(output.printable(f"{item}  [{item.trigger}]"), style="bold"))
                if item.quote:
                    grid.add_row("", Text(output.printable(f"“{item.quote}”")))
                if mistake.remark:
                    grid.add_row("", Text(output.printable(mistake.remark), style="dim"))
        if grid.row_count:
            yield from ("", Text(output.printable(article), style="bold"), grid)


def _first(mistakes: Iterable[Mistake], article: str, most: int | None) -> list[Mistake]:
    """Up to so many mistakes of an article, all where `most` is None."""
    return [mistake for mistake in mistakes if mistake.item.article == article][:most]
