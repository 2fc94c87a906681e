"""`kgraph entities`, `same`, `different` and `corrections`: who is who."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kgraph.cli import completion, output
from kgraph.cli.app import command
from kgraph.cli.existing import opened_for_change
from kgraph.cli.options import GRAPH, Facts, Gazetteer, Graph
from kgraph.knowledge_graph import KnowledgeGraph

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kgraph.model import Entity

_KNOWN = ["Entity", "Id", "What", "Of", "Also called", "Wikidata"]
_NAMES = 6  # other names that fit a table

Name = Annotated[str, typer.Argument(help="The name or id of an entity.", autocompletion=completion.entities)]
Other = Annotated[
    str, typer.Argument(help="The name or id of the other.", autocompletion=completion.entities)
]


@command(
    'kgraph entities "fancy bear"',
    "kgraph entities --kind agency --country Estonia",
    "kgraph entities FSB --format jsonl",
    "kgraph entities -o gazetteer.ttl",
)
def entities(
    name: Annotated[str, typer.Argument(metavar="[NAME]", help="A name, or something like it.")] = "",
    kind: Annotated[str, typer.Option(help="Only of this kind or type: agency, person, Malware ...")] = "",
    country: Annotated[str, typer.Option(help="Only of this country.")] = "",
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, metavar="N", help="At most so many.")] = 20,
    format_: Annotated[Facts, typer.Option("--format", "-f", help="How to write them.")] = Facts.TABLE,
    output_: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write all as SKOS to a .ttl file.")
    ] = None,
    gazetteer: Gazetteer = None,
) -> None:
    """Search the entities that kgraph knows, yours among them, or write them out as SKOS."""
    from kgraph.gazetteer import Gazetteer as Entities
    from kgraph.graph.scheme import skos

    known = Entities.load(*(gazetteer or ()))
    if output_ is not None:
        if output_.suffix != ".ttl":
            raise typer.BadParameter(f"{output_} should end in .ttl: entities are written as Turtle")
        output_.write_bytes(skos(known))
        output.line(f"Wrote {len(known):,} entities to {output_}")
        return
    home = {entity.id for entity in known.lookup(country)} | {country} if country else set()
    wanted = kind.casefold()
    found: Iterable[Entity] = known
    if name:
        exact = known.lookup(name)
        found = dict.fromkeys((*exact, *known.search(name, limit=limit * 10)))
    fitting = (
        entity
        for entity in found
        if (not wanted or wanted in {entity.kind.casefold(), entity.type.casefold()})
        and (not home or entity.country in home or entity.id in home)
    )
    _write(list(islice(fitting, limit)), format_)


def _write(found: list[Entity], format_: Facts) -> None:
    from dataclasses import asdict

    if format_ is Facts.TTL:
        from kgraph.graph.scheme import skos

        output.write(skos(found).decode())
    elif format_ is Facts.JSONL:
        for entity in found:
            output.write(output.json_line(asdict(entity)))
    elif not found:
        output.note("No entity of that kind is known; add yours with --gazetteer FILE")
        raise typer.Exit(1)
    else:
        output.show(output.table(map(_row, found), _KNOWN))


def _row(entity: Entity) -> list[object]:
    names = [name for name in entity.aliases if name != entity.label]
    more = f" and {len(names) - _NAMES} more" if len(names) > _NAMES else ""
    home = entity.parent or entity.country
    return [
        entity.label,
        entity.id,
        entity.kind or entity.type.value,
        home.replace("_", " "),
        ", ".join(names[:_NAMES]) + more,
        entity.wikidata,
    ]


@command('kgraph same "Acme" "Acme Holdings"', "kgraph same ent:Acme ent:ACME --graph news")
def same(name: Name, other: Other, graph: Graph = GRAPH) -> None:
    """Put two entities of the graph together: from now on OTHER is NAME.

    This holds for articles to come too; `kgraph different` takes it back.
    """
    with opened_for_change(graph) as opened:
        changed = opened.same(name, other)
        kept = opened.entity(name)
    output.line(f"{other} is {kept.label} (ent:{kept.id}) now; {_changed(changed)}")


@command(
    'kgraph different "Acme" "Acme Holdings"',
    'kgraph different "John Smith" "John Smith (footballer)" --article cup-final',
)
def different(
    name: Name,
    other: Other,
    article: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ID",
            help="An article in which OTHER is meant; may be repeated.",
            autocompletion=completion.articles,
        ),
    ] = None,
    graph: Graph = GRAPH,
) -> None:
    """Tell two entities apart that the graph takes for one.

    What `kgraph same` put together comes apart. Else whoever the articles call OTHER, or in the articles
    given all who were taken for NAME, become an entity of their own; for articles to come, too.
    """
    with opened_for_change(graph) as opened:
        changed = opened.different(name, other, article or ())
    output.line(f"{other} is told apart from {name} now; {_changed(changed)}")


@command("kgraph corrections", "kgraph corrections --graph news")
def corrections(graph: Graph = GRAPH) -> None:
    """List what was put right with `kgraph same` and `kgraph different`."""
    with KnowledgeGraph.open(graph, read_only=True) as opened:
        found = opened.corrections()
    rows = (
        [
            f"ent:{c.other.id}",
            "is" if c.same else "is not",
            f"ent:{c.entity.id}",
            ", ".join(c.articles) if c.articles else ", ".join(f"“{name}”" for name in c.names),
        ]
        for c in found
    )
    if found:
        output.show(output.table(rows, ["Entity", "", "Other", "Where"]))
    else:
        output.note("Nothing was put right")


def _changed(number: int) -> str:
    return f"{output.counted(number, 'article')} changed"
