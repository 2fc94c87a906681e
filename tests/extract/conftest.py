"""The gazetteer, the lexicon and an extractor with its model, each loaded once."""

import pytest

from kgraph.extract import lexicon_rows as lexicons
from kgraph.extract.extractor import Extractor
from kgraph.extract.language.model import load_model
from kgraph.extract.lexicon import Lexicon
from kgraph.gazetteer import Gazetteer


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    """All known names."""
    return Gazetteer.load()


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    """What the extractor knows of English."""
    return lexicons.load()


@pytest.fixture(scope="session")
def extractor(gazetteer: Gazetteer) -> Extractor:
    """The extractor with its default model."""
    return Extractor(gazetteer, load_model())
