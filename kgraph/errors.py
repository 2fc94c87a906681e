"""Everything that can go wrong, as one tree.

    KgraphError
      ├── InputError          an input could not be read: names it, and the reason
      ├── GraphError          a store could not be opened, written or imported
      ├── QueryError          a query has a mistake: says where, and what was meant
      ├── NotFoundError       no entity, event, article or named query of that name
      ├── ExportError         a format is unknown, or a file could not be written
      ├── ResourceError       the ontology, lexicon or gazetteer has a mistake: file and line
      └── ModelError          the language model is missing or does not fit

Messages are for people: one line that names the thing and says what to do.
"""


class KgraphError(Exception):
    """Base of all errors that kgraph raises on purpose."""


class InputError(KgraphError):
    """An input could not be read.

    `name` is the file, address or record; `reason` says why in a few words.
    """

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name = name
        self.reason = reason


class GraphError(KgraphError):
    """A store could not be opened, written or imported."""


class QueryError(KgraphError):
    """A query has a mistake."""


class NotFoundError(KgraphError):
    """There is no entity, event, article or named query of that name."""


class ExportError(KgraphError):
    """A format is unknown, or a file could not be written."""


class ResourceError(KgraphError):
    """The ontology, lexicon or gazetteer has a mistake."""


class ModelError(KgraphError):
    """The language model is missing or does not fit."""
