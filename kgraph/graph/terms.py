"""The model as RDF and back: the only place that converts between the two, always in pairs.

Here the ground, `extraction_to_quads` and `quads_to_extraction`; its sister `derived` holds the
same for entities and events. What comes back equals what went in (extractions in their canonical
form). Every reader raises `GraphError` on terms that its writer never makes.

An article's graph keeps the article's text (nif:isString), so that offsets stay checkable and
the article can be read again; how the article describes its entities is kept there as well
(kg:Description), so that the default graph follows from the article graphs alone.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kgraph.errors import GraphError
from kgraph.graph import vocabulary as v
from kgraph.graph.canonical import canonical, mention_key
from kgraph.graph.nodes import Node, Nodes, confidence_literal, date_literal, integer, text, time_literal
from kgraph.model import (
    Article,
    Claim,
    Entity,
    EntityType,
    Extraction,
    Mention,
    Modality,
    Polarity,
    Span,
    digest,
)
from kgraph.ontology import KG, Type, types

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

ABOUT = v.kg("about")
KEY = v.kg("key")
DESCRIBES = v.kg("describes")
MENTION_KIND = v.kg("mentionKind")
CONFIDENCE = v.kg("confidence")
REASON = v.kg("reason")
READ_AS = v.kg("readAs")
READ_BY = v.kg("readBy")

DESCRIPTION = v.kg("Description")
CLAIM = v.kg("Claim")
# Properties of a description node, each with the field of Entity that it holds.
DESCRIPTION_FIELDS = {
    "entityLabel": "label",
    "entityType": "type",
    "entityKind": "kind",
    "entityCountry": "country",
    "entityParent": "parent",
    "entityWikidata": "wikidata",
    "entityAlias": "alias",
    "entityDescriptor": "descriptor",
    "surfaceForm": "form",
}
_FIELD_NODES = {field: v.kg(name) for name, field in DESCRIPTION_FIELDS.items()}

_SHOWN = 80  # characters of a term in a message

# All that an article's graph says, so that what others have added to it can be told from it.
GROUND_PREDICATES = frozenset(
    (
        *(v.A, v.IS_STRING, v.PUBLISHED, v.HEADLINE, v.URL, v.PUBLISHER, v.AUTHOR, v.LANGUAGE, READ_BY),
        *(v.DENOTED_BY, MENTION_KIND, CONFIDENCE, REASON, READ_AS),
        *(v.ANCHOR_OF, v.BEGIN, v.END, v.CONTEXT_OF, DESCRIBES, *_FIELD_NODES.values()),
        *(KEY, ABOUT, v.SUBJECT, v.PREDICATE, v.OBJECT, v.DERIVED_FROM),
        *map(
            v.kg,
            ("type", "polarity", "modality", "attributedTo", "time", "place", "object", "role", "trigger"),
        ),
        *map(v.kg, ("triggerIndex", "actorMention", "targetMention", "sourceMention", "placeMention")),
    )
)
GROUND_CLASSES = frozenset((v.NEWS_ARTICLE, v.CONTEXT, v.PHRASE, v.SENTENCE, DESCRIPTION, CLAIM, v.STATEMENT))

Pair = tuple[ox.NamedNode, ox.NamedNode | ox.Literal]


def type_of(name: str) -> Type:
    """The event type or relation of that name; raises `GraphError` for an unknown one."""
    try:
        return types()[name]
    except KeyError:
        raise GraphError(f"the ontology has no event type or relation {name!r}") from None


def statement_key(type_name: str, actor: str | None, target: str) -> tuple[str, str | None, str]:
    """What claims about one event share: type, actor and target, sorted where they are equals."""
    if actor is not None and actor > target and type_of(type_name).symmetric:
        return (type_name, target, actor)
    return (type_name, actor, target)


def key_digest(key: tuple[str, str | None, str]) -> str:
    """The key of a claim as it stands in the graph, for finding claims about the same thing."""
    type_name, actor, target = key
    return digest("key", type_name, "-" if actor is None else f"+{actor}", target)


# --- extractions ------------------------------------------------------------------------------


def extraction_to_quads(extraction: Extraction) -> Iterator[ox.Quad]:
    """The quads of an article's graph, all but `kg:about`, which consolidation adds.

    Raises `GraphError` where offsets do not fit the text or an id, time, or type is unusable.
    """
    return canonical_to_quads(canonical(extraction))


def canonical_to_quads(extraction: Extraction) -> Iterator[ox.Quad]:
    """The same for an extraction that is in canonical form already."""
    article = extraction.article
    graph = v.article_iri(article.id)
    for predicate, value in _article_pairs(article):
        yield ox.Quad(graph, predicate, value, graph)
    if extraction.read_by:
        yield ox.Quad(graph, READ_BY, text(extraction.read_by), graph)
    nodes = _mention_nodes(graph, extraction.mentions)
    for mention, node in nodes.items():
        yield from _mention_quads(node, mention, graph)
    for entity, forms in surface_forms(extraction).items():
        node = description_iri(graph, entity.id)
        for predicate, value in _description_pairs(entity, forms):
            yield ox.Quad(node, predicate, value, graph)
    for span in sorted({claim.sentence for claim in extraction.claims}):
        yield from _span_quads(_span_iri(graph, span), span, v.SENTENCE, graph)
    for claim in extraction.claims:
        node = v.claim_iri(claim.id)
        for predicate, value in _claim_pairs(claim, graph, nodes):
            yield ox.Quad(node, predicate, value, graph)


def quads_to_extraction(quads: Iterable[ox.Quad]) -> Extraction:
    """What `extraction_to_quads` wrote, in canonical form; `kg:about` is passed over.

    Raises `GraphError` when the quads are not exactly one article's graph.
    """
    given = {quad for quad in quads if quad.predicate != ABOUT}
    nodes = Nodes.of(given)
    articles = nodes.of_class(v.NEWS_ARTICLE)
    if len(articles) != 1:
        raise GraphError(f"a graph of one article was expected, but it holds {len(articles)} articles")
    article = node_to_article(articles[0])
    extraction = Extraction(
        article=article,
        mentions=tuple(
            sorted((node_to_mention(nodes, node) for node in nodes.of_class(v.PHRASE)), key=mention_key)
        ),
        claims=tuple(node_to_claim(nodes, node) for node in nodes.of_class(CLAIM)),
        read_by=articles[0].text(READ_BY, ""),
    )
    # Writing it again is the strictest reader: any quad that it does not give back was not ours.
    expected = set(extraction_to_quads(extraction))
    for what, quads_ in (("should not have", given - expected), ("lacks", expected - given)):
        if quads_:
            first = min(quads_, key=str).triple
            raise GraphError(f"article {article.id!r}: its graph {what} {_shortened(first)}")
    return canonical(extraction)


def _shortened(triple: ox.Triple) -> str:
    """A triple for people, at most so long that it can be read."""
    terms = (triple.subject, triple.predicate, triple.object)
    told = (v.shorten(term.value) if isinstance(term, ox.NamedNode) else str(term) for term in terms)
    return " ".join(text_ if len(text_) <= _SHOWN else f"{text_[:_SHOWN]}…" for text_ in told)


def node_to_article(node: Node) -> Article:
    """The article at `node`."""
    return Article(
        id=v.decode_local(node.iri, v.ARTICLE),
        text=node.text(v.IS_STRING),
        title=node.text(v.HEADLINE, ""),
        published=node.day(v.PUBLISHED),
        url=node.text(v.URL, ""),
        publisher=node.text(v.PUBLISHER, ""),
        author=node.text(v.AUTHOR, ""),
        language=node.text(v.LANGUAGE, ""),
    )


def node_to_mention(nodes: Nodes, node: Node) -> Mention:
    """The mention at `node`, with its entity as the article describes it."""
    graph = v.article_iri(v.article_id(node.node(v.CONTEXT_OF)))
    entities = nodes.sources(v.DENOTED_BY, ox.NamedNode(node.iri))
    if len(entities) != 1:
        raise GraphError(f"<{node.iri}> should denote one entity, and denotes {len(entities)}")
    return Mention(
        entity=_node_to_description(nodes[description_iri(graph, v.entity_id(entities[0]))]),
        span=_node_to_span(node),
        kind=node.text(MENTION_KIND),
        confidence=node.number(CONFIDENCE),
        reason=node.text(REASON, ""),
        read_as=v.entity_id(node.node(READ_AS)) if node.terms(READ_AS) else "",
    )


def node_to_claim(nodes: Nodes, node: Node) -> Claim:
    """The claim at `node`; its mentions and sentence are looked up in `nodes`."""
    sentence = nodes[node.node(v.DERIVED_FROM)]
    start, trigger = node.integer(v.kg("triggerIndex")), node.text(v.kg("trigger"))

    def mention(predicate: str) -> Mention | None:
        found = node.nodes(v.kg(predicate))
        return node_to_mention(nodes, nodes[found[0]]) if found else None

    target = mention("targetMention")
    if target is None:
        raise GraphError(f"{node.iri} has no target")
    source = [node_to_mention(nodes, nodes[iri]) for iri in node.nodes(v.kg("sourceMention"))]
    return Claim(
        article=v.article_id(sentence.node(v.CONTEXT_OF)),
        type=node.node(v.kg("type")).value.removeprefix(KG),
        predicate=node.node(v.PREDICATE).value.removeprefix(KG),
        actor=mention("actorMention"),
        target=target,
        trigger=Span(start, start + len(trigger), trigger, "#headline=" in sentence.iri),
        sentence=_node_to_span(sentence),
        object=node.maybe(v.kg("object")),
        role=node.maybe(v.kg("role")),
        polarity=node.member(Polarity, v.kg("polarity")),
        modality=node.member(Modality, v.kg("modality")),
        source=tuple(sorted(source, key=mention_key)),
        time=node.maybe(v.kg("time")),
        place=mention("placeMention"),
        confidence=node.number(CONFIDENCE),
    )


def surface_forms(extraction: Extraction) -> dict[Entity, set[str]]:
    """The entities of a canonical extraction, each with the names that the text gives it."""
    forms: dict[Entity, set[str]] = defaultdict(set)
    for mention in extraction.mentions:
        form = " ".join(mention.span.text.split())
        forms[mention.entity].update([form] if form and mention.kind == "name" else [])
    return forms


def description_iri(graph: ox.NamedNode, entity_id: str) -> ox.NamedNode:
    """The node at which an article describes an entity."""
    return ox.NamedNode(f"{graph.value}#entity={v.encode_local(entity_id)}")


def _span_iri(graph: ox.NamedNode, span: Span) -> ox.NamedNode:
    return ox.NamedNode(f"{graph.value}#{span.fragment}")


def _mention_nodes(graph: ox.NamedNode, mentions: tuple[Mention, ...]) -> dict[Mention, ox.NamedNode]:
    """A node for each mention: the RFC 5147 fragment, numbered where a stretch stands for several."""
    nodes: dict[Mention, ox.NamedNode] = {}
    taken: dict[ox.NamedNode, int] = defaultdict(int)
    for mention in mentions:
        node = _span_iri(graph, mention.span)
        taken[node] += 1
        nodes[mention] = node if taken[node] == 1 else ox.NamedNode(f"{node.value};n={taken[node]}")
    return nodes


def _article_pairs(article: Article) -> Iterator[Pair]:
    yield v.A, v.NEWS_ARTICLE
    yield v.A, v.CONTEXT
    yield v.IS_STRING, text(article.text)
    if article.published:
        yield v.PUBLISHED, date_literal(article.published)
    for predicate, value in (
        (v.HEADLINE, article.title),
        (v.URL, article.url),
        (v.PUBLISHER, article.publisher),
        (v.AUTHOR, article.author),
        (v.LANGUAGE, article.language),
    ):
        if value:
            yield predicate, text(value)


def _mention_quads(node: ox.NamedNode, mention: Mention, graph: ox.NamedNode) -> Iterator[ox.Quad]:
    yield ox.Quad(v.entity_iri(mention.entity.id), v.DENOTED_BY, node, graph)
    yield ox.Quad(node, MENTION_KIND, text(mention.kind), graph)
    yield ox.Quad(node, CONFIDENCE, confidence_literal(mention.confidence), graph)
    if mention.reason:
        yield ox.Quad(node, REASON, text(mention.reason), graph)
    if mention.read_as:
        yield ox.Quad(node, READ_AS, v.entity_iri(mention.read_as), graph)
    yield from _span_quads(node, mention.span, v.PHRASE, graph)


def _span_quads(
    node: ox.NamedNode, span: Span, class_: ox.NamedNode, graph: ox.NamedNode
) -> tuple[ox.Quad, ...]:
    return (
        ox.Quad(node, v.A, class_, graph),
        ox.Quad(node, v.ANCHOR_OF, text(span.text), graph),
        ox.Quad(node, v.BEGIN, integer(span.start), graph),
        ox.Quad(node, v.END, integer(span.end), graph),
        ox.Quad(node, v.CONTEXT_OF, graph, graph),
    )


def _node_to_span(node: Node) -> Span:
    headline = "#headline=" in node.iri
    return Span(node.integer(v.BEGIN), node.integer(v.END), node.text(v.ANCHOR_OF), headline)


def _claim_pairs(claim: Claim, graph: ox.NamedNode, nodes: Mapping[Mention, ox.NamedNode]) -> Iterator[Pair]:
    type_ = type_of(claim.type)
    if claim.predicate != type_.predicate:
        raise GraphError(f"a claim of type {claim.type} has the predicate {claim.predicate!r}")
    actor = claim.actor.entity.id if claim.actor else None
    target = claim.target.entity.id
    yield v.A, CLAIM
    yield v.A, v.STATEMENT
    yield v.kg("type"), v.kg(type_.name)
    yield KEY, text(key_digest(statement_key(type_.name, actor, target)))
    if claim.actor:
        yield v.SUBJECT, v.entity_iri(claim.actor.entity.id)
        yield v.kg("actorMention"), nodes[claim.actor]
    yield v.PREDICATE, v.kg(type_.predicate)
    yield v.OBJECT, v.entity_iri(target)
    yield v.kg("targetMention"), nodes[claim.target]
    yield v.kg("polarity"), v.kg(claim.polarity.capitalize())
    yield v.kg("modality"), v.kg(claim.modality.capitalize())
    for source in claim.source:
        yield v.kg("attributedTo"), v.entity_iri(source.entity.id)
        yield v.kg("sourceMention"), nodes[source]
    if claim.time is not None:
        yield v.kg("time"), time_literal(claim.time)
    if claim.place:
        yield v.kg("place"), v.entity_iri(claim.place.entity.id)
        yield v.kg("placeMention"), nodes[claim.place]
    for name, value in (("object", claim.object), ("role", claim.role)):
        if value is not None:
            yield v.kg(name), text(value)
    yield v.kg("trigger"), text(claim.trigger.text)
    yield v.kg("triggerIndex"), integer(claim.trigger.start)
    yield CONFIDENCE, confidence_literal(claim.confidence)
    yield v.DERIVED_FROM, _span_iri(graph, claim.sentence)


def _description_pairs(entity: Entity, forms: Iterable[str]) -> Iterator[Pair]:
    yield v.A, DESCRIPTION
    yield DESCRIBES, v.entity_iri(entity.id)
    for field in ("label", "type", "kind", "country", "parent", "wikidata"):
        if value := getattr(entity, field):
            yield _FIELD_NODES[field], text(value)
    for field, values in (("alias", entity.aliases), ("descriptor", entity.descriptors), ("form", forms)):
        for value in values:
            yield _FIELD_NODES[field], text(value)


def _entity_type(node: Node) -> EntityType:
    name = node.text(_FIELD_NODES["type"])
    try:
        return EntityType(name)
    except ValueError:
        raise GraphError(f"<{node.iri}>: there is no type of entity {name[:60]!r}") from None


def _node_to_description(node: Node) -> Entity:
    def many(field: str) -> tuple[str, ...]:
        return tuple(sorted(node.texts(_FIELD_NODES[field])))

    return Entity(
        id=v.entity_id(node.node(DESCRIBES)),
        label=node.text(_FIELD_NODES["label"]),
        type=_entity_type(node),
        kind=node.text(_FIELD_NODES["kind"], ""),
        country=node.text(_FIELD_NODES["country"], ""),
        parent=node.text(_FIELD_NODES["parent"], ""),
        wikidata=node.text(_FIELD_NODES["wikidata"], ""),
        aliases=many("alias"),
        descriptors=many("descriptor"),
    )
