"""`kgraph show`: the dossier of an entity or an event: what, when, and who says so."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer
from rich.table import Table
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

_READINGS = 5  # reasons for taking a name for an entity, the most frequent ones
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
        int | None,
        typer.Option(
            "--quotes",
            "-n",
            min=0,
            metavar="N",
            help="How many sentences to quote for an event.",
            show_default="3; of a single event all",
        ),
    ] = None,
) -> None:
    """Show all that the graph knows of an entity or an event: the timeline, the quotes, who says so."""
    if not name.strip():
        raise typer.BadParameter("give the name of an entity, or the id of an event")
    with KnowledgeGraph.open(graph, read_only=True) as opened:
        if (event := _event(opened, name)) is not None:
            quoted = len(event.claims) if quotes is None else quotes
            output.show(_dossier([event], quoted, _Articles.of(opened, [event])))
            return
        entity, *others = opened.entities(name.removeprefix("ent:"))
        events = _timeline(opened, entity)
        articles = _Articles.of(opened, events)
        readings = _readings(opened, entity)
    output.show(
        *_head(entity, readings),
        *([""] if events else []),
        _dossier(events, 3 if quotes is None else quotes, articles),
    )
    if others:
        output.note(f"Also named so: {', '.join(f'ent:{other.id}' for other in others)}")


class _Articles(NamedTuple):
    """The articles that events are told by, and of those that are copies their originals, by id."""

    by_id: dict[str, Article]
    originals: dict[str, str]

    @classmethod
    def of(cls, graph: KnowledgeGraph, events: list[Event]) -> _Articles:
        ids = {claim.article for event in events for claim in event.claims}
        return cls({name: graph.article(name) for name in ids}, dict(graph.copies()))


def _event(graph: KnowledgeGraph, name: str) -> Event | None:
    """The event of that id; None where the name is not one of an event."""
    try:
        return graph.event(name.removeprefix("ev:"))
    except NotFoundError:
        if name.startswith("ev:"):
            raise
        return None


def _timeline(graph: KnowledgeGraph, entity: Entity) -> list[Event]:
    events = {event.id: event for event in (*graph.events(actor=entity.id), *graph.events(target=entity.id))}
    return sorted(events.values(), key=_place_in_timeline)


def _place_in_timeline(event: Event) -> tuple[str, str, str, str]:
    """What is dated first; the rest in the order in which it was reported."""
    reported = event.first_reported.isoformat() if event.first_reported else "9999"
    return event.time or "9999", reported, event.label, event.id


def _readings(graph: KnowledgeGraph, entity: Entity) -> Counter[tuple[str, str]]:
    """How often which form of a name was taken for an entity for which reason, where there was a choice."""
    return Counter(
        (mention.span.text, mention.reason) for mention in graph.mentions(entity.id) if mention.reason
    )


def _head(entity: Entity, readings: Counter[tuple[str, str]]) -> Iterator[RenderableType]:
    traits = [entity.type.value, entity.kind, entity.country.replace("_", " "), entity.wikidata]
    yield Text.assemble(
        (output.printable(entity.label), "bold"), "  ", output.printable(", ".join(filter(None, traits)))
    )
    names = [alias for alias in entity.aliases if alias != entity.label]
    if names:
        yield Text(output.printable(f"Also: {', '.join(names)}"))
    for (form, reason), count in readings.most_common(_READINGS):
        times = f"{count} times" if count > 1 else "once"
        yield Text(output.printable(f"“{form}” {times}: {reason}"), style="dim")


def _dossier(events: list[Event], quotes: int, articles: _Articles) -> Table:
    """The events with their times beside them, and with so many quotes each."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(width=10)
    grid.add_column(overflow="fold")
    for event in events:
        grid.add_row(event.time or "", _headline(event))
        for claim in sorted(event.claims, key=lambda c: (-c.confidence, c.article, c.sentence.start))[
            :quotes
        ]:
            grid.add_row("", Text(output.printable(f"“{claim.sentence.text}”")))
            grid.add_row("", Text(output.printable(_provenance(claim, articles)), style="dim"))
        if quotes and event is not events[-1]:
            grid.add_row("", "")
    return grid


def _headline(event: Event) -> Text:
    claims = output.counted(event.claim_count, "claim")
    count = len({claim.article for claim in event.claims})
    copies = f" ({output.counted(event.source_count, 'source')})" if count > event.source_count else ""
    about = f" ({event.object})" if event.object else ""
    return Text.assemble(
        (output.printable(event.label + about), "bold"),
        "  ",
        (event.status.value, _STYLES[event.status]),
        f", {claims} in {output.counted(count, 'article')}{copies}, ev:{event.id}",
    )


def _provenance(claim: Claim, articles: _Articles) -> str:
    article, original = articles.by_id[claim.article], articles.originals.get(claim.article)
    parts = [
        "not so" if claim.polarity == "negative" else "",
        claim.modality.value if claim.modality != "actual" else "",
        f"according to {', '.join(m.entity.label for m in claim.source)}" if claim.source else "",
        article.publisher,
        article.published.isoformat() if article.published else "",
        f"{article.id}#{claim.sentence.fragment}",
        f"a copy of {original}" if original else "",
    ]
    return f"— {'; '.join(filter(None, parts))}"
