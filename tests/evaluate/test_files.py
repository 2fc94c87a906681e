"""Reading annotations, events and floors; what is wrong with a file is told in a line."""

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kgraph.errors import InputError
from kgraph.evaluate import Annotation, Floor, Gold, Prediction, evaluate, read_events, read_floor, read_gold

BAN = {"type": "Ban", "actor": ["Norland"], "target": ["Acme"]}


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, object], Path]:
    """Write a value as JSON, or a text as it is, to a file of that name."""

    def write(name: str, value: object) -> Path:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")
        return path

    return write


Write = Callable[[str, object], Path]


class TestGold:
    """`read_gold`."""

    def test_files_and_folders_each_once_and_in_order(self, write: Write) -> None:
        for name in ("b", "a"):
            write(f"gold/{name}.gold.json", {"id": name, "events": [BAN]})
        path = write("c.gold.json", {"events": []})
        gold = read_gold([path, path.parent / "gold", path.parent / "gold" / "a.gold.json"])
        assert [one.article for one in gold] == ["c", "a", "b"]
        assert gold[1].annotations == (
            Annotation(article="a", type="Ban", actor=("Norland",), target=("Acme",)),
        )

    def test_the_article_lies_beside_or_in_articles(self, write: Write, tmp_path: Path) -> None:
        [gold] = read_gold(write("gold/a.gold.json", {"events": []}))
        assert gold.article_file() is None
        beside_folder = write("articles/a.json", {"text": "x"})
        assert gold.article_file() == beside_folder
        beside = write("gold/a.json", {"text": "x"})
        assert gold.article_file() == beside
        named = write("news/a.json", {"text": "x"})
        assert gold.article_file(tmp_path / "news") == named
        assert gold.article_file(tmp_path) is None
        assert Gold("a", ()).article_file() is None

    @pytest.mark.parametrize(
        ("content", "reason"),
        [
            ("{", "truncated JSON"),
            ([], "a list `events`"),
            ({"id": "a"}, "a list `events`"),
            ({"events": [BAN, "x"]}, "entry 2: no annotation"),
            ({"events": [BAN | {"type": "Bann"}]}, "entry 1: 'Bann' is no type"),
            ({"events": [BAN | {"actor": []}]}, "entry 1: it has no actor"),
            ({"events": [BAN | {"target": "Acme"}]}, "entry 1: its target is no list of names"),
            ({"events": [BAN | {"modality": "maybe"}]}, "entry 1: 'maybe'"),
        ],
    )
    def test_what_is_wrong_is_named(self, write: Write, content: object, reason: str) -> None:
        path = write("a.gold.json", content)
        with pytest.raises(InputError, match=r"a\.gold\.json") as raised:
            read_gold(path)
        assert reason in str(raised.value)
        assert "\n" not in str(raised.value)

    def test_other_files_empty_folders_and_two_of_one_article(self, write: Write, tmp_path: Path) -> None:
        with pytest.raises(InputError, match=r"ID\.gold\.json"):
            read_gold(write("a.json", {"text": "x"}))
        with pytest.raises(InputError, match="without annotations"):
            read_gold(tmp_path)
        same = [write(f"{name}.gold.json", {"id": "same", "events": []}) for name in "ab"]
        with pytest.raises(InputError, match="the same article as"):
            read_gold(same)
        with pytest.raises(FileNotFoundError):
            read_gold(tmp_path / "none.gold.json")


class TestEvents:
    """`read_events`."""

    RECORD = json.dumps({"article": "a", "type": "Ban", "actor": "Norland", "target": {"label": "Acme"}})

    def test_blank_lines_and_a_byte_order_mark_are_no_matter(self, write: Write) -> None:
        path = write("events.jsonl", f"\ufeff{self.RECORD}\n\n{self.RECORD}")
        ban = Prediction(
            article="a", type="Ban", actor=("Norland",), target=("Acme",), polarity="", modality=""
        )
        assert read_events(path) == [ban, ban]

    def test_standard_input(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(self.RECORD.encode()), "ascii"))
        assert [str(event) for event in read_events("-")] == ["Norland --Ban--> Acme"]

    @pytest.mark.parametrize(
        ("line", "reason"),
        [
            ("{", "truncated JSON"),
            ("[]", "no JSON object"),
            ('{"type": "Ban"}', "`article`"),
            ('{"article": "a"}', "`type`"),
            ('{"article": "a", "type": "Ban", "confidence": 7}', "confidence 7"),
        ],
    )
    def test_what_is_wrong_is_named_with_its_line(self, write: Write, line: str, reason: str) -> None:
        path = write("events.jsonl", f"{self.RECORD}\n{line}\n")
        with pytest.raises(InputError, match=r"events\.jsonl, line 2: ") as raised:
            read_events(path)
        assert reason in str(raised.value)

    def test_other_encodings(self, tmp_path: Path) -> None:
        path = tmp_path / "events.jsonl"
        path.write_bytes(b"\xff\xfe{")
        with pytest.raises(InputError, match="UTF-8"):
            read_events(path)


class TestFloor:
    """`read_floor`."""

    GOLD = (Gold.of("a", [BAN, BAN | {"type": "Warning"}]),)
    FOUND = Prediction.of({"article": "a", "type": "Ban", "actor": "Norland", "target": "Acme"})

    @pytest.mark.parametrize(
        ("text", "short"),
        [
            ("[events.fine]\nrecall = 0.5\nprecision = 1", []),
            ("events.types.Ban.f1 = 1.0", []),
            ("events.fine.f1 = 0.667", []),  # 2/3, as it is shown
            ("[events.fine]\nrecall = 0.6", ["events.fine.recall is 0.500, below its floor of 0.600"]),
            ("[events.types]\nWarning.recall = 0.1\nBan.recall = 0.1", ["events.types.Warning.recall is 0"]),
            ("relations.fine.annotated = 1", ["relations.fine.annotated is 0"]),
        ],
    )
    def test_shortfalls(self, write: Write, text: str, short: list[str]) -> None:
        floor = read_floor(write("floor.toml", text), self.GOLD)
        found = [str(one) for one in floor.shortfalls(evaluate(self.GOLD, [self.FOUND]))]
        assert len(found) == len(short)
        assert all(line.startswith(start) for line, start in zip(found, short, strict=True))

    def test_nothing_found_is_below_every_floor(self) -> None:
        floor = Floor({"events.fine.recall": 0.1, "events.types.Ban.f1": 0.1})
        assert len(floor.shortfalls(evaluate(self.GOLD, []))) == 2

    @pytest.mark.parametrize(
        ("text", "reason"),
        [
            ("[events", "not TOML"),
            ("", "no floors"),
            ("events.fein.f1 = 0.5", "events.fein.f1 is no figure"),
            ("events.types.Sanction.f1 = 0.5", "events.types.Sanction.f1 is no figure"),
            ("events.fine = 0.5", "events.fine is no figure"),
            ("events.fine.f1 = 'high'", "'high' is no number"),
            ("events.fine.f1 = true", "True is no number"),
        ],
    )
    def test_what_is_wrong_is_named(self, write: Write, text: str, reason: str) -> None:
        with pytest.raises(InputError, match=r"floor\.toml: ") as raised:
            read_floor(write("floor.toml", text), self.GOLD)
        assert reason in str(raised.value)
        assert "\n" not in str(raised.value)
