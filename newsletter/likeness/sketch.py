"""A sketch of a text: a few numbers such that two texts which tell one story have some of them in common.

What only this module knows: which numbers. Of all the runs of three words in a text those are kept whose checksums are the smallest, so
that two texts choose alike without knowing of one another, and the same however their sentences are shuffled.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from zlib import crc32

from newsletter.likeness import Text
from newsletter.words.tokens import tokens_of

SIZE = 20
"""How many numbers a sketch has at most."""

BOILERPLATE = 50
"""A number that more items than this have in common says nothing of any of them, and is passed over."""

_BRIEF = 30
"""A body of fewer words than this is sketched together with its title."""


def sketch_of(text: Text, tokens: Sequence[str] | None = None) -> tuple[int, ...]:
    """At most SIZE numbers of 48 bits, in their order; `tokens` are those of the body, or of the dek where there is no body.

    About 0.2 ms for an article of 1,800 characters, of which its tokens are a third.
    """
    words = list(tokens_of(text.body or text.dek) if tokens is None else tokens)
    if len(words) < _BRIEF:
        words = [*tokens_of(text.title), *words]
    ranked = {crc32(run.encode(errors="surrogatepass")): run for run in _runs(words)}
    return tuple(sorted({_number(ranked[rank]) for rank in sorted(ranked)[:SIZE]}))


def enough_in_common(size: int) -> int:
    """How many numbers two sketches must have in common to be compared, the arriving one having `size` of them: a fifth."""
    return max(1, size // 5)


def _runs(words: list[str]) -> set[str]:
    return {" ".join(run) for run in zip(words, words[1:], words[2:], strict=False)} or ({" ".join(words)} if words else set())


def _number(run: str) -> int:
    return int.from_bytes(blake2b(run.encode(errors="surrogatepass"), digest_size=6).digest(), "big")
