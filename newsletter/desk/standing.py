"""What stands beside the stories of an issue: where each ran, which other issue holds it, and what sponsors have booked.

What only this module knows: which of that an editor is told of a story that was put in by hand.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from newsletter.campaign import Campaign, SectionPlan
from newsletter.desk.saving import SavingDesk
from newsletter.desk.targets import in_words
from newsletter.edit import place_name
from newsletter.models import Booking, Candidate, ContentItem, Issue, Kind, Run, Slot, State, Status

if TYPE_CHECKING:
    from newsletter.check import Facts, Held, Misplaced, Ran


class StandingDesk(SavingDesk):
    """Stories, looked at from the issues around."""

    def _with_standing(self, facts: Facts, issue: Issue, campaign: Campaign) -> Facts:
        """The facts of an issue with all this; of one that is open no longer there is nothing left to decide."""
        if issue.status not in (State.DRAFT, State.APPROVED):
            return facts
        items = [slot.item for slot in issue.slots if slot.words.kind != Kind.SPONSOR]
        known = self.archive.candidates(items, exclude_issue=issue.id)
        stories = [(slot, known[slot.item]) for slot in issue.slots if slot.item in known]
        return replace(
            facts,
            ran=tuple(_resting(issue, campaign, stories)),
            held=tuple(_held(issue, campaign, stories)),
            misplaced=tuple(self._misplaced(issue, campaign)),
        )

    def _misplaced(self, issue: Issue, campaign: Campaign) -> Iterator[Misplaced]:
        """The booked sponsors that stand elsewhere than where they are booked, or nowhere; another issue of the day may print them."""
        from newsletter.check import Misplaced

        booked = [pair for pair in self.archive.booked(campaign.key, issue.date) if _may_stand(pair[1], campaign.moment_of(issue))]
        amiss = [pair for pair in booked if not _is_kept(*pair, issue, campaign)]
        beside = self._printed_beside(issue) if amiss else set()
        for booking, item in amiss:
            slot = next((slot for slot in issue.slots if slot.item == item.id), None)
            if slot or item.id not in beside:
                plan = _plan_booked(booking, campaign)
                place = f"{plan.name if plan else booking.section} {booking.position}"
                yield Misplaced(item.id, item.title, place, place_name(issue, slot.id) if slot else "")

    def _printed_beside(self, issue: Issue) -> set[str]:
        """The items in other issues of the same campaign and day."""
        beside = [one for one in self.archive.issues(issue.campaign) if one.date == issue.date and one.status != State.CANCELLED]
        return {slot.item for one in beside if one.id != issue.id for slot in self.archive.issue(one.id).slots}

    def _cautions(self, issue: Issue, campaign: Campaign, item: ContentItem) -> str:
        """What an editor should know at once of a story that is put in by hand: clauses for the sentence that says so, or ""."""
        known = self.archive.candidates([item.id], exclude_issue=issue.id)[item.id]
        clauses = unready(item, issue, campaign)
        if item.kind != Kind.SPONSOR:
            clauses += [f"it ran in {run.issue}" for run in known.ran[:1]]
            clauses += [f"{one} holds it too" for one in campaign.window.holders(known.held_by, campaign.key)[:1]]
        return "".join(f"; {clause}" for clause in clauses)


def unready(item: ContentItem, issue: Issue, campaign: Campaign) -> list[str]:
    """Why readers should not see an item in an issue yet, a clause each."""
    clauses = ["it is still a draft"] if item.status == Status.DRAFT else []
    if item.out_at and item.out_at > campaign.moment_of(issue):
        clauses.append(f"it is not out before {in_words(item.out_at.astimezone(ZoneInfo(campaign.timezone)))}")
    return clauses


def _may_stand(item: ContentItem, at: datetime) -> bool:
    """Whether a sponsor's item may be printed at that moment."""
    return item.status == Status.READY and not (item.out_at and item.out_at > at)


def _is_kept(booking: Booking, item: ContentItem, issue: Issue, campaign: Campaign) -> bool:
    """Whether the item stands where it is booked; in a section with fewer places, at its end."""
    plan = _plan_booked(booking, campaign)
    slots = next((section.slots for section in issue.sections if plan and section.key == plan.key), ())
    return bool(slots) and slots[min(booking.position, len(slots)) - 1].item == item.id


def _plan_booked(booking: Booking, campaign: Campaign) -> SectionPlan | None:
    """The section that a booking names by its key or its title."""
    wanted = booking.section.casefold()
    return next((plan for plan in campaign.sections if wanted in (plan.key.casefold(), plan.name.casefold())), None)


def _resting(issue: Issue, campaign: Campaign, stories: list[tuple[Slot, Candidate]]) -> Iterator[Ran]:
    from newsletter.check import Ran

    window = campaign.window
    for slot, known in stories:
        last = window.rests_from(known.ran, campaign.key, issue.date)
        if last is not None and not window.lets_again(known, last):
            days = (issue.date - last.day).days
            yield Ran(place_name(issue, slot.id), slot.words.title, _in_words(last, issue, campaign), days, window.rest_days)


def _held(issue: Issue, campaign: Campaign, stories: list[tuple[Slot, Candidate]]) -> Iterator[Held]:
    from newsletter.check import Held

    for slot, known in stories:
        if holders := campaign.window.holders(known.held_by, campaign.key):
            yield Held(place_name(issue, slot.id), slot.words.title, holders[0])


def _in_words(run: Run, issue: Issue, campaign: Campaign) -> str:
    """ "2 March, daily, World 2"; with the year where it is another than the issue's."""
    plan = campaign.plan(run.section) if run.campaign == campaign.key else None
    section = plan.name if plan else run.section.replace("-", " ").capitalize()
    year = "" if run.day.year == issue.date.year else f" {run.day.year}"
    return f"{run.day:%-d %B}{year}, {run.campaign}, {section} {run.position}"
