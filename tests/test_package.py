"""The wheel: what it holds, and that nothing in it comes from elsewhere."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(build, cwd=ROOT, capture_output=True, check=True)
    return zipfile.ZipFile(next(folder.glob("*.whl")))


def test_wheel_holds_every_module_and_resource(wheel: zipfile.ZipFile) -> None:
    """What works in a checkout works when installed."""
    here = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "kgraph").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert here == {name for name in wheel.namelist() if name.startswith("kgraph/")}
    assert "kgraph/py.typed" in here
    assert {Path(name).suffix for name in here if name.startswith("kgraph/resources/")} >= {
        ".ttl",
        ".tsv",
        ".rq",
    }


def test_wheel_holds_nothing_else(wheel: zipfile.ZipFile) -> None:
    """Neither tests nor articles get installed; the licence does."""
    others = {name for name in wheel.namelist() if not name.startswith("kgraph/")}
    assert {Path(name).parts[0] for name in others} == {"kgraph-0.1.0.dist-info"}
    assert "kgraph-0.1.0.dist-info/licenses/LICENSE" in others
