"""What an editor asks of the archive's knowledge: search, further stories, and which items tell one story."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property, partial
from zoneinfo import ZoneInfo

from newsletter.archive.answers import EarlierWording, Found, LooseLink, Offer, Retirement, Suggestion, Target, Twin
from newsletter.desk.base import BaseDesk
from newsletter.desk.suggesting import down_to_weak
from newsletter.likeness.choosing import Weights
from newsletter.models import ContentItem, Origin, Run, Status

BY_EDITORS = "given by the article's own editors"


@dataclass(frozen=True)
class FurtherStory:
    """A story that could stand under another one: `score` (0..1) is None for what its own editors gave, `why` the reason in words.

    `item` is None for a link that is tied to nothing stored; `hindrance` says why it can't be printed, "" where it can. One `under_minimum`
    is near enough for an editor to look at, and no campaign with that minimum would print it.
    """

    title: str
    url: str
    item: str | None
    origin: Origin
    score: float | None
    why: str
    section: str = ""
    language: str = ""
    published_at: datetime | None = None
    hindrance: str = ""
    under_minimum: bool = False


@dataclass(frozen=True)
class Version:
    """Another item of a story; `twin` is the pair in which it was compared, with the item asked about where the two were."""

    item: ContentItem
    twin: Twin | None

    @property
    def compared_with(self) -> str | None:
        """The id of the other item of the pair."""
        return _other(self.twin, self.item.id) if self.twin else None


@dataclass(frozen=True)
class Merged:
    """What a merge made one story of; `items` are all that tell it now, `taken_back_by` the item whose split undoes it, "" for none."""

    one: ContentItem
    other: ContentItem
    items: tuple[str, ...]
    were_one: bool
    taken_back_by: str


@dataclass(frozen=True)
class Parted:
    """What a split parted: the item, the ids of the `others`, and whether they shared a story until then."""

    item: ContentItem
    others: tuple[str, ...]
    were_one: bool


class KnowledgeDesk(BaseDesk):
    """What the archive knows of its items."""

    def item(self, words: str) -> ContentItem:
        """The item meant by an id or some words of its headline, with its related links and where it ran."""
        return self.archive.find_item(words)

    @property
    def has_items(self) -> bool:
        """Whether anything is stored at all."""
        return self.archive.count() > 0

    def day_of(self, moment: datetime) -> date:
        """The day of a moment by the project's clocks."""
        return moment.astimezone(ZoneInfo(self.project.settings.timezone)).date()

    def local_time(self, moment: datetime) -> str:
        """A moment by the project's clocks: "2026-03-02 06:00"."""
        return f"{moment.astimezone(ZoneInfo(self.project.settings.timezone)):%Y-%m-%d %H:%M}"

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
        """The items that hold the words, the best first. Raises UsageError when nothing can be sought."""
        return self.archive.search(
            words, section=section, status=status, kind=kind, language=language, since=since, until=until, unused=unused, limit=limit
        )

    def related(
        self,
        words: str,
        *,
        since: datetime | None = None,
        section: str | None = None,
        language: str | None = None,
        exclude: Sequence[str] = (),
        limit: int = 10,
        minimum: float = Weights.minimum,
    ) -> tuple[ContentItem, list[FurtherStory]]:
        """An item and its further stories: its editors' own links first, then what the archive suggests, which alone the filters hold for.

        None leads to what `exclude` names or to another item of its story; what is suggested has three quarters of the minimum at least.
        """
        item = self.item(words)
        left_out = {key for named in exclude for key in _names(self.item(named))}
        given = [offer for offer in self.archive.related_offers([item.id])[item.id] if not {offer.item, offer.story} & left_out]
        taken = left_out | {key for offer in given for key in (offer.item, offer.story) if key}
        targets = self.archive.targets({offer.item for offer in given if offer.item})
        further = [_given(offer, targets.get(offer.item or ""), self.now()) for offer in given]
        if len(given) < limit:
            ask = partial(self.archive.suggest, since=since, section=section, language=language, exclude=taken, limit=limit - len(given))
            further += self._suggested(item.id, ask, Weights(minimum=minimum))
        return item, further[:limit]

    def _suggested(self, item_id: str, ask: Callable[..., dict[str, tuple[Suggestion, ...]]], weights: Weights) -> list[FurtherStory]:
        """What the archive suggests, and of each whether it is near enough. That is for the archive to say: it asks less of a headline."""
        near, shown = (ask([item_id], at=self.now(), weights=one)[item_id] for one in (weights, down_to_weak(weights)))
        printed = {one.item.id for one in near}
        told = ((_told_by(one.item, "archive", one.score, one.why), one.item.id not in printed) for one in shown)
        return [replace(story, under_minimum=is_weak) for story, is_weak in told]

    def loose_links(self, words: str | None = None) -> list[LooseLink]:
        """The related links, of one item or of all, that can't be printed: tied to nothing, and without an address."""
        return self.archive.loose_links(None if words is None else [self.item(words).id])

    def duplicates(self, words: str | None = None, *, decided: bool = False, limit: int | None = None) -> list[Twin]:
        """The pairs of items, of one or of all, that were found to tell one story, or may; the newest first."""
        return self.archive.duplicates(None if words is None else self.item(words).id, decided=decided, limit=limit)

    def undecided(self, words: str | None = None, limit: int | None = None) -> list[Twin]:
        """Those pairs that may be one story, which neither the archive has grouped nor an editor has decided on."""
        return self.archive.duplicates(None if words is None else self.item(words).id, undecided=True, limit=limit)

    def merge(self, words: str, other_words: str) -> Merged:
        """Makes two items, and all that share their stories, tell one."""
        one, other = self.item(words), self.item(other_words)
        alone = [item.id for item in (other, one) if self.stands_alone(item.id)]
        were_one = one.story == other.story
        items = self.archive.merge(one.id, other.id, at=self.now(), who=self.who)
        return Merged(one, other, tuple(items), were_one, other.id if were_one else next(iter(alone), ""))

    def split(self, words: str) -> Parted:
        """Takes an item out of its story, or says of what was found to be like it that it is not."""
        item = self.item(words)
        were_one = not self.stands_alone(item.id)
        return Parted(item, tuple(self.archive.split(item.id, at=self.now(), who=self.who)), were_one)

    def stands_alone(self, item_id: str) -> bool:
        """Whether no other item tells the story of the item with that id."""
        return len(self.archive.versions_of(self.archive.item(item_id).story)) == 1

    def versions(self, item: ContentItem) -> list[Version]:
        """The other items that tell an item's story, the first first."""
        ids = [member for member in self.archive.versions_of(item.story) if member != item.id]
        own = {member: twin for twin in self.archive.duplicates(item.id, decided=True) if (member := _other(twin, item.id)) in ids}
        return [Version(self.archive.item(member), own.get(member) or self._nearest(member, {item.id, *ids})) for member in ids]

    def _nearest(self, item_id: str, story: set[str]) -> Twin | None:
        """The pair of an item and that of its story which it is most like."""
        pairs = (twin for twin in self.archive.duplicates(item_id, decided=True) if _other(twin, item_id) in story)
        return min(pairs, key=lambda twin: twin.share_changed, default=None)

    def wordings(self, item: ContentItem) -> list[EarlierWording]:
        """The earlier wordings of an item, the oldest first."""
        return self.archive.wordings(item.id)

    def retirement(self, item: ContentItem) -> Retirement | None:
        """Why, when and by whom an item was taken back; None when it was not."""
        return self.archive.retirement(item.id) if item.status == Status.RETIRED else None

    def ran(self, item: ContentItem) -> tuple[Run, ...]:
        """Where an item's story ran, the latest first, under whichever of its headlines."""
        return self.archive.ran(item.story)

    def describe_run(self, run: Run) -> str:
        """Where a story ran, in words: "2 March, daily, World, 2nd"; with the year where it is another."""
        day, section = run.day, self._section_names.get((run.campaign, run.section), run.section)
        year = "" if day.year == self.now().year else f" {day.year}"
        return f"{day.day} {day:%B}{year}, {run.campaign}, {section}, {_ordinal(run.position)}"

    @cached_property
    def _section_names(self) -> dict[tuple[str, str], str]:
        return {(campaign.key, plan.key): plan.name for campaign in self.campaigns() for plan in campaign.sections}


def _ordinal(number: int) -> str:
    """ "1st", "2nd", "11th"."""
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _names(item: ContentItem) -> set[str]:
    return {item.id, item.story}


def _other(twin: Twin, item_id: str) -> str:
    return twin.later if twin.earlier == item_id else twin.earlier


def _given(offer: Offer, target: Target | None, at: datetime) -> FurtherStory:
    """What an article's own editors link to, and why that can't be printed, as far as its target tells."""
    if target is None:
        return FurtherStory(title=offer.title, url=offer.url, item=None, origin="editor", score=None, why=BY_EDITORS)
    story = _told_by(target.item, "editor", None, BY_EDITORS)
    hindrance = _hindrance(target, at)
    return replace(story, url=offer.url, hindrance=hindrance or ("" if offer.url else story.hindrance))


def _hindrance(target: Target, at: datetime) -> str:
    item = target.item
    if item.status == Status.RETIRED:
        return f"retired: {target.retired_reason}" if target.retired_reason else "retired"
    if item.status == Status.DRAFT:
        return "still a draft"
    return "not out yet" if item.out_at is not None and item.out_at > at else ""


def _told_by(item: ContentItem, origin: Origin, score: float | None, why: str) -> FurtherStory:
    return FurtherStory(
        title=item.title,
        url=item.url,
        item=item.id,
        origin=origin,
        score=score,
        why=why,
        section=item.section,
        language=item.language,
        published_at=None if item.date_assumed else item.published_at,
        hindrance="" if item.url else "without an address",
    )
