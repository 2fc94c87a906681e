"""Which articles are copies of one another, kept in the graph and kept up as articles come and go.

Articles with nearly the same text are linked (kg:nearCopyOf, both ways), and all that are linked, directly
or through others, are one source: the one that was published first is the original, and the others are
copies of it (kg:copyOf). Fingerprints stand in the graph as well, so that the copies of a new article are
found by looking up, not by reading all others.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from kgraph.graph import vocabulary as v
from kgraph.graph.ahead import ahead
from kgraph.graph.fingerprint import are_copies, fingerprints
from kgraph.graph.nodes import Nodes, named

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kgraph.graph.backend import Backend, Pattern

COPY_OF: Final = v.kg("copyOf")
NEAR_COPY_OF: Final = v.kg("nearCopyOf")
FINGERPRINT: Final = v.kg("fingerprint")
COPIES_GRAPH: Final = ox.NamedNode("https://w3id.org/kgraph/copies")
"""Holds fingerprints and links; what follows from them stands in the default graph."""


@dataclass(frozen=True, slots=True)
class Printed:
    """What is to be known of an article: its text and the day of its publication."""

    text: str
    published: date | None


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
        self._leaving = leaving - set(arriving)
        self._links: dict[ox.NamedNode, set[ox.NamedNode]] = defaultdict(set)
        self._originals: dict[ox.NamedNode, ox.NamedNode] = {}
        self._bands = {graph: fingerprints(printed.text) for graph, printed in arriving.items()}
        self._store = ahead(store, self._patterns())
        self._link_arriving()
        self._group()

    def original(self, article: ox.NamedNode) -> ox.NamedNode:
        """The article itself, or the one that it is a copy of."""
        return self._originals.get(article) or self._stored_original(article)

    def regrouped(self) -> list[ox.NamedNode]:
        """The articles that stay, and get another original than they had."""
        return [
            article
            for article, original in self._originals.items()
            if article not in self._arriving and original != self._stored_original(article)
        ]

    def deletes(self) -> Iterator[ox.Quad]:
        """What is in the store about articles that come, go or are grouped anew."""
        for article in (*self._arriving, *self._leaving):
            yield from self._store.quads_for_pattern(article, None, None, COPIES_GRAPH)
            yield from self._store.quads_for_pattern(None, NEAR_COPY_OF, article, COPIES_GRAPH)
        for article in (*self._originals, *self._leaving):
            yield from self._store.quads_for_pattern(article, COPY_OF, None, v.DEFAULT)

    def inserts(self) -> Iterator[ox.Quad]:
        """What is to be in the store about articles that come, or are grouped anew."""
        for article, bands in self._bands.items():
            for band in bands:
                yield ox.Quad(article, FINGERPRINT, ox.Literal(band), COPIES_GRAPH)
            for other in self._links[article]:
                yield ox.Quad(article, NEAR_COPY_OF, other, COPIES_GRAPH)
                yield ox.Quad(other, NEAR_COPY_OF, article, COPIES_GRAPH)
        for article, original in self._originals.items():
            if article != original:
                yield ox.Quad(article, COPY_OF, original)

    # --- inside -------------------------------------------------------------------------------

    def _patterns(self) -> Iterator[Pattern]:
        """What is looked up of every article that comes or goes."""
        for article in (*self._arriving, *self._leaving):
            yield article, None, None, COPIES_GRAPH
            yield None, NEAR_COPY_OF, article, COPIES_GRAPH
            yield article, COPY_OF, None, v.DEFAULT
            for band in self._bands.get(article, ()):
                yield None, FINGERPRINT, ox.Literal(band), COPIES_GRAPH

    def _link_arriving(self) -> None:
        by_band: dict[str, list[ox.NamedNode]] = defaultdict(list)
        for article, bands in self._bands.items():
            candidates = {other for band in bands for other in (*by_band[band], *self._sharing(band))}
            for other in candidates:
                if are_copies(self._arriving[article].text, self._printed(other).text):
                    self._links[article].add(other)
                    self._links[other].add(article)
            for band in bands:
                by_band[band].append(article)

    def _sharing(self, band: str) -> Iterator[ox.NamedNode]:
        """The articles that stay as they are and have that fingerprint."""
        for quad in self._store.quads_for_pattern(None, FINGERPRINT, ox.Literal(band), COPIES_GRAPH):
            if self._stays(article := named(quad.subject)):
                yield article

    def _group(self) -> None:
        """Find the original of every article whose group may have changed."""
        left = {
            other for article in (*self._arriving, *self._leaving) for other in self._stored_links(article)
        }
        waiting = [*self._arriving, *left, *self._links]
        while waiting:
            first = waiting.pop()
            if first in self._originals:
                continue
            group, edge = {first}, [first]
            while edge:
                found = self._linked(edge.pop()) - group
                group |= found
                edge.extend(found)
            original = min(group, key=self._order)
            self._originals.update(dict.fromkeys(group, original))

    def _linked(self, article: ox.NamedNode) -> set[ox.NamedNode]:
        linked = self._links.get(article, set())
        return linked | self._stored_links(article) if self._stays(article) else linked

    def _order(self, article: ox.NamedNode) -> tuple[date, str]:
        return (self._printed(article).published or date.max, article.value)

    def _stays(self, article: ox.NamedNode) -> bool:
        return article not in self._arriving and article not in self._leaving

    def _stored_links(self, article: ox.NamedNode) -> set[ox.NamedNode]:
        """The copies that the store knows of an article, of those that stay as they are."""
        quads = self._store.quads_for_pattern(article, NEAR_COPY_OF, None, COPIES_GRAPH)
        return {other for quad in quads if self._stays(other := named(quad.object))}

    def _stored_original(self, article: ox.NamedNode) -> ox.NamedNode:
        found = self._store.quads_for_pattern(article, COPY_OF, None, v.DEFAULT)
        return next((named(quad.object) for quad in found), article)

    def _printed(self, article: ox.NamedNode) -> Printed:
        return self._arriving.get(article) or stored_print(self._store, article)


def stored_print(store: Backend, article: ox.NamedNode) -> Printed:
    """What the store holds of an article's text and day."""
    node = Nodes.of(store.quads_for_pattern(article, None, None, article))[article]
    return Printed(node.text(v.IS_STRING), node.day(v.PUBLISHED))
