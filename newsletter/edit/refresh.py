"""Takes over what has changed at the source of a slot since it was taken: wording and links. Own words are never touched. Pure.

What only this module knows: which parts of a wording a reader would miss.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from newsletter.edit.changes import Changed, require_draft
from newsletter.edit.field_names import PARTS
from newsletter.edit.places import place_name
from newsletter.models import Issue, Slot, SlotLink, Wording


class Renewal(NamedTuple):
    """What a slot could take over: the wording of its item as that is now, and those of its links, by number, whose targets changed.

    `wording` is None when the item is as it was taken.
    """

    slot: str
    wording: Wording | None
    version: int
    story: str
    links: Mapping[int, SlotLink]


def changed_fields(taken: Wording, now: Wording) -> tuple[str, ...]:
    """The fields of a wording that read otherwise now; the first lines of a story only where they stand in for a dek."""
    fields = tuple(name for name in PARTS if getattr(taken, name) != getattr(now, name))
    return tuple(name for name in fields if name != "lede" or not (taken.dek and now.dek))


def names_of(fields: Sequence[str]) -> str:
    """The fields as an editor calls them: "headline, dek and picture"."""
    names = [PARTS[name] for name in fields]
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def refresh(issue: Issue, renewals: Sequence[Renewal]) -> Changed:
    """The issue with these renewals taken over; a sentence for each slot, and for each link, parted by semicolons."""
    require_draft(issue)
    by_slot = {renewal.slot: renewal for renewal in renewals}
    sections = (
        section.but(slots=tuple(_renewed(slot, by_slot[slot.id]) if slot.id in by_slot else slot for slot in section.slots))
        for section in issue.sections
    )
    return Changed(issue.but(sections=tuple(sections)), "; ".join(describe_renewals(issue, renewals)))


def describe_renewals(issue: Issue, renewals: Sequence[Renewal]) -> list[str]:
    """What these renewals do to the issue, a sentence each."""
    by_slot = {renewal.slot: renewal for renewal in renewals}
    return [words for slot in issue.slots if slot.id in by_slot for words in _sentences(issue, slot, by_slot[slot.id])]


def _renewed(slot: Slot, renewal: Renewal) -> Slot:
    links = tuple(renewal.links.get(number, link) for number, link in enumerate(slot.related, 1))
    if renewal.wording is None:
        return slot.but(related=links)
    full = slot.full and bool(renewal.wording.body)
    return slot.but(taken=renewal.wording, item_version=renewal.version, story=renewal.story, full=full, related=links)


def _sentences(issue: Issue, slot: Slot, renewal: Renewal) -> list[str]:
    place = place_name(issue, slot.id)
    said = [_of_wording(place, slot, renewal.wording)] if renewal.wording is not None else []
    for number, link in sorted(renewal.links.items()):
        before = slot.related[number - 1]
        now = f"is “{link.title}” now" if link.title != before.title else f"has the address {link.url} now"
        said.append(f"link {number} under {place} {now}")
    return said


def _of_wording(place: str, slot: Slot, now: Wording) -> str:
    changed = changed_fields(slot.taken, now)
    printed = [name for name in changed if name not in slot.own]
    kept = [name for name in changed if name in slot.own]
    if not changed:
        return f"{place} goes by its article as it is now, and nothing that is printed has changed"
    if not printed:
        return f"{place} keeps its own {names_of(kept)}, over what its article says now"
    lost = ", and is a teaser from now on: its article has no text any more" if slot.full and not now.body else ""
    return f"{place} has the {names_of(printed)} of its article as it is now{f', and its own {names_of(kept)}' if kept else ''}{lost}"
