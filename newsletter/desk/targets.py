"""What has become of the stories that an issue holds and links to, since they were taken into it.

What only this module knows: when a link is out of date, and which of two things that are wrong with it is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Literal, NamedTuple
from zoneinfo import ZoneInfo

from newsletter.archive import Target
from newsletter.campaign import Campaign
from newsletter.edit import changed_fields, names_of, place_name
from newsletter.models import ContentItem, Issue, Slot, SlotLink, Status
from newsletter.words.urls import canonical_url

if TYPE_CHECKING:
    from newsletter.check import Facts


class LinkState(NamedTuple):
    """What has become of a story: `says` it in words. `until` is the end of an embargo, `reason` why the story was taken back.

    `outdated` tells that it was changed at its source; of a story in a slot `fields` are the words that read otherwise there now.
    """

    state: Literal["", "changed", "draft", "retired", "removed", "embargoed"] = ""
    says: str = ""
    reason: str = ""
    until: datetime | None = None
    fields: tuple[str, ...] = ()
    outdated: bool = False


class IssueStates(NamedTuple):
    """What has become of all that an issue holds, by the ids of its slots: the story of each, and its links in their order."""

    stories: Mapping[str, LinkState]
    links: Mapping[str, tuple[LinkState, ...]]


def names_in(issue: Issue) -> set[str]:
    """By what the archive is asked for all that an issue holds and links to: ids and addresses."""
    links = (link for slot in issue.slots for link in slot.related)
    return {slot.item for slot in issue.slots} | {name for link in links for name in (link.item, link.url) if name}


def states_of(issue: Issue, targets: Mapping[str, Target], campaign: Campaign) -> IssueStates:
    """The state of each story and link, by the archive's answer to `names_in`, at the moment that the issue goes by."""
    look = _Look(targets, campaign.moment_of(issue), ZoneInfo(campaign.timezone))
    return IssueStates(
        {slot.id: look.slot(slot) for slot in issue.slots},
        {slot.id: tuple(look.link(link) for link in slot.related) for slot in issue.slots},
    )


def target_of(link: SlotLink, targets: Mapping[str, Target]) -> Target | None:
    """What a link leads to. An item that was removed may have come back under another id; its address tells."""
    return next((targets[name] for name in (link.item, link.url) if name and name in targets), None)


def with_stories(facts: Facts, issue: Issue, targets: Mapping[str, Target], campaign: Campaign) -> Facts:
    """The facts of an issue, with what has become of each of its stories (number 0) and of each link under one."""
    from newsletter.check import Changed, ChangedLink, Embargoed, Removed, Retired, StillDraft

    look = _Look(targets, campaign.moment_of(issue), ZoneInfo(campaign.timezone))
    told = [(place_name(issue, slot.id), *one) for slot in issue.slots for one in look.all_of(slot)]
    stories = [(place_name(issue, slot.id), slot, look.slot(slot)) for slot in issue.slots]
    return replace(
        facts,
        retired=tuple(
            Retired(place, title, now.reason, number > 0, number) for place, number, title, _, now in told if now.state == "retired"
        ),
        removed=tuple(Removed(place, title, number) for place, number, title, _, now in told if now.state == "removed"),
        embargoed=tuple(Embargoed(place, title, now.until, number > 0, number) for place, number, title, _, now in told if now.until),
        drafts=tuple(StillDraft(place, title, number) for place, number, title, _, now in told if now.state == "draft"),
        changed=tuple(Changed(place, slot.words.title, names_of(now.fields)) for place, slot, now in stories if now.fields),
        changed_links=tuple(
            ChangedLink(place, title, now.says, number, item) for place, number, title, item, now in told if now.state == "changed"
        ),
    )


@dataclass(frozen=True)
class _Look:
    """What the archive knows today, looked at for the moment that an issue goes by."""

    targets: Mapping[str, Target]
    at: datetime
    zone: ZoneInfo

    def all_of(self, slot: Slot) -> Iterator[tuple[int, str, str, LinkState]]:
        """The slot's own story, with the number 0, and its links: number, title, item and state."""
        yield 0, slot.words.title, slot.item, self._story(slot.item)
        for number, link in enumerate(slot.related, 1):
            yield number, link.title, link.item or "", self.link(link)

    def slot(self, slot: Slot) -> LinkState:
        """The state of a slot's own story; one that is in no other state may have changed since it was taken."""
        from newsletter.compose import take_wording

        state = self._story(slot.item)
        if slot.item not in self.targets or self.targets[slot.item].item.version == slot.item_version:
            return state
        fields = changed_fields(slot.taken, take_wording(self.targets[slot.item].item, full=slot.full))
        state = state._replace(fields=fields, outdated=True)
        what = f": {names_of(fields)}" if fields else ", in nothing that is printed here"
        return state if state.state else state._replace(state="changed", says=f"changed since{what}")

    def link(self, link: SlotLink) -> LinkState:
        name = next((name for name in (link.item, link.url) if name and name in self.targets), "")
        state = self._story(name) if link.item or name else LinkState()
        if not link.item or state.state not in ("", "draft"):
            return state
        changes = _changes(link, self.targets[name].item)
        says = [state.says] if state.says else []
        return LinkState(state.state or "changed", " and ".join([*says, *changes]), outdated=True) if changes else state

    def _story(self, name: str) -> LinkState:
        if name not in self.targets:
            return LinkState("removed", "removed from the archive")
        item, reason = self.targets[name]
        if item.status == Status.RETIRED:
            return LinkState("retired", f"retired: {reason}" if reason else "retired", reason=reason)
        if item.embargo_until is not None and item.embargo_until > self.at:
            until = item.embargo_until.astimezone(self.zone)
            return LinkState("embargoed", f"under embargo until {in_words(until)}", until=until)
        return LinkState("draft", "still a draft in the archive") if item.status == Status.DRAFT else LinkState()


def _changes(link: SlotLink, item: ContentItem) -> list[str]:
    """What differs from the item as it is now. A title in own words is nobody else's, and an item without an address takes none away."""
    changed = [f"its headline is “{item.title}” now"] if link.title != item.title and not link.own_title else []
    return changed + ([f"its address is {item.url} now"] if item.url and canonical_url(item.url) != canonical_url(link.url) else [])


def in_words(at: datetime) -> str:
    """ "5 August 2026, 08:00"."""
    return f"{at.day} {at:%B %Y, %H:%M}"
