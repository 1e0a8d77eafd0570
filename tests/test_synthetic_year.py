"""A year of issues, composed morning after morning by the rules alone: nothing repeated, nothing stale, no issue empty or flooded."""

from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest
from build import campaign
from synthetic_year import HOLIDAYS, QUIET, YEAR, Newsroom, days_of_the_year, items_of_the_year

from newsletter.campaign import Campaign
from newsletter.compose import Moment
from newsletter.compose.section import WIDEST
from newsletter.models import ContentItem, Issue, Slot

PARIS = ZoneInfo("Europe/Paris")
REST = 30
WINDOW = f"""
[window]
rest_days = {REST}
updates = true
"""
DAILY = campaign(
    f'days_off = ["saturday", "sunday", {", ".join(map(str, HOLIDAYS))}]\n'
    + WINDOW
    + """
[[sections]]
key = "top"
layout = "lead"
where = { not = { section = "sport" } }
min = 1
max = 1

[[sections]]
key = "world"
where = { section = ["world", "europe"] }
min = 2
max = 4
cap = { publisher = 2 }
thin = ["widen", "evergreen"]

[[sections]]
key = "business"
where = { section = "business" }
order = "priority"
min = 1
max = 3

[[sections]]
key = "climate"
where = { section = "climate" }
min = 2
max = 2
thin = ["evergreen", "drop"]

[[sections]]
key = "brief"
layout = "brief"
order = "newest"
max = 5
"""
)
SUNDAY = campaign(
    'days_off = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday"]\n'
    + WINDOW
    + '[[sections]]\nkey = "reads"\norder = "priority"\nmin = 5\nmax = 8\ncap = { publisher = 4 }\n'
).model_copy()
SUNDAY._key = "sunday"
CLOCK_CHANGES = [date(YEAR, 3, 29), date(YEAR, 10, 25)]


class Sent(NamedTuple):
    """An issue that went out, with the moment that it went by and what of it stands where."""

    issue: Issue
    moment: Moment
    campaign: Campaign

    @property
    def day(self) -> date:
        return self.issue.date


@pytest.fixture(scope="module")
def items() -> dict[str, ContentItem]:
    return {item.id: item for item in items_of_the_year()}


@pytest.fixture(scope="module")
def year(items: dict[str, ContentItem]) -> list[Sent]:
    """Every issue of the year, each composed after those before it had gone out."""
    newsroom = Newsroom(list(items.values()))
    sent = []
    for day in days_of_the_year():
        for plan in (DAILY, SUNDAY):
            if not plan.day_off(day):
                issue, moment = newsroom.compose(plan, day)
                newsroom.send(issue)
                sent.append(Sent(issue, moment, plan))
    return sent


def slots_of(year: list[Sent]) -> list[tuple[Sent, Slot]]:
    return [(sent, slot) for sent in year for slot in sent.issue.slots]


def test_there_is_an_issue_on_every_day_that_has_one(year: list[Sent]) -> None:
    daily, sunday = ([sent for sent in year if sent.campaign is plan] for plan in (DAILY, SUNDAY))
    assert (len(daily), len(sunday)) == (253, 52)
    assert {sent.moment.at.astimezone(PARIS).strftime("%H:%M") for sent in year} == {"06:30"}
    assert {sent.moment.at.strftime("%H:%M") for sent in year} == {"05:30", "04:30"}, "in UTC, before and after the clocks change"
    assert [sent.day for sent in sunday if sent.day in CLOCK_CHANGES] == CLOCK_CHANGES
    assert not any(sent.day in HOLIDAYS for sent in daily)


def test_every_moment_of_the_year_lies_in_the_window_of_one_issue_and_of_no_other(year: list[Sent]) -> None:
    for plan in (DAILY, SUNDAY):
        windows = [sent.moment for sent in year if sent.campaign is plan]
        assert all(later.since == earlier.at for earlier, later in pairwise(windows))


def test_no_story_runs_again_before_it_has_rested_unless_it_is_an_update_that_says_so(year: list[Sent]) -> None:
    last: dict[str, date] = {}
    updates = 0
    for sent, slot in slots_of(year):
        days = (sent.day - last.get(slot.story, date.min)).days
        if days < REST:
            assert slot.item.endswith("-update")
            assert slot.words.kicker == "Update"
            updates += 1
        last[slot.story] = sent.day
    assert updates > 20


def test_no_item_ever_runs_twice_within_its_rest(year: list[Sent]) -> None:
    last: dict[str, date] = {}
    for sent, slot in slots_of(year):
        assert (sent.day - last.get(slot.item, date.min)).days >= REST
        last[slot.item] = sent.day


def test_no_story_is_from_outside_its_window_unless_the_day_was_thin_and_that_is_said(
    year: list[Sent], items: dict[str, ContentItem]
) -> None:
    told = {"fresh": 0, "widened": 0, "evergreen": 0, "embargoed": 0}
    for sent, slot in slots_of(year):
        item = items[slot.item]
        out, since, at = _out(item), sent.moment.since, sent.moment.at
        assert out <= at
        assert item.status == "ready"
        told["embargoed"] += item.embargo_until is not None
        if since < out:
            told["fresh"] += 1
        elif "; drawn from the evergreens" in slot.why:
            told["evergreen"] += 1
            assert item.evergreen
        else:
            told["widened"] += 1
            assert since - WIDEST < out
            assert "; the window was widened by " in slot.why
    assert min(told.values()) > 0, f"the year has none of one kind: {told}"
    assert told["fresh"] > 10 * (told["widened"] + told["evergreen"])


def _out(item: ContentItem) -> datetime:
    assert item.out_at is not None
    return item.out_at


def test_no_issue_is_empty_and_none_is_flooded(year: list[Sent]) -> None:
    for sent in year:
        least = 5 if sent.campaign is SUNDAY else 3 if (sent.day.month, sent.day.day) in QUIET else 4
        assert least <= len(sent.issue.slots) <= sum(plan.max for plan in sent.campaign.sections)
        for section in sent.issue.sections:
            plan = sent.campaign.plan(section.key)
            assert plan is not None
            assert plan.min <= len(section.slots) <= plan.max


def test_a_section_is_missing_only_where_the_rules_drop_it_or_nothing_comes_in_and_that_is_said(year: list[Sent]) -> None:
    all_missing = set()
    for sent in year:
        missing = {plan.name for plan in sent.campaign.sections if plan.min} - {section.name for section in sent.issue.sections}
        assert {remark.split()[0] for remark in sent.issue.remarks} == missing
        assert missing <= {"Climate"} or (sent.day.month, sent.day.day) in QUIET
        all_missing |= missing
    assert "Climate" in all_missing


def test_every_item_is_accounted_for_every_morning(year: list[Sent], items: dict[str, ContentItem]) -> None:
    for sent in year:
        counted = len(sent.issue.slots) + len(sent.issue.bench) + sum(sent.issue.passed_over.values())
        assert counted == len(items)


def test_the_year_has_all_that_makes_a_year_hard(year: list[Sent], items: dict[str, ContentItem]) -> None:
    why_not = [one.why_not for sent in year for one in sent.issue.bench]
    for words in ("the same story as", "ran ", "is full", "already", "was dropped"):
        assert any(words in why for why in why_not), words
    assert any("embargoed" in sent.issue.passed_over for sent in year)
    ran = {slot.item for _, slot in slots_of(year)}
    assert any(name.endswith("-again") for name in ran), "a re-post runs where the first text did not, or has rested"
    days = [day for day in days_of_the_year() if day.weekday() == 6]
    counts = [sum(item.published_at is not None and item.published_at.date() == day for item in items.values()) for day in days]
    assert max(counts) < 20 < 35 < len(items) / 380
    assert max(sent.moment.at - sent.moment.since for sent in year) > timedelta(days=3)
