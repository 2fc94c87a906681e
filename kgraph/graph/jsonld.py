"""JSON-LD that people can read: names with the graph's prefixes, by a context at its head.

Oxigraph's own writer knows no context, and spells out every IRI and type.
"""

from __future__ import annotations

import json
from itertools import groupby
from typing import TYPE_CHECKING, BinaryIO, Final

import pyoxigraph as ox

from kgraph.graph import vocabulary as v
from kgraph.ontology import types

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_PLAIN: Final = f"{v.XSD}string"
_LINKS: Final = """
    gaf:denotedBy kg:about kg:actor kg:actorMention kg:attributedTo kg:country kg:describes
    kg:modality kg:parent kg:place kg:placeMention kg:polarity kg:predicate kg:readAs
    kg:sourceMention kg:status kg:target kg:targetMention kg:type nif:referenceContext owl:sameAs
    prov:wasDerivedFrom rdf:object rdf:predicate rdf:subject rdfs:subClassOf rdfs:subPropertyOf
""".split()
"""Properties whose values are IRIs, beside the predicates of events and relations."""

_TYPED: Final = {
    "kg:claimCount": "xsd:integer",
    "kg:confidence": "xsd:decimal",
    "kg:firstReported": "xsd:date",
    "kg:lastReported": "xsd:date",
    "kg:sourceCount": "xsd:integer",
    "kg:triggerIndex": "xsd:integer",
    "nif:beginIndex": "xsd:integer",
    "nif:endIndex": "xsd:integer",
    "schema:datePublished": "xsd:date",
}
_ENGLISH: Final = "kg:descriptor rdfs:comment rdfs:label skos:altLabel skos:definition skos:prefLabel".split()

Terms = dict[str, dict[str, str]]
Value = str | dict[str, str]


def context() -> dict[str, str | dict[str, str]]:
    """The context: all prefixes, and how the values of properties are to be read."""
    return {**v.PREFIXES, **_terms()}


def write_jsonld(quads: Iterable[ox.Quad], output: BinaryIO) -> None:
    """Write quads as JSON-LD: those of a graph, and in it of a subject, have to follow each other."""
    terms = _terms()
    head = json.dumps(context(), ensure_ascii=False, indent=1)
    output.write(f'{{"@context": {head},\n"@graph": ['.encode())
    between = b"\n"  # what stands before the next node: a comma but for the first of a list
    for graph, own in groupby(quads, key=lambda quad: quad.graph_name):
        is_named = graph != v.DEFAULT
        if is_named:
            name = json.dumps(_name(graph), ensure_ascii=False)
            output.write(between + f'{{"@id": {name}, "@graph": ['.encode())
            between = b"\n"
        for subject, about in groupby(own, key=lambda quad: quad.subject):
            node = json.dumps(_node(subject, about, terms), ensure_ascii=False)
            output.write(between + node.encode())
            between = b",\n"
        if is_named:
            output.write(b"\n]}")
            between = b",\n"
    output.write(b"\n]}\n")


def _terms() -> Terms:
    links = (*_LINKS, *(f"kg:{type_.predicate}" for type_ in types().values()))
    found = {
        **{name: {"@type": "@id"} for name in links},
        **{name: {"@type": datatype} for name, datatype in _TYPED.items()},
        **{name: {"@language": "en"} for name in _ENGLISH},
    }
    return dict(sorted(found.items()))


def _node(subject: object, quads: Iterable[ox.Quad], terms: Terms) -> dict[str, str | list[Value] | Value]:
    """All that a graph says of a subject; a property with one value has no list."""
    values: dict[str, list[Value]] = {}
    for quad in quads:
        is_class = quad.predicate == v.A and isinstance(quad.object, ox.NamedNode)
        name = "@type" if is_class else _name(quad.predicate)
        value = _name(quad.object) if is_class else _value(quad.object, terms.get(name, {}))
        kept = values.setdefault(name, [])
        if value not in kept[-1:]:  # a union of graphs says the same more than once
            kept.append(value)
    return {
        "@id": _name(subject),
        **{name: found[0] if len(found) == 1 else found for name, found in values.items()},
    }


def _value(term: object, rule: Mapping[str, str]) -> Value:
    """A value as it is written where its property is read by that rule."""
    if not isinstance(term, ox.Literal):
        name = _name(term)
        return name if rule.get("@type") == "@id" else {"@id": name}
    if term.language:
        is_ruled = rule.get("@language") == term.language
        return term.value if is_ruled else {"@value": term.value, "@language": term.language}
    if term.datatype.value == _PLAIN:
        return {"@value": term.value} if rule else term.value
    datatype = _name(term.datatype)
    is_ruled = rule.get("@type") == datatype
    return term.value if is_ruled else {"@value": term.value, "@type": datatype}


def _name(term: object) -> str:
    """An IRI with its prefix, where the context gives the IRI back."""
    if not isinstance(term, ox.NamedNode):
        return str(term)
    for prefix, base in v.PREFIXES.items():
        local = term.value.removeprefix(base)
        if local and local != term.value and not local.startswith("//"):
            return f"{prefix}:{local}"
    return term.value
