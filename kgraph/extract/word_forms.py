"""Parts of speech, morphology and lemmas, worked out once for each word with its tag and role.

A stock pipeline asks its rules about each token anew, at the cost of a whole parse. Nearly all of these rules look
at one token alone: at its text, tag and relation. So what they say is a table that fills as texts are read. Texts
that meet a rule about several tokens ("gon" "na") go through the pipeline's own components.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from spacy.attrs import DEP, LEMMA, MORPH, ORTH, POS, TAG
from spacy.language import Language
from spacy.matcher import Matcher
from spacy.pipeline import AttributeRuler, Lemmatizer
from spacy.tokens import Doc

if TYPE_CHECKING:
    from collections.abc import Iterator

NAME: Final = "kgraph_word_forms"
_SEEN: Final = frozenset({"ORTH", "TEXT", "LOWER", "TAG", "DEP", "IS_SPACE", "OP"})
"""What a rule may look at for its answer to hang on `_KEY` alone."""
_KEY: Final = (ORTH, TAG, DEP)
_VALUE: Final = (POS, MORPH, LEMMA)
_LARGEST: Final = 500_000  # words in the table, after which it begins anew: some 150 MB

_Row = tuple[int, ...]


def install(nlp: Language) -> None:
    """Put the table in the place of a pipeline's attribute ruler and lemmatizer, where it gives the same."""
    names = nlp.pipe_names
    if "attribute_ruler" not in names or "lemmatizer" not in names:
        return
    first = names.index("attribute_ruler")
    if names[first + 1 : first + 2] != ["lemmatizer"] or not _hangs_on_single_words(nlp):
        return
    nlp.add_pipe(NAME, before="attribute_ruler")
    nlp.disable_pipes("attribute_ruler", "lemmatizer")


def _hangs_on_single_words(nlp: Language) -> bool:
    """Whether the rules about one token ask for no more than its text, tag and relation."""
    ruler, lemmatizer = nlp.get_pipe("attribute_ruler"), nlp.get_pipe("lemmatizer")
    return (
        isinstance(ruler, AttributeRuler)
        and isinstance(lemmatizer, Lemmatizer)
        and lemmatizer.mode == "rule"
        and all(_SEEN.issuperset(_asked(tokens)) for tokens in _rules(ruler) if _is_single(tokens))
    )


_Rule = list[dict[str, object]]


def _rules(ruler: AttributeRuler) -> Iterator[_Rule]:
    for rule in ruler.patterns:
        yield from rule["patterns"]  # type: ignore[misc]  # a list of patterns, which spaCy's types leave open


def _is_single(rule: _Rule) -> bool:
    return len(rule) == 1 and "OP" not in rule[0]


def _asked(rule: _Rule) -> set[str]:
    return {str(name).upper() for token in rule for name in token}


class WordForms:
    """A component that gives tokens their part of speech, morphology and lemma."""

    def __init__(self, ruler: AttributeRuler, lemmatizer: Lemmatizer) -> None:
        self._ruler = ruler
        self._lemmatizer = lemmatizer
        self._single = AttributeRuler(ruler.vocab)
        self._several = Matcher(ruler.vocab)
        for rule in ruler.patterns:
            single = [tokens for tokens in rule["patterns"] if _is_single(tokens)]
            several = [tokens for tokens in rule["patterns"] if not _is_single(tokens)]
            if single:
                self._single.add(single, rule["attrs"], rule["index"])
            if several:
                self._several.add("several", several)
        self._table: dict[_Row, _Row] = {}

    def __call__(self, doc: Doc) -> Doc:
        """Set the attributes of a document that has been tagged and parsed."""
        if not len(doc):
            return doc
        if self._several(doc, allow_missing=True):
            return self._lemmatizer(self._ruler(doc))
        if len(self._table) > _LARGEST:
            self._table.clear()
        keys = [tuple(row) for row in doc.to_array(_KEY).tolist()]
        missing = list({key: None for key in keys if key not in self._table})
        if missing:
            self._table.update(zip(missing, self._worked_out(missing), strict=True))
        doc.from_array(_VALUE, np.array([self._table[key] for key in keys], dtype=np.uint64))
        return doc

    def _worked_out(self, keys: list[_Row]) -> Iterator[_Row]:
        """What the pipeline's own components say of words with tag and relation, each on its own."""
        vocab = self._ruler.vocab
        doc = Doc(vocab, words=[vocab.strings[orth] for orth, _, _ in keys])
        doc.from_array(_KEY[1:], np.array([key[1:] for key in keys], dtype=np.uint64))
        self._lemmatizer(self._single(doc))
        return (tuple(row) for row in doc.to_array(_VALUE).tolist())


@Language.factory(NAME)
def make_component(nlp: Language, name: str) -> WordForms:  # noqa: ARG001  # spaCy gives both
    """The component, from the pipeline's own attribute ruler and lemmatizer."""
    ruler, lemmatizer = nlp.get_pipe("attribute_ruler"), nlp.get_pipe("lemmatizer")
    assert isinstance(ruler, AttributeRuler)
    assert isinstance(lemmatizer, Lemmatizer)
    return WordForms(ruler, lemmatizer)
