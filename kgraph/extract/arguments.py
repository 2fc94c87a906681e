"""Who acts and who is acted upon: the mentions that fill the slots of a frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgraph.extract.candidate import named
from kgraph.extract.coreference import is_agentive
from kgraph.link import clean_name, described_entity
from kgraph.model import EntityType, Mention

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kgraph.extract.coreference import Reference
    from kgraph.extract.lexicon import Frame, Lexicon

_ADDRESSED = frozenset({"Request", "Warning", "Supply"})
_BREAKS = frozenset({",", ";", "-", "–", "—", "(", ":"})
_PERSONAL = frozenset({"Arrest", "Prosecution", "Expulsion", "Assault"})  # acts on people
_TOLD_BY_NAME = 0.6  # confidence of what is described with a name
_MAX_MATTER_WORDS = 10


class Arguments:
    """Finds the mentions that tokens in actor and target slots stand for."""

    def __init__(self, reference: Reference, lexicon: Lexicon) -> None:
        self._reference = reference
        self._lexicon = lexicon

    def actors(self, tokens: list[Token]) -> list[Mention]:
        """Those among what some tokens stand for who can act, each once; laws act for who issued them."""
        found: list[Mention] = []
        for token in tokens:
            mentions = list(self._reference.of(token)) or self._reference.issuers(token)
            mentions = mentions or self._described(token)
            found.extend(
                m
                for m in mentions
                if (is_agentive(m) or _governs(m, token)) and m.entity.id not in {f.entity.id for f in found}
            )
        return found

    def targets(self, frame: Frame, filled: list[tuple[str, list[Token]]]) -> list[tuple[Mention, Token]]:
        """The mentions of the first slot that gives any, each with the token that it was found at."""
        for slot, tokens in filled:
            found: list[tuple[Mention, Token]] = []
            for token in tokens:
                mentions = self._launched(token) if slot == "new" else list(self._reference.of(token))
                if not mentions and slot == "matter" and token.pos_ != "PRON":
                    mentions = [self._matter(token)]
                if not mentions:
                    thing = self._reference.thing(token)
                    if thing is None and frame.type in _ADDRESSED and "obliged" not in frame.needs:
                        thing = self._reference.clientele(token)
                    mentions = [thing] if thing is not None else []
                if frame.type in _PERSONAL:
                    mentions = [self._in_person(m, token) for m in mentions]
                found.extend((m, token) for m in mentions)
            if "named" in frame.needs:
                found = [(m, t) for m, t in found if named(m)]
            if found:
                return found
        return []

    def _in_person(self, mention: Mention, token: Token) -> Mention:
        """The people that a noun tells, not the state they serve: "arrested a Russian official"."""
        if mention.entity.type is not EntityType.COUNTRY:
            return mention
        common = token.pos_ == "NOUN" and (
            token.lemma_.lower() in self._lexicon.positions or token.tag_ == "NNS"
        )
        officials = mention.kind == "name" and mention.span.text.endswith("officials")
        return self._reference.people(token) if common or officials else mention

    def _described(self, token: Token) -> list[Mention]:
        """People or an organisation without a name, told apart by one ("prosecutors in Paris")."""
        thing = self._reference.thing(token)
        if thing is None or not is_agentive(thing) or thing.confidence < _TOLD_BY_NAME:
            return []
        return [thing]

    def _launched(self, token: Token) -> list[Mention]:
        """What is new: a name, or a thing that is not told by its owner's name."""
        name = self._reference.discourse.name_at(token)
        if name is not None:
            return [name.mention]
        thing = self._reference.thing(token)
        return [thing] if thing is not None else []

    def is_unnamed(self, token: Token) -> bool:
        """Whether a noun says nothing of who acted ("hackers")."""
        return self._lexicon.is_a(token.lemma_.lower(), "unnamed")

    def _matter(self, token: Token) -> Mention:
        """What a clause or noun says, as a thing that can be denied."""
        aside = {t.i for c in token.children if c.dep_ in ("relcl", "appos") for t in c.subtree}
        words = [t for t in token.subtree if t.dep_ != "mark" and t.i not in aside]
        while words and words[0].is_punct:
            words.pop(0)
        stop = next((n for n, t in enumerate(words) if t.text in _BREAKS and _is_apart(t)), len(words))
        words = words[: min(stop, _MAX_MATTER_WORDS)] or [token]
        while len(words) > 1 and words[-1].pos_ in ("ADP", "DET", "PART", "CCONJ", "AUX"):
            words.pop()
        first, last = words[0].i, words[-1].i + 1
        passage = self._reference.discourse.passage_of(token).parsed
        span = passage.span(first, last)
        return Mention(
            described_entity(clean_name(span.text) or span.text, EntityType.THING, passage.article.id),
            span,
            "phrase",
            0.6,
        )


def _is_apart(mark: Token) -> bool:
    """Whether a mark divides; a hyphen inside a word ("anti-Semitic") does not."""
    return mark.text != "-" or bool(mark.doc[mark.i - 1].whitespace_)


def _governs(mention: Mention, token: Token) -> bool:
    """Whether a place stands for those who govern it: it acts, or an act is its own ("California sued")."""
    if mention.entity.type is not EntityType.PLACE:
        return False
    return token.dep_ in ("nsubj", "poss") or (token.dep_ == "pobj" and token.head.dep_ == "agent")
