"""`kgraph show`: the dossier of an entity or an event: what, when, and who says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from rich.padding import Padding
from rich.text import Text

from kgraph.cli import completion, output
from kgraph.cli.app import command
from kgraph.cli.options import GRAPH, Graph
from kgraph.errors import NotFoundError
from kgraph.knowledge_graph import KnowledgeGraph

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from kgraph.model import Article, Claim, Entity, Event

_STYLES = {"Reported": "green", "Disputed": "red", "Denied": "red", "Alleged": "yellow", "Planned": "cyan"}


@command('kgraph show "Kaspersky Lab"', "kgraph show Twitter --quotes 1", "kgraph show ev:3f9c0a1b2c3d4e5f")
def show(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME",
            help="The name or id of an entity, or the id of an event.",
            autocompletion=completion.entities,
        ),
    ],
    graph: Graph = GRAPH,
    quotes: Annotated[
        int,
        typer.Option("--quotes", "-n", min=0, metavar="N", help="How many sentences to quote for an event."),
    ] = 3,
) -> None:
    """Show all that the graph knows of an entity or an event: the timeline, the quotes, who says so."""
    with KnowledgeGraph.open(graph, read_only=True) as opened:
        found = _find(opened, name)
        articles = {article.id: article for article in opened.articles()}
        entity, events = found if isinstance(found, tuple) else (None, [found])
    parts = [*_head(entity)] if entity else []
    for event in events:
        parts += _event(event, quotes if entity else max(quotes, len(event.claims)), articles)
    output.show(*parts)


def _find(graph: KnowledgeGraph, name: str) -> tuple[Entity, list[Event]] | Event:
    try:
        entity = graph.entity(name.removeprefix("ent:"))
    except NotFoundError:
        try:
            return graph.event(name.removeprefix("ev:"))
        except NotFoundError:
            pass
        raise
    events = {event.id: event for event in (*graph.events(actor=entity.id), *graph.events(target=entity.id))}
    return entity, sorted(events.values(), key=_place_in_timeline)


def _place_in_timeline(event: Event) -> tuple[str, str, str, str]:
    """What is dated first; the rest in the order in which it was reported."""
    reported = event.first_reported.isoformat() if event.first_reported else "9999"
    return event.time or "9999", reported, event.label, event.id


def _head(entity: Entity) -> Iterator[RenderableType]:
    traits = [entity.type.value, entity.kind, entity.country.replace("_", " "), entity.wikidata]
    yield Text.assemble(
        (output.printable(entity.label), "bold"), "  ", output.printable(", ".join(filter(None, traits)))
    )
    names = [alias for alias in entity.aliases if alias != entity.label]
    if names:
        yield Text(output.printable(f"Also: {', '.join(names)}"))


def _event(event: Event, quotes: int, articles: dict[str, Article]) -> Iterator[RenderableType]:
    counts = f"{_counted(event.claim_count, 'claim')} in {_counted(event.source_count, 'article')}"
    about = f" ({event.object})" if event.object else ""
    yield ""
    yield Text.assemble(
        f"{event.time or '':10}  ",
        (output.printable(event.label + about), "bold"),
        "  ",
        (event.status.value, _STYLES[event.status]),
        f", {counts}, ev:{event.id}",
    )
    for claim in sorted(event.claims, key=lambda c: (-c.confidence, c.article, c.sentence.start))[:quotes]:
        yield Padding(Text(output.printable(f"“{claim.sentence.text}”")), (0, 0, 0, 12))
        yield Padding(Text(output.printable(_provenance(claim, articles)), style="dim"), (0, 0, 0, 12))


def _provenance(claim: Claim, articles: dict[str, Article]) -> str:
    article = articles[claim.article]
    parts = [
        "not so" if claim.polarity == "negative" else "",
        claim.modality.value if claim.modality != "actual" else "",
        f"according to {', '.join(m.entity.label for m in claim.source)}" if claim.source else "",
        article.publisher,
        article.published.isoformat() if article.published else "",
        f"{article.id}#char={claim.sentence.start},{claim.sentence.end}",
    ]
    return f"— {'; '.join(filter(None, parts))}"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
