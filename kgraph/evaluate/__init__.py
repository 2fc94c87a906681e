"""How well articles are read: what was extracted, scored against what careful readers annotated.

    gold = read_gold("data/gold")
    events = read_events("events.jsonl")  # what `kgraph extract --format jsonl` has printed
    evaluate(gold, events).events.fine.f1

    events = map(Prediction.of, records(extraction))  # the same of `kgraph.records`, without a file

An extracted event or relation is matched with at most one annotation of its article, so that the
whole agrees best. A match is right at the level of the pair (actor and target agree), of the
coarse type (the PLOVER root too), or of the fine type.

>>> gold = [
...     Gold.of("a", [
...         {"type": "Ban", "actor": ["Twitter"], "target": ["Kaspersky Lab", "Kaspersky"]},
...         {"type": "Accusation", "actor": ["Twitter"], "target": ["RT"]},
...     ])
... ]
>>> found = [
...     Prediction.of({"article": "a", "type": "Ban", "actor": "Twitter", "target": "Kaspersky"}),
...     Prediction.of({"article": "a", "type": "Warning", "actor": "Twitter", "target": "RT"}),
... ]
>>> evaluation = evaluate(gold, found)
>>> evaluation.events.pair.f1, evaluation.events.fine.f1
(1.0, 0.5)
>>> print(*evaluation.missed)
Twitter --Accusation--> RT (found: Twitter --Warning--> RT, other type)
"""

from kgraph.evaluate.calibration import Bin, Calibration
from kgraph.evaluate.evaluation import Evaluation, Scores, evaluate
from kgraph.evaluate.figures import Score, Share
from kgraph.evaluate.floor import Floor, Shortfall, read_floor
from kgraph.evaluate.gold import Gold, read_gold
from kgraph.evaluate.items import Annotation, Item, Prediction, read_events
from kgraph.evaluate.matching import Level, Match
from kgraph.evaluate.mistakes import Difference, Mistake

__all__ = [
    "Annotation",
    "Bin",
    "Calibration",
    "Difference",
    "Evaluation",
    "Floor",
    "Gold",
    "Item",
    "Level",
    "Match",
    "Mistake",
    "Prediction",
    "Score",
    "Scores",
    "Share",
    "Shortfall",
    "evaluate",
    "read_events",
    "read_floor",
    "read_gold",
]
