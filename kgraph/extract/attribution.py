"""How a claim is put: who says so, whether it is a fact, an allegation or a plan, and whether it is denied.

The answer is collected on the way from the word that expresses the event up to the root of its
sentence: negation, auxiliaries, hedges, conditions, embedding verbs, speech verbs.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kgraph.extract.assertion import (
    is_conditional,
    is_content,
    is_inverted,
    is_presupposed,
)
from kgraph.extract.context import Context
from kgraph.extract.culprits import blaming, is_doubt, part_in, traced
from kgraph.extract.dependencies import head_of, is_infinitive, prepositions_of
from kgraph.extract.qualifiers import hedged, qualified
from kgraph.extract.subjects import subjects_of
from kgraph.model import EntityType, Mention, Modality, Polarity

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kgraph.extract.coreference import Reference
    from kgraph.extract.lexicon import Lexicon

_PERFORMED = frozenset({"thank", "congratulate", "commend", "praise", "apologise", "apologize"})
_BEFOREHAND = frozenset({"by", "after", "since", "despite", "following"})  # "after banning X" tells a fact
_DONE = frozenset({"decision", "move", "order", "ruling", "law"})  # a decision to ban is a ban
_JUDGED = frozenset({"rare", "hard", "difficult", "impossible", "unusual", "easy", "important", "necessary"})


class Attribution:
    """Reads the context of claims in one article."""

    def __init__(self, reference: Reference, lexicon: Lexicon) -> None:
        self._reference = reference
        self._lexicon = lexicon

    def context(self, trigger: Token) -> Context:
        """The context of an event that a verb or noun expresses."""
        part = part_in(trigger, self._lexicon)
        if part is not None:  # what is told or denied is the involvement, not the attack
            told = self.context(part)
            doubted = is_doubt(part, self._lexicon) and told.polarity is Polarity.POSITIVE
            return told.at_least(Modality.ALLEGED) if doubted else told
        context = Context()
        if trigger.sent[-1].text == "?" and not _inside_quotes(trigger):
            return replace(context, void=True)
        if is_inverted(trigger.sent):
            return replace(context, void=True)
        token = trigger
        passed = False  # the negation of a finite verb does not reach the verb conjoined to it
        presupposed = False  # what a sentence takes for granted is not touched by its negation
        while True:
            stated = context
            if not presupposed:
                read = hedged if passed else qualified
                stated = read(token, context, self._lexicon)
            if stated.void or token.head == token:
                context = stated
                break
            above = self._above(token, stated)
            context = replace(stated, source=above.source) if presupposed else above
            presupposed = presupposed or is_presupposed(token, self._lexicon)
            passed = token.dep_ == "conj" and token.tag_ in ("VBD", "VBZ", "VBP")
            token = head_of(token)
        if trigger.dep_ == "xcomp" and trigger.head.lemma_ == "like" and trigger.lemma_ in _PERFORMED:
            context = replace(context, modality=Modality.ACTUAL)  # "would like to thank"
        if context.polarity is Polarity.NEGATIVE and is_conditional(trigger):
            return replace(context, void=True)
        return self._according_to(trigger, context)

    def _above(self, token: Token, context: Context) -> Context:
        """What the word above says of the clause or phrase that a word heads."""
        head = head_of(token)
        dep = token.dep_
        lemma = head.lemma_.lower()
        if dep == "pcomp" and f"{head.head.lower_} {head.lower_}" in self._lexicon.embedding_verbs:
            return self._embedded(head.head, context, head.lower_)  # "far from banning"
        if dep in ("ccomp", "xcomp", "advcl", "relcl", "acl") and self._is_untrue(head, token):
            return context.negated()
        if (
            dep == "xcomp"
            and head.lemma_ == "have"
            and any(c.lower_ == "yet" for c in (*head.children, *token.children))
        ):
            return context.negated()
        if token.pos_ == "NOUN":
            blame = blaming(token, self._lexicon) or traced(token, self._lexicon)
            if blame is not None:  # "accused X of the attack", "the attack was blamed on X"
                return self._with_source(blame, context.at_least(Modality.ALLEGED))
        infinitive = is_infinitive(token)
        if token.pos_ in ("VERB", "AUX"):
            if head.pos_ in ("VERB", "AUX") and dep in ("ccomp", "parataxis"):
                return self._reported(head, context)
            if dep == "pcomp" and head.lower_ == "without":
                return context.negated()
            if dep == "xcomp":
                return self._embedded(head, context)
            if dep == "pcomp" and head.lower_ in _BEFOREHAND:
                return context  # "by targeting X they were able to": that they did
            if dep == "pcomp" and head.dep_ == "prep" and head.head.pos_ in ("VERB", "AUX", "ADJ"):
                return self._embedded(head.head, context, head.lower_)
            if dep == "ccomp" and head.pos_ == "ADJ":
                return self._judged(head, context)
            if dep == "relcl" and is_content(token):
                return self._noun_above(head, context, infinitive=False)
            if dep in ("acl", "pcomp") and (infinitive or dep == "pcomp"):
                noun = head if dep == "acl" else head.head
                accuser = noun.head if noun.dep_ in ("dobj", "nsubjpass") else noun
                if dep == "pcomp" and self._lexicon.embedding_verbs.get(accuser.lemma_) in (
                    "allege",
                    "fail",
                    "exclude",
                    "forbid",
                ):
                    return self._embedded(accuser, context)
                return self._noun_above(noun, context, infinitive=infinitive)
            if dep == "ccomp" or (dep == "acl" and any(c.dep_ == "mark" for c in token.children)):
                return self._noun_above(head, context, infinitive=False)
            if dep == "advcl" and infinitive and self._lexicon.is_a(lemma, "means"):
                return context  # "exploited a bug to breach X"
            if dep == "advcl" and infinitive:
                if head.pos_ in ("AUX", "ADJ") and any(c.lower_ in _JUDGED for c in (head, *head.children)):
                    return replace(context, void=True)
                return context.at_least(Modality.PLANNED)
        if dep == "dobj" and lemma in self._lexicon.light_verbs:
            effect = self._lexicon.light_verbs[lemma]
            if effect in ("plan", "urge"):
                return context.at_least(Modality.PLANNED)
            if effect == "deny":
                return self._denied(head, context)
        if head.pos_ == "ADJ" and head.lower_ in self._lexicon.hedges:
            return context.at_least(self._lexicon.hedges[head.lower_])
        return context

    def _is_untrue(self, head: Token, clause: Token) -> bool:
        """Whether a clause is said to be untrue: "it is false that", "untrue to say", "the myth that"."""
        judged = [head] if is_content(clause) and head.pos_ == "NOUN" else []
        if head.lemma_ == "be" and (is_content(clause) or clause.lemma_ in self._lexicon.reporting_verbs):
            judged += [c for c in head.children if c.dep_ in ("acomp", "attr") and c.i < clause.i]
        return any(self._lexicon.is_a(word.lemma_.lower(), "untrue") for word in judged)

    def _embedded(self, governor: Token, context: Context, preposition: str = "") -> Context:
        if governor.lemma_ == "have" and governor.tag_ in ("VBP", "VBZ", "VB"):
            return context.at_least(Modality.PLANNED)  # "has to approve"; what one had to do was done
        verbs = self._lexicon.embedding_verbs
        unlisted = "plan" if governor.pos_ == "ADJ" else "do"
        lemma = governor.lemma_.lower()
        effect = verbs.get(f"{lemma} {preposition}") or verbs.get(lemma, unlisted)
        if lemma == "able" and governor.head.tag_ == "VBD":
            return context  # "was able to find" found
        if effect == "plan":
            return context.at_least(Modality.PLANNED)
        if effect == "fail":
            return context.negated()
        if effect == "exclude":
            return context.ruled_out()
        if effect == "forbid":
            return replace(context, void=True)
        if effect == "allege":
            context = replace(context, modality=Modality.ALLEGED)
            return self._with_source(governor, context)
        if effect == "deny":
            return self._denied(governor, context)
        return context

    def _reported(self, verb: Token, context: Context) -> Context:
        """The complement of a speech verb: its subject is the source."""
        lemma = verb.lemma_
        stance = self._lexicon.reporting_verbs.get(lemma)
        if stance is None:
            return self._judged(verb, context) if lemma == "be" else self._embedded(verb, context)
        negated = any(c.dep_ == "neg" for c in verb.children)
        if stance == "deny":
            return self._denied(verb, context)
        if negated and stance == "say":
            return replace(context, void=True)  # "never said that X hacked Y"
        if stance == "allege" or negated:
            context = context.at_least(Modality.ALLEGED)
        elif stance == "plan":
            context = context.at_least(Modality.PLANNED)
        return self._with_source(verb, context)

    def _judged(self, verb: Token, context: Context) -> Context:
        """The clause of which something is said: "it is clear that", "it is possible that"."""
        judgements = [verb, *(c for c in verb.children if c.dep_ in ("acomp", "attr", "nsubj"))]
        if any(c.dep_ == "neg" for c in (*verb.children, *verb.head.children)):
            return replace(context, void=True)
        if any(self._lexicon.is_a(word.lower_, "dubious") for word in judgements):
            return replace(context, void=True)
        certain = any(self._lexicon.is_a(word.lower_, "certain") for word in judgements)
        cleft = any(c.dep_ == "csubj" for c in verb.children)  # "what we did not know was that"
        return context if certain or cleft else context.at_least(Modality.ALLEGED)

    def _denied(self, verb: Token, context: Context) -> Context:
        return self._with_source(verb, context.negated())

    def _with_source(self, verb: Token, context: Context) -> Context:
        if context.source:
            return context
        subjects = subjects_of(verb)
        if any(c.dep_ in ("auxpass", "nsubjpass") for c in verb.children) or (
            verb.tag_ == "VBN" and verb.dep_ == "acl"
        ):
            subjects = [noun for word, noun in prepositions_of(verb) if word == "by"]
        mentions = [
            m
            for subject in subjects
            for m in (self._reference.of(subject) or self._reference.issuers(subject))
        ]
        return replace(context, source=tuple(m for m in mentions if _can_speak(m)))

    def _noun_above(self, noun: Token, context: Context, *, infinitive: bool) -> Context:
        """A clause or gerund that hangs on a noun: "plan to ban", "allegations that", "fear of"."""
        lemma = noun.lemma_.lower()
        if lemma in _DONE:
            return context
        if is_doubt(noun, self._lexicon):
            return context.at_least(Modality.ALLEGED)
        if not infinitive and self._lexicon.is_a(lemma, "prospect"):
            return context.at_least(Modality.PLANNED)
        if infinitive:
            dropped = noun.dep_ == "dobj" and self._lexicon.light_verbs.get(noun.head.lemma_) in (
                "deny",
                "end",
            )
            context = context.at_least(Modality.PLANNED)
            return context.negated() if dropped else context
        return context

    def _according_to(self, trigger: Token, context: Context) -> Context:
        if context.source:
            return context
        for token in trigger.sent:
            if token.lower_ == "according" and token.dep_ in ("prep", "advmod", "acl"):
                named = [n for c in token.children if c.lower_ == "to" for n in c.children]
                mentions = [m for n in named for m in (self._reference.of(n) or self._reference.issuers(n))]
                return replace(context, source=tuple(m for m in mentions if _can_speak(m)))
        return context


def _can_speak(mention: Mention) -> bool:
    return mention.entity.type in (
        EntityType.PERSON,
        EntityType.ORGANIZATION,
        EntityType.COUNTRY,
        EntityType.GROUP,
        EntityType.THING,
    )


def _inside_quotes(token: Token) -> bool:
    return any(c.text in '"“”' for c in token.sent if c.i < token.i)
