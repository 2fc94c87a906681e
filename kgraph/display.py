"""How a notebook shows an entity, an event and a list of events: small HTML.

All text of articles is escaped, and kept from MathJax, which would take what stands between two dollars for
a formula. What is shown stands on `kgraph.model`, which calls these functions; so they know it by its
fields alone.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kgraph.model import Claim, Entity, Event

PLAIN = 'class="tex2jax_ignore mathjax_ignore"'
_ROWS = 100
_CLAIMS = 20


def entity_html(entity: Entity) -> str:
    """The entity with its type and all that is known of it, as a table."""
    facts = [
        ("type", f"{entity.type}, {entity.kind}" if entity.kind else str(entity.type)),
        ("country", entity.country.replace("_", " ")),
        ("part of", entity.parent.replace("_", " ")),
        ("other names", ", ".join(name for name in entity.aliases if name != entity.label)),
        ("id", f"ent:{entity.id}"),
        ("Wikidata", entity.wikidata),
    ]
    rows = (f"<tr><th>{name}</th><td>{escape(value)}</td></tr>" for name, value in facts if value)
    return f"<table {PLAIN}><caption>{escape(entity.label)}</caption>{''.join(rows)}</table>"


def event_html(event: Event) -> str:
    """The event with its status and time, and the claims behind it: each quoted, with who says so."""
    shown = event.claims[:_CLAIMS]
    left = len(event.claims) - len(shown)
    more = f"<p>{left} more in .claims</p>" if left else ""
    facts = " · ".join(map(escape, _facts(event)))
    claims = "".join(f"<li>{_claim(claim)}</li>" for claim in shown)
    return f"<div {PLAIN}><b>{escape(event.label)}</b><br>{facts}<ul>{claims}</ul>{more}</div>"


def events_html(events: Sequence[Event]) -> str:
    """The first events as rows of a table, and how many there are more."""
    head = "".join(f"<th>{name}</th>" for name in ("time", "event", "status", "articles", "confidence"))
    body = "".join(f"<tr>{_cells(event)}</tr>" for event in events[:_ROWS])
    left = len(events) - _ROWS
    more = f"<p>{left} more events; all of them with .to_pandas()</p>" if left > 0 else ""
    return f"<table {PLAIN}><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"


def _cells(event: Event) -> str:
    cells: Iterable[str] = (
        _time(event),
        event.label,
        event.status,
        str(event.source_count),
        f"{event.confidence:.2f}",
    )
    return "".join(f"<td>{escape(cell)}</td>" for cell in cells)


def _facts(event: Event) -> Iterator[str]:
    yield event.status
    yield _time(event) or "no date"
    if event.place:
        yield f"in {event.place.label}"
    if event.object:
        yield f"about {event.object}"
    yield f"{event.source_count} {'article' if event.source_count == 1 else 'articles'}"
    yield f"confidence {event.confidence:.2f}"


def _time(event: Event) -> str:
    """When it happened; else when it was last reported, which is told apart."""
    if event.time:
        return event.time
    return f"reported {event.last_reported.isoformat()}" if event.last_reported else ""


def _claim(claim: Claim) -> str:
    cited = ", ".join(source.entity.label for source in claim.source)
    how = "denied" if claim.polarity == "negative" else claim.modality
    says = f"according to {cited}, in {claim.article}" if cited else f"in {claim.article}"
    return f"“{escape(claim.sentence.text)}” <small>{escape(how)}, {escape(says)}</small>"
