"""What the archive offers under the stories of an issue: one batched question for all of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from newsletter.campaign import Campaign, Where
from newsletter.desk.settling import SettlingDesk
from newsletter.likeness.choosing import Weights
from newsletter.models import Issue, Kind, Slot

if TYPE_CHECKING:
    from newsletter.compose import Suggestions

SPARE, SPARE_FOR_A_FILTER = 12, 60
"""How many more suggestions are asked for than a slot has room for: two slots may be offered the same, and a filter rules some out."""


def down_to_weak(weights: Weights) -> Weights:
    """For an editor to choose from: what has three quarters of the minimum is worth a look, what has less is noise."""
    return replace(weights, minimum=0.75 * weights.minimum)


class SuggestingDesk(SettlingDesk):
    """The related links that a campaign wants, asked of the archive."""

    def _relate(self, issue: Issue, campaign: Campaign, item_ids: Sequence[str]) -> Issue:
        """Related links for the slots of these items, made anew; no other slot keeps one to a story that stands in the issue."""
        from newsletter.compose import fill_up, most_links, relate, slots_wanting

        offers, at = self.archive.related_offers(item_ids), campaign.moment_of(issue)
        given = {name for offered in offers.values() for offer in offered for name in (offer.item, offer.story) if name}
        issue = relate(issue, offers, campaign, at)
        # Only where the articles' own editors have left room is the archive asked, which takes many times as long.
        most, wanting = most_links(issue, campaign), slots_wanting(issue, campaign, "archive")
        slots = [slot for slot in issue.slots if slot.item in item_ids and slot.id in wanting and len(slot.related) < most[slot.id]]
        suggestions = self._suggestions(
            issue, campaign, slots, room=max(most.values(), default=0), exclude=given, weights=campaign.related.weights
        )
        return fill_up(issue, {}, campaign, at, suggestions)

    def _suggestions(
        self, issue: Issue, campaign: Campaign, slots: Sequence[Slot], *, room: int, exclude: Collection[str], weights: Weights
    ) -> Suggestions:
        """What the archive suggests for these slots; nothing that the issue holds already.

        Only what this newsroom tells is given further stories: none of them stands under a sponsor's words, or under a note.
        What the campaign's last issues have linked is ruled out here, what its filter names in compose.
        """
        asked = [slot.item for slot in slots if slot.words.kind in (Kind.ARTICLE, Kind.LINK)]
        if not asked:
            return {}
        wanted, at = campaign.related, campaign.moment_of(issue)
        held = {name for slot in issue.slots for name in (slot.item, slot.story, *(link.item for link in slot.related)) if name}
        lately = self.archive.linked_lately(issue, issues=wanted.rest_issues)
        spare = SPARE if wanted.where == Where() else SPARE_FOR_A_FILTER
        return self.archive.suggest(
            asked, at=at, since=wanted.since(at), exclude=held.union(lately, exclude), limit=room + spare, weights=weights
        )
