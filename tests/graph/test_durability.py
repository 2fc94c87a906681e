"""What a graph on disk outlives: a writer killed at any moment, a loss of power, a full disk, older rules."""

import pickle
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from kgraph.graph import vocabulary as v
from kgraph.graph.copies import COPIES_GRAPH
from kgraph.graph.derived import CLAIM_COUNT
from kgraph.graph.opening import open_for_reading
from kgraph.graph.published import published
from kgraph.graph.store import Store
from kgraph.model import Extraction

# Adds pickled articles a few at a time, and says after each few how many are stored.
WRITER = """
import pickle, sys
from kgraph.graph.store import Store
store = Store(sys.argv[1])
with open(sys.argv[2], "rb") as file:
    extractions = pickle.load(file)
print("open", flush=True)
for start in range(0, len(extractions), 3):
    store.add(extractions[start : start + 3])
    print(start + 3, flush=True)
"""


@pytest.fixture
def many(make_extraction: Callable[..., Extraction], said: Callable[..., object]) -> list[Extraction]:
    """Articles that share entities and events, some of them copies of others."""
    chance = random.Random(5)
    ends = ["Twitter", "Kaspersky_Lab", "DHS", "Russia", "Media_Prima"]
    found = []
    for number in range(120):
        pairs = [chance.sample(ends, 2) for _ in range(chance.randint(1, 4))]
        types = [chance.choice(["Ban", "Warning", "hasTiesTo"]) for _ in pairs]
        sentences = [said(type_, *pair) for type_, pair in zip(types, pairs, strict=True)]
        found.append(make_extraction(f"article-{number}", *sentences))
    return found


def everything(store: Store) -> bytes:
    return store.dump(None, "nq") or b""


def holding(extractions: list[Extraction]) -> bytes:
    store = Store()
    store.add(extractions)
    return everything(store)


def test_a_writer_killed_at_any_moment_loses_nothing_it_told(tmp_path: Path, many: list[Extraction]) -> None:
    chance = random.Random(7)
    articles = tmp_path / "articles"
    articles.write_bytes(pickle.dumps(many))
    command = [sys.executable, "-c", WRITER, str(tmp_path / "graph"), str(articles)]
    kills = 0
    while kills < 6:
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout is not None
            assert writer.stdout.readline() == "open\n"
            wanted = chance.randint(0, 8)
            told = [line for line, _ in zip(writer.stdout, range(wanted), strict=False)]
            time.sleep(chance.uniform(0, 0.02))
            writer.send_signal(signal.SIGKILL)
            told += writer.stdout.readlines()
        kills += 1
        reader = Store.read_only(tmp_path / "graph")
        stored = set(reader.article_ids())
        reader.close()
        assert {e.article.id for e in many[: int(told[-1]) if told else 0]} <= stored
        with Store(tmp_path / "graph") as mended:
            assert everything(mended) == holding([e for e in many if e.article.id in stored])
    with Store(tmp_path / "graph") as store:
        store.add(many)
        assert everything(store) == holding(many)


def test_what_is_stored_does_not_wait_in_memory_or_in_the_log(tmp_path: Path, many: list[Extraction]) -> None:
    """The write-ahead log is what a loss of power may take; tables are synchronised when they are written."""
    store = Store(tmp_path / "graph")
    store.add(many[:100])
    store.add(many[100:])
    store.remove([many[0].article.id])
    # Tables come and go in the background: a reader holds on to those of one moment.
    _, files = open_for_reading(tmp_path / "graph")
    shutil.copytree(files, tmp_path / "survivor", ignore=shutil.ignore_patterns("*.log", "LOCK"))
    shutil.rmtree(files)
    with Store(tmp_path / "survivor") as survivor:
        assert everything(survivor) == holding(many[1:])


def test_a_full_disk_is_told_in_a_line_and_takes_nothing_away(tmp_path: Path, many: list[Extraction]) -> None:
    articles = tmp_path / "articles"
    articles.write_bytes(pickle.dumps([replace(e, read_by=e.article.id * 2000) for e in many]))
    command = [sys.executable, "-c", WRITER, str(tmp_path / "graph"), str(articles)]

    def limit() -> None:
        """No file may grow beyond this, which to a writer is as good as a full disk."""
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (150_000, 150_000))

    writer = subprocess.run(command, capture_output=True, text=True, check=False, preexec_fn=limit)
    assert writer.returncode == 1
    assert writer.stderr.splitlines()[-1].startswith("kgraph.errors.GraphError: the graph at ")
    told = writer.stdout.split()
    with Store(tmp_path / "graph") as store:
        stored = set(store.article_ids())
        assert {e.article.id for e in many[: int(told[-1]) if told[1:] else 0]} <= stored
        store.add(many)
        assert everything(store) == holding(many)


def test_a_graph_of_older_rules_is_brought_up_to_date(tmp_path: Path, many: list[Extraction]) -> None:
    with Store(tmp_path / "graph") as store:
        store.add(many)
        old = ox.Quad(
            v.ONTOLOGY_GRAPH, ox.NamedNode(f"{v.OWL}versionInfo"), ox.Literal("rules 0"), v.ONTOLOGY_GRAPH
        )
        (new,) = (quad for quad in published() if quad.predicate == old.predicate)
        store.embedded().remove(new)
        store.embedded().add(old)
        store.embedded().clear_graph(COPIES_GRAPH)
        for quad in list(store._store.quads_for_pattern(None, v.kg("sourceCount"), None, v.DEFAULT)):
            store.embedded().remove(quad)
        store.embedded().remove(next(store.embedded().quads_for_pattern(None, CLAIM_COUNT, None, v.DEFAULT)))
    with Store(tmp_path / "graph") as store:
        assert everything(store) == holding(many)
