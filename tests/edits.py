"""An issue and changes of it, each in a few words, for the tests of what becomes of changes."""

from typing import Any

from build import issue, item

from newsletter.compose import make_slot
from newsletter.edit import add_slot, move_slot, next_slot_id, set_words
from newsletter.models import Issue, SlotLink

SECTIONS = {"top": "", "world": "World", "business": "Business", "culture": "Culture"}
MORNING = issue(top=["river"], world=["lighthouse", "grain-ships", "mangroves"], culture=["drum"])


def add(to: Issue, item_id: str, section: str, position: int | None = None, who: str = "ana") -> Issue:
    return add_slot(to, make_slot(next_slot_id(to), item(item_id), "standard", f"added by {who}"), section, position, SECTIONS).issue


def move(of: Issue, words: str, section: str, position: int | None = None, layout: str | None = None) -> Issue:
    return move_slot(of, words, section, position, SECTIONS, layout).issue


def say(of: Issue, words: str, field: str, value: str | None) -> Issue:
    return set_words(of, words, field, value).issue


def link(name: str, **fields: Any) -> SlotLink:
    return SlotLink.model_validate({"title": name.capitalize(), "url": f"https://meridian.example/{name}", "item": name} | fields)


def with_slot(of: Issue, item_id: str, **fields: Any) -> Issue:
    """The issue with some fields of a slot changed."""
    sections = (
        section.but(slots=tuple(slot.but(**fields) if slot.item == item_id else slot for slot in section.slots)) for section in of.sections
    )
    return of.but(sections=tuple(sections))


LINKED = with_slot(MORNING, "river", related=(link("maps"), link("treaty"), link("floods")))
