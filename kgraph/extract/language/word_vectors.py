"""What a network makes of a word by itself, worked out once for each word of a batch of texts.

The first layers of spaCy's networks look at one token alone: at its norm, prefix, suffix and shape, which
they look up in hash tables and mix. Most tokens of a batch repeat another. thinc's own `uniqued` goes by one
column of what is looked at; here all of them tell tokens apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
from thinc.api import Model, chain, with_array

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

_LAYERS: Final = ["extract_features", "list2ragged", "with_array", "with_array", "ragged2list"]
"""How `spacy.MultiHashEmbed` is built, without static vectors: the fourth layer is the costly one."""
_FACTORS: Final = np.random.default_rng(0).integers(1, 2**63, size=16, dtype=np.uint64) | np.uint64(1)
"""Odd numbers, drawn once, by which the columns of a row become one key (multiply-shift hashing)."""


def install(network: Model[Any, Any]) -> None:
    """Let a network that reads tokens (tok2vec) embed each distinct one once, if it is built as expected."""
    embed = network.get_ref("embed") if network.has_ref("embed") else None
    if embed is None or [layer.name.partition("(")[0] for layer in embed.layers] != _LAYERS:
        return
    look_up, mix = (layer.layers[0] for layer in embed.layers[2:4])
    once: Model[Any, Any] = Model("once_for_each", _forward, layers=[chain(look_up, mix)])
    embed.layers[2:4] = [with_array(once)]


def _forward(
    model: Model[Any, Any],
    rows: NDArray[np.uint64],
    is_train: bool,  # noqa: FBT001  # as thinc calls it
) -> tuple[Any, Callable[[Any], Any]]:
    layer = model.layers[0]
    if is_train or rows.shape[1] > len(_FACTORS):
        return layer(rows, is_train)
    _, first, place = np.unique(rows @ _FACTORS[: rows.shape[1]], return_index=True, return_inverse=True)
    found, backwards = layer(rows[first], is_train)
    return found[place], backwards
