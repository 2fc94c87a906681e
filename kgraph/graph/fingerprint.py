"""Whether two texts are one: reprinted, or lightly edited.

Texts are compared by the Jaccard index of their runs of three words (Broder 1997, "On the resemblance and
containment of documents"). Fingerprints find the few that are worth comparing: two texts that are alike
share one of them nearly always, two that are not hardly ever (Indyk and Motwani 1998).
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import Final

from rensa import RMinHash

from kgraph.model import digest

ALIKE: Final = 0.55
"""From this Jaccard index on, two texts are copies of one. It is above one half, so that a text made of two
that have nothing in common is never a copy of both."""

_RUN = 3
_BANDS, _ROWS = 24, 3  # texts with an index of .55 share a band with a probability of .988
_SEED = 1
_WORD = re.compile(r"\w+")

VERSION: Final = f"{ALIKE}.{_RUN}.{_BANDS}.{_ROWS}.{_SEED}.{RMinHash.ALGORITHM_VERSION}"
"""Changes when the same texts would be found to be copies in another way."""


class Print:
    """What of a text its copies share: its runs of three words.

    >>> first = Print("Twitter bans ads by Kaspersky, it said on Monday.")
    >>> first.is_copy(Print("Twitter bans ads by Kaspersky, it said on Tuesday."))
    True
    """

    def __init__(self, text: str) -> None:
        """The print of `text`."""
        words = _WORD.findall(text.casefold())
        count = max(1, len(words) - _RUN + 1) if words else 0
        self.runs = frozenset(" ".join(words[i : i + _RUN]) for i in range(count))

    @cached_property
    def digest(self) -> str:
        """The same for texts with the same runs, and for no others."""
        return digest("runs", *sorted(self.runs))

    @cached_property
    def fingerprints(self) -> frozenset[str]:
        """What copies will share at least one of; none for a text without words."""
        if not self.runs:
            return frozenset()
        hashed = RMinHash(_BANDS * _ROWS, _SEED)
        hashed.update(sorted(self.runs))
        signature = list(map(str, hashed.digest()))
        return frozenset(
            digest("band", *signature[start : start + _ROWS], str(start))
            for start in range(0, len(signature), _ROWS)
        )

    def is_copy(self, other: Print) -> bool:
        """Whether two texts are one, reprinted or lightly edited."""
        shared = len(self.runs & other.runs)
        return bool(shared) and shared >= ALIKE * (len(self.runs) + len(other.runs) - shared)
