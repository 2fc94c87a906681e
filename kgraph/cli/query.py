"""`kgraph query` and `kgraph stats`: what the graph holds."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kgraph.cli import completion, output
from kgraph.cli.app import command
from kgraph.cli.options import GRAPH, Graph, Rows
from kgraph.errors import InputError
from kgraph.knowledge_graph import KnowledgeGraph
from kgraph.named_queries import named_queries, named_query
from kgraph.query import hints

if TYPE_CHECKING:
    from kgraph.query import Result


@command(
    "kgraph query events",
    'kgraph query timeline --param entity="Kaspersky Lab" --param since=2018',
    "kgraph query 'SELECT ?who WHERE { ?who kg:bans ent:Kaspersky_Lab }'",
    "kgraph query question.rq --format csv > answer.csv",
)
def query(
    question: Annotated[
        str | None,
        typer.Argument(
            metavar="SPARQL|FILE|NAME",
            help="A query, a file that holds one, - for standard input, or a name from --list.",
            autocompletion=completion.queries,
        ),
    ] = None,
    param: Annotated[
        list[str] | None,
        typer.Option(
            "--param",
            "-p",
            metavar="NAME=VALUE",
            help="A parameter of the query; may be repeated: the same one twice means either value.",
            autocompletion=completion.parameters,
        ),
    ] = None,
    graph: Graph = GRAPH,
    format_: Annotated[Rows, typer.Option("--format", "-f", help="How to write the answer.")] = Rows.TABLE,
    list_: Annotated[
        bool,
        typer.Option("--list", "-l", help="List the queries that have names, or what one of them takes."),
    ] = False,
) -> None:
    """Ask the graph in SPARQL 1.1.

    All prefixes are bound: kg, ent, ev, cl, art, sem, prov, nif, gaf, schema, skos, owl and wd. Articles and
    claims are in named graphs, one an article: GRAPH ?article { ... }.
    """
    if list_:
        _list(question)
        return
    if question is None:
        raise typer.BadParameter("give a query, a file or a name; --list shows the names")
    given = _given(param or [])
    with KnowledgeGraph.open(graph, read_only=True) as opened:
        text = _text(question)
        result = opened.query(text, **given)
        _print(result, format_)
        for hint in hints(opened.store, text) if not result and format_ is Rows.TABLE else ():
            output.note(hint)


@command("kgraph stats", "kgraph stats --graph news")
def stats(graph: Graph = GRAPH) -> None:
    """Count what the graph holds."""
    with KnowledgeGraph.open(graph, read_only=True) as opened:
        held = opened.stats()
    totals = {
        name.capitalize(): f"{getattr(held, name):,}"
        for name in ("articles", "copies", "claims", "entities", "events", "quads")
        if name != "copies" or held.copies
    }
    output.show(
        output.pairs(totals),
        "",
        output.table(held.by_status.items(), ["Status", "Events"], numbers=["Events"]),
        "",
        output.table(held.by_type.items(), ["Type", "Events"], numbers=["Events"]),
    )


def _list(name: str | None) -> None:
    if name is None:
        rows = [(query.name, query.description, query.usage) for query in named_queries().values()]
        output.show(output.table(rows, ["Name", "Answers", "Parameters"]))
        return
    query = named_query(name)
    output.line(query.description)
    if query.parameters:
        told = [(p.name, p.type, p.default or ("required" if p.required else ""), p.description)
                for p in query.parameters]  # fmt: skip
        output.show("", output.table(told, ["Parameter", "Type", "Unless given", "Meaning"]))


def _given(pairs: list[str]) -> dict[str, list[str]]:
    """The values of each parameter."""
    given: dict[str, list[str]] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not name or not equals:
            raise typer.BadParameter(f"{pair!r} should be NAME=VALUE", param_hint="--param")
        given.setdefault(name, []).append(value)
    return given


def _text(question: str) -> str:
    if question == "-":
        return sys.stdin.read()
    if not _is_file(question):
        return question
    try:
        return Path(question).read_text(encoding="utf-8")
    except UnicodeDecodeError as exc:
        raise InputError(question, "is not UTF-8 text") from exc


def _is_file(question: str) -> bool:
    if question in named_queries():
        return False
    # A suffix of queries is meant as a file even where there is none, whose error says so.
    return question.endswith((".rq", ".sparql")) or os.path.isfile(question)  # noqa: PTH113 - any text will do


def _print(result: Result, format_: Rows) -> None:
    if format_ is not Rows.TABLE:
        text = result.format(format_.value)
        output.write(text if text.endswith("\n") else f"{text}\n")
    elif result.kind == "ask":
        output.line(result.format())
    elif result:
        output.show(output.table(result.cells(), result.variables))
    else:
        output.note("no results")
