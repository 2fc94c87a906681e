"""How fast a built graph is written, asked and changed: `python tests/benchmarks/graph.py GRAPH_DIR`.

Writes all of it as Turtle and N-Quads, runs every named query in kgraph's store and beside it in rdflib's own
memory, and adds and removes one more article in a copy of the graph. Not a test: run on demand.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rdflib
from rich.console import Console
from rich.table import Table

from kgraph.graph.vocabulary import PREFIXES
from kgraph.knowledge_graph import KnowledgeGraph
from kgraph.model import Article, Claim, Extraction, Mention, Span
from kgraph.named_queries import named_queries
from kgraph.ontology import types

if TYPE_CHECKING:
    from collections.abc import Callable

    from kgraph.model import Entity
    from kgraph.named_queries import NamedQuery

_WORKER = Path(__file__).with_name("rdflib_queries.py")
_RETOLD = 10  # events that the new article tells again
_CLAIMS = 10  # claims that it makes between the most frequent entities


def main() -> None:
    """Measure and print tables."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("graph", type=Path, help="the folder of a built graph; it is only read")
    options.add_argument("--times", type=int, default=5, help="runs of each (default 5)")
    options.add_argument(
        "--limit", type=float, default=60, help="seconds for each query in rdflib (default 60)"
    )
    options.add_argument("--without-rdflib", action="store_true", help="leave the comparison out")
    chosen = options.parse_args()
    console = Console()
    with tempfile.TemporaryDirectory() as folder, KnowledgeGraph.open(chosen.graph, read_only=True) as graph:
        stats = graph.stats()
        console.print(
            f"{stats.articles:,} articles, {stats.claims:,} claims, "
            f"{stats.events:,} events, {stats.quads:,} quads"
        )
        console.print(exports(graph, Path(folder), chosen.times))
        queries = {
            query.name: query.bound(graph.store, given(query, graph)) for query in named_queries().values()
        }
        ours = {name: asked(graph, sparql, chosen.times) for name, sparql in queries.items()}
        theirs = {} if chosen.without_rdflib else in_rdflib(console, Path(folder) / "all.nq", queries, chosen)
        console.print(compared(ours, theirs))
        article = one_more(graph)
    console.print(changes(chosen.graph, article, chosen.times))


def exports(graph: KnowledgeGraph, folder: Path, times: int) -> Table:
    """Seconds to write the whole graph; the files stay in `folder`."""
    table = Table("Export", "seconds (median)", "quads per second", "MB")
    for name, suffix in (("Turtle", "ttl"), ("N-Quads", "nq")):
        path = folder / f"all.{suffix}"
        seconds = statistics.median(timed(lambda path=path: graph.export(path)) for _ in range(times))  # type: ignore[misc]
        size = path.stat().st_size / 1e6
        table.add_row(name, f"{seconds:.2f}", f"{len(graph) / seconds:,.0f}", f"{size:.1f}")
    return table


def given(query: NamedQuery, graph: KnowledgeGraph) -> dict[str, object]:
    """What a query must be given: the most frequent entities, a middle day, a common word."""
    frequent = iter(most_frequent(graph, 2))
    days = sorted(article.published for article in graph.articles() if article.published)
    values = {"date": days[len(days) // 2] if days else "2000", "text": "attack"}
    needed = [parameter for parameter in query.parameters if parameter.required]
    return {p.name: next(frequent) if p.type == "entity" else values[p.type] for p in needed}


def asked(graph: KnowledgeGraph, sparql: str, times: int) -> tuple[float, int]:
    """The median of the seconds that a query takes, with its answer as Python values, and its rows."""
    rows = len(graph.store.query(sparql).rows)
    return statistics.median(timed(lambda: graph.store.query(sparql)) for _ in range(times)), rows


def in_rdflib(
    console: Console, data: Path, queries: dict[str, str], chosen: argparse.Namespace
) -> dict[str, dict[str, Any]]:
    """What rdflib_queries.py tells of each query."""
    task = {"prefixes": PREFIXES, "queries": queries, "times": chosen.times, "limit": chosen.limit}
    command = [sys.executable, str(_WORKER), str(data)]
    told: dict[str, dict[str, Any]] = {}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps(task))
        process.stdin.close()
        loaded = json.loads(process.stdout.readline())
        console.print(
            f"rdflib {rdflib.__version__} loaded {loaded['quads']:,} quads in {loaded['seconds']:.1f} s, "
            f"and wrote them as Turtle in {loaded['turtle']:.1f} s"
        )
        for line in process.stdout:
            answer = json.loads(line)
            told[answer.pop("name")] = answer
    return told


def compared(ours: dict[str, tuple[float, int]], theirs: dict[str, dict[str, Any]]) -> Table:
    """A row for each query: its rows, both times, and how many times as long rdflib takes."""
    table = Table("Query", "rows", "kgraph ms", "rdflib ms", "ratio")
    ratios = []
    for name, (seconds, rows) in ours.items():
        answer = theirs.get(name, {"problem": "not asked"})
        if problem := answer.get("problem"):
            table.add_row(name, str(rows), f"{seconds * 1000:.1f}", problem, "")
            continue
        median = statistics.median(answer["seconds"])
        ratios.append(median / seconds)
        told = str(rows) if rows == answer["rows"] else f"{rows}, in rdflib {answer['rows']}"
        runs = "" if len(answer["seconds"]) > 1 else " (one run)"
        table.add_row(name, told, f"{seconds * 1000:.1f}", f"{median * 1000:.1f}{runs}", f"{ratios[-1]:.1f}")
    if ratios:
        total = sum(seconds for seconds, _ in ours.values())
        table.add_row("all", "", f"{total * 1000:.1f}", "median ratio", f"{statistics.median(ratios):.1f}")
    return table


def changes(path: Path, article: Extraction, times: int) -> Table:
    """Milliseconds to open a copy of the graph for writing, to add an article to it, and to take it out."""
    added, removed = [], []
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(shutil.copytree(path, Path(folder) / "graph"))
        started = time.perf_counter()
        with KnowledgeGraph.open(copy) as graph:
            opened = time.perf_counter() - started
            before = len(graph)
            for _ in range(times):
                added.append(timed(lambda: graph.add([article])))
                removed.append(timed(lambda: graph.remove([article.article.id])))
            assert len(graph) == before
    table = Table(f"One more article, {len(article.claims)} claims", "ms (median)", "ms (slowest)")
    for name, seconds in (("open for writing", [opened]), ("add", added), ("remove", removed)):
        table.add_row(name, f"{statistics.median(seconds) * 1000:.1f}", f"{max(seconds) * 1000:.1f}")
    return table


def one_more(graph: KnowledgeGraph) -> Extraction:
    """An article that tells the most told events again, and new ones of the most frequent entities."""
    events = [event for event in graph.store.events(with_claims=False) if event.actor]
    events.sort(key=lambda event: -event.claim_count)
    told = [(event.type, event.actor, event.target) for event in events[:_RETOLD] if event.actor]
    frequent = most_frequent(graph, _CLAIMS + 1)
    told += [("Accusation", one, other) for one, other in pairwise(frequent)]
    text, claims = "", []
    for type_name, actor, target in told:
        type_ = types()[type_name]
        start = len(text)
        ends = [start + len(actor.label), start + len(actor.label) + 1 + len(type_.label)]
        text += f"{actor.label} {type_.label} {target.label}."
        spans = [
            Span(a, b, text[a:b])
            for a, b in ((start, ends[0]), (ends[0] + 1, ends[1]), (ends[1] + 1, len(text) - 1))
        ]
        sentence = Span(start, len(text), text[start:])
        text += " "
        claims.append(
            Claim(
                "one-more-article",
                type_name,
                type_.predicate,
                Mention(actor, spans[0]),
                Mention(target, spans[2]),
                spans[1],
                sentence,
            )
        )
    article = Article("one-more-article", text, published=date(2024, 1, 1))
    return Extraction(article, tuple(m for claim in claims for m in claim.mentions), tuple(claims))


def most_frequent(graph: KnowledgeGraph, number: int) -> list[Entity]:
    """The entities that take part in most events."""
    events = graph.store.events(with_claims=False)
    ends = Counter(end for event in events for end in (event.actor, event.target) if end)
    return [entity for entity, _ in ends.most_common(number)]


def timed(run: Callable[[], object]) -> float:
    """The wall time of a call in seconds."""
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
