"""Untyped propositions (open information extraction): every clause as subject, relation, arguments.

One n-ary proposition a clause and subject: the first argument takes its preposition into the
relation, later ones keep it in front, as in ClausIE (Del Corro and Gemulla, 2013) and OLLIE
(Mausam et al., 2012).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgraph.extract.clauses import clauses, is_passive, subjects_of
from kgraph.model import Proposition

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from kgraph.extract.attribution import Attribution
    from kgraph.extract.mentions import NamedPassage

_ARGUMENTS = frozenset(
    {"dobj", "dative", "attr", "acomp", "oprd", "xcomp", "ccomp", "prep", "agent", "npadvmod", "advcl"}
)
_CUT = frozenset({"relcl", "acl", "appos", "parataxis"})
_IN_RELATION = frozenset({"aux", "auxpass", "neg", "prt"})
_CONFIDENCE = 0.8
_PRONOUN_CONFIDENCE = 0.6


def propositions(passage: NamedPassage, attribution: Attribution) -> Iterator[Proposition]:
    """The propositions of one passage, in the order of its predicates."""
    parsed = passage.parsed
    for clause in clauses(parsed.doc):
        verb = clause.verb
        subjects = subjects_of(verb)
        if not subjects or verb.sent[-1].text == "?":
            continue
        context = attribution.context(verb)
        if context.void:
            continue
        relation, arguments = _relation_and_arguments(verb, passage)
        if not arguments:
            continue
        for subject in subjects:
            text = _text(_phrase(subject, verb), passage)
            if not text:
                continue
            yield Proposition(
                article=parsed.article.id,
                sentence=parsed.sentence(verb),
                subject=text,
                relation=relation,
                arguments=arguments,
                polarity=context.polarity,
                modality=context.modality,
                source=tuple(m.entity.label for m in context.source),
                confidence=_PRONOUN_CONFIDENCE if subject.pos_ == "PRON" else _CONFIDENCE,
            )


def _relation_and_arguments(verb: Token, passage: NamedPassage) -> tuple[str, tuple[str, ...]]:
    words = [verb, *(c for c in verb.children if c.dep_ in _IN_RELATION)]
    if (
        is_passive(verb)
        and verb.dep_ in ("acl", "conj", "advcl")
        and not any(c.dep_ == "auxpass" for c in words)
    ):
        words = [verb]
    arguments = [c for c in verb.children if c.dep_ in _ARGUMENTS and (c.i > verb.i or c.dep_ != "ccomp")]
    arguments.sort(key=lambda c: c.i)
    relation = " ".join(passage.parsed.word(t) for t in sorted(words, key=lambda t: t.i))
    texts: list[str] = []
    for argument in arguments:
        tokens = _phrase(argument, verb)
        if argument.dep_ in ("prep", "agent") and not texts:
            relation += f" {passage.parsed.word(argument)}"
            tokens = [t for t in tokens if t.i != argument.i]
        text = _text(tokens, passage)
        if text:
            texts.append(text)
    return relation, tuple(texts)


def _phrase(token: Token, verb: Token) -> list[Token]:
    """The words of an argument, without clauses that hang on it and without the predicate itself."""
    out = [token]
    for child in token.children:
        if child.i == verb.i or child.dep_ in _CUT or (child.is_punct and child.text in ',;:—–()"“”'):
            continue
        if child.dep_ in ("cc", "conj") and token.pos_ in ("NOUN", "PROPN", "PRON"):
            continue
        out.extend(_phrase(child, verb))
    return sorted(out, key=lambda t: t.i)


def _text(tokens: list[Token], passage: NamedPassage) -> str:
    parsed = passage.parsed
    text = ""
    for token in tokens:
        start, end = parsed.offsets[token.i]
        glued = bool(text) and token.i > 0 and parsed.offsets[token.i - 1][1] == start
        text += ("" if glued or not text else " ") + parsed.article.text[start:end]
    return " ".join(text.split()).strip(" ,;:.\"“”'")
