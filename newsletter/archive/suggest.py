"""Suggestions: the stored stories that belong under another one, asked for many at a time.

What only this module knows: which of all stored items are compared. What a story is most about names its candidates: the entries that
are about it as well, read term by term, the heaviest first, until enough numbers have been read. The best of these candidates are
compared by their whole profiles. An archive, or a window of it, of a few hundred items is compared whole.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, RowMapping, or_, select

from newsletter.archive.answers import Suggestion
from newsletter.archive.engine import Database, in_parts, rows_of
from newsletter.archive.index.entries import count_entries, entries_with_tokens, text_of
from newsletter.archive.index.numbers import first_number, number_beyond
from newsletter.archive.index.postings import Range, entries_about
from newsletter.archive.items import conditions_of
from newsletter.archive.rows import ITEM_COLUMNS, item_of, stories_of
from newsletter.archive.tables import content_item, index_entry, twin
from newsletter.archive.telling import APART, members_of
from newsletter.likeness.choosing import Candidate, Weights, choose
from newsletter.likeness.profile import Profile, profile_of, salient_tokens
from newsletter.likeness.reasons import shared_terms, why
from newsletter.likeness.relevance import Ranked, rank
from newsletter.models import ContentItem, Kind, Status

_COMPARED_WHOLE = 500
"""Of so few items all are candidates."""

_READ = 12_000
"""So many numbers are read for one story at most."""

_READ_OF_ONE = 2_500
"""So many of them, the newest, for one term."""

_CANDIDATES = 125
"""So many are compared by their whole profiles …"""
_TURNS = 10
"""… out of so many times as many, where a filter leaves few of the first."""

_LOOKED_AT = 60
"""So many more than are wanted are looked at: some of them tell one story, or say the same."""

ALL = Weights(minimum=0.0)
"""Whatever has anything to do with the story, for an editor to choose from."""

_ASKED = ("id", "title", "dek", "body", "language", "story", "published_at", "date_assumed")
_OF_A_CANDIDATE = ("id", "story", "published_at", "date_assumed")


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
            picks = {row["id"]: question.answer(row, limit, weights) for row in question.read_asked(item_ids)}
            return _as_suggestions(connection, picks)


class _Question:
    """One question for several items: what is read for one of them is there for the others."""

    def __init__(self, connection: Connection, conditions: Sequence[ColumnElement[bool]], within: Range, exclude: frozenset[str]) -> None:
        self._connection, self._conditions, self._within, self._exclude = connection, conditions, within, exclude
        self._total = count_entries(connection)
        self._counts: dict[str, int] = {}
        self._all = self._all_when_few()

    def read_asked(self, item_ids: Iterable[str]) -> list[RowMapping]:
        """The items asked about, in the order that they are asked in."""
        columns = [content_item.c[name] for name in _ASKED]
        found: dict[str, RowMapping] = {}
        for part in in_parts(item_ids):
            rows = rows_of(self._connection, select(*columns).where(content_item.c.id.in_(part)))
            found |= {row["id"]: row for row in rows}
        return [found[item_id] for item_id in item_ids if item_id in found]

    def answer(self, asked: RowMapping, limit: int, weights: Weights) -> list[_Pick]:
        """The best of what may stand under one item."""
        text = text_of(asked)
        profile = profile_of(text)
        self._count(profile)
        terms = salient_tokens(profile, self._counts, self._total)
        versions = members_of(self._connection, asked["story"])
        shut_out = self._exclude.union({asked["story"]}, *_twins(self._connection, versions).values())
        rows = self._read(self._all, shut_out) if self._all is not None else self._read_best(self._candidates(terms), shut_out)
        ranked = rank(profile, {number: row["profile"] for number, row in rows.items()}, self._counts, self._total)
        twins = _twins(self._connection, [rows[found.number]["id"] for found in ranked[: _LOOKED_AT + limit]])
        once = _each_story_once(ranked[: _LOOKED_AT + limit], rows, twins)
        candidates = {found.number: Candidate(rows[found.number]["profile"], rows[found.number]["published_at"]) for found in once}
        at = asked["published_at"]
        picks: list[_Pick] = []
        for found in choose(once, candidates, profile, at=at, weights=weights):
            if len(picks) == limit:
                break
            row = rows[found.number]
            both = shared_terms(text, profile, row["profile"], self._counts, self._total)
            if not both and weights.minimum:
                continue  # alike in form alone, as two notices are
            is_dated = not (asked["date_assumed"] or row["date_assumed"])
            reason = why(both, at, row["published_at"]) if is_dated else why(both, None, None)
            picks.append(_Pick(row["id"], found.score, reason, frozenset(twins[row["id"]])))
        return picks

    def _count(self, profile: Profile) -> None:
        self._counts |= entries_with_tokens(self._connection, profile.weights.keys() - self._counts.keys())

    def _all_when_few(self) -> list[int] | None:
        if not self._within.since and self._total > 2 * _COMPARED_WHOLE:
            return None  # a few of them may have no item any more, but hardly half
        numbers = select(index_entry.c.number).where(index_entry.c.number >= self._within.since, index_entry.c.item_id.is_not(None))
        found = list(self._connection.execute(numbers.limit(_COMPARED_WHOLE + 1)).scalars())
        return found if len(found) <= _COMPARED_WHOLE else None

    def _candidates(self, terms: Mapping[str, float]) -> list[int]:
        """The entries that are about most of the terms, by their weights."""
        weights: defaultdict[int, float] = defaultdict(float)
        left = _READ
        for term, weight in terms.items():
            numbers = entries_about(self._connection, term, self._within, min(left, _READ_OF_ONE))
            for number in numbers:
                weights[number] += weight
            left -= len(numbers)
            if left <= 0:
                break
        return sorted(weights, key=weights.__getitem__, reverse=True)[: _CANDIDATES * _TURNS]

    def _read_best(self, numbers: Sequence[int], shut_out: Set[str]) -> dict[int, RowMapping]:
        """Profiles of the best that may be suggested; where a filter leaves few of them, further ones are looked at."""
        rows: dict[int, RowMapping] = {}
        for start in range(0, len(numbers), _CANDIDATES):
            rows |= self._read(numbers[start : start + _CANDIDATES], shut_out)
            if len(rows) > _CANDIDATES / 2:
                break
        return rows

    def _read(self, numbers: Iterable[int], shut_out: Set[str]) -> dict[int, RowMapping]:
        """Profiles of those of the entries that may be suggested."""
        columns = [index_entry.c.number, index_entry.c.profile, *(content_item.c[name] for name in _OF_A_CANDIDATE)]
        rows: dict[int, RowMapping] = {}
        for part in in_parts(numbers):
            question = select(*columns).join(content_item, content_item.c.id == index_entry.c.item_id)
            found = rows_of(self._connection, question.where(index_entry.c.number.in_(part), *self._conditions))
            rows |= {row["number"]: row for row in found if row["id"] not in shut_out and row["story"] not in shut_out}
        return rows


def _each_story_once(ranked: Sequence[Ranked], rows: Mapping[int, RowMapping], twins: Mapping[str, set[str]]) -> list[Ranked]:
    """The ranked entries without those that tell the story of a better one, or may. Of several versions the newest stands for all."""
    newest: dict[str, int] = {}
    for found in sorted(ranked, key=lambda found: rows[found.number]["published_at"]):
        newest[rows[found.number]["story"]] = found.number
    once: list[Ranked] = []
    told: set[str] = set()
    for found in ranked:
        row = rows[newest[rows[found.number]["story"]]]
        if not {row["id"], row["story"], *twins[row["id"]]} & told:
            once.append(Ranked(row["number"], found.score))
            told |= {row["story"], *twins[row["id"]]}
    return once


class _Pick(NamedTuple):
    item_id: str
    score: float
    why: str
    twins: frozenset[str]


def _twins(connection: Connection, item_ids: Sequence[str]) -> dict[str, set[str]]:
    """The items, and their stories, that tell the same as each of these, or may: their ids."""
    twins: dict[str, set[str]] = {item_id: set() for item_id in item_ids}
    for part in in_parts(item_ids):
        for own, others in ((twin.c.earlier_id, twin.c.later_id), (twin.c.later_id, twin.c.earlier_id)):
            question = select(own, others, content_item.c.story).join(content_item, content_item.c.id == others)
            for item_id, other, story in connection.execute(question.where(own.in_(part), twin.c.verdict != APART)):
                twins[item_id].update((other, story))
    return twins


def _as_suggestions(connection: Connection, picks: Mapping[str, Sequence[_Pick]]) -> dict[str, tuple[Suggestion, ...]]:
    items: dict[str, ContentItem] = {}
    for part in in_parts({pick.item_id for picked in picks.values() for pick in picked}):
        rows = rows_of(connection, select(*ITEM_COLUMNS).where(content_item.c.id.in_(part)))
        items |= {row["id"]: item_of(row) for row in rows}
    return {
        item_id: tuple(Suggestion(items[pick.item_id], pick.score, pick.why, pick.twins) for pick in picked)
        for item_id, picked in picks.items()
    }
