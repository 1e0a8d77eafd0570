"""In which order a section's stories stand: those that ask for a place have it, the others flow round them.

What only this module knows: who goes first when two ask for one place, and where one stands whose place is not there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

Story = TypeVar("Story")


def arrange(flow: Sequence[Story], booked: Sequence[tuple[int, Story]], pinned: Sequence[tuple[int, Story]]) -> list[Story]:
    """All of them in the order of reading; `booked` and `pinned` each with the position (from 1) that it asks for.

    A booked place goes before a pinned one, and who finds its place taken stands next to it. In a section with fewer stories than
    that, who asks for a later place stands last.
    """
    waiting = sorted(
        [(place, 0, story) for place, story in booked] + [(place, 1, story) for place, story in pinned], key=lambda one: one[:2]
    )
    flowing, arranged = list(flow), list[Story]()
    while waiting or flowing:
        here = len(arranged) + 1
        due = [one for one in waiting if one[0] == here] or [one for one in waiting if one[0] < here]
        if not due and flowing:
            arranged.append(flowing.pop(0))
        else:
            chosen = (due or waiting)[0]
            waiting.remove(chosen)
            arranged.append(chosen[2])
    return arranged
