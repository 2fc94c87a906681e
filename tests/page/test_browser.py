"""The page in a real browser, opened from a file: what readers do, and what hostile text does not."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from kgraph.knowledge_graph import KnowledgeGraph
from kgraph.model import Modality, Polarity
from kgraph.page import PageOptions, write_page

if TYPE_CHECKING:
    from pathlib import Path

    from kgraph.model import Extraction

Open = Callable[..., Any]
HOSTILE = "</script><script>document.title='owned'</script><img src=https://evil.example/x onerror=alert(1)>"


@pytest.fixture(scope="module")
def graph(samples: list[Extraction]) -> KnowledgeGraph:
    """The samples; the title of one article is hostile, and so are the addresses of two."""
    first, second, third = samples
    made = KnowledgeGraph()
    made.add(
        [
            replace(
                first, article=replace(first.article, title=HOSTILE, url="https://example.org/ban?a=1&b=2")
            ),
            replace(second, article=replace(second.article, publisher="Other", url="javascript:alert(1)")),
            replace(third, article=replace(third.article, url="data:text/html,<script>alert(1)</script>")),
        ]
    )
    return made


@pytest.fixture
def page(graph: KnowledgeGraph, tmp_path: Path, tab: Open) -> Open:
    """Opens a page that begins as the options say."""

    def open_(width: int = 1280, *, dark: bool = False, **options: Any) -> Any:  # noqa: ANN401
        file = tmp_path / f"page {len(list(tmp_path.glob('*.html')))}.html"
        write_page(graph, file, PageOptions(**options))
        return tab(file, width=width, dark=dark)

    return open_


def find(shown: Any, name: str) -> None:  # noqa: ANN401
    """Search for an entity and take the first suggestion."""
    shown.type("[role=combobox]", name)
    shown.key("Enter", 13, "\r")


def place_of(shown: Any, color: str) -> tuple[float, float]:  # noqa: ANN401
    """The middle of all that is painted in a colour, in the window."""
    x, y = shown.run(
        """(() => {
          const seen = document.querySelector("canvas"), box = seen.getBoundingClientRect();
          const canvas = document.createElement("canvas");
          [canvas.width, canvas.height] = [seen.width, seen.height];
          const context = canvas.getContext("2d");
          context.drawImage(seen, 0, 0);
          const data = context.getImageData(0, 0, canvas.width, canvas.height).data;
          const [r, g, b] = COLOR.match(/../g).map((part) => parseInt(part, 16));
          let [count, x, y] = [0, 0, 0];
          for (let at = 0; at < data.length; at += 4) {
            if (data[at] !== r || data[at + 1] !== g || data[at + 2] !== b) continue;
            count += 1; x += (at / 4) % canvas.width; y += Math.floor(at / 4 / canvas.width);
          }
          const scale = box.width / canvas.width;
          return [box.x + (x / count) * scale, box.y + (y / count) * scale];
        })()""".replace("COLOR", json.dumps(color.lstrip("#")))
    )
    return float(x), float(y)


COUNTRY, PERSON, ORGANIZATION = "#c9ebdf", "#fbe3b5", "#cfe6f5"


def test_the_beginning_says_how_much_is_shown(page: Open) -> None:
    shown = page(top=3)
    assert shown.text(".kg-tally") == "3 of 6 entities, 4 of 8 events shown"
    panel = shown.text(".kg-panel-body")
    assert "2 more entities with events that pass the filters" in panel
    assert "1 event of unnamed actors" in panel
    assert "Kaspersky Lab" in panel


@pytest.mark.parametrize("name", ["kaspersky la", "KASPERSKY", "Lab"])
def test_search_takes_labels_and_other_names(page: Open, name: str) -> None:
    shown = page(entity="Eugene Kaspersky", types=["holdsPositionAt"])
    find(shown, name)
    assert shown.text("h2") == "Kaspersky Lab"


def test_search_brings_in_what_is_not_shown(page: Open) -> None:
    shown = page(types=["Ban"])
    shown.type("[role=combobox]", "prim")
    assert shown.run("document.querySelector('[role=combobox]').getAttribute('aria-expanded')") == "true"
    assert "Media Prima" in shown.text("[role=listbox]")
    shown.key("Enter", 13, "\r")
    assert shown.text("h2") == "Media Prima"
    assert shown.text(".kg-tally").startswith("3 of 6 entities")


def test_suggestions_go_by_the_arrow_keys(page: Open) -> None:
    shown = page()
    shown.type("[role=combobox]", "k")
    first, second = (
        shown.run(f"document.querySelectorAll('[role=option] span')[{place}].textContent") for place in (0, 1)
    )
    shown.key("ArrowDown", 40)
    selected = shown.run("document.querySelector('[role=option][aria-selected=true] span').textContent")
    assert selected == second != first
    shown.key("Escape", 27)
    assert shown.run("document.querySelector('[role=listbox]').hidden") is True


def test_a_search_for_nobody_says_so(page: Open) -> None:
    shown = page()
    shown.type("[role=combobox]", "zzz")
    assert shown.text("[role=listbox]") == "Nobody and nothing of that name"


def test_an_arc_leads_to_the_sentence(page: Open) -> None:
    shown = page(types=["holdsPositionAt"])
    one, other = place_of(shown, PERSON), place_of(shown, ORGANIZATION)
    shown.click((one[0] + other[0]) / 2, (one[1] + other[1]) / 2)
    assert shown.text("h2") == "Eugene Kaspersky is founder of Kaspersky Lab"
    assert shown.text("mark") == "holds position at"
    assert shown.text("blockquote") == "Eugene Kaspersky holds position at Kaspersky Lab ."
    assert "as founder" in shown.text("dl")
    assert "Other · 2018-04-25" in shown.text(".kg-claim footer")


def test_a_node_lists_its_events_by_time(page: Open) -> None:
    shown = page()
    shown.click(*place_of(shown, COUNTRY))
    assert shown.text("h2") == "Russia"
    rows = shown.run("[...document.querySelectorAll('.kg-event')].map((row) => row.textContent)")
    assert [row[:20] for row in rows] == [
        "2018-11-08Unknown at",
        "undatedKaspersky Lab",
        "undatedRussia spies ",
    ]
    assert "Media Prima" in rows[0]  # its actor is unnamed: it has no arc, but stands here


def test_who_says_so_and_who_says_it_is_not_so(page: Open) -> None:
    shown = page()
    find(shown, "Russia")
    shown.run("[...document.querySelectorAll('.kg-event')].find((b) => b.innerText.includes('ties')).click()")
    text = shown.text(".kg-panel-body")
    assert "Disputed" in text
    assert "says it is not so" in text
    assert "According to Eugene Kaspersky" in text
    shown.press("Eugene Kaspersky")
    assert shown.text("h2") == "Eugene Kaspersky"
    assert "CITED FOR (1)" in shown.text(".kg-panel-body").upper()
    shown.press("← Back")
    assert "has ties to" in shown.text("h2")


def test_hostile_text_stays_text_and_only_web_addresses_are_links(page: Open) -> None:
    shown = page()
    find(shown, "Twitter")
    shown.run("[...document.querySelectorAll('.kg-event')].find((b) => b.innerText.includes('bans')).click()")
    cites = shown.run("[...document.querySelectorAll('cite')].map((cite) => cite.textContent)")
    assert HOSTILE in cites
    links = shown.run("[...document.querySelectorAll('.kg-panel a')].map((a) => [a.href, a.rel, a.target])")
    assert links == [["https://example.org/ban?a=1&b=2", "noopener noreferrer", "_blank"]]
    assert shown.run("document.title") == "Knowledge graph"
    assert shown.run("document.images.length") == 0
    find(shown, "Media Prima")
    shown.run("document.querySelector('.kg-event').click()")
    assert shown.run("document.querySelectorAll('.kg-panel a').length") == 0


@pytest.mark.parametrize(
    ("field", "value", "left"),
    [
        ("From", "2018-05", 0),
        ("To", "2017", 1),
        ("Who is cited", "eugene", 1),
        ("Who is cited", "homeland", 2),
        ("Publisher or article", "other", 4),
        ("Publisher or article", "owned", 3),
    ],
)
def test_filters(page: Open, field: str, value: str, left: int) -> None:
    shown = page()
    shown.press("Filters")
    shown.run(
        "[...document.querySelectorAll('.kg-field')]"
        f".find((label) => label.innerText.startsWith({json.dumps(field)}))"
        ".querySelector('input').select()"
    )
    shown.call("Input.insertText", text=value)
    shown.wait("document.querySelector('.kg-tools button').textContent === 'Filters (1)'")
    assert f" {left} of 8 events shown" in shown.text(".kg-tally")
    shown.press("Clear all filters")
    assert " 7 of 8 events shown" in shown.text(".kg-tally")


def test_filters_of_type_status_and_confidence(page: Open) -> None:
    shown = page()
    shown.press("Filters")
    shown.run("document.querySelector('.kg-choice input[value=Reported]').click()")
    shown.wait("document.querySelector('.kg-tally').textContent.includes(' 3 of 8 events')")
    shown.press("Event types: none")
    shown.wait("document.querySelector('.kg-tally').textContent.includes(' 0 of 8 events')")
    shown.run("document.querySelector('.kg-choice input[value=Espionage]').click()")
    shown.wait("document.querySelector('.kg-tally').textContent.startsWith('2 of 6 entities, 1 of 8 events')")
    shown.press("Clear all filters")
    shown.run(
        "((slider) => { slider.value = 0.95; slider.dispatchEvent(new Event('input', { bubbles: true })); })"
        "(document.querySelector('[type=range]'))"
    )
    shown.wait("document.querySelector('.kg-tally').textContent.includes(' 1 of 8 events')")


def test_a_date_that_is_none_is_told(page: Open) -> None:
    shown = page()
    shown.press("Filters")
    shown.type(".kg-pair input", "2018-13")
    assert "Write 2018, 2018-04 or 2018-04-23" in shown.text(".kg-pair")
    assert " 7 of 8 events shown" in shown.text(".kg-tally")


def test_the_page_s_filters_stand_at_the_options(page: Open) -> None:
    shown = page(types=["Ban"], since="2018")
    assert shown.text(".kg-tools button") == "Filters (2)"
    assert shown.text(".kg-tally") == "2 of 6 entities, 1 of 8 events shown"
    shown.press("Filters")
    shown.press("Clear all filters")
    assert shown.text(".kg-tools button") == "Filters"


def test_a_node_expands(page: Open) -> None:
    shown = page(entity="Russia", types=["Espionage"])
    shown.press("Filters")
    shown.press("Clear all filters")
    assert shown.text(".kg-tally").startswith("2 of 6 entities")
    shown.press("Expand (1)")
    assert shown.text(".kg-tally").startswith("3 of 6 entities")
    assert "All neighbours shown" in shown.text(".kg-actions")
    shown.press("Hide")
    assert shown.text(".kg-tally").startswith("2 of 6 entities")


def test_a_double_click_expands(page: Open) -> None:
    shown = page(entity="Eugene Kaspersky", types=["holdsPositionAt"])
    shown.press("Filters")
    shown.press("Clear all filters")
    shown.press("Done")
    find(shown, "Kaspersky Lab")
    shown.press("Close")
    shown.click(*place_of(shown, ORGANIZATION), times=2)
    shown.wait("document.querySelector('.kg-tally').textContent.startsWith('5 of 6 entities')")


def test_all_that_passes_can_be_shown(page: Open) -> None:
    shown = page(top=2)
    shown.press("View")
    shown.press("Show all that passes the filters")
    assert shown.text(".kg-tally") == "5 of 6 entities, 7 of 8 events shown"
    shown.press("View")
    shown.press("Back to the beginning")
    assert shown.text(".kg-tally").startswith("2 of 6 entities")


def test_what_is_shown_can_be_saved(page: Open) -> None:
    shown = page(types=["Ban"])
    for name in ("Picture (PNG)", "What is shown (JSON)", "Events shown (CSV)"):
        shown.press("Save")
        shown.press(name)
    assert shown.saved("kgraph.png").startswith(b"\x89PNG\r\n")
    saved = json.loads(shown.saved("kgraph.json"))
    assert [node["id"] for node in saved["nodes"]] == ["Kaspersky_Lab", "Twitter"]
    assert [edge["type"] for edge in saved["edges"]] == ["Ban"]
    (row,) = csv.DictReader(io.StringIO(shown.saved("kgraph.csv").decode()))
    assert (row["actor"], row["predicate"], row["target_label"], row["claims"]) == (
        "Twitter", "bans", "Kaspersky Lab", "2",
    )  # fmt: skip


def test_keys_are_enough(page: Open) -> None:
    """From search over the panel to the sentence without a mouse."""
    shown = page()
    shown.key("/", 191, "/")
    shown.call("Input.insertText", text="twitter")
    shown.key("Enter", 13, "\r")
    while shown.run("!document.activeElement.matches('.kg-event')"):
        shown.key("Tab", 9)
        assert shown.run("document.activeElement !== document.body"), "no event was reached"
    shown.key("Enter", 13, "\r")
    assert shown.run("document.querySelectorAll('blockquote').length") > 0
    shown.key("Escape", 27)
    assert shown.text("h2") == "What is shown"


def test_everything_that_acts_has_a_name(page: Open) -> None:
    shown = page()
    shown.press("Filters")
    nameless = shown.run(
        "[...document.querySelectorAll('button, input, [role]')].filter((e) => "
        "!(e.ariaLabel || e.textContent.trim() || e.labels?.length || e.closest('label') "
        "|| e.role === 'status'))"
        ".map((e) => e.outerHTML)"
    )
    assert nameless == []


@pytest.mark.parametrize("dark", [False, True])
def test_a_narrow_window_has_the_panel_below(page: Open, dark: bool) -> None:  # noqa: FBT001
    shown = page(400, dark=dark)
    assert shown.run("document.documentElement.scrollWidth") == 400
    find(shown, "Twitter")
    panel, stage = (
        shown.run(f"document.querySelector('{name}').getBoundingClientRect().toJSON()")
        for name in (".kg-panel", ".kg-stage")
    )
    assert panel["top"] >= stage["bottom"]
    assert panel["width"] == 400
    assert stage["height"] > 150
    assert shown.text("h2") == "Twitter"


def test_a_narrow_window_begins_around_an_entity_with_the_drawing(page: Open) -> None:
    shown = page(400, entity="Twitter")
    panel = "document.querySelector('.kg-panel-body').checkVisibility()"
    assert shown.run(panel) is False
    shown.press("Details")
    assert shown.run(panel) is True
    assert shown.text("h2") == "Twitter"
    shown.press("Details")
    assert shown.run(panel) is False


def test_it_mounts_in_any_element_and_goes_without_a_trace(page: Open) -> None:
    shown = page()
    assert shown.run(
        "(() => { const root = document.createElement('div'); document.body.append(root);"
        " const data = JSON.parse(document.getElementById('data').text);"
        " const mounted = kgraphPage.mount(root, data);"
        " const built = root.querySelectorAll('canvas').length;"
        " mounted.destroy();"
        " return [built, root.childNodes.length, root.className, Object.keys(mounted)]; })()"
    ) == [1, 0, "", ["destroy"]]
    assert shown.run("typeof vis") == "undefined"


def test_a_page_of_unnamed_actors_only(
    said: type[Any],
    make_extraction: Callable[..., Extraction],
    tmp_path: Path,
    tab: Open,
) -> None:
    graph = KnowledgeGraph()
    negative = said("Cyberattack", None, "Media_Prima", polarity=Polarity.POSITIVE, modality=Modality.ALLEGED)
    graph.add([make_extraction("one", negative, published=date(2020, 1, 2))])
    write_page(graph, tmp_path / "page.html", PageOptions(entity="Media Prima"))
    shown = tab(tmp_path / "page.html")
    assert shown.text(".kg-tally") == "1 of 1 entities, 0 of 1 events shown"
    assert "EVENTS (1)" in shown.text(".kg-panel-body").upper()
