"""The page in a notebook: a widget to explore the graph in, in Jupyter and wherever else anywidget runs."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from anywidget import AnyWidget
from traitlets import Int, Unicode

from kgraph.errors import InputError
from kgraph.page.data import shown_data
from kgraph.page.document import safe_json, script, style_sheet

if TYPE_CHECKING:
    from kgraph.knowledge_graph import KnowledgeGraph
    from kgraph.page.options import PageOptions

_LOWEST = 320  # pixels, below which the page would be cut off


class Explorer(AnyWidget):
    """The page of a graph in a cell, `height` pixels high. It holds all that it shows and loads nothing."""

    height = Int().tag(sync=True)
    _data = Unicode().tag(sync=True)
    _style = Unicode().tag(sync=True)

    def __repr__(self) -> str:
        """What stands in the cell's place where no widgets are shown."""
        return "<Explorer: a page of the graph, shown where widgets of Jupyter are>"


def explorer(graph: KnowledgeGraph, options: PageOptions | None = None, height: int = 600) -> Explorer:
    """The widget that shows the page of a graph.

    Raises `NotFoundError` and `InputError` as `shown_data` does and for a height in which the page has no
    room, and `ResourceError` as `script` does.
    """
    if height < _LOWEST:
        raise InputError("height", f"{height} pixels are too few for the page: give {_LOWEST} or more")
    return Explorer(
        _esm=module(), _style=style_sheet(), _data=safe_json(shown_data(graph, options)), height=height
    )


def module() -> str:
    """The ECMAScript module that anywidget loads."""
    view = (files("kgraph.page") / "static" / "widget.js").read_text(encoding="utf-8")
    return f"{script()}\n{view}"
