"""Who acts: subjects of verbs and holders of nouns, through conjunction, control and relative clauses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgraph.extract.dependencies import (
    antecedent_of,
    head_of,
    is_infinitive,
    is_passive,
    is_relative,
    prepositions_of,
    with_conjoined,
)

if TYPE_CHECKING:
    from spacy.tokens import Token

_UNDERTAKINGS = frozenset({"talk", "effort", "attempt", "bid", "move", "position", "negotiation", "order"})
_BODIES = frozenset({"government", "council", "state", "party", "company", "ministry", "opposition"})
_OF_ANOTHERS = frozenset(  # verbs about the plans of others: "welcomed the decision to open"
    "back support oppose reject criticise criticize welcome condemn attack defend praise endorse block veto"
    " dismiss slam applaud hail approve denounce question challenge defy resist".split()
)
_URGING = frozenset({"call", "appeal", "rely", "depend", "prevail", "plead"})
_HELD_TO = frozenset({"think", "believe", "say", "report", "estimate", "know", "suspect", "understand"})
_RELATIVE = frozenset({"WDT", "WP"})
_OBJECT_CONTROL_PREPOSITIONS = frozenset({"from", "of", "into", "for", "over", "with"})
_SUBJECT_CONTROL = frozenset(  # who promises or uses something to act is who acts
    "promise vow threaten pledge use deploy employ exploit leverage utilise utilize send distribute".split()
)
_DEFENDANTS = frozenset(
    "accuse ban bar prohibit block prevent stop charge convict fine sue blame criticise criticize condemn"
    " denounce punish jail sanction indict suspect forbid discourage dissuade credit thank praise commend"
    " congratulate reward honour honor arrest detain imprison prosecute".split()
)


def subjects_of(verb: Token, depth: int = 0) -> list[Token]:
    """The surface subject of a verb, followed through conjunction, control and relative clauses."""
    if depth > 8:
        return []
    own = [c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass", "csubj")]
    if own:
        if own[0].tag_ in _RELATIVE or (own[0].lower_ == "that" and is_relative(verb)):
            antecedent = antecedent_of(verb)
            return with_conjoined([antecedent]) if antecedent is not None else []
        return with_conjoined([c for c in own if c.dep_ != "csubj"])
    head = head_of(verb)
    if verb.dep_ == "conj" and head.pos_ in ("VERB", "AUX"):
        return subjects_of(head, depth + 1)
    if verb.dep_ == "relcl":
        return [] if is_passive(verb) else with_conjoined([head])
    if verb.dep_ == "acl":
        infinitive = is_infinitive(verb)
        return holders_of(head, depth + 1) if infinitive else with_conjoined([head])
    if verb.dep_ == "dobj" and verb.tag_ == "VBG" and head.pos_ in ("VERB", "AUX"):
        return subjects_of(head, depth + 1)
    if verb.dep_ in ("xcomp", "ccomp", "advcl") and head.pos_ in ("VERB", "AUX"):
        if head.tag_ == "VBN" and head.dep_ in ("advcl", "conj") and head.lemma_ in _HELD_TO:
            return []  # "disclosed a strain, thought to have infected X": who did is not safe to say
        controlled = [c for c in head.children if c.dep_ in ("dobj", "nsubjpass")]
        if head.lemma_ == "use" and is_passive(head):  # "was used by X to spy on Y"
            return [token for word, token in prepositions_of(head) if word == "by"]
        infinitive = is_infinitive(verb)
        if verb.dep_ == "advcl" and infinitive and is_passive(head):
            return []  # "was sold to help X": who helps is not what was sold
        if infinitive and not controlled and head.lemma_ in _URGING:
            controlled = [n for word, n in prepositions_of(head) if word in ("on", "upon", "to")]
        if (
            (verb.dep_ == "xcomp" or head.lemma_ in _URGING)
            and controlled
            and head.lemma_ not in _SUBJECT_CONTROL
        ):
            return with_conjoined(controlled)
        if verb.dep_ == "ccomp" and not _is_nonfinite(verb) and not _is_noun_misread(verb):
            return []
        return subjects_of(head, depth + 1)
    if verb.dep_ == "pcomp" and head.dep_ in ("prep", "agent"):
        return _subjects_of_gerund(head, depth)
    if verb.dep_ == "acomp" or (verb.dep_ == "xcomp" and head.pos_ == "ADJ"):
        return subjects_of(head.head, depth + 1) if head.dep_ == "acomp" else []
    return []


def holders_of(noun: Token, depth: int = 0) -> list[Token]:
    """Whose a noun's act is: its possessor, or the subject of the verb that governs it."""
    owners = [c for c in noun.children if c.dep_ == "poss" or (c.dep_ == "compound" and c.pos_ == "PROPN")]
    if owners:
        return with_conjoined(owners)
    if any(c.dep_ in ("compound", "poss") and c.lemma_.lower() in _BODIES for c in noun.children):
        return []  # "backed government plans": the plans are the government's
    if noun.dep_ == "dobj":
        return [] if noun.head.lemma_ in _OF_ANOTHERS else subjects_of(noun.head, depth + 1)
    if noun.dep_ == "pobj" and noun.lemma_ in _UNDERTAKINGS and noun.head.head.pos_ in ("VERB", "AUX"):
        return subjects_of(noun.head.head, depth + 1)  # "is in talks to buy"
    return []


def _subjects_of_gerund(preposition: Token, depth: int) -> list[Token]:
    governor = preposition.head
    if governor.pos_ in ("VERB", "AUX"):
        undergoer = [c for c in governor.children if c.dep_ in ("dobj", "nsubjpass")]
        if not undergoer and is_passive(governor):
            undergoer = subjects_of(governor, depth + 1)
        if (
            undergoer
            and governor.lemma_ in _DEFENDANTS
            and preposition.lower_ in _OBJECT_CONTROL_PREPOSITIONS
        ):
            return with_conjoined(undergoer)
        return subjects_of(governor, depth + 1)
    if governor.pos_ in ("ADJ", "ADV"):
        return subjects_of(governor.head, depth + 1) if governor.head.pos_ in ("VERB", "AUX") else []
    if governor.dep_ in ("dobj", "nsubjpass") and governor.head.lemma_ in _DEFENDANTS:
        return with_conjoined([governor])
    return holders_of(governor, depth + 1)


def _is_noun_misread(verb: Token) -> bool:
    """Whether a noun was read as a verb: "used two malware [strains] to hack X"."""
    before = verb.doc[verb.i - 1] if verb.i else verb
    return verb.tag_ == "VBZ" and before.dep_ == "dobj" and before.head == verb.head


def _is_nonfinite(verb: Token) -> bool:
    return verb.tag_ in ("VB", "VBG", "VBN") and not any(c.dep_ == "nsubj" for c in verb.children)
