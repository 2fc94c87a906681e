"""The confidence of claims: a model of how likely such a claim is to be right."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from kgraph.extract.confidence import WORTH_TELLING, Confidence, features, load
from kgraph.extract.extractor import Extractor
from kgraph.extract.language.model import load_model
from kgraph.gazetteer import Gazetteer
from kgraph.model import Article, Claim, Modality

TEXT = "Twitter has banned Kaspersky Lab. Russian officials allegedly hacked it."
SCRIPT = Path(__file__).parents[2] / "scripts" / "fit_confidence.py"


@pytest.fixture(scope="module")
def claim(gazetteer: Gazetteer) -> Claim:
    """A claim with the figure that reading gave it."""
    [extraction] = Extractor(gazetteer, load_model(), calibrated=False).extract([Article("a", TEXT)])
    return next(claim for claim in extraction.claims if claim.type == "Ban")


def test_features_say_how_a_claim_was_read(claim: Claim) -> None:
    found = features(claim)
    assert {"constant", "first", "type Ban", "actor name", "target name"} <= set(found)
    assert "alleged" not in found
    assert "alleged" in features(replace(claim, modality=Modality.ALLEGED))


def test_a_surer_reading_is_likelier_right(claim: Claim) -> None:
    sure, unsure = (load().of(replace(claim, confidence=first)) for first in (0.9, 0.3))
    assert sure > unsure


@pytest.mark.parametrize("weight", [-1000.0, 0.0, 1000.0])
def test_nothing_is_certain(claim: Claim, weight: float) -> None:
    assert 0 < Confidence({"constant": weight}).of(claim) < 1


def test_claims_come_with_what_the_model_says(claim: Claim, extractor: Extractor) -> None:
    [extraction] = extractor.extract([Article("a", TEXT)])
    [ban] = [found for found in extraction.claims if found.type == "Ban"]
    assert ban.confidence == load().of(claim)


def test_the_script_fits_the_weights_to_annotated_articles(tmp_path: Path) -> None:
    gold = Path(__file__).parents[2] / "data" / "gold"
    target = tmp_path / "weights.tsv"
    run = [sys.executable, str(SCRIPT), str(gold), str(gold), "--output", str(target)]
    done = subprocess.run(run, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    rows = dict(line.split("\t") for line in target.read_text(encoding="utf-8").splitlines()[4:])
    assert float(rows["constant"])
    assert "unseen: " in done.stderr


def test_what_is_hardly_surer_than_not_is_not_claimed(gazetteer: Gazetteer, extractor: Extractor) -> None:
    text = "Mr Sculley left Apple in 1997. He set up an assembly plant."
    [every] = Extractor(gazetteer, load_model(), calibrated=False).extract([Article("a", text)])
    [told] = extractor.extract([Article("a", text)])
    assert {c.id for c in told.claims} == {c.id for c in every.claims if load().of(c) >= WORTH_TELLING}
    assert len(told.claims) < len(every.claims)
