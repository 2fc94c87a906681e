"""The extractor: articles in, extractions out, one pass of the language model over each text."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from threadpoolctl import threadpool_limits

from kgraph.extract import confidence, lexicon_rows
from kgraph.extract.arguments import Arguments
from kgraph.extract.attribution import Attribution
from kgraph.extract.claim_writer import ClaimWriter
from kgraph.extract.claims import Reader
from kgraph.extract.coreference import Reference
from kgraph.extract.dates import article_date
from kgraph.extract.discourse import Discourse
from kgraph.extract.language.model import load_model
from kgraph.extract.mentions import NamedPassage, names_of
from kgraph.extract.parse import ParsedPassage, parse
from kgraph.extract.propositions import propositions
from kgraph.extract.relations import Relations
from kgraph.extract.slots import Slots
from kgraph.extract.version import DEFAULT_MODEL
from kgraph.gazetteer import Gazetteer
from kgraph.model import Article, Claim, Extraction, Mention, Proposition

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from spacy.language import Language

_CYBER_WORDS = 3  # words of the class "cyber" that make an article one about attacks on computers


@dataclass(frozen=True, slots=True)
class _Reading:
    """One article, parsed, with what is needed to read it further."""

    passages: list[NamedPassage]
    reference: Reference
    attribution: Attribution


class Extractor:
    """Reads articles into claims, with a spaCy pipeline that tags, parses and recognises names."""

    def __init__(self, gazetteer: Gazetteer, nlp: Language, *, calibrated: bool = True) -> None:
        """Without `calibrated`, claims keep the first figure of confidence, for fitting the model of it."""
        self._confidence = confidence.load() if calibrated else None
        self._nlp = nlp
        self._gazetteer = gazetteer
        self._lexicon = lexicon_rows.load()

    def extract(self, articles: Iterable[Article]) -> Iterator[Extraction]:
        """What each article says, in the order of the articles."""
        for article, passages in parse(articles, self._nlp, self._lexicon, self._gazetteer):
            yield self.read(article, passages)

    def read(self, article: Article, parsed: list[ParsedPassage]) -> Extraction:
        """What an article says whose passages have been parsed."""
        reading = self._reading(parsed)
        claims = self._claims(article, reading)
        return Extraction(article, _mentions(reading.passages, claims), claims)

    def propositions(self, articles: Iterable[Article]) -> Iterator[Proposition]:
        """The untyped propositions of each article, in the order of the articles."""
        for _, passages in parse(articles, self._nlp, self._lexicon, self._gazetteer):
            reading = self._reading(passages)
            for passage in reading.passages:
                yield from propositions(passage, reading.attribution, self._lexicon)

    def _reading(self, parsed: list[ParsedPassage]) -> _Reading:
        passages = names_of(parsed, self._lexicon, self._gazetteer)
        reference = Reference(Discourse(passages, self._lexicon, self._gazetteer))
        return _Reading(passages, reference, Attribution(reference, self._lexicon))

    def _claims(self, article: Article, reading: _Reading) -> tuple[Claim, ...]:
        """The claims of an article, each once; relations first, since they tell who works for whom."""
        anchor, _ = article_date(article.published, article.text)
        relations = Relations(reading.reference, self._lexicon)
        slots = Slots(reading.reference, self._lexicon)
        cyber = self._speaks_of_attacks(reading.passages)
        arguments = Arguments(reading.reference, self._lexicon)
        writer = ClaimWriter(reading.reference, reading.attribution, self._lexicon, anchor, cyber)
        reader = Reader(reading.reference, reading.attribution, slots, arguments, self._lexicon, writer)
        found = [claim for passage in reading.passages for claim in relations.claims(passage)]
        found += [claim for passage in reading.passages for claim in reader.claims(passage)]
        surest: dict[str, Claim] = {}
        for claim in found:
            if claim.id not in surest or surest[claim.id].confidence < claim.confidence:
                surest[claim.id] = claim
        claims = sorted(surest.values(), key=lambda claim: claim.position)
        if self._confidence is None:
            return tuple(claims)
        weighed = (replace(claim, confidence=self._confidence.of(claim)) for claim in claims)
        return tuple(claim for claim in weighed if claim.confidence >= confidence.WORTH_TELLING)

    def _speaks_of_attacks(self, passages: list[NamedPassage]) -> bool:
        """Whether an article is about attacks on computers, so that "attack" in it means those."""
        words = self._lexicon.classes["cyber"]
        speaking = [p.parsed for p in passages if any(word.lower() in words for word in p.parsed.words)]
        count = sum(token.lower_ in words for parsed in speaking for token in parsed.doc)
        return count >= _CYBER_WORDS


@lru_cache(maxsize=1)
def load_extractor(model: str = DEFAULT_MODEL, gazetteer: tuple[Path, ...] = ()) -> Extractor:
    """The extractor with that spaCy pipeline and the entities of these files beside the built-in ones.

    It is loaded once. Raises `ModelError` and `ResourceError` where one cannot be loaded.
    """
    return Extractor(Gazetteer.load(*gazetteer), load_model(model))


def on_one_processor() -> None:
    """Keep this process's products of matrices to one thread, where others use the other processors."""
    threadpool_limits(1, user_api="blas")


def _mentions(passages: list[NamedPassage], claims: tuple[Claim, ...]) -> tuple[Mention, ...]:
    """All mentions of an article in the order of the text: its names, and what its claims rest on."""
    found: dict[tuple[bool, int, int, str], Mention] = {}
    named = (name.mention for passage in passages for name in passage.names)
    claimed = (mention for claim in claims for mention in claim.mentions)
    for mention in (*named, *claimed):
        span = mention.span
        found.setdefault((not span.headline, span.start, span.end, mention.entity.id), mention)
    return tuple(found[key] for key in sorted(found))
