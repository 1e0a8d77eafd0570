"""What an editor does with issues: look, change, reopen, cancel."""

from __future__ import annotations

from collections.abc import Callable

from newsletter.archive import IssueSummary
from newsletter.campaign import Campaign, SectionPlan
from newsletter.desk.standing import StandingDesk
from newsletter.edit import (
    FULL,
    Changed,
    add_slot,
    drop_slot,
    find_section,
    move_slot,
    next_slot_id,
    place_name,
    require_draft,
    set_full,
    set_line,
    set_words,
    split_place,
)
from newsletter.edit.told import tell_why
from newsletter.errors import NotFound, Refused, UsageError
from newsletter.models import Block, Issue, Kind, Slot, State, Status


class IssueDesk(StandingDesk):
    """Issues, and changes of them."""

    def find_issue(self, name: str | None, *, to_change: bool = False) -> Issue:
        """The issue meant: an id; a campaign's open issue, else its newest; without a name, the only open one."""
        return self.archive.issue(self.issue_id(name, to_change=to_change))

    def issue_id(self, name: str | None, *, to_change: bool = False) -> str:
        """The id of the issue meant by `name`. Raises NotFound, and UsageError when several could be meant.

        With nothing open, a command that only looks takes the newest; one that is `to_change` it wants the name.
        """
        if not name:
            return self._only_open(to_change)
        known = [summary.id for summary in self.archive.issues()]
        if name in known:
            return name
        if name in self.campaign_keys() or any(known_id.startswith(f"{name}/") for known_id in known):
            open_ones = [issue_id for issue_id in self.archive.open_issue_ids() if issue_id.startswith(f"{name}/")]
            newest = open_ones[0] if open_ones else self.archive.latest_issue_id(name)
            if newest is None:
                raise NotFound("issue of", name, hint=f"'newsletter issue compose {name}' makes one")
            return newest
        raise NotFound("issue", name, [*known, *self.campaign_keys()])

    def issues(self, campaign: str | None = None, limit: int | None = None) -> list[IssueSummary]:
        """A line for each issue, the newest first."""
        if campaign is not None:
            self.campaign(campaign)
        return self.archive.issues(campaign, limit)

    def add(self, name: str | None, item: str, place: str | None) -> Changed:
        """An item put into an issue by hand, at a place such as "world 2"; without one, at the end of the last planned section."""
        from newsletter.compose import DEFAULT_LAYOUT, make_slot

        def change(issue: Issue, campaign: Campaign) -> Changed:
            found = self.archive.find_item(item)
            if found.status == Status.RETIRED:
                raise Refused(f"'{found.title}' is retired and cannot be printed")
            section, position = self._place(issue, campaign, place or campaign.sections[-1].key)
            plan = campaign.plan(section)
            layout, full = (_layout_in(plan, issue, position), plan.full) if plan else (DEFAULT_LAYOUT, False)
            slot = make_slot(next_slot_id(issue), found, layout, f"added by {self.who}", full=full)
            added = add_slot(issue, slot, section, position, _titles(campaign))
            related = self._relate(added.issue, campaign, [found.id])
            return Changed(related, added.what + self._cautions(issue, campaign, found) + _unlinked(added.issue, related))

        return self._change(name, change)

    def drop(self, name: str | None, words: str) -> Changed:
        """A story taken out of an issue."""
        return self._change(name, lambda issue, _: drop_slot(issue, words))

    def move(self, name: str | None, words: str, place: str) -> Changed:
        """A story moved to a place such as "world 2"."""

        def change(issue: Issue, campaign: Campaign) -> Changed:
            section, position = self._place(issue, campaign, place)
            plan = campaign.plan(section)
            layout = _layout_in(plan, issue, position) if plan else None
            moved = move_slot(issue, words, section, position, _titles(campaign), layout)
            return moved._replace(issue=tell_why(issue, moved.issue, self.who))

        return self._change(name, change)

    def set_slot(self, name: str | None, words: str, field: str, value: str | None) -> Changed:
        """An own word for a story's headline, dek, kicker, … in this issue alone; None takes the article's again.

        The field `full` prints the story whole ("yes") or as a teaser ("no").
        """

        def change(issue: Issue, _: Campaign) -> Changed:
            if field == FULL:
                return set_full(issue, words, value, self._body_as_taken)
            return set_words(issue, words, field, value)

        return self._change(name, change)

    def set_line(self, name: str | None, field: str, value: str | None) -> Changed:
        """Subject, preheader, intro or outro in own words; None lets the campaign's pattern stand again."""
        return self._change(name, lambda issue, _: set_line(issue, field, value))

    def reopen(self, name: str | None) -> Issue:
        """An approved issue made a draft again; its stored email is put aside."""
        self.settle_exports()
        issue = self.find_issue(name, to_change=True)
        if issue.status != State.APPROVED:
            raise Refused(f"{issue.id} is {issue.status}; only an approved issue is reopened")
        return self.archive.save_issue(issue.but(status=State.DRAFT), base=issue.version, at=self.now(), who=self.who, what="reopened")

    def find_cancel(self, name: str | None) -> Issue:
        """The issue that a cancel would withdraw. Raises Refused when it is cancelled already."""
        self.settle_exports()
        issue = self.find_issue(name, to_change=True)
        if issue.status == State.CANCELLED:
            raise Refused(f"{issue.id} is cancelled already")
        return issue

    def cancel(self, issue: Issue) -> tuple[Issue, bool]:
        """An issue withdrawn, its stories free to run again. True when it had been exported, so that mail may be out.

        One that never went out gives its number back, as if it had not been; one that did keeps it. Raises Conflict when the issue was
        changed since it was found.
        """
        self.settle_exports()
        was_out = issue.status == State.EXPORTED
        withdrawn = issue if was_out else issue.but(number=None)
        cancelled = self.archive.cancel(withdrawn, base=issue.version, at=self.now(), who=self.who, what=f"cancelled, was {issue.status}")
        return cancelled, was_out

    def _change(self, name: str | None, change: Callable[[Issue, Campaign], Changed]) -> Changed:
        issue = self.find_issue(name, to_change=True)
        require_draft(issue)
        changed = change(issue, self.campaign(issue.campaign))
        if changed.issue == issue:
            return Changed(issue, "nothing changed")
        return self._save(issue, changed.issue.but(touched=True), changed.what)

    def _body_as_taken(self, slot: Slot) -> tuple[Block, ...]:
        """The body of the wording that a slot took: the item's, or an earlier one of it when the item has changed since."""
        item = self.archive.item(slot.item)
        if item.version == slot.item_version:
            return item.body
        for earlier in self.archive.wordings(slot.item):
            if earlier.version == slot.item_version:
                return earlier.item.body
        raise Refused(f"the wording that “{slot.words.title}” was taken from is no longer kept, so it cannot be printed in full")

    def _place(self, issue: Issue, campaign: Campaign, place: str) -> tuple[str, int | None]:
        name, position = split_place(place)
        return find_section(issue, name, _titles(campaign)), position

    def _only_open(self, to_change: bool) -> str:
        found = self.archive.open_issue_ids()
        if len(found) == 1:
            return found[0]
        if not found:
            latest = self.archive.issues(None, 1)
            if latest and to_change:
                raise UsageError("no issue is open; name the one you mean", f"the newest is {latest[0].id}")
            if latest:
                return latest[0].id
            raise NotFound(
                "issue yet in", self.project.root.name or str(self.project.root), hint="'newsletter issue compose CAMPAIGN' makes one"
            )
        raise UsageError(f"{len(found)} issues are open; name the one you mean", "open: " + ", ".join(found))


def _titles(campaign: Campaign) -> dict[str, str]:
    return {plan.key: plan.title for plan in campaign.sections}


def _layout_in(plan: SectionPlan, issue: Issue, position: int | None) -> str:
    """How a section sets a story that comes in at a position (None: at its end); a sponsor's item before it counts as none."""
    slots = next((section.slots for section in issue.sections if section.key == plan.key), ())
    before = slots if position is None else slots[: position - 1]
    return plan.layout_at(1 + sum(slot.taken.kind != Kind.SPONSOR for slot in before))


def _unlinked(before: Issue, after: Issue) -> str:
    """Which links have gone from under other stories, because what they lead to stands in the issue now."""
    gone = [
        f"no longer linked under {place_name(after, new.id)}"
        for old, new in zip(before.slots, after.slots, strict=True)
        if set(old.related) - set(new.related)
    ]
    return "".join(f"; {words}" for words in gone)
