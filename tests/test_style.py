"""The project's own checks: format, lint, types, layers, dependencies."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent


@pytest.mark.parametrize(
    "command",
    [
        "ruff format --check --quiet --diff .",
        "ruff check --quiet .",
        "mypy",
        "lint-imports --no-cache",
        "deptry --no-ansi kgraph",
    ],
    ids=["format", "lint", "types", "layers", "dependencies"],
)
def test_check_passes(command: str) -> None:
    """Run the check as a developer would, and show what it says when it fails."""
    tool, *arguments = command.split()
    run = subprocess.run([BIN / tool, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
