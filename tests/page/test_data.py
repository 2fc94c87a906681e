"""What a page shows: every event with its claims, and a beginning that can be taken in."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from kgraph.errors import ExportError, InputError, NotFoundError
from kgraph.knowledge_graph import KnowledgeGraph
from kgraph.model import Article, Claim, Entity, EntityType, Extraction, Mention, Span
from kgraph.page import PageOptions, page_data, write_page

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Data = dict[str, Any]


@pytest.fixture
def graph(samples: list[Extraction]) -> KnowledgeGraph:
    made = KnowledgeGraph()
    made.add(samples)
    return made


def labels(data: Data) -> set[str]:
    """The entities that the page begins with."""
    return {data["entities"][place]["label"] for place in data["start"]["entities"]}


def event(data: Data, label: str) -> Data:
    """The only event of that label."""
    (found,) = [event for event in data["events"] if event["label"] == label]
    return dict(found)


def test_all_events_and_claims_are_there(graph: KnowledgeGraph) -> None:
    data = page_data(graph, PageOptions(entity="Russia"))
    assert sorted(e["id"] for e in data["events"]) == sorted(e.id for e in graph.events())
    assert sum(len(e["claims"]) for e in data["events"]) == graph.stats().claims


def test_an_event_says_what_the_graph_says(graph: KnowledgeGraph) -> None:
    data = page_data(graph)
    ban = event(data, "Twitter bans Kaspersky Lab")
    assert (ban["status"], ban["time"], ban["object"], ban["sources"]) == ("Reported", "2018-04", "ads", 2)
    assert data["entities"][ban["actor"]]["label"] == "Twitter"
    assert data["entities"][ban["target"]]["aliases"] == ["Kaspersky"]
    articles = [data["articles"][claim["article"]] for claim in ban["claims"]]
    assert [(a["id"], a["publisher"], a["published"]) for a in articles] == [
        ("kaspersky-responds", "Example", "2018-04-25"),
        ("twitter-ban", "Example", "2018-04-23"),
    ]
    assert articles[0]["url"] == "https://example.org/"


def test_who_is_cited_and_what_is_denied(graph: KnowledgeGraph) -> None:
    data = page_data(graph)
    ties = event(data, "Kaspersky Lab has ties to Russia")
    said = {
        (claim["negative"], claim["modality"], *(data["entities"][n]["label"] for n in claim["cited"]))
        for claim in ties["claims"]
    }
    assert said == {
        (False, "alleged", "Department of Homeland Security"),
        (True, "actual", "Eugene Kaspersky"),
    }
    assert ties["status"] == "Disputed"


def test_an_event_without_an_actor_is_there_without_one(graph: KnowledgeGraph) -> None:
    data = page_data(graph)
    (attack,) = [e for e in data["events"] if e["actor"] is None]
    assert data["entities"][attack["target"]]["label"] == "Media Prima"
    assert data["entities"][attack["place"]]["label"] == "Russia"
    assert "Media Prima" not in labels(data)


def test_the_trigger_is_cut_out_of_its_sentence(graph: KnowledgeGraph) -> None:
    for shown in page_data(graph)["events"]:
        told = graph.event(shown["id"]).claims
        for claim, original in zip(shown["claims"], told, strict=True):
            assert "".join(claim["sentence"]) == original.sentence.text
            assert claim["sentence"][1] == original.trigger.text


def test_letters_outside_the_basic_plane_do_not_shift_the_trigger() -> None:
    """Browsers count an emoji as two characters, Python as one."""
    text = "\U0001f6a8\U0001f6a8 Ann bans Bob."
    ann, bob = Entity("Ann", "Ann", EntityType.PERSON), Entity("Bob", "Bob", EntityType.PERSON)
    claim = Claim(
        "emoji", "Ban", "bans", Mention(ann, Span(3, 6, "Ann")), Mention(bob, Span(12, 15, "Bob")),
        Span(7, 11, "bans"), Span(0, 16, text),
    )  # fmt: skip
    graph = KnowledgeGraph()
    graph.add([Extraction(Article("emoji", text), claims=(claim,))])
    assert page_data(graph)["events"][0]["claims"][0]["sentence"] == [text[:7], "bans", " Bob."]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (PageOptions(), "Twitter|Kaspersky Lab|Department of Homeland Security|Eugene Kaspersky|Russia"),
        (PageOptions(types=["Ban"]), "Twitter|Kaspersky Lab"),
        (PageOptions(types="bans"), "Twitter|Kaspersky Lab"),
        (PageOptions(statuses=["Planned"]), "Twitter|Department of Homeland Security"),
        (PageOptions(until="2017"), "Kaspersky Lab|Department of Homeland Security"),
        (PageOptions(entity="Eugene Kaspersky"), "Eugene Kaspersky|Kaspersky Lab"),
        (PageOptions(entity="Media Prima"), "Media Prima"),
        (PageOptions(entity="Kaspersky", types="holdsPositionAt"), "Eugene Kaspersky|Kaspersky Lab"),
        (PageOptions(top=2), "Kaspersky Lab|Department of Homeland Security"),
    ],
)
def test_what_a_page_begins_with(graph: KnowledgeGraph, options: PageOptions, expected: str) -> None:
    data = page_data(graph, options)
    assert labels(data) == set(expected.split("|"))

    assert len(data["events"]) == graph.stats().events


def test_filters_stand_where_the_options_put_them(graph: KnowledgeGraph) -> None:
    options = PageOptions(types="bans", statuses="reported", since=date(2018, 1, 1), min_confidence=0.5)
    start = page_data(graph, options)["start"]
    assert (start["types"], start["statuses"], start["since"], start["until"]) == (
        ["Ban"], ["Reported"], "2018-01-01", "",
    )  # fmt: skip
    assert (start["confidence"], start["focus"]) == (0.5, None)
    start = page_data(graph)["start"]
    assert (start["types"], start["statuses"]) == (None, None)


def test_the_focus_gives_the_title(graph: KnowledgeGraph) -> None:
    data = page_data(graph, PageOptions(entity="Kaspersky"))
    assert data["title"] == data["entities"][data["start"]["focus"]]["label"] == "Kaspersky Lab"
    assert page_data(graph, PageOptions(entity="Kaspersky", title="Ours"))["title"] == "Ours"


def test_a_copy_leads_to_its_original(make_extraction: Callable[..., Extraction], said: Any) -> None:  # noqa: ANN401
    sentences = [said("Ban", "Twitter", "Kaspersky_Lab"), said("Warning", "DHS", "Kaspersky_Lab")] * 8
    first = make_extraction("first", *sentences, published=date(2018, 1, 1))
    copy = make_extraction("copy", *sentences, published=date(2018, 1, 2))
    graph = KnowledgeGraph()
    graph.add([first, copy])
    assert graph.copies() == [("copy", "first")]
    data = page_data(graph)
    by_id = {article["id"]: article for article in data["articles"]}
    assert data["articles"][by_id["copy"]["copyOf"]]["id"] == "first"
    assert by_id["first"]["copyOf"] is None


def test_the_same_graph_gives_the_same_data(graph: KnowledgeGraph, samples: list[Extraction]) -> None:
    other = KnowledgeGraph()
    other.add(reversed(samples))
    written = json.dumps(page_data(graph), allow_nan=False)
    assert written == json.dumps(page_data(other), allow_nan=False)
    assert json.loads(written) == page_data(graph)


def test_an_empty_graph_has_an_empty_page(tmp_path: Path) -> None:
    data = page_data(KnowledgeGraph())
    assert (data["entities"], data["events"], data["start"]["entities"]) == ([], [], [])
    with pytest.raises(NotFoundError, match="no events to draw"):
        write_page(KnowledgeGraph(), tmp_path / "page.html")


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        (PageOptions(entity="Kasperski"), NotFoundError, "Kasperski"),
        (PageOptions(types="Bann"), NotFoundError, "Bann"),
        (PageOptions(statuses="so"), NotFoundError, "so"),
        (PageOptions(since="2018-13"), InputError, "2018-13"),
        (PageOptions(since="2019", until="2018"), InputError, "before since"),
        (PageOptions(min_confidence=2), InputError, "0 to 1"),
    ],
)
def test_options_that_mean_nothing(
    graph: KnowledgeGraph, options: PageOptions, error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        page_data(graph, options)


def test_draw_writes_a_page(graph: KnowledgeGraph, tmp_path: Path) -> None:
    graph.draw(tmp_path / "graph.html", entity="Kaspersky", type=["Ban"])
    assert "<title>Kaspersky Lab</title>" in (tmp_path / "graph.html").read_text(encoding="utf-8")
    with pytest.raises(ExportError, match="cannot be written"):
        graph.draw(tmp_path / "missing" / "graph.html")
    with pytest.raises(TypeError, match="depth"):
        graph.draw(tmp_path / "graph.html", depth=2)


def test_an_article_of_which_nothing_is_known(samples: list[Extraction]) -> None:
    graph = KnowledgeGraph()
    graph.add([replace(samples[0], article=replace(samples[0].article, title="", publisher="", url=""))])
    (article,) = page_data(graph)["articles"]
    assert (article["id"], article["title"], article["publisher"], article["url"]) == (
        "twitter-ban",
        "",
        "",
        "",
    )
