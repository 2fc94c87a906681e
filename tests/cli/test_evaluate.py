"""`kgraph evaluate` as its users run it: as a process, on files."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.text import Text

ROOT = Path(__file__).parents[2]
EVENTS = ROOT / "tests" / "evaluate" / "kaspersky-twitter-ban.events.jsonl"
STORY = "Norland has banned the robot maker Acme Robotics. Acme Robotics has sued Norland.\n"
GOLD = {
    "id": "story",
    "events": [
        {
            "type": "Ban",
            "actor": ["Norland"],
            "target": ["Acme Robotics"],
            "trigger": "banned",
            "quote": "Norland has banned the robot maker",
            "core": True,
        },
        {
            "type": "Warning",
            "actor": ["Norland"],
            "target": ["Acme Robotics"],
            "trigger": "\u001b[2Jsued",
            "quote": "Acme Robotics has sued Norland",
        },
    ],
}
FOUND: list[dict[str, object]] = [
    {"article": "story", "type": "Ban", "actor": "Norland", "target": "Acme Robotics", "confidence": 0.9},
    {"article": "story", "type": "Lawsuit", "actor": "Norland", "target": "Acme Robotics"},
]

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run `kgraph evaluate` in the folder of the test."""

    def run(*arguments: str | Path, stdin: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "kgraph", "evaluate", *map(str, arguments)],
            input=stdin,
            capture_output=True,
            check=False,
            encoding="utf-8",
            cwd=tmp_path,
            env=os.environ | environment,
        )

    return run


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """A folder of annotations with its article beside them, and events to score as `events.jsonl`."""
    folder = tmp_path / "gold"
    folder.mkdir()
    (folder / "story.gold.json").write_text(json.dumps(GOLD), encoding="utf-8")
    (folder / "story.json").write_text(json.dumps({"id": "story", "text": STORY}), encoding="utf-8")
    lines = "".join(f"{json.dumps(record)}\n" for record in FOUND)
    (tmp_path / "events.jsonl").write_text(lines, encoding="utf-8")
    return folder


def rows(text: str) -> list[list[str]]:
    return [line.split() for line in text.splitlines()]


def failed(ended: subprocess.CompletedProcess[str]) -> str:
    """The one line that says what went wrong."""
    assert (ended.returncode, ended.stdout) == (1, ""), ended.stderr
    (line,) = ended.stderr.splitlines()
    assert line.startswith("Error: ")
    return line


class TestEvents:
    """Ready-made events, which need no language model."""

    def test_scores_by_level_type_and_confidence(self, run: Run) -> None:
        ended = run(ROOT / "data" / "gold", "--events", EVENTS)
        assert (ended.returncode, ended.stderr) == (0, "")
        shown = rows(ended.stdout)
        assert ["Events", "pair", "22", "17", "14", "0.824", "0.636", "0.718", "0.684"] in shown
        assert ["Events", "coarse", "22", "17", "13", "0.765", "0.591", "0.667", "0.632"] in shown
        assert ["Events", "fine", "22", "17", "12", "0.706", "0.545", "0.615", "0.579"] in shown
        assert ["Relations", "fine", "10", "7", "7", "1.000", "0.700", "0.824", "1.000"] in shown
        assert ["Events", "time", "6", "8", "0.750"] in shown
        assert ["Restriction", "1", "2", "1", "0.500", "1.000", "0.667"] in shown
        assert ["0.9", "to", "1.0", "6", "0.900", "0.833"] in shown
        assert ["Brier", "score", "0.219"] in shown
        assert "missed" not in ended.stdout

    def test_misses_tell_what_was_found_instead(self, run: Run, gold: Path) -> None:
        ended = run(gold, "--events", "events.jsonl", "--misses")
        listed = ended.stdout[ended.stdout.index("story") :].splitlines()
        assert [line.strip() for line in listed] == [
            "story",
            "missed    Norland --Warning--> Acme Robotics [[2Jsued]",
            "“Acme Robotics has sued Norland”",
            "found: Norland --Lawsuit--> Acme Robotics, other type",
            "spurious  Norland --Lawsuit--> Acme Robotics []",
            "annotated: Norland --Warning--> Acme Robotics, other type",
        ]

    def test_errors_are_limited_for_each_article(self, run: Run) -> None:
        shown = rows(run(ROOT / "data" / "gold", "--events", EVENTS, "--errors", "2").stdout)
        assert [row[0] for row in shown if row and row[0] in ("missed", "spurious")] == [
            "missed",
            "missed",
            "spurious",
            "spurious",
        ]

    def test_json(self, run: Run, gold: Path) -> None:
        plain = json.loads(run(gold, "--events", "events.jsonl", "--format", "json").stdout)
        assert plain["articles"] == ["story"]
        assert plain["events"]["fine"]["f1"] == 0.5
        assert plain["events"]["attributes"]["polarity"] == {"right": 0, "of": 1, "accuracy": 0.0}
        assert plain["calibration"]["bins"][0]["count"] == 1
        assert "missed" not in plain
        listed = json.loads(run(gold, "--events", "events.jsonl", "--format", "json", "--errors", "1").stdout)
        (missed,) = listed.pop("missed")
        (spurious,) = listed.pop("spurious")
        assert listed == plain
        assert (missed["item"]["type"], missed["closest"]["type"]) == ("Warning", "Lawsuit")
        assert (spurious["item"]["type"], spurious["difference"]) == ("Lawsuit", "other type")

    def test_standard_input(self, run: Run, gold: Path, tmp_path: Path) -> None:
        events = (tmp_path / "events.jsonl").read_text(encoding="utf-8")
        assert run(gold, "--events", "-", stdin=events).stdout == run(gold, "--events", "events.jsonl").stdout

    @pytest.mark.parametrize("columns", ["80", "40"])
    def test_tables_fit_the_terminal(self, columns: str) -> None:
        """Run it on a terminal of that width; on 80 columns every table still is one."""
        program = "import pty, sys; sys.exit(pty.spawn([sys.executable, '-m', 'kgraph', *sys.argv[1:]]))"
        ended = subprocess.run(
            [sys.executable, "-c", program, "evaluate", "data/gold", "--events", EVENTS, "--misses"],
            capture_output=True,
            check=True,
            stdin=subprocess.DEVNULL,
            encoding="utf-8",
            cwd=ROOT,
            env=os.environ | {"COLUMNS": columns, "TERM": "xterm"},
        )
        lines = Text.from_ansi(ended.stdout).plain.splitlines()
        assert max(map(len, lines)) <= int(columns)
        assert any("Predicted   Right" in line for line in lines) is (columns == "80")


class TestFloor:
    """Figures that must not fall."""

    def test_each_shortfall_is_a_line(self, run: Run, gold: Path, tmp_path: Path) -> None:
        (tmp_path / "floor.toml").write_text("[events.fine]\nprecision = 0.9\nrecall = 0.5\nf1 = 0.6\n")
        ended = run(gold, "--events", "events.jsonl", "--floor", "floor.toml")
        assert ended.returncode == 1
        assert ["Events", "fine", "2", "2", "1", "0.500", "0.500", "0.500", "1.000"] in rows(ended.stdout)
        assert ended.stderr.splitlines() == [
            "Error: events.fine.precision is 0.500, below its floor of 0.900",
            "Error: events.fine.f1 is 0.500, below its floor of 0.600",
        ]

    def test_floor_that_holds(self, run: Run, gold: Path, tmp_path: Path) -> None:
        (tmp_path / "floor.toml").write_text("[events.fine]\nrecall = 0.5\n")
        ended = run(gold, "--events", "events.jsonl", "--floor", "floor.toml")
        assert (ended.returncode, ended.stderr) == (0, "")

    def test_mistakes_in_the_file_come_before_the_scores(self, run: Run, gold: Path, tmp_path: Path) -> None:
        (tmp_path / "floor.toml").write_text("[events.fine]\nrecal = 0.5\n")
        assert "events.fine.recal " in failed(run(gold, "--floor", "floor.toml"))
        assert "none.toml" in failed(run(gold, "--floor", "none.toml"))


class TestErrors:
    """What is wrong is told in a line."""

    @pytest.mark.parametrize(
        ("arguments", "told"),
        [
            (["none"], "none: No such file"),
            (["none.gold.json"], "none.gold.json: No such file"),
            (["events.jsonl"], "ID.gold.json"),
            (["."], "without annotations"),
            (["gold/story.gold.json", "--articles", "none"], "is in none"),
            (["gold", "--events", "none.jsonl"], "none.jsonl: No such file"),
            (["gold", "--events", "gold/story.gold.json"], "story.gold.json, line 1"),
            ([ROOT / "data" / "gold", "--events", "events.jsonl"], "no annotated article, only of story"),
        ],
        ids=str,
    )
    @pytest.mark.usefixtures("gold")
    def test_one_line(self, run: Run, arguments: list[str], told: str) -> None:
        assert told in failed(run(*arguments))

    def test_annotations_without_their_article_and_broken_ones(self, run: Run, gold: Path) -> None:
        (gold / "story.json").unlink()
        assert "--articles" in failed(run(gold))
        (gold / "story.gold.json").write_text("[", encoding="utf-8")
        assert "story.gold.json: truncated JSON" in failed(run(gold))

    def test_events_and_articles_together_are_a_usage_error(self, run: Run, gold: Path) -> None:
        ended = run(gold, "--events", "events.jsonl", "--articles", ".")
        assert (ended.returncode, ended.stdout) == (2, "")

    def test_articles_on_one_side_alone_are_named(self, run: Run, gold: Path, tmp_path: Path) -> None:
        (gold / "quiet.gold.json").write_text('{"events": []}', encoding="utf-8")
        with (tmp_path / "events.jsonl").open("a", encoding="utf-8") as events:
            events.write(json.dumps(FOUND[0] | {"article": "other"}))
        ended = run(gold, "--events", "events.jsonl")
        assert ended.returncode == 0
        assert ended.stderr.splitlines() == [
            "Not annotated and left out: other",
            "Without any event in events.jsonl: quiet",
        ]


@pytest.mark.model
class TestExtraction:
    """Articles, read as `kgraph extract` reads them."""

    def test_sample_keeps_to_its_floor(self) -> None:
        command = [sys.executable, "-m", "kgraph", "evaluate", "data/gold", "--floor", "tests/floor.toml"]
        ended = subprocess.run(
            [*command, "--misses"], cwd=ROOT, capture_output=True, check=False, encoding="utf-8"
        )
        assert ended.returncode == 0, ended.stderr + ended.stdout
        assert ended.stderr == ""

    def test_same_scores_as_for_what_extract_prints(self, run: Run, gold: Path) -> None:
        extract = [sys.executable, "-m", "kgraph", "extract", str(gold / "story.json"), "--format", "jsonl"]
        printed = subprocess.run(extract, capture_output=True, check=True, encoding="utf-8").stdout
        assert printed
        from_articles = run(gold, "--misses", "--format", "json")
        assert from_articles.returncode == 0, from_articles.stderr
        from_events = run(gold, "--misses", "--format", "json", "--events", "-", stdin=printed)
        assert json.loads(from_articles.stdout) == json.loads(from_events.stdout)

    def test_what_cannot_be_scored_is_named_and_holds_no_floor(
        self, run: Run, gold: Path, tmp_path: Path
    ) -> None:
        for name in ("lost", "broken", "renamed"):
            (gold / f"{name}.gold.json").write_text('{"events": []}', encoding="utf-8")
        (gold / "broken.json").write_text("{", encoding="utf-8")
        (gold / "renamed.json").write_text('{"id": "other", "text": "Norland rests."}', encoding="utf-8")
        (tmp_path / "floor.toml").write_text("[events.fine]\nannotated = 2\n")
        ended = run("gold", "--floor", "floor.toml")
        assert ended.returncode == 1
        assert ["Articles", "1"] in rows(ended.stdout)
        first, *rest = ended.stderr.splitlines()
        assert first.startswith("Skipped gold/broken.json: truncated JSON")
        assert rest == [
            "Skipped gold/broken.gold.json: gold/broken.json holds no article 'broken'",
            "Skipped gold/lost.gold.json: no article 'lost'",
            "Skipped gold/renamed.gold.json: gold/renamed.json holds no article 'renamed'",
            "Error: 3 annotated articles could not be scored",
        ]
