"""Who says so: the subject of a verb of speech, who is cited ("according to"), who is quoted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgraph.extract.dependencies import prepositions_of
from kgraph.extract.subjects import subjects_of
from kgraph.extract.supposition import is_rumour
from kgraph.model import EntityType, Mention

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Doc, Token

    from kgraph.extract.coreference import Reference
    from kgraph.extract.lexicon import Lexicon

_QUOTES = frozenset({'"', "“", "”", "``", "''"})
_SPEAKERS = frozenset(
    {
        EntityType.PERSON,
        EntityType.ORGANIZATION,
        EntityType.COUNTRY,
        EntityType.GROUP,
        EntityType.THING,
    }
)


class Sources:
    """Finds the sources of claims in one article."""

    def __init__(self, reference: Reference, lexicon: Lexicon) -> None:
        self._reference = reference
        self._lexicon = lexicon
        self._quoting: dict[int, tuple[list[bool], tuple[Mention, ...]]] = {}

    def of_verb(self, verb: Token) -> tuple[Mention, ...]:
        """Who says what a verb of speech tells: its subject, or "by" whom it is said."""
        subjects = subjects_of(verb)
        if any(c.dep_ in ("auxpass", "nsubjpass") for c in verb.children) or (
            verb.tag_ == "VBN" and verb.dep_ == "acl"
        ):
            subjects = [noun for word, noun in prepositions_of(verb) if word == "by"]
        before = self._reference.discourse.sentence_before(verb)
        if len(subjects) == 1 and subjects[0].lower_ == "it" and before is not None:
            cited = self._cited_in(before)
            if cited:
                return cited  # "According to X, ... It adds that"
        return self._speakers(subjects)

    def cited(self, trigger: Token) -> tuple[Mention, ...]:
        """Whom the sentence of a trigger cites: "according to X"."""
        return self._cited_in(trigger)

    def is_rumoured(self, trigger: Token) -> bool:
        """Whether the clause of a trigger cites nobody in particular: "according to reports"."""
        return any(
            is_rumour(noun, self._lexicon) and trigger in word.head.subtree
            for word, noun in _citations(trigger)
        )

    def _cited_in(self, token: Token) -> tuple[Mention, ...]:
        """Whom the first "according to" of a token's sentence cites."""
        words = list(_citations(token))
        return self._speakers([noun for word, noun in words if word == words[0][0]])

    def quoted(self, trigger: Token) -> tuple[Mention, ...]:
        """Who speaks the quotation that a trigger stands in, where its paragraph quotes one speaker only."""
        doc = trigger.doc
        if id(doc) not in self._quoting:
            inside = _quoted_words(doc)
            self._quoting[id(doc)] = inside, self._only_speaker(doc, inside) if any(inside) else ()
        inside, speaker = self._quoting[id(doc)]
        return speaker if inside[trigger.i] else ()

    def _only_speaker(self, doc: Doc, inside: Sequence[bool]) -> tuple[Mention, ...]:
        """The one who is named beside every quotation of a paragraph; nobody when there are more."""
        found: dict[str, Mention] = {}
        for sentence in doc.sents:
            if not any(token.text in _QUOTES for token in sentence):
                continue
            for verb in sentence:
                if inside[verb.i] or verb.lemma_ not in self._lexicon.reporting_verbs or verb.pos_ != "VERB":
                    continue
                speakers = self._speakers(subjects_of(verb))
                if not speakers:
                    return ()
                found |= {mention.entity.id: mention for mention in speakers}
        return tuple(found.values()) if len(found) == 1 else ()

    def _speakers(self, tokens: list[Token]) -> tuple[Mention, ...]:
        mentions = (m for t in tokens for m in (self._reference.of(t) or self._reference.issuers(t)))
        return tuple(m for m in mentions if m.entity.type in _SPEAKERS)


def is_after_quote(token: Token) -> bool:
    """Whether a quotation mark stands before a word in its sentence."""
    return any(c.text in _QUOTES for c in token.sent if c.i < token.i)


def _citations(token: Token) -> Iterator[tuple[Token, Token]]:
    """Each "according" of a token's sentence, with each noun that it cites."""
    for word in token.sent:
        if word.lower_ == "according" and word.dep_ in ("prep", "advmod", "acl"):
            yield from ((word, noun) for c in word.children if c.lower_ == "to" for noun in c.children)


def _quoted_words(doc: Doc) -> list[bool]:
    """For each word of a paragraph whether it stands in a quotation that is opened and closed there."""
    found = [False] * len(doc)
    opened: int | None = None
    for token in doc:
        if token.text not in _QUOTES:
            continue
        spaced = token.i == 0 or bool(token.nbor(-1).whitespace_)
        if token.text == "“" or (token.text != "”" and spaced):
            opened = token.i
        elif opened is not None:
            found[opened : token.i + 1] = [True] * (token.i + 1 - opened)
            opened = None
    return found
