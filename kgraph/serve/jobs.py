"""What a worker is asked to do, and does: each job becomes a reply, whatever goes wrong."""

from __future__ import annotations

import sys
import traceback
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from kgraph.errors import InputError, KgraphError, NotFoundError, QueryError
from kgraph.graph.answering import RDF_FORMATS, RESULT_FORMATS, Format
from kgraph.serve import editing, pages
from kgraph.serve.negotiation import best
from kgraph.serve.protocol import Question
from kgraph.serve.reply import HTML, TRUNCATED, Reply, told

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from kgraph.graph.answering import Asked, Limits, Triples
    from kgraph.graph.documents import Document
    from kgraph.graph.served import Served, Thing


@dataclass(frozen=True, slots=True)
class Service:
    """What the endpoint offers, as RDF, or as a form for people to ask in."""

    endpoint: str
    accept: str


@dataclass(frozen=True, slots=True)
class Look:
    """Something of the graph, as RDF or as a page; `page` counts from 1 where there is much.

    `type` narrows the page of an entity to events of a type.

    `format` is the short name of one ("ttl"), for links.
    """

    thing: Thing
    name: str
    page: str
    format: str
    accept: str
    type: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """The document of a namespace, as RDF or as a page; `format` as of `Look`."""

    document: Document
    format: str
    accept: str


@dataclass(frozen=True, slots=True)
class Visit:
    """One of the pages that are not about one thing, with what stands in its address."""

    page: Literal["home", "search", "timeline", "query"]
    name: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    accept: str = "text/html"


@dataclass(frozen=True, slots=True)
class Tool:
    """A page that has a script, or what it loads, with what stands in its address."""

    name: Literal["editor", "explorer", "beginning", "contents", "script", "style"]
    fields: tuple[tuple[str, str], ...] = ()
    accept: str = "text/html"


Job: TypeAlias = "Question | Service | Look | Words | Visit | Tool"

_CHARSET = "; charset=utf-8"
_ERRORS: Mapping[type[KgraphError], int] = {NotFoundError: 404, QueryError: 400, InputError: 400}
_HTML = "text/html"


def done(graph: Served, job: Job, limits: Limits) -> Reply:
    """The reply to a job."""
    try:
        return _reply(graph, job, limits)
    except KgraphError as problem:
        status = next((code for kind, code in _ERRORS.items() if isinstance(problem, kind)), 500)
        return _refusal(status, str(problem), job.accept)
    except MemoryError:
        raise  # the process ends, and with it all that it holds
    except Exception as bug:  # noqa: BLE001 - a mistake of ours must not end the server
        traceback.print_exc(file=sys.stderr)
        return told(500, f"unexpected {type(bug).__name__}: the server's own output says more")


def _reply(graph: Served, job: Job, limits: Limits) -> Reply:
    match job:
        case Question():
            return _answer(graph, job, limits)
        case Service():
            return _service(graph, job, limits)
        case Look():
            return _look(graph, job, limits)
        case Words():
            return _words(graph, job, limits)
        case Visit():
            return Reply(200, HTML, pages.visited(graph, job.page, job.name, job.fields, limits))
        case Tool():
            return _tool(graph, job, limits)


def _answer(graph: Served, question: Question, limits: Limits) -> Reply:
    result = graph.ask(question.sparql, question.default_graphs, question.named_graphs)
    media_type, form = _chosen(result, question)
    if form is None:
        return Reply(200, HTML, pages.answer(question.sparql, result, limits))
    return _written(result, form, media_type, limits)


def _chosen(result: Asked, question: Question) -> tuple[str, Format | None]:
    """The media type to answer with, and its format; None for a page. Raises `_Unwanted`."""
    for form in result.formats:
        if form.name == question.format:
            return form.media_types[0], form
    return (_HTML, None) if question.format == "html" else _wanted(question.accept, result.formats)


def _service(graph: Served, job: Service, limits: Limits) -> Reply:
    offered = [media_type for form in RDF_FORMATS for media_type in form.media_types]
    if best(job.accept, [*offered, _HTML]) == _HTML:
        return Reply(200, HTML, pages.form(), (("Vary", "Accept"),))
    media_type = best(job.accept, offered)
    if media_type is None:
        results = [media_type for form in RESULT_FORMATS for media_type in form.media_types]
        if best(job.accept, results):
            raise QueryError("the parameter query is missing")
    return _rdf(graph.service(job.endpoint), job.accept, limits)


def _look(graph: Served, job: Look, limits: Limits) -> Reply:
    return _page_or_rdf(
        job,
        lambda: pages.page(graph, job.thing, job.name, job.page, job.type),
        lambda: graph.description(job.thing, job.name),
        limits,
    )


def _words(graph: Served, job: Words, limits: Limits) -> Reply:
    return _page_or_rdf(
        job, lambda: pages.words(graph, job.document), lambda: graph.document(job.document), limits
    )


def _page_or_rdf(
    job: Look | Words, page: Callable[[], bytes], triples: Callable[[], Triples], limits: Limits
) -> Reply:
    for form in RDF_FORMATS:
        if form.name == job.format:
            return _written(triples(), form, form.media_types[0], limits)
    offered = [_HTML, *(media_type for form in RDF_FORMATS for media_type in form.media_types)]
    if best(job.accept, offered) == _HTML:
        return Reply(200, HTML, page(), (("Vary", "Accept"),))
    return _rdf(triples(), job.accept, limits)


def _tool(graph: Served, job: Tool, limits: Limits) -> Reply:
    if job.name == "editor":
        return editing.editor(graph, job.fields, limits)
    # Choosing what to begin with takes libraries that no other worker should have to load.
    from kgraph.serve import exploring  # noqa: PLC0415

    made = {
        "explorer": exploring.explorer,
        "beginning": exploring.beginning,
        "contents": exploring.contents,
        "script": exploring.script,
        "style": exploring.style,
    }
    return made[job.name](graph, job.fields)


def _rdf(triples: Triples, accept: str, limits: Limits) -> Reply:
    media_type, form = _wanted(accept, RDF_FORMATS)
    return _written(triples, form or RDF_FORMATS[0], media_type, limits)


def _wanted(accept: str, formats: Sequence[Format]) -> tuple[str, Format | None]:
    by_type = {media_type: form for form in reversed(formats) for media_type in form.media_types}
    offered = [media_type for form in formats for media_type in form.media_types]
    media_type = best(accept, [*offered, _HTML])
    if media_type is None:
        raise _UnwantedError(f"there is no answer in {accept[:200]}: ask for {', '.join([*offered, _HTML])}")
    return media_type, by_type.get(media_type)


class _UnwantedError(KgraphError):
    """None of the formats on offer is one that the client takes."""


_ERRORS = {**_ERRORS, _UnwantedError: 406}


def _written(content: Asked | Triples, form: Format, media_type: str, limits: Limits) -> Reply:
    body, cut = content.write(form, limits)
    headers = (("Vary", "Accept"), *(((TRUNCATED, f"rows={limits.rows}"),) if cut else ()))
    charset = _CHARSET if media_type.startswith("text/") else ""
    return Reply(200, media_type + charset, body, headers)


def _refusal(status: int, message: str, accept: str) -> Reply:
    if best(accept, ["text/plain", _HTML]) == _HTML:
        return Reply(status, HTML, pages.problem(status, message))
    return told(status, message)
