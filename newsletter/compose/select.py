"""Which story stands where: select(campaign, pool, …) -> Issue. Pure; the same input gives the same issue.

What only this module knows: what comes first: what stands there keeps its place, then sponsors, then the sections in the campaign's order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType

from newsletter.campaign import Campaign
from newsletter.compose.bench import make_bench
from newsletter.compose.booking import Booked, keep_bookings
from newsletter.compose.entries import Entries, Moment
from newsletter.compose.running_order import RunningOrder
from newsletter.compose.section import WIDEST, Filling, Progress
from newsletter.models import Candidate, ContentItem, Issue, Slot

BENCH_SIZE = 20


def earliest(campaign: Campaign, since: datetime) -> datetime:
    """From when on select may need candidates: the window's start, or earlier where a thin section may widen it."""
    return since - WIDEST if any("widen" in plan.thin and plan.min for plan in campaign.sections) else since


def select(
    campaign: Campaign,
    candidates: Sequence[Candidate],
    passed_over: dict[str, int],
    *,
    issue_id: str,
    day: date,
    moment: Moment,
    standing: Issue | None = None,
    items: Mapping[str, ContentItem] = MappingProxyType({}),
    booked: Sequence[Booked] = (),
    bench_size: int | None = BENCH_SIZE,
) -> Issue:
    """A draft issue. What is `standing` keeps its slots as they are; sponsors stand where they are `booked`; picks flow round both.

    `items` are those of the standing slots, which need be no candidates: they count for what a section caps.

    The bench holds the `bench_size` nearest misses (None: all of them), and what is left is counted with those `passed_over` before.
    Raises Refused when a section cannot be filled whose plan says `thin = "refuse"`, and when a booking cannot be kept.
    """
    base = standing or Issue(id=issue_id, campaign=campaign.key, date=day)
    names = {section.key: section.name for section in base.sections} | {plan.key: plan.name for plan in campaign.sections}
    bookings, remarks = keep_bookings(booked, base, names, moment.at)
    progress = Progress(Entries(campaign, candidates, day, moment, base.dropped), items, remarks=remarks)
    for slot in base.slots:
        _place(progress, slot)
    kept = {section.key: section.slots for section in base.sections}
    picks = {plan.key: Filling(plan, progress, kept.get(plan.key, ()), is_booked=plan.key in bookings).fill() for plan in campaign.sections}
    bench, rest = make_bench(progress, base, bench_size)
    return base.but(
        id=issue_id,
        date=day,
        sections=RunningOrder(campaign, base, bookings, progress.entries).sections(picks),
        bench=tuple(bench),
        passed_over=dict(sorted((Counter(passed_over) + rest).items())),
        remarks=tuple(progress.remarks),
        composed_at=moment.at,
    )


def _place(progress: Progress, slot: Slot) -> None:
    """A slot that stands already takes its story, by the name that the slot knows and by the present one."""
    entry = progress.entries.find(slot.item)
    for story in (slot.story, entry.story if entry else slot.story):
        progress.placed[story] = slot.item
