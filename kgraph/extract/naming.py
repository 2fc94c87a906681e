"""What kind of thing a new name is: by the words in it, the words beside it, and how the article uses it.

A named entity recogniser that was trained on newswire takes unknown firms for persons or places. A
journalist helps: persons are introduced by their full names, firms by what they are ("luxury goods firm
LVMH"), and what speaks or has a chief executive is an organisation.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from kgraph.extract.dependencies import prepositions_of
from kgraph.extract.persons import is_titled
from kgraph.extract.recognition import Found
from kgraph.link import clean_name
from kgraph.model import EntityType

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from spacy.tokens import Doc, Token

    from kgraph.extract.lexicon import Lexicon
    from kgraph.extract.parse import ParsedPassage

    Kinds = dict[str, tuple[EntityType, str]]
    Places = Sequence[tuple[Doc, Found]]
    Mentions = dict[str, list[tuple[Doc, Found]]]
    Recognised = Sequence[tuple[ParsedPassage, Sequence[Found]]]

_NAMING = frozenset({"called", "dubbed", "named", "codenamed", "nicknamed"})
_IN_A_PLACE = frozenset("in at from near to across outside around throughout inside".split())
_VULNERABILITY = re.compile(r"CVE-\d{4}-\d{4,}")
_PERSONAL_ACTS = frozenset("recall remember joke laugh smile marry resign shrug retire grin".split())
_OF_PERSONS = re.compile(r"[A-Z]{1,2}|[A-Z]\.|(?:Ma?c|O['’])?[^\W\d_a-z][^\W\d_A-Z]+(?:-[^\W\d_]+)?")
_PEOPLE_TOO = frozenset("maker developer publisher producer builder broker operator".split())
_ONE_HACKER = frozenset({"hacker", "hacktivist", "cybercriminal"})
LIKELY = 0.75
_ORGANIZATION = (EntityType.ORGANIZATION, "")
_PERSON = (EntityType.PERSON, "")
_THING = (EntityType.THING, "")
_OF_FORENAMES = frozenset({EntityType.PERSON, EntityType.THING, EntityType.ORGANIZATION})


def kinds_of_names(recognised: Recognised, lexicon: Lexicon, forenames: AbstractSet[str]) -> Kinds:
    """The type and kind of each new name of an article that its words or its company tell, by clean name."""
    kinds: Kinds = {}
    mentions: Mentions = defaultdict(list)
    for parsed, found in recognised:
        for name in found:
            surface = clean_name(parsed.span(name.first, name.last).text)
            mentions[surface].append((parsed.doc, name))
            told = _introduced(parsed.doc, name, lexicon) or _by_its_words(parsed.doc, name, lexicon)
            if told is not None:
                kinds.setdefault(surface, told)
    for surface in sorted(mentions, key=lambda surface: -len(surface.split())):  # full names first
        places = mentions[surface]
        if surface in kinds:
            continue
        if (
            _is_full_name(surface, places, mentions, lexicon)
            or _begins_with_a_forename(surface, places, forenames)
            or _is_forename_of(surface, mentions, kinds, forenames)
        ) or _is_lone_forename(surface, places, lexicon):
            kinds[surface] = _PERSON
        elif surface.partition(" ")[0] not in forenames and _acts_like_a_firm(
            surface, places, mentions, kinds, lexicon
        ):
            kinds[surface] = _ORGANIZATION
        elif _is_no_person(surface, mentions, kinds, forenames):
            kinds[surface] = _unless_doubtful(places)
        elif len({name.type for _, name in places}) > 1:
            kinds[surface] = (_most_often(name for _, name in places), "")
    return kinds


def _most_often(names: Iterable[Found]) -> EntityType:
    """The type that a name is taken for most often; one that was recognised before one that was guessed."""
    votes = Counter(name.type for name in names)
    return min(votes, key=lambda type_: (type_ is EntityType.THING, -votes[type_], type_))


def _unless_doubtful(places: Places) -> tuple[EntityType, str]:
    """The type that a name is taken for most often, where half of the places agree that it is no person's."""
    votes = Counter(name.type for _, name in places if name.type is not EntityType.PERSON)
    return next(((type_, "") for type_, n in votes.most_common(1) if 2 * n >= len(places)), _THING)


def fragments(recognised: Recognised, lexicon: Lexicon) -> set[str]:
    """The lone words of an article that are parts of names and name nothing alone, as clean names.

    What is introduced as a firm ("leisure group Rank"), or speaks or has a chief executive, is one.
    """
    places: Mentions = defaultdict(list)
    for parsed, found in recognised:
        for name in found:
            places[clean_name(parsed.span(name.first, name.last).text)].append((parsed.doc, name))
    return {
        surface
        for surface, found in places.items()
        if lexicon.is_a(surface.lower(), "fragment")
        and not any(
            is_titled(doc, name.first)
            or _introduced(doc, name, lexicon)
            or _speaks_or_owns(doc, name, lexicon)
            for doc, name in found
        )
    }


def settled(found: Sequence[Found], parsed: ParsedPassage, kinds: Kinds) -> list[Found]:
    """The names of a passage with the types that the article as a whole gives them."""
    out = []
    for name in found:
        told = kinds.get(clean_name(parsed.span(name.first, name.last).text))
        if told is not None and told[0] is not name.type:
            out.append(Found(name.first, name.last, told[0], max(name.confidence, LIKELY)))
        else:
            out.append(name)
    return out


def _introduced(doc: Doc, name: Found, lexicon: Lexicon) -> tuple[EntityType, str] | None:
    """What a name is said to be: "the Dok malware", "a hacker group called X", "X, a drinks firm"."""
    if _VULNERABILITY.fullmatch(doc[name.first : name.last].text):
        return EntityType.THING, "vulnerability"
    after = [doc[name.last]] if name.last < len(doc) else []
    for noun in (*after, *_nouns_before(doc, name.first), *_appositions(doc, name)):
        word = noun.lemma_.lower()
        if word == "actor" and noun.i and doc[noun.i - 1].lower_ == "threat":
            return EntityType.ORGANIZATION, "hacking group"
        if lexicon.is_a(word, "malicious"):
            return EntityType.MALWARE, "malware"
        if lexicon.is_a(word, "hacking") and noun not in after and noun.tag_ == "NN" and word in _ONE_HACKER:
            return _PERSON
        if lexicon.is_a(word, "hacking"):
            return EntityType.ORGANIZATION, "hacking group"
        person = word in _PEOPLE_TOO and name.type is EntityType.PERSON and name.last - name.first > 1
        if noun not in after and lexicon.is_a(word, "organization") and not person:
            return _ORGANIZATION
        if noun not in after and lexicon.is_a(word, "ware"):
            return EntityType.PRODUCT, ""
    return None


def _nouns_before(doc: Doc, first: int) -> Iterator[Token]:
    """The noun before a name that says what it is: "security firm X", "a group called X"."""
    if first and doc[first - 1].dep_ in ("compound", "nmod") and doc[first - 1].pos_ == "NOUN":
        yield doc[first - 1]
    if first > 1 and doc[first - 1].lower_ in _NAMING:
        yield doc[first - 1].head
    elif first > 1 and (doc[first - 2].lower_, doc[first - 1].lower_) == ("known", "as"):
        yield doc[first - 2].head


def _appositions(doc: Doc, name: Found) -> Iterator[Token]:
    head = doc[name.last - 1]
    for child in head.children:
        if child.dep_ == "appos" and child.lower_ == "one":  # "X, one of the largest firms"
            yield from (noun for word, noun in prepositions_of(child) if word == "of")
        elif child.dep_ == "appos" and child.pos_ == "NOUN":
            yield child
    if head.dep_ in ("appos", "compound") and head.head.pos_ == "NOUN":  # "the X adhesive company"
        yield head.head


def _by_its_words(doc: Doc, name: Found, lexicon: Lexicon) -> tuple[EntityType, str] | None:
    """What the last word of a name, or the one before "of", says that it is: "Rancher Labs", "Bank of X"."""
    if is_titled(doc, name.first):
        return None
    words = doc[name.first : name.last]
    head = next((words[n - 1] for n, t in enumerate(words) if n and t.lower_ in ("of", "for")), words[-1])
    if len(words) > 1 and lexicon.is_a(head.lower_.rstrip("."), "press"):
        return EntityType.ORGANIZATION, "media outlet"
    if len(words) > 1 and lexicon.is_a(head.lower_.rstrip("."), "body"):
        return _ORGANIZATION
    return None


def _is_full_name(surface: str, places: Places, mentions: Mentions, lexicon: Lexicon) -> bool:
    """Whether a name of two or three words, taken for a firm or thing, ends in a surname of the article."""
    words = surface.split()
    first, last = words[0], words[-1]
    if len(words) not in (2, 3) or not all(map(_OF_PERSONS.fullmatch, words)):
        return False
    if any(lexicon.is_a(last.lower(), name) for name in ("body", "press", "club", "fragment")):
        return False
    alone = mentions.get(last, [])
    if not alone:
        return False
    if all(name.type is EntityType.PERSON for _, name in alone):
        return True
    docs = {id(doc): doc for doc, _ in (*places, *alone)}.values()
    if first in mentions or any(t.text == first.lower() for doc in docs for t in doc):
        return False
    return any(_speaks(doc, name, lexicon) for doc, name in (*places, *alone))


def _is_forename_of(surface: str, mentions: Mentions, kinds: Kinds, forenames: AbstractSet[str]) -> bool:
    """Whether a lone forename begins the name of a person of the article."""
    full = (other for other in mentions if other.startswith(f"{surface} "))
    return surface in forenames and any(_is_person(other, mentions, kinds) for other in full)


def _is_person(surface: str, mentions: Mentions, kinds: Kinds) -> bool:
    """Whether a name of several words is taken for a person's."""
    if surface in kinds:
        return kinds[surface] == _PERSON
    return _most_often(name for _, name in mentions[surface]) is EntityType.PERSON


def _is_lone_forename(surface: str, places: Places, lexicon: Lexicon) -> bool:
    """Whether a lone word is a common forename, not taken for a place, nor for a firm at a noun."""
    if not (lexicon.is_a(surface.lower(), "forename") and surface.istitle()):
        return False
    types = {name.type for _, name in places}
    beside = any(doc[name.last - 1].dep_ in ("compound", "nmod") for doc, name in places)
    return types <= _OF_FORENAMES and not (EntityType.ORGANIZATION in types and beside)


def _begins_with_a_forename(surface: str, places: Places, forenames: AbstractSet[str]) -> bool:
    """Whether a name of two words, taken for something else, is a forename and one that is not known."""
    first, _, last = surface.partition(" ")
    person = last.isalpha() and last[0].isupper() and not last.isupper() and first in forenames
    return person and last not in forenames and any(name.type is not EntityType.PERSON for _, name in places)


def _is_no_person(surface: str, mentions: Mentions, kinds: Kinds, forenames: AbstractSet[str]) -> bool:
    """Whether a lone word taken for a person's name has no title or full name, and does nothing personal."""
    places = mentions[surface]
    if " " in surface or all(name.type is not EntityType.PERSON for _, name in places):
        return False
    if any(is_titled(doc, name.first) for doc, name in places) or surface in forenames:
        return False
    if _belongs_to_a_person(surface, mentions, kinds):
        return False
    heads = [doc[name.last - 1] for doc, name in places]
    return not any(head.dep_ == "nsubj" and head.head.lemma_ in _PERSONAL_ACTS for head in heads)


def _belongs_to_a_person(surface: str, mentions: Mentions, kinds: Kinds) -> bool:
    """Whether a word is part of the full name of a person of the article."""
    full = (other for other in mentions if " " in other and surface in other.split())
    return any(_is_person(other, mentions, kinds) for other in full)


def _acts_like_a_firm(
    surface: str, places: Places, mentions: Mentions, kinds: Kinds, lexicon: Lexicon
) -> bool:
    """Whether a name that was taken for a person, place or thing is an organisation's."""
    words = surface.split()
    types = {name.type for _, name in places}
    if types & {EntityType.ORGANIZATION, EntityType.PRODUCT, EntityType.WORK, EntityType.MALWARE}:
        return False
    if any(is_titled(doc, name.first) for doc, name in places):
        return False
    if EntityType.PERSON in types:
        others = [other.split() for other in mentions if other != surface]
        if len(words) == 1:  # persons are introduced by their full names
            is_person = _belongs_to_a_person(surface, mentions, kinds)
            speaks = any(_speaks_or_owns(doc, name, lexicon) for doc, name in places)
            return not is_person and words[0].isalpha() and speaks
        return [words[0]] in others and [words[-1]] not in others
    if any(n.first and d[n.first - 1].lower_ in _IN_A_PLACE for d, n in places):
        return False
    return any(_speaks_or_owns(doc, name, lexicon) for doc, name in places)


def _speaks_or_owns(doc: Doc, name: Found, lexicon: Lexicon) -> bool:
    """Whether a name stands where organisations do: it speaks, buys or sells, or has a chief executive."""
    head = doc[name.last - 1]
    if head.dep_ in ("nsubj", "nsubjpass"):
        verbs = [head.head, *(c for c in head.head.children if c.dep_ == "xcomp")]  # "tried to buy"
        lemmas = {verb.lemma_.lower() for verb in verbs}
        return any(
            lexicon.reporting_verbs.get(lemma) == "say" or lexicon.is_a(lemma, "trading") for lemma in lemmas
        )
    if head.dep_ == "poss":
        return lexicon.is_a(head.head.lemma_.lower(), "spokesman") or lexicon.is_a(
            head.head.lemma_.lower(), "extension"
        )
    return head.dep_ == "pobj" and head.head.dep_ == "agent"


def _speaks(doc: Doc, name: Found, lexicon: Lexicon) -> bool:
    """Whether a name is the subject of a verb of saying."""
    head = doc[name.last - 1]
    return head.dep_ == "nsubj" and lexicon.reporting_verbs.get(head.head.lemma_.lower()) == "say"
