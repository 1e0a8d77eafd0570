"""A newsroom's year made of chance that is always the same: what comes in every day, and an archive and a ledger just good enough.

Some forty stories a day come in, a handful on Sundays and holidays, next to none in two quiet spells. Some are posted again under
another id, some brought up to date, some are under embargo, drafts or retired, and there is a stock of evergreens.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from newsletter.campaign import Campaign
from newsletter.compose import Moment, earliest, select
from newsletter.models import Candidate, ContentItem, Image, Issue, Kind, Run, Status

YEAR = 2026
HOLIDAYS = [date(YEAR, 1, 1), date(YEAR, 4, 6), date(YEAR, 5, 1), date(YEAR, 5, 14), date(YEAR, 5, 25), date(YEAR, 7, 14)]
HOLIDAYS += [date(YEAR, 11, 11), date(YEAR, 12, 25)]
QUIET = [(8, day) for day in range(10, 22)] + [(12, day) for day in range(24, 32)]
"""Days, by month and day, on which next to nothing happens."""

LONGEST_EMBARGO = timedelta(hours=60)
SECTIONS = ["world"] * 12 + ["europe"] * 6 + ["business"] * 8 + ["culture"] * 6 + ["climate"] * 3 + ["sport"] * 5
PUBLISHERS = ["Meridian"] * 5 + ["The Tide", "Quay", "Wire"]


def days_of_the_year() -> Iterator[date]:
    for number in range(366):
        day = date(YEAR, 1, 1) + timedelta(days=number)
        if day.year == YEAR:
            yield day


def items_of_the_year(seed: int = 1) -> list[ContentItem]:
    """All that comes in, and before it a fortnight of the year before and the evergreens."""
    chance = Random(seed)  # noqa: S311 - the same year every time
    items = [_item(chance, f"green-{number}", datetime(YEAR - 2, 6, 1, tzinfo=UTC), evergreen=True) for number in range(40)]
    for day in (date(YEAR, 1, 1) + timedelta(days=number) for number in range(-14, 365)):
        for number in range(chance.randint(*_stories_on(day))):
            at = datetime.combine(day, time(chance.randint(0, 23), chance.randint(0, 59)), UTC)
            first = _item(chance, f"{day}-{number:02}", at)
            items += [first, *_versions(chance, first)]
    return items


def _stories_on(day: date) -> tuple[int, int]:
    """How many stories at least and at most come in on a day."""
    if (day.month, day.day) in QUIET:
        return 0, 2
    return (2, 6) if day.weekday() == 6 or day in HOLIDAYS else (35, 45)


def _item(chance: Random, item_id: str, at: datetime, **fields: object) -> ContentItem:
    told = {"id": item_id, "story": item_id, "title": f"What happened on {item_id}", "published_at": at, "language": "en", "version": 1}
    told |= {"section": chance.choice(SECTIONS), "publisher": chance.choice(PUBLISHERS), "priority": chance.choice([0, 0, 0, 0, 1, 2, 5])}
    if chance.random() < 0.04:
        told["embargo_until"] = at + chance.randint(1, 20) / 20 * LONGEST_EMBARGO
    told["status"] = chance.choices([Status.READY, Status.DRAFT, Status.RETIRED], [95, 3, 2])[0]
    told["images"] = (Image(url="https://meridian.example/a.jpg"),) if chance.random() < 0.5 else ()
    return ContentItem.model_validate(told | fields)


def _versions(chance: Random, first: ContentItem) -> Iterator[ContentItem]:
    """What comes of a story later: a re-post under another id, or an update."""
    assert first.published_at
    for ending, share, most in (("again", 0.08, 40), ("update", 0.06, 5)):
        if chance.random() < share:
            at = first.published_at + timedelta(hours=chance.randint(2, 24 * most))
            yield first.but(id=f"{first.id}-{ending}", published_at=at, embargo_until=None, status=Status.READY)


@dataclass
class Newsroom:
    """The items, and what was sent of them: which item told a story, and where."""

    items: list[ContentItem]
    sent: dict[str, list[Issue]] = field(default_factory=lambda: defaultdict(list))
    runs: dict[str, list[Run]] = field(default_factory=lambda: defaultdict(list))
    told: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def __post_init__(self) -> None:
        self.items.sort(key=lambda item: (_out(item), item.id))
        self._outs = [_out(item) for item in self.items]
        self._greens = [item for item in self.items if item.evergreen]

    def pool(self, since: datetime, at: datetime) -> tuple[list[Candidate], dict[str, int]]:
        """The candidates, and a count of all other items that there are."""
        recent = self.items[bisect_right(self._outs, since) : bisect_right(self._outs, at + LONGEST_EMBARGO)]
        found = [item for item in recent if item.published_at and item.published_at <= at and item.status == Status.READY]
        found += [item for item in self._greens if item.status == Status.READY]
        candidates = [self._candidate(item) for item in found]
        return candidates, {"elsewhere": len(self.items) - len(candidates)}

    def _candidate(self, item: ContentItem) -> Candidate:
        told = self.told.get(item.story, set())
        is_update = item.id.endswith("-update") and bool(told) and item.id not in told
        return Candidate(item=item, ran=tuple(self.runs.get(item.story, ())), is_update=is_update)

    def compose(self, campaign: Campaign, day: date) -> tuple[Issue, Moment]:
        """The issue of a day, with the moment that it goes by."""
        at = campaign.moment(day)
        last = self.sent[campaign.key][-1].composed_at if self.sent[campaign.key] else None
        moment = Moment(at, campaign.window.start(at, last, ZoneInfo(campaign.timezone)))
        candidates, passed_over = self.pool(earliest(campaign, moment.since), at)
        issue = select(campaign, candidates, passed_over, issue_id=f"{campaign.key}/{day}", day=day, moment=moment)
        return issue, moment

    def send(self, issue: Issue) -> None:
        """Marks the stories of an issue as used."""
        assert issue.composed_at
        self.sent[issue.campaign].append(issue)
        for section in issue.sections:
            for place, slot in enumerate(section.slots, 1):
                if slot.taken.kind != Kind.SPONSOR:
                    run = Run(issue=issue.id, campaign=issue.campaign, section=section.key, position=place, at=issue.composed_at)
                    self.runs[slot.story].append(run)
                    self.told[slot.story].add(slot.item)


def _out(item: ContentItem) -> datetime:
    return item.out_at or datetime.min.replace(tzinfo=UTC)
