"""Components of a spaCy pipeline that work on many texts at a time."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from spacy.util import minibatch

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.tokens import Doc


class BatchComponent(ABC):
    """A component whose `work` sets what it finds on the documents of a batch."""

    @abstractmethod
    def work(self, docs: list[Doc]) -> None:
        """Find something in documents, some of which may be empty, and set it on them."""

    def __call__(self, doc: Doc) -> Doc:
        """Work on one document."""
        self.work([doc])
        return doc

    def pipe(self, docs: Iterable[Doc], *, batch_size: int = 128) -> Iterator[Doc]:
        """Work on documents in order, many at a time."""
        for batch in minibatch(docs, batch_size):  # type: ignore[no-untyped-call]
            self.work(batch)
            yield from batch
