"""Numbers of index entries: they go by date, so that "since last March" is a range of them.

What only this module knows: how a moment becomes a number. Thirty-two numbers belong to each hour; where an hour has more items, the
further ones get the next free numbers after it. So an item's number is never lower than its hour's first: a range of numbers that
begins at a moment holds every item from then on, and a few older ones that the asker leaves out by their dates.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Connection, exists, select

from newsletter.archive.tables import index_entry

AN_HOUR = 32

_HOURS_BEFORE_1970 = 719_162 * 24
"""From the year 1 on, so that no number is below zero."""


def first_number(moment: datetime) -> int:
    """The lowest number that an item of that (aware) moment can have."""
    hours, _ = divmod(moment.timestamp(), 3600)
    return (int(hours) + _HOURS_BEFORE_1970) * AN_HOUR


def moment_of(number: int) -> datetime:
    """The beginning of the hour that a number belongs to."""
    return datetime.fromtimestamp((number // AN_HOUR - _HOURS_BEFORE_1970) * 3600, UTC)


class Numbers:
    """Gives out numbers within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._next: dict[int, int] = {}
        self._given: set[int] = set()

    def give(self, moment: datetime) -> int:
        """A number for an item of that moment that no entry has, or ever had."""
        first = first_number(moment)
        number = self._next.get(first, first)
        while True:
            # The taken ones of an hour are always its first, so that the database is asked once an hour.
            if number % AN_HOUR == 0:
                number = self._free_from(number)
            if number not in self._given:
                break
            number += 1
        self._given.add(number)
        self._next[first] = number + 1
        return number

    def _free_from(self, number: int) -> int:
        """The first number from that one on which no stored entry has."""
        entry, next_entry = index_entry.alias(), index_entry.alias()
        taken = self._connection.execute(select(entry.c.number).where(entry.c.number == number)).scalar()
        if taken is None:
            return number
        has_next = exists().where(next_entry.c.number == entry.c.number + 1)
        last = select(entry.c.number).where(entry.c.number >= number, ~has_next).order_by(entry.c.number).limit(1)
        return int(self._connection.execute(last).scalar_one()) + 1
