"""Options that several commands share, with what the shell offers to complete them."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kgraph.cli import completion
from kgraph.model import Status

GRAPH = "graph"

_INPUTS = typer.Argument(metavar="INPUT", help="Files, folders or globs; - is standard input.")
Inputs = Annotated[list[str], _INPUTS]
OptionalInputs = Annotated[list[str] | None, _INPUTS]
Rebuild = Annotated[
    bool,
    typer.Option(
        "--rebuild",
        help="Read again what other rules, words or another model read; without INPUT all in the graph.",
    ),
]
# Not a path, which would make one slash of the two in an address.
Graph = Annotated[
    str,
    typer.Option(
        "--graph",
        "-g",
        metavar="DIR|URL",
        help="The folder that holds the graph, or the address of a SPARQL endpoint.",
    ),
]
Workers = Annotated[int, typer.Option("--workers", "-w", min=1, help="How many processes read articles.")]
Model = Annotated[
    str | None, typer.Option("--model", metavar="NAME", help="Another spaCy pipeline, by name or path.")
]
Gazetteer = Annotated[
    list[Path] | None,
    typer.Option("--gazetteer", metavar="FILE", help="A .tsv of more names to know; may be repeated."),
]
Types = Annotated[
    list[str] | None,
    typer.Option(
        "--type",
        metavar="T",
        help="Only events of this type; may be repeated.",
        autocompletion=completion.event_types,
    ),
]
Statuses = Annotated[
    list[Status] | None,
    typer.Option(
        "--status", metavar="S", case_sensitive=False, help="Only events of this status; may be repeated."
    ),
]
Since = Annotated[
    str | None, typer.Option("--since", metavar="D", help="Only events since this year, month or day.")
]
Until = Annotated[
    str | None, typer.Option("--until", metavar="D", help="Only events until this year, month or day.")
]
MinConfidence = Annotated[
    float | None,
    typer.Option(min=0, max=1, metavar="C", help="Only events of at least this confidence."),
]


class Kind(StrEnum):
    """What a picture shows."""

    GRAPH = "graph"
    TIMELINE = "timeline"
    HEATMAP = "heatmap"


class View(StrEnum):
    """What the nodes of a network are."""

    ENTITIES = "entities"
    EVENTS = "events"


class Rows(StrEnum):
    """How the answer of a query is written."""

    TABLE = "table"
    CSV = "csv"
    TSV = "tsv"
    JSON = "json"
    XML = "xml"
    TTL = "ttl"


class Facts(StrEnum):
    """How extracted claims are written."""

    TABLE = "table"
    JSONL = "jsonl"
    TTL = "ttl"


class Report(StrEnum):
    """How scores are written."""

    TABLE = "table"
    JSON = "json"
