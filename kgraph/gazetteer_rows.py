"""The rows of the gazetteer: tab-separated files, one a kind of entity, read and checked.

A file opens with comment lines (`#`), then a header line, then one row an entity. Columns:
`label` and `type` are required; `id`, `country`, `aliases`, `descriptors`, `parent`, `wikidata`,
`source`, `kind`, `adjectives`, `metonyms` and `posts` may be left out. Lists are separated by `|`. A post is
`role @ body start/end`: `president @ Russia 2012-05-07/..`, with times in the Extended Date/Time Format.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from kgraph.errors import ResourceError
from kgraph.model import Entity, EntityType
from kgraph.spelling import forename_spellings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
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
_OPTIONAL = {"kind", "adjectives", "metonyms", "posts"}
_EMPTY = dict.fromkeys((*COLUMNS, *_OPTIONAL), "")
_REQUIRED = {"label", "type"}
_TYPES = {type_.value: type_ for type_ in EntityType}
_MISTAKES_TOLD = 20
_ID = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*\Z")
_WIKIDATA = re.compile(r"Q[1-9][0-9]*\Z")
_POST = re.compile(
    r"(?P<role>[a-z][a-z -]*) @ (?P<body>\S+) "
    r"(?P<start>\d{4}(?:-\d\d){0,2})/(?P<end>\d{4}(?:-\d\d){0,2}|\.\.)\Z"
)


class Name(NamedTuple):
    """One way to write an entity's name. `doubt` says what evidence it needs.

    0: none. 1 ("~"): that it stands as a proper name; a surname, that the article names its bearer in
    full. 2 ("~~"): a word beside it that tells its kind, or that the recogniser takes it for one such.
    """

    text: str
    doubt: int = 0


@dataclass(frozen=True, slots=True)
class Post:
    """A position that a person holds or held: `role` at the entity with the id `body`.

    `start` and `end` are ISO 8601 years, months or days; `end` is "" while it is held. The end of one
    holder's time is the start of the next one's.
    """

    role: str
    body: str
    start: str
    end: str = ""

    def held_on(self, day: date) -> bool | None:
        """Whether it was held on a day; None where the times known are too coarse to tell."""
        text = day.isoformat()
        begun, ended = text[: len(self.start)], text[: len(self.end)]
        if begun < self.start or (self.end and ended > self.end):
            return False
        sure_start = begun > self.start or len(self.start) == len(text)
        sure_end = not self.end or ended < self.end
        if self.end and len(self.end) == len(text) and ended == self.end:
            return False
        return True if sure_start and sure_end else None


class Row(NamedTuple):
    """One entity with the ways to write it.

    `names` are proper names, `adjectives` demonyms and adjectives of nationality, `metonyms` names of
    something else that stand for it (a capital for a government), `posts` what a person held. `where` is the
    file and line.
    """

    entity: Entity
    names: tuple[Name, ...]
    adjectives: tuple[Name, ...] = ()
    metonyms: tuple[Name, ...] = ()
    posts: tuple[Post, ...] = ()
    source: str = ""
    where: str = ""


def local_name(label: str) -> str:
    """An ASCII-only id for a label: "São Paulo" becomes "Sao_Paulo"."""
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode()
    plain = plain.replace("&", " and ").replace("+", " plus").replace("'", "")
    return re.sub(r"_+", "_", re.sub(r"[^A-Za-z0-9.-]", "_", plain)).strip("_.-")


def read_rows(file: Traversable) -> list[Row]:
    """The rows of one file, in its order.

    Raises `ResourceError` that names the file, and the line of every row with a mistake.
    """
    kind = KINDS.get(file.name.removesuffix(".tsv"), "")
    header: list[str] = []
    rows: list[Row] = []
    mistakes: list[str] = []
    for number, line in enumerate(_text(file).splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        where = f"{file.name}, line {number}"
        cells = [cell.strip() for cell in line.split("\t")]
        if not header:
            header = _checked_header(cells, where)
            continue
        try:
            rows.append(_row(_cells(header, cells, where), kind, where))
        except ResourceError as exc:
            mistakes.append(str(exc))
    check(mistakes)
    return rows


def check(mistakes: list[str]) -> None:
    """Raise a `ResourceError` that tells the mistakes, a line each, where there are any."""
    if mistakes:
        more = len(mistakes) - _MISTAKES_TOLD
        raise ResourceError(
            "\n".join(mistakes[:_MISTAKES_TOLD]) + (f"\n... and {more} more" if more > 0 else "")
        )


def _text(file: Traversable) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except FileNotFoundError as exc:
        raise ResourceError(f"{file}: no such file") from exc
    except UnicodeDecodeError as exc:
        raise ResourceError(f"{file.name}: cannot be read as UTF-8 text ({exc})") from exc
    except OSError as exc:
        raise ResourceError(f"{file}: cannot be read ({exc.strerror})") from exc


def written_forms(row: Row) -> Iterator[tuple[Name, bool]]:
    """Every way to write a row's name, and whether that is an adjective."""
    for name in row.names:
        yield name, False
        if row.entity.type is EntityType.PERSON:
            others = forename_spellings(name.text)
            yield from ((Name(other, name.doubt), False) for other in others)
    for name in row.metonyms:
        yield Name(name.text, 1), False
    for name in row.adjectives:
        yield name, True
        if name.text.endswith(("n", "i")) and not name.text.endswith("men"):
            yield Name(name.text + "s", name.doubt), True
    if row.entity.type is EntityType.COUNTRY:
        yield from ((name, False) for name in _government_names(row))


def _government_names(row: Row) -> Iterator[Name]:
    """A state and its government are one node, as is usual in political event data."""
    for stem in {name.text for name in (*row.names, *row.adjectives)}:
        if stem.lower().endswith(("government", "administration", "kremlin")):
            continue
        doubt = max((name.doubt for name in row.adjectives if name.text == stem), default=0)
        for noun in ("government", "Government", "authorities", "officials", "gov't", "govt"):
            yield Name(f"{stem} {noun}", doubt)
    for name in row.names:
        for noun in ("government", "Government"):
            yield Name(f"{noun} of {name.text}")
            yield Name(f"{noun} of the {name.text}")


def _checked_header(cells: list[str], where: str) -> list[str]:
    unknown = set(cells) - set(COLUMNS) - _OPTIONAL
    if unknown:
        known = ", ".join((*COLUMNS, *sorted(_OPTIONAL)))
        raise ResourceError(f"{where}: unknown columns {', '.join(sorted(unknown))}; known are {known}")
    if missing := _REQUIRED - set(cells):
        raise ResourceError(f"{where}: the header line lacks the columns {', '.join(sorted(missing))}")
    return cells


def _cells(header: list[str], cells: list[str], where: str) -> dict[str, str]:
    """The cells of a row by their columns, "" for those that are not there."""
    if len(cells) > len(header):
        raise ResourceError(f"{where}: {len(cells)} cells, but the header names {len(header)} columns")
    return _EMPTY | dict(zip(header, cells, strict=False))


def _row(cells: dict[str, str], kind: str, where: str) -> Row:
    label, entity_type = cells["label"], _TYPES.get(cells["type"])
    if not label:
        raise ResourceError(f"{where}: the label is empty")
    if entity_type is None:
        known = ", ".join(EntityType)
        raise ResourceError(f"{where}: unknown type '{cells['type']}'; write one of {known}")
    entity_id = cells["id"] or local_name(label)
    if not _ID.match(entity_id):
        raise ResourceError(f"{where}: the id '{entity_id}' may hold only letters, digits, _ - and .")
    wikidata = cells["wikidata"]
    if wikidata and not _WIKIDATA.match(wikidata):
        raise ResourceError(f"{where}: '{wikidata}' is no Wikidata id, such as Q42")
    if wikidata and not cells["source"]:
        raise ResourceError(f"{where}: the Wikidata id {wikidata} needs a source")
    aliases = _names(cells["aliases"])
    own = any(name.text == label for name in aliases)
    entity = Entity(
        id=entity_id,
        label=label,
        type=entity_type,
        kind=cells["kind"] or kind,
        country=cells["country"],
        parent=cells["parent"],
        wikidata=wikidata,
        aliases=tuple(name.text for name in aliases if name.text != label),
        descriptors=tuple(_items(cells["descriptors"])),
    )
    return Row(
        entity=entity,
        names=aliases if own else (Name(label), *aliases),
        adjectives=_names(cells["adjectives"]),
        metonyms=_names(cells["metonyms"]),
        posts=tuple(_post(item, where) for item in _items(cells["posts"])),
        source=cells["source"],
        where=where,
    )


def _post(item: str, where: str) -> Post:
    found = _POST.match(item)
    if found is None:
        raise ResourceError(f"{where}: '{item}' is no post, such as 'president @ Russia 2012-05-07/..'")
    return Post(found["role"], found["body"], found["start"], found["end"].replace("..", ""))


def _items(cell: str) -> list[str]:
    return [item for part in cell.split("|") if (item := part.strip())] if cell else []


def _names(cell: str) -> tuple[Name, ...]:
    if not cell:
        return ()
    return tuple(
        Name(text := item.lstrip("~"), len(item) - len(text)) if item[0] == "~" else Name(item)
        for item in _items(cell)
    )
