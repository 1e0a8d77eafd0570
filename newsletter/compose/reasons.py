"""Why a story was picked, and why another was not, in an editor's words.

What only this module knows: which of all reasons is the nearest miss.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from newsletter.campaign import Campaign, SectionPlan
from newsletter.models import ContentItem, Run

NEAREST = (
    "section full",
    "cap reached",
    "section dropped",
    "no section takes it",
    "same story",
    "taken out",
    "held by another issue",
    "embargoed",
    "not out yet",
    "ran recently",
    "too old",
    "not ready",
    "retired",
)
"""Every reason, the nearest miss first."""


class Miss(NamedTuple):
    """Why candidates were not placed: the kind of reason, and what says it of one of them in words.

    `section` is the one that nearly took it; `is_own` tells that this section asks for the item's own.
    """

    kind: str
    say: Callable[[ContentItem], str]
    section: str = ""
    is_own: bool = False


class Calendar:
    """Moments as the campaign's readers have them."""

    def __init__(self, campaign: Campaign) -> None:
        self._campaign, self._zone = campaign, ZoneInfo(campaign.timezone)

    def moment(self, at: datetime) -> str:
        """A moment in words: "2 March, 07:30"."""
        return f"{at.astimezone(self._zone):%-d %B, %H:%M}"

    def run(self, run: Run) -> str:
        """Where a story ran, in words: "20 February, daily, World 2"."""
        plan = self._campaign.plan(run.section) if run.campaign == self._campaign.key else None
        return f"{run.day:%-d %B}, {run.campaign}, {plan.name if plan else run.section} {run.position}"


def why_picked(plan: SectionPlan, layout: str, item: ContentItem, at: datetime) -> str:
    """Why a story stands in a section: what it does there, its priority and its age."""
    place = "fills the lead" if layout == "lead" else f"fits {plan.name}"
    return f"{place}: priority {item.priority}, {_age(item, at)}" if item.priority else f"{place}: {_age(item, at)}"


def _age(item: ContentItem, at: datetime) -> str:
    if item.published_at is None:
        return "without a date"
    hours = int((at - item.published_at).total_seconds() // 3600)
    if hours < 1:
        return "less than an hour old"
    return f"{hours} hour{'s' if hours > 1 else ''} old" if hours < 48 else f"{hours // 24} days old"
