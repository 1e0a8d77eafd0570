"""Rules about the stories in the slots, by what the archive knows of them."""

from __future__ import annotations

from collections.abc import Iterator

from newsletter.check.facts import Facts
from newsletter.check.page import Page
from newsletter.check.rules import Found, Rule, shortened
from newsletter.models import Kind


def _find_retired(_page: Page, facts: Facts) -> Iterator[Found]:
    for place, title, reason, related, number in facts.retired:
        because = f" ({shortened(reason)})" if reason else ""
        yield Found(f"{place}: {_story(title, related)} was retired{because}.", _way_out(place, related, number), place)


def _find_removed(_page: Page, facts: Facts) -> Iterator[Found]:
    for place, title, number in facts.removed:
        said = f"{place}: {_story(title, number > 0)} was removed from the archive."
        yield Found(said, _way_out(place, number > 0, number), place)


def _find_embargoed(_page: Page, facts: Facts) -> Iterator[Found]:
    for place, title, until, related, number in facts.embargoed:
        later = "" if related else ", or send the issue later"
        said = f"{place}: {_story(title, related)} is under embargo until {until.day} {until:%B %Y, %H:%M}."
        yield Found(said, _way_out(place, related, number, later), place)


def _find_drafts(_page: Page, facts: Facts) -> Iterator[Found]:
    for place, title, number in facts.drafts:
        said = f"{place}: {_story(title, number > 0)} is still a draft in the archive."
        ready = f", or import {'the story' if number else 'it'} as ready"
        yield Found(said, _way_out(place, number > 0, number, ready), place)


def _story(title: str, related: bool) -> str:
    return f"the related link “{shortened(title)}” leads to a story that" if related else f"“{shortened(title)}”"


def _way_out(place: str, related: bool, number: int, or_else: str = "") -> str:
    if not related:
        return f"Drop the story from the issue (newsletter issue drop){or_else}."
    typed = f' (newsletter issue related "{place.lower()}" --drop {number})' if number else ""
    return f"Take the related link out{typed}{or_else}."


def _find_ran(_page: Page, facts: Facts) -> Iterator[Found]:
    for place, title, when, days, rest in facts.ran:
        away = f"{_days(abs(days))} {'before' if days > 0 else 'after'} this issue" if days else "on the day of this issue"
        yield Found(
            f"{place}: “{shortened(title)}” ran on {when}, {away}; the campaign rests a story for {_days(rest)}.",
            f'Drop it (newsletter issue drop "{place.lower()}"), or leave it if it is meant to run again.',
            place,
        )


def _days(number: int) -> str:
    return f"{number} day{'' if number == 1 else 's'}"


def _find_held(_page: Page, facts: Facts) -> Iterator[Found]:
    for place, title, issue in facts.held:
        yield Found(
            f"{place}: “{shortened(title)}” stands in {issue} too, which is open.",
            f'Drop it from one of the two (newsletter issue drop "{place.lower()}"), or leave it if both are meant to send it.',
            place,
        )


def _find_misplaced(_page: Page, facts: Facts) -> Iterator[Found]:
    for item, title, booked, place in facts.misplaced:
        stands = f"stands at {place}" if place else "does not stand in the issue"
        verb = f'Move it there (newsletter issue move {item} "{booked.lower()}")'
        if not place:
            verb = f'Put it there (newsletter issue add {item} --at "{booked.lower()}")'
        yield Found(f"The sponsor's “{shortened(title)}” is booked for {booked}, and {stands}.", f"{verb}, or change the booking.", place)


def _find_changed(_page: Page, facts: Facts) -> Iterator[Found]:
    for place, title, what in facts.changed:
        named = f" ({what})" if what else ""
        yield Found(
            f"{place}: “{shortened(title)}” was changed at its source after it was taken into the issue{named}.",
            f'Compare the two (newsletter issue refresh "{place.lower()}" --dry-run), and take the new wording over if it is better.',
            place,
        )


def _find_changed_links(_page: Page, facts: Facts) -> Iterator[Found]:
    for place, title, says, number, item in facts.changed_links:
        yield Found(
            f"{place}: the related link “{shortened(title)}” is out of date: {says}.",
            f'Take it over (newsletter issue related "{place.lower()}" --replace {number} --add {item}), or leave it as it is.',
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
    Rule(
        "story.removed",
        "error",
        "Whoever took it out may have had a reason; nobody can tell any more whether it may be sent.",
        _find_removed,
    ),
    Rule("story.embargoed", "error", "It may not be published when the issue goes out.", _find_embargoed),
    Rule("story.draft", "warning", "Nobody has said yet that it may be published.", _find_drafts),
    Rule("story.ran", "warning", "Readers get again what they have read, before it has rested.", _find_ran),
    Rule("story.held", "warning", "The same story would go out in both issues.", _find_held),
    Rule("story.misplaced", "warning", "The sponsor was promised that place.", _find_misplaced),
    Rule("story.changed", "warning", "The issue prints the wording as it was taken; a correction may be missing.", _find_changed),
    Rule("related.changed", "warning", "The issue prints the link as it was when it was composed.", _find_changed_links),
    Rule("story.unlinked", "info", "Readers cannot go on to the story.", _find_unlinked),
    Rule("related.loose", "info", "The story's editors offered it, and readers will not see it.", _find_loose_links),
)
