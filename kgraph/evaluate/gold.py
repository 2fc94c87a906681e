"""Gold: the annotations of articles, one file an article."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from kgraph.errors import InputError
from kgraph.evaluate.files import parse, read_text
from kgraph.evaluate.items import Annotation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

SUFFIX = ".gold.json"


@dataclass(frozen=True, slots=True)
class Gold:
    """What a careful reader found in one article; `path` is the file that says so, if there is one."""

    article: str
    annotations: tuple[Annotation, ...]
    path: Path | None = None

    @classmethod
    def of(cls, article: str, entries: Iterable[Mapping[str, Any]], path: Path | None = None) -> Self:
        """The gold of an article from the entries of its file. Raises `InputError` that names the entry."""
        return cls(article, tuple(_annotations(article, entries, str(path or article))), path)

    def article_file(self, folder: Path | None = None) -> Path | None:
        """The file ID.json of the article that ID.gold.json annotates; None where there is none.

        It is looked for in `folder`, or else beside the annotations and in a folder `articles`
        beside theirs.
        """
        if self.path is None:
            return None
        here = self.path.parent
        name = f"{self.path.name.removesuffix(SUFFIX)}.json"
        folders = [folder] if folder is not None else [here, here.resolve().parent / "articles"]
        return next((place / name for place in folders if (place / name).is_file()), None)


def read_gold(paths: str | Path | Iterable[str | Path]) -> tuple[Gold, ...]:
    """The gold of files named ID.gold.json, and of all such files in folders, sorted by name.

    Raises `InputError` for a file that is no such gold, for a folder without any, and for two
    files about one article; `OSError` for what cannot be read.
    """
    given = [paths] if isinstance(paths, str | Path) else paths
    found: dict[str, Gold] = {}
    for path in dict.fromkeys(file for one in given for file in _files(Path(one))):
        gold = _read(path)
        if gold.article in found:
            other = found[gold.article].path
            raise InputError(str(path), f"annotates the same article as {other}: {gold.article!r}")
        found[gold.article] = gold
    return tuple(found.values())


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        if not path.name.endswith(SUFFIX) and path.exists():
            raise InputError(str(path), f"is no file of annotations, which are named ID{SUFFIX}")
        yield path
        return
    files = sorted(path.glob(f"*{SUFFIX}"))
    if not files:
        raise InputError(str(path), f"a folder without annotations, which are named ID{SUFFIX}")
    yield from files


def _read(path: Path) -> Gold:
    value = parse(read_text(path), str(path))
    entries = value.get("events") if isinstance(value, dict) else None
    if not isinstance(value, dict) or not isinstance(entries, list):
        raise InputError(str(path), "no annotations: it needs a list `events`")
    return Gold.of(str(value.get("id") or path.name.removesuffix(SUFFIX)), entries, path)


def _annotations(article: str, entries: Iterable[object], name: str) -> Iterator[Annotation]:
    for number, entry in enumerate(entries, start=1):
        where = f"{name}, entry {number}"
        if not isinstance(entry, dict):
            raise InputError(where, "no annotation: it is no JSON object")
        try:
            yield Annotation.of(article, entry)
        except InputError as error:
            raise InputError(where, error.reason) from error
