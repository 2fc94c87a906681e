"""Exports: what each format holds, that other programs can read it, and how failures end."""

import importlib
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from importlib.metadata import EntryPoint
from pathlib import Path

import pyoxigraph as ox
import pytest

from kgraph import KnowledgeGraph
from kgraph import exporters as package
from kgraph.errors import ExportError
from kgraph.exporters import Exporter, export, exporters
from kgraph.model import Article, Claim, Entity, EntityType, Extraction, Mention, Modality, Span

TEXT = "Twitter bans Kaspersky Lab. Hackers may attack =cmd()."
TWITTER = Entity("Twitter", "Twitter", EntityType.ORGANIZATION, kind="company", wikidata="Q918")
KASPERSKY = Entity("Kaspersky_Lab", "Kaspersky Lab", EntityType.ORGANIZATION)
FORMULA = Entity("cmd", "=cmd()", EntityType.THING)


def mention(entity: Entity, text: str) -> Mention:
    return Mention(entity, span(text))


def span(text: str) -> Span:
    start = TEXT.index(text)
    return Span(start, start + len(text), text)


def lines(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8").splitlines()


def claim(type_: str, predicate: str, actor: Mention | None, target: Mention, **more: object) -> Claim:
    sentence = span("Twitter bans Kaspersky Lab.") if actor else span("Hackers may attack =cmd().")
    trigger = span("bans") if actor else span("attack")
    return Claim("sample", type_, predicate, actor, target, trigger, sentence, **more)  # type: ignore[arg-type]


def graph_of(*claims: Claim) -> KnowledgeGraph:
    graph = KnowledgeGraph()
    graph.add([Extraction(Article("sample", TEXT, "A sample", date(2018, 4, 23)), claims=claims)])
    return graph


@pytest.fixture
def graph() -> KnowledgeGraph:
    ban = claim(
        "Ban", "bans", mention(TWITTER, "Twitter"), mention(KASPERSKY, "Kaspersky Lab"), time="2018-04"
    )
    ties = claim("Criticism", "criticizes", mention(KASPERSKY, "Kaspersky Lab"), mention(TWITTER, "Twitter"))
    attack = claim("Cyberattack", "attacks", None, mention(FORMULA, "=cmd()"), modality=Modality.PLANNED)
    return graph_of(ban, ties, attack)


@pytest.fixture
def plugins(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[EntryPoint]]:
    """The entry points of other packages: empty, and for a test to fill."""
    found: list[EntryPoint] = []
    monkeypatch.setattr(package, "entry_points", lambda **_: found)
    exporters.cache_clear()
    yield found
    exporters.cache_clear()


@pytest.mark.parametrize(
    ("suffix", "syntax"),
    [
        ("ttl", ox.RdfFormat.TURTLE),
        ("trig", ox.RdfFormat.TRIG),
        ("nt", ox.RdfFormat.N_TRIPLES),
        ("nq", ox.RdfFormat.N_QUADS),
        ("jsonld", ox.RdfFormat.JSON_LD),
        ("rdf", ox.RdfFormat.RDF_XML),
    ],
)
def test_rdf_holds_the_whole_graph(
    graph: KnowledgeGraph, tmp_path: Path, suffix: str, syntax: ox.RdfFormat
) -> None:
    file = tmp_path / f"out.{suffix}"
    assert export(graph, file) == (file,)
    read = ox.Store()
    read.load(path=file, format=syntax)
    triples = {quad.triple for quad in read}
    expected = ox.Store()
    dumped = graph.store.dump(None, "nt")
    assert dumped
    expected.load(dumped, format=ox.RdfFormat.N_TRIPLES)
    assert triples == {quad.triple for quad in expected}


def test_xml_survives_control_characters(tmp_path: Path) -> None:
    odd = Entity("odd", "a\x00b\x1b<c>&\ufffe\U0001f916", EntityType.THING)
    ban = claim("Ban", "bans", mention(odd, "Twitter"), mention(KASPERSKY, "Kaspersky Lab"))
    export(graph_of(ban), tmp_path / "odd.rdf")
    assert list(ox.parse(path=tmp_path / "odd.rdf", format=ox.RdfFormat.RDF_XML))


@pytest.mark.parametrize(
    "name", ["ttl", "trig", "nt", "nq", "jsonld", "rdf", "graphml", "gexf", "csv", "parquet", "stix"]
)
def test_the_same_graph_gives_the_same_bytes(graph: KnowledgeGraph, tmp_path: Path, name: str) -> None:
    export(graph, tmp_path / f"one.{name}")
    export(graph, tmp_path / f"two.{name}")
    assert (tmp_path / f"one.{name}").read_bytes() == (tmp_path / f"two.{name}").read_bytes()


def test_the_format_can_be_named(graph: KnowledgeGraph, tmp_path: Path) -> None:
    export(graph, tmp_path / "out.txt", "nt")
    assert (tmp_path / "out.txt").read_bytes() == graph.store.dump(None, "nt")
    export(graph, str(tmp_path / "OUT.NT"))
    assert (tmp_path / "OUT.NT").exists()


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("x.stix", b"{"),
        ("x.stix.json", b"{"),
        ("Of.May.STIX.Json", b"{"),
        ("x.stix.nt", b"<"),
        ("x.json.nt", b"<"),
        (".nt", b"<"),
    ],
)
def test_the_longest_known_suffix_names_the_format(
    graph: KnowledgeGraph, tmp_path: Path, name: str, begins: bytes
) -> None:
    assert export(graph, tmp_path / name) == (tmp_path / name,)
    assert (tmp_path / name).read_bytes().startswith(begins)


@pytest.mark.parametrize(
    ("name", "format_", "message"),
    [
        ("out.xlsx", None, r"unknown suffix '\.xlsx'; use one of \.ttl, .*\.csv, \.parquet"),
        ("out", None, "unknown suffix ''"),
        ("stix.json", None, r"unknown suffix '\.json'; use one of"),
        ("out.ttl", "docx", "unknown format 'docx'; use one of"),
        ("no/such/folder/out.ttl", None, "cannot be written"),
    ],
)
def test_errors_are_one_line(
    graph: KnowledgeGraph, tmp_path: Path, name: str, format_: str | None, message: str
) -> None:
    with pytest.raises(ExportError, match=message) as caught:
        export(graph, tmp_path / name, format_)
    assert "\n" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_no_file(graph: KnowledgeGraph, tmp_path: Path) -> None:
    (tmp_path / "out.ttl").mkdir()
    with pytest.raises(ExportError, match="is a folder"):
        export(graph, tmp_path / "out.ttl")


def test_a_failure_leaves_the_old_file_whole(
    graph: KnowledgeGraph, tmp_path: Path, plugins: list[EntryPoint], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: object, path: Path) -> None:
        path.write_text("half")
        raise OSError(28, "No space left on device")

    module = importlib.import_module("kgraph.exporters.base")
    monkeypatch.setattr(module, "failing", Exporter("half", fail), raising=False)
    plugins.append(EntryPoint("half", "kgraph.exporters.base:failing", "kgraph.exporters"))
    (tmp_path / "out.half").write_text("whole")
    with pytest.raises(ExportError, match="No space left on device"):
        export(graph, tmp_path / "out.half")
    assert (tmp_path / "out.half").read_text() == "whole"
    assert [file.name for file in tmp_path.iterdir()] == ["out.half"]


@pytest.mark.parametrize(
    ("value", "message"),
    [("kgraph.exporters.base:nothing", "cannot be loaded"), ("kgraph.errors:ExportError", "is no")],
)
def test_a_broken_plug_in_is_named(plugins: list[EntryPoint], value: str, message: str) -> None:
    plugins.append(EntryPoint("bad", value, "kgraph.exporters"))
    with pytest.raises(ExportError, match=f"{value} {message}"):
        exporters()


def test_link_stays_a_link(graph: KnowledgeGraph, tmp_path: Path) -> None:
    """Such as /dev/stdout, which must not become a file."""
    (tmp_path / "real.nt").write_text("old")
    (tmp_path / "link.nt").symlink_to("real.nt")
    assert export(graph, tmp_path / "link.nt") == (tmp_path / "link.nt",)
    assert (tmp_path / "link.nt").is_symlink()
    assert "Twitter" in (tmp_path / "real.nt").read_text(encoding="utf-8")


def test_pipe_stays_a_pipe(graph: KnowledgeGraph, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)
    with ThreadPoolExecutor(1) as pool:
        reading = pool.submit(pipe.read_text, encoding="utf-8")
        export(graph, pipe)
        assert "Twitter" in reading.result(timeout=60)
    assert [path.name for path in tmp_path.iterdir()] == ["pipe.csv"]
