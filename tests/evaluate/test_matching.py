"""Which prediction stands for which annotation."""

from collections.abc import Callable

import pytest

from kgraph.evaluate import Annotation, Level, Prediction
from kgraph.evaluate.matching import align

Annotated = Callable[..., Annotation]
Predicted = Callable[..., Prediction]


@pytest.mark.parametrize(
    ("type_", "level"),
    [
        ("Ban", Level.FINE),
        ("Restriction", Level.COARSE),  # of the root COERCE too
        ("Warning", Level.PAIR),
    ],
)
def test_levels(annotated: Annotated, predicted: Predicted, type_: str, level: Level) -> None:
    [match] = align([annotated("Norland", "Ban", "Acme")], [predicted("Norland", type_, "Acme")]).matches
    assert match.level is level


def test_a_relation_is_its_own_root(annotated: Annotated, predicted: Predicted) -> None:
    told, found = annotated("Acme", "basedIn", "Norland"), predicted("Acme", "partOf", "Norland")
    assert [match.level for match in align([told], [found]).matches] == [Level.PAIR]


def test_events_are_never_matched_with_relations(annotated: Annotated, predicted: Predicted) -> None:
    told, found = annotated("Acme", "hasTiesTo", "Norland"), predicted("Acme", "Cooperation", "Norland")
    aligned = align([told], [found])
    assert (aligned.matches, aligned.missed, aligned.spurious) == ((), (told,), (found,))


@pytest.mark.parametrize(
    ("type_", "found"),
    [
        ("Agreement", 1),
        ("Consultation", 1),
        ("Cooperation", 1),
        ("alsoKnownAs", 1),
        ("Ban", 0),
        ("hasTiesTo", 0),
    ],
)
def test_only_the_ends_of_symmetric_types_may_be_swapped(
    annotated: Annotated, predicted: Predicted, type_: str, found: int
) -> None:
    told, swapped = annotated("Acme", type_, "Zenith Corp"), predicted("Zenith", type_, "Acme")
    assert len(align([told], [swapped]).right) == found


def test_the_annotation_says_whether_ends_have_an_order(annotated: Annotated, predicted: Predicted) -> None:
    ban, meeting = annotated("Acme", "Ban", "Zenith"), annotated("Acme", "Consultation", "Zenith")
    assert not align([ban], [predicted("Zenith", "Agreement", "Acme")]).matches
    [match] = align([meeting], [predicted("Zenith", "Ban", "Acme")]).matches
    assert match.level is Level.PAIR


def test_any_name_in_the_text_will_do(annotated: Annotated, predicted: Predicted) -> None:
    told = annotated("Acme Robotics/Acme/the company", "Ban", "Zenith")
    assert align([told], [predicted("Acme Holding International/Acme", "Ban", "Zenith")]).right
    assert not align([told], [predicted("Borealis/the company/it", "Ban", "Zenith")]).right


def test_a_generic_name_counts_only_as_the_first(annotated: Annotated, predicted: Predicted) -> None:
    told = annotated("hackers", "Cyberattack", "Zenith")
    assert align([told], [predicted("the hackers", "Cyberattack", "Zenith")]).right
    assert not align([told], [predicted("Sable Fox/hackers", "Cyberattack", "Zenith")]).right


def test_matching_is_one_to_one(annotated: Annotated, predicted: Predicted) -> None:
    told = annotated("Norland", "Ban", "Acme")
    twice = [predicted("Norland", "Ban", "Acme"), predicted("Norland", "Ban", "Acme")]
    aligned = align([told], twice)
    assert (len(aligned.matches), aligned.missed, len(aligned.spurious)) == (1, (), 1)


def test_the_best_total_wins_over_the_first_come(annotated: Annotated, predicted: Predicted) -> None:
    """A prediction that fits two annotations leaves the one that another prediction needs."""
    told = [annotated("Acme", "Ban", "Zenith/Zenith Cloud"), annotated("Acme", "Ban", "Zenith Cloud")]
    found = [predicted("Acme", "Ban", "Zenith Cloud"), predicted("Acme", "Ban", "Zenith")]
    for one, other in ((0, 1), (1, 0)):
        aligned = align([told[one], told[other]], [found[one], found[other]])
        assert len(aligned.right) == 2, (one, other)


def test_one_right_type_outweighs_pairs(annotated: Annotated, predicted: Predicted) -> None:
    told = [annotated("Acme", "Ban", "Zenith"), annotated("Acme", "Warning", "Zenith/Zenith Cloud")]
    found = [predicted("Acme", "Warning", "Zenith"), predicted("Acme", "Accusation", "Zenith Cloud Services")]
    aligned = align(told, found)
    assert [(m.annotation, m.prediction, m.level) for m in aligned.matches] == [
        (told[1], found[0], Level.FINE)
    ]


def test_an_article_without_annotations_or_predictions(annotated: Annotated, predicted: Predicted) -> None:
    told, found = annotated("Acme", "Ban", "Zenith"), predicted("Acme", "Ban", "Zenith")
    assert align([], [found]).spurious == (found,)
    assert align([told], []).missed == (told,)
