"""Composing: a complete draft for a day by the campaign's rules, and a half-made issue completed by them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from newsletter.campaign import Campaign
from newsletter.desk.issues import IssueDesk
from newsletter.edit import place_name, require_draft
from newsletter.errors import Refused
from newsletter.models import Benched, Issue, IssueSection, Kind, Slot, State

if TYPE_CHECKING:
    from newsletter.archive import Pool
    from newsletter.compose import Booked, Moment


class Draft(NamedTuple):
    """A composed issue, and its whole bench where that was asked for: every candidate that was not placed."""

    issue: Issue
    bench: tuple[Benched, ...] = ()
    passed_over: dict[str, int] = {}  # noqa: RUF012 - never changed


class Filled(NamedTuple):
    """An issue that was completed, the slots that came in, and the sentence of the version chain; "" when there was nothing to do."""

    issue: Issue
    slots: tuple[Slot, ...]
    what: str


class ComposingDesk(IssueDesk):
    """How an issue comes about."""

    def compose(self, key: str, day: date | None = None, *, again: bool = False) -> Issue:
        """A complete draft for a day (today unless stated), as its newest version.

        An untouched draft is composed afresh, round its pins; an edited one is refused. `again` opens a second issue of the day.
        """
        return self.draft(key, day, again=again).issue

    def draft(self, key: str, day: date | None = None, *, again: bool = False, save: bool = True, explain: bool = False) -> Draft:
        """The same, with everything that was considered (`explain`); and without saving it, for a look at what would come out."""
        from newsletter.desk.emptiness import is_empty, why_empty

        campaign = self.campaign(key)
        before = self._to_compose(campaign, day or self.today(campaign), again)
        base = before.but(sections=_pins_in(before, campaign))
        moment = self._window_of(campaign, base)
        pool, booked = self._pool_for(campaign, moment, base.id), self._booked_for(base)
        issue = self._selected(campaign, base, pool, moment, booked)
        bench = self._selected(campaign, base, pool, moment, booked, everything=True).bench if explain or is_empty(issue) else ()
        if is_empty(issue):
            raise why_empty(issue, campaign, moment, pool, bench, self.archive)
        issue = self._with_texts(_named_as(before, issue), base, campaign)
        issue = self._relate(issue, campaign, [slot.item for slot in issue.slots])
        issue = issue.but(composed_at=min(moment.at, self.now()))
        return Draft(self._compose_into(base, issue, campaign, save), bench, pool.passed_over)

    def fill(self, name: str | None) -> Filled:
        """A half-made issue completed: what stands in it stays as it is, and what an editor took out does not come back."""
        before = self.find_issue(name, to_change=True)
        require_draft(before)
        campaign = self.campaign(before.campaign)
        moment = self._window_of(campaign, before)
        issue = self._selected(campaign, before, self._pool_for(campaign, moment, before.id), moment, self._booked_for(before))
        issue = self._with_texts(issue, before, campaign).but(composed_at=min(moment.at, self.now()))
        known = {slot.id for slot in before.slots}
        new = tuple(slot for slot in issue.slots if slot.id not in known)
        if not new:
            return Filled(before.but(remarks=issue.remarks), (), "")  # why there is nothing, as things stand now
        issue = self._relate(issue, campaign, [slot.item for slot in new])
        places = ", ".join(place_name(issue, slot.id) for slot in new)
        changed = self._save(before, issue, f"filled in {places}")
        return Filled(changed.issue, new, changed.what)

    def today(self, campaign: Campaign) -> date:
        """The day it is by the campaign's clock."""
        return self.now().astimezone(ZoneInfo(campaign.timezone)).date()

    def doubts(self, key: str, day: date) -> list[str]:
        """Why an editor may not mean to compose an issue of that day: sentences."""
        campaign = self.campaign(key)
        past = f"{day} is past: it is {self.today(campaign)} in {campaign.timezone}" if day < self.today(campaign) else ""
        off = campaign.day_off(day)
        return [why for why in (past, f"{campaign.name} has no issue on {day}: {off[:1].lower()}{off[1:]}" if off else "") if why]

    def _to_compose(self, campaign: Campaign, day: date, again: bool) -> Issue:
        """What to compose into: the day's untouched draft, else a new issue. Raises Refused for any other."""
        standing = [one for one in self.archive.issues(campaign.key) if one.date == day and one.status != State.CANCELLED]
        if again or not standing:
            return Issue(id=self.archive.next_issue_id(campaign.key, day), campaign=campaign.key, date=day)
        issue = self.archive.issue(standing[0].id)
        if issue.status != State.DRAFT:
            raise Refused(
                f"{issue.id} is {issue.status} already",
                f"'newsletter issue compose {campaign.key} --again' opens a second issue of the day",
            )
        if issue.touched:
            raise Refused(
                f"{issue.id} has been edited and is left as it is",
                f"'newsletter issue fill {issue.id}' fills in what is missing; 'newsletter issue cancel {issue.id}' drops it; "
                "--again opens a second issue of the day",
            )
        return issue

    def _window_of(self, campaign: Campaign, issue: Issue) -> Moment:
        """A second issue of a day goes by the moment that it is composed at, and takes what came in since the first went out."""
        from newsletter.compose import Moment

        zone, at, after = ZoneInfo(campaign.timezone), campaign.moment(issue.date), issue.date
        if issue.id != f"{campaign.key}/{issue.date}":
            after += timedelta(days=1)
            at = max(at, min(self.now(), datetime.combine(after, time(), zone).astimezone(UTC)))
        return Moment(at, campaign.window.start(at, self.archive.last_exported(campaign.key, before=after), zone))

    def _pool_for(self, campaign: Campaign, moment: Moment, issue_id: str) -> Pool:
        from newsletter.compose import earliest

        return self.archive.pool(since=earliest(campaign, moment.since), at=moment.at, exclude_issue=issue_id)

    def _booked_for(self, issue: Issue) -> list[Booked]:
        """What is booked for the issue, but for what another issue of its day has printed already."""
        from newsletter.compose import Booked

        booked = [Booked(*pair) for pair in self.archive.booked(issue.campaign, issue.date)]
        if not booked:
            return []
        others = [one.id for one in self.archive.issues(issue.campaign) if one.date == issue.date and one.status != State.CANCELLED]
        printed = {slot.item for one in others if one != issue.id for slot in self.archive.issue(one).slots}
        return [one for one in booked if one.item.id not in printed]

    def _selected(
        self, campaign: Campaign, base: Issue, pool: Pool, moment: Moment, booked: list[Booked], *, everything: bool = False
    ) -> Issue:
        from newsletter.compose import BENCH_SIZE, select

        return select(
            campaign,
            pool.candidates,
            dict(pool.passed_over),
            issue_id=base.id,
            day=base.date,
            moment=moment,
            standing=base,
            items=self.archive.texts([slot.item for slot in base.slots]),
            booked=booked,
            bench_size=None if everything else BENCH_SIZE,
        )

    def _with_texts(self, issue: Issue, base: Issue, campaign: Campaign) -> Issue:
        """The issue whose new slots have their words: candidates come without texts, which are read for the few that were picked."""
        from newsletter.compose import take_wording

        known = {slot.id for slot in base.slots}
        texts = self.archive.texts([slot.item for slot in issue.slots if slot.id not in known])

        def told(slot: Slot, key: str) -> Slot:
            item, plan = texts.get(slot.item), campaign.plan(key)
            if slot.id in known or item is None:
                return slot
            full = plan is not None and plan.full and bool(item.body) and item.kind != Kind.SPONSOR
            return slot.but(taken=take_wording(item, full=full), item_version=item.version, full=full)

        sections = (section.but(slots=tuple(told(slot, section.key) for slot in section.slots)) for section in issue.sections)
        return issue.but(sections=tuple(sections))

    def _compose_into(self, base: Issue, issue: Issue, campaign: Campaign, save: bool) -> Issue:
        from newsletter.render import print_patterns

        print_patterns(issue, campaign)
        if not save:
            return issue
        stories = len(issue.slots)
        what = f"composed with {stories} {'story' if stories == 1 else 'stories'}"
        return self.archive.save_issue(issue, base=base.version, at=self.now(), who=self.who, what=what)


def _pins_in(issue: Issue, campaign: Campaign) -> tuple[IssueSection, ...]:
    """What an editor has fixed, in sections that stand and are called as the campaign has them now; those that have left it come last."""
    planned = {plan.key: number for number, plan in enumerate(campaign.sections)}
    pinned = (section.but(slots=tuple(slot for slot in section.slots if slot.pinned)) for section in issue.sections)
    kept = sorted((section for section in pinned if section.slots), key=lambda section: planned.get(section.key, len(planned)))
    return tuple(section.but(title=plan.title) if (plan := campaign.plan(section.key)) else section for section in kept)


def _named_as(before: Issue, issue: Issue) -> Issue:
    """The issue whose slots go by the ids under which their stories stood in it before: composed afresh it is the same issue."""
    ids = {slot.item: slot.id for slot in before.slots}
    sections = (section.but(slots=tuple(slot.but(id=ids.get(slot.item, slot.id)) for slot in section.slots)) for section in issue.sections)
    return issue.but(sections=tuple(sections))
