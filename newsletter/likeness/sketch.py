"""A sketch of a text: a few numbers such that two texts which tell one story have some of them in common.

What only this module knows: which numbers. Of all the runs of three words in a text those are kept whose numbers are the smallest, so
that two texts choose alike without knowing of one another, and the same however their sentences are shuffled.
"""

from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32

from newsletter.likeness import Text
from newsletter.words.tokens import tokens_of

SIZE = 16
"""How many numbers a sketch has at most."""

BOILERPLATE = 50
"""A number that more items than this have in common says nothing of any of them, and is passed over."""

_BRIEF = 30
"""A body of fewer words than this is sketched together with its title."""

_SECOND, _THIRD = 0x2545F491, 0x1B873593
"""Odd numbers without a pattern: the same words in another order are another run."""

_BITS = 2**30 - 1
"""Numbers of 30 bits are the ones that Python reckons fastest with; by chance two texts have one in common, and never several."""


def sketch_of(text: Text, tokens: Sequence[str] | None = None) -> tuple[int, ...]:
    """At most SIZE numbers of 30 bits, in their order; `tokens` are those of the body, or of the dek where there is no body."""
    words = list(tokens_of(text.body or text.dek) if tokens is None else tokens)
    if len(words) < _BRIEF:
        words = [*tokens_of(text.title), *words]
    codes = _codes(words)
    # Of a long text all but a few numbers are too large by far, and are left out before they are put in order.
    smallest = _runs(codes, below=_BITS * 4 * SIZE // (len(codes) + 1))
    return tuple(sorted(smallest if len(smallest) >= SIZE else _runs(codes))[:SIZE])


def enough_in_common(size: int) -> int:
    """How many numbers two sketches must have in common to be compared, the arriving one having `size` of them: a fifth."""
    return max(1, size // 5)


def _runs(codes: list[int], below: int = _BITS + 1) -> set[int]:
    """A number for each run of three words, those that are small enough; of fewer than three words one for all of them."""
    runs = zip(codes, codes[1:], codes[2:], strict=False) if len(codes) > 2 else [(*codes, 0, 0)[:3]] if codes else []
    return {number for one, two, three in runs if (number := (one + two * _SECOND + three * _THIRD) & _BITS) < below}


def _codes(words: Sequence[str]) -> list[int]:
    return [code & _BITS for code in map(crc32, " ".join(words).encode(errors="surrogatepass").split())]
