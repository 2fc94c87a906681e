"""Parts of speech, morphology and lemmas, worked out once for each word with its tag and relation.

A stock pipeline asks its rules about each token anew, at the cost of a whole parse. Nearly all of these
rules look at one token alone: at its text, tag and relation. So what they say is a table that fills as texts
are read. Texts that meet a rule about several tokens ("gon" "na") go through the pipeline's own components.
"""

from __future__ import annotations

from itertools import chain, pairwise
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

import numpy as np
from spacy.language import Language
from spacy.matcher import Matcher
from spacy.pipeline import AttributeRuler, Lemmatizer
from spacy.tokens import Doc

from kgraph.extract.language.batches import BatchComponent

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

NAME: Final = "kgraph_word_forms"
_SEEN: Final = frozenset({"ORTH", "TEXT", "LOWER", "TAG", "DEP", "IS_SPACE"})
"""What a rule may look at for its answer to hang on `_KEY` alone."""
_KEY: Final[list[int | str]] = ["ORTH", "TAG", "DEP"]
_VALUE: Final[list[int | str]] = ["TAG", "POS", "MORPH", "LEMMA", "DEP"]
_LARGEST: Final = 500_000  # words in the table, after which it begins anew: some 150 MB

_Key = tuple[int, ...]


def install(nlp: Language) -> None:
    """Put the table in the place of a pipeline's attribute ruler and lemmatizer, where it gives the same."""
    names = nlp.pipe_names
    if "attribute_ruler" not in names or "lemmatizer" not in names:
        return
    first = names.index("attribute_ruler")
    if names[first + 1 : first + 2] != ["lemmatizer"] or not _hangs_on_single_words(nlp):
        return
    lemmatizer: Any = nlp.get_pipe("lemmatizer")
    index = lemmatizer.lookups.get_table("lemma_index", {})
    for part_of_speech in list(index):  # lists of up to 57,000 lemmas, in which words are looked up
        index[part_of_speech] = frozenset(index[part_of_speech])
    nlp.add_pipe(NAME, before="attribute_ruler")
    nlp.select_pipes(disable=["attribute_ruler", "lemmatizer"])


def _hangs_on_single_words(nlp: Language) -> bool:
    """Whether the rules ask for no more than the text, tag and relation of tokens that stand together."""
    ruler, lemmatizer = nlp.get_pipe("attribute_ruler"), nlp.get_pipe("lemmatizer")
    return (
        isinstance(ruler, AttributeRuler)
        and isinstance(lemmatizer, Lemmatizer)
        and lemmatizer.mode == "rule"
        and all(
            _SEEN.issuperset(name.upper() for token in tokens for name in token)
            and set(_VALUE).issuperset(name.upper() for name in rule["attrs"])
            for rule in _rules(ruler)
            for tokens in rule["patterns"]
        )
    )


def _rules(ruler: AttributeRuler) -> list[dict[str, Any]]:
    """The rules as dictionaries of "patterns", "attrs" and "index", whose types spaCy leaves open."""
    return cast("list[dict[str, Any]]", ruler.patterns)


class _Form(NamedTuple):
    """What is known of a word with its tag and relation."""

    values: tuple[int, ...]  # see `_VALUE`
    begins_rule: bool  # whether it may be the first token of a rule about several, or the second
    continues_rule: bool


class WordForms(BatchComponent):
    """A component that gives tokens their part of speech, morphology and lemma."""

    def __init__(self, ruler: AttributeRuler, lemmatizer: Lemmatizer) -> None:
        self._ruler = ruler
        self._lemmatizer = lemmatizer
        self._single = AttributeRuler(ruler.vocab)
        self._first, self._second = Matcher(ruler.vocab), Matcher(ruler.vocab)
        for rule in _rules(ruler):
            single = [tokens for tokens in rule["patterns"] if len(tokens) == 1]
            if single:
                self._single.add(single, rule["attrs"], rule["index"])
            for tokens in rule["patterns"]:
                if len(tokens) > 1:
                    self._first.add("first", [tokens[:1]])
                    self._second.add("second", [tokens[1:2]])
        self._table: dict[_Key, _Form] = {}

    def work(self, docs: list[Doc]) -> None:
        """Set the attributes of documents that have been tagged and parsed."""
        if len(self._table) > _LARGEST:
            self._table.clear()
        keys = [list(map(tuple, doc.to_array(_KEY).tolist())) for doc in docs]
        missing = list(set(chain.from_iterable(keys)).difference(self._table))
        if missing:
            self._table.update(zip(missing, self._worked_out(missing), strict=True))
        for doc, of_doc in zip(docs, keys, strict=True):
            forms = [self._table[key] for key in of_doc]
            if any(one.begins_rule and two.continues_rule for one, two in pairwise(forms)):
                self._lemmatizer(self._ruler(doc))
            elif forms:
                doc.from_array(_VALUE, _rows(form.values for form in forms))

    def _worked_out(self, keys: list[_Key]) -> Iterator[_Form]:
        """What the pipeline's own components say of words with tag and relation, each on its own."""
        vocab = self._ruler.vocab
        doc = Doc(vocab, words=[vocab.strings[orth] for orth, _, _ in keys])
        doc.from_array(_KEY[1:], _rows(key[1:] for key in keys))
        first = {start for _, start, _ in self._first(doc, allow_missing=True)}
        second = {start for _, start, _ in self._second(doc, allow_missing=True)}
        self._lemmatizer(self._single(doc))
        for i, values in enumerate(doc.to_array(_VALUE).tolist()):
            yield _Form(tuple(values), i in first, i in second)


def _rows(values: Iterable[tuple[int, ...]]) -> Any:  # noqa: ANN401  # of a type of thinc's
    return np.array(list(values), dtype=np.uint64)


@Language.factory(NAME)
def make_component(nlp: Language, name: str) -> WordForms:  # noqa: ARG001  # spaCy gives both
    """The component, from the pipeline's own attribute ruler and lemmatizer."""
    ruler: Any = nlp.get_pipe("attribute_ruler")
    lemmatizer: Any = nlp.get_pipe("lemmatizer")
    return WordForms(ruler, lemmatizer)
