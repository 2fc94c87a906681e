"""Exported graphs come back as they were, whoever wrote the file; what is none of ours stays out."""

import re
from pathlib import Path

import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DataObject, SearchStrategy
from rdflib.compare import isomorphic

from kgraph.corrections import Correction
from kgraph.errors import ExportError, InputError
from kgraph.graph.importing import import_file
from kgraph.graph.serialize import FORMATS
from kgraph.graph.store import Store
from kgraph.graph.vocabulary import PREFIXES
from kgraph.model import Entity, EntityType, Extraction

ignore_rdflib = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib.*")
RELAXED = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
TOGETHER = Correction(
    True, Entity("Twitter", "Twitter", EntityType.ORGANIZATION), Entity("DHS", "DHS", EntityType.ORGANIZATION)
)


def everything(store: Store) -> bytes:
    return store.dump(None, "nq") or b""


@pytest.fixture
def full(store: Store, samples: list[Extraction]) -> Store:
    """A graph with copies and corrections."""
    store.add(
        [
            *samples,
            *(Extraction(e.article.__class__("copy-" + e.article.id, e.article.text)) for e in samples),
        ]
    )
    store.correct([TOGETHER])
    assert any(True for _ in store.copies())
    return store


def written(store: Store, path: Path, syntax: str) -> Path:
    path.write_bytes(store.dump(None, syntax) or b"")
    return path


@pytest.mark.parametrize("syntax", FORMATS)
def test_every_syntax_comes_back_whole(full: Store, tmp_path: Path, syntax: str) -> None:
    path = written(full, tmp_path / f"graph.{syntax}", syntax)
    other = Store()
    report = import_file(other, path)
    assert (report.articles, report.corrections, report.refused, report.left_out) == (6, 1, (), 0)
    assert everything(other) == everything(full)
    again = import_file(other, path)
    assert (again.articles, again.unchanged) == (0, 6)
    assert everything(other) == everything(full)


@ignore_rdflib
@pytest.mark.parametrize(("syntax", "name"), [("ttl", "turtle"), ("ttl", "longturtle"), ("rdf", "xml")])
def test_files_that_another_program_wrote(full: Store, tmp_path: Path, syntax: str, name: str) -> None:
    graph = rdflib.Graph().parse(data=full.dump(None, "nt"), format="nt")
    path = tmp_path / f"graph.{syntax}"
    path.write_text(graph.serialize(format=name), encoding="utf-8")
    other = Store()
    assert import_file(other, path).left_out == 0
    assert isomorphic(rdflib.Graph().parse(data=other.dump(None, "nt"), format="nt"), graph)


@RELAXED
@given(data=st.data())
def test_anything_comes_back(anything: SearchStrategy[Extraction], tmp_path: Path, data: DataObject) -> None:
    store = Store()
    store.add(data.draw(st.lists(anything, max_size=3)))
    other = Store()
    syntax = data.draw(st.sampled_from(["ttl", "trig", "nq", "nt", "jsonld"]))
    report = import_file(other, written(store, tmp_path / f"any.{syntax}", syntax))
    assert (report.refused, report.left_out) == ((), 0)
    assert everything(other) == everything(store)


def test_hostile_articles_come_back(store: Store, hostile: list[Extraction], tmp_path: Path) -> None:
    store.add(hostile)
    other = Store()
    import_file(other, written(store, tmp_path / "hostile.trig", "trig"))
    assert everything(other) == everything(store)


def test_two_graphs_become_one(samples: list[Extraction], tmp_path: Path) -> None:
    one, two, both = Store(), Store(), Store()
    one.add(samples[:2])
    two.add(samples[1:])
    both.add(samples)
    report = import_file(one, written(two, tmp_path / "two.nq", "nq"))
    assert (report.articles, report.unchanged) == (1, 1)
    assert everything(one) == everything(both)


def test_a_changed_article_is_replaced(samples: list[Extraction], tmp_path: Path) -> None:
    old, new = Store(), Store()
    old.add([Extraction(samples[0].article)])
    new.add(samples)
    report = import_file(old, written(new, tmp_path / "new.ttl", "ttl"))
    assert (report.articles, report.replaced) == (3, 1)
    assert everything(old) == everything(new)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('nif:beginIndex "0"', 'nif:beginIndex "7"', "spans must index"),
        ("kg:polarity kg:Positive", "kg:polarity kg:Maybe", "should be one of positive, negative"),
        ("kg:modality kg:Alleged", "kg:modality kg:Actual", "unexpected quad"),
        ("rdf:object ent:Kaspersky_Lab", "rdf:object ent:Russia", "unexpected quad"),
        ('nif:isString "Twitter', 'nif:isString "Facebook', "spans must index"),
    ],
)
def test_an_article_that_does_not_hang_together_is_refused(
    samples: list[Extraction], tmp_path: Path, old: str, new: str, reason: str
) -> None:
    """A claim that was changed by hand is not what its sentence says any more."""
    store = Store()
    store.add(samples)
    lines = (store.dump(None, "nt") or b"").decode()
    old, new = (
        re.sub(r"\b(nif|kg|ent|rdf):(\w+)", lambda m: f"<{PREFIXES[m[1]]}{m[2]}>", t) for t in (old, new)
    )
    inside = [line for line in lines.splitlines(keepends=True) if old in line]
    assert inside
    tampered = lines.replace(inside[0], inside[0].replace(old, new))
    path = tmp_path / "tampered.nt"
    path.write_text(tampered, encoding="utf-8")
    other = Store()
    report = import_file(other, path)
    assert report.articles == 2
    (mistake,) = report.refused
    assert mistake.name.startswith("art:")
    assert reason in mistake.reason
    assert len(other.article_ids()) == 2


def test_what_is_not_ours_is_left_out_and_counted(full: Store, tmp_path: Path) -> None:
    path = written(full, tmp_path / "graph.nt", "nt")
    with path.open("a", encoding="utf-8") as file:
        file.write(
            '<https://example.org/a> <https://example.org/b> "c" .\n_:x <https://example.org/b> "c" .\n'
        )
        file.write(
            '<https://w3id.org/kgraph/entity/Twitter> <http://www.w3.org/2000/01/rdf-schema#comment> "x" .\n'
        )
    other = Store()
    assert import_file(other, path).left_out == 3
    assert everything(other) == everything(full)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("bad.ttl", b"@prefix a <b> .", "line 1: this is not Turtle: The PREFIX"),
        ("bytes.nq", bytes(range(256)), "line 1: this is not N-Quads"),
        ("cut.jsonld", b"{", "this is not JSON-LD"),
        ("cut.rdf", b"<a>", "this is not RDF/XML"),
        ("graph.xlsx", b"", "unknown suffix '.xlsx'; use one of .ttl"),
        ("gone.ttl", None, "No such file or directory"),
        ("hand.ttl", b'<https://w3id.org/kgraph/corrections#1> <https://w3id.org/kgraph/ns#record> "{}" .',
         "is no correction"),
    ],
)  # fmt: skip
def test_files_that_cannot_be_read(
    store: Store, tmp_path: Path, name: str, content: bytes | None, reason: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    before = everything(store)
    with pytest.raises(InputError) as caught:
        import_file(store, path)
    assert caught.value.name == str(path)
    assert reason in caught.value.reason
    assert everything(store) == before


def test_the_format_may_be_named(full: Store, tmp_path: Path) -> None:
    path = written(full, tmp_path / "graph.dat", "trig")
    assert import_file(Store(), path, "trig").articles == 6
    with pytest.raises(ExportError, match="unknown RDF format 'xls'"):
        import_file(Store(), path, "xls")
