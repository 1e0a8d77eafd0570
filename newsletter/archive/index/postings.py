"""The inverted indexes: which entries hold a token.

What only this module knows: SQLite's FTS5, which keeps our own tokens and gives back numbers, in order; it neither cuts nor ranks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection

from newsletter.words.tokens import Sought

Numbers = list[int]


class Words(NamedTuple):
    """The tokens of one entry, each part's in their order."""

    number: int
    title: Sequence[str]
    dek: Sequence[str]
    body: Sequence[str]


def add_words(connection: Connection, entries: Iterable[Words]) -> None:
    """Lets the entries be found by all words in them."""
    rows = [(entry.number, " ".join(entry.title), " ".join(entry.dek), " ".join(entry.body)) for entry in entries]
    _write(connection, "INSERT INTO word_index(rowid, title, dek, body) VALUES (?, ?, ?, ?)", rows)


def add_about(connection: Connection, entries: Iterable[tuple[int, Iterable[str]]]) -> None:
    """Lets the entries be found by what they are about."""
    _write(connection, "INSERT INTO about_index(rowid, tokens) VALUES (?, ?)", [(number, " ".join(tokens)) for number, tokens in entries])


def entries_about(connection: Connection, token: str, since: int, most: int) -> Numbers:
    """The newest `most` entries, from number `since` on, that are about something."""
    question = "SELECT rowid FROM about_index WHERE about_index MATCH ? AND rowid >= ? ORDER BY rowid DESC LIMIT ?"
    return _numbers(connection, question, (_quoted(token), since, most))


def entries_with(
    connection: Connection, phrases: Sequence[Sequence[Sought]], without: Sequence[Sequence[Sought]], since: int, before: int, most: int,
    *, in_head: bool = False,
) -> Numbers:  # fmt: skip
    """The newest `most` entries, from number `since` to below `before`, that hold all phrases and none of the others.

    With `in_head` they hold them in headline or dek.
    """
    wanted = " AND ".join(f"{'{title dek}: ' if in_head else ''}{_phrase(phrase)}" for phrase in phrases)
    unwanted = "".join(f" NOT {_phrase(phrase)}" for phrase in without)
    question = "SELECT rowid FROM word_index WHERE word_index MATCH ? AND rowid >= ? AND rowid < ? ORDER BY rowid DESC LIMIT ?"
    return _numbers(connection, question, (f"({wanted}){unwanted}", since, before, most))


def _phrase(phrase: Sequence[Sought]) -> str:
    """Tokens that follow one another. Only the last of them can be a prefix; an earlier one that is short stands for itself."""
    return _quoted(" ".join(sought.token for sought in phrase)) + ("*" if phrase[-1].is_prefix else "")


def _quoted(tokens: str) -> str:
    return '"' + tokens.replace('"', "") + '"'


def _numbers(connection: Connection, question: str, values: tuple[Any, ...]) -> Numbers:
    # The driver's own cursor: tens of thousands of numbers are read for one question.
    cursor = connection.connection.cursor()
    try:
        return [number for (number,) in cursor.execute(question, values).fetchall()]  # type: ignore[func-returns-value, union-attr]
    finally:
        cursor.close()


def _write(connection: Connection, statement: str, rows: Sequence[tuple[Any, ...]]) -> None:
    if rows:
        connection.exec_driver_sql(statement, list(rows))
