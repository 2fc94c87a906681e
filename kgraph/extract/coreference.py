"""What a noun phrase or pronoun stands for, where that is safe to say; nothing otherwise.

Resolved are: names; nouns that belong to or act for a name ("Kaspersky products", "US officials");
descriptions that the gazetteer knows ("the social network"); pronouns bound by the grammar
(the subject of a speech verb, the subject of the same clause) or with a single candidate in
reach; and groups that are described closely enough to be someone ("Russian hackers").
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kgraph.extract.clauses import conjoined, holders_of, prepositions_of, subjects_of
from kgraph.link import clean_name, described_entity
from kgraph.model import Entity, EntityType, Mention, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kgraph.extract.lexicon import Lexicon
    from kgraph.extract.mentions import Name, NamedPassage
    from kgraph.gazetteer import Gazetteer

_THING_PRONOUNS = frozenset({"it", "its", "itself"})
_PERSON_PRONOUNS = frozenset({"he", "she", "him", "her", "his", "hers", "himself", "herself"})
_PLURAL_PRONOUNS = frozenset({"they", "them", "their", "themselves"})
_SPEAKER_PRONOUNS = frozenset({"i", "me", "my", "we", "us", "our", "myself", "ourselves"})
_DEFINITE = frozenset({"the", "this", "that", "these", "those"})
_POSSESSIVES = frozenset({"its", "his", "her", "their", "our", "my"})
_MODIFIERS = frozenset({"det", "amod", "compound", "nummod", "nmod", "poss", "quantmod", "npadvmod"})
_KIND_NOUNS = {
    "company": "company|firm|business|giant|maker|group|corporation|manufacturer|vendor|startup|start-up",
    "agency": "agency|department|office|bureau|ministry|regulator|watchdog|service|body|commission",
    "country": "country|nation|government|administration",
    "hacking group": "group|gang|hacker|attacker|team|collective|actor|criminal",
    "malware": "malware|ransomware|virus|worm|trojan|backdoor|botnet|spyware",
    "media outlet": "newspaper|broadcaster|channel|network|outlet|magazine|site|agency|station",
    "international organisation": "organisation|organization|body|bloc|alliance|union|agency|commission",
}
_KINDS_OF_NOUN: dict[str, set[str]] = {}
for _kind, _nouns in _KIND_NOUNS.items():
    for _noun in _nouns.split("|"):
        _KINDS_OF_NOUN.setdefault(_noun, set()).add(_kind)
_AGENTIVE = frozenset(
    {EntityType.PERSON, EntityType.ORGANIZATION, EntityType.COUNTRY, EntityType.GROUP, EntityType.MALWARE}
)
_HELD = frozenset({"use", "own", "operate", "run", "control", "hold", "make", "develop", "produce"})
_NAMING = frozenset({"know", "call", "name", "dub", "nickname", "codename"})
_EXAMPLES = frozenset({"including", "like"})
_CATEGORIES = frozenset(
    "malware ransomware exploit virus worm trojan backdoor botnet spyware app platform service group gang company"
    " firm agency browser software tool newspaper website site campaign vulnerability phone smartphone".split()
)
_AMOUNTS = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "CARDINAL", "ORDINAL"})
_REACH = 3  # passages back in which a description may find its name


class Reference:
    """Resolves the noun phrases of one article."""

    def __init__(self, passages: Sequence[NamedPassage], lexicon: Lexicon, gazetteer: Gazetteer) -> None:
        self._passages = passages
        self._lexicon = lexicon
        self._gazetteer = gazetteer
        self._index = {id(named.parsed.doc): number for number, named in enumerate(passages)}
        self._employer: dict[str, Entity] = {}
        self._cache: dict[tuple[int, int], tuple[Mention, ...]] = {}
        self._pending: set[tuple[int, int]] = set()

    def employs(self, person: Entity, organization: Entity) -> None:
        """Remember whom a person works for, so that "her agency" can be found."""
        self._employer.setdefault(person.id, organization)

    def known(self, entity_id: str) -> Entity | None:
        """The gazetteer's entity of this id."""
        return self._gazetteer.get(entity_id)

    def passage_of(self, token: Token) -> NamedPassage:
        """The passage that a token stands in."""
        return self._passages[self._index[id(token.doc)]]

    def name_at(self, token: Token) -> Name | None:
        """The name that covers a token, if any."""
        return self.passage_of(token).name_at(token)

    def all_of(self, tokens: Sequence[Token]) -> list[Mention]:
        """What some tokens stand for, each entity once."""
        out: list[Mention] = []
        for token in tokens:
            for mention in self.of(token):
                if all(mention.entity.id != other.entity.id for other in out):
                    out.append(mention)
        return out

    def of(self, token: Token) -> tuple[Mention, ...]:
        """What the noun phrase headed by a token stands for; empty when it is not safe to say.

        A noun followed by the names that it describes ("media outlets RT and Sputnik") stands for
        them all. Conjoined phrases are separate tokens and are asked for separately.
        """
        key = (self._index[id(token.doc)], token.i)
        if key in self._cache:
            return self._cache[key]
        if key in self._pending:  # a description that would have to explain itself
            return ()
        self._pending.add(key)
        found = tuple(self._resolve(token))
        self._pending.discard(key)
        self._cache[key] = found
        return found

    # -- noun phrases ---------------------------------------------------------------------------

    def _resolve(self, token: Token) -> list[Mention]:
        name = self.name_at(token)
        if name is not None and name.adjective and token.tag_ in ("NNS", "NNPS"):
            return [self._people(token)]
        if name is not None and name.mention.entity.type is EntityType.COUNTRY and self._counted(token, name):
            return [self._people(token)]
        if name is not None and not (name.adjective and token.dep_ in ("amod", "compound")):
            return [name.mention]
        if token.pos_ == "PRON" or token.tag_ in ("PRP", "PRP$"):
            return self._pronoun(token)
        if token.tag_ in ("WDT", "WP"):
            return []
        if token.pos_ not in ("NOUN", "PROPN", "ADJ", "NUM") or token.ent_type_ in ("DATE", "MONEY", "PERCENT"):
            return []
        described = self._names_described(token)
        if described:
            return described
        called = self._called(token)
        if called is not None:
            return [called]
        owned = self._owned(token)
        if owned is not None:
            return [owned]
        description = self._description(token)
        if description is not None:
            return [description]
        group = self._group(token)
        if group is not None:
            return [group]
        if self._lexicon.is_a(token.lemma_.lower(), "measured"):
            return [m for w, n in prepositions_of(token) if w in ("of", "to") for m in self.of(n)]
        return []

    def _names_described(self, token: Token) -> list[Mention]:
        """The names in apposition to a noun: "the founder, Eugene Kaspersky"; "outlets RT and Sputnik"."""
        out: list[Mention] = []
        for child in token.children:
            if child.dep_ == "appos":
                for other in conjoined(child):
                    name = self.name_at(other)
                    if name is not None and not name.adjective:
                        out.append(name.mention)
            elif child.dep_ == "acl" and child.lemma_ in _NAMING:
                out.extend(n.mention for n in self._names_below(child))
            elif child.dep_ == "prep" and child.lower_ in _EXAMPLES:
                out.extend(n.mention for n in self._names_below(child))
        return out

    def _names_below(self, token: Token) -> list[Name]:
        """Names that a participle or preposition introduces: "known as X", "including X and Y"."""
        found = (self.name_at(n) for child in token.subtree if child.dep_ in ("pobj", "oprd") for n in conjoined(child))
        return [name for name in found if name is not None and not name.adjective]

    def _called(self, token: Token) -> Mention | None:
        """A kind of thing with its own name before it: "the EternalBlue exploit", "the Lazarus group"."""
        if token.lemma_.lower() not in _CATEGORIES or token.tag_ == "NNS" or token.i == 0:
            return None
        name = self.name_at(token.doc[token.i - 1])
        if name is None or name.adjective or token.doc[token.i - 1].dep_ not in ("compound", "nmod"):
            return None
        entity = name.mention.entity
        its_own = entity.type in (EntityType.PRODUCT, EntityType.MALWARE, EntityType.THING)
        if its_own or entity.kind == "hacking group":
            return Mention(entity, self.phrase(token), "name", name.mention.confidence)
        return None

    def owner_names(self, token: Token) -> list[Name]:
        """The names that stand before a noun in its phrase, as its owner or modifier."""
        out = []
        for child in token.lefts:
            if child.dep_ not in ("poss", "compound", "nmod", "amod"):
                continue
            name = self.name_at(child)
            if name is not None:
                out.append(name)
            elif child.dep_ in ("compound", "nmod", "amod"):
                out.extend(self.owner_names(child))
        return out

    def _owned(self, token: Token) -> Mention | None:
        """A noun that stands for the name it belongs to: "Kaspersky products", "Twitter's executives"."""
        lemma = token.lemma_.lower()
        extension = self._lexicon.is_a(lemma, "extension")
        spokesman = self._lexicon.is_a(lemma, "spokesman") or lemma in self._lexicon.positions
        if not (extension or spokesman) or any(c.dep_ == "nummod" for c in token.children):
            return None
        for name in self.owner_names(token):
            type_ = name.mention.entity.type
            if name.adjective and (not spokesman or token.tag_ == "NN" and lemma != "government"):
                continue
            if type_ in (EntityType.PERSON, EntityType.PLACE):
                continue
            if type_ is EntityType.COUNTRY and not spokesman:
                continue
            return Mention(name.mention.entity, self.phrase(token), "name", 0.9 * name.mention.confidence)
        for child in token.children:
            if child.dep_ == "poss" and self.name_at(child) is None:
                owners = [m for m in self.of(child) if m.entity.type is not EntityType.PERSON]
                if owners:
                    owner = owners[0]
                    return Mention(owner.entity, self.phrase(token), "description", 0.85 * owner.confidence)
        for child in token.children:
            if child.dep_ == "acl" and child.lemma_ in _HELD:
                holders = [m for w, n in prepositions_of(child) if w == "by" for m in self.of(n)]
                if holders:
                    return Mention(holders[0].entity, self.phrase(token), "description", 0.8 * holders[0].confidence)
        for word, noun in prepositions_of(token):
            name_of = self.name_at(noun)
            if word in ("of", "from", "at", "for") and name_of is not None and not name_of.adjective:
                entity = name_of.mention.entity
                if entity.type is EntityType.ORGANIZATION or (spokesman and entity.type is EntityType.COUNTRY):
                    return Mention(entity, self.phrase(token), "name", 0.8)
        return None

    def _description(self, token: Token) -> Mention | None:
        """A definite description of something named before: "the social network", "her agency"."""
        determiners = [c for c in token.children if c.dep_ in ("det", "poss")]
        if not determiners:
            return None
        if token.tag_ == "NNS":
            return self._plural_description(token, determiners[0])
        determiner = determiners[0]
        if determiner.dep_ == "poss":
            return self._possessed(token, determiner)
        if determiner.lower_ not in _DEFINITE:
            return None
        if any(c.dep_ in ("relcl", "acl") or _takes_noun(c) for c in token.children):
            return None
        noun = token.lemma_.lower()
        phrase = self._bare_phrase(token)
        kinds = _KINDS_OF_NOUN.get(noun, set())
        modified = len(phrase.split()) > 1
        adjectives = [n.mention.entity.id for n in self.owner_names(token) if n.adjective]
        excluded = {m.entity.id for m in self._clause_mates(token)}
        for name in self._before(token, _REACH):
            entity = name.mention.entity
            if entity.id in excluded or name.adjective:
                continue
            if phrase in entity.descriptors:
                return Mention(entity, self.phrase(token), "description", 0.8)
            if adjectives:
                if entity.country in adjectives and (entity.kind in kinds or noun in entity.descriptors):
                    return Mention(entity, self.phrase(token), "description", 0.75)
                continue
            if modified:
                continue
            own_word = noun in entity.label.lower().split()
            if entity.kind in kinds or own_word or (noun in entity.descriptors):
                return Mention(entity, self.phrase(token), "description", 0.7)
            if not entity.kind and entity.type is EntityType.ORGANIZATION and "company" in kinds:
                return Mention(entity, self.phrase(token), "description", 0.6)
        if not modified and not kinds:
            return self._same_noun(token, noun)
        return None

    def _plural_description(self, token: Token, determiner: Token) -> Mention | None:
        """ "the hackers", when the article has named one hacking group."""
        if determiner.lower_ not in _DEFINITE or "hacking group" not in _KINDS_OF_NOUN.get(token.lemma_, ()):
            return None
        if len(self._bare_phrase(token).split()) > 1:
            return None
        groups = {n.mention.entity.id: n.mention.entity for n in self._before(token, _REACH) if _is_hacking_group(n)}
        if len(groups) != 1:
            return None
        return Mention(next(iter(groups.values())), self.phrase(token), "description", 0.7)

    def _possessed(self, token: Token, determiner: Token) -> Mention | None:
        """ "her agency", "his company": the employer of the person meant."""
        if determiner.lower_ not in ("his", "her", "my", "our") or token.lemma_.lower() not in _KINDS_OF_NOUN:
            return None
        for person in self.of(determiner):
            employer = self._employer.get(person.entity.id)
            if employer is None and person.entity.parent:
                employer = self._gazetteer.get(person.entity.parent)
            if employer is not None:
                return Mention(employer, self.phrase(token), "description", 0.8)
        return None

    def _same_noun(self, token: Token, noun: str) -> Mention | None:
        """ "the software", after "Kaspersky Lab security software"."""
        if not self._lexicon.is_a(noun, "extension"):
            return None
        for other in reversed(token.doc[: token.i]):
            if other.lemma_.lower() == noun and self.owner_names(other):
                owner = self.of(other)
                if owner:
                    return Mention(owner[0].entity, self.phrase(token), "description", 0.7)
        return None

    def _group(self, token: Token) -> Mention | None:
        """A set of people or organisations described closely enough: "UK firms", "two Iranian men"."""
        lemma = token.lemma_.lower()
        if not self._lexicon.is_a(lemma, "group"):
            return None
        names = self.owner_names(token)
        if not names:
            return None
        phrase = self.phrase(token)
        return self._described(phrase, EntityType.GROUP, 0.8)

    def _counted(self, token: Token, name: Name) -> bool:
        """Whether a country's name is here only some of its officials ("ten Russian officials")."""
        return name.mention.span.text.endswith(("officials", "authorities")) and any(
            c.dep_ == "nummod" or c.lower_ in ("several", "some", "many", "two") for c in token.children
        )

    def _people(self, token: Token) -> Mention:
        """People of a nationality: "two Canadians" are not Canada."""
        phrase = self.phrase(token)
        return self._described(phrase, EntityType.GROUP, 0.8)

    def thing(self, token: Token) -> Mention | None:
        """A matter described closely enough: "the 2016 U.S. elections", "software patents", "hospitals in Britain"."""
        if token.pos_ not in ("NOUN", "PROPN") or self.name_at(token) is not None or token.ent_type_ in _AMOUNTS:
            return None
        phrase, confidence = self.phrase(token), 0.7
        if not self.owner_names(token):
            confidence = 0.55
            if self._lexicon.is_a(token.lemma_.lower(), "measured"):
                inner = [n for w, n in prepositions_of(token) if w in ("of", "to")]
                if inner:
                    return self.thing(inner[0])
            placed = [n for w, n in prepositions_of(token) if w in ("in", "of", "from") and n.i - token.i < 4]
            placed = [n for n in placed if self.name_at(n) is not None]
            if placed:
                phrase = self.passage_of(token).parsed.span(token.left_edge.i, placed[0].i + 1)
            elif not any(self._tells_apart(c) for c in token.lefts):
                return None
        type_ = EntityType.GROUP if self._lexicon.is_a(token.lemma_.lower(), "group") else EntityType.THING
        return self._described(phrase, type_, confidence) if clean_name(phrase.text) else None

    def _described(self, phrase: Span, type_: EntityType, confidence: float) -> Mention:
        article = self._passages[0].parsed.article.id
        return Mention(described_entity(clean_name(phrase.text), type_, article), phrase, "phrase", confidence)

    def _tells_apart(self, modifier: Token) -> bool:
        """Whether a modifier says which ones are meant ("software patents"), not just how many."""
        if modifier.dep_ not in ("amod", "compound", "nmod") or modifier.ent_type_ in _AMOUNTS:
            return False
        return not self._lexicon.is_a(modifier.lower_, "vague")

    def phrase(self, token: Token) -> Span:
        """The noun phrase of a token, from its first modifier to the noun itself."""
        first = token.i
        queue = [token]
        while queue:
            for child in queue.pop().lefts:
                if child.dep_ in _MODIFIERS or (child.dep_ in ("punct", "case", "conj", "cc") and child.i > first):
                    first = min(first, child.i)
                    queue.append(child)
        return self.passage_of(token).parsed.span(first, token.i + 1)

    def _bare_phrase(self, token: Token) -> str:
        """The noun phrase in small letters, without determiner and nationality."""
        words = []
        for i in range(token.left_edge.i, token.i + 1):
            other = token.doc[i]
            name = self.name_at(other)
            if other.dep_ in ("det", "poss", "case") or (name is not None and name.adjective):
                continue
            words.append(other.lower_)
        return " ".join(words).replace(" - ", "-")

    # -- pronouns -------------------------------------------------------------------------------

    def _pronoun(self, token: Token) -> list[Mention]:
        word = token.lower_
        if word in _SPEAKER_PRONOUNS:
            return [self._as_pronoun(token, m, 0.8) for m in self._speaker(token)]
        if word in _THING_PRONOUNS:
            return self._bound(token, person=False)
        if word in _PERSON_PRONOUNS:
            return self._bound(token, person=True)
        if word in _PLURAL_PRONOUNS:
            return self._plural(token)
        return []

    def _as_pronoun(self, token: Token, mention: Mention, confidence: float) -> Mention:
        span = self.passage_of(token).parsed.span(token.i, token.i + 1)
        return Mention(mention.entity, span, "pronoun", confidence * mention.confidence)

    def _bound(self, token: Token, *, person: bool) -> list[Mention]:
        """A singular pronoun: bound by the grammar, else the only candidate in reach."""

        def fits(mention: Mention) -> bool:
            type_ = mention.entity.type
            return (type_ is EntityType.PERSON) == person and type_ not in (EntityType.GROUP, EntityType.WORK)

        for subject in self._binders(token):
            if subject.i < token.i:
                found = [m for m in self.of(subject) if fits(m)]
                if found:
                    return [self._as_pronoun(token, found[0], 0.9)]
        if token.lower_ == "its" and self._lexicon.is_a(token.head.lemma_.lower(), "extension"):
            makers = [n for n in self._before(token, 0) if n.mention.entity.kind == "company" or not n.mention.entity.kind]
            makers = [n for n in makers if n.mention.entity.type is EntityType.ORGANIZATION]
            if makers:
                return [self._as_pronoun(token, makers[0].mention, 0.7)]
        candidates = {
            n.mention.entity.id: n.mention for n in self._before(token, 0) if fits(n.mention) and not n.adjective
        }
        if len(candidates) == 1:
            return [self._as_pronoun(token, next(iter(candidates.values())), 0.8)]
        if not candidates and token.dep_ in ("nsubj", "nsubjpass", "poss"):
            return [self._as_pronoun(token, m, 0.65) for m in self._previous_subject(token) if fits(m)][:1]
        return []

    def _binders(self, token: Token) -> list[Token]:
        """Subjects that may bind a pronoun: of its speech verb, or of its own clause."""
        out = []
        verb = _clause_head(token)
        if token.dep_ in ("nsubj", "nsubjpass"):
            while verb is not None and verb.dep_ in ("conj", "xcomp"):
                verb = verb.head
            if verb is not None and verb.dep_ in ("ccomp", "advcl", "parataxis"):
                out.extend(subjects_of(verb.head))
        elif token.dep_ == "poss" and verb is not None:
            if verb.dep_ != "pcomp":
                out.extend(subjects_of(verb))
            if verb.dep_ == "ccomp":
                out.extend(subjects_of(verb.head))
        return out

    def _plural(self, token: Token) -> list[Mention]:
        verb = _clause_head(token)
        if token.dep_ == "dobj" and verb is not None and verb.dep_ == "conj":
            objects = [c for c in verb.head.children if c.dep_ == "dobj"]
            found = [m for obj in objects for other in conjoined(obj) for m in self.of(other)]
            return [self._as_pronoun(token, m, 0.85) for m in found]
        if token.dep_ in ("nsubj", "nsubjpass") and verb is not None and verb.dep_ == "ccomp":
            found = [m for subject in subjects_of(verb.head) for m in self.of(subject)]
            return [self._as_pronoun(token, m, 0.75) for m in found if m.entity.type is not EntityType.PERSON]
        return []

    def _speaker(self, token: Token) -> list[Mention]:
        """Who says "I" or "we": the subject of the speech verb around it."""
        verb = _clause_head(token)
        while verb is not None and verb.head != verb:
            if verb.dep_ in ("ccomp", "parataxis") and verb.head.lemma_ in self._lexicon.reporting_verbs:
                return [m for subject in subjects_of(verb.head) for m in self.of(subject)]
            verb = verb.head if verb.head != verb else None
        return []

    def _previous_subject(self, token: Token) -> list[Mention]:
        """The subject of the sentence before, when it is one entity."""
        sentence = token.sent
        if sentence.start == 0:
            number = self._index[id(token.doc)]
            if number == 0:
                return []
            before = list(self._passages[number - 1].parsed.doc.sents)
            if not before:
                return []
            root = before[-1].root
        else:
            root = token.doc[sentence.start - 1].sent.root
        found = [m for subject in subjects_of(root) for m in self.of(subject)]
        return found if len(found) == 1 else []

    # -- history --------------------------------------------------------------------------------

    def _before(self, token: Token, reach: int) -> list[Name]:
        """Names before a token, nearest first: in its sentence, or in `reach` passages before it."""
        number = self._index[id(token.doc)]
        here = [n for n in self._passages[number].names if n.last <= token.i]
        if not reach:
            return [n for n in reversed(here) if n.first >= token.sent.start]
        out = list(reversed(here))
        for named in reversed(self._passages[max(0, number - reach) : number]):
            out.extend(reversed(named.names))
        return out

    def _clause_mates(self, token: Token) -> list[Mention]:
        """Names that a description cannot mean: the subject of its own clause."""
        verb = _clause_head(token)
        if verb is None or token.dep_ in ("nsubj", "nsubjpass"):
            return []
        out = []
        for subject in subjects_of(verb):
            for mention in self.of(subject) if subject.i != token.i else ():
                out.append(mention)
                if mention.entity.type is EntityType.PERSON and mention.entity.parent:
                    employer = self._gazetteer.get(mention.entity.parent)
                    if employer is not None:
                        out.append(Mention(employer, mention.span))
        return out

    # -- acting through documents ---------------------------------------------------------------

    def issuers(self, token: Token) -> list[Mention]:
        """Who acts through a law, order or report: its owner, or whoever signs or issues it."""
        if not self._lexicon.is_a(token.lemma_.lower(), "document"):
            return []
        for name in self.owner_names(token):
            if name.mention.entity.type in _AGENTIVE:
                return [name.mention]
        found = [m for holder in holders_of(token) for m in self.of(holder)]
        if not found:
            by = [noun for word, noun in prepositions_of(token) if word in ("by", "from")]
            found = [m for noun in by for m in self.of(noun)]
        if not found:
            for child in token.children:
                if child.dep_ == "acl" and child.lemma_ in ("sign", "issue", "publish", "release", "write"):
                    by = [n for w, n in prepositions_of(child) if w == "by"]
                    found = [m for noun in by for m in self.of(noun)]
        return [Mention(m.entity, m.span, "implied", 0.85 * m.confidence) for m in found]


def _is_hacking_group(name: Name) -> bool:
    return name.mention.entity.kind == "hacking group"


def _takes_noun(token: Token) -> bool:
    """Whether a word is an "of" with a noun, which tells a thing apart from those named before."""
    return token.dep_ == "prep" and token.lower_ == "of" and any(c.dep_ == "pobj" for c in token.children)


def _clause_head(token: Token) -> Token | None:
    """The verb whose clause a token stands in."""
    current = token
    while current.head != current:
        current = current.head
        if current.pos_ in ("VERB", "AUX"):
            return current
    return None


def is_agentive(mention: Mention) -> bool:
    """Whether an entity can act: a person, organisation, country, group, or malware."""
    return mention.entity.type in _AGENTIVE
