"""What holds of every issue that is composed, whatever the candidates, pins, sponsors and rules."""

from collections import Counter
from datetime import timedelta
from typing import Any

from build import AT, DAY, HOUR, MOMENT, campaign, candidate, item
from hypothesis import given, settings
from hypothesis import strategies as st

from newsletter.campaign import Campaign, SectionPlan
from newsletter.compose import BENCH_SIZE, Booked, make_slot, select
from newsletter.compose.filters import called, matches
from newsletter.models import Booking, Candidate, Issue, IssueSection, Kind, Run, Slot

PLANS = [
    campaign(text)
    for text in (
        """
        sections = [
            { key = "top", layout = "lead", max = 1 },
            { key = "world", where = { section = "world" }, min = 2, max = 3, cap = { publisher = 1 } },
            { key = "rest", max = 2, order = "newest", where = { not = { tags = "x" } } },
        ]
        """,
        """
        window = { rest_days = 3, updates = true }
        sections = [
            { key = "world", min = 3, max = 3, thin = ["widen", "evergreen"], order = "priority" },
            { key = "rest", max = 1 },
        ]
        """,
        """
        window = { used_in = [] }
        sections = [
            { key = "world", min = 2, max = 4, thin = ["evergreen", "drop"], cap = { tag = 1, publisher = 2 }, layout = ["lead", "brief"] },
            { key = "rest", where = { section = "asia" }, min = 1, max = 2, thin = "drop" },
        ]
        """,
    )
]


def run(days: int, campaign_key: str = "daily") -> Run:
    at = AT - timedelta(days=days)
    return Run(issue=f"{campaign_key}/{at:%Y-%m-%d}", campaign=campaign_key, section="world", position=1, at=at)


STORIES = st.sampled_from(["one", "two", "three", "four", "five", "six", "seven", ""])
FIELDS = st.fixed_dictionaries(
    {
        "story": STORIES,
        "published_at": st.sampled_from([None, *(AT - hours * HOUR for hours in (-3, 0, 1, 5, 5, 35, 36, 50, 90, 300))]),
        "section": st.sampled_from(["world", "asia", ""]),
        "tags": st.sampled_from([(), ("x",), ("y", "x")]),
        "publisher": st.sampled_from(["", "Tide", "tide", "Quay"]),
        "priority": st.integers(0, 2),
        "evergreen": st.booleans(),
        "embargo_until": st.sampled_from([None, None, None, AT + HOUR]),
        "held_by": st.sampled_from(["", "", "", "weekend/2026-03-07"]),
        "ran": st.sampled_from([(), (), (run(2),), (run(29),), (run(2, "weekend"),)]),
        "is_update": st.booleans(),
        "status": st.sampled_from(["ready", "ready", "ready", "draft", "retired"]),
        "kind": st.sampled_from(["article", "article", "note", "sponsor"]),
    }
)
POOLS = st.lists(FIELDS, max_size=24).map(lambda pool: [candidate(f"item-{number:02}", **fields) for number, fields in enumerate(pool)])
SECTIONS = st.sampled_from(["world", "rest"])


@st.composite
def standing_issues(draw: st.DrawFn) -> Issue:
    """An issue with a few stories in it, some of them pinned, each to a place of its own."""
    places = {"world": draw(st.permutations([1, 2, 3, 5])), "rest": draw(st.permutations([1, 2, 4]))}
    sections: dict[str, list[Slot]] = {"world": [], "rest": []}
    for number, (key, is_pinned, story) in enumerate(draw(st.lists(st.tuples(SECTIONS, st.booleans(), STORIES), max_size=4))):
        told = item(draw(st.sampled_from([f"item-{number:02}", f"own-{number}"])), story=story or f"own-{number}")
        place = places[key].pop() if is_pinned and places[key] else None
        sections[key].append(_slot(f"s1-{number}", told, place))
    kept = tuple(IssueSection(key=key, slots=tuple(slots)) for key, slots in sections.items() if slots)
    return Issue(id=f"daily/{DAY}", campaign="daily", date=DAY, version=1, sections=kept)


def _slot(slot_id: str, told: Any, place: int | None) -> Slot:
    return make_slot(slot_id, told, "standard", "put there").but(pinned=place is not None, pinned_at=place)


BOOKED = st.dictionaries(st.tuples(st.sampled_from(["world", "rest"]), st.integers(1, 4)), st.just(""), max_size=3).map(
    lambda places: [
        Booked(
            Booking(campaign="daily", date=DAY, section=section, position=place), item(f"ad-{number}", kind="sponsor", story=f"ad-{number}")
        )
        for number, (section, place) in enumerate(sorted(places))
    ]
)
NOTHING = Issue(id=f"daily/{DAY}", campaign="daily", date=DAY)


def made_of(plan: Campaign, pool: list[Candidate], standing: Issue = NOTHING, booked: Any = (), size: int | None = BENCH_SIZE) -> Issue:
    return select(
        plan,
        pool,
        {"too old": 3},
        issue_id=f"daily/{DAY}",
        day=DAY,
        moment=MOMENT,
        standing=standing,
        booked=booked,
        bench_size=size,
    )


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(PLANS), POOLS, standing_issues(), BOOKED)
def test_every_candidate_is_accounted_for_and_no_rule_is_broken(
    plan: Campaign, pool: list[Candidate], standing: Issue, booked: list[Booked]
) -> None:
    made = made_of(plan, pool, standing, booked)
    kept = {slot.id for slot in standing.slots}
    picks = [slot for slot in made.slots if slot.id not in kept and slot.taken.kind != Kind.SPONSOR]
    assert_all_accounted_for(made, pool)
    assert len({slot.id for slot in made.slots}) == len(made.slots)
    # no story twice: among the picks, or beside what stands
    stories = Counter(slot.story for slot in picks)
    assert not stories or max(stories.values()) == 1
    assert not stories.keys() & {slot.story for slot in standing.slots}
    by_id = {one.item.id: one for one in pool}
    for slot in picks:
        assert_may_stand(plan, by_id[slot.item], slot)
    for planned in plan.sections:
        assert_within_limits(planned, made, kept, by_id)


def assert_all_accounted_for(made: Issue, pool: list[Candidate]) -> None:
    placed, benched = {slot.item for slot in made.slots}, [one.item for one in made.bench]
    candidates = {one.item.id for one in pool}
    assert len(placed & candidates) + len(benched) + sum(made.passed_over.values()) == len(pool) + 3
    assert len(set(benched)) == len(benched) <= BENCH_SIZE
    assert not placed & set(benched)
    assert all(one.why_not for one in made.bench)
    assert all(slot.why for slot in made.slots)


def assert_may_stand(plan: Campaign, standing: Candidate, slot: Slot) -> None:
    told, window = standing.item, plan.window
    assert (told.status, told.embargo_until) == ("ready", None)
    assert told.kind != Kind.SPONSOR
    assert told.published_at is None or told.published_at <= AT
    assert not standing.held_by or window.used_in == []
    rests = [one for one in standing.ran if (AT - one.at).days < window.rest_days and (window.used_in is None or one.campaign == "daily")]
    assert not rests or (standing.is_update and window.updates and slot.words.kicker == "Update")
    is_fresh = told.published_at is not None and told.published_at > MOMENT.since
    assert is_fresh or "widened" in slot.why or (told.evergreen and "evergreens" in slot.why)


def assert_within_limits(planned: SectionPlan, made: Issue, kept: set[str], by_id: dict[str, Candidate]) -> None:
    """Minimum, maximum and caps of a section hold, or it is said that they do not, or an editor has put it so."""
    slots = [slot for section in made.sections if section.key == planned.key for slot in section.slots]
    stories = [slot for slot in slots if slot.taken.kind != Kind.SPONSOR]
    picks = [by_id[slot.item].item for slot in stories if slot.id not in kept]
    assert len(stories) >= planned.min or any(remark.startswith(planned.name) for remark in made.remarks)
    assert len(stories) <= planned.max or not picks
    assert len(slots) > len(picks) or not picks or "drop" not in planned.thin or len(stories) >= planned.min
    assert all(matches(pick, planned.where) for pick in picks)
    for key, most in planned.cap.model_dump(exclude_none=True).items():
        counted = Counter(value for pick in picks for value in called(pick, "tags" if key == "tag" else key) if value)
        assert all(count <= most for count in counted.values())


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(PLANS), POOLS, standing_issues(), BOOKED)
def test_what_stands_is_untouched_and_pins_and_sponsors_are_where_they_were_put(
    plan: Campaign, pool: list[Candidate], standing: Issue, booked: list[Booked]
) -> None:
    made = made_of(plan, pool, standing, booked)
    for key in ("world", "rest"):
        before = [slot for section in standing.sections if section.key == key for slot in section.slots]
        after = [slot for section in made.sections if section.key == key for slot in section.slots]
        assert [slot for slot in after if slot in before and not slot.pinned] == [slot for slot in before if not slot.pinned]
        assert all(slot in after for slot in before)
        taken = {slot.pinned_at for slot in after if slot.taken.kind == Kind.SPONSOR}
        for place, slot in enumerate(after, 1):
            follows = [one for one in after[place:] if one.pinned_at is None]
            if slot.taken.kind == Kind.SPONSOR or (slot.pinned and not taken):
                assert place == slot.pinned_at or (place < (slot.pinned_at or 0) and not follows)
    assert {slot.item for slot in made.slots if slot.taken.kind == Kind.SPONSOR} == {one.item.id for one in booked}


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(PLANS), POOLS, standing_issues(), BOOKED, st.randoms(use_true_random=False))
def test_the_same_candidates_in_any_order_give_the_same_issue(
    plan: Campaign, pool: list[Candidate], standing: Issue, booked: list[Booked], chance: Any
) -> None:
    shuffled = list(pool)
    chance.shuffle(shuffled)
    assert made_of(plan, shuffled, standing, booked[::-1]) == made_of(plan, pool, standing, booked)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(PLANS), POOLS, standing_issues())
def test_filling_a_full_issue_changes_nothing(plan: Campaign, pool: list[Candidate], standing: Issue) -> None:
    made = made_of(plan, pool, standing)
    assert made_of(plan, pool, made).sections == made.sections


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(PLANS), POOLS, st.sampled_from(["kind", "status", "held_by"]))
def test_a_candidate_that_cannot_stand_changes_no_slot(plan: Campaign, pool: list[Candidate], hindrance: str) -> None:
    fields = {"kind": "sponsor", "status": "draft", "held_by": "daily/2026-03-03"}
    one_more = candidate("new", story="new", priority=9, **{hindrance: fields[hindrance]})
    before, after = made_of(plan, pool, size=0), made_of(plan, [*pool, one_more], size=0)
    assert after.but(passed_over={}) == before.but(passed_over={})
    assert sum(after.passed_over.values()) == sum(before.passed_over.values()) + 1


FILTERED = campaign(
    """
    sections = [
        { key = "world", min = 2, max = 3, where = { section = "world" } },
        { key = "x", max = 2, where = { tags = "x" } },
    ]
    """
)


@settings(max_examples=40, deadline=None)
@given(POOLS)
def test_an_item_that_no_section_takes_changes_nothing_but_a_count(pool: list[Candidate]) -> None:
    one_more = candidate("new", story="new", section="sport", priority=9)
    before, after = made_of(FILTERED, pool, size=0), made_of(FILTERED, [*pool, one_more], size=0)
    assert after.but(passed_over={}) == before.but(passed_over={})
    assert Counter(after.passed_over) - Counter(before.passed_over) == Counter({"no section takes it": 1})
    told = {one.item for one in made_of(FILTERED, [*pool, one_more], size=None).bench}
    assert told == {one.item for one in made_of(FILTERED, pool, size=None).bench} | {"new"}
