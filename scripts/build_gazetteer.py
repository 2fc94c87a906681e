"""Fill the `wikidata` and `source` columns of the gazetteer from public sources.

    python scripts/build_gazetteer.py SOURCES

SOURCES is a folder with `organisations-ror.tsv` (ROR, CC0: label, qid, types, aliases, ror),
`us-legislators.tsv` and `us-presidents.tsv` (public domain), and the MISP galaxy extracts
`threat-actors-misp.tsv`, `microsoft-activity-groups-misp.tsv` and `malware-malpedia-misp.tsv` (CC0).
The ids of countries, territories and states come from the package `rigour`.

A Wikidata id is taken only where exactly one record of a source bears the row's name, and only
mechanically; a row that no source knows keeps an empty id. Everything else in the files is written by
hand and stays as it is. Running the script twice changes nothing.
"""

from __future__ import annotations

import argparse
import csv
import re
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from rigour.territories import get_territories

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

GAZETTEER = Path(__file__).parent.parent / "kgraph" / "resources" / "gazetteer"
HAND = "hand"
ORGANISATIONS = ("agencies", "companies", "international-organisations", "media", "organisations")

WITHHELD = {
    "Denmark": "rigour gives the realm, with Greenland and the Faroe Islands",
    "Netherlands": "rigour gives the realm, with the Caribbean countries",
    "Abu_Dhabi": "rigour gives the emirate, not the city",
    "Bern": "rigour gives the canton",
    "Dubai": "rigour gives the emirate",
    "Geneva": "rigour gives the canton",
    "Rio_de_Janeiro": "rigour gives the state",
    "Anduril": "ROR's id is older than the company",
    "China_Telecom": "ROR does not say which of the group's companies it means",
    "European_Court_of_Justice": "ROR gives the whole institution, of which it is one court",
    "Facebook": "ROR gives one id for it and Meta, which is the company's",
    "National_Assembly_France": "ROR's record of that name is the Korean assembly",
}
"""Rows, by id, for which a source gives the id of something that is not quite the same."""

MADE_FROM_ROR = range(30_250_000, 30_300_000)
"""Numbers of Wikidata items made in bulk out of ROR's forerunner, often doubles of older items."""

Row = dict[str, str]
Found = tuple[str, str]  # Wikidata id (may be ""), source


def main() -> None:
    """Rewrite the files in place."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("sources", type=Path)
    sources: Path = parser.parse_args().sources
    finders: dict[str, Callable[[Row], Found | None]] = dict.fromkeys(ORGANISATIONS, _ror(sources))
    finders["countries"] = finders["places"] = _territories()
    finders["people"] = _people(sources)
    actors = _names(sources, ("threat-actors-misp.tsv", "microsoft-activity-groups-misp.tsv"))
    finders["hacking-groups"] = _known(actors, "misp-galaxy threat-actors")
    finders["malware"] = _known(_names(sources, ("malware-malpedia-misp.tsv",)), "misp-galaxy malpedia")
    for name, find in finders.items():
        _rewrite(GAZETTEER / f"{name}.tsv", find)


def _rewrite(path: Path, find: Callable[[Row], Found | None]) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    start = next(number for number, line in enumerate(lines) if not line.startswith("#"))
    header = lines[start].split("\t")
    for number, line in enumerate(lines[start + 1 :], start=start + 1):
        if not line.strip() or line.startswith("#"):
            continue
        row = dict(zip(header, [*line.split("\t"), *[""] * len(header)], strict=False))
        found = None if row["id"] in WITHHELD else find(row)
        row["wikidata"], row["source"] = found or ("", HAND)
        lines[number] = "\t".join(row[column] for column in header).rstrip("\t")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _records(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def _sure_names(row: Row) -> list[str]:
    """The label and those aliases that are believed at sight."""
    aliases = [alias for alias in row["aliases"].split("|") if alias and not alias.startswith("~")]
    return [row["label"], *aliases]


def _ror(sources: Path) -> Callable[[Row], Found | None]:
    """Organisations whose ROR label, less a country in brackets, is the row's label or a full name of it."""
    by_name: dict[str, list[tuple[Row, str]]] = defaultdict(list)
    for record in _records(sources / "organisations-ror.tsv"):
        name, _, country = record["label"].removesuffix(")").partition(" (")
        by_name[name].append((record, country))

    def find(row: Row) -> Found | None:
        for name in _sure_names(row):
            is_full_name = name == row["label"] or len(name.split()) > 1
            records = [
                record
                for record, country in by_name.get(name, [])
                if not country or country.replace(" ", "_") == row["country"]
            ]
            if not is_full_name or len(records) != 1:
                continue
            record = records[0]
            if record["qid"] and int(record["qid"][1:]) not in MADE_FROM_ROR:
                return record["qid"], "ror " + record["ror"].rsplit("/", 1)[-1]
        return None

    return find


def _territories() -> Callable[[Row], Found | None]:
    by_name: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for territory in get_territories():
        if territory.is_historical and "-" in territory.code:
            continue
        for name in {territory.name, territory.full_name}:
            by_name[name].add((territory.qid, territory.code))

    def find(row: Row) -> Found | None:
        is_country = row["type"] == "Country"
        for name in _sure_names(row) if is_country else [row["label"]]:
            matches = {(qid, code) for qid, code in by_name.get(name, set()) if is_country or "-" in code}
            if len(matches) == 1:
                qid, code = matches.pop()
                return qid, f"rigour {code}"
        return None

    return find


def _people(sources: Path) -> Callable[[Row], Found | None]:
    """Presidents, vice-presidents and members of the United States Congress, by their full names."""
    by_name: dict[str, set[Found]] = defaultdict(set)
    for file in ("us-presidents", "us-legislators"):
        for record in _records(sources / f"{file}.tsv"):
            if record["qid"]:
                by_name[record["label"]].add((record["qid"], file))

    def find(row: Row) -> Found | None:
        if row["country"] != "United_States":
            return None
        for name in (name for name in _sure_names(row) if " " in name):
            if len({qid for qid, _ in by_name.get(name, ())}) == 1:
                return min(by_name[name])
        return None

    return find


def _names(sources: Path, files: Iterable[str]) -> set[str]:
    names = set()
    for file in files:
        for record in _records(sources / file):
            plain = re.sub(r" \([^()]*\)$", "", record["label"].strip())
            names |= {name.casefold() for name in (plain, *record["synonyms"].split("|"))}
    return names


def _known(names: set[str], source: str) -> Callable[[Row], Found | None]:
    def find(row: Row) -> Found | None:
        return ("", source) if any(name.casefold() in names for name in _sure_names(row)) else None

    return find


if __name__ == "__main__":
    main()
