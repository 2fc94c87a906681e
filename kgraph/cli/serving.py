"""`kgraph serve`: the graph over HTTP."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from kgraph.cli import output
from kgraph.cli.app import command
from kgraph.cli.options import GRAPH, Graph


@command("kgraph serve", "kgraph serve --graph news --port 8080", "kgraph serve --timeout 5 --max-rows 1000")
def serve(
    graph: Graph = GRAPH,
    host: Annotated[
        str, typer.Option("--host", metavar="ADDRESS", help="Where to listen; 0.0.0.0 lets others in.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="0 takes any that is free.")] = 8000,
    timeout: Annotated[
        float, typer.Option("--timeout", min=0.1, max=86_400, metavar="S", help="Seconds for one query.")
    ] = 30.0,
    max_rows: Annotated[
        int, typer.Option("--max-rows", min=1, help="Rows or triples of one answer; longer ones are cut.")
    ] = 100_000,
    cors: Annotated[
        list[str] | None,
        typer.Option(
            "--cors",
            metavar="ORIGIN",
            help="Let pages of this site read the graph, like https://yasgui.example; may be repeated; "
            "'*' lets all.",
        ),
    ] = None,
) -> None:
    """Serve the graph to browsers and SPARQL clients, for reading, until Ctrl-C.

    The SPARQL endpoint is at /sparql; entities, events, claims and articles have pages, and /explore draws
    the graph. What a build adds meanwhile is there with the next request.

    Unless --host says otherwise, only this machine can reach it, and only under its own names. Web pages of
    other sites cannot read from it unless --cors lets them.
    """
    if not Path(graph).is_dir() and "://" in graph:
        raise typer.BadParameter(f"{graph} answers for itself: name the folder of a graph")
    from kgraph.serve import Settings
    from kgraph.serve import serve as run

    def ready(address: str) -> None:
        output.line(f"Serving {graph} at {address} (SPARQL at {address}sparql); Ctrl-C stops it")
        sys.stdout.flush()  # for whoever waits for it in a pipe

    run(Settings(Path(graph), host, port, timeout, max_rows, cors=tuple(cors or ())), ready)
    output.note("Stopped")
