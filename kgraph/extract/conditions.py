"""The conditions that frames of the lexicon put on a reading ("needs" in verbs.tsv and nouns.tsv)."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from kgraph.extract.candidate import named
from kgraph.extract.dependencies import prepositions_of
from kgraph.extract.saying import culprit, friendly, judged, obliged, risky, takeover, told, wrong
from kgraph.extract.tenure import is_ended
from kgraph.model import EntityType

if TYPE_CHECKING:
    from collections.abc import Callable

    from kgraph.extract.candidate import Candidate
    from kgraph.extract.lexicon import Lexicon

_WHO = frozenset({EntityType.PERSON, EntityType.ORGANIZATION, EntityType.COUNTRY, EntityType.GROUP})
_AGENTS = _WHO | {EntityType.PLACE}  # "California sued"
_ORGANIZATIONS = frozenset({EntityType.ORGANIZATION, EntityType.COUNTRY, EntityType.GROUP, EntityType.PLACE})
_PLACES = frozenset({EntityType.PLACE, EntityType.COUNTRY, EntityType.ORGANIZATION})
_SPECIFIC = 0.65  # a described thing with a name in it ("Huawei's participation")
_USING = frozenset({"use", "adopt"})
_COMMENTING = frozenset({"comment", "hear back", "respond to", "interview request"})


def holds(condition: str, candidate: Candidate, lexicon: Lexicon) -> bool:
    """Whether a condition of the lexicon holds; an unknown condition raises `KeyError`."""
    return _CONDITIONS[condition](candidate, lexicon)


def _agent(c: Candidate, _: Lexicon) -> bool:
    return c.actor is None or c.actor.entity.type in _AGENTS


def _target_is(*types: EntityType) -> Callable[[Candidate, Lexicon], bool]:
    return lambda c, _: c.target.entity.type in types


def _words(c: Candidate) -> set[str]:
    """The other words of the sentence, their lemmas, and each two of them that stand together."""
    others = [t for t in c.trigger.sent if t.i != c.trigger.i]
    lemmas = [t.lemma_.lower() for t in others]
    pairs = {f"{first} {second}" for first, second in pairwise(lemmas)}
    return {t.lower_ for t in others} | set(lemmas) | pairs


def _cyber(c: Candidate, lexicon: Lexicon) -> bool:
    for mention in (c.actor, c.target):
        if mention is not None and mention.entity.kind in ("malware", "hacking group"):
            return True
    if c.cyber and not _words(c) & lexicon.classes["military"]:
        return True
    word = c.trigger.lemma_.lower()
    own = word.startswith("cyber") or (word != "breach" and lexicon.is_a(word, "cyber"))
    return own or bool(_words(c) & lexicon.classes["cyber"])


def _military(c: Candidate, lexicon: Lexicon) -> bool:
    military = lexicon.classes["military"]
    told = {w for m in (c.actor, c.target) if m is not None for d in m.entity.descriptors for w in d.split()}
    return bool((_words(c) | told) & military) and not _cyber(c, lexicon)


def _object_in(class_name: str) -> Callable[[Candidate, Lexicon], bool]:
    def check(c: Candidate, lexicon: Lexicon) -> bool:
        objects = list(c.clause.objects) if c.clause is not None else []
        for measure in [o for o in objects if lexicon.is_a(o.lemma_.lower(), "measured")]:
            objects += [n for word, n in prepositions_of(measure) if word == "of"]  # "thousands of emails"
        return any(lexicon.is_a(o.lemma_.lower(), class_name) for o in objects)

    return check


def _money(c: Candidate, lexicon: Lexicon) -> bool:
    """Whether what is spent is money, not years or hours."""
    objects = c.clause.objects if c.clause is not None else ()
    return _object_in("currency")(c, lexicon) or any(
        o.ent_type_ == "MONEY" or lexicon.is_a(o.lemma_.lower(), "funds") for o in objects
    )


def _goods(c: Candidate, lexicon: Lexicon) -> bool:
    """Whether goods are supplied, no help and no part of a firm: "gave advice to", "sold its unit to"."""
    objects = c.clause.objects if c.clause is not None else ()
    given = [*objects, *(n for o in objects for word, n in prepositions_of(o) if word == "in")]
    given += c.clause.governed_by("in") if c.clause is not None else []
    words = [n.lemma_.lower() for n in given]
    return not any(lexicon.is_a(word, "help") or lexicon.is_a(word, "partial") for word in words)


def _dealings(c: Candidate, lexicon: Lexicon) -> bool:
    return _object_in("dealings")(c, lexicon) or (
        c.trigger.lemma_ == "suspend" and c.target.entity.type in _WHO
    )


def _attacker(c: Candidate, lexicon: Lexicon) -> bool:
    """Whether nobody is named, or one who attacks computers; firms and agencies shut down their own."""
    if c.actor is None or c.actor.entity.kind in ("malware", "hacking group", "country"):
        return True
    if c.actor.entity.type is EntityType.GROUP:
        return lexicon.is_a(c.actor.span.text.split()[-1].lower().removesuffix("s"), "unnamed")
    return c.trigger.lemma_ in ("target", "attack", "hit") and c.actor.entity.kind in ("", "agency", "person")


def _blacklisted(c: Candidate, lexicon: Lexicon) -> bool:
    prepositions = c.clause.prepositions if c.clause is not None else ()
    return any(
        word in ("to", "on", "onto") and lexicon.is_a(n.lemma_.lower(), "blacklist")
        for word, n in prepositions
    )


def _from(c: Candidate, _: Lexicon) -> bool:
    return c.clause is not None and any(word in ("from", "off") for word, _ in c.clause.prepositions)


def _planned(c: Candidate, _: Lexicon) -> bool:
    return any(child.dep_ == "aux" and child.tag_ in ("MD", "TO") for child in c.trigger.children)


def _verbal(c: Candidate, lexicon: Lexicon) -> bool:
    """Whether an attack is one of words: it is called so, or a person makes it where no weapons are near."""
    if c.trigger.lemma_ not in ("attack", "threat", "action"):
        return True
    if any(
        child.lower_ in ("verbal", "scathing", "legal", "veiled", "explicit") for child in c.trigger.children
    ):
        return True
    person = c.actor is not None and c.actor.entity.type is EntityType.PERSON
    return c.trigger.lemma_ == "attack" and person and not (_cyber(c, lexicon) or _military(c, lexicon))


def _launchable(c: Candidate, lexicon: Lexicon) -> bool:
    if c.target.entity.type is EntityType.PRODUCT:
        return True
    lemma = c.target_token.lemma_.lower()
    return lexicon.is_a(lemma, "launchable") and lemma not in lexicon.nouns  # a probe is an investigation


def _founded(c: Candidate, lexicon: Lexicon) -> bool:
    """Whether a named organisation or something that can be launched is set up."""
    return (named(c.target) and c.target.entity.type is EntityType.ORGANIZATION) or _launchable(c, lexicon)


def _threat(c: Candidate, lexicon: Lexicon) -> bool:
    if c.target.entity.kind in ("malware", "hacking group", "vulnerability"):
        return True
    return lexicon.is_a(c.target_token.lemma_.lower(), "threat")


def _is_no_press_call(c: Candidate, _: Lexicon) -> bool:
    """Whether it is not just a reporter who asks, or is told nothing ("declined to tell Reuters")."""
    press = any(m is not None and m.entity.kind == "media outlet" for m in (c.actor, c.target))
    return not press and not _words(c) & _COMMENTING


def _tool(c: Candidate, lexicon: Lexicon) -> bool:
    if c.target.kind == "phrase" and lexicon.is_a(c.target_token.lemma_.lower(), "tool"):
        return True
    if c.target.entity.type in (EntityType.PRODUCT, EntityType.MALWARE):
        return True
    ware = c.target.kind == "description" or not c.target.entity.kind  # "Signal's protocol", "AAC"
    return named(c.target) and (
        c.target.entity.type is EntityType.THING
        or (c.target.entity.type is EntityType.ORGANIZATION and ware and c.trigger.lemma_ in _USING)
    )


def _bought(c: Candidate, lexicon: Lexicon) -> bool:
    """Whether a company or product is bought, not something of it ("chips from X")."""
    if not named(c.target) or c.target.entity.type not in (EntityType.ORGANIZATION, EntityType.PRODUCT):
        return False
    head = c.target_token.lemma_.lower()
    described = c.target.kind == "description" and lexicon.kinds_of(head)  # "the company"
    return c.target_token.pos_ in ("PROPN", "PRON") or lexicon.is_a(head, "partial") or bool(described)


def _hackable(c: Candidate, lexicon: Lexicon) -> bool:
    """Whether what is breached can be attacked: no malware or text, no right or rule, not just any thing."""
    type_ = c.target.entity.type
    if type_ in (EntityType.MALWARE, EntityType.WORK):
        return False
    if type_ is EntityType.THING and c.target.kind == "phrase" and c.target.confidence < _SPECIFIC:
        return any(t.pos_ == "PROPN" for t in c.target_token.subtree)  # not "customer data"
    return named(c.target) or not lexicon.is_a(c.target_token.lemma_.lower(), "norm")


def _linked(c: Candidate, _: Lexicon) -> bool:
    return c.actor is not None and c.actor.entity.type in _WHO and c.target.entity.type in _WHO


_CONDITIONS: dict[str, Callable[[Candidate, Lexicon], bool]] = {
    "agent": _agent,
    "named": lambda c, _: named(c.target),
    "who": lambda c, _: c.target.entity.type in _WHO,
    "someone": lambda c, _: (
        c.target.entity.type in _WHO or (c.target.entity.type is EntityType.THING and c.target.kind == "name")
    ),
    "org": lambda c, _: c.target.entity.type in _ORGANIZATIONS,
    "place": lambda c, _: c.target.entity.type in _PLACES,
    "company": _bought,
    "intransitive": lambda c, _: c.clause is None or not c.clause.objects,
    "product": _target_is(EntityType.PRODUCT, EntityType.MALWARE),
    "person": lambda c, _: c.actor is not None and c.actor.entity.type is EntityType.PERSON,
    "hackable": _hackable,
    "specific": lambda c, _: named(c.target) or c.target.confidence >= _SPECIFIC,
    "agreed": lambda c, _: c.actor is not None,
    "alleged": lambda *_: True,  # what the verb says is an allegation by itself ("linked to")
    "contested": lambda c, lexicon: not _object_in("accusation")(c, lexicon),
    "cyber": _cyber,
    "military": _military,
    "dealings": _dealings,
    "accusation": _object_in("accusation"),
    "goods": _goods,
    "measure": _object_in("measure"),
    "forces": _object_in("forces"),
    "secret": _object_in("secret"),
    "wrong": wrong,
    "attacker": _attacker,
    "negative": judged("negative"),
    "favourable": judged("favourable"),
    "false": judged("false"),
    "dangerous": judged("dangerous"),
    "malware": lambda c, _: c.target.entity.kind == "malware",
    "malicious": lambda c, _: c.actor is not None and c.actor.entity.kind in ("malware", "hacking group"),
    "impersonal": lambda c, _: c.target.entity.type is not EntityType.PERSON,
    "active": lambda c, _: c.clause is None or not c.clause.passive,
    "plain": lambda c, _: c.clause is None or not c.clause.complements,
    "loot": lambda c, lexicon: _object_in("secret")(c, lexicon) or _cyber(c, lexicon),
    "site": _object_in("site"),
    "wares": lambda c, lexicon: lexicon.is_a(c.target_token.lemma_.lower(), "wares"),
    "human": _target_is(EntityType.PERSON, EntityType.GROUP),
    "property": _object_in("property"),
    "business": lambda c, _: c.target.entity.type in (EntityType.ORGANIZATION, EntityType.PRODUCT),
    "told": lambda c, lexicon: not _object_in("withheld")(c, lexicon),
    "mutual": lambda c, _: c.clause is None or not c.clause.governed_by("about"),
    "risky": risky,
    "culprit": culprit,
    "obliged": obliged,
    "blacklist": _blacklisted,
    "from": _from,
    "free": lambda c, lexicon: named(c.target) or not lexicon.is_a(c.target_token.lemma_.lower(), "adverse"),
    "nowith": lambda c, _: c.clause is None or not c.clause.governed_by("with"),
    "harmless": lambda c, lexicon: not _threat(c, lexicon),
    "money": _money,
    "nofee": lambda c, _: c.clause is None or not c.clause.governed_by("for"),
    "nofrom": lambda c, lexicon: not _from(c, lexicon),
    "tell": told,
    "future": _planned,
    "verbal": _verbal,
    "launchable": _launchable,
    "founded": _founded,
    "takeover": takeover,
    "friendly": friendly,
    "envoy": _object_in("envoy"),
    "civil": lambda c, lexicon: not _military(c, lexicon),
    "alone": lambda c, _: c.clause is None or len(c.clause.objects) == 1,
    "against": lambda c, _: c.clause is not None and bool(c.clause.governed_by("against")),
    "court": lambda c, _: (
        c.clause is not None and any(t.lower_ == "court" for t in c.clause.governed_by("to"))
    ),
    "threat": _threat,
    "tool": _tool,
    "nopress": _is_no_press_call,
    "institution": lambda c, _: c.actor is None or c.actor.entity.type is not EntityType.PERSON,
    "lasting": lambda c, lexicon: not is_ended(c.trigger, lexicon),
    "past": lambda c, _: c.trigger.tag_ in ("VBD", "VBN", "VBG"),
    "user": lambda c, _: c.actor is not None and c.actor.entity.type in _AGENTS | {EntityType.MALWARE},
    "linked": _linked,
}

CONDITIONS = frozenset(_CONDITIONS)
