"""Changes of an issue: Issue -> Issue, each with the sentence that the version chain keeps. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from newsletter.campaign import LAYOUTS
from newsletter.edit.field_names import OFFERED, SAID, field_meant
from newsletter.edit.places import find_slot, place_name, place_of, replace_slot, stories_in
from newsletter.errors import NotFound, Refused, UsageError
from newsletter.models import Image, Issue, IssueSection, Kind, Slot, State
from newsletter.words.urls import is_web_address

SLOT_FIELDS = ("title", "dek", "kicker", "byline", "url", "quote", "image", "image_alt", "image_credit", "layout")
ISSUE_FIELDS = ("subject", "preheader", "intro", "outro")


class Changed(NamedTuple):
    """An issue after a change, and the change in words."""

    issue: Issue
    what: str


def require_draft(issue: Issue) -> None:
    """Raises Refused unless the issue is a draft, and says how it becomes one."""
    if issue.status == State.DRAFT:
        return
    hints = {
        State.APPROVED: f"'newsletter issue reopen {issue.id}' opens it again",
        State.EXPORTED: f"'newsletter issue cancel {issue.id}' withdraws it; mail may be out",
        State.CANCELLED: f"'newsletter issue compose {issue.campaign} --date {issue.date}' makes another",
    }
    raise Refused(f"{issue.id} is {issue.status} and cannot be changed", hints[issue.status])


def add_slot(issue: Issue, slot: Slot, section: str, position: int | None, sections: Mapping[str, str]) -> Changed:
    """The slot put into a section at a position (from 1; None: at its end). `sections` are the campaign's {key: title}, in order."""
    require_draft(issue)
    if standing := next((one for one in issue.slots if one.story == slot.story), None):
        raise _stands_already(issue, slot, standing)
    added = _put(issue, slot, section, position, sections)
    bench = tuple(one for one in issue.bench if one.item != slot.item)
    dropped = tuple(story for story in issue.dropped if story != slot.story)
    return Changed(added.but(bench=bench, dropped=dropped), f"“{slot.words.title}” added at {place_name(added, slot.id)}")


def _stands_already(issue: Issue, slot: Slot, standing: Slot) -> Refused:
    """Where a story stands that was to be added, and as which other text of it."""
    place = place_name(issue, standing.id)
    if standing.item == slot.item:
        return Refused(f"“{slot.words.title}” stands in {issue.id} already, at {place}", "'newsletter issue move' moves it")
    return Refused(
        f"the same story stands in {issue.id} already, at {place} as “{standing.words.title}”",
        f"'newsletter issue drop {standing.item}' takes that out first; 'newsletter content split {slot.item}' makes them two stories",
    )


def drop_slot(issue: Issue, words: str) -> Changed:
    """The slot taken out, its story not to be filled in again; a section left empty goes with it."""
    require_draft(issue)
    slot = find_slot(issue, words)
    sections = [section.but(slots=_others(section, slot)) for section in issue.sections]
    dropped = tuple(dict.fromkeys((*issue.dropped, slot.story)))
    left = issue.but(sections=tuple(section for section in sections if section.slots), dropped=dropped)
    return Changed(left, f"“{slot.words.title}” dropped from {place_name(issue, slot.id)}")


def move_slot(
    issue: Issue, words: str, section: str, position: int | None, sections: Mapping[str, str], layout: str | None = None
) -> Changed:
    """The slot moved, its id and own words kept; `layout` is how the new section sets it, when it changes sections and is no sponsor's."""
    require_draft(issue)
    slot = find_slot(issue, words)
    if slot.words.kind == Kind.SPONSOR:
        layout = "sponsor"
    if layout and place_of(issue, slot.id)[0].key != section:
        slot = slot.but(layout=layout)
    moved = _put(issue, slot, section, position, sections)
    if slot.pinned_at is not None:
        moved = _put(moved, slot.but(pinned_at=place_of(moved, slot.id)[1]), section, place_of(moved, slot.id)[1], sections)
    return Changed(moved, f"“{slot.words.title}” moved from {place_name(issue, slot.id)} to {place_name(moved, slot.id)}")


def set_words(issue: Issue, words: str, field: str, value: str | None) -> Changed:
    """An own word for one field of a slot, by any of its names; None gives the wording as taken back, blank words leave the field out."""
    require_draft(issue)
    typed, field = field, field_meant(field)
    if field not in SLOT_FIELDS:
        raise NotFound("field", typed, (*OFFERED, *SLOT_FIELDS), f"known fields: {', '.join(OFFERED)}")
    slot = find_slot(issue, words)
    value = None if value is None else on_one_line(value)
    if field == "layout":
        changed = _with_layout(slot, value)
    else:
        changed = _with_image(slot, field, value) if field.startswith("image") else _with_words(slot, field, value)
    left_out = not value or (field == "image" and changed.words.image is None)
    what = "the article's own again" if value is None else "left out" if left_out else f"now “{shortened(value)}”"
    return Changed(replace_slot(issue, changed), f"{SAID.get(field, field)} of {place_name(issue, slot.id)} is {what}")


def set_line(issue: Issue, field: str, value: str | None) -> Changed:
    """The subject, preheader, intro or outro in own words; None lets the campaign's pattern stand again."""
    require_draft(issue)
    if field not in ISSUE_FIELDS:
        raise NotFound("field", field, ISSUE_FIELDS)
    is_line = field in ("subject", "preheader")
    if value is not None:
        value = on_one_line(value) if is_line else re.sub(_CONTROLS, "", value.replace("\r\n", "\n")).strip()
    if field == "subject" and value == "":
        raise UsageError("a subject cannot be empty", "--reset lets the campaign's pattern stand again")
    if value:
        what = f"is now “{shortened(value)}”"
    else:
        what = "is left out" if field == "outro" or (is_line and value == "") else "follows the campaign again"
    return Changed(issue.but(**{field: value if is_line else value or ""}), f"{field} {what}")


def next_slot_id(issue: Issue) -> str:
    """An id that no slot of the issue has or had: it tells the version that the slot came in with."""
    taken = {slot.id for slot in issue.slots}
    number = 1
    while f"s{issue.version + 1}-{number}" in taken:
        number += 1
    return f"s{issue.version + 1}-{number}"


_CONTROLS = r"[\x00-\x08\x0b-\x1f\x7f-\x9f]"


def on_one_line(value: str) -> str:
    """The words without line breaks and control characters, each parted by one space."""
    return " ".join(re.sub(_CONTROLS, " ", value).split())


def shortened(value: str) -> str:
    """The words as a sentence quotes them: on one line, and no more than it bears."""
    words = " ".join(value.split())
    return words if len(words) <= 120 else words[:119].rstrip() + "…"


def _with_words(slot: Slot, field: str, value: str | None) -> Slot:
    if field == "title" and value == "":
        raise UsageError("a headline cannot be empty", "--reset gives the article's own back")
    if field == "url" and value and not is_web_address(value):
        raise UsageError(f"'{value}' is no web address", "it begins with https://")
    own = {name: words for name, words in slot.own.items() if name != field}
    return slot.but(own=own if value is None else own | {field: value})


def _with_image(slot: Slot, field: str, value: str | None) -> Slot:
    taken, image = slot.taken.image, slot.words.image
    if field == "image":
        image = _other_image(slot, value)
    elif image is None:
        raise Refused(f"“{slot.words.title}” has no picture", f"'newsletter issue set {slot.item} image https://…' gives it one")
    else:
        name = field.removeprefix("image_")
        given = getattr(taken, name) if value is None and taken and taken.url == image.url else value or ""
        image = image.but(**{name: given})
    own = {name: words for name, words in slot.own.items() if name != "image"}
    return slot.but(own=own if image == taken else own | {"image": image.model_dump() if image else None})


def _other_image(slot: Slot, value: str | None) -> Image | None:
    """Another picture comes without alt text and credit: those of the one before would be wrong."""
    standing = [image for image in (slot.words.image, slot.taken.image) if image and image.url == value]
    if value is None or standing:
        return standing[0] if standing else slot.taken.image
    if value.casefold() in ("", "none"):
        return None
    if not is_web_address(value):
        raise UsageError(f"'{value}' is no web address", "it begins with https://; 'none' prints the story without a picture")
    return Image(url=value)


def _with_layout(slot: Slot, layout: str | None) -> Slot:
    if layout is None:
        raise UsageError("a layout is no wording that could be taken back", f"set it to one of {', '.join(LAYOUTS)}")
    if layout not in LAYOUTS:
        raise NotFound("layout", layout, LAYOUTS)
    return slot.but(layout=layout)


def _others(section: IssueSection, slot: Slot) -> tuple[Slot, ...]:
    return tuple(one for one in section.slots if one.id != slot.id)


def _put(issue: Issue, slot: Slot, key: str, position: int | None, titles: Mapping[str, str]) -> Issue:
    """The slot at a position of a section, taken from where it stood; a section that is left empty goes."""
    standing = {section.key: section for section in issue.sections}
    section = standing.get(key, IssueSection(key=key, title=titles.get(key, "")))
    others = _others(section, slot)
    at = len(others) + 1 if position is None else position
    if not 1 <= at <= len(others) + 1:
        raise UsageError(f"{stories_in(section)}; there is no place {position} in it", f"name a place from 1 to {len(others) + 1}")
    filled = {one.key: one.but(slots=_others(one, slot)) for one in issue.sections}
    filled[key] = section.but(slots=(*others[: at - 1], slot, *others[at - 1 :]))
    return issue.but(sections=tuple(filled[one] for one in _in_order(list(standing), key, list(titles)) if filled[one].slots))


def _in_order(standing: list[str], key: str, planned: Sequence[str]) -> list[str]:
    """The sections' keys with `key` among them; a new one goes before the first that the campaign prints after it."""
    if key in standing:
        return standing
    later = planned[planned.index(key) + 1 :] if key in planned else []
    at = next((number for number, one in enumerate(standing) if one in later), len(standing))
    return [*standing[:at], key, *standing[at:]]
