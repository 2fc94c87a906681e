"""Readers that other packages bring: installed as pip would, by an entry point."""

import logging
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kgraph.model import Article
from kgraph.readers import ENTRY_POINT_GROUP, Skipped, _registry, read

MEMO = """
from kgraph.readers import to_article

SUFFIXES = (".memo", ".txt")

def read(source):
    for number, part in enumerate(source.stream.read().split(b"\\0"), start=1):
        if part == b"bang":
            raise RuntimeError("a fault\\nof the reader")
        yield to_article({"text": part.decode()}, name=source.name, fallback_id=f"{source.stem}-{number}")
"""

Install = Callable[[str, str], None]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """Installs a module as the reader of another package."""
    site = tmp_path / "site"

    def install_module(name: str, code: str) -> None:
        info = site / f"{name}-1.dist-info"
        info.mkdir(parents=True)
        (site / f"{name}.py").write_text(code)
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n")
        (info / "entry_points.txt").write_text(f"[{ENTRY_POINT_GROUP}]\n{name} = {name}\n")
        monkeypatch.syspath_prepend(site)
        _registry._installed.cache_clear()

    yield install_module
    monkeypatch.undo()
    _registry._installed.cache_clear()


def test_installed_reader_reads_its_suffixes_binary_or_not(install: Install, tmp_path: Path) -> None:
    install("good_memo_reader", MEMO)
    (tmp_path / "a.memo").write_bytes(b"\x89PNG\r\n\0Two.")
    (tmp_path / "b.TXT").write_bytes(b"One.\0Two.")
    with pytest.raises(UnicodeDecodeError):
        (tmp_path / "a.memo").read_text("utf-8")
    (failed,) = read(tmp_path / "a.memo")
    assert isinstance(failed, Skipped)
    assert failed.reason.startswith("its reader failed: UnicodeDecodeError")
    assert [item.id for item in read(tmp_path / "b.TXT") if isinstance(item, Article)] == ["b-1", "b-2"]


def test_fault_of_a_reader_stops_nothing_but_its_own_file(install: Install, tmp_path: Path) -> None:
    install("failing_memo_reader", MEMO)
    (tmp_path / "a.memo").write_bytes(b"One.\0bang\0Three.")
    (tmp_path / "b.md").write_text("Two.")
    assert list(read([tmp_path / "a.memo", tmp_path / "b.md"])) == [
        Article(id="a-1", text="One."),
        Skipped(str(tmp_path / "a.memo"), "its reader failed: RuntimeError: a fault of the reader"),
        Article(id="b", text="Two."),
    ]


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("raise RuntimeError('no')", "reader odd_reader cannot be loaded: no"),
        ("", "reader odd_reader needs SUFFIXES and read(source)"),
    ],
)
def test_broken_reader_is_told_of_and_left_out(
    install: Install, tmp_path: Path, caplog: pytest.LogCaptureFixture, code: str, message: str
) -> None:
    sys.modules.pop("odd_reader", None)
    install("odd_reader", code)
    (tmp_path / "a.txt").write_text("One.")
    with caplog.at_level(logging.WARNING):
        assert list(read(tmp_path / "a.txt")) == [Article(id="a", text="One.")]
    assert caplog.messages == [message]
