"""Pages about what the graph holds: what they show, their RDF, and that text of articles stays text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import lxml.html
import pyoxigraph as ox
import pytest

from kgraph.graph import vocabulary as v
from kgraph.knowledge_graph import KnowledgeGraph

if TYPE_CHECKING:
    from pathlib import Path

    from kgraph.model import Entity, Extraction
    from tests.serve.conftest import Server

HTML = {"Accept": "text/html"}


def parsed(text: str) -> Any:  # noqa: ANN401 - what lxml's stubs tell of its elements is of little use
    """The document."""
    return lxml.html.document_fromstring(text)


def page(server: Server, path: str) -> Any:  # noqa: ANN401 - see above
    response = server.client.get(path, headers=HTML, follow_redirects=False)
    assert response.status_code == 200, response.text
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    return parsed(response.text)


def local(iri: str) -> str:
    """The address on the server of one of the graph's names."""
    return iri.removeprefix("https://w3id.org/kgraph")


@pytest.fixture(scope="module")
def names(folder: Path) -> dict[str, list[str]]:
    """The IRIs of all things in the graph, by what they are."""
    with KnowledgeGraph.open(folder, read_only=True) as graph:
        return {
            "entity": [v.entity_iri(entity.id).value for entity in graph.entities()],
            "event": [v.event_iri(event.id).value for event in graph.events()],
            "claim": [v.claim_iri(claim.id).value for claim in graph.claims()],
            "article": [v.article_iri(article.id).value for article in graph.articles()],
        }


def test_every_name_has_a_page_and_rdf(server: Server, names: dict[str, list[str]]) -> None:
    for iris in names.values():
        assert len(iris) > 3
        for iri in iris:
            assert page(server, local(iri)).find(".//h1") is not None
            for media_type, format_ in (
                ("text/turtle", ox.RdfFormat.TURTLE),
                ("application/ld+json", ox.RdfFormat.JSON_LD),
                ("application/n-triples", ox.RdfFormat.N_TRIPLES),
                ("application/rdf+xml", ox.RdfFormat.RDF_XML),
                ("application/trig", ox.RdfFormat.TRIG),
            ):
                response = server.client.get(local(iri), headers={"Accept": media_type})
                assert response.status_code == 200
                assert response.headers["Content-Type"].split(";")[0] == media_type
                assert "Accept" in response.headers["Vary"]
                subjects = {quad.subject for quad in ox.parse(response.content, format=format_)}
                assert ox.NamedNode(iri) in subjects


def test_all_links_lead_somewhere(server: Server) -> None:
    """From the first page every page of the server is reached, and none is missing."""
    seen, ahead = set(), ["/"]
    while ahead:
        path = ahead.pop()
        response = server.client.get(path, headers=HTML)
        assert response.status_code == 200, path
        if not response.headers["Content-Type"].startswith("text/html"):
            continue
        for element, _, link, _ in parsed(response.text).iterlinks():
            target = str(response.url.join(link)) if element.tag != "form" else ""
            if target.startswith(server.url) and (address := target.split("#")[0]) not in seen:
                seen.add(address)
                ahead.append(address)
    kinds = {urlsplit(address).path.split("/")[1] for address in seen}
    assert kinds >= {"entity", "event", "claim", "article", "queries", "timeline", "sparql", "style.css"}


def test_entity_page(server: Server) -> None:
    shown = page(server, "/entity/Kaspersky_Lab").text_content()
    for told in (
        "Kaspersky Lab",
        "Organization, company",
        "Also: Kaspersky",
        "Twitter bans Kaspersky Lab",
        "Disputed",
        "according to Department of Homeland Security",
        "says it is not so",
        "About twitter-ban",
        "2018-04",
    ):
        assert told in " ".join(shown.split())


def test_entity_that_is_only_named_by_others(server: Server) -> None:
    """A country of which no article says anything is an IRI of the graph as well."""
    links = {a.get("href") for a in page(server, "/entity/United_States").xpath("//main//a")}
    assert "/entity/Twitter" in links
    described = server.client.get("/entity/United_States", headers={"Accept": "application/n-triples"})
    assert "<https://w3id.org/kgraph/entity/Twitter>" in described.text


def test_event_claim_and_article_lead_to_each_other(server: Server) -> None:
    entity = page(server, "/entity/Kaspersky_Lab")
    event = next(a.get("href") for a in entity.iter("a") if a.text_content() == "Twitter bans Kaspersky Lab")
    claims = [a.get("href") for a in page(server, event).iter("a") if a.text_content() == "claim"]
    assert len(claims) == 2
    for claim in claims:
        links = {a.get("href") for a in page(server, claim).iter("a")}
        assert event in links
        article = next(link for link in links if link.startswith("/article/"))
        there = page(server, article)
        assert {event, claim, "https://example.org/"} <= {a.get("href") for a in there.iter("a")}


def test_the_fragment_of_a_sentence_is_on_the_page(server: Server, samples: list[Extraction]) -> None:
    """The IRI of a sentence, art:X#char=0,20, leads to where the page quotes it."""
    article = page(server, "/article/twitter-ban")
    for claim in samples[0].claims:
        (quoted,) = article.xpath(f'//*[@id="{claim.sentence.fragment}"]')
        assert claim.sentence.text in quoted.text_content()


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("kaspersky", ["Kaspersky Lab", "Eugene Kaspersky"]),
        ("TWIT", ["Twitter"]),
        ("zzz", []),
        ("dhs", ["Department of Homeland Security"]),
        ("%_.*(", []),
        (" ", []),
    ],
)
def test_search(server: Server, wanted: str, found: list[str]) -> None:
    response = server.client.get("/search", params={"q": wanted})
    document = parsed(response.text)
    assert [link.text_content() for link in document.xpath("//main//li/a")] == found


def test_events_of_an_entity_by_type(server: Server) -> None:
    every = page(server, "/entity/Kaspersky_Lab")
    links = {
        a.text: a.get("href") for a in every.xpath('//*[@class="related"]//a') if "type=" in a.get("href")
    }
    assert links["Ban"] == "?type=Ban"
    bans = page(server, "/entity/Kaspersky_Lab?type=Ban")
    labels = [a.text_content() for a in bans.xpath('//ol//p[@class="event"]/a')]
    assert "Twitter bans Kaspersky Lab" in labels
    assert 0 < len(labels) < len(every.xpath("//ol/li"))
    assert bans.xpath("//ol//blockquote")  # who says so
    assert bans.xpath('//a[text()="All"]/@href') == ["/entity/Kaspersky_Lab"]
    assert page(server, "/entity/Kaspersky_Lab?type=%3Cscript%3E").xpath("//ol/li") == []


def test_timeline_is_latest_first(server: Server) -> None:
    times = [time.text for time in page(server, "/timeline").iter("time")]
    dated = [time for time in times if time != "undated"]
    assert times == sorted(dated, reverse=True) + ["undated"] * (len(times) - len(dated))
    assert (times[0], times[-1]) == ("2018-11-08", "undated")
    assert page(server, "/timeline?page=99").xpath("//main//li") == []
    assert page(server, "/timeline?page=x").xpath("//main//li") != []


class TestNamedQueries:
    """A named query as a page."""

    def test_all_are_listed_and_shown(self, server: Server) -> None:
        from kgraph.named_queries import named_queries

        links = {a.get("href") for a in page(server, "/").iter("a")}
        for name, query in named_queries().items():
            assert f"/queries/{name}" in links
            assert query.description in page(server, f"/queries/{name}").text_content()

    def test_parameters(self, server: Server) -> None:
        shown = page(server, "/queries/timeline?entity=DHS&since=&until=2017")
        (row,) = shown.xpath("//tbody/tr")
        assert "warns about Kaspersky Lab" in row.text_content()
        assert shown.xpath('//input[@name="entity"]')[0].get("value") == "DHS"
        assert "<https://w3id.org/kgraph/entity/DHS>" in shown.xpath("//textarea")[0].text

    def test_mistakes(self, server: Server) -> None:
        told = (
            page(server, "/queries/timeline?entity=Kasperski")
            .xpath('//*[@class="problem"]')[0]
            .text_content()
        )
        assert "Kasperski" in told
        assert server.client.get("/queries/timelin", headers=HTML).status_code == 404


def test_a_query_of_the_form_is_a_table_below_it(server: Server) -> None:
    query = 'SELECT ?who ("</textarea><b>" AS ?b) { ?who kg:bans ent:Kaspersky_Lab }'
    response = server.client.post("/sparql", data={"query": query, "format": "html"})
    shown = parsed(response.text)
    assert shown.xpath("//textarea")[0].text.strip() == query
    assert [cell.text_content() for cell in shown.xpath("//td")] == ["ent:Twitter", "</textarea><b>"]
    assert shown.xpath("//td/a")[0].get("href") == "/entity/Twitter"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/entity/Nobody", 404),
        ("/event/0", 404),
        ("/claim/0", 404),
        ("/article/none", 404),
        ("/entity/", 404),
        ("/entity/%FF", 404),
        ("/nothing", 404),
        ("/style.css/../../pyproject.toml", 404),
        ("/article/..%2f..%2fetc%2fpasswd", 404),
        ("/entity/%22%3E%3Cscript%3E", 404),
    ],
)
def test_what_is_not_there(server: Server, path: str, status: int) -> None:
    for accept in ("text/html", "text/turtle", "*/*"):
        response = server.client.get(path, headers={"Accept": accept})
        assert response.status_code == status
        if "html" in response.headers["Content-Type"]:
            harmless(response.text)
    assert server.client.post("/entity/Twitter").status_code == 405


def harmless(text: str) -> Any:  # noqa: ANN401 - see above
    """The document, in which nothing of an article is more than text."""
    document = parsed(text)
    for element in document.iter():
        assert element.tag not in {"script", "svg", "img", "style", "iframe", "object", "b"}, text
        for name, value in element.items():
            assert not name.startswith("on"), text
            assert name != "style", text
            if name in {"href", "action", "src"}:
                assert urlsplit(value).scheme in {"", "http", "https"}, value
    return document


class TestHostileArticle:
    """An article whose every field tries to be something else than text."""

    def test_pages(self, server: Server, hostile: Entity) -> None:
        article = next(
            path
            for path in (a.get("href") for a in page(server, local(v.entity_iri(hostile.id).value)).iter("a"))
            if path.startswith("/article/")
        )
        about = harmless(server.client.get(article, headers=HTML).text)
        for told in ("</script><script>alert(1)</script>", "javascript:alert(1)//", "<svg onload=alert(1)>"):
            assert told in about.text_content()
        links = {a.get("href") for a in about.iter("a")}
        others = [link for link in links if link.startswith(("/entity/", "/event/", "/claim/"))]
        assert {link.split("/")[1] for link in others} == {"entity", "event", "claim"}
        for link in others:
            assert hostile.label in harmless(server.client.get(link, headers=HTML).text).text_content()

    def test_lists(self, server: Server, hostile: Entity) -> None:
        for path in ("/", "/timeline", "/search?q=%3C%2Fscript", "/queries/events", "/entity/Twitter"):
            shown = harmless(server.client.get(path, headers=HTML).text)
            assert hostile.label in shown.text_content(), path

    def test_what_is_asked_for(self, server: Server, hostile: Entity) -> None:
        for response in (
            server.client.get("/search", params={"q": hostile.label}),
            server.client.get("/queries/timeline", params={"entity": hostile.label + "!"}),
            server.client.get("/queries/timeline", params={"entity": hostile.label}),
            server.ask(f"ASK {{}} #{hostile.label}", "text/html"),
            server.ask(f"<{hostile.label}>", "text/html"),
            server.ask("SELECT * { GRAPH ?g { ?s ?p ?o } }", "text/html"),
            server.ask("SELECT (IRI('javascript:alert(1)') AS ?x) {}", "text/html"),
            server.ask("CONSTRUCT WHERE { ?s ?p ?o }", "text/html"),
        ):
            assert response.headers["Content-Type"].startswith("text/html")
            harmless(response.text)

    def test_every_answer_tells_browsers_to_run_nothing(self, server: Server) -> None:
        for path in (
            "/",
            "/entity/Twitter",
            "/sparql?query=ASK{}",
            "/sparql?query=x",
            "/nothing",
            "/style.css",
        ):
            headers = server.client.get(path, headers=HTML).headers
            assert "default-src 'none'" in headers["Content-Security-Policy"]
            assert "unsafe" not in headers["Content-Security-Policy"]
            assert headers["X-Content-Type-Options"] == "nosniff"

    def test_results(self, server: Server) -> None:
        """Whatever characters an article holds, each format can be read."""
        query = "SELECT ?text { GRAPH ?article { ?article nif:isString ?text } } ORDER BY ?article"
        read = {}
        for form in (ox.QueryResultsFormat.JSON, ox.QueryResultsFormat.XML, ox.QueryResultsFormat.TSV):
            solutions = ox.parse_query_results(server.ask(query, form.media_type).content, format=form)
            assert isinstance(solutions, ox.QuerySolutions)
            read[form.name] = [str(solution["text"].value) for solution in solutions]
        first, *others = read.values()
        assert any("\x00\x1b]0;owned\x07" in text for text in first)
        for other in others:
            assert [text.translate(dict.fromkeys((0, 27, 7), "\ufffd")) for text in first] == [
                text.translate(dict.fromkeys((0, 27, 7), "\ufffd")) for text in other
            ]
