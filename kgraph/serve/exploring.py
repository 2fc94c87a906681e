"""The explorer: the page of `kgraph.page` over the graph as it stands, its contents kept until that changes.

The page itself is there at once, for the graph need not be read for it. The rest comes from addresses that
name a state, of the graph or of the script, so that browsers keep it for as long as that lasts.
"""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import urlencode

from kgraph import page
from kgraph.errors import InputError
from kgraph.knowledge_graph import KnowledgeGraph
from kgraph.model import digest
from kgraph.serve.looks import rendered
from kgraph.serve.reply import HTML, Reply, told
from kgraph.serve.timeline import confidence

if TYPE_CHECKING:
    from kgraph.graph.served import Served
    from kgraph.page.data import Contents

Fields = tuple[tuple[str, str], ...]

_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data: blob:; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_KEPT: Final = (("Cache-Control", "max-age=31536000, immutable"),)
_CHANGED: Final = told(409, "the graph has changed: load the page again")
_LONGEST_NUMBER: Final = 6  # digits


class _Kept(NamedTuple):
    """The contents of a graph, and these as they are sent."""

    contents: Contents
    written: bytes


def explorer(graph: Served, fields: Fields) -> Reply:
    """The page that will begin with what its address asks for.

    Raises `NotFoundError` and `InputError` as `kgraph.page.titled` does.
    """
    title = page.titled(KnowledgeGraph(graph), _options(fields))
    state = ("state", _state(graph))
    asked = [field for field in fields if field[0] != "state"]
    addresses = {
        "beginning": f"/explore/beginning.json?{urlencode([state, *asked])}",
        "contents": f"/explore/contents.json?{urlencode([state])}",
    }
    shown = rendered("explore", title=title, data=page.safe_json(addresses), version=_version())
    return Reply(200, HTML, shown, (("Content-Security-Policy", _POLICY), ("Cache-Control", "no-cache")))


def beginning(graph: Served, fields: Fields) -> Reply:
    """What the page begins with; 409 where its address names another state of the graph.

    Raises `NotFoundError` and `InputError` as `kgraph.page.beginning` does.
    """
    if dict(fields).get("state") != _state(graph):
        return _CHANGED
    data = page.beginning(KnowledgeGraph(graph), _kept(graph).contents, _options(fields))
    return Reply(200, "application/json", page.safe_json(data).encode(), _KEPT)


def contents(graph: Served, fields: Fields) -> Reply:
    """All that the graph holds, for the page to draw; 409 where its address names another state."""
    if dict(fields).get("state") != _state(graph):
        return _CHANGED
    return Reply(200, "application/json", _kept(graph).written, _KEPT)


def script(_: Served, __: Fields) -> Reply:
    """What draws, and begins to."""
    return Reply(200, "text/javascript; charset=utf-8", _script().encode(), _KEPT)


def style(_: Served, __: Fields) -> Reply:
    """How it looks."""
    return Reply(200, "text/css; charset=utf-8", _style().encode(), _KEPT)


def _options(fields: Fields) -> page.PageOptions:
    """What an address asks for; a field without a value is as good as none. Raises `InputError`."""
    given: dict[str, list[str]] = {}
    for name, value in fields:
        if value.strip():
            given.setdefault(name, []).append(value.strip())
    last = {name: values[-1] for name, values in given.items()}
    return page.PageOptions(
        entity=last.get("entity"),
        hops=_whole(last, "hops"),
        types=given.get("type"),
        statuses=given.get("status"),
        since=last.get("since"),
        until=last.get("until"),
        min_confidence=confidence(last.get("min_confidence", "")),
        top=_whole(last, "top"),
        base="/",
    )


def _whole(given: dict[str, str], name: str) -> int | None:
    written = given.get(name)
    if written is None:
        return None
    if not (written.isascii() and written.isdecimal() and len(written) <= _LONGEST_NUMBER and int(written)):
        raise InputError(name, f"{written[:60]!r} is not a number from 1 to {10**_LONGEST_NUMBER - 1:,}")
    return int(written)


@lru_cache(maxsize=1)
def _kept(graph: Served) -> _Kept:
    whole = page.contents(KnowledgeGraph(graph))
    return _Kept(whole, page.safe_json(whole.record).encode())


def _state(graph: Served) -> str:
    """What the contents follow from: the graph, and the kgraph that writes them."""
    return digest(graph.version, _version())


@cache
def _version() -> str:
    return digest(_script(), _style())


@cache
def _script() -> str:
    return page.script() + "\n" + _resource("explore.js")


@cache
def _style() -> str:
    return page.style_sheet() + "\n" + _resource("explore.css")


def _resource(name: str) -> str:
    return (files("kgraph") / "resources" / "pages" / name).read_text(encoding="utf-8")
