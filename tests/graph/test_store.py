"""The store: adding, replacing and removing in any order, on disk and in memory."""

import io
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import combinations, starmap
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DataObject, SearchStrategy

from kgraph.corrections import Correction
from kgraph.errors import ExportError, GraphError, NotFoundError
from kgraph.graph import store as store_module
from kgraph.graph import vocabulary as v
from kgraph.graph.canonical import canonical, merge_entities
from kgraph.graph.consolidate import consolidate, fact_of
from kgraph.graph.copies import COPY_OF, FINGERPRINT
from kgraph.graph.derived import entity_to_triples, event_to_triples, shortcut_triples
from kgraph.graph.fingerprint import Print
from kgraph.graph.reading import is_article
from kgraph.graph.store import Store
from kgraph.graph.terms import ABOUT, surface_forms
from kgraph.model import Article, Entity, EntityType, Extraction

# The datasets of rdflib 7.6 warn of their own methods.
ignore_rdflib = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib.*")

RELAXED = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def everything(store: Store) -> bytes:
    """The graph as canonical N-Quads."""
    return store.dump(None, "nq") or b""


def holding(extractions: Iterable[Extraction]) -> Store:
    """A store that was given the extractions at once."""
    store = Store()
    store.add(extractions)
    return store


@RELAXED
@given(data=st.data())
def test_order_and_portions_leave_no_trace(meeting: SearchStrategy[Extraction], data: DataObject) -> None:
    extractions = data.draw(st.lists(meeting, max_size=4, unique_by=lambda e: e.article.id))
    expected = everything(holding(extractions))
    other = Store()
    for extraction in data.draw(st.permutations(extractions)):
        other.add([extraction])
    assert everything(other) == expected
    other.add(extractions)
    assert everything(other) == expected


@RELAXED
@given(data=st.data())
def test_corrections_may_come_before_or_after_articles(
    meeting: SearchStrategy[Extraction], data: DataObject
) -> None:
    extractions = data.draw(st.lists(meeting, min_size=1, max_size=4, unique_by=lambda e: e.article.id))
    entities = st.sampled_from([Entity(i, i, EntityType.THING) for i in "XYZ"])
    ways = st.builds(
        Correction,
        st.booleans(),
        entities,
        entities,
        st.sampled_from([(), ("ACME",)]),
        st.sampled_from([(), ("a",), ("b", "c")]),
    )
    wanted = st.lists(ways.filter(lambda c: c.entity.id != c.other.id), max_size=3, unique_by=lambda c: c.id)
    corrections = data.draw(wanted)
    early, late = Store(), holding(extractions)
    early.correct(corrections)
    early.add(extractions)
    late.correct(corrections)
    assert everything(late) == everything(early)
    assert late.correct(corrections) == 0
    late.add(extractions)
    assert everything(late) == everything(early)
    assert sorted(c.id for c in late.corrections()) == sorted(c.id for c in corrections)


@RELAXED
@given(data=st.data())
def test_removing_undoes_adding(meeting: SearchStrategy[Extraction], data: DataObject) -> None:
    extractions = data.draw(st.lists(meeting, min_size=1, max_size=4, unique_by=lambda e: e.article.id))
    gone = data.draw(st.sampled_from(extractions))
    store = holding(extractions)
    store.remove([gone.article.id])
    assert everything(store) == everything(holding(e for e in extractions if e is not gone))


@RELAXED
@given(data=st.data())
def test_replacing_is_removing_and_adding(meeting: SearchStrategy[Extraction], data: DataObject) -> None:
    first, second = data.draw(st.lists(meeting, max_size=4)), data.draw(st.lists(meeting, max_size=4))
    store = holding(first)
    store.add(second)
    latest = {extraction.article.id: extraction for extraction in (*first, *second)}
    assert everything(store) == everything(holding(latest.values()))


@RELAXED
@given(data=st.data())
def test_only_what_was_last_said_of_each_article_counts(
    meeting: SearchStrategy[Extraction], data: DataObject
) -> None:
    """Adding, replacing and removing, in portions and in any order, come to what stands in the end."""
    store, latest = Store(), dict[str, Extraction]()
    ontology = everything(store)
    for adds in data.draw(st.lists(st.booleans(), max_size=6)):
        if adds:
            portion = data.draw(st.lists(meeting, max_size=3))
            store.add(portion)
            latest |= {extraction.article.id: extraction for extraction in portion}
        else:
            gone = data.draw(st.lists(st.sampled_from("abcd"), unique=True, max_size=3))
            store.remove(latest.keys() & set(gone))
            latest = {name: extraction for name, extraction in latest.items() if name not in gone}
        assert set(store.article_ids()) == set(latest)
    assert everything(store) == everything(holding(latest.values()))
    store.remove(latest)
    assert everything(store) == ontology


@RELAXED
@given(data=st.data())
def test_the_default_graph_is_what_consolidation_gives(
    meeting: SearchStrategy[Extraction], data: DataObject
) -> None:
    """Little by little comes to the same as the pure functions give for everything at once."""
    extractions = data.draw(st.lists(meeting, max_size=4, unique_by=lambda e: e.article.id))
    store = Store()
    for extraction in extractions:
        store.add([extraction])
    assert set(derived_triples(store)) == set(expected_triples(extractions))


def printed(article_id: str, text: str) -> Extraction:
    return Extraction(Article(article_id, text))


def test_a_digest_of_two_articles_is_a_copy_of_neither(store: Store) -> None:
    first, second = (" ".join(f"{word}{i}" for i in range(200)) for word in "ab")
    store.add([printed("a", first), printed("b", second), printed("digest", f"{first} {second}")])
    assert list(store.copies()) == []


def test_the_same_page_many_times_is_one_text(store: Store) -> None:
    """As a crawler finds it where a site wants a browser."""
    store.add(printed(f"page-{i}", "Please enable JavaScript to go on to the news.") for i in range(300))
    assert len(list(store.copies())) == 299
    assert len(list(store._store.quads_for_pattern(None, FINGERPRINT, None))) == 24
    store.remove([f"page-{i}" for i in range(299)])
    assert list(store.copies()) == []
    assert everything(store) == everything(
        holding([printed("page-299", "Please enable JavaScript to go on to the news.")])
    )


def derived_triples(store: Store) -> Iterator[ox.Triple]:
    for quad in store._store.quads_for_pattern(None, None, None, v.DEFAULT):
        if quad.predicate == COPY_OF or not is_article(quad.subject):
            yield quad.triple


def expected_triples(extractions: list[Extraction]) -> Iterator[ox.Triple]:
    forms = [found for e in extractions for found in surface_forms(canonical(e)).items()]
    entities = {}
    for name in {entity.id for entity, _ in forms}:
        named = [replace(e, aliases=(*e.aliases, *names)) for e, names in forms if e.id == name]
        entities[name] = merge_entities(name, tuple(named))
        yield from starmap(ox.Triple, entity_to_triples(entities[name]))
    originals = expected_originals([e.article for e in extractions])
    for article, original in originals.items():
        if article != original:
            yield ox.Triple(v.article_iri(article), COPY_OF, v.article_iri(original))
    facts = [
        fact_of(claim, e.article.published, originals[e.article.id])
        for e in map(canonical, extractions)
        for claim in e.claims
    ]
    for found in consolidate(facts, entities.__getitem__):
        yield from starmap(ox.Triple, event_to_triples(found.event))
        yield from starmap(ox.Triple, shortcut_triples(found.event))


def expected_originals(articles: list[Article]) -> dict[str, str]:
    """The original of each article, by comparing all with all until no group grows."""
    groups = {article.id: {article.id} for article in articles}
    for one, two in combinations(articles, 2):
        first, second = Print(one.text), Print(two.text)
        if first.is_copy(second) and first.fingerprints & second.fingerprints:
            both = groups[one.id] | groups[two.id]
            groups |= dict.fromkeys(both, both)
    day = {article.id: article.published or date.max for article in articles}
    return {name: min(group, key=lambda member: (day[member], member)) for name, group in groups.items()}


@RELAXED
@given(data=st.data())
def test_no_triple_stands_in_two_graphs(anything: SearchStrategy[Extraction], data: DataObject) -> None:
    store = holding(data.draw(st.lists(anything, max_size=3)))
    triples = [quad.triple for quad in store.embedded()]
    assert len(set(triples)) == len(triples) == len(store)


def test_large_portions_are_written_alike(
    monkeypatch: pytest.MonkeyPatch, samples: list[Extraction], tmp_path: Path
) -> None:
    expected = everything(holding(samples))
    monkeypatch.setattr(store_module, "_BULK", 1)
    monkeypatch.setattr(store_module, "_BATCH", 2)
    store = Store(tmp_path / "graph")
    store.add(iter(samples))
    assert everything(store) == expected
    store.close()
    assert everything(Store(tmp_path / "graph")) == expected


@pytest.mark.parametrize("step", ["_extend", "_update"])
@pytest.mark.parametrize("survives", [True, False])
def test_a_killed_writer_leaves_a_graph_that_mends_itself(
    monkeypatch: pytest.MonkeyPatch,
    samples: list[Extraction],
    tmp_path: Path,
    step: str,
    survives: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    """Whichever write is the last, all that is seen is some articles whole and what follows from them."""
    store = Store(tmp_path / "graph")
    store.add(samples[:1])
    write = getattr(Store, step)

    class Killed(BaseException):
        """As good as SIGKILL."""

    def die(self: Store, *arguments: object) -> None:
        if survives:
            write(self, *arguments)
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(Store, step, die)
        with pytest.raises(Killed):
            store.add(samples[1:])
    store.close()
    with Store.read_only(tmp_path / "graph") as unmended:
        for event in unmended.events():
            assert event.actor is None or unmended.entity(event.actor.id) == event.actor
    mended = Store(tmp_path / "graph")
    arrived = mended.article_ids()
    assert everything(mended) == everything(holding(e for e in samples if e.article.id in arrived))
    mended.add(samples)
    assert everything(mended) == everything(holding(samples))


def test_what_is_kept_of_entities_and_events(store: Store, samples: list[Extraction]) -> None:
    store.add(samples)
    kaspersky = store.entity("Kaspersky_Lab")
    assert kaspersky.aliases == ("Kaspersky",)
    ban = next(event for event in store.events() if event.type == "Ban")
    assert [claim.article for claim in ban.claims] == ["kaspersky-responds", "twitter-ban"]
    assert store.event(ban.id) == ban
    assert [c.trigger.text for c in store.claims()] == [
        c.trigger.text for e in sorted(samples, key=lambda e: e.article.id) for c in e.claims
    ]
    assert [article.id for article in store.articles()] == store.article_ids()
    assert (store.claim_count(), store.entity_count()) == (10, 6)
    assert store.event_counts()["hasTiesTo", "Disputed"] == 1


def test_shortcuts_are_for_reported_facts_and_named_actors(store: Store, samples: list[Extraction]) -> None:
    store.add(samples)
    shortcuts = "SELECT ?a ?p ?b { ?a ?p ?b . [] kg:predicate ?p . FILTER(STRSTARTS(STR(?a), STR(ent:))) }"
    found = {tuple(str(value).rpartition("/")[2] for value in row) for row in store.query(shortcuts).rows}
    assert found == {
        ("Twitter", "ns#bans", "Kaspersky_Lab"),
        ("DHS", "ns#warnsAbout", "Kaspersky_Lab"),
        ("Kaspersky_Lab", "ns#denies", "DHS"),
        ("Eugene_Kaspersky", "ns#holdsPositionAt", "Kaspersky_Lab"),
    }


def test_equals_have_shortcuts_both_ways(
    store: Store, make_extraction: Callable[..., Extraction], said: Callable[..., object]
) -> None:
    store.add([make_extraction("a", said("Cooperation", "Twitter", "DHS"))])
    assert store.query(
        "ASK { ent:DHS kg:cooperatesWith ent:Twitter . ent:Twitter kg:cooperatesWith ent:DHS }"
    ).rows
    for name in ("DHS", "Twitter"):
        assert len(list(store.events([name]))) == len(list(store.events(None, [name]))) == 1
    assert list(store.events(["Twitter"], ["Russia"])) == []


def test_a_new_label_reaches_the_events(
    store: Store, make_extraction: Callable[..., Extraction], said: Callable[..., object]
) -> None:
    old = make_extraction("a", said("Ban", "Twitter", "DHS"))
    store.add([old])
    renamed = [
        replace(m, entity=replace(m.entity, label="X")) for m in old.mentions if m.entity.id == "Twitter"
    ]
    for name in ("b", "c"):
        store.add([Extraction(replace(old.article, id=name), tuple(renamed))])
    (event,) = store.events()
    assert event.label == "X bans Department of Homeland Security"
    assert event.claim_count == 1


def test_the_same_question_about_what_is_not_there(store: Store, samples: list[Extraction]) -> None:
    store.add(samples)
    for missing in (store.entity, store.event, store.extraction):
        with pytest.raises(NotFoundError, match="'nobody'"):
            missing("nobody")
    before = everything(store)
    with pytest.raises(NotFoundError):
        store.remove(["twitter-ban", "nobody"])
    assert everything(store) == before


def test_a_bad_article_is_not_written(store: Store, samples: list[Extraction]) -> None:
    good, bad = samples[0], replace(samples[1], claims=samples[2].claims)
    before = everything(store)
    with pytest.raises(GraphError, match="kaspersky-responds"):
        store.add([good, bad])
    assert everything(store) == before


# --- on disk ----------------------------------------------------------------------------------


def test_paths_that_are_no_graph(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("text")
    with pytest.raises(GraphError, match="is a file"):
        Store(file)
    with pytest.raises(GraphError, match="other files"):
        Store(tmp_path)
    for path in (tmp_path / "missing", tmp_path, file):
        with pytest.raises(GraphError, match="no graph at"):
            Store.read_only(path)
    assert not (tmp_path / "missing").exists()
    foreign = tmp_path / "foreign"
    ox.Store(foreign).add(ox.Quad(v.A, v.A, v.A))
    with pytest.raises(GraphError, match="another kind"):
        Store(foreign)
    broken = tmp_path / "broken"
    Store(broken).close()
    (broken / "CURRENT").write_text("MANIFEST-999999\n")
    with pytest.raises(GraphError, match="broken"):
        Store(broken)


def test_two_writers_are_one_too_many_but_readers_are_welcome(
    tmp_path: Path, samples: list[Extraction]
) -> None:
    path = tmp_path / "graph"
    Store(path).close()
    program = (
        f"from kgraph.graph.store import Store; s = Store({str(path)!r}); print('open', flush=True); input()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdin is not None
        assert other.stdout.readline() == "open\n"
        with pytest.raises(GraphError, match="another process"):
            Store(path)
        reader = Store.read_only(path)
        assert len(reader) > 0
        with pytest.raises(GraphError, match="reading only"):
            reader.add(samples)
        with pytest.raises(GraphError, match="reading only"):
            reader.remove(["twitter-ban"])
        other.stdin.write("\n")
    Store(path).add(samples)


def test_a_reader_sees_what_was_there_when_it_opened(tmp_path: Path, samples: list[Extraction]) -> None:
    writer = Store(tmp_path / "graph")
    writer.add(samples[:1])
    reader = Store.read_only(tmp_path / "graph")
    writer.add(samples[1:])
    # Compaction deletes the files that the reader has not even looked at.
    writer.embedded().optimize()
    assert everything(reader) == everything(holding(samples[:1]))
    links = reader._open_at
    assert links is not None
    assert links.exists()
    reader.close()
    assert not links.exists()
    assert everything(Store.read_only(tmp_path / "graph")) == everything(holding(samples))


def test_a_closed_graph_says_so(store: Store) -> None:
    store.close()
    store.close()
    assert store.is_closed
    with pytest.raises(GraphError, match="closed"):
        len(store)


def test_the_ontology_is_published_and_kept_up(tmp_path: Path) -> None:
    store = Store(tmp_path / "graph")
    published = set(store.embedded())
    assert published
    store.embedded().remove(next(iter(published)))
    store.embedded().add(ox.Quad(v.kg("Old"), v.A, v.A, v.ONTOLOGY_GRAPH))
    store.close()
    assert set(Store(tmp_path / "graph").embedded()) == published


# --- writing out ------------------------------------------------------------------------------


@ignore_rdflib
@pytest.mark.parametrize(
    ("name", "rdflib_name"),
    [
        ("ttl", "turtle"),
        ("nt", "nt"),
        ("rdf", "xml"),
        ("trig", "trig"),
        ("nq", "nquads"),
        ("jsonld", "json-ld"),
    ],
)
def test_every_format_holds_every_quad(
    store: Store, samples: list[Extraction], hostile: list[Extraction], name: str, rdflib_name: str
) -> None:
    # U+FFFE and controls are no XML, and ids with them no IRIs that rdflib takes back.
    store.add([*samples, *(e for e in hostile if e.article.text.isprintable())])
    data = store.dump(None, name)
    read = rdflib.Dataset(default_union=True).parse(data=data, format=rdflib_name)
    assert len(read) == len(store)
    backwards = Store()
    backwards.add(reversed([store.extraction(article_id) for article_id in store.article_ids()]))
    assert backwards.dump(None, name) == data
    stream = io.BytesIO()
    assert store.dump(stream, name) is None
    assert stream.getvalue() == data


@ignore_rdflib
def test_turtle_is_short_and_quads_keep_their_graphs(store: Store, samples: list[Extraction]) -> None:
    store.add(samples)
    assert b"kg:bans ent:Kaspersky_Lab" in (store.dump(None, "ttl") or b"")
    graphs = {
        str(graph.identifier)
        for graph in rdflib.Dataset().parse(data=everything(store), format="nquads").graphs()
    }
    assert "https://w3id.org/kgraph/article/twitter-ban" in graphs
    union = rdflib.Dataset().parse(data=store.dump(None, "nq", "union"), format="nquads")
    assert len(union.default_graph) == len(store)


def test_control_characters_do_not_break_xml(store: Store, hostile: list[Extraction]) -> None:
    store.add(hostile)
    read = rdflib.Graph().parse(data=store.dump(None, "rdf"), format="xml")
    assert len(read) == len(store)


def test_formats_that_do_not_fit(store: Store) -> None:
    with pytest.raises(ExportError, match="unknown RDF format 'xls'"):
        store.dump(None, "xls")
    with pytest.raises(ExportError, match="cannot keep graphs apart"):
        store.dump(None, "ttl", "dataset")


@ignore_rdflib
def test_rdflib_sees_the_graph(store: Store, samples: list[Extraction]) -> None:
    store.add(samples)
    dataset = store.rdf()
    rows = dataset.query("SELECT ?who { ?who kg:bans ent:Kaspersky_Lab }").bindings
    assert [str(row[rdflib.Variable("who")]) for row in rows] == ["https://w3id.org/kgraph/entity/Twitter"]
    assert sum(1 for _ in dataset.quads()) == len(store)


def test_claims_point_to_their_event(store: Store, samples: list[Extraction]) -> None:
    store.add(samples)
    about = list(store._store.quads_for_pattern(None, ABOUT, None))
    assert len(about) == store.claim_count() == len({quad.subject for quad in about})
