"""`kgraph draw` and `kgraph export`: the graph as a picture, a page or a file for other programs."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import typer

from kgraph.cli import completion, output
from kgraph.cli.app import command, fail
from kgraph.cli.options import GRAPH, Graph, Kind, MinConfidence, Since, Statuses, Types, Until, View
from kgraph.knowledge_graph import KnowledgeGraph

_FREE = "what it needs"
_LEGIBLE = 5.0  # points


@command(
    "kgraph draw -o graph.png",
    "kgraph draw -o graph.html",
    'kgraph draw --entity "Kaspersky Lab" --hops 2 -o kaspersky.svg',
    "kgraph draw --type Ban --type Sanction --since 2018-01 -o bans.pdf",
    'kgraph draw --kind timeline --entity "Kaspersky Lab" -o kaspersky.png',
    "kgraph draw --kind heatmap --top 15 -o who.png",
    "kgraph draw --from Twitter --to Huawei -o between.png",
    "kgraph draw --width 13.3 --height 7.5 --top 25 -o slide.png",
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
    kind: Annotated[
        Kind, typer.Option(help="Entities and what links them, when what happened, or who acts on whom.")
    ] = Kind.GRAPH,
    entity: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Draw only what surrounds it.", autocompletion=completion.entities),
    ] = None,
    hops: Annotated[
        int | None,
        typer.Option(min=1, metavar="N", help="How far to go from the --entity.", show_default="1"),
    ] = None,
    from_: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="NAME",
            help="Draw the shortest paths from here ...",
            autocompletion=completion.entities,
        ),
    ] = None,
    to: Annotated[
        str | None,
        typer.Option("--to", metavar="NAME", help="... to here.", autocompletion=completion.entities),
    ] = None,
    top: Annotated[
        int | None,
        typer.Option(
            min=1,
            metavar="N",
            help="The most to draw: entities, events of a timeline, actors and targets of a heatmap.",
            show_default="40, 150, 20; of paths 20, of a page 60 at first",
        ),
    ] = None,
    width: Annotated[
        float | None,
        typer.Option(
            metavar="INCHES",
            help="How wide the picture is; a .png has 150 pixels an inch.",
            show_default=_FREE,
        ),
    ] = None,
    height: Annotated[
        float | None, typer.Option(metavar="INCHES", help="How high it is.", show_default=_FREE)
    ] = None,
    type_: Types = None,
    since: Since = None,
    until: Until = None,
    status: Statuses = None,
    min_confidence: MinConfidence = None,
) -> None:
    """Draw the graph, or a part of it: every edge with its type, direction and status.

    An .html page opens in any browser, offline. It begins with that part, holds the whole graph, and shows
    the sentences behind every edge.


    A timeline shows when what happened, a heatmap who acts on whom. --from and --to draw the shortest paths
    from one entity to another, whichever way the edges point. With --width or --height letters grow or shrink
    along with the picture.
    """
    if (from_ is None) != (to is None):
        raise typer.BadParameter("--from and --to go together: give both ends")
    with KnowledgeGraph.open(graph, read_only=True) as opened:
        drawing = opened.draw(
            path,
            kind=kind.value,
            entity=entity or None,
            between=None if from_ is None or to is None else (from_, to),
            hops=hops,
            top=top,
            width=width,
            height=height,
            type=type_ or None,
            status=status or None,
            since=since,
            until=until,
            min_confidence=min_confidence or 0.0,
        )
    output.line(f"Wrote {path}")
    if width is not None or height is not None:
        _tell_of_letters(drawing)


@command(
    "kgraph export -o news.ttl",
    "kgraph export --graph news -o news.graphml",
    "kgraph export --view events --type Ban --since 2018 -o bans.gexf",
    "kgraph export -o news.stix.json",
    "kgraph export -o news.neo4j",
    "kgraph export -o - --format nq | gzip > news.nq.gz",
)
def export(
    path: Annotated[
        Path,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Its suffix names the format: .ttl .trig .nt .nq .jsonld .rdf .graphml .gexf .csv .parquet "
            ".stix.json .neo4j; - is standard output.",
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
    min_confidence: MinConfidence = None,
) -> None:
    """Write the graph for other programs.

    RDF holds every claim with where it was said; GraphML, GEXF and tables hold entities and events. STIX
    holds what is told of cyberattacks, hacking groups and malware; .neo4j makes the two tables that
    neo4j-admin imports.

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


def _tell_of_letters(drawing: Any) -> None:  # noqa: ANN401 - a figure of matplotlib, which only this needs
    from kgraph.draw.size import smallest_letters

    if (points := smallest_letters(drawing)) < _LEGIBLE:
        output.note(
            f"The smallest letters are {points:.1f} points high: draw less (--top), or a larger picture"
        )


def _to_standard_output(graph: KnowledgeGraph, format_: str | None, options: dict[str, Any]) -> None:
    if format_ is None:
        raise typer.BadParameter("standard output has no suffix: name the format with --format")
    with TemporaryDirectory(prefix="kgraph-") as folder:
        path = Path(folder, "graph")
        if path not in graph.export(path, format_, **options):
            fail(f"{format_} is several files and no text for standard output: give them a name with -o")
        try:
            output.write(path.read_text(encoding="utf-8"))
        except UnicodeDecodeError:
            fail(f"{format_} is no text for standard output: give the name of a file")
