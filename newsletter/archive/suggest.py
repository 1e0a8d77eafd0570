"""Suggestions: the stored stories that belong under another one, asked for many at a time.

What only this module knows: which of the stories that were compared are told: of several that tell the same the newest.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import or_

from newsletter.archive.answers import Suggestion
from newsletter.archive.engine import Database
from newsletter.archive.index.numbers import first_number, number_beyond
from newsletter.archive.index.postings import Range
from newsletter.archive.items import conditions_of
from newsletter.archive.rows import read_for_later, stories_of
from newsletter.archive.tables import content_item
from newsletter.archive.telling import twins_of
from newsletter.likeness import Ranked
from newsletter.likeness.choosing import Candidate, Weights, choose
from newsletter.likeness.reasons import why
from newsletter.models import Kind, Status

if TYPE_CHECKING:
    from newsletter.archive.comparing import Answer, Asked, Entry

_LOOKED_AT = 60
"""So many more than are wanted are looked at: some of them tell one story, or say the same."""

ALL = Weights(minimum=0.0)
"""Whatever has anything to do with the story, for an editor to choose from."""


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
        from newsletter.archive.comparing import Question

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
            question = Question(connection, conditions, within, shut_out)
            answers = question.rank(question.read_asked(item_ids))
            looked_at = [one.entries[found.number].item_id for one in answers for found in one.ranked[: _LOOKED_AT + limit]]
            twins = twins_of(connection, looked_at)
            picks = {one.asked.item_id: _choose(one, twins, limit, weights) for one in answers}
            items = read_for_later(connection, {pick.item_id for picked in picks.values() for pick in picked})
        return {
            item_id: tuple(Suggestion(pick.score, frozenset(twins[pick.item_id]), items[pick.item_id], pick.reason) for pick in picked)
            for item_id, picked in picks.items()
        }


class _Pick(NamedTuple):
    item_id: str
    score: float
    reason: Callable[[], str]


def _choose(answer: Answer, twins: Mapping[str, set[str]], limit: int, weights: Weights) -> list[_Pick]:
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


def _reason(asked: Asked, entry: Entry, shared: Sequence[str]) -> str:
    is_dated = not (asked.date_assumed or entry.date_assumed)
    both = asked.reasons.spelled(shared)
    return why(both, asked.published_at, entry.published_at) if is_dated else why(both, None, None)


def _each_story_once(ranked: Sequence[Ranked], entries: Mapping[int, Entry], twins: Mapping[str, set[str]]) -> list[Ranked]:
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
