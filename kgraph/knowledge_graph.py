"""The graph as people use it: open it, ask it, list what it holds, draw and export it."""

from __future__ import annotations

import html
from collections import Counter
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, Self

from kgraph.errors import InputError
from kgraph.events import Events
from kgraph.graph.identity import different, ids_or_none, same
from kgraph.graph.importing import ImportReport, import_file
from kgraph.graph.lookup import entity_ids
from kgraph.graph.network import to_networkx, to_rustworkx
from kgraph.graph.store import Store
from kgraph.query import Result, ask
from kgraph.selection import Selection, when

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    import networkx as nx
    import rdflib
    import rustworkx as rx

    from kgraph.corrections import Correction
    from kgraph.graph.network import Attributes
    from kgraph.graph.shapes import ValidationReport
    from kgraph.model import Article, Claim, Entity, Event, Extraction, Mention
    from kgraph.page.widget import Explorer
    from kgraph.paths import Paths
    from kgraph.readers import Skipped
    from kgraph.selection import Day, Several


@dataclass(frozen=True, slots=True)
class Stats:
    """How much a graph holds.

    `copies` are articles with the text of others; `by_status` and `by_type` count events and relations.
    """

    articles: int
    copies: int
    claims: int
    entities: int
    events: int
    quads: int
    by_status: dict[str, int]
    by_type: dict[str, int]


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did.

    `articles` counts those read, `replaced` those of them that stood in the graph with another text
    or were read again, `unchanged` those passed over because the graph has them, `outdated` those of
    them that another version of kgraph, its model or its words has read. `claims` and
    `words` are of the articles read; `seconds` is wall time.
    """

    articles: int = 0
    replaced: int = 0
    unchanged: int = 0
    outdated: int = 0
    skipped: tuple[Skipped, ...] = ()
    claims: int = 0
    words: int = 0
    seconds: float = 0.0


class KnowledgeGraph:
    """Who did what to whom, according to whom, when: articles, and what follows from them.

    Usable as a context manager; leaving it closes the graph.
    """

    def __init__(self, store: Store | None = None) -> None:
        """A graph over `store`, or an empty one in memory."""
        self.store = store if store is not None else Store()
        self.report = BuildReport()  # of the build that this graph comes from

    @classmethod
    def open(cls, path: Path | str | None = None, *, read_only: bool = False) -> Self:
        """The graph in the folder `path`, made if it is missing; one in memory where it is None.

        `path` may also be the address of a SPARQL endpoint, `http://USER:PASSWORD@HOST:PORT/PATH`. With
        `read_only` it can be asked while another process is writing to it. Raises `GraphError`.
        """
        return cls(Store(path, read_only=read_only))

    @property
    def path(self) -> Path | None:
        """The graph's folder, None for a graph in memory or in an endpoint."""
        return self.store.path

    # --- what goes in -------------------------------------------------------------------------

    def add(self, extractions: Iterable[Extraction]) -> None:
        """Add articles, each in the place of the one that had its id. Raises `GraphError`."""
        self.store.add(extractions)

    def import_file(self, path: Path | str, format: str | None = None) -> ImportReport:  # noqa: A002 - as exporters call it
        """Add the articles and corrections of an exported RDF file; see `kgraph.graph.importing`."""
        return import_file(self.store, path, format)

    def remove(self, article_ids: Iterable[str]) -> None:
        """Take articles out with all that they alone said. Raises `NotFoundError`."""
        self.store.remove([article_ids] if isinstance(article_ids, str) else article_ids)

    # --- what is put right ----------------------------------------------------------------------

    def same(self, name: str, other: str) -> int:
        """Say that two entities are one; see `kgraph.graph.identity.same`."""
        return same(self.store, name, other)

    def different(self, name: str, other: str, articles: Iterable[str] = ()) -> int:
        """Say that one entity is two; see `kgraph.graph.identity.different`."""
        return different(self.store, name, other, articles)

    def corrections(self) -> list[Correction]:
        """All that was put right, by id."""
        return list(self.store.corrections())

    # --- what is asked ------------------------------------------------------------------------

    def query(self, sparql_or_name: str, /, **parameters: object) -> Result:
        """The result of a SPARQL query or of a named one, with the parameters that it declares.

        `graph.query("timeline", entity="Kaspersky Lab", since="2018")`: a value is a name, an IRI, an
        `Entity`, a date, a number or a text, as `kgraph query --list` tells; a list of names means any of
        them, None is as good as nothing. Raises `QueryError`, `NotFoundError`, `InputError`.
        """
        return ask(self.store, sparql_or_name, parameters)

    def events(  # noqa: PLR0913
        self,
        actor: str | None = None,
        target: str | None = None,
        type: Several = None,  # noqa: A002 - the field's name in the model
        status: Several = None,
        since: Day = None,
        *,
        until: Day = None,
        min_confidence: float = 0.0,
    ) -> Events:
        """Events and relations with their claims, earliest first, undated ones last.

        They come as a list that a notebook shows as a table, with `to_pandas()`.

        `actor` and `target` are ids or names of entities, `type` an event type, a relation or a
        predicate, `status` one of `Status`; of types and statuses there may be several, of which any
        will do. `since` and `until` are ISO years, months or days, both included; an event counts
        when it happened, or, where no time is known, when it was last reported. Raises
        `NotFoundError` for a name, type or status that does not exist, `InputError` for a malformed
        date, for an end before the beginning, or where `min_confidence` is not from 0 to 1.
        """
        selection = Selection.of(
            type=type, status=status, since=since, until=until, min_confidence=min_confidence
        )
        found = self.store.events(
            None if actor is None else self._ids(actor),
            None if target is None else self._ids(target),
            with_claims=False,
        )
        chosen = [event for event in found if event in selection]
        chosen.sort(key=lambda event: (when(event) or "9999", event.label, event.id))
        return Events(self.store.with_claims(chosen))

    def paths(  # noqa: PLR0913
        self,
        first: str,
        last: str,
        *,
        most: int = 10,
        type: Several = None,  # noqa: A002 - the field's name in the model
        status: Several = None,
        since: Day = None,
        until: Day = None,
        min_confidence: float = 0.0,
    ) -> Paths:
        """The shortest ways from one entity to another along events, at most so many; see `kgraph.paths`.

        Events count whichever way they point, and paths with more of them come first. The ends are any
        names of entities; the filters choose events as those of `events` do. Raises what `events` raises,
        `InputError` where both ends are one entity, `NotFoundError` where no path links them.
        """
        selection = Selection.of(
            type=type, status=status, since=since, until=until, min_confidence=min_confidence
        )
        # networkx takes its time to load.
        from kgraph.paths import paths  # noqa: PLC0415

        ends = self.entity(first), self.entity(last)
        return paths(self._chosen(selection), *ends, most=most, told=self.store.with_claims)

    def event(self, event_id: str) -> Event:
        """The event of that id with its claims. Raises `NotFoundError`."""
        return self.store.event(event_id)

    def entities(self, name: str | None = None) -> list[Entity]:
        """All entities, by label; or those that go by `name`, the one of the most events first.

        Raises `NotFoundError` with what is close where there is none of that name.
        """
        if name is None:
            return sorted(self.store.entities(), key=lambda entity: (entity.label.casefold(), entity.id))
        ids = self._ids(name)
        if len(ids) > 1:
            of_these = [
                *self.store.events(ids, with_claims=False),
                *self.store.events(None, ids, with_claims=False),
            ]
            ends = Counter(end.id for event in of_these for end in (event.actor, event.target) if end)
            ids.sort(key=lambda entity_id: (-ends[entity_id], entity_id))
        return [self.store.entity(entity_id) for entity_id in ids]

    def entity(self, name: str) -> Entity:
        """The entity of that id, label or other name; of several, the one of the most events.

        Raises `NotFoundError` with what is close.
        """
        return self.entities(name)[0]

    def mentions(self, entity_id: str) -> Iterator[Mention]:
        """All places in the articles that stand for the entity of that id."""
        return self.store.mentions(entity_id)

    def articles(self) -> list[Article]:
        """All articles, by id."""
        return sorted(self.store.articles(), key=lambda article: article.id)

    def article(self, article_id: str) -> Article:
        """The article of that id. Raises `NotFoundError`."""
        return self.store.article(article_id)

    def copies(self) -> list[tuple[str, str]]:
        """The ids of articles with nearly the text of another, each with that of the one published first."""
        return sorted(self.store.copies())

    def extraction(self, article_id: str) -> Extraction:
        """All that was read out of an article. Raises `NotFoundError`."""
        return self.store.extraction(article_id)

    def claims(self) -> Iterator[Claim]:
        """All claims, article by article."""
        return self.store.claims()

    def stats(self) -> Stats:
        """How much the graph holds."""
        counted = self.store.event_counts()
        by_status: Counter[str] = Counter()
        by_type: Counter[str] = Counter()
        for (type_name, status), count in counted.items():
            by_status[status] += count
            by_type[type_name] += count
        return Stats(
            articles=len(self.store.article_ids()),
            copies=len(self.copies()),
            claims=self.store.claim_count(),
            entities=self.store.entity_count(),
            events=by_status.total(),
            quads=len(self.store),
            by_status=dict(by_status.most_common()),
            by_type=dict(by_type.most_common()),
        )

    # --- other forms --------------------------------------------------------------------------

    def to_networkx(  # noqa: PLR0913
        self,
        view: str = "entities",
        *,
        since: Day = None,
        until: Day = None,
        type: Several = None,  # noqa: A002 - the field's name in the model
        status: Several = None,
        min_confidence: float = 0.0,
    ) -> nx.MultiDiGraph[str]:
        """The graph as a network: entities as nodes and events as edges, or both as nodes.

        The first is the view "entities", keyed by ids; the second "events", whose keys begin with
        "ent:" and "ev:"; `kgraph.graph.network` says what is in them. The filters choose events as
        those of `events` do, and raise the same errors; an entity without such events is left out.
        Raises `NotFoundError` for another view.
        """
        selection = Selection.of(
            type=type, status=status, since=since, until=until, min_confidence=min_confidence
        )
        return to_networkx(self._chosen(selection), view)

    def to_rustworkx(  # noqa: PLR0913
        self,
        view: str = "entities",
        *,
        since: Day = None,
        until: Day = None,
        type: Several = None,  # noqa: A002 - the field's name in the model
        status: Several = None,
        min_confidence: float = 0.0,
    ) -> rx.PyDiGraph[Attributes, Attributes]:
        """What `to_networkx` gives, for rustworkx, which is much faster on large graphs.

        Nodes and edges are dicts with the same attributes and an id; `attrs["index"]` of the graph
        has the index of each node by its id.
        """
        selection = Selection.of(
            type=type, status=status, since=since, until=until, min_confidence=min_confidence
        )
        return to_rustworkx(self._chosen(selection), view)

    def rdf(self) -> rdflib.Dataset:
        """The graph through rdflib: a live view, for reading."""
        return self.store.rdf()

    def export(self, path: Path | str, format: str | None = None, **options: Any) -> tuple[Path, ...]:  # noqa: A002, ANN401 - as exporters call it; whatever `to_networkx` takes
        """Write the graph to a file; the format follows from its suffix. Raises `ExportError`.

        Options are those of `to_networkx`, for the formats that write a network: .graphml and .gexf.
        Gives the files written, which for tables are two.
        """
        # Exporters stand beside queries and above the graph; loading them late keeps opening fast.
        from kgraph.exporters import export  # noqa: PLC0415
        from kgraph.exporters.part import Part  # noqa: PLC0415

        return export(Part(partial(self.to_networkx, **options)) if options else self, path, format)

    def draw(  # noqa: PLR0913
        self,
        path: Path | str | None = None,
        *,
        kind: str = "graph",
        entity: str | None = None,
        between: tuple[str, str] | None = None,
        since: Day = None,
        until: Day = None,
        type: Several = None,  # noqa: A002 - the field's name in the model
        status: Several = None,
        min_confidence: float = 0.0,
        **options: Any,  # noqa: ANN401 - whatever kgraph.draw.kinds.picture takes
    ) -> Any:  # noqa: ANN401 - a figure of matplotlib, which only this needs
        """Draw the graph, or as `kind` a "timeline" or a "heatmap" of who acts on whom.

        With `entity` only what it takes part in, with `between` the shortest ways from one entity to
        another, by any of their names. The filters choose events as those of `events` do, and raise
        the same errors; other options are those of `kgraph.draw.kinds.picture`, `width` and `height` (inches)
        among them.

        A path that ends in .html becomes a page to explore, which begins with that part of the graph and
        holds all of it, with the sentences; nothing is returned then (see `kgraph.page`).
        """
        if path is not None and str(path).lower().endswith(".html"):
            if kind != "graph" or between is not None:
                raise InputError(str(path), "pages are of the graph: leave kind and between out")
            if options.pop("width", None) is not None or options.pop("height", None) is not None:
                raise InputError(str(path), "pages fill the window: leave width and height out")
            page = import_module("kgraph.page")
            chosen = {"since": since, "until": until, "types": type, "statuses": status, "entity": entity}
            start = page.PageOptions(min_confidence=min_confidence, **chosen, **options)
            return page.write_page(self, path, start)
        selection = Selection.of(
            type=type, status=status, since=since, until=until, min_confidence=min_confidence
        )
        options["entity"] = None if entity is None else self.entity(entity)
        options["between"] = None if between is None else tuple(map(self.entity, between))
        drawing = import_module("kgraph.draw.kinds")
        return drawing.picture(list(self._chosen(selection)), path, kind=kind, only=str(selection), **options)

    def explore(
        self,
        *,
        height: int = 600,
        type: Several = None,  # noqa: A002 - the field's name in the model
        status: Several = None,
        **options: Any,  # noqa: ANN401 - whatever kgraph.page.PageOptions takes
    ) -> Explorer:
        """The page that `draw` writes to an .html file, as a widget for Jupyter, `height` pixels high.

        It begins with what the options say, `entity`, `hops`, `since`, `top` and others of
        `kgraph.page.PageOptions`, and holds the whole graph. Raises `NotFoundError` and `InputError`.
        """
        # Widgets load IPython and ipywidgets, which only notebooks need.
        page, widget = import_module("kgraph.page"), import_module("kgraph.page.widget")
        made: Explorer = widget.explorer(
            self, page.PageOptions(types=type, statuses=status, **options), height
        )
        return made

    def validate(self) -> ValidationReport:
        """Whether the graph keeps to its shapes (SHACL)."""
        # pySHACL loads rdflib and half a second of rules that nothing else needs.
        from kgraph.graph.shapes import validate  # noqa: PLC0415

        return validate(self.store)

    # --- the object itself --------------------------------------------------------------------

    def close(self) -> None:
        """Let go of the graph, so that others can write to it."""
        self.store.close()

    def __enter__(self) -> Self:
        """The graph itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the graph."""
        self.close()

    def __len__(self) -> int:
        """The number of quads."""
        return len(self.store)

    def __getitem__(self, name: str) -> Entity:
        """The entity of that name, as `entity` gives it. Raises `NotFoundError`."""
        return self.entity(name)

    # By position there is nothing, so that Python must not try to count through it.
    __iter__ = None

    def __contains__(self, name: object) -> bool:
        """Whether there is an entity of that id, label or other name."""
        return isinstance(name, str) and bool(ids_or_none(self.store, name))

    def _ipython_key_completions_(self) -> list[str]:
        """What a notebook suggests inside graph[""]: the labels of all entities."""
        return sorted({label for label, _, preferred in self.store.labels() if preferred})

    def __bool__(self) -> bool:
        """True: a graph is a graph, however little it holds."""
        return True

    def __repr__(self) -> str:
        """Where it is and how much it holds, in a line."""
        where = self.store.place
        if self.store.is_closed:
            return f"<KnowledgeGraph {where}, closed>"
        stats = self.stats()
        return (
            f"<KnowledgeGraph {where}: {stats.articles} articles, {stats.claims} claims, "
            f"{stats.entities} entities, {stats.events} events>"
        )

    def _repr_html_(self) -> str:
        stats = self.stats()
        rows = [
            ("articles", stats.articles),
            ("claims", stats.claims),
            ("entities", stats.entities),
            ("events", stats.events),
            *stats.by_status.items(),
        ]
        cells = "".join(f"<tr><th>{html.escape(name)}</th><td>{count}</td></tr>" for name, count in rows)
        where = html.escape(self.store.place)
        return f"<table><caption>KnowledgeGraph {where}</caption>{cells}</table>"

    def _chosen(self, selection: Selection) -> Iterator[Event]:
        return (event for event in self.store.events(with_claims=False) if event in selection)

    def _ids(self, name: str) -> list[str]:
        """The ids of the entities that go by a name: its id, else its label, else another name."""
        return entity_ids(self.store, name)


def open(path: Path | str | None = None, *, read_only: bool = False) -> KnowledgeGraph:  # noqa: A001 - reads as `kgraph.open`
    """The graph in the folder `path`, made if it is missing; see `KnowledgeGraph.open`."""
    return KnowledgeGraph.open(path, read_only=read_only)
