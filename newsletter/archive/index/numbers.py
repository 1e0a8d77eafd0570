"""Numbers of index entries: they go by date, so that "since last March" is a range of them.

What only this module knows: how a moment becomes a number. Thirty-two numbers belong to each hour; where an hour has more items, the
further ones get the next free numbers after it. So an item's number is never lower than its hour's first: a range of numbers that
begins at a moment holds every item from then on, and a few older ones that the asker leaves out by their dates.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection, text

from newsletter.archive.engine import look_up

AN_HOUR = 32

_HOURS_BEFORE_1970 = 719_162 * 24
"""From the year 1 on, so that no number is below zero."""


def first_number(moment: datetime) -> int:
    """The lowest number that an item of that (aware) moment can have."""
    hours, _ = divmod(moment.timestamp(), 3600)
    return (int(hours) + _HOURS_BEFORE_1970) * AN_HOUR


def moment_of(number: int) -> datetime:
    """The beginning of the hour that a number belongs to."""
    try:
        return datetime.fromtimestamp((number // AN_HOUR - _HOURS_BEFORE_1970) * 3600, UTC)
    except (OverflowError, ValueError):
        return datetime.max.replace(tzinfo=UTC)  # the last hour of the year 9999 has more items than numbers


def number_beyond(connection: Connection, moment: datetime) -> int:
    """One more than the highest number that an entry of a time before the moment, or at it, has."""
    return free_from(connection, first_number(moment) + AN_HOUR - 1) + 1


class Numbers:
    """Gives out numbers within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._next: dict[int, int] = {}
        self._given: set[int] = set()

    def give(self, moments: Sequence[datetime]) -> list[int]:
        """Numbers for items of these moments that no entry has, or ever had."""
        firsts = [first_number(moment) for moment in moments]
        new = set(firsts) - self._next.keys()
        taken = {number for (number,) in look_up(self._connection, "SELECT number FROM index_entry WHERE number IN", new)}
        self._next |= {first: free_from(self._connection, first) if first in taken else first for first in new}
        return [self._give(first) for first in firsts]

    def _give(self, first: int) -> int:
        number = self._next[first]
        while True:
            # The taken ones of an hour are always its first, so that the database is asked once an hour.
            if number % AN_HOUR == 0 and number != first:
                number = free_from(self._connection, number)
            if number not in self._given:
                break
            number += 1
        self._given.add(number)
        self._next[first] = number + 1
        return number


def free_from(connection: Connection, number: int) -> int:
    """The first number from that one on which no stored entry has."""
    if connection.execute(_STANDS, {"number": number}).scalar() is None:
        return number
    return int(connection.execute(_LAST_OF_RUN, {"number": number}).scalar_one()) + 1


_STANDS = text("SELECT number FROM index_entry WHERE number = :number")
_LAST_OF_RUN = text(
    "SELECT number FROM index_entry entry WHERE number >= :number"
    " AND NOT EXISTS (SELECT 1 FROM index_entry WHERE number = entry.number + 1) ORDER BY number LIMIT 1"
)
"""The last of the entries that stand number by number, from one on."""
