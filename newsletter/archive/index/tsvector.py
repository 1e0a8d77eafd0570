"""The inverted indexes of PostgreSQL.

What only this module knows: its text vectors, made of our own tokens and of nothing that the server takes for words, and how it is
asked for them. What a question finds is found first and put in order then: a server that walked through the newest entries instead,
as it would for "the newest 2,000", would read all of them for a rare word.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection

from newsletter.archive.index.shapes import Numbers, Phrase, Range, Words
from newsletter.words.tokens import Sought

_LONGEST = 500
"""Letters of a token that are kept: the server takes 2,046 bytes at most, and four of them may be one letter."""

_MOST = 1_000_000
"""Bytes of words that are kept of one entry: the server takes a few more. No text is as long, but a list of all words may be."""


def add_words(connection: Connection, entries: Sequence[Words]) -> None:
    """Lets the entries be found by the words in them."""
    _write(connection, f"word_index (number, words) SELECT number, {_SET}", [(entry.number, _joined(entry.all)) for entry in entries])
    heads = [(entry.number, _places(entry.title, entry.dek)) for entry in entries]
    _write(connection, "head_index (number, head) SELECT number, tokens::tsvector", heads)


def add_about(connection: Connection, entries: Iterable[tuple[int, Iterable[str]]]) -> None:
    """Lets the entries be found by what they are about."""
    _write(connection, f"about_index (number, tokens) SELECT number, {_SET}", [(number, _joined(tokens)) for number, tokens in entries])


def entries_about(connection: Connection, token: str, within: Range, most: int) -> list[int]:
    """The newest `most` entries that are about something."""
    return _ask(connection, "about_index", "tokens", _quoted(token), within, most)


def numbers_about(connection: Connection, token: str, within: Range, most: int) -> Numbers:
    """The same as an array."""
    import numpy as np

    return np.array(entries_about(connection, token, within, most), np.int64)


def entries_with_head(connection: Connection, phrases: Iterable[Phrase], within: Range, most: int) -> list[int]:
    """The newest `most` entries that hold all phrases in headline or dek."""
    return _ask(connection, "head_index", "head", " & ".join(f"({_in_order(phrase)})" for phrase in phrases), within, most)


def entries_with(connection: Connection, phrases: Iterable[Phrase], without: Iterable[Phrase], within: Range, most: int) -> list[int]:
    """The newest `most` entries that hold all words of the phrases, and not the other words; `without` has single words alone."""
    wanted = dict.fromkeys(_word(sought) for phrase in phrases for sought in phrase)
    unwanted = (f"!{_word(phrase[0])}" for phrase in without)
    return _ask(connection, "word_index", "words", " & ".join([*wanted, *unwanted]), within, most)


_SET = "array_to_tsvector(string_to_array(tokens, ' '))"


def _joined(tokens: Iterable[str]) -> str:
    joined = " ".join(tokens)
    if len(joined) <= _LONGEST:
        return joined  # neither one of them is too long, nor all of them are
    joined = " ".join([token[:_LONGEST] for token in joined.split(" ")])
    if len(joined) * 4 > _MOST and len(joined.encode()) > _MOST:
        joined = joined.encode()[:_MOST].decode(errors="ignore").rpartition(" ")[0]
    return joined


def _places(title: Sequence[str], dek: Sequence[str]) -> str:
    """The tokens with their places, and one free place between headline and dek, so that no phrase runs on from one to the other."""
    placed = [*enumerate(title, 1), *enumerate(dek, len(title) + 2)]
    return " ".join([f"{_quoted(token)}:{place}" for place, token in placed])


def _word(sought: Sought) -> str:
    return _quoted(sought.token) + (":*" if sought.is_prefix else "")


def _in_order(phrase: Phrase) -> str:
    """Tokens that follow one another. Only the last of them can be a prefix; an earlier one that is short stands for itself."""
    return " <-> ".join([*(_quoted(sought.token) for sought in phrase[:-1]), _word(phrase[-1])])


def _quoted(token: str) -> str:
    return "'" + token[:_LONGEST].replace("\\", "\\\\").replace("'", "''") + "'"


def _ask(connection: Connection, index: str, column: str, question: str, within: Range, most: int) -> list[int]:
    cursor: Any = connection.connection.cursor()
    statement = (
        f"WITH found AS MATERIALIZED (SELECT number FROM {index} WHERE {column} @@ %s::tsquery AND number >= %s AND number < %s)"  # noqa: S608  (our own names)
        " SELECT number FROM found ORDER BY number DESC LIMIT %s"
    )
    try:
        # Planned anew each time: a plan for any words would suit neither rare nor common ones.
        return [number for (number,) in cursor.execute(statement, (question, *within, most), prepare=False).fetchall()]
    finally:
        cursor.close()


def _write(connection: Connection, target: str, rows: Sequence[tuple[int, str]]) -> None:
    if rows:
        statement = f"INSERT INTO {target} FROM unnest(%s::bigint[], %s::text[]) AS entry(number, tokens)"
        connection.exec_driver_sql(statement, ([number for number, _ in rows], [tokens for _, tokens in rows]))
