"""Pronouns, where the grammar binds them or only one candidate is in reach; abstains otherwise."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kgraph.extract.dependencies import clause_head, conjoined
from kgraph.extract.subjects import subjects_of
from kgraph.model import EntityType, Mention

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.tokens import Token

    from kgraph.extract.discourse import Discourse
    from kgraph.model import Entity

_THING_PRONOUNS = frozenset({"it", "its", "itself"})
_PERSON_PRONOUNS = frozenset({"he", "she", "him", "her", "his", "hers", "himself", "herself"})
_PLURAL_PRONOUNS = frozenset({"they", "them", "their", "themselves"})
_NO_ANTECEDENTS = frozenset({EntityType.GROUP, EntityType.WORK, EntityType.PLACE})
_WE = frozenset({"we", "us", "our", "ourselves"})
_SPEAKER_PRONOUNS = frozenset({"i", "me", "my", "we", "us", "our", "myself", "ourselves"})


class Pronouns:
    """Resolves pronouns; `of` resolves the phrases that may bind them."""

    def __init__(
        self,
        discourse: Discourse,
        of: Callable[[Token], tuple[Mention, ...]],
        employer_of: Callable[[Entity], Entity | None],
    ) -> None:
        self._discourse = discourse
        self._of = of
        self._employer_of = employer_of

    def pronoun(self, token: Token) -> list[Mention]:
        """What a pronoun stands for; empty when it is not safe to say."""
        word = token.lower_
        if word in _SPEAKER_PRONOUNS:
            speakers = [self._as_pronoun(token, m, 0.8) for m in self._speaker(token)]
            return [self._for_firm(m) for m in speakers] if word in _WE else speakers
        if word in _THING_PRONOUNS:
            if _is_expletive(token):
                return []
            return self._bound(token, person=False)
        if word in _PERSON_PRONOUNS:
            return self._bound(token, person=True)
        if word in _PLURAL_PRONOUNS:
            return self._plural(token)
        return []

    def _for_firm(self, speaker: Mention) -> Mention:
        """Who a speaker means by "we": the firm that employs the speaker, where one is named."""
        firm = self._employer_of(speaker.entity)
        if firm is None or firm.type is not EntityType.ORGANIZATION:
            return speaker
        return replace(speaker, entity=firm)

    def _as_pronoun(self, token: Token, mention: Mention, confidence: float) -> Mention:
        span = self._discourse.passage_of(token).parsed.span(token.i, token.i + 1)
        return Mention(mention.entity, span, "pronoun", confidence * mention.confidence)

    def _bound(self, token: Token, *, person: bool) -> list[Mention]:
        """A singular pronoun: bound by the grammar, else the only candidate in reach."""

        def fits(mention: Mention) -> bool:
            type_ = mention.entity.type
            return (type_ is EntityType.PERSON) == person and type_ not in _NO_ANTECEDENTS

        for subject in self._binders(token):
            if subject.i < token.i:
                found = [m for m in self._of(subject) if fits(m) and not _is_plural(m)]
                if found:
                    return [self._as_pronoun(token, found[0], 0.9)]
                if not person and subject.tag_ == "NN" and self._discourse.owner_names(subject):
                    return []  # "the US company said it": whoever that is, it is not the US
        if token.lower_ == "its" and self._discourse.lexicon.is_a(token.head.lemma_.lower(), "extension"):
            makers = [
                n
                for n in self._discourse.names_before(token, 0)
                if n.mention.entity.kind == "company" or not n.mention.entity.kind
            ]
            makers = [n for n in makers if n.mention.entity.type is EntityType.ORGANIZATION]
            if makers:
                return [self._as_pronoun(token, makers[0].mention, 0.7)]
        candidates = {
            n.mention.entity.id: n.mention
            for n in self._discourse.names_before(token, 0)
            if fits(n.mention) and not n.adjective
        }
        if len(candidates) == 1:
            return [self._as_pronoun(token, next(iter(candidates.values())), 0.8)]
        if not candidates and token.dep_ in ("nsubj", "nsubjpass", "poss"):
            return [self._as_pronoun(token, m, 0.65) for m in self._previous_subject(token) if fits(m)][:1]
        return []

    def _binders(self, token: Token) -> list[Token]:
        """Subjects that may bind a pronoun: of its speech verb, or of its own clause."""
        out = []
        verb = clause_head(token)
        if token.dep_ in ("nsubj", "nsubjpass"):
            while verb is not None and verb.dep_ in ("conj", "xcomp"):
                verb = verb.head
            if verb is not None and verb.dep_ in ("ccomp", "advcl", "parataxis"):
                out.extend(subjects_of(verb.head))
        elif token.dep_ in ("dobj", "pobj") and verb is not None:
            own = {t.i for t in subjects_of(verb)}
            if verb.dep_ == "conj" and token.dep_ == "dobj":
                out.extend(c for c in verb.head.children if c.dep_ == "dobj")
            if verb.dep_ == "ccomp":
                out.extend(t for t in subjects_of(verb.head) if t.i not in own)
        elif token.dep_ == "poss" and verb is not None:
            if verb.dep_ != "pcomp":
                out.extend(subjects_of(verb))
            if verb.dep_ == "ccomp":
                out.extend(subjects_of(verb.head))
        return out

    def _plural(self, token: Token) -> list[Mention]:
        verb = clause_head(token)
        if token.dep_ == "dobj" and verb is not None and verb.dep_ == "conj":
            objects = [c for c in verb.head.children if c.dep_ == "dobj"]
            found = [m for obj in objects for other in conjoined(obj) for m in self._of(other)]
            return [self._as_pronoun(token, m, 0.85) for m in found]
        if token.dep_ in ("nsubj", "nsubjpass") and verb is not None and verb.dep_ == "ccomp":
            if any(c.dep_ in ("dobj", "dative") and c.tag_ == "NNS" for c in verb.head.children):
                return []  # "warned users that they": the users, whoever they are
            found = [m for subject in subjects_of(verb.head) for m in self._of(subject)]
            return [self._as_pronoun(token, m, 0.75) for m in found if m.entity.type is not EntityType.PERSON]
        return []

    def _speaker(self, token: Token) -> list[Mention]:
        """Who says "I" or "we": the subject of the speech verb around it."""
        verb = clause_head(token)
        while verb is not None and verb.head != verb:
            if (
                verb.dep_ in ("ccomp", "parataxis")
                and verb.head.lemma_ in self._discourse.lexicon.reporting_verbs
            ):
                return [m for subject in subjects_of(verb.head) for m in self._of(subject)]
            verb = verb.head if verb.head != verb else None
        return []

    def _previous_subject(self, token: Token) -> list[Mention]:
        """The subject of the sentence before, when it is one entity."""
        root = self._discourse.sentence_before(token)
        found = [m for subject in subjects_of(root) for m in self._of(subject)] if root is not None else []
        return found if len(found) == 1 else []


def _is_plural(mention: Mention) -> bool:
    """Whether several act in one's name ("German authorities"), so that no "it" takes them up."""
    last = mention.span.text.split()[-1]
    return last.islower() and last.endswith("s") and not last.endswith("ss")


def _is_expletive(it: Token) -> bool:
    """Whether "it" stands for nothing: "it is important to", "it is clear that"."""
    verb = it.head
    if it.dep_ != "nsubj" or verb.lemma_ != "be":
        return False
    return any(c.dep_ == "acomp" for c in verb.children) and any(
        c.dep_ in ("xcomp", "ccomp", "advcl") and c.i > it.i and c.tag_ in ("VB", "VBZ", "VBD", "VBP")
        for word in (verb, *verb.children)
        for c in word.children
    )
