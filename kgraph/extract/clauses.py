"""Clauses: predicates with all their arguments, the voice turned round.

Clauses are found first, and propositions and claims are derived from them, after ClausIE (Del
Corro and Gemulla, 2013): one clause with all its arguments is the record, binary triples are a
view of it. Labels of dependencies are those of ClearNLP, which spaCy's English pipelines use.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kgraph.extract.dependencies import is_passive, prepositions_of, with_conjoined
from kgraph.extract.subjects import subjects_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc, Token


_RELATIVE = frozenset({"WDT", "WP"})


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
    return map(clause_of, predicates(doc))


def predicates(doc: Doc) -> Iterator[Token]:
    """The verb of every clause of a parsed passage, in the order of the text."""
    for token in doc:
        if token.pos_ not in ("VERB", "AUX") or token.dep_ in ("aux", "auxpass"):
            continue
        if not _is_modifier(token) and not is_nominal(token):
            yield token


def clause_of(verb: Token) -> Clause:
    """The clause whose predicate is this verb."""
    passive = is_passive(verb)
    surface_subjects = subjects_of(verb)
    objects = with_conjoined([c for c in verb.children if c.dep_ in ("dobj", "attr", "oprd")])
    indirect = with_conjoined([c for c in verb.children if c.dep_ == "dative" and c.tag_ != "IN"])
    gap = _relative_gap(verb)
    prepositions = prepositions_of(verb)
    if passive:
        agents = [token for word, token in prepositions if word == "by" and token.pos_ not in ("VERB", "AUX")]
        agents = agents or [
            n for o in objects for w, n in prepositions_of(o) if w == "by" and n.pos_ != "VERB"
        ]
        prepositions = [(word, token) for word, token in prepositions if word != "by" or token not in agents]
        indirect, objects, surface_subjects = indirect + objects, surface_subjects, agents
    elif gap is not None and not objects:
        objects = with_conjoined([gap])
    if not objects and not passive:  # a noun is no clause: the parser lost the object before it
        lost = [c for c in verb.children if c.dep_ == "ccomp" and c.pos_ == "NOUN"]
        objects = with_conjoined([s for c in lost for s in c.children if s.dep_ == "nsubj"])
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


def is_nominal(token: Token) -> bool:
    """Whether a word that the tagger takes for a gerund is a noun ("a DHS warning about X")."""
    return (
        token.tag_ == "VBG"
        and any(c.dep_ in ("det", "compound") for c in token.children)
        and not any(c.dep_ in ("dobj", "nsubj", "aux") for c in token.children)
    )


def _is_modifier(token: Token) -> bool:
    return token.dep_ in ("amod", "compound") and not any(c.dep_ in ("dobj", "prep") for c in token.children)
