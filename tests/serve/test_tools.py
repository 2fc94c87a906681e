"""The explorer, the timeline with its filters and the editor: what they answer, before any script runs."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import lxml.html
import pytest

from kgraph.knowledge_graph import KnowledgeGraph

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kgraph.model import Entity, Extraction
    from tests.serve.conftest import Server

HTML = {"Accept": "text/html"}


def parsed(text: str) -> Any:  # noqa: ANN401 - what lxml's stubs tell of its elements is of little use
    """The document."""
    return lxml.html.document_fromstring(text)


def explored(server: Server, **fields: Any) -> tuple[dict[str, Any], dict[str, Any]]:  # noqa: ANN401
    """What the explorer begins with, and the contents it draws."""
    response = server.client.get("/explore", params=fields, headers=HTML)
    assert response.status_code == 200, response.text
    (addresses,) = parsed(response.text).xpath('//script[@type="application/json"]')
    data = json.loads(addresses.text)
    begun, contents = (server.client.get(data[part]).json() for part in ("beginning", "contents"))
    return data | begun, contents


@pytest.mark.parametrize(
    ("fields", "seen"),
    [
        ({"entity": "Eugene Kaspersky"}, "Eugene Kaspersky|Kaspersky Lab"),
        (
            {"entity": "eugene kaspersky", "hops": "1", "type": "", "top": " "},
            "Eugene Kaspersky|Kaspersky Lab",
        ),
        ({"type": ["Warning", "Espionage"]}, "Department of Homeland Security|Kaspersky Lab|Russia"),
        ({"status": "planned"}, "Twitter|Department of Homeland Security"),
        ({"until": "2017"}, "Kaspersky Lab|Department of Homeland Security"),
        ({"since": "2017-09", "until": "2017-09-30"}, "Kaspersky Lab|Department of Homeland Security"),
        ({"entity": "Kaspersky", "type": "holdsPositionAt"}, "Eugene Kaspersky|Kaspersky Lab"),
        ({"min_confidence": "0.99"}, ""),
    ],
)
def test_the_explorer_begins_as_its_address_says(server: Server, fields: dict[str, Any], seen: str) -> None:
    data, contents = explored(server, **fields)
    labels = {contents["entities"][place]["label"] for place in data["start"]["entities"]}
    assert labels == set(filter(None, seen.split("|")))


def test_of_many_entities_the_best_connected_are_shown(server: Server) -> None:
    assert len(explored(server, top="2")[0]["start"]["entities"]) == 2
    near, far = (explored(server, entity="Eugene Kaspersky", hops=hops)[0] for hops in "12")
    assert len(near["start"]["entities"]) < len(far["start"]["entities"])


@pytest.mark.parametrize(
    ("field", "value", "status", "told"),
    [
        ("entity", "Kaspersky Lap", 404, "Kaspersky Lab"),
        ("type", "Bann", 404, "Ban"),
        ("status", "sure", 404, "Reported"),
        ("since", "2018-13", 400, "since"),
        ("hops", "0", 400, "is not a number from 1 to 999,999"),
        ("hops", "²", 400, "hops"),
        ("top", "1" * 5000, 400, "top"),
        ("min_confidence", "much", 400, "is not a number from 0 to 1"),
        ("min_confidence", "2", 400, "is not a number from 0 to 1"),
        ("min_confidence", "nan", 400, "is not a number from 0 to 1"),
    ],
)
def test_what_the_explorer_cannot_begin_with(
    server: Server, field: str, value: str, status: int, told: str
) -> None:
    response = server.client.get("/explore", params={field: value}, headers=HTML)
    assert response.status_code == status
    assert told in parsed(response.text).xpath('//*[@class="problem"]')[0].text_content()


def test_what_cannot_be_begun_with_is_told_to_the_script_as_text(server: Server) -> None:
    (addresses,) = parsed(server.client.get("/explore").text).xpath('//script[@type="application/json"]')
    beginning = json.loads(addresses.text)["beginning"]
    refused = server.client.get(f"{beginning}&entity=Kaspersky+Lap", headers={"Accept": "*/*"})
    assert (refused.status_code, refused.headers["Content-Type"]) == (404, "text/plain; charset=utf-8")
    assert "Kaspersky Lab" in refused.text


def test_every_entity_leads_to_the_explorer(server: Server) -> None:
    (link,) = parsed(server.client.get("/entity/Twitter", headers=HTML).text).xpath(
        '//a[text()="Explore around it"]/@href'
    )
    assert server.client.get(link).status_code == 200
    assert explored(server, entity="Twitter")[0]["title"] == "Twitter"


def test_contents_are_kept_until_the_graph_changes(
    start: Callable[..., Any],
    graph_of: Callable[[list[Extraction]], Path],
    samples: list[Extraction],
) -> None:
    folder = graph_of(samples[:1])
    with start(folder) as server:
        before, contents = explored(server)
        assert explored(server)[0]["contents"] == before["contents"]
        assert "immutable" in server.client.get(before["contents"]).headers["Cache-Control"]
        with KnowledgeGraph.open(folder) as graph:
            graph.add(samples[1:])
        after, more = explored(server)
        assert after["contents"] != before["contents"]
        assert len(more["events"]) > len(contents["events"])
        for part in ("beginning", "contents"):
            assert server.client.get(before[part]).status_code == 409


def test_only_scripts_of_the_server_run(server: Server) -> None:
    for path in ("/explore", "/query", "/query?query=x"):
        response = server.client.get(path)
        rules = dict(
            rule.strip().split(" ", 1) for rule in response.headers["Content-Security-Policy"].split(";")
        )
        assert (rules["default-src"], rules["script-src"], rules["style-src"]) == (
            "'none'",
            "'self'",
            "'self'",
        )
        for script in parsed(response.text).iter("script"):
            if script.get("type") == "application/json":
                continue
            loaded = server.client.get(script.get("src"))
            assert loaded.headers["Content-Type"] == "text/javascript; charset=utf-8"
            assert not script.text
    assert server.client.get("/explore/other").status_code == 404


@pytest.mark.parametrize(
    ("fields", "times"),
    [
        ({"entity": "Kaspersky"}, ["2018-04", "2017-09", *["undated"] * 3]),
        ({"type": "Ban", "entity": "kaspersky lab"}, ["2018-04"]),
        ({"type": "hasTiesTo"}, ["undated"]),
        ({"status": "reported", "until": "2018-10"}, ["2018-04", "2017-09"]),
        ({"status": "Denied"}, []),
        ({"since": "2018-05"}, ["2018-11-08"]),
        ({"since": "2018-04-20", "until": "2018-04"}, ["2018-04"]),
        ({"until": "2017"}, ["2017-09"]),
        ({"min_confidence": "0.85", "entity": "Twitter", "until": "2018-04", "page": ""}, ["2018-04"]),
        ({"min_confidence": "1"}, []),
        ({"until": "2017", "page": "2"}, []),
    ],
)
def test_timeline_filters(server: Server, fields: dict[str, str], times: list[str]) -> None:
    shown = parsed(server.client.get("/timeline", params=fields).text)
    assert [time.text for time in shown.xpath("//ol//time") if "Evil" not in _row(time)] == times
    for name, value in fields.items():
        if name in {"entity", "since", "until", "min_confidence"}:
            assert shown.xpath(f'//input[@name="{name}"]/@value') == [value]
    assert shown.xpath("//select[@name='type']/option[@selected]/@value") == [
        fields["type"] for _ in fields if _ == "type"
    ]


def _row(time: Any) -> str:  # noqa: ANN401 - see above
    return str(time.getparent().text_content())


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("entity", "Kaspersky Lap", "Kaspersky Lab"),
        ("type", "Bann", "Ban"),
        ("since", "yesterday", "yesterday"),
        ("min_confidence", "-1", "from 0 to 1"),
        ("entity", "</textarea><script>alert(1)</script>", "<script>"),
    ],
)
def test_mistakes_in_filters_are_told_on_the_page(server: Server, field: str, value: str, told: str) -> None:
    shown = parsed(server.client.get("/timeline", params={field: value}).text)
    assert told in shown.xpath('//*[@class="problem"]')[0].text_content()
    assert shown.xpath("//ol/li") == []
    assert shown.xpath("//script") == []


class TestEditor:
    """The editor of queries, as its forms work without its script."""

    def ask(self, server: Server, sparql: str) -> Any:  # noqa: ANN401 - see above
        response = server.client.get("/query", params={"query": sparql})
        assert response.status_code == 200
        return parsed(response.text)

    def test_rows_have_links_and_can_be_taken_away(self, server: Server) -> None:
        shown = self.ask(server, 'SELECT ?who ("a&b" AS ?b) { ?who kg:bans ent:Kaspersky_Lab }')
        assert shown.xpath("//td/a/@href") == ["/entity/Twitter"]
        assert [cell.text_content() for cell in shown.xpath("//td")] == ["ent:Twitter", "a&b"]
        links = {a.text: a.get("href") for a in shown.xpath('//*[@class="downloads"]/a')}
        assert list(links) == ["JSON", "XML", "CSV", "TSV"]
        assert server.client.get(links["CSV"]).text == (
            "who,b\r\nhttps://w3id.org/kgraph/entity/Twitter,a&b\r\n"
        )
        for name in ("JSON", "XML", "TSV"):
            assert (
                name.lower().replace("tsv", "tab-separated")
                in server.client.get(links[name]).headers["Content-Type"]
            )

    def test_triples_have_formats_of_their_own(self, server: Server) -> None:
        shown = self.ask(server, "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o } LIMIT 1")
        assert "TTL" in [a.text for a in shown.xpath('//*[@class="downloads"]/a')]

    @pytest.mark.parametrize(
        ("sparql", "line", "column", "marked"),
        [
            ("SELECT * {\n  ?s ?p ?o }\nLIMIT x", "3", "7", "x"),
            ("SELECT *\r\n{ ?s ?p }", "2", "10", "}"),
            ("SELECT * { ?s foo:bar ?o }", "1", "22", "foo:bar"),
        ],
    )
    def test_a_mistake_is_shown_at_its_place(
        self, server: Server, sparql: str, line: str, column: str, marked: str
    ) -> None:
        shown = self.ask(server, sparql)
        (field,) = shown.xpath("//textarea")
        assert (field.get("data-line"), field.get("data-marked")) == (line, marked)
        assert field.text.removeprefix("\n") == sparql.replace("\r\n", "\n")
        problem = shown.xpath('//*[@role="alert"]')[0]
        assert f"line {line}, column {column}: " in problem.text_content()
        assert problem.xpath(".//mark")[0].text == marked

    @pytest.mark.parametrize("sparql", ["", " ", "SELECT * { SERVICE <http://x/> {} }"])
    def test_other_mistakes(self, server: Server, sparql: str) -> None:
        assert self.ask(server, sparql).xpath('//*[@role="alert"]')

    def test_named_queries_fill_it(self, server: Server) -> None:
        from kgraph.named_queries import named_queries

        (names,) = [parsed(server.client.get("/query").text).xpath("//option/@value")]
        assert names == ["", *named_queries()]
        for name, query in named_queries().items():
            shown = parsed(server.client.get("/query", params={"named": name}).text)
            assert shown.xpath("//textarea")[0].text.strip() == query.sparql.strip()
            assert shown.xpath("//option[@selected]/@data-sparql")[0].strip() == query.sparql.strip()
        assert server.client.get("/query", params={"named": "none"}, headers=HTML).status_code == 404

    def test_text_of_an_article_stays_text(self, server: Server, hostile: Entity) -> None:
        for sparql in (
            "SELECT ?label { ?x skos:prefLabel ?label }",
            "SELECT * { GRAPH ?g { ?s ?p ?o } }",
            f'SELECT ("{hostile.label}',
            "</textarea><script>alert(1)</script>",
        ):
            shown = self.ask(server, sparql)
            assert [script.get("src", "").split("?")[0] for script in shown.iter("script")] == ["/query.js"]
            assert not {"img", "svg", "b"} & {element.tag for element in shown.iter()}
            links = shown.xpath("//@href")
            assert [link for link in links if not re.match(r"https?://|/", link)] == []
