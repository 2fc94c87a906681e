"""Readers: files, folders and feeds in; articles out.

    for item in read(["news/", "extra/*.md", "-"]):
        match item:
            case Article(): ...
            case Skipped(): ...          # one line: what was not read, and why

A format is one module (`plain_text`, `markdown`, `web_page`, `json_object`, `json_lines`,
`csv_table`, `feed`). Others add theirs by an entry point of the group `kgraph.readers` that names
a module (or object) keeping the contract of `Reader`:

    [project.entry-points."kgraph.readers"]
    memo = "my_package.memo_reader"

    # my_package/memo_reader.py
    SUFFIXES = (".memo",)

    def read(source: Source) -> Iterator[Article | Skipped]:
        yield to_article({"text": source.text()}, name=source.name, fallback_id=source.stem)
"""

from kgraph.readers._fields import to_article
from kgraph.readers._read import read
from kgraph.readers._registry import ENTRY_POINT_GROUP, Reader
from kgraph.readers._skipped import Skipped
from kgraph.readers._source import MAX_ARTICLE_CHARACTERS, MAX_DOCUMENT_CHARACTERS, Source

__all__ = [
    "ENTRY_POINT_GROUP",
    "MAX_ARTICLE_CHARACTERS",
    "MAX_DOCUMENT_CHARACTERS",
    "Reader",
    "Skipped",
    "Source",
    "read",
    "to_article",
]
