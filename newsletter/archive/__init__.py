"""The archive: every question asked of the database, and nothing else.

    with Archive.open("sqlite:///newsletter.db") as archive:
        archive.import_items(items, at=moment, who="ana")
        pool = archive.pool(campaign="daily", since=yesterday, at=moment)

Each change is one transaction, kept whole or not at all. What is asked for comes back whole, as nouns of `newsletter.models`.
"""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Self

from newsletter.archive.answers import (
    Conflict,
    EarlierWording,
    ExportRecord,
    Found,
    Hit,
    Imported,
    Info,
    IssueSummary,
    LooseLink,
    Offer,
    Pool,
    Sealed,
    Suggestion,
    Target,
    Twin,
)
from newsletter.archive.arrivals import Arrivals
from newsletter.archive.backup import back_up, describe
from newsletter.archive.bookings import Bookings
from newsletter.archive.engine import PATIENCE, connect
from newsletter.archive.exports import Exports
from newsletter.archive.issues import Issues
from newsletter.archive.items import Items
from newsletter.archive.links import Links
from newsletter.archive.place import file_of, read_url
from newsletter.archive.pool import Stories
from newsletter.archive.schema import HEAD, create_tables, is_made, require_current, upgrade_tables
from newsletter.archive.search import Search
from newsletter.archive.stock import Stock
from newsletter.archive.suggest import Suggestions
from newsletter.archive.targets import Targets
from newsletter.archive.twins import Twins

__all__ = [
    "HEAD",
    "Archive",
    "Conflict",
    "EarlierWording",
    "ExportRecord",
    "Found",
    "Hit",
    "Imported",
    "Info",
    "IssueSummary",
    "LooseLink",
    "Offer",
    "Pool",
    "Sealed",
    "Suggestion",
    "Target",
    "Twin",
]


class Archive(Items, Arrivals, Links, Targets, Twins, Search, Suggestions, Stories, Bookings, Stock, Issues, Exports):
    """An open archive. `patience` is how many seconds it waits for another command that is writing."""

    @classmethod
    def open(cls, url: str, *, patience: float = PATIENCE) -> Self:
        """The archive at a database URL. Raises NewsletterError, saying what to do, when there is none or it is of another version."""
        place = read_url(url)
        engine = connect(place, patience)
        try:
            return cls(place, engine, require_current(place, engine))
        except BaseException:
            engine.dispose()
            raise

    @staticmethod
    def is_missing(url: str) -> bool:
        """Whether no archive has been made there yet. Raises UsageError where none can be kept, NewsletterError when nobody can tell."""
        place = read_url(url)
        engine = connect(place)
        try:
            return not is_made(place, engine)
        finally:
            engine.dispose()

    @classmethod
    def create_or_join(cls, url: str) -> bool:
        """Makes an archive, or joins the one that others have made on a server; whether it was made. Raises as `create` and `open` do."""
        is_made_by_others = file_of(read_url(url)) is None and not cls.is_missing(url)
        (cls.open if is_made_by_others else cls.create)(url).close()
        return not is_made_by_others

    @classmethod
    def create(cls, url: str, *, patience: float = PATIENCE) -> Self:
        """A new, empty archive. Raises Refused when the database is in use already."""
        place = read_url(url)
        engine = connect(place, patience)
        try:
            create_tables(place, engine)
        except BaseException:
            engine.dispose()
            raise
        return cls(place, engine, HEAD)

    @classmethod
    def upgrade(cls, url: str, *, patience: float = PATIENCE) -> tuple[str, str]:
        """Brings an archive's tables up to date; their version before and now. Raises NewsletterError as `open` does."""
        place = read_url(url)
        engine = connect(place, patience)
        try:
            return upgrade_tables(place, engine), HEAD
        finally:
            engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def backup(self, path: Path) -> Path:
        """Copies the whole archive, as of one moment, into a new file. Raises Refused when the file is there already."""
        return back_up(self.url, self._engine, path)

    def info(self) -> Info:
        """What the database itself is like."""
        with self._reading() as connection:
            return describe(self.url, self.version, connection)
