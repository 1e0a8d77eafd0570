"""What the stored items are filed under: every section, tag, language … that at least one of them has, and every place that is booked."""

from __future__ import annotations

import json
from datetime import date

from sqlalchemy import String, cast, select

from newsletter.archive.engine import Database, rows_of
from newsletter.archive.tables import booking, content_item
from newsletter.models import Booking

_ONE = ("section", "language", "publisher", "kind", "byline")
_SEVERAL = ("tags", "authors", "countries")
_A_PAGE = 5_000


class Stock(Database):
    """Questions about the archive as a whole."""

    def stock(self) -> dict[str, frozenset[str]]:
        """The values that items have, by the key that a filter asks for them by; all are empty while nothing is stored."""
        found: dict[str, set[str]] = {name: set() for name in (*_ONE, *_SEVERAL)}
        # Lists come as they are written: what is the same in a hundred thousand items is read once.
        lists = (cast(content_item.c[name], String) for name in _SEVERAL)
        question = select(*(content_item.c[name] for name in _ONE), *lists)
        with self._reading() as connection:
            for page in connection.execution_options(yield_per=_A_PAGE).execute(question).partitions():
                for name, column in zip(found, zip(*page, strict=True), strict=True):
                    found[name].update(column)
        for name in _SEVERAL:
            found[name] = {value for written in found[name] for value in json.loads(written)}
        filed = {name: frozenset(values - {""}) for name, values in found.items()}
        # A byline counts as an author where none are told apart.
        author, country = filed.pop("authors") | filed.pop("byline"), filed.pop("countries")
        return filed | {"author": author, "country": country}

    def booked_since(self, day: date) -> list[tuple[Booking, str]]:
        """All places booked from a day on, by the day, each with the id of the item that has booked it."""
        columns = [booking.c[name] for name in Booking.model_fields]
        question = select(*columns, booking.c.item_id).where(booking.c.date >= day).order_by(booking.c.date, booking.c.item_id, *columns)
        with self._reading() as connection:
            rows = rows_of(connection, question)
        return [(Booking(**{name: row[name] for name in Booking.model_fields}), row["item_id"]) for row in rows]
