"""What a run sheet shows of an issue: the same for the writer, and for the reader who looks for what has been changed.

What only this module knows: which words of a story are shown, and which stand there only when every line is asked for.
"""

from __future__ import annotations

from typing import NamedTuple

from newsletter.campaign import Campaign, SectionPlan
from newsletter.edit.runsheet.lines import on_a_line
from newsletter.models import Benched, Image, Issue, Slot, SlotLink

FIELDS = {"kicker": "kicker", "dek": "dek", "byline": "byline", "link": "url", "quote": "quote"}
"""The lines that hold a story's words, and the fields of its wording."""

ALWAYS = ("kicker", "dek")
QUOTING = ("lead", "quote")
"""The layouts that print a pull quote."""


class Printed(NamedTuple):
    """Subject and preheader as the campaign's patterns make them of the stories, whatever an editor wrote over them."""

    subject: str
    preheader: str


def names_of(issue: Issue) -> dict[str, Slot]:
    """The slots by the names that stand for them on the sheet: an item's id, unless two slots hold the same item."""
    items = [slot.item for slot in issue.slots]
    return {slot.item if items.count(slot.item) == 1 else f"{slot.item}/{slot.id}": slot for slot in issue.slots}


def link_name(link: SlotLink) -> str:
    """What stands for a related link: the id of its item, else its address."""
    return link.item or "".join(link.url.split()) or "?"


def section_keys(issue: Issue, campaign: Campaign) -> list[str]:
    """The heads of the sheet: the issue's sections, and where the campaign plans them, those that are empty."""
    keys = [section.key for section in issue.sections]
    planned = [plan.key for plan in campaign.sections]
    for number, key in enumerate(planned, 1):
        if key not in keys:
            later = planned[number:]
            keys.insert(next((at for at, one in enumerate(keys) if one in later), len(keys)), key)
    return keys


def bench_name(keys: list[str]) -> str:
    """The head of the bench, which is not a section's."""
    return "the bench" if "bench" in keys else "bench"


def shown_details(slot: Slot, plan: SectionPlan | None, *, whole: bool) -> dict[str, str]:
    """The lines beneath a story with their words: what is usually changed, and what is in own words."""
    shown: dict[str, str] = {}
    for name, field in FIELDS.items():
        value = on_a_line(getattr(slot.words, field))
        usual = name in ALWAYS or whole or (name == "quote" and slot.layout in QUOTING)
        if field in slot.own or (usual and value):
            shown[name] = value
    image = slot.words.image
    if "image" in slot.own or (whole and image):
        shown["image"] = on_a_line(image.url) if image else ""
    if image and "image" in shown:
        shown |= {"alt": on_a_line(image.alt), "credit": on_a_line(image.credit)}
    if plan is None or slot.layout != plan.layout:
        shown["layout"] = slot.layout
    if slot.full:
        shown["full"] = "yes"
    return shown


def taken_words(slot: Slot, name: str) -> str:
    """The article's own words for a line, as the sheet would show them."""
    if name in ("image", "alt", "credit"):
        return _of_image(slot.taken.image, name)
    return on_a_line(getattr(slot.taken, FIELDS.get(name, name)))


def standing_words(slot: Slot, name: str) -> str:
    """The words for a line as they are printed now, whether or not the sheet shows it."""
    if name in ("image", "alt", "credit"):
        return _of_image(slot.words.image, name)
    return on_a_line(getattr(slot.words, FIELDS.get(name, name)))


def is_own(slot: Slot, name: str) -> bool:
    """Whether a line is in own words that differ from the article's."""
    field = "image" if name in ("alt", "credit") else FIELDS.get(name, name)
    return field in slot.own and taken_words(slot, name) != standing_words(slot, name)


def bench_words(benched: Benched) -> str:
    """What stands behind the id of a story on the bench: its headline, and why it was not placed."""
    return f"{on_a_line(benched.title)}        ({on_a_line(benched.why_not)})".strip(" ")


def _of_image(image: Image | None, name: str) -> str:
    if image is None:
        return ""
    return on_a_line(image.url if name == "image" else getattr(image, name))
