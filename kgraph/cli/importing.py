"""`kgraph import`: an exported graph back into a graph."""

from __future__ import annotations

from pathlib import Path
from shutil import rmtree
from typing import Annotated

import typer

from kgraph.cli import output
from kgraph.cli.app import command, fail
from kgraph.cli.options import GRAPH, Graph
from kgraph.errors import InputError
from kgraph.graph.opening import is_there
from kgraph.knowledge_graph import KnowledgeGraph

_Files = Annotated[
    list[Path],
    typer.Argument(metavar="FILE", help="What `kgraph export` wrote: .ttl .trig .nt .nq .jsonld .rdf"),
]
_Format = Annotated[
    str | None, typer.Option("--format", "-f", metavar="F", help="The format, whatever the suffix.")
]


@command("kgraph import news.ttl", "kgraph import mine.nq theirs.nq --graph both")
def import_(files: _Files, graph: Graph = GRAPH, format_: _Format = None) -> None:
    """Add an exported graph, with its articles, claims and corrections, to a graph.

    The graph is made when it is not there yet. Articles take the place of those with the same ids; events,
    statuses and all else that follows from articles is derived anew. What is not of a graph of kgraph is left
    out and counted; the exit status is 1 when nothing could be imported.
    """
    missing = [path for path in files if not path.is_file()]
    if len(missing) == len(files):  # and no empty graph is left behind
        fail("; ".join(f"{path}: there is no such file" for path in missing))
    is_new = not is_there(graph)
    mistakes: list[InputError] = []
    articles = replaced = unchanged = corrections = left_out = 0
    with KnowledgeGraph.open(graph) as opened:
        for path in files:
            try:
                report = opened.import_file(path, format_)
            except InputError as exc:
                mistakes.append(exc)
                continue
            mistakes.extend(report.refused)
            articles += report.articles
            replaced += report.replaced
            unchanged += report.unchanged
            corrections += report.corrections
            left_out += report.left_out
    if mistakes:
        rows = [(mistake.name, mistake.reason) for mistake in mistakes]
        output.show(output.table(rows, ["Left out", "Reason"]), "")
    counts = {
        "Articles imported": articles,
        "Replaced": replaced,
        "Unchanged": unchanged,
        "Corrections": corrections,
        "Statements left out": left_out,
    }
    shown = {name: f"{n:,}" for name, n in counts.items() if n or name == "Articles imported"}
    output.show(output.pairs(shown))
    if not (articles or unchanged or corrections):
        if is_new and Path(graph).is_dir():
            rmtree(graph)
        fail("nothing could be imported")
