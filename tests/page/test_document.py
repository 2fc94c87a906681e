"""The page as a document: whole, closed, and with hostile text in it that stays text."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest

from kgraph.errors import ResourceError
from kgraph.knowledge_graph import KnowledgeGraph
from kgraph.page import document, page_data, page_html
from kgraph.page.document import safe_json

if TYPE_CHECKING:
    from kgraph.model import Extraction


class Parts(HTMLParser):
    """The elements of a document, and what is inside its scripts and styles."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.inside: list[tuple[str, str]] = []
        self._is_inside = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._is_inside = tag in {"script", "style"}
        if self._is_inside:
            self.inside.append((f"{tag} {dict(attrs).get('type', '')}".strip(), ""))

    def handle_data(self, data: str) -> None:
        if self._is_inside:
            kind, before = self.inside[-1]
            self.inside[-1] = (kind, before + data)

    def handle_endtag(self, _tag: str) -> None:
        self._is_inside = False


@pytest.fixture
def data(samples: list[Extraction]) -> dict[str, Any]:
    graph = KnowledgeGraph()
    graph.add(samples)
    return page_data(graph)


HOSTILE = [
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "<img src=x onerror=alert(1)>",
    "]]>&lt;/script&gt;",
    "line\u2028separator\u2029paragraph",
    "half \ud83d of a pair",
    '"quotes" \\ and \x00 control \x1b',
    "$data $title ${script}",
    "__proto__",
]


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_data_are_one_script_and_come_back(data: dict[str, Any], text: str) -> None:
    data["title"] = data["articles"][0]["title"] = text
    html = page_html(data)
    assert html.encode()
    parts = Parts(html)
    (written,) = [inside for kind, inside in parts.inside if kind == "script application/json"]
    assert json.loads(written) == data
    assert not re.search("[<>&\u2028\u2029\ud800-\udfff]", written)
    assert [kind for kind, _ in parts.inside].count("script") == 2


def test_only_the_page_s_own_scripts_and_styles_may_run(data: dict[str, Any]) -> None:
    parts = Parts(page_html(data))
    (policy,) = [a["content"] for t, a in parts.tags if a.get("http-equiv") == "Content-Security-Policy"]
    assert policy is not None
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    for kind, name in (("script", "script-src"), ("style", "style-src")):
        hashes = [
            f"'sha256-{base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()}'"
            for found, inside in parts.inside
            if found == kind
        ]
        assert rules.pop(name).split() == hashes
    assert rules == {
        "default-src": "'none'",
        "img-src": "data: blob:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }


def test_nothing_is_fetched(data: dict[str, Any]) -> None:
    html = page_html(data)
    addresses = [a[name] for _, a in Parts(html).tags for name in ("src", "href", "srcset") if name in a]
    assert addresses == ["data:,"]
    assert "sourceMappingURL" not in html


def test_text_never_becomes_markup() -> None:
    """The page's own script knows no way from text to markup, nor from text to code."""
    ways = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|srcdoc|javascript:"
    own = document.script().replace(document.library(), "")
    assert "function mount(" in own
    assert re.findall(ways, own) == []


def test_the_library_is_the_one_that_was_tried() -> None:
    assert "@version 9.1.2" in document.library()[:400]


def test_a_missing_library_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    document.library.cache_clear()
    monkeypatch.setattr(document, "_LIBRARY", "lib/none.js")
    with pytest.raises(ResourceError, match=r"pip install 'pyvis>=0\.3\.2,<0\.4'"):
        document.library()


def test_pyvis_itself_is_not_loaded() -> None:
    """It would load IPython."""
    code = "import sys; from kgraph.page.document import library; library(); print('pyvis' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "False\n"


def test_json_keeps_what_is_harmless_readable() -> None:
    assert safe_json({"who": "Zürich — 中国"}) == '{"who":"Zürich — 中国"}'
