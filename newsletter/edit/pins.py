"""Pins: a story that an editor has fixed in a section, at a place or anywhere in it. Pure; a pin is no edit, and composing goes round it.

What only this module knows: how the stories of a section close up round the places that are asked for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from newsletter.edit.changes import Changed, add_slot, move_slot, require_draft
from newsletter.edit.places import find_slot, place_name, place_of, replace_slot
from newsletter.errors import Refused, UsageError
from newsletter.models import Issue, Slot


def pin_slot(
    issue: Issue, slot: Slot, section: str, position: int | None, sections: Mapping[str, str], layout: str | None = None
) -> Changed:
    """A slot fixed in a section, at a position (from 1; None: anywhere in it), whether it stands in the issue already or comes in.

    `sections` are the campaign's {key: title}, in order; `layout` is how the section sets what comes from another one.
    """
    require_draft(issue)
    if position is not None and position < 1:
        raise UsageError(f"there is no place {position}", "places count from 1")
    if position is not None:
        _require_free(issue, slot, section, position)
    if any(one.id == slot.id for one in issue.slots):
        put = move_slot(issue, slot.id, section, None, sections, layout).issue
    else:
        put = add_slot(issue, slot, section, None, sections).issue
    pinned = _closed_up(_with(put, slot.id, pinned=True, pinned_at=position), section)
    return Changed(pinned, f"“{slot.words.title}” is pinned {_where(pinned, slot.id, position)}")


def unpin_slot(issue: Issue, words: str) -> Changed:
    """The story that `words` mean, left to the composer again; it stays where it stands."""
    require_draft(issue)
    slot = find_slot(issue, words)
    if not slot.pinned:
        raise Refused(f"“{slot.words.title}” at {place_name(issue, slot.id)} is not pinned")
    freed = _with(issue, slot.id, pinned=False, pinned_at=None)
    return Changed(freed, f"“{slot.words.title}” at {place_name(issue, slot.id)} is pinned no longer")


def _require_free(issue: Issue, slot: Slot, section: str, position: int) -> None:
    for one in issue.sections:
        for other in one.slots if one.key == section else ():
            if other.pinned and other.pinned_at == position and other.id != slot.id:
                raise Refused(
                    f"“{other.words.title}” is pinned at {one.name} {position} already",
                    f"'newsletter issue pin {other.item} --off' frees the place",
                )


def _where(issue: Issue, slot_id: str, position: int | None) -> str:
    section, here = place_of(issue, slot_id)
    if position is None:
        return f"in {section.name}"
    return f"at {section.name} {position}" + (f"; it is number {here} as long as no more stories stand there" if here != position else "")


def _with(issue: Issue, slot_id: str, **changes: object) -> Issue:
    return replace_slot(issue, next(slot for slot in issue.slots if slot.id == slot_id).but(**changes))


def _closed_up(issue: Issue, key: str) -> Issue:
    sections = (section.but(slots=_arranged(section.slots)) if section.key == key else section for section in issue.sections)
    return issue.but(sections=tuple(sections))


def _arranged(slots: Sequence[Slot]) -> tuple[Slot, ...]:
    """Those that ask for a place have it, and the others flow round them: first those that are pinned anywhere, as when composing."""
    flowing = sorted((slot for slot in slots if slot.pinned_at is None), key=lambda slot: not slot.pinned)
    waiting = sorted((slot for slot in slots if slot.pinned_at is not None), key=lambda slot: slot.pinned_at or 0)
    arranged: list[Slot] = []
    while waiting or flowing:
        is_due = waiting and (not flowing or (waiting[0].pinned_at or 0) <= len(arranged) + 1)
        arranged.append((waiting if is_due else flowing).pop(0))
    return tuple(arranged)
