"""Fills one section: the best of the pool within its caps, round what stands there already, and what its plan says on a thin day.

What only this module knows: how far a window is widened, and what each of a plan's words for a thin day does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from typing import NamedTuple

from newsletter.campaign import SectionPlan
from newsletter.compose.caps import Caps
from newsletter.compose.entries import Entries, Entry
from newsletter.compose.filters import Taking
from newsletter.compose.reasons import Miss
from newsletter.errors import Refused
from newsletter.models import ContentItem, Kind, Slot

WIDEST = timedelta(days=7)
"""How far a thin section may widen the window, a day at a time."""


class Pick(NamedTuple):
    """A candidate that was given a place in a planned section, and what was done to get it when the window did not have it."""

    plan: SectionPlan
    entry: Entry
    how: str = ""


@dataclass
class Progress:
    """What all sections share: which item tells each story that is placed, why others were missed, and what is said of sections.

    `items` are those that stand in the issue already, candidates or not.
    """

    entries: Entries
    items: Mapping[str, ContentItem] = field(default_factory=dict)
    placed: dict[str, str] = field(default_factory=dict)
    misses: dict[str, Miss] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)


class Filling:
    """One section on its way, round the slots that stand in it already. What was put or booked there keeps it from being dropped."""

    def __init__(self, plan: SectionPlan, progress: Progress, kept: Iterable[Slot], *, is_booked: bool) -> None:
        self._plan, self._progress, self._entries = plan, progress, progress.entries
        self._taking = Taking(plan.where)
        self._is_own = plan.where.section is not None
        self._caps = Caps(plan)
        standing = list(kept)
        self._kept = [slot for slot in standing if slot.taken.kind != Kind.SPONSOR]
        self._stays = bool(standing) or is_booked
        self.picks: list[Pick] = []
        for slot in self._kept:
            entry = self._entries.find(slot.item)
            self._caps.count(entry.item if entry else progress.items.get(slot.item) or _as_printed(slot))

    def fill(self) -> list[Pick]:
        """The picks, by the plan; none when the section is dropped. Raises Refused when its plan refuses an issue without it."""
        plan = self._plan
        fresh = self._taking.taken(self._entries.fresh(plan.order))
        self._take(fresh, plan.max)
        for word in plan.thin:
            if self.stories < plan.min:
                self._mend(word)
        if self.stories < plan.min:
            self._say_thin(fresh)
        return self.picks

    @property
    def stories(self) -> int:
        """How many stories stand in it so far; a sponsor's item is none."""
        return len(self._kept) + len(self.picks)

    @cached_property
    def _takes(self) -> list[Entry]:
        """All that its filter takes, however old."""
        return self._taking.taken(self._entries.ranked(self._plan.order))

    def _take(self, pool: Sequence[Entry], most: int, how: str = "") -> None:
        """The best of the pool, until the section has `most` stories; `how` tells what was drawn on when it is not the window."""
        placed, room = self._progress.placed, most - self.stories
        for number, entry in enumerate(pool):
            if room <= 0:
                if not how:
                    self._miss(pool[number:], "section full", f"{self._plan.name} is full: {self.stories} of {most}")
                break
            if entry.story in placed:
                continue
            if over := self._caps.over(entry.item):
                self._keep([entry], over)
                continue
            placed[entry.story] = entry.id
            room -= 1
            self._caps.count(entry.item)
            self.picks.append(Pick(self._plan, entry, how))

    def _mend(self, word: str) -> None:
        """What a plan's word for a thin day does; "drop" is done when all else has been tried."""
        plan, since = self._plan, self._entries.moment.since
        if word == "widen":
            for days in range(1, WIDEST.days + 1):
                older = [entry for entry in self._takes if entry.out > since - timedelta(days=days)]
                self._take(older, plan.min, f"; the window was widened by {days} day{'s' if days > 1 else ''}")
                if self.stories >= plan.min:
                    break
        elif word == "evergreen":
            self._take([entry for entry in self._takes if entry.item.evergreen], plan.min, "; drawn from the evergreens")
        elif word == "refuse":
            raise Refused(f"{plan.name} has {self._found()}", 'import more, or change its "min" or "thin" in the campaign')

    def _say_thin(self, fresh: list[Entry]) -> None:
        """Says that the section has too few stories, and drops it where its plan says so and nobody has put anything there."""
        plan, found = self._plan, self._found()
        if "drop" not in plan.thin or self._stays:
            self._progress.remarks.append(f"{plan.name} has {found}")
            return
        self._progress.remarks.append(f"{plan.name} was dropped: {found}")
        for pick in self.picks:
            del self._progress.placed[pick.entry.story]
        missed = [*fresh, *(pick.entry for pick in self.picks if pick.how)]
        self._miss(missed, "section dropped", f"{plan.name} was dropped: {found}")
        self.picks = []

    def _found(self) -> str:
        least = self._plan.min
        return f"{self.stories} of at least {least} {'story' if least == 1 else 'stories'}"

    def _miss(self, entries: Iterable[Entry], kind: str, says: str) -> None:
        self._keep(entries, Miss(kind, lambda _: says, self._plan.key, self._is_own))

    def _keep(self, entries: Iterable[Entry], miss: Miss) -> None:
        """Keeps why these were missed, if it is nearer than what is known: the section that asks for their own section is the nearest.

        Else it is the first section that would take them. What a section says later goes over what it said before.
        """
        placed, misses = self._progress.placed, self._progress.misses
        for entry in entries:
            known = misses.get(entry.id)
            if entry.story not in placed and (known is None or known.section == miss.section or (miss.is_own and not known.is_own)):
                misses[entry.id] = miss


def _as_printed(slot: Slot) -> ContentItem:
    """What a slot tells of an item that is not stored any more."""
    return ContentItem(title=slot.taken.title, publisher=slot.taken.publisher, byline=slot.taken.byline)
