"""What goes into an inverted index, and what it is asked by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from newsletter.words.tokens import Sought

Phrase = Sequence[Sought]


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
