"""How a change of an issue is saved: over the version it was made from, or merged with what others changed meanwhile.

What only this module knows: that nobody's change is written over, and what is said of that.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from newsletter.archive import Conflict
from newsletter.desk.suggesting import SuggestingDesk
from newsletter.desk.targets import in_words
from newsletter.edit import Changed, Clash, describe, describe_clash, merge, place_name, require_draft
from newsletter.errors import NewsletterError, Refused
from newsletter.models import Change, Issue


class SavingDesk(SuggestingDesk):
    """Changes that are made while others make theirs."""

    def _save(self, before: Issue, after: Issue, what: str) -> Changed:
        """Saves what was made of the version `before`; the issue as it is then, and in words what was done to it.

        What others have saved meanwhile is kept: both changes are merged. Raises Refused, with both texts, where they cannot be.
        """
        head, mine, told = before, after, ""
        meanwhile: list[Change] = []
        while True:
            try:
                saved = self.archive.save_issue(mine, base=head.version, at=self.now(), who=self.who, what=what)
                return Changed(saved, what + told)
            except Conflict as conflict:
                head = conflict.newer
                meanwhile += conflict.changes
                self._require_still_draft(head, meanwhile)
                merged = merge(before, after, head)
                if merged.clashes:
                    raise self._refusal(before, after, head, meanwhile, merged.clashes) from None
                mine = merged.issue
                if mine == head:
                    return Changed(head, f"nothing changed: {self._whose(meanwhile, head)} has done the same")
                what = what if _stand_alike(after, mine) else "; ".join(describe(head, mine))
                told = f"; {self._kept(meanwhile, head)}"

    def clock(self, campaign: str) -> ZoneInfo:
        """The time zone that an issue of this campaign goes by; the project's when its file cannot be read."""
        try:
            return ZoneInfo(self.campaign(campaign).timezone)
        except NewsletterError:
            return ZoneInfo(self.project.settings.timezone)

    def when(self, at: datetime, campaign: str) -> str:
        """A moment as an editor says it: "06:12" of today, "1 March 2026, 18:40" of another day."""
        zone = self.clock(campaign)
        there = at.astimezone(zone)
        return f"{there:%H:%M}" if there.date() == self.now().astimezone(zone).date() else in_words(there)

    def _kept(self, changes: Sequence[Change], issue: Issue) -> str:
        if len(changes) == 1:
            return f"{self._whose(changes, issue)} is kept ({changes[0].what})"
        return f"{self._whose(changes, issue)} are kept"

    def _whose(self, changes: Sequence[Change], issue: Issue) -> str:
        """ "bea's change at 06:12", "your 3 changes since 06:12", "4 changes by bea and cleo since 06:12"."""
        since, names = self.when(changes[0].at, issue.campaign), list(dict.fromkeys(change.who for change in changes))
        owner = "your" if names == [self.who] else f"{names[0]}'s"
        if len(changes) == 1:
            return f"{owner} change at {since}"
        if len(names) == 1:
            return f"{owner} {len(changes)} changes since {since}"
        return f"{len(changes)} changes by {', '.join(names[:-1])} and {names[-1]} since {since}"

    def _require_still_draft(self, head: Issue, changes: Sequence[Change]) -> None:
        try:
            require_draft(head)
        except Refused as error:
            last = changes[-1]
            raise Refused(
                f"{error.message}: {last.what} by {last.who} at {self.when(last.at, head.campaign)}, since you read it", error.hint
            ) from None

    def _refusal(self, before: Issue, after: Issue, head: Issue, meanwhile: Sequence[Change], clashes: Sequence[Clash]) -> Refused:
        """Both texts of everything that cannot be merged, each with whose it is."""
        lines = []
        titles = {slot.id: slot.words.title for slot in head.slots}
        for clash in clashes:
            change = self._made_by(before, after, meanwhile, clash)
            who = "another window of yours" if change.who == self.who else change.who
            lines.append("  " + describe_clash(clash, f"{who} at {self.when(change.at, head.campaign)}", titles.get(clash.slot, "")))
        listed = "\n".join(lines)
        return Refused(
            f"{head.id} was changed since you read it, and your change is not saved\n{listed}",
            f"'newsletter issue show {head.id}' shows it as it is now; then make your change again",
        )

    def _made_by(self, before: Issue, after: Issue, meanwhile: Sequence[Change], clash: Clash) -> Change:
        """The change, of those made meanwhile, from which on things clash as they do now."""
        found = meanwhile[-1]
        for change in reversed(meanwhile[:-1]):
            then = merge(before, after, self.archive.issue(change.issue, change.version)).clashes
            if not any((one.slot, one.field, one.theirs) == (clash.slot, clash.field, clash.theirs) for one in then):
                break
            found = change
        return found


def _stand_alike(one: Issue, other: Issue) -> bool:
    """Whether a sentence that was made for one of two issues names the right places in the other."""
    places = [{slot.item: place_name(issue, slot.id) for slot in issue.slots} for issue in (one, other)]
    return all(places[0][item] == places[1][item] for item in places[0].keys() & places[1].keys())
