"""`kgraph draw` and `kgraph export`: the graph as a picture, a page or a file for other programs."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import typer

from kgraph.cli import completion, output
from kgraph.cli.app import command, fail
from kgraph.cli.options import GRAPH, Graph, Since, Statuses, Types, Until, View
from kgraph.knowledge_graph import KnowledgeGraph


@command(
    "kgraph draw -o graph.png",
    "kgraph draw -o graph.html",
    'kgraph draw --entity "Kaspersky Lab" --hops 2 -o kaspersky.svg',
    "kgraph draw --type Ban --type Sanction --since 2018-01 -o bans.pdf",
)
def draw(
    path: Annotated[
        Path,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="The picture: .png, .svg or .pdf; or .html, a page to explore.",
        ),
    ],
    graph: Graph = GRAPH,
    entity: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Draw only what surrounds it.", autocompletion=completion.entities),
    ] = None,
    hops: Annotated[int, typer.Option(min=1, metavar="N", help="How far to go from the --entity.")] = 1,
    type_: Types = None,
    since: Since = None,
    status: Statuses = None,
    max_nodes: Annotated[
        int | None,
        typer.Option(
            min=2,
            metavar="N",
            help="How many entities to draw at most, the best connected ones.",
            show_default="40; of a page 60 at first",
        ),
    ] = None,
) -> None:
    """Draw the graph, or a part of it: every edge with its type, direction and status.

    An .html page opens in any browser, offline. It begins with that part, holds the whole graph, and shows
    the sentences behind every edge.
    """
    if path.suffix.lower() == ".html":
        most = {} if max_nodes is None else {"max_nodes": max_nodes}
        with KnowledgeGraph.open(graph, read_only=True) as opened:
            opened.draw(path, entity=entity, hops=hops, types=type_, statuses=status, since=since, **most)
        output.line(f"Wrote {path}")
        return
    from kgraph.draw import draw as draw_network

    with KnowledgeGraph.open(graph, read_only=True) as opened:
        entity = opened.entity(entity).id if entity else None
        network = opened.to_networkx()
    if status:
        edges = network.edges(keys=True, data="status")
        network.remove_edges_from([edge[:3] for edge in edges if edge[3] not in status])
    draw_network(
        network, path, entity=entity, hops=hops, types=type_ or (), since=since, max_nodes=max_nodes or 40
    )
    output.line(f"Wrote {path}")


@command(
    "kgraph export -o news.ttl",
    "kgraph export --graph news -o news.graphml",
    "kgraph export --view events --type Ban --since 2018 -o bans.gexf",
    "kgraph export -o - --format nq | gzip > news.nq.gz",
)
def export(
    path: Annotated[
        Path,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Its suffix names the format: .ttl .trig .nt .nq .jsonld .rdf .graphml .gexf .csv .parquet; "
            "- is standard output.",
        ),
    ],
    graph: Graph = GRAPH,
    format_: Annotated[
        str | None, typer.Option("--format", "-f", metavar="F", help="The format, whatever the suffix.")
    ] = None,
    view: Annotated[
        View | None,
        typer.Option(
            help="What nodes are: entities, with events between them, or both.", show_default="entities"
        ),
    ] = None,
    type_: Types = None,
    since: Since = None,
    until: Until = None,
    status: Statuses = None,
    min_confidence: Annotated[
        float | None,
        typer.Option(min=0, max=1, metavar="C", help="Only events of at least this confidence."),
    ] = None,
) -> None:
    """Write the graph for other programs.

    RDF holds every claim with where it was said; GraphML, GEXF and tables hold entities and events.
    GraphML and GEXF can hold a part of the graph, which --view, --type, --since, --until, --status and
    --min-confidence choose.
    """
    options = {
        "view": view,
        "type": type_,
        "since": since,
        "until": until,
        "status": status,
        "min_confidence": min_confidence,
    }
    given = {name: value for name, value in options.items() if value is not None}
    with KnowledgeGraph.open(graph, read_only=True) as opened:
        if str(path) == "-":
            _to_standard_output(opened, format_, given)
            return
        written = opened.export(path, format_, **given)
    output.line(f"Wrote {' and '.join(map(str, written))}")


def _to_standard_output(graph: KnowledgeGraph, format_: str | None, options: dict[str, Any]) -> None:
    if format_ is None:
        raise typer.BadParameter("standard output has no suffix: name the format with --format")
    with TemporaryDirectory(prefix="kgraph-") as folder:
        path = Path(folder, "graph")
        graph.export(path, format_, **options)
        try:
            output.write(path.read_text(encoding="utf-8"))
        except UnicodeDecodeError:
            fail(f"{format_} is no text for standard output: give the name of a file")
