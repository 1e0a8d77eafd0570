"""Merge two orders of the same things, both made from a third: what nobody moved stays, the rest stands where it was put.

Things are known by keys, each in one of several named lists at most, and each once. What only this module knows: who moved something
is told by what it stands behind, of all that nobody moved.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

Lists = Mapping[str, Sequence[str]]
Place = tuple[str, str | None]
"""A list, and the last thing before this one that nobody moved (None at the list's beginning)."""


class Woven(NamedTuple):
    """Both orders in one, and what both moved to different places; that stands where `theirs` has it."""

    lists: dict[str, tuple[str, ...]]
    clashed: frozenset[str]


class Orders:
    """Three orders of things: as they were (`base`), and as two made them (`mine`, `theirs`)."""

    def __init__(self, base: Lists, mine: Lists, theirs: Lists) -> None:
        self._mine, self._theirs = mine, theirs
        self._names = tuple(dict.fromkeys((*base, *theirs, *mine)))
        three = (base, mine, theirs)
        self._fixed = {name: _unmoved(*(lists.get(name, ()) for lists in three)) for name in self._names}
        self._places = tuple(dict(self._walk(lists)) for lists in three)

    def moved(self, key: str, *, by_mine: bool) -> bool:
        """Whether a thing that was there stands elsewhere on that side, if it is there at all."""
        base, after = self._places[0].get(key), self._places[1 if by_mine else 2].get(key)
        return after is not None and after != base

    def weave(self, gone: Collection[str], tie: Callable[[str], str]) -> Woven:
        """Both orders in one, without what is `gone`. What both put at one place goes by its `tie`, whichever side it came from."""
        clashed = {key for key in self._places[2] if key not in gone and self._goes_by(key) == "clash"}
        lists = {}
        for name in self._names:
            woven: list[str] = []
            for fixed in (None, *self._fixed[name]):
                woven += [] if fixed is None else [fixed]
                mine = [key for key in self._behind(fixed, name, self._mine) if key not in gone and self._goes_by(key) in ("mine", "both")]
                theirs = [key for key in self._behind(fixed, name, self._theirs) if key not in gone and self._goes_by(key) != "mine"]
                run, disputed = _one_run(mine, theirs, tie)
                woven += run
                clashed |= disputed
            lists[name] = tuple(woven)
        return Woven(lists, frozenset(clashed))

    def _goes_by(self, key: str) -> str:
        """Whose order says where a thing stands: "mine", "theirs", "both", or "clash" when they say different things."""
        base, mine, theirs = (places.get(key) for places in self._places)
        if mine is None or theirs is None:
            return "mine" if theirs is None else "theirs"
        if mine == theirs:
            return "both"
        return "theirs" if mine == base else "mine" if theirs == base else "clash"

    def _walk(self, lists: Lists) -> Iterator[tuple[str, Place]]:
        for name, keys in lists.items():
            fixed, last = set(self._fixed[name]), None
            for key in keys:
                last = key if key in fixed else last
                yield key, (name, last)

    def _behind(self, fixed: str | None, name: str, lists: Lists) -> list[str]:
        """What stands between a thing that nobody moved and the next such one."""
        keys, others = list(lists.get(name, ())), set(self._fixed[name])
        start = 0 if fixed is None else keys.index(fixed) + 1
        end = next((at for at in range(start, len(keys)) if keys[at] in others), len(keys))
        return keys[start:end]


def longest_in_all(orders: Sequence[Sequence[str]], votes: Collection[str] = ()) -> tuple[str, ...]:
    """The most things that stand in the same order everywhere; of several such choices the one with the most `votes` for its things.

    Which one is taken does not depend on the place of an order among the others.
    """
    orders = sorted(tuple(order) for order in orders)
    ranks = [{key: rank for rank, key in enumerate(order)} for order in orders]
    shared = [key for key in orders[0] if all(key in rank for rank in ranks)]
    if all([key for key in order if key in ranks[0]] == shared for order in orders[1:]):
        return tuple(shared)
    voted = Counter(votes)
    best: dict[str, tuple[int, int, tuple[str, ...]]] = {}
    for key in reversed(shared):
        after = [chain for other, chain in best.items() if all(rank[key] < rank[other] for rank in ranks)]
        length, support, chain = max(after, key=lambda one: one[:2], default=(0, 0, ()))
        best[key] = (length + 1, support + voted[key], (key, *chain))
    return max(best.values(), key=lambda one: one[:2], default=(0, 0, ()))[2]


def _unmoved(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> tuple[str, ...]:
    """What nobody moved. Where two changed places and either may have moved, it is the one that fits better to all that else was done."""
    return longest_in_all([base, mine, theirs], [*longest_in_all([base, mine]), *longest_in_all([base, theirs])])


def _one_run(mine: list[str], theirs: list[str], tie: Callable[[str], str]) -> tuple[list[str], set[str]]:
    """Two runs of things between the same neighbours as one; what is in both holds them together, and is disputed in another order."""
    agreed = longest_in_all([mine, theirs])
    disputed = {key for key in theirs if key in mine and key not in agreed}
    pieces = zip(_cut([key for key in mine if key not in disputed], agreed), _cut(theirs, agreed), strict=True)
    run: list[str] = []
    for (here, fixed), (there, _) in pieces:
        run += [key for piece in sorted((here, there), key=lambda piece: [tie(key) for key in piece[:1]]) for key in piece]
        run += [fixed] if fixed else []
    return run, disputed


def _cut(run: list[str], at: Sequence[str]) -> Iterator[tuple[list[str], str]]:
    """The run in pieces, each with what follows it of `at` ("" after the last)."""
    start = 0
    for fixed in at:
        end = run.index(fixed, start)
        yield run[start:end], fixed
        start = end + 1
    yield run[start:], ""
