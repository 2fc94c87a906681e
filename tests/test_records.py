"""The event record: its fields, and which claims are one record."""

import itertools
import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from kgraph.model import (
    Article,
    Claim,
    Entity,
    EntityType,
    Extraction,
    Mention,
    Modality,
    Polarity,
    Proposition,
    Span,
)
from kgraph.records import proposition_record, records

TEXT = "Facebook Inc in January said it had removed Kaspersky Lab from a list. It bans Kaspersky."
FACEBOOK = Entity("Facebook", "Facebook", EntityType.ORGANIZATION, wikidata="Q355")
KASPERSKY = Entity("Kaspersky_Lab", "Kaspersky Lab", EntityType.ORGANIZATION)
RUSSIA = Entity("Russia", "Russia", EntityType.COUNTRY)
ARTICLE = Article("sample", TEXT)


def span(text: str, after: int = 0) -> Span:
    start = TEXT.index(text, after)
    return Span(start, start + len(text), text)


REMOVAL = Claim(
    article="sample",
    type="Removal",
    predicate="removes",
    actor=Mention(FACEBOOK, span("it"), kind="pronoun"),
    target=Mention(KASPERSKY, span("Kaspersky Lab")),
    trigger=span("removed"),
    sentence=span("Facebook Inc in January said it had removed Kaspersky Lab from a list."),
    object="a list",
    source=(Mention(FACEBOOK, span("Facebook Inc")),),
    time="2018-01",
    confidence=0.8712,
)
AGAIN = replace(
    REMOVAL,
    target=Mention(KASPERSKY, span("Kaspersky", 60)),
    trigger=span("bans"),
    sentence=span("It bans Kaspersky."),
    object=None,
    source=(),
    time="2018",
    confidence=0.5,
)


def read(*claims: Claim) -> list[dict[str, object]]:
    return list(records(Extraction(ARTICLE, claims=claims)))


def test_record_has_exactly_the_promised_fields() -> None:
    """Other people's scripts rest on these names."""
    extraction = Extraction(ARTICLE, mentions=(Mention(KASPERSKY, span("Kaspersky", 60)),), claims=(REMOVAL,))
    assert list(records(extraction)) == [
        {
            "article": "sample",
            "type": "Removal",
            "predicate": "removes",
            "actor": {
                "id": "Facebook",
                "label": "Facebook",
                "type": "Organization",
                "wikidata": "Q355",
                "mentions": ["Facebook Inc", "it"],
            },
            "target": {
                "id": "Kaspersky_Lab",
                "label": "Kaspersky Lab",
                "type": "Organization",
                "wikidata": None,
                "mentions": ["Kaspersky Lab", "Kaspersky"],
            },
            "object": "a list",
            "role": None,
            "polarity": "positive",
            "modality": "actual",
            "source": [
                {
                    "id": "Facebook",
                    "label": "Facebook",
                    "type": "Organization",
                    "wikidata": "Q355",
                    "mentions": ["Facebook Inc", "it"],
                }
            ],
            "time": "2018-01",
            "place": None,
            "trigger": "removed",
            "sentence": "Facebook Inc in January said it had removed Kaspersky Lab from a list.",
            "start": 0,
            "end": 70,
            "confidence": 0.871,
        }
    ]


def test_claims_about_one_event_are_one_record() -> None:
    """The surest claim gives the sentence, the most specific time stands."""
    for order in itertools.permutations([REMOVAL, AGAIN]):
        (record,) = read(*order)
        assert (record["trigger"], record["time"], record["object"]) == ("removed", "2018-01", "a list")


def test_fact_beats_allegation_and_brings_its_own_sources() -> None:
    """What is told as fact keeps neither the sentence nor the source of the allegation."""
    alleged = replace(REMOVAL, modality=Modality.ALLEGED)
    (record,) = read(alleged, AGAIN)
    assert record["modality"] == "actual"
    assert record["trigger"] == "bans"
    assert record["source"] == []


def test_denials_and_other_times_stay_apart() -> None:
    """Neither a denial nor an event of another time melts into a record."""
    denied = replace(REMOVAL, polarity=Polarity.NEGATIVE)
    later = replace(REMOVAL, time="2019")
    assert [(r["polarity"], r["time"]) for r in read(REMOVAL, denied, later)] == [
        ("negative", "2018-01"),
        ("positive", "2018-01"),
        ("positive", "2019"),
    ]


def test_unnamed_actor_stays_unnamed() -> None:
    (record,) = read(replace(REMOVAL, actor=None))
    assert record["actor"] is None


def test_equals_are_one_record_in_either_order() -> None:
    """Who met whom is one meeting, however it is told."""
    meeting = replace(REMOVAL, type="Consultation", predicate="meets")
    assert meeting.actor is not None
    turned = replace(meeting, actor=meeting.target, target=meeting.actor, confidence=0.1)
    (record,) = read(meeting, turned)
    assert record["actor"]["id"] == "Facebook"  # type: ignore[index]
    assert len(read(REMOVAL, replace(turned, type="Removal", predicate="removes"))) == 2


claims = st.builds(
    replace,
    st.sampled_from([REMOVAL, AGAIN]),
    type=st.sampled_from(["Removal", "Ban", "Consultation"]),
    actor=st.sampled_from([None, REMOVAL.actor, REMOVAL.target]),
    polarity=st.sampled_from(Polarity),
    modality=st.sampled_from(Modality),
    time=st.sampled_from([None, "2017", "2018", "2018-01", "2018-01-05", "2019-02"]),
    confidence=st.sampled_from([0.2, 0.5, 0.9]),
)


@given(st.lists(claims, max_size=6), st.randoms())
def test_order_of_claims_never_matters(found: list[Claim], random: object) -> None:
    """Records depend on what is claimed, not on when it was found."""
    shuffled = list(found)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert json.dumps(read(*found)) == json.dumps(read(*shuffled))


@given(st.lists(claims, max_size=6))
def test_every_claim_has_its_record(found: list[Claim]) -> None:
    """Nothing that was claimed gets lost: type, target and polarity of each are told."""

    def told(type_: object, target: object, polarity: object) -> tuple[object, object, object]:
        return type_, target, polarity

    expected = {told(c.type, c.target.entity.id, c.polarity.value) for c in found if c.type != "Consultation"}
    given_ = {told(r["type"], r["target"]["id"], r["polarity"]) for r in read(*found)}  # type: ignore[index]
    assert expected <= given_
    assert {c.type for c in found} == {r["type"] for r in read(*found)}


def test_proposition_as_record() -> None:
    """Every field of the untyped record."""
    proposition = Proposition(
        article="sample",
        sentence=span("It bans Kaspersky."),
        subject="It",
        relation="bans",
        arguments=("Kaspersky",),
        source=("Facebook",),
        confidence=0.75,
    )
    assert proposition_record(proposition) == {
        "article": "sample",
        "sentence": "It bans Kaspersky.",
        "confidence": 0.75,
        "subject": "It",
        "relation": "bans",
        "arguments": ["Kaspersky"],
        "polarity": "positive",
        "modality": "actual",
        "source": ["Facebook"],
    }
