"""The names of the graph: prefixes, the properties and classes in use, and the IRIs of our own things.

Whatever an id holds, its IRI is safe: local names are percent-encoded, and decoding gives back the id.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Final
from urllib.parse import quote, unquote

import pyoxigraph as ox

from kgraph.errors import GraphError
from kgraph.model import EntityType
from kgraph.ontology import KG

BASE: Final = "https://w3id.org/kgraph/"
ENTITY: Final = "https://w3id.org/kgraph/entity/"
EVENT: Final = "https://w3id.org/kgraph/event/"
CLAIM: Final = "https://w3id.org/kgraph/claim/"
ARTICLE: Final = "https://w3id.org/kgraph/article/"
WIKIDATA: Final = "http://www.wikidata.org/entity/"

RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
OWL: Final = "http://www.w3.org/2002/07/owl#"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
SEM: Final = "http://semanticweb.cs.vu.nl/2009/11/sem/"
PROV: Final = "http://www.w3.org/ns/prov#"
NIF: Final = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"
GAF: Final = "http://groundedannotationframework.org/gaf#"
SCHEMA: Final = "https://schema.org/"

PREFIXES: Final[dict[str, str]] = {
    "kg": KG,
    "ent": ENTITY,
    "ev": EVENT,
    "cl": CLAIM,
    "art": ARTICLE,
    "plover": "https://w3id.org/kgraph/plover#",
    "sem": SEM,
    "prov": PROV,
    "nif": NIF,
    "gaf": GAF,
    "schema": SCHEMA,
    "skos": SKOS,
    "owl": OWL,
    "rdf": RDF,
    "rdfs": RDFS,
    "xsd": XSD,
    "wd": WIKIDATA,
}

ONTOLOGY_GRAPH: Final = ox.NamedNode(KG.rstrip("#"))
DEFAULT: Final = ox.DefaultGraph()
# What stands in for the default graph in an endpoint, and where a change is written down that is being made.
REMOTE_DEFAULT: Final = ox.NamedNode(f"{BASE}default")
REMOTE_JOURNAL: Final = ox.NamedNode(f"{BASE}journal")


@cache
def kg(name: str) -> ox.NamedNode:
    """A name of the kgraph vocabulary."""
    return ox.NamedNode(KG + name)


A: Final = ox.NamedNode(f"{RDF}type")
SUBJECT: Final = ox.NamedNode(f"{RDF}subject")
PREDICATE: Final = ox.NamedNode(f"{RDF}predicate")
OBJECT: Final = ox.NamedNode(f"{RDF}object")
STATEMENT: Final = ox.NamedNode(f"{RDF}Statement")
LABEL: Final = ox.NamedNode(f"{RDFS}label")
PREF_LABEL: Final = ox.NamedNode(f"{SKOS}prefLabel")
ALT_LABEL: Final = ox.NamedNode(f"{SKOS}altLabel")
SAME_AS: Final = ox.NamedNode(f"{OWL}sameAs")
SEM_ACTOR: Final = ox.NamedNode(f"{SEM}Actor")
SEM_EVENT: Final = ox.NamedNode(f"{SEM}Event")
DERIVED_FROM: Final = ox.NamedNode(f"{PROV}wasDerivedFrom")
DENOTED_BY: Final = ox.NamedNode(f"{GAF}denotedBy")

CONTEXT: Final = ox.NamedNode(f"{NIF}Context")
SENTENCE: Final = ox.NamedNode(f"{NIF}Sentence")
PHRASE: Final = ox.NamedNode(f"{NIF}Phrase")
IS_STRING: Final = ox.NamedNode(f"{NIF}isString")
ANCHOR_OF: Final = ox.NamedNode(f"{NIF}anchorOf")
BEGIN: Final = ox.NamedNode(f"{NIF}beginIndex")
END: Final = ox.NamedNode(f"{NIF}endIndex")
CONTEXT_OF: Final = ox.NamedNode(f"{NIF}referenceContext")

NEWS_ARTICLE: Final = ox.NamedNode(f"{SCHEMA}NewsArticle")
HEADLINE: Final = ox.NamedNode(f"{SCHEMA}headline")
PUBLISHED: Final = ox.NamedNode(f"{SCHEMA}datePublished")
URL: Final = ox.NamedNode(f"{SCHEMA}url")
PUBLISHER: Final = ox.NamedNode(f"{SCHEMA}publisher")
AUTHOR: Final = ox.NamedNode(f"{SCHEMA}author")
LANGUAGE: Final = ox.NamedNode(f"{SCHEMA}inLanguage")

# A class for each entity type, one to one, so that the class alone gives the type back.
ENTITY_CLASSES: Final[dict[EntityType, ox.NamedNode]] = {
    EntityType.PERSON: ox.NamedNode(f"{SCHEMA}Person"),
    EntityType.ORGANIZATION: ox.NamedNode(f"{SCHEMA}Organization"),
    EntityType.COUNTRY: ox.NamedNode(f"{SCHEMA}Country"),
    EntityType.PLACE: ox.NamedNode(f"{SCHEMA}Place"),
    EntityType.GROUP: kg("Group"),
    EntityType.PRODUCT: ox.NamedNode(f"{SCHEMA}Product"),
    EntityType.MALWARE: kg("Malware"),
    EntityType.WORK: ox.NamedNode(f"{SCHEMA}CreativeWork"),
    EntityType.THING: ox.NamedNode(f"{SCHEMA}Thing"),
}


@lru_cache(maxsize=1 << 16)
def encode_local(name: str) -> str:
    """`name` as the last segment of an IRI.

    Raises `GraphError` for an empty name and for text that is not Unicode (lone surrogates).
    """
    if not name:
        raise GraphError("an id is empty: every article, entity and event needs a name")
    try:
        encoded = quote(name, safe="")
    except UnicodeEncodeError as exc:
        raise GraphError(f"the id {name!r} is not valid Unicode") from exc
    # A segment of dots alone would be resolved away as a relative path, and a dot at either end of
    # a prefixed name has to be escaped, which rdflib fails to read.
    inner = encoded.strip(".")
    before = len(encoded) - len(encoded.lstrip(".")) if inner else len(encoded)
    after = len(encoded) - before - len(inner)
    return "%2E" * before + inner + "%2E" * after


def decode_local(iri: str, base: str) -> str:
    """The name that `encode_local` made into the IRI `iri` under `base`."""
    if not iri.startswith(base) or len(iri) == len(base):
        raise GraphError(f"<{iri}> is not a name under {base}")
    try:
        return unquote(iri[len(base) :], errors="strict")
    except UnicodeDecodeError as exc:
        raise GraphError(f"<{iri}> is not percent-encoded UTF-8") from exc


@lru_cache(maxsize=1 << 16)
def entity_iri(entity_id: str) -> ox.NamedNode:
    """The IRI of an entity."""
    return ox.NamedNode(ENTITY + encode_local(entity_id))


def event_iri(event_id: str) -> ox.NamedNode:
    """The IRI of an event."""
    return ox.NamedNode(EVENT + encode_local(event_id))


def claim_iri(claim_id: str) -> ox.NamedNode:
    """The IRI of a claim."""
    return ox.NamedNode(CLAIM + encode_local(claim_id))


def article_iri(article_id: str) -> ox.NamedNode:
    """The IRI of an article, which also names the article's graph."""
    return ox.NamedNode(ARTICLE + encode_local(article_id))


def article_id(iri: ox.NamedNode) -> str:
    """The id of an article from its IRI."""
    return decode_local(iri.value, ARTICLE)


def entity_id(iri: ox.NamedNode) -> str:
    """The id of an entity from its IRI."""
    return decode_local(iri.value, ENTITY)


def event_id(iri: ox.NamedNode) -> str:
    """The id of an event from its IRI."""
    return decode_local(iri.value, EVENT)


def shorten(iri: str) -> str:
    """`iri` with its prefix where one is bound ("ent:Twitter"), else in angle brackets."""
    for prefix, base in PREFIXES.items():
        local = iri[len(base) :]
        # Only names that could be typed back into a query as they stand are shortened.
        if iri.startswith(base) and local and all(c.isalnum() or c in "_-%" for c in local):
            return f"{prefix}:{local}"
    return f"<{iri}>"
