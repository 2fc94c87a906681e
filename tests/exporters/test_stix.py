"""STIX bundles: strictly valid, in the standard's own relationships, and never surer than the articles."""

from collections.abc import Callable
from typing import Any

import pytest
import stix2

from kgraph.exporters.stix import mapping
from kgraph.model import Modality, Polarity, Status
from kgraph.ontology import types

Said = Any  # the class that the fixture `said` gives

# What the STIX 2.1 standard lists for the objects that are written, in its table of relationships.
STANDARD = {
    ("threat-actor", "targets", "identity"),
    ("threat-actor", "targets", "location"),
    ("threat-actor", "uses", "malware"),
    ("threat-actor", "attributed-to", "identity"),
    ("threat-actor", "located-at", "location"),
    ("malware", "targets", "identity"),
    ("malware", "targets", "location"),
    ("malware", "uses", "malware"),
    ("malware", "originates-from", "location"),
    ("malware", "authored-by", "threat-actor"),
}


def of(bundle: stix2.Bundle, type_: str) -> list[Any]:
    return [one for one in bundle.objects if one.type == type_]


def links(bundle: stix2.Bundle) -> set[tuple[str, str, str]]:
    """The relationships, with the names of their ends."""
    names = {one.id: one.get("name") for one in bundle.objects}
    return {
        (names[one.source_ref], one.relationship_type, names[one.target_ref])
        for one in of(bundle, "relationship")
    }


@pytest.mark.parametrize(
    ("claim", "link"),
    [
        (("Cyberattack", "Lazarus", "Sony"), ("Lazarus", "targets", "Sony")),
        (("Cyberattack", "WannaCry", "users"), ("WannaCry", "targets", "iPhone users")),
        (("Espionage", "Lazarus", "North_Korea"), ("Lazarus", "targets", "North Korea")),
        (("Interference", "Lazarus", "Texas"), ("Lazarus", "targets", "Texas")),
        (("Cyberattack", "North_Korea", "Sony"), ("North Korea", "related-to", "Sony")),
        (("Cyberattack", "Sony", "Orion"), ("Sony", "related-to", "Orion")),
        (("Cyberattack", "Sony", "Lazarus"), ("Sony", "related-to", "Lazarus")),
        (("Disclosure", "Sony", "RGB"), ("Sony", "related-to", "Reconnaissance General Bureau")),
        (("uses", "Lazarus", "EternalBlue"), ("Lazarus", "uses", "EternalBlue")),
        (("uses", "WannaCry", "EternalBlue"), ("WannaCry", "uses", "EternalBlue")),
        (("uses", "RGB", "WannaCry"), ("Reconnaissance General Bureau", "related-to", "WannaCry")),
        (("produces", "Lazarus", "WannaCry"), ("WannaCry", "authored-by", "Lazarus")),
        (("produces", "RGB", "WannaCry"), ("Reconnaissance General Bureau", "related-to", "WannaCry")),
        (("basedIn", "Lazarus", "North_Korea"), ("Lazarus", "located-at", "North Korea")),
        (("basedIn", "WannaCry", "Izmir"), ("WannaCry", "originates-from", "Izmir")),
        (("partOf", "Lazarus", "RGB"), ("Lazarus", "attributed-to", "Reconnaissance General Bureau")),
        (("hasTiesTo", "Lazarus", "North_Korea"), ("Lazarus", "related-to", "North Korea")),
        (("alsoKnownAs", "Lazarus", "APT38"), ("APT38", "duplicate-of", "Lazarus")),
        # Equals are kept in the order of their ids, which makes "Lazarus" the actor and "Park" the target.
        (("alsoKnownAs", "Park", "Lazarus"), ("Lazarus", "attributed-to", "Park Jin Hyok")),
        (("alsoKnownAs", "Sony", "Lazarus"), ("Lazarus", "attributed-to", "Sony")),
        (("Sanction", "North_Korea", "Lazarus"), ("North Korea", "related-to", "Lazarus")),
        # Not of attacks, hacking groups or malware, or with an end that STIX has no object for.
        (("Sanction", "North_Korea", "Sony"), None),
        (("basedIn", "Sony", "Izmir"), None),
        (("uses", "Sony", "Orion"), None),
        (("Interference", "Lazarus", "elections"), None),
        (("Cyberattack", "Lazarus", "act"), None),
        (("Cyberattack", "Lazarus", "Nowhere"), None),
        (("alsoKnownAs", "Lazarus", "Lazarus"), None),
    ],
)
def test_what_is_reported_becomes_a_relationship_of_the_standard(
    exported: Callable[..., stix2.Bundle],
    said: Said,
    claim: tuple[str, str, str],
    link: tuple[str, str, str] | None,
) -> None:
    bundle = exported(said(*claim))
    assert links(bundle) == ({link} if link else set())
    if not link:
        assert [one.name for one in bundle.objects] == ["kgraph"]


def test_all_relationships_of_the_mapping_are_the_standards() -> None:
    """A pair of types that is turned is told of the other end."""
    for table, is_turned in ((mapping._RELATIONSHIPS, False), (mapping._TURNED, True)):
        for (type_, actor, target), name in table.items():
            source, end = (target, actor) if is_turned else (actor, target)
            assert type_ in types()
            assert (source, name, end) in STANDARD or (name == "duplicate-of" and source == end)
    assert set(types()) >= mapping.CYBER_TYPES
    assert set(mapping.CEILINGS) == set(Status) - {Status.DENIED}


@pytest.mark.parametrize(
    ("modality", "denials", "expected"),
    [
        (Modality.ALLEGED, 0, ("alleged", 50)),
        (Modality.PLANNED, 0, ("planned", 50)),
        (Modality.ACTUAL, 1, ("disputed", 30)),
        (Modality.ALLEGED, 1, ("disputed", 30)),
    ],
)
def test_what_is_less_than_reported_is_never_put_as_a_fact(
    exported: Callable[..., stix2.Bundle],
    said: Said,
    modality: Modality,
    denials: int,
    expected: tuple[str, int],
) -> None:
    claim = said("Cyberattack", "Lazarus", "Sony", "2014-11-24", modality=modality, source="RGB")
    denial = said("Cyberattack", "Lazarus", "Sony", polarity=Polarity.NEGATIVE, source="North_Korea")
    bundle = exported(claim, *[denial] * denials)
    assert links(bundle) == {("Lazarus", "related-to", "Sony")}
    (link,) = of(bundle, "relationship")
    assert (link.labels, link.confidence) == ([expected[0], "cyberattack"], expected[1])
    assert link.description.startswith(f"{expected[0].capitalize()}: Lazarus attacks Sony, 2014-11-24. ")
    assert "start_time" not in link
    assert link.description.count("denied, according to North Korea: “") == denials
    assert ", according to Reconnaissance General Bureau: “" in link.description


def test_confidence_of_what_is_reported_is_the_graphs(
    exported: Callable[..., stix2.Bundle], said: Said
) -> None:
    (link,) = of(exported(said("uses", "Lazarus", "WannaCry", confidence=0.836)), "relationship")
    assert link.confidence == 84
    weak = exported(
        said("uses", "Lazarus", "WannaCry", modality=Modality.ALLEGED, source="RGB", confidence=0.3)
    )
    assert of(weak, "relationship")[0].confidence == 30


def test_what_is_only_denied_is_a_note(exported: Callable[..., stix2.Bundle], said: Said) -> None:
    bundle = exported(
        said("Cyberattack", "Lazarus", "Sony", polarity=Polarity.NEGATIVE, source="North_Korea")
    )
    assert not of(bundle, "relationship")
    assert not of(bundle, "incident")
    (note,) = of(bundle, "note")
    names = {one.id: one.name for one in bundle.objects if "name" in one}
    assert [names[ref] for ref in note.object_refs] == ["Lazarus", "Sony"]
    assert note.abstract == "Denied: Lazarus attacks Sony"
    assert note.labels == ["denied", "cyberattack"]
    assert "denied, according to North Korea" in note.content
    assert note.id in of(bundle, "report")[0].object_refs


@pytest.mark.parametrize(
    ("more", "name", "confidence"),
    [
        ({}, "Unknown attacks Sony", 80),
        ({"modality": Modality.ALLEGED, "source": "RGB"}, "Alleged: Unknown attacks Sony", 50),
    ],
)
def test_who_is_unnamed_is_not_invented(
    exported: Callable[..., stix2.Bundle], said: Said, more: dict[str, Any], name: str, confidence: int
) -> None:
    bundle = exported(said("Cyberattack", None, "Sony", **more))
    assert links(bundle) == {(name, "related-to", "Sony")}
    (incident,) = of(bundle, "incident")
    assert incident.confidence == confidence
    assert [one.name for one in of(bundle, "identity")] == ["kgraph", "Sony"]


@pytest.mark.parametrize(
    ("type_", "target", "modality"),
    [
        ("Cyberattack", "Sony", Modality.PLANNED),
        ("Sanction", "Lazarus", Modality.ACTUAL),
        ("uses", "WannaCry", Modality.ALLEGED),
    ],
)
def test_what_nobody_named_plans_or_does_otherwise_is_a_note(
    exported: Callable[..., stix2.Bundle], said: Said, type_: str, target: str, modality: Modality
) -> None:
    bundle = exported(said(type_, None, target, modality=modality))
    assert len(of(bundle, "note")) == len(of(bundle, "report")) == 1
    assert not of(bundle, "incident")
    assert not of(bundle, "relationship")


def test_long_accounts_are_cut_with_every_side_heard(
    exported: Callable[..., stix2.Bundle], said: Said
) -> None:
    claims = [said("Cyberattack", "Lazarus", "Sony") for _ in range(7)]
    claims.append(said("Cyberattack", "Lazarus", "Sony", polarity=Polarity.NEGATIVE))
    (link,) = of(exported(*claims), "relationship")
    assert link.description.count("\n- ") == 4
    assert link.description.count("\n- denied: “") == 1
    assert link.description.endswith("\n... and 4 more claims")
