"""A request as the SPARQL 1.1 Protocol has it, or why it is refused. Nothing here looks at the graph."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FORM: Final = "application/x-www-form-urlencoded"
DIRECT: Final = "application/sparql-query"
UPDATE: Final = "application/sparql-update"
METHODS: Final = "GET, HEAD, POST, OPTIONS"
LONGEST_BODY: Final = 1 << 20
LONGEST_ADDRESS: Final = 1 << 16
_MOST_FIELDS: Final = 1_000


class Refused(Exception):  # noqa: N818 - a refusal is no mistake of ours
    """A request that gets no answer: its HTTP status, what to tell the client, and headers."""

    def __init__(self, status: int, message: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.headers = dict(headers or {})


@dataclass(frozen=True, slots=True)
class Question:
    """A query and the graphs to ask; where none are given, all of them.

    `format` is the short name of one ("csv"), for clients such as a link that cannot set headers.
    """

    sparql: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    format: str = ""
    accept: str = field(default="", compare=False)


READ_ONLY: Final = Refused(403, "this endpoint is read-only: it takes queries, no updates")


def asked(method: str, address_query: bytes, content_type: str, body: bytes, accept: str) -> Question | None:
    """The question that a GET, HEAD or POST asks; None for a GET or HEAD without any parameter.

    `address_query` is what stands behind the "?". Raises `Refused`.
    """
    fields = _fields(address_query, "the address")
    if method == "POST":
        media_type, charset = _media_type(content_type)
        if media_type == UPDATE:
            raise READ_ONLY
        if media_type not in {FORM, DIRECT}:
            told = f"not {media_type}" if media_type else "and the request does not say what it holds"
            raise Refused(415, f"a query comes as {DIRECT} or {FORM}, {told}", {"Accept-Post": ACCEPTED})
        if charset not in {"", "utf-8", "utf8", "us-ascii"}:
            raise Refused(415, f"a query comes as UTF-8, not {charset[:40]}")
        if media_type == FORM:
            fields += _fields(body, "the form")
        else:
            fields.append(("query", _decoded(body)))
    elif not fields:
        return None
    return _question(fields, accept)


ACCEPTED: Final = f"{DIRECT}, {FORM}"


def _question(fields: Sequence[tuple[str, str]], accept: str) -> Question:
    names = {name for name, _ in fields}
    if "update" in names:
        raise READ_ONLY
    if strange := names & {"using-graph-uri", "using-named-graph-uri"}:
        raise Refused(
            400, f"{min(strange)} goes with updates; a query has default-graph-uri, named-graph-uri"
        )
    queries = [value for name, value in fields if name == "query"]
    if len(queries) != 1:
        raise Refused(
            400, f"give one query, not {len(queries)}" if queries else "the parameter query is missing"
        )
    if not queries[0].strip():
        raise Refused(400, "the query is empty")
    return Question(
        queries[0],
        tuple(value for name, value in fields if name == "default-graph-uri"),
        tuple(value for name, value in fields if name == "named-graph-uri"),
        next((value for name, value in fields if name == "format"), ""),
        accept,
    )


def _fields(encoded: bytes, where: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(
            encoded.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS
        )
    except UnicodeError as exc:
        raise Refused(400, f"{where} holds something that is not percent-encoded UTF-8") from exc
    except ValueError as exc:
        raise Refused(400, f"{where} has more than {_MOST_FIELDS} fields") from exc


def _decoded(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as exc:
        raise Refused(400, f"the query is not UTF-8 (byte {exc.start + 1})") from exc


def _media_type(content_type: str) -> tuple[str, str]:
    """The media type and its charset, both in lower case, "" where there is none."""
    media_type, *parameters = (part.strip().lower() for part in content_type.split(";"))
    charset = next((p.partition("=")[2] for p in parameters if p.startswith("charset=")), "")
    return media_type, charset.strip("\"' ")
