"""What is Virtuoso's own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from kgraph.errors import GraphError
from kgraph.graph.remote.endpoint import Endpoint
from kgraph.graph.store import Store
from kgraph.model import Entity, EntityType, Extraction, Mention, Span

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize("endpoint", ["virtuoso"], indirect=True)
class TestVirtuoso:
    """On a Virtuoso that holds no graph yet."""

    def test_who_may_not_write_is_told_where_one_may(self, endpoint: str, samples: list[Extraction]) -> None:
        public = endpoint.replace("dba:dba@", "").removesuffix("-auth")
        with pytest.raises(GraphError, match=r"use http://USER:PASSWORD@HOST:8890/sparql-auth, or grant"):
            Store(public)
        with Store(endpoint) as store:
            store.add(samples)
            with Store.read_only(public) as reader:
                assert reader.dump(None, "nq") == store.dump(None, "nq")

    def test_logins(self, endpoint: str) -> None:
        with pytest.raises(GraphError, match="refuses the login of 'dba'"):
            Store(endpoint.replace(":dba@", ":abd@"))
        with pytest.raises(GraphError, match="wants a login"):
            Store(endpoint.replace("dba:dba@", ""))

    def test_long_articles(self, endpoint: str, samples: list[Extraction]) -> None:
        """An article of more quads and more text than fit a statement or an answer."""
        text = " ".join(f"word{i} \U0001f389" for i in range(40_000))
        mentions = []
        for i in range(500):
            start = text.index(f"word{i} ")
            entity = Entity(f"E{i}", f"word{i}", EntityType.THING)
            mentions.append(Mention(entity, Span(start, start + len(f"word{i}"), f"word{i}")))
        extraction = Extraction(replace(samples[0].article, text=text), tuple(mentions))
        with Store(endpoint) as there, Store() as here:
            for store in (there, here):
                store.add(samples)
                store.add([extraction])
            assert there.dump(None, "nq") == here.dump(None, "nq")
            assert there.extraction("twitter-ban") == here.extraction("twitter-ban")
            assert len(there) == len(here)

    def test_confidences_keep_all_their_digits(
        self, endpoint: str, make_extraction: Callable[..., Extraction], said: Callable[..., object]
    ) -> None:
        """Virtuoso has fifteen digits behind the point, and a graph six."""
        extraction = make_extraction("a", said("Ban", "Twitter", "DHS", confidence=0.9 * 0.8))
        with Store(endpoint) as there, Store() as here:
            for store in (there, here):
                store.add([extraction])
                assert store.extraction("a").claims[0].confidence == 0.72
            assert there.dump(None, "nq") == here.dump(None, "nq")

    @pytest.mark.parametrize("updates", [1, 2, 3, 5, 7])
    def test_a_write_that_breaks_off_is_finished(
        self, endpoint: str, updates: int, monkeypatch: pytest.MonkeyPatch, samples: list[Extraction]
    ) -> None:
        with Store() as here:
            here.add(samples)
            wanted = here.dump(None, "nq")
        sent = 0

        class Killed(BaseException):
            """As good as SIGKILL."""

        def update(self: Endpoint, sparql: str, update: Callable[..., None] = Endpoint.update) -> None:
            nonlocal sent
            if sent == updates:
                raise Killed
            sent += 1
            update(self, sparql)

        with Store(endpoint) as store:
            store.add(samples[:1])
            monkeypatch.setattr("kgraph.graph.remote.journal._TRIPLES_AT_ONCE", 60)
            with monkeypatch.context() as patch:
                patch.setattr(Endpoint, "update", update)
                with pytest.raises(Killed):
                    store.add(samples[1:])
        with Store(endpoint) as mended:
            arrived = mended.article_ids()
            with Store() as here:
                here.add(e for e in samples if e.article.id in arrived)
                assert mended.dump(None, "nq") == here.dump(None, "nq")
            mended.add(samples)
            assert mended.dump(None, "nq") == wanted
