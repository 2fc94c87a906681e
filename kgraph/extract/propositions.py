"""Untyped propositions (open information extraction): every clause as subject, relation, arguments.

One n-ary proposition a clause and subject: what follows the verb comes first, what stands before
it last, and the first argument leaves its preposition to the relation, as in ClausIE (Del Corro
and Gemulla, 2013) and OLLIE (Mausam et al., 2012). A verb that only governs another ("plans to
ban") is part of the relation. Appositions are propositions with "is".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgraph.extract.clauses import clauses, is_passive, subjects_of
from kgraph.model import Proposition

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from kgraph.extract.attribution import Attribution, Context
    from kgraph.extract.mentions import NamedPassage

_ARGUMENTS = frozenset(
    {
        "dobj",
        "dative",
        "attr",
        "acomp",
        "oprd",
        "xcomp",
        "ccomp",
        "prep",
        "agent",
        "npadvmod",
        "advcl",
        "advmod",
    }
)
_CUT = frozenset({"parataxis", "appos", "relcl"})
_IN_RELATION = frozenset({"aux", "auxpass", "neg", "prt"})
_CLAUSE_CONFIDENCE = 0.8
_PRONOUN_CONFIDENCE = 0.75
_NOUN_CONFIDENCE = 0.6


def propositions(passage: NamedPassage, attribution: Attribution) -> Iterator[Proposition]:
    """The propositions of one passage: those of its clauses, then those of its appositions."""
    for clause in clauses(passage.parsed.doc):
        verb = clause.verb
        subjects = subjects_of(verb)
        if not subjects or verb.sent[-1].text == "?" or _is_merged(verb):
            continue
        context = attribution.context(verb)
        if context.void:
            continue
        relation, arguments = _relation_and_arguments(verb, passage)
        if not arguments:
            continue
        for subject in subjects:
            text = _text(_phrase(subject, verb, whole=len(subjects) == 1), passage)
            sure = _PRONOUN_CONFIDENCE if subject.pos_ == "PRON" else _CLAUSE_CONFIDENCE
            if text:
                yield _proposition(verb, text, relation, arguments, context, sure, passage)
    for token in passage.parsed.doc:
        if token.dep_ == "appos" and token.pos_ in ("NOUN", "PROPN") and token.head.pos_ in ("NOUN", "PROPN"):
            name, described = _phrase(token.head, token), _phrase(token, token.head)
            arguments = (_text(described, passage),)
            if arguments[0]:
                context = attribution.context(token)
                text = _text(name, passage)
                yield _proposition(token, text, "is", arguments, context, _NOUN_CONFIDENCE, passage)


def _proposition(
    token: Token,
    subject: str,
    relation: str,
    arguments: tuple[str, ...],
    context: Context,
    confidence: float,
    passage: NamedPassage,
) -> Proposition:
    return Proposition(
        article=passage.parsed.article.id,
        sentence=passage.parsed.sentence(token),
        subject=subject,
        relation=relation,
        arguments=arguments,
        polarity=context.polarity,
        modality=context.modality,
        source=tuple(mention.entity.label for mention in context.source),
        confidence=confidence,
    )


def _is_merged(verb: Token) -> bool:
    """Whether a verb is told in the relation of the verb that governs it ("plans to ban")."""
    return verb.dep_ == "xcomp" and verb.head.pos_ in ("VERB", "AUX") and not _undergoer(verb.head)


def _undergoer(verb: Token) -> list[Token]:
    return [c for c in verb.children if c.dep_ in ("dobj", "dative")]


def _relation_and_arguments(verb: Token, passage: NamedPassage) -> tuple[str, tuple[str, ...]]:
    chain = [verb]
    while (
        inner := next((c for c in chain[-1].children if c.dep_ == "xcomp" and _is_merged(c)), None)
    ) is not None:
        if inner.i < chain[-1].i or inner.pos_ not in ("VERB", "AUX"):
            break
        chain.append(inner)
    words = {t for v in chain for t in (v, *(c for c in v.children if c.dep_ in _IN_RELATION))}
    if is_passive(verb) and verb.dep_ in ("acl", "conj", "advcl"):
        words |= {c for c in verb.head.children if verb.dep_ == "conj" and c.dep_ == "auxpass"}
    found = [c for v in chain for c in v.children if c.dep_ in _ARGUMENTS and c not in chain]
    found = [c for c in found if c.dep_ != "advmod" or any(True for _ in c.children)]
    after = sorted((c for c in found if c.i > verb.i), key=lambda c: c.i)
    before = sorted((c for c in found if c.i < verb.i), key=lambda c: c.i)
    relation = " ".join(passage.parsed.word(t) for t in sorted(words, key=lambda t: t.i))
    texts: list[str] = []
    for number, argument in enumerate((*after, *before)):
        tokens = _phrase(argument, verb)
        if argument.dep_ in ("prep", "agent") and number == 0 and after:
            relation += f" {passage.parsed.word(argument)}"
            tokens = [t for t in tokens if t.i != argument.i]
        text = _text(tokens, passage)
        if text:
            texts.append(text)
    return relation, tuple(texts)


def _phrase(token: Token, verb: Token, *, whole: bool = True) -> list[Token]:
    """The words of an argument, without clauses that hang on it and without the predicate itself."""
    out = [token]
    for child in token.children:
        if child.i == verb.i or child.dep_ in _CUT or (child.is_punct and child.text in ',;:—–()"“”'):
            continue
        if not whole and child.dep_ in ("cc", "conj", "preconj"):
            continue
        out.extend(_phrase(child, verb))
    return sorted(out, key=lambda t: t.i)


def _text(tokens: list[Token], passage: NamedPassage) -> str:
    parsed = passage.parsed
    text = ""
    for token in tokens:
        start, end = parsed.offsets[token.i]
        glued = bool(text) and token.i > 0 and parsed.offsets[token.i - 1][1] == start
        text += ("" if glued or not text else " ") + parsed.text[start:end]
    return " ".join(text.split()).strip(" ,;:.\"“”'")
