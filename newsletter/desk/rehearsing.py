"""Rehearsing: what the rules would have made of the last days, beside what was really sent. Nothing is saved.

What only this module knows: how the archive is taken back to a day, as far as its dates and its ledger tell.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from newsletter.campaign import Campaign
from newsletter.desk.pinning import PinningDesk
from newsletter.errors import Refused
from newsletter.models import Issue, Run, Slot, State


@dataclass(frozen=True)
class Rehearsed:
    """A day: the issue that the rules make of it, or why they make none, and the one that went out."""

    day: date
    day_off: str
    issue: Issue | None
    refused: str
    sent: Issue | None

    @property
    def only_ruled(self) -> list[Slot]:
        """What the rules place and nobody sent."""
        return _without(self.issue, self.sent)

    @property
    def only_sent(self) -> list[Slot]:
        """What was sent and the rules do not place."""
        return _without(self.sent, self.issue)


class RehearsingDesk(PinningDesk):
    """Dry runs."""

    def rehearse(self, key: str, days: int, until: date | None = None) -> list[Rehearsed]:
        """The last so many days up to one (today unless stated), the earliest first.

        Each goes by the stories that were out by then, by the last issue exported before it, and by what had run until then.
        """
        campaign = self.campaign(key)
        last = until or self.today(campaign)
        # The newest comes first: of a day with several issues the first one stays, which is what the rules make afresh.
        sent = {one.date: one.id for one in self.archive.issues(key) if one.status == State.EXPORTED}
        return [
            self._rehearsed(campaign, day, self.archive.issue(sent[day]) if day in sent else None)
            for day in (last - timedelta(days=ahead) for ahead in reversed(range(days)))
        ]

    def _rehearsed(self, campaign: Campaign, day: date, sent: Issue | None) -> Rehearsed:
        from newsletter.desk.emptiness import is_empty

        if off := campaign.day_off(day):
            return Rehearsed(day, off, None, "", sent)
        try:
            issue = self._as_of(campaign, day)
        except Refused as error:
            return Rehearsed(day, "", None, error.message, sent)
        if is_empty(issue):
            return Rehearsed(day, "", issue.but(sections=()), "nothing was out that could stand in it", sent)
        return Rehearsed(day, "", issue, "", sent)

    def _as_of(self, campaign: Campaign, day: date) -> Issue:
        from newsletter.compose import Booked, earliest, select

        moment = self._window_of(campaign, Issue(id=f"{campaign.key}/{day}", campaign=campaign.key, date=day))
        known = _had_run_before(campaign.key, day, moment.at)
        pool = self.archive.pool(since=earliest(campaign, moment.since), at=moment.at, counted=False, known=known)
        return select(
            campaign,
            [one.but(held_by=()) for one in pool.candidates],  # what is open today was not open then
            {},
            issue_id=f"{campaign.key}/{day}",
            day=day,
            moment=moment,
            booked=[Booked(*pair) for pair in self.archive.booked(campaign.key, day)],
        )


def _had_run_before(campaign: str, day: date, at: datetime) -> Callable[[Run], bool]:
    """Tells what had run before that moment; of the campaign's own issues what ran on an earlier day."""
    return lambda run: run.at < at and (run.campaign != campaign or run.day < day)


def _without(issue: Issue | None, other: Issue | None) -> list[Slot]:
    known = {name for slot in (other.slots if other else ()) for name in (slot.item, slot.story)}
    return [slot for slot in (issue.slots if issue else ()) if not known & {slot.item, slot.story}]
