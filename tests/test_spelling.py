"""The several ways in which one name is spelled."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgraph.spelling import (
    forename_spellings,
    id_of,
    is_misspelled,
    is_slip,
    one_spelling,
    plain_spelling,
    singular_key,
    spelling_key,
    without_legal_form,
)


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


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ("Half-Moon 2", "half moon 2", True),
        ("Command & Control", "Command and Control", True),
        ("Miners' Union", "Miners Union", True),
        ("Half-Moon 2", "Half-Moon 3", False),
    ],
)
def test_keys_of_spellings(one: str, two: str, *, same: bool) -> None:
    assert (spelling_key(one) == spelling_key(two)) is same


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ("Vale Networks", "Vale Network", True),
        ("Institute of Rural Studies", "Institute for Rural Study", False),
        ("Institute of Rural Studies", "Institute for Rural Studies", True),
        ("Glass", "Glas", False),
    ],
)
def test_keys_of_the_singular(one: str, two: str, *, same: bool) -> None:
    assert (singular_key(one) == singular_key(two)) is same


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Half-Moon 2", "Half Moon 2"),
        ("Voice Of The People", "Voice of the People"),
        ("CVE-2018-0001", "CVE-2018-0001"),
        ("O’Harra & Sons", "OHarra and Sons"),
        ("", ""),
    ],
)
def test_plain_spellings(name: str, plain: str) -> None:
    assert plain_spelling(name) == plain


@given(st.text(max_size=30))
def test_a_plain_spelling_is_plain(name: str) -> None:
    assert plain_spelling(plain_spelling(name)) == plain_spelling(name)


@pytest.mark.parametrize(
    ("name", "full", "slip"),
    [
        ("Dorensky", "Pavel Dorenski", True),
        ("Viktor Dorenski", "Victor Dorenski", True),
        ("Carlo Brenner", "Carla Brenner", False),
        ("Pavel Ross", "Pavel Rose", False),
        ("Dorenski", "Pavel Dorenski", False),
        ("", "Pavel Dorenski", False),
    ],
)
def test_slips(name: str, full: str, *, slip: bool) -> None:
    assert is_slip(name, full) is slip


@pytest.mark.parametrize(
    ("key", "other", "wrong"),
    [
        ("harborview", "harbourview", True),
        ("harbuorview", "harbourview", True),
        ("harbourview2", "harbourview3", False),
        ("arborview", "harborview", False),
        ("vale", "vole", False),
        ("", "", False),
    ],
)
def test_misspellings(key: str, other: str, *, wrong: bool) -> None:
    assert is_misspelled(key, other) is wrong
