"""What notebooks show of entities, events and lists of events, and what they suggest."""

from __future__ import annotations

import html.parser
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from IPython.core.completer import provisionalcompleter
from IPython.core.interactiveshell import InteractiveShell

import kgraph
from kgraph.errors import NotFoundError
from kgraph.events import EVENT_COLUMNS, Events
from kgraph.model import Entity, EntityType, Event, Span, Status

if TYPE_CHECKING:
    from pathlib import Path

    from kgraph.knowledge_graph import KnowledgeGraph
    from kgraph.model import Extraction

HOSTILE = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>&lt;b&gt;</table>$x$"
TAGS = {"b", "br", "caption", "div", "li", "p", "small", "table", "tbody", "td", "th", "thead", "tr", "ul"}


@pytest.fixture
def graph(samples: list[Extraction]) -> KnowledgeGraph:
    graph = kgraph.open()
    graph.add(samples)
    return graph


class Shown(html.parser.HTMLParser):
    """What a browser makes of HTML: its text, its tags and their attributes."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.text = ""
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.open: list[str] = []
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def seen(markup: str) -> str:
    """The text of HTML that is whole and harmless."""
    shown = Shown(markup)
    assert shown.open == []
    assert shown.tags <= TAGS
    assert shown.attributes <= {"class"}
    assert "mathjax_ignore" in markup
    return shown.text


def hostile(event: Event) -> Event:
    """The event with hostile text wherever an article's text may stand."""
    entity = Entity(
        HOSTILE, HOSTILE, EntityType.ORGANIZATION, HOSTILE, HOSTILE, HOSTILE, HOSTILE, (f"a{HOSTILE}",)
    )
    claims = [
        replace(
            claim,
            article=HOSTILE,
            sentence=Span(0, len(HOSTILE), HOSTILE),
            source=tuple(replace(source, entity=entity) for source in (claim.target,)),
        )
        for claim in event.claims
    ]
    return replace(
        event,
        label=HOSTILE,
        actor=entity,
        target=entity,
        place=entity,
        object=HOSTILE,
        time=HOSTILE,
        claims=tuple(claims),
    )


def test_an_event_shows_who_says_so(graph: KnowledgeGraph) -> None:
    (event,) = graph.events(status="Disputed")
    text = seen(event._repr_html_())
    assert text.startswith(f"{event.label}Disputed · ")
    assert f"{event.source_count} articles" in text
    for claim in event.claims:
        assert f"“{claim.sentence.text}”" in text
        assert f"in {claim.article}" in text
        assert all(f"according to {source.entity.label}" in text for source in claim.source)
    assert text.count("denied, ") == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"time": "2018-04"}, "Reported · 2018-04 · about ads · 2 articles · confidence 0.98"),
        ({"time": None}, "Reported · reported 2018-04-25 · "),
        ({"time": None, "last_reported": None}, "Reported · no date · "),
        ({"object": "purchasing ads"}, " · about purchasing ads · "),
        ({"place": Entity("Paris", "Paris", EntityType.PLACE)}, " · in Paris · "),
        ({"status": Status.ALLEGED}, "Alleged · "),
    ],
)
def test_an_event_shows_what_is_known(graph: KnowledgeGraph, change: dict[str, Any], words: str) -> None:
    (event,) = graph.events(type="Ban")
    assert words in seen(replace(event, **change)._repr_html_())


def test_an_entity_shows_what_is_known(graph: KnowledgeGraph) -> None:
    text = seen(graph["Twitter"]._repr_html_())
    assert text == "TwittertypeOrganization, companycountryUnited Statesident:TwitterWikidataQ918"
    assert "other namesKaspersky" in seen(graph["Kaspersky"]._repr_html_())


def test_hostile_text_is_text(graph: KnowledgeGraph) -> None:
    event = hostile(graph.events(type="Ban")[0])
    assert event.actor is not None
    assert seen(event._repr_html_()).count(HOSTILE) == 4 + 3 * len(event.claims)
    assert seen(event.actor._repr_html_()).count(HOSTILE) == 7
    assert seen(Events([event])._repr_html_()).count(HOSTILE) == 2


def test_much_is_cut_and_says_so(graph: KnowledgeGraph) -> None:
    (event,) = graph.events(type="Ban")
    many = replace(event, claims=event.claims[:1] * 23)
    assert seen(many._repr_html_()).endswith("3 more in .claims")
    assert seen(Events([event] * 100)._repr_html_()).count(event.label) == 100
    table = seen(Events([event] * 103)._repr_html_())
    assert table.count(event.label) == 100
    assert table.endswith("3 more events; all of them with .to_pandas()")


def test_events_are_a_list(graph: KnowledgeGraph) -> None:
    events = graph.events()
    assert isinstance(events, list)
    assert isinstance(events[2:4], Events)
    assert list(events[2:4]) == [events[2], events[3]]
    assert events == list(events)


def test_events_as_a_frame(graph: KnowledgeGraph, tmp_path: Path) -> None:
    """It is the table that export writes, in the order of time."""
    frame = graph.events().to_pandas()
    graph.export(tmp_path / "events.parquet")
    written = pd.read_parquet(tmp_path / "events.parquet")
    order = written.set_index("event").loc[frame["event"]].reset_index()[list(written.columns)]
    pd.testing.assert_frame_equal(frame, order, check_dtype=False)
    assert list(Events().to_pandas().columns) == list(EVENT_COLUMNS)


def test_an_entity_by_its_name(graph: KnowledgeGraph) -> None:
    assert graph["kaspersky"] == graph.entity("Kaspersky Lab")
    assert "kaspersky" in graph
    assert "Kasperski" not in graph
    assert 0 not in graph
    with pytest.raises(NotFoundError, match="did you mean Kaspersky Lab"):
        graph["Kasperski Lab"]
    with pytest.raises(TypeError, match="not iterable"):
        iter(graph)  # type: ignore[call-overload]


def test_names_of_entities_are_suggested(graph: KnowledgeGraph) -> None:
    shell = InteractiveShell()  # type: ignore[no-untyped-call]
    shell.user_ns["graph"] = graph

    def suggested(code: str) -> list[str]:
        with provisionalcompleter():
            return [found.text for found in shell.Completer.completions(code, len(code))]

    assert suggested('graph["Kas') == ["Kaspersky Lab"]
    assert "Department of Homeland Security" in suggested('graph["')
