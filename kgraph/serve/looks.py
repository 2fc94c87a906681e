"""Setting a page: the templates, and what they need to write names, links and dates."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import quote, urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined

from kgraph.graph import vocabulary as v

if TYPE_CHECKING:
    from collections.abc import Mapping

_LONGEST_CELL: Final = 500
_OURS: Final = re.compile(
    rf"{re.escape(v.BASE)}((?:entity|event|claim|article)/.+|(?:ns|plover|shapes)(?:#.*)?)"
)
_WIKIDATA: Final = re.compile(r"Q[0-9]+")


class Cell(NamedTuple):
    """What stands in a table: its text, and where it leads, "" for nowhere."""

    text: str
    href: str = ""


def rendered(template: str, **values: Any) -> bytes:  # noqa: ANN401 - whatever a template takes
    """The page that a template makes of these values, as UTF-8."""
    text = _templates().get_template(f"{template}.html").render(values)
    # A lone surrogate is no character, and cannot be sent.
    return text.encode("utf-8", errors="replace")


def cell(term: Mapping[str, str] | None) -> Cell:
    """A term as a table shows it."""
    if term is None:
        return Cell("")
    value = term["value"]
    if term["type"] == "uri":
        return Cell(v.shorten(value), here(value) or web(value))
    return Cell(value if len(value) <= _LONGEST_CELL else f"{value[:_LONGEST_CELL]}…")


def here(iri: str) -> str:
    """The address on this server of one of the graph's own IRIs; "" for any other."""
    ours = _OURS.fullmatch(iri)
    return f"/{ours[1]}" if ours else ""


def path(thing: str, name: str) -> str:
    """The address on this server of something of the graph by its id."""
    return f"/{thing}/{v.encode_local(name)}"


def web(url: str) -> str:
    """An address that leads somewhere on the web; "" for any other, such as a script's."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in {"http", "https"} and parts.netloc else ""


def wikidata(identifier: str) -> str:
    """The page of a Q-identifier; "" where it is none."""
    return f"https://www.wikidata.org/wiki/{quote(identifier)}" if _WIKIDATA.fullmatch(identifier) else ""


@cache
def _templates() -> Environment:
    templates = Environment(
        loader=PackageLoader("kgraph", "resources/pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.globals |= {"path": path, "web": web, "wikidata": wikidata, "here": here, "shorten": v.shorten}
    return templates
