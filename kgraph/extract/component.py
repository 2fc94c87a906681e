"""The extractor as a component of a spaCy pipeline: `nlp.add_pipe("kgraph")`, then `doc._.claims`.

The component reads the parse that the pipeline made; it needs a tagger, a parser, a lemmatizer
and an entity recogniser before it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.language import Language
from spacy.tokens import Doc

from kgraph.extract.extractor import Extractor
from kgraph.extract.parse import parsed_already
from kgraph.gazetteer import Gazetteer
from kgraph.model import Article

if TYPE_CHECKING:
    from collections.abc import Callable


@Language.factory(
    "kgraph", assigns=["doc._.claims"], requires=["token.dep", "token.tag", "token.lemma", "doc.ents"]
)
def make_component(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """Make the component; `doc._.claims` is then a tuple of `kgraph.model.Claim` in the order of the text."""
    gazetteer = Gazetteer.load()
    extractor = Extractor(gazetteer, nlp)
    if not Doc.has_extension("claims"):
        Doc.set_extension("claims", default=())

    def read_claims(doc: Doc) -> Doc:
        article = Article(str(doc.user_data.get("id", name)), doc.text)
        doc._.claims = extractor.read(article, [parsed_already(article, doc, gazetteer)]).claims
        return doc

    return read_claims
