"""Whether what reads like a known name is a name in its sentence, not a word or a piece of another name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgraph.extract.persons import TITLES, is_other_person, is_titled
from kgraph.extract.recognition import NER_TYPES
from kgraph.model import EntityType

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from kgraph.extract.lexicon import Lexicon
    from kgraph.extract.parse import KnownName, ParsedPassage
    from kgraph.gazetteer import Match

_OF_LANGUAGES = frozenset({"speaking", "language", "speaker", "speakers"})


def is_a_name(name: KnownName, parsed: ParsedPassage, lexicon: Lexicon) -> bool:
    """Whether a known name is the name of one of its bearers here; whose, `readings` says."""
    match, doc = name.match, parsed.doc
    last = doc[name.last - 1]
    if match.ambiguous and (not _stands_as_name(doc, name, lexicon) or _is_recognised_otherwise(match, last)):
        return False
    if match.adjective and (is_titled(doc, name.first) or _is_a_language(last)):
        return False  # "Mr Irish"; "in broken English"
    return not (
        _is_part_of_a_name(doc, name, lexicon)
        or is_other_person(parsed, name, lexicon)
        or _is_an_adjective(doc, name)
    )


def _stands_as_name(doc: Doc, name: KnownName, lexicon: Lexicon) -> bool:
    """Whether an ambiguous word is used as a name: a proper noun, and not just a first word.

    A first word counts where the recogniser takes it for a name, or where it does what names do.
    """
    tokens = doc[name.first : name.last]
    if not all(t.pos_ == "PROPN" or t.ent_type_ in NER_TYPES for t in tokens):
        return False
    first = tokens[0]
    if len(tokens) > 1 or not first.is_sent_start or first.ent_type_ in NER_TYPES:
        return True
    verb = first.head.lemma_
    return first.dep_ == "nsubj" and (verb in lexicon.reporting_verbs or verb in lexicon.verbs)


def _is_part_of_a_name(doc: Doc, name: KnownName, lexicon: Lexicon) -> bool:
    """Whether a name is a piece of a longer one: "Ford & Sons", "Saffron Walden", "Falcon Group", "X-Box".

    A name that is believed at sight may stand beside others.
    """
    before = doc[name.first - 1] if name.first else None
    after = doc[name.last] if name.last < len(doc) else None
    last = doc[name.last - 1]
    if after is not None and after.text in ("&", "-") and not name.match.adjective:
        goes_on = doc[name.last + 1 : name.last + 2].text[:1].isupper()
        if goes_on and (after.text == "&" or (name.match.ambiguous and not last.whitespace_)):
            return True
    if not name.match.ambiguous:
        return False
    if after is not None and _is_capitalised(after) and last.head == after:
        return after.lower_ not in lexicon.position_words
    if before is None:
        return False
    if before.text in ("-", "&") and not before.whitespace_:
        return True
    joined = _is_capitalised(before) and before.dep_ == "compound" and before.head == last
    return joined and not _says_what(before, lexicon)


def _is_capitalised(token: Token) -> bool:
    return token.pos_ == "PROPN" and token.text[0].isupper()


def _says_what(token: Token, lexicon: Lexicon) -> bool:
    word = token.lower_.rstrip(".")
    return word in TITLES or word in lexicon.position_words or token.ent_type_ in ("GPE", "NORP")


def _is_a_language(token: Token) -> bool:
    """Whether an adjective of nationality is the name of a language: "broken English", "Chinese-language"."""
    behind = token.doc[token.i + 1 : token.i + 3]
    if len(behind) == 2 and behind[0].text == "-" and behind[1].lower_ in _OF_LANGUAGES:
        return True
    stands_alone = token.dep_ in ("dobj", "pobj", "conj", "nsubj") and not token.text.endswith("s")
    return stands_alone and not any(c.dep_ in ("det", "poss", "nummod") for c in token.children)


def _is_recognised_otherwise(match: Match, token: Token) -> bool:
    """Whether the recogniser takes what may be a place's name for a person's or a body's."""
    only_places = all(entity.type is EntityType.PLACE for entity in match.entities)
    return only_places and token.ent_type_ in ("PERSON", "ORG", "PRODUCT")


def _is_an_adjective(doc: Doc, name: KnownName) -> bool:
    """Whether a title such as "The Australian" is none here ("the Australian government")."""
    following = doc[name.last] if name.last < len(doc) else None
    named = name.match.text.lower().startswith("the ")
    return named and following is not None and following.pos_ in ("NOUN", "ADJ")
