"""How fast a build is beside the bare parser: `python tests/benchmarks/throughput.py ARTICLES.jsonl`.

Both run in turn over the same texts, several times: first `nlp.pipe` of the stock pipeline with
all its components, then `kgraph build` to a finished store on disk. Not a test: run on demand.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import spacy
from rich.console import Console
from rich.table import Table

from kgraph.extract.version import DEFAULT_MODEL
from kgraph.model import Article
from kgraph.pipeline import build
from kgraph.readers import read

if TYPE_CHECKING:
    from collections.abc import Callable


def main() -> None:
    """Measure and print a table."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("articles", type=Path, help="a JSON Lines file or a folder of articles")
    options.add_argument("--times", type=int, default=3, help="runs of each (default 3)")
    options.add_argument("--workers", type=int, default=1, help="processes of the build (default 1)")
    chosen = options.parse_args()
    texts = [item.text for item in read([chosen.articles]) if isinstance(item, Article)]
    words = sum(len(text.split()) for text in texts)
    nlp = spacy.load(DEFAULT_MODEL)
    bare, whole = [], []
    for _ in range(chosen.times):
        bare.append(timed(lambda: [len(doc) for doc in nlp.pipe(texts)]))
        whole.append(timed(lambda: built(chosen.articles, chosen.workers)))
    table = Table("", "seconds (median)", "words per second")
    for name, seconds in (("bare nlp.pipe", bare), (f"kgraph build, workers={chosen.workers}", whole)):
        median = statistics.median(seconds)
        table.add_row(name, f"{median:.1f}", f"{words / median:,.0f}")
    ratio = statistics.median(whole) / statistics.median(bare)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    console = Console()
    console.print(table)
    console.print(f"{len(texts)} articles, {words:,} words; ratio {ratio:.2f}; peak memory {peak:,.0f} MiB")


def built(articles: Path, workers: int) -> None:
    """Build a graph of the articles in a folder that goes away."""
    with tempfile.TemporaryDirectory() as folder:
        build(articles, graph=Path(folder) / "graph", workers=workers).close()


def timed(run: Callable[[], object]) -> float:
    """The wall time of a call in seconds."""
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
