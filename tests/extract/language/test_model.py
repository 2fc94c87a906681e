"""The quick pipeline says just what the stock one does, of every token."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import spacy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from kgraph.extract.language import name_search, word_forms, word_vectors
from kgraph.extract.language.model import load_model
from kgraph.extract.version import DEFAULT_MODEL
from kgraph.readers import Skipped, read

if TYPE_CHECKING:
    from spacy.language import Language

pytestmark = pytest.mark.model

ARTICLES = Path(__file__).parents[3] / "data" / "articles"
TEXTS = (
    "",
    " ",
    "\n\n \t",
    "Twitter",
    "!",
    "Let's go, they're gonna say there is no reason; y'all got ta c'm on.",
    "There are reports. There's a ban. It ain't so.",
    "TWITTER BANS KASPERSKY LAB FROM BUYING ADS",
    "the Supreme Court of the United States of America ruled on Monday, 3 May 2021, that $5 million is due",
    "He met Angela Merkel.Angela Merkel met Vladimir Putin in St. Petersburg .",
    "U.S. U.K. N.S.A. 5% 10 Downing Street – “Huawei’s” 5G-kit…",
    "中国 Россия ﷽ 🙂 \u200b \ufeff e\u0301",
    "worse better best was were is men geese wolves data lay lain lying",
)
SOME = (
    "the a Kaspersky Lab Russia 's said that in New York Times of and , . \" ( ) - on Friday 2017 $ 5 "
    "million ban bans banned Twitter gonna there is are ai n't Mr Smith he its which was GCHQ e-mail"
)
WORDS = st.sampled_from([*SOME.split(), " ", "\n\n"])
SAID = "text tag_ pos_ lemma_ dep_ is_sent_start ent_type_ ent_iob_".split()


@pytest.fixture(scope="module")
def stock() -> Language:
    return spacy.load(DEFAULT_MODEL)


def said(nlp: Language, docs: list[Doc]) -> list[list[tuple[object, ...]]]:
    """All that is read of the tokens of some documents."""
    return [
        [(token.head.i, str(token.morph), *(getattr(token, name) for name in SAID)) for token in doc]
        for doc in nlp.pipe(docs)
    ]


def assert_same(stock: Language, texts: list[str]) -> None:
    quick = load_model()
    assert said(quick, [quick.make_doc(text) for text in texts]) == said(
        stock, [stock.make_doc(text) for text in texts]
    )


@pytest.mark.parametrize("text", TEXTS)
def test_one_text(stock: Language, text: str) -> None:
    assert_same(stock, [text])


def test_texts_together(stock: Language) -> None:
    assert_same(stock, [*TEXTS, *reversed(TEXTS)])


def test_articles(stock: Language) -> None:
    articles = [item for item in read([ARTICLES]) if not isinstance(item, Skipped)]
    assert_same(stock, [line for item in articles for line in item.text.split("\n")])


@given(st.lists(st.lists(WORDS, max_size=12), max_size=6))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_words(stock: Language, texts: list[list[str]]) -> None:
    quick = load_model()
    assert said(quick, [Doc(quick.vocab, words=words) for words in texts]) == said(
        stock, [Doc(stock.vocab, words=words) for words in texts]
    )


def test_all_parts_are_in_use() -> None:
    quick = load_model()
    assert quick.pipe_names[-2:] == [word_forms.NAME, name_search.NAME]
    assert {"attribute_ruler", "lemmatizer", "ner"} <= set(quick.disabled)
    embed = quick.get_pipe("tok2vec").model.get_ref("embed")  # type: ignore[attr-defined]
    assert "once_for_each" in [layer.name for layer in embed.walk()]
    assert not any(layer.ops.use_blis for layer in embed.walk())


def test_other_pipelines_keep_their_own_parts() -> None:
    """A rule that looks further, another lemmatizer, a search with a beam: none of them is replaced."""
    nlp = spacy.load(DEFAULT_MODEL)
    ruler = nlp.get_pipe("attribute_ruler")
    ruler.add([[{"IS_TITLE": True}]], {"LEMMA": "title"})  # type: ignore[attr-defined]
    nlp.get_pipe("ner").cfg["beam_width"] = 4  # type: ignore[attr-defined]
    names = list(nlp.pipe_names)
    word_forms.install(nlp)
    name_search.install(nlp)
    assert nlp.pipe_names == names

    blank = spacy.blank("en")
    blank.add_pipe("attribute_ruler")
    blank.add_pipe("lemmatizer", config={"mode": "lookup"})
    word_forms.install(blank)
    assert blank.pipe_names == ["attribute_ruler", "lemmatizer"]


def test_a_table_that_is_full_begins_anew(monkeypatch: pytest.MonkeyPatch, stock: Language) -> None:
    monkeypatch.setattr(word_forms, "_LARGEST", 3)
    assert_same(stock, [*TEXTS, *TEXTS])


def test_a_network_of_another_build_is_left_as_it_is() -> None:
    network = load_model().get_pipe("tagger").model  # type: ignore[attr-defined]
    layers = [layer.name for layer in network.walk()]
    word_vectors.install(network)
    assert [layer.name for layer in network.walk()] == layers
