"""The spaCy pipeline that reads sentences: loaded once, and run in the quickest way that changes nothing.

Three parts of a stock pipeline cost far more than they have to, and give place to others that give the same:
the products of matrices (numpy's BLAS knows more processors than the BLIS that spaCy brings, which falls back
to kernels without vectors on the others), the part of speech and lemma of each word (`word_forms`), and the
search for names (`name_search`).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import spacy
from thinc.api import Model, NumpyOps

from kgraph.extract import name_search, word_forms
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
    _use_numpy_products(nlp)
    word_forms.install(nlp)
    name_search.install(nlp)
    return nlp


def _use_numpy_products(nlp: Language) -> None:
    """Let the networks on the processor multiply matrices by numpy's BLAS."""
    ops = NumpyOps(use_blis=False)
    for _, component in nlp.pipeline:
        model = getattr(component, "model", None)
        if isinstance(model, Model):
            for layer in model.walk():
                if type(layer.ops) is NumpyOps:
                    layer.ops = ops
