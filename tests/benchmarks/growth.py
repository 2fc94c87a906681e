"""How time and memory grow with the number of articles: `python tests/benchmarks/growth.py ARTICLES.jsonl`.

Articles beyond those of the file are made of its paragraphs, dealt out anew, so that they are as long and
as hard as the real ones and none is a copy. Each size is built by a process of its own into an empty graph.
Not a test: run on demand.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from kgraph.model import Article
from kgraph.readers import read

if TYPE_CHECKING:
    from collections.abc import Iterator

_SIZES = (100, 300, 1_000, 3_000, 10_000)
_BUILD = Path(__file__).with_name("build.py")


@dataclass(frozen=True, slots=True)
class Measured:
    """What a build took: seconds, words and claims, and the most memory of its main process in KiB."""

    seconds: float
    words: int
    claims: int
    peak: int


def main() -> None:
    """Measure and print a table, a row for each size as soon as it is known."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("articles", type=Path, help="a JSON Lines file or a folder of articles")
    options.add_argument("--sizes", type=int, nargs="+", default=_SIZES, help="numbers of articles")
    options.add_argument("--workers", type=int, default=1, help="processes of the build (default 1)")
    chosen = options.parse_args()
    articles = [item for item in read([chosen.articles]) if isinstance(item, Article)]
    table = Table("articles", "words", "claims", "seconds", "ms per article", "peak MiB, main process")
    console = Console()
    with tempfile.TemporaryDirectory() as folder:
        for size in chosen.sizes:
            path = Path(folder) / f"{size}.jsonl"
            with path.open("w", encoding="utf-8") as out:
                out.writelines(f"{line(article)}\n" for article in dealt(articles, size))
            took = measured(path, Path(folder) / f"graph{size}", chosen.workers)
            table.add_row(
                f"{size:,}",
                f"{took.words:,}",
                f"{took.claims:,}",
                f"{took.seconds:.1f}",
                f"{1000 * took.seconds / size:.1f}",
                f"{took.peak / 1024:,.0f}",
            )
            console.print(table)


def dealt(articles: list[Article], size: int) -> Iterator[Article]:
    """So many articles: the real ones, then rounds of them with the paragraphs of all dealt out at random."""
    yield from articles[:size]
    chance = random.Random(0)
    paragraphs = [text for article in articles for text in article.text.split("\n") if text.strip()]
    for number in range(len(articles), size):
        model = articles[number % len(articles)]
        if number % len(articles) == 0:
            chance.shuffle(paragraphs)
            hand = iter(paragraphs)
        count = sum(bool(text.strip()) for text in model.text.split("\n"))
        text = "\n\n".join(next(hand) for _ in range(count))
        yield replace(model, id=f"{model.id}-{number}", text=text, title="")


def line(article: Article) -> str:
    """An article as a line of JSON."""
    published = article.published.isoformat() if article.published else None
    return json.dumps({"id": article.id, "title": article.title, "text": article.text, "date": published})


def measured(path: Path, graph: Path, workers: int) -> Measured:
    """A build in a process of its own."""
    command = [sys.executable, str(_BUILD), str(path), str(graph), str(workers)]
    return Measured(**json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))


if __name__ == "__main__":
    main()
