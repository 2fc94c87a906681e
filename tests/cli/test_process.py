"""The command as a process: pipes, locales, completion, and bugs."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kgraph import cli
from kgraph.knowledge_graph import KnowledgeGraph

BUFFERED = os.environ | {"PYTHONUNBUFFERED": ""}
KGRAPH = [sys.executable, "-m", "kgraph"]


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*KGRAPH, *arguments], capture_output=True, check=False, env=os.environ | environment
    )


def test_output_is_utf8_whatever_the_locale(graph: Path) -> None:
    plain = run("show", "Twitter", "--graph", str(graph))
    posix = run(
        "show", "Twitter", "--graph", str(graph), LC_ALL="C", PYTHONUTF8="0", PYTHONIOENCODING="ascii"
    )
    assert "“Twitter bans" in posix.stdout.decode()
    assert posix.stdout == plain.stdout
    assert posix.stderr == b""


def test_closed_pipe_is_no_error(graph: Path) -> None:
    """What `| head` leaves unread must not end in a complaint."""
    everything = "SELECT ?a ?b ?c ?d ?e ?f WHERE { GRAPH ?g { ?a ?b ?c } . ?d ?e ?f }"
    command = [*KGRAPH, "query", everything, "--format", "csv", "--graph", str(graph)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=BUFFERED) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline() == b"a,b,c,d,e,f\r\n"
        process.stdout.close()
        assert process.stderr.read() == b""


def test_pipe_closed_from_the_start_is_no_error(graph: Path) -> None:
    """Output too short to notice while it is written is noticed at the end."""
    reading, writing = os.pipe()
    os.close(reading)
    command = [*KGRAPH, "stats", "--graph", str(graph)]
    ended = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, check=False, env=BUFFERED)
    os.close(writing)
    assert ended.stderr == b""


def test_ctrl_c_ends_a_query_that_would_take_for_ever(graph: Path) -> None:
    all_with_all = " ".join(f"?s{n} ?p{n} ?o{n} ." for n in range(9))
    endless = f"SELECT (COUNT(*) AS ?n) {{ {all_with_all} }}"
    program = """
import os, signal, threading
from kgraph.cli import main
threading.Timer(1, os.kill, (os.getpid(), signal.SIGINT)).start()
main()
"""
    command = [sys.executable, "-c", program, "query", endless, "--graph", str(graph)]
    ended = subprocess.run(command, capture_output=True, check=False, timeout=120)
    assert (ended.returncode, ended.stdout) == (130, b"")


def test_closed_standard_output_is_no_error(graph: Path) -> None:
    program = "import sys; sys.stdout = None; from kgraph.cli import main; main()"
    command = [sys.executable, "-c", program, "stats", "--graph", str(graph)]
    assert subprocess.run(command, capture_output=True, check=True).stderr == b""


def complete(line: str, folder: Path) -> list[str]:
    environment = {
        "_KGRAPH_COMPLETE": "complete_bash",
        "COMP_WORDS": line,
        "COMP_CWORD": str(line.count(" ")),
    }
    completed = subprocess.run(
        [sys.executable, "-c", "from kgraph.cli import main; main()"],
        capture_output=True,
        check=True,
        text=True,
        cwd=folder,
        env=os.environ | environment,
    )
    return completed.stdout.split()


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("kgraph sta", ["stats"]),
        ("kgraph query even", ["events", "events-by-type"]),
        ("kgraph query timeline --param un", ["until="]),
        ("kgraph query --param un", []),
        ("kgraph show Kas", ["Kaspersky_Lab"]),
        ("kgraph draw --type Ba", ["Ban"]),
        ("kgraph draw --entity Twi", ["Twitter"]),
        ("kgraph export --type Ba", ["Ban"]),
        ("kgraph remove ho", ["hostile"]),
        ("kgraph eval", ["evaluate"]),
        ("kgraph evaluate gold --format j", ["json"]),
        ("kgraph show --graph nowhere Kas", []),
    ],
)
def test_shell_completes(graph: Path, line: str, offered: list[str]) -> None:
    assert complete(line, graph.parent) == offered


def test_bug_is_one_line(
    graph: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A mistake of ours is told in a line as well, and --debug shows where it is."""

    def broken(_: KnowledgeGraph) -> None:
        raise ZeroDivisionError("by zero")

    monkeypatch.setattr(KnowledgeGraph, "stats", broken)
    monkeypatch.setattr(sys, "argv", ["kgraph", "stats", "--graph", str(graph)])
    with pytest.raises(SystemExit, match="1"):
        cli.main()
    assert capsys.readouterr().err == (
        "Error: unexpected ZeroDivisionError: by zero (`kgraph --debug ...` shows where)\n"
    )
    monkeypatch.setattr(sys, "argv", ["kgraph", "--debug", "stats", "--graph", str(graph)])
    with pytest.raises(ZeroDivisionError):
        cli.main()
