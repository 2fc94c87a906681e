"""From an article's text to passages: what is kept, what is left out, and that offsets hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgraph.extract import lexicon_rows as lexicons
from kgraph.extract.parse import MAX_PARAGRAPH, Passage, passages
from kgraph.gazetteer import Gazetteer
from kgraph.model import Article

if TYPE_CHECKING:
    from kgraph.extract.lexicon import Lexicon

GAZETTEER = Gazetteer.load()
CAPITAL_I_WITH_DOT = "İ"
"""The one letter whose small form has two characters; it has a test of its own."""

PIECES = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        [
            "\n",
            "\n\n",
            "\r\n",
            "\x0b\u2028\x85",
            "  • ",
            "1. ",
            "– ",
            "\t",
            "Twitter Bans Kaspersky Lab Ads",
            "A sentence that ends here. And another one goes on",
            "Read more: something else",
            "x" * 90,
            "🎉 العربية ΣΊΣΥΦΟΣ ß ﬁ ẞẞẞ",
        ]
    ),
).filter(lambda text: CAPITAL_I_WITH_DOT not in text)


def passages_of(text: str, title: str = "") -> list[Passage]:
    return passages(Article("a", text, title), lexicons.load(), GAZETTEER)


def texts_of(text: str, title: str = "") -> list[str]:
    return [passage.text for passage in passages_of(text, title)]


def test_blank_lines_divide_paragraphs() -> None:
    assert texts_of("Google sued Uber.\n\n \t\nUber replied.\n") == ["Google sued Uber.", "Uber replied."]


def test_each_bullet_is_a_passage_without_its_bullet() -> None:
    text = "It banned:\n  • the first app\n  - the second app\n 3. the third app\n"
    assert texts_of(text) == ["It banned:", "the first app", "the second app", "the third app"]


def test_a_hard_wrap_joins_lines_with_a_space() -> None:
    text = "Twitter has banned ads on its service from\nKaspersky Lab, the maker of security\nsoftware."
    assert texts_of(text) == [text.replace("\n", " ")]


def test_a_line_that_ends_a_sentence_ends_the_paragraph() -> None:
    assert texts_of("Google has now sued Uber over its cars in court.\nUber replied at once.") == [
        "Google has now sued Uber over its cars in court.",
        "Uber replied at once.",
    ]


def test_the_start_is_where_the_passage_stands() -> None:
    text = "\n\n  First things first.\n\n\t• Then the rest.\n"
    assert [text[p.start :].startswith(p.text) for p in passages_of(text)] == [True, True]


def test_a_repeated_headline_is_read_once() -> None:
    headline = "Twitter Bans Kaspersky Lab Ads Over Ties"
    text = f"{headline}\n\n  • {headline}\n\n{headline.upper()}\n\nTwitter has banned the ads."
    assert texts_of(text) == ["Twitter bans Kaspersky Lab ads over ties", "Twitter has banned the ads."]


def test_the_title_marks_its_line_as_headline() -> None:
    found = passages_of("Google sues Uber over cars\n\nThe case goes on.", title="Google sues Uber over cars")
    assert [passage.headline for passage in found] == [True, False]


def test_a_title_case_headline_is_mended() -> None:
    text = "Twitter Bans Kaspersky Lab Ads Over Alleged Ties\n\nThe ads are gone."
    first, second = passages_of(text)
    assert (first.text, first.headline) == ("Twitter bans Kaspersky Lab ads over alleged ties", True)
    assert (second.text, second.headline) == ("The ads are gone.", False)


def test_names_of_the_body_keep_their_capital_in_the_headline() -> None:
    headline = "Officials Praise Quibblex Over Privacy Rules"
    text = f"{headline}\n\nThe officials had met Quibblex before."
    assert texts_of(text)[0] == "Officials praise Quibblex over privacy rules"


@pytest.mark.parametrize("sentence", ["Tim Cook Met Angela Merkel In Berlin.", "google sued uber over cars"])
def test_what_is_no_headline_is_left_as_it_is(sentence: str) -> None:
    assert passages_of(sentence) == [Passage(0, sentence)]


@pytest.mark.parametrize(
    "line",
    [
        "FILE PHOTO: People holding mobile phones are silhouetted against a backdrop.",
        "Image copyright Getty Images",
        "Photo by Jane Doe",
        "A man walks past a shop. REUTERS/Jane Doe",
        "What do you think of Twitter's banning of Kaspersky Lab ads?",
        "Should your country ban Huawei?",
        "By Jane Doe",
        "By Jane Doe, Reuters",
        "Reporting by Jane Doe; editing by John Roe",
        "Read more: Google sues Uber",
        "Related articles",
        "Follow us on Twitter",
        "Sign up for our newsletter",
        "Advertisement",
        "© 2018 The Example. All rights reserved.",
        "Updated 1 May 2018",
    ],
)
def test_boilerplate_is_left_out(line: str) -> None:
    assert texts_of(f"Google sued Uber.\n\n{line}\n\nUber replied.") == ["Google sued Uber.", "Uber replied."]


@pytest.mark.parametrize(
    "line",
    [
        "By April Google had sued Uber.",
        "What Google did next surprised Uber.",
        "Photographers sued Google.",
        "Watchdogs in Europe fined Google.",
        "Updated software from Microsoft came in May; it removed the flaw that the NSA had kept to itself.",
        "Did Russia hack the DNC?",
    ],
)
def test_what_only_looks_like_boilerplate_is_kept(line: str) -> None:
    assert texts_of(line) == [line]


def test_a_very_long_paragraph_is_cut_at_a_sentence() -> None:
    sentence = "Google has sued Uber in a court of California. "
    pieces = texts_of(sentence * 1000)
    assert len(pieces) > 1
    assert all(len(piece) <= MAX_PARAGRAPH for piece in pieces)
    assert all(piece.startswith("Google") and piece.rstrip().endswith(".") for piece in pieces)


def test_a_very_long_word_is_cut_and_nothing_is_lost() -> None:
    pieces = [piece for piece in passages_of("x" * 50_000 + "y" * 1000) if piece.start]
    assert sum(len(piece.text) for piece in pieces) >= 11_000


@pytest.mark.parametrize("text", ["", " ", "\n\n\n", "•\n•\n", "***", "1. \n2. "])
def test_no_words_no_passages(text: str) -> None:
    assert passages_of(text) == []


@given(st.lists(PIECES, max_size=12).map("".join), st.text(max_size=20))
def test_passages_lie_within_the_text(text: str, title: str) -> None:
    end = 0
    for passage in passages_of(text, title):
        if passage.title:
            assert title[passage.start :].startswith(passage.text[:1])
            continue
        stretch = text[passage.start : passage.start + len(passage.text)]
        assert passage.start >= end
        assert len(stretch) == len(passage.text)
        assert all(
            a == b or (a.isspace() and b == " ") or a.lower() == b
            for a, b in zip(stretch, passage.text, strict=True)
        )
        end = passage.start + len(passage.text)


def test_a_mended_headline_is_as_long_as_its_text() -> None:
    headline = "Google Opens İzmir İstanbul Offices Today"
    assert len(texts_of(headline)[0]) == len(headline)


@given(st.lists(PIECES, max_size=12).map("".join))
def test_no_passage_is_read_twice(text: str) -> None:
    found = texts_of(text)
    assert len(found) == len(set(found))


def test_the_built_in_lexicon_is_what_is_used(lexicon: Lexicon) -> None:
    assert {line.kind for line in lexicon.boilerplate} >= {"caption", "poll", "byline", "link"}
