"""From an article to parsed passages: paragraphs without boilerplate and repeats, names whole.

A passage keeps the length of the stretch of text that it stands for, character by character, so
that offsets in it are offsets in the article.

Names that the gazetteer knows and that have several words are shown to the parser as one familiar
word of the same kind ("Russia Today" as an organisation's name), because a parser trained on
ordinary names reads "Russia Today and Sputnik" as a sentence about today. The text of the article
is never changed by this; only the parser sees the stand-in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from spacy.tokens import Doc

from kgraph.model import Article, EntityType, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from spacy.language import Language
    from spacy.tokens import Token

    from kgraph.extract.lexicon import Lexicon
    from kgraph.gazetteer import Gazetteer, Match

MAX_PARAGRAPH = 20_000  # characters; longer ones are cut at a sentence end to bound the parser's memory
_STAND_INS = {
    EntityType.PERSON: "Smith",
    EntityType.COUNTRY: "Russia",
    EntityType.PLACE: "London",
    EntityType.PRODUCT: "Windows",
    EntityType.MALWARE: "Windows",
}
_WORDS_OF_A_HEADLINE = 4
_BULLET = re.compile(r"[ \t]*(?:[•‣◦▪●·*–—-]|\d{1,2}[.)])[ \t]+")
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_SITE = re.compile(r"\s+(?:[|»·]|[-–—])\s+(?:[A-Z][\w.&'’]*\s?){1,3}$")  # "... - The Daily Planet"
_SLOGAN = re.compile(r"(?<=\w)\s+\|\s.*$")  # "... | The Daily Planet | News for all"
_SENTENCE_END = re.compile(r"[.!?][\"'”’)]?\s+(?=[\"'“‘(]?[A-Z])")


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph or headline; `text` is as long as what stands in the article from `start` on.

    `title` marks the article's own headline where its text does not repeat it.
    """

    start: int
    text: str
    headline: bool = False
    title: bool = False


@dataclass(frozen=True, slots=True)
class KnownName:
    """A name from the gazetteer, as tokens `first` up to but not including `last`."""

    first: int
    last: int
    match: Match


@dataclass(frozen=True, slots=True)
class ParsedPassage:
    """A passage with its parse; `offsets` gives each token's stretch of the article's text."""

    article: Article
    passage: Passage
    doc: Doc
    offsets: tuple[tuple[int, int], ...]
    names: tuple[KnownName, ...]

    @property
    def text(self) -> str:
        """What the offsets index: the article's text or its headline."""
        return self.article.title if self.passage.title else self.article.text

    @property
    def words(self) -> set[str]:
        """The words that were parsed, each once."""
        strings = self.doc.vocab.strings
        return {strings[word] for word in set(self.doc.to_array("ORTH").tolist())}

    def span(self, first: int, last: int) -> Span:
        """The stretch of the article from token `first` to just before token `last`."""
        start, end = self.offsets[first][0], self.offsets[last - 1][1]
        return Span(start, end, self.text[start:end], self.passage.title)

    def word(self, token: Token) -> str:
        """What the article has in this place, which for a name may not be what was parsed."""
        start, end = self.offsets[token.i]
        return self.text[start:end]

    def sentence(self, token: Token) -> Span:
        """The sentence that holds a token, without surrounding white space."""
        return self.span(token.sent.start, token.sent.end)


def passages(article: Article, lexicon: Lexicon, gazetteer: Gazetteer) -> list[Passage]:
    """The article's headline and its paragraphs in order, without boilerplate and repeats."""
    seen: set[str] = set()
    title = _normalised(article.title)
    body_words = _body_words(article.text)
    out = []
    for first, end in _paragraphs(article.text):
        bullet = _BULLET.match(article.text, first, end)
        start = bullet.end() if bullet else first
        text = article.text[start:end]
        text = re.sub(r"[\s\ufeff]", " ", text)
        start, text = start + len(text) - len(text.lstrip()), text.lstrip()
        key = _normalised(text)
        if not key or key in seen or _is_boilerplate(text, lexicon):
            continue
        seen.add(key)
        headline = key == title or _is_title_case(text)
        if headline:
            text = _mend_case(text, gazetteer, body_words)
        out.append(Passage(start, text, headline))
    if title and title not in seen and not _is_boilerplate(article.title.strip(), lexicon):
        text = _SITE.sub("", _without_slogan(article.title.rstrip(" |\t\n"))).lstrip()
        start = len(article.title) - len(article.title.lstrip())
        mended = _mend_case(re.sub(r"[\s\ufeff]", " ", text), gazetteer, body_words)
        out.insert(0, Passage(start, mended, headline=True, title=True))
    return out


def parse(
    articles: Iterable[Article], nlp: Language, lexicon: Lexicon, gazetteer: Gazetteer, batch_size: int = 128
) -> Iterator[tuple[Article, list[ParsedPassage]]]:
    """Parse articles in order, many paragraphs at a time."""

    def unparsed() -> Iterator[tuple[Doc, tuple[Article, Prepared | None, bool]]]:
        for article in articles:
            found = prepare(article, nlp, lexicon, gazetteer)
            if not found:
                yield Doc(nlp.vocab), (article, None, True)
            for item in found:
                yield item.doc, (article, item, item is found[-1])

    parsed: list[ParsedPassage] = []
    for doc, (article, item, last) in nlp.pipe(unparsed(), as_tuples=True, batch_size=batch_size):
        if item is not None:
            _mend_lemmas(doc, lexicon)
            parsed.append(ParsedPassage(article, item.passage, doc, item.offsets, item.names))
        if last:
            yield article, parsed
            parsed = []


def _mend_lemmas(doc: Doc, lexicon: Lexicon) -> None:
    """Give verbs of the lexicon the lemma by which it knows them, where the lemmatizer's is no word."""
    for token in doc:
        if token.pos_ == "VERB" and token.lemma_ not in lexicon.inflections:
            token.lemma_ = lexicon.inflections.get(token.lower_, token.lemma_)


def parsed_already(article: Article, doc: Doc, gazetteer: Gazetteer) -> ParsedPassage:
    """A document that somebody else has parsed, as one passage with the names that the gazetteer knows."""
    names = []
    for match in gazetteer.find(doc.text):
        span = doc.char_span(match.start, match.end)
        if span is not None:
            names.append(KnownName(span.start, span.end, match))
    offsets = tuple((token.idx, token.idx + len(token.text)) for token in doc)
    return ParsedPassage(article, Passage(0, doc.text), doc, offsets, tuple(names))


def prepare(article: Article, nlp: Language, lexicon: Lexicon, gazetteer: Gazetteer) -> list[Prepared]:
    """An article's passages as the tokens that the parser gets."""
    return [_prepared(passage, nlp, gazetteer) for passage in passages(article, lexicon, gazetteer)]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A passage with its tokens, their stretches of the article's text, and the known names in it."""

    passage: Passage
    doc: Doc
    offsets: tuple[tuple[int, int], ...]
    names: tuple[KnownName, ...]


def _prepared(passage: Passage, nlp: Language, gazetteer: Gazetteer) -> Prepared:
    """Tokenize a passage, with a stand-in for every known name of several words."""
    tokens = nlp.make_doc(passage.text)
    spans = []
    for found in gazetteer.find(passage.text):
        span = tokens.char_span(found.start, found.end)
        if span is not None:
            spans.append((span.start, span.end, found))
    starts: dict[int, tuple[int, Match | None]] = {first: (last, found) for first, last, found in spans}
    words: list[str] = []
    spaces: list[bool] = []
    offsets: list[tuple[int, int]] = []
    names: list[KnownName] = []
    i = 0
    nothing: tuple[int, Match | None] = (0, None)
    while i < len(tokens):
        last, match = starts.get(i, nothing)
        last = last or i + 1
        first_token, last_token = tokens[i], tokens[last - 1]
        word = first_token.text
        if match is not None:
            merge = last > i + 1 and not match.adjective
            if merge:
                word = _STAND_INS.get(match.entities[0].type, "Microsoft")
                names.append(KnownName(len(words), len(words) + 1, match))
            else:
                names.append(KnownName(len(words), len(words) + last - i, match))
                last, last_token = i + 1, first_token
        words.append(word.replace("’", "'"))  # the model knows "n't" as a negation, and no other spelling
        spaces.append(bool(last_token.whitespace_))
        offsets.append(
            (passage.start + first_token.idx, passage.start + last_token.idx + len(last_token.text))
        )
        i = last
    return Prepared(passage, Doc(nlp.vocab, words=words, spaces=spaces), tuple(offsets), tuple(names))


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each paragraph: at blank lines, at bullets, and at lines that end a sentence."""
    start: int | None = None
    end = 0
    position = 0
    for line in text.splitlines(keepends=True):
        stripped = line.strip()
        first = position + len(line) - len(line.lstrip())
        if not stripped:
            if start is not None:
                yield from _cut(text, start, end)
                start = None
        else:
            wraps = start is not None and not _BULLET.match(line) and _continues(text[start:end], stripped)
            if start is not None and not wraps:
                yield from _cut(text, start, end)
                start = None
            if start is None:
                start = first
            end = first + len(stripped)
        position += len(line)
    if start is not None:
        yield from _cut(text, start, end)


def _continues(before: str, line: str) -> bool:
    """Whether a line goes on with the paragraph before it (a hard wrap, not a new paragraph)."""
    last = before.rsplit("\n", 1)[-1]
    if line[0].islower():
        return True
    return 40 < len(last) < 120 and last[-1] not in ".!?:\"”'’"


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A paragraph, in pieces that end with sentences where it is very long."""
    while end - start > MAX_PARAGRAPH:
        limit = start + MAX_PARAGRAPH
        cut = limit
        for found in _SENTENCE_END.finditer(text, start + MAX_PARAGRAPH // 2, limit):
            cut = found.end()
        if cut == limit:
            space = text.rfind(" ", start + 1, limit)
            cut = space + 1 if space > start else limit
        yield start, cut
        start = cut
    if start < end:
        yield start, end


def _is_boilerplate(text: str, lexicon: Lexicon) -> bool:
    return any(  # a long paragraph is never one whole line of boilerplate
        line.pattern.fullmatch(text) if line.whole else line.pattern.match(text)
        for line in lexicon.boilerplate
        if not line.whole or len(text) < 400
    )


def _without_slogan(title: str) -> str:
    """A headline up to the first bar, where what is before it is long enough to be one."""
    shorter = _SLOGAN.sub("", title)
    return shorter if len(shorter.split()) >= _WORDS_OF_A_HEADLINE else title


def _normalised(text: str) -> str:
    return " ".join(_WORD.findall(text)).casefold()


def _is_title_case(text: str) -> bool:
    """Whether nearly all longer words begin with a capital and no sentence ends."""
    words = [word for word in _WORD.findall(text) if len(word) > 3]
    if len(words) < 3 or len(words) > 20 or text.rstrip()[-1:] in ".!;,":
        return False
    return bool(sum(word[0].isupper() for word in words) >= 0.8 * len(words))


def _body_words(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """Words that stand in small letters somewhere, and words capitalised inside sentences."""
    small: set[str] = set()
    names: set[str] = set()
    for start, end in _paragraphs(text):
        paragraph = text[start:end]
        if _is_title_case(paragraph):
            continue
        for found in _WORD.finditer(paragraph):
            word = found.group()
            if word[0].islower():
                small.add(word.lower())
            elif paragraph[: found.start()].rstrip(" \"'“‘(")[-1:] not in ("", ".", "!", "?", ":"):
                names.add(word.lower())
    return frozenset(small), frozenset(names)


def _mend_case(text: str, gazetteer: Gazetteer, body_words: Sequence[frozenset[str]]) -> str:
    """A headline as a sentence: small letters for all but names."""
    if text.isupper():
        return text
    if not _is_title_case(text):
        return text
    small, names = body_words
    known = [(match.start, match.end) for match in gazetteer.find(text) if not match.ambiguous]

    def mended(found: re.Match[str]) -> str:
        word = found.group()
        inside = any(start <= found.start() < end for start, end in known)
        is_name = word.lower() in names and word.lower() not in small
        small_word = word[0].lower() + word[1:]
        if inside or is_name or not word[1:].islower() or found.start() == 0 or len(small_word) != len(word):
            return word
        return small_word

    return _WORD.sub(mended, text)
