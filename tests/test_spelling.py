"""The several ways in which one name is spelled."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgraph.spelling import forename_spellings, id_of, one_spelling, without_legal_form


@pytest.mark.parametrize(
    ("written", "other"),
    [
        ("Yevgeny Prigozhin", "Evgeniy Prigozhin"),
        ("Alexei Navalny", "Aleksey Navalny"),
        ("Volodymyr Zelensky", "Volodymyr Zelenskyy"),
        ("Volodymyr Zelensky", "Volodymyr Zelenskiy"),
        ("Mohammed Khatami", "Mohammad Khatami"),
    ],
)
def test_transliterations_share_one_spelling(written: str, other: str) -> None:
    assert one_spelling(written) == one_spelling(other)


@pytest.mark.parametrize(
    ("one", "two"),
    [("Ivan Petrov", "Igor Petrov"), ("Sergei Ivanov", "Sergei Ivanovsky"), ("Eugene", "Yevgeny")],
)
def test_different_names_are_kept_apart(one: str, two: str) -> None:
    assert one_spelling(one) != one_spelling(two)


def test_other_spellings_of_a_forename() -> None:
    assert "Alexey Miller" in forename_spellings("Alexei Miller")
    assert "Alexei Miller" not in forename_spellings("Alexei Miller")
    assert forename_spellings("Alexei") == forename_spellings("Jane Doe") == ()


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Acme Inc", "Acme"),
        ("Acme Co., Ltd.", "Acme"),
        ("Acme Holdings GmbH", "Acme Holdings"),
        ("Limited", "Limited"),
        ("Acme", "Acme"),
    ],
)
def test_legal_forms(name: str, plain: str) -> None:
    assert without_legal_form(name) == plain


@pytest.mark.parametrize(
    ("label", "id_"),
    [
        ("Media Prima", "Media_Prima"),
        ("AC/DC #1?", "AC_DC_1"),
        ("Škoda", "Skoda"),
        ("Łódź", "Łodz"),
        ("Ургант", "Ургант"),
        ("ﬁle", "file"),
        ("a  <b>|c", "a_b_c"),
        ("???", "unnamed"),
        ("", "unnamed"),
        ("x" * 500, "x" * 120),
    ],
)
def test_an_id_is_the_name_itself(label: str, id_: str) -> None:
    assert id_of(label) == id_


def test_composed_and_decomposed_letters_are_one_id() -> None:
    assert id_of("Zürich") == id_of("Zu\u0308rich")


@given(st.text())
def test_an_id_can_stand_in_an_iri(label: str) -> None:
    found = id_of(label)
    assert found
    assert not set(found) & set(' \n\t/\\?#%<>"{}|^`')


@given(st.text(alphabet=string.ascii_letters + " ", min_size=1, max_size=50))
def test_an_id_of_an_id_is_the_same(label: str) -> None:
    assert id_of(id_of(label)) == id_of(label)
