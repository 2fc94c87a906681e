"""The pages of `kgraph serve` that have scripts, in a browser: what readers do, and what articles cannot."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest

from kgraph.knowledge_graph import KnowledgeGraph
from kgraph.model import Entity, EntityType

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgraph.model import Extraction

Open = Callable[..., Any]
HOSTILE = "</script><script>document.title='owned'</script><img src=https://evil.example/x onerror=alert(1)>"
EVIL = Entity(f"../ev il?#%2e'{HOSTILE}", f"Evil {HOSTILE}", EntityType.ORGANIZATION)


@pytest.fixture(scope="module")
def address(
    samples: list[Extraction],
    make_extraction: Callable[..., Extraction],
    said: type[Any],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    """The address of a server over the samples and an article that is hostile in every field."""
    twitter = Entity("Twitter", "Twitter", EntityType.ORGANIZATION)
    made = make_extraction(
        HOSTILE,
        said("Ban", EVIL.id, "Twitter", "2019-01", object=HOSTILE, source=EVIL.id),
        entities={EVIL.id: EVIL, "Twitter": twitter},
    )
    article = replace(made.article, title=HOSTILE, publisher=HOSTILE, url=f"javascript:alert(1)//{HOSTILE}")
    folder = tmp_path_factory.mktemp("served") / "graph"
    with KnowledgeGraph.open(folder) as graph:
        graph.add([*samples, replace(made, article=article)])
    command = [sys.executable, "-m", "kgraph", "serve", "--graph", str(folder), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        try:
            yield next(word for word in line.split() if word.startswith("http://")).rstrip("/")
        finally:
            process.terminate()


@pytest.fixture
def page(address: str, tab: Open) -> Open:
    """Opens a page of the server; at the end, nothing may have been asked of others, nor gone wrong."""

    def open_(path: str, width: int = 1280, **fields: str) -> Any:  # noqa: ANN401
        shown = tab(f"{address}{path}?{urlencode(fields)}", width=width)
        if path == "/explore":
            shown.wait("document.querySelector('.kg-tally') !== null")
        assert shown.run("document.documentElement.scrollWidth") == width
        return shown

    return open_


def find(shown: Any, name: str) -> None:  # noqa: ANN401
    """Search for an entity in the explorer and take the first suggestion."""
    shown.type("[role=combobox]", name)
    shown.key("Enter", 13, "\r")


def follow_link(shown: Any, text: str) -> None:  # noqa: ANN401
    """Follow the first link with this text."""
    shown.follow(f"[...document.links].find((a) => a.textContent === {json.dumps(text)}).click()")


@pytest.mark.parametrize("width", [1280, 400])
def test_from_a_search_to_the_sentence_and_to_the_event_s_page(page: Open, width: int) -> None:
    shown = page("/explore", width)
    find(shown, "eugene")
    assert shown.text("h2") == "Eugene Kaspersky"
    shown.run("document.querySelector('.kg-event').click()")
    assert shown.text("blockquote") == "Eugene Kaspersky holds position at Kaspersky Lab ."
    follow_link(shown, "Open its page")
    assert shown.text("h1") == "Eugene Kaspersky is founder of Kaspersky Lab"
    assert shown.run("location.pathname").startswith("/event/")
    follow_link(shown, "Kaspersky Lab")
    follow_link(shown, "Explore around it")
    shown.wait("document.querySelector('.kg-panel h2') !== null")
    assert shown.text(".kg-panel h2") == "Kaspersky Lab"


def test_the_explorer_filters_and_expands(page: Open) -> None:
    shown = page("/explore", entity="Russia", type="Espionage")
    assert shown.text(".kg-tools button") == "Filters (1)"
    assert shown.text(".kg-tally").startswith("2 of ")
    shown.press("Filters")
    shown.press("Clear all filters")
    shown.press("Expand (1)")
    assert shown.text(".kg-tally").startswith("3 of ")
    shown.run("document.querySelector('.kg-choice input[value=Disputed]').click()")
    shown.wait("document.querySelector('.kg-tools button').textContent === 'Filters (1)'")


@pytest.mark.parametrize("width", [1280, 400])
def test_a_query_is_written_asked_and_followed(page: Open, width: int) -> None:
    shown = page("/query", width)
    shown.type("#sparql", "SELECT ?who { ?who kg:bans ent:Kaspersky_Lab }")
    modifiers = {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13, "modifiers": 2}
    shown.follow(lambda: shown.call("Input.dispatchKeyEvent", type="keyDown", **modifiers))
    assert shown.text("tbody") == "ent:Twitter"
    assert "kg:bans" in shown.run("document.getElementById('sparql').value")
    shown.run("[...document.links].find((a) => a.textContent === 'CSV').click()")
    assert shown.saved("answer.csv") == b"who\r\nhttps://w3id.org/kgraph/entity/Twitter\r\n"
    follow_link(shown, "ent:Twitter")
    assert shown.text("h1") == "Twitter"


def test_the_editor_goes_to_the_mistake(page: Open) -> None:
    shown = page("/query", query="# \U0001f600\nSELECT * {\n  '\U0001f600' ?p }\n")
    field = "document.getElementById('sparql')"
    assert shown.run(f"document.activeElement === {field}")
    before = shown.run(f"{field}.value.slice(0, {field}.selectionStart)")
    assert before == "# \U0001f600\nSELECT * {\n  '\U0001f600' ?p "
    selected = shown.run(f"{field}.value.slice({field}.selectionStart, {field}.selectionEnd)")
    assert selected == shown.text(".place mark") == "}"


def test_a_question_fills_the_editor_at_once(page: Open) -> None:
    shown = page("/query")
    assert shown.run("document.querySelector('#questions button').checkVisibility()") is False
    shown.run(
        "((select) => { select.value = 'who-bans-whom';"
        " select.dispatchEvent(new Event('change')); })(document.getElementById('named'))"
    )
    filled = shown.run("document.getElementById('sparql').value")
    assert filled.startswith("# Who bans")
    shown.follow("document.getElementById('ask').requestSubmit()")
    assert "bans" in shown.text("tbody")


@pytest.mark.parametrize("width", [1280, 400])
def test_the_timeline_filters_and_leads_to_the_explorer(page: Open, width: int) -> None:
    shown = page("/timeline", width)
    shown.type("[name=entity]", "Media Prima")
    shown.follow("document.querySelector('.filters').requestSubmit()")
    assert shown.run("[...document.querySelectorAll('ol time')].map((time) => time.textContent)") == [
        "2018-11-08"
    ]
    follow_link(shown, "Explore as a graph")
    shown.wait("document.querySelector('.kg-panel h2') !== null")
    assert shown.text(".kg-panel h2") == "Media Prima"


def test_a_hostile_article_is_text_everywhere(page: Open) -> None:
    shown = page("/explore", entity=EVIL.label)
    assert HOSTILE in shown.run("document.querySelector('.kg-panel h2').textContent")
    shown.run("document.querySelector('.kg-event').click()")
    assert shown.run("document.querySelector('cite').textContent") == HOSTILE
    follow_link(shown, "Open its page")
    assert HOSTILE in shown.text("h1")
    shown.follow("[...document.links].find((a) => a.textContent.startsWith('Evil')).click()")
    assert shown.text("h1") == EVIL.label
    assert shown.run("document.title") != "owned"
    for path, fields in (
        ("/timeline", {"entity": EVIL.label}),
        ("/timeline", {"entity": HOSTILE}),
        ("/query", {"query": "SELECT ?label { ?x skos:prefLabel ?label }"}),
        ("/query", {"query": f"SELECT '{HOSTILE}"}),
    ):
        shown = page(path, **fields)
        assert HOSTILE in shown.run("document.body.textContent")
        assert shown.run("[document.title === 'owned', document.images.length]") == [False, 0]
