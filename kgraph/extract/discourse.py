"""One article's passages as a whole: where a word stands, what was named before it, what its phrase is."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from spacy.tokens import Token

    from kgraph.extract.lexicon import Lexicon
    from kgraph.extract.mentions import Name, NamedPassage
    from kgraph.gazetteer import Gazetteer
    from kgraph.model import Entity, Span

_MODIFIERS = frozenset({"det", "amod", "compound", "nummod", "nmod", "poss", "quantmod", "npadvmod"})


class Discourse:
    """The passages of one article with their names, in order."""

    def __init__(self, passages: Sequence[NamedPassage], lexicon: Lexicon, gazetteer: Gazetteer) -> None:
        self.lexicon = lexicon
        self.article = passages[0].parsed.article.id if passages else ""
        self.published = passages[0].parsed.article.published if passages else None
        self._passages = passages
        self._gazetteer = gazetteer
        self._nouns_of: dict[int, list[Token]] = {}
        self._index = {id(named.parsed.doc): number for number, named in enumerate(passages)}

    def place_of(self, token: Token) -> tuple[int, int]:
        """The number of a token's passage, and its own number there."""
        return self._index[id(token.doc)], token.i

    def known(self, entity_id: str) -> Entity | None:
        """The gazetteer's entity of this id."""
        return self._gazetteer.get(entity_id)

    def holder(self, role: str, body: str, day: date) -> Entity | None:
        """Who held a post on a day, as the gazetteer knows it; None where that cannot be said."""
        return self._gazetteer.holder(role, body, day)

    def called(self, surface: str) -> Entity | None:
        """The one entity that the gazetteer knows under a name."""
        found = {
            e.id: e
            for match in self._gazetteer.find(surface)
            if match.text == surface
            for e in match.entities
        }
        return next(iter(found.values())) if len(found) == 1 else None

    def passage_of(self, token: Token) -> NamedPassage:
        """The passage that a token stands in."""
        return self._passages[self._index[id(token.doc)]]

    def name_at(self, token: Token) -> Name | None:
        """The name that covers a token, if any."""
        return self.passage_of(token).name_at(token)

    def head_of_name(self, name: Name) -> Token:
        """The last word of a name, on which its phrase hangs."""
        passage = next(p for p in self._passages if name in p.names)
        return passage.parsed.doc[name.last - 1]

    def names_before(self, token: Token, reach: int) -> list[Name]:
        """Names before a token, nearest first: in its sentence, or in `reach` passages before it."""
        number = self._index[id(token.doc)]
        here = [n for n in self._passages[number].names if n.last <= token.i]
        if not reach:
            return [n for n in reversed(here) if n.first >= token.sent.start]
        out = list(reversed(here))
        for named in reversed(self._passages[max(0, number - reach) : number]):
            out.extend(reversed(named.names))
        return out

    def nouns_before(self, token: Token, reach: int) -> Iterator[Token]:
        """Common nouns before a token, nearest first, in its own passage and `reach` passages before it."""
        number = self._index[id(token.doc)]
        yield from (noun for noun in reversed(self._nouns(number)) if noun.i < token.i)
        for before in range(number - 1, max(0, number - reach) - 1, -1):
            yield from reversed(self._nouns(before))

    def _nouns(self, number: int) -> list[Token]:
        if number not in self._nouns_of:
            doc = self._passages[number].parsed.doc
            self._nouns_of[number] = [token for token in doc if token.pos_ == "NOUN"]
        return self._nouns_of[number]

    def owner_names(self, token: Token) -> list[Name]:
        """The names that stand before a noun in its phrase, as its owner or modifier."""
        out = []
        for child in token.lefts:
            if child.dep_ not in ("poss", "compound", "nmod", "amod"):
                continue
            name = self.name_at(child)
            if name is not None:
                out.append(name)
            elif child.tag_ != "PRP$":
                out.extend(self.owner_names(child))
        return out

    def phrase(self, token: Token) -> Span:
        """The noun phrase of a token, from its first modifier to the noun itself."""
        first = token.i
        queue = [token]
        while queue:
            for child in queue.pop().lefts:
                if child.dep_ in _MODIFIERS or (
                    child.dep_ in ("punct", "case", "conj", "cc") and child.i > first
                ):
                    first = min(first, child.i)
                    queue.append(child)
        return self.passage_of(token).parsed.span(first, token.i + 1)

    def bare_phrase(self, token: Token) -> str:
        """The noun phrase in small letters, without determiner and nationality."""
        words = []
        for i in range(token.left_edge.i, token.i + 1):
            other = token.doc[i]
            name = self.name_at(other)
            if other.dep_ in ("det", "poss", "case") or (name is not None and name.adjective):
                continue
            words.append(other.lower_)
        return re.sub(r"\S+-based ", "", " ".join(words).replace(" - ", "-"))

    def wording(self, span: Span) -> str:
        """What stands at a stretch, in small letters where only a headline's style asks for capitals."""
        found = self._passage_at(span)
        if found is None or not found.parsed.passage.headline:
            return span.text
        start = span.start - found.parsed.passage.start
        return found.parsed.passage.text[start : start + len(span.text)]

    def begins_sentence(self, phrase: Span) -> bool:
        """Whether a phrase begins a sentence with a common word, whose capital says nothing."""
        found = self._passage_at(phrase)
        if found is None:
            return False
        token = found.parsed.doc[bisect_left(found.parsed.offsets, (phrase.start, 0))]
        return bool(token.is_sent_start) and token.pos_ != "PROPN" and found.name_at(token) is None

    def _passage_at(self, span: Span) -> NamedPassage | None:
        for named in self._passages:
            offsets = named.parsed.offsets
            same_part = named.parsed.passage.title == span.headline
            if same_part and offsets and offsets[0][0] <= span.start < offsets[-1][1]:
                return named
        return None

    def sentence_before(self, token: Token) -> Token | None:
        """The root of the sentence before a token's own, in this passage or the one before."""
        start = token.sent.start
        if start:
            return token.doc[start - 1].sent.root
        number = self._index[id(token.doc)]
        sentences = list(self._passages[number - 1].parsed.doc.sents) if number else []
        return sentences[-1].root if sentences else None
