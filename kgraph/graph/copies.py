"""Which articles are copies of one another, kept in the graph and kept up as articles come and go.

An article leads to its text (kg:hasText), whatever else is known of it; texts that are nearly the same are
linked (kg:nearCopyOf, both ways). All articles whose texts are the same or linked, directly or through
others, are one source: the one that was published first is the original, and the others are copies of it
(kg:copyOf). The fingerprints of texts stand in the graph as well, so that the copies of a new article are
found by looking up, not by reading all others.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from kgraph.graph import vocabulary as v
from kgraph.graph.ahead import ahead
from kgraph.graph.fingerprint import Print
from kgraph.graph.nodes import Nodes, named

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kgraph.graph.backend import Backend, Pattern

COPY_OF: Final = v.kg("copyOf")
NEAR_COPY_OF: Final = v.kg("nearCopyOf")
HAS_TEXT: Final = v.kg("hasText")
FINGERPRINT: Final = v.kg("fingerprint")
COPIES_GRAPH: Final = ox.NamedNode("https://w3id.org/kgraph/copies")
"""Holds texts, their fingerprints and links; what follows from them stands in the default graph."""


@dataclass(frozen=True)
class Printed:
    """What is to be known of an article: its text and the day of its publication."""

    text: str
    published: date | None

    @cached_property
    def print(self) -> Print:
        """What copies of the text share."""
        return Print(self.text)

    @cached_property
    def node(self) -> ox.NamedNode | None:
        """The node of the text in the graph, None for a text without words."""
        return ox.NamedNode(f"{COPIES_GRAPH.value}#{self.print.digest}") if self.print.runs else None


class Copies:
    """The groups of copies as they will be when some articles have come and others gone."""

    def __init__(
        self,
        store: Backend,
        arriving: Mapping[ox.NamedNode, Printed],
        leaving: set[ox.NamedNode],
    ) -> None:
        """Group anew whatever the `arriving` and `leaving` articles touch in `store`.

        An article that is replaced is in both.
        """
        self._arriving = arriving
        self._gone = leaving | set(arriving)  # whatever the store says of these holds no more
        self._prints: dict[ox.NamedNode, Print] = {}
        self._links: dict[ox.NamedNode, set[ox.NamedNode]] = defaultdict(set)
        self._originals: dict[ox.NamedNode, ox.NamedNode] = {}
        self._articles: dict[ox.NamedNode, set[ox.NamedNode]] = defaultdict(set)
        for article, printed in arriving.items():
            if printed.node:
                self._articles[printed.node].add(article)
                self._prints[printed.node] = printed.print
        self._store = ahead(store, self._patterns())
        old = {text for article in self._gone for text in self._objects(article, HAS_TEXT)}
        self._new = {text for text in self._articles if not self._stored_articles(text)}
        self._dead = {text for text in old if not self._articles_of(text)}
        self._link_new()
        self._group(old | set(self._articles))
        self._originals |= {article: article for article, printed in arriving.items() if not printed.node}

    def original(self, article: ox.NamedNode) -> ox.NamedNode:
        """The article itself, or the one that it is a copy of."""
        return self._originals.get(article) or self._stored_original(article)

    def regrouped(self) -> list[ox.NamedNode]:
        """The articles that stay, and get another original than they had."""
        return [
            article
            for article, original in self._originals.items()
            if article not in self._gone and original != self._stored_original(article)
        ]

    def deletes(self) -> Iterator[ox.Quad]:
        """What is in the store about articles and texts that come, go or are grouped anew."""
        for node in (*self._gone, *self._dead, *self._new):
            yield from self._store.quads_for_pattern(node, None, None, COPIES_GRAPH)
        for text in self._dead:
            yield from self._store.quads_for_pattern(None, NEAR_COPY_OF, text, COPIES_GRAPH)
        for article in self._gone | set(self._originals):
            yield from self._store.quads_for_pattern(article, COPY_OF, None, v.DEFAULT)

    def inserts(self) -> Iterator[ox.Quad]:
        """What is to be in the store about articles and texts that come, or are grouped anew."""
        for article, printed in self._arriving.items():
            if printed.node:
                yield ox.Quad(article, HAS_TEXT, printed.node, COPIES_GRAPH)
        for text in self._new:
            for fingerprint in self._prints[text].fingerprints:
                yield ox.Quad(text, FINGERPRINT, ox.Literal(fingerprint), COPIES_GRAPH)
            for other in self._links[text]:
                yield ox.Quad(text, NEAR_COPY_OF, other, COPIES_GRAPH)
                yield ox.Quad(other, NEAR_COPY_OF, text, COPIES_GRAPH)
        for article, original in self._originals.items():
            if article != original:
                yield ox.Quad(article, COPY_OF, original)

    # --- inside -------------------------------------------------------------------------------

    def _patterns(self) -> Iterator[Pattern]:
        """What is looked up of every article that comes or goes."""
        for article in self._gone:
            yield article, None, None, COPIES_GRAPH
            yield article, COPY_OF, None, v.DEFAULT
        for text, own in self._prints.items():
            yield text, None, None, COPIES_GRAPH
            yield None, HAS_TEXT, text, COPIES_GRAPH
            for fingerprint in own.fingerprints:
                yield None, FINGERPRINT, ox.Literal(fingerprint), COPIES_GRAPH

    def _link_new(self) -> None:
        """Compare each text that is new with those that share a fingerprint."""
        by_fingerprint: dict[str, set[ox.NamedNode]] = defaultdict(set)
        for text in sorted(self._new, key=str):
            own = self._prints[text]
            for fingerprint in own.fingerprints:
                same = by_fingerprint[fingerprint]
                same.update(self._subjects(FINGERPRINT, ox.Literal(fingerprint)) - self._dead - self._new)
            candidates = {other for fingerprint in own.fingerprints for other in by_fingerprint[fingerprint]}
            for other in candidates:
                if own.is_copy(self._print(other)):
                    self._links[text].add(other)
                    self._links[other].add(text)
            for fingerprint in own.fingerprints:
                by_fingerprint[fingerprint].add(text)

    def _group(self, touched: set[ox.NamedNode]) -> None:
        """Find the original of every article whose group may have changed."""
        left = {other for text in self._dead for other in self._objects(text, NEAR_COPY_OF)}
        waiting = (touched | left) - self._dead
        while waiting:
            edge = [waiting.pop()]
            group = set(edge)
            while edge:
                text = edge.pop()
                found = (self._links[text] | self._stored_links(text)) - group
                group |= found
                edge.extend(found)
            waiting -= group
            members = {article for text in group for article in self._articles_of(text)}
            original = min(members, key=self._order)
            self._originals.update(dict.fromkeys(members, original))

    def _order(self, article: ox.NamedNode) -> tuple[date, str]:
        printed = self._arriving.get(article)
        day = printed.published if printed else published_on(self._store, article)
        return (day or date.max, article.value)

    def _articles_of(self, text: ox.NamedNode) -> set[ox.NamedNode]:
        return self._articles[text] | self._stored_articles(text)

    def _stored_articles(self, text: ox.NamedNode) -> set[ox.NamedNode]:
        return self._subjects(HAS_TEXT, text) - self._gone

    def _stored_links(self, text: ox.NamedNode) -> set[ox.NamedNode]:
        return set() if text in self._new else self._objects(text, NEAR_COPY_OF) - self._dead

    def _stored_original(self, article: ox.NamedNode) -> ox.NamedNode:
        found = self._store.quads_for_pattern(article, COPY_OF, None, v.DEFAULT)
        return next((named(quad.object) for quad in found), article)

    def _print(self, text: ox.NamedNode) -> Print:
        if text not in self._prints:
            article = next(iter(self._stored_articles(text)))
            self._prints[text] = stored_print(self._store, article).print
        return self._prints[text]

    def _subjects(self, predicate: ox.NamedNode, value: ox.NamedNode | ox.Literal) -> set[ox.NamedNode]:
        quads = self._store.quads_for_pattern(None, predicate, value, COPIES_GRAPH)
        return {named(quad.subject) for quad in quads}

    def _objects(self, node: ox.NamedNode, predicate: ox.NamedNode) -> set[ox.NamedNode]:
        quads = self._store.quads_for_pattern(node, predicate, None, COPIES_GRAPH)
        return {named(quad.object) for quad in quads}


def stored_print(store: Backend, article: ox.NamedNode) -> Printed:
    """What the store holds of an article's text and day."""
    quads = store.quads_for_pattern(article, v.IS_STRING, None, article)
    return Printed(Nodes.of(quads)[article].text(v.IS_STRING), published_on(store, article))


def published_on(store: Backend, article: ox.NamedNode) -> date | None:
    """The day of an article's publication, None where the store knows of none."""
    quads = list(store.quads_for_pattern(article, v.PUBLISHED, None, article))
    return Nodes.of(quads)[article].day(v.PUBLISHED) if quads else None
