"""The event types and lasting relations, read from `resources/ontology.ttl`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import pyoxigraph as ox

from kgraph.errors import ResourceError

KG = "https://w3id.org/kgraph/ns#"
_RDF_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"


@dataclass(frozen=True, slots=True)
class Type:
    """An event type or a lasting relation.

    `name` is what records and queries call it: the class of an event type ("Ban"), the predicate
    of a relation ("hasTiesTo"). `label` is the verb phrase that stands between actor and target
    ("bans"). `plover` is the PLOVER root, "" for relations. In symmetric types actor and target
    are equals, and the order in which they are told means nothing.
    """

    name: str
    predicate: str
    label: str
    definition: str
    example: str
    plover: str = ""
    symmetric: bool = False

    @property
    def is_event(self) -> bool:
        """Whether this is something that happens, not a lasting relation."""
        return bool(self.plover)


@cache
def ontology_turtle() -> str:
    """The text of the ontology."""
    return (files("kgraph") / "resources" / "ontology.ttl").read_text(encoding="utf-8")


@cache
def types() -> dict[str, Type]:
    """All types by name, in the order of their names.

    Raises `ResourceError` when the ontology lacks something that a type needs.
    """
    store = ox.Store()
    store.load(ontology_turtle().encode(), format=ox.RdfFormat.TURTLE)

    def value(node: ox.NamedNode, property_iri: str) -> str:
        for quad in store.quads_for_pattern(node, ox.NamedNode(property_iri), None):
            return str(getattr(quad.object, "value", ""))
        raise ResourceError(f"ontology.ttl: {node.value} has no {property_iri}")

    def members(class_iri: str) -> set[str]:
        pattern = store.quads_for_pattern(None, _RDF_TYPE, ox.NamedNode(class_iri))
        return {quad.subject.value for quad in pattern if isinstance(quad.subject, ox.NamedNode)}

    symmetric = members(f"{KG}Symmetric")
    found = []
    for quad in store.quads_for_pattern(None, ox.NamedNode(f"{KG}predicate"), None):
        node, predicate = quad.subject, quad.object
        if not isinstance(node, ox.NamedNode) or not isinstance(predicate, ox.NamedNode):
            raise ResourceError(f"ontology.ttl: {node} needs a named predicate")
        found.append(
            Type(
                name=node.value.removeprefix(KG),
                predicate=predicate.value.removeprefix(KG),
                label=value(predicate, f"{_RDFS}label"),
                definition=value(node, f"{_SKOS}definition"),
                example=value(node, f"{_SKOS}example"),
                plover=value(node, f"{KG}ploverCode"),
                symmetric=node.value in symmetric,
            )
        )
    for iri in members(f"{KG}LastingRelation"):
        node = ox.NamedNode(iri)
        found.append(
            Type(
                name=iri.removeprefix(KG),
                predicate=iri.removeprefix(KG),
                label=value(node, f"{_RDFS}label"),
                definition=value(node, f"{_SKOS}definition"),
                example=value(node, f"{_SKOS}example"),
                symmetric=iri in symmetric,
            )
        )
    return {type_.name: type_ for type_ in sorted(found, key=lambda t: t.name)}
