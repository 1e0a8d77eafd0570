"""Two versions of the same words on one sheet, between marks: what an editor wrote, and what somebody else saved meanwhile.

What only this module knows: which lines of a sheet a clash of two versions touches, and how each side says it there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from newsletter.campaign import Campaign
from newsletter.edit.describe_clash import describe_clash
from newsletter.edit.merge_slot import Clash
from newsletter.edit.runsheet.lines import INDENT, ISSUE_LINES, MARKS, NOTE, left_marks, on_a_line
from newsletter.edit.runsheet.shown import FIELDS, Printed, names_of
from newsletter.edit.runsheet.writing import Written, joined, story_lines, written_lines
from newsletter.models import Issue, Slot

_PICTURE = ("image", "alt", "credit")
_LINES: dict[str, tuple[str, ...]] = {field: (name,) for name, field in FIELDS.items()}
_LINES |= {"title": ("",), "layout": ("layout",), "full": ("full",), "related": ("+",), "image": _PICTURE, "image_url": _PICTURE}
_LINES |= {"image_alt": ("alt",), "image_credit": ("credit",)}


def write_clashes(
    merged: Issue,
    mine: Issue,
    campaign: Campaign,
    printed: Printed,
    clashes: Sequence[Clash],
    theirs: str,
    *,
    whole: bool = False,
) -> str:
    """The sheet of a merged issue with both versions of whatever clashed between marks; `theirs` says whose the other version is.

    It is read against their version, so `printed` are the lines that the patterns make of that one.
    """
    marking = _Marking(merged, mine, campaign, printed, theirs, whole)
    for clash in clashes:
        marking.mark(clash)
    text = joined(marking.lines)
    says = (
        "both versions stand between marks; keep one of each, or make one of both" if left_marks(text) else "a remark tells where, and both"
    )
    return f"{NOTE} {theirs} and this sheet touch the same: {says}\n{text}"


class _Marking:
    """The lines of the merged issue, in which one clash after the other is marked."""

    def __init__(self, merged: Issue, mine: Issue, campaign: Campaign, printed: Printed, theirs: str, whole: bool) -> None:
        self.lines = list(written_lines(merged, campaign, printed, whole=whole))
        self._mine = list(written_lines(mine, campaign, printed, whole=whole))
        self._campaign, self._theirs = campaign, theirs
        self._slots = {slot.id: slot for slot in merged.slots}
        self._names = {slot.id: name for name, slot in names_of(merged).items()}
        self._my_slots = {slot.id: slot for slot in mine.slots}
        self._sections = {slot.id: section.key for issue in (merged, mine) for section in issue.sections for slot in section.slots}

    def mark(self, clash: Clash) -> None:
        """Puts both versions of what clashed into the lines; what no line says is told in a remark, and stays as theirs."""
        slot = self._slots.get(clash.slot)
        mine = self._my_slots.get(clash.slot) or next((one for one in self._my_slots.values() if slot and one.item == slot.item), None)
        if clash.field in ISSUE_LINES and not clash.slot:
            self._pair("", "", (clash.field,))
        elif clash.field == "dropped":
            self._pair_whole(clash, slot, mine)
        elif clash.field in _LINES and slot and mine:
            self._pair(slot.id, mine.id, _LINES[clash.field])
        else:
            self._tell(clash)

    def _pair(self, slot: str, mine: str, names: tuple[str, ...]) -> None:
        ours = [one for one in self._mine if one.slot == mine and one.name in names]
        standing = [one for one in self.lines if one.slot == slot and one.name in names]
        at = self.lines.index(standing[0]) if standing else 1 + max(n for n, one in enumerate(self.lines) if one.slot == slot)
        between = self._between(
            _said(ours) or self._unsaid(self._my_slots.get(mine), names[0]),
            _said(standing) or self._unsaid(self._slots.get(slot), names[0]),
        )
        # The name is one that no other clash of the slot looks for: what is marked stays so.
        self.lines[at : at + len(standing)] = [Written(slot, f"{names[0]} marked", between)]

    def _unsaid(self, slot: Slot | None, name: str) -> list[str]:
        """What a side says that has no such line: the article's own words stand, the section's layout, a teaser, no links."""
        if slot is None or name == "+":
            return []
        value = slot.layout if name == "layout" else "no" if name == "full" else "="
        return [f"{INDENT}{name}: {value}"]

    def _pair_whole(self, clash: Clash, slot: Slot | None, mine: Slot | None) -> None:
        """A story that one side took out and the other has changed stands there, or not at all."""
        if slot is not None:
            standing = [one for one in self.lines if one.slot == slot.id]
            at = self.lines.index(standing[0])
            self.lines[at : at + len(standing)] = [Written(slot.id, "-", self._between([], _said(standing)))]
        elif mine is not None:
            block = _said(story_lines(mine, mine.item, self._campaign, self._sections[mine.id]))
            note = f"{NOTE} “{on_a_line(mine.words.title)}” stood at {clash.where}: move it there if you keep it"
            self.lines.insert(len(self.lines) - 1, Written("", "-", (note, *self._between(block, []))))

    def _between(self, mine: Sequence[str], theirs: Sequence[str]) -> tuple[str, ...]:
        return (
            f"{MARKS[0]} yours, not saved yet",
            *(mine or ["# (nothing)"]),
            f"{MARKS[1]} {self._theirs}",
            *(theirs or ["# (nothing)"]),
            f"{MARKS[2]} keep one of the two, and delete the three lines of marks",
        )

    def _tell(self, clash: Clash) -> None:
        slot = self._slots.get(clash.slot)
        stands = f"theirs stands unless you {'move' if clash.field == 'place' else 'change'} it"
        told = f"{NOTE} {describe_clash(clash, self._theirs, slot.words.title if slot else '')}; {stands}"
        at = next((number for number, one in enumerate(self.lines) if clash.slot and one.slot == clash.slot), 1)
        self.lines.insert(at, Written("", "-", (on_a_line(told),)))


def _said(written: Sequence[Written] | Any) -> list[str]:
    return [line for one in written for line in one.lines]
