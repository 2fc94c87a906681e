"""What the extractor knows of English: frames, classes of words, effects of verbs (see `lexicon_rows`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re
    from collections.abc import Mapping

    from kgraph.model import Modality


@dataclass(frozen=True, slots=True)
class Frame:
    """One way of expressing a type: a trigger, and where its actor and target stand.

    `particle` and `noun` are what the trigger needs beside its head ("crack" + "down", "pull" +
    "plug"), "" when nothing. `actor` and `target` are slots, tried in turn. `needs` are conditions.
    """

    type: str
    lemma: str
    particle: str
    noun: str
    actor: tuple[str, ...]
    target: tuple[str, ...]
    needs: frozenset[str]


@dataclass(frozen=True, slots=True)
class Boilerplate:
    """A pattern for paragraphs that are not part of the report."""

    kind: str
    whole: bool
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All lexicon files, by what they are looked up with."""

    verbs: Mapping[str, tuple[Frame, ...]]
    nouns: Mapping[str, tuple[Frame, ...]]
    adjectives: Mapping[str, tuple[Frame, ...]]
    light_verbs: Mapping[str, str]
    embedding_verbs: Mapping[str, str]
    reporting_verbs: Mapping[str, str]
    hedges: Mapping[str, Modality]
    boilerplate: tuple[Boilerplate, ...]
    positions: Mapping[str, str]
    position_words: frozenset[str]  # the single words that positions are made of ("foreign", "minister")
    offices: Mapping[str, tuple[str, ...]]
    office_words: frozenset[str]
    inflections: Mapping[str, str]
    kinds: Mapping[str, frozenset[str]]
    classes: Mapping[str, frozenset[str]]

    def kinds_of(self, noun: str) -> frozenset[str]:
        """The kinds of entity that a lower-case noun can describe ("firm" a company)."""
        return self.kinds.get(noun, frozenset())

    def is_a(self, noun: str, class_name: str) -> bool:
        """Whether a lower-case noun belongs to a class of word-classes.tsv."""
        return noun in self.classes[class_name]
