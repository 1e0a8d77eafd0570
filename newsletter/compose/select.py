"""Which story stands where: select(campaign, pool, …) -> Issue. Pure; the same input gives the same issue.

What only this module knows: the order in which candidates are tried, and how each of them that was not placed is told why.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from newsletter.campaign import Campaign, SectionPlan
from newsletter.compose.filters import authors_of, matches
from newsletter.compose.wording import make_slot
from newsletter.errors import Refused
from newsletter.models import Benched, Candidate, ContentItem, Issue, IssueSection, Kind, Run, Slot, Status

BENCH_SIZE = 20
WIDEST = timedelta(days=7)
"""How far a thin section may widen the window, a day at a time."""

HOURS_A_PRIORITY = 6
HOURS_A_PICTURE = 3
"""What a point of priority and a picture are worth in the order "scored", in hours of freshness."""

_NEAREST = (
    "section full",
    "cap reached",
    "section dropped",
    "no section takes it",
    "same story",
    "held by another issue",
    "ran recently",
    "embargoed",
    "not out yet",
    "too old",
    "not ready",
    "retired",
)
"""Every reason, the nearest miss first."""

_CAPPED = {"publisher": "of", "author": "by", "country": "from", "tag": "tagged"}


@dataclass(frozen=True)
class Moment:
    """When an issue goes out (`at`), and since when a story counts as fresh for it."""

    at: datetime
    since: datetime


def earliest(campaign: Campaign, since: datetime) -> datetime:
    """From when on select may need candidates: the window's start, or earlier where a thin section may widen it."""
    return since - WIDEST if any(plan.thin == "widen" and plan.min for plan in campaign.sections) else since


def select(
    campaign: Campaign, candidates: Sequence[Candidate], passed_over: dict[str, int], *, issue_id: str, day: date, moment: Moment
) -> Issue:
    """A draft issue. Raises Refused when a section whose plan says `thin = "refuse"` cannot be filled."""
    desk = _Selection(campaign, moment, sorted(candidates, key=lambda candidate: candidate.item.id))
    sections = [section for plan in campaign.sections if (section := desk.fill(plan)) is not None]
    bench, rest = desk.bench()
    return Issue(
        id=issue_id,
        campaign=campaign.key,
        date=day,
        sections=tuple(sections),
        bench=tuple(bench),
        passed_over=dict(sorted((Counter(passed_over) + rest).items())),
        composed_at=moment.at,
    )


@dataclass
class _Selection:
    campaign: Campaign
    moment: Moment
    candidates: list[Candidate]
    placed: dict[str, str] = field(default_factory=dict)
    misses: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    slots: int = 0

    def fill(self, plan: SectionPlan) -> IssueSection | None:
        """The section's slots, by its plan; None when it is dropped or empty."""
        picks = self._pick(plan, self._fresh(self.moment.since), [])
        if len(picks) < plan.min:
            picks = self._thin(plan, picks)
        if len(picks) < plan.min and plan.thin == "drop":
            for candidate, _ in picks:
                del self.placed[_story(candidate.item)]
                self._miss(candidate, "section dropped", f"{plan.name} was dropped: {len(picks)} of at least {plan.min}", plan)
            return None
        return IssueSection(key=plan.key, title=plan.title, slots=tuple(self._slot(plan, *pick) for pick in picks)) if picks else None

    def bench(self) -> tuple[list[Benched], Counter[str]]:
        """The nearest misses, and how many more there are for each reason."""
        missed: list[tuple[int, float, Candidate, str, str, str]] = []
        for candidate in self.candidates:
            if self.placed.get(_story(candidate.item)) == candidate.item.id:
                continue
            kind, why, section = self._why_not(candidate)
            missed.append((_NEAREST.index(kind), -self._score(candidate.item), candidate, kind, why, section))
        missed.sort(key=lambda miss: (miss[0], miss[1], miss[2].item.id))
        bench = [Benched(item=miss[2].item.id, title=miss[2].item.title, why_not=miss[4], section=miss[5]) for miss in missed[:BENCH_SIZE]]
        return bench, Counter(miss[3] for miss in missed[BENCH_SIZE:])

    def _fresh(self, since: datetime) -> list[Candidate]:
        """The candidates of the window; one under embargo in it is kept, so that the bench can say so."""
        return [
            one
            for one in self.candidates
            if one.item.published_at is not None and one.item.published_at <= self.moment.at and since < _out(one.item)
        ]

    def _pick(
        self, plan: SectionPlan, pool: Iterable[Candidate], picks: list[tuple[Candidate, str]], how: str = ""
    ) -> list[tuple[Candidate, str]]:
        """`picks` and the best of the pool: as many as the section may have, or as it must have, when `how` tells what was drawn on."""
        picks, most = list(picks), plan.min if how else plan.max
        for candidate in sorted(pool, key=lambda one: self._rank(plan, one.item)):
            if not matches(candidate.item, plan.where) or self._barred(candidate) or _story(candidate.item) in self.placed:
                continue
            if len(picks) >= most:
                if not how:
                    self._miss(candidate, "section full", f"{plan.name} is full: {most} of {most}", plan)
            elif over := self._over_cap(plan, candidate.item, [pick.item for pick, _ in picks]):
                self._miss(candidate, "cap reached", over, plan)
            else:
                self.placed[_story(candidate.item)] = candidate.item.id
                picks.append((candidate, self._why(plan, candidate.item) + how))
        return picks

    def _thin(self, plan: SectionPlan, picks: list[tuple[Candidate, str]]) -> list[tuple[Candidate, str]]:
        """A section with fewer stories than its minimum, mended as its plan says."""
        if plan.thin == "widen":
            for days in range(1, WIDEST.days + 1):
                older = self._fresh(self.moment.since - timedelta(days=days))
                picks = self._pick(plan, older, picks, f"; the window was widened by {days} day{'s' if days > 1 else ''}")
                if len(picks) >= plan.min:
                    break
        elif plan.thin == "evergreen":
            picks = self._pick(plan, [one for one in self.candidates if one.item.evergreen], picks, "; drawn from the evergreens")
        elif plan.thin == "refuse":
            raise Refused(
                f"{plan.name} has {len(picks)} of at least {plan.min} stories",
                'import more, or change its "min" or "thin" in the campaign',
            )
        return picks

    def _barred(self, candidate: Candidate) -> tuple[str, str] | None:
        """Why no section of this issue may print it, whatever its filters."""
        item = candidate.item
        if item.kind == Kind.SPONSOR:
            return "no section takes it", "a sponsor's item is booked or added by hand"
        if item.status != Status.READY:
            return ("retired", "retired") if item.status == Status.RETIRED else ("not ready", "still a draft")
        if item.embargo_until is not None and item.embargo_until > self.moment.at:
            return "embargoed", f"embargoed until {self._local(item.embargo_until):%-d %B, %H:%M}"
        if item.published_at is not None and item.published_at > self.moment.at:
            return "not out yet", f"not out before {self._local(item.published_at):%-d %B, %H:%M}"
        if candidate.held_by:
            return "held by another issue", f"held by {candidate.held_by[0]}"
        if rests := [run for run in candidate.ran if self._still_rests(run)]:
            last = max(rests, key=lambda run: (run.at, run.issue))
            plan = self.campaign.plan(last.section) if last.campaign == self.campaign.key else None
            where = plan.name if plan else last.section
            return "ran recently", f"ran {self._day(last.at):%-d %B}, {last.campaign}, {where} {last.position}"
        return None

    def _still_rests(self, run: Run) -> bool:
        """Rest is counted by the calendar, so that a clock put forward does not lengthen it."""
        rest = self.campaign.window.rest_days
        return rest > 0 and (self._day(self.moment.at) - self._day(run.at)).days < rest

    def _day(self, at: datetime) -> date:
        """The day of an issue's moment; a midnight is the end of its day (Campaign.moment)."""
        return (self._local(at) - timedelta(microseconds=1)).date()

    def _why_not(self, candidate: Candidate) -> tuple[str, str, str]:
        if barred := self._barred(candidate):
            return (*barred, "")
        if story := self.placed.get(_story(candidate.item)):
            return "same story", f"the same story as {story}", ""
        if candidate.item.id in self.misses:
            return self.misses[candidate.item.id]
        if candidate.item.published_at is None:
            return "too old", "it has no date", ""
        if candidate.item.published_at <= self.moment.since:
            return "too old", f"published before {self._local(self.moment.since):%-d %B, %H:%M}", ""
        return "no section takes it", "no section takes it", ""

    def _miss(self, candidate: Candidate, kind: str, why: str, plan: SectionPlan) -> None:
        """The nearest miss is kept: of the section that asks for the item's own section, else of the first that would take it."""
        known = self.misses.get(candidate.item.id)
        if known is None or (plan.where.section is not None and self._plan(known[2]).where.section is None):
            self.misses[candidate.item.id] = (kind, why, plan.key)

    def _plan(self, key: str) -> SectionPlan:
        return next(plan for plan in self.campaign.sections if plan.key == key)

    def _over_cap(self, plan: SectionPlan, item: ContentItem, picked: list[ContentItem]) -> str:
        for key, most in plan.cap.model_dump(exclude_none=True).items():
            for value, shown in sorted(_capped(item, key).items()):
                if sum(value in _capped(other, key) for other in picked) >= most:
                    return f"{plan.name} has {most} {'story' if most == 1 else 'stories'} {_CAPPED[key]} {shown} already"
        return ""

    def _rank(self, plan: SectionPlan, item: ContentItem) -> tuple[float, float, str]:
        newest = -item.published_at.timestamp() if item.published_at else 0.0
        if plan.order == "priority":
            return -item.priority, newest, item.id
        if plan.order == "newest":
            return newest, -item.priority, item.id
        return -self._score(item), newest, item.id

    def _score(self, item: ContentItem) -> float:
        """Hours: the later published the higher, with an allowance for priority and for a picture."""
        age = (self.moment.at - item.published_at).total_seconds() / 3600 if item.published_at else 10_000.0
        return item.priority * HOURS_A_PRIORITY + (HOURS_A_PICTURE if item.images else 0) - age

    def _why(self, plan: SectionPlan, item: ContentItem) -> str:
        place = "fills the lead" if plan.layout == "lead" else f"fits {plan.name}"
        return f"{place}: priority {item.priority}, {self._age(item)}" if item.priority else f"{place}: {self._age(item)}"

    def _age(self, item: ContentItem) -> str:
        if item.published_at is None:
            return "without a date"
        hours = int((self.moment.at - item.published_at).total_seconds() // 3600)
        if hours < 1:
            return "less than an hour old"
        return f"{hours} hour{'s' if hours > 1 else ''} old" if hours < 48 else f"{hours // 24} days old"

    def _slot(self, plan: SectionPlan, candidate: Candidate, why: str) -> Slot:
        self.slots += 1
        return make_slot(f"s{self.slots}", candidate.item, plan.layout, why, full=plan.full)

    def _local(self, at: datetime) -> datetime:
        return at.astimezone(ZoneInfo(self.campaign.timezone))


def _out(item: ContentItem) -> datetime:
    return item.out_at or datetime.min.replace(tzinfo=UTC)


def _story(item: ContentItem) -> str:
    return item.story or item.id


def _capped(item: ContentItem, key: str) -> dict[str, str]:
    """What a cap counts: {folded, as the filters read it: as the item has it}."""
    match key:
        case "publisher":
            values: tuple[str, ...] = (item.publisher,)
        case "author":
            values = authors_of(item)
        case "country":
            values = item.countries
        case _:
            values = item.tags
    return {value.casefold(): value for value in values if value}
