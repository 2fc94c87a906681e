"""Whether a clause states what it tells: not as a condition, as known already, or as only possible."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgraph.extract.phrases import measure_of
from kgraph.extract.supposition import is_indefinite

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

    from kgraph.extract.lexicon import Lexicon

_SITUATIONS = frozenset({"case", "situation", "scenario", "instance", "circumstance"})
_BACKGROUND = frozenset("after before since while because although though when as until whereas".split())
_INVERTED = frozenset({"had", "were", "should"})
_ASKED = frozenset(
    "know wonder ask see determine investigate unclear unknown uncertain unsure clear sure certain".split()
)
_ALTERNATIVES = (["rather", "than"], ["instead", "of"], ["all", "but"], ["confirm", "or"], ["confirm", "nor"])
FUTURE = frozenset({"will", "would", "should", "must", "shall", "can", "could", "'ll", "wo", "’ll", "ca"})
DOUBT = frozenset({"may", "might"})


def is_presupposed(token: Token, lexicon: Lexicon) -> bool:
    """Whether what stands above a word speaks about its event and does not assert it.

    "Huawei opposed the ban" takes the ban for granted; "Washington imposed a ban" asserts it, and "we could
    see cases where a ban hurts" does neither.
    """
    situation = token.head if token.dep_ == "relcl" else token
    if situation.lemma_ in _SITUATIONS and is_indefinite(situation):
        return False
    marked = any(c.dep_ == "mark" for c in token.children)  # "no sign that X was hacked"
    participle = token.dep_ == "acl" and token.tag_ == "VBN" and not marked
    if (token.dep_ == "relcl" and not is_content(token)) or participle:
        return True
    if token.dep_ == "advcl" and any(
        c.lower_ in _BACKGROUND for c in token.children if c.dep_ in ("mark", "advmod")
    ):
        return True
    if token.pos_ not in ("NOUN", "PROPN"):
        return False
    if measure_of(token, lexicon) is not None:
        return False  # "will give millions in aid" has given none
    if token.dep_ == "pobj" and f"{token.head.head.lemma_} {token.head.lower_}" in lexicon.light_verbs:
        return False  # "was not behind the attack"
    if token.dep_ in ("dobj", "nsubjpass", "attr", "conj"):
        lemma = token.head.lemma_
        return lemma not in lexicon.light_verbs and lemma not in ("have", "be", token.lemma_)
    return token.dep_ in ("pobj", "nsubj", "poss", "compound") and token.head.lower_ not in ("without", "by")


def is_conditional(token: Token) -> bool:
    """Whether a word stands in an "if" clause."""
    while token.head != token:
        if any(c.dep_ == "mark" and c.lower_ in ("if", "unless") for c in token.children):
            return True
        token = token.head
    return any(c.dep_ == "mark" and c.lower_ in ("if", "unless") for c in token.children)


def is_content(verb: Token) -> bool:
    """Whether a clause says what a noun holds ("the claim that ..."), which parsers take for relative."""
    that = {c.dep_ for c in verb.children if c.lower_ == "that"}
    several = "dobj" in that and sum(c.dep_ == "dobj" for c in verb.children) > 1
    return several or bool(that & {"mark", "advmod"})


def is_inverted(sentence: Span) -> bool:
    """Whether a sentence begins with a condition told by word order: "Had Germany banned X, ..."."""
    return sentence[0].dep_ in ("aux", "auxpass") and sentence[0].lower_ in _INVERTED


def is_turned(verb: Token) -> bool:
    """Whether a clause is a condition told by word order: "..., had Germany banned X"."""
    subjects = [c.i for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")]
    return any(
        c.dep_ in ("aux", "auxpass") and c.lower_ in _INVERTED and any(i > c.i for i in subjects)
        for c in verb.children
    )


def is_possible(verb: Token) -> bool:
    """Whether a verb is about what may or would be."""
    return any(c.dep_ == "aux" and c.lower_ in FUTURE | DOUBT for c in verb.children)


def is_foretold(noun: Token) -> bool:
    """Whether a noun's event is yet to be: "a merger would be", "a merger which they say will go ahead"."""
    if noun.dep_ == "nsubj" and is_possible(noun.head):
        return True
    told = [c for c in noun.children if c.dep_ == "relcl"]
    told += [c for verb in told for c in verb.children if c.dep_ == "ccomp"]
    return any(is_possible(verb) and not any(c.dep_ == "dobj" for c in verb.children) for verb in told)


def is_question(mark: Token) -> bool:
    """Whether a conjunction leaves open what it opens: "whether", "unclear if", "does not know if"."""
    if mark.dep_ != "mark" or mark.lower_ not in ("whether", "if"):
        return False
    above = mark.head.head
    asked = {above.lemma_.lower(), *(c.lower_ for c in above.children if c.dep_ == "acomp")}
    return mark.lower_ == "whether" or (above.i < mark.i and bool(asked & _ASKED))


def is_alternative(verb: Token) -> bool:
    """Whether a verb tells what was not done: "rather than ban", "all but banned", "to confirm or deny"."""
    before = [t.lower_ for t in verb.doc[max(verb.i - 2, 0) : verb.i]]
    return before in _ALTERNATIVES


def has_nor_before(verb: Token) -> bool:
    """Whether a clause begins with "nor": "Nor had Germany banned X"."""
    return any(
        c.dep_ == "cc"
        and c.lower_ in ("nor", "neither")
        and not any(t.is_punct for t in verb.doc[c.i : verb.i])
        for c in verb.lefts
    )
