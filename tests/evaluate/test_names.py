"""When two names are the same."""

import pytest

from kgraph.evaluate.names import identifying, naming, same, words


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Kaspersky Lab", "kaspersky lab"),
        ("the Kaspersky Lab, Inc.", "kaspersky lab"),
        ("Twitter’s", "twitter"),
        ("the hackers'", "hackers"),
        ("U.S. Treasury", "us treasury"),
        ("its the U.K.", "uk"),
        ("Co", "co"),
        ("The", ""),
        ("", ""),
    ],
)
def test_words_leave_out_what_tells_nothing(name: str, expected: str) -> None:
    assert " ".join(words(name)) == expected


@pytest.mark.parametrize("name", ["the company", "it", "Its social network", "officials", "a"])
def test_descriptions_and_pronouns_name_nobody(name: str) -> None:
    assert naming([name]) == ()


@pytest.mark.parametrize(
    "name", ["the eBay group", "The Hague", "the 2016 elections", "Russian hackers", "UK firms"]
)
def test_names_and_close_descriptions_do(name: str) -> None:
    assert len(naming([name])) == 1


def test_the_first_name_identifies_however_generic() -> None:
    assert identifying(["hackers", "attackers", "Fancy Bear"]) == (("fancy", "bear"), ("hackers",))
    assert identifying([]) == ()


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Kaspersky Lab", "the Kaspersky Lab", True),
        ("Department of Homeland Security", "Homeland Security", True),  # 2 of 2 and 2 of 4: 2/3
        ("Kaspersky", "Kaspersky Lab", True),  # 2/3 as well
        ("Kaspersky", "Kaspersky Lab products", False),
        ("Eugene Kaspersky", "Kaspersky Lab", False),
        ("New York", "York New", True),
        ("Tor Tor", "Tor", True),
        ("Twitter", "Facebook", False),
    ],
)
def test_names_are_the_same_when_they_share_two_thirds_of_their_words(
    one: str, other: str, *, alike: bool
) -> None:
    assert same([words(one)], [words(other)]) is alike
    assert same([words(other)], [("unrelated",), words(one)]) is alike


def test_nothing_is_the_same_as_nothing() -> None:
    assert not same([], [])
