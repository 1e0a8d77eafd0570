"""Whether two titles mean one article, as people rewrite titles; and the keys under which such titles meet in an archive.

What only this module knows: how far titles may differ. A label may be missing on either side; a heading, or the name of a paper, on one of
them; and one word may be changed, where that changes nothing (`rewording`). A standing title ("Morning briefing") means only its like.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import IntEnum
from functools import lru_cache
from itertools import product

from newsletter.likeness.rewording import are_reworded
from newsletter.likeness.title_parts import Title, is_generic, taken_apart
from newsletter.likeness.vocabulary import Words, vocabulary, words_of
from newsletter.words.keys import key_of

_MARKS = re.compile(r"[$€£¥₹₽₩₺₴+#]")
_HYPHEN = re.compile(r"(?<=[^\W\d_])[-‐‑](?=[^\W\d_])")
_STEM = 4
"""How many letters of a word a key goes by: forms of one word begin alike."""

_SHORT = 5
"""Up to so many words a key leaves out one; of more it leaves out a quarter."""


class Likeness(IntEnum):
    """How well a title fits another, the best last: `if likeness` asks whether they mean one article."""

    NONE = 0
    REWORDED = 1
    SHORTENED = 2
    LABELLED = 3
    SAME = 4


@lru_cache(maxsize=20_000)
def title_keys(title: str) -> tuple[int, ...]:
    """At most 13 short numbers; two titles that could mean one article share at least one. None for a title without words."""
    parts = taken_apart(title)
    if not parts.words:
        return ()
    core = _stems(parts.words)
    wholes = {core}
    if parts.core != parts.words:
        core = _stems(parts.core)
        wholes |= {_stems(parts.without(head=head, tail=tail)) for head, tail in product((False, True), repeat=2)}
    if _HYPHEN.search(parts.written):
        wholes.add(_stems(words_of(_HYPHEN.sub("", parts.written))))
    return tuple({_key(stems) for stems in (*wholes, *_with_gaps(core))})


def same_title(given: str, stored: str) -> Likeness:
    """How well two titles fit one article."""
    return _likeness(taken_apart(given), taken_apart(stored))


def the_one_meant(given: str, stored: Mapping[str, str]) -> str | None:
    """The id of the title that is meant, of `stored` titles by id; None when there is none, or several fit equally well."""
    found = {key: same_title(given, title) for key, title in stored.items()}
    best = max(found.values(), default=Likeness.NONE)
    meant = [key for key, likeness in found.items() if likeness == best]
    return meant[0] if best and len(meant) == 1 else None


def _likeness(given: Title, stored: Title) -> Likeness:
    if not given.words or not stored.words or _marks_differ(given.written, stored.written):
        return Likeness.NONE
    if given.words == stored.words:
        return Likeness.SAME
    if is_generic(given.core) or is_generic(stored.core) or (given.labels and stored.labels and given.labels.isdisjoint(stored.labels)):
        return Likeness.NONE
    whole, *others = _comparable(given, stored)
    if whole[0] == whole[1]:
        return Likeness.LABELLED
    if any(one == other for one, other in others):
        return Likeness.SHORTENED
    reworded = any(are_reworded(one, other, given.written, stored.written) for one, other in (whole, *others))
    return Likeness.REWORDED if reworded else Likeness.NONE


def _comparable(given: Title, stored: Title) -> Iterator[tuple[Words, Words]]:
    """What of both titles may be compared: all but the labels; then without the head of one of them, the tail of one, or both."""
    # A heading is no label in disguise: "Preview: X" is not "Review: X".
    heads = (
        [(False, False)]
        + [(True, False)] * bool(given.head and not stored.labels)
        + [(False, True)] * bool(stored.head and not given.labels)
    )
    tails = [(False, False)] + [(True, False)] * bool(given.tail) + [(False, True)] * bool(stored.tail)
    for head, tail in product(heads, tails):
        yield given.without(head=head[0], tail=tail[0]), stored.without(head=head[1], tail=tail[1])


def _marks_differ(one: str, other: str) -> bool:
    """Whether both have signs of money and the like, and not the same."""
    of_one, of_other = _MARKS.findall(one), _MARKS.findall(other)
    return bool(of_one and of_other) and sorted(of_one) != sorted(of_other)


def _stems(words: Words) -> Words:
    """What a key is made of: the beginnings of the words that may not come and go."""
    light = vocabulary().light
    return tuple([word if word[0].isdigit() else word[:_STEM] for word in words if word not in light]) or words


def _with_gaps(stems: Words) -> Iterator[Words]:
    """The stems with a gap here or there, so that two titles which differ at one place, or have a word more there, are alike somewhere.

    The gaps of a longer title are those that it has as the shorter and those that it has as the longer one of two.
    """
    count = len(stems)
    if _SHORT - 1 <= count <= _SHORT:
        yield from [stems[:place] + stems[place + 1 :] for place in range(count)]
    for shorter in (count, count - 1):
        if shorter >= _SHORT:
            gap = -(-shorter // 4)
            for start in range(0, shorter, gap):
                kept = max(0, shorter - start - gap)
                yield (*stems[:start], "", *stems[count - kept :])


def _key(stems: Words) -> int:
    return key_of(" ".join(stems))
