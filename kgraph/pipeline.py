"""The stages in their order: read, extract, store. Everything else is somewhere else."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from kgraph.errors import GraphError, InputError
from kgraph.extract.version import DEFAULT_MODEL, read_by, reads_alike
from kgraph.graph.canonical import canonical
from kgraph.graph.opening import is_there
from kgraph.knowledge_graph import BuildReport, KnowledgeGraph
from kgraph.model import Article, Extraction, Proposition
from kgraph.readers import Skipped, read

if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from kgraph.extract.extractor import Extractor
    from kgraph.graph.store import Store

_T = TypeVar("_T")
Inputs = str | Path | Iterable[str | Path]
CHUNK = 32  # articles that a worker takes at a time
STORED = 128  # articles that are stored together: what a build that is killed has read in vain
_AHEAD = 2  # chunks that may wait for each worker, which bounds the memory of a long run


Progress = Callable[[BuildReport], None]


class _Settings(NamedTuple):
    """What an extractor is made from, and what its articles are read by, which tells other versions of it."""

    model: str
    gazetteer: tuple[Path, ...]
    reader: str

    @classmethod
    def of(cls, model: str | None, gazetteer: Iterable[str | Path]) -> _Settings:
        files = tuple(Path(path) for path in gazetteer)
        return cls(model or DEFAULT_MODEL, files, read_by(model, files))


@dataclass(frozen=True, slots=True)
class Unchanged:
    """An article that the graph holds already; `outdated` where another version has read it."""

    outdated: bool


_Item = Article | Skipped | Unchanged


def build(
    inputs: Inputs | None = None,
    *,
    graph: str | Path | None = None,
    model: str | None = None,
    gazetteer: Iterable[str | Path] = (),
    workers: int = 1,
    rebuild: bool = False,
    progress: Progress | None = None,
) -> KnowledgeGraph:
    """Read articles, extract their claims and store them.

    `inputs` are files, folders, globs or "-"; `graph` is the folder of the store or the address of a SPARQL
    endpoint, in memory when None; `model` any spaCy pipeline; `gazetteer` files with entities of one's own;
    `workers` the number of processes that extract. Articles that the graph holds as they are now are passed
    over, and those that have changed are replaced; with `rebuild` those too that other rules, words or
    another model have read, and where `inputs` is None all such in the graph. `progress` is called with the
    report so far after each portion of articles, which is stored by then. The finished report is the graph's
    `report`.

    Raises `GraphError` when the store cannot be opened or written, `ModelError` when the model is missing.
    Inputs that cannot be read are skipped and named in the report.
    """
    started = time.perf_counter()
    settings = _Settings.of(model, gazetteer)
    # A graph that is not there is opened with the first article, so that a slip leaves no empty one.
    knowledge = KnowledgeGraph.open(graph) if is_there(graph) else None
    items: Iterable[Article | Skipped] = _distinct(read(() if inputs is None else inputs))
    if rebuild and knowledge and inputs is None:
        items = knowledge.store.articles()
    pending: Iterable[_Item] = items
    if knowledge:
        pending = (_unless_held(item, knowledge.store, settings.reader, rebuild=rebuild) for item in items)
    report = BuildReport()
    for chunk in _chunks(_extract(pending, settings, workers), STORED):
        done = [_storable(item, settings.reader) for item in chunk]
        extractions = [item for item in done if isinstance(item, Extraction)]
        replaced = 0
        if extractions:
            knowledge = knowledge or KnowledgeGraph.open(graph)
            replaced = sum(knowledge.store.has_article(item.article.id) for item in extractions)
            knowledge.add(extractions)
        report = replace(
            report,
            articles=report.articles + len(extractions),
            replaced=report.replaced + replaced,
            unchanged=report.unchanged + sum(isinstance(item, Unchanged) for item in done),
            outdated=report.outdated + sum(isinstance(item, Unchanged) and item.outdated for item in done),
            skipped=report.skipped + tuple(item for item in done if isinstance(item, Skipped)),
            claims=report.claims + sum(len(item.claims) for item in extractions),
            words=report.words + sum(len(item.article.text.split()) for item in extractions),
            seconds=time.perf_counter() - started,
        )
        if progress is not None:
            progress(report)
    knowledge = knowledge or KnowledgeGraph.open()
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
    settings = _Settings.of(model, gazetteer)
    for item in _extract(_distinct(read(inputs)), settings, workers):
        if not isinstance(item, Unchanged):
            yield item


def extract_open(
    inputs: Inputs, *, model: str | None = None, gazetteer: Iterable[str | Path] = ()
) -> Iterator[Proposition | Skipped]:
    """Read articles into untyped propositions (open information extraction)."""
    extractor = _extractor(_Settings.of(model, gazetteer))
    for chunk in _chunks(read(inputs), CHUNK):
        yield from (item for item in chunk if isinstance(item, Skipped))
        yield from extractor.propositions(item for item in chunk if isinstance(item, Article))


def _extract(
    items: Iterable[_Item], settings: _Settings, workers: int
) -> Iterator[Extraction | Skipped | Unchanged]:
    """What became of each item, in their order. What is loaded for it is loaded with the first article."""
    if workers <= 1:
        for chunk in _chunks(items, CHUNK):
            yield from _extract_chunk(settings, chunk)
        return
    with ProcessPoolExecutor(workers, _processes(settings), _begin_work) as pool:
        waiting = []
        for chunk in _chunks(items, CHUNK):
            waiting.append(pool.submit(_work, settings, chunk))
            if len(waiting) > workers * _AHEAD:
                yield from waiting.pop(0).result()
        for future in waiting:
            yield from future.result()


def _unless_held(item: Article | Skipped, store: Store, reader: str, *, rebuild: bool) -> _Item:
    """The item, or that the store holds just this article, when rebuilding as it would be read again."""
    held = None if isinstance(item, Skipped) else store.held(item.id)
    if held is None or held[0] != item:
        return item
    outdated = not reads_alike(held[1], reader)
    return item if outdated and rebuild else Unchanged(outdated)


def _storable(item: Extraction | Skipped | Unchanged, reader: str) -> Extraction | Skipped | Unchanged:
    """An extraction that the store will take, or why it will not, so that one article stops no build."""
    if not isinstance(item, Extraction):
        return item
    try:
        return canonical(replace(item, read_by=reader))
    except GraphError as error:
        return Skipped.because(InputError(item.article.id, str(error)))


def _distinct(items: Iterable[Article | Skipped]) -> Iterator[Article | Skipped]:
    """Each article once; name another one whose id is taken."""
    seen: dict[str, int] = {}
    for item in items:
        if isinstance(item, Skipped):
            yield item
        elif item.id not in seen:
            seen[item.id] = hash(item.text)
            yield item
        elif seen[item.id] != hash(item.text):
            reason = f"another article of this run has the id {item.id!r}; give each its own id or file name"
            yield Skipped.because(InputError(item.id, reason))


def _extractor(settings: _Settings) -> Extractor:
    from kgraph.extract.extractor import load_extractor  # spaCy is slow to import

    return load_extractor(settings.model, settings.gazetteer)


def _extract_chunk(settings: _Settings, chunk: list[_Item]) -> Iterator[Extraction | Skipped | Unchanged]:
    articles = [item for item in chunk if isinstance(item, Article)]
    extractions = _extractor(settings).extract(articles) if articles else iter(())
    for item in chunk:
        yield next(extractions) if isinstance(item, Article) else item


def _processes(settings: _Settings) -> BaseContext:
    """How workers start: on Linux forked from a process that has loaded what they share.

    Elsewhere BLAS may not outlive a fork (Apple's Accelerate), or there is none.
    """
    if sys.platform != "linux":
        return get_context("spawn")
    context = get_context("forkserver")
    own = settings.model != DEFAULT_MODEL or settings.gazetteer
    shared = "extractor" if own else "preloaded"
    context.set_forkserver_preload([f"kgraph.extract.{shared}"])
    return context


def _begin_work() -> None:
    from kgraph.extract.extractor import on_one_processor

    on_one_processor()


def _work(settings: _Settings, chunk: list[_Item]) -> list[Extraction | Skipped | Unchanged]:
    """The same as a list, which can be sent from one process to another."""
    return list(_extract_chunk(settings, chunk))


def _chunks(items: Iterable[_T], size: int) -> Iterator[list[_T]]:
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk
