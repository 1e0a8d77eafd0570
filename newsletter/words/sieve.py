"""A sieve for phrases: what cannot hold one is told at a glance, so that few texts have to be cut into tokens.

What only this module knows: what a text looks like before it is cut. It may be written as JSON, whose signs part no words that it holds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from newsletter.words.tokens import Sought, folded_within, is_spaceless

_BETWEEN = r"(?:\\[bfnrt]|\\u[0-9a-f]{4}|[\W_])+"
"""What stands between two words: no letter of either, but perhaps one that is the end of a line in JSON."""

_CHANGING = re.compile("[^\x00-\x7f\u03b1-\u03c1\u03c3-\u03c9\u0430-\u0438\u043a-\u044f\u4e00-\u9fff]+")
"""What may become something else when it is folded: all but ASCII, and the usual small letters and signs of some other scripts."""


def flattened(text: str) -> str:
    """A text as `may_stand_in` looks at it: its letters folded, and what stands between its words as it is."""
    small = text.casefold()
    return small if small.isascii() else _CHANGING.sub(_put_in_place, small)


def may_stand_in(phrase: Sequence[Sought], flat: str) -> bool:
    """Whether a flattened text may hold a phrase: what may has still to be read, what may not does not hold it."""
    return all(search(flat) for search in _searches_for(tuple(phrase)))


@lru_cache(maxsize=1000)
def _searches_for(phrase: tuple[Sought, ...]) -> list[Callable[[str], object]]:
    words = [re.escape(sought.token) for sought in phrase]
    # The pieces of a run without spaces overlap: that each of them is somewhere has to do.
    parts = words if any(is_spaceless(sought.token) for sought in phrase) else [_BETWEEN.join(words)]
    return [re.compile(part).search for part in parts]


def _put_in_place(found: re.Match[str]) -> str:
    return _folded(found[0])


_folded = lru_cache(maxsize=10_000)(folded_within)
