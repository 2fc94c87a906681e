"""What claims amount to."""

from collections.abc import Callable
from datetime import date
from itertools import permutations

import pytest

from kgraph.graph.consolidate import (
    Fact,
    confidence_of,
    consolidate,
    event_id,
    event_label,
    event_times,
    fact_of,
    status_of,
)
from kgraph.model import Entity, EntityType, Extraction, Modality, Polarity, Status
from kgraph.ontology import types


def fact(
    polarity: Polarity = Polarity.POSITIVE,
    modality: Modality = Modality.ACTUAL,
    *,
    original: str = "a",
    confidence: float = 0.5,
) -> Fact:
    return Fact(
        "c", original, None, ("Ban", "A", "B"), polarity, modality, None, None, None, None, confidence
    )


YES, NO = Polarity.POSITIVE, Polarity.NEGATIVE
ACTUAL, ALLEGED, PLANNED = Modality.ACTUAL, Modality.ALLEGED, Modality.PLANNED


@pytest.mark.parametrize(
    ("claims", "status"),
    [
        ([(YES, ACTUAL)], Status.REPORTED),
        ([(YES, ACTUAL), (YES, ALLEGED), (YES, PLANNED)], Status.REPORTED),
        ([(YES, ALLEGED)], Status.ALLEGED),
        ([(YES, ALLEGED), (YES, PLANNED)], Status.ALLEGED),
        ([(YES, PLANNED)], Status.PLANNED),
        ([(NO, ACTUAL)], Status.DENIED),
        ([(NO, ALLEGED), (NO, PLANNED)], Status.DENIED),
        ([(YES, ACTUAL), (NO, ACTUAL)], Status.DISPUTED),
        ([(YES, ALLEGED), (NO, ACTUAL)], Status.DISPUTED),
        ([(YES, ALLEGED), (YES, PLANNED), (NO, ACTUAL)], Status.DISPUTED),
        ([(YES, PLANNED), (NO, ACTUAL)], Status.PLANNED),
    ],
)
def test_status(claims: list[tuple[Polarity, Modality]], status: Status) -> None:
    for order in permutations(claims):
        assert status_of(fact(*claim) for claim in order) is status


@pytest.mark.parametrize(
    ("times", "events"),
    [
        ([None], {None: None}),
        (["2018", None], {"2018": "2018", None: "2018"}),
        (["2018-04-05", "2018-04", "2018"], dict.fromkeys(["2018-04-05", "2018-04", "2018"], "2018-04-05")),
        (["2018-04", "2018-05", "2018"], {"2018-04": "2018-04", "2018-05": "2018-05", "2018": "2018"}),
        (["2018-04", "2019", None], {"2018-04": "2018-04", "2019": "2019", None: None}),
        (["2018-04", "2018", "2019"], {"2018-04": "2018-04", "2018": "2018-04", "2019": "2019"}),
        (["2018-04-05", "2018-05", None], {"2018-04-05": "2018-04-05", "2018-05": "2018-05", None: None}),
    ],
)
def test_times_define_events(times: list[str | None], events: dict[str | None, str | None]) -> None:
    for order in permutations(times):
        assert event_times(order) == events


def test_confidence_is_noisy_or_over_articles() -> None:
    assert confidence_of([fact(confidence=0.5)]) == 0.5
    assert confidence_of([fact(confidence=0.5), fact(confidence=0.4)]) == 0.5
    assert confidence_of([fact(confidence=0.5), fact(original="b", confidence=0.5)]) == 0.75
    assert confidence_of([fact(confidence=1.0)]) == 0.99


@pytest.mark.parametrize(
    ("type_name", "actor", "role", "label"),
    [
        ("Ban", "Twitter", None, "Twitter bans Acme"),
        ("Cyberattack", None, None, "Unknown attacks Acme"),
        ("holdsPositionAt", "Jane Doe", "founder", "Jane Doe is founder of Acme"),
        ("holdsPositionAt", "Jane Doe", None, "Jane Doe holds position at Acme"),
        ("partOf", "Cydan", None, "Cydan is part of Acme"),
        ("alsoKnownAs", "Fancy Bear", None, "Fancy Bear is also known as Acme"),
    ],
)
def test_labels_are_sentences(type_name: str, actor: str | None, role: str | None, label: str) -> None:
    def thing(name: str) -> Entity:
        return Entity(name, name, EntityType.THING)

    assert event_label(types()[type_name], thing(actor) if actor else None, thing("Acme"), role) == label


def test_event_ids_tell_the_unnamed_from_a_name() -> None:
    keys = [("Ban", None, "B"), ("Ban", "", "B"), ("Ban", "-", "B"), ("Ban", "B", ""), ("Fine", None, "B")]
    assert len({event_id(key, None) for key in keys} | {event_id(keys[0], "2018")}) == 6


def test_claims_of_all_articles_meet_in_events(samples: list[Extraction]) -> None:
    facts = [fact_of(claim, e.article.published) for e in samples for claim in e.claims]
    entities = {mention.entity.id: mention.entity for e in samples for mention in e.mentions}
    events = {found.event.label: found.event for found in consolidate(facts, entities.__getitem__)}
    ban = events["Twitter bans Kaspersky Lab"]
    assert (ban.time, ban.status, ban.object) == ("2018-04", Status.REPORTED, "ads")
    assert (ban.claim_count, ban.source_count, ban.confidence) == (2, 2, 0.98)
    assert (ban.first_reported, ban.last_reported) == (date(2018, 4, 23), date(2018, 4, 25))
    assert events["Kaspersky Lab has ties to Russia"].status is Status.DISPUTED
    assert events["Eugene Kaspersky is founder of Kaspersky Lab"].role == "founder"
    attack = events["Unknown attacks Media Prima"]
    assert attack.actor is None
    assert attack.place == entities["Russia"]
    meeting = events["Department of Homeland Security meets Twitter"]
    assert (meeting.status, meeting.first_reported) == (Status.PLANNED, None)


def test_relations_have_no_time(
    make_extraction: Callable[..., Extraction], said: Callable[..., object]
) -> None:
    extraction = make_extraction(
        "a", said("hasTiesTo", "DHS", "Russia", "2017"), said("hasTiesTo", "DHS", "Russia", "2018")
    )
    facts = [fact_of(claim, None) for claim in extraction.claims]
    entities = {mention.entity.id: mention.entity for mention in extraction.mentions}
    (found,) = consolidate(facts, entities.__getitem__)
    assert (found.event.time, found.event.claim_count) == (None, 2)
