"""What stands in a STIX bundle beside relationships: entities, reports, times; that it is always valid."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import stix2
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kgraph import KnowledgeGraph
from kgraph.exporters.stix import mapping
from kgraph.gazetteer import Gazetteer
from kgraph.model import Entity, EntityType, Extraction, Modality, Polarity

Make = Callable[..., Extraction]
Said = Any  # the class that the fixture `said` gives


def of(bundle: stix2.Bundle, type_: str) -> list[Any]:
    return [one for one in bundle.objects if one.type == type_]


@pytest.mark.parametrize(
    ("entity_id", "expected"),
    [
        ("Lazarus", {"type": "threat-actor", "aliases": ["HIDDEN COBRA"], "labels": ["hacking group"]}),
        ("WannaCry", {"type": "malware", "is_family": True}),
        ("Sony", {"type": "identity", "identity_class": "organization", "labels": ["company"]}),
        ("Park", {"type": "identity", "identity_class": "individual"}),
        ("users", {"type": "identity", "identity_class": "group"}),
        ("Orion", {"type": "identity", "identity_class": "system"}),
        ("North_Korea", {"type": "location", "country": "KP"}),
        ("Soviet_Union", {"type": "location", "country": "Soviet Union"}),
        ("Izmir", {"type": "location", "country": "TR", "city": "Izmir"}),
        ("Texas", {"type": "location", "country": "US", "administrative_area": "Texas"}),
    ],
)
def test_what_an_entity_becomes(
    exported: Callable[..., stix2.Bundle],
    said: Said,
    cast: dict[str, Entity],
    entity_id: str,
    expected: dict[str, object],
) -> None:
    actor = "APT38" if entity_id == "Lazarus" else "Lazarus"
    bundle = exported(said("Warning", actor, entity_id))
    (found,) = [one for one in bundle.objects if one.get("name") == cast[entity_id].label]
    assert {name: found[name] for name in expected} == expected
    assert found.created_by_ref == of(bundle, "identity")[0].id
    assert found.external_references[0].external_id == f"ent:{entity_id}"


def test_an_entity_has_its_wikidata_item(exported: Callable[..., stix2.Bundle], said: Said) -> None:
    bundle = exported(said("Cyberattack", "Lazarus", "Sony"))
    (sony,) = [one for one in bundle.objects if one.get("name") == "Sony"]
    assert sony.external_references[1].url == "http://www.wikidata.org/entity/Q41187"


def test_every_country_of_today_has_its_code() -> None:
    countries = [entity for entity in Gazetteer.load() if entity.type is EntityType.COUNTRY]
    assert len(countries) > 200
    without = {entity.id for entity in countries if len(mapping.place(entity)["country"]) != 2}
    assert without == {"Czechoslovakia", "East_Germany", "Somaliland", "Soviet_Union", "Yugoslavia"}


@pytest.mark.parametrize(
    ("time", "start", "told"),
    [
        ("2014-11-24", "2014-11-24T00:00:00Z", "attacks Sony, 2014-11-24."),
        ("2014-11", None, "attacks Sony, 2014-11."),
        ("2014", None, "attacks Sony, 2014."),
        (None, None, "attacks Sony."),
    ],
)
def test_times_are_no_finer_than_known(
    exported: Callable[..., stix2.Bundle], said: Said, time: str | None, start: str | None, told: str
) -> None:
    (link,) = of(exported(said("Cyberattack", "Lazarus", "Sony", time)), "relationship")
    written = re.search(r'"start_time": "(.*?)"', link.serialize())
    assert (written.group(1) if written else None) == start
    assert told in link.description


def test_an_article_is_a_report_on_what_it_tells(
    make_extraction: Make,
    said: Said,
    cast: dict[str, Entity],
    read_bundle: Callable[..., stix2.Bundle],
    tmp_path: Path,
) -> None:
    graph = KnowledgeGraph()
    attack = said("Cyberattack", "Lazarus", "Sony")
    graph.add(
        [
            make_extraction("first", attack, published=date(2014, 12, 1), entities=cast),
            make_extraction(
                "second",
                attack,
                said("uses", "Lazarus", "WannaCry"),
                published=date(2017, 5, 14),
                entities=cast,
            ),
            make_extraction("sport", said("Consultation", "Sony", "Park"), entities=cast),
        ]
    )
    bundle = read_bundle(graph, tmp_path / "out.stix")
    first, second = sorted(of(bundle, "report"), key=lambda one: str(one.published))
    assert (first.name, second.name) == ("About first", "About second")
    assert '"published": "2014-12-01T00:00:00Z"' in first.serialize()
    assert first.external_references[0].url == "https://example.org/"
    assert first.external_references[0].source_name == "Example"
    by_id = {one.id: one for one in bundle.objects}
    assert {by_id[ref].type for ref in first.object_refs} == {"identity", "relationship", "threat-actor"}
    assert len(first.object_refs) == 3
    assert len(second.object_refs) == 5
    (link,) = [one for one in of(bundle, "relationship") if one.relationship_type == "targets"]
    assert '"created": "2014-12-01T00:00:00.000Z", "modified": "2017-05-14T00:00:00.000Z"' in link.serialize()
    (event,) = graph.events(type="Cyberattack")
    own, *articles = [reference.external_id for reference in link.external_references]
    assert (own, articles) == (f"ev:{event.id}", ["art:first", "art:second"])


def test_without_a_date_nothing_is_made_up_but_the_fixed_time(
    exported: Callable[..., stix2.Bundle], said: Said
) -> None:
    bundle = exported(said("Cyberattack", "Lazarus", "Sony"), published=None)
    assert {one.created.year for one in bundle.objects} == {1970}
    (report,) = of(bundle, "report")
    assert report.labels == ["undated"]
    assert "date of publication is not known" in report.description


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", ""])
def test_only_web_addresses_become_links(exported: Callable[..., stix2.Bundle], said: Said, url: str) -> None:
    bundle = exported(said("Cyberattack", "Lazarus", "APT38"), url=url)
    assert '"url"' not in bundle.serialize()


@given(data=st.data())
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
def test_whatever_a_graph_holds_the_bundle_is_valid(
    data: st.DataObject,
    make_extraction: Make,
    said: Said,
    read_bundle: Callable[..., stix2.Bundle],
    tmp_path: Path,
) -> None:
    """Names, kinds and countries are hostile; ids and their references stay whole, whatever the order."""
    words = st.text(st.characters(codec="utf-8"), min_size=1, max_size=8)
    words |= st.sampled_from(["</script>", '"}', "\x00\x1b\ufffe", "\u2028\n", "identity--1", "Q1"])
    kinds = st.sampled_from(["", "hacking group", "company"]) | words
    pool = {
        f"e{number}": Entity(
            data.draw(words) + str(number),
            data.draw(words),
            data.draw(st.sampled_from(EntityType)),
            data.draw(kinds),
            data.draw(st.just("") | words),
            aliases=tuple(data.draw(st.lists(words | st.just(""), max_size=2))),
        )
        for number in range(4)
    }
    claim = st.builds(
        said,
        st.sampled_from([*sorted(mapping.CYBER_TYPES), "uses", "alsoKnownAs", "Sanction"]),
        st.none() | st.sampled_from(sorted(pool)),
        st.sampled_from(sorted(pool)),
        st.sampled_from([None, "2018", "2018-04", "2018-04-23", "0999-01-01"]),
        polarity=st.sampled_from(Polarity),
        modality=st.sampled_from(Modality),
        object=st.none() | words,
    )
    days = st.none() | st.dates()
    made = [
        make_extraction(
            data.draw(words) + str(number),
            *data.draw(st.lists(claim, max_size=3)),
            published=data.draw(days),
            entities=pool,
        )
        for number in range(3)
    ]
    graph, backwards = KnowledgeGraph(), KnowledgeGraph()
    graph.add(made)
    backwards.add(reversed(made))
    bundle = read_bundle(graph, tmp_path / "one.stix.json")
    backwards.export(tmp_path / "two.stix.json")
    assert (tmp_path / "one.stix.json").read_bytes() == (tmp_path / "two.stix.json").read_bytes()
    ids = [one.id for one in bundle.objects]
    assert len(set(ids)) == len(ids)
    assert set(re.findall(r'"([a-z-]+--[0-9a-f-]{36})"', bundle.serialize())) == {bundle.id, *ids}
    for link in of(bundle, "relationship"):
        assert link.relationship_type == "related-to" or link.labels[0] == "reported"
        assert link.description.lower().startswith(f"{link.labels[0]}: ")
