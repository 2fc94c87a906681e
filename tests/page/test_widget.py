"""The page as a widget: what it sends to a notebook, and in a real browser what it does there."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from kgraph.errors import InputError, NotFoundError
from kgraph.knowledge_graph import KnowledgeGraph
from kgraph.page.widget import module

if TYPE_CHECKING:
    from pathlib import Path

    from kgraph.model import Extraction

Open = Callable[..., Any]
HOSTILE = "</script></style><script>document.title='owned'</script><img src=https://evil.example/x>"

# A notebook with styles of its own that would spoil the page, and keys of its own.
NOTEBOOK = """<!DOCTYPE html><html><head><meta charset="utf-8"><link rel="icon" href="data:,"><style>
* { font-size: 3px; text-align: right; color: rgb(255, 0, 0) } button { display: none }
</style></head><body><button class="kg-wide kg-main" style="display: block">Run</button><div id="cell"></div>
<script type="application/json" id="state">STATE</script>
<script>
window.keys = [];
document.addEventListener("keydown", (event) => keys.push(event.key));
window.inCell = (selector) => document.querySelector("#cell > div").shadowRoot.querySelector(selector);
window.show = async () => {
  const state = JSON.parse(document.getElementById("state").text);
  const address = URL.createObjectURL(new Blob([state._esm], { type: "text/javascript" }));
  window.widget = (await import(address)).default;
  window.model = { get: (name) => state[name] };
  const el = document.createElement("div");
  window.clear = widget.render({ model, el });
  document.getElementById("cell").replaceWith(el);
  el.id = "cell";
};
</script></body></html>"""


@pytest.fixture
def graph(samples: list[Extraction]) -> KnowledgeGraph:
    made = KnowledgeGraph()
    made.add(
        [replace(one, article=replace(one.article, title=f"{one.article.title}{HOSTILE}")) for one in samples]
    )
    return made


@pytest.fixture
def notebook(graph: KnowledgeGraph, tmp_path: Path, tab: Open) -> Open:
    """Opens a notebook with the widget of these options in a cell."""

    def open_(**options: Any) -> Any:  # noqa: ANN401
        state = graph.explore(**options).get_state(["_esm", "_data", "_style", "height"])
        file = tmp_path / "notebook.html"
        written = json.dumps(state).replace("<", "\\u003c")
        file.write_text(NOTEBOOK.replace("STATE", written), encoding="utf-8")
        shown = tab(file)
        shown.run("show()")
        shown.wait("!!inCell('canvas')")
        return shown

    return open_


def test_a_cell_shows_the_page(notebook: Open) -> None:
    shown = notebook(height=500, entity="Kaspersky Lab")
    assert shown.run("document.getElementById('cell').clientHeight") == 500
    assert shown.run("inCell('h2').innerText") == "Kaspersky Lab"
    assert shown.run("inCell('.kg-tally').innerText").startswith("5 of 6 entities")
    colors = shown.run(
        "(() => { const seen = inCell('canvas'), { width, height } = seen;"
        " const data = seen.getContext('2d').getImageData(0, 0, width, height).data;"
        " return new Set(new Uint32Array(data.buffer)).size })()"
    )
    assert colors > 20
    assert shown.run("document.title") == ""


def test_styles_stay_on_their_side(notebook: Open) -> None:
    shown = notebook()
    style = "getComputedStyle({}).{}"
    outside, inside = "document.querySelector('.kg-main')", "inCell('.kg-tools button')"
    assert shown.run(style.format(outside, "backgroundColor")) == "rgb(239, 239, 239)"
    assert shown.run(style.format(inside, "display")) != "none"
    assert shown.run(style.format(inside, "fontSize")) == "14px"
    assert shown.run(style.format("inCell('.kg-panel')", "textAlign")) == "start"
    assert shown.run(style.format("inCell('.kg-panel')", "color")) == "rgb(26, 29, 33)"


def test_keys_are_for_the_page_alone(notebook: Open) -> None:
    shown = notebook(entity="Kaspersky Lab")
    shown.run("inCell('.kg-stage').focus()")
    shown.key("/", 191, "/")
    assert shown.run("inCell(':focus').getAttribute('role')") == "combobox"
    shown.call("Input.insertText", text="prim")
    shown.key("Enter", 13, "\r")
    assert shown.run("inCell('h2').innerText") == "Media Prima"
    shown.key("Escape", 27)
    assert shown.run("inCell('h2').innerText") == "What is shown"
    assert shown.run("keys") == []
    shown.run("document.querySelector('.kg-main').focus()")
    shown.key("/", 191, "/")
    assert shown.run("keys") == ["/"]


def test_a_hidden_cell_is_drawn_when_it_is_seen(notebook: Open) -> None:
    shown = notebook()
    shown.run("clear()")
    assert shown.run("document.getElementById('cell').childNodes.length") == 0
    shown.run("cell.style.display = 'none'; widget.render({ model, el: cell })")
    shown.run("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
    assert shown.run("inCell('canvas') === null")
    shown.run("cell.style.display = ''")
    shown.wait("!!inCell('canvas')")
    assert shown.run("inCell('canvas').clientHeight") > 300


def test_two_cells_live_side_by_side(notebook: Open) -> None:
    shown = notebook()
    shown.run("document.body.append(window.other = document.createElement('div'))")
    shown.run("widget.render({ model, el: other }), 0")
    shown.wait("!!other.firstChild.shadowRoot.querySelector('canvas')")
    shown.run("clear()")
    assert shown.run("other.firstChild.shadowRoot.querySelectorAll('canvas').length") == 1


def test_the_module_holds_all_it_needs() -> None:
    assert "\nimport " not in module()
    assert module().endswith("export default { render };\n")


def test_filters_are_those_of_the_page(graph: KnowledgeGraph) -> None:
    data = json.loads(graph.explore(type="Ban", status="Reported", since="2018", title="Bans")._data)
    start = data["start"]
    assert (data["title"], start["types"], start["statuses"], start["since"]) == (
        "Bans",
        ["Ban"],
        ["Reported"],
        "2018",
    )


def test_what_cannot_be_shown(graph: KnowledgeGraph) -> None:
    with pytest.raises(InputError, match="height: 100 pixels are too few for the page: give 320 or more"):
        graph.explore(height=100)
    with pytest.raises(NotFoundError, match="no events to draw"):
        KnowledgeGraph().explore()
    with pytest.raises(NotFoundError, match="did you mean Kaspersky Lab"):
        graph.explore(entity="Kasperski Lab")
    with pytest.raises(TypeError, match="hopps"):
        graph.explore(hopps=2)


def test_where_no_widgets_are(graph: KnowledgeGraph) -> None:
    """What stands there is short, whatever the graph holds."""
    bundle = graph.explore()._repr_mimebundle_()
    assert bundle is not None
    assert bundle[0]["text/plain"] == "<Explorer: a page of the graph, shown where widgets of Jupyter are>"
