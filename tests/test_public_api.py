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


def loaded_by(statement: str, *libraries: str) -> str:
    """Which of the libraries a new process has loaded after a statement."""
    code = f"import atexit, sys\natexit.register(lambda: print([n for n in {libraries} if n in sys.modules]))"
    run = subprocess.run(
        [sys.executable, "-c", f"{code}\n{statement}"], capture_output=True, text=True, check=True
    )
    return run.stdout.splitlines()[-1]


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
    assert loaded_by(statement, "spacy") == "[]"


@pytest.mark.parametrize(
    ("statement", "loaded"),
    [
        ("graph.events()", []),
        ("graph.to_networkx()", ["networkx"]),
        ("graph.to_rustworkx()", ["rustworkx"]),
        ("graph.events()._repr_html_()", []),
        ("import kgraph.page.widget", ["networkx", "anywidget"]),
    ],
)
def test_only_what_needs_a_library_loads_it(statement: str, loaded: list[str]) -> None:
    """Opening a graph and asking it must not wait for what few questions need."""
    opened = "import kgraph; graph = kgraph.open();"
    assert loaded_by(f"{opened} {statement}", "networkx", "rustworkx", "anywidget", "pandas") == str(loaded)
