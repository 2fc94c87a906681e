"""What reaches the terminal: nothing hostile, nothing lost, no colour in a pipe."""

import io
import json
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.text import Text

from kgraph.cli import output

HOSTILE = "Twitter\x1b]0;owned\x07 \x1b[31mbans\x9b2J \u202eKaspersky\u2069\r\nLab\ud800"


class Terminal(io.StringIO):
    """Standard output that says it is a terminal."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


def test_hostile_text_is_disarmed() -> None:
    assert output.printable(HOSTILE) == "Twitter]0;owned [31mbans2J Kaspersky Lab"


@given(st.text())
def test_printable_text_is_one_harmless_line(text: str) -> None:
    """Whatever an article holds, what is shown can be printed, and nothing else."""
    shown = output.printable(text)
    assert shown.isprintable()
    assert output.printable(shown) == shown


@given(st.text(st.characters(exclude_categories=[])))
def test_json_line_is_harmless_and_loses_nothing(text: str) -> None:
    line = output.json_line({"sentence": text})
    assert line.count("\n") == 1
    assert not any(0x7F <= ord(c) < 0xA0 or ord(c) < 0x20 for c in line[:-1])
    line.encode()
    assert json.loads(line) == {"sentence": text}


def test_markup_in_articles_is_text(capsys: pytest.CaptureFixture[str]) -> None:
    output.show(output.table([["[red]Twitter[/red] :smile: [/]"]], ["[bold]Who"]))
    assert capsys.readouterr().out.splitlines()[0::2] == ["[bold]Who", "[red]Twitter[/red] :smile: [/]"]


def test_pipe_gets_whole_lines_without_colour(capsys: pytest.CaptureFixture[str]) -> None:
    long = "word " * 400
    output.show(output.table([[long, 1]], ["Text", "Number"], numbers=["Number"]))
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert long.strip() in out


def test_table_fits_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setattr(sys, "stdout", terminal := Terminal())
    output.show(output.table([["word " * 40, "Q" * 100, "Huawei"]], ["Text", "Long", "Who"]))
    text = Text.from_ansi(terminal.getvalue()).plain
    assert max(map(len, text.splitlines())) <= 60
    assert text.count("Q") == 100


def test_columns_that_do_not_fit_become_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """No word is cut in two to squeeze a column in."""
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setattr(sys, "stdout", terminal := Terminal())
    headings = ["Article", "Predicate", "According to", "Status"]
    output.show(
        output.table([["sample", "accuses", None, "reported"], ["b", "bans", "x", "alleged"]], headings)
    )
    lines = [line.split() for line in Text.from_ansi(terminal.getvalue()).plain.splitlines()]
    assert lines[:5] == [
        ["Article", "sample"],
        ["Predicate", "accuses"],
        ["Status", "reported"],
        [],
        ["Article", "b"],
    ]


def test_counted_knows_one_from_many() -> None:
    assert [output.counted(n, "event") for n in (0, 1, 2000)] == ["0 events", "1 event", "2,000 events"]


def test_data_is_exact_in_a_pipe_and_harmless_on_a_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    output.write("a\x1b[2J\tb\n")
    assert capsys.readouterr().out == "a\x1b[2J\tb\n"
    monkeypatch.setattr(sys, "stdout", terminal := Terminal())
    output.write("a\x1b[2J\tb\n")
    assert terminal.getvalue() == "a[2J\tb\n"


def test_errors_go_to_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    output.error("news\x1b.json: [empty]")
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", "Error: news.json: [empty]\n")
