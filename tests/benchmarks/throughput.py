"""How fast a build is beside the bare parser: `python tests/benchmarks/throughput.py ARTICLES.jsonl`.

Both run in turn over the same texts, several times: first `nlp.pipe` of the stock pipeline with all its
components, then `kgraph build` to a finished store on disk. Models are loaded before, worker processes are
not. Products of matrices keep to one thread in both. A build in a process of its own then tells the peak
memory, and one more pass what each stage takes. Not a test: run on demand.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import spacy
from rich.console import Console
from rich.table import Table
from threadpoolctl import threadpool_limits

from kgraph.extract import lexicon_rows
from kgraph.extract.extractor import Extractor
from kgraph.extract.language.model import load_model
from kgraph.extract.parse import parse, prepare
from kgraph.extract.version import DEFAULT_MODEL
from kgraph.gazetteer import Gazetteer
from kgraph.graph.canonical import canonical
from kgraph.graph.store import Store
from kgraph.model import Article
from kgraph.pipeline import build
from kgraph.readers import read

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.language import Language

    from kgraph.extract.parse import ParsedPassage
    from kgraph.model import Extraction


_BARE = "bare nlp.pipe"
_BUILD = Path(__file__).with_name("build.py")


def main() -> None:
    """Measure and print tables."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("articles", type=Path, help="a JSON Lines file or a folder of articles")
    options.add_argument("--times", type=int, default=5, help="runs of each (default 5)")
    options.add_argument(
        "--workers", type=int, nargs="+", default=[1, 2], help="processes of the builds (default 1 and 2)"
    )
    chosen = options.parse_args()
    threadpool_limits(1, user_api="blas")
    articles = [item for item in read([chosen.articles]) if isinstance(item, Article)]
    texts = [article.text for article in articles]
    words = sum(len(text.split()) for text in texts)
    stock = spacy.load(DEFAULT_MODEL)
    load_model()
    runs: dict[str, list[float]] = defaultdict(list)
    for _ in range(chosen.times):
        runs[_BARE].append(timed(lambda: [len(doc) for doc in stock.pipe(texts)]))
        for workers in chosen.workers:
            runs[f"kgraph build --workers {workers}"].append(timed(partial(built, chosen.articles, workers)))
    console = Console()
    console.print(f"{len(texts):,} articles, {words:,} words")
    table = Table("", "seconds (median)", "each run", "words per second", "ratio")
    bare = statistics.median(runs[_BARE])
    for name, seconds in runs.items():
        median = statistics.median(seconds)
        each = " ".join(f"{run:.1f}" for run in seconds)
        table.add_row(name, f"{median:.1f}", each, f"{words / median:,.0f}", f"{median / bare:.2f}")
    console.print(table)
    for workers in chosen.workers:
        most = peak(chosen.articles, workers)
        console.print(f"peak memory of a process that builds with --workers {workers}: {most:,.0f} MiB")
    console.print(stages(articles, stock))


def built(articles: Path, workers: int) -> None:
    """Build a graph of the articles in a folder that goes away."""
    with tempfile.TemporaryDirectory() as folder:
        build(articles, graph=Path(folder) / "graph", workers=workers).close()


def peak(articles: Path, workers: int) -> float:
    """The most memory that a process that builds holds, without its workers, in MiB (on Linux)."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, str(_BUILD), str(articles), f"{folder}/graph", str(workers)]
        told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return int(json.loads(told)["peak"]) / 1024


def stages(articles: list[Article], stock: Language) -> Table:
    """What each stage takes in one process, as a share of bare `nlp.pipe` right before."""
    nlp, lexicon, gazetteer = load_model(), lexicon_rows.load(), Gazetteer.load()
    extractor = Extractor(gazetteer, nlp)
    bare = timed(lambda: [len(doc) for doc in stock.pipe(article.text for article in articles)])
    parsed: list[tuple[Article, list[ParsedPassage]]] = []
    extractions: list[Extraction] = []
    preparing = timed(lambda: [list(prepare(article, nlp, lexicon, gazetteer)) for article in articles])
    parsing = timed(lambda: parsed.extend(parse(articles, nlp, lexicon, gazetteer)))
    reading = timed(lambda: extractions.extend(canonical(extractor.read(*item)) for item in parsed))

    def stored() -> None:
        with tempfile.TemporaryDirectory() as folder:
            store = Store(Path(folder) / "graph")
            for start in range(0, len(extractions), 128):
                store.add(extractions[start : start + 128])
            store.close()

    table = Table("stage", "share of bare nlp.pipe")
    for name, seconds in (
        ("tokens and known names", preparing),
        ("tagging, parsing, recognising", parsing - preparing),
        ("reading claims", reading),
        ("storing", timed(stored)),
    ):
        table.add_row(name, f"{seconds / bare:.2f}")
    return table


def timed(run: Callable[[], object]) -> float:
    """The wall time of a call in seconds."""
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
