"""What an editor does about sources that have changed since: look at the difference, and take over what is wanted.

What only this module knows: that a story which was taken back, or is gone, has nothing that could be taken over.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from newsletter.archive import Target
from newsletter.campaign import Campaign
from newsletter.desk.mail import MailDesk
from newsletter.desk.targets import names_in, states_of, target_of
from newsletter.edit import Changed, Renewal, changed_fields, describe_renewals, find_slot, place_name, refresh
from newsletter.errors import Refused
from newsletter.models import Issue, Slot, SlotLink, Status


@dataclass(frozen=True)
class Outdated:
    """A slot whose source or links have changed since they were taken, and what it could take over."""

    place: str
    slot: Slot
    renewal: Renewal

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields of the wording that read otherwise at the source now."""
        return changed_fields(self.slot.taken, self.renewal.wording) if self.renewal.wording else ()

    @property
    def differences(self) -> list[tuple[str, object, object]]:
        """Those fields with what was taken, and what is there now."""
        now = self.renewal.wording or self.slot.taken
        return [(name, getattr(self.slot.taken, name), getattr(now, name)) for name in self.fields]


class RefreshingDesk(MailDesk):
    """Sources that have changed since."""

    def outdated(self, name: str | None, stories: Sequence[str] = ()) -> tuple[Issue, list[Outdated]]:
        """An issue, and those of its slots (of the ones named, else of all) that could take something over, in the order of reading."""
        issue = self.find_issue(name)
        wanted = {find_slot(issue, words).id for words in stories}
        found = self._renewals(issue, self.campaign_of(issue))
        slots = {slot.id: slot for slot in issue.slots if slot.id in wanted or not stories}
        return issue, [Outdated(place_name(issue, one.slot), slots[one.slot], one) for one in found if one.slot in slots]

    def refresh(self, name: str | None, stories: Sequence[str] = ()) -> list[str]:
        """The stories named, or all, with wording and links as they are at their sources now; own words stay. Says what was done."""
        said: list[str] = []

        def change(issue: Issue, campaign: Campaign) -> Changed:
            wanted = {find_slot(issue, words).id for words in stories}
            targets = self.archive.targets(names_in(issue))
            for slot in issue.slots:
                if slot.id in wanted:
                    _require_there(slot, targets.get(slot.item))
            renewals = [one for one in self._renewals(issue, campaign) if one.slot in wanted or not stories]
            said[:] = describe_renewals(issue, renewals)
            return refresh(issue, renewals)

        self._change(name, change)
        return said

    def _renewals(self, issue: Issue, campaign: Campaign) -> list[Renewal]:
        targets = self.archive.targets(names_in(issue))
        states = states_of(issue, targets, campaign)
        renewals = []
        for slot in issue.slots:
            links = {
                number: _link_as_now(link, targets)
                for number, (link, state) in enumerate(zip(slot.related, states.links[slot.id], strict=True), 1)
                if state.outdated
            }
            target = targets.get(slot.item)
            is_changed = target is not None and states.stories[slot.id].outdated and target.item.status != Status.RETIRED
            if links or is_changed:
                renewals.append(_renewal(slot, target if is_changed else None, links))
        return renewals


def _renewal(slot: Slot, target: Target | None, links: Mapping[int, SlotLink]) -> Renewal:
    from newsletter.compose import take_wording

    if target is None:
        return Renewal(slot.id, None, slot.item_version, slot.story, links)
    item = target.item
    return Renewal(slot.id, take_wording(item, full=slot.full), item.version, item.story or item.id, links)


def _link_as_now(link: SlotLink, targets: Mapping[str, Target]) -> SlotLink:
    from newsletter.compose import link_to

    target = target_of(link, targets)
    if target is None:
        return link
    now = link_to(target.item, origin=link.origin, why=link.why)
    return now.but(title=link.title if link.own_title else now.title, url=now.url or link.url, own_title=link.own_title)


def _require_there(slot: Slot, target: Target | None) -> None:
    """Raises Refused for a story that has no source any more from which something could be taken."""
    drop = f"'newsletter issue drop {slot.item}' takes the story out"
    if target is None:
        raise Refused(f"“{slot.words.title}” was removed from the archive, so there is nothing to take over", drop)
    if target.item.status == Status.RETIRED:
        because = f" ({target.retired_reason})" if target.retired_reason else ""
        raise Refused(f"“{slot.words.title}” was retired{because}, so nothing of it is taken over", drop)
