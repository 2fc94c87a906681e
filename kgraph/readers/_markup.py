"""HTML to plain text with its paragraphs and bullets, for feeds and Markdown.

Web pages go through trafilatura instead, which also tells the article from what stands around it.
"""

from __future__ import annotations

import re

from lxml import etree, html

from kgraph.readers._fields import safe

_BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "body", "caption", "dd", "div", "dl", "dt", "fieldset"}
    | {"figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "main"}
    | {"nav", "ol", "p", "section", "table", "ul"},
)
_LINES = frozenset({"br", "li", "tr"})
_CELLS = frozenset({"td", "th"})
_DROPPED = frozenset(
    {
        "head",
        "iframe",
        "noscript",
        "object",
        "pre",
        "script",
        "select",
        "style",
        "svg",
        "template",
        "textarea",
    },
)


def plain(markup: str) -> str:
    """The text of an HTML document or fragment: blank lines between blocks, `- ` before list items.

    Code, scripts, styles and comments are left out. Never fails: what is no markup is text.
    """
    if not markup.strip():
        return ""
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = html.document_fromstring(safe(markup).encode(), parser=parser)
    except etree.LxmlError:  # nothing but comments
        return ""
    pieces: list[str] = []
    walker = etree.iterwalk(tree, events=("start", "end"))
    for event, element in walker:
        tag = element.tag
        if event == "start":
            pieces.append(_before(tag))
            if tag in _DROPPED:
                walker.skip_subtree()
            else:
                pieces.append(_flat(element.text))
        else:
            pieces.append("\n\n" if tag in _BLOCKS else "")
            pieces.append(_flat(element.tail))
    return _tidy("".join(pieces))


def _before(tag: str) -> str:
    if tag in _BLOCKS:
        return "\n\n"
    if tag in _LINES:
        return "\n- " if tag == "li" else "\n"
    return " " if tag in _CELLS else ""


def _flat(text: str | None) -> str:
    """White space inside markup is only layout."""
    return re.sub(r"[ \t\r\n]+", " ", text) if text else ""


def _tidy(text: str) -> str:
    text = re.sub(r" *\n *", "\n", re.sub(r" {2,}", " ", text))
    text = re.sub(r"(^|\n)-\s+(?=\S)", r"\1- ", text)  # a paragraph inside of a list item
    return re.sub(r"\n{3,}", "\n\n", text).strip()
