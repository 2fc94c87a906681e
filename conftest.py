"""Examples in the README and in docstrings are tests: what they show is what happens."""

import doctest
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
from sybil import Example, Sybil
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser
from sybil.parsers.rest import DocTestParser

ROOT = Path(__file__).parent
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the README's reader has after its first command: the sample articles and their graph."""
    folder = tmp_path_factory.mktemp("readme")
    shutil.copytree(ROOT / "data", folder / "data")
    build = [sys.executable, "-m", "kgraph", "build", "data/articles"]
    subprocess.run(build, cwd=folder, capture_output=True, check=True)
    return folder


@pytest.fixture
def in_sample_folder(sample_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Go where the README's reader is."""
    monkeypatch.chdir(sample_folder)
    return sample_folder


def run_session(example: Example) -> str | None:
    """Run each `$ command` of a console block and compare what it prints; `...` stands for anything."""
    environment = os.environ | {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "COLUMNS": "100",
    }
    for step in re.split(r"^\$ ", example.parsed, flags=re.MULTILINE)[1:]:
        command, _, expected = step.partition("\n")
        run = subprocess.run(
            ["bash", "-c", command],
            capture_output=True,
            text=True,
            encoding="utf-8",
            env=environment,
            check=False,
        )
        if run.returncode:
            return f"$ {command}\nended with {run.returncode}: {run.stderr}"
        if not doctest.OutputChecker().check_output(expected, run.stdout, FLAGS):
            return f"$ {command}\nexpected:\n{expected}\ngot:\n{run.stdout}"
    return None


readme = Sybil(
    parsers=[PythonCodeBlockParser(doctest_optionflags=FLAGS), CodeBlockParser("console", run_session)],
    patterns=["README.md"],
    excludes=["*/README.md"],
    fixtures=["in_sample_folder"],
)
docstrings = Sybil(parsers=[DocTestParser(FLAGS)], patterns=["*.py"], excludes=["test_*.py", "conftest.py"])
pytest_collect_file = (readme + docstrings).pytest()


def pytest_collection_modifyitems(items: Iterable[pytest.Item]) -> None:
    """The README builds a graph, and so loads the model."""
    for item in items:
        if item.path == ROOT / "README.md":
            item.add_marker(pytest.mark.model)
