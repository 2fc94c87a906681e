"""The page as one HTML document that needs nothing else and may load nothing else."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Any

from kgraph.errors import ResourceError

if TYPE_CHECKING:
    from collections.abc import Mapping

_STATIC = files("kgraph.page") / "static"
# In this order they make one script; each uses what stands in those before it.
_PARTS = (
    "dom",
    "graph",
    "places",
    "stress",
    "arrange",
    "labels",
    "moving",
    "canvas",
    "chrome",
    "search",
    "filters",
    "panel",
    "exports",
    "shown",
    "more",
    "page",
)
_START = (
    "kgraphPage.mount(document.getElementById('page'), JSON.parse(document.getElementById('data').text));"
)
_LIBRARY = "lib/vis-9.1.2/vis-network.min.js"
# Text that could end the script element or a line of it, and halves of characters, which UTF-8 cannot hold.
_UNSAFE = re.compile("[<>&\u2028\u2029\ud800-\udfff]")


def page_html(data: Mapping[str, Any]) -> str:
    """The document that shows the data of `page_data`; whatever they hold is text in it and never runs.

    It allows only its own scripts and styles, by their hashes, and no connection at all.
    Raises `ResourceError` where the package pyvis lacks the library that draws.
    """
    scripts, style = (script(), _START), style_sheet()
    policy = "; ".join(
        [
            "default-src 'none'",
            f"script-src {' '.join(map(_source, scripts))}",
            f"style-src {_source(style)}",
            "img-src data: blob:",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )
    return Template((_STATIC / "page.html").read_text(encoding="utf-8")).substitute(
        policy=policy,
        title=html.escape(str(data["title"]).encode(errors="replace").decode()),
        style=style,
        data=safe_json(data),
        script=scripts[0],
        start=scripts[1],
    )


def safe_json(data: Mapping[str, Any]) -> str:
    """The data as JSON that can stand inside an HTML script element."""
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", written)


@cache
def script() -> str:
    """The script that sets `kgraphPage`, and nothing else: what it needs of `library` is inside.

    Before `export default kgraphPage;` it is a module too. Raises `ResourceError` as `library` does.
    """
    parts = [(_STATIC / f"{name}.js").read_text(encoding="utf-8") for name in _PARTS]
    lines = [
        "var kgraphPage = (function () {",
        '"use strict";',
        # The library fills `exports` where there are such; else it would set a global, or ask require.js.
        "const vis = {};",
        f"(function (exports, module, define) {{{library()}}}).call(globalThis, vis, {{}});",
        *parts,
        "return { mount };",
        "})();",
    ]
    return "\n".join(lines)


@cache
def style_sheet() -> str:
    """The styles of the page; they concern only what is inside an element of the class `kgraph-page`."""
    return (_STATIC / "page.css").read_text(encoding="utf-8")


@cache
def library() -> str:
    """The script of vis-network, which draws. Raises `ResourceError` where it is missing.

    It is read from the package pyvis without importing that, which would load IPython.
    """
    try:
        file = Path(str(distribution("pyvis").locate_file(f"pyvis/{_LIBRARY}")))
        text = file.read_text(encoding="utf-8")
    except (PackageNotFoundError, OSError) as exc:
        raise ResourceError(f"pages need {_LIBRARY} of pyvis 0.3: pip install 'pyvis>=0.3.2,<0.4'") from exc
    # Developer tools would look for the map beside the page.
    return re.sub(r"//# sourceMappingURL=.*\s*$", "", text)


def _source(text: str) -> str:
    """What names an inline script or style in a policy."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
