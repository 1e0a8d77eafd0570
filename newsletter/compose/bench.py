"""Which candidates were not placed, and why: the nearest misses one by one, the others by number.

What only this module knows: which of several reasons is the one that is told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from operator import itemgetter

from newsletter.compose.entries import Entry
from newsletter.compose.reasons import NEAREST, Miss
from newsletter.compose.section import Progress
from newsletter.models import Benched, Issue

_NEARNESS = {kind: number for number, kind in enumerate(NEAREST)}
_TOO_OLD = _NEARNESS["too old"]


def make_bench(progress: Progress, base: Issue, size: int | None) -> tuple[list[Benched], Counter[str]]:
    """The nearest misses, and how many more there are for each reason."""
    entries, standing = progress.entries, {slot.item for slot in base.slots}
    missed = _missed(progress, entries.near, standing)
    unlooked = entries.unlooked(standing)
    if size is None or sum(nearness < _TOO_OLD for nearness, *_ in missed) < size or not unlooked:
        missed, unlooked = _missed(progress, [*entries.near, *entries.far], standing), 0
    size = len(missed) if size is None else size
    bench = [
        Benched(item=entry.id, title=entry.item.title, why_not=miss.say(entry.item), section=miss.section)
        for *_, entry, miss in missed[:size]
    ]
    return bench, Counter(miss.kind for *_, miss in missed[size:]) + Counter({"too old": unlooked})


def _missed(progress: Progress, entries: Sequence[Entry], standing: Collection[str]) -> list[tuple[int, float, str, Entry, Miss]]:
    """The entries that were not placed, each with the reason, the nearest first."""
    missed = []
    for entry in entries:
        if progress.placed.get(entry.story) != entry.id and entry.id not in standing:
            miss = _why_not(progress, entry)
            missed.append((_NEARNESS[miss.kind], -entry.score, entry.id, entry, miss))
    missed.sort(key=itemgetter(0, 1, 2))
    return missed


def _why_not(progress: Progress, entry: Entry) -> Miss:
    """Why an entry was not placed: one from before the window is told to be too old where nothing else has barred it."""
    since, calendar = progress.entries.moment.since, progress.entries.calendar
    if entry.barred:
        return entry.barred
    if entry.is_near and (story := progress.placed.get(entry.story)):
        return Miss("same story", lambda _: f"the same story as {story}")
    if entry.id in progress.misses:
        return progress.misses[entry.id]
    if entry.item.published_at is None:
        return Miss("too old", lambda _: "it has no date")
    if entry.item.published_at <= since:
        return Miss("too old", lambda _: f"published before {calendar.moment(since)}")
    return Miss("no section takes it", lambda _: "no section takes it")
