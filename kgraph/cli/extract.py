"""`kgraph extract`: what articles say, without a graph."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from kgraph.cli import output
from kgraph.cli.app import command, fail
from kgraph.cli.options import Facts, Gazetteer, Inputs, Model, Workers
from kgraph.ontology import types

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kgraph.knowledge_graph import KnowledgeGraph
    from kgraph.model import Extraction, Proposition
    from kgraph.readers import Skipped

Record = dict[str, Any]
T = TypeVar("T", "Extraction", "Proposition")

_CLAIM = ["Article", "Who", "Does", "Whom", "Status", "According to", "When"]
_PROPOSITION = ["Article", "Who", "Does", "What", "Status", "According to"]


@command(
    "kgraph extract article.html",
    "kgraph extract news/*.json --format jsonl > events.jsonl",
    "kgraph extract - --open < article.txt",
)
def extract(
    inputs: Inputs,
    format_: Annotated[Facts, typer.Option("--format", "-f", help="How to write the claims.")] = Facts.TABLE,
    open_: Annotated[
        bool,
        typer.Option("--open", help="Write untyped propositions: whatever is said."),
    ] = False,
    workers: Workers = 1,
    model: Model = None,
    gazetteer: Gazetteer = None,
) -> None:
    """Show the events and relations that articles tell, without keeping them.

    With --format jsonl, one record a line: the claims of one article about the same event.
    """
    from kgraph import pipeline
    from kgraph.records import proposition_record, records

    names = gazetteer or ()
    if open_ and format_ is Facts.TTL:
        raise typer.BadParameter("propositions have no types, so no Turtle: use --format table or jsonl")
    if format_ is Facts.TTL:
        _turtle(pipeline.build(inputs, model=model, gazetteer=names, workers=workers))
        return
    found: Iterable[Record]
    if open_:
        found = map(proposition_record, _read(pipeline.extract_open(inputs, model=model, gazetteer=names)))
    else:
        read = _read(pipeline.extract(inputs, model=model, gazetteer=names, workers=workers))
        found = (record for extraction in read for record in records(extraction))
    if format_ is Facts.JSONL:
        for record in found:
            output.write(output.json_line(record))
            sys.stdout.flush()  # each line at once: readers of a pipe see progress
    elif open_:
        output.show(output.table(map(_proposition_row, found), _PROPOSITION))
    else:
        output.show(output.table(map(_claim_row, found), _CLAIM))


def _claim_row(record: Record) -> list[object]:
    return [
        record["article"],
        record["actor"]["label"] if record["actor"] else "(unnamed)",
        types()[record["type"]].label,
        record["target"]["label"],
        _status(record),
        ", ".join(source["label"] for source in record["source"]),
        record["time"],
    ]


def _proposition_row(record: Record) -> list[object]:
    return [
        record["article"],
        record["subject"],
        record["relation"],
        "; ".join(record["arguments"]),
        _status(record),
        ", ".join(record["source"]),
    ]


def _status(record: Record) -> str:
    if record["polarity"] == "negative":
        return "denied" if record["modality"] == "actual" else f"{record['modality']} not"
    return "reported" if record["modality"] == "actual" else str(record["modality"])


def _turtle(graph: KnowledgeGraph) -> None:
    for skipped in graph.report.skipped:
        _note(skipped)
    if not graph.report.articles:
        fail("nothing could be read")
    turtle = graph.store.dump(None, "ttl") or b""
    output.write(turtle.decode())


def _read(results: Iterable[T | Skipped]) -> Iterator[T]:
    """Pass on what was read and name what was not; fail at the end when nothing was."""
    from kgraph.readers import Skipped

    read = skipped = 0
    for result in results:
        if isinstance(result, Skipped):
            skipped += 1
            _note(result)
        else:
            read += 1
            yield result
    if not read:
        fail("nothing could be read" if skipped else "found nothing to read")


def _note(skipped: Skipped) -> None:
    output.note(f"Skipped {skipped.name}: {skipped.reason}")
