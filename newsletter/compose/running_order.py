"""The running order on its way from picks to slots: who stands where, how it is set, and what its slot says.

What only this module knows: how slots get their ids, and what the kicker of an update says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from newsletter.campaign import Campaign
from newsletter.compose.arrange import arrange
from newsletter.compose.booking import Booked, make_booked_slot
from newsletter.compose.entries import Entries
from newsletter.compose.reasons import why_picked
from newsletter.compose.section import Pick
from newsletter.compose.wording import make_slot
from newsletter.models import Issue, IssueSection, Kind, Slot
from newsletter.words.labels import labels

_Story = Slot | Booked | Pick
"""What takes a place: a slot that stands already, a sponsor, a candidate that was picked."""


class RunningOrder:
    """The sections of an issue, round what stands in it and what is booked for it, by section."""

    def __init__(self, campaign: Campaign, base: Issue, bookings: dict[str, list[Booked]], entries: Entries) -> None:
        self._campaign, self._bookings, self._entries = campaign, bookings, entries
        self._standing = {section.key: section for section in base.sections}
        self._ids = _free_ids(base)

    def sections(self, picks: dict[str, list[Pick]]) -> tuple[IssueSection, ...]:
        """All sections with something in them: in the order in which they stand, new ones where the campaign has them."""
        made = (self._section(key, picks.get(key, [])) for key in _in_order(list(self._standing), list(picks)))
        return tuple(section for section in made if section.slots)

    def _section(self, key: str, picks: Sequence[Pick]) -> IssueSection:
        plan = self._campaign.plan(key)
        kept = self._kept(key)
        fixed = [(slot.pinned_at, slot) for slot in kept if slot.pinned_at is not None]
        flow: list[_Story] = [*(slot for slot in kept if slot.pinned_at is None), *picks]
        booked: list[tuple[int, _Story]] = [(one.booking.position, one) for one in self._bookings.get(key, ())]
        booked += [(place, slot) for place, slot in fixed if not slot.pinned]
        pinned: list[tuple[int, _Story]] = [(place, slot) for place, slot in fixed if slot.pinned]
        section = self._standing.get(key) or IssueSection(key=key, title=plan.title if plan else "")
        slots, stories = [], 0
        for story in arrange(flow, booked, pinned):
            stories += not _is_sponsored(story)
            slots.append(self._slot(story, section, stories))
        return section.but(slots=tuple(slots))

    def _slot(self, story: _Story, section: IssueSection, number: int) -> Slot:
        """The slot of a story, which is the one of that number in its section."""
        if isinstance(story, Slot):
            return story
        if isinstance(story, Booked):
            return make_booked_slot(next(self._ids), story, f"{section.name} {story.booking.position}")
        return self._picked(story, story.plan.layout_at(number))

    def _picked(self, pick: Pick, layout: str) -> Slot:
        plan, entry, moment = pick.plan, pick.entry, self._entries.moment
        why = why_picked(plan, layout, entry.item, moment.at) + pick.how
        if entry.updated:
            why += f"; an update of what ran {self._entries.calendar.run(entry.updated)}"
        slot = make_slot(next(self._ids), entry.item, layout, why, full=plan.full)
        return self._as_update(slot) if entry.updated else slot

    def _as_update(self, slot: Slot) -> Slot:
        """The slot with a kicker that says, in the issue's language, that it is an update, unless its own does."""
        word, kicker = labels(self._campaign.language)["update"], slot.taken.kicker
        if word.casefold() in kicker.casefold():
            return slot
        return slot.but(own={"kicker": f"{word} · {kicker}" if kicker else word})

    def _kept(self, key: str) -> tuple[Slot, ...]:
        return self._standing[key].slots if key in self._standing else ()


def _is_sponsored(story: _Story) -> bool:
    return isinstance(story, Booked) or (isinstance(story, Slot) and story.taken.kind == Kind.SPONSOR)


def _free_ids(base: Issue) -> Iterator[str]:
    """Ids that no slot of the issue has or had: they tell the version that the slots come in with."""
    taken, number = {slot.id for slot in base.slots}, 0
    while True:
        number += 1
        slot_id = f"s{base.version + 1}-{number}" if base.version else f"s{number}"
        if slot_id not in taken:
            yield slot_id


def _in_order(standing: list[str], planned: list[str]) -> list[str]:
    """The keys of all sections: those that stand in their order, each new one before the first that the campaign prints after it."""
    ordered = list(standing)
    for place, key in enumerate(planned):
        if key not in ordered:
            later = set(planned[place + 1 :])
            ordered.insert(next((at for at, one in enumerate(ordered) if one in later), len(ordered)), key)
    return ordered
