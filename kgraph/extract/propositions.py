"""Untyped propositions (open information extraction): who is said to do what, whatever it is.

One n-ary proposition for each clause, subject and object, as in ClausIE (Del Corro and Gemulla,
2013) and OLLIE (Mausam et al., 2012), and those that noun phrases imply. Confidence tells how surely
the text states it: most for a verb beside its subject, less for a participle or an apposition, least
for an infinitive or gerund whose subject is taken over from another clause, and for a possessive.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgraph.extract.clauses import clauses
from kgraph.extract.context import Context
from kgraph.extract.dependencies import first_conjoined
from kgraph.extract.noun_propositions import noun_statements
from kgraph.extract.phrasing import Statement, phrase, text_of
from kgraph.extract.predicates import VERBAL, is_merged
from kgraph.extract.subjects import subjects_of
from kgraph.extract.wording import worded
from kgraph.model import Proposition

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from kgraph.extract.attribution import Attribution
    from kgraph.extract.lexicon import Lexicon
    from kgraph.extract.mentions import NamedPassage

_STATED = 0.8
_IMPLIED = 0.6
_TAKEN_OVER = 0.5
_CONTROLLED = frozenset({"xcomp", "ccomp", "pcomp"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})


def propositions(passage: NamedPassage, attribution: Attribution, lexicon: Lexicon) -> Iterator[Proposition]:
    """The propositions of one passage: those of its clauses, then those of its noun phrases."""
    for said in (*_clause_statements(passage, lexicon), *noun_statements(passage, lexicon)):
        context = attribution.context(said.token)
        if said.token.pos_ not in VERBAL:  # taken for granted, whatever the sentence says of it
            context = Context(source=context.source)
        if not context.void:
            yield Proposition(
                article=passage.parsed.article.id,
                sentence=passage.parsed.sentence(said.token),
                subject=said.subject,
                relation=said.relation,
                arguments=said.arguments,
                polarity=context.polarity,
                modality=context.modality,
                source=tuple(mention.entity.label for mention in context.source),
                confidence=said.confidence,
            )


def _clause_statements(passage: NamedPassage, lexicon: Lexicon) -> Iterator[Statement]:
    for clause in clauses(passage.parsed.doc):
        verb = clause.verb
        if verb.sent[-1].text == "?" or is_merged(verb) or _is_purpose(verb):
            continue
        for subject, words in _subjects(verb):
            text = text_of(words, passage.parsed)
            for relation, arguments in worded(verb, subject, passage.parsed, lexicon):
                if text and arguments:
                    yield Statement(verb, text, relation, arguments, _confidence(verb))


def _subjects(verb: Token) -> Iterator[tuple[Token, list[Token]]]:
    """Each subject with its words; nouns that may share a modifier stay together, names do not."""
    subjects = subjects_of(verb) or [c for c in verb.children if _is_given(c)]
    branch = first_conjoined(verb)
    if len(subjects) > 1 and all(subject.pos_ == "PROPN" for subject in subjects):
        for subject in subjects:
            yield subject, phrase(subject, branch, whole=False)
    elif subjects:
        yield subjects[0], phrase(subjects[0], branch)


def _is_given(token: Token) -> bool:
    """Whether a subject is not a noun: "there", a gerund or an infinitive."""
    return token.dep_ == "expl" or (token.dep_ == "csubj" and token.tag_ in ("VBG", "VB"))


def _is_purpose(verb: Token) -> bool:
    """Whether an infinitive only says what is meant by a word ("a plan to ban", "it is hard to ban")."""
    if not any(c.dep_ == "aux" and c.tag_ == "TO" for c in verb.children):
        return False
    judged = verb.dep_ == "xcomp" and any(c.dep_ == "acomp" for c in verb.head.children)
    return judged or verb.dep_ in ("acl", "relcl")


def _confidence(verb: Token) -> float:
    """How surely a clause states something about its subject."""
    if any(c.dep_ in _SUBJECTS for c in verb.children):
        return _STATED
    if verb.dep_ in _CONTROLLED:
        return _TAKEN_OVER
    return _STATED if verb.dep_ == "conj" and verb.head.pos_ in VERBAL else _IMPLIED
