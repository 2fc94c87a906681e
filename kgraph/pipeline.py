"""The stages in their order: read, extract, store. Everything else is somewhere else."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from kgraph.errors import GraphError, InputError
from kgraph.gazetteer import Gazetteer
from kgraph.graph.canonical import canonical
from kgraph.knowledge_graph import BuildReport, KnowledgeGraph
from kgraph.model import Article, Extraction, Proposition
from kgraph.readers import Skipped, read

if TYPE_CHECKING:
    from kgraph.extract.extractor import Extractor

_T = TypeVar("_T")
Inputs = str | Path | Iterable[str | Path]
CHUNK = 32  # articles that a worker takes at a time, and that are stored together
_AHEAD = 2  # chunks that may wait for each worker, which bounds the memory of a long run


Progress = Callable[[BuildReport], None]


def build(
    inputs: Inputs,
    *,
    graph: str | Path | None = None,
    model: str | None = None,
    gazetteer: Iterable[str | Path] = (),
    workers: int = 1,
    progress: Progress | None = None,
) -> KnowledgeGraph:
    """Read articles, extract their claims and store them.

    `inputs` are files, folders, globs or "-"; `graph` is the folder of the store, in memory when
    None; `model` any spaCy pipeline; `gazetteer` files with entities of one's own; `workers` the
    number of processes that extract. `progress` is called with the report so far after each
    chunk of articles. The finished report is the graph's `report`.

    Raises `GraphError` when the store cannot be opened, `ModelError` when the model is missing.
    Inputs that cannot be read are skipped and named in the report.
    """
    started = time.perf_counter()
    report = BuildReport()
    knowledge: KnowledgeGraph | None = (
        None  # opened with the first article, so that a slip leaves no empty graph
    )
    for chunk in _chunks(extract(inputs, model=model, gazetteer=gazetteer, workers=workers), CHUNK):
        items = [_storable(item) for item in chunk]
        extractions = [item for item in items if isinstance(item, Extraction)]
        if extractions:
            knowledge = knowledge or KnowledgeGraph.open(graph)
            knowledge.add(extractions)
        report = replace(
            report,
            articles=report.articles + len(extractions),
            skipped=report.skipped + tuple(item for item in items if isinstance(item, Skipped)),
            claims=report.claims + sum(len(item.claims) for item in extractions),
            words=report.words + sum(len(item.article.text.split()) for item in extractions),
            seconds=time.perf_counter() - started,
        )
        if progress is not None:
            progress(report)
    knowledge = knowledge or KnowledgeGraph.open(
        graph if graph is not None and Path(graph).exists() else None
    )
    knowledge.report = replace(report, seconds=time.perf_counter() - started)
    return knowledge


def extract(
    inputs: Inputs,
    *,
    model: str | None = None,
    gazetteer: Iterable[str | Path] = (),
    workers: int = 1,
) -> Iterator[Extraction | Skipped]:
    """Read articles and extract their claims, in the order of the inputs; store nothing."""
    settings = (model, tuple(Path(path) for path in gazetteer))
    if workers <= 1:
        extractor = _extractor(*settings)
        for chunk in _chunks(_distinct(read(inputs)), CHUNK):
            yield from _extract_chunk(extractor, chunk)
        return
    with ProcessPoolExecutor(workers, get_context("spawn"), _start_worker, settings) as pool:
        waiting = []
        chunks = _chunks(_distinct(read(inputs)), CHUNK)
        for chunk in chunks:
            waiting.append(pool.submit(_work, chunk))
            if len(waiting) > workers * _AHEAD:
                yield from waiting.pop(0).result()
        for future in waiting:
            yield from future.result()


def extract_open(
    inputs: Inputs, *, model: str | None = None, gazetteer: Iterable[str | Path] = ()
) -> Iterator[Proposition | Skipped]:
    """Read articles into untyped propositions (open information extraction)."""
    extractor = _extractor(model, tuple(Path(path) for path in gazetteer))
    for chunk in _chunks(read(inputs), CHUNK):
        yield from (item for item in chunk if isinstance(item, Skipped))
        yield from extractor.propositions(item for item in chunk if isinstance(item, Article))


def _storable(item: Extraction | Skipped) -> Extraction | Skipped:
    """An extraction that the store will take, or why it will not, so that one article stops no build."""
    if isinstance(item, Skipped):
        return item
    try:
        return canonical(item)
    except GraphError as error:
        return Skipped.because(InputError(item.article.id, str(error)))


def _distinct(items: Iterable[Article | Skipped]) -> Iterator[Article | Skipped]:
    """Name an article whose id another of the same run has taken; the same text twice is no matter."""
    seen: dict[str, int] = {}
    for item in items:
        if isinstance(item, Article):
            text = hash(item.text)
            if seen.setdefault(item.id, text) != text:
                reason = (
                    f"another article of this run has the id {item.id!r}; give each its own id or file name"
                )
                yield Skipped.because(InputError(item.id, reason))
                continue
        yield item


def _extractor(model: str | None, gazetteer: tuple[Path, ...]) -> Extractor:
    from kgraph.extract.extractor import DEFAULT_MODEL, Extractor, load_model  # spaCy is slow to import

    return Extractor(Gazetteer.load(*gazetteer), load_model(model or DEFAULT_MODEL))


def _extract_chunk(extractor: Extractor, chunk: list[Article | Skipped]) -> Iterator[Extraction | Skipped]:
    """What became of each item, in their order."""
    extractions = extractor.extract(item for item in chunk if isinstance(item, Article))
    for item in chunk:
        yield item if isinstance(item, Skipped) else next(extractions)


_worker: Any = None


def _start_worker(model: str | None, gazetteer: tuple[Path, ...]) -> None:
    global _worker  # noqa: PLW0603 - a pool's workers have no other place to keep what they load once
    _worker = _extractor(model, gazetteer)


def _work(chunk: list[Article | Skipped]) -> list[Extraction | Skipped]:
    return list(_extract_chunk(_worker, chunk))


def _chunks(items: Iterable[_T], size: int) -> Iterator[list[_T]]:
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk
