"""Which further stories stand under a slot: relate(issue, offers, …) -> Issue. Pure; the archive has made the offers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from newsletter.campaign import Campaign
from newsletter.models import Issue, Kind, SlotLink, Status
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
    def embargo_until(self) -> datetime | None: ...
    @property
    def language(self) -> str: ...


DEFAULT_LAYOUT = "standard"
DEFAULT_RELATED = 3
"""How a slot is set, and how many links it gets, whose section has left the campaign."""


def relate(issue: Issue, offers: Mapping[str, Sequence[Offer]], campaign: Campaign, at: datetime) -> Issue:
    """The issue with related links frozen into every slot whose item is in `offers`: {item id: its offers, in order}.

    No link leads to a story that stands in the issue, none stands twice in it, none leads to what may not be read yet.
    The other slots keep their links, but for those to a story that stands in the issue by now.
    """
    standing = set[_Trace]().union(*(_traces(slot.words.url, slot.item, slot.story) | _traces(slot.taken.url) for slot in issue.slots))
    kept = {slot.id: _without(slot.related, standing) for slot in issue.slots if slot.item not in offers}
    seen = standing.union(*(_traces(link.url, link.item) for links in kept.values() for link in links))
    sections = []
    for section in issue.sections:
        plan = campaign.plan(section.key)
        most = plan.related if plan else DEFAULT_RELATED
        slots = []
        for slot in section.slots:
            links = kept[slot.id] if slot.id in kept else _chosen(offers[slot.item], most, seen, at)
            slots.append(slot.but(related=links))
        sections.append(section.but(slots=tuple(slots)))
    return issue.but(sections=tuple(sections))


_Trace = tuple[str, str]


def _traces(url: str, item: str | None = None, story: str = "") -> set[_Trace]:
    """All by which two links can be known for one."""
    return {(kind, value) for kind, value in (("url", canonical_url(url)), ("item", item or ""), ("story", story)) if value}


def _without(links: Sequence[SlotLink], standing: set[_Trace]) -> tuple[SlotLink, ...]:
    return tuple(link for link in links if not _traces(link.url, link.item) & standing)


def _chosen(offers: Sequence[Offer], most: int, seen: set[_Trace], at: datetime) -> tuple[SlotLink, ...]:
    """The first of the offers that may be printed; what they lead to is added to `seen`."""
    links: list[SlotLink] = []
    for offer in offers:
        traces = _traces(offer.url, offer.item, offer.story)
        if len(links) < most and canonical_url(offer.url) and offer.title.strip() and not traces & seen and _may_be_read(offer, at):
            seen |= traces
            why = "given by the article's own editors"
            links.append(SlotLink(title=offer.title, url=offer.url, item=offer.item, why=why, language=offer.language))
    return tuple(links)


def _may_be_read(offer: Offer, at: datetime) -> bool:
    if offer.item is None:
        return True
    is_out = all(moment is None or moment <= at for moment in (offer.published_at, offer.embargo_until))
    return is_out and offer.status == Status.READY and offer.kind != Kind.SPONSOR
