"""The documents that hold the vocabulary: its terms, what is said of each, and how often a graph uses it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import pyoxigraph as ox

from kgraph.graph import vocabulary as v
from kgraph.graph.published import SHAPES_GRAPH

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Document = Literal["ns", "plover", "shapes"]
"""What the namespaces are called, behind `https://w3id.org/kgraph/`."""

GRAPHS: Final[Mapping[Document, ox.NamedNode]] = {
    "ns": v.ONTOLOGY_GRAPH,
    "plover": v.ONTOLOGY_GRAPH,
    "shapes": SHAPES_GRAPH,
}
_SH: Final = "http://www.w3.org/ns/shacl#"
_KIND_OF: Final = f"{v.RDFS}subClassOf"
_LINKS: Final = {
    v.A.value: "is",
    _KIND_OF: "a kind of",
    f"{v.RDFS}subPropertyOf": "a kind of",
    f"{v.RDFS}domain": "from",
    f"{v.RDFS}range": "to",
    v.kg("predicate").value: "as a property",
    f"{_SH}targetClass": "holds for every",
    f"{_SH}targetSubjectsOf": "holds for whatever has",
    f"{_SH}node": "and keeps to",
    f"{_SH}path": "about",
}
USES: Final = """SELECT ?iri (COUNT(*) AS ?uses) WHERE {
  { ?s ?iri ?o } UNION { ?s a|kg:status|kg:polarity|kg:modality ?iri }
  FILTER(STRSTARTS(STR(?iri), "https://w3id.org/kgraph/"))
} GROUP BY ?iri"""
"""How often each name of the vocabulary is used in the default graph."""
USES_IN_ARTICLES: Final = USES.replace("WHERE {", "WHERE { GRAPH ?article {", 1).replace(
    "} GROUP", "} } GROUP"
)
_VALUED: Final = "a|kg:status|kg:polarity|kg:modality"
_SAID: Final = (f"{v.SKOS}definition", f"{v.RDFS}comment")


@dataclass(frozen=True, slots=True)
class Term:
    """A class, property, value or shape.

    `links` are other terms by what they are to this one; `demands` what a shape says of whatever breaks it;
    `uses` counts the triples that have it as predicate, class or value, and `examples` is the query for them.
    """

    iri: str
    name: str
    label: str
    said: str
    example: str
    links: Mapping[str, tuple[str, ...]]
    demands: tuple[str, ...]
    uses: int
    examples: str

    @property
    def is_property(self) -> bool:
        """Whether it stands between two things, as the names of properties show."""
        return self.name[:1].islower()


def terms(quads: Iterable[ox.Quad], document: Document, uses: Mapping[str, tuple[int, bool]]) -> list[Term]:
    """The terms of a document, by name, out of the quads of its graph; `uses` as `used` gives them."""
    base = f"{v.BASE}{document}#"
    told: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for quad in quads:
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode | ox.Literal):
            told[quad.subject.value][quad.predicate.value].append(quad.object.value)
    kinds: dict[str, list[str]] = defaultdict(list)
    for iri, said in told.items():
        for above in said.get(_KIND_OF, ()):
            kinds[above].append(iri)
    found = [
        _term(iri, iri.removeprefix(base), told, kinds[iri], uses)
        for iri, said in told.items()
        if iri.startswith(base) and v.A.value in said
    ]
    return sorted(found, key=lambda term: (term.is_property, term.name))


def _term(
    iri: str,
    name: str,
    told: Mapping[str, Mapping[str, list[str]]],
    kinds: Sequence[str],
    uses: Mapping[str, tuple[int, bool]],
) -> Term:
    said = told[iri]
    links: dict[str, tuple[str, ...]] = {}
    for predicate, caption in _LINKS.items():
        if values := said.get(predicate):
            links[caption] = tuple(sorted({*links.get(caption, ()), *values}))
    parts = [*said.get(f"{_SH}property", []), iri]
    demands = {message for part in parts for message in told.get(part, {}).get(f"{_SH}message", [])}
    if kinds:
        links["has the kinds"] = tuple(sorted(kinds))
    return Term(
        iri,
        name,
        label=next(iter(said.get(f"{v.RDFS}label", [])), name),
        said=next((text for predicate in _SAID for text in said.get(predicate, [])), ""),
        example=next(iter(said.get(f"{v.SKOS}example", [])), ""),
        links=links,
        demands=tuple(sorted(demands)),
        uses=sum(uses.get(one, (0, False))[0] for one in (iri, *kinds)),
        examples=_examples(iri, name, has_kinds=bool(kinds), within=uses.get(iri, (0, False))[1]),
    )


def _examples(iri: str, name: str, *, has_kinds: bool, within: bool) -> str:
    """The query for what a term is used for; `within` the graphs of articles."""
    if has_kinds:
        above = f"GRAPH <{v.ONTOLOGY_GRAPH.value}> {{ ?type rdfs:subClassOf <{iri}> }}"
        return f"SELECT ?subject ?type WHERE {{ {above} ?subject a ?type }} LIMIT 100"
    pattern = f"?subject <{iri}> ?object" if name[:1].islower() else f"?subject {_VALUED} <{iri}>"
    return f"SELECT * WHERE {{ {f'GRAPH ?article {{ {pattern} }}' if within else pattern} }} LIMIT 100"


def used(outside: Mapping[str, int], within: Mapping[str, int]) -> dict[str, tuple[int, bool]]:
    """How often each IRI is used, and whether that is rather within the graphs of articles than outside."""
    every = outside.keys() | within.keys()
    return {
        iri: (outside.get(iri, 0) + within.get(iri, 0), within.get(iri, 0) > outside.get(iri, 0))
        for iri in every
    }
