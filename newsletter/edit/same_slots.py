"""Tell which slots of two versions of an issue are the same one, and give those of three versions the same names. Pure.

What only this module knows: an issue that was composed afresh numbers its slots anew, so that an id alone does not tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from newsletter.models import Issue, Slot


def is_same_story(one: Slot, other: Slot) -> bool:
    return one.item == other.item or bool(one.story and one.story == other.story)


def same_slots(before: Issue, after: Issue) -> dict[str, str]:
    """The ids of the slots that are in both: {id before: id after}. By id and story; what has another id now, by its story alone."""
    return _matched(before.slots, after.slots, by_story_alone=True)


def named_alike(base: Issue, mine: Issue, theirs: Issue) -> tuple[Issue, Issue]:
    """`base` and `mine` with their slots named as `theirs` names them; what is new in mine never has another's id."""
    known = {slot.id for slot in theirs.slots}
    in_theirs = _matched(base.slots, theirs.slots, by_story_alone=_is_numbered_anew(base, theirs))
    old_names = {slot.id: in_theirs.get(slot.id, slot.id if slot.id not in known else f"{slot.id}-gone") for slot in base.slots}
    in_mine = _matched(base.slots, mine.slots, by_story_alone=_is_numbered_anew(base, mine))
    names = {there: old_names[here] for here, there in in_mine.items()}
    new_in_mine = [slot for slot in mine.slots if slot.id not in names]
    new_in_theirs = [slot for slot in theirs.slots if slot.id not in in_theirs.values()]
    names |= _matched(new_in_mine, new_in_theirs, by_story_alone=True)
    used = known | {*old_names.values(), *names.values()}
    for slot in new_in_mine:
        if slot.id not in names:
            names[slot.id] = slot.id if slot.id not in used else _free_id(theirs.version + 1, used)
            used.add(names[slot.id])
    return _renamed(base, old_names), _renamed(mine, names)


def _matched(before: Iterable[Slot], after: Iterable[Slot], *, by_story_alone: bool) -> dict[str, str]:
    left = {slot.id: slot for slot in after}
    found: dict[str, str] = {}
    unmatched = []
    for slot in before:
        same = left.get(slot.id)
        if same and is_same_story(same, slot):
            found[slot.id] = left.pop(slot.id).id
        else:
            unmatched.append(slot)
    for slot in unmatched if by_story_alone else ():
        if same := next((one for one in left.values() if is_same_story(one, slot)), None):
            found[slot.id] = left.pop(same.id).id
    return found


def _is_numbered_anew(before: Issue, after: Issue) -> bool:
    old = {slot.id: slot for slot in before.slots}
    return any(slot.id in old and not is_same_story(old[slot.id], slot) for slot in after.slots)


def _free_id(version: int, used: Iterable[str]) -> str:
    """An id as `next_slot_id` gives them."""
    number = 1
    while f"s{version}-{number}" in used:
        number += 1
    return f"s{version}-{number}"


def _renamed(issue: Issue, names: Mapping[str, str]) -> Issue:
    if all(here == there for here, there in names.items()):
        return issue
    sections = (section.but(slots=tuple(slot.but(id=names[slot.id]) for slot in section.slots)) for section in issue.sections)
    return issue.but(sections=tuple(sections))
