"""Claims written out of frames whose slots are filled: how, when, where and by whom it is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kgraph.extract.candidate import Candidate, named
from kgraph.extract.conditions import holds
from kgraph.extract.dates import time_in, time_of
from kgraph.model import PLACES, Claim, EntityType, Mention, Modality, Polarity, Span
from kgraph.ontology import types

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from spacy.tokens import Token

    from kgraph.extract.attribution import Attribution
    from kgraph.extract.clauses import Clause
    from kgraph.extract.context import Context
    from kgraph.extract.coreference import Reference
    from kgraph.extract.lexicon import Frame, Lexicon
    from kgraph.extract.mentions import NamedPassage
    from kgraph.extract.parse import ParsedPassage

_JUDGEMENTS = frozenset({"Endorsement", "Criticism", "Warning"})
_AGAINST_OTHERS = frozenset(
    "Obstruction Rejection Ban Sanction Accusation Criticism Cyberattack Espionage Threat Protest"
    " Lawsuit".split()
)
MAX_PAIRS = 6  # actor-target pairs of one trigger; more is a list, not an act
_VERB, _NOUN = 0.9, 0.8
_SPEECH_ACTS = frozenset(
    {"Accusation", "Criticism", "Warning", "Threat", "Denial", "Request", "Endorsement", "Rejection"}
)
_WRONGS = frozenset({"Cyberattack", "Espionage", "Interference", "hasTiesTo"})
_REPORTERS = frozenset({"media outlet", "company"})
_OBJECT_PREPOSITIONS = ("from", "for", "over", "to", "on")
_MAX_OBJECT_WORDS = 12


@dataclass(frozen=True, slots=True)
class FilledFrame:
    """A frame with who and what fills its slots; an actor of None is one whom the text leaves unnamed.

    `clause` is that of the trigger itself or of the verb that carries it. Each target comes with the
    token at which it was found.
    """

    frame: Frame
    trigger: Token
    clause: Clause | None
    actors: Sequence[Mention | None]
    targets: Sequence[tuple[Mention, Token]]

    @property
    def verbal(self) -> bool:
        """Whether the trigger is the predicate of its clause, not a noun that a verb carries."""
        return self.clause is not None and self.clause.verb == self.trigger


@dataclass(frozen=True, slots=True)
class ClaimWriter:
    """Writes the claims of one article."""

    reference: Reference
    attribution: Attribution
    lexicon: Lexicon
    anchor: date | None
    cyber: bool  # whether the article speaks of attacks on computers

    def claims(self, filled: FilledFrame, passage: NamedPassage) -> Iterator[Claim]:
        """A claim for each actor and target that meet the frame's conditions."""
        frame, trigger, clause = filled.frame, filled.trigger, filled.clause
        if not filled.targets:
            return
        context = self.attribution.context(trigger)
        if "alleged" in frame.needs:
            context = context.at_least(Modality.ALLEGED)
        if context.void or not _worth_saying(frame, context):
            return
        parsed = passage.parsed
        planned = context.modality is Modality.PLANNED
        time = time_of(trigger, parsed, self.anchor, self.lexicon, future=planned)
        pairs = 0
        for actor in filled.actors:
            for target, token in filled.targets:
                candidate = Candidate(trigger, clause, actor, target, token, self.cyber)
                if actor is not None and actor.entity.id == target.entity.id:
                    continue
                if (
                    actor is not None
                    and frame.type in _JUDGEMENTS
                    and target.entity.parent == actor.entity.id
                ):
                    continue  # what a firm says of its own product
                if actor is not None and frame.type in _AGAINST_OTHERS and _is_own(actor, target):
                    continue
                if target.kind == "phrase" and _lies_in(trigger, target, parsed):
                    continue  # "a view corroborated by X" is not what X corroborates
                if actor is not None and not (named(actor) or types()[frame.type].is_event):
                    continue
                if actor is None and not _stands_alone(frame, context, target):
                    continue
                if not all(holds(need, candidate, self.lexicon) for need in frame.needs):
                    continue
                if pairs == MAX_PAIRS:
                    return
                pairs += 1
                source = context.source
                modality = context.modality
                if (
                    modality is Modality.ACTUAL
                    and frame.type in _WRONGS
                    and _is_accused(source, actor, target)
                ):
                    modality = Modality.ALLEGED
                if actor is not None and frame.type in _SPEECH_ACTS:
                    source = tuple(m for m in source if m.entity.id != actor.entity.id)
                confidence = (_VERB if filled.verbal else _NOUN) * target.confidence
                confidence *= actor.confidence if actor is not None else 0.8
                type_ = types()[frame.type]
                yield Claim(
                    article=parsed.article.id,
                    type=type_.name,
                    predicate=type_.predicate,
                    actor=actor,
                    target=target,
                    trigger=_trigger_span(trigger, clause, frame, passage),
                    sentence=parsed.sentence(trigger),
                    object=self._object(clause, token, passage),
                    polarity=context.polarity,
                    modality=modality,
                    source=source,
                    time=(time or time_in(list(token.subtree), parsed, self.anchor))
                    if type_.is_event
                    else None,
                    place=self._place(clause, actor, target),
                    confidence=round(confidence, 3),
                )

    def _place(self, clause: Clause | None, actor: Mention | None, target: Mention) -> Mention | None:
        """Where it happened: a place or country after "in" in the event's own clause."""
        parties = {target.entity.id, actor.entity.id if actor is not None else ""}
        for token in clause.governed_by("in") if clause is not None else ():
            for mention in self.reference.of(token):
                if mention.entity.type in PLACES and mention.entity.id not in parties:
                    return mention
        return None

    def _object(self, clause: Clause | None, target: Token, passage: NamedPassage) -> str | None:
        """What the act is about: "from [buying ads]", "over [alleged ties]"."""
        if clause is None:
            return None
        for preposition in _OBJECT_PREPOSITIONS:
            for token in clause.governed_by(preposition):
                inside = {t.i for t in token.subtree}
                if target.i in inside or token.ent_type_ == "DATE":
                    continue
                last = min(max(inside) + 1, min(inside) + _MAX_OBJECT_WORDS)
                return passage.parsed.span(min(inside), last).text.rstrip(" ,.;")
        return None


def _stands_alone(frame: Frame, context: Context, target: Mention) -> bool:
    """Whether an event is worth keeping though nobody is named who did it.

    An attack is; else what it was done to must have a name, and it must have been done: "content will be
    limited" is a state of affairs.
    """
    if context.modality is Modality.PLANNED:
        return False
    return frame.type in _WRONGS or named(target) or target.entity.type is EntityType.GROUP


def _is_own(actor: Mention, target: Mention) -> bool:
    """Whether what is acted upon is the actor's own, which a pronoun seldom means ("blocked its bid")."""
    return target.entity.label.startswith(f"{actor.entity.label}'s ")


def _lies_in(trigger: Token, target: Mention, parsed: ParsedPassage) -> bool:
    """Whether a trigger is one of the words that describe a target."""
    start, _ = parsed.offsets[trigger.i]
    same_part = target.span.headline == parsed.passage.title
    return same_part and target.span.start <= start < target.span.end


def _is_accused(source: tuple[Mention, ...], actor: Mention | None, target: Mention) -> bool:
    """Whether a wrong is told by someone other than reporters, researchers, its victim and its author."""
    parties = {target.entity.id, actor.entity.id if actor is not None else ""}
    return any(m.entity.kind not in _REPORTERS and m.entity.id not in parties for m in source)


def _worth_saying(frame: Frame, context: Context) -> bool:
    """Lasting relations are only told when they hold; what might come to hold is no relation."""
    if types()[frame.type].is_event or frame.type == "hasTiesTo":
        return True
    return context.polarity is Polarity.POSITIVE and context.modality is not Modality.PLANNED


def _trigger_span(trigger: Token, clause: Clause | None, frame: Frame, passage: NamedPassage) -> Span:
    last = trigger.i
    if clause is not None and clause.verb == trigger:
        for child in trigger.children:
            is_part = child.dep_ == "prt" or (frame.noun and child.lemma_.lower() == frame.noun)
            if is_part and child.i > last and child.i - last < 5:
                last = child.i
    return passage.parsed.span(trigger.i, last + 1)
