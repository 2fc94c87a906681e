"""Building a graph little by little: what is read, what is passed over, what takes the place of what."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import kgraph
from kgraph.errors import ModelError, ResourceError
from kgraph.knowledge_graph import BuildReport, KnowledgeGraph

pytestmark = pytest.mark.model

DATA = Path(__file__).parent.parent / "data" / "articles"
SAMPLE = DATA / "kaspersky-twitter-ban.json"
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write an article, and give its file."""

    def write(name: str, text: str, **fields: str) -> Path:
        path = tmp_path / "news" / f"{name}.json"
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps({"text": text, **fields}), encoding="utf-8")
        return path

    return write


def counts(report: BuildReport) -> tuple[int, int, int, int]:
    return report.articles, report.replaced, report.unchanged, len(report.skipped)


def build(tmp_path: Path, *, rebuild: bool = False) -> BuildReport:
    with kgraph.build(tmp_path / "news", graph=tmp_path / "graph", rebuild=rebuild) as graph:
        return graph.report


def labels(tmp_path: Path) -> list[str]:
    with kgraph.open(tmp_path / "graph", read_only=True) as graph:
        return [event.label for event in graph.events()]


@pytest.mark.parametrize("workers", [1, 2])
def test_only_what_is_new_or_has_changed_is_read(tmp_path: Path, write: Write, workers: int) -> None:
    write("a", "Twitter has banned Kaspersky Lab.")
    write("b", "China has sanctioned Micron.")
    assert counts(build(tmp_path)) == (2, 0, 0, 0)
    write("b", "China has banned Micron.")
    write("c", "Russia has banned Facebook.")
    with kgraph.build(tmp_path / "news", graph=tmp_path / "graph", workers=workers) as graph:
        assert counts(graph.report) == (2, 1, 1, 0)
    assert labels(tmp_path) == ["China bans Micron", "Russia bans Facebook", "Twitter bans Kaspersky Lab"]
    assert counts(build(tmp_path)) == (0, 0, 3, 0)


def test_what_is_known_of_an_article_counts_as_much_as_its_text(tmp_path: Path, write: Write) -> None:
    write("a", "Twitter has banned Kaspersky Lab.")
    build(tmp_path)
    write("a", "Twitter has banned Kaspersky Lab.", date="2018-04-20")
    assert counts(build(tmp_path)) == (1, 1, 0, 0)


def test_rebuilding_reads_again_what_would_be_read_otherwise(tmp_path: Path, write: Write) -> None:
    first, second = (
        write(name, f"Twitter has banned {who}.") for name, who in (("a", "Huawei"), ("b", "ZTE"))
    )
    build(tmp_path)
    with kgraph.open(tmp_path / "graph") as graph:
        old = graph.extraction("a")
        graph.add([replace(old, claims=(), read_by="kgraph 0.0.1")])
    report = build(tmp_path)
    assert (report.unchanged, report.outdated) == (2, 1)
    assert labels(tmp_path) == ["Twitter bans ZTE"]
    second.unlink()
    report = build(tmp_path, rebuild=True)
    assert (counts(report), report.outdated) == ((1, 1, 0, 0), 0)
    report = build(tmp_path, rebuild=True)
    assert (counts(report), report.outdated) == ((0, 0, 1, 0), 0)
    assert labels(tmp_path) == ["Twitter bans Huawei", "Twitter bans ZTE"]
    first.unlink()
    with kgraph.open(tmp_path / "graph") as graph:
        graph.add([replace(graph.extraction("a"), claims=(), read_by="")])
    with kgraph.build(graph=tmp_path / "graph", rebuild=True) as graph:
        assert counts(graph.report) == (1, 1, 1, 0)
        assert graph.extraction("a") == old


def test_other_words_make_articles_outdated(tmp_path: Path, write: Write) -> None:
    write("a", "Twitter has banned Acme Robotics.")
    mine = tmp_path / "mine.tsv"
    for label in ("Acme Robotics", "Acme Robots"):
        row = f"{label}\tOrganization\tAcme Robotics"
        mine.write_text(f"label\ttype\taliases\n{row}\n", encoding="utf-8")
        graph = kgraph.build(tmp_path / "news", graph=tmp_path / "graph", gazetteer=[mine])
        graph.close()
    assert graph.report.outdated == 1


@pytest.mark.parametrize(
    ("options", "error", "told"),
    [
        ({"gazetteer": ["nope.tsv"]}, ResourceError, "nope.tsv: no such file"),
        ({"model": "no_such_model"}, ModelError, "no spaCy pipeline 'no_such_model' is installed"),
    ],
)
def test_mistyped_options_are_told_even_where_nothing_is_to_be_read(
    tmp_path: Path, write: Write, options: dict[str, Any], error: type[Exception], told: str
) -> None:
    write("a", "Twitter has banned Kaspersky Lab.")
    build(tmp_path)
    with pytest.raises(error, match=told):
        kgraph.build(tmp_path / "news", graph=tmp_path / "graph", **options)


def test_no_inputs_are_no_wish_to_read_all_again(tmp_path: Path, write: Write) -> None:
    write("a", "Twitter has banned Kaspersky Lab.")
    build(tmp_path)
    with kgraph.build([], graph=tmp_path / "graph", rebuild=True) as graph:
        assert counts(graph.report) == (0, 0, 0, 0)


def test_the_same_article_twice_in_one_run_is_read_once(tmp_path: Path, write: Write) -> None:
    path = write("a", "Twitter has banned Kaspersky Lab.")
    other = tmp_path / "a.txt"
    other.write_text("Russia has banned Facebook.", encoding="utf-8")
    report = kgraph.build([path, path, other]).report
    assert counts(report) == (1, 0, 0, 1)
    assert "has the id 'a'" in report.skipped[0].reason


def test_a_copy_adds_no_source_and_a_denial_disputes(write: Write) -> None:
    """One event: of the sample, a lightly edited copy of it, and a text that denies it."""
    sample = json.loads(SAMPLE.read_text(encoding="utf-8"))
    copied = (
        sample["text"].replace("several months", "a few months") + "\n\nAdditional reporting by our staff."
    )
    copy = write("wire-copy", copied, title="Twitter bans Kaspersky Lab", publisher="The Other Daily")
    denial = write("denial", "Twitter has not banned Kaspersky Lab, a spokesman for the company said.")

    def ban(*inputs: Path) -> tuple[KnowledgeGraph, kgraph.Event]:
        graph = kgraph.build(inputs)
        (event,) = graph.events(actor="Twitter", type="Ban", target="Kaspersky Lab")
        return graph, event

    _, alone = ban(SAMPLE)
    _, copies = ban(SAMPLE, copy)
    assert (copies.status, copies.source_count, copies.confidence) == ("Reported", 1, alone.confidence)
    assert copies.claim_count > alone.claim_count
    graph, disputed = ban(SAMPLE, copy, denial)
    assert (disputed.id, disputed.status, disputed.source_count) == (alone.id, "Disputed", 2)
    assert graph.copies() == [("wire-copy", "kaspersky-twitter-ban")]
    rows = graph.query(
        """SELECT DISTINCT ?article ?original ?sentence WHERE {
             ?event a kg:Ban ; kg:actor ent:Twitter ; kg:target ent:Kaspersky_Lab ; kg:status kg:Disputed .
             GRAPH ?article { ?claim kg:about ?event ; prov:wasDerivedFrom/nif:anchorOf ?sentence }
             OPTIONAL { ?article kg:copyOf ?copied } BIND(COALESCE(?copied, ?article) AS ?original)
           }"""
    )
    assert {(row.article.short, row.original.short) for row in rows} == {
        ("art:kaspersky-twitter-ban", "art:kaspersky-twitter-ban"),
        ("art:wire-copy", "art:kaspersky-twitter-ban"),
        ("art:denial", "art:denial"),
    }
    sentences = {row.sentence for row in rows if row.article.short == "art:denial"}
    assert sentences == {"Twitter has not banned Kaspersky Lab, a spokesman for the company said."}
    assert not graph.query("ASK { ent:Twitter kg:bans ent:Kaspersky_Lab }")
