"""Typed claims: frames of the lexicon read off clauses and nouns."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kgraph.extract.adjectives import adjective_clause, adjectives
from kgraph.extract.candidate import named
from kgraph.extract.claim_writer import ClaimWriter, FilledFrame
from kgraph.extract.clauses import Clause, clause_of, is_nominal, predicates
from kgraph.extract.coreference import is_agentive
from kgraph.extract.phrases import measure_of
from kgraph.model import Claim, EntityType, Mention, Modality
from kgraph.ontology import types

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from kgraph.extract.arguments import Arguments
    from kgraph.extract.attribution import Attribution
    from kgraph.extract.coreference import Reference
    from kgraph.extract.lexicon import Frame, Lexicon
    from kgraph.extract.mentions import NamedPassage
    from kgraph.extract.slots import Slots

_HINDERING = frozenset({"Ban", "Obstruction", "Restriction", "Suspension", "Removal"})
_ATTACKS = frozenset({"Cyberattack", "Espionage", "Interference"})
_NEED_SOMEONE = frozenset({"Disclosure", "Supply", "Launch", "Endorsement", "Warning", "Request"})
_ACTS_OF_STATE = frozenset({"Ban", "Arrest", "Prosecution", "Fine"})
_PARTICLES = frozenset({"advmod", "acomp", "prep", "ccomp", "oprd"})  # "up", "guilty" in "found X guilty"
_REASONS = frozenset({"over", "because", "due", "for", "citing"})


@dataclass(frozen=True, slots=True)
class Reader:
    """What is needed to read the claims of one article."""

    reference: Reference
    attribution: Attribution
    slots: Slots
    arguments: Arguments
    lexicon: Lexicon
    writer: ClaimWriter

    def claims(self, named_passage: NamedPassage) -> Iterator[Claim]:
        """The typed claims of a passage's clauses and nouns."""
        doc = named_passage.parsed.doc
        spent: set[int] = set()
        for verb in predicates(doc):
            frames = self.lexicon.verbs.get(verb.lemma_.lower())
            if frames and named_passage.name_at(verb) is None:
                yield from self._of_clause(clause_of(verb), frames, named_passage, spent)
        for adjective in adjectives(doc):
            frames = self.lexicon.adjectives.get(adjective.lower_)
            if frames and named_passage.name_at(adjective) is None:
                yield from self._of_clause(adjective_clause(adjective), frames, named_passage, spent)
        for noun in doc:
            if (
                (noun.pos_ in ("NOUN", "PROPN") or is_nominal(noun))
                and noun.i not in spent
                and named_passage.name_at(noun) is None
            ):
                yield from self._of_noun(noun, named_passage)

    # -- verbs ----------------------------------------------------------------------------------

    def _of_clause(
        self,
        clause: Clause,
        frames: tuple[Frame, ...],
        passage: NamedPassage,
        spent: set[int],
    ) -> Iterator[Claim]:
        if _is_imperative(clause):
            return
        done: set[str] = set()
        idiom = False  # "slammed the door on X" is no slamming of a door
        for frame in frames:
            if (
                frame.type in done
                or _rivals(frame.type) & done
                or (idiom and not frame.noun)
                or not _is_triggered(frame, clause)
            ):
                continue
            claims = list(self._read_verb(frame, clause, passage))
            if claims:
                done.add(frame.type)
                idiom = idiom or bool(frame.noun)
                spent.update(o.i for o in clause.objects if frame.noun and o.lemma_ == frame.noun)
                yield from claims
                yield from self._reasons(clause, claims, passage)

    def _read_verb(self, frame: Frame, clause: Clause, passage: NamedPassage) -> Iterator[Claim]:
        actors = self.arguments.actors([t for s in frame.actor for t in self.slots.in_clause(clause, s)])
        if not actors and clause.passive and frame.type in _ACTS_OF_STATE:
            actors = self._rulers(clause)
        elif not actors and clause.passive:
            actors = self._attackers(clause)
        if not actors and not self._is_by_nobody(frame, clause):
            return
        targets = self.arguments.targets(frame, [(s, self.slots.in_clause(clause, s)) for s in frame.target])
        if any(_is_reciprocal(token) for token in clause.objects):
            targets = [(m, clause.objects[0]) for m in actors]
        elif not targets and types()[frame.type].symmetric and len(actors) > 1 and _is_mutual(frame, clause):
            targets, actors = [(m, clause.verb) for m in actors[1:]], actors[:1]
        yield from self.writer.claims(
            FilledFrame(frame, clause.verb, clause, actors or [None], targets), passage
        )

    def _is_by_nobody(self, frame: Frame, clause: Clause) -> bool:
        """Whether a clause tells an event that is worth keeping though it leaves open who acts.

        "Equifax was hacked", "hackers breached Equifax"; not what takes two or needs someone who speaks.
        """
        type_ = types()[frame.type]
        if not type_.is_event or type_.symmetric or frame.type in _NEED_SOMEONE:
            return False
        acting = clause.governed_by("by") if clause.passive else clause.subjects
        if not clause.passive and (frame.type not in _ATTACKS or not acting):
            return False
        return all(self.arguments.is_unnamed(token) for token in acting)

    def _rulers(self, clause: Clause) -> list[Mention]:
        """The country in which something is banned or someone arrested, when nobody else is said to do it."""
        found = [m for token in clause.governed_by("in") for m in self.reference.of(token)]
        return [
            Mention(m.entity, m.span, "implied", 0.8 * m.confidence)
            for m in found
            if m.entity.type is EntityType.COUNTRY
        ]

    def _attackers(self, clause: Clause) -> list[Mention]:
        """Whose attack it is in which something is hit: "was targeted in an operation by X"."""
        for noun in clause.governed_by("in"):
            if noun.lemma_.lower() in self.lexicon.nouns:
                by = self.slots.of_noun(noun, None, "by")
                return self.arguments.actors(by) or [m for m in self.slots.owners(noun) if is_agentive(m)]
        return []

    # -- nouns ----------------------------------------------------------------------------------

    def _of_noun(self, noun: Token, passage: NamedPassage) -> Iterator[Claim]:
        word = noun.lower_ if noun.tag_ == "VBG" else noun.lemma_.lower()
        frames = self.lexicon.nouns.get(word, ())
        if not frames or noun.dep_ in ("compound", "amod"):
            return
        light, effect = self._light_verb(noun)
        if effect == "end":
            return
        for frame in frames:
            if effect in ("undergo", "inflict"):
                claims = list(self._undergone(frame, noun, light, effect, passage))
            else:
                claims = list(
                    self._read_noun(frame, noun, light if effect in ("do", "plan") else None, passage)
                )
            if claims:
                yield from claims
                return

    def _light_verb(self, noun: Token) -> tuple[Clause | None, str]:
        """The verb or adjective that carries a noun ("issued a ban", "subject to a ban"), and its effect."""
        effects = self.lexicon.light_verbs
        head = noun.head
        measure = measure_of(noun, self.lexicon)
        if measure is not None:
            return self._light_verb(measure)  # "launched a series of attacks", "gave $5 million in aid"
        if noun.dep_ == "pobj" and head.pos_ == "ADP":
            effect = effects.get(f"{head.head.lemma_.lower()} {head.lower_}")
            if effect is None:
                return None, ""
            return adjective_clause(head.head) if head.head.pos_ == "ADJ" else clause_of(head.head), effect
        if noun.dep_ not in ("dobj", "nsubjpass") or head.pos_ not in ("VERB", "AUX"):
            return None, ""
        particle = next((c.lower_ for c in head.children if c.dep_ in ("prt", "prep")), "")
        effect = effects.get(f"{head.lemma_} {particle}") or effects.get(head.lemma_)
        return (clause_of(head), effect) if effect else (None, "")

    def _read_noun(
        self, frame: Frame, noun: Token, light: Clause | None, passage: NamedPassage
    ) -> Iterator[Claim]:
        targets = self.arguments.targets(
            frame, [(s, self.slots.of_noun(noun, light, s)) for s in frame.target]
        )
        actors: list[Mention] = []
        for slot in frame.actor:
            if slot == "pre":
                actors = [m for m in self.slots.owners(noun) if is_agentive(m)]
            else:
                actors = self.arguments.actors(self.slots.of_noun(noun, light, slot))
                if slot == "self":  # "critics of X" are nobody in particular
                    actors = [m for m in actors if named(m)]
            if actors:
                break
        parties = self.slots.of_noun(noun, light, "between") if "between" in frame.target else []
        if parties:  # "a merger between A and B", whoever else stands near
            actors = self.arguments.actors(parties)
            targets = [(m, t) for m, t in targets if all(m.entity.id != a.entity.id for a in actors[:1])]
            actors = actors[:1]
        if "between" in frame.target and not targets:
            return
        if "between" in frame.actor and len(actors) > 1 and not light:
            targets = [(m, noun) for m in actors[1:]]
            actors = actors[:1]
        if actors:
            yield from self.writer.claims(FilledFrame(frame, noun, light, actors, targets), passage)

    def _undergone(
        self, frame: Frame, noun: Token, light: Clause | None, effect: str, passage: NamedPassage
    ) -> Iterator[Claim]:
        """Such as "X faces a ban from Y", "Y hit X with a ban": the light verb is about the target."""
        if light is None:
            return
        inflicted = effect == "inflict"
        undergoing = light.objects if inflicted else light.subjects
        targets = self.arguments.targets(frame, [("light", list(undergoing))])
        tokens = [t for slot in ("by", "from", "poss") for t in self.slots.of_noun(noun, light, slot)]
        tokens = [*light.subjects, *tokens] if inflicted else tokens
        actors = self.arguments.actors(tokens) or [m for m in self.slots.owners(noun) if is_agentive(m)]
        if actors:
            yield from self.writer.claims(FilledFrame(frame, noun, light, actors, targets), passage)

    def _reasons(self, clause: Clause, claims: list[Claim], passage: NamedPassage) -> Iterator[Claim]:
        """Such as "banned X over alleged ties to Y": the reason is about the target, said by the actor."""
        for word, noun in clause.prepositions:
            if word not in _REASONS or noun.pos_ != "NOUN":
                continue
            for frame in self.lexicon.nouns.get(noun.lemma_.lower(), ()):
                if types()[frame.type].is_event or self.slots.owners(noun):
                    continue
                targets = self.arguments.targets(
                    frame, [(s, self.slots.of_noun(noun, None, s)) for s in frame.target]
                )
                for claim in claims:
                    holder = replace(claim.target, kind="implied", confidence=0.85)
                    context = self.attribution.context(noun)
                    for built in self.writer.claims(
                        FilledFrame(frame, noun, None, [holder], targets), passage
                    ):
                        said = (
                            (claim.actor,)
                            if claim.actor is not None and not context.source
                            else context.source
                        )
                        yield replace(built, modality=Modality.ALLEGED, source=said)


def _is_triggered(frame: Frame, clause: Clause) -> bool:
    if frame.noun and not any(o.lemma_.lower() == frame.noun for o in clause.objects):
        return False
    if not frame.particle:
        return bool(frame.noun) or not clause.particle  # "backed up its files" backs nobody
    if frame.particle == clause.particle:
        return True
    if frame.particle == "to" and any(c.dep_ == "xcomp" for c in clause.complements):
        return True
    return any(word == frame.particle for word, _ in clause.prepositions) or any(
        c.dep_ in _PARTICLES and c.lower_ == frame.particle for c in clause.verb.children
    )


def _rivals(type_name: str) -> frozenset[str]:
    """The types that a trigger cannot have beside another: what is banned is not also obstructed."""
    return _HINDERING if type_name in _HINDERING else frozenset()


def _is_imperative(clause: Clause) -> bool:
    """Whether a clause bids the reader do something ("Bar a slight dip, ...")."""
    alone = not any(c.dep_ in ("aux", "nsubj", "nsubjpass") for c in clause.verb.children)
    return clause.verb.tag_ == "VB" and bool(clause.verb.is_sent_start) and alone


def _is_mutual(frame: Frame, clause: Clause) -> bool:
    """Whether several subjects act with each other: "A and B met", not "A and B accepted the offer"."""
    return bool(frame.noun) or not clause.objects


def _is_reciprocal(token: Token) -> bool:
    """Whether an object is "each other" or "one another"."""
    return token.i > 0 and (token.doc[token.i - 1].lower_, token.lower_) in (
        ("each", "other"),
        ("one", "another"),
    )
