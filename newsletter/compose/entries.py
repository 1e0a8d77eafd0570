"""The candidates as select reads them: what is asked of each again and again is worked out once.

What only this module knows: who may not stand in an issue, whatever a section's filters say, and how candidates are ranked.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from newsletter.campaign import Campaign
from newsletter.compose.reasons import Calendar, Miss
from newsletter.models import Candidate, ContentItem, Kind, Run, Status

HOURS_A_PRIORITY = 6
HOURS_A_PICTURE = 3
"""What a point of priority and a picture are worth in the order "scored", in hours of freshness."""

_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Moment:
    """When an issue goes out (`at`), and since when a story counts as fresh for it."""

    at: datetime
    since: datetime


class Entry:
    """A candidate, with its place in the two rankings and, where no section may print it, the reason.

    `is_near` tells that it came out within the window, or is evergreen; `updated` is where the story of an update ran that may run again.
    """

    __slots__ = ("barred", "id", "is_near", "item", "newest", "out", "score", "story", "updated")

    def __init__(self, item: ContentItem, at: float, since: datetime) -> None:
        self.item, self.id, self.story = item, item.id, item.story or item.id
        published = item.published_at
        self.out = _NEVER if published is None else max(published, item.embargo_until or published)
        self.is_near = item.evergreen or self.out > since
        self.newest = 0.0 if published is None else -published.timestamp()
        hours = 10_000.0 if published is None else (at + self.newest) / 3600
        self.score = item.priority * HOURS_A_PRIORITY + (HOURS_A_PICTURE if item.images else 0) - hours
        self.barred: Miss | None = None
        self.updated: Run | None = None


_RANKINGS: dict[str, Callable[[Entry], tuple[float, float]]] = {
    "scored": lambda entry: (-entry.score, entry.newest),
    "priority": lambda entry: (-entry.item.priority, entry.newest),
    "newest": lambda entry: (entry.newest, -entry.item.priority),
}


class Entries:
    """All candidates of a moment, in the order of their ids: the same for the same candidates, however they come.

    Those `near` came out within the window, or are evergreen. The others are looked at when a thin section draws on them, or the bench
    has room: there may be many times as many.
    """

    def __init__(self, campaign: Campaign, candidates: Iterable[Candidate], day: date, moment: Moment, dropped: Collection[str]) -> None:
        self.moment, self.calendar = moment, Calendar(campaign)
        self._window, self._own = campaign.window, campaign.key
        self._dropped, self._at = frozenset(dropped), moment.at.timestamp()
        self._day = day
        near, self._far = _parted(candidates, moment.since)
        self.near = self._all_entered(near)
        self._found = {entry.id: entry for entry in self.near}
        self._looked_at: list[Entry] | None = None
        self._fresh: dict[str, list[Entry]] = {}

    @property
    def far(self) -> list[Entry]:
        """Those that came out before the window began."""
        if self._looked_at is None:
            self._looked_at = self._all_entered(self._far)
        return self._looked_at

    def unlooked(self, besides: Collection[str]) -> int:
        """How many of these nobody has looked at, items that stand in the issue left out."""
        return sum(one.item.id not in besides for one in self._far) if self._looked_at is None else 0

    def find(self, item_id: str) -> Entry | None:
        """The entry of an item, if it is a candidate."""
        return self._found.get(item_id) or next((self._entered(one) for one in self._far if one.item.id == item_id), None)

    def fresh(self, order: str) -> list[Entry]:
        """Those that may stand and came out within the window, the best first; of equals the newer, then the one whose id is the lesser."""
        if order not in self._fresh:
            since = self.moment.since
            fresh = [entry for entry in self.near if entry.barred is None and entry.out > since]
            self._fresh[order] = sorted(fresh, key=_RANKINGS[order])
        return self._fresh[order]

    def ranked(self, order: str) -> list[Entry]:
        """All that may stand, however old they are, in the same order."""
        everything = sorted([*self.near, *self.far], key=lambda entry: entry.id)
        return sorted((entry for entry in everything if entry.barred is None), key=_RANKINGS[order])

    def _all_entered(self, candidates: Iterable[Candidate]) -> list[Entry]:
        return [self._entered(one) for one in sorted(candidates, key=lambda one: one.item.id)]

    def _entered(self, candidate: Candidate) -> Entry:
        entry = Entry(candidate.item, self._at, self.moment.since)
        entry.barred = self._unready(entry.item) or self._used(entry, candidate)
        return entry

    def _unready(self, item: ContentItem) -> Miss | None:
        """Why the item cannot be printed at this moment, in whatever issue."""
        if item.kind == Kind.SPONSOR:
            return Miss("no section takes it", lambda _: "a sponsor's item is booked or added by hand")
        if item.status != Status.READY:
            is_retired = item.status == Status.RETIRED
            return Miss("retired", lambda _: "retired") if is_retired else Miss("not ready", lambda _: "still a draft")
        if (embargo := item.embargo_until) is not None and embargo > self.moment.at:
            return Miss("embargoed", lambda _: f"embargoed until {self.calendar.moment(embargo)}")
        if (published := item.published_at) is not None and published > self.moment.at:
            return Miss("not out yet", lambda _: f"not out before {self.calendar.moment(published)}")
        return None

    def _used(self, entry: Entry, candidate: Candidate) -> Miss | None:
        """Why the story is not free for this issue: taken out of it, held by another one, or still at rest."""
        if entry.story in self._dropped:
            return Miss("taken out", lambda _: "an editor took it out")
        if candidate.held_by and (holders := self._window.holders(candidate.held_by, self._own)):
            return Miss("held by another issue", lambda _: f"held by {holders[0]}")
        if candidate.ran and (last := self._window.rests_from(candidate.ran, self._own, self._day)):
            if self._window.lets_again(candidate, last):
                entry.updated = last
            else:
                return Miss("ran recently", lambda _: f"ran {self.calendar.run(last)}")
        return None


def _parted(candidates: Iterable[Candidate], since: datetime) -> tuple[list[Candidate], list[Candidate]]:
    """Those of the window with the evergreens, and the others."""
    near, far = list[Candidate](), list[Candidate]()
    for one in candidates:
        item = one.item
        published, embargo = item.published_at, item.embargo_until
        is_fresh = published is not None and (published > since or (embargo is not None and embargo > since))
        (near if is_fresh or item.evergreen else far).append(one)
    return near, far
