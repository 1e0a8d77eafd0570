"""Pinning: stories that an editor fixes before composing, or in a draft that is composed round them again.

What only this module knows: which issue a pin is meant for when none is named.
"""

from __future__ import annotations

from datetime import date, timedelta

from newsletter.campaign import Campaign, SectionPlan
from newsletter.desk.composing import ComposingDesk
from newsletter.edit import Changed, find_section, find_slot, next_slot_id
from newsletter.edit.pins import pin_slot, unpin_slot
from newsletter.edit.told import tell_why
from newsletter.errors import NotFound, Refused, UsageError
from newsletter.models import ContentItem, Issue, Slot, State, Status

_AHEAD = 60
"""So many days are looked through for the next one that has an issue."""


class PinningDesk(ComposingDesk):
    """Pins."""

    def pin(
        self,
        words: str,
        section: str | None = None,
        position: int | None = None,
        *,
        issue: str | None = None,
        campaign: str | None = None,
        day: date | None = None,
    ) -> Changed:
        """A story fixed in a section of an issue, which is opened empty when it is not there yet.

        A story that stands in it already is pinned where it stands, unless another place is named.
        """
        before = self._issue_to_pin_in(issue, campaign, day)
        plans = self.campaign(before.campaign)
        found = self._story_to_pin(before, words)
        titles = {plan.key: plan.title for plan in plans.sections}
        if section is not None:
            key = find_section(before, section, titles)
        elif isinstance(found, Slot):
            key, position = self._stands_at(before, found, position)
        else:
            raise UsageError(
                f"'{found.title}' does not stand in {before.id} yet; say where to pin it", "--in SECTION: " + ", ".join(titles)
            )
        plan = plans.plan(key)
        layout = _layout_in(plan, before, position) if plan else None
        slot = found if isinstance(found, Slot) else self._new_slot(before, found, layout, full=plan is not None and plan.full)
        changed = pin_slot(before, slot, key, position, titles, layout)
        told = tell_why(before, changed.issue, self.who)
        related = told if slot is found else self._relate(told, plans, [slot.item])
        what = changed.what + (self._cautions(before, plans, found) if isinstance(found, ContentItem) else "")
        if before.version:
            return self._save(before, related, what)
        what = f"opened, and {what}"
        return Changed(self.archive.save_issue(related, base=0, at=self.now(), who=self.who, what=what), what)

    def unpin(self, words: str, *, issue: str | None = None) -> Changed:
        """A story left to the composer again."""
        before = self.find_issue(issue, to_change=True)
        changed = unpin_slot(before, words)
        return self._save(before, tell_why(before, changed.issue, self.who), changed.what)

    def next_day(self, campaign: Campaign) -> date:
        """The next day that has an issue of this campaign which is not made yet: today as long as it could still go out today."""
        made = {one.date for one in self.archive.issues(campaign.key) if one.status != State.CANCELLED}
        today = self.today(campaign)
        for ahead in range(_AHEAD):
            day = today + timedelta(days=ahead)
            if day not in made and not campaign.day_off(day) and campaign.moment(day) > self.now():
                return day
        raise Refused(f"{campaign.name} has no issue in the next {_AHEAD} days", "--date names the day of another one")

    def _issue_to_pin_in(self, name: str | None, key: str | None, day: date | None) -> Issue:
        """The issue that is named; else the campaign's of that day; else its next draft, and an empty one where there is none."""
        if name:
            return self.find_issue(name, to_change=True)
        if key is None and day is None and (opened := self.archive.open_issue_ids()):
            if len(opened) > 1:
                raise UsageError(f"{len(opened)} issues are open; name the one you mean", "--issue, one of " + ", ".join(opened))
            return self.archive.issue(opened[0])
        campaign = self.campaign(key or self._only_campaign())
        today = self.today(campaign)
        standing = [one for one in self.archive.issues(campaign.key) if one.status != State.CANCELLED]
        drafts = [one for one in standing if one.status == State.DRAFT and one.date >= today]
        meant = [one for one in standing if one.date == day] if day else sorted(drafts, key=lambda one: one.date)
        if meant:
            return self.archive.issue(meant[0].id)
        if day and day < today:
            raise Refused(f"{day} is past, and there is no issue of it to pin a story in", f"it is {today} in {campaign.timezone}")
        day = day or self.next_day(campaign)
        return Issue(id=self.archive.next_issue_id(campaign.key, day), campaign=campaign.key, date=day)

    def _only_campaign(self) -> str:
        keys = self.campaign_keys()
        if len(keys) == 1:
            return keys[0]
        raise UsageError("say for which campaign", "--campaign, one of " + ", ".join(keys))

    def _story_to_pin(self, issue: Issue, words: str) -> Slot | ContentItem:
        """The slot of a story that stands in the issue already, else the stored item that is meant."""
        try:
            return find_slot(issue, words)
        except NotFound:
            item = self.archive.find_item(words)
        if standing := next((slot for slot in issue.slots if slot.story == (item.story or item.id)), None):
            return standing
        if item.status == Status.RETIRED:
            raise Refused(f"'{item.title}' is retired and cannot be printed")
        return item

    def _new_slot(self, issue: Issue, item: ContentItem, layout: str | None, *, full: bool) -> Slot:
        from newsletter.compose import DEFAULT_LAYOUT, make_slot

        return make_slot(next_slot_id(issue), item, layout or DEFAULT_LAYOUT, f"pinned by {self.who}", full=full)

    def _stands_at(self, issue: Issue, slot: Slot, position: int | None) -> tuple[str, int]:
        return next(
            (one.key, position or place) for one in issue.sections for place, standing in enumerate(one.slots, 1) if standing.id == slot.id
        )


def _layout_in(plan: SectionPlan, issue: Issue, position: int | None) -> str:
    """How a section sets a story that is pinned at a position, which may be one that nothing fills yet.

    One that is pinned anywhere stands before all that is not pinned, and after what is pinned so already.
    """
    slots = next((section.slots for section in issue.sections if section.key == plan.key), ())
    return plan.layout_at(position or 1 + sum(slot.pinned for slot in slots))
