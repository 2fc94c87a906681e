"""What validation says of sound and of broken graphs; each file holds data and the expected report."""

from pathlib import Path

import pytest
from rdflib import RDF, SH, Graph

from kgraph.graph.shapes import ValidationReport, Violation, validate, validate_triples
from kgraph.graph.store import Store
from kgraph.model import Extraction

CASES = sorted((Path(__file__).parent / "shapes").glob("*.ttl"))


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_validation_says_what_the_file_expects(store: Store, samples: list[Extraction], file: Path) -> None:
    store.add(samples)
    case = Graph().parse(file)
    report = validate_triples((store.dump(None, "nt") or b"") + case.serialize(format="nt").encode(), "nt")
    (expected,) = case.subjects(RDF.type, SH.ValidationReport)
    assert report.conforms == bool(case.value(expected, SH.conforms))
    assert {(v.node, v.path, v.message) for v in report.violations} == {
        (
            str(case.value(result, SH.focusNode)),
            str(case.value(result, SH.resultPath) or ""),
            str(case.value(result, SH.resultMessage)),
        )
        for result in case.objects(expected, SH.result)
    }


def test_graphs_conform(store: Store, samples: list[Extraction], hostile: list[Extraction]) -> None:
    assert validate(store)
    store.add([*samples, *hostile])
    report = validate(store)
    assert str(report) == "The graph keeps to its shapes."


def test_reports_are_for_people() -> None:
    report = ValidationReport(
        (Violation("https://w3id.org/kgraph/event/1", "https://w3id.org/kgraph/ns#status", "has one"),)
    )
    assert not report.conforms
    assert str(report) == "ev:1 kg:status: has one"
