"""The extractor inside a spaCy pipeline."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import entry_points
from typing import TYPE_CHECKING

import pytest
import spacy

from kgraph.extract.component import make_component
from kgraph.extract.language.model import load_model
from kgraph.extract.version import DEFAULT_MODEL
from kgraph.gazetteer import Gazetteer
from kgraph.model import Article, Claim

if TYPE_CHECKING:
    from spacy.language import Language

    from kgraph.extract.extractor import Extractor

TEXT = "Twitter has banned Kaspersky Lab from buying ads. Facebook said it had sued NSO Group."


def as_told(claims: tuple[Claim, ...]) -> list[tuple[str, str, str]]:
    return [(c.actor.entity.label if c.actor else "?", c.type, c.target.entity.label) for c in claims]


@pytest.fixture(scope="module")
def nlp() -> Language:
    """A pipeline of one's own, so that the shared model stays as it is."""
    pipeline = spacy.load(DEFAULT_MODEL)
    pipeline.add_pipe("kgraph")
    return pipeline


@pytest.mark.model
def test_a_document_carries_its_claims(nlp: Language) -> None:
    assert as_told(nlp(TEXT)._.claims) == [
        ("Twitter", "Ban", "Kaspersky Lab"),
        ("Facebook", "Lawsuit", "NSO Group"),
    ]


@pytest.mark.model
def test_offsets_are_those_of_the_document(nlp: Language) -> None:
    doc = nlp("First came this.\n\n" + TEXT)
    assert len(doc._.claims) == 2
    for claim in doc._.claims:
        assert claim.article == "kgraph"
        for span in (claim.sentence, claim.trigger, claim.target.span):
            assert doc.text[span.start : span.end] == span.text


@pytest.mark.model
def test_a_document_may_bring_its_id(nlp: Language) -> None:
    doc = nlp.make_doc(TEXT)
    doc.user_data["id"] = "an-article"
    assert {claim.article for claim in nlp(doc)._.claims} == {"an-article"}


@pytest.mark.model
def test_many_documents_are_read_each_by_itself(nlp: Language) -> None:
    docs = list(nlp.pipe([TEXT, "", "It also sued Google.", TEXT]))
    assert [len(doc._.claims) for doc in docs] == [2, 0, 0, 2]
    assert docs[0]._.claims == docs[3]._.claims


@pytest.mark.model
def test_it_reads_plain_sentences_as_the_extractor_does(nlp: Language, extractor: Extractor) -> None:
    text = "Canada arrested Meng Wanzhou. Germany did not ban Huawei."
    [extraction] = extractor.extract([Article("kgraph", text)])
    assert as_told(nlp(text)._.claims) == as_told(extraction.claims)


@pytest.mark.model
def test_the_shared_model_is_left_alone(nlp: Language) -> None:
    assert "kgraph" in nlp.pipe_names
    assert "kgraph" not in load_model().pipe_names


@pytest.mark.model
def test_two_pipelines_can_have_it(nlp: Language) -> None:
    component = make_component(nlp, "again")
    doc = component(spacy.load(DEFAULT_MODEL)(TEXT))
    assert {claim.article for claim in doc._.claims} == {"again"}


def test_spacy_finds_it_without_an_import() -> None:
    found = [entry for entry in entry_points(group="spacy_factories") if entry.name == "kgraph"]
    assert [entry.value for entry in found] == ["kgraph.extract.component:make_component"]


@pytest.mark.model
def test_a_fresh_interpreter_needs_no_import_of_kgraph() -> None:
    code = f"import spacy; nlp = spacy.load({DEFAULT_MODEL!r}); print(nlp.add_pipe('kgraph') is not None)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert run.stdout.strip() == "True", run.stderr


def test_the_gazetteer_of_the_component_is_the_built_in_one(gazetteer: Gazetteer) -> None:
    assert gazetteer.version == Gazetteer.load().version
