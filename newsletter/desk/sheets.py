"""What an editor does with a run sheet: have it written, and have it applied, merged with what others saved meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from newsletter.campaign import Campaign
from newsletter.desk.links import LinkDesk, require_linkable
from newsletter.edit import Clash, describe, merge, require_draft
from newsletter.edit.told import tell_why
from newsletter.errors import NotFound, Refused, UsageError
from newsletter.models import Change, ContentItem, Issue, Slot, SlotLink, Status
from newsletter.words.urls import is_web_address

if TYPE_CHECKING:
    from newsletter.edit.runsheet import Lookups, Mistake, Printed

_LONGEST = 240
"""Characters of the sentence that a version keeps, after which the rest of the changes are counted."""


class Applied(NamedTuple):
    """What has become of a sheet: the issue as it is saved and the change in words, or what stands in the way.

    `mistakes` are to be mended in the sheet; `text` is the sheet to go on with, in which both versions stand where two editors have
    changed the same. With either, nothing is saved.
    """

    issue: Issue
    what: str = ""
    mistakes: tuple[Mistake, ...] = ()
    text: str = ""


class SheetDesk(LinkDesk):
    """Issues as text."""

    def sheet(self, name: str | None, *, whole: bool = False, campaign: Campaign | None = None) -> tuple[Issue, str]:
        """An issue and its run sheet; `whole` shows every line of every story."""
        from newsletter.edit.runsheet import write_sheet

        issue = self.find_issue(name)
        campaign = campaign or self.campaign_of(issue)
        return issue, write_sheet(issue, campaign, _patterns(issue, campaign), whole=whole)

    def apply_sheet(self, text: str, name: str | None = None, campaign: Campaign | None = None) -> Applied:
        """A run sheet applied to the issue that it names. Raises Refused when that is no draft, or not the issue `name`.

        `campaign` is the one that the sheet was written by, where its file may have been changed since; else it is read anew.
        """
        from newsletter.edit.runsheet import Mistake, is_empty, read_head, read_sheet

        head = read_head(text)
        issue = self.archive.issue(head.issue) if head else self.find_issue(name, to_change=True)
        if name and self.issue_id(name, to_change=True) != issue.id:
            raise Refused(f"this is the run sheet of {issue.id}, not of {name}")
        if is_empty(text):
            return Applied(issue, "nothing changed")
        if head is None:
            message = "the line that names the issue and its version is gone; put it back, as '# daily/2026-03-02 · draft · version 7'"
            return Applied(issue, mistakes=(Mistake(1, message),))
        require_draft(issue)
        base, campaign = self.archive.issue(issue.id, head.version), campaign or self.campaign(issue.campaign)
        read = read_sheet(text, base, campaign, _patterns(base, campaign), self._lookups(issue, campaign), whole=head.whole)
        if read.mistakes:
            return Applied(issue, mistakes=read.mistakes)
        entered = [slot.item for slot in read.issue.slots if slot.id in read.entered]
        told = tell_why(base, read.issue, self.who)
        mine = self._relate(told, campaign, entered) if entered else told
        merged = merge(base, mine, issue) if issue.version != base.version else None
        if merged and merged.clashes:
            return Applied(issue, text=self._both(merged.issue, mine, issue, base, campaign, merged.clashes, whole=head.whole))
        applied = self._applied(issue, merged.issue if merged else mine)
        if merged is None or applied.issue == issue:
            return applied
        return applied._replace(what=f"{applied.what}; {self._kept(self._changes_since(base, issue), issue)}")

    def _applied(self, before: Issue, after: Issue) -> Applied:
        if after == before:
            return Applied(before, "nothing changed")
        saved = self._save(before, after.but(touched=True), _in_short(describe(before, after)))
        return Applied(saved.issue, saved.what)

    def _changes_since(self, base: Issue, issue: Issue) -> list[Change]:
        return self.archive.versions(issue.id)[base.version : issue.version]

    def _both(
        self, merged: Issue, mine: Issue, theirs: Issue, base: Issue, campaign: Campaign, clashes: tuple[Clash, ...], *, whole: bool
    ) -> str:
        """The sheet with both versions of what clashes. It is read against theirs, so the patterns show what they make of theirs."""
        from newsletter.edit.runsheet import write_clashes

        whose = self._whose(self._changes_since(base, theirs), theirs)
        return write_clashes(merged, mine, campaign, _patterns(theirs, campaign), clashes, whose, whole=whole)

    def _lookups(self, issue: Issue, campaign: Campaign) -> Lookups:
        from newsletter.edit.runsheet import Lookups

        ids = _new_ids(issue)

        def enter(name: str, section: str) -> Slot:
            return self._entering(name, campaign, section, next(ids))

        return Lookups(enter, self._link_by_hand, self._body_as_taken)

    def _entering(self, name: str, campaign: Campaign, section: str, slot_id: str) -> Slot:
        """The slot of an item that is put into a section, as `issue add` makes it."""
        from newsletter.compose import DEFAULT_LAYOUT, make_slot

        item = self._item_named(name)
        if item is None:
            raise NotFound("item", name, hint="a page that is not stored can be a related link, and no story")
        if item.status == Status.RETIRED:
            raise Refused(f"'{item.title}' is retired and cannot be printed")
        plan = campaign.plan(section)
        layout, full = (plan.layout, plan.full) if plan else (DEFAULT_LAYOUT, False)
        return make_slot(slot_id, item, layout, f"added by {self.who}", full=full)

    def _link_by_hand(self, name: str, title: str) -> SlotLink:
        """A related link that was typed: to an item by its id or address, or to any page of the web under a title."""
        from newsletter.compose import link_to

        why = f"added by {self.who}"
        item = self._item_named(name)
        if item is None and not title:
            raise UsageError(f"the archive does not know {name}, so the link needs a title behind the address")
        if item is None:
            return SlotLink(title=title, url=name, origin="hand", why=why, own_title=True)
        require_linkable(item)
        if not is_web_address(item.url):
            raise UsageError(f"“{item.title}” has no web address, so it cannot be linked")
        link = link_to(item, origin="hand", why=why)
        return link if title in ("", item.title) else link.but(title=title, own_title=True)

    def _item_named(self, name: str) -> ContentItem | None:
        """The stored item with that very id or address; None for the address of a page that is not stored."""
        return self._item_at(name) if is_web_address(name) else self.archive.item(name)


def _patterns(issue: Issue, campaign: Campaign) -> Printed:
    from newsletter.edit.runsheet import Printed
    from newsletter.render import print_patterns

    return Printed(*print_patterns(issue.but(subject=None, preheader=None), campaign))


def _new_ids(issue: Issue) -> Iterator[str]:
    taken = {slot.id for slot in issue.slots}
    for number in range(1, 10_000):
        if (slot_id := f"s{issue.version + 1}-{number}") not in taken:
            yield slot_id


def _in_short(clauses: list[str]) -> str:
    """The changes in a sentence; of many the first are told, and the others counted."""
    said: list[str] = []
    for number, clause in enumerate(clauses):
        if said and len("; ".join([*said, clause])) > _LONGEST:
            left = len(clauses) - number
            return "; ".join([*said, f"and {left} more change{'' if left == 1 else 's'}"])
        said.append(clause)
    return "; ".join(said) or "changed on the run sheet"
