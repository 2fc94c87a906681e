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
from kgraph.extract.complements import (
    effect_of,
    held_by,
    is_declared,
    is_held,
    is_untrue,
    judged,
    tells,
)
from kgraph.extract.context import Context
from kgraph.extract.culprits import blaming, is_charged, is_doubt, part_in, traced
from kgraph.extract.dependencies import head_of, is_infinitive
from kgraph.extract.negation import is_left_open, is_negated
from kgraph.extract.qualifiers import hedged, is_perfect, qualified
from kgraph.extract.sources import Sources, is_after_quote
from kgraph.extract.supposition import is_hearsay, is_indefinite, is_supposed
from kgraph.model import Modality, Polarity

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kgraph.extract.coreference import Reference
    from kgraph.extract.lexicon import Lexicon

_CLAIMING = frozenset({"claim", "allege"})
_PERFORMED = frozenset({"thank", "congratulate", "commend", "praise", "apologise", "apologize"})
_BEFOREHAND = frozenset({"by", "after", "since", "despite", "following"})  # "after banning X" tells a fact
_JUDGED = frozenset({"rare", "hard", "difficult", "impossible", "unusual", "easy", "important", "necessary"})


class Attribution:
    """Reads the context of claims in one article."""

    def __init__(self, reference: Reference, lexicon: Lexicon) -> None:
        self._sources = Sources(reference, lexicon)
        self._lexicon = lexicon

    def context(self, trigger: Token) -> Context:
        """The context of an event that a verb or noun expresses."""
        part = part_in(trigger, self._lexicon)
        if part is not None:  # what is told or denied is the involvement, not the attack
            involved = self.context(part)
            doubted = is_doubt(part, self._lexicon) and involved.polarity is Polarity.POSITIVE
            return involved.at_least(Modality.ALLEGED) if doubted else involved
        context = Context()
        if trigger.sent[-1].text == "?" and not is_after_quote(trigger):
            return replace(context, void=True)
        if is_inverted(trigger.sent):
            return replace(context, void=True)
        token = trigger
        passed = False  # the negation of a finite verb does not reach the verb conjoined to it
        presupposed = False  # what a sentence takes for granted is not touched by its negation
        path: list[Token] = []
        denied = 0  # how much of the path stands under the last negation
        held = False  # whether the path has left a clause that says what a noun holds
        told = False  # whether the path has come to a verb that says it
        while True:
            stated, before = context, context.polarity
            path.append(token)
            if not presupposed:
                read = hedged if passed else qualified
                stated = read(token, context, self._lexicon)
            if path[1:] and tells(token, path[-2], self._lexicon):
                told = True
                stated = replace(stated, modality=context.modality) if is_declared(token) else stated
            if held and (stated.polarity is not before or token.lower_ == "nothing"):
                sure = self._lexicon.is_a(token.lemma_.lower(), "unsurprising")
                stated = replace(stated, polarity=before, void=not sure)  # "there is no doubt that"
            denied = len(path) if stated.polarity is not before else denied
            if stated.void or token.head == token:
                context = stated
                break
            above = self._above(token, stated)
            context = replace(stated, source=above.source) if presupposed else above
            if told and context.polarity is not stated.polarity:
                context = replace(context, void=True)  # "has yet to say that X hacked Y"
            denied = len(path) if context.polarity is not before else denied
            held = held or (token.head.pos_ in ("NOUN", "PRON") and is_held(token, self._lexicon))
            presupposed = presupposed or (not held and is_presupposed(token, self._lexicon))
            passed = token.dep_ == "conj" and token.tag_ in ("VBD", "VBZ", "VBP")
            token = head_of(token)
        if trigger.dep_ == "xcomp" and trigger.head.lemma_ == "like" and trigger.lemma_ in _PERFORMED:
            context = replace(context, modality=Modality.ACTUAL)  # "would like to thank"
        if context.polarity is Polarity.NEGATIVE and (
            is_conditional(trigger) or any(is_left_open(word, self._lexicon) for word in path[:denied])
        ):
            return replace(context, void=True)
        return self._cited(trigger, context)

    def _above(self, token: Token, context: Context) -> Context:
        """What the word above says of the clause or phrase that a word heads."""
        head = head_of(token)
        dep = token.dep_
        lemma = head.lemma_.lower()
        if dep == "pcomp" and f"{head.head.lower_} {head.lower_}" in self._lexicon.embedding_verbs:
            return self._embedded(head.head, context, token, head.lower_)  # "far from banning"
        above = head.head if dep == "pcomp" else head
        if dep in ("ccomp", "xcomp", "advcl", "relcl", "acl", "pcomp") and is_untrue(
            above, token, self._lexicon
        ):
            return context.negated()
        if (
            dep == "xcomp"
            and head.lemma_ == "have"
            and any(c.lower_ == "yet" for c in (*head.children, *token.children))
        ):
            return context.negated()
        if is_supposed(token, self._lexicon):
            return context
        if is_charged(token):
            return context.at_least(Modality.ALLEGED)
        if token.pos_ == "NOUN":
            blame = blaming(token, self._lexicon) or traced(token, self._lexicon)
            if blame is not None:  # "accused X of the attack", "the attack was blamed on X"
                context = context.at_least(Modality.ALLEGED)
                return replace(context, void=True) if is_negated(blame) else self._with_source(blame, context)
        infinitive = is_infinitive(token)
        if token.pos_ in ("VERB", "AUX"):
            if head.pos_ in ("VERB", "AUX") and dep in ("ccomp", "parataxis"):
                return self._reported(head, context, token)
            if head.lemma_ == "be" and dep == "csubj":
                return judged(head, context, token, self._lexicon)
            if dep == "pcomp" and head.lower_ == "without":
                return context.negated()
            if dep == "xcomp":
                return self._embedded(head, context, token)
            if dep == "pcomp" and head.lower_ in _BEFOREHAND:
                return context  # "by targeting X they were able to": that they did
            if dep == "pcomp" and head.dep_ == "prep" and head.head.pos_ in ("VERB", "AUX", "ADJ"):
                return self._embedded(head.head, context, token, head.lower_)
            if dep == "ccomp" and head.pos_ == "ADJ":
                return judged(head, context, token, self._lexicon)
            if dep == "relcl" and is_content(token):
                return held_by(head, context, token, self._lexicon)
            if dep in ("acl", "pcomp") and (infinitive or dep == "pcomp"):
                noun = head if dep == "acl" else head.head
                accuser = noun.head if noun.dep_ in ("dobj", "nsubjpass") else noun
                if dep == "pcomp" and self._lexicon.embedding_verbs.get(accuser.lemma_) in (
                    "allege",
                    "fail",
                    "exclude",
                    "forbid",
                ):
                    return self._embedded(accuser, context, token)
                return held_by(noun, context, token, self._lexicon)
            if dep == "ccomp" or (dep == "acl" and any(c.dep_ == "mark" for c in token.children)):
                return held_by(head, context, token, self._lexicon)
            if dep == "advcl" and infinitive and self._lexicon.is_a(lemma, "means"):
                return context  # "exploited a bug to breach X"
            if dep == "advcl" and token.tag_ == "VBG" and lemma in _CLAIMING:
                return context.at_least(Modality.ALLEGED)  # "X claims a hack, leaking data of Y"
            if dep == "advcl" and infinitive:
                if head.pos_ in ("AUX", "ADJ") and any(c.lower_ in _JUDGED for c in (head, *head.children)):
                    return replace(context, void=True)
                return context.at_least(Modality.PLANNED)
        if dep == "dobj" and self._lexicon.is_a(lemma, "imagining") and is_indefinite(token):
            return context.at_least(Modality.PLANNED)
        if dep == "dobj" and lemma in self._lexicon.light_verbs:
            effect = self._lexicon.light_verbs[lemma]
            if effect == "urge" and is_negated(head):
                return replace(context, void=True)  # "did not oppose the ban"
            if effect in ("plan", "urge"):
                return context.at_least(Modality.PLANNED)
            if effect == "deny":
                return self._denied(head, context)
            if effect == "drop":
                return context.negated()
        if head.pos_ == "ADJ" and head.lower_ in self._lexicon.hedges:
            return context.at_least(self._lexicon.hedges[head.lower_])
        return context

    def _embedded(self, governor: Token, context: Context, clause: Token, preposition: str = "") -> Context:
        denied = is_negated(governor)
        if governor.lemma_ == "have" and governor.tag_ in ("VBP", "VBZ", "VB"):
            # "has to approve"; what one had to do was done
            return replace(context, void=True) if denied else context.at_least(Modality.PLANNED)
        effect = effect_of(governor, preposition, self._lexicon)
        lemma = governor.lemma_.lower()
        if lemma == "able" and governor.head.tag_ == "VBD":
            return context  # "was able to find" found
        if denied and (not effect or lemma == "help"):
            return replace(context, void=True)  # "did not regret banning", "could not help banning"
        if denied and effect == "allege" and self._lexicon.is_a(lemma, "blaming"):
            return replace(context, void=True)  # "has not accused X of hacking"
        effect = effect or ("plan" if governor.pos_ == "ADJ" else "do")
        if effect == "plan":
            return context.at_least(Modality.ALLEGED if is_perfect(clause) else Modality.PLANNED)
        if effect == "fail":
            idle = any(c.lower_ in ("nothing", "nobody") for c in governor.children)
            return replace(context, void=True) if idle else context.negated()  # "nothing stops X from"
        if effect == "exclude":
            return context.ruled_out()
        if effect == "forbid":
            return replace(context, void=True)
        if effect == "seem":
            return replace(context, modality=Modality.ALLEGED)
        if effect == "allege":
            context = replace(context, modality=Modality.ALLEGED)
            return self._with_source(governor, context)
        if effect == "deny":
            return self._denied(governor, context)
        return context

    def _reported(self, verb: Token, context: Context, clause: Token) -> Context:
        """The complement of a speech verb: its subject is the source."""
        lemma = verb.lemma_
        stances = self._lexicon.reporting_verbs
        particle = next((c.lower_ for c in verb.children if c.dep_ == "prt"), "")
        stance = stances.get(f"{lemma} {particle}") or stances.get(lemma)
        if stance is None:
            if lemma == "be":
                return judged(verb, context, clause, self._lexicon)
            if any(c.lower_ in ("how", "why") for c in clause.lefts):
                return context  # "discussed how X had hacked Y"
            return self._embedded(verb, context, clause)
        negated = any(c.dep_ == "neg" for c in verb.children)
        if stance == "deny":
            # "X said that A hacked B, something C denies": what is denied is not sure
            return replace(context, void=True) if clause.i < verb.i else self._denied(verb, context)
        if negated and stance == "say":
            return replace(context, void=True)  # "never said that X hacked Y"
        if stance == "allege" or negated or is_hearsay(verb, self._lexicon):
            context = context.at_least(Modality.ALLEGED)
        elif stance == "plan":
            context = context.at_least(Modality.PLANNED)
        return self._with_source(verb, context)

    def _denied(self, verb: Token, context: Context) -> Context:
        if is_negated(verb):
            return replace(context, void=True)  # who does not deny it has not admitted it
        return self._with_source(verb, context.negated())

    def _with_source(self, verb: Token, context: Context) -> Context:
        if context.source:
            return context
        return replace(context, source=self._sources.of_verb(verb))

    def _cited(self, trigger: Token, context: Context) -> Context:
        """The source that a sentence cites, or that its quotation has, where no verb gives one."""
        if context.source:
            return context
        source = self._sources.cited(trigger)
        if not source and self._sources.is_rumoured(trigger):
            return context.at_least(Modality.ALLEGED)
        return replace(context, source=source or self._sources.quoted(trigger))
