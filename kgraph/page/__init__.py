"""The graph as one page that people explore in a browser, offline, with every sentence behind every edge.

`page_data` says what the page shows, as values that JSON can hold; `page_html` makes one file of that
(or, for a server or a widget, `script` and `style_sheet` are its parts, and `kgraphPage.mount(element, data)`
of the script builds the page in any element, as high as that is, and gives an object with `destroy()`).
A server that makes many pages of one graph joins its `contents` with the `beginning` of each.
Where entities stand is worked out in the browser, for the window they are seen in.
`kgraph.page.widget` shows it in a notebook.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kgraph.errors import ExportError
from kgraph.page.data import beginning, contents, page_data, shown_data, titled
from kgraph.page.document import page_html, safe_json, script, style_sheet
from kgraph.page.options import PageOptions

if TYPE_CHECKING:
    from kgraph.knowledge_graph import KnowledgeGraph

__all__ = [
    "PageOptions",
    "beginning",
    "contents",
    "page_data",
    "page_html",
    "safe_json",
    "script",
    "style_sheet",
    "titled",
    "write_page",
]


def write_page(graph: KnowledgeGraph, path: Path | str, options: PageOptions | None = None) -> None:
    """Write the page of a graph to a file.

    Raises what `shown_data` does, and `ExportError` for a file that cannot be written.
    """
    text = page_html(shown_data(graph, options))
    try:
        Path(path).write_text(text, encoding="utf-8", newline="\n")
    except OSError as exc:
        raise ExportError(f"{path}: cannot be written ({exc.strerror or exc})") from exc
