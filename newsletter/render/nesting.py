"""Whose fault it is that an element is not closed: a file that opens an element closes it.

What only this module knows: how a theme that does not come out even is read again. What another file closes is no mistake as long as
everything comes out even; so files are looked at one by one only for the elements that are torn, and only in the text they are torn in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

Torn = set[tuple[str, int]]
"""Elements that do not come out even: the name of each, and where the element of MJML begins in whose words it stands."""


class Tag(NamedTuple):
    """One tag of an element. `region` is where the element of MJML begins in whose words it stands."""

    name: str
    offset: int
    region: int
    opens: bool


@dataclass(frozen=True)
class Pairs:
    """For ends of torn elements, by offset: where the same file opens what they end, or None. `opened` are the beginnings so ended."""

    begun: dict[int, int | None] = field(default_factory=dict)
    opened: frozenset[int] = frozenset()

    def may_end(self, opened: int, closed: int) -> bool:
        """Whether the tag at `closed` may end the element of the same name that begins at `opened`."""
        if closed not in self.begun:
            return True
        begun = self.begun[closed]
        return opened not in self.opened if begun is None else opened == begun


def own_pairs(tags: Iterable[Tag], torn: Torn, place: Callable[[int], tuple[str, int]]) -> Pairs:
    """What each file opens and closes of its own among the torn elements."""
    waiting: defaultdict[tuple[str, str, int], list[int]] = defaultdict(list)
    begun: dict[int, int | None] = {}
    for tag in tags:
        if (tag.name, tag.region) not in torn:
            continue
        opened = waiting[place(tag.offset)[0], tag.name, tag.region]
        if tag.opens:
            opened.append(tag.offset)
        else:
            begun[tag.offset] = opened.pop() if opened else None
    return Pairs(begun, frozenset(one for one in begun.values() if one is not None))
