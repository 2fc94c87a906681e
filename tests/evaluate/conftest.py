"""Annotations and predictions written as one writes them down: who, does what, to whom."""

from collections.abc import Callable

import pytest

from kgraph.evaluate import Annotation, Prediction


@pytest.fixture(scope="session")
def annotated() -> Callable[..., Annotation]:
    """An annotation of the article "a" by the names of its ends, other names after a slash."""

    def make(actor: str, type_: str, target: str, **fields: object) -> Annotation:
        ends = {"actor": actor.split("/"), "target": target.split("/")}
        return Annotation.of("a", {"type": type_, **ends, **fields})

    return make


@pytest.fixture(scope="session")
def predicted() -> Callable[..., Prediction]:
    """A prediction in the article "a" by the names of its ends; an actor "" is unnamed."""

    def make(actor: str, type_: str, target: str, **fields: object) -> Prediction:
        ends = {
            role: {"label": label, "mentions": mentions} if label else None
            for role, (label, *mentions) in (("actor", actor.split("/")), ("target", target.split("/")))
        }
        stated = {"polarity": "positive", "modality": "actual"}
        return Prediction.of({"article": "a", "type": type_, **stated, **ends, **fields})

    return make
