"""`kgraph remove` and `kgraph validate`: keeping a graph in order."""

from __future__ import annotations

from typing import Annotated

import typer

from kgraph.cli import completion, output
from kgraph.cli.app import command, fail
from kgraph.cli.existing import opened_for_change
from kgraph.cli.options import GRAPH, Graph
from kgraph.knowledge_graph import KnowledgeGraph


@command("kgraph remove kaspersky-twitter-ban", "kgraph remove old-1 old-2 --graph news")
def remove(
    articles: Annotated[
        list[str],
        typer.Argument(metavar="ARTICLE", help="Ids of articles.", autocompletion=completion.articles),
    ],
    graph: Graph = GRAPH,
) -> None:
    """Take articles out of the graph, with all that they alone said.

    An unknown id is an error, and then nothing is removed.
    """
    with opened_for_change(graph) as opened:
        opened.remove(articles)
        left = opened.stats()
    gone = output.counted(len(set(articles)), "article")
    rest = f"{output.counted(left.articles, 'article')}, {output.counted(left.events, 'event')}"
    output.line(f"Removed {gone}; left: {rest}")


@command("kgraph validate", "kgraph validate --graph news")
def validate(graph: Graph = GRAPH) -> None:
    """Check that the graph keeps to its SHACL shapes; the exit status is 1 when it does not."""
    waiting = output.stderr().status("Checking the graph: a minute for a thousand articles")
    with KnowledgeGraph.open(graph, read_only=True) as opened, waiting:
        report = opened.validate()
    for violation in report.violations:
        output.line(violation)
    if not report.conforms:
        fail(f"the graph breaks its shapes in {output.counted(len(report.violations), 'place')}")
    output.line("The graph keeps to its shapes")
