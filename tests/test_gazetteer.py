"""The gazetteer: its rows, and what it finds in a text."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from kgraph.errors import ResourceError
from kgraph.gazetteer import Gazetteer
from kgraph.gazetteer_rows import KINDS, Post, Row, local_name, read_rows
from kgraph.model import EntityType

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    folder = files("kgraph.resources") / "gazetteer"
    return [row for name in KINDS for row in read_rows(folder / f"{name}.tsv")]


# ---- the rows


def test_every_file_of_the_folder_is_read() -> None:
    folder = files("kgraph.resources") / "gazetteer"
    assert {entry.name for entry in folder.iterdir() if entry.name.endswith(".tsv")} == {
        f"{name}.tsv" for name in KINDS
    }


def test_ids_are_local_names_of_the_label(rows: list[Row]) -> None:
    for row in rows:
        assert row.entity.id.isascii(), row.where
        assert row.entity.id.startswith(local_name(row.entity.label).split(".")[0]), row.where


def test_a_name_belongs_to_one_row_unless_it_is_marked(rows: list[Row]) -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        for name in (*row.names, *row.adjectives):
            if not name.doubt:
                owners[name.text].add(row.entity.id)
    assert {name: ids for name, ids in owners.items() if len(ids) > 1} == {}


def test_no_row_lists_a_name_twice(rows: list[Row]) -> None:
    for row in rows:
        texts = [name.text for name in (*row.names, *row.adjectives)]
        assert len(texts) == len(set(texts)), row.where


def test_a_wikidata_id_names_its_source_and_is_given_once(rows: list[Row]) -> None:
    owners: dict[str, str] = {}
    for row in rows:
        if row.entity.wikidata:
            assert row.source.split()[0] in {"ror", "rigour", "us-legislators", "us-presidents"}, row.where
            assert owners.setdefault(row.entity.wikidata, row.where) == row.where
        assert row.source, row.where


@pytest.mark.parametrize(
    ("entity_id", "wikidata"),
    [
        ("United_States", "Q30"),
        ("Russia", "Q159"),
        ("Google", "Q95"),
        ("Barack_Obama", "Q76"),
        ("Facebook", ""),
    ],
)
def test_wikidata_ids(gazetteer: Gazetteer, entity_id: str, wikidata: str) -> None:
    assert gazetteer[entity_id].wikidata == wikidata


def test_descriptors_are_lower_case_nouns(rows: list[Row]) -> None:
    for row in rows:
        assert all(noun == noun.lower() for noun in row.entity.descriptors), row.where


def test_types_fit_the_kinds(rows: list[Row]) -> None:
    expected = {
        "country": EntityType.COUNTRY,
        "place": EntityType.PLACE,
        "person": EntityType.PERSON,
        "product": EntityType.PRODUCT,
        "malware": EntityType.MALWARE,
        "vulnerability": EntityType.MALWARE,
    }
    for row in rows:
        assert row.entity.type is expected.get(row.entity.kind, EntityType.ORGANIZATION), row.where


def test_countries_and_parents_are_of_the_right_type(gazetteer: Gazetteer) -> None:
    for entity in gazetteer:
        if entity.country:
            assert gazetteer[entity.country].type is EntityType.COUNTRY, entity.id
        assert entity.parent != entity.id


def test_posts_are_held_at_bodies_that_are_known_and_begin_before_they_end(
    gazetteer: Gazetteer, rows: list[Row]
) -> None:
    for row in rows:
        for post in row.posts:
            assert post.body in gazetteer, row.where
            assert not post.end or post.start[: len(post.end)] <= post.end[: len(post.start)], (
                row.where,
                post,
            )


@pytest.mark.parametrize(
    ("role", "body", "day", "holder"),
    [
        ("president", "United_States", date(2018, 4, 23), "Donald_Trump"),
        ("president", "United_States", date(2010, 1, 1), "Barack_Obama"),
        ("president", "United_States", date(2021, 1, 19), "Donald_Trump"),
        ("president", "United_States", date(2021, 1, 20), "Joe_Biden"),
        ("president", "Russia", date(2010, 1, 1), "Dmitry_Medvedev"),
        ("president", "Russia", date(2018, 1, 1), "Vladimir_Putin"),
        ("president", "Narnia", date(2018, 1, 1), None),
        ("king of cats", "United_States", date(2018, 1, 1), None),
    ],
)
def test_who_held_a_post(gazetteer: Gazetteer, role: str, body: str, day: date, holder: str | None) -> None:
    found = gazetteer.holder(role, body, day)
    assert (found.id if found else None) == holder


@pytest.mark.parametrize(
    ("start", "end", "day", "held"),
    [
        ("2012", "", date(2013, 1, 1), True),
        ("2012", "", date(2012, 6, 1), None),
        ("2012", "", date(2011, 6, 1), False),
        ("2012-05-07", "", date(2012, 5, 7), True),
        ("2012", "2014", date(2014, 6, 1), None),
        ("2012", "2014-06-01", date(2014, 6, 1), False),
        ("2012", "2014-06-01", date(2014, 5, 31), True),
        ("2012", "2014", date(2015, 1, 1), False),
    ],
)
def test_whether_a_post_was_held_on_a_day(start: str, end: str, day: date, *, held: bool | None) -> None:
    assert Post("president", "Russia", start, end).held_on(day) is held


def test_there_are_enough_rows_with_sources(rows: list[Row]) -> None:
    assert len(rows) >= 8_000
    assert sum(bool(row.entity.wikidata) for row in rows) >= 2_000


# ---- finding


FOUND = [
    # text, what is found in it: name -> ids, the default first
    ("Twitter bans Kaspersky Lab ads", {"Twitter": ["Twitter"], "Kaspersky Lab": ["Kaspersky_Lab"]}),
    ("Kaspersky said in his blog", {"Kaspersky": ["Kaspersky_Lab", "Eugene_Kaspersky"]}),
    ("Yevgeny Kaspersky wrote", {"Yevgeny Kaspersky": ["Eugene_Kaspersky"]}),
    ("Facebook Inc in January said", {"Facebook Inc": ["Facebook"]}),
    ("Huawei Technologies Co Ltd, China", {"Huawei Technologies Co Ltd": ["Huawei"], "China": ["China"]}),
    ("shares of Apple Inc. rose", {"Apple Inc.": ["Apple"]}),
    ("It sued Trend Micro Inc. The court", {"Trend Micro Inc": ["Trend_Micro"]}),
    ("the US government prohibited", {"US government": ["United_States"]}),
    ("several U.S. agencies", {"U.S.": ["United_States"]}),
    ("It left the U.S.", {"U.S.": ["United_States"]}),
    ("the government of Russia", {"government of Russia": ["Russia"]}),
    ("Chinese officials denied", {"Chinese officials": ["China"]}),
    ("the U.S. Department of Homeland Security said",
     {"U.S. Department of Homeland Security": ["United_States_Department_of_Homeland_Security"]}),
    ("Russian media outlets Russia Today and Sputnik",
     {"Russian": ["Russia"], "Russia Today": ["RT"], "Sputnik": ["Sputnik"]}),
    ("Russia\u2019s Foreign Ministry",
     {"Russia\u2019s Foreign Ministry": ["Russian_Ministry_of_Foreign_Affairs"]}),
    ("Twitter's and Facebook\u2019s rules", {"Twitter": ["Twitter"], "Facebook": ["Facebook"]}),
    ("the Moscow-based firm", {"Moscow": ["Moscow", "Russia"]}),
    ("anti-Russian sanctions", {"Russian": ["Russia"]}),
    ("US-China talks", {"US": ["United_States"], "China": ["China"]}),
    ("Amazon.com Inc shares", {"Amazon.com Inc": ["Amazon"]}),
    ("KASPERSKY LAB BANNED", {"KASPERSKY LAB": ["Kaspersky_Lab"]}),
    ("by Kaspersky\nLab on Monday", {"Kaspersky\nLab": ["Kaspersky_Lab"]}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_find(gazetteer: Gazetteer, text: str, expected: dict[str, list[str]]) -> None:
    matches = gazetteer.find(text)
    assert {match.text: [entity.id for entity in match.entities] for match in matches} == expected
    assert all(text[match.start : match.end] == match.text for match in matches)


@pytest.mark.parametrize(
    "text",
    [
        "see www.reuters.com/Twitter or mail press@Facebook.com",
        "read it on Reuters.com",
        "FacebookGate and iTwitter",
        "the ancient city of Xi'an",
        "tell us who it is",
        "prices in US$ only",
        "Al-Jordan and O'Google",
        "Russianist and Twitterati",
        "facebook and twitter in lower case",
    ],
)
def test_what_is_no_name_of_its_own(gazetteer: Gazetteer, text: str) -> None:
    assert gazetteer.find(text) == []


@pytest.mark.parametrize(
    ("text", "ambiguous"),
    [
        ("Signal", True),
        ("Target", True),
        ("Target Corp", False),
        ("Target Group", True),
        ("RT", True),
        ("Turkey", True),
        ("Washington", True),
        ("Kaspersky", False),
        ("Twitter", False),
        ("Intel Corp", False),
        ("US", False),
        ("CONTACT US TODAY", True),
    ],
)
def test_ambiguity(gazetteer: Gazetteer, text: str, *, ambiguous: bool) -> None:
    (match,) = gazetteer.find(text)
    assert match.ambiguous is ambiguous


@pytest.mark.parametrize(
    ("text", "adjective"),
    [("Russian", True), ("Americans", True), ("US", False), ("Russia", False), ("UK", False)],
)
def test_adjectives_are_told_from_names(gazetteer: Gazetteer, text: str, *, adjective: bool) -> None:
    (match,) = gazetteer.find(text)
    assert match.adjective is adjective


def test_an_adjective_is_ambiguous_where_two_countries_share_it(gazetteer: Gazetteer) -> None:
    (match,) = gazetteer.find("Korean")
    assert match.ambiguous
    assert [entity.id for entity in match.entities] == ["South_Korea", "North_Korea"]


def test_matches_are_in_order_and_do_not_overlap(gazetteer: Gazetteer) -> None:
    text = "The US Department of Justice and the FBI charged APT28, Fancy Bear, of Russia's GRU. " * 3
    matches = gazetteer.find(text)
    assert len(matches) == 3 * 5
    assert all(left.end <= right.start for left, right in pairwise(matches))


# ---- looking up


def test_lookup_prefers_the_written_case(gazetteer: Gazetteer) -> None:
    assert [entity.id for entity in gazetteer.lookup("the DHS")] == [
        "United_States_Department_of_Homeland_Security"
    ]
    assert [entity.id for entity in gazetteer.lookup("kaspersky lab")] == ["Kaspersky_Lab"]
    assert [entity.id for entity in gazetteer.lookup("Facebook, Inc.")] == ["Facebook"]
    assert gazetteer.lookup("nobody of that name") == ()


def test_search_forgives_misspellings(gazetteer: Gazetteer) -> None:
    assert "Kaspersky_Lab" in [entity.id for entity in gazetteer.search("Kaspersy Lab")]
    assert len(gazetteer.search("Kaspersky", limit=2)) == 2
    assert gazetteer.search("qqqq zzzz") == []


def test_it_is_a_collection_of_entities(gazetteer: Gazetteer) -> None:
    assert "Twitter" in gazetteer
    assert len(list(gazetteer)) == len(gazetteer)
    assert gazetteer.get("No_Such_Thing") is None
    with pytest.raises(KeyError):
        gazetteer["No_Such_Thing"]


def test_entities_carry_plain_names(gazetteer: Gazetteer) -> None:
    kaspersky = gazetteer["Eugene_Kaspersky"]
    assert "Kaspersky" in kaspersky.aliases
    assert (kaspersky.kind, kaspersky.country, kaspersky.parent) == ("person", "Russia", "Kaspersky_Lab")
    assert "Moscow" not in gazetteer["Russia"].aliases
    assert "Russian" in gazetteer.adjectives("Russia")


# ---- files of one's own


def write(folder: Path, text: str) -> Path:
    path = folder / "own.tsv"
    path.write_text(text, encoding="utf-8")
    return path


def test_own_rows_add_and_replace(tmp_path: Path, gazetteer: Gazetteer) -> None:
    own = Gazetteer.load(
        write(
            tmp_path,
            "label\ttype\taliases\tkind\n"
            "# the next row replaces a built-in one\n"
            "Twitter\tOrganization\tBirdsite\tcompany\n"
            "Acme Widgets\tOrganization\t\tcompany\n",
        )
    )
    assert len(own) == len(gazetteer) + 1
    assert own.version != gazetteer.version
    assert [match.entities[0].id for match in own.find("Birdsite sued Acme Widgets Ltd")] == [
        "Twitter",
        "Acme_Widgets",
    ]
    assert own.lookup("X Corp") == ()


def test_the_version_depends_on_the_rows_alone(gazetteer: Gazetteer) -> None:
    assert Gazetteer.load().version == gazetteer.version


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("label\ttype\nAcme\tFirm\n", "own.tsv, line 2: unknown type 'Firm'"),
        ("label\ttype\tcolour\n", "own.tsv, line 1: unknown columns colour"),
        ("label\n", "own.tsv, line 1: the header line lacks the columns type"),
        ("label\ttype\n\tPerson\n", "own.tsv, line 2: the label is empty"),
        ("label\ttype\nA\tPerson\textra\n", "own.tsv, line 2: 3 cells"),
        ("id\tlabel\ttype\na b\tA\tPerson\n", "own.tsv, line 2: the id 'a b'"),
        ("label\ttype\twikidata\tsource\nA\tPerson\t42\thand\n", "own.tsv, line 2: '42' is no Wikidata id"),
        ("label\ttype\twikidata\nA\tPerson\tQ42\n", "own.tsv, line 2: the Wikidata id Q42 needs a source"),
        (
            "label\ttype\tcountry\nA\tPerson\tNarnia\n",
            "own.tsv, line 2: the country 'Narnia' is the id of no row",
        ),
        ("label\ttype\tposts\nA\tPerson\tking since 1999\n", "own.tsv, line 2: 'king since 1999' is no post"),
        (
            "label\ttype\tposts\nA\tPerson\tking @ Narnia 1999/..\n",
            "own.tsv, line 2: the body 'Narnia' is the id of no row",
        ),
        ("label\ttype\nA\tFirm\nB\tPerson\nC\tShip\n", "own.tsv, line 2: unknown type 'Firm'"),
        ("label\ttype\nA\tPerson\nA\tPerson\n", "own.tsv, line 3: the id 'A' is taken by own.tsv, line 2"),
    ],
)
def test_mistakes_are_named_with_file_and_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ResourceError) as caught:
        Gazetteer.load(write(tmp_path, text))
    assert str(caught.value).startswith(message)


def test_every_mistake_is_told(tmp_path: Path) -> None:
    lines = ["label\ttype", *(f"Thing {n}\tShip" for n in range(30))]
    with pytest.raises(ResourceError) as caught:
        Gazetteer.load(write(tmp_path, "\n".join(lines)))
    told = str(caught.value).splitlines()
    assert told[0].startswith("own.tsv, line 2: unknown type 'Ship'")
    assert told[19].startswith("own.tsv, line 21:")
    assert told[20:] == ["... and 10 more"]


def test_two_hundred_thousand_rows_load(tmp_path: Path) -> None:
    lines = ["label\ttype\taliases", *(f"Firm No. {n}\tOrganization\tF{n}" for n in range(200_000))]
    own = Gazetteer.load(write(tmp_path, "\n".join(lines)))
    assert [match.entities[0].id for match in own.find("the F199999 of Firm No. 7")] == [
        "Firm_No._199999",
        "Firm_No._7",
    ]


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ResourceError, match=r"missing\.tsv"):
        Gazetteer.load(tmp_path / "missing.tsv")


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("São Paulo", "Sao_Paulo"),
        ("AT&T", "AT_and_T"),
        ("Lapsus$", "Lapsus"),
        ("People's Daily", "Peoples_Daily"),
    ],
)
def test_local_names(label: str, expected: str) -> None:
    assert local_name(label) == expected


@pytest.mark.parametrize(
    ("name", "type_", "id_"),
    [
        ("Kapsersky Lab", EntityType.ORGANIZATION, "Kaspersky_Lab"),
        ("Kasperksy Lab", EntityType.PRODUCT, "Kaspersky_Lab"),
        ("Bitcoins", EntityType.THING, "Bitcoin"),
        ("TenCent", EntityType.ORGANIZATION, "Tencent"),
        ("SonyEricsson", EntityType.THING, "Sony_Ericsson"),
        (
            "Lawrence Livermore national laboratory",
            EntityType.THING,
            "Lawrence_Livermore_National_Laboratory",
        ),
        ("Dark Side", EntityType.THING, None),
        ("Americas", EntityType.PLACE, None),
        ("Barrack Obama", EntityType.PERSON, None),
        ("Donald Trump", EntityType.ORGANIZATION, None),
        ("Zzyzx", EntityType.ORGANIZATION, None),
        ("", EntityType.THING, None),
    ],
)
def test_a_name_in_another_spelling(
    gazetteer: Gazetteer, name: str, type_: EntityType, id_: str | None
) -> None:
    found = gazetteer.spelled_like(name, type_)
    assert (found.id if found else None) == id_
