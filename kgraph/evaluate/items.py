"""What is compared: annotations and predictions, each an event or relation of an article."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from kgraph.errors import InputError
from kgraph.evaluate.files import parse, read_standard_input, read_text
from kgraph.model import Modality, Polarity
from kgraph.ontology import types

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An event or relation of one article.

    `actor`, `target` and `source` are names in the article's words, the first of which is shown;
    `source` are those of all whom the article cites. `time` is an ISO 8601 year, month or day.
    `quote` is the sentence, or the part of it, that holds the `trigger`.
    """

    article: str
    type: str
    actor: tuple[str, ...]
    target: tuple[str, ...]
    polarity: str = Polarity.POSITIVE
    modality: str = Modality.ACTUAL
    source: tuple[str, ...] = ()
    time: str | None = None
    trigger: str = ""
    quote: str = ""

    @property
    def is_event(self) -> bool:
        """Whether it is an event, not a lasting relation."""
        return types()[self.type].is_event

    @property
    def root(self) -> str:
        """The PLOVER root of an event's type; a relation is its own root."""
        return types()[self.type].plover or self.type

    @property
    def is_symmetric(self) -> bool:
        """Whether actor and target are equals, so that their order means nothing."""
        return types()[self.type].symmetric

    def __str__(self) -> str:
        """Who does what to whom."""
        actor, target = (names[0] if names else "(unnamed)" for names in (self.actor, self.target))
        return f"{actor} --{self.type}--> {target}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation(Item):
    """What a reader found. It is `core` when a list of what the article reports would hold it."""

    core: bool = False

    @classmethod
    def of(cls, article: str, entry: Mapping[str, Any]) -> Self:
        """The annotation in an entry of a gold file. Raises `InputError`, named after the article."""
        try:
            return cls(
                article=article,
                type=_annotated_type(entry),
                actor=_annotated_names(entry, "actor"),
                target=_annotated_names(entry, "target"),
                polarity=Polarity(entry.get("polarity", "positive")),
                modality=Modality(entry.get("modality", "actual")),
                source=_annotated_names(entry, "source", needed=False),
                time=_text(entry, "time") or None,
                trigger=_text(entry, "trigger"),
                quote=_text(entry, "quote"),
                core=bool(entry.get("core")),
            )
        except ValueError as error:
            raise InputError(article, str(error)) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class Prediction(Item):
    """What was extracted, with the extractor's `confidence` in it where that is known.

    One that lacks an actor, a target or a known type is not scored.
    """

    confidence: float | None = None

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> Self:
        """The prediction in an event record (see `kgraph.records`).

        Needs only `article` and `type`. An entity is its name, or a mapping with its `label`,
        `aliases` and `mentions`. Raises `InputError`, named after the article.
        """
        article = record.get("article")
        if not isinstance(article, str | int) or not isinstance(record.get("type"), str):
            raise InputError(str(article or "record"), "no event record: it needs `article` and `type`")
        confidence = record.get("confidence")
        if confidence is not None and not _is_probability(confidence):
            raise InputError(str(article), f"confidence {confidence!r} is no number from 0 to 1")
        return cls(
            article=str(article),
            type=record["type"],
            actor=tuple(_names(record.get("actor"))),
            target=tuple(_names(record.get("target"))),
            polarity=_text(record, "polarity"),
            modality=_text(record, "modality"),
            source=tuple(_names(record.get("source"))),
            time=_text(record, "time") or None,
            trigger=_text(record, "trigger"),
            quote=_text(record, "sentence"),
            confidence=confidence,
        )

    @property
    def is_scored(self) -> bool:
        """Whether it can be compared with annotations, which all have an actor and a target."""
        return bool(self.type in types() and self.actor and self.target)


def read_events(path: Path | str) -> list[Prediction]:
    """The predictions of a file of event records, one a line of JSON; "-" is standard input.

    Raises `InputError` that names the line, and `OSError` where there is no file to read.
    """
    if str(path) == "-":
        return list(_events(read_standard_input(), "standard input"))
    return list(_events(read_text(path), str(path)))


def _events(text: str, name: str) -> Iterator[Prediction]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        where = f"{name}, line {number}"
        record = parse(line, where)
        if not isinstance(record, dict):
            raise InputError(where, "no event record: it is no JSON object")
        try:
            yield Prediction.of(record)
        except InputError as error:
            raise InputError(where, error.reason) from error


def _annotated_type(entry: Mapping[str, Any]) -> str:
    type_ = entry.get("type")
    if not isinstance(type_, str) or type_ not in types():
        raise ValueError(f"{type_!r} is no type of event or relation")
    return type_


def _annotated_names(entry: Mapping[str, Any], role: str, *, needed: bool = True) -> tuple[str, ...]:
    names = entry.get(role) or []
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise ValueError(f"its {role} is no list of names")
    if needed and not names:
        raise ValueError(f"it has no {role}")
    return tuple(names)


def _names(entity: object) -> Iterator[str]:
    """All names of an entity, or of several."""
    if isinstance(entity, str):
        yield from [entity] if entity else []
    elif isinstance(entity, dict):
        yield from _names([entity.get("label"), entity.get("aliases"), entity.get("mentions")])
    elif isinstance(entity, list | tuple):
        for one in entity:
            yield from _names(one)


def _text(values: Mapping[str, Any], name: str) -> str:
    """A field as text, "" where it is lacking; a year may be a number."""
    return str(values.get(name) or "")


def _is_probability(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1
