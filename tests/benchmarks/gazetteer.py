"""How fast the gazetteer loads and matches: `python tests/benchmarks/gazetteer.py ARTICLES.jsonl`.

Loads as a new process would, several times, then looks for all names in all texts. Not a test: run on demand.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from collections import Counter
from importlib.resources import files
from pathlib import Path

from rich.console import Console

from kgraph.gazetteer import Gazetteer
from kgraph.gazetteer_rows import KINDS, read_rows
from kgraph.model import Article
from kgraph.readers import read

_LOAD = (
    "import time; from kgraph.gazetteer import Gazetteer; t = time.perf_counter(); Gazetteer.load(); "
    "print(time.perf_counter() - t)"
)


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("articles", type=Path, help="a JSON Lines file or a folder of articles")
    options.add_argument("--times", type=int, default=5, help="runs of each (default 5)")
    chosen = options.parse_args()
    texts = [item.text for item in read([chosen.articles]) if isinstance(item, Article)]
    loads = [_seconds_to_load() for _ in range(chosen.times)]
    gazetteer = Gazetteer.load()
    gazetteer.find("WARM UP THE NAMES IN CAPITALS")
    characters = sum(map(len, texts))
    rates = []
    for _ in range(chosen.times):
        started = time.perf_counter()
        found = sum(len(gazetteer.find(text)) for text in texts)
        rates.append(characters / (time.perf_counter() - started))
    folder = files("kgraph.resources") / "gazetteer"
    rows = {name: read_rows(folder / f"{name}.tsv") for name in KINDS}
    sources = Counter(row.source.split()[0] for kind in rows.values() for row in kind)
    console = Console()
    console.print({name: len(kind) for name, kind in rows.items()})
    console.print(dict(sources.most_common()))
    console.print(
        f"{len(gazetteer):,} entities, {sum(bool(e.wikidata) for e in gazetteer):,} with a Wikidata id"
    )
    console.print(f"loading: median {statistics.median(loads):.2f} s of {len(loads)} new processes")
    console.print(f"matching: median {statistics.median(rates):,.0f} characters/s, {found:,} names found")


def _seconds_to_load() -> float:
    run = subprocess.run([sys.executable, "-c", _LOAD], capture_output=True, text=True, check=True)
    return float(run.stdout)


if __name__ == "__main__":
    main()
