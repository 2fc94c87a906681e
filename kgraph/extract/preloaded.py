"""Importing it loads the extractor that needs no settings, to be shared by processes forked from this one.

`kgraph.pipeline` names it to the server from which its workers are forked.
"""

from __future__ import annotations

import gc

from kgraph.extract.extractor import load_extractor, on_one_processor
from kgraph.model import Article

on_one_processor()
# A first text fills the tables that spaCy and the gazetteer make when they are first asked.
list(
    load_extractor().extract([Article("first", "Twitter banned ads from Kaspersky Lab, DHS said on Friday.")])
)
gc.freeze()  # what is never looked at is never copied
