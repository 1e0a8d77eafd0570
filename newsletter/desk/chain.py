"""The version chain of an issue, used: what was done, back and forth through it, and how two versions differ.

What only this module knows: which version an undo or a redo brings back. That is read from the chain alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from newsletter.desk.issues import IssueDesk
from newsletter.edit import Changed, describe, require_draft
from newsletter.errors import Refused, UsageError
from newsletter.models import Change, Issue, State


class LogEntry(NamedTuple):
    """A version of an issue. `kind` is change, undo or redo; `stands` tells that what it did is in the issue as it is now."""

    change: Change
    kind: str
    stands: bool


class Step(NamedTuple):
    """An undo or a redo that can be made: the issue as it is, the change taken back or made again, and the version that then stands.

    `last` is the newest change of all, which the step takes back: the change itself, or for a redo the undo.
    """

    issue: Issue
    change: Change
    to: int
    last: Change
    again: bool


class _Walk(NamedTuple):
    """Where a chain has led: the change that was made last of those that stand, and what was undone since, the last last."""

    at: int
    undone: tuple[tuple[int, Change], ...]
    kinds: tuple[str, ...]


class ChainDesk(IssueDesk):
    """Issues through time."""

    def log(self, name: str | None) -> tuple[Issue, list[LogEntry]]:
        """An issue, and all that was done to it, the first first."""
        issue = self.find_issue(name)
        changes = self.archive.versions(issue.id)
        walk = _walk(changes)
        standing, at = set(), walk.at
        while at:
            standing.add(at)
            at = _made_over(changes, at)
        kinds = zip(changes, walk.kinds, strict=True)
        return issue, [LogEntry(change, kind, kind != "change" or change.version in standing) for change, kind in kinds]

    def find_undo(self, name: str | None) -> Step:
        """What an undo would take back. Raises Refused at an approval, and at the beginning."""
        issue, changes = self._chain(name, "undone")
        at = _walk(changes).at
        change, to = changes[at - 1], _made_over(changes, at)
        if not to:
            raise Refused(f"{issue.id} begins with this version ({change.what}), so there is nothing to undo", _drop(issue))
        if self.archive.issue(issue.id, to).status != State.DRAFT:
            said = f"undo stops at an approval: {issue.id} was {change.what} by {change.who} at {self.when(change.at, issue.campaign)}"
            raise Refused(said, f"'newsletter issue approve {issue.id}' approves it again")
        return Step(issue, change, to, change, again=False)

    def find_redo(self, name: str | None) -> Step:
        """What a redo would make again. Raises Refused when nothing was undone, or something else was done since."""
        issue, changes = self._chain(name, "made again")
        walk = _walk(changes)
        if not walk.undone:
            raise Refused(f"nothing in {issue.id} has been undone since its last change", f"'newsletter issue log {issue.id}' tells all")
        at, undo = walk.undone[-1]
        return Step(issue, changes[at - 1], at, undo, again=True)

    def take(self, step: Step) -> Changed:
        """Makes an undo or a redo. Raises Conflict when the issue was changed since it was found."""
        issue = step.issue
        restored = self.archive.issue(issue.id, step.to).but(number=issue.number)
        what = f"{'made again' if step.again else 'undone'}: {step.change.what}"
        saved = self.archive.save_issue(restored, base=issue.version, at=self.now(), who=self.who, what=what, restores=step.to)
        return Changed(saved, f"{self.name_change(step)} is {'made again' if step.again else 'undone'}{_told(issue, saved)}")

    def name_change(self, step: Step) -> str:
        """ "bea's change at 06:12 (headline of World 1 is now “Roots”)"."""
        change = step.change
        return f"{self._whose([change], step.issue)} ({change.what})"

    def issue_at(self, name: str | None, at: str) -> Issue:
        """An issue as it was: at a version, or at a time such as "06:10" or "2026-03-02 06:10" by its campaign's clocks."""
        issue = self.find_issue(name)
        return self.archive.issue(issue.id, self._version_at(issue, self.archive.versions(issue.id), at))

    def diff(self, name: str | None, first: str | None = None, second: str | None = None) -> tuple[Issue, Issue, list[str]]:
        """Two versions of an issue, and in words how they differ: the last change, the changes since `first`, or up to `second`."""
        issue = self.find_issue(name)
        changes = self.archive.versions(issue.id)
        to = self._version_at(issue, changes, second) if second else issue.version
        since = self._version_at(issue, changes, first) if first else max(1, to - 1)
        before, after = (self.archive.issue(issue.id, version) for version in (since, to))
        return before, after, describe(before, after)

    def _chain(self, name: str | None, verb: str) -> tuple[Issue, list[Change]]:
        issue = self.find_issue(name, to_change=True)
        try:
            require_draft(issue)
        except Refused as error:
            raise Refused(f"{issue.id} is {issue.status}, and that is not {verb}", error.hint) from None
        return issue, self.archive.versions(issue.id)

    def _version_at(self, issue: Issue, changes: Sequence[Change], words: str) -> int:
        """The version that is meant, or that stood at the moment that is meant. Raises UsageError."""
        if re.fullmatch(r"\d{1,9}", words):
            return int(words)
        at = self._end_of(issue, changes[-1], words)
        zone = None if at.tzinfo else self.clock(issue.campaign)
        standing = [change.version for change in changes if _shown(change.at, zone) <= at]
        if not standing:
            first = changes[0]
            raise UsageError(f"{issue.id} was not there yet at {words}", f"its first version is of {self.when(first.at, issue.campaign)}")
        return standing[-1]

    def _end_of(self, issue: Issue, last: Change, words: str) -> datetime:
        """The end of the second, minute or day that is meant; a time without a day is of the day of the last change."""
        clock = re.fullmatch(r"(\d{1,2})(:\d\d(?::\d\d)?)", words)
        stated = f"{last.at.astimezone(self.clock(issue.campaign)):%Y-%m-%d} {int(clock[1]):02}{clock[2]}" if clock else words
        try:
            at = datetime.fromisoformat(stated)
            return at + _length_of(stated) - timedelta(microseconds=1)
        except (ValueError, OverflowError):
            hint = "a version is a number, a time is written as 06:10 or as 2026-03-02 06:10"
            raise UsageError(f"'{words}' is no version and no time", hint) from None


def is_version(words: str) -> bool:
    """Whether words mean a version or a time, not an issue."""
    return bool(re.fullmatch(r"\d[\d:.+TZ -]*", words))


def _shown(at: datetime, zone: ZoneInfo | None) -> datetime:
    """A moment as the log shows it by the clocks of a zone: one hour of autumn twice, one of spring never. Without a zone, itself."""
    return at.astimezone(zone).replace(tzinfo=None) if zone else at


def _length_of(stated: str) -> timedelta:
    if re.fullmatch(r"[\dW-]+", stated):
        return timedelta(days=1)
    return timedelta(seconds=1) if re.search(r"\d\d:\d\d:\d\d", stated) else timedelta(minutes=1)


def _walk(changes: Sequence[Change]) -> _Walk:
    at, undone, kinds = 0, list[tuple[int, Change]](), []
    for change in changes:
        if change.restores is None:
            at, kind = change.version, "change"
            undone.clear()
        elif undone and undone[-1][0] == change.restores:
            at, kind = undone.pop()[0], "redo"
        else:
            undone.append((at, change))
            at, kind = change.restores, "undo"
        kinds.append(kind)
    return _Walk(at, tuple(undone), tuple(kinds))


def _made_over(changes: Sequence[Change], version: int) -> int:
    """The change that stood when a version was made over it; 0 for the first."""
    if version <= 1:
        return 0
    before = changes[version - 2]
    return before.version if before.restores is None else before.restores


def _drop(issue: Issue) -> str:
    return f"'newsletter issue cancel {issue.id}' drops the issue"


def _told(before: Issue, after: Issue) -> str:
    said = "; ".join(describe(before, after))
    return f": {said}" if said else ""
