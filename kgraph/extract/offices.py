"""Who is meant by an office: "the Russian president", "Apple's chief executive", at the article's date."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kgraph.extract.dependencies import prepositions_of
from kgraph.model import Entity, EntityType, Mention

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from spacy.tokens import Token

    from kgraph.extract.discourse import Discourse

_BODIES = frozenset({EntityType.COUNTRY, EntityType.ORGANIZATION})
_CONFIDENCE = 0.85
_LONGEST = 4  # words of an office ("minister of foreign affairs")
_YEAR = re.compile(r"(?:19|20)\d\d")


class Offices:
    """Finds the holders of offices; `of` resolves the phrases inside a description."""

    def __init__(self, discourse: Discourse, of: Callable[[Token], tuple[Mention, ...]]) -> None:
        self._discourse = discourse
        self._of = of

    def holder(self, token: Token) -> Mention | None:
        """The one who holds the office that a noun phrase describes, None where that is not safe to say.

        Nothing but the office and whose it is may be in the phrase: "the former US president", "two
        presidents" and "the next prime minister" are somebody else. What is told of another year than
        the article's may have been done by another holder.
        """
        day = self._discourse.published
        office, words = self._office(token)
        if day is None or not office or token.tag_ in ("NNS", "NNPS"):
            return None
        others = {t.i for t in token.lefts} - words
        owned = [t for t in token.children if t.i in others or t.dep_ in ("poss", "prep")]
        if any(not self._is_part(t) for t in owned) or _is_of_another_year(token, day.year):
            return None
        bodies = {entity.id: entity for entity in self._bodies(token, words)}
        if len(bodies) != 1:
            return None
        (body,) = bodies.values()
        roles = self._discourse.lexicon.offices[office]
        found = {e.id: e for role in roles if (e := self._discourse.holder(role, body.id, day)) is not None}
        if len(found) != 1:
            return None
        (person,) = found.values()
        reason = f"{office} of {body.label} on {day.isoformat()}"
        return Mention(person, self._discourse.phrase(token), "description", _CONFIDENCE, reason)

    def _office(self, token: Token) -> tuple[str, set[int]]:
        """The longest office that ends with a noun, or goes on behind it, and its tokens."""
        offices = self._discourse.lexicon.offices
        if token.lower_ not in self._discourse.lexicon.office_words:
            return "", set()
        for length in range(_LONGEST, 0, -1):
            first = max(token.i - length + 1, token.sent.start)
            before = token.doc[first : token.i + 1]
            if before.text.lower() in offices:
                return before.text.lower(), {t.i for t in before}
            behind = token.doc[token.i : token.i + length]
            if length > 1 and behind.text.lower() in offices:
                return behind.text.lower(), {t.i for t in behind}
        return "", set()

    def _is_part(self, token: Token) -> bool:
        """Whether a word of the phrase only tells whose the office is."""
        if token.dep_ == "det":
            return token.lower_ == "the"
        if token.dep_ == "prep":
            return True
        name = self._discourse.name_at(token)
        return token.dep_ in ("poss", "case") or (name is not None and name.mention.entity.type in _BODIES)

    def _bodies(self, token: Token, office: set[int]) -> Iterator[Entity]:
        """The states and organisations whose office it is."""
        for child in token.children:
            name = self._discourse.name_at(child)
            if child.i in office:
                continue
            if name is not None and child.dep_ in ("amod", "compound", "nmod", "poss"):
                yield name.mention.entity
            elif child.dep_ == "poss":
                yield from (mention.entity for mention in self._of(child))
        for word, noun in prepositions_of(token):
            if word in ("of", "at") and noun.i not in office:
                yield from (mention.entity for mention in self._of(noun))


def _is_of_another_year(token: Token, year: int) -> bool:
    """Whether a token's sentence tells of a year that is not the given one."""
    return any(_YEAR.fullmatch(t.text) and int(t.text) != year for t in token.sent)
