"""A cast for tests of exchange formats, and exports of what it does."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import stix2

from kgraph import KnowledgeGraph
from kgraph.model import Entity, EntityType, Extraction, Modality

ENTITIES = {
    entity.id: entity
    for entity in (
        Entity("Lazarus", "Lazarus", EntityType.ORGANIZATION, "hacking group", aliases=("HIDDEN COBRA",)),
        Entity("APT38", "APT38", EntityType.ORGANIZATION, "hacking group"),
        Entity("WannaCry", "WannaCry", EntityType.MALWARE, "malware"),
        Entity("EternalBlue", "EternalBlue", EntityType.MALWARE, "malware"),
        Entity("Sony", "Sony", EntityType.ORGANIZATION, "company", wikidata="Q41187"),
        Entity("RGB", "Reconnaissance General Bureau", EntityType.ORGANIZATION, "agency"),
        Entity("North_Korea", "North Korea", EntityType.COUNTRY, "country"),
        Entity("Soviet_Union", "Soviet Union", EntityType.COUNTRY, "country"),
        Entity("Izmir", "Izmir", EntityType.PLACE, "place", "Turkey", descriptors=("city", "port")),
        Entity("Texas", "Texas", EntityType.PLACE, "place", "United_States", descriptors=("state",)),
        Entity("Nowhere", "Nowhere", EntityType.PLACE),
        Entity("Park", "Park Jin Hyok", EntityType.PERSON, "person"),
        Entity("users", "iPhone users", EntityType.GROUP),
        Entity("Orion", "Orion", EntityType.PRODUCT, "product"),
        Entity("elections", "the 2016 elections", EntityType.THING),
        Entity("act", "the Act", EntityType.WORK),
    )
}


@pytest.fixture(scope="session")
def cast() -> dict[str, Entity]:
    """Entities of every sort."""
    return ENTITIES


def _read_bundle(graph: KnowledgeGraph, path: Path) -> stix2.Bundle:
    assert graph.export(path) == (path,)
    return stix2.parse(path.read_text(encoding="utf-8"), allow_custom=False)


@pytest.fixture(scope="session")
def read_bundle() -> Callable[..., stix2.Bundle]:
    """The bundle that an export of a graph to a path holds, read strictly."""
    return _read_bundle


@pytest.fixture
def exported(make_extraction: Callable[..., Extraction], tmp_path: Path) -> Callable[..., stix2.Bundle]:
    """The bundle of a graph with one article that says these things; its fields can be given."""

    def export(*sentences: object, **fields: Any) -> stix2.Bundle:  # noqa: ANN401 - fields of any type
        made = make_extraction("sample", *sentences, published=date(2018, 4, 23), entities=ENTITIES)
        graph = KnowledgeGraph()
        graph.add([replace(made, article=replace(made.article, **fields))])
        return _read_bundle(graph, tmp_path / "out.stix.json")

    return export


HOSTILE = [
    '"',
    '""",\n=cmd()|;--',
    "a\r\nb\rc\td",
    "\x00\x1b[31m\x7f\ufffe\uffff",
    "\u2028\u2029\x85\u202e",
    "; DROP TABLE events; --",
    "</node>]]>&lt;<!--",
    "\\",
    "\\N",
    "NULL",
    "Škoda 日本 🎉",
    "'=1+1",
]


@pytest.fixture(scope="session")
def hostile(make_extraction: Callable[..., Extraction], said: Callable[..., object]) -> list[Extraction]:
    """Articles whose ids, texts and entities try to break out of the cells and tags they are put into."""
    found = []
    for number, words in enumerate(HOSTILE):
        actor, target = (
            Entity(
                words + end,
                words,
                EntityType.THING,
                words,
                words,
                words,
                "Q1",
                (words, f"{words};{end}"),
                (words,),
            )
            for end in ("1", "2")
        )
        own = {"actor": actor, "target": target}
        claims = (
            said("Ban", "actor", "target", "2018", object=words, role=words),
            said("Criticism", "actor", "target", object=words, modality=Modality.ALLEGED),
            said("Cyberattack", None, "target", place="actor"),
        )
        made = make_extraction(f"{number}{words}", *claims, published=date(2018, 4, 23), entities=own)
        article = replace(made.article, title=words, url=words, publisher=words, author=words)
        found.append(replace(made, article=article))
    return found
