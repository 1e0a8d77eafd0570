"""The passages that two texts have in common, and what stands between them.

What only this module knows: how passages are found without regard to their order (runs of three words that both texts have, made as long
as they go), and when what stands between two of them is a blank of a form that each text has filled in otherwise.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import NamedTuple

from newsletter.likeness.wording import Wording, figures_in, is_figure

_RUN = 3
"""So many words must follow one another in both texts to be a passage."""

_LONG = 10
"""A passage of this many words is a good piece of a sentence; a shorter one may be what is printed on a form."""

_BLANK = 6
"""At most so many words stand in a blank of a form."""

_BLANKS = 24
"""At most so many stand in several blanks that follow one another closely."""

_SUBJECT = 1.5
"""What it counts that another name stands where the text begins: the one whom it is about."""

_PLACES = 8
"""In so many places at most is the beginning of a passage looked for."""


class Part(NamedTuple):
    """Which share of a text (0 to 1) the other one has as well: of its words, of them in long passages, of its names and figures."""

    kept: float
    long: float
    telling: float


class Passages(NamedTuple):
    """What two texts have in common.

    `words` is how many are kept, `figures` how many of `figures_at_most`; `exchanged` is how many names and figures have others in their
    place, `touched` in how many places a few words have. `is_in_order`: the long passages follow one another alike.
    """

    old: Part
    new: Part
    words: int
    figures: int
    figures_at_most: int
    exchanged: float
    touched: int
    is_in_order: bool


class _Passage(NamedTuple):
    """Where it begins in the earlier text and in the later one, and how many tokens it has."""

    old: int
    new: int
    length: int


def shared_passages(old: Wording, new: Wording) -> Passages:
    width = max(old.width, new.width)
    passages = list(_passages(old.body, new.body))
    long = [passage for passage in passages if passage.length >= _LONG * width]
    whole = [_Passage(0, 0, 0), *passages, _Passage(len(old.body), len(new.body), 0)]
    return Passages(
        old=_part(old, [(one.old, one.length) for one in passages], [(one.old, one.length) for one in long]),
        new=_part(new, [(one.new, one.length) for one in passages], [(one.new, one.length) for one in long]),
        words=sum(passage.length for passage in passages) // width,
        figures=(Counter(old.figures) & Counter(new.figures)).total(),
        figures_at_most=min(len(old.figures), len(new.figures)),
        exchanged=sum(_exchanged(old, new, one, other) for one, other in pairwise(whole)),
        touched=sum(_is_touched(one, other, _BLANK * width) for one, other in pairwise(passages)),
        is_in_order=sum(other.old < one.old for one, other in pairwise(long)) * 5 <= len(long),
    )


# --- finding them --------------------------------------------------------------------------------------------------


def _passages(old: Sequence[str], new: Sequence[str]) -> Iterator[_Passage]:
    """The passages of the later text from its beginning to its end, each the longest that the earlier one has."""
    places: dict[tuple[str, ...], list[int]] = {}
    for place, run in enumerate(zip(old, old[1:], old[2:], strict=False)):
        places.setdefault(run, []).append(place)
    start = end_before = 0
    while start + _RUN <= len(new):
        found = places.get((new[start], new[start + 1], new[start + 2]))
        if not found:
            start += 1
            continue
        # of two that are equally long the one that goes on where the passage before has ended
        length, _, place = max((_length(old, new, place, start), place >= end_before, -place) for place in found[:_PLACES])
        yield _Passage(-place, start, length)
        start, end_before = start + length, length - place


def _length(old: Sequence[str], new: Sequence[str], place: int, start: int) -> int:
    length, most = _RUN, min(len(old) - place, len(new) - start)
    while length < most and old[place + length] == new[start + length]:
        length += 1
    return length


def _part(text: Wording, passages: list[tuple[int, int]], long: list[tuple[int, int]]) -> Part:
    size = len(text.body) or 1
    kept = _covered(len(text.body), passages)
    told = [is_kept for token, is_kept in zip(text.body, kept, strict=True) if token in text.telling]
    return Part(
        kept=sum(kept) / size,
        long=sum(_covered(len(text.body), long)) / size,
        telling=sum(told) / len(told) if len(told) >= _RUN else 1.0,
    )


def _covered(size: int, passages: list[tuple[int, int]]) -> bytearray:
    covered = bytearray(size)
    for start, length in passages:
        covered[start : start + length] = b"\1" * length
    return covered


# --- between them --------------------------------------------------------------------------------------------------


def _is_touched(one: _Passage, other: _Passage, most: int) -> bool:
    return 0 < other.old - one.old - one.length <= most and 0 < other.new - one.new - one.length <= most


def _exchanged(old: Wording, new: Wording, one: _Passage, other: _Passage) -> float:
    """How many figures and names between two passages have others in their place; a figure in the place of a word counts half.

    Where more of the plain words there are others too, a sentence was written anew, and no blank was filled in.
    """
    width = max(old.width, new.width)
    most = _BLANKS * width
    before, after = _between(old.body, one.old + one.length, other.old, most), _between(new.body, one.new + one.length, other.new, most)
    size = max(len(before), len(after))
    if not before or not after or size > most:
        return 0.0
    gone, come = _Told.among(before, old.telling), _Told.among(after, new.telling)
    names = _strangers(gone.names - new.vocabulary, come.names - old.vocabulary)
    exchanged = _replaced(gone.figures, come.figures) + names
    if names and one.new + one.length == 0:
        return max(exchanged, _SUBJECT)
    reworded = _replaced(gone.plain, come.plain)
    if not exchanged and (not reworded or size <= _BLANK * width):
        return 0.5 if bool(gone.figures) != bool(come.figures) else 0.0
    return exchanged if reworded <= exchanged else 0.0


class _Told(NamedTuple):
    """The figures, the names and the plain words among a few tokens."""

    figures: Counter[str]
    names: set[str]
    plain: Counter[str]

    @classmethod
    def among(cls, tokens: Sequence[str], telling: frozenset[str]) -> _Told:
        names = {token for token in tokens if token in telling and not is_figure(token)}
        return cls(Counter(figures_in(tokens)), names, Counter(token for token in tokens if token not in telling))


def _replaced(gone: Counter[str], come: Counter[str]) -> int:
    return min((gone - come).total(), (come - gone).total())


def _strangers(gone: set[str], come: set[str]) -> int:
    """How many names have others in their place; one that is misspelt or cut short is no other."""
    return min(len({name for name in gone if not any(_is_one_name(name, other) for other in come)}), len(come))


def _is_one_name(name: str, other: str) -> bool:
    return name.startswith(other) or other.startswith(name) or SequenceMatcher(None, name, other).ratio() > 0.75


def _between(tokens: Sequence[str], start: int, end: int, most: int) -> Sequence[str]:
    """What stands between two passages; a figure that is cut in two, as "6 5 16" from "6 1 16", is not taken for kept in part.

    Of more than `most` tokens there is one too many, and no further one: a table of figures is not walked through for each of its gaps.
    """
    if start >= end:
        return ()
    starts_within, ends_within = is_figure(tokens[start]), is_figure(tokens[end - 1])
    while starts_within and start and end - start <= most and is_figure(tokens[start - 1]):
        start -= 1
    while ends_within and end < len(tokens) and end - start <= most and is_figure(tokens[end]):
        end += 1
    return tokens[start : min(end, start + most + 1)]
