"""Paths: the shortest chains of events between two entities, of any length, with each step's sentences."""

from collections.abc import Iterable
from itertools import pairwise

import pytest

from kgraph.errors import InputError, NotFoundError
from kgraph.knowledge_graph import KnowledgeGraph
from kgraph.model import Article, Claim, Entity, EntityType, Extraction, Mention, Span


def entity(name: str) -> Entity:
    return Entity(name, name, EntityType.ORGANIZATION)


def told(article: str, *events: tuple[str | None, str, str]) -> Extraction:
    """An article of which each sentence tells of one event."""
    text, claims = "", []
    for actor, type_, target in events:
        sentence = f"{actor} {type_} {target}."
        start, text = len(text), f"{text}{sentence} "

        def mention(name: str, start: int = start, sentence: str = sentence) -> Mention:
            place = start + sentence.index(name)
            return Mention(entity(name), Span(place, place + len(name), name))

        claims.append(
            Claim(
                article=article,
                type=type_,
                predicate={"Ban": "bans", "Fine": "fines"}[type_],
                actor=None if actor is None else mention(actor),
                target=mention(target),
                trigger=Span(
                    start + sentence.index(type_), start + sentence.index(type_) + len(type_), type_
                ),
                sentence=Span(start, start + len(sentence), sentence),
                confidence=0.9,
            )
        )
    return Extraction(Article(article, text), claims=tuple(claims))


def graph_of(*articles: Extraction) -> KnowledgeGraph:
    graph = KnowledgeGraph()
    graph.add(articles)
    return graph


def chain(*names: str) -> Iterable[tuple[str, str, str]]:
    """Events in a row that point this way and that."""
    for number, (one, other) in enumerate(pairwise(names)):
        yield (one, "Ban", other) if number % 2 else (other, "Ban", one)


@pytest.mark.parametrize("length", [2, 3, 4, 9, 40])
def test_a_path_may_have_any_length(length: int) -> None:
    names = [f"Org{number:02}" for number in range(length)]
    graph = graph_of(told("long", *chain(*names), (None, "Ban", names[0])))
    found = graph.paths(names[0], names[-1])
    assert ([[end.label for end in path.entities] for path in found], found.total) == ([names], 1)
    assert str(found[0]) == " — ".join(names)
    for (one, other), step in zip(pairwise(names), found[0].steps, strict=True):
        assert [{event.actor.id if event.actor else None, event.target.id} for event in step] == [
            {one, other}
        ]
        assert [claim.sentence.text.split()[1] for event in step for claim in event.claims] == ["Ban"]


def test_paths_with_most_events_and_events_with_most_claims_come_first() -> None:
    twice = told(
        "a", ("A", "Ban", "C"), ("C", "Fine", "D"), ("A", "Ban", "B"), ("B", "Ban", "D"), ("D", "Ban", "C")
    )
    graph = graph_of(twice, told("b", ("D", "Ban", "C")), told("c", ("B", "Ban", "E"), ("E", "Ban", "D")))
    found = graph.paths("A", "D")
    assert [str(path) for path in found] == ["A — C — D", "A — B — D"]
    assert [event.label for event in found[0].steps[1]] == ["D bans C", "C fines D"]
    assert [claim.article for claim in found[0].steps[1][0].claims] == ["a", "b"]
    fewer = graph.paths("A", "D", most=1)
    assert (len(fewer), fewer.total) == (1, 2)


def test_filters_choose_what_paths_are_made_of() -> None:
    graph = graph_of(told("a", ("A", "Fine", "C"), ("A", "Ban", "B"), ("B", "Ban", "C")))
    assert str(graph.paths("A", "C")[0]) == "A — C"
    assert str(graph.paths("A", "C", type="Ban")[0]) == "A — B — C"


@pytest.mark.parametrize(
    ("ends", "error", "message"),
    [
        (("A", "A"), InputError, "both ends are A"),
        (("A", "X"), NotFoundError, "no path leads from 'A' to 'X'"),
        (("A", "Lone"), NotFoundError, "there are no events of 'Lone'"),
        (("A", "Nobody"), NotFoundError, "Nobody"),
    ],
)
def test_what_has_no_path_is_told(ends: tuple[str, str], error: type[Exception], message: str) -> None:
    graph = graph_of(told("a", ("A", "Ban", "B"), ("X", "Ban", "Y"), (None, "Ban", "Lone")))
    with pytest.raises(error, match=message):
        graph.paths(*ends)
