"""Which further stories stand under a slot: relate(issue, offers, …) -> Issue. Pure; the archive has made offers and suggestions.

Whether a suggestion is near enough is the archive's to say, which knows both texts; here it is taken as it comes.

What only this module knows: who goes first when two slots could have the same link, and by what two links are known for one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Protocol

from newsletter.campaign import Campaign
from newsletter.compose.filters import matches
from newsletter.models import ContentItem, Issue, Kind, Origin, Slot, SlotLink, Status
from newsletter.words.urls import canonical_url


class Offer(Protocol):
    """A further story offered under an item: a link of its own editors, with what is known of the target it is tied to."""

    @property
    def title(self) -> str: ...
    @property
    def url(self) -> str: ...
    @property
    def item(self) -> str | None: ...
    @property
    def story(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def status(self) -> str: ...
    @property
    def published_at(self) -> datetime | None: ...
    @property
    def date_assumed(self) -> bool: ...
    @property
    def embargo_until(self) -> datetime | None: ...
    @property
    def language(self) -> str: ...


class Suggestion(Protocol):
    """A further story that the archive found: how near it is (0..1), why in words, and the items that may tell the same."""

    @property
    def item(self) -> ContentItem: ...
    @property
    def score(self) -> float: ...
    @property
    def why(self) -> str: ...
    @property
    def twins(self) -> frozenset[str]: ...


DEFAULT_LAYOUT = "standard"
DEFAULT_RELATED = 3
"""How a slot is set, and how many links it gets, whose section has left the campaign."""

SOURCES: tuple[Origin, Origin] = ("editor", "archive")
"""Who gives links without being asked for one."""

Suggestions = Mapping[str, Sequence[Suggestion]]
NO_SUGGESTIONS: Suggestions = MappingProxyType({})


def relate(
    issue: Issue, offers: Mapping[str, Sequence[Offer]], campaign: Campaign, at: datetime, suggestions: Suggestions = NO_SUGGESTIONS
) -> Issue:
    """The issue with related links frozen into every slot whose item is in `offers`: {item id: its offers, in order}.

    No link leads to a story that stands in the issue, none stands twice in it, none leads to what may not be read yet.
    The other slots keep their links, but for those to a story that stands in the issue by now; a link set by hand always stays.
    """
    standing = _standing(issue)
    emptied = {slot.id: tuple(link for link in slot.related if _stays(link, slot, offers, standing)) for slot in issue.slots}
    return fill_up(_with_links(issue, emptied), offers, campaign, at, suggestions)


def fill_up(
    issue: Issue, offers: Mapping[str, Sequence[Offer]], campaign: Campaign, at: datetime, suggestions: Suggestions = NO_SUGGESTIONS
) -> Issue:
    """The same for slots that keep what they have: what is offered for them comes after it, as far as there is room.

    All slots first get what their articles' own editors gave, in that order; then the suggestions are shared out, the best first.
    A section's plan may want links of one of the two alone.
    """
    sharing = _Sharing.of(issue, campaign, at)
    wants_given, wants_suggested = (slots_wanting(issue, campaign, source) for source in SOURCES)
    for slot in issue.slots:
        for offer in offers.get(slot.item, ()) if slot.id in wants_given else ():
            sharing.give(slot, _offered(offer), _traces_of(offer), printable=_may_be_read(offer, at))
    for slot, suggestion in _best_first(issue, suggestions):
        if slot.id in wants_suggested:
            sharing.suggest(slot, suggestion)
    return _with_links(issue, {slot_id: tuple(links) for slot_id, links in sharing.links.items()})


def further(
    issue: Issue, slot: Slot, suggestions: Sequence[Suggestion], campaign: Campaign, at: datetime
) -> tuple[tuple[SlotLink, float], ...]:
    """The links that could still be put under a slot, however full it is, each with its score: for an editor to choose from."""
    sharing = _Sharing.of(issue, campaign, at, room=len(slot.related) + len(suggestions))
    taken = [one for _, one in _best_first(issue, {slot.item: suggestions}) if sharing.suggest(slot, one)]
    return tuple(zip(sharing.links[slot.id][len(slot.related) :], (one.score for one in taken), strict=True))


def link_to(item: ContentItem, *, origin: Origin, why: str) -> SlotLink:
    """A link to a stored item, as it stands now."""
    published_at = _date_of(item)
    return SlotLink(title=item.title, url=item.url, item=item.id, origin=origin, why=why, language=item.language, published_at=published_at)


def most_links(issue: Issue, campaign: Campaign) -> dict[str, int]:
    """How many related links the campaign wants under each slot, by the slot's id."""
    plans = {section.key: campaign.plan(section.key) for section in issue.sections}
    wanted = {key: DEFAULT_RELATED if plan is None else plan.related for key, plan in plans.items()}
    return {slot.id: wanted[section.key] for section in issue.sections for slot in section.slots}


@dataclass
class _Sharing:
    """Links on their way into slots, and all that is linked or stands in the issue already."""

    links: dict[str, list[SlotLink]]
    most: dict[str, int]
    seen: set[str]
    campaign: Campaign
    at: datetime

    @classmethod
    def of(cls, issue: Issue, campaign: Campaign, at: datetime, room: int | None = None) -> _Sharing:
        links = {slot.id: list(slot.related) for slot in issue.slots}
        seen = _standing(issue).union(*(link.traces for slot in issue.slots for link in slot.related))
        most = most_links(issue, campaign) if room is None else dict.fromkeys(links, room)
        return cls(links, most, seen, campaign, at)

    def suggest(self, slot: Slot, suggestion: Suggestion) -> bool:
        """Puts a suggestion under a slot, if it may stand there."""
        if len(self.links[slot.id]) >= self.most[slot.id]:
            return False  # before the item and the reason are made, which most suggestions are never asked for
        item = suggestion.item
        link = link_to(item, origin="archive", why=suggestion.why)
        allowed = _may_be_read(item, self.at) and matches(item, self.campaign.related.where)
        return self.give(slot, link, link.traces | {item.story, *suggestion.twins} - {""}, printable=allowed)

    def give(self, slot: Slot, link: SlotLink, traces: frozenset[str], *, printable: bool) -> bool:
        """Puts a link under a slot, if there is room and nothing of the kind anywhere in the issue; whether it did."""
        has_room = len(self.links[slot.id]) < self.most[slot.id]
        is_link = printable and bool(canonical_url(link.url) and link.title.strip())
        if not has_room or not is_link or traces & (self.seen | set(slot.declined)):
            return False
        self.seen |= traces
        self.links[slot.id].append(link)
        return True


def slots_wanting(issue: Issue, campaign: Campaign, source: Origin) -> set[str]:
    """The ids of the slots whose sections want links of that source; a section that has left the campaign wants all."""
    plans = {section.key: campaign.plan(section.key) for section in issue.sections}
    wanting = {key for key, plan in plans.items() if plan is None or source in plan.related_from}
    return {slot.id for section in issue.sections if section.key in wanting for slot in section.slots}


def _standing(issue: Issue) -> set[str]:
    return set[str]().union(*(slot.traces for slot in issue.slots))


def _stays(link: SlotLink, slot: Slot, offers: Mapping[str, Sequence[Offer]], standing: set[str]) -> bool:
    return link.origin == "hand" or (slot.item not in offers and not link.traces & standing)


def _offered(offer: Offer) -> SlotLink:
    return SlotLink(
        title=offer.title,
        url=offer.url,
        item=offer.item,
        why="given by the article's own editors",
        language=offer.language,
        published_at=_date_of(offer),
    )


def _date_of(target: Offer | ContentItem) -> datetime | None:
    """When it was published, for readers: a date that was only assumed is none."""
    return None if target.date_assumed else target.published_at


def _traces_of(offer: Offer) -> frozenset[str]:
    return frozenset({canonical_url(offer.url), offer.item or "", offer.story}) - {""}


def _best_first(issue: Issue, suggestions: Suggestions) -> Iterator[tuple[Slot, Suggestion]]:
    """Every suggestion with its slot; of two that are as near, the one under the earlier story goes first."""
    pairs = [(slot, one) for slot in issue.slots for one in suggestions.get(slot.item, ())]
    yield from sorted(pairs, key=lambda pair: -pair[1].score)


def _with_links(issue: Issue, links: Mapping[str, tuple[SlotLink, ...]]) -> Issue:
    sections = (section.but(slots=tuple(slot.but(related=links[slot.id]) for slot in section.slots)) for section in issue.sections)
    return issue.but(sections=tuple(sections))


def _may_be_read(target: Offer | ContentItem, at: datetime) -> bool:
    """Whether what a link leads to is out; what is not stored cannot be told."""
    if not isinstance(target, ContentItem) and target.item is None:
        return True
    is_out = all(moment is None or moment <= at for moment in (target.published_at, target.embargo_until))
    return is_out and target.status == Status.READY and target.kind != Kind.SPONSOR
