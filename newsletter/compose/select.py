"""Which story stands where: select(campaign, pool, …) -> Issue. Pure; the same input gives the same issue.

What only this module knows: the order in which sections are filled and printed, and how each candidate that was not placed is told why.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from operator import itemgetter

from newsletter.campaign import Campaign, SectionPlan
from newsletter.compose.arrange import arrange
from newsletter.compose.booking import Booked, keep_bookings, make_booked_slot
from newsletter.compose.entries import Entries, Entry, Moment
from newsletter.compose.reasons import NEAREST, Miss, why_picked
from newsletter.compose.section import WIDEST, Filling, Pick, Progress
from newsletter.compose.wording import make_slot
from newsletter.models import Benched, Candidate, Issue, IssueSection, Kind, Slot
from newsletter.words.labels import labels

BENCH_SIZE = 20

_NEARNESS = {kind: number for number, kind in enumerate(NEAREST)}
_TOO_OLD = _NEARNESS["too old"]

_Story = Slot | Booked | Pick
"""What takes a place: a slot that stands already, a sponsor, a candidate that was picked."""


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
    booked: Sequence[Booked] = (),
    bench_size: int | None = BENCH_SIZE,
) -> Issue:
    """A draft issue. What is `standing` keeps its slots as they are; sponsors stand where they are `booked`; picks flow round both.

    The bench holds the `bench_size` nearest misses (None: all of them), and what is left is counted with those `passed_over` before.
    Raises Refused when a section cannot be filled whose plan says `thin = "refuse"`, and when a booking cannot be kept.
    """
    base = standing or Issue(id=issue_id, campaign=campaign.key, date=day)
    names = {section.key: section.name for section in base.sections} | {plan.key: plan.name for plan in campaign.sections}
    bookings, remarks = keep_bookings(booked, base, names, moment.at)
    progress = Progress(Entries(campaign, candidates, moment, base.dropped), remarks=remarks)
    for slot in base.slots:
        _place(progress, slot)
    printed = _Printing(campaign, base, bookings, progress)
    sections = printed.sections({plan.key: printed.fill(plan) for plan in campaign.sections})
    bench, rest = _bench(progress, base, bench_size)
    return base.but(
        id=issue_id,
        date=day,
        sections=sections,
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


class _Printing:
    """The running order on its way from picks to slots."""

    def __init__(self, campaign: Campaign, base: Issue, bookings: dict[str, list[Booked]], progress: Progress) -> None:
        self._campaign, self._base, self._bookings, self._progress = campaign, base, bookings, progress
        self._standing = {section.key: section for section in base.sections}
        self._ids = _free_ids(base)

    def fill(self, plan: SectionPlan) -> list[Pick]:
        """The picks of a planned section."""
        filling = Filling(plan, self._progress, self._kept(plan.key), is_booked=plan.key in self._bookings)
        return filling.fill()

    def sections(self, picks: dict[str, list[Pick]]) -> tuple[IssueSection, ...]:
        """All sections with something in them: in the order in which they stand, new ones where the campaign has them."""
        made = (self._section(key, picks.get(key, [])) for key in _in_order(list(self._standing), list(picks)))
        return tuple(section for section in made if section.slots)

    def _section(self, key: str, picks: Sequence[Pick]) -> IssueSection:
        plan = self._campaign.plan(key)
        kept = self._kept(key)
        fixed = [(slot.pinned_at, slot) for slot in kept if slot.pinned_at is not None]
        flow: list[_Story] = [*(slot for slot in kept if slot.pinned_at is None), *picks]
        booked: list[tuple[int, _Story]] = [(one.booking.position, one) for one in self._bookings.get(key, ())]
        booked += [(place, slot) for place, slot in fixed if not slot.pinned]
        pinned: list[tuple[int, _Story]] = [(place, slot) for place, slot in fixed if slot.pinned]
        section = self._standing.get(key) or IssueSection(key=key, title=plan.title if plan else "")
        slots, stories = [], 0
        for story in arrange(flow, booked, pinned):
            stories += not _is_sponsored(story)
            slots.append(self._slot(story, section, stories))
        return section.but(slots=tuple(slots))

    def _slot(self, story: _Story, section: IssueSection, number: int) -> Slot:
        """The slot of a story, which is the one of that number in its section."""
        if isinstance(story, Slot):
            return story
        if isinstance(story, Booked):
            return make_booked_slot(next(self._ids), story, f"{section.name} {story.booking.position}")
        return self._picked(story, story.plan.layout_at(number))

    def _picked(self, pick: Pick, layout: str) -> Slot:
        plan, entry, moment = pick.plan, pick.entry, self._progress.entries.moment
        why = why_picked(plan, layout, entry.item, moment.at) + pick.how
        if entry.updated:
            why += f"; an update of what ran {self._progress.entries.calendar.run(entry.updated)}"
        slot = make_slot(next(self._ids), entry.item, layout, why, full=plan.full)
        return self._as_update(slot) if entry.updated else slot

    def _as_update(self, slot: Slot) -> Slot:
        """The slot with a kicker that says, in the issue's language, that it is an update, unless its own does."""
        word, kicker = labels(self._campaign.language)["update"], slot.taken.kicker
        if word.casefold() in kicker.casefold():
            return slot
        return slot.but(own={"kicker": f"{word} · {kicker}" if kicker else word})

    def _kept(self, key: str) -> tuple[Slot, ...]:
        return self._standing[key].slots if key in self._standing else ()


def _is_sponsored(story: _Story) -> bool:
    return isinstance(story, Booked) or (isinstance(story, Slot) and story.taken.kind == Kind.SPONSOR)


def _free_ids(base: Issue) -> Iterator[str]:
    """Ids that no slot of the issue has or had: they tell the version that the slots come in with."""
    taken, number = {slot.id for slot in base.slots}, 0
    while True:
        number += 1
        slot_id = f"s{base.version + 1}-{number}" if base.version else f"s{number}"
        if slot_id not in taken:
            yield slot_id


def _in_order(standing: list[str], planned: list[str]) -> list[str]:
    """The keys of all sections: those that stand in their order, each new one before the first that the campaign prints after it."""
    ordered = list(standing)
    for place, key in enumerate(planned):
        if key not in ordered:
            later = set(planned[place + 1 :])
            ordered.insert(next((at for at, one in enumerate(ordered) if one in later), len(ordered)), key)
    return ordered


def _bench(progress: Progress, base: Issue, size: int | None) -> tuple[list[Benched], Counter[str]]:
    """The nearest misses, and how many more there are for each reason."""
    entries, standing = progress.entries, {slot.item for slot in base.slots}
    missed = _missed(progress, entries.near, standing)
    unlooked = entries.unlooked(standing)
    if size is None or sum(nearness < _TOO_OLD for nearness, *_ in missed) < size or not unlooked:
        missed, unlooked = _missed(progress, [*entries.near, *entries.far], standing), 0
    size = len(missed) if size is None else size
    bench = [
        Benched(item=entry.id, title=entry.item.title, why_not=miss.say(entry.item), section=miss.section)
        for *_, entry, miss in missed[:size]
    ]
    return bench, Counter(miss.kind for *_, miss in missed[size:]) + Counter({"too old": unlooked})


def _missed(progress: Progress, entries: Sequence[Entry], standing: Collection[str]) -> list[tuple[int, float, str, Entry, Miss]]:
    """The entries that were not placed, each with the reason, the nearest first."""
    missed = []
    for entry in entries:
        if progress.placed.get(entry.story) != entry.id and entry.id not in standing:
            miss = _why_not(progress, entry)
            missed.append((_NEARNESS[miss.kind], -entry.score, entry.id, entry, miss))
    missed.sort(key=itemgetter(0, 1, 2))
    return missed


def _why_not(progress: Progress, entry: Entry) -> Miss:
    """Why an entry was not placed: of one from before the window no more is asked than whether a thin section missed it."""
    since, calendar = progress.entries.moment.since, progress.entries.calendar
    if entry.is_near:
        if entry.barred:
            return entry.barred
        if story := progress.placed.get(entry.story):
            return Miss("same story", lambda _: f"the same story as {story}")
    if entry.id in progress.misses:
        return progress.misses[entry.id]
    if entry.item.published_at is None:
        return Miss("too old", lambda _: "it has no date")
    if entry.item.published_at <= since:
        return Miss("too old", lambda _: f"published before {calendar.moment(since)}")
    return Miss("no section takes it", lambda _: "no section takes it")
