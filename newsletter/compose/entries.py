"""The candidates as select reads them: what is asked of each again and again is worked out once.

What only this module knows: who may not stand in an issue, whatever a section's filters say, and how candidates are ranked.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

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

    `updated` is where the story of an update ran that may run again.
    """

    __slots__ = ("barred", "id", "item", "newest", "out", "score", "story", "updated")

    def __init__(self, item: ContentItem, at: float) -> None:
        self.item, self.id, self.story = item, item.id, item.story or item.id
        published = item.published_at
        self.out = _NEVER if published is None else max(published, item.embargo_until or published)
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
    """All candidates of a moment, in the order of their ids: the same for the same candidates, however they come."""

    def __init__(self, campaign: Campaign, candidates: Iterable[Candidate], moment: Moment, dropped: Collection[str]) -> None:
        self.moment, self.calendar = moment, Calendar(campaign)
        self._window, self._own = campaign.window, campaign.key
        self._dropped, self._at = frozenset(dropped), moment.at.timestamp()
        self._today = self.calendar.day(moment.at)
        self._ranked: dict[str, list[Entry]] = {}
        self._fresh: dict[str, list[Entry]] = {}
        self.all = [self._entered(one) for one in sorted(candidates, key=lambda one: one.item.id)]
        self.by_id = {entry.id: entry for entry in self.all}

    def ranked(self, order: str) -> list[Entry]:
        """Those that may stand, the best first; of equals the newer, then the one whose id is the lesser."""
        if order not in self._ranked:
            self._ranked[order] = sorted((entry for entry in self.all if entry.barred is None), key=_RANKINGS[order])
        return self._ranked[order]

    def fresh(self, order: str) -> list[Entry]:
        """Those of them that came out within the window."""
        if order not in self._fresh:
            since = self.moment.since
            self._fresh[order] = [entry for entry in self.ranked(order) if entry.out > since]
        return self._fresh[order]

    def _entered(self, candidate: Candidate) -> Entry:
        entry = Entry(candidate.item, self._at)
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
        if candidate.held_by and (holders := [issue for issue in candidate.held_by if self._counts(issue.partition("/")[0])]):
            return Miss("held by another issue", lambda _: f"held by {holders[0]}")
        if candidate.ran and (rests := [run for run in candidate.ran if self._counts(run.campaign) and self._still_rests(run)]):
            last = max(rests, key=lambda run: (run.at, run.issue))
            if self._window.updates and candidate.is_update and entry.out > last.at:
                entry.updated = last
            else:
                return Miss("ran recently", lambda _: f"ran {self.calendar.run(last)}")
        return None

    def _counts(self, campaign: str) -> bool:
        return self._window.counts(campaign, self._own)

    def _still_rests(self, run: Run) -> bool:
        """Rest is counted by the calendar, so that a clock put forward does not lengthen it."""
        rest = self._window.rest_days
        return rest > 0 and (self._today - self.calendar.day(run.at)).days < rest
