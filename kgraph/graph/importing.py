"""Reading back what `serialize` writes: RDF files into extractions.

Only what articles say and what people have put right is taken from a file; what follows from it (entities,
events, shortcuts, copies) is derived anew where it is added. Which graph a statement stands in is not looked
at, so that a file with the union of all graphs (Turtle, RDF/XML) is as good as one that keeps them apart.
"""

from __future__ import annotations

import re
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from kgraph.errors import GraphError, InputError
from kgraph.graph import vocabulary as v
from kgraph.graph.copies import COPY_OF, FINGERPRINT, NEAR_COPY_OF
from kgraph.graph.correcting import DIFFERENT, quads_to_corrections
from kgraph.graph.derived import CLAIM_COUNT, is_derived
from kgraph.graph.nodes import named
from kgraph.graph.published import published
from kgraph.graph.serialize import FORMATS, rdf_format
from kgraph.graph.terms import quads_to_extraction

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kgraph.corrections import Correction
    from kgraph.graph.store import Store
    from kgraph.model import Extraction

SUFFIXES: Final = {
    **{name: name for name in FORMATS},
    "turtle": "ttl",
    "xml": "rdf",
    "owl": "rdf",
    "json": "jsonld",
}
"""For each suffix of a file, without its dot, the name of its format."""

_OF_ARTICLE_BUT_DERIVED: Final = frozenset({CLAIM_COUNT, COPY_OF, FINGERPRINT, NEAR_COPY_OF})
_CORRECTION: Final = "https://w3id.org/kgraph/corrections#"
# What the parser says before the reason, and the system behind it.
_NOISE = re.compile(r"^Parser error at line \d+ column \d+: | \(os error \d+\)$")


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What came of a file.

    `articles` counts those that are new or have taken the place of others, and `replaced` the latter;
    `unchanged` those that the graph held just so; `refused` says what is wrong with the others.
    `corrections` are those of the file; `left_out` counts the statements that are not of a graph of kgraph.
    """

    articles: int = 0
    replaced: int = 0
    unchanged: int = 0
    refused: tuple[InputError, ...] = ()
    corrections: int = 0
    left_out: int = 0


def import_file(store: Store, path: Path | str, format_name: str | None = None) -> ImportReport:
    """Add the articles and corrections of an RDF file, in the format of its suffix unless another is named.

    Articles take the place of those with the same ids. Raises `InputError` where the file cannot be read,
    `ExportError` for an unknown format, and `GraphError` where the graph cannot be written.
    """
    path = Path(path)
    with _sorted(path, format_name) as (sorted_, sorting):
        corrections = _corrections(path, sorting)
        if corrections:
            store.correct([*store.corrections(), *corrections])
        report = ImportReport(corrections=len(corrections), left_out=sorting.strange)
        refused: list[InputError] = []
        counts: Counter[str] = Counter()

        def wanted() -> Iterator[Extraction]:
            for item in _extractions(sorted_):
                if isinstance(item, InputError):
                    refused.append(item)
                    continue
                held = store.has_article(item.article.id) and store.extraction(item.article.id)
                counts["unchanged" if held == item else "replaced" if held else "new"] += 1
                if held != item:
                    yield item

        store.add(wanted())
    return replace(
        report,
        articles=counts["new"] + counts["replaced"],
        replaced=counts["replaced"],
        unchanged=counts["unchanged"],
        refused=tuple(refused),
    )


@contextmanager
def _sorted(path: Path, format_name: str | None) -> Iterator[tuple[ox.Store, _Sorting]]:
    """The statements of a file, those of each article in a graph."""
    suffix = path.suffix.lower().removeprefix(".")
    if format_name is None and suffix not in SUFFIXES:
        raise InputError(str(path), f"unknown suffix {path.suffix!r}; use one of .{', .'.join(SUFFIXES)}")
    format_ = rdf_format(format_name or SUFFIXES[suffix])
    # On disk, so that a file of any size is read in the same memory.
    with TemporaryDirectory(prefix="kgraph-import-") as folder:
        store = ox.Store(folder)
        try:
            claims = {
                quad.subject.value: _article(quad.object.value)
                for quad in _parsed(path, format_)
                if quad.predicate == v.DERIVED_FROM
                and isinstance(quad.subject, ox.NamedNode)
                and isinstance(quad.object, ox.NamedNode)
            }
            sorting = _Sorting(claims)
            store.bulk_extend(sorting.placed(_parsed(path, format_)))
            yield store, sorting
        finally:
            del store


def _extractions(store: ox.Store) -> Iterator[Extraction | InputError]:
    """What each article says, in the order of their IRIs; or what is wrong with it."""
    for graph in sorted(map(named, store.named_graphs()), key=str):
        try:
            yield quads_to_extraction(store.quads_for_pattern(None, None, None, graph))
        except GraphError as exc:
            yield InputError(v.shorten(graph.value), str(exc))


def _corrections(path: Path, sorting: _Sorting) -> list[Correction]:
    try:
        return list(quads_to_corrections(sorting.corrections))
    except GraphError as exc:
        raise InputError(str(path), str(exc)) from exc


class _Sorting:
    """Puts each statement where it belongs; what belongs to no article is kept or counted here."""

    def __init__(self, claims: dict[str, str]) -> None:
        self._claims = claims  # the article of each claim
        # Without the value: other programs write numbers in other ways.
        self._published = {(quad.subject, quad.predicate) for quad in published()}
        self.corrections: list[ox.Quad] = []
        self.strange = 0

    def placed(self, quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
        """The statements of articles, each in the article's graph."""
        for quad in quads:
            if article := self._article_of(quad):
                yield ox.Quad(quad.subject, quad.predicate, quad.object, ox.NamedNode(article))
            elif isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(_CORRECTION):
                self.corrections.append(quad)
            elif not self._follows(quad):
                self.strange += 1

    def _article_of(self, quad: ox.Quad) -> str:
        subject, object_ = quad.subject, quad.object
        if not isinstance(subject, ox.NamedNode) or quad.predicate in _OF_ARTICLE_BUT_DERIVED:
            return ""
        if quad.predicate == v.DENOTED_BY and isinstance(object_, ox.NamedNode):
            return _article(object_.value)
        return _article(subject.value) or self._claims.get(subject.value, "")

    def _follows(self, quad: ox.Quad) -> bool:
        subject = quad.subject
        if not isinstance(subject, ox.NamedNode):
            return False
        return (
            (quad.predicate in _OF_ARTICLE_BUT_DERIVED and bool(_article(subject.value)))
            or is_derived(quad)
            or (quad.subject, quad.predicate) in self._published
            or (quad.predicate == DIFFERENT and subject.value.startswith(v.ENTITY))
        )


def _article(iri: str) -> str:
    """The article that an IRI is of, or of a part of; "" where it is of none."""
    return iri.partition("#")[0] if iri.startswith(v.ARTICLE) else ""


def _parsed(path: Path, format_: ox.RdfFormat) -> Iterator[ox.Quad]:
    try:
        yield from ox.parse(path=path, format=format_)
    except SyntaxError as exc:
        where = f"line {exc.lineno}: " if exc.lineno else ""
        reason = _NOISE.sub("", " ".join(str(exc.msg).split()))
        raise InputError(str(path), f"{where}this is not {format_.name}: {reason}") from exc
    except OSError as exc:
        raise InputError(str(path), _NOISE.sub("", exc.strerror or str(exc))) from exc
