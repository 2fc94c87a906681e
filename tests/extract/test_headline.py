"""The headline of an article, where its text does not repeat it."""

from kgraph.extract.extractor import Extractor
from kgraph.graph.terms import extraction_to_quads, quads_to_extraction
from kgraph.model import Article
from kgraph.records import records

BODY = "The company said nothing about it for a day."


def test_a_headline_is_read_like_the_text(extractor: Extractor) -> None:
    [extraction] = extractor.extract([Article("a", BODY, "Twitter Bans Kaspersky Lab From Buying Ads")])
    [claim] = extraction.claims
    assert (claim.type, claim.target.entity.label) == ("Ban", "Kaspersky Lab")
    assert claim.sentence.headline
    assert claim.sentence.fragment == "headline=0,42"


def test_a_headline_that_the_text_repeats_is_read_once(extractor: Extractor) -> None:
    title = "Twitter bans Kaspersky Lab"
    [extraction] = extractor.extract([Article("a", f"{title}\n\n{BODY}", title)])
    assert [claim.sentence.headline for claim in extraction.claims] == [False]


def test_the_name_of_a_site_is_no_part_of_the_headline(extractor: Extractor) -> None:
    [extraction] = extractor.extract([Article("a", BODY, "Twitter bans Kaspersky Lab - The Daily Planet")])
    assert [claim.sentence.text for claim in extraction.claims] == ["Twitter bans Kaspersky Lab"]


def test_a_record_of_a_headline_has_no_place_in_the_text(extractor: Extractor) -> None:
    [extraction] = extractor.extract([Article("a", BODY, "Twitter bans Kaspersky Lab")])
    [record] = records(extraction)
    assert (record["start"], record["end"]) == (None, None)
    assert record["sentence"] == "Twitter bans Kaspersky Lab"


def test_a_record_rests_on_the_text_where_both_tell_it(extractor: Extractor) -> None:
    text = "On Monday the social network Twitter banned Kaspersky Lab."
    [extraction] = extractor.extract([Article("a", text, "Twitter bans Kaspersky Lab")])
    assert {record["start"] for record in records(extraction)} == {0}


def test_a_headline_goes_through_the_graph_and_back(extractor: Extractor) -> None:
    [extraction] = extractor.extract([Article("a", BODY, "Twitter bans Kaspersky Lab")])
    back = quads_to_extraction(extraction_to_quads(extraction))
    assert [claim.sentence for claim in back.claims] == [claim.sentence for claim in extraction.claims]
