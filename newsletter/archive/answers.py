"""What the archive answers with where a noun of `newsletter.models` alone does not say it all. All moments are in UTC."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, NamedTuple

from newsletter.errors import Refused
from newsletter.models import Candidate, Change, ContentItem, Email, Issue, State


class Imported(NamedTuple):
    """Ids of the items that an import brought, each in one list, in the order of their arrival; `dates_assumed` are among the added."""

    added: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    dates_assumed: tuple[str, ...] = ()


class EarlierWording(NamedTuple):
    """An item as it was at one version; `at` and `who` tell when, and by whom, it was replaced."""

    item: ContentItem
    version: int
    at: datetime
    who: str


class Retirement(NamedTuple):
    """Why an item was taken back, when, and by whom; the reason is "" where a file alone said that it is retired."""

    reason: str
    at: datetime
    who: str


class Pool(NamedTuple):
    """The candidates for a moment, newest first, and how many items were passed over for each reason."""

    candidates: tuple[Candidate, ...]
    passed_over: dict[str, int]


class Offer(NamedTuple):
    """A story that an article's own editors point to: `item` and all after it are of the stored item that the link is tied to, if any.

    `date_assumed` says that nobody gave `published_at`, and it is the moment of the import.
    """

    title: str
    url: str
    item: str | None = None
    story: str = ""
    kind: str = ""
    status: str = ""
    published_at: datetime | None = None
    date_assumed: bool = False
    embargo_until: datetime | None = None
    language: str = ""


class LooseLink(NamedTuple):
    """A related link that can't be printed: tied to no item, and without a web address of its own. `position` counts from 1."""

    item: str
    position: int
    title: str


class Target(NamedTuple):
    """A stored item that a link leads to, as it is now; `retired_reason` tells why it was taken back, if it was."""

    item: ContentItem
    retired_reason: str = ""


@dataclass(frozen=True, eq=False)
class Suggestion:
    """A stored story that the archive offers under another one. `score` (0..1) tells how near it is, comparable between questions.

    `twins` are the ids of items that may tell the same story: never to be printed beside it. The item and the reason are made when they
    are first asked for, of what was read with the score: most of what is suggested for an issue is never printed.
    """

    score: float
    twins: frozenset[str]
    make_item: Callable[[], ContentItem]
    give_reason: Callable[[], str]

    @cached_property
    def item(self) -> ContentItem:
        """The story as it was stored then, without its own related links and where it ran."""
        return self.make_item()

    @cached_property
    def why(self) -> str:
        """The reason in words."""
        return self.give_reason()


class Hit(NamedTuple):
    """An item that a search found; `excerpt` is the sentence with the hit, in which `marks` are the (start, end) of the words sought."""

    item: ContentItem
    score: float
    excerpt: str
    marks: tuple[tuple[int, int], ...] = ()


class Found(NamedTuple):
    """What a search found, the best first. `ranked_from` is the oldest date that was looked at word by word.

    None for it means that all of the archive was; else older items are among the hits only when the words stand in their headlines or
    deks.
    """

    hits: tuple[Hit, ...]
    ranked_from: datetime | None = None


class Twin(NamedTuple):
    """Two items that tell one story, or may.

    `kind` is same, updated, rewritten or maybe, `share_changed` the share of the later one that is not in the earlier (0..1);
    `is_one_story` tells whether they share a story now, `verdict` what an editor said: together, apart, or nothing ("").
    """

    earlier: str
    earlier_title: str
    earlier_at: datetime
    later: str
    later_title: str
    later_at: datetime
    kind: str
    share_changed: float
    is_one_story: bool
    verdict: str
    at: datetime
    who: str


class IssueSummary(NamedTuple):
    """A line in the list of issues; `updated_at` and `who` are of its newest version, `stories` is the number of its slots."""

    id: str
    campaign: str
    date: date
    number: int | None
    status: State
    version: int
    stories: int
    updated_at: datetime
    who: str


class Sealed(NamedTuple):
    """The email that was approved, with the version of the issue that it shows and the fingerprints of what made it."""

    email: Email
    version: int
    theme_fingerprint: str
    campaign_fingerprint: str
    campaign_source: str
    approved_by: str
    approved_at: datetime


class ExportRecord(NamedTuple):
    """An export; `status` is begun, done or withdrawn, `staging` the folder aside that it was written to first."""

    id: int
    issue: str
    version: int
    provider: str
    directory: str
    staging: str
    draft: bool
    status: str
    begun_at: datetime
    done_at: datetime | None
    manifest: Mapping[str, Any] | None
    who: str


class Info(NamedTuple):
    """The database itself: where it is, the version of its tables, its size in bytes and the rows in each table."""

    name: str
    version: str
    bytes: int
    counts: dict[str, int]


class Conflict(Refused):
    """The issue was changed since it was read. `newer` is the issue as it is now, `changes` what was done to it meanwhile."""

    def __init__(self, newer: Issue, changes: Iterable[Change]) -> None:
        self.newer = newer
        self.changes = tuple(changes)
        last = self.changes[-1]
        super().__init__(
            f"{newer.id} is at version {newer.version} now: {last.who} changed it at {last.at:%H:%M} UTC ({last.what})",
            f"look at it with 'newsletter issue show {newer.id}', then make your change again",
        )
