"""A build in a process of its own, which tells in JSON what it took (on Linux).

`python build.py ARTICLES GRAPH WORKERS` gives "seconds", "words" and "claims" of the report, and as "peak"
the most memory that the process has held, without its workers, in KiB.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from kgraph.pipeline import build


def main(articles: str, graph: str, workers: str) -> None:
    """Build, and print one object."""
    built = build(articles, graph=graph, workers=int(workers))
    report = built.report
    built.close()
    status = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    peak = next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
    took = {"seconds": report.seconds, "words": report.words, "claims": report.claims, "peak": peak}
    sys.stdout.write(json.dumps(took))


if __name__ == "__main__":
    main(*sys.argv[1:])
