"""What people name: files, folders, globs, standard input; and everything that can be wrong with them."""

import io
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kgraph.errors import InputError
from kgraph.graph.store import Store
from kgraph.model import Article
from kgraph.readers import MAX_ARTICLE_CHARACTERS, Skipped, read


def ids(found: Iterator[Article | Skipped]) -> list[str]:
    return [item.id if isinstance(item, Article) else str(item) for item in found]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with what real ones hold."""
    for name in ["b.txt", "a.md", "sub/c.json", "sub/deep/d.unknown", ".hidden.txt", ".git/e.txt"]:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text('{"text": "One."}' if name.endswith("json") else "One.")
    (tmp_path / "sub" / "c.gold.json").write_text('{"id": "c", "events": []}')
    return tmp_path


def test_folder_is_read_to_the_bottom_in_order(folder: Path) -> None:
    assert ids(read(folder)) == ["a", "b", "c", "d"]
    assert ids(read([folder / "sub", str(folder / "b.txt")])) == ["c", "d", "b"]


def test_graph_among_articles_is_no_article(folder: Path) -> None:
    Store(folder / "graph").close()
    assert ids(read(folder)) == ids(read(f"{folder}/**")) == ["a", "b", "c", "d"]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [("*.txt", ["b"]), ("**/*.json", ["c"]), ("sub/*", ["c", "d"]), ("**", ["a", "b", "c", "d"])],
)
def test_glob_reads_each_match_once(folder: Path, pattern: str, expected: list[str]) -> None:
    assert sorted(ids(read(f"{folder}/{pattern}"))) == expected


def test_file_whose_name_looks_like_a_glob_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "a[1].txt").write_text("One.")
    assert ids(read(tmp_path / "a[1].txt")) == ["a[1]"]


def test_home_folder_is_understood(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "a.txt").write_text("One.")
    assert ids(read(["~/a.txt", "~/*.txt"])) == ["a", "a"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"One.", ["stdin"]),
        (b'{"text": "One."}\n{"text": "Two.", "id": "x"}', ["stdin-1", "x"]),
        (b'{"text": "One."}', ["stdin"]),
        (b"text,id\nOne.,y\n", ["y"]),
        (b"", ["standard input: empty"]),
        (b"\x89PNG\r\n\x1a\n", ["standard input: not text: PNG image"]),
    ],
)
def test_standard_input_is_read_for_what_it_is(content: bytes, expected: list[str]) -> None:
    assert ids(read("-", stdin=io.BytesIO(content))) == expected


def test_standard_input_is_that_of_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"One.")))
    assert ids(read(["-"])) == ["stdin"]
    monkeypatch.setattr(sys, "stdin", None)
    assert ids(read(["-"])) == ["standard input: there is none"]


class EndlessLines(io.BytesIO):
    """A pipe whose other end never stops to write articles."""

    def read(self, size: int | None = -1, /) -> bytes:
        assert size is not None
        assert size >= 0, "asked for all of what has no end"
        while len(self.getvalue()) < self.tell() + size:
            here = self.tell()
            self.seek(0, io.SEEK_END)
            self.write(json.dumps({"text": "One. " * 1_000}).encode() + b"\n")
            self.seek(here)
        return super().read(size)


def test_json_lines_are_not_read_to_their_end_first() -> None:
    found = read("-", stdin=EndlessLines())
    assert [next(found) for _ in range(100)][-1] == Article(id="stdin-100", text="One. " * 1_000)


def test_endless_text_is_refused() -> None:
    class Zeros(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            return b"x" * (size or 0)

    (skipped,) = read("-", stdin=Zeros())
    assert isinstance(skipped, Skipped)
    assert skipped.reason.startswith("text of over 100,000,000 characters")


def test_reading_is_lazy(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("One.")
    found = read([tmp_path / "a.txt", tmp_path / "b.txt"])
    next(found)
    (tmp_path / "b.txt").write_text("Two.")
    assert ids(found) == ["b"]


FRENCH = (
    "Le gouvernement a annoncé mardi de nouvelles sanctions contre la Russie, a dit un porte-parole. " * 3
)

BAD = [
    ("empty.txt", b"", "empty"),
    ("mark.txt", b"\xef\xbb\xbf", "empty"),
    ("white.txt", b" \r\n\t\n", "empty"),
    ("white.json", b"  \n", "empty"),
    ("spaces.txt", "\u00a0\u2003".encode(), "empty"),
    ("dots.txt", "… — !?".encode(), "no words in it"),
    ("picture.txt", b"\x89PNG\r\n\x1a\n\x00\x00", "not text: PNG image"),
    ("picture.json", b"\xff\xd8\xff\xe0\x00\x10JFIF", "not text: JPEG image"),
    ("page.html", b"%PDF-1.4 ...", "not text: PDF document; save it as text"),
    (
        "archive.csv",
        b"PK\x03\x04....",
        "not text: ZIP archive or Office document; unpack it or save it as text",
    ),
    ("news.jsonl", b"\x1f\x8b\x08\x00", "not text: gzip archive; unpack it"),
    ("tool", b"\x7fELF\x02\x01\x01\x00", "not text: executable"),
    ("noise.md", bytes(range(256)) * 20, "not text: binary data"),
    ("high.txt", bytes(range(128, 256)) * 20, "not text: binary data"),
    ("zeros.rss", bytes(100), "not text: binary data"),
    (
        "cut.json",
        b'{\n "id": "a",\n "text": "Twi',
        "truncated JSON: line 3 column 10: unterminated string starting at",
    ),
    (
        "cut2.json",
        b'{"text": "Twitter",',
        "truncated JSON: line 1 column 20: expecting property name enclosed in double quotes",
    ),
    ("bad.json", b'{"text": Twitter}', "not JSON: line 1 column 10: expecting value"),
    ("prose.json", b"Twitter bans Kaspersky.", "not JSON: line 1 column 1: expecting value"),
    (
        "extra.json",
        b'{"text": "One."}]',
        "not JSON: line 1 column 17: more after its end; objects one a line belong in a .jsonl file",
    ),
    ("deep.json", b"[" * 200_000, "JSON nested too deeply"),
    ("digits.json", b"1" * 5_000, "JSON with a number of too many digits"),
    ("scalar.json", b'"Twitter bans Kaspersky."', "JSON, but not an object with a `text` field"),
    ("none.json", b"[]", "no articles in it"),
    ("without.json", b'{"title": "T"}', "no `text` field"),
    ("null.json", b'{"text": null}', "no `text` field"),
    ("number.json", b'{"text": 5}', "`text` is a number, not a string"),
    ("list.json", b'{"text": ["One."]}', "`text` is a list, not a string"),
    ("blank.json", b'{"text": " \\n"}', "empty"),
    ("header.csv", b"title,date\nT,2018", "no `text` column; its first line is: title,date"),
    ("rows.csv", b"text,title\n\n", "no articles in it"),
    ("other.xml", b"<?xml version='1.0'?><note>One.</note>", "not an RSS or Atom feed"),
    ("bare.rss", b"<rss><channel><title>T</title></channel></rss>", "a feed without entries"),
    (
        "front.md",
        b"---\na: [b\n---\nOne.",
        "broken front matter: line 3: expected ',' or ']', but got '<stream end>'",
    ),
    ("front2.md", b"---\na: " + b"[" * 5_000 + b"\n---\nOne.", "broken front matter: nested too deeply"),
    (
        "menu.html",
        b"<html><head><title>T</title></head><body></body></html>",
        "no article text found in the page",
    ),
    ("french.txt", FRENCH.encode(), "written in French; only English is read"),
    ("french.json", b'{"text": "Bonjour", "language": "fr"}', "written in French; only English is read"),
    (
        "long.txt",
        b"x" * 20_000_000,
        "text of 20,000,000 characters, more than the limit of 1,000,000; split it into articles",
    ),
    (
        "long2.txt",
        "é".encode() * 1_000_001,
        "text of 1,000,001 characters, more than the limit of 1,000,000; split it into articles",
    ),
    (
        "long.json",
        b'{"text": "' + b"x" * 1_000_001 + b'"}',
        "text of 1,000,001 characters, more than the limit of 1,000,000; split it into articles",
    ),
    (
        "long.html",
        b"<p>" + b"x" * 20_000_000,
        "text of 20,000,003 characters, more than the limit of 4,000,000; keep the article only",
    ),
    ("long.csv", b"x" * 20_000_000, "line 1 has more than 13,000,000 characters; the rest is not read"),
]


@pytest.mark.parametrize(("name", "content", "reason"), BAD, ids=[name for name, _, _ in BAD])
def test_bad_input_is_named_with_one_reason_and_the_others_go_on(
    tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    path, good = tmp_path / name, tmp_path / "good.txt"
    path.write_bytes(content)
    good.write_text("One.")
    skipped, article = read([path, good])
    assert skipped == Skipped(str(path), reason)
    assert article == Article(id="good", text="One.")


def test_long_line_of_json_lines_is_named_and_the_next_is_read(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_bytes(b'{"text": "One."}\n{"text": "' + b"x" * 20_000_000 + b'"}\n{"text": "Three."}\n')
    _, skipped, last = read(path)
    assert skipped == Skipped(f"{path}, line 2", "more than 13,000,000 characters; split it into articles")
    assert isinstance(last, Article)
    assert last.text == "Three."


def test_longest_article_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("é" * MAX_ARTICLE_CHARACTERS)
    assert ids(read(tmp_path / "a.txt")) == ["a"]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("missing.txt", "no such file or folder"),
        ("*.nothing", "no file matches"),
        ("a\0b", "not a name that a file can have"),
        ("n" * 5_000, "file name too long"),
        ("", "no name given"),
        ("https://example.org/a", "addresses are not read; download the page first"),
    ],
)
def test_name_without_a_file_behind_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, reason: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (skipped,) = read([name])
    assert isinstance(skipped, Skipped)
    assert skipped.reason == reason
    assert str(skipped).isprintable()


def test_folder_with_nothing_to_read_is_named_once(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / ".hidden").write_text("One.")
    assert list(read(tmp_path)) == [Skipped(str(tmp_path), "a folder with nothing to read in it")]


def test_pipes_and_dead_links_of_a_folder_are_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "link.txt").symlink_to(tmp_path / "gone.txt")
    assert list(read(tmp_path)) == [
        Skipped(str(tmp_path / "link.txt"), "no such file or folder"),
        Skipped(str(tmp_path / "pipe.txt"), "not a regular file"),
    ]


def test_file_and_folder_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # the superuser may read everything, so the refusal is played
    (tmp_path / "a.txt").write_text("One.")

    def refuse(path: Path | str, *_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", refuse)
        assert list(read(tmp_path)) == [Skipped(str(tmp_path / "a.txt"), "no permission to read it")]
    monkeypatch.setattr(os, "scandir", refuse)
    assert list(read(tmp_path)) == [Skipped(str(tmp_path), "no permission to read it")]


def test_name_that_is_no_text_can_still_be_shown(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/caf\xe9\n.txt"
    Path(os.fsdecode(path)).write_bytes(b"One.")
    (article,) = read(tmp_path)
    assert isinstance(article, Article)
    assert article.id == "caf\ufffd\ufffd"


def test_skipped_is_a_value_that_can_be_raised() -> None:
    skipped = Skipped("a.txt", "empty")
    assert str(skipped) == str(skipped.error) == "a.txt: empty"
    assert Skipped.because(InputError("a.txt", "empty")) == skipped
