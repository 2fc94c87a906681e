"""What validation says of sound and of broken graphs; each file holds data and the expected report."""

from pathlib import Path

import pytest
from rdflib import RDF, SH, Graph

from kgraph.graph.shapes import ValidationReport, Violation, validate, validate_triples
from kgraph.graph.store import Store
from kgraph.model import Extraction

CASES = sorted((Path(__file__).parent / "shapes").glob("*.ttl"))


def expected_violations(case: Graph) -> set[tuple[str, str, str]]:
    """Node, path and message of the results in a case's report."""
    return {
        tuple(str(case.value(result, key) or "") for key in (SH.focusNode, SH.resultPath, SH.resultMessage))
        for report in case.subjects(RDF.type, SH.ValidationReport)
        for result in case.objects(report, SH.result)
    }  # type: ignore[return-value] # three keys make three values


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_validation_says_what_the_file_expects(store: Store, samples: list[Extraction], file: Path) -> None:
    store.add(samples)
    sound = store.dump(None, "nt") or b""
    data = Graph().parse(data=sound, format="nt") + Graph().parse(file)
    report = validate_triples(data.serialize(format="nt"), "nt")
    expected = expected_violations(Graph().parse(file))
    assert {(v.node, v.path, v.message) for v in report.violations} == expected
    conforms = Graph().parse(file).value(None, SH.conforms, None, any=False)
    assert conforms is None
    assert report.conforms == (not expected)


def test_graphs_conform(store: Store, samples: list[Extraction], hostile: list[Extraction]) -> None:
    assert validate(store)
    store.add([*samples, *hostile])
    report = validate(store)
    assert str(report) == "The graph keeps to its shapes."


def test_reports_are_for_people() -> None:
    report = ValidationReport((Violation("https://w3id.org/kgraph/event/1", "https://w3id.org/kgraph/ns#status", "has one"),))
    assert not report
    assert str(report) == "ev:1 kg:status: has one"
