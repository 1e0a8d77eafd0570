"""Suggestions: the stored stories that belong under another one, asked for many at a time.

What only this module knows: which of all stored items are compared. What a story is most about names its candidates: the entries that
are about it as well, read term by term, the heaviest first, until enough numbers have been read. The best of these candidates are
compared by their whole profiles. An archive, or a window of it, of a few hundred items is compared whole.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence, Set
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, bindparam, or_, select

from newsletter.archive.answers import Suggestion
from newsletter.archive.engine import Database, in_parts, look_up, rows_of
from newsletter.archive.index.entries import count_entries, entries_with_tokens, text_of
from newsletter.archive.index.numbers import first_number, number_beyond
from newsletter.archive.index.postings import Range, entries_about
from newsletter.archive.items import conditions_of
from newsletter.archive.rows import read_for_later, stories_of
from newsletter.archive.tables import content_item, index_entry
from newsletter.archive.telling import APART
from newsletter.likeness.choosing import Candidate, Weights, choose
from newsletter.likeness.profile import Packed, Profile, most_told, profile_of, telling, unpack
from newsletter.likeness.reasons import Reasons, why
from newsletter.likeness.relevance import Ranked, rank
from newsletter.models import Kind, Status

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

_LOOKED_AT = 60
"""So many more than are wanted are looked at: some of them tell one story, or say the same."""

ALL = Weights(minimum=0.0)
"""Whatever has anything to do with the story, for an editor to choose from."""

_ASKED = ("id", "title", "dek", "body", "language", "story", "published_at", "date_assumed")

_LATER, _EARLIER = (
    f"SELECT {own}, {other}, story FROM twin JOIN content_item ON id = {other} WHERE verdict <> '{APART}' AND {own} IN"  # noqa: S608  (our own words)
    for own, other in (("earlier_id", "later_id"), ("later_id", "earlier_id"))
)
"""The items that tell the same as others, or may."""


class Suggestions(Database):
    """Questions for further stories."""

    def suggest(
        self,
        item_ids: Sequence[str],
        *,
        at: datetime,
        since: datetime | None = None,
        section: str | None = None,
        language: str | None = None,
        exclude: Collection[str] = (),
        limit: int = 10,
        weights: Weights = ALL,
    ) -> dict[str, tuple[Suggestion, ...]]:
        """What belongs under each of these items, the best first; items that are not stored are left out.

        Of what was published from `since` to `at`, is ready and under no embargo; never what tells the item's own story, or may; never
        two that say the same; none whose id or story is in `exclude`.
        """
        conditions = [
            content_item.c.published_at <= at,
            or_(content_item.c.embargo_until.is_(None), content_item.c.embargo_until <= at),
            content_item.c.status == Status.READY,
            content_item.c.kind != Kind.SPONSOR,
            *conditions_of(since=since, section=section, language=language),
        ]
        with self._reading() as connection:
            within = Range(first_number(since) if since else Range().since, number_beyond(connection, at))
            shut_out = frozenset(exclude).union(stories_of(connection, exclude).values())
            question = _Question(connection, conditions, within, shut_out)
            ranked = question.rank(question.read_asked(item_ids))
            twins = _twins(connection, [one.entries[found.number].item_id for one in ranked for found in one.ranked[: _LOOKED_AT + limit]])
            picks = {one.asked.item_id: _choose(one, twins, limit, weights) for one in ranked}
            items = read_for_later(connection, {pick.item_id for picked in picks.values() for pick in picked})
        return {
            item_id: tuple(Suggestion(pick.score, frozenset(twins[pick.item_id]), items[pick.item_id], pick.reason) for pick in picked)
            for item_id, picked in picks.items()
        }


class _Asked(NamedTuple):
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


class _Entry(NamedTuple):
    """What is read of a candidate."""

    number: int
    item_id: str
    story: str
    published_at: datetime
    date_assumed: bool
    profile: Packed


class _Answer(NamedTuple):
    """The candidates for one item, and the order in which they have to do with it."""

    asked: _Asked
    entries: Mapping[int, _Entry]
    ranked: Sequence[Ranked]


class _Pick(NamedTuple):
    item_id: str
    score: float
    reason: Callable[[], str]


class _Question:
    """One question for several items: what is read for one of them is there for the others, and read for all of them at once."""

    def __init__(self, connection: Connection, conditions: Sequence[ColumnElement[bool]], within: Range, exclude: frozenset[str]) -> None:
        self._connection, self._within, self._exclude = connection, within, exclude
        self._total = count_entries(connection)
        self._tells: dict[str, float] = {}
        self._about: dict[str, list[int]] = {}
        self._entries: dict[int, _Entry | None] = {}
        columns = [content_item.c[name] for name in ("id", "story", "published_at", "date_assumed")]
        readable = select(index_entry.c.number, *columns, index_entry.c.profile).join(
            content_item, content_item.c.id == index_entry.c.item_id
        )
        self._readable = readable.where(index_entry.c.number.in_(bindparam("numbers", expanding=True)), *conditions)

    def read_asked(self, item_ids: Sequence[str]) -> list[_Asked]:
        """The items asked about, in the order that they are asked in."""
        columns = [content_item.c[name] for name in _ASKED]
        rows = [
            row for part in in_parts(item_ids) for row in rows_of(self._connection, select(*columns).where(content_item.c.id.in_(part)))
        ]
        texts = {row["id"]: text_of(row) for row in rows}
        profiles = {item_id: profile_of(text) for item_id, text in texts.items()}
        counts = entries_with_tokens(self._connection, set[str]().union(*(profile.weights for profile in profiles.values())))
        self._tells = {term: telling(count, self._total) for term, count in counts.items()}
        told_by = self._told_by({row["story"] for row in rows})
        found = {
            row["id"]: _Asked(
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

    def rank(self, all_asked: Sequence[_Asked]) -> list[_Answer]:
        """What may stand under each of these items, the best first."""
        whole = self._all_when_few()
        candidates = [self._candidates(asked.terms) if whole is None else _Candidates(whole, len(whole)) for asked in all_asked]
        self._read({number for one in candidates for number in one.numbers[: one.first]})
        return [self._rank(asked, one) for asked, one in zip(all_asked, candidates, strict=True)]

    def _rank(self, asked: _Asked, candidates: _Candidates) -> _Answer:
        """The candidates for one item; where a filter leaves few of the first, further ones are looked at."""
        numbers, first = candidates
        entries = self._allowed(numbers[:first], asked)
        for start in range(first, len(numbers), _CANDIDATES):
            if len(entries) > first / 2:
                break
            self._read(numbers[start : start + _CANDIDATES])
            entries |= self._allowed(numbers[start : start + _CANDIDATES], asked)
        profiles = {number: entry.profile for number, entry in entries.items()}
        return _Answer(asked, entries, rank(asked.profile, profiles, self._tells))

    def _told_by(self, stories: Set[str]) -> dict[str, set[str]]:
        """For each story its name, and the items and stories that tell the same as one of its versions, or may."""
        versions = [
            (item_id, story) for item_id, story in look_up(self._connection, "SELECT id, story FROM content_item WHERE story IN", stories)
        ]
        twins = _twins(self._connection, [item_id for item_id, _ in versions])
        told = {story: {story} for story in stories}
        for item_id, story in versions:
            told[story] |= twins[item_id]
        return told

    def _all_when_few(self) -> list[int] | None:
        if not self._within.since and self._total > 2 * _COMPARED_WHOLE:
            return None  # a few of them may have no item any more, but hardly half
        numbers = select(index_entry.c.number).where(index_entry.c.number >= self._within.since, index_entry.c.item_id.is_not(None))
        found = list(self._connection.execute(numbers.limit(_COMPARED_WHOLE + 1)).scalars())
        return found if len(found) <= _COMPARED_WHOLE else None

    def _candidates(self, terms: Mapping[str, float]) -> _Candidates:
        """The entries that are about most of the terms, by their weights."""
        weights: defaultdict[int, float] = defaultdict(float)
        left = _READ
        for term, weight in terms.items():
            numbers = self._entries_about(term)[:left]
            for number in numbers:
                weights[number] += weight
            left -= len(numbers)
            if left <= 0:
                break
        nearest = sorted(weights, key=weights.__getitem__, reverse=True)[: _CANDIDATES * _TURNS]
        least = _FAINT * weights[nearest[min(_STRONG, len(nearest)) - 1]] if nearest else 0.0
        first = sum(weights[number] >= least for number in nearest[:_CANDIDATES])
        return _Candidates(nearest, max(first, _CANDIDATES // 2))

    def _entries_about(self, term: str) -> list[int]:
        if term not in self._about:
            self._about[term] = entries_about(self._connection, term, self._within, _READ_OF_ONE)
        return self._about[term]

    def _read(self, numbers: Iterable[int]) -> None:
        """Reads those of the entries that meet the conditions, and keeps them for all items that are asked about."""
        unread = sorted(set(numbers) - self._entries.keys())
        self._entries |= dict.fromkeys(unread)
        for part in in_parts(unread):
            rows: Sequence[Any] = self._connection.execute(self._readable, {"numbers": part}).all()
            for number, item_id, story, published_at, date_assumed, profile in rows:
                self._entries[number] = _Entry(number, item_id, story, published_at, date_assumed, unpack(profile))

    def _allowed(self, numbers: Iterable[int], asked: _Asked) -> dict[int, _Entry]:
        """Those of the entries that may stand under an item."""
        entries = (self._entries[number] for number in numbers)
        shut_out = asked.shut_out
        return {entry.number: entry for entry in entries if entry and entry.item_id not in shut_out and entry.story not in shut_out}


def _choose(answer: _Answer, twins: Mapping[str, set[str]], limit: int, weights: Weights) -> list[_Pick]:
    """The best of what may stand under one item."""
    asked, entries, _ = answer
    once = _each_story_once(answer.ranked[: _LOOKED_AT + limit], entries, twins)
    candidates = {found.number: Candidate(entries[found.number].profile, entries[found.number].published_at) for found in once}
    picks: list[_Pick] = []
    for found in choose(once, candidates, asked.profile, at=asked.published_at, weights=weights):
        if len(picks) == limit:
            break
        entry = entries[found.number]
        shared = asked.reasons.shared(entry.profile)
        if not shared and weights.minimum:
            continue  # alike in form alone, as two notices are
        picks.append(_Pick(entry.item_id, found.score, partial(_reason, asked, entry, shared)))
    return picks


def _reason(asked: _Asked, entry: _Entry, shared: Sequence[str]) -> str:
    is_dated = not (asked.date_assumed or entry.date_assumed)
    both = asked.reasons.spelled(shared)
    return why(both, asked.published_at, entry.published_at) if is_dated else why(both, None, None)


def _each_story_once(ranked: Sequence[Ranked], entries: Mapping[int, _Entry], twins: Mapping[str, set[str]]) -> list[Ranked]:
    """The ranked entries without those that tell the story of a better one, or may. Of several versions the newest stands for all."""
    newest: dict[str, int] = {}
    for found in sorted(ranked, key=lambda found: entries[found.number].published_at):
        newest[entries[found.number].story] = found.number
    once: list[Ranked] = []
    told: set[str] = set()
    for found in ranked:
        entry = entries[newest[entries[found.number].story]]
        if not {entry.item_id, entry.story, *twins[entry.item_id]} & told:
            once.append(Ranked(entry.number, found.score))
            told |= {entry.story, *twins[entry.item_id]}
    return once


def _twins(connection: Connection, item_ids: Iterable[str]) -> dict[str, set[str]]:
    """The items, and their stories, that tell the same as each of these, or may: their ids."""
    twins: dict[str, set[str]] = {item_id: set() for item_id in item_ids}
    for question in (_LATER, _EARLIER):
        for item_id, other, story in look_up(connection, question, list(twins)):
            twins[item_id].update((other, story))
    return twins
