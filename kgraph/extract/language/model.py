"""The spaCy pipeline that reads sentences: loaded once, and run in the quickest way that changes nothing.

Four parts of a stock pipeline cost far more than they have to, and give place to others that give the same:
the products of matrices (numpy's BLAS knows more processors than the BLIS that spaCy brings, which falls back
to kernels without vectors on the others), the vectors of single words (`word_vectors`), their parts of speech
and lemmas (`word_forms`), and the search for names (`name_search`).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import spacy
from thinc.api import Model, NumpyOps

from kgraph.extract.language import name_search, word_forms, word_vectors
from kgraph.extract.version import DEFAULT_MODEL, not_installed

if TYPE_CHECKING:
    from spacy.language import Language


@cache
def load_model(name: str = DEFAULT_MODEL) -> Language:
    """The spaCy pipeline of this name, loaded once; raises `ModelError` when it is not installed."""
    try:
        nlp = spacy.load(name)
    except OSError as error:
        raise not_installed(name) from error
    for network in _networks(nlp):
        for part in list(network.walk()):
            word_vectors.install(part)
        _use_numpy_products(network)
    word_forms.install(nlp)
    name_search.install(nlp)
    return nlp


def _networks(nlp: Language) -> list[Model[Any, Any]]:
    models = (getattr(component, "model", None) for _, component in nlp.pipeline)
    return [model for model in models if isinstance(model, Model)]


def _use_numpy_products(network: Model[Any, Any]) -> None:
    """Let a network on the processor multiply matrices by numpy's BLAS."""
    ops = NumpyOps(use_blis=False)
    for layer in network.walk():
        if type(layer.ops) is NumpyOps:
            layer.ops = ops
