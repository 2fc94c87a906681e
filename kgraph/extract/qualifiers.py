"""What the words that hang on a word say of its event: negation, auxiliaries, hedges, conditions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kgraph.extract.assertion import (
    DOUBT,
    FUTURE,
    has_nor_before,
    is_alternative,
    is_foretold,
    is_question,
    is_turned,
)
from kgraph.extract.culprits import is_doubt
from kgraph.extract.dependencies import prepositions_of
from kgraph.extract.negation import EMPTY, denies_nothing
from kgraph.extract.supposition import (
    is_comparison,
    is_likeness,
    is_made_up,
    is_prospective,
    is_supposed,
)
from kgraph.model import Modality

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kgraph.extract.context import Context
    from kgraph.extract.lexicon import Lexicon

_NEGATIONS = frozenset({"not", "n't", "never", "neither", "nor", "no", "n’t"})
_COUNTERFACTUAL = frozenset({"would", "should", "could"})
_CONDITIONS = frozenset({"if", "unless", "whether", "until", "lest", "should"})
_UNFINISHED = frozenset({"ROOT", "relcl", "acl"})
_ABLE = frozenset({"can", "could", "ca"})
_NEARLY = frozenset({"nearly", "almost"})
_DENIED_EVIDENCE = frozenset(
    {"evidence", "proof", "sign", "indication", "plan", "intention", "need", "reason"}
)


def hedged(token: Token, context: Context, lexicon: Lexicon) -> Context:
    """What an adverb that is told once says of all verbs conjoined: "purportedly posed and deceived"."""
    for child in token.children:
        if child.dep_ == "advmod" and child.i < token.i and child.lower_ in lexicon.hedges:
            context = context.at_least(lexicon.hedges[child.lower_])
    return context


def qualified(token: Token, context: Context, lexicon: Lexicon) -> Context:
    """What the words that hang directly on a word say."""
    if token.tag_ == "VB" and token.dep_ in _UNFINISHED and any(c.tag_ == "TO" for c in token.children):
        context = context.at_least(Modality.PLANNED)  # the infinitive of a headline: "X to sue Y"
    if token.tag_ == "VBG" and _is_dated_ahead(token):
        context = context.at_least(Modality.PLANNED)
    if is_made_up(token, lexicon) or (token.dep_ == "pobj" and token.head.lower_ == "without"):
        return replace(context, void=True)
    if is_supposed(token, lexicon) or is_prospective(token, lexicon):
        context = context.at_least(Modality.PLANNED)
    if token.pos_ == "NOUN" and is_foretold(token):
        context = context.at_least(Modality.PLANNED)
    if token.dep_ == "pobj" and token.head.lower_ != "over" and is_doubt(token.head.head, lexicon):
        context = context.at_least(Modality.ALLEGED)
    if token.dep_ == "conj" and any(c.dep_ == "cc" and c.lower_ == "nor" for c in token.head.children):
        context = context.negated()
    if has_nor_before(token):
        context = context.negated()
    elif is_turned(token) or is_alternative(token):
        return replace(context, void=True)
    for child in token.children:
        word = child.lower_
        if child.dep_ in ("neg", "preconj", "advmod") and word in _NEGATIONS and denies_nothing(child):
            continue
        if (
            child.dep_ == "neg"
            or (word in _NEGATIONS and child.dep_ in ("advmod", "preconj"))
            or (child.dep_ == "det" and word in EMPTY)
        ):
            context = context.negated()
        elif child.dep_ in ("nsubj", "nsubjpass", "dobj") and token.pos_ in ("VERB", "AUX"):
            none = word in EMPTY or any(c.lower_ in ("no", "neither") for c in child.children)
            hedged = [lexicon.hedges.get(c.lower_) for c in child.children if c.dep_ == "amod"]
            if Modality.ALLEGED in hedged:
                context = context.at_least(Modality.ALLEGED)  # "suspected hackers attacked"
            sure = lexicon.is_a(child.lemma_, "unsurprising")  # "has no doubt that"
            if none and not sure and child.lemma_ not in _DENIED_EVIDENCE:
                context = context.negated()
        elif child.dep_ == "aux":
            context = _auxiliary(child, token, context)
        elif child.dep_ == "advmod" and lexicon.is_a(word, "barely"):
            return replace(context, void=True)
        elif is_comparison(child):
            if not is_likeness(token):
                return replace(context, void=True)
            context = context.at_least(Modality.ALLEGED)
        elif child.dep_ == "nmod" and _would_be(child):
            context = context.at_least(Modality.PLANNED)
        elif child.dep_ in ("advmod", "amod", "compound") and word in lexicon.hedges:
            context = context.at_least(lexicon.hedges[word])
        elif child.dep_ == "advmod" and word in _NEARLY and child.i < token.i:
            context = context.ruled_out()
        elif is_question(child) or (word == "longer" and token.doc[child.i - 1].lower_ == "no"):
            return replace(context, void=True)
        elif child.dep_ == "mark" and word in _CONDITIONS:
            context = context.at_least(Modality.PLANNED)
    return context


def _auxiliary(auxiliary: Token, verb: Token, context: Context) -> Context:
    """What a modal auxiliary says: "may", "will", "must have"; the others say nothing."""
    word, perfect = auxiliary.lower_, is_perfect(verb)
    denied = any(c.dep_ == "neg" for c in verb.children)
    if word == "need" and denied:
        return replace(context, void=True)  # "need not ban"
    if auxiliary.tag_ != "MD" or (word in _ABLE and denied):
        return context  # "could not approve" did not
    if word in DOUBT or (word == "must" and perfect):  # "must have hacked" is a guess
        return context.at_least(Modality.ALLEGED if perfect else Modality.PLANNED)
    if word in _COUNTERFACTUAL and perfect:
        return replace(context, void=True)
    return context.at_least(Modality.PLANNED) if word in FUTURE else context


def is_perfect(verb: Token) -> bool:
    """Whether a verb is in the perfect tense: "may have banned", "seems to have banned"."""
    return any(c.dep_ == "aux" and c.lemma_ == "have" for c in verb.children)


def _would_be(word: Token) -> bool:
    """Whether a word is the end of "would-be"."""
    return word.lower_ == "be" and any(c.lower_ == "would" for c in word.children)


def _is_dated_ahead(verb: Token) -> bool:
    """Whether a present progressive has a day, which makes it a plan: "is meeting X on Thursday"."""
    present = any(c.dep_ == "aux" and c.lower_ in ("is", "are", "'s", "’s") for c in verb.children)
    days = (n for word, n in prepositions_of(verb) if word == "on")
    return present and any(n.ent_type_ == "DATE" for n in days)
