"""Each format, as a file that people have, through the public function."""

import json
from datetime import date
from pathlib import Path

import pytest

from kgraph.model import Article
from kgraph.readers import Skipped, read


def articles(path: Path) -> list[Article]:
    """All articles of an input that has nothing wrong with it."""
    found = list(read(path))
    assert not [item for item in found if isinstance(item, Skipped)]
    return [item for item in found if isinstance(item, Article)]


def only(path: Path) -> Article:
    (article,) = articles(path)
    return article


def write(path: Path, content: str) -> Path:
    path.write_bytes(content.encode())
    return path


def test_plain_text_is_the_article_and_the_file_name_its_id(tmp_path: Path) -> None:
    path = write(tmp_path / "My report.v2.txt", "Twitter bans Kaspersky.\r\n\r\n  It said so.\n")
    assert only(path) == Article(id="My report.v2", text="Twitter bans Kaspersky.\n\n  It said so.\n")


MARKDOWN = """---
title: "Twitter bans: Kaspersky"
date: 2018-04-23
author: [Jane Doe, John Roe]
url: https://example.org/a
publisher: Example News
---
# Twitter bans Kaspersky

Twitter has **banned** [Kaspersky Lab](https://example.org "title") from
purchasing *ads*, AT&amp;T said 5 < 6. ![photo](x.png)

- Facebook removed it.
- Best Buy stopped.

> It was a `risk`.

```python
print("code")
```

| who | what |
|-----|------|
| DHS | warns |

<div>Inline <script>alert(1)</script>HTML</div>
"""


def test_markdown_loses_its_markup_and_keeps_paragraphs_and_bullets(tmp_path: Path) -> None:
    article = only(write(tmp_path / "ban.md", MARKDOWN))
    assert article.text.split("\n\n") == [
        "Twitter bans Kaspersky",
        "Twitter has banned Kaspersky Lab from purchasing ads, AT&T said 5 < 6.",
        "- Facebook removed it.\n- Best Buy stopped.",
        "It was a risk.",
        "who what\nDHS warns",
        "Inline HTML",
    ]
    assert article.title == "Twitter bans: Kaspersky"
    assert article.published == date(2018, 4, 23)
    assert article.author == "Jane Doe, John Roe"
    assert (article.url, article.publisher) == ("https://example.org/a", "Example News")


@pytest.mark.parametrize(
    ("content", "title", "text"),
    [
        ("# Head *line*\n\nBody.", "Head line", "Head line\n\nBody."),
        ("Body only.", "", "Body only."),
        ("---\nA rule above.\n\n---\n\nAnd below.", "", "A rule above.\n\nAnd below."),
        ("---\nA rule above.", "", "A rule above."),
        ("---\ndate: 2018-02-30\n---\nBody.", "", "Body."),
        ("- one\n\n- two\n", "", "- one\n\n- two"),
    ],
)
def test_markdown_without_full_front_matter(tmp_path: Path, content: str, title: str, text: str) -> None:
    article = only(write(tmp_path / "a.md", content))
    assert (article.title, article.text, article.published) == (title, text, None)


PAGE = """<!DOCTYPE html><html><head><title>Twitter bans Kaspersky Lab | Example News</title>
<meta property="og:site_name" content="Example News"><meta name="author" content="Jane Doe">
<meta property="article:published_time" content="2018-04-23T10:00:00Z">
<link rel="canonical" href="https://example.com/ban"></head><body>
<nav><a href="/">Home</a> <a href="/world">World news</a></nav><article><h1>Twitter bans Kaspersky Lab</h1>
<p>Twitter has banned Kaspersky Lab from purchasing ads on its platform, the company said on Friday.</p>
<p>The Department of Homeland Security warned about the firm last year.</p></article>
<footer>Copyright 2020 Example News. All rights reserved.</footer></body></html>"""


def test_web_page_gives_its_article_and_what_it_says_of_itself(tmp_path: Path) -> None:
    article = only(write(tmp_path / "page.html", PAGE))
    assert "Twitter has banned Kaspersky Lab from purchasing ads" in article.text
    assert "warned about the firm" in article.text
    assert "World news" not in article.text
    assert "rights reserved" not in article.text
    assert article.published == date(2018, 4, 23)
    assert article.title == "Twitter bans Kaspersky Lab"
    assert (article.publisher, article.author) == ("Example News", "Jane Doe")
    assert (article.id, article.url) == ("page", "https://example.com/ban")


def test_web_page_without_a_date_is_given_none(tmp_path: Path) -> None:
    page = PAGE.replace('<meta property="article:published_time" content="2018-04-23T10:00:00Z">', "")
    assert only(write(tmp_path / "page.html", page)).published is None


def test_json_object_keeps_its_text_to_the_character(tmp_path: Path) -> None:
    text = "\ufeff Zoë said:\r\n\t“no”\u00a0… \U0001f600\u2028e\u0301 "
    fields = {"id": "a/b c", "title": " Two\nlines ", "date": "2018-04-23T23:30:00-08:00", "text": text}
    fields |= {"url": "https://example.org", "publisher": "P", "author": "A", "language": "en-GB", "more": ""}
    assert only(write(tmp_path / "x.json", json.dumps(fields))) == Article(
        id="a/b c",
        text=text,
        title="Two lines",
        published=date(2018, 4, 23),
        url="https://example.org",
        publisher="P",
        author="A",
        language="en",
    )


def test_json_text_that_no_graph_can_hold_is_replaced_in_place(tmp_path: Path) -> None:
    path = write(
        tmp_path / "x.json",
        r'{"text": "a\ud800b\u0000c\fd\uffffe", "id": "\u0001 i\ud800d \n", "title": "\u0000"}',
    )
    article = only(path)
    assert article.text == "a\ufffdb\ufffdc d\ufffde"
    assert article.id == "id"
    article.title.encode()


def test_json_list_numbers_what_has_no_id(tmp_path: Path) -> None:
    path = write(tmp_path / "news.json", '[{"text": "One."}, {"text": "Two.", "id": 7}, {"text": "Three."}]')
    assert [article.id for article in articles(path)] == ["news-1", "7", "news-3"]


def test_bad_line_of_json_lines_is_named_and_the_others_keep_their_ids(tmp_path: Path) -> None:
    path = write(tmp_path / "news.jsonl", '{"text": "One."}\n\n{"text": oops}\n[]\n{"text": "Three."}')
    first, bad, no_object, last = read(path)
    assert isinstance(first, Article)
    assert isinstance(last, Article)
    assert (first.id, last.id) == ("news-1", "news-4")
    assert bad == Skipped(f"{path}, line 3", "not JSON: column 10: expecting value")
    assert no_object == Skipped(f"{path}, line 4", "JSON, but not an object with a `text` field")


@pytest.mark.parametrize(
    ("suffix", "content", "ids"),
    [
        (".json", '{"text": "One."}\n{"text": "Two."}\n', ["x-1", "x-2"]),
        (".jsonl", '{\n "text": "One."\n}', ["x"]),
        (".jsonl", '[{"text": "One."}]', ["x-1"]),
        (".xml", PAGE, ["x"]),
    ],
)
def test_suffix_of_the_sister_format_does_no_harm(
    tmp_path: Path, suffix: str, content: str, ids: list[str]
) -> None:
    assert [article.id for article in articles(write(tmp_path / f"x{suffix}", content))] == ids


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_csv_with_any_usual_delimiter(tmp_path: Path, mark: str) -> None:
    rows = 'Title,TEXT,date\r\nT,"Line one.,\r\nLine ""two""."' + ",2018-04-23\r\n,Two.,\r\n"
    rows = rows.replace(",", mark)
    first, second = articles(write(tmp_path / "t.csv", rows))
    assert first.text == f'Line one.{mark}\r\nLine "two".'
    assert (first.id, first.title, first.published) == ("t-1", "T", date(2018, 4, 23))
    assert (second.id, second.text, second.published) == ("t-2", "Two.", None)


def test_csv_row_whose_text_would_be_cut_is_skipped(tmp_path: Path) -> None:
    path = write(tmp_path / "t.csv", "text,title\nYes, but no,T,more\nFine.,T,\n")
    cut, fine = read(path)
    assert isinstance(cut, Skipped)
    assert cut.name == f"{path}, row 1"
    assert "quotation marks" in cut.reason
    assert isinstance(fine, Article)


def test_csv_with_an_open_quotation_mark_stops_and_says_so(tmp_path: Path) -> None:
    path = write(tmp_path / "t.csv", 'text,title\nFine.,T\n"' + "open, " * 2_000_000)
    fine, rest = read(path)
    assert isinstance(fine, Article)
    assert isinstance(rest, Skipped)
    assert "quotation mark" in rest.reason


RSS = """<?xml version="1.0" encoding="ISO-8859-1"?><rss version="2.0"><channel>
<title>Example &amp; News</title><language>en-us</language>
<item><title>Twitter &lt;b&gt;bans&lt;/b&gt; Kaspersky</title><link>https://ex.org/news/1?id=2</link>
<description>&lt;p&gt;Twitter bans caf\xe9s.&lt;/p&gt;&lt;ul&gt;&lt;li&gt;One&lt;li&gt;Two</description>
<pubDate>Mon, 23 Apr 2018 23:30:00 -0800</pubDate></item>
<item><title>Nothing but a title</title></item></channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Example</title><entry><id>tag:ex.org,2018:1</id>
<title>T</title><updated>2018-04-23T10:00:00Z</updated><author><name>Jane Doe</name></author>
<summary>Short.</summary><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Long <i>one</i>
here.</p></div></content></entry></feed>"""


def test_rss_gives_one_article_an_entry(tmp_path: Path) -> None:
    path = tmp_path / "feed.rss"
    path.write_bytes(RSS.encode("latin-1"))
    first, second = read(path)
    assert first == Article(
        id="ex.org-news-1-id-2",
        text="Twitter bans cafés.\n\n- One\n- Two",
        title="Twitter bans Kaspersky",
        published=date(2018, 4, 23),
        url="https://ex.org/news/1?id=2",
        publisher="Example & News",
    )
    assert second == Skipped(f"{path}, entry 2", "empty")


def test_atom_prefers_the_content_to_the_summary(tmp_path: Path) -> None:
    article = only(write(tmp_path / "feed.xml", ATOM))
    assert article.text == "Long one here."
    assert (article.id, article.url) == ("tag-ex.org-2018-1", "")
    assert (article.author, article.published) == ("Jane Doe", date(2018, 4, 23))


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ('{"text": "One."}', "One."),
        ('[\n{"text": "One."}]', "One."),
        ('{"text": "One."}\n{"text": "Two."}', "One."),
        ("title,text\nT,One.\n", "One."),
        (ATOM, "Long one here."),
        ("# Head\n\n*One.*", "Head\n\nOne."),
        ("---\ntitle: T\n---\n*One.*", "One."),
        ("<p>One, said the company on Friday.</p>", "One, said the company on Friday."),
        ("[Reuters] *One*, text.", "[Reuters] *One*, text."),
    ],
)
def test_file_of_unknown_suffix_is_read_for_what_it_is(tmp_path: Path, content: str, text: str) -> None:
    first = next(read(write(tmp_path / "file.unknown", content)))
    assert isinstance(first, Article)
    assert first.text == text


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"],
)
@pytest.mark.parametrize("suffix", [".txt", ".json", ".jsonl", ".csv"])
def test_encoding_is_found(tmp_path: Path, suffix: str, encoding: str) -> None:
    text = "Café “São Paulo” — the company… its ads were banned by Zoë, it said."
    content = {
        ".json": json.dumps({"text": text}, ensure_ascii=False),
        ".csv": f"id,text\n1,{json.dumps(text, ensure_ascii=False)}",
    }
    content |= {".txt": text, ".jsonl": content[".json"]}
    path = tmp_path / f"x{suffix}"
    path.write_bytes(content[suffix].encode(encoding))
    assert only(path).text == text


def test_late_byte_of_another_encoding_does_not_spoil_the_file(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    plain = b'{"text": "plain"}\n' * 20_000
    path.write_bytes(plain + '{"text": "naïve"}\n'.encode() + '{"text": "café and more"}\n'.encode("cp1252"))
    assert [article.text for article in articles(path)][-2:] == ["naïve", "café and more"]
    path = tmp_path / "x.txt"
    path.write_bytes(b"plain. " * 50_000 + "café and more".encode("cp1252"))
    assert only(path).text.endswith("café and more")


def test_damaged_utf_8_stays_utf_8(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_bytes("Café São Paulo, “naïve” Zoë".encode() + b" \xff end")
    assert only(path).text == "Café São Paulo, “naïve” Zoë \ufffd end"


def test_page_that_declares_its_encoding_is_believed(tmp_path: Path) -> None:
    path = tmp_path / "x.html"
    page = '<html><meta charset="iso-8859-2"><p>Wałęsa was banned in Kraków, the firm said.</p></html>'
    path.write_bytes(page.encode("iso-8859-2"))
    assert only(path).text == "Wałęsa was banned in Kraków, the firm said."
