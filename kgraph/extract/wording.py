"""How a clause is put into words: its relation and its arguments, each as text.

What follows the verb comes first, the agent of a passive before the rest and times after it; what
stands before the verb comes last. The first argument leaves its preposition to the relation. A
relative pronoun is told as the noun that it stands for.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kgraph.extract.clauses import clause_of
from kgraph.extract.dependencies import antecedent_of, conjoined, first_conjoined
from kgraph.extract.phrasing import joined, phrase, text_of
from kgraph.extract.predicates import (
    VERBAL,
    adverbs_beside,
    chain_of,
    left_out,
    relation_words,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from kgraph.extract.lexicon import Lexicon
    from kgraph.extract.parse import ParsedPassage

_CORE = frozenset({"dobj", "dative", "attr", "acomp", "oprd", "xcomp", "ccomp"})
_ADJUNCTS = frozenset({"prep", "agent", "npadvmod", "advcl", "advmod"})
_PREPOSITIONS = frozenset({"prep", "agent"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
_PRONOUNS = frozenset({"WDT", "WP"})
_CONTRAST = frozenset({"while", "whereas", "although", "though"})
_TIMES = frozenset({"DATE", "TIME"})
_NO_OBJECTS = frozenset({"time", "day", "week", "month", "year", "moment", "way", "reason", "place"})


@dataclass(frozen=True, slots=True)
class _Argument:
    """A phrase that hangs on a verb at `place`; `head` is its main word, or what that stands for."""

    place: Token
    prepositions: tuple[Token, ...]
    head: Token
    whole: bool = True

    def text(self, verb: Token, parsed: ParsedPassage, told: tuple[Token, ...] = ()) -> str:
        """What the argument says, without words that are told in the relation; "" when nothing is left."""
        words = phrase(self.head, verb, whole=self.whole)
        text = text_of([t for t in words if t not in self.prepositions and t not in told], parsed)
        before = joined((t for t in self.prepositions if t not in told), parsed)
        return f"{before} {text}".strip() if text else ""


def worded(
    verb: Token, subject: Token, parsed: ParsedPassage, lexicon: Lexicon
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The relation and arguments of a clause, once for each of the objects conjoined in it."""
    chain = chain_of(verb)
    words = relation_words(chain)
    adverbs = adverbs_beside(chain, words)
    arguments = _arguments(verb, chain, adverbs, lexicon)
    if not arguments:  # "prices are going up again"
        arguments = [_Argument(c, (), c) for c in adverbs if c.i > verb.i]
        adverbs -= {a.place for a in arguments}
    relation = joined(sorted(words | adverbs, key=lambda t: t.i), parsed)
    relation = f"{left_out(verb, words, subject)} {relation}".strip()
    if not arguments:
        return
    first, *others = arguments
    rest = [other.text(verb, parsed) for other in others]
    introduction = _introduction(first, verb)
    relation = " ".join([relation, *(parsed.word(t) for t in introduction)])
    for option in _options(first, verb):
        yield relation, tuple(filter(None, [option.text(verb, parsed, introduction), *rest]))


def _introduction(first: _Argument, verb: Token) -> tuple[Token, ...]:
    """What the first argument leaves to the relation: its preposition, or its "that"."""
    place = first.place
    if place.i < verb.i and place != verb.head:
        return ()
    if place.dep_ == "ccomp":
        return tuple(c for c in place.children if c.dep_ == "mark" and c.lower_ == "that")
    return first.prepositions


def _options(first: _Argument, verb: Token) -> list[_Argument]:
    """The first argument, or when that is an object, each of those conjoined in it."""
    place = first.place
    nouns = conjoined(place)
    if place.dep_ not in ("dobj", "attr") or place.i < verb.i or len(nouns) == 1:
        return [first]
    return [replace(first, head=noun, whole=False) for noun in nouns]


def _arguments(verb: Token, chain: list[Token], adverbs: set[Token], lexicon: Lexicon) -> list[_Argument]:
    places = [c for token in chain for c in token.children if c.dep_ in _CORE | _ADJUNCTS]
    places += _fronted(verb)
    places = [c for c in places if c not in chain and c not in adverbs and not _is_left_out(c, verb, lexicon)]
    antecedent = antecedent_of(verb)
    arguments = [a for place in places if (a := _argument(place, antecedent)) is not None]
    if _is_gap(verb, arguments):
        stranded = tuple(c for c in places if c.dep_ in _PREPOSITIONS and c.n_rights == 0)[:1]
        arguments.append(_Argument(verb.head, stranded, verb.head))
    return sorted(arguments, key=lambda a: _rank(a, verb))


def _fronted(verb: Token) -> list[Token]:
    """What stands before the common subject of conjoined verbs holds for each of them ("in March, X ...")."""
    first = first_conjoined(verb)
    subject = next((c for c in first.children if c.dep_ in _SUBJECTS), None)
    if verb == first or subject is None or any(c.dep_ in _SUBJECTS for c in verb.children):
        return []
    return [c for c in first.children if c.i < subject.i and c.dep_ in ("prep", "npadvmod") and _is_time(c)]


def _argument(place: Token, antecedent: Token | None) -> _Argument | None:
    """What hangs on a verb in one place; None for a preposition or pronoun whose noun is not there."""
    prepositions: tuple[Token, ...] = ()
    inner = place
    if place.dep_ in _PREPOSITIONS:
        prepositions, below = _preposition(place)
        if not below:
            return None
        inner = next((c for c in below if c.dep_ in ("pobj", "pcomp")), place)
    if inner.tag_ not in _PRONOUNS or inner.n_lefts + inner.n_rights:
        return _Argument(place, prepositions, place)
    return _Argument(place, prepositions, antecedent) if antecedent is not None else None


def _preposition(place: Token) -> tuple[tuple[Token, ...], list[Token]]:
    """The words of a preposition ("out of", "mainly in", "instead of"), and what hangs on it."""
    last, below = place, list(place.rights)
    if len(below) == 1 and below[0].dep_ == "prep":
        last, below = below[0], list(below[0].rights)
    return tuple(t for t in place.doc[place.left_edge.i : last.i + 1] if not t.is_punct), below


def _is_gap(verb: Token, arguments: list[_Argument]) -> bool:
    """Whether the noun before a relative clause is its object, told by no pronoun ("the ban it issued")."""
    if verb.dep_ != "relcl" or verb.head.lemma_.lower() in _NO_OBJECTS:
        return False
    if any(c.tag_ == "WRB" for c in verb.children) or any(a.head == verb.head for a in arguments):
        return False
    return verb.head in clause_of(verb).objects


def _is_left_out(place: Token, verb: Token, lexicon: Lexicon) -> bool:
    """Whether what hangs on a verb is no argument, or a statement of its own beside it."""
    if place.dep_ == "advmod":
        return place.tag_ == "WRB" or (place.i < verb.i and place.n_lefts + place.n_rights == 0)
    marks = {c.lower_ for c in place.children if c.dep_ in ("mark", "advmod", "prep") and c.i < place.i}
    if place.dep_ == "advcl":
        own = any(c.dep_ in _SUBJECTS for c in place.children)
        return bool(marks & _CONTRAST) or (place.tag_ in ("VBG", "VBN") and not own and not marks)
    if place.dep_ != "ccomp":
        return False
    comma = place.left_edge.i > verb.i and verb.doc[place.left_edge.i - 1].text == ","
    told = verb.lemma_.lower() in lexicon.reporting_verbs or "that" in marks
    return (comma or place.i < verb.i) and not told and place.pos_ in VERBAL


def _rank(argument: _Argument, verb: Token) -> tuple[int, int]:
    """Where an argument comes: what a relative clause is about, what follows the verb, what precedes it."""
    place = argument.place
    if place == verb.head or (place.i < verb.i and place.dep_ in _CORE):
        return 0, place.i
    if place.i < verb.i:
        return 4, place.i
    if place.dep_ == "agent":
        return 1, place.i
    return (3 if place.dep_ in _ADJUNCTS and _is_time(place) else 2), place.i


def _is_time(place: Token) -> bool:
    """Whether an adjunct tells when: a date, or a preposition with one."""
    return place.ent_type_ in _TIMES or any(c.ent_type_ in _TIMES for c in place.children)
