"""`kgraph show`: the dossier of an entity, an event or a path between two: what, when, and who says so."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer
from rich.table import Table
from rich.text import Text

from kgraph.cli import completion, output
from kgraph.cli.app import command
from kgraph.cli.options import GRAPH, Graph, MinConfidence, Since, Statuses, Types, Until
from kgraph.errors import NotFoundError
from kgraph.knowledge_graph import KnowledgeGraph
from kgraph.model import Modality, Polarity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from kgraph.model import Article, Claim, Entity, Event

_READINGS = 5  # reasons for taking a name for an entity, the most frequent ones
_TOLD = 3  # events of a step of a path, those that most claims tell of
_STYLES = {"Reported": "green", "Disputed": "red", "Denied": "red", "Alleged": "yellow", "Planned": "cyan"}


@command(
    'kgraph show "Kaspersky Lab"',
    'kgraph show "Kaspersky Lab" --type Ban --quotes 1',
    "kgraph show Twitter --to Huawei",
    "kgraph show ev:3f9c0a1b2c3d4e5f",
)
def show(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME",
            help="The name or id of an entity, or the id of an event.",
            autocompletion=completion.entities,
        ),
    ],
    to: Annotated[
        str | None,
        typer.Option(
            "--to",
            metavar="NAME",
            help="Show instead the shortest path from NAME to this entity, step by step.",
            autocompletion=completion.entities,
        ),
    ] = None,
    graph: Graph = GRAPH,
    quotes: Annotated[
        int | None,
        typer.Option(
            "--quotes",
            "-n",
            min=0,
            metavar="N",
            help="How many sentences to quote for an event.",
            show_default="3; of a single event all, of a path 1",
        ),
    ] = None,
    type_: Types = None,
    since: Since = None,
    until: Until = None,
    status: Statuses = None,
    min_confidence: MinConfidence = None,
) -> None:
    """Show all that the graph knows of an entity or an event: the timeline, the quotes, who says so.

    --to shows how two entities are linked: the shortest chain of events from the one to the other,
    whichever way these point.
    """
    if not name.strip():
        raise typer.BadParameter("give the name of an entity, or the id of an event")
    given: dict[str, Any] = {
        "type": type_,
        "since": since,
        "until": until,
        "status": status,
        "min_confidence": min_confidence,
    }
    filters = {name: value for name, value in given.items() if value}
    with KnowledgeGraph.open(graph, read_only=True) as opened:
        if to is not None:
            _show_path(opened, (name, to), 1 if quotes is None else quotes, filters)
            return
        if (event := _event(opened, name)) is not None:
            if filters:
                raise typer.BadParameter("--type, --since and the like choose events of an entity")
            quoted = len(event.claims) if quotes is None else quotes
            output.show(_dossier([event], quoted, _Articles.of(opened, [event])))
            return
        entity, *others = opened.entities(name.removeprefix("ent:"))
        events = _timeline(opened, entity, filters)
        articles = _Articles.of(opened, events)
        readings = _readings(opened, entity)
    output.show(
        *_head(entity, readings),
        *([""] if events else []),
        _dossier(events, 3 if quotes is None else quotes, articles),
    )
    if filters and not events:
        output.note("No events of that kind: widen the filters")
    if others:
        output.note(f"Also named so: {', '.join(f'ent:{other.id}' for other in others)}")


def _show_path(graph: KnowledgeGraph, ends: tuple[str, str], quotes: int, filters: dict[str, Any]) -> None:
    """Show the path of most events among the shortest ones, step by step."""
    first, last = (end.removeprefix("ent:") for end in ends)
    found = graph.paths(first, last, most=1, **filters)
    path = found[0]
    articles = _Articles.of(graph, [event for step in path.steps for event in step[:_TOLD]])
    output.show(Text(output.printable(str(path)), style="bold"))
    for ends_of_step, step in zip(pairwise(path.entities), path.steps, strict=True):
        title = " — ".join(end.label for end in ends_of_step)
        more = f"  {_TOLD} of {len(step)} events" if len(step) > _TOLD else ""
        output.show("", Text.assemble((output.printable(title), "bold"), (more, "dim")))
        output.show(_dossier(list(step[:_TOLD]), quotes, articles))
    if found.total > 1:
        output.note(
            f"One of {found.total} paths of {output.counted(len(path.steps), 'step')}; none is shorter. "
            "kgraph draw --from A --to B draws them all"
        )


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


def _timeline(graph: KnowledgeGraph, entity: Entity, filters: dict[str, Any]) -> list[Event]:
    sides = (graph.events(actor=entity.id, **filters), graph.events(target=entity.id, **filters))
    events = {event.id: event for side in sides for event in side}
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
        for claim in sorted(event.claims, key=_place_among_quotes)[:quotes]:
            grid.add_row("", Text(output.printable(f"“{claim.sentence.text}”")))
            grid.add_row("", Text(output.printable(_provenance(claim, articles)), style="dim"))
        if quotes and event is not events[-1]:
            grid.add_row("", "")
    return grid


def _place_among_quotes(claim: Claim) -> tuple[bool, float, str, int]:
    """What says that it is so comes before what alleges, plans or denies it; then what is surest."""
    is_plain = claim.modality is Modality.ACTUAL and claim.polarity is Polarity.POSITIVE
    return not is_plain, -claim.confidence, claim.article, claim.sentence.start


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
