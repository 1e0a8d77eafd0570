"""An issue in which nothing would be printed but what sponsors have booked: how that is seen, and why it is, for an editor to mend.

What only this module knows: that a sponsor's item makes no issue, unless an editor has pinned it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from newsletter.campaign import Campaign
from newsletter.errors import Refused
from newsletter.models import Benched, Issue, Kind

if TYPE_CHECKING:
    from newsletter.archive import Archive, Pool
    from newsletter.compose import Moment


def is_empty(issue: Issue) -> bool:
    """Whether there is nothing to print in it."""
    return all(slot.taken.kind == Kind.SPONSOR and not slot.pinned for slot in issue.slots)


def why_empty(issue: Issue, campaign: Campaign, moment: Moment, pool: Pool, bench: Sequence[Benched], archive: Archive) -> Refused:
    """Says where was looked. `bench` are all candidates of the pool that found no place, the nearest first."""
    window = f"from {_on_the_clock(campaign, moment.since)} to {_on_the_clock(campaign, moment.at)}"
    fresh = {one.item.id for one in pool.candidates if one.item.out_at and one.item.out_at > moment.since}
    if missed := [one for one in bench if one.item in fresh]:
        return _none_can_stand(issue, missed, window)
    stored, newest = archive.count(), archive.items(limit=1)
    if not stored:
        return Refused(f"no story is stored yet, so {issue.id} would be empty", "'newsletter content import PATH' brings some in")
    latest = f", the newest from {_on_the_clock(campaign, newest[0].published_at)}" if newest and newest[0].published_at else ""
    return Refused(
        f"{issue.id} would be empty: nothing was published {window}; the archive has {stored:,}{latest}",
        f"import what came in since, compose another day with --date, or widen 'since' in {campaign.path.name}",
    )


def _none_can_stand(issue: Issue, missed: Sequence[Benched], window: str) -> Refused:
    hint = f"'newsletter issue compose {issue.campaign} --date {issue.date} --dry-run --explain' tells the reason of each"
    nearest = f"“{missed[0].title}”: {missed[0].why_not}"
    if len(missed) == 1:
        return Refused(f"the only candidate {window} cannot stand in {issue.id}: {nearest}", hint)
    return Refused(f"none of {len(missed):,} candidates {window} can stand in {issue.id}; the nearest, {nearest}", hint)


def _on_the_clock(campaign: Campaign, at: datetime) -> str:
    return f"{at.astimezone(ZoneInfo(campaign.timezone)):%Y-%m-%d %H:%M}"
