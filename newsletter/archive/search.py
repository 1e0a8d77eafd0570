"""Search: the stories in which some words stand, the best first, each with the sentence of the hit.

What only this module knows: how hits are ranked. A word counts by how rare it is; more where the story is about it, and most in a
headline or dek; of stories with the same words the newer ones come first. Not every hit of a very common word is ranked: the newest
thousands are, and of the older ones those that have the words in headline or dek or are about them; the answer says from when on.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from heapq import nlargest
from typing import Any, NamedTuple

from sqlalchemy import JSON, ColumnElement, Connection, RowMapping, Text, cast, func, select

from newsletter.archive.answers import Found, Hit
from newsletter.archive.engine import Database, rows_of
from newsletter.archive.index.entries import SEARCHED, count_entries, entries_with_tokens, searched_texts
from newsletter.archive.index.numbers import AN_HOUR, first_number, moment_of, number_beyond
from newsletter.archive.index.postings import Phrase, Range, entries_about, entries_with, entries_with_head
from newsletter.archive.items import conditions_of
from newsletter.archive.rows import read_items
from newsletter.archive.tables import content_item, index_entry
from newsletter.errors import UsageError
from newsletter.likeness.profile import term_of
from newsletter.models import ContentItem
from newsletter.words.excerpts import Passage, find_excerpt
from newsletter.words.sieve import flattened, may_stand_in
from newsletter.words.tokens import sought_in

_PAGE = 2000
"""How many of the newest hits are ranked at a time."""
_PAGE_READ = 200
"""The same where words have to follow one another, for which the texts have to be read."""
_PAGES = 6
"""So often the next older ones are taken, while filters leave too few."""
_SPARE = 30
"""How many more than are wanted are looked up at a time: some of them may be gone, or meet no condition."""
_OLDER = 300
"""How many older hits are ranked that have the words in headline or dek, or are about them."""

_LISTS = [name for name in SEARCHED if isinstance(content_item.c[name].type, JSON)]
"""Those that are kept as JSON."""

_IN_HEAD, _ABOUT = 3.0, 1.5
"""What a word is worth in headline or dek, and where the story is about it, beside its standing in the text (1)."""

_HALF_LIFE = 365.0
_FRESHNESS = 0.3
"""The newest of two equal stories gets so much more; half of it is gone after a year."""


class Query(NamedTuple):
    """What is sought: every phrase of `wanted` (a word is a phrase of one), and none of `unwanted`."""

    wanted: tuple[Phrase, ...]
    unwanted: tuple[Phrase, ...]

    @property
    def has_phrases(self) -> bool:
        """Whether words have to follow one another."""
        return any(len(phrase) > 1 for phrase in (*self.wanted, *self.unwanted))


def read_query(words: str) -> Query:
    """Words, "phrases in quotation marks", prefix* and -unwanted. Raises UsageError when there is nothing to seek."""
    wanted: list[Phrase] = []
    unwanted: list[Phrase] = []
    for found in _PART.finditer(words):
        text = found["phrase"] or found["word"]
        if phrase := tuple(sought_in(text, is_prefix=bool(found["star"]))):
            (unwanted if found["minus"] else wanted).append(phrase)
    if not wanted:
        hint = "write a word that has to be there as well" if unwanted else "write one or more words, such as: lighthouse keeper"
        raise UsageError(f"'{words}' has no word that could be sought", hint)
    return Query(tuple(dict.fromkeys(wanted)), tuple(dict.fromkeys(unwanted)))


_PHRASES = "|".join(rf"{first}[^{first}{last}]*{last}?" for first, last in ('""', "“”", "„“", "«»", "»«", "””"))
_PART = re.compile(rf"""(?P<minus>(?<!\S)-)?(?:(?P<phrase>{_PHRASES})|(?P<word>[^\s"“”„«»*]+))(?P<star>\*)?""")


class Search(Database):
    """Questions in words."""

    def search(
        self,
        words: str,
        *,
        section: str | None = None,
        status: str | None = None,
        kind: str | None = None,
        language: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        unused: bool = False,
        limit: int = 20,
    ) -> Found:
        """The stories that hold all of the words, the best first; `unused` ones have never run. Raises UsageError (see read_query)."""
        query = read_query(words)
        conditions = conditions_of(section=section, status=status, kind=kind, language=language, since=since, until=until, unused=unused)
        with self._reading() as connection:
            within = Range(first_number(since) if since else Range().since, number_beyond(connection, until) if until else Range().before)
            hunt = _Hunt(connection, query, within, conditions)
            best = hunt.best(limit)
            items = {item.id: item for item in read_items(connection, content_item.c.id.in_(best))}
        hits = tuple(_hit(items[item_id], score, query) for item_id, score in best.items())
        return Found(hits, hunt.ranked_from)


class _Hunt:
    """One search: `ranked_from` tells from when on all hits were ranked, None when all of them were."""

    def __init__(self, connection: Connection, query: Query, within: Range, conditions: Sequence[ColumnElement[bool]]) -> None:
        self.ranked_from: datetime | None = None
        self._connection, self._query, self._within, self._conditions = connection, query, within, conditions
        self._newest: int = connection.execute(select(func.max(index_entry.c.number))).scalar() or 0
        self._total = count_entries(connection)
        heads = [set(entries_with_head(connection, [phrase], within, _PAGE)) for phrase in query.wanted]
        self._abouts = [self._about(phrase) for phrase in query.wanted]
        # Of one word that has been asked already, as to find all that begins with one takes long.
        self._in_heads = heads[0] if len(heads) == 1 else set(entries_with_head(connection, query.wanted, within, _OLDER))
        self._worth = list(zip(map(self._rarity_of, query.wanted), heads, self._abouts, strict=True))

    def best(self, limit: int) -> dict[str, float]:
        """The scores of the best hits that meet the conditions, by their ids, the best first."""
        found = self._meeting(self._outstanding(), limit)
        single = [phrase for phrase in self._query.unwanted if len(phrase) == 1]
        within = self._within
        size = _PAGE_READ if self._query.has_phrases else _PAGE
        for _ in range(_PAGES):
            page = entries_with(self._connection, self._query.wanted, single, within, size + 1)
            found |= self._meeting(page[:size], limit)
            if len(page) <= size:
                self.ranked_from = None
                break
            within = within._replace(before=page[size - 1])
            self.ranked_from = moment_of(within.before)
            if len(found) >= limit:
                break
        best = sorted(found, key=found.__getitem__, reverse=True)[:limit]
        return {item_id: found[item_id][0] for item_id in best}

    def _about(self, phrase: Phrase) -> set[int]:
        """The entries that are about a word; of phrases and prefixes that is not known."""
        if len(phrase) > 1 or phrase[0].is_prefix:
            return set()
        return set(entries_about(self._connection, term_of(phrase[0].token), self._within, _PAGE))

    def _outstanding(self) -> list[int]:
        """Hits of any age that have the words in headline or dek, or are about them."""
        hits = {*nlargest(_OLDER, self._in_heads), *nlargest(_OLDER, set.intersection(*self._abouts))}
        return [number for number in hits if not any(self._has(number, phrase) for phrase in self._query.unwanted if len(phrase) == 1)]

    def _has(self, number: int, phrase: Phrase) -> bool:
        return bool(entries_with(self._connection, [phrase], [], Range(number, number + 1), 1))

    def _rarity_of(self, phrase: Phrase) -> float:
        """How much a phrase counts: by its rarest token, 1 for one that stands in every entry."""
        counts = entries_with_tokens(self._connection, {sought.token for sought in phrase})
        return 1 + math.log((1 + self._total) / (1 + min(self._total, *counts.values())))

    def _score(self, number: int) -> float:
        weight = 0.0
        for rarity, head, about in self._worth:
            weight += rarity * (1 + (_IN_HEAD if number in head else 0) + (_ABOUT if number in about else 0))
        age = max(0, self._newest - number) / (24 * AN_HOUR)
        return float(weight * (1 + _FRESHNESS * 0.5 ** (age / _HALF_LIFE)))

    def _meeting(self, numbers: Iterable[int], limit: int) -> dict[str, tuple[float, int]]:
        """Score and number of the best of these hits that meet the conditions, by the ids of their items."""
        scores = {number: self._score(number) for number in numbers}
        ranked = sorted(scores, key=lambda number: (scores[number], number), reverse=True)
        met: dict[str, tuple[float, int]] = {}
        for start in range(0, len(ranked), limit + _SPARE):
            for row in self._rows(ranked[start : start + limit + _SPARE]):
                if not self._query.has_phrases or (self._may_hold_phrases(row) and self._holds_phrases(row)):
                    met[row["id"]] = scores[row["number"]], row["number"]
            if len(met) >= limit:
                break
        return met

    def _rows(self, numbers: Sequence[int]) -> Sequence[RowMapping]:
        columns: list[ColumnElement[Any]] = [content_item.c.id]
        if self._query.has_phrases:
            columns += [cast(content_item.c[name], Text).label(name) for name in SEARCHED]
        question = select(index_entry.c.number, *columns).join(content_item, content_item.c.id == index_entry.c.item_id)
        return rows_of(self._connection, question.where(index_entry.c.number.in_(numbers), *self._conditions))

    def _may_hold_phrases(self, row: RowMapping) -> bool:
        """Whether the texts, as they are kept, may hold every phrase: most that have the words of a common one have them far apart."""
        flat = flattened("\n".join([row[name] for name in SEARCHED]))
        return all(may_stand_in(phrase, flat) for phrase in self._query.wanted)

    def _holds_phrases(self, row: RowMapping) -> bool:
        """Whether the text holds every phrase as such: the index knows its words alone."""
        columns = {name: json.loads(row[name]) if name in _LISTS else row[name] for name in SEARCHED}
        passages = [Passage(text) for text in searched_texts(columns)]

        def stands(phrase: Phrase) -> bool:
            return any(passage.holds(phrase) for passage in passages)

        return all(stands(phrase) for phrase in self._query.wanted) and not any(stands(phrase) for phrase in self._query.unwanted)


def _hit(item: ContentItem, score: float, query: Query) -> Hit:
    excerpt = find_excerpt(searched_texts(vars(item))[1:], query.wanted)
    return Hit(item, round(score, 3), excerpt.text, excerpt.marks)
