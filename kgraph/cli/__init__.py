"""The command line: one module a group of commands, brought together here."""

# Importing a module adds its commands, in the order in which --help lists them.
from kgraph.cli import build, importing, extract, query, show, draw, identity, keep, evaluate, serving  # isort: skip
from kgraph.cli.app import app, main

__all__ = [
    "app",
    "build",
    "draw",
    "evaluate",
    "extract",
    "identity",
    "importing",
    "keep",
    "main",
    "query",
    "serving",
    "show",
]
