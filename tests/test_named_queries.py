"""The queries that come with kgraph: what each finds, what its parameters do; no value breaks out."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from rdflib.query import ResultRow

from kgraph.errors import InputError, KgraphError, NotFoundError, QueryError
from kgraph.graph import vocabulary as v
from kgraph.graph.store import Store
from kgraph.model import Entity, EntityType, Extraction, Mention, Modality, Polarity, Span
from kgraph.named_queries import NamedQuery, named_queries, named_query, read_query
from kgraph.query import FORMATS, Iri, ask

HERE = Path(__file__).parent
# For each type a value that only what is in the graph has not, and one for days before all others.
NOTHING = {"entity": "Bystander", "date": "9999", "text": "no such words", "type": "Assault", "integer": 99,
           "status": "Planned"}  # fmt: skip
ECHO = "# param text (text): anything\nSELECT ?text { VALUES ?text {} }"
HOSTILE = [
    '"',
    '" } . ?s ?p ?o . { VALUES ?x { "',
    '\\" } # ',
    "\\u0022 } #",
    "'''\"\"\"\n\r\t\x00\x7f\u2028\ufffe",
    "> ?s ?p <",
    "} # with entity: VALUES ?entity {}",
    "VALUES ?text { 'x' }",
    "\\1 \\g<0> $0",
    "SERVICE <https://example.org/> {}",
]


def cases() -> Iterator[tuple[str, dict[str, str], list[tuple[str, ...]]]]:
    """Queries with what they are given and the rows that they find."""
    blocks = (HERE / "named_queries.txt").read_text(encoding="utf-8").split("\n\n")
    for block in blocks[1:]:
        call, *lines = block.splitlines()
        name, *pairs = call.split()
        given_ = {key: value.replace("_", " ") for key, _, value in (pair.partition("=") for pair in pairs)}
        yield name, given_, [tuple(cell.strip() for cell in line.split("|")) for line in lines]


CASES = list(cases())
PARAMETERS = [(query, parameter.name) for query in named_queries().values() for parameter in query.parameters]


@pytest.fixture(scope="module")
def store(
    samples: list[Extraction], make_extraction: Callable[..., Extraction], said: Callable[..., object]
) -> Store:
    responds = make_extraction(
        "russia-responds",
        said("Sanction", "Russia", "Twitter", "2022-03", object="its app"),
        said("Easing", "Russia", "Twitter", "2022-05-09"),
        said("Interference", "Russia", "Media_Prima", polarity=Polarity.NEGATIVE, source="Russia"),
        said("Supply", "Russia", "Media_Prima", modality=Modality.ALLEGED, source="Eugene_Kaspersky"),
        said("Cyberattack", "Russia", "DHS", "2021-07", source="DHS"),
        said("basedIn", "Media_Prima", "Russia"),
        published=date(2022, 5, 10),
    )
    bystander = Mention(Entity("Bystander", "Bystander", EntityType.PERSON), Span(0, 6, "Russia"))
    store = Store()
    prima = samples[2].article
    reprint = replace(prima, id="reprint", text=f"{prima.text} Reprinted.", published=date(2018, 11, 9))
    store.add([*samples, replace(responds, mentions=(*responds.mentions, bystander)), Extraction(reprint)])
    return store


@pytest.fixture(scope="module")
def copy(store: Store) -> rdflib.Dataset:
    """The same graph in rdflib's own memory."""
    dataset = rdflib.Dataset()
    for subject, predicate, value, graph in store.rdf().quads():
        (dataset.default_graph if graph is None else dataset.graph(graph)).add((subject, predicate, value))
    return dataset


def required(query: NamedQuery) -> dict[str, str]:
    """What a query must be given, taken from its first case."""
    names = [parameter.name for parameter in query.parameters if parameter.required]
    first = next(given_ for name, given_, _ in CASES if name == query.name and given_.keys() >= set(names))
    return {name: first[name] for name in names}


def in_text(row: Iterable[object]) -> list[str]:
    """A row of any engine; members of a list in a cell in the order of the alphabet."""
    return [", ".join(sorted(("" if cell is None else str(cell)).split(", "))) for cell in row]


# --- the queries --------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "given_", "rows"), CASES)
def test_finds_these_rows(
    store: Store, name: str, given_: dict[str, str], rows: list[tuple[str, ...]]
) -> None:
    assert [tuple(row) for row in ask(store, name, given_).cells()] == rows


def test_every_query_and_every_parameter_has_a_case() -> None:
    tried = {(name, key) for name, given_, rows in CASES if rows for key in ("", *given_)}
    wanted = {(name, "") for name in named_queries()} | {(query.name, key) for query, key in PARAMETERS}
    assert wanted - tried == set()


@pytest.mark.parametrize(("query", "name"), PARAMETERS, ids=lambda value: getattr(value, "name", value))
def test_every_parameter_restricts(store: Store, query: NamedQuery, name: str) -> None:
    (parameter,) = [parameter for parameter in query.parameters if parameter.name == name]
    value = "0001" if name == "until" else NOTHING[parameter.type]
    without = ask(store, query.name, required(query))
    assert len(ask(store, query.name, required(query) | {name: value})) < len(without)


@pytest.mark.parametrize("query", named_queries().values(), ids=lambda query: query.name)
def test_every_query_says_what_it_answers_in_every_format(store: Store, query: NamedQuery) -> None:
    result = ask(store, query.name, required(query))
    assert query.description[0].isupper()
    assert query.sparql.startswith(f"# {query.description}\n")
    assert all(parameter.description[0].islower() for parameter in query.parameters)
    for format_ in FORMATS[:-1]:
        assert result.format(format_)


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib.*")
@pytest.mark.parametrize("query", named_queries().values(), ids=lambda query: query.name)
def test_another_engine_gives_the_same_rows(store: Store, copy: rdflib.Dataset, query: NamedQuery) -> None:
    """What is sent is plain SPARQL 1.1, which rdflib's own engine answers alike."""
    given_ = required(query) | {
        parameter.name: {"entity": "Russia", "date": "2018"}[parameter.type]
        for parameter in query.parameters
        if parameter.type in {"entity", "date"} and not parameter.required
    }
    for values in (required(query), given_):
        rows = copy.query(query.bound(store, values), initNs=v.PREFIXES)
        told = ask(store, query.name, values)
        assert sorted(in_text(row) for row in rows if isinstance(row, ResultRow)) == sorted(
            map(in_text, told)
        )


def test_every_file_is_a_query() -> None:
    folder = HERE.parent / "kgraph" / "resources" / "queries"
    assert list(named_queries()) == sorted(file.stem for file in folder.glob("*.rq"))


def test_an_unknown_name_gets_suggestions() -> None:
    with pytest.raises(NotFoundError, match="did you mean timeline"):
        named_query("timelin")
    with pytest.raises(NotFoundError, match="there are allegations"):
        named_query("xyz")


# --- values -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("type_name", "value", "expected"),
    [
        ("entity", "Twitter", "<https://w3id.org/kgraph/entity/Twitter>"),
        ("entity", "kaspersky", "<https://w3id.org/kgraph/entity/Kaspersky_Lab>"),
        ("entity", "ent:Kaspersky_Lab", "<https://w3id.org/kgraph/entity/Kaspersky_Lab>"),
        ("entity", Iri(f"{v.ENTITY}Twitter"), "<https://w3id.org/kgraph/entity/Twitter>"),
        ("entity", Entity("DHS", "any", EntityType.THING), "<https://w3id.org/kgraph/entity/DHS>"),
        (
            "entity",
            ["DHS", "Twitter", "twitter"],
            "<https://w3id.org/kgraph/entity/DHS> <https://w3id.org/kgraph/entity/Twitter>",
        ),
        ("article", "art:twitter-ban", "<https://w3id.org/kgraph/article/twitter-ban>"),
        ("type", "ban", "<https://w3id.org/kgraph/ns#bans>"),
        ("type", "kg:hasTiesTo", "<https://w3id.org/kgraph/ns#hasTiesTo>"),
        ("status", "reported", "<https://w3id.org/kgraph/ns#Reported>"),
        ("date", "2018-04", '"2018-04"'),
        ("date", date(2018, 4, 23), '"2018-04-23"'),
        ("date", datetime(2018, 4, 23, 10, tzinfo=UTC), '"2018-04-23"'),
        ("integer", "007", '"7"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        ("integer", -3, '"-3"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        ("text", 'a "quoted" text', '"a \\"quoted\\" text"'),
    ],
)
def test_values_become_terms_by_their_type(
    store: Store, type_name: str, value: object, expected: str
) -> None:
    query = read_query(f"# param x ({type_name}): it\nSELECT ?x {{ VALUES ?x {{}} }}")
    assert query.bound(store, {"x": value}).splitlines()[1] == f"SELECT ?x {{ VALUES ?x {{ {expected} }} }}"


@given(st.text().filter(str.strip) | st.sampled_from(HOSTILE))
def test_no_text_breaks_out(value: str) -> None:
    (row,) = ask(Store(), ECHO, {"text": value})
    assert row.text == value


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize(("query", "name"), PARAMETERS, ids=lambda value: getattr(value, "name", value))
def test_hostile_values_find_nothing(store: Store, query: NamedQuery, name: str, value: str) -> None:
    found = False
    with suppress(NotFoundError, InputError):
        found = bool(ask(store, query.name, required(query) | {name: value}))
    assert not found


def test_hostile_ids_stay_ids(
    make_extraction: Callable[..., Extraction], said: Callable[..., object]
) -> None:
    entities = {name: Entity(name, name, EntityType.THING) for name in HOSTILE}
    store = Store()
    store.add(
        [make_extraction("a", *(said("Ban", name, HOSTILE[0]) for name in HOSTILE[1:]), entities=entities)]
    )
    for name in HOSTILE[1:]:
        (row,) = ask(store, "who-bans-whom", {"actor": name})
        assert row.actor == name


def test_none_is_as_good_as_nothing(store: Store) -> None:
    assert ask(store, "timeline", {"entity": None}).cells() == ask(store, "timeline").cells()


# --- mistakes -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "given_", "error", "message"),
    [
        ("timeline", {"entty": "x"}, QueryError,
         r"^the query timeline has no parameter 'entty' \(did you mean entity\?\); it takes \[entity=EN"),
        ("entities-by-type", {"x": "x"}, QueryError, "entities-by-type has no parameter 'x'; it takes none$"),
        ("ASK {}", {"x": "x"}, QueryError, "^the query has no parameter 'x'; it takes none$"),
        ("new-since", {}, QueryError, r"new-since needs since; it takes since=DATE \[entity=ENTITY\]"),
        ("connections", {}, QueryError, "needs entity and other"),
        ("timeline", {"entity": "Kasperski Lab"}, NotFoundError, "did you mean Kaspersky Lab"),
        ("timeline", {"entity": " "}, InputError, "^entity: ' ' is no text"),
        ("timeline", {"entity": 5}, InputError, "^entity: 5 is no text"),
        ("timeline", {"entity": []}, InputError, "^entity: takes one entity, and is given none$"),
        ("timeline", {"entity": "\ud800"}, InputError, "not valid Unicode"),
        ("timeline", {"type": "Bann"}, NotFoundError, "did you mean Ban"),
        ("events", {"status": "true"}, NotFoundError, "use one of Reported"),
        ("timeline", {"since": "yesterday"}, InputError, "^since: 'yesterday' is not a year, month or day"),
        ("timeline", {"since": "2018-02-30"}, InputError, "^since: '2018-02-30' is not"),
        ("timeline", {"since": ["2018", "2019"]}, InputError, "^since: takes one date, and is given 2$"),
        ("corroborated", {"at_least": "1.5"}, InputError, "^at_least: '1.5' is not a whole number$"),
        ("corroborated", {"at_least": True}, InputError, "'True' is not a whole number"),
        ("corroborated", {"at_least": "9" * 5000}, InputError, "is not a whole number"),
        ("search", {"text": "\ud800"}, InputError, "^text: .* is not valid Unicode text"),
        (ECHO.replace("(text)", "(article)"), {"text": "twitter"}, NotFoundError, "did you mean twitter-ban"),
    ],
)  # fmt: skip
def test_mistakes_of_the_asker_are_told_in_a_line(
    store: Store, name: str, given_: dict[str, object], error: type[KgraphError], message: str
) -> None:
    with pytest.raises(error, match=message) as told:
        ask(store, name, given_)
    assert len(str(told.value).splitlines()) == 1


@pytest.mark.parametrize(
    ("sparql", "message"),
    [
        ("# param x: it\nASK { VALUES ?x {} }", r"^line 1: write # param NAME \(TYPE\)"),
        ("#\n# param x (day): it\nASK { VALUES ?x {} }", "^line 2: unknown type 'day': use one of entity"),
        ("# param x (text): it\nASK { ?s ?p ?x }", r"^line 1: x has no place: write VALUES \?x {}"),
        ("# param x (text): it\n# param x (text): it\nASK { VALUES ?x {} }", "^line 2: .* declared twice"),
        ("# param x (text): it\nASK { VALUES ?x {}\n# with y: VALUES ?y {}\n}", "^line 3: y is no parameter"),
        ("# param x (text): it\nASK { VALUES ?x {1} VALUES ?x {2} }", "^line 1: .* several defaults: 1, 2"),
    ],
)  # fmt: skip
def test_mistakes_in_a_declaration_say_where_they_are(sparql: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        read_query(sparql)


def test_comments_of_an_ordinary_query_mean_nothing(store: Store) -> None:
    assert ask(store, "# with care: VALUES ?x {}\nASK { ?x kg:bans ?y }")
