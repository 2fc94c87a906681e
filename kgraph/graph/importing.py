"""Reading back what `serialize` writes: RDF files into extractions.

Only what articles say and what people have put right is taken from a file; what follows from it (entities,
events, shortcuts, copies) is derived anew where it is added. Which graph a statement stands in is not looked
at, so that a file with the union of all graphs (Turtle, RDF/XML) is as good as one that keeps them apart.
"""

from __future__ import annotations

import re
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from kgraph.errors import GraphError, InputError
from kgraph.graph import vocabulary as v
from kgraph.graph.copies import COPIES_GRAPH, COPY_OF, FINGERPRINT, HAS_TEXT, NEAR_COPY_OF
from kgraph.graph.correcting import CORRECTION, DIFFERENT, RECORD, quads_to_corrections
from kgraph.graph.derived import CLAIM_COUNT, is_derived
from kgraph.graph.nodes import named
from kgraph.graph.published import published
from kgraph.graph.serialize import FORMATS, rdf_format
from kgraph.graph.store import Store, put_right
from kgraph.graph.terms import GROUND_CLASSES, GROUND_PREDICATES, quads_to_extraction

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kgraph.corrections import Correction
    from kgraph.model import Extraction

SUFFIXES: Final = {
    **{name: name for name in FORMATS},
    "turtle": "ttl",
    "xml": "rdf",
    "owl": "rdf",
    "json": "jsonld",
}
"""For each suffix of a file, without its dot, the name of its format."""

_DERIVED: Final = frozenset({CLAIM_COUNT, COPY_OF, HAS_TEXT})
_OF_TEXTS: Final = frozenset({FINGERPRINT, NEAR_COPY_OF})
# What the parser says before the reason, and the system behind it.
_NOISE = re.compile(r"^Parser error at line \d+ (column \d+|between .*? and .*?\d+): | \(os error \d+\)$")
# What would make a parser use up all memory: an XML entity made of others, JSON nested without end.
_NESTED_ENTITY = re.compile(rb"<!ENTITY[^>]*&[^>]*>")
_BRACKET_OR_STRING = re.compile(rb'"(?:[^"\\]|\\.)*"|[{}\[\]]', re.DOTALL)
_DEEPEST = 100


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

    Articles take the place of those with the same ids; an article that does not hang together, or whose
    sentences do not hold its claims, is refused. Raises `InputError` where the file cannot be read,
    `ExportError` for an unknown format, and `GraphError` where the graph cannot be written.
    """
    path = Path(path)
    with _sorted(path, format_name) as (articles, sorting):
        corrections = _corrections(path, sorting)
        if corrections:
            store.correct([*store.corrections(), *corrections])
        in_force = store.corrections()
        refused: list[InputError] = []
        counts: Counter[str] = Counter()

        def wanted() -> Iterator[Extraction]:
            for item in _extractions(path, articles, sorting.announced):
                if isinstance(item, InputError):
                    refused.append(item)
                    continue
                new = put_right(item, in_force)
                held = store.has_article(new.article.id) and store.extraction(new.article.id)
                counts["unchanged" if held == new else "replaced" if held else "new"] += 1
                if held != new:
                    yield new

        store.add(wanted())
    return ImportReport(
        articles=counts["new"] + counts["replaced"],
        replaced=counts["replaced"],
        unchanged=counts["unchanged"],
        refused=tuple(refused),
        corrections=len(corrections),
        left_out=sorting.strange,
    )


@contextmanager
def _sorted(path: Path, format_name: str | None) -> Iterator[tuple[ox.Store, _Sorting]]:
    """The statements of a file, those of each article in a graph."""
    suffix = path.suffix.lower().removeprefix(".")
    if format_name is None and suffix not in SUFFIXES:
        raise InputError(str(path), f"unknown suffix {path.suffix!r}; use one of .{', .'.join(SUFFIXES)}")
    format_ = rdf_format(format_name or SUFFIXES[suffix])
    # On disk, so that texts of any number do not have to fit into memory; the articles of claims have to.
    with TemporaryDirectory(prefix="kgraph-import-") as folder:
        _refuse_bombs(path, format_)
        sorting = _Sorting(_articles_of_claims(_parsed(path, format_)))
        try:
            store = ox.Store(folder)
            store.bulk_extend(sorting.placed(_parsed(path, format_)))
        except OSError as exc:
            raise GraphError(f"{path}: there is no room to read it in {folder}: {exc}") from exc
        yield store, sorting


def _articles_of_claims(quads: Iterable[ox.Quad]) -> dict[str, str]:
    return {
        quad.subject.value: _article(quad.object.value)
        for quad in quads
        if quad.predicate == v.DERIVED_FROM
        and isinstance(quad.subject, ox.NamedNode)
        and isinstance(quad.object, ox.NamedNode)
        and quad.subject.value.startswith(v.CLAIM)
    }


def _extractions(path: Path, store: ox.Store, announced: dict[str, int]) -> Iterator[Extraction | InputError]:
    """What each article says, in the order of their IRIs; or what is wrong with it."""
    graphs = {named(graph).value for graph in store.named_graphs()}
    for iri in sorted(graphs | set(announced)):
        try:
            quads = store.quads_for_pattern(None, None, None, ox.NamedNode(iri))
            extraction = quads_to_extraction(quads)
            _check(extraction, announced.get(iri))
            yield extraction
        except GraphError as exc:
            yield InputError(f"{path}, {v.shorten(iri)}", str(exc))


def _check(extraction: Extraction, announced: int | None) -> None:
    """Raise `GraphError` where claims are missing, or stand in no sentence."""
    name, count = f"article {extraction.article.id!r}", len(extraction.claims)
    if announced is not None and announced != count:
        raise GraphError(
            f"{name}: it should make {announced} claims, and makes {count}: the file is not whole"
        )
    for claim in extraction.claims:
        sentence, trigger = claim.sentence, claim.trigger
        inside = (
            sentence.headline == trigger.headline
            and sentence.start <= trigger.start <= trigger.end <= sentence.end
        )
        if not inside or not sentence.text.strip():
            raise GraphError(
                f"{name}: its sentence {sentence.text[:60]!r} does not hold the claim cl:{claim.id}"
            )


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
        self.announced: dict[str, int] = {}  # how many claims which article should make
        self.corrections: list[ox.Quad] = []
        self.strange = 0

    def placed(self, quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
        """The statements of articles, each in the article's graph."""
        for quad in quads:
            if article := self._article_of(quad):
                yield ox.Quad(quad.subject, quad.predicate, quad.object, ox.NamedNode(article))
            elif quad.predicate == RECORD:
                self.corrections.append(quad)
            elif quad.predicate == CLAIM_COUNT and (article := _article_node(quad.subject)):
                self._announce(article, quad.object)
            elif not self._follows(quad):
                self.strange += 1

    def _announce(self, article: str, count: object) -> None:
        if isinstance(count, ox.Literal) and count.value.isdecimal():
            self.announced[article] = int(count.value)
        else:
            self.strange += 1

    def _article_of(self, quad: ox.Quad) -> str:
        """The article whose graph a statement stands in, "" for none."""
        subject, object_ = quad.subject, quad.object
        is_ground = quad.predicate in GROUND_PREDICATES and (
            quad.predicate != v.A or object_ in GROUND_CLASSES
        )
        if not is_ground or not isinstance(subject, ox.NamedNode):
            return ""
        if quad.predicate == v.DENOTED_BY:
            return _article_node(object_)
        return _article(subject.value) or self._claims.get(subject.value, "")

    def _follows(self, quad: ox.Quad) -> bool:
        """Whether a statement is one that kgraph derives or publishes, and so will again."""
        subject = quad.subject
        if not isinstance(subject, ox.NamedNode):
            return False
        return (
            (quad.predicate in _DERIVED and bool(_article(subject.value)))
            or (quad.predicate in _OF_TEXTS and subject.value.startswith(COPIES_GRAPH.value))
            or (quad.predicate == v.A and quad.object == CORRECTION)
            or (quad.predicate == DIFFERENT and subject.value.startswith(v.ENTITY))
            or (subject, quad.predicate) in self._published
            or is_derived(quad)
        )


def _article(iri: str) -> str:
    """The article that an IRI is of, or of a part of; "" where it is of none."""
    return iri.partition("#")[0] if iri.startswith(v.ARTICLE) else ""


def _article_node(term: object) -> str:
    return _article(term.value) if isinstance(term, ox.NamedNode) else ""


def _parsed(path: Path, format_: ox.RdfFormat) -> Iterator[ox.Quad]:
    try:
        yield from ox.parse(path=path, format=format_)
    except SyntaxError as exc:
        where = f"line {exc.lineno}: " if exc.lineno else ""
        reason = _NOISE.sub("", " ".join(str(exc.msg).split()))
        raise InputError(str(path), f"{where}this is not {format_.name}: {reason}") from exc
    except OSError as exc:
        raise InputError(str(path), _NOISE.sub("", exc.strerror or str(exc))) from exc


def _refuse_bombs(path: Path, format_: ox.RdfFormat) -> None:
    """Raise `InputError` for a small file that would grow without end when it is parsed."""
    try:
        if format_ == ox.RdfFormat.RDF_XML and _NESTED_ENTITY.search(path.read_bytes()):
            raise InputError(str(path), "it defines entities by others, which no exported graph does")
        if format_ == ox.RdfFormat.JSON_LD and _depth(path.read_bytes()) > _DEEPEST:
            raise InputError(str(path), f"it is nested more than {_DEEPEST} deep, which no exported graph is")
    except OSError as exc:
        raise InputError(str(path), exc.strerror or str(exc)) from exc


def _depth(json: bytes) -> int:
    """How deep the brackets of JSON are nested, at most; those in strings do not count."""
    deepest = depth = 0
    for token in _BRACKET_OR_STRING.findall(json):
        depth += (token in b"{[") - (token in b"}]")
        deepest = max(deepest, depth)
    return deepest
