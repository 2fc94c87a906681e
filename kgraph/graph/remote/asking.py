"""What users ask, put so that an endpoint answers as the embedded store would.

The query comes as it was typed, checked by the embedded parser; what the endpoint gets differs in this:

- All prefixes are declared.
- Some servers, Virtuoso among them, let `GRAPH ?g` range over every graph that they hold, whatever dataset
  the request names. There each `GRAPH` block is confined to the graphs of kgraph by a condition beside it.
- CONSTRUCT and DESCRIBE are asked as the SELECT that their triples are made of. So no row is lost to a limit
  of the server unnoticed, and every server describes a node in the same way.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from kgraph.graph import vocabulary as v

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import pyoxigraph as ox

_OWN: Final = "kgraphGraph"
_TOKEN: Final = re.compile(
    r"""(?P<space>\s+|\#[^\r\n]*)
      | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
      | (?P<string>\"{3}(?:\\.|[^\\])*?\"{3} | '{3}(?:\\.|[^\\])*?'{3}
                 | "(?:\\.|[^"\\\r\n])*" | '(?:\\.|[^'\\\r\n])*')
      | (?P<variable>[?$]\w+)
      | (?P<name>(?:[^\W\d_][\w.-]*)?:(?:[\w.:%-]|\\.)*)
      | (?P<other>@[a-zA-Z-]+ | \d[\w.]*)
      | (?P<word>[^\W\d_]\w*)
      | (?P<mark>.)""",
    re.VERBOSE | re.DOTALL,
)
_FORMS: Final = {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}


class Token(NamedTuple):
    """A piece of a query: its kind as `_TOKEN` names it, its text, and the space before it."""

    kind: str
    text: str
    space: str = " "

    def is_word(self, *words: str) -> bool:
        """Whether it is one of these keywords, which are told in capital letters."""
        return self.kind == "word" and self.text.upper() in words

    def is_mark(self, mark: str) -> bool:
        """Whether it is that mark."""
        return self.kind == "mark" and self.text == mark


@dataclass(frozen=True)
class Asked:
    """A query in its parts: what is declared, its form ("SELECT"), and all behind the form's name."""

    prologue: tuple[Token, ...]
    form: str
    rest: tuple[Token, ...]

    @property
    def names_its_dataset(self) -> bool:
        """Whether the query itself says what it is about (FROM)."""
        return any(token.is_word("FROM") for token in self.rest)

    @property
    def looks_into_graphs(self) -> bool:
        """Whether there is a GRAPH block."""
        return any(token.is_word("GRAPH") for token in self.rest)

    def text(self, form: str | None = None, rest: Iterable[Token] | None = None) -> str:
        """The query in SPARQL, with all prefixes, or another one with the same declarations."""
        named = list(self.prologue)
        declared = {
            after.text
            for before, after in zip(named, islice(named, 1, None), strict=False)
            if before.is_word("PREFIX")
        }
        missing = (
            f"PREFIX {name}: <{base}>" for name, base in v.PREFIXES.items() if f"{name}:" not in declared
        )
        asked = self.rest if rest is None else rest
        # Virtuoso takes BASE only in front of everything else.
        return f"{joined(named)} {' '.join(missing)} {self.form if form is None else form} {joined(asked)}"

    def where(self) -> tuple[Token, ...]:
        """Of a CONSTRUCT or DESCRIBE, what stands from FROM, WHERE or the bare pattern on."""
        if self.form == "CONSTRUCT":
            return self.rest[len(self.template) + 2 :] if self.rest[0].is_mark("{") else self.rest
        ends = (i for i, t in enumerate(self.rest) if t.is_mark("{") or t.is_word("FROM", "WHERE", *_ENDS))
        return self.rest[next(ends, len(self.rest)) :]

    @property
    def template(self) -> tuple[Token, ...]:
        """Of a CONSTRUCT, what its triples are made after."""
        start = next(i for i, token in enumerate(self.rest) if token.is_mark("{"))
        return self.rest[start + 1 : _closing(self.rest, start)]

    @property
    def described(self) -> tuple[Token, ...]:
        """Of a DESCRIBE, the variables and names of what to describe, or the mark `*`."""
        return self.rest[: len(self.rest) - len(self.where())]


_ENDS: Final = ("GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES")


def read(sparql: str) -> Asked:
    """A query that is known to be SPARQL 1.1, in its parts."""
    found = tokens(sparql)
    at = next(i for i, token in enumerate(found) if token.is_word(*_FORMS))
    return Asked(tuple(found[:at]), found[at].text.upper(), tuple(found[at + 1 :]))


def tokens(sparql: str) -> list[Token]:
    """The pieces of a text in SPARQL, without comments."""
    found: list[Token] = []
    space = ""
    for match in _TOKEN.finditer(sparql):
        if match.lastgroup == "space":
            space = " "
        else:
            found.append(Token(match.lastgroup or "", match[0], space))
            space = ""
    return found


def confined(asked: Sequence[Token]) -> Iterator[Token]:
    """The same tokens, with each GRAPH block confined to the graphs of kgraph.

    A graph that is named is looked for among all, for where a request names a default graph and no
    others, Virtuoso knows only variables.
    """
    endings: dict[int, str] = {}
    for i, token in enumerate(asked):
        if token.is_word("GRAPH"):
            name = asked[i + 1].text
            variable = name if asked[i + 1].kind == "variable" else f"?{_OWN}{i}"
            condition = _OURS.format(variable) + ("" if variable == name else f" && {variable} = {name}")
            endings[_closing(asked, i + 2)] = f"}} FILTER({condition}) }}"
            yield Token("mark", "{ GRAPH")
            yield Token("variable", variable)
        elif not (i and asked[i - 1].is_word("GRAPH")):
            yield Token("mark", endings[i]) if i in endings else token


_OURS: Final = (
    f'STRSTARTS(STR({{0}}), "{v.BASE}") && {{0}} != {v.REMOTE_DEFAULT} && {{0}} != {v.REMOTE_JOURNAL}'
)


def settled(select: Sequence[Token], names: Sequence[str]) -> list[Token]:
    """What follows the word SELECT, sorted by these variables where it leaves the order of rows open."""
    start = next(i for i, token in enumerate(select) if token.is_mark("{"))
    behind = range(_closing(select, start) + 1, len(select))
    depth = 0
    end, sorts = len(select), False
    for i in behind:
        depth += select[i].text in {"(", "{"}
        depth -= select[i].text in {")", "}"}
        if not depth and select[i].is_word("LIMIT", "OFFSET", "VALUES"):
            end = i
            break
        sorts = sorts or select[i].is_word("ORDER")
    order = tokens(f"{'' if sorts else 'ORDER BY'} {' '.join(f'?{name}' for name in names)} ")
    return [*select[:end], *order, *select[end:]]


def variables(tokens: Iterable[Token]) -> list[str]:
    """The names of the variables among the tokens, each once."""
    return list(dict.fromkeys(token.text[1:] for token in tokens if token.kind == "variable"))


def values(names: Sequence[str], solutions: Iterable[ox.QuerySolution]) -> str:
    """Solutions as a VALUES block of these variables; blank nodes, which cannot stand there, are left out."""
    rows = (" ".join(map(_value, (solution[name] for name in names))) for solution in solutions)
    return f"VALUES ({' '.join(f'?{name}' for name in names)}) {{ {' '.join(f'({row})' for row in rows)} }}"


def joined(tokens: Iterable[Token]) -> str:
    """Tokens as text."""
    return "".join(token.space + token.text for token in tokens)


def _value(term: object) -> str:
    return "UNDEF" if term is None or str(term).startswith("_:") else str(term)


def _closing(tokens: Sequence[Token], start: int) -> int:
    """Where the brace is closed that stands at `start`."""
    depth = 0
    for i in range(start, len(tokens)):
        depth += tokens[i].is_mark("{") - tokens[i].is_mark("}")
        if depth == 0:
            return i
    raise ValueError("a brace is not closed")
