"""The candidates for a moment: what an issue could be made of, with the ledger's word on where each story ran.

What only this module knows: when an item brings up to date what ran.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime

from sqlalchemy import Connection, select

from newsletter.archive.answers import Pool
from newsletter.archive.engine import Database, among, rows_of
from newsletter.archive.rows import read_items, run_of, runs_by
from newsletter.archive.tables import content_item, issue, issue_slot, ledger, twin
from newsletter.archive.telling import APART
from newsletter.archive.window import read_window
from newsletter.models import Candidate, ContentItem, Run

Known = Callable[[Run], bool]
"""Whether a run is one to know of: none that came after a day which is gone through again."""


class Stories(Database):
    """Questions about what could run, and what ran."""

    def pool(
        self, *, since: datetime, at: datetime, exclude_issue: str | None = None, counted: bool = True, known: Known | None = None
    ) -> Pool:
        """What an issue of the moment `at` could be made of.

        Candidates are the ready items dated, or embargoed until, after `since` and dated not after `at`, and all that are ready and
        evergreen; each without its text (`texts` has those of the few that are picked).
        Sponsors' items are neither candidates nor counted. A story is `held_by` another open issue, never by `exclude_issue`.
        What lies outside the window is left out of the count when that is not asked for. Of the ledger only those runs are told that
        are `known`, where that is stated.
        """
        with self._reading() as connection:
            items, passed_over = read_window(connection, since, at, counted=counted)
            return Pool(tuple(_candidates(connection, items, exclude_issue, known)), passed_over)

    def candidates(self, item_ids: Collection[str], *, exclude_issue: str | None = None) -> dict[str, Candidate]:
        """These items whole, whatever their status, each with the same of its story, by their ids; what is not stored is left out."""
        with self._reading() as connection:
            items = read_items(connection, among(connection, content_item.c.id, item_ids))
            return {one.item.id: one for one in _candidates(connection, items, exclude_issue, None)}

    def texts(self, item_ids: Collection[str]) -> dict[str, ContentItem]:
        """These items whole, by their ids; what is not stored is left out."""
        with self._reading() as connection:
            return {item.id: item for item in read_items(connection, among(connection, content_item.c.id, item_ids))}

    def ran(self, story: str) -> tuple[Run, ...]:
        """Where a story ran, by the ledger, newest first; cancelled issues left out."""
        with self._reading() as connection:
            return tuple(runs_by(connection, ledger.c.story, [story])[story])


def _candidates(connection: Connection, items: Sequence[ContentItem], exclude_issue: str | None, known: Known | None) -> list[Candidate]:
    """The items, each with what is known of its story."""
    stories = {item.story for item in items}
    runs, holders = runs_by(connection, ledger.c.story, stories), _holders(connection, stories, exclude_issue)
    updates = _updates(connection, [item for item in items if runs[item.story]], known)
    candidates = []
    for item in items:
        ran = tuple(filter(known, runs[item.story])) if known else tuple(runs[item.story])
        told = {"item": item, "ran": ran, "held_by": tuple(holders[item.story]), "is_update": item.id in updates}
        candidates.append(Candidate.as_stored(told))
    return candidates


def _holders(connection: Connection, stories: Iterable[str], exclude_issue: str | None) -> defaultdict[str, list[str]]:
    """The open issues that hold each story, the first by date first."""
    holders: defaultdict[str, list[str]] = defaultdict(list)
    question = select(issue_slot.c.story, issue_slot.c.issue_id, issue.c.date).join_from(issue_slot, issue).distinct()
    question = question.where(among(connection, issue_slot.c.story, stories), issue_slot.c.issue_id != (exclude_issue or ""))
    for row in rows_of(connection, question.order_by(issue.c.date, issue_slot.c.issue_id)):
        holders[row["story"]].append(row["issue_id"])
    return holders


def _updates(connection: Connection, items: Sequence[ContentItem], known: Known | None) -> set[str]:
    """Which items bring up to date what ran of their stories: the later text of an updated pair, and neither a copy nor a rewrite."""
    told = _items_that_ran(connection, {item.story for item in items}, known)
    stories, found = {item.id: item.story for item in items}, defaultdict(set)
    columns = (twin.c.earlier_id, twin.c.later_id, twin.c.kind)
    for row in rows_of(connection, select(*columns).where(among(connection, twin.c.later_id, stories), twin.c.verdict != APART)):
        if row["earlier_id"] in told[stories[row["later_id"]]]:
            found[row["later_id"]].add(row["kind"])
    return {item_id for item_id, kinds in found.items() if kinds == {"updated"} and item_id not in told[stories[item_id]]}


def _items_that_ran(connection: Connection, stories: Iterable[str], known: Known | None) -> defaultdict[str, set[str]]:
    """The items by which each story ran."""
    told: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows_of(connection, select(ledger).where(among(connection, ledger.c.story, stories), ledger.c.released_at.is_(None))):
        if known is None or known(run_of(row)):
            told[row["story"]].add(row["item_id"])
    return told
