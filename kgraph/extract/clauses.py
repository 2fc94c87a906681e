"""Clauses: predicates with all their arguments, the voice turned round.

Clauses are found first, and propositions and claims are derived from them, after ClausIE (Del
Corro and Gemulla, 2013): one clause with all its arguments is the record, binary triples are a
view of it. Labels of dependencies are those of ClearNLP, which spaCy's English pipelines use.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc, Token

_UNDERTAKINGS = frozenset({"talk", "effort", "attempt", "bid", "move", "position", "negotiation", "order"})
_BODIES = frozenset({"government", "council", "state", "party", "company", "ministry", "opposition"})
_OF_ANOTHERS = frozenset(  # verbs about the plans of others: "welcomed the decision to open"
    "back support oppose reject criticise criticize welcome condemn attack defend praise endorse block veto"
    " dismiss slam applaud hail approve denounce question challenge defy resist".split()
)
_URGING = frozenset({"call", "appeal", "rely", "depend", "prevail", "plead"})
_HELD_TO = frozenset({"think", "believe", "say", "report", "estimate", "know", "suspect", "understand"})
_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_RELATIVE = frozenset({"WDT", "WP"})
_OBJECT_CONTROL_PREPOSITIONS = frozenset({"from", "of", "into", "for", "over", "with"})
_SUBJECT_CONTROL = frozenset(  # who promises or uses something to act is who acts
    "promise vow threaten pledge use deploy employ exploit leverage utilise utilize send distribute".split()
)
_DEFENDANTS = frozenset(
    "accuse ban bar prohibit block prevent stop charge convict fine sue blame criticise criticize condemn"
    " denounce punish jail sanction indict suspect forbid discourage dissuade credit thank praise commend"
    " congratulate reward honour honor".split()
)


@dataclass(frozen=True, slots=True)
class Clause:
    """A predicate with its arguments, passive voice turned round.

    `subjects` act and `objects` undergo, whatever the voice; `indirect` receive. `prepositions`
    pairs each preposition with what it governs: a noun, or the verb of a gerund. `complements`
    are the verbs of clausal complements. Conjoined nouns appear as separate tokens.
    """

    verb: Token
    particle: str
    passive: bool
    subjects: tuple[Token, ...]
    objects: tuple[Token, ...]
    indirect: tuple[Token, ...]
    prepositions: tuple[tuple[str, Token], ...]
    complements: tuple[Token, ...]

    def governed_by(self, preposition: str) -> list[Token]:
        """What stands after a preposition of this clause."""
        return [token for word, token in self.prepositions if word == preposition]


def clauses(doc: Doc) -> Iterator[Clause]:
    """Every clause of a parsed passage, in the order of the text."""
    for token in doc:
        if token.pos_ not in ("VERB", "AUX") or token.dep_ in ("aux", "auxpass"):
            continue
        if not _is_modifier(token) and not is_nominal(token):
            yield clause_of(token)


def clause_of(verb: Token) -> Clause:
    """The clause whose predicate is this verb."""
    passive = is_passive(verb)
    surface_subjects = subjects_of(verb)
    objects = _expand([c for c in verb.children if c.dep_ in ("dobj", "attr", "oprd")])
    indirect = _expand([c for c in verb.children if c.dep_ == "dative" and c.tag_ != "IN"])
    gap = _relative_gap(verb)
    prepositions = list(_prepositions(verb))
    if passive:
        agents = [token for word, token in prepositions if word == "by" and token.pos_ not in ("VERB", "AUX")]
        agents = agents or [n for o in objects for w, n in _prepositions(o) if w == "by" and n.pos_ != "VERB"]
        prepositions = [(word, token) for word, token in prepositions if word != "by" or token not in agents]
        indirect, objects, surface_subjects = indirect + objects, surface_subjects, agents
    elif gap is not None and not objects:
        objects = _expand([gap])
    if not objects and not passive:  # a noun is no clause: the parser lost the object before it
        lost = [c for c in verb.children if c.dep_ == "ccomp" and c.pos_ == "NOUN"]
        objects = _expand([s for c in lost for s in c.children if s.dep_ == "nsubj"])
    particle = next((c.lower_ for c in verb.children if c.dep_ == "prt"), "")
    complements = tuple(c for c in verb.children if c.dep_ in ("xcomp", "ccomp", "acomp"))
    return Clause(
        verb,
        particle,
        passive,
        tuple(surface_subjects),
        tuple(objects),
        tuple(indirect),
        tuple(prepositions),
        complements,
    )


def is_passive(verb: Token) -> bool:
    """Whether a verb is passive: by its auxiliary, or as a participle after a noun."""
    if any(c.dep_ in ("auxpass", "nsubjpass", "csubjpass") for c in verb.children):
        return True
    if verb.tag_ != "VBN" or any(c.dep_ in ("aux", "nsubj", "dobj") for c in verb.children):
        return False
    if verb.dep_ in ("acl", "advcl", "amod", "pcomp"):
        return True
    return verb.dep_ == "conj" and verb.head.pos_ in ("VERB", "AUX") and is_passive(verb.head)


def subjects_of(verb: Token, depth: int = 0) -> list[Token]:
    """The surface subject of a verb, followed through conjunction, control and relative clauses."""
    if depth > 8:
        return []
    own = [c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass", "csubj")]
    if own:
        if own[0].tag_ in _RELATIVE or (own[0].lower_ == "that" and _is_relative(verb)):
            antecedent = antecedent_of(verb)
            return _expand([antecedent]) if antecedent is not None else []
        return _expand([c for c in own if c.dep_ != "csubj"])
    head = head_of(verb)
    if verb.dep_ == "conj" and head.pos_ in ("VERB", "AUX"):
        return subjects_of(head, depth + 1)
    if verb.dep_ == "relcl":
        return [] if is_passive(verb) else _expand([head])
    if verb.dep_ == "acl":
        infinitive = any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children)
        return holders_of(head, depth + 1) if infinitive else _expand([head])
    if verb.dep_ == "dobj" and verb.tag_ == "VBG" and head.pos_ in ("VERB", "AUX"):
        return subjects_of(head, depth + 1)
    if verb.dep_ in ("xcomp", "ccomp", "advcl") and head.pos_ in ("VERB", "AUX"):
        if head.tag_ == "VBN" and head.dep_ in ("advcl", "conj") and head.lemma_ in _HELD_TO:
            return []  # "disclosed a strain, thought to have infected X": who did is not safe to say
        controlled = [c for c in head.children if c.dep_ in ("dobj", "nsubjpass")]
        if head.lemma_ == "use" and is_passive(head):  # "was used by X to spy on Y"
            return [token for word, token in _prepositions(head) if word == "by"]
        infinitive = any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children)
        if verb.dep_ == "advcl" and infinitive and is_passive(head):
            return []  # "was sold to help X": who helps is not what was sold
        if infinitive and not controlled and head.lemma_ in _URGING:
            controlled = [n for word, n in _prepositions(head) if word in ("on", "upon", "to")]
        if (
            (verb.dep_ == "xcomp" or head.lemma_ in _URGING)
            and controlled
            and head.lemma_ not in _SUBJECT_CONTROL
        ):
            return _expand(controlled)
        if verb.dep_ == "ccomp" and not _is_nonfinite(verb) and not _is_noun_misread(verb):
            return []
        return subjects_of(head, depth + 1)
    if verb.dep_ == "pcomp" and head.dep_ in ("prep", "agent"):
        return _subjects_of_gerund(head, depth)
    if verb.dep_ == "acomp" or (verb.dep_ == "xcomp" and head.pos_ == "ADJ"):
        return subjects_of(head.head, depth + 1) if head.dep_ == "acomp" else []
    return []


def first_conjoined(verb: Token) -> Token:
    """The first of the verbs that a verb is conjoined to; the verb itself when it is none."""
    while verb.dep_ == "conj" and verb.head.pos_ in ("VERB", "AUX"):
        verb = verb.head
    return verb


def head_of(token: Token) -> Token:
    """The head of a word; a finite verb is conjoined to a finite verb, whatever the parser says.

    In "banned X from taking part and barred Y", "barred" goes with "banned", not with "taking".
    """
    head = token.head
    while (
        token.dep_ == "conj"
        and token.tag_ in _FINITE
        and head.pos_ in ("VERB", "AUX")
        and _is_dependent(head)
    ):
        head = head.head.head if head.dep_ == "pcomp" else head.head
    if token.dep_ == "conj" and token.tag_ == "VBD" and _goes_on_after_speech(head):
        return head.head  # "said that X needed more, but defended Y"
    return head


def _goes_on_after_speech(head: Token) -> bool:
    """Whether "but" takes up a verb of speech again, past what was said."""
    said = head.dep_ == "ccomp" and head.head.tag_ == "VBD" and head.head.lemma_ in ("say", "tell", "add")
    return said and any(c.dep_ == "cc" and c.lower_ == "but" for c in head.children)


def _is_dependent(verb: Token) -> bool:
    """Whether a verb is an infinitive or gerund inside another verb's clause."""
    if verb.tag_ not in ("VB", "VBG") or verb.dep_ not in ("pcomp", "xcomp", "advcl"):
        return False
    above = verb.head.head if verb.dep_ == "pcomp" else verb.head
    return above.pos_ in ("VERB", "AUX")


def holders_of(noun: Token, depth: int = 0) -> list[Token]:
    """Whose a noun's act is: its possessor, or the subject of the verb that governs it."""
    owners = [c for c in noun.children if c.dep_ == "poss" or (c.dep_ == "compound" and c.pos_ == "PROPN")]
    if owners:
        return _expand(owners)
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
            return _expand(undergoer)
        return subjects_of(governor, depth + 1)
    if governor.pos_ in ("ADJ", "ADV"):
        return subjects_of(governor.head, depth + 1) if governor.head.pos_ in ("VERB", "AUX") else []
    if governor.dep_ in ("dobj", "nsubjpass") and governor.head.lemma_ in _DEFENDANTS:
        return _expand([governor])
    return holders_of(governor, depth + 1)


def _relative_gap(verb: Token) -> Token | None:
    """The noun that a relative clause is about, when it is the verb's object ("the ban it issued")."""
    if verb.dep_ != "relcl" or is_passive(verb):
        return None
    subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    if subject is None or subject.tag_ in _RELATIVE or subject.lower_ == "that":
        return None
    if any(c.dep_ == "dobj" and c.tag_ not in _RELATIVE for c in verb.children):
        return None
    return verb.head


def _is_relative(verb: Token) -> bool:
    return first_conjoined(verb).dep_ in ("relcl", "acl")


def antecedent_of(verb: Token) -> Token | None:
    """The noun that a relative clause, or one conjoined to it, is about; None for other clauses."""
    if not _is_relative(verb):
        return None
    noun = first_conjoined(verb).head
    if noun.ent_type_ == "DATE":  # "issued a directive on Monday that banned ..."
        while noun.head != noun and noun.pos_ not in ("VERB", "AUX"):
            noun = noun.head
        return next((c for c in noun.children if c.dep_ in ("dobj", "nsubjpass")), None)
    return noun


def _is_noun_misread(verb: Token) -> bool:
    """Whether a noun was read as a verb: "used two malware [strains] to hack X"."""
    before = verb.doc[verb.i - 1] if verb.i else verb
    return verb.tag_ == "VBZ" and before.dep_ == "dobj" and before.head == verb.head


def _is_nonfinite(verb: Token) -> bool:
    return verb.tag_ in ("VB", "VBG", "VBN") and not any(c.dep_ == "nsubj" for c in verb.children)


def is_nominal(token: Token) -> bool:
    """Whether a word that the tagger takes for a gerund is a noun ("a DHS warning about X")."""
    return (
        token.tag_ == "VBG"
        and any(c.dep_ in ("det", "compound") for c in token.children)
        and not any(c.dep_ in ("dobj", "nsubj", "aux") for c in token.children)
    )


def _is_modifier(token: Token) -> bool:
    return token.dep_ in ("amod", "compound") and not any(c.dep_ in ("dobj", "prep") for c in token.children)


def _expand(tokens: list[Token]) -> list[Token]:
    """The tokens with those conjoined to them."""
    out: list[Token] = []
    for token in tokens:
        out.append(token)
        queue = [token]
        while queue:
            following = [
                c for c in queue.pop(0).children if c.dep_ == "conj" and c.pos_ not in ("VERB", "AUX")
            ]
            out.extend(following)
            queue.extend(following)
    return out


def conjoined(token: Token) -> list[Token]:
    """A noun and those conjoined to it, in the order of the text."""
    return _expand([token])


def _prepositions(head: Token) -> Iterator[tuple[str, Token]]:
    for child in head.children:
        if child.lower_ in ("according", "based"):
            continue  # "based on what it saw" tells no party
        if child.dep_ in ("prep", "agent") or (child.dep_ == "dative" and child.tag_ == "IN"):
            yield from objects_of_preposition(child)


def objects_of_preposition(preposition: Token) -> Iterator[tuple[str, Token]]:
    """Each thing that a preposition governs, with the preposition's word ("because of" is "because")."""
    for child in preposition.children:
        if child.dep_ == "pobj":
            for token in _expand([child]):
                yield preposition.lower_, token
        elif child.dep_ == "pcomp":
            yield preposition.lower_, child
        elif child.dep_ == "prep":
            yield from objects_of_preposition(child)


def prepositions_of(token: Token) -> list[tuple[str, Token]]:
    """The prepositions that hang on a word, each with what it governs."""
    return list(_prepositions(token))


def clause_head(token: Token) -> Token | None:
    """The verb whose clause a word stands in, the word itself left out; None outside of clauses."""
    while token.head != token:
        token = token.head
        if token.pos_ in ("VERB", "AUX"):
            return token
    return None


def is_hedged(verb: Token) -> bool:
    """Whether "is" is negated, conditional or only possible, so that nothing is stated by it."""
    return any(c.dep_ in ("neg", "mark") or (c.dep_ == "aux" and c.tag_ == "MD") for c in verb.children)
