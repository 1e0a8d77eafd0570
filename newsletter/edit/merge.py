"""Merge two issues that were both made from a third: slot by slot, and in each slot field by field. Pure.

What only this module knows: which changes stand in each other's way. There `theirs` stands, and both are told.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

from newsletter.edit.changes import ISSUE_FIELDS
from newsletter.edit.merge_slot import Clash, Clashes, merge_slots
from newsletter.edit.orders import Lists, Orders
from newsletter.edit.places import place_name
from newsletter.edit.same_slots import is_same_story, named_alike
from newsletter.models import Benched, Issue, IssueSection, Slot, SlotLink

__all__ = ["Clash", "Merged", "merge"]

_ASIDE = {"id", "campaign", "date", "version", "sections", "bench", "passed_over", "remarks", "dropped", "composed_at"}
"""The fields of an issue that nobody writes, or that are merged in another way than as one value."""


class Merged(NamedTuple):
    """`theirs` with the changes of `mine` in it; where the two clash, theirs stand."""

    issue: Issue
    clashes: tuple[Clash, ...]


def merge(base: Issue, mine: Issue, theirs: Issue) -> Merged:
    """Two issues made from `base` as one: the changes of both, wherever they do not touch the same thing."""
    base, mine = named_alike(base, mine, theirs)
    three = _Three(base, mine, theirs)
    slots = three.merged_slots()
    lines = {field: three.clashes.one_of(field, "", field, *values) for field, values in three.fields()}
    composed_at = _later(base.composed_at, mine.composed_at, theirs.composed_at)
    rest = {"bench": three.merged_bench(), "passed_over": three.merged_counts(), "composed_at": composed_at}
    rest |= {"dropped": three.merged_dropped(slots), "remarks": _later(base.remarks, mine.remarks, theirs.remarks)}
    return Merged(theirs.but(**lines, sections=three.merged_sections(slots), **rest), tuple(three.clashes.found))


class _Three:
    """The three issues by their slots, and the clashes that are found on the way."""

    def __init__(self, base: Issue, mine: Issue, theirs: Issue) -> None:
        self.base, self.mine, self.theirs = base, mine, theirs
        self.clashes = Clashes()
        self._slots = tuple({slot.id: slot for slot in issue.slots} for issue in (base, mine, theirs))
        self._orders = Orders(*(_running_order(issue) for issue in (base, mine, theirs)))

    def fields(self) -> Iterator[tuple[str, tuple[Any, Any, Any]]]:
        """The issue's own fields that are one value each, the lines that an editor writes first."""
        for name in (*ISSUE_FIELDS, *(name for name in type(self.base).model_fields if name not in ISSUE_FIELDS)):
            if name not in _ASIDE:
                yield name, (getattr(self.base, name), getattr(self.mine, name), getattr(self.theirs, name))

    def merged_slots(self) -> dict[str, Slot]:
        """The slots that stand in the end, each with what both sides made of it."""
        base, mine, theirs = self._slots
        kept: dict[str, Slot] = {}
        for slot_id in (*theirs, *(one for one in mine if one not in theirs)):
            here, there = mine.get(slot_id), theirs.get(slot_id)
            if here and there:
                kept[slot_id] = merge_slots(self._where(slot_id), base.get(slot_id), here, there, self.clashes)
            elif left := self._left(slot_id, here, there, kept):
                kept[slot_id] = left
        return {slot_id: self._without_links_into(slot) for slot_id, slot in kept.items()}

    def merged_sections(self, slots: Mapping[str, Slot]) -> tuple[IssueSection, ...]:
        """The running order of both. A section that is left empty goes, unless it was empty before."""
        gone = {slot_id for one in self._slots for slot_id in one if slot_id not in slots}
        order = self._orders.weave(gone, lambda slot_id: slots[slot_id].item)
        for slot_id in slots:
            if slot_id in order.clashed:
                self.clashes.add(self._where(slot_id), slot_id, "place", *self._place_names(slot_id))
        base, mine, theirs = ({section.key: section for section in issue.sections} for issue in (self.base, self.mine, self.theirs))
        three = (base, mine, theirs)
        made = []
        for key in _one_list([*base], [*mine], [*theirs], gone=()):
            titles = [one[key].title if key in one else None for one in three]
            here, there = (key in one or key not in base for one in (mine, theirs))
            empty = here and there and any(key in one and not one[key].slots for one in three)
            if order.lists.get(key) or empty:
                filled = tuple(slots[slot_id] for slot_id in order.lists.get(key, ()))
                made.append(IssueSection(key=key, title=_later(*titles), slots=filled))
        return tuple(made)

    def merged_bench(self) -> tuple[Benched, ...]:
        """The bench without what either took from it, and with what either put there, unless it stands in the issue by now."""
        base, mine, theirs = ({one.item: one for one in issue.bench} for issue in (self.base, self.mine, self.theirs))
        used = {item for item in (*mine, *theirs) if item in base and not (item in mine and item in theirs)}
        placed = [{slot.item for slot in one.values()} for one in self._slots[1:]]
        used |= {item for item in mine if item not in theirs and item in placed[1] - placed[0]}
        used |= {item for item in theirs if item not in mine and item in placed[0] - placed[1]}
        order = _one_list([*base], [*mine], [*theirs], gone=used)
        return tuple(_later(base.get(item), mine.get(item), theirs.get(item)) for item in order)

    def merged_dropped(self, slots: Mapping[str, Slot]) -> tuple[str, ...]:
        """What an editor took out, on either side, unless the other put it in again."""
        base, mine, theirs = (list(issue.dropped) for issue in (self.base, self.mine, self.theirs))
        standing = {slot.story for slot in slots.values()}
        gone = {story for story in (*base, *mine, *theirs) if (story in mine) != (story in theirs) and (story in base or story in standing)}
        return _one_list(base, mine, theirs, gone=gone)

    def merged_counts(self) -> dict[str, int]:
        """How many were passed over for which reason: as counted last."""
        return self.mine.passed_over if self.theirs.passed_over == self.base.passed_over else self.theirs.passed_over

    def _left(self, slot_id: str, mine: Slot | None, theirs: Slot | None, kept: Mapping[str, Slot]) -> Slot | None:
        """What becomes of a slot that only one side has; `kept` is what stands already of theirs.

        It is new, or was dropped on the other side: a clash, if this one has changed it. What I dropped and put in anew stands already
        where they have changed it.
        """
        before, left = self._slots[0].get(slot_id), mine or theirs
        if before is None and left is not None:
            if mine and any(one.id not in self._slots[1] and is_same_story(one, mine) for one in kept.values()):
                return None
            if gone := self._dropped_by_both(left):
                self.clashes.add(self._where(slot_id), slot_id, "dropped", gone, mine, theirs)
                return theirs
            return left
        if before is None or left is None:
            return None
        if self._orders.moved(slot_id, by_mine=theirs is None) or self._changed(before, left, theirs is None):
            self.clashes.add(self._where(slot_id), slot_id, "dropped", before, mine, theirs)
            return theirs
        return None

    def _dropped_by_both(self, slot: Slot) -> Slot | None:
        """The slot that told what a new one tells: the one side dropped it for good, the other to put it in again elsewhere."""
        base, mine, theirs = self._slots
        return next((one for one in base.values() if is_same_story(one, slot) and one.id not in mine and one.id not in theirs), None)

    def _changed(self, before: Slot, after: Slot, by_mine: bool) -> bool:
        """Whether an editor has changed a slot. That a link went because its story stands in the issue now is none of their doing."""
        added = [slot for slot_id, slot in self._slots[1 if by_mine else 2].items() if slot_id not in self._slots[0]]
        links = tuple(link for link in before.related if link in after.related or not any(link.traces & slot.traces for slot in added))
        return before.but(related=links, why=after.why) != after

    def _without_links_into(self, slot: Slot) -> Slot:
        """The slot without the links that one side brought to stories which only the other side put into the issue."""
        related = tuple(link for link in slot.related if link.origin == "hand" or not self._leads_into(link, slot.id))
        return slot if len(related) == len(slot.related) else slot.but(related=related)

    def _leads_into(self, link: SlotLink, slot_id: str) -> bool:
        base, mine, theirs = self._slots
        here, there = (slot_id in one and link in one[slot_id].related for one in (mine, theirs))
        if here and there:
            return False
        others, own = (theirs, mine) if here else (mine, theirs)
        return any(link.traces & slot.traces for one, slot in others.items() if one not in own and one not in base)

    def _where(self, slot_id: str) -> str:
        return next(name for name in reversed(self._place_names(slot_id)) if name)

    def _place_names(self, slot_id: str) -> tuple[str | None, str | None, str | None]:
        """Where a slot stands in base, mine and theirs, as an editor says it; None where it does not."""
        issues = (self.base, self.mine, self.theirs)
        base, mine, theirs = (
            place_name(issue, slot_id) if slot_id in slots else None for issue, slots in zip(issues, self._slots, strict=True)
        )
        return base, mine, theirs


def _running_order(issue: Issue) -> Lists:
    return {section.key: [slot.id for slot in section.slots] for section in issue.sections}


def _one_list(base: list[str], mine: list[str], theirs: list[str], gone: Collection[str]) -> tuple[str, ...]:
    return Orders({"": base}, {"": mine}, {"": theirs}).weave(gone, str).lists[""]


def _later(base: Any, mine: Any, theirs: Any) -> Any:
    """What the side that changed it says; theirs when both did."""
    return theirs if mine is None or (theirs is not None and theirs != base) else mine
