"""The rows of the gazetteer: tab-separated files, one a kind of entity, read and checked.

A file opens with comment lines (`#`), then a header line, then one row an entity. Columns:
`label` and `type` are required; `id`, `country`, `aliases`, `descriptors`, `parent`, `wikidata`,
`source`, `kind`, `adjectives` and `metonyms` may be left out. Lists are separated by `|`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kgraph.errors import ResourceError
from kgraph.model import Entity, EntityType

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

KINDS = {
    "countries": "country",
    "international-organisations": "international organisation",
    "agencies": "agency",
    "organisations": "organisation",
    "companies": "company",
    "media": "media outlet",
    "people": "person",
    "hacking-groups": "hacking group",
    "malware": "malware",
    "products": "product",
    "places": "place",
}
"""The built-in files and the kind of their rows, in the order in which equal candidates are listed."""

COLUMNS = ("id", "label", "type", "country", "aliases", "descriptors", "parent", "wikidata", "source")
_OPTIONAL = {"kind", "adjectives", "metonyms"}
_REQUIRED = {"label", "type"}
_ID = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*\Z")
_WIKIDATA = re.compile(r"Q[1-9][0-9]*\Z")


@dataclass(frozen=True, slots=True)
class Name:
    """One way to write an entity's name. `ambiguous` says that it needs other evidence."""

    text: str
    ambiguous: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One entity with the ways to write it.

    `names` are proper names, `adjectives` demonyms and adjectives of nationality, `metonyms` names of
    something else that stand for it (a capital for a government). `where` is the file and line.
    """

    entity: Entity
    names: tuple[Name, ...]
    adjectives: tuple[Name, ...] = ()
    metonyms: tuple[Name, ...] = ()
    source: str = ""
    where: str = ""


def local_name(label: str) -> str:
    """An ASCII-only id for a label: "São Paulo" becomes "Sao_Paulo"."""
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode()
    plain = plain.replace("&", " and ").replace("+", " plus").replace("'", "")
    return re.sub(r"_+", "_", re.sub(r"[^A-Za-z0-9.-]", "_", plain)).strip("_.-")


def read_rows(file: Traversable) -> Iterator[Row]:
    """Yield the rows of one file.

    Raises `ResourceError` with file and line when a row has a mistake.
    """
    kind = KINDS.get(file.name.removesuffix(".tsv"), "")
    header: list[str] = []
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError as exc:
        raise ResourceError(f"{file}: no such file") from exc
    except (OSError, UnicodeDecodeError) as exc:
        raise ResourceError(f"{file.name}: cannot be read as UTF-8 text ({exc})") from exc
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        where = f"{file.name}, line {number}"
        cells = [cell.strip() for cell in line.split("\t")]
        if not header:
            header = _checked_header(cells, where)
        elif len(cells) > len(header):
            raise ResourceError(f"{where}: {len(cells)} cells, but the header names {len(header)} columns")
        else:
            yield _row(dict(zip(header, cells, strict=False)), kind, where)


def _checked_header(cells: list[str], where: str) -> list[str]:
    unknown = set(cells) - set(COLUMNS) - _OPTIONAL
    if unknown:
        known = ", ".join((*COLUMNS, *sorted(_OPTIONAL)))
        raise ResourceError(f"{where}: unknown columns {', '.join(sorted(unknown))}; known are {known}")
    if missing := _REQUIRED - set(cells):
        raise ResourceError(f"{where}: the header line lacks the columns {', '.join(sorted(missing))}")
    return cells


def _row(cells: dict[str, str], kind: str, where: str) -> Row:
    label = cells["label"]
    if not label:
        raise ResourceError(f"{where}: the label is empty")
    try:
        entity_type = EntityType(cells.get("type", ""))
    except ValueError as exc:
        known = ", ".join(EntityType)
        raise ResourceError(f"{where}: unknown type '{cells.get('type', '')}'; write one of {known}") from exc
    entity_id = cells.get("id") or local_name(label)
    if not _ID.match(entity_id):
        raise ResourceError(f"{where}: the id '{entity_id}' may hold only letters, digits, _ - and .")
    wikidata = cells.get("wikidata", "")
    if wikidata and not _WIKIDATA.match(wikidata):
        raise ResourceError(f"{where}: '{wikidata}' is no Wikidata id, such as Q42")
    if wikidata and not cells.get("source"):
        raise ResourceError(f"{where}: the Wikidata id {wikidata} needs a source")
    aliases = _names(cells.get("aliases", ""))
    own = any(name.text == label for name in aliases)
    names = aliases if own else (Name(label), *aliases)
    entity = Entity(
        id=entity_id,
        label=label,
        type=entity_type,
        kind=cells.get("kind") or kind,
        country=cells.get("country", ""),
        parent=cells.get("parent", ""),
        wikidata=wikidata,
        aliases=tuple(name.text for name in aliases if name.text != label),
        descriptors=tuple(_items(cells.get("descriptors", ""))),
    )
    return Row(
        entity=entity,
        names=names,
        adjectives=_names(cells.get("adjectives", "")),
        metonyms=_names(cells.get("metonyms", "")),
        source=cells.get("source", ""),
        where=where,
    )


def _items(cell: str) -> Iterator[str]:
    return (item.strip() for item in cell.split("|") if item.strip())


def _names(cell: str) -> tuple[Name, ...]:
    return tuple(Name(item.removeprefix("~"), item.startswith("~")) for item in _items(cell))
