"""Where the actor and target of a frame stand: the slots of the lexicon, looked up in a parse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgraph.extract.clauses import Clause, clause_of
from kgraph.extract.culprits import culprits
from kgraph.extract.dependencies import objects_of_preposition, prepositions_of

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kgraph.extract.coreference import Reference
    from kgraph.extract.lexicon import Lexicon
    from kgraph.model import Mention

_SOURCES_OF_DANGER = ("from", "by", "in", "of", "about", "to")
_AIMED = frozenset(
    "targeting hitting affecting against requiring forcing barring banning preventing prohibiting".split()
)
_SENT = frozenset({"aimed", "directed", "launched", "mounted"})
_TOWARDS = frozenset({"at", "against", "on", "toward", "towards"})
_PREDICATES = frozenset({"VERB", "AUX", "ADJ"})
_MAX_DEPTH = 4


def _following(noun: Token) -> list[tuple[str, Token]]:
    """The preposition right after a noun with what it governs, wherever the parser hangs it."""
    after = noun.doc[noun.i + 1] if noun.i + 1 < len(noun.doc) else noun
    return list(objects_of_preposition(after)) if after.dep_ == "prep" else []


class Slots:
    """Looks up slots for the clauses and nouns of one article."""

    def __init__(self, reference: Reference, lexicon: Lexicon) -> None:
        self._reference = reference
        self._lexicon = lexicon

    def in_clause(self, clause: Clause, slot: str) -> list[Token]:
        """The tokens that fill a slot of a verb frame (see verbs.tsv), most likely first."""
        match slot.split("."):
            case ["subj"]:
                return list(clause.subjects)
            case ["obj"]:
                return list(clause.objects)
            case ["iobj"]:
                return list(clause.indirect)
            case ["new"]:
                return list(clause.objects)
            case ["obj", "comp", preposition] if preposition != "subj":
                inner = [c for o in clause.objects for c in o.children if c.dep_ in ("acl", "relcl")]
                return [
                    n for c in inner for t in c.subtree for w, n in prepositions_of(t) if w == preposition
                ]
            case ["used"]:
                return self._used([v for _, v in clause.prepositions] + list(clause.complements))
            case ["danger"]:
                found = [n for word in ("about", "of", "against", "over") for n in clause.governed_by(word)]
                return self.danger_sources(found)
            case ["matter"]:
                after = [c for c in clause.complements if c.pos_ in ("VERB", "AUX") and c.i > clause.verb.i]
                return [*clause.objects, *after]
            case ["comp", "subj"]:
                return [s for c in clause.complements if c.pos_ in _PREDICATES for s in clause_of(c).subjects]
            case ["comp", "obj"]:
                return [
                    o for c in clause.complements if c.pos_ in ("VERB", "AUX") for o in clause_of(c).objects
                ]
            case ["comp", preposition]:
                inner = [c for c in clause.complements if c.pos_ in ("VERB", "AUX")]
                return [n for c in inner for w, n in prepositions_of(c) if w == preposition]
            case ["obj", "comp", "subj"]:
                inner = [c for o in clause.objects for c in o.children if c.dep_ in ("acl", "ccomp")]
                return [s for c in inner if c.pos_ in ("VERB", "AUX") for s in clause_of(c).subjects]
            case ["obj", preposition]:
                return [n for o in clause.objects for w, n in prepositions_of(o) if w == preposition]
            case [preposition]:
                return clause.governed_by(preposition) or self._nested(clause, preposition)
            case _:
                return []

    def of_noun(self, noun: Token, light: Clause | None, slot: str) -> list[Token]:
        """The tokens that fill a slot of a noun frame (see nouns.tsv)."""
        own = prepositions_of(noun)
        carried = [(w, n) for w, n in light.prepositions if n != noun] if light is not None else []
        match slot:
            case "poss":
                return [c for c in noun.children if c.dep_ == "poss"]
            case "light":
                return list(light.subjects) if light is not None else []
            case "obj":
                return list(light.objects) if light is not None else []
            case "used":
                return self._used([v for _, v in own])
            case "danger":
                found = [n for w, n in own if w in ("about", "of", "against", "over", "on")]
                return self.danger_sources(found)
            case "self":
                return [noun]
            case "culprit":
                return culprits(noun, self._lexicon)
            case "targeting":
                verbs = [c for c in noun.children if c.dep_ == "acl"]
                at = [n for v in verbs if v.lower_ in _SENT for w, n in prepositions_of(v) if w in _TOWARDS]
                return at or [o for v in verbs if v.lower_ in _AIMED for o in clause_of(v).objects]
            case _:
                found = [n for w, n in own if w == slot] or [n for w, n in carried if w == slot]
                return found or [n for w, n in _following(noun) if w == slot]

    def danger_sources(self, tokens: list[Token], depth: int = 0) -> list[Token]:
        """Whom or what a danger comes from: "a threat posed by X", "risks of using X", "attacks by X"."""
        out: list[Token] = []
        for token in tokens:
            lemma = token.lemma_.lower()
            abstract = self._lexicon.is_a(lemma, "danger") or token.pos_ in ("VERB", "AUX")
            inner = self._inside_danger(token) if abstract and depth < _MAX_DEPTH else []
            deeper = self.danger_sources(inner, depth + 1) if inner else []
            out.extend(deeper or [token])
        return out

    def _inside_danger(self, token: Token) -> list[Token]:
        if token.pos_ in ("VERB", "AUX"):
            clause = clause_of(token)
            return list(clause.objects) or [n for _, n in clause.prepositions]
        prepositions = prepositions_of(token)
        for child in token.subtree:
            if child.dep_ == "acl" and child.tag_ == "VBN" and child.lemma_ in ("pose", "present", "cause"):
                prepositions = [("by", n) for w, n in prepositions_of(child) if w == "by"] + prepositions
        for word in _SOURCES_OF_DANGER:
            found = [n for w, n in prepositions if w == word]
            if found and (
                word != "to"
                or (self._lexicon.is_a(token.lemma_.lower(), "danger") and token.lemma_ == "access")
            ):
                return found
        return []

    def _used(self, verbs: list[Token]) -> list[Token]:
        """What a ban on use is about: the objects of "using", "buying", "installing" and the like."""
        return [
            found
            for verb in verbs
            if verb.pos_ in ("VERB", "AUX") and self._lexicon.is_a(verb.lemma_, "use")
            for found in clause_of(verb).objects
            if self._reference.of(found)
        ]

    def _nested(self, clause: Clause, preposition: str) -> list[Token]:
        """A preposition that the parser hung on an argument: "banned ads on its service from X"."""
        if preposition in ("to", "with"):  # "linked the attack to X"
            return [n for token in clause.objects for w, n in prepositions_of(token) if w == preposition]
        if preposition not in ("from", "on", "against"):
            return []
        found: list[Token] = []
        level = [*clause.objects, *(n for _, n in clause.prepositions)]
        for _ in range(_MAX_DEPTH):
            found.extend(n for token in level for w, n in prepositions_of(token) if w == preposition)
            level = [n for token in level for _, n in prepositions_of(token)]
        return found

    def owners(self, noun: Token) -> list[Mention]:
        """Names before a noun: "the DHS warning", "Russian interference"."""
        return [name.mention for name in self._reference.discourse.owner_names(noun)]
