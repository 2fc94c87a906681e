"""The lexicon's files: each row can be read, and each type of the ontology can be expressed."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kgraph.errors import ResourceError
from kgraph.extract import lexicon_rows as lexicons
from kgraph.extract.conditions import CONDITIONS
from kgraph.model import Modality
from kgraph.ontology import types

if TYPE_CHECKING:
    from kgraph.extract.lexicon import Lexicon
    from kgraph.gazetteer import Gazetteer

COLUMNS = {
    "verbs.tsv": ("type", "triggers", "actor", "target", "needs"),
    "nouns.tsv": ("type", "triggers", "actor", "target", "needs"),
    "adjectives.tsv": ("type", "triggers", "actor", "target", "needs"),
    "light-verbs.tsv": ("effect", "verbs"),
    "embedding-verbs.tsv": ("effect", "verbs"),
    "reporting-verbs.tsv": ("stance", "verbs"),
    "hedges.tsv": ("modality", "words"),
    "word-classes.tsv": ("class", "words"),
    "kind-nouns.tsv": ("kind", "nouns"),
    "positions.tsv": ("noun", "rank"),
    "offices.tsv": ("noun", "roles"),
    "boilerplate.tsv": ("kind", "where", "pattern"),
}
WORDS_OF_ONE_ROW = ["light-verbs.tsv", "embedding-verbs.tsv", "reporting-verbs.tsv", "hedges.tsv"]
PREPOSITIONS = frozenset(
    "about across against along among as at behind between by for from in inside into near of off on outside"
    " over to toward towards upon within with".split()
)
VERB_SLOTS = frozenset("subj obj iobj new used danger matter comp.subj comp.obj obj.comp.subj".split())
NOUN_SLOTS = frozenset("poss pre light obj used danger targeting culprit self that".split())


@dataclass(frozen=True)
class Line:
    """A row of a lexicon file, with where it stands."""

    where: str
    cells: tuple[str, ...]


def text_of(name: str) -> str:
    return (files("kgraph") / "resources" / "lexicon" / name).read_text(encoding="utf-8")


def rows_of(name: str) -> list[Line]:
    lines = [
        Line(f"{name}:{number}", tuple(line.split("\t")))
        for number, line in enumerate(text_of(name).splitlines(), start=1)
        if line.strip() and not line.startswith("#")
    ]
    assert lines[0].cells == COLUMNS[name]
    return lines[1:]


def sources_of(pattern: str) -> str:
    """The text of the modules of the extraction whose names fit a pattern."""
    paths = sorted(Path(lexicons.__file__).parent.glob(pattern))
    return "".join(path.read_text(encoding="utf-8") for path in paths)


FRAMES = [row for name in ("verbs.tsv", "nouns.tsv", "adjectives.tsv") for row in rows_of(name)]


# ---- the files


def test_these_are_all_the_files() -> None:
    folder = files("kgraph") / "resources" / "lexicon"
    assert {entry.name for entry in folder.iterdir()} == set(COLUMNS)


@pytest.mark.parametrize("name", COLUMNS)
def test_rows_are_well_formed(name: str) -> None:
    for row in rows_of(name):
        assert len(row.cells) <= len(COLUMNS[name]), row.where
        assert row.cells[0], row.where
        assert all(cell == " ".join(cell.split()) for cell in row.cells), row.where


@pytest.mark.parametrize("name", sorted(set(COLUMNS) - {"positions.tsv", "boilerplate.tsv"}))
def test_lists_have_no_gaps(name: str) -> None:
    for row in rows_of(name):
        words = row.cells[1].split("|")
        assert all(word and word == word.strip() for word in words), row.where


@pytest.mark.parametrize("name", WORDS_OF_ONE_ROW)
def test_a_word_stands_in_one_row(name: str) -> None:
    rows = Counter(word for row in rows_of(name) for word in set(row.cells[1].split("|")))
    assert [word for word, count in rows.items() if count > 1] == []


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("light-verbs.tsv", {"do", "undergo", "inflict", "plan", "urge", "deny", "drop", "end"}),
        ("embedding-verbs.tsv", {"plan", "fail", "exclude", "forbid", "allege", "seem", "deny", "do"}),
        ("reporting-verbs.tsv", {"say", "allege", "deny", "plan"}),
        ("hedges.tsv", {Modality.ALLEGED.value, Modality.PLANNED.value}),
    ],
)
def test_values_are_known_and_explained(name: str, values: set[str]) -> None:
    assert {row.cells[0] for row in rows_of(name)} == values
    if name != "hedges.tsv":
        assert set(re.findall(r"^# (\w+)  +\w", text_of(name), re.MULTILINE)) == values


def test_ranks_of_positions_are_known() -> None:
    assert {row.cells[1] for row in rows_of("positions.tsv") if len(row.cells) > 1} == {"leads", "office", ""}


def test_no_position_stands_twice() -> None:
    nouns = [row.cells[0].lower() for row in rows_of("positions.tsv")]
    assert len(nouns) == len(set(nouns))


def test_patterns_of_boilerplate_compile() -> None:
    for row in rows_of("boilerplate.tsv"):
        assert row.cells[1] in ("start", "whole"), row.where
        assert re.compile(row.cells[2], re.IGNORECASE).pattern, row.where


def test_every_class_of_words_is_explained_once() -> None:
    names = [row.cells[0] for row in rows_of("word-classes.tsv")]
    explained = re.findall(r"^# ([a-z]\w*) +\w", text_of("word-classes.tsv"), re.MULTILINE)
    assert sorted(names) == sorted(explained)
    assert len(names) == len(set(names))


def test_classes_that_the_code_asks_for_exist(lexicon: Lexicon) -> None:
    asked = set(re.findall(r"(?:_object_in\(|is_a\([^\n]*?, ?|classes\[)\"(\w+)\"", sources_of("*.py")))
    assert len(asked) > 10
    assert asked <= set(lexicon.classes)


def test_kinds_are_kinds_of_the_gazetteer(gazetteer: Gazetteer) -> None:
    assert {row.cells[0] for row in rows_of("kind-nouns.tsv")} <= {entity.kind for entity in gazetteer}


# ---- the frames


@pytest.mark.parametrize("row", FRAMES, ids=lambda row: row.where)
def test_a_frame_names_a_type_and_known_conditions(row: Line) -> None:
    type_name, _, _, _, needs = (*row.cells, "")[:5]
    assert type_name in types()
    assert set(filter(None, needs.split(","))) <= CONDITIONS


def known_slot(slot: str, slots: frozenset[str]) -> bool:
    owner, _, preposition = slot.rpartition(".")
    return slot in slots or (owner in ("", "obj", "comp", "obj.comp") and preposition in PREPOSITIONS)


@pytest.mark.parametrize(
    "row",
    [pytest.param(row, id=row.where) for row in FRAMES],
)
def test_slots_of_a_frame_are_known(row: Line) -> None:
    slots = NOUN_SLOTS if row.where.startswith("nouns") else VERB_SLOTS
    unknown = [s for cell in row.cells[2:4] for s in cell.split("/") if not known_slot(s, slots)]
    assert unknown == []


def test_every_condition_is_explained() -> None:
    header = [line for line in text_of("verbs.tsv").splitlines() if line.startswith("#")]
    start = next(number for number, line in enumerate(header) if line.startswith("# needs"))
    assert set(re.findall(r"\w+", " ".join(header[start:]))) >= CONDITIONS


def test_every_condition_is_asked_for(lexicon: Lexicon) -> None:
    frames = [frame for found in (*lexicon.verbs.values(), *lexicon.nouns.values()) for frame in found]
    assert {need for frame in frames for need in frame.needs} == CONDITIONS


@pytest.mark.parametrize("name", types())
def test_every_type_can_be_expressed(name: str, lexicon: Lexicon) -> None:
    frames = [frame for found in (*lexicon.verbs.values(), *lexicon.nouns.values()) for frame in found]
    by_relations = not types()[name].is_event and f'"{name}"' in sources_of("*.py")
    assert by_relations or any(frame.type == name for frame in frames)


@pytest.mark.parametrize("name", [name for name, type_ in types().items() if type_.is_event])
def test_every_event_has_a_verb(name: str, lexicon: Lexicon) -> None:
    assert any(frame.type == name for found in lexicon.verbs.values() for frame in found)


def test_triggers_are_taken_apart(lexicon: Lexicon) -> None:
    assert {(f.particle, f.noun) for f in lexicon.verbs["crack"]} == {("down", "")}
    assert ("", "sanction") in {(f.particle, f.noun) for f in lexicon.verbs["slap"]}
    assert {f.type for f in lexicon.nouns["ban"]} == {"Ban"}


@pytest.mark.parametrize(
    ("form", "verb"),
    [("fined", "fine"), ("denies", "deny"), ("banned", "ban"), ("seizing", "seize"), ("warns", "warn")],
)
def test_regular_forms_lead_back_to_their_verb(form: str, verb: str, lexicon: Lexicon) -> None:
    assert lexicon.inflections[form] == verb


# ---- mistakes


def load_with(row: str, name: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    """Load a copy of the lexicon that has one more row; the answer is the row's line."""
    with as_file(files("kgraph") / "resources" / "lexicon") as built_in:
        shutil.copytree(built_in, folder / "resources" / "lexicon")
    path = folder / "resources" / "lexicon" / name
    text = path.read_text(encoding="utf-8").rstrip("\n")
    path.write_text(f"{text}\n{row}\n", encoding="utf-8")
    monkeypatch.setattr(lexicons, "files", lambda _: folder)
    return text.count("\n") + 2


@pytest.mark.parametrize(
    ("name", "row", "reason"),
    [
        ("verbs.tsv", "Bann\tforbid\tsubj\tobj\tagent", "the ontology has no type 'Bann'"),
        ("nouns.tsv", "bans\tban\tposs\ton\tagent", "the ontology has no type 'bans'"),
        ("verbs.tsv", "Ban\tforbid\tsubj\tobj\tagent\tmore", "6 columns, 5 expected"),
        ("hedges.tsv", "alleged\tso they say\tmore", "3 columns, 2 expected"),
        ("positions.tsv", "czar\tleads\tmore", "3 columns, 2 expected"),
        ("boilerplate.tsv", "link\tstart\tread\tmore", "4 columns, 3 expected"),
        ("verbs.tsv", "Ban\tforbid\tsubj\tobj\tagnet", "agnet"),
        ("verbs.tsv", "Ban\tforbid", "columns"),
        ("hedges.tsv", "maybe\tperchance", "maybe"),
        ("boilerplate.tsv", "link\tstart\t(read", "pattern"),
        ("light-verbs.tsv", "dou\tforbid", "dou"),
    ],
)
def test_a_bad_row_is_named(
    name: str, row: str, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = load_with(row, name, tmp_path, monkeypatch)
    with pytest.raises(ResourceError, match=re.escape(f"lexicon/{name}, line {line}: ")) as error:
        lexicons.load.__wrapped__()
    assert reason in str(error.value)


def test_a_good_row_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load_with("Ban\tverboten\tsubj\tobj\tagent", "verbs.tsv", tmp_path, monkeypatch)
    assert [frame.type for frame in lexicons.load.__wrapped__().verbs["verboten"]] == ["Ban"]
