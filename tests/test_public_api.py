"""The public names, and what importing them costs."""

import subprocess
import sys

import pytest

import kgraph

NAMES = [
    "Article",
    "Claim",
    "Entity",
    "EntityType",
    "Event",
    "ExportError",
    "Extraction",
    "GraphError",
    "InputError",
    "KgraphError",
    "KnowledgeGraph",
    "Mention",
    "Modality",
    "ModelError",
    "NotFoundError",
    "Polarity",
    "Proposition",
    "QueryError",
    "ResourceError",
    "Span",
    "Status",
    "build",
    "open",
]


def test_exactly_these_names_are_public() -> None:
    """A name comes or goes only on purpose."""
    assert kgraph.__all__ == NAMES
    assert dir(kgraph) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_name_is_there(name: str) -> None:
    """Each is found where its module defines it."""
    assert getattr(kgraph, name).__name__ == name


def test_other_names_are_refused() -> None:
    with pytest.raises(AttributeError, match="no attribute 'bulid'"):
        _ = kgraph.bulid


@pytest.mark.parametrize(
    "statement",
    [
        "import kgraph",
        "import kgraph; kgraph.open",
        "from kgraph.cli import main; sys.argv[1:] = ['--help']; main()",
        "from kgraph.cli import main; sys.argv[1:] = ['query', '--list']; main()",
    ],
)
def test_asking_loads_no_language_library(statement: str) -> None:
    """Only reading articles needs spaCy; the rest must not wait for it."""
    code = f"import atexit, sys\natexit.register(lambda: print('spacy' in sys.modules))\n{statement}"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.splitlines()[-1] == "False"
