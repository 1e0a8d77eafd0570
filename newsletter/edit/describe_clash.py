"""Say what two editors have both changed, each with their own text, so that neither is lost. Pure."""

from __future__ import annotations

from typing import Any

from newsletter.edit.changes import ISSUE_FIELDS
from newsletter.edit.describe import listed
from newsletter.edit.field_names import PARTS, SAID
from newsletter.edit.merge_slot import Clash
from newsletter.models import Slot


def describe_clash(clash: Clash, them: str, title: str) -> str:
    """A clash in a sentence; `them` is who was first, and when ("bea at 06:12"), `title` the headline of the story it is about."""
    if clash.field == "place":
        return f"“{title}”: moved to {clash.theirs} by {them}, and to {clash.mine} by you"
    if clash.field == "dropped" and clash.theirs is None:
        return f"“{clash.mine.words.title}” ({clash.where}): dropped by {them}, and changed by you{_own(clash.mine)}"
    if clash.field == "dropped":
        return f"“{clash.theirs.words.title}” ({clash.where}): changed by {them}{_own(clash.theirs)}, and dropped by you"
    name = clash.field if clash.field in ISSUE_FIELDS else f"{SAID.get(clash.field, clash.field.replace('_', ' '))} of {clash.where}"
    return f"{name}: {_value(clash.field, clash.theirs)} by {them}, {_value(clash.field, clash.mine)} by you"


def _own(slot: Slot) -> str:
    """The words in which an editor rewrote a slot."""
    words = [f"{PARTS.get(name, name)} “{value}”" for name, value in slot.own.items() if isinstance(value, str) and value]
    return f" ({', '.join(words)})" if words else ""


def _value(field: str, value: Any) -> str:
    if field == "related":
        return listed([f"“{link.title}”" for link in value]) or "none"
    if field == "image":
        return str(value.get("url")) if value else "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None:
        return "taken back" if field in PARTS or field in ISSUE_FIELDS else "none"
    return f"“{value}”" if value != "" else "left out"
