"""What matches amount to: scores, attributes, calibration, and mistakes with what comes closest."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kgraph.evaluate import (
    Annotation,
    Bin,
    Difference,
    Evaluation,
    Gold,
    Mistake,
    Prediction,
    Score,
    Share,
    evaluate,
    read_events,
    read_gold,
)

Annotated = Callable[..., Annotation]
Predicted = Callable[..., Prediction]

HERE = Path(__file__).parent
GOLD = HERE.parents[1] / "data" / "gold"


def evaluated(annotations: list[Annotation], predictions: list[Prediction]) -> Evaluation:
    return evaluate([Gold("a", tuple(annotations))], predictions)


@pytest.fixture(scope="module")
def evaluation() -> Evaluation:
    """The sample article's gold against events that are partly wrong."""
    return evaluate(read_gold(GOLD), read_events(HERE / "kaspersky-twitter-ban.events.jsonl"))


class TestSampleArticle:
    """The figures are those of the script that the annotations came with."""

    def test_events(self, evaluation: Evaluation) -> None:
        scores = evaluation.events
        assert scores.pair == Score(22, 17, 14, Share(13, 19))
        assert scores.coarse == Score(22, 17, 13, Share(12, 19))
        assert scores.fine == Score(22, 17, 12, Share(11, 19))
        assert scores.attributes == {
            "polarity": Share(11, 12),
            "modality": Share(11, 12),
            "source": Share(11, 12),
            "time": Share(6, 8),
        }

    def test_relations(self, evaluation: Evaluation) -> None:
        scores = evaluation.relations
        assert scores.pair == scores.coarse == scores.fine == Score(10, 7, 7, Share(4, 4))
        assert scores.attributes == {
            "polarity": Share(7, 7),
            "modality": Share(7, 7),
            "source": Share(5, 7),
            "time": Share(0, 0),
        }

    def test_types_add_up(self, evaluation: Evaluation) -> None:
        for scores in (evaluation.events, evaluation.relations):
            for count in ("annotated", "predicted", "right"):
                total = sum(getattr(score, count) for score in scores.types.values())
                assert total == getattr(scores.fine, count), count
        assert evaluation.events.types["Ban"] == Score(6, 5, 4, Share(4, 6))
        assert evaluation.events.types["Restriction"] == Score(1, 2, 1, Share(0, 0))

    def test_what_lacks_an_actor_or_a_known_type_is_not_scored(self, evaluation: Evaluation) -> None:
        assert evaluation.unscored == 2

    def test_calibration_leaves_out_what_has_no_confidence(self, evaluation: Evaluation) -> None:
        calibration = evaluation.calibration
        assert calibration.count == sum(one.count for one in calibration.bins) == 23
        assert (round(calibration.error, 3), round(calibration.brier, 3)) == (0.172, 0.219)

    def test_every_item_is_right_or_a_mistake(self, evaluation: Evaluation) -> None:
        right = evaluation.events.fine.right + evaluation.relations.fine.right
        assert right + len(evaluation.missed) == 32
        assert right + len(evaluation.spurious) == 24


def test_shares() -> None:
    score = Score(annotated=4, predicted=2, right=1, core=Share(1, 3))
    assert [score.precision, score.recall, score.f1] == pytest.approx([1 / 2, 1 / 4, 1 / 3])
    nothing = Score(0, 0, 0, Share(0, 0))
    assert (nothing.precision, nothing.recall, nothing.f1, nothing.core.value) == (0, 0, 0, 0)


def test_only_the_articles_of_the_gold_count(annotated: Annotated, predicted: Predicted) -> None:
    ban, other = predicted("Acme", "Ban", "Zenith"), predicted("Acme", "Ban", "Zenith", article="b")
    evaluation = evaluated([annotated("Acme", "Ban", "Zenith")], [other, ban, other])
    assert evaluation.events.fine == Score(1, 1, 1, Share(0, 0))
    assert evaluation.articles == ("a",)


@pytest.mark.parametrize(
    ("annotated_time", "predicted_time", "expected"),
    [
        ("2021-05", "2021-05", (1, 1)),
        ("2021-05", "2021-05-03", (1, 1)),  # more exact
        ("2021-05", "2021", (1, 1)),  # less exact
        ("2021-05", "2021-06", (0, 1)),
        ("2021-05", None, (0, 1)),
        (None, "2021", (0, 0)),
    ],
)
def test_time(
    annotated: Annotated,
    predicted: Predicted,
    annotated_time: str | None,
    predicted_time: str | None,
    expected: tuple[int, int],
) -> None:
    told = annotated("Acme", "Ban", "Zenith", time=annotated_time)
    evaluation = evaluated([told], [predicted("Acme", "Ban", "Zenith", time=predicted_time)])
    assert evaluation.events.attributes["time"] == Share(*expected)


@pytest.mark.parametrize(
    ("cited", "found", "right"),
    [
        ([], [], 1),
        ([], ["Norland Times"], 0),
        (["Norland Times"], [], 0),
        (["Norland Times"], ["Ann Reed", "the Norland Times"], 1),
        (["officials"], [], 1),  # nobody in particular
    ],
)
def test_source(
    annotated: Annotated, predicted: Predicted, cited: list[str], found: list[str], right: int
) -> None:
    told = annotated("Acme", "Ban", "Zenith", source=cited)
    evaluation = evaluated([told], [predicted("Acme", "Ban", "Zenith", source=found)])
    assert evaluation.events.attributes["source"] == Share(right, 1)


def test_calibration(annotated: Annotated, predicted: Predicted) -> None:
    """Two right claims held at 1.0 and 0.95, a wrong one at 0.9, and one in the lowest bin."""
    told = [annotated("Acme", "Ban", name) for name in ("Zenith", "Borealis", "Sable")]
    found = [
        predicted("Acme", "Ban", "Zenith", confidence=1.0),
        predicted("Acme", "Ban", "Borealis", confidence=0.95),
        predicted("Acme", "Ban", "Norland", confidence=0.9),
        predicted("Acme", "Ban", "Sable", confidence=0.2),
    ]
    calibration = evaluated(told, found).calibration
    low, high = calibration.bins
    assert low == Bin(0.0, 0.5, count=1, confidence=0.2, right=1.0)
    assert [high.count, high.confidence, high.right] == pytest.approx([3, 0.95, 2 / 3])
    assert calibration.error == pytest.approx((0.8 + 3 * (0.95 - 2 / 3)) / 4)
    assert calibration.brier == pytest.approx((0 + 0.05**2 + 0.9**2 + 0.8**2) / 4)
    assert evaluated(told, []).calibration.bins == ()


class TestMistakes:
    """What comes closest to a missed or spurious item."""

    @pytest.mark.parametrize(
        ("found", "difference"),
        [
            (("Norland", "Warning", "Acme"), Difference.TYPE),
            (("Acme", "Ban", "Norland"), Difference.DIRECTION),
            (("Norland", "Ban", "Zenith"), Difference.TARGET),
            (("Zenith", "Ban", "Acme"), Difference.ACTOR),
        ],
    )
    def test_differences(
        self, annotated: Annotated, predicted: Predicted, found: tuple[str, str, str], difference: Difference
    ) -> None:
        told, wrong = annotated("Norland", "Ban", "Acme"), predicted(*found)
        evaluation = evaluated([told], [wrong])
        assert evaluation.missed == (Mistake(told, wrong, difference),)
        assert evaluation.spurious == (Mistake(wrong, told, difference),)

    def test_an_event_without_its_actor_is_found_but_not_spurious(
        self, annotated: Annotated, predicted: Predicted
    ) -> None:
        told, unnamed = annotated("Norland", "Ban", "Acme"), predicted("", "Ban", "Acme")
        evaluation = evaluated([told], [unnamed])
        assert evaluation.missed == (Mistake(told, unnamed, Difference.ACTOR),)
        assert str(evaluation.missed[0]) == (
            "Norland --Ban--> Acme (found: (unnamed) --Ban--> Acme, other actor)"
        )
        assert evaluation.spurious == ()

    def test_the_same_words_read_otherwise(self, annotated: Annotated, predicted: Predicted) -> None:
        said = "Norland let Acme's rival build the network, Zenith said."
        told = annotated("Norland", "Supply", "Zenith", trigger="build", quote="rival build the  network")
        wrong = predicted("Acme", "Ban", "Borealis", trigger="build", sentence=said)
        assert evaluated([told], [wrong]).missed == (Mistake(told, wrong, Difference.READING),)
        elsewhere = predicted("Acme", "Ban", "Borealis", trigger="let", sentence=said)
        assert evaluated([told], [elsewhere]).missed == (Mistake(told),)

    def test_what_is_told_twice_stands_for_another(self, annotated: Annotated, predicted: Predicted) -> None:
        told, found = annotated("Norland", "Ban", "Acme"), predicted("Norland", "Ban", "Acme")
        evaluation = evaluated([told], [found, found])
        assert evaluation.spurious == (Mistake(found, told, Difference.NONE),)

    def test_a_right_prediction_does_not_explain_a_miss(
        self, annotated: Annotated, predicted: Predicted
    ) -> None:
        told = [annotated("Norland", "Ban", "Acme"), annotated("Norland", "Warning", "Acme")]
        evaluation = evaluated(told, [predicted("Norland", "Ban", "Acme")])
        assert evaluation.missed == (Mistake(told[1]),)

    def test_the_smallest_difference_comes_first(self, annotated: Annotated, predicted: Predicted) -> None:
        told = annotated("Norland", "Ban", "Acme")
        near = predicted("Norland", "Restriction", "Acme")
        evaluation = evaluated([told], [predicted("Norland", "Ban", "Zenith"), near])
        assert evaluation.missed == (Mistake(told, near, Difference.TYPE),)
