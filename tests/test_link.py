"""Which entity a name of an article stands for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgraph.link import ArticleNames, clean_name, new_entity
from kgraph.model import Entity, EntityType

PERSON, ORGANIZATION, PLACE, THING = (
    EntityType.PERSON,
    EntityType.ORGANIZATION,
    EntityType.PLACE,
    EntityType.THING,
)


def names_with(*entities: Entity) -> ArticleNames:
    names = ArticleNames()
    for entity in entities:
        names.add(entity.label, entity)
    return names


# ---- names without trimmings


@pytest.mark.parametrize(
    ("surface", "name"),
    [
        ("Twitter", "Twitter"),
        ("Twitter's", "Twitter"),
        ("Twitter’s", "Twitter"),
        ("officers'", "officers"),
        ("the Pentagon", "Pentagon"),
        ("its Washington office", "Washington office"),
        ("Mr. Kaspersky", "Kaspersky"),
        ("President Donald Trump", "Donald Trump"),
        ("Sen. Marco Rubio", "Marco Rubio"),
        ("  Media\n Prima ", "Media Prima"),
        ("“Hidden Cobra”", "Hidden Cobra"),
        ("(FSB)", "FSB"),
        ("U.S.", "U.S."),
        ("Theodore", "Theodore"),
        ("", ""),
    ],
)
def test_a_name_is_cleaned(surface: str, name: str) -> None:
    assert clean_name(surface) == name


# ---- new entities


def test_a_new_entity_has_no_kind() -> None:
    assert new_entity("Media Prima", ORGANIZATION) == Entity("Media_Prima", "Media Prima", ORGANIZATION)


def test_a_legal_form_is_no_part_of_a_name() -> None:
    plain = new_entity("Brightwell Analytics", ORGANIZATION)
    for surface in (
        "Brightwell Analytics Ltd",
        "Brightwell Analytics, Inc.",
        "Brightwell Analytics Co., Ltd.",
    ):
        assert new_entity(surface, ORGANIZATION) == plain


def test_transliterations_of_a_forename_are_one_person() -> None:
    assert new_entity("Evgeny Malkov", PERSON).id == new_entity("Yevgeny Malkov", PERSON).id
    assert new_entity("Evgeny Malkov", PERSON).id != new_entity("Sergei Malkov", PERSON).id


def test_a_lone_surname_is_known_in_its_article_only() -> None:
    here, there = ArticleNames("a1"), ArticleNames("a2")
    assert here.new("Orlov", PERSON).id != there.new("Orlov", PERSON).id
    assert here.new("Orlov", PERSON).label == "Orlov"
    assert here.new("Pyotr Orlov", PERSON) == there.new("Pyotr Orlov", PERSON)


def test_a_namesake_of_somebody_known_gets_another_id() -> None:
    names = ArticleNames("a1", {"Mercury": Entity("Mercury", "Mercury", EntityType.MALWARE)})
    assert names.new("Mercury", ORGANIZATION).id == "Mercury_(organization)"
    assert names.new("Mercury", PLACE).id == "Mercury_(place)"


def test_another_spelling_of_somebody_known_is_the_same_person() -> None:
    known = Entity("Volodymyr_Zelensky", "Volodymyr Zelensky", PERSON, kind="person")
    names = ArticleNames("a1", {known.id: known})
    assert names.new("Volodymyr Zelenskyi", PERSON) == known
    assert names.new("Volodymyr Zelensky", PERSON) != known  # the gazetteer knew it, and had its doubts


def test_a_name_with_a_bracket_cut_off_is_the_one_known() -> None:
    known = Entity("Acme_Party", "Acme Party", ORGANIZATION, kind="organisation")
    assert ArticleNames("a1", {known.id: known}).new("Acme Party (AP", ORGANIZATION) == known


# ---- the names of an article


def test_a_name_is_found_again_whatever_its_case_and_trimmings() -> None:
    entity = new_entity("Media Prima", ORGANIZATION)
    names = names_with(entity)
    for surface in ("Media Prima", "MEDIA PRIMA", "the Media Prima", "Media Prima's", "media\nprima"):
        assert names.find(surface) == entity


def test_what_was_never_named_is_not_found() -> None:
    names = names_with(new_entity("Media Prima", ORGANIZATION))
    assert names.find("Prima") is None
    assert names.find("Media") is None
    assert names.find("") is None


def test_a_surname_and_a_forename_stand_for_the_person() -> None:
    person = new_entity("Jeanette Manfra", PERSON)
    names = names_with(person)
    assert names.find("Manfra") == names.find("Jeanette") == names.find("Ms. Manfra") == person


def test_a_surname_that_two_people_share_is_nobody() -> None:
    donald, melania = new_entity("Donald Trump", PERSON), new_entity("Melania Trump", PERSON)
    names = names_with(donald, melania)
    assert names.find("Trump") is None
    assert names.find("Donald") == donald
    assert names.find("Melania Trump") == melania


def test_a_person_added_twice_is_one() -> None:
    person = new_entity("Jeanette Manfra", PERSON)
    assert names_with(person, person).find("Manfra") == person


def test_a_surname_is_the_person_named_in_full_whatever_it_looks_like() -> None:
    manfra = new_entity("Jeanette Manfra", PERSON)
    names = names_with(manfra)
    assert names.find("Manfra", ORGANIZATION) == names.find("Manfra", PLACE) == manfra
    assert names.find("Jeanette", ORGANIZATION) is None


def test_a_body_may_be_named_without_its_country() -> None:
    council = new_entity("UK Film Council", ORGANIZATION)
    assert names_with(council).find("Film Council", ORGANIZATION) == council
    assert names_with(new_entity("Film Council", ORGANIZATION)).find("Council of Films") is None


def test_a_full_name_comes_before_a_short_form() -> None:
    person, company = new_entity("Natalya Kaspersky", PERSON), new_entity("Kaspersky", ORGANIZATION)
    assert names_with(person, company).find("Kaspersky") == company


@pytest.mark.parametrize("long", ["Acme Inc", "Acme Inc.", "Acme Corporation", "Acme Holding Co. Ltd."])
def test_a_company_is_known_without_its_suffix(long: str) -> None:
    company = new_entity(long, ORGANIZATION)
    assert names_with(company).find(clean_name(long).split(" Inc")[0].split(" Co")[0]) == company


def test_a_company_is_known_with_a_suffix_it_had_not() -> None:
    company = new_entity("Acme", ORGANIZATION)
    assert names_with(company).find("Acme Ltd") == company


def test_a_suffix_alone_is_no_name() -> None:
    assert names_with(new_entity("Acme Group", ORGANIZATION)).find("Group") is None


def test_initials_stand_for_an_organisation() -> None:
    agency = new_entity("Federal Office for Gaming", ORGANIZATION)
    assert names_with(agency).find("FOG") == agency


def test_initials_stand_for_no_person_and_no_place() -> None:
    assert names_with(new_entity("Jeanette Manfra", PERSON)).find("JM") is None
    assert names_with(new_entity("New York", PLACE)).find("NY") is None


def test_initials_that_two_organisations_share_are_neither() -> None:
    first, second = new_entity("Data Office", ORGANIZATION), new_entity("Defence Operations", ORGANIZATION)
    assert names_with(first, second).find("DO") is None


def test_an_institution_is_known_by_its_last_word() -> None:
    commission = new_entity("European Commission", ORGANIZATION)
    assert names_with(commission).find("the Commission") == commission


def test_the_last_word_of_two_institutions_is_neither() -> None:
    names = names_with(
        new_entity("State Department", ORGANIZATION), new_entity("Justice Department", ORGANIZATION)
    )
    assert names.find("the Department") is None


def test_the_first_reading_of_a_name_counts() -> None:
    first, second = Entity("A", "Acme", ORGANIZATION), Entity("B", "Acme", ORGANIZATION)
    assert names_with(first, second).find("Acme") == first


@pytest.mark.parametrize(
    ("full", "type_", "short"),
    [
        ("Marlowe Hotels & Resorts", ORGANIZATION, "Marlowe"),
        ("Harvel & Stoke", ORGANIZATION, "Harvel"),
        ("Reserve Bank of Brandel", ORGANIZATION, "Reserve Bank"),
        ("City of Ashford", ORGANIZATION, "the City"),
        ("Kestrel Local Health Board", ORGANIZATION, "Kestrel Health Board"),
        ("Project Alderwood", THING, "Alderwood"),
        ("Ashford County", PLACE, "Ashford"),
        ("Pedro Ruiz Delgado", PERSON, "Ruiz Delgado"),
        ("Prince Halim bin Talib", PERSON, "Prince Halim"),
    ],
)
def test_a_short_form_stands_for_the_full_name(full: str, type_: EntityType, short: str) -> None:
    entity = new_entity(full, type_)
    names = ArticleNames()
    names.add(full, entity)
    assert names.find(short, type_) == entity


@pytest.mark.parametrize(
    ("full", "type_", "other"),
    [
        ("Convention on Rural Rights", ORGANIZATION, "Rural Rights"),
        ("Harvel & Stoke", ORGANIZATION, "Kestrel"),
        ("Carla Brenner", PERSON, "Carlo Brenner"),
        ("Halfmoon 2", THING, "Halfmoon 3"),
    ],
)
def test_what_is_no_short_form_is_not_found(full: str, type_: EntityType, other: str) -> None:
    names = ArticleNames()
    names.add(full, new_entity(full, type_))
    assert names.find(other, type_) is None


def test_hyphens_and_apostrophes_make_no_other_name() -> None:
    assert new_entity("Jean-Luc Morvane", PERSON).id == new_entity("Jean Luc Morvane", PERSON).id
    assert new_entity("Miners' Union", ORGANIZATION).id == new_entity("Miners Union", ORGANIZATION).id
    assert new_entity("PLCs", THING) == new_entity("PLC", THING)
    assert new_entity("T-4s", THING) == new_entity("T-4", THING)
    assert new_entity("Jean-Luc Morvane", PERSON).label == "Jean-Luc Morvane"


def test_a_peer_is_the_person_of_that_surname() -> None:
    person = new_entity("Neil Kessing", PERSON)
    assert names_with(person).find("Lord Kessing", PERSON) == person
    assert names_with(person, new_entity("Ann Kessing", PERSON)).find("Lord Kessing", PERSON) is None


def test_the_cars_of_a_known_firm_are_not_the_firm() -> None:
    firm = Entity("Harvel", "Harvel", ORGANIZATION, kind="company")
    names = ArticleNames("a1", {firm.id: firm})
    names.add("Harvel", firm)
    assert names.find("Harvels", THING) is None


@given(st.lists(st.text(max_size=20), max_size=5), st.text(max_size=20), st.sampled_from(EntityType))
def test_what_is_found_was_added(labels: list[str], asked: str, type_: EntityType) -> None:
    entities = [new_entity(label, type_) for label in labels]
    found = names_with(*entities).find(asked)
    assert found is None or found in entities
