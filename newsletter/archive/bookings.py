"""The places that sponsors have booked: kept beside their items, and asked for by campaign and day.

What only this module knows: when two bookings are one too many.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import Connection, delete, insert, select, tuple_

from newsletter.archive.engine import Database, in_parts, rows_of, write_rows
from newsletter.archive.rows import read_items
from newsletter.archive.tables import booking, content_item
from newsletter.errors import Refused, UsageError
from newsletter.models import Booking, ContentItem, Kind

_PLACE = (booking.c.campaign, booking.c.date, booking.c.section, booking.c.position)


class Bookings(Database):
    """Questions about what is booked."""

    def booked(self, campaign: str, day: date) -> list[tuple[Booking, ContentItem]]:
        """What stands booked in a campaign's issue of a day, each with the sponsor's item as it is now, whatever its status."""
        mine = select(booking).where(booking.c.campaign == campaign, booking.c.date == day)
        with self._reading() as connection:
            rows = rows_of(connection, mine.order_by(booking.c.section, booking.c.position))
            items = {item.id: item for item in read_items(connection, content_item.c.id.in_([row["item_id"] for row in rows]))}
        return [(Booking(**{name: row[name] for name in Booking.model_fields}), items[row["item_id"]]) for row in rows]


def require_sponsors(items: Iterable[ContentItem]) -> None:
    """Raises UsageError when something else than a sponsor's item has booked a place."""
    for item in items:
        if item.bookings and item.kind != Kind.SPONSOR:
            raise UsageError(
                f"“{item.title}” books {in_words(item.bookings[0])}, but is no sponsor's item", "say 'kind: sponsor' in its file"
            )


def keep_bookings(connection: Connection, wanted: Mapping[str, Sequence[Booking]], new: Container[str]) -> set[str]:
    """Stores what items have booked, and nothing else for them; the ids of those for which that was something else before.

    `new` are items that came just now, and have nothing stored. Raises Refused, naming both items, when a place is booked twice.
    """
    stored = _stored(connection, [item_id for item_id in wanted if item_id not in new])
    changed = {item_id: set(places) for item_id, places in wanted.items() if set(places) != stored[item_id]}
    for part in in_parts(changed):
        connection.execute(delete(booking).where(booking.c.item_id.in_(part)))
    rows = [one.model_dump() | {"item_id": item_id} for item_id, places in changed.items() for one in places]
    _require_free(connection, [(Booking(**{name: row[name] for name in Booking.model_fields}), row["item_id"]) for row in rows])
    write_rows(connection, insert(booking), rows)
    return set(changed)


def in_words(place: Booking) -> str:
    """A booking as a sponsor's file says it: "daily 2026-03-02 world 2"."""
    return f"{place.campaign} {place.date} {place.section} {place.position}"


def _stored(connection: Connection, item_ids: Iterable[str]) -> defaultdict[str, set[Booking]]:
    found: defaultdict[str, set[Booking]] = defaultdict(set)
    for part in in_parts(item_ids):
        for row in rows_of(connection, select(booking).where(booking.c.item_id.in_(part))):
            found[row["item_id"]].add(Booking(**{name: row[name] for name in Booking.model_fields}))
    return found


def _require_free(connection: Connection, wanted: Sequence[tuple[Booking, str]]) -> None:
    """No two of them want one place, and none wants one that an item has which keeps it."""
    holders: dict[Booking, str] = {}
    for part in in_parts(place for place, _ in wanted):
        keys = [(one.campaign, one.date, one.section, one.position) for one in part]
        for row in rows_of(connection, select(booking).where(tuple_(*_PLACE).in_(keys))):
            holders[Booking(**{name: row[name] for name in Booking.model_fields})] = row["item_id"]
    for place, item_id in wanted:
        if (holder := holders.setdefault(place, item_id)) != item_id:
            names = _named(connection, holder, item_id)
            raise Refused(f"{in_words(place)} is booked twice: by {' and by '.join(names)}", "give one of them another place")


def _named(connection: Connection, *item_ids: str) -> list[str]:
    """Each item by its id, and the file that it was read from."""
    question = select(content_item.c.id, content_item.c.source).where(content_item.c.id.in_(item_ids))
    sources = {row["id"]: row["source"] for row in rows_of(connection, question)}
    return [f"{item_id} ({sources[item_id]})" if sources.get(item_id) else item_id for item_id in item_ids]
