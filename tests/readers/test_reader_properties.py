"""Whatever bytes a file holds, under whatever suffix: articles or reasons, never an error."""

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kgraph.model import Article
from kgraph.readers import Skipped, read

SUFFIXES = ["", ".txt", ".md", ".html", ".json", ".jsonl", ".csv", ".tsv", ".rss", ".xml", ".unknown"]
STARTS = [
    "",
    "{",
    '{"text": "',
    '[{"text": ',
    "text,title\n",
    "---\n",
    "# ",
    "<html><p>",
    "<rss><channel><item>",
]
STARTS += ['<feed xmlns="http://www.w3.org/2005/Atom"><entry><content type="html">', "\ufeff", "text\t\n\x22"]
FRAGMENTS = [
    '"}',
    "]",
    "\n",
    "---\n",
    "</p>",
    "&#0;",
    "&#xD800;",
    "<![CDATA[",
    "\\ud800",
    "\0",
    ",",
    "a: b\n",
    "<li>",
]
pieces = st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=20), max_size=10).map("".join)
almost_right = st.tuples(
    st.sampled_from(STARTS),
    pieces,
    st.sampled_from(["utf-8", "utf-16", "utf-16-be", "cp1252"]),
).map(lambda parts: (parts[0] + parts[1]).encode(parts[2], "replace"))


def check(item: Article | Skipped) -> None:
    """What later stages rest on."""
    if isinstance(item, Skipped):
        assert item.name
        assert item.reason
        assert "\n" not in str(item)
        str(item).encode()
        assert "its reader failed" not in item.reason
        return
    assert item.id == item.id.strip() != ""
    assert any(char.isalnum() for char in item.text)
    for field in (item.id, item.text, item.title, item.url, item.publisher, item.author):
        field.encode()
        assert "\0" not in field


@pytest.mark.parametrize("suffix", SUFFIXES)
@settings(max_examples=60, deadline=None)
@given(content=st.binary(max_size=300) | almost_right)
def test_any_bytes_give_articles_or_reasons(suffix: str, content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"file{suffix}")
        path.write_bytes(content)
        found = list(read(path))
    assert found
    for item in found:
        check(item)


fields = st.dictionaries(
    st.sampled_from(["id", "text", "title", "date", "url", "publisher", "author", "language", "other"]),
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.text(), max_size=2),
)


@settings(max_examples=200, deadline=None)
@given(records=st.lists(fields, min_size=1, max_size=4))
def test_any_records_are_read_alike_from_json_and_json_lines(records: list[dict[str, object]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        whole, lines = Path(folder, "x.json"), Path(folder, "x.jsonl")
        whole.write_text(json.dumps(records))
        lines.write_text("".join(json.dumps(record) + "\n" for record in records))
        from_whole, from_lines = list(read(whole)), list(read(lines))
    assert len(from_whole) == len(from_lines) == len(records)
    for one, other, record in zip(from_whole, from_lines, records, strict=True):
        check(one)
        if isinstance(one, Skipped):
            assert isinstance(other, Skipped)
            assert one.reason == other.reason
            continue
        assert one == other
        text = record["text"]
        assert isinstance(text, str)
        assert len(one.text) == len(text)


@settings(max_examples=100, deadline=None)
@given(text=st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]), max_size=100))
def test_text_of_json_is_kept_to_the_character(text: str) -> None:
    content = json.dumps({"text": f"a{text}", "language": "en"}, ensure_ascii=False)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "x.json")
        path.write_text(content, encoding="utf-8")
        (article,) = read(path)
    assert isinstance(article, Article)
    assert article.text == f"a{text}"
