"""The passages that two texts have in common, and what stands between them.

What only this module knows: how passages are found without regard to their order (runs of three words that both texts have, made as long
as they go), and when what stands between two of them is a blank of a form that each text has filled in otherwise.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from newsletter.likeness import Text
from newsletter.words.titles import fold_title
from newsletter.words.tokens import tokens_of

RUN = 3
"""So many words must follow one another in both texts to be a passage."""

_FIRM = 10
"""A passage of this many words is a piece of a sentence; a shorter one may be what is printed on a form."""

_BLANK = 6
"""At most so many words stand where a form is filled in."""

_BLANKS = 24
"""At most so many where several blanks follow one another closely; then a part of the words between is that of the form."""

_BRIEF = 30
"""A text of fewer words says too little to be sure of."""

_PLACES = 8
"""In so many places at most is the beginning of a passage looked for."""

_FIGURE = re.compile(r"\d")
_CAPITALISED = re.compile(r"(?<=[\w,;:] )[^\W\d_a-z]\w+")


class Words(NamedTuple):
    """A text taken apart: its title folded, the words of its body, those of them that are names or figures, and how long a word is.

    `width` is how many words here make one: 2 in a script without spaces, whose words are pieces of two signs or three.
    """

    title: str
    body: list[str]
    telling: frozenset[str]
    width: int

    @property
    def is_brief(self) -> bool:
        return len(self.body) < _BRIEF * self.width


class Part(NamedTuple):
    """The share of a text (0 to 1) that is in the other one as well: of its words, of its names and figures, of it in long passages."""

    kept: float
    firm: float
    telling: float


class Passages(NamedTuple):
    """What two texts share: the part of each; the figures kept; names and figures with another in their place; whether in one order."""

    old: Part
    new: Part
    figures: int
    words: int
    exchanged: float
    is_in_order: bool


class _Passage(NamedTuple):
    """Where it begins in the earlier text and in the later one, and how many words it has."""

    old: int
    new: int
    length: int


def words_of(text: Text, tokens: list[str] | None = None) -> Words:
    """A text as it is compared; without a body it is its dek that counts. `tokens` are those of the body, where they are known already."""
    prose = text.body or text.dek
    body = tokens_of(prose) if tokens is None else tokens
    names = [word for word in _CAPITALISED.findall(prose) if word[0].isupper()]
    telling = frozenset(tokens_of(" ".join(names))).union(filter(_FIGURE.search, body))
    width = 2 if sum(map(len, body)) < 2.5 * len(body) else 1
    return Words(fold_title(text.title), body, telling, width)


def shared_passages(old: Words, new: Words) -> Passages:
    passages = list(_passages(old.body, new.body))
    firm = [passage for passage in passages if passage.length >= _FIRM * max(old.width, new.width)]
    return Passages(
        old=_part(old, [(one.old, one.length) for one in passages], [(one.old, one.length) for one in firm]),
        new=_part(new, [(one.new, one.length) for one in passages], [(one.new, one.length) for one in firm]),
        figures=_whole_figures(new.body, _covered(len(new.body), [(one.new, one.length) for one in passages])),
        words=sum(passage.length for passage in passages),
        exchanged=sum(_exchanged(old, new, one, other) for one, other in pairwise(passages)),
        is_in_order=sum(other.old < one.old for one, other in pairwise(passages)) * 5 <= len(passages),
    )


def _passages(old: Sequence[str], new: Sequence[str]) -> Iterator[_Passage]:
    """The passages of the later text from its beginning to its end, each the longest that the earlier one has."""
    places: dict[tuple[str, ...], list[int]] = {}
    for place, run in enumerate(zip(old, old[1:], old[2:], strict=False)):
        places.setdefault(run, []).append(place)
    start, end_before = 0, 0
    while start + RUN <= len(new):
        found = places.get((new[start], new[start + 1], new[start + 2]))
        if not found:
            start += 1
            continue
        # of two that are equally long the one that goes on where the passage before has ended
        length, _, place = max((_length(old, new, place, start), place >= end_before, -place) for place in found[:_PLACES])
        yield _Passage(-place, start, length)
        start, end_before = start + length, length - place


def _length(old: Sequence[str], new: Sequence[str], place: int, start: int) -> int:
    length, most = RUN, min(len(old) - place, len(new) - start)
    while length < most and old[place + length] == new[start + length]:
        length += 1
    return length


def _part(text: Words, passages: list[tuple[int, int]], firm: list[tuple[int, int]]) -> Part:
    kept = _covered(len(text.body), passages)
    told = [is_kept for word, is_kept in zip(text.body, kept, strict=True) if word in text.telling]
    size = len(text.body) or 1
    telling = sum(told) / len(told) if len(told) >= RUN else 1.0
    return Part(sum(kept) / size, sum(_covered(len(text.body), firm)) / size, telling)


def _covered(size: int, passages: list[tuple[int, int]]) -> bytearray:
    covered = bytearray(size)
    for start, length in passages:
        covered[start : start + length] = b"\1" * length
    return covered


def _exchanged(old: Words, new: Words, one: _Passage, other: _Passage) -> float:
    """How many names and figures between two passages have others in their place; a figure in the place of a word counts half."""
    before, after = _between(old.body, one.old + one.length, other.old), _between(new.body, one.new + one.length, other.new)
    if not before or not after or max(len(before), len(after)) > _BLANKS * max(old.width, new.width):
        return 0.0
    gone, come = _Told.of(before, old.telling), _Told.of(after, new.telling)
    exchanged = min((gone.figures - come.figures).total(), (come.figures - gone.figures).total()) + min(
        len(gone.names - come.names), len(come.names - gone.names)
    )
    reworded = min((gone.plain - come.plain).total(), (come.plain - gone.plain).total())
    if not exchanged and max(len(before), len(after)) <= RUN * max(old.width, new.width):
        return bool(gone.figures) != bool(come.figures) and 0.5
    return exchanged if reworded <= exchanged else 0.0


class _Told(NamedTuple):
    """The figures, the names and the plain words of a few."""

    figures: Counter[str]
    names: set[str]
    plain: Counter[str]

    @classmethod
    def of(cls, words: Sequence[str], telling: frozenset[str]) -> _Told:
        return cls(
            Counter(_figures(words)),
            {word for word in words if word in telling and not _FIGURE.search(word)},
            Counter(word for word in words if word not in telling),
        )


def _between(words: Sequence[str], start: int, end: int) -> Sequence[str]:
    """What stands between two passages; a figure that is cut in two, as "6 5 16" from "6 1 16", is not taken for kept in part."""
    if start >= end:
        return ()
    if _FIGURE.search(words[start]):
        while start and _FIGURE.search(words[start - 1]):
            start -= 1
    if _FIGURE.search(words[end - 1]):
        while end < len(words) and _FIGURE.search(words[end]):
            end += 1
    return words[start:end]


def _figures(words: Sequence[str]) -> list[str]:
    """The numbers among words: "1", "053" and "5" that stand together are one, "1 053 5"."""
    numbers: list[str] = []
    is_open = False
    for word in words:
        is_figure = bool(_FIGURE.search(word))
        if is_figure and is_open:
            numbers[-1] += f" {word}"
        elif is_figure:
            numbers.append(word)
        is_open = is_figure
    return numbers


def _whole_figures(words: Sequence[str], kept: bytearray) -> int:
    """How many numbers are kept from the first to the last of their words."""
    wholly, is_open, is_whole = 0, False, True
    for word, is_kept in zip(words, kept, strict=True):
        if not _FIGURE.search(word):
            wholly += is_open and is_whole
            is_open, is_whole = False, True
        else:
            is_open, is_whole = True, is_whole and bool(is_kept)
    return wholly + (is_open and is_whole)
