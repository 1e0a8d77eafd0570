"""Sponsors on their booked places. They enter an issue by nothing else, and count as no story of a section.

What only this module knows: which bookings cannot be kept, and which are kept already by what stands in the issue.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, TypeVar

from newsletter.compose.wording import make_slot
from newsletter.errors import Refused, did_you_mean
from newsletter.models import Booking, ContentItem, Issue, Slot, Status

Name = TypeVar("Name")


class Booked(NamedTuple):
    """A place in the issue that a sponsor has booked, and the sponsor's item."""

    booking: Booking
    item: ContentItem


def keep_bookings(
    booked: Iterable[Booked], standing: Issue, names: Mapping[str, str], at: datetime
) -> tuple[dict[str, list[Booked]], list[str]]:
    """The bookings to fill, by section, and what is to be said of those that cannot be. `names` are the sections' {key: name}.

    One whose item stands in the issue already is kept. Raises Refused for two on one place, and for a section that is not there.
    """
    found: dict[str, list[Booked]] = {}
    remarks: list[str] = []
    for one in _not_yet_kept(_in_order(booked, names), standing):
        place = f"{names[one.booking.section]} {one.booking.position}"
        if why_not := _why_not(one.item, standing, at):
            remarks.append(f"“{one.item.title}” is booked for {place}, but {why_not}")
        else:
            found.setdefault(one.booking.section, []).append(one)
    return found, remarks


def make_booked_slot(slot_id: str, one: Booked, place: str) -> Slot:
    """The slot of a booking; it asks for its place again when the issue changes round it."""
    slot = make_slot(slot_id, one.item, "sponsor", f"booked for {place}")
    return slot.but(pinned_at=one.booking.position)


def _not_yet_kept(booked: Sequence[Booked], standing: Issue) -> list[Booked]:
    """The bookings that no slot keeps: one in their section, or else wherever an editor has moved it."""
    slots = [(slot.item, section.key) for section in standing.sections for slot in section.slots]
    left = _without(booked, slots, lambda one: (one.item.id, one.booking.section))
    return _without(left, [item_id for item_id, _ in slots], lambda one: one.item.id)


def _without(booked: Sequence[Booked], kept: list[Name], name: Callable[[Booked], Name]) -> list[Booked]:
    """The bookings whose name is not among those `kept`; each of these keeps one, and is taken from the list."""
    left = []
    for one in booked:
        if name(one) in kept:
            kept.remove(name(one))
        else:
            left.append(one)
    return left


def _in_order(booked: Iterable[Booked], names: Mapping[str, str]) -> Sequence[Booked]:
    """The bookings by place, each with the key of its section."""
    by_place: dict[tuple[str, int], Booked] = {}
    for one in booked:
        section, position = _key_of(one, names), one.booking.position
        if other := by_place.get((section, position)):
            titles = " and ".join(sorted(f"“{each.item.title}”" for each in (one, other)))
            raise Refused(
                f"{titles} are both booked for {names[section]} {position} on {one.booking.date:%-d %B %Y}",
                "give one of them another place in its file, and import that again",
            )
        by_place[section, position] = one._replace(booking=one.booking.but(section=section))
    return [by_place[place] for place in sorted(by_place)]


def _key_of(one: Booked, names: Mapping[str, str]) -> str:
    """The section that a booking names by its key or its title."""
    wanted = one.booking.section.casefold()
    for key, name in names.items():
        if wanted in (key.casefold(), name.casefold()):
            return key
    booking, known = one.booking, did_you_mean(one.booking.section, [*names, *names.values()])
    raise Refused(
        f"“{one.item.title}” is booked for {booking.section} {booking.position}, which is no section of {booking.campaign}{known}",
        "its sections are " + ", ".join(names),
    )


def _why_not(item: ContentItem, standing: Issue, at: datetime) -> str:
    if (item.story or item.id) in standing.dropped:
        return "an editor took it out"
    if item.status != Status.READY:
        return f"it is {'retired' if item.status == Status.RETIRED else 'still a draft'}"
    if any(moment is not None and moment > at for moment in (item.published_at, item.embargo_until)):
        return "it may not be printed yet"
    return ""
