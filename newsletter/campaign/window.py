"""Which stories are fresh for a campaign, how long one rests, and on which days there is no issue.

What only this module knows: how a window and a day off are written in the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field

from newsletter.campaign.values import Key, as_list, checked
from newsletter.errors import did_you_mean
from newsletter.models import Candidate, Run
from newsletter.tomlfile import Strict, shown_value

FIRST_WINDOW = timedelta(hours=36)
"""How far back "since last issue" reaches for a campaign that has not exported one yet."""

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class Window(Strict):
    """Which stories are fresh, and how long one must rest before it may run again.

    `used_in` are the campaigns, beside its own, in which a story counts as used or held; None means all. With `updates`, an update of
    a story that ran may run before the story has rested.
    """

    since: Annotated[str, checked(r"last issue|[1-9]\d{0,3} (hours?|days?)", '"last issue" or a span such as "36 hours" or "3 days"')] = (
        "last issue"
    )
    rest_days: int = Field(30, ge=0, le=3650)
    used_in: Annotated[list[Key], BeforeValidator(as_list)] | None = None
    updates: bool = False

    def start(self, at: datetime, last_issue: datetime | None, zone: ZoneInfo) -> datetime:
        """The moment from which a story is fresh, for an issue of the moment `at`.

        Days are those of the zone's calendar: a day of 23 or 25 hours is one as well, so that no hour is missed between two issues.
        """
        if self.since == "last issue":
            return last_issue if last_issue is not None else at - FIRST_WINDOW
        number, unit = self.since.split()
        if unit.startswith("hour"):
            return at - timedelta(hours=int(number))
        return (at.astimezone(zone) - timedelta(days=int(number))).astimezone(UTC)

    def counts(self, campaign: str, own: str) -> bool:
        """Whether a story that runs in `campaign` counts as used for the campaign `own`."""
        return campaign == own or self.used_in is None or campaign in self.used_in

    def holders(self, issues: Iterable[str], own: str) -> list[str]:
        """Those of the issues which hold a story that hold it from the campaign `own`."""
        return [issue for issue in issues if self.counts(issue.partition("/")[0], own)]

    def rests_from(self, ran: Iterable[Run], own: str, day: date) -> Run | None:
        """The last run from which a story still rests for an issue of that day; None when it is rested, or never ran.

        Rest is counted in days from issue to issue: neither a clock put forward nor an early start on one of them changes it.
        """
        rests = [run for run in ran if (day - run.day).days < self.rest_days and self.counts(run.campaign, own)]
        return max(rests, key=lambda run: (run.at, run.issue)) if rests and self.rest_days else None

    def lets_again(self, candidate: Candidate, last: Run) -> bool:
        """Whether a story that rests from its last run may run all the same, as an update that came out after it."""
        out = candidate.item.out_at
        return self.updates and candidate.is_update and out is not None and out > last.at


def _day_off(value: Any) -> str | date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if not isinstance(value, str):
        raise ValueError(f'is {shown_value(value)}, but must be a weekday such as "saturday" or a date such as 2026-12-25')
    if value not in WEEKDAYS:
        is_date = value[:4].isdigit()
        hint = "; a date stands without quotation marks" if is_date else did_you_mean(value, WEEKDAYS)
        raise ValueError(f"is {shown_value(value)}, which is no weekday{hint}")
    return value


DayOff = Annotated[Any, BeforeValidator(_day_off)]
"""A weekday by its English name in small letters, or a date."""


def is_never(days_off: Sequence[str | date]) -> bool:
    """Whether no day is left."""
    return set(WEEKDAYS) <= set(days_off)


def place_among(days_off: Sequence[str | date], day: date) -> int | None:
    """The number, from 0, of the entry that makes it a day off; None when there is none."""
    names: tuple[str | date, ...] = (day, WEEKDAYS[day.weekday()])
    return next((number for number, off in enumerate(days_off) if off in names), None)
