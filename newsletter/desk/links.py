"""What an editor does with the related links of an issue: look at them, and change them by their numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from newsletter.campaign import Campaign
from newsletter.desk.mail import MailDesk
from newsletter.desk.standing import unready
from newsletter.desk.suggesting import down_to_weak
from newsletter.desk.targets import LinkState
from newsletter.edit import Changed, add_link, clear_suggested, describe_links, drop_links, find_slot, keep_links, order_links, place_name
from newsletter.errors import Refused, UsageError
from newsletter.likeness.choosing import Weights
from newsletter.models import ContentItem, Issue, Kind, Slot, SlotLink, State, Status
from newsletter.words.urls import is_web_address

if TYPE_CHECKING:
    from newsletter.compose import Suggestion

FURTHER = 5
"""How many more suggestions are shown under a slot."""


class SlotLinks(NamedTuple):
    """A slot's links with their states and scores (None where the archive does not suggest it), and what else it suggests."""

    issue: Issue
    slot: Slot
    place: str
    links: tuple[tuple[SlotLink, LinkState, float | None], ...]
    further: tuple[tuple[SlotLink, float], ...]


class LinkChange(NamedTuple):
    """What an editor wants of a slot's links; numbers are those of the links as they stand before it."""

    drop: Sequence[int] = ()
    keep: Sequence[int] = ()
    add: str | None = None
    title: str | None = None
    replace: int | None = None
    order: Sequence[int] = ()
    again: bool = False


class LinkDesk(MailDesk):
    """Related links under the slots of an issue."""

    def slot_links(self, name: str | None, words: str) -> SlotLinks:
        """The related links of a story, and for a draft what else the archive has."""
        from newsletter.compose import further

        issue = self.find_issue(name)
        slot = find_slot(issue, words)
        campaign = self.campaign_of(issue)
        weights = campaign.related.weights
        scores = {one.item.id: one.score for one in self._suggested_for(issue, slot, campaign, replace(weights, minimum=0.0))}
        standing = tuple(
            (link, state, scores.get(link.item or "")) for link, state in zip(slot.related, self.link_states(issue)[slot.id], strict=True)
        )
        others: tuple[tuple[SlotLink, float], ...] = ()
        if issue.status == State.DRAFT:
            suggested = self._suggested_for(issue, slot, campaign, down_to_weak(weights))
            others = further(issue, slot, suggested, campaign, campaign.moment_of(issue))[:FURTHER]
        return SlotLinks(issue, slot, place_name(issue, slot.id), standing, others)

    def change_links(self, name: str | None, words: str, wanted: LinkChange) -> Changed:
        """The related links of a story changed: dropped, kept, added, replaced, put in order, asked for again."""
        _require_sense(wanted)

        def change(issue: Issue, campaign: Campaign) -> Changed:
            slot_id = find_slot(issue, words).id
            said = []
            for step in self._steps(wanted, campaign):
                changed = step(issue, slot_id)
                said += [changed.what] if changed.issue != issue else []
                issue = changed.issue
            return Changed(issue, "; ".join(said))

        return self._change(name, change)

    def _steps(self, wanted: LinkChange, campaign: Campaign) -> list[Callable[[Issue, str], Changed]]:
        """The changes in the order in which none of them shifts the numbers of another."""
        steps: list[Callable[[Issue, str], Changed]] = []
        if wanted.order:
            steps.append(lambda issue, slot: order_links(issue, slot, wanted.order))
        if wanted.drop:
            steps.append(lambda issue, slot: drop_links(issue, slot, wanted.drop))
        if wanted.keep and not wanted.again:
            steps.append(lambda issue, slot: keep_links(issue, slot, wanted.keep))
        if wanted.add is not None:
            steps.append(lambda issue, slot: self._add_by_hand(issue, slot, wanted, campaign))
        if wanted.again:
            steps.append(lambda issue, slot: self._ask_again(issue, slot, wanted.keep, campaign))
        return steps

    def _add_by_hand(self, issue: Issue, slot_id: str, wanted: LinkChange, campaign: Campaign) -> Changed:
        """A stored item, named by id, words or URL, linked under a slot, or any page of the web that is not stored."""
        from newsletter.compose import link_to

        named, why = wanted.add or "", f"added by {self.who}"
        item = self._item_at(named)
        if item is None:
            if not wanted.title:
                raise UsageError(f"the archive does not know {named}, so the link needs a title", '--title "…" gives it one')
            link = SlotLink(title=wanted.title, url=named, origin="hand", why=why, own_title=True)
            return add_link(issue, slot_id, link, replace=wanted.replace)
        require_linkable(item)
        link = link_to(item, origin="hand", why=why)
        link = link if wanted.title is None else link.but(title=wanted.title, own_title=True)
        added = add_link(issue, slot_id, link, replace=wanted.replace)
        return Changed(added.issue, "; ".join([added.what, *unready(item, issue, campaign)]))

    def _ask_again(self, issue: Issue, slot_id: str, keep: Sequence[int], campaign: Campaign) -> Changed:
        """A slot filled up anew from what its article's editors and the archive offer now."""
        from newsletter.compose import fill_up, most_links

        cleared = clear_suggested(issue, slot_id, keep).issue
        slot = find_slot(cleared, slot_id)
        offers = self.archive.related_offers([slot.item])
        room, weights = most_links(cleared, campaign)[slot_id], campaign.related.weights
        suggestions = self._suggestions(cleared, campaign, [slot], room=room, exclude=slot.declined, weights=weights)
        filled = fill_up(cleared, offers, campaign, campaign.moment_of(issue), suggestions)
        return Changed(filled, describe_links(issue, filled, slot_id))

    def _suggested_for(self, issue: Issue, slot: Slot, campaign: Campaign, weights: Weights) -> Sequence[Suggestion]:
        """What the archive suggests for a slot, those that stand under it already among them."""
        bare = slot.but(related=())
        sections = (section.but(slots=tuple(bare if one.id == slot.id else one for one in section.slots)) for section in issue.sections)
        without = issue.but(sections=tuple(sections))
        room = len(slot.related) + FURTHER
        return self._suggestions(without, campaign, [slot], room=room, exclude=slot.declined, weights=weights).get(slot.item, ())

    def _item_at(self, named: str) -> ContentItem | None:
        """The stored item that is named; None for the address of a page that is not stored."""
        if not is_web_address(named):
            return self.archive.find_item(named)
        target = self.archive.targets([named]).get(named)
        return target.item if target else None


def require_linkable(item: ContentItem) -> None:
    """Raises Refused for an item that no related link may lead to."""
    if item.status == Status.RETIRED:
        raise Refused(f"'{item.title}' is retired and cannot be linked")
    if item.kind == Kind.SPONSOR:
        raise Refused(f"'{item.title}' is a sponsor's item, and a related link leads to none")


def _require_sense(wanted: LinkChange) -> None:
    """Raises UsageError for wishes that do not go together."""
    if wanted.order and wanted != LinkChange(order=wanted.order):
        raise UsageError("--order goes with no other change", "put the links in order once the right ones are there")
    if wanted.drop and wanted.keep:
        raise UsageError("--drop and --keep contradict each other", "--keep takes out all that it does not name")
    if wanted.add is None and (wanted.replace is not None or wanted.title is not None):
        option = "--replace" if wanted.replace is not None else "--title"
        raise UsageError(f"{option} needs --add", "--add ITEM, or --add https://… --title …, says what is linked")
    if wanted.replace is not None and (wanted.drop or wanted.keep or wanted.again):
        raise UsageError("--replace goes with --add alone", "make the other change after it")
