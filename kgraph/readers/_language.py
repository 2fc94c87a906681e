"""Which language an article is in: what its source says, else what the text shows."""

from __future__ import annotations

import re
from functools import cache
from typing import Protocol, cast

from babel import Locale

_ENOUGH_CHARACTERS = 200
"""Shorter texts are mostly names, which fool the detection."""
_SAMPLE_CHARACTERS = 4_000
_CONFIDENT = 0.5
"""Low, since close relatives (Chinese and Wu, Spanish and Extremaduran) share what is certain."""
_NOT_ENGLISH = 1e-4
"""Probability of English below which a text is surely something else."""
_NO_LANGUAGE = frozenset({"und", "mul", "zxx", "mis"})
_ENGLISH_WORD = re.compile(r"\b(?:the|and|of|to|that|with)\b", re.IGNORECASE)
_ENGLISH_SHARE = 0.08


class _Identifier(Protocol):
    def rank(self, text: str) -> list[tuple[str, float]]: ...


def declared_language(given: str) -> str:
    """The ISO 639-1 code of a language given as code, tag or English name; "" if it names none."""
    start = re.split(r"[-_]", given.strip().lower(), maxsplit=1)[0]
    code = _codes().get(start, start)
    code = "en" if code == "eng" else code
    return code if code in _names() and code not in _NO_LANGUAGE else ""


def detected_language(text: str) -> str:
    """The ISO 639-1 code of the language of `text`; "en" where that is in doubt."""
    if len(text) <= _ENOUGH_CHARACTERS:
        return "en"
    sample = text[:_SAMPLE_CHARACTERS]
    # Loading the detector takes longer than reading a thousand articles, nearly all of them English.
    if len(_ENGLISH_WORD.findall(sample)) >= _ENGLISH_SHARE * len(sample.split()):
        return "en"
    ranked = _identifier().rank(sample)
    code, confidence = ranked[0]
    is_sure = confidence >= _CONFIDENT and dict(ranked)["en"] <= _NOT_ENGLISH
    return code if is_sure and code not in _NO_LANGUAGE else "en"


def name_of_language(code: str) -> str:
    """The English name of a language ("French"), or its code if it has none here."""
    return _names().get(code, code)


@cache
def _names() -> dict[str, str]:
    return dict(Locale("en").languages)


@cache
def _codes() -> dict[str, str]:
    """The code of each language by its English name in small letters; of equal names the first counts."""
    return {name.lower(): code for code, name in reversed(_names().items())}


@cache
def _identifier() -> _Identifier:
    """Loads the model, half a second that only doubtful texts should cost."""
    from py3langid import langid

    found = langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=True)
    return cast("_Identifier", found)
