"""People, organisations and matters without a name that are described closely enough to be one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kgraph.extract.dependencies import clause_head, objects_of_preposition, prepositions_of
from kgraph.extract.subjects import subjects_of
from kgraph.link import clean_name, described_entity
from kgraph.model import EntityType, Mention, Span

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.tokens import Token

    from kgraph.extract.discourse import Discourse
    from kgraph.extract.mentions import Name

_AMOUNTS = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "CARDINAL", "ORDINAL"})
_DEFINITE = frozenset({"the", "this", "that", "these", "those"})
_TIMES = frozenset({"DATE", "TIME"})
_TELLING = frozenset({"of", "for", "to", "against", "between", "into"})
_TELLING_BY_NAME = frozenset("in on from with at around by about over under".split())
_PLACING = frozenset({"in", "of", "from"})
_NEAR = 4  # words between a noun and the name after its preposition
_PEOPLE = ("group", "spokesman", "state", "organization")
_NOBODY = frozenset({"malware", "vulnerability"})
_BELONGING = frozenset({"of", "in", "from", "at", "with", "around", "across"})
_JOINING = frozenset({"of", "between"})
_ASIDES = frozenset({"relcl", "acl", "appos", "advcl", "advmod"})
_LOOSE_ENDS = frozenset({"ADP", "DET", "PUNCT", "PART", "ADJ", "NUM", "CCONJ"})
_REACH = 8  # passages back in which a bare noun may have been told of
_MAX_COMPLEMENT = 9  # words after a noun that may belong to its name
_COUNTING = frozenset({"several", "some", "many", "two"})


class Described:
    """Finds who and what is only described; `of` resolves the phrases inside a description."""

    def __init__(self, discourse: Discourse, of: Callable[[Token], tuple[Mention, ...]]) -> None:
        self._discourse = discourse
        self._of = of

    def group(self, token: Token) -> Mention | None:
        """A set of people or organisations described closely enough: "UK firms", "two Iranian men"."""
        lemma = token.lemma_.lower()
        if not self._discourse.lexicon.is_a(lemma, "group"):
            return None
        if not (self._discourse.owner_names(token) or self._backers(token)):
            return None
        return self._mention(self._discourse.phrase(token), EntityType.GROUP, 0.8)

    def _backers(self, token: Token) -> list[Name]:
        """The names in compounds such as "Iran-backed militants", "Chinese-linked hackers"."""
        compounds = (c for modifier in token.lefts if modifier.tag_ == "VBN" for c in modifier.lefts)
        found = (self._discourse.name_at(c) for c in compounds if c.dep_ == "npadvmod")
        return [name for name in found if name is not None]

    def counted(self, token: Token, name: Name) -> bool:
        """Whether a nationality or country's name is only some of its people ("ten Russian officials")."""
        if name.adjective:
            one = any(c.dep_ == "det" and c.lower_ in ("a", "an") for c in token.children)
            return token.tag_ in ("NNS", "NNPS") or (one and token.dep_ not in ("amod", "compound"))
        if name.mention.entity.type is not EntityType.COUNTRY:
            return False
        officials = name.mention.span.text.endswith(("officials", "authorities"))
        return officials and any(c.dep_ == "nummod" or c.lower_ in _COUNTING for c in token.children)

    def people(self, token: Token) -> Mention:
        """People of a nationality: "two Canadians" are not Canada."""
        phrase = self._discourse.phrase(token)
        return self._mention(phrase, EntityType.GROUP, 0.8)

    def thing(self, token: Token) -> Mention | None:
        """A matter described closely enough: "the 2016 U.S. elections", "subsidies to aircraft makers"."""
        if (
            token.pos_ not in ("NOUN", "PROPN")
            or self._discourse.name_at(token) is not None
            or token.ent_type_ in _AMOUNTS
        ):
            return None
        lexicon, lemma = self._discourse.lexicon, token.lemma_.lower()
        owned = bool(self._discourse.owner_names(token))
        if not owned and lexicon.is_a(lemma, "measured"):
            inner = [n for w, n in prepositions_of(token) if w in ("of", "to")]
            if inner:
                return self.thing(inner[0])
        if not owned and self._is_someone(token):
            return None  # someone told of before, but who is not safe to say
        owner = self._owner(token)
        if owner is None and any(c.tag_ == "PRP$" or c.lower_ == "no" for c in token.children):
            return None  # "its office", whosever that is; "no systems"
        told_apart = owned or owner is not None or any(self._tells_apart(c) for c in token.lefts)
        acts = lexicon.is_a(lemma, "document")  # "a law banning X": the ban is told for itself
        last = self._last_of(token, clause=not (told_apart or acts))
        if last == token.i and not told_apart:
            return None
        parsed = self._discourse.passage_of(token).parsed
        phrase = self._discourse.phrase(token)
        if last > token.i:
            end = parsed.offsets[last][1]
            phrase = replace(phrase, end=end, text=parsed.text[phrase.start : end])
        after = token.doc[token.i + 1 : last + 1]
        named = owned or owner is not None or any(self._discourse.name_at(t) is not None for t in after)
        people = any(lexicon.is_a(lemma, name) for name in _PEOPLE)
        type_ = EntityType.GROUP if people else EntityType.THING
        if not clean_name(phrase.text):
            return None
        return self._mention(phrase, type_, 0.7 if named else 0.55, owner)

    def clientele(self, token: Token) -> Mention | None:
        """People who are only told by their part, such as those whom a firm warns: its "customers"."""
        lexicon, lemma = self._discourse.lexicon, token.lemma_.lower()
        if token.tag_ != "NNS" or not lexicon.is_a(lemma, "public"):
            return None
        verb = clause_head(token)
        if verb is not None and token.dep_ == "nsubj" and verb.dep_ == "ccomp":
            verb = verb.head  # "Oracle recommends that customers update"
        subjects = subjects_of(verb) if verb is not None and lexicon.is_a(lemma, "clientele") else []
        firms = [m for t in subjects for m in self._of(t) if m.entity.type is EntityType.ORGANIZATION]
        phrase = self._discourse.phrase(token)
        return self._mention(phrase, EntityType.GROUP, 0.6, firms[0] if len(firms) == 1 else None)

    def _owner(self, token: Token) -> Mention | None:
        """Whose a thing is by a pronoun ("its customers"), where that is safe to say."""
        pronoun = next((c for c in token.children if c.dep_ == "poss" and c.tag_ == "PRP$"), None)
        found = self._of(pronoun) if pronoun is not None else ()
        return found[0] if len(found) == 1 and found[0].kind != "phrase" else None

    def told_before(self, token: Token) -> Mention | None:
        """What a bare noun takes up again: "the auction", after "the auction of Yuganskneftegas"."""
        if token.pos_ != "NOUN" or not any(c.dep_ == "det" and c.lower_ in _DEFINITE for c in token.children):
            return None
        if any(
            c.dep_ in ("prep", "acl", "relcl", "amod", "compound", "poss", "nummod") for c in token.children
        ):
            return None
        for other in self._discourse.nouns_before(token, _REACH):
            if other.tag_ == token.tag_ and self._same_kind(other, token):
                known = next((m for m in self._of(other) if m.kind == "description"), None)
                thing = known or self.thing(other)
                if thing is not None:
                    phrase = self._discourse.phrase(token)
                    return replace(thing, span=phrase, confidence=0.95 * thing.confidence)
        return None

    def _same_kind(self, noun: Token, other: Token) -> bool:
        """Whether a noun can take up another again: the same word, or another for an attack."""
        if noun.lemma_ == other.lemma_:
            return True
        lexicon = self._discourse.lexicon
        return all(lexicon.is_a(t.lemma_.lower(), "incident") for t in (noun, other))

    def _last_of(self, token: Token, *, clause: bool) -> int:
        """The last word of what follows a noun and says which one is meant ("sale [of Yuganskneftegas]").

        With `clause`, a clause does so too where nothing else does ("products [that contain X]").
        """
        last = token.i
        for child in (*self._taken(token), *token.rights):
            if child.left_edge.i != last + 1:
                break
            words = list(child.subtree)
            if self._is_telling(child):
                joined = child.lower_ in _JOINING
                ends = (n for n, t in enumerate(words) if _ends_phrase(t) or (t.dep_ == "cc" and not joined))
                end = next(ends, len(words))
                if end < len(words) and words[end].dep_ == "cc" and words[end].head.head != child:
                    break  # "plans for keeping UK and foreign suspects": no part of it is whole
                words = words[:end]
            elif not clause or child.dep_ not in ("acl", "relcl") or last > token.i or not _is_short(words):
                break
            while words and (words[-1].pos_ in _LOOSE_ENDS or _hangs_ahead(words[-1], words)):
                words.pop()
            if not words:
                break
            last = words[-1].i
        return last if last - token.i <= _MAX_COMPLEMENT else token.i

    def _is_telling(self, child: Token) -> bool:
        """Whether a preposition after a noun says which one is meant, by itself or by a name in it."""
        if child.dep_ != "prep":
            return False
        people = any(self._discourse.lexicon.is_a(child.head.lemma_.lower(), name) for name in _PEOPLE)
        if people and child.lower_ not in _BELONGING:
            return False  # "blamed a provider for the leak"
        named = any(self._discourse.name_at(t) is not None for t in child.subtree)
        return child.lower_ in _TELLING or (child.lower_ in _TELLING_BY_NAME and named)

    def _taken(self, token: Token) -> list[Token]:
        """The preposition after a noun that takes it ("the treaty with X"), where the verb has it instead."""
        after = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else token
        if after.dep_ != "prep" or after.head == token:
            return []
        frames = self._discourse.lexicon.nouns.get(token.lemma_.lower(), ())
        takes = {slot for frame in frames for slot in frame.target} | _PLACING
        nouns = (n for _, n in objects_of_preposition(after) if n.i - token.i < _NEAR)
        near = any(self._discourse.name_at(n) is not None for n in nouns)
        return [after] if after.lower_ in takes and near else []

    def _mention(
        self, phrase: Span, type_: EntityType, confidence: float, owner: Mention | None = None
    ) -> Mention:
        wording = self._discourse.wording(phrase)
        label = clean_name(wording)
        if label.count('"') == 1:
            label = clean_name(label.replace('"', ""))
        if owner is not None:
            label = f"{owner.entity.label}'s {label}"
            confidence *= owner.confidence
        if label[1:2].islower() and wording.startswith(label) and self._discourse.begins_sentence(phrase):
            label = label[0].lower() + label[1:]
        entity = described_entity(label, type_, self._discourse.article)
        return Mention(entity, phrase, "phrase", confidence)

    def _is_someone(self, token: Token) -> bool:
        """Whether a phrase means one organisation or person known to the reader ("the media giant")."""
        lexicon, lemma = self._discourse.lexicon, token.lemma_.lower()
        who = lexicon.is_a(lemma, "group") or lexicon.kinds_of(lemma) - _NOBODY
        singular = token.tag_ == "NN" and any(c.dep_ == "det" and c.lower_ in _DEFINITE for c in token.lefts)
        return bool(who) and singular

    def _tells_apart(self, modifier: Token) -> bool:
        """Whether a modifier says which ones are meant ("software patents"), not just how many."""
        if modifier.dep_ not in ("amod", "compound", "nmod") or modifier.ent_type_ in _AMOUNTS:
            return False
        return not self._discourse.lexicon.is_a(modifier.lower_, "vague")


def _ends_phrase(token: Token) -> bool:
    """Whether a word goes beyond what tells a noun apart: a time, a pronoun, a clause, something set off."""
    return token.ent_type_ in _TIMES or token.pos_ in ("PRON", "PUNCT") or token.dep_ in _ASIDES


def _hangs_ahead(token: Token, words: list[Token]) -> bool:
    """Whether a word belongs to a noun after it that has been cut off ("the cost of [Britain's] ...")."""
    return token.head.i > token.i and token.head not in words


def _is_short(clause: list[Token]) -> bool:
    """Whether a clause after a noun is short and clear by itself ("running Windows", "that would ban X")."""
    named = ((t.pos_ != "PRON" or t.tag_ in ("WDT", "WP")) and t.ent_type_ not in _TIMES for t in clause)
    return len(clause) <= _MAX_COMPLEMENT and all(named) and not any(t.pos_ == "PUNCT" for t in clause)
