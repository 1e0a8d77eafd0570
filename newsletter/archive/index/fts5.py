"""The inverted indexes of SQLite.

What only this module knows: its FTS5, which keeps our own tokens and gives back numbers, the newest first; it neither cuts words nor
ranks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from heapq import nlargest
from typing import Any

from sqlalchemy import Connection

from newsletter.archive.index.shapes import Numbers, Phrase, Range, Words
from newsletter.words.tokens import Sought

_INDEXED_PREFIX = 3
"""Prefixes of so many letters have lists of their own (`prefix='3'` in `archive/tables.py`)."""

_AT_ONCE = 250
"""So many words that begin with a prefix are asked for in one question."""


def add_words(connection: Connection, entries: Sequence[Words]) -> None:
    """Lets the entries be found by the words in them."""
    words = [(entry.number, " ".join(entry.all)) for entry in entries]
    _write(connection, "INSERT INTO word_index(rowid, words) VALUES (?, ?)", words)
    heads = [(entry.number, " ".join(entry.title), " ".join(entry.dek)) for entry in entries]
    _write(connection, "INSERT INTO head_index(rowid, title, dek) VALUES (?, ?, ?)", heads)


def add_about(connection: Connection, entries: Iterable[tuple[int, Iterable[str]]]) -> None:
    """Lets the entries be found by what they are about."""
    _write(connection, "INSERT INTO about_index(rowid, tokens) VALUES (?, ?)", [(number, " ".join(tokens)) for number, tokens in entries])


def entries_about(connection: Connection, token: str, within: Range, most: int) -> list[int]:
    """The newest `most` entries that are about something."""
    return _ask(connection, "about_index", _quoted(token), within, most)


def numbers_about(connection: Connection, token: str, within: Range, most: int) -> Numbers:
    """The same as an array."""
    import numpy as np

    # As one text: a row for each of tens of thousands of numbers would take longer than to find them.
    found: Any = connection.connection.cursor()
    try:
        question = f"SELECT group_concat(rowid, ' ') FROM ({_newest_of('about_index')})"  # noqa: S608  (our own names)
        (numbers,) = found.execute(question, (_quoted(token), *within, most)).fetchone()
    finally:
        found.close()
    return np.fromstring(numbers or "", np.int64, sep=" ")


def entries_with_head(connection: Connection, phrases: Iterable[Phrase], within: Range, most: int) -> list[int]:
    """The newest `most` entries that hold all phrases in headline or dek."""
    return _ask(connection, "head_index", " AND ".join(_in_order(phrase) for phrase in phrases), within, most)


def entries_with(connection: Connection, phrases: Iterable[Phrase], without: Iterable[Phrase], within: Range, most: int) -> list[int]:
    """The newest `most` entries that hold all words of the phrases, and not the other words; `without` has single words alone."""
    sought = list(dict.fromkeys(sought for phrase in phrases for sought in phrase))
    unwanted = "".join(f" NOT {_word(phrase[0])}" for phrase in without)
    costly = [one for one in sought if _is_costly(one)]
    fixed = [_word(one) for one in sought if one not in costly[:1]]
    found: set[int] = set()
    # Of several costly prefixes one is taken apart: all combinations of words would be more than a search is worth.
    for words in _choices(connection, costly[0]) if costly else [""]:
        found.update(_ask(connection, "word_index", f"({' AND '.join(filter(None, [*fixed, words]))}){unwanted}", within, most))
    return nlargest(most, found)


def _is_costly(sought: Sought) -> bool:
    """A prefix without a list of its own: the lists of all its words would be joined before the first number came."""
    return sought.is_prefix and len(sought.token) != _INDEXED_PREFIX


def _choices(connection: Connection, sought: Sought) -> list[str]:
    """Some of the words that begin with a prefix at a time, which together are all of them."""
    question = "SELECT token FROM term WHERE token >= ? AND token < ?"
    tokens = [token for (token,) in connection.exec_driver_sql(question, (sought.token, sought.token + "\U0010ffff"))]
    parts = [tokens[start : start + _AT_ONCE] for start in range(0, len(tokens), _AT_ONCE)]
    return ["(" + " OR ".join(_quoted(token) for token in part) + ")" for part in parts] or [_word(sought)]


def _word(sought: Sought) -> str:
    return _quoted(sought.token) + ("*" if sought.is_prefix else "")


def _in_order(phrase: Phrase) -> str:
    """Tokens that follow one another. Only the last of them can be a prefix; an earlier one that is short stands for itself."""
    return _quoted(" ".join(sought.token for sought in phrase)) + ("*" if phrase[-1].is_prefix else "")


def _quoted(tokens: str) -> str:
    return '"' + tokens.replace('"', "") + '"'


def _ask(connection: Connection, index: str, question: str, within: Range, most: int) -> list[int]:
    # The driver's own cursor: tens of thousands of numbers are read for one question.
    cursor: Any = connection.connection.cursor()
    try:
        return [number for (number,) in cursor.execute(_newest_of(index), (question, *within, most)).fetchall()]
    finally:
        cursor.close()


def _newest_of(index: str) -> str:
    return f"SELECT rowid FROM {index} WHERE {index} MATCH ? AND rowid >= ? AND rowid < ? ORDER BY rowid DESC LIMIT ?"  # noqa: S608  (our own names)


def _write(connection: Connection, statement: str, rows: Iterator[tuple[Any, ...]] | Sequence[tuple[Any, ...]]) -> None:
    if rows:
        # In the order of their numbers: whenever a number is lower than the one before it, FTS5 writes out all that it has gathered.
        connection.exec_driver_sql(statement, sorted(rows))
