"""An event in words: its status before all else, then the sentences that it was read from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgraph.model import Modality, Polarity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kgraph.model import Article, Claim, Event

_QUOTES = 4
_SAID = {Modality.ACTUAL: "stated", Modality.ALLEGED: "alleged", Modality.PLANNED: "planned"}


def headline(event: Event) -> str:
    """An event in a line that no reader takes for more than was said.

    Such as "Alleged: Russia spies on DHS, 2018-04".
    """
    when = f", {event.time}" if event.time else ""
    what = f" ({event.object})" if event.object and event.object not in event.label else ""
    return f"{event.status.value}: {event.label}{what}{when}"


def account(event: Event, articles: Mapping[str, Article]) -> str:
    """An event with who says it in which words; of many claims at least one of each sort is quoted."""
    counted = f"{_count(event.claim_count, 'claim')} in {_count(event.source_count, 'article')}"
    lines = [f"{headline(event)}. {counted}."]
    quoted = list(_varied(event.claims))
    lines.extend(_quote(claim, articles[claim.article]) for claim in quoted[:_QUOTES])
    if len(quoted) > _QUOTES:
        lines.append(f"... and {_count(len(quoted) - _QUOTES, 'more claim')}")
    return "\n".join(lines)


def _varied(claims: tuple[Claim, ...]) -> Iterator[Claim]:
    """The claims, the first of each modality and polarity before the rest."""
    sorts: dict[tuple[str, str], Claim] = {}
    for claim in claims:
        sorts.setdefault((claim.polarity, claim.modality), claim)
    first = list(sorts.values())
    yield from first
    yield from (claim for claim in claims if claim not in first)


def _quote(claim: Claim, article: Article) -> str:
    said = "denied" if claim.polarity is Polarity.NEGATIVE else _SAID[claim.modality]
    names = " and ".join(mention.entity.label for mention in claim.source)
    words = " ".join(claim.sentence.text.split())
    where = article.title or article.id
    if article.published:
        where += f", {article.published.isoformat()}"
    return f"- {said}{f', according to {names}' if names else ''}: “{words}” ({where})"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
