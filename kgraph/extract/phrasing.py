"""Phrases as text: which words belong to a phrase, and how the article writes them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spacy.tokens import Token

    from kgraph.extract.parse import ParsedPassage

_BESIDE = frozenset({"parataxis", "appos", "relcl"})
_COORDINATED = frozenset({"cc", "conj", "preconj"})
_MARKS = frozenset(',;:—–-()"“”')
_PAIRED = frozenset({'"', "“", "”", "``", "''", "`", "(", ")"})


@dataclass(frozen=True, slots=True)
class Statement:
    """A proposition in words, with the token that expresses it."""

    token: Token
    subject: str
    relation: str
    arguments: tuple[str, ...]
    confidence: float


def phrase(token: Token, without: Token, *, whole: bool = True) -> list[Token]:
    """The words of a phrase in order, without the clauses that hang on it and without one branch.

    With `whole` false, what is conjoined to its head is left out as well.
    """
    out = [token]
    for child in token.children:
        if child.i == without.i or child.text in _MARKS or (child.i > token.i and _is_aside(child)):
            continue
        if whole or child.dep_ not in _COORDINATED:
            out.extend(phrase(child, without))
    return sorted(out, key=lambda t: t.i)


def _is_aside(token: Token) -> bool:
    """Whether words after a noun stand beside it: a clause, another noun, a participle behind a comma."""
    first = token.left_edge.i
    behind_comma = first > 0 and token.doc[first - 1].text == ","
    return token.dep_ in _BESIDE or (behind_comma and token.dep_ in ("acl", "advmod"))


def joined(tokens: Iterable[Token], parsed: ParsedPassage) -> str:
    """Words as the article has them, with a space wherever words between them are left out."""
    text, before = "", -1
    for token in tokens:
        start, end = parsed.offsets[token.i]
        glued = before == token.i - 1 and before >= 0 and parsed.offsets[before][1] == start
        text += ("" if glued or not text else " ") + parsed.text[start:end]
        before = token.i
    return " ".join(text.split())


def text_of(tokens: list[Token], parsed: ParsedPassage) -> str:
    """A phrase as text, with the punctuation inside it; quotes and brackets stay in pairs or not at all."""
    words = _punctuated(tokens)
    while words and _is_loose_end(words[-1]):
        words.pop()
    while words and _is_loose_end(words[0]):
        words.pop(0)
    if not words:
        return ""
    for chosen in (words, _widened(words, 0, 1), _widened(words, 1, 0)):
        text = joined(chosen, parsed)
        if _is_paired(text):
            return text
    return joined((t for t in words if t.text not in _PAIRED), parsed)


def _punctuated(tokens: list[Token]) -> list[Token]:
    """The words with the marks that stand between neighbours among them."""
    out: list[Token] = []
    for token in tokens:
        between = [token.doc[i] for i in range(out[-1].i + 1, token.i)] if out else []
        if all(_is_mark(t) for t in between):
            out.extend(between)
        out.append(token)
    return out


def _widened(words: list[Token], left: int, right: int) -> list[Token]:
    """The words with the quotation marks and brackets next to them on one side or both."""
    doc, first, last = words[0].doc, words[0].i, words[-1].i
    while left and first > 0 and doc[first - 1].text in _PAIRED:
        first -= 1
    while right and last + 1 < len(doc) and doc[last + 1].text in _PAIRED:
        last += 1
    return [*doc[first : words[0].i], *words, *doc[words[-1].i + 1 : last + 1]]


def _is_mark(token: Token) -> bool:
    return token.pos_ == "PUNCT" or token.text in _PAIRED or token.text in _MARKS


def _is_loose_end(token: Token) -> bool:
    """Whether a word joins a phrase to what is left out: a mark, an "and"."""
    return _is_mark(token) or token.dep_ == "cc"


def _is_paired(text: str) -> bool:
    """Whether every quotation mark and bracket in a text has its other half."""
    pairs = (("“", "”"), ("``", "''"), ("(", ")"))
    return text.count('"') % 2 == 0 and all(text.count(a) == text.count(b) for a, b in pairs)
