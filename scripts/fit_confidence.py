"""Fit the model of confidence to annotated articles: `fit_confidence.py GOLD_FOLDER...`.

Each folder holds ID.json, the article, and ID.gold.json, its annotation (see `data/README.md`). All
claims that kgraph reads in them are compared with the annotation; a claim is right when an item of its
type runs between the same actor and target. A logistic regression with L2 penalty, fitted by Newton's
method, is written to kgraph/resources/confidence.tsv.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from kgraph.evaluate import evaluate, read_events, read_gold
from kgraph.extract.confidence import features
from kgraph.extract.extractor import Extractor, load_model
from kgraph.gazetteer import Gazetteer
from kgraph.model import Extraction
from kgraph.readers import read
from kgraph.records import records

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgraph.model import Claim

TARGET = Path(__file__).parents[1] / "kgraph" / "resources" / "confidence.tsv"
PENALTY = 2.0
ROUNDS = 50
HEADER = """\
# How likely a claim is to be right: weights of a logistic model (kgraph/extract/confidence.py), fitted
# by scripts/fit_confidence.py. "" is the constant, "first" the log-odds of the first figure; all other
# features are 1 where they hold.
feature\tweight
"""
