"""Floors: figures below which a change of the extractor must not fall, kept in a file."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kgraph.errors import InputError
from kgraph.evaluate.evaluation import evaluate
from kgraph.evaluate.files import read_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from kgraph.evaluate.evaluation import Evaluation
    from kgraph.evaluate.gold import Gold


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A figure that fell below its floor: its name ("events.fine.recall"), what it is, and the floor."""

    figure: str
    value: float
    floor: float

    def __str__(self) -> str:
        """What fell below what."""
        return f"{self.figure} is {self.value:.3f}, below its floor of {self.floor:.3f}"


@dataclass(frozen=True, slots=True)
class Floor:
    """The least that figures may be, by their names as in `Evaluation.figures`, joined by dots."""

    least: Mapping[str, float]

    def shortfalls(self, evaluation: Evaluation) -> tuple[Shortfall, ...]:
        """The figures of an evaluation that are below their floors; one that is lacking counts as 0."""
        figures = dict(_flat(evaluation.figures()))
        return tuple(
            Shortfall(name, figures.get(name, 0.0), least)
            for name, least in self.least.items()
            if figures.get(name, 0.0) < least
        )


def read_floor(path: Path | str, gold: Sequence[Gold]) -> Floor:
    """The floors of a TOML file with tables such as [events.fine] and keys such as `recall = 0.6`.

    Raises `InputError` for what is no TOML, no number, or no figure that this gold can give, and
    `OSError` where there is no file to read.
    """
    try:
        values = tomllib.loads(read_text(path))
    except tomllib.TOMLDecodeError as error:
        raise InputError(str(path), f"not TOML: {error}") from error
    known = dict(_flat(evaluate(gold, ()).figures()))
    least = dict(_flat(values))
    for name, value in least.items():
        if name not in known:
            raise InputError(str(path), f"{name} is no figure of this evaluation; one is events.fine.f1")
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise InputError(str(path), f"{name} = {value!r} is no number")
    if not least:
        raise InputError(str(path), "holds no floors, such as [events.fine] with f1 = 0.8")
    return Floor(least)


def _flat(values: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """The leaves of nested mappings, each under its names joined by dots."""
    for name, value in values.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value
