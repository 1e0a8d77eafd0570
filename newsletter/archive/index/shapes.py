"""What goes into an inverted index, and what it is asked by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from newsletter.words.tokens import Sought

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Phrase = Sequence[Sought]

Numbers: TypeAlias = "NDArray[np.int64]"
"""Numbers of entries as an array: what is not reckoned with many of them does without the library."""


class Words(NamedTuple):
    """The tokens of one entry: those of headline and dek in their order, and all that it is searched by."""

    number: int
    title: Sequence[str]
    dek: Sequence[str]
    all: set[str]


class Range(NamedTuple):
    """Numbers from `since` to below `before`."""

    since: int = 0
    before: int = 2**62
