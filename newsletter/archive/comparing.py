"""Compares stored stories with others, asked about many at a time.

What only this module knows: which of all stored items are compared. What a story is most about names its candidates: the entries that
are about it as well, read term by term, the heaviest first, until enough numbers have been read. The best of these candidates are
compared by their whole profiles. An archive, or a window of it, of a few hundred items is compared whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import datetime
from typing import NamedTuple

import numpy as np
from sqlalchemy import ColumnElement, Connection, select

from newsletter.archive.engine import among, look_up, rows_of
from newsletter.archive.index.entries import count_entries, entries_with_tokens, text_of
from newsletter.archive.index.postings import Numbers, Range, numbers_about
from newsletter.archive.tables import content_item, index_entry
from newsletter.archive.telling import twins_of
from newsletter.likeness import Ranked
from newsletter.likeness.profile import Packed, Profile, most_told, profile_of, telling
from newsletter.likeness.reasons import Reasons
from newsletter.likeness.relevance import rank

_COMPARED_WHOLE = 500
"""Of so few items all are candidates."""

_READ = 12_000
"""So many numbers are read for one story at most."""

_READ_OF_ONE = 2_500
"""So many of them, the newest, for one term."""

_CANDIDATES = 125
"""So many are compared by their whole profiles …"""
_TURNS = 10
"""… out of so many times as many, where a filter leaves few of the first …"""
_FAINT, _STRONG = 0.4, 10
"""… but in the first turn none, beyond the first half, that shares less than such a part of what the tenth one does."""

_NONE = np.array([], np.int64)

_ASKED = ("id", "title", "dek", "body", "language", "story", "published_at", "date_assumed")


class Asked(NamedTuple):
    """An item that is asked about; what tells one of `shut_out` is no answer."""

    item_id: str
    published_at: datetime
    date_assumed: bool
    profile: Profile
    reasons: Reasons
    terms: Mapping[str, float]
    shut_out: Set[str]


class _Candidates(NamedTuple):
    """Entries that may have to do with an item, the nearest first; so many of them are compared in the `first` turn."""

    numbers: Sequence[int]
    first: int


class Entry(NamedTuple):
    """What is read of a candidate."""

    number: int
    item_id: str
    story: str
    published_at: datetime
    date_assumed: bool
    profile: Packed


class Answer(NamedTuple):
    """The candidates for one item, and the order in which they have to do with it."""

    asked: Asked
    entries: Mapping[int, Entry]
    ranked: Sequence[Ranked]


class Question:
    """One question for several items: what is read for one of them is there for the others, and read for all of them at once."""

    def __init__(self, connection: Connection, conditions: Sequence[ColumnElement[bool]], within: Range, exclude: frozenset[str]) -> None:
        self._connection, self._within, self._exclude = connection, within, exclude
        self._total = count_entries(connection)
        self._tells: dict[str, float] = {}
        self._about: dict[str, Numbers] = {}
        self._entries: dict[int, Entry | None] = {}
        columns = [content_item.c[name] for name in ("id", "story", "published_at", "date_assumed")]
        both = index_entry.join(content_item, content_item.c.id == index_entry.c.item_id)
        self._readable = select(index_entry.c.number, *columns, index_entry.c.profile).select_from(both).where(*conditions)

    def read_asked(self, item_ids: Sequence[str]) -> list[Asked]:
        """The items asked about, in the order that they are asked in."""
        columns = [content_item.c[name] for name in _ASKED]
        rows = rows_of(self._connection, select(*columns).where(among(self._connection, content_item.c.id, item_ids)))
        texts = {row["id"]: text_of(row) for row in rows}
        profiles = {item_id: profile_of(text) for item_id, text in texts.items()}
        counts = entries_with_tokens(self._connection, set[str]().union(*(profile.weights for profile in profiles.values())))
        self._tells = {term: telling(count, self._total) for term, count in counts.items()}
        told_by = self._told_by({row["story"] for row in rows})
        found = {
            row["id"]: Asked(
                row["id"],
                row["published_at"],
                row["date_assumed"],
                profiles[row["id"]],
                Reasons(texts[row["id"]], profiles[row["id"]], self._tells),
                most_told(profiles[row["id"]], self._tells),
                self._exclude | told_by[row["story"]],
            )
            for row in rows
        }
        return [found[item_id] for item_id in item_ids if item_id in found]

    def rank(self, all_asked: Sequence[Asked]) -> list[Answer]:
        """What may stand under each of these items, the best first."""
        whole = self._all_when_few()
        candidates = [self._candidates(asked.terms) if whole is None else _Candidates(whole, len(whole)) for asked in all_asked]
        self._read({number for one in candidates for number in one.numbers[: one.first]})
        return [self._rank(asked, one) for asked, one in zip(all_asked, candidates, strict=True)]

    def _rank(self, asked: Asked, candidates: _Candidates) -> Answer:
        """The candidates for one item; where a filter leaves few of the first, further ones are looked at."""
        numbers, first = candidates
        entries = self._allowed(numbers[:first], asked)
        for start in range(first, len(numbers), _CANDIDATES):
            if len(entries) > first / 2:
                break
            self._read(numbers[start : start + _CANDIDATES])
            entries |= self._allowed(numbers[start : start + _CANDIDATES], asked)
        profiles = {number: entry.profile for number, entry in entries.items()}
        return Answer(asked, entries, rank(asked.profile, profiles, self._tells))

    def _told_by(self, stories: Set[str]) -> dict[str, set[str]]:
        """For each story its name, and the items and stories that tell the same as one of its versions, or may."""
        versions = [
            (item_id, story) for item_id, story in look_up(self._connection, "SELECT id, story FROM content_item WHERE story IN", stories)
        ]
        twins = twins_of(self._connection, [item_id for item_id, _ in versions])
        told = {story: {story} for story in stories}
        for item_id, story in versions:
            told[story] |= twins[item_id]
        return told

    def _all_when_few(self) -> list[int] | None:
        if not self._within.since and self._total > 2 * _COMPARED_WHOLE:
            return None  # a few of them may have no item any more, but hardly half
        numbers = select(index_entry.c.number).where(index_entry.c.number >= self._within.since, index_entry.c.item_id.is_not(None))
        found = list(self._connection.execute(numbers.order_by(index_entry.c.number).limit(_COMPARED_WHOLE + 1)).scalars())
        return found if len(found) <= _COMPARED_WHOLE else None

    def _candidates(self, terms: Mapping[str, float]) -> _Candidates:
        """The entries that are about most of the terms, by their weights."""
        lists: list[Numbers] = []
        left = _READ
        for term in terms:
            lists.append(self._numbers_about(term)[:left])
            left -= len(lists[-1])
            if left <= 0:
                break
        numbers, places = np.unique(np.concatenate([*lists, _NONE]), return_inverse=True)
        weights = np.bincount(places, np.repeat(list(terms.values())[: len(lists)], [len(one) for one in lists]), len(numbers))
        order = np.lexsort((-numbers, -weights))[: _CANDIDATES * _TURNS]
        nearest, weights = numbers[order], weights[order]
        least = _FAINT * weights[min(_STRONG, len(weights)) - 1] if len(weights) else 0.0
        first = int(np.count_nonzero(weights[:_CANDIDATES] >= least))
        return _Candidates(nearest.tolist(), max(first, _CANDIDATES // 2))

    def _numbers_about(self, term: str) -> Numbers:
        if term not in self._about:
            self._about[term] = numbers_about(self._connection, term, self._within, _READ_OF_ONE)
        return self._about[term]

    def _read(self, numbers: Iterable[int]) -> None:
        """Reads those of the entries that meet the conditions, and keeps them for all items that are asked about."""
        unread = sorted(set(numbers) - self._entries.keys())
        self._entries |= dict.fromkeys(unread)
        rows = self._connection.execute(self._readable.where(among(self._connection, index_entry.c.number, unread)))
        self._entries |= {row.number: Entry._make(row) for row in rows}

    def _allowed(self, numbers: Iterable[int], asked: Asked) -> dict[int, Entry]:
        """Those of the entries that may stand under an item."""
        entries = (self._entries[number] for number in numbers)
        shut_out = asked.shut_out
        return {entry.number: entry for entry in entries if entry and entry.item_id not in shut_out and entry.story not in shut_out}
