"""Kill a build over and over; nothing may be lost: python tests/benchmarks/kills.py ARTICLES [KILLS].

ARTICLES is whatever `kgraph build` reads. One build runs through; another is killed (SIGKILL) at KILLS random
moments (50), and is started again each time. After each kill, every article that the killed build had told
to be stored has to be in the graph, whole. In the end both graphs have to be the same, quad for quad.
"""

from __future__ import annotations

import hashlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console

from kgraph.graph.store import Store

# Builds, and says after each chunk how many articles are stored by then.
BUILD = """
import sys
from kgraph.pipeline import build
build(sys.argv[1], graph=sys.argv[2], progress=lambda r: print(r.articles + r.unchanged, flush=True))
"""


def start(articles: str, graph: Path, log: Path) -> subprocess.Popen[bytes]:
    """A build in a process of its own, which writes to `log` how far it is."""
    with log.open("wb") as out:
        return subprocess.Popen([sys.executable, "-c", BUILD, articles, str(graph)], stdout=out)


def told(log: Path) -> int:
    """How many articles a build has told to be stored."""
    lines = log.read_text().splitlines()
    return int(lines[-1]) if lines else 0


def digest(graph: Path) -> str:
    """What two graphs of the same quads have in common, and no others."""
    with Store.read_only(graph) as store:
        return hashlib.sha256(store.dump(None, "nq") or b"").hexdigest()


def main() -> None:
    """Run both builds and tell what came of them."""
    console = Console(highlight=False)
    articles, kills = sys.argv[1], int((sys.argv[2:] or ["50"])[0])
    with tempfile.TemporaryDirectory() as folder:
        whole, broken, log = Path(folder, "whole"), Path(folder, "broken"), Path(folder, "log")
        began = time.perf_counter()
        if start(articles, whole, log).wait():
            sys.exit("the build fails even when nobody kills it")
        seconds = time.perf_counter() - began
        console.print(f"uninterrupted: {told(log):,} articles in {seconds:.1f} s")
        chance = random.Random(1)
        killed = 0
        # Loading takes some seconds each time, so the moments lie in what remains to be done after it.
        while killed < kills:
            process = start(articles, broken, log)
            try:
                process.wait(chance.uniform(0.5, 4 + 2 * seconds / kills))
            except subprocess.TimeoutExpired:
                os.kill(process.pid, signal.SIGKILL)
                process.wait()
                killed += 1
            else:
                console.print(f"done after {killed} kills: starting over")
                broken = Path(folder, f"broken{killed}")
                continue
            stored = len(Store.read_only(broken).article_ids()) if (broken / "CURRENT").exists() else 0
            if stored < told(log):
                sys.exit(f"kill {killed}: {told(log)} articles were told to be stored, and {stored} are")
            console.print(f"kill {killed}: {stored:,} articles stored")
        start(articles, broken, log).wait()
        same = digest(whole) == digest(broken)
        console.print(f"{killed} kills; the graphs are {'the same' if same else 'NOT the same'}")
        sys.exit(not same)


if __name__ == "__main__":
    main()
