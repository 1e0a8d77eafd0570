"""The inverted indexes: which entries hold a token. Each database has its own kind of them, and all give the same answers.

Words of a text are kept without their order, so that of a phrase they say which entries have all of its words; in headlines and deks
they know the phrase itself. None cuts words or ranks: the tokens are ours, and what comes back are numbers, the newest first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from sqlalchemy import Connection

from newsletter.archive.index import fts5, tsvector
from newsletter.archive.index.shapes import Numbers, Phrase, Range, Words

__all__ = [
    "Numbers",
    "Phrase",
    "Range",
    "Words",
    "add_about",
    "add_words",
    "entries_about",
    "entries_with",
    "entries_with_head",
    "numbers_about",
]


class _Inverted(Protocol):
    """What the module of each database can do."""

    def add_words(self, connection: Connection, entries: Sequence[Words]) -> None: ...
    def add_about(self, connection: Connection, entries: Iterable[tuple[int, Iterable[str]]]) -> None: ...
    def entries_about(self, connection: Connection, token: str, within: Range, most: int) -> list[int]: ...
    def numbers_about(self, connection: Connection, token: str, within: Range, most: int) -> Numbers: ...
    def entries_with_head(self, connection: Connection, phrases: Iterable[Phrase], within: Range, most: int) -> list[int]: ...
    def entries_with(
        self, connection: Connection, phrases: Iterable[Phrase], without: Iterable[Phrase], within: Range, most: int
    ) -> list[int]: ...


_OF: dict[str, _Inverted] = {"sqlite": fts5, "postgresql": tsvector}


def add_words(connection: Connection, entries: Sequence[Words]) -> None:
    """Lets the entries be found by the words in them."""
    if entries:
        _OF[connection.dialect.name].add_words(connection, entries)


def add_about(connection: Connection, entries: Iterable[tuple[int, Iterable[str]]]) -> None:
    """Lets the entries be found by what they are about."""
    _OF[connection.dialect.name].add_about(connection, entries)


def entries_about(connection: Connection, token: str, within: Range, most: int) -> list[int]:
    """The newest `most` entries that are about something."""
    return _OF[connection.dialect.name].entries_about(connection, token, within, most)


def numbers_about(connection: Connection, token: str, within: Range, most: int) -> Numbers:
    """The same as an array, for very many of them."""
    return _OF[connection.dialect.name].numbers_about(connection, token, within, most)


def entries_with_head(connection: Connection, phrases: Iterable[Phrase], within: Range, most: int) -> list[int]:
    """The newest `most` entries that hold all phrases in headline or dek."""
    return _OF[connection.dialect.name].entries_with_head(connection, phrases, within, most)


def entries_with(connection: Connection, phrases: Iterable[Phrase], without: Iterable[Phrase], within: Range, most: int) -> list[int]:
    """The newest `most` entries that hold all words of the phrases, and not the other words; `without` has single words alone."""
    return _OF[connection.dialect.name].entries_with(connection, phrases, without, within, most)
