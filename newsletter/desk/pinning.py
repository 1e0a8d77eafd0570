"""Pinning: stories that an editor fixes before composing, or in a draft that is composed round them again.

What only this module knows: which issue a pin is meant for when none is named.
"""

from __future__ import annotations

from datetime import date, timedelta

from newsletter.campaign import Campaign
from newsletter.desk.composing import ComposingDesk
from newsletter.edit import Changed, find_section, find_slot, next_slot_id
from newsletter.edit.pins import pin_slot, unpin_slot
from newsletter.errors import NotFound, Refused, UsageError
from newsletter.models import Issue, Slot, State, Status

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
        slot, is_new = self._slot_to_pin(before, plans, words, section)
        titles = {plan.key: plan.title for plan in plans.sections}
        if section is None:
            key, position = self._stands_at(before, slot, position)
        else:
            key = find_section(before, section, titles)
        plan = plans.plan(key)
        if is_new and plan:
            slot = slot.but(layout=plan.layout_at(position or 1), full=False)
        changed = pin_slot(before, slot, key, position, titles, plan.layout if plan else None)
        related = self._relate(changed.issue, plans, [slot.item]) if is_new else changed.issue
        if before.version:
            return self._save(before, related, changed.what)
        what = f"opened, and {changed.what}"
        return Changed(self.archive.save_issue(related, base=0, at=self.now(), who=self.who, what=what), what)

    def unpin(self, words: str, *, issue: str | None = None) -> Changed:
        """A story left to the composer again."""
        before = self.find_issue(issue, to_change=True)
        changed = unpin_slot(before, words)
        return self._save(before, changed.issue, changed.what)

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

    def _slot_to_pin(self, issue: Issue, campaign: Campaign, words: str, section: str | None) -> tuple[Slot, bool]:
        """The slot that stands in the issue, or a new one for a stored item; and whether it is new."""
        from newsletter.compose import DEFAULT_LAYOUT, make_slot

        try:
            return find_slot(issue, words), False
        except NotFound:
            item = self.archive.find_item(words)
        if standing := next((slot for slot in issue.slots if slot.story == (item.story or item.id)), None):
            return standing, False
        if item.status == Status.RETIRED:
            raise Refused(f"'{item.title}' is retired and cannot be printed")
        if section is None:
            raise UsageError(
                f"'{item.title}' does not stand in {issue.id} yet; say where to pin it",
                "--in SECTION: " + ", ".join(plan.key for plan in campaign.sections),
            )
        return make_slot(next_slot_id(issue), item, DEFAULT_LAYOUT, f"pinned by {self.who}"), True

    def _stands_at(self, issue: Issue, slot: Slot, position: int | None) -> tuple[str, int]:
        return next(
            (one.key, position or place) for one in issue.sections for place, standing in enumerate(one.slots, 1) if standing.id == slot.id
        )
