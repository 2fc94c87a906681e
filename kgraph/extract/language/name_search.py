"""spaCy's named entity recogniser, with its search done for all tokens of many texts at once.

The recogniser goes through a text from left to right and decides for each token: outside, a name of one
token, or the beginning, inside or end of a longer one (Ratinov and Roth 2009). Where no name is open its
decision rests on the token alone, so that all such decisions can be taken together, as products of matrices;
and the names that begin anywhere can grow together, a token at a time. What is found is the same as what
`EntityRecognizer.greedy_parse` finds, which takes one decision after the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from spacy.language import Language
from spacy.pipeline import EntityRecognizer
from spacy.tokens import Span

from kgraph.extract.language.batches import BatchComponent

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray
    from spacy.tokens import Doc
    from thinc.api import Model

    _Floats = NDArray[np.float32]
    _Ints = NDArray[np.int64]
    _Flags = NDArray[np.bool_]

NAME: Final = "kgraph_name_search"
_TOKEN, _FIRST, _LAST = range(3)
"""What the network looks at: the token itself, and in an open name its first token and the latest one."""


def install(nlp: Language) -> None:
    """Put the search in the place of a pipeline's entity recogniser, where it finds the same."""
    if "ner" in nlp.pipe_names and _is_plain(nlp.get_pipe("ner")):
        nlp.add_pipe(NAME, before="ner")
        nlp.select_pipes(disable=["ner"])


def _is_plain(recogniser: Any) -> bool:  # noqa: ANN401  # whatever a pipeline calls "ner"
    """Whether a recogniser takes its decisions as described above: one at a time, over three tokens."""
    if type(recogniser) is not EntityRecognizer or recogniser.cfg["beam_width"] != 1:
        return False
    model: Model[list[Doc], Any] = recogniser.model
    return bool(
        model.attrs["has_upper"]
        and not model.attrs["unseen_classes"]
        and model.get_ref("lower").get_dim("nF") == len((_TOKEN, _FIRST, _LAST))
        and model.get_ref("lower").get_dim("nP") > 1
    )


@dataclass(frozen=True, slots=True)
class _Moves:
    """The decisions by their number: what each stands for."""

    labels: tuple[str, ...]
    outside: int
    unit: _Ints
    begin: _Ints
    inside: _Ints  # for each decision that begins a name, the one that goes on with it,
    last: _Ints  # and the one that ends it

    @classmethod
    def of(cls, names: Sequence[str]) -> _Moves:
        """Decisions as a recogniser names them ("B-ORG"), in its order."""
        kind = [name[:1] for name in names]
        labels = tuple(name[2:] for name in names)
        number = {name: i for i, name in enumerate(names)}

        def goes_on(by: str) -> _Ints:
            return np.array(
                [number[f"{by}-{label}"] if k == "B" else -1 for k, label in zip(kind, labels, strict=True)]
            )

        def of_kind(wanted: str) -> _Ints:
            return np.array([i for i, k in enumerate(kind) if k == wanted and labels[i]])

        return cls(labels, number["O"], of_kind("U"), of_kind("B"), goes_on("I"), goes_on("L"))


class _Network:
    """The last layers of a recogniser's network, from what it makes of each token to scores of decisions."""

    def __init__(self, model: Model[list[Doc], Any]) -> None:
        lower, upper = model.get_ref("lower"), model.get_ref("upper")
        self._tokens = model.get_ref("tok2vec")
        self._pieces: int = lower.get_dim("nP")
        width: int = lower.get_dim("nO") * self._pieces
        weights = _parameter(lower, "W").reshape(3, width, lower.get_dim("nI"))
        self._weights = [np.ascontiguousarray(w.T) for w in weights]
        self._padding = _parameter(lower, "pad").reshape(3, width)
        self._bias = _parameter(lower, "b").reshape(width)
        self._out = np.ascontiguousarray(_parameter(upper, "W").T)
        self._out_bias = _parameter(upper, "b")

    def tokens(self, docs: list[Doc]) -> _Floats:
        """A row for each token of the documents, one document after the other."""
        rows: _Floats = self._tokens.predict(docs)
        return rows

    def closed(self, rows: _Floats) -> _Floats:
        """The scores of all decisions about tokens before which no name is open."""
        hidden = rows @ self._weights[_TOKEN] + (self._padding[_FIRST] + self._padding[_LAST])
        return self._scores(hidden)

    def open(self, rows: _Floats, first: _Ints, current: _Ints) -> _Floats:
        """The scores of all decisions about `current` tokens, where a name is open since the `first` ones."""
        hidden = rows[current] @ self._weights[_TOKEN]
        hidden += rows[first] @ self._weights[_FIRST]
        hidden += rows[current - 1] @ self._weights[_LAST]
        return self._scores(hidden)

    def _scores(self, hidden: _Floats) -> _Floats:
        hidden += self._bias
        best = hidden.reshape(len(hidden), -1, self._pieces).max(axis=2)
        scores: _Floats = best @ self._out + self._out_bias
        return scores


def _parameter(layer: Model[Any, Any], name: str) -> _Floats:
    return np.asarray(layer.get_param(name))


class NameSearch(BatchComponent):
    """A component that finds the names in texts; see the module."""

    def __init__(self, recogniser: EntityRecognizer) -> None:
        moves = recogniser.moves
        self._moves = _Moves.of([moves.get_class_name(i) for i in range(moves.n_moves)])
        self._network = _Network(recogniser.model)

    def work(self, docs: list[Doc]) -> None:
        """Set the names of documents that have been parsed."""
        lengths = [len(doc) for doc in docs]
        if not sum(lengths):
            return
        rows = self._network.tokens(docs)
        flags = np.concatenate([doc.to_array(["SENT_START", "IS_SPACE"]) for doc in docs if len(doc)])
        ends = np.append(flags[1:, 0].astype(np.int64) == 1, True)  # a name ends where a sentence does
        ends[np.cumsum(lengths)[np.array(lengths) > 0] - 1] = True
        decisions = self._when_closed(rows, ends, flags[:, 1].astype(bool))
        grown = self._grown(rows, decisions, ends)
        starts = np.flatnonzero(decisions != self._moves.outside).tolist()
        offset = 0
        found = iter(self._walk(starts, decisions, grown))
        span = next(found, None)
        for doc, length in zip(docs, lengths, strict=True):
            names = []
            while span is not None and span[0] < offset + length:
                names.append(Span(doc, span[0] - offset, span[1] - offset, label=span[2]))
                span = next(found, None)
            doc.set_ents(names, default="outside")
            offset += length

    def _when_closed(self, rows: _Floats, ends: _Flags, space: _Flags) -> _Ints:
        """The decision about each token if no name is open before it."""
        scores = self._network.closed(rows)
        allowed = np.zeros(scores.shape, dtype=bool)
        allowed[:, self._moves.outside] = True
        allowed[:, self._moves.unit] = ~space[:, None]
        allowed[:, self._moves.begin] = ~(space | ends)[:, None]
        scores[~allowed] = -np.inf
        best: _Ints = scores.argmax(axis=1)
        return best

    def _grown(self, rows: _Floats, decisions: _Ints, ends: _Flags) -> dict[int, int]:
        """The last token of each name that may begin somewhere, by its first."""
        first = np.flatnonzero(np.isin(decisions, self._moves.begin))
        grown: dict[int, int] = {}
        current = first + 1
        while len(first):
            begun = decisions[first]
            scores = self._network.open(rows, first, current)
            each = np.arange(len(first))
            inside, last = self._moves.inside[begun], self._moves.last[begun]
            going, ending = scores[each, inside], scores[each, last]
            # of equal scores the decision with the smaller number is taken
            goes_on = ~ends[current] & ((going > ending) | ((going == ending) & (inside < last)))
            grown.update(zip(first[~goes_on].tolist(), current[~goes_on].tolist(), strict=True))
            first, current = first[goes_on], current[goes_on] + 1
        return grown

    def _walk(
        self, starts: list[int], decisions: _Ints, grown: dict[int, int]
    ) -> Iterator[tuple[int, int, str]]:
        """The names that are begun where no other is open, as tokens from and up to, and label."""
        closed_from = 0
        for start in starts:
            if start >= closed_from:
                closed_from = grown.get(start, start) + 1
                yield start, closed_from, self._moves.labels[decisions[start]]


@Language.factory(NAME)
def make_component(nlp: Language, name: str) -> NameSearch:  # noqa: ARG001  # spaCy gives both
    """The component, from the pipeline's own recogniser."""
    return NameSearch(nlp.get_pipe("ner"))
