"""Rules about the stories in the slots, by what the archive knows of them."""

from __future__ import annotations

from collections.abc import Iterator

from newsletter.check.facts import Facts
from newsletter.check.page import Page
from newsletter.check.rules import Found, Rule, shortened
from newsletter.models import Kind


def _find_retired(_page: Page, facts: Facts) -> Iterator[Found]:
    for place, title, reason, related in facts.retired:
        because = f" ({shortened(reason)})" if reason else ""
        what = f"the related link “{shortened(title)}” leads to a story that" if related else f"“{shortened(title)}”"
        yield Found(
            f"{place}: {what} was retired{because}.",
            "Take the related link out." if related else "Drop the story from the issue (newsletter issue drop).",
            place,
        )


def _find_embargoed(_page: Page, facts: Facts) -> Iterator[Found]:
    for place, title, until, related in facts.embargoed:
        what = f"the related link “{shortened(title)}” leads to a story that" if related else f"“{shortened(title)}”"
        yield Found(
            f"{place}: {what} is under embargo until {until.day} {until:%B %Y, %H:%M}.",
            "Take the related link out." if related else "Drop the story from the issue (newsletter issue drop), or send the issue later.",
            place,
        )


def _find_changed(_page: Page, facts: Facts) -> Iterator[Found]:
    for place, title in facts.changed:
        yield Found(
            f"{place}: “{shortened(title)}” was changed at its source after it was taken into the issue.",
            "Compare the two, and take the new wording over if it is better.",
            place,
        )


def _find_unlinked(_page: Page, facts: Facts) -> Iterator[Found]:
    for slot in facts.slots:
        if not slot.url and slot.kind in (Kind.ARTICLE, Kind.LINK):
            yield Found(
                f"{slot.place}: “{shortened(slot.headline)}” has no address, so its headline is no link.",
                'Give the story its address ("url"), if it has one.',
                slot.place,
            )


def _find_loose_links(_page: Page, facts: Facts) -> Iterator[Found]:
    in_slots = ((slot.place, title) for slot in facts.slots for title, url in slot.related if not url)
    for place, title in (*facts.loose_links, *in_slots):
        yield Found(
            f"{place}: the related link “{shortened(title)}” is tied to no story and has no address, so it is not printed.",
            "Give it an address, or import the story it names.",
            place,
        )


RULES = (
    Rule("story.retired", "error", "It was taken back, and must not be sent again.", _find_retired),
    Rule("story.embargoed", "error", "It may not be published when the issue goes out.", _find_embargoed),
    Rule("story.changed", "warning", "The issue prints the wording as it was taken; a correction may be missing.", _find_changed),
    Rule("story.unlinked", "info", "Readers cannot go on to the story.", _find_unlinked),
    Rule("related.loose", "info", "The story's editors offered it, and readers will not see it.", _find_loose_links),
)
