"""What the default graph has to change when articles come or go.

Only the keys (type, actor, target) and entities are looked at that those articles touch, and
the result equals a full recomputation: entities and events are functions of all articles'
descriptions and claims, and nothing else.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from itertools import starmap
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kgraph.graph import vocabulary as v
from kgraph.graph.ahead import ahead, counted, graphs_ahead
from kgraph.graph.canonical import SINGLE_FIELDS, elected
from kgraph.graph.consolidate import Fact, Key, consolidate, fact_of
from kgraph.graph.copies import Copies, Printed, published_on, stored_print
from kgraph.graph.derived import (
    ACTOR,
    CLAIM_COUNT,
    PREDICATE,
    TARGET,
    Spo,
    entity_to_triples,
    event_to_triples,
    is_shortcut,
    label_literal,
    shortcut_triples,
    triples_to_entity,
)
from kgraph.graph.nodes import Node, Nodes, integer, named
from kgraph.graph.prefetch import derivation_ahead
from kgraph.graph.recent import Held, Recent
from kgraph.graph.terms import (
    ABOUT,
    CLAIM,
    DESCRIBES,
    DESCRIPTION,
    DESCRIPTION_FIELDS,
    KEY,
    key_digest,
    statement_key,
    surface_forms,
    type_of,
)
from kgraph.model import Entity, Extraction, Modality, Polarity
from kgraph.ontology import KG, types

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from kgraph.graph.backend import Backend

_COUNT_FIELDS = f"""
SELECT ?entity ?field ?value (COUNT(*) AS ?n) WHERE {{
  VALUES ?entity {{ %s }}
  GRAPH ?g {{ ?description {DESCRIBES} ?entity ; ?field ?value }}
}} GROUP BY ?entity ?field ?value
"""
_FIELD_OF = {KG + name: field_ for name, field_ in DESCRIPTION_FIELDS.items()}


@dataclass(slots=True)
class Change:
    """Quads to take out and to put in; both sets leave alone what stays."""

    deletes: set[ox.Quad] = field(default_factory=set)
    inserts: set[ox.Quad] = field(default_factory=set)


class Derivation:
    """One recomputation over a store as it stands."""

    def __init__(
        self,
        store: Backend,
        added: Sequence[Extraction] = (),
        gone: Iterable[ox.NamedNode] = (),
        pending: Iterable[ox.NamedNode] = (),
        later: Iterable[ox.NamedNode] = (),
    ) -> None:
        """Get ready to derive what `store` has to change.

        `added` are canonical extractions whose graphs are about to be written (`about` quads of
        their claims are part of the change); `gone` are the graphs that are about to be dropped,
        `pending` those that stand in the store already and have never been consolidated, nor have those
        that come `later`, whose claims do not count yet.
        """
        self._store = store = ahead(store)
        self._added = added
        self._gone = set(gone)
        self._later = set(later)
        self._pending = set(pending) - self._gone
        self._keys: set[Key] = set()
        self._facts: dict[Key, list[Fact]] = defaultdict(list)
        self._graphs: dict[str, ox.NamedNode] = {}
        self._votes: dict[str, dict[str, Counter[str]]] = {}
        self._entities: dict[str, Entity | None] = {}
        self._published: dict[ox.NamedNode, date | None] = {}
        self._copies = Copies(
            store,
            {v.article_iri(e.article.id): Printed(e.article.text, e.article.published) for e in added}
            | {graph: stored_print(store, graph) for graph in self._pending},
            self._gone,
        )
        self._counts: dict[ox.NamedNode, int] = {}
        self._recent = Recent()
        self._held: dict[Key, list[Held]] = {}

    def learned(self) -> Recent:
        """What the store holds of the entities and keys that were looked at, once the change is made."""
        return Recent(self._votes, self._held)

    def change(self, recent: Recent | None = None) -> Change:
        """What to change so that the default graph is again the consolidation of all articles.

        `recent` is what the store is known to hold, where articles are only added.
        """
        self._recent = recent or self._recent
        for extraction in self._added:
            self._read_added(extraction)
        graphs_ahead(self._store, (*self._gone, *self._pending))
        old = {graph: self._nodes(graph) for graph in (*self._gone, *self._pending)}
        touched = set(self._votes)
        for graph, nodes in old.items():
            touched |= self._read_stored(graph, nodes)
        for graph in self._copies.regrouped():
            self._keys.update(_claim_key(claim) for claim in self._nodes(graph).of_class(CLAIM))
        self._count_votes(touched, [old[graph] for graph in self._gone])
        derivation_ahead(self._store, touched, self._keys)
        change = Change()
        for name in touched:
            self._derive_entity(name, change)
        for key in sorted(self._keys, key=repr):
            self._derive_key(key, change)
        change.deletes.update(self._copies.deletes())
        change.inserts.update(self._copies.inserts())
        for graph in self._gone | self._pending:
            change.deletes.update(self._store.quads_for_pattern(graph, None, None, v.DEFAULT))
        for graph, count in self._counts.items():
            change.inserts.add(ox.Quad(graph, CLAIM_COUNT, integer(count)))
        both = change.deletes & change.inserts
        return Change(change.deletes - both, change.inserts - both)

    # --- what is touched ----------------------------------------------------------------------

    def _read_added(self, extraction: Extraction) -> None:
        article = extraction.article
        graph = v.article_iri(article.id)
        self._counts[graph] = len(extraction.claims)
        for entity, forms in surface_forms(extraction).items():
            votes = self._votes.setdefault(entity.id, defaultdict(Counter))
            for name in SINGLE_FIELDS:
                votes[name][getattr(entity, name)] += 1
            votes["alias"].update(entity.aliases)
            votes["descriptor"].update(entity.descriptors)
            votes["form"].update(forms)
        for claim in extraction.claims:
            fact = fact_of(claim, article.published, self._original(graph))
            self._keys.add(fact.key)
            self._facts[fact.key].append(fact)
            self._graphs[fact.claim] = graph

    def _read_stored(self, graph: ox.NamedNode, nodes: Nodes) -> set[str]:
        claims = nodes.of_class(CLAIM)
        self._keys.update(_claim_key(claim) for claim in claims)
        if graph in self._pending:
            self._counts[graph] = len(claims)
        return {v.entity_id(node.node(DESCRIBES)) for node in nodes.of_class(DESCRIPTION)}

    def _nodes(self, graph: ox.NamedNode) -> Nodes:
        return Nodes.of(self._store.quads_for_pattern(None, None, None, graph))

    # --- entities -----------------------------------------------------------------------------

    def _count_votes(self, touched: set[str], gone: list[Nodes]) -> None:
        """Add the votes of all stored descriptions to those of the added articles, less the gone."""
        for name in touched:
            self._votes.setdefault(name, defaultdict(Counter))
        for name in touched & self._recent.votes.keys():
            for field_name, counts in self._recent.votes[name].items():
                self._votes[name][field_name].update(counts)
        asked = touched - self._recent.votes.keys()
        if asked:
            entities = [v.entity_iri(name) for name in sorted(asked)]
            for entity, field_, value, n in counted(self._store, _COUNT_FIELDS, entities):
                if field_.value in _FIELD_OF:
                    votes = self._votes[v.entity_id(entity)]
                    votes[_FIELD_OF[field_.value]][value.value] += int(n.value)
        for nodes in gone:
            for node in nodes.of_class(DESCRIPTION):
                votes = self._votes[v.entity_id(node.node(DESCRIBES))]
                for iri, name in _FIELD_OF.items():
                    votes[name].subtract(node.texts(ox.NamedNode(iri)))

    def _derive_entity(self, name: str, change: Change) -> None:
        node = v.entity_iri(name)
        stored = [q for q in self._store.quads_for_pattern(node, None, None, v.DEFAULT) if not is_shortcut(q)]
        change.deletes.update(stored)
        votes = self._votes[name]
        if not any(n > 0 for n in votes["label"].values()):
            self._entities[name] = None
            return
        entity = elected(name, votes)
        self._entities[name] = entity
        change.inserts.update(_in_default(entity_to_triples(entity)))
        labels = [quad.object for quad in stored if quad.predicate == v.PREF_LABEL]
        if labels and labels != [label_literal(entity.label)]:
            self._touch_events_of(node)

    def _touch_events_of(self, entity: ox.NamedNode) -> None:
        """Events carry their entities' labels in their own, so a new label is news to them all."""
        for role in (ACTOR, TARGET):
            for quad in self._store.quads_for_pattern(None, role, entity, v.DEFAULT):
                self._keys.add(self._event_key(named(quad.subject)))

    def _event_key(self, event: ox.NamedNode) -> Key:
        def of(predicate: ox.NamedNode) -> list[ox.NamedNode]:
            return [named(q.object) for q in self._store.quads_for_pattern(event, predicate, None, v.DEFAULT)]

        actors = of(ACTOR)
        return (
            _type_of_predicate()[of(PREDICATE)[0].value],
            v.entity_id(actors[0]) if actors else None,
            v.entity_id(of(TARGET)[0]),
        )

    def _entity(self, name: str) -> Entity:
        entity = self._entities.get(name)
        if entity is None:
            stored = self._store.quads_for_pattern(v.entity_iri(name), None, None, v.DEFAULT)
            entity = self._entities[name] = triples_to_entity(stored)
        return entity

    # --- events -------------------------------------------------------------------------------

    def _derive_key(self, key: Key, change: Change) -> None:
        facts = list(self._facts.get(key, ()))
        if key in self._recent.claims:
            events = self._recall(key, facts, change)
        else:
            events = self._ask(key, facts, change)
        for event in events:
            change.deletes.update(self._store.quads_for_pattern(event, None, None, v.DEFAULT))
        change.deletes.update(self._stored_shortcuts(key))
        held = self._held[key] = []
        for found in consolidate(facts, self._entity):
            node = v.event_iri(found.event.id)
            change.inserts.update(_in_default(event_to_triples(found.event)))
            change.inserts.update(_in_default(shortcut_triples(found.event)))
            for fact in found.facts:
                graph = self._graphs[fact.claim]
                change.inserts.add(ox.Quad(v.claim_iri(fact.claim), ABOUT, node, graph))
                held.append(Held(fact, graph, node))

    def _ask(self, key: Key, facts: list[Fact], change: Change) -> set[ox.NamedNode]:
        """Add the facts of a key that the store holds to those given; gives the events they are about."""
        events: set[ox.NamedNode] = set()
        for quad in list(self._store.quads_for_pattern(None, KEY, ox.Literal(key_digest(key)))):
            claim, graph = named(quad.subject), named(quad.graph_name)
            if graph in self._later:
                continue
            about = list(self._store.quads_for_pattern(claim, ABOUT, None, graph))
            events.update(named(q.object) for q in about)
            if graph not in self._gone:
                change.deletes.update(about)
                facts.append(self._stored_fact(key, claim, graph))
        return events

    def _recall(self, key: Key, facts: list[Fact], change: Change) -> set[ox.NamedNode]:
        """The same from what is known of the store; copies may have been found of their articles since."""
        for fact, graph, event in self._recent.claims[key]:
            self._graphs[fact.claim] = graph
            change.deletes.add(ox.Quad(v.claim_iri(fact.claim), ABOUT, event, graph))
            original = self._original(graph)
            facts.append(fact if fact.original == original else replace(fact, original=original))
        return {held.event for held in self._recent.claims[key]}

    def _stored_shortcuts(self, key: Key) -> Iterator[ox.Quad]:
        name, actor, target = key
        if actor is None:
            return
        ends = (v.entity_iri(actor), v.entity_iri(target))
        type_ = type_of(name)
        for subject, object_ in (ends, ends[::-1]) if type_.symmetric else (ends,):
            pattern = (subject, v.kg(type_.predicate), object_, v.DEFAULT)
            yield from self._store.quads_for_pattern(*pattern)

    def _stored_fact(self, key: Key, claim: ox.NamedNode, graph: ox.NamedNode) -> Fact:
        node = Nodes.of(self._store.quads_for_pattern(claim, None, None, graph))[claim]
        place = node.nodes(v.kg("place"))
        claim_id = v.decode_local(claim.value, v.CLAIM)
        self._graphs[claim_id] = graph
        return Fact(
            claim=claim_id,
            original=self._original(graph),
            published=self._published_on(graph),
            key=key,
            polarity=node.member(Polarity, v.kg("polarity")),
            modality=node.member(Modality, v.kg("modality")),
            time=node.maybe(v.kg("time")),
            object=node.maybe(v.kg("object")),
            role=node.maybe(v.kg("role")),
            place=v.entity_id(place[0]) if place else None,
            confidence=node.number(v.kg("confidence")),
        )

    def _original(self, graph: ox.NamedNode) -> str:
        return v.article_id(self._copies.original(graph))

    def _published_on(self, graph: ox.NamedNode) -> date | None:
        if graph not in self._published:
            self._published[graph] = published_on(self._store, graph)
        return self._published[graph]


def _claim_key(claim: Node) -> Key:
    actors = claim.nodes(v.SUBJECT)
    return statement_key(
        _local(claim, "type"),
        v.entity_id(actors[0]) if actors else None,
        v.entity_id(claim.node(v.OBJECT)),
    )


def _type_of_predicate() -> Mapping[str, str]:
    return {KG + type_.predicate: type_.name for type_ in types().values()}


def _local(node: Node, name: str) -> str:
    return node.node(v.kg(name)).value.removeprefix(KG)


def _in_default(triples: Iterable[Spo]) -> Iterator[ox.Quad]:
    return starmap(ox.Quad, triples)
