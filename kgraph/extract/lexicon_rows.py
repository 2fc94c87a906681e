"""The lexicon read from `resources/lexicon/*.tsv`.

The first lines of each file, which begin with `#`, say how its rows are read.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING

from kgraph.errors import ResourceError
from kgraph.extract.conditions import CONDITIONS
from kgraph.extract.lexicon import Boilerplate, Frame, Lexicon
from kgraph.model import Modality
from kgraph.ontology import types

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet


@cache
def load() -> Lexicon:
    """The built-in lexicon; raises `ResourceError`, naming file and line, when a row is wrong."""
    verbs = _frames("verbs.tsv")
    light = _inverted("light-verbs.tsv", {"do", "undergo", "inflict", "plan", "urge", "deny", "drop", "end"})
    embedding = _inverted(
        "embedding-verbs.tsv", {"plan", "fail", "exclude", "forbid", "allege", "seem", "deny", "do"}
    )
    reporting = _inverted("reporting-verbs.tsv", {"say", "allege", "deny", "plan"})
    positions = {noun.lower(): rank for _, (noun, rank) in _rows("positions.tsv", 2)}
    offices = {noun.lower(): tuple(roles.split("|")) for _, (noun, roles) in _rows("offices.tsv", 2)}
    return Lexicon(
        verbs=verbs,
        nouns=_frames("nouns.tsv"),
        adjectives=_frames("adjectives.tsv"),
        light_verbs=light,
        embedding_verbs=embedding,
        reporting_verbs=reporting,
        inflections={
            form: verb for verb in (*verbs, *light, *embedding, *reporting) for form in _inflected(verb)
        },
        hedges={word: Modality(name) for word, name in _inverted("hedges.tsv", set(Modality)).items()},
        boilerplate=tuple(_boilerplate()),
        positions=positions,
        position_words=frozenset(word for position in positions for word in position.split()),
        offices=offices,
        office_words=frozenset(word for office in offices for word in re.findall(r"\w+", office)),
        kinds=_kinds(),
        classes=MappingProxyType(
            {name: frozenset(words.split("|")) for _, (name, words) in _rows("word-classes.tsv", 2)}
        ),
    )


def _inflected(verb: str) -> tuple[str, ...]:
    """The regular forms of a verb, for the lemmas that a rule-based lemmatizer gets wrong ("fined")."""
    if verb.endswith("e"):
        return (verb, f"{verb}d", f"{verb}s", f"{verb[:-1]}ing")
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return (verb, f"{verb[:-1]}ied", f"{verb[:-1]}ies", f"{verb}ing")
    return (verb, f"{verb}ed", f"{verb}s", f"{verb}ing", f"{verb}{verb[-1]}ed", f"{verb}{verb[-1]}ing")


def _rows(name: str, columns: int) -> Iterator[tuple[int, list[str]]]:
    """The rows of a file with their line numbers, without comments and the header."""
    text = (files("kgraph") / "resources" / "lexicon" / name).read_text(encoding="utf-8")
    header = True
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t")
        if len(cells) > columns:
            raise ResourceError(f"lexicon/{name}, line {number}: {len(cells)} columns, {columns} expected")
        if not header:
            yield number, cells + [""] * (columns - len(cells))
        header = False


def _boilerplate() -> Iterator[Boilerplate]:
    name = "boilerplate.tsv"
    for number, (kind, where, pattern) in _rows(name, 3):
        try:
            yield Boilerplate(kind, where == "whole", re.compile(pattern, re.IGNORECASE))
        except re.error as error:
            raise ResourceError(f"lexicon/{name}, line {number}: no regular expression ({error})") from error


def _inverted(name: str, values: AbstractSet[str]) -> dict[str, str]:
    """Word to value, from rows of a value and its words; a word's first row counts."""
    out: dict[str, str] = {}
    for number, (value, words) in _rows(name, 2):
        if value not in values:
            known = ", ".join(sorted(values))
            raise ResourceError(f"lexicon/{name}, line {number}: {value!r} is none of {known}")
        for word in words.split("|"):
            out.setdefault(word, value)
    return out


def _combined(trigger: str) -> Iterator[tuple[str, str]]:
    """Every head with every noun of a trigger: "adopt,pass:law,rule" is four, "ban" is one without noun."""
    heads, _, nouns = trigger.partition(":")
    for head in heads.split(","):
        for noun in nouns.split(","):
            yield head, noun


def _kinds() -> dict[str, frozenset[str]]:
    kinds: dict[str, set[str]] = defaultdict(set)
    for _, (kind, nouns) in _rows("kind-nouns.tsv", 2):
        for noun in nouns.split("|"):
            kinds[noun].add(kind)
    return {noun: frozenset(found) for noun, found in kinds.items()}


def _frames(name: str) -> dict[str, tuple[Frame, ...]]:
    """The frames of each lemma, those that need a noun first: an idiom says more than its verb."""
    frames: dict[str, list[Frame]] = defaultdict(list)
    for number, (type_name, triggers, actor, target, needs) in _rows(name, 5):
        if type_name not in types():
            raise ResourceError(f"lexicon/{name}, line {number}: the ontology has no type {type_name!r}")
        if not actor or not target:
            raise ResourceError(f"lexicon/{name}, line {number}: the columns actor and target are empty")
        if unknown := set(filter(None, needs.split(","))) - CONDITIONS:
            raise ResourceError(f"lexicon/{name}, line {number}: no condition is called {min(unknown)!r}")
        for head, noun in (pair for trigger in triggers.split("|") for pair in _combined(trigger)):
            lemma, _, particle = head.partition(" ") if name == "verbs.tsv" else (head, "", "")
            frames[lemma].append(
                Frame(
                    type_name,
                    lemma,
                    particle,
                    noun,
                    tuple(actor.split("/")),
                    tuple(target.split("/")),
                    frozenset(filter(None, needs.split(","))),
                )
            )
    return {lemma: tuple(sorted(found, key=lambda f: not f.noun)) for lemma, found in frames.items()}
