"""Whether two texts are one: reprinted, or lightly edited.

Texts are compared by the Jaccard index of their runs of three words (Broder 1997, "On the resemblance and
containment of documents"). Fingerprints find the few that are worth comparing: two texts that are alike
share one of them nearly always, two that are not hardly ever (Indyk and Motwani 1998).
"""

from __future__ import annotations

import re
from typing import Final

from rensa import RMinHash

from kgraph.model import digest

ALIKE: Final = 0.4
"""From this Jaccard index on, two texts are copies of one."""

_RUN = 3
_BANDS, _ROWS = 24, 3  # texts with an index of .4 share a band with a probability of .79, of .6 with .997
_SEED = 1
_WORD = re.compile(r"\w+")

VERSION: Final = f"{_RUN}.{_BANDS}.{_ROWS}.{_SEED}.{RMinHash.ALGORITHM_VERSION}"
"""Changes when the same text would get other fingerprints."""


def fingerprints(text: str) -> frozenset[str]:
    """What copies of `text` will share at least one of; none for a text without words."""
    runs = _runs(text)
    if not runs:
        return frozenset()
    hashed = RMinHash(_BANDS * _ROWS, _SEED)
    hashed.update(sorted(runs))
    signature = list(map(str, hashed.digest()))
    return frozenset(
        digest("band", *signature[start : start + _ROWS], str(start))
        for start in range(0, len(signature), _ROWS)
    )


def are_copies(text: str, other: str) -> bool:
    """Whether two texts are one, reprinted or lightly edited.

    >>> are_copies("Twitter bans ads by Kaspersky, it said.", "Twitter bans ads by Kaspersky, he said.")
    True
    """
    runs, others = _runs(text), _runs(other)
    shared = len(runs & others)
    return bool(shared) and shared >= ALIKE * (len(runs) + len(others) - shared)


def _runs(text: str) -> set[str]:
    words = _WORD.findall(text.casefold())
    return {" ".join(words[i : i + _RUN]) for i in range(max(1, len(words) - _RUN + 1))} if words else set()
