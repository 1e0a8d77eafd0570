"""Fills one section: the best of the pool within its caps, round what stands there already, and what its plan says on a thin day.

What only this module knows: how far a window is widened, and what each of a plan's words for a thin day does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import NamedTuple

from newsletter.campaign import SectionPlan
from newsletter.compose.entries import Entries, Entry
from newsletter.compose.filters import Taking, authors_of
from newsletter.compose.reasons import Miss
from newsletter.errors import Refused
from newsletter.models import ContentItem, Kind, Slot

WIDEST = timedelta(days=7)
"""How far a thin section may widen the window, a day at a time."""

_CAPPED = {"publisher": "of", "author": "by", "country": "from", "tag": "tagged"}


class Pick(NamedTuple):
    """A candidate that was given a place in a planned section, and what was done to get it when the window did not have it."""

    plan: SectionPlan
    entry: Entry
    how: str = ""


@dataclass
class Progress:
    """What all sections share: which item tells each story that is placed, why others were missed, and what is said of sections."""

    entries: Entries
    placed: dict[str, str] = field(default_factory=dict)
    misses: dict[str, tuple[Miss, bool]] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)

    def miss(self, entry: Entry, miss: Miss, *, asked_for: bool) -> None:
        """Keeps the nearest miss: of the section that asks for the item's own section, else of the first that would take it."""
        known = self.misses.get(entry.id)
        if known is None or (asked_for and not known[1]):
            self.misses[entry.id] = miss, asked_for


class Filling:
    """One section on its way, round the slots that stand in it already. What was put or booked there keeps it from being dropped."""

    def __init__(self, plan: SectionPlan, progress: Progress, kept: Iterable[Slot], *, is_booked: bool) -> None:
        self._plan, self._progress, self._entries = plan, progress, progress.entries
        taking = Taking(plan.where)
        self._takes = [entry for entry in self._entries.ranked(plan.order) if taking.takes(entry.facets)]
        self._caps = plan.cap.model_dump(exclude_none=True)
        self._counts = Counter[tuple[str, str]]()
        self._kept = [slot for slot in kept if slot.taken.kind != Kind.SPONSOR]
        self._stays = bool(self._kept) or is_booked
        self.picks: list[Pick] = []
        for slot in self._kept:
            entry = self._entries.by_id.get(slot.item)
            self._count(entry.item if entry else _as_printed(slot))

    def fill(self) -> list[Pick]:
        """The picks, by the plan; none when the section is dropped. Raises Refused when its plan refuses an issue without it."""
        plan = self._plan
        fresh = [entry for entry in self._takes if entry.out > self._entries.moment.since]
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

    def _take(self, pool: Iterable[Entry], most: int, how: str = "") -> None:
        """The best of the pool, until the section has `most` stories; `how` tells what was drawn on when it is not the window."""
        placed = self._progress.placed
        for entry in pool:
            if entry.story in placed:
                continue
            if self.stories >= most:
                if how:
                    break
                self._miss(entry, "section full", "{0} is full: {1} of {1}", self._plan.name, most)
            elif over := self._over_cap(entry.item):
                self._miss(entry, "cap reached", "{} has {} {} {} {} already", self._plan.name, *over)
            else:
                placed[entry.story] = entry.id
                self._count(entry.item)
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
            said = f"{plan.name} has {self.stories} of at least {plan.min} stories"
            raise Refused(said, 'import more, or change its "min" or "thin" in the campaign')

    def _say_thin(self, fresh: list[Entry]) -> None:
        """Says that the section has too few stories, and drops it where its plan says so and nobody has put anything there."""
        plan, found = self._plan, self.stories
        if "drop" not in plan.thin or self._stays:
            self._progress.remarks.append(f"{plan.name} has {found} of at least {plan.min} stories")
            return
        self._progress.remarks.append(f"{plan.name} was dropped: {found} of at least {plan.min} stories")
        for pick in self.picks:
            del self._progress.placed[pick.entry.story]
        for entry in [*fresh, *(pick.entry for pick in self.picks if pick.how)]:
            if entry.story not in self._progress.placed:
                self._miss(entry, "section dropped", "{} was dropped: {} of at least {}", plan.name, found, plan.min)
        self.picks = []

    def _miss(self, entry: Entry, kind: str, says: str, *values: object) -> None:
        miss = Miss(kind, partial(says.format, *values), self._plan.key)
        self._progress.miss(entry, miss, asked_for=self._plan.where.section is not None)

    def _count(self, item: ContentItem) -> None:
        for key in self._caps:
            self._counts.update((key, value) for value in _capped(item, key))

    def _over_cap(self, item: ContentItem) -> tuple[int, str, str, str] | None:
        """The first cap that keeps the item out: how many, and of what, in words."""
        for key, most in self._caps.items():
            for value, shown in sorted(_capped(item, key).items()):
                if self._counts[key, value] >= most:
                    return most, "story" if most == 1 else "stories", _CAPPED[key], shown
        return None


def _capped(item: ContentItem, key: str) -> dict[str, str]:
    """What a cap counts: {folded, as the filters read it: as the item has it}."""
    match key:
        case "publisher":
            values: tuple[str, ...] = (item.publisher,)
        case "author":
            values = authors_of(item)
        case "country":
            values = item.countries
        case _:
            values = item.tags
    return {value.casefold(): value for value in values if value}


def _as_printed(slot: Slot) -> ContentItem:
    """What a slot tells of an item that is no candidate."""
    return ContentItem(title=slot.taken.title, publisher=slot.taken.publisher, byline=slot.taken.byline)
