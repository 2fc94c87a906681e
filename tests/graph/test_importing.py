"""Exported graphs come back as they were, whoever wrote the file; what is none of ours stays out."""

import json
import re
from dataclasses import asdict, replace
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DataObject, SearchStrategy
from rdflib.compare import isomorphic

from kgraph.corrections import Correction
from kgraph.errors import ExportError, InputError
from kgraph.graph.correcting import CORRECTIONS_GRAPH, RECORD
from kgraph.graph.importing import import_file
from kgraph.graph.serialize import FORMATS
from kgraph.graph.store import Store
from kgraph.graph.vocabulary import PREFIXES
from kgraph.model import Entity, EntityType, Extraction, Span

ignore_rdflib = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib.*")
RELAXED = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.filter_too_much,
        HealthCheck.function_scoped_fixture,
    ],
)
TOGETHER = Correction(
    True, Entity("Twitter", "Twitter", EntityType.ORGANIZATION), Entity("DHS", "DHS", EntityType.ORGANIZATION)
)


def everything(store: Store) -> bytes:
    return store.dump(None, "nq") or b""


def entity(**changed: object) -> dict[str, object]:
    return asdict(Entity("X", "X", EntityType.THING)) | changed


def record(**changed: object) -> str:
    given = {"same": True, "entity": entity(), "other": entity(id="Y"), "names": [], "articles": []}
    return json.dumps(given | changed)


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
    extractions = data.draw(st.lists(anything, max_size=3))
    assume(all(claims_stand_in_sentences(extraction) for extraction in extractions))
    store, other = Store(), Store()
    store.add(extractions)
    syntax = data.draw(st.sampled_from(["ttl", "trig", "nq", "nt", "jsonld"]))
    report = import_file(other, written(store, tmp_path / f"any.{syntax}", syntax))
    assert (report.refused, report.left_out) == ((), 0)
    assert everything(other) == everything(store)


def claims_stand_in_sentences(extraction: Extraction) -> bool:
    return all(
        claim.sentence.text.strip()
        and claim.sentence.start <= claim.trigger.start <= claim.trigger.end <= claim.sentence.end
        for claim in extraction.claims
    )


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
        ("kg:modality kg:Alleged", "kg:modality kg:Actual", "its graph should not have"),
        ("rdf:object ent:Kaspersky_Lab", "rdf:object ent:Russia", "its graph should not have"),
        ('nif:isString "Twitter', 'nif:isString "Facebook', "spans must index"),
        ('nif:beginIndex "0"', 'nif:beginIndex "nan"', "should be a whole number"),
        ('kg:triggerIndex "8"', 'kg:triggerIndex "1e999"', "should be a whole number"),
        ('kg:confidence "0.8"', 'kg:confidence "nan"', "is not between 0 and 1"),
        ('kg:entityType "Person"', 'kg:entityType "Ghost"', "no type of entity 'Ghost'"),
        ('kg:trigger "bans" .', 'kg:note "bans" .', "should have one"),
        ('kg:claimCount "3"', 'kg:claimCount "4"', "should make 4 claims, and makes 3"),
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
    assert mistake.name.startswith(f"{path}, art:")
    assert reason in mistake.reason
    assert len(other.article_ids()) == 2


def test_what_is_not_ours_is_left_out_and_counted(full: Store, tmp_path: Path) -> None:
    path = written(full, tmp_path / "graph.nt", "nt")
    with path.open("a", encoding="utf-8") as file:
        file.write(
            '<https://example.org/a> <https://example.org/b> "c" .\n'
            '_:x <https://example.org/b> "c" .\n'
            '<https://w3id.org/kgraph/entity/Twitter> <http://www.w3.org/2000/01/rdf-schema#comment> "x" .\n'
            '<https://w3id.org/kgraph/article/media-prima> <http://purl.org/dc/terms/subject> "x" .\n'
            "<https://w3id.org/kgraph/article/media-prima> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
            "<http://www.w3.org/2002/07/owl#NamedIndividual> .\n"
            "<https://example.org/note> <http://www.w3.org/ns/prov#wasDerivedFrom> "
            "<https://w3id.org/kgraph/article/media-prima> .\n"
        )
    other = Store()
    assert import_file(other, path).left_out == 6
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
        ("deep.jsonld", b"[" * 5_000 + b"]" * 5_000, "nested more than 100 deep"),
        ("bomb.rdf", b'<!DOCTYPE a [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><a>&b;</a>', "by others"),
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


@pytest.mark.parametrize("sentence", [Span(0, 0, ""), Span(0, 3, "Twi")])
def test_a_sentence_that_does_not_hold_its_claim_is_refused(
    store: Store, samples: list[Extraction], tmp_path: Path, sentence: Span
) -> None:
    first = samples[0]
    store.add([replace(first, claims=tuple(replace(claim, sentence=sentence) for claim in first.claims))])
    (mistake,) = import_file(Store(), written(store, tmp_path / "graph.nq", "nq")).refused
    assert "does not hold the claim" in mistake.reason


def test_an_article_that_is_announced_and_missing_is_told(full: Store, tmp_path: Path) -> None:
    lines = (full.dump(None, "nq") or b"").decode().splitlines(keepends=True)
    path = tmp_path / "cut.nq"
    path.write_text(
        "".join(line for line in lines if not line.endswith("/twitter-ban> .\n")), encoding="utf-8"
    )
    (mistake,) = import_file(Store(), path).refused
    assert mistake.name == f"{path}, art:twitter-ban"


@pytest.mark.parametrize(
    "record",
    [
        "{}",
        "[" * 100_000,
        record(same="false"),
        record(names="abc"),
        record(articles=[1]),
        record(entity=entity(label="")),
        record(entity=entity(id="")),
        record(entity=entity(id="\ud800")),
        record(entity=entity(wikidata="foo")),
        record(entity=entity(label=5)),
        record(entity=entity(aliases="abc")),
        record(other=entity(type="Ghost")),
    ],
    ids=lambda record: record[:60],
)
def test_a_correction_that_is_none_changes_nothing(
    store: Store, samples: list[Extraction], tmp_path: Path, record: str
) -> None:
    store.add(samples)
    before = everything(store)
    quad = ox.Quad(ox.NamedNode(f"{CORRECTIONS_GRAPH.value}#1"), RECORD, ox.Literal(record))
    path = tmp_path / "corrections.nq"
    path.write_bytes(ox.serialize([quad], format=ox.RdfFormat.N_QUADS) or b"")
    with pytest.raises(InputError, match="is no correction"):
        import_file(store, path)
    assert everything(store) == before


def test_the_format_may_be_named(full: Store, tmp_path: Path) -> None:
    path = written(full, tmp_path / "graph.dat", "trig")
    assert import_file(Store(), path, "trig").articles == 6
    with pytest.raises(ExportError, match="unknown RDF format 'xls'"):
        import_file(Store(), path, "xls")
