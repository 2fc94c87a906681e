"""What looks like a name: to spaCy's named entity recogniser, and by its capital letters."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kgraph.extract.boundaries import PREFIXES, trimmed
from kgraph.extract.persons import NAMING_TITLES, TITLES, is_forename, is_other_person, is_titled
from kgraph.model import PLACES, EntityType

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc, Token

    from kgraph.extract.lexicon import Lexicon
    from kgraph.extract.parse import KnownName, ParsedPassage

NER_TYPES = {
    "PERSON": EntityType.PERSON,
    "ORG": EntityType.ORGANIZATION,
    "GPE": EntityType.PLACE,
    "LOC": EntityType.PLACE,
    "FAC": EntityType.PLACE,
    "PRODUCT": EntityType.PRODUCT,
    "LAW": EntityType.WORK,
    "WORK_OF_ART": EntityType.WORK,
    "EVENT": EntityType.THING,
}
_OF_ADJECTIVES = frozenset({"amod", "compound", "nmod", "acomp", "attr"})
_BODIES = frozenset({EntityType.ORGANIZATION, EntityType.WORK})
_NEW_NAME_CONFIDENCE = 0.8
_GUESSED_NAME_CONFIDENCE = 0.65


class Found(NamedTuple):
    """A new name: tokens `first` up to but not including `last`, its type, and how sure that is."""

    first: int
    last: int
    type: EntityType
    confidence: float


def recognised(parsed: ParsedPassage, lexicon: Lexicon) -> list[Found]:
    """What NER, and failing that a capital letter, says is a name."""
    known = [
        name
        for name in parsed.names
        if not (_is_piece(parsed, name) or is_other_person(parsed, name, lexicon))
    ]
    covered = {i for name in known for i in range(name.first, name.last)}
    doc = parsed.doc
    out = []
    for entity in doc.ents:
        first, last = entity.start, entity.end
        type_ = NER_TYPES.get(entity.label_)
        while first < last and (
            doc[first].is_punct
            or doc[first].lower_ in ("the", "a", "an")
            or doc[first].lower_.rstrip(".") in TITLES
        ):
            first += 1
        while (
            first > 0
            and type_ is EntityType.PERSON
            and is_forename(doc[first - 1], doc[first], lexicon, covered)
        ):
            first -= 1
        while first < last and (
            doc[last - 1].is_punct or doc[last - 1].tag_ == "POS" or (last - first > 1 and _is_cut(doc, last))
        ):
            last -= 1
        first, last = trimmed(doc, first, last)
        if last - first == 1 and type_ is EntityType.PERSON and doc[first].text.isupper():
            type_ = EntityType.THING  # "GPRS"
        if first and doc[first - 1].lower_ in NAMING_TITLES and type_ is EntityType.PERSON:
            first -= 1  # "Lord Falconer" tells more than a surname
        if last - first == 1 and _is_common(doc[first], lexicon):
            continue
        if type_ is None or first >= last or last - first > 8:
            continue
        inside = [name for name in known if name.first < last and first < name.last]
        if inside and not (type_ in _BODIES and _is_more_than(doc, first, last, inside, lexicon)):
            continue
        if doc[last - 1].pos_ in ("VERB", "ADV", "ADP") or not any(
            t.text[0].isupper() for t in doc[first:last]
        ):
            continue
        if first and doc[first - 1].dep_ == "compound" and doc[first - 1].lower_ in lexicon.positions:
            type_ = EntityType.PERSON  # "analyst Vadim Mitroshin"
        if is_titled(doc, first):
            type_ = EntityType.PERSON
            first -= doc[first - 1].lower_ in NAMING_TITLES
        out.append(Found(first, last, type_, _NEW_NAME_CONFIDENCE))
        covered.update(range(first, last))
    for first, last in _capitalised_runs(doc, covered, lexicon):
        before = next((name for name in known if name.last == first), None)
        out.append(_of_run(doc, first, last, before, lexicon))
    return _joined(doc, out, known, lexicon)


def _of_run(doc: Doc, first: int, last: int, before: KnownName | None, lexicon: Lexicon) -> Found:
    """What a run of capitalised words names, together with a known name right before it."""
    if before is not None:
        longer = None
        if _begins(before, doc, last):  # "BBC Sport"
            longer = before.match.entities[0].type
        elif _is_pact(before, doc, last, lexicon):
            longer = EntityType.WORK
        elif _is_of_a_club(before, doc, lexicon):
            longer = EntityType.ORGANIZATION
        if longer is not None:
            return Found(before.first, last, longer, _GUESSED_NAME_CONFIDENCE)
    position = last - first > 2 and doc[first].lower_ in lexicon.positions
    if position and not _is_body(doc[last - 1], lexicon):  # "Boss Henk Addink"
        return Found(first + 1, last, EntityType.PERSON, _GUESSED_NAME_CONFIDENCE)
    if is_titled(doc, first):
        first -= doc[first - 1].lower_ in NAMING_TITLES
        return Found(first, last, EntityType.PERSON, _GUESSED_NAME_CONFIDENCE)
    return Found(first, last, EntityType.THING, _GUESSED_NAME_CONFIDENCE)


def _is_cut(doc: Doc, last: int) -> bool:
    """Whether a name ends inside a word with a hyphen ("KRACK Wi" of "KRACK Wi-Fi")."""
    goes_on = last + 1 < len(doc) and doc[last].text == "-" and doc[last + 1].text[0].isupper()
    return goes_on and not doc[last - 1].whitespace_


def _joined(doc: Doc, found: list[Found], known: Sequence[KnownName], lexicon: Lexicon) -> list[Found]:
    """The names with those put together that "of" joins: "Commercial Bank" of "Africa"."""
    ends = {name.first: name.last for name in found} | {name.first: name.last for name in known}
    out: list[Found] = []
    for name in sorted(found):
        if out and name.first < out[-1].last:
            continue
        body = _is_body(doc[name.last - 1], lexicon)
        after = name.last + 1 + (doc[name.last + 1 : name.last + 2].text.lower() == "the")
        if body and doc[name.last : name.last + 1].text in ("of", "for") and after in ends:
            last = ends[after]
            while last in ends:  # "College" of "Southern" "Idaho"
                last = ends[last]
            out.append(Found(name.first, last, EntityType.ORGANIZATION, name.confidence))
        else:
            out.append(name)
    return out


def _begins(name: KnownName, doc: Doc, last: int) -> bool:
    """Whether a known firm's or product's name begins a longer one that ends before a token."""
    head = doc[name.last - 1]
    own = name.match.entities[0].type in (EntityType.ORGANIZATION, EntityType.PRODUCT)
    return own and not name.match.adjective and head.dep_ == "compound" and name.last <= head.head.i < last


def _is_pact(name: KnownName, doc: Doc, last: int, lexicon: Lexicon) -> bool:
    """Whether a place begins the name of an agreement reached there: "the Paris Agreement"."""
    place = name.match.entities[0].type in PLACES and not name.match.adjective
    return place and lexicon.is_a(doc[last - 1].lower_.removesuffix("s"), "pact")


def _is_of_a_club(name: KnownName, doc: Doc, lexicon: Lexicon) -> bool:
    """Whether a place begins the name of a club ("Manchester United")."""
    following = doc[name.last] if name.last < len(doc) else None
    place = name.match.entities[0].type in PLACES and not name.match.adjective
    return (
        place
        and following is not None
        and following.text[0].isupper()
        and lexicon.is_a(following.lower_, "club")
    )


def _is_body(token: Token, lexicon: Lexicon) -> bool:
    """Whether a word ends the names of institutions ("Council")."""
    return lexicon.is_a(token.lower_, "body")


def _is_common(token: Token, lexicon: Lexicon) -> bool:
    """Whether a capitalised word is a common noun all the same ("GDP", "Ransomware")."""
    return lexicon.is_a(token.lower_, "common") or lexicon.is_a(token.lower_, "malicious")


def _is_more_than(doc: Doc, first: int, last: int, inside: list[KnownName], lexicon: Lexicon) -> bool:
    """Whether a name is more than the country or place in it: "the Nigerian Senate", no "Indian PM"."""
    end = doc[last - 1]
    return (
        end.pos_ == "PROPN"
        and end.text[0].isupper()
        and end.lower_ not in lexicon.position_words
        and all(
            first <= name.first
            and (name.last < last or name.first > first)  # "VICE Germany"
            and (name.match.adjective or name.match.entities[0].type in PLACES)
            for name in inside
        )
    )


def _is_piece(parsed: ParsedPassage, name: KnownName) -> bool:
    """Whether a word that needs evidence is part of a longer name ("Statistics Office")."""
    doc = parsed.doc
    if " " in name.match.text or name.match.text.isupper():
        return False
    if any(entity.id not in name.match.doubtful for entity in name.match.entities):
        return False
    before, after = doc[max(name.first - 1, 0) : name.first], doc[name.last : name.last + 2]
    if after[:1].text in ("of", "for"):
        after = after[1:]
    known = {i for other in parsed.names for i in range(other.first, other.last)}
    beside = (t for t in (*before, *after[:1]) if t.i not in known)
    return any(t.pos_ == "PROPN" and t.text[0].isupper() for t in beside)


def _capitalised_runs(doc: Doc, covered: set[int], lexicon: Lexicon) -> list[tuple[int, int]]:
    """Runs of capitalised proper nouns that nothing else explains; not dates, not the first word."""
    runs = []
    first = None
    for i in range(len(doc) + 1):
        good = (
            i < len(doc)
            and i not in covered
            and doc[i].pos_ == "PROPN"
            and doc[i].text[0].isupper()
            and doc[i].ent_type_ not in ("DATE", "TIME", "MONEY", "PERCENT", "CARDINAL", "ORDINAL")
            and doc[i].lower_.rstrip(".") not in TITLES
            and not lexicon.is_a(doc[i].lower_, "malicious")
            and not (first is None and _is_common(doc[i], lexicon))
        )
        good = good or (first is not None and _joins(doc, i))
        if good and first is None:
            first = i
        elif not good and first is not None:
            start, end = trimmed(doc, first, i)
            while end - start > 1 and _is_common(doc[end - 1], lexicon):
                if end - start == 2 and lexicon.is_a(doc[start].lower_, "fragment"):
                    break  # "Dark Web"
                end -= 1
            if _is_name(doc, start, end, lexicon):
                runs.append((start, end))
            first = None
    return runs


def _joins(doc: Doc, i: int) -> bool:
    """Whether a token is the hyphen in a name ("Murphy-O'Connor")."""
    if doc[i : i + 1].text != "-" or i + 1 >= len(doc) or doc[i].whitespace_ or doc[i - 1].whitespace_:
        return False
    return doc[i + 1].pos_ == "PROPN" and doc[i + 1].text[0].isupper() and not doc[i + 1].ent_type_


def _is_name(doc: Doc, first: int, last: int, lexicon: Lexicon) -> bool:
    """Whether a run of capitalised words is a name, not a position, a common noun, or what people are."""
    run = doc[first:last]
    if all(_is_common(t, lexicon) or t.lower_ in lexicon.position_words for t in run):  # "Home Secretary"
        return False
    if all(t.ent_type_ == "NORP" for t in run) and run[-1].dep_ in _OF_ADJECTIVES:
        return False  # "Catholic bishops"
    if last - first == 1 and run[0].lower_ in PREFIXES | NAMING_TITLES:
        return False
    return last - first > 1 or not (run[0].is_sent_start or lexicon.is_a(run[0].lower_, "body"))
