"""`kgraph build`: articles in, graph out."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from kgraph.cli import output
from kgraph.cli.app import command, fail
from kgraph.cli.options import GRAPH, Gazetteer, Graph, Model, OptionalInputs, Rebuild, Workers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kgraph.knowledge_graph import BuildReport, KnowledgeGraph


@command(
    "kgraph build data/articles",
    "kgraph build 'news/*.html' feed.xml --graph news --workers 4",
    "kgraph build - < article.txt",
    "kgraph build --rebuild",
)
def build(
    inputs: OptionalInputs = None,
    graph: Graph = GRAPH,
    workers: Workers = 1,
    model: Model = None,
    gazetteer: Gazetteer = None,
    rebuild: Rebuild = False,
) -> None:
    """Read articles into a graph, which is made when it is not there yet.

    Articles that the graph holds already are passed over, and those that have changed since are replaced; so
    a build that was stopped goes on where it was when it is called again. What cannot be read is skipped and
    named in the summary; the exit status is 1 only when nothing could be read.
    """
    if not inputs and not rebuild:
        raise typer.BadParameter(
            "name the files or folders to read, or use --rebuild to read the graph's own again"
        )
    from kgraph.knowledge_graph import KnowledgeGraph
    from kgraph.pipeline import build as build_graph

    if not inputs:
        KnowledgeGraph.open(graph, read_only=True).close()  # which tells where there is none
    try:
        with _bar() as progress:
            built = build_graph(
                inputs,
                graph=graph,
                model=model,
                gazetteer=gazetteer or (),
                workers=workers,
                rebuild=rebuild,
                progress=progress,
            )
    except KeyboardInterrupt:
        output.note(
            "Stopped: the graph holds what was stored until now; the same command again goes on from there"
        )
        raise
    _summarise(built, built.report)
    if not built.report.articles and not built.report.unchanged:
        fail("nothing could be read" if built.report.skipped else "found no articles to read")


@contextmanager
def _bar() -> Iterator[Callable[[BuildReport], None] | None]:
    """Show how far the build is on a terminal; elsewhere it would only litter the log."""
    console = output.stderr()
    if not console.is_terminal:
        yield None
        return
    columns = TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn()
    with Progress(*columns, console=console, transient=True) as bar:
        # How many articles a feed or an archive holds is known only when it has been read.
        task = bar.add_task("Reading articles", total=None)

        def advance(report: BuildReport) -> None:
            counts = [f"{report.articles:,} articles", f"{report.claims:,} claims"]
            counts += [f"{report.unchanged:,} unchanged"] if report.unchanged else []
            counts += [f"{len(report.skipped):,} skipped"] if report.skipped else []
            bar.update(task, description=", ".join(counts))

        yield advance


def _summarise(graph: KnowledgeGraph, report: BuildReport) -> None:
    stats = graph.stats()
    speed = report.words / report.seconds if report.seconds else 0
    if report.skipped:
        rows = [(skipped.name, skipped.reason) for skipped in report.skipped]
        output.show(output.table(rows, ["Skipped", "Reason"]), "")
    output.show(
        output.pairs(
            {
                "Articles read": f"{report.articles:,}",
                **({"Replaced": f"{report.replaced:,}"} if report.replaced else {}),
                **({"Unchanged": f"{report.unchanged:,}"} if report.unchanged else {}),
                "Skipped": f"{len(report.skipped):,}",
                "Claims": f"{report.claims:,}",
                "Events in the graph": f"{stats.events:,}",
                "Entities in the graph": f"{stats.entities:,}",
                "Seconds": f"{report.seconds:,.1f}",
                **({"Words per second": f"{speed:,.0f}"} if report.words else {}),
            }
        )
    )
    if report.outdated:
        count = (
            "1 unchanged article was"
            if report.outdated == 1
            else f"{report.outdated:,} unchanged articles were"
        )
        output.note(
            f"{count} read by another version of kgraph, its model or its words: "
            "the same command with --rebuild reads them again"
        )
