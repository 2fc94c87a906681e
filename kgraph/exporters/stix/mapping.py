"""What becomes what in STIX: all that is decided about it, as data.

Objects, one an entity, whatever it does in an event:

- A hacking group is a threat-actor, not an intrusion-set: news tells of those who act, an intrusion set is
  what their traces have in common; and the gazetteer's groups come from MISP's list of threat actors.
- Malware is a malware family: news names families, not samples.
- A country is a location, as OpenCTI and MISP have it, also where its government acts.
- Persons, organisations and groups are identities; a product is one of the class "system".
- Works and matters ("the 2016 U.S. elections") have no object; events about them are left out.

Relationships are those that the standard lists for the two objects. Ties between a group and a state are
`related-to` even when reported: `attributed-to` says that the one is the other.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from babel import Locale

from kgraph.model import EntityType, Status

if TYPE_CHECKING:
    from kgraph.model import Entity

CYBER_TYPES: Final = frozenset({"Cyberattack", "Disclosure", "Espionage", "Interference"})
"""Event types that are exported whoever takes part; others where a threat actor or malware does."""

CYBER_OBJECTS: Final = frozenset({"threat-actor", "malware"})

IDENTITY_CLASSES: Final = {
    EntityType.PERSON: "individual",
    EntityType.ORGANIZATION: "organization",
    EntityType.GROUP: "group",
    EntityType.PRODUCT: "system",
}

RELATED: Final = "related-to"

_RELATIONSHIPS: Final = {
    **{
        (type_, actor, target): "targets"
        for type_ in ("Cyberattack", "Espionage", "Interference")
        for actor in ("threat-actor", "malware")
        for target in ("identity", "location")
    },
    ("uses", "threat-actor", "malware"): "uses",
    ("uses", "malware", "malware"): "uses",
    ("basedIn", "threat-actor", "location"): "located-at",
    ("basedIn", "malware", "location"): "originates-from",
    ("partOf", "threat-actor", "identity"): "attributed-to",
    ("alsoKnownAs", "threat-actor", "identity"): "attributed-to",
    ("alsoKnownAs", "threat-actor", "threat-actor"): "duplicate-of",
    ("alsoKnownAs", "malware", "malware"): "duplicate-of",
}
_TURNED: Final = {
    ("produces", "threat-actor", "malware"): "authored-by",
    ("alsoKnownAs", "identity", "threat-actor"): "attributed-to",
}
"""Relationships from what is the target here to what is the actor here."""

CEILINGS: Final = {Status.REPORTED: 100, Status.ALLEGED: 50, Status.PLANNED: 50, Status.DISPUTED: 30}
"""The most confidence that an event of a status can have."""

_OTHER_NAMES: Final = {
    "Antigua and Barbuda": "AG", "Bosnia and Herzegovina": "BA", "Czech Republic": "CZ",
    "Democratic Republic of the Congo": "CD", "East Timor": "TL", "Hong Kong": "HK", "Ivory Coast": "CI",
    "Macau": "MO", "Myanmar": "MM", "Palestine": "PS", "Republic of the Congo": "CG",
    "Saint Kitts and Nevis": "KN", "Saint Lucia": "LC", "Saint Vincent and the Grenadines": "VC",
    "Sao Tome and Principe": "ST", "Trinidad and Tobago": "TT", "Turkey": "TR",
}  # fmt: skip
"""Countries that the gazetteer calls by another name than the Unicode locale data do."""

_CITIES: Final = frozenset({"city", "town"})
_AREAS: Final = frozenset({"region", "province", "state"})


def object_type(entity: Entity) -> str | None:
    """The STIX type of an entity, None where it has none."""
    if entity.type is EntityType.MALWARE:
        return "malware"
    if entity.kind == "hacking group":
        return "threat-actor"
    if entity.type is EntityType.COUNTRY or (entity.type is EntityType.PLACE and entity.country):
        return "location"
    return "identity" if entity.type in IDENTITY_CLASSES else None


def relationship(event_type: str, status: Status, actor: str, target: str) -> tuple[str, bool]:
    """The type of a relationship between two STIX types, and whether it goes from target to actor."""
    if status is not Status.REPORTED:
        return RELATED, False
    key = (event_type, actor, target)
    if key in _TURNED:
        return _TURNED[key], True
    return _RELATIONSHIPS.get(key, RELATED), False


def place(entity: Entity) -> dict[str, str]:
    """The properties of a location that say where it is."""
    if entity.type is EntityType.COUNTRY:
        return {"country": country_code(entity.label) or entity.label}
    country = entity.country.replace("_", " ")
    found = {"country": country_code(country) or country}
    kinds = set(entity.descriptors)
    if kinds & _CITIES:
        found["city"] = entity.label
    elif kinds & _AREAS:
        found["administrative_area"] = entity.label
    return found


def country_code(name: str) -> str | None:
    """The ISO 3166-1 code of a country, None where it has none.

    >>> country_code("Russia"), country_code("Czech Republic"), country_code("Soviet Union")
    ('RU', 'CZ', None)
    """
    return _codes().get(name)


def hyphenated(name: str) -> str:
    """The name of a type as STIX writes names.

    >>> hyphenated("hasTiesTo"), hyphenated("Cyberattack")
    ('has-ties-to', 'cyberattack')
    """
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name).lower()


@cache
def _codes() -> dict[str, str]:
    names = Locale("en").territories
    return {name: code for code, name in names.items() if len(code) == 2 and code.isalpha()} | _OTHER_NAMES
