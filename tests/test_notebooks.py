"""The notebooks run from top to bottom, use public names only, and hold no outputs."""

import ast
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

import kgraph

FOLDER = Path(__file__).parent.parent / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))


def load(path: Path) -> nbformat.NotebookNode:
    return nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call, no-any-return]


def test_there_are_notebooks() -> None:
    assert [path.stem for path in NOTEBOOKS] == ["bring-your-own", "corpus-to-findings", "explore"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_holds_no_outputs(path: Path) -> None:
    """What a run prints belongs to that run."""
    for cell in load(path).cells:
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_uses_public_names_only(path: Path) -> None:
    """Neither submodules nor private names of kgraph."""
    code = "\n".join(cell.source for cell in load(path).cells if cell.cell_type == "code")
    for node in ast.walk(ast.parse(code)):
        match node:
            case ast.Import(names=names):
                assert not [alias.name for alias in names if alias.name.startswith("kgraph.")]
            case ast.ImportFrom(module=str(module)) if module.startswith("kgraph"):
                assert module == "kgraph"
                assert {alias.name for alias in node.names} <= set(kgraph.__all__)
            case ast.Attribute(value=ast.Name(id="kgraph"), attr=name):
                assert name in kgraph.__all__


@pytest.mark.model
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_runs(path: Path) -> None:
    """Every cell runs, and every drawing is a picture."""
    notebook = load(path)
    NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(FOLDER)}}).execute()
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert any("image/png" in output.get("data", {}) for output in outputs)
    assert not [output.text for output in outputs if output.get("name") == "stderr"]
