"""Fit the model of confidence to annotated articles: `fit_confidence.py SEEN_FOLDER UNSEEN_FOLDER...`.

Each folder holds ID.json, the article, and ID.gold.json, its annotation (see `data/README.md`). All
claims that kgraph reads in them are compared with the annotation; a claim is right when an item of its
type runs between the same actor and target. A logistic regression with L2 penalty is fitted by Newton's
method to all of them. The rules were written with the first folder open, which makes its claims better
than others; so constant and scale are fitted again to the other folders alone (Platt, 1999), and with
`--judged FILE` once more to events of other articles, each judged against its sentence by a reader (see
`tests/audit/README.md`). The weights are written to kgraph/resources/confidence.tsv.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from kgraph.evaluate import Level, Prediction, read_gold
from kgraph.evaluate.matching import align
from kgraph.extract.confidence import features
from kgraph.extract.extractor import Extractor
from kgraph.extract.language.model import load_model
from kgraph.gazetteer import Gazetteer
from kgraph.model import Article, Extraction
from kgraph.records import records

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from kgraph.evaluate import Gold

TARGET = Path(__file__).parents[1] / "kgraph" / "resources" / "confidence.tsv"
PENALTY = 8.0  # on every weight but the constant
ROUNDS = 30
HEADER = """\
# How likely a claim is to be right: weights of a logistic model (kgraph/extract/confidence.py), fitted by
# scripts/fit_confidence.py. "constant" always holds, "first" is the log-odds of the first figure, and all
# other features are 1 where they hold.
feature\tweight
"""


def main(folders: Sequence[str], judged: Path | None = None, output: Path = TARGET) -> None:
    """Read the folders and the judgements, fit the model and write it."""
    extractor = Extractor(Gazetteer.load(), load_model(), calibrated=False)
    seen, *unseen = [[c for gold in read_gold(f) for c in _judged(gold, extractor)] for f in folders]
    fresh = [claim for claims in unseen for claim in claims]
    names = sorted({name for found, _ in (*seen, *fresh) for name in found})
    free = np.array([0.0 if name == "constant" else PENALTY for name in names])
    weights = _fitted(*_arrays([*seen, *fresh], names), free)
    rows, right = _arrays(fresh, names)
    constant = names.index("constant")
    weights = _rescaled(weights, constant, rows @ weights, right)
    if judged is not None:
        weights = _rescaled(weights, constant, *_judgements(judged))
    lines = [f"{name}\t{weight:.3f}" for name, weight in zip(names, weights, strict=True)]
    output.write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")
    for kind, claims in (("seen", seen), ("unseen", fresh)):
        share = sum(right for _, right in claims) / max(len(claims), 1)
        sys.stderr.write(f"{kind}: {len(claims)} claims, {share:.3f} of them right\n")


def _judged(gold: Gold, extractor: Extractor) -> Iterator[tuple[dict[str, float], bool]]:
    """The features of each claim in an article, and whether the annotation has it."""
    file = gold.article_file()
    if file is None:
        return
    article = _article(json.loads(file.read_text(encoding="utf-8")))
    [extraction] = extractor.extract([article])
    for claim in extraction.claims:
        if claim.actor is not None:
            alone = Extraction(article, extraction.mentions, (claim,))
            predictions = [Prediction.of(record) for record in records(alone)]
            matches = align(gold.annotations, predictions).matches
            yield features(claim), any(match.level is Level.FINE for match in matches)


def _arrays(
    judged: Sequence[tuple[dict[str, float], bool]], names: Sequence[str]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    rows = np.array([[found.get(name, 0.0) for name in names] for found, _ in judged])
    return rows, np.array([float(right) for _, right in judged])


def _rescaled(
    weights: NDArray[np.float64], constant: int, log_odds: NDArray[np.float64], right: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The weights with the scale and constant at which the log-odds of claims fit what was right."""
    line = np.stack([log_odds, np.ones(len(log_odds))], axis=1)
    scale, shift = _fitted(line, right, np.array([1.0, 0.0]))
    weights = weights * scale
    weights[constant] += shift
    return weights


def _judgements(file: Path) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The log-odds that events had when readers judged them, and whether each was found right."""
    with file.open(encoding="utf-8", newline="") as lines:
        judged = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    sure = np.array([float(row["confidence"]) for row in judged])
    return np.log(sure / (1 - sure)), np.array([float(row["verdict"] == "right") for row in judged])


def _article(fields: dict[str, Any]) -> Article:
    published = str(fields.get("date") or "")[:10]
    day = date.fromisoformat(published) if published else None
    return Article(fields["id"], fields["text"], fields.get("title", ""), day)


def _fitted(
    rows: NDArray[np.float64], right: NDArray[np.float64], penalty: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The weights that make what was judged most likely, by Newton's method with an L2 penalty."""
    weights = np.zeros(rows.shape[1])
    for _ in range(ROUNDS):
        likely = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (right - likely) - penalty * weights
        curve = (rows * (likely * (1 - likely))[:, None]).T @ rows + np.diag(penalty)
        weights = weights + np.linalg.solve(curve, slope)
    return weights


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="+", metavar="FOLDER")
    parser.add_argument("--judged", type=Path, metavar="FILE")
    parser.add_argument("--output", type=Path, default=TARGET)
    arguments = parser.parse_args()
    main(arguments.folders, arguments.judged, arguments.output)
