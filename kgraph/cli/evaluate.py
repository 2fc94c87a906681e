"""`kgraph evaluate`: how well articles are read, against what careful readers annotated."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import track

from kgraph.cli import output
from kgraph.cli.app import command, fail
from kgraph.cli.options import Gazetteer, Model, Report, Workers

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kgraph.evaluate import Evaluation, Floor, Gold, Prediction

_NAMED = 5  # articles that a message names


@command(
    "kgraph evaluate data/gold",
    "kgraph evaluate gold --articles news --errors 5",
    "kgraph evaluate gold --events events.jsonl --format json",
    "kgraph evaluate data/gold --floor floor.toml",
)
def evaluate(
    gold: Annotated[
        list[Path],
        typer.Argument(metavar="GOLD", help="Annotations: files ID.gold.json, or folders that hold some."),
    ],
    articles: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="The folder with the articles, ID.json each.",
            show_default="beside the annotations, or articles/ beside their folder",
        ),
    ] = None,
    events: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help="Score what kgraph extract --format jsonl has printed, and read no article; "
            "- is standard input.",
        ),
    ] = None,
    errors: Annotated[
        int | None,
        typer.Option(
            "--errors", "-e", min=1, metavar="N", help="List up to N missed and N spurious items an article."
        ),
    ] = None,
    misses: Annotated[bool, typer.Option("--misses", help="List all missed and spurious items.")] = False,
    floor: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Fail when a figure is below the one in this TOML file."),
    ] = None,
    format_: Annotated[
        Report, typer.Option("--format", "-f", help="How to write the scores.")
    ] = Report.TABLE,
    workers: Workers = 1,
    model: Model = None,
    gazetteer: Gazetteer = None,
) -> None:
    """Score what is read out of annotated articles.

    An event or relation is right at the level of the pair when its actor and target are those of an
    annotation, at the coarse level when the PLOVER root of its type is too, at the fine level when its type
    itself is. P is precision, R recall, and Core R the recall of what a short list of the news would hold.

    A floor file holds tables such as [events.fine] or [relations.types.hasTiesTo], with the names that
    --format json shows; the exit status is 1 when a figure is below its floor.
    """
    from kgraph.cli.scores import as_json, tables
    from kgraph.evaluate import evaluate as score
    from kgraph.evaluate import read_events, read_floor, read_gold

    if events is not None and (articles or model or gazetteer):
        raise typer.BadParameter("--events reads no article: leave out --articles, --model and --gazetteer")
    annotated = read_gold(gold)
    least = read_floor(floor, annotated) if floor else None
    if events is None:
        predictions, read = _extracted(annotated, articles, model, gazetteer or (), workers)
    else:
        predictions = read_events(events)
        read = {one.article for one in annotated}
        _compare(read, {prediction.article for prediction in predictions}, events)
    evaluation = score((one for one in annotated if one.article in read), predictions)
    most = None if misses else errors or 0
    if format_ is Report.JSON:
        output.write(output.json_line(as_json(evaluation, most)))
    else:
        output.show(*tables(evaluation, most))
    if least is not None:
        _hold(least, evaluation, left_out=len(annotated) - len(evaluation.articles))


def _extracted(
    gold: Sequence[Gold], folder: Path | None, model: str | None, gazetteer: Iterable[Path], workers: int
) -> tuple[list[Prediction], set[str]]:
    """What the annotated articles say, and the ids of those that could be read; the others are named."""
    from kgraph import pipeline
    from kgraph.evaluate import Prediction
    from kgraph.readers import Skipped
    from kgraph.records import records

    files = {one.article: file for one in gold if (file := one.article_file(folder))}
    if not files:
        where = f"in {folder}" if folder else "beside them; --articles names their folder"
        fail(f"none of the annotated articles is {where}")
    console = output.stderr()
    results = track(
        pipeline.extract(files.values(), model=model, gazetteer=gazetteer, workers=workers),
        "Reading articles",
        len(files),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )
    predictions: list[Prediction] = []
    read: set[str] = set()
    for result in results:
        if isinstance(result, Skipped):
            output.note(f"Skipped {result}")
        else:
            predictions += map(Prediction.of, records(result))
            read.add(result.article.id)
    for one in gold:
        if one.article not in read:
            file = files.get(one.article)
            why = f"{file} holds no article {one.article!r}" if file else f"no article {one.article!r}"
            output.note(f"Skipped {one.path}: {why}")
    if read.isdisjoint(files):
        fail("none of the annotated articles could be read")
    return predictions, read


def _compare(annotated: set[str], extracted: set[str], events: str) -> None:
    """Say which articles are in the annotations or in the file of events alone."""
    if extracted and annotated.isdisjoint(extracted):
        fail(f"{events}: tells of no annotated article, only of {_listed(extracted)}")
    if extracted - annotated:
        output.note(f"Not annotated and left out: {_listed(extracted - annotated)}")
    if annotated - extracted:
        output.note(f"Without any event in {events}: {_listed(annotated - extracted)}")


def _listed(articles: set[str]) -> str:
    first, rest = sorted(articles)[:_NAMED], len(articles) - _NAMED
    return ", ".join(first) + (f" and {rest:,} more" if rest > 0 else "")


def _hold(least: Floor, evaluation: Evaluation, *, left_out: int) -> None:
    """End with status 1 when a figure is below its floor, or was measured on less than all articles."""
    faults = [str(shortfall) for shortfall in least.shortfalls(evaluation)]
    if left_out:
        faults.append(f"{output.counted(left_out, 'annotated article')} could not be scored")
    for fault in faults:
        output.error(fault)
    if faults:
        raise typer.Exit(1)
