"""Find the slot that an editor means: by its place ("world 2"), its item's id, or some words of its headline.

What only this module knows: which of these goes first when words could be more than one of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from newsletter.errors import NotFound, UsageError
from newsletter.models import Issue, IssueSection, Slot
from newsletter.words.titles import fold_title


def place_of(issue: Issue, slot_id: str) -> tuple[IssueSection, int]:
    """The section and the position (from 1) of a slot."""
    for section in issue.sections:
        for position, slot in enumerate(section.slots, 1):
            if slot.id == slot_id:
                return section, position
    raise NotFound("story", slot_id, [slot.id for slot in issue.slots])


def replace_slot(issue: Issue, slot: Slot) -> Issue:
    """The issue with this slot in the place of the one that has its id."""
    sections = (section.but(slots=tuple(slot if one.id == slot.id else one for one in section.slots)) for section in issue.sections)
    return issue.but(sections=tuple(sections))


def place_name(issue: Issue, slot_id: str) -> str:
    """A slot's place as an editor says it: "World 2"."""
    section, position = place_of(issue, slot_id)
    return f"{section.name} {position}"


def stories_in(section: IssueSection) -> str:
    """How much stands in a section, in words: "World has 3 stories"."""
    count = len(section.slots)
    return f"{section.name} has {count or 'no'} {'story' if count == 1 else 'stories'}"


def find_slot(issue: Issue, words: str) -> Slot:
    """The slot meant by `words`. Raises NotFound, and UsageError when several could be meant."""
    name, position = split_place(words)
    section = _section_named(issue, name) if position is not None else None
    if section and position and position <= len(section.slots):
        return section.slots[position - 1]
    for slot in issue.slots:
        if words.strip() in (slot.item, slot.id):
            return slot
    whole = _section_named(issue, words)
    found = whole.slots if whole else _headlined(issue, words)
    if len(found) == 1:
        return found[0]
    if found:
        names = "; ".join(f'"{place_name(issue, slot.id).lower()}" ({slot.words.title})' for slot in found)
        raise UsageError(f"'{words}' could mean any of {len(found)} stories in {issue.id}", f"say its place: {names}")
    if section:
        raise UsageError(
            f"{stories_in(section)}; there is no place {position} in it", f"'newsletter issue show {issue.id}' lists the places"
        )
    known = [name for slot in issue.slots for name in (slot.item, place_name(issue, slot.id).lower(), slot.words.title)]
    raise NotFound("story", words, known, f"'newsletter issue show {issue.id}' lists the places")


def find_section(issue: Issue, words: str, planned: Mapping[str, str]) -> str:
    """The key of the section meant by its key or title; `planned` are the campaign's {key: title}. Raises NotFound."""
    sections = {**planned, **{section.key: section.title for section in issue.sections}}
    for key, title in sections.items():
        if _is_named(words, key, title):
            return key
    named = [key if fold_title(title or key) == fold_title(key) else f"{key} ({title})" for key, title in sections.items()]
    raise NotFound("section", words, [*sections, *filter(None, sections.values())], f"known sections: {', '.join(named)}")


def split_place(words: str) -> tuple[str, int | None]:
    """ "world 2" as ("world", 2); "world" as ("world", None)."""
    found = re.fullmatch(r"(.*[^\s:/])[\s:/]+(\d{1,6})", words.strip())
    return (found[1], int(found[2])) if found else (words.strip(), None)


def _section_named(issue: Issue, words: str) -> IssueSection | None:
    return next((section for section in issue.sections if _is_named(words, section.key, section.title)), None)


def _is_named(words: str, key: str, title: str) -> bool:
    wanted = fold_title(words)
    return bool(wanted) and wanted in (fold_title(key), fold_title(title))


def _headlined(issue: Issue, words: str) -> Sequence[Slot]:
    """The slots whose headline, in own words or as taken, is `words`; else has them as whole words; else has them at all."""
    wanted = fold_title(words)
    headlines = [(slot, {fold_title(slot.words.title), fold_title(slot.taken.title)}) for slot in issue.slots if wanted]
    exact = [slot for slot, folded in headlines if wanted in folded]
    whole = [slot for slot, folded in headlines if any(f" {wanted} " in f" {one} " for one in folded)]
    return exact or whole or [slot for slot, folded in headlines if any(wanted in one for one in folded)]
