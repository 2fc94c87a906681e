"""Words and what hangs on them, read off the parse: heads, prepositions, conjoined words, antecedents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgraph.extract.negation import is_contrasted, is_instead

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

_PASSIVE = frozenset({"auxpass", "nsubjpass", "csubjpass"})
_ACTIVE = frozenset({"aux", "nsubj", "dobj"})
_FINITE = frozenset({"VBD", "VBZ", "VBP"})


def is_passive(verb: Token) -> bool:
    """Whether a verb is passive: by its auxiliary, or as a participle after a noun."""
    relations = {c.dep_ for c in verb.children}
    if not relations.isdisjoint(_PASSIVE):
        return True
    if verb.tag_ != "VBN" or not relations.isdisjoint(_ACTIVE):
        return False
    if verb.dep_ in ("acl", "advcl", "amod", "pcomp"):
        return True
    return verb.dep_ == "conj" and verb.head.pos_ in ("VERB", "AUX") and is_passive(verb.head)


def is_infinitive(verb: Token) -> bool:
    """Whether a verb is an infinitive with "to"."""
    return any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children)


def is_hedged(verb: Token) -> bool:
    """Whether "is" is negated, conditional or only possible, so that nothing is stated by it."""
    return any(c.dep_ in ("neg", "mark") or (c.dep_ == "aux" and c.tag_ == "MD") for c in verb.children)


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


def first_conjoined(verb: Token) -> Token:
    """The first of the verbs that a verb is conjoined to; the verb itself when it is none."""
    while verb.dep_ == "conj" and verb.head.pos_ in ("VERB", "AUX"):
        verb = verb.head
    return verb


def conjoined(token: Token) -> list[Token]:
    """A noun and those conjoined to it, in the order of the text."""
    return with_conjoined([token])


def with_conjoined(tokens: list[Token]) -> list[Token]:
    """The tokens with those conjoined to them."""
    out: list[Token] = []
    for token in tokens:
        out.append(token)
        queue = [token]
        while queue:
            following = [
                c
                for c in queue.pop(0).children
                if c.dep_ == "conj"
                and c.pos_ not in ("VERB", "AUX")
                and not (is_contrasted(c) or is_instead(c))
            ]
            out.extend(following)
            queue.extend(following)
    return out


def prepositions_of(token: Token) -> list[tuple[str, Token]]:
    """The prepositions that hang on a word, each with what it governs."""
    return [
        governed
        for child in token.children
        if child.lower_ not in ("according", "based")  # "based on what it saw" tells no party
        and (child.dep_ in ("prep", "agent") or (child.dep_ == "dative" and child.tag_ == "IN"))
        and not is_contrasted(child)
        for governed in objects_of_preposition(child)
    ]


def objects_of_preposition(preposition: Token) -> Iterator[tuple[str, Token]]:
    """Each thing that a preposition governs, with the preposition's word ("because of" is "because")."""
    for child in preposition.children:
        if child.dep_ == "pobj":
            for token in with_conjoined([child]):
                yield preposition.lower_, token
        elif child.dep_ == "pcomp":
            yield preposition.lower_, child
        elif child.dep_ == "prep":
            yield from objects_of_preposition(child)


def clause_head(token: Token) -> Token | None:
    """The verb whose clause a word stands in, the word itself left out; None outside of clauses."""
    while token.head != token:
        token = token.head
        if token.pos_ in ("VERB", "AUX"):
            return token
    return None


def antecedent_of(verb: Token) -> Token | None:
    """The noun that a relative clause, or one conjoined to it, is about; None for other clauses."""
    if not is_relative(verb):
        return None
    noun = first_conjoined(verb).head
    if noun.ent_type_ == "DATE":  # "issued a directive on Monday that banned ..."
        while noun.head != noun and noun.pos_ not in ("VERB", "AUX"):
            noun = noun.head
        return next((c for c in noun.children if c.dep_ in ("dobj", "nsubjpass")), None)
    return noun


def is_relative(verb: Token) -> bool:
    """Whether a verb, or the first that it is conjoined to, heads a clause about a noun."""
    return first_conjoined(verb).dep_ in ("relcl", "acl")
