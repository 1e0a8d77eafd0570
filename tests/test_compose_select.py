"""Which story stands where, why, and why the others do not."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from build import AT, DAY, HOUR, MOMENT, campaign, candidate, running_order
from hypothesis import given, settings
from hypothesis import strategies as st

from newsletter.campaign import Campaign
from newsletter.compose import Moment, earliest, select
from newsletter.compose.section import WIDEST
from newsletter.compose.select import BENCH_SIZE
from newsletter.errors import Refused
from newsletter.models import Candidate, Image, Issue, Run

TOP_AND_WORLD = """
[[sections]]
key = "top"
layout = "lead"
max = 1

[[sections]]
key = "world"
title = "World"
where = { section = "world" }
max = 3
"""
WORLD = """
[[sections]]
key = "world"
title = "World"
max = 3
"""


def compose(text: str, *candidates: Candidate, moment: Moment = MOMENT, passed_over: dict[str, int] | None = None) -> Issue:
    plan = campaign(text)
    return select(plan, candidates, passed_over or {}, issue_id=f"daily/{DAY}", day=DAY, moment=moment)


def order(text: str, *candidates: Candidate) -> dict[str, list[str]]:
    return running_order(compose(text, *candidates))


def bench(made: Issue) -> dict[str, str]:
    return {benched.item: benched.why_not for benched in made.bench}


def old(hours: float) -> dict[str, Any]:
    return {"published_at": AT - hours * HOUR}


# --- the running order -----------------------------------------------------------------------------------------------


def test_the_lead_is_chosen_first_and_the_sections_are_filled_in_order() -> None:
    text = TOP_AND_WORLD + '[[sections]]\nkey = "brief"\nmax = 2\n'
    hours = {"a": 1, "b": 2, "c": 3, "d": 4, "e": 5}
    found = order(text, *(candidate(name, section="asia" if name == "b" else "world", **old(age)) for name, age in hours.items()))
    assert found == {"top": ["a"], "world": ["c", "d", "e"], "brief": ["b"]}


def test_the_issue_is_a_draft_of_its_campaign_and_day() -> None:
    made = compose(TOP_AND_WORLD, candidate("a"))
    assert (made.id, made.campaign, made.date, made.status, made.composed_at) == ("daily/2026-03-02", "daily", DAY, "draft", AT)
    assert (made.subject, made.preheader, made.touched) == (None, None, False)


def test_slots_are_numbered_through_and_set_as_their_section_says() -> None:
    made = compose(TOP_AND_WORLD, candidate("a", **old(1)), candidate("b", **old(2)), candidate("c", **old(3)))
    assert [(slot.id, slot.layout) for slot in made.slots] == [("s1", "lead"), ("s2", "standard"), ("s3", "standard")]


def test_a_section_that_nothing_fits_is_left_out() -> None:
    assert order(TOP_AND_WORLD, candidate("a", section="asia")) == {"top": ["a"]}
    assert compose(TOP_AND_WORLD).sections == ()


@pytest.mark.parametrize(
    ("how", "found"),
    [("scored", ["pictured", "urgent", "new"]), ("priority", ["urgent", "new", "pictured"]), ("newest", ["new", "pictured", "urgent"])],
)
def test_the_order_of_a_section_is_the_one_it_states(how: str, found: list[str]) -> None:
    candidates = [
        candidate("new", **old(4)),
        candidate("pictured", images=(Image(url="images/a.jpg"),), **old(5)),
        candidate("urgent", priority=2, **old(15)),
    ]
    assert order(WORLD + f'order = "{how}"\n', *candidates) == {"world": found}


def test_of_two_that_are_equal_the_newer_and_then_the_earlier_id_stands_first() -> None:
    assert order(WORLD, candidate("b"), candidate("a"), candidate("c", priority=1, **old(11)))["world"] == ["a", "b", "c"]


# --- no story twice ----------------------------------------------------------------------------------------------------


def test_a_story_stands_once_whatever_tells_it() -> None:
    made = compose(
        TOP_AND_WORLD, candidate("a", story="flood", **old(1)), candidate("b", story="flood", **old(2)), candidate("c", **old(3))
    )
    assert running_order(made) == {"top": ["a"], "world": ["c"]}
    assert bench(made) == {"b": "the same story as a"}


# --- who may stand at all ----------------------------------------------------------------------------------------------


def run(days: float, campaign_key: str = "daily", place: int = 2, **fields: Any) -> Run:
    at = AT - timedelta(days=days)
    told = {"issue": f"{campaign_key}/{at:%Y-%m-%d}", "campaign": campaign_key, "section": "World", "position": place, "at": at}
    return Run.model_validate(told | fields)


@pytest.mark.parametrize(
    ("miss", "why"),
    [
        (candidate("a", **old(36)), "published before 28 February, 18:30"),
        (candidate("a", **old(-0.5)), "not out before 2 March, 07:00"),
        (candidate("a", published_at=None), "it has no date"),
        (candidate("a", embargo_until=AT + HOUR), "embargoed until 2 March, 07:30"),
        (candidate("a", held_by="weekend/2026-03-07"), "held by weekend/2026-03-07"),
        (candidate("a", ran=(run(10), run(40))), "ran 20 February, daily, World 2"),
        (candidate("a", ran=(run(20), run(3, "weekend", 1))), "ran 27 February, weekend, World 1"),
        (candidate("a", ran=(run(-3),)), "ran 5 March, daily, World 2"),
        (candidate("a", status="draft"), "still a draft"),
        (candidate("a", status="retired"), "retired"),
        (candidate("a", kind="sponsor"), "a sponsor's item is booked or added by hand"),
    ],
    ids=[
        "too old", "not out yet", "without a date", "embargoed", "in another open issue", "ran lately", "ran lately twice",
        "ran in a later issue",
        "a draft", "retired", "a sponsor's",
    ],
)  # fmt: skip
def test_who_may_not_stand_is_on_the_bench_with_the_reason(miss: Candidate, why: str) -> None:
    made = compose(WORLD, miss, candidate("b"))
    assert running_order(made) == {"world": ["b"]}
    assert bench(made) == {"a": why}


@pytest.mark.parametrize(
    "fit",
    [
        candidate("a", **old(35.99)),
        candidate("a", **old(0)),
        candidate("a", embargo_until=AT),
        candidate("a", ran=(run(30),)),
        candidate("a", kind="note"),
    ],
    ids=["just inside the window", "out this very moment", "its embargo has just ended", "has rested", "a note"],
)
def test_who_may_stand_does(fit: Candidate) -> None:
    assert order(WORLD, fit) == {"world": ["a"]}


def test_a_clock_put_forward_does_not_lengthen_a_rest() -> None:
    moment = Moment(at=datetime(2026, 4, 1, 4, 30, tzinfo=UTC), since=datetime(2026, 3, 31, tzinfo=UTC))
    rested = candidate("a", ran=(run(0),), published_at=moment.at - HOUR)
    assert moment.at - rested.ran[0].at < timedelta(days=30)
    assert running_order(compose(WORLD, rested, moment=moment)) == {"world": ["a"]}


def test_an_issue_that_goes_out_at_the_end_of_its_day_is_one_of_that_day() -> None:
    midnight = datetime(2026, 2, 20, 23, 0, tzinfo=UTC)  # in Paris, where it is the end of 20 February
    made = compose(WORLD, candidate("a", ran=(run(0, at=midnight),)))
    assert bench(made) == {"a": "ran 20 February, daily, World 2"}


def test_where_no_rest_is_asked_for_a_story_may_run_again_at_once() -> None:
    assert order("window = { rest_days = 0 }\n" + WORLD, candidate("a", ran=(run(0), run(-1)))) == {"world": ["a"]}


# --- limits ------------------------------------------------------------------------------------------------------------


def test_a_section_takes_no_more_than_its_maximum_and_the_next_is_told_so() -> None:
    made = compose(WORLD, *(candidate(name, **old(age)) for age, name in enumerate("abcd", 1)))
    assert running_order(made) == {"world": ["a", "b", "c"]}
    assert bench(made) == {"d": "World is full: 3 of 3"}
    assert made.bench[0].section == "world"


@pytest.mark.parametrize(
    ("cap", "fields", "why"),
    [
        ("publisher = 1", {"publisher": "The Tide"}, "World has 1 story of the tide already"),
        ("publisher = 2", {"publisher": "The Tide"}, ""),
        ("author = 1", {"byline": "Ana Silva"}, "World has 1 story by ana silva already"),
        ("country = 1", {"countries": ("PT", "BR")}, "World has 1 story from br already"),
        ("tag = 1", {"tags": ("ports", "grain")}, "World has 1 story tagged grain already"),
        ("tag = 2", {"tags": ("ports",)}, ""),
    ],
)
def test_a_cap_keeps_a_section_mixed(cap: str, fields: dict[str, Any], why: str) -> None:
    shouted = {
        key: value.upper() if isinstance(value, str) else tuple(one.upper() for one in reversed(value)) for key, value in fields.items()
    }
    whispered = {key: value.lower() if isinstance(value, str) else tuple(one.lower() for one in value) for key, value in fields.items()}
    made = compose(
        WORLD + f"cap = {{ {cap} }}\n", candidate("a", **old(1), **shouted), candidate("b", **old(2), **whispered), candidate("c", **old(3))
    )
    assert running_order(made) == {"world": ["a", "c"] if why else ["a", "b", "c"]}
    assert bench(made) == ({"b": why} if why else {})


def test_what_one_section_has_no_room_for_the_next_may_take() -> None:
    text = WORLD.replace("max = 3", "max = 1") + '[[sections]]\nkey = "more"\nmax = 1\n'
    made = compose(text, candidate("a", **old(1)), candidate("b", **old(2)), candidate("c", **old(3)))
    assert running_order(made) == {"world": ["a"], "more": ["b"]}
    assert bench(made) == {"c": "World is full: 1 of 1"}


def test_what_no_section_takes_is_said_to_be_so() -> None:
    made = compose(WORLD.replace("max", 'where = { section = "world" }\nmax'), candidate("a", section="asia"))
    assert bench(made) == {"a": "no section takes it"}


# --- thin sections -----------------------------------------------------------------------------------------------------

THIN = WORLD + "min = 2\n"


def test_a_thin_section_widens_the_window_a_day_at_a_time_until_it_has_enough() -> None:
    made = compose(
        THIN, candidate("a"), candidate("b", **old(36 + 30)), candidate("c", **old(36 + 40), priority=9), candidate("d", **old(36 + 60))
    )
    assert running_order(made) == {"world": ["a", "c"]}
    assert made.slots[1].why == "fits World: priority 9, 3 days old; the window was widened by 2 days"
    assert bench(made) == {"b": "published before 28 February, 18:30", "d": "published before 28 February, 18:30"}


def test_a_window_is_widened_by_one_day_when_that_is_enough() -> None:
    made = compose(THIN, candidate("a"), candidate("b", **old(40)))
    assert made.slots[1].why.endswith("; the window was widened by 1 day")


def test_a_window_is_widened_to_a_week_and_no_further() -> None:
    week = WIDEST / HOUR
    made = compose(THIN, candidate("a", **old(35 + week)), candidate("b", **old(36 + week)))
    assert running_order(made) == {"world": ["a"]}


def test_a_section_without_a_minimum_is_never_thin() -> None:
    assert order(WORLD, candidate("a"), candidate("b", **old(40))) == {"world": ["a"]}


def test_from_when_on_candidates_are_needed_depends_on_who_may_widen() -> None:
    assert earliest(campaign(THIN), MOMENT.since) == MOMENT.since - WIDEST
    assert earliest(campaign(WORLD), MOMENT.since) == MOMENT.since
    assert earliest(campaign(THIN + 'thin = "drop"\n'), MOMENT.since) == MOMENT.since


def test_a_thin_section_may_draw_on_the_evergreens() -> None:
    text = THIN + 'thin = "evergreen"\n'
    green = [candidate(name, evergreen=True, **old(age)) for name, age in {"later": -2, "year": 9000, "older": 9100, "undated": 0}.items()]
    made = compose(text, candidate("a"), candidate("plain", **old(50)), *green[:3])
    assert running_order(made) == {"world": ["a", "year"]}
    assert made.slots[1].why == "fits World: 375 days old; drawn from the evergreens"
    assert bench(made)["later"] == "not out before 2 March, 08:30"


def test_an_evergreen_needs_no_date() -> None:
    made = compose(THIN + 'thin = "evergreen"\n', candidate("a", evergreen=True, published_at=None))
    assert [slot.why for slot in made.slots] == ["fits World: without a date; drawn from the evergreens"]


def test_a_thin_section_may_be_dropped_and_its_stories_are_free_for_the_next() -> None:
    text = THIN + 'thin = "drop"\n[[sections]]\nkey = "brief"\nwhere = { tags = "short" }\nmax = 1\n'
    assert order(text, candidate("a", tags=("short",))) == {"brief": ["a"]}
    made = compose(text, candidate("a"))
    assert made.sections == ()
    assert bench(made) == {"a": "World was dropped: 1 of at least 2"}


def test_a_thin_section_may_refuse_the_issue() -> None:
    with pytest.raises(Refused) as caught:
        compose(THIN + 'thin = "refuse"\n', candidate("a"))
    assert (caught.value.message, caught.value.hint) == (
        "World has 1 of at least 2 stories",
        'import more, or change its "min" or "thin" in the campaign',
    )


@pytest.mark.parametrize("thin", ["widen", "evergreen", "drop", "refuse"])
def test_a_section_that_has_enough_is_not_thin(thin: str) -> None:
    assert order(THIN + f'thin = "{thin}"\n', candidate("a"), candidate("b"), candidate("c", **old(40), evergreen=True)) == {
        "world": ["a", "b"]
    }


# --- reasons -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hours", "priority", "why"),
    [
        (0.5, 0, "less than an hour old"),
        (1.9, 0, "1 hour old"),
        (5, 0, "5 hours old"),
        (35, 0, "35 hours old"),
        (5, 3, "priority 3, 5 hours old"),
        (5, -1, "priority -1, 5 hours old"),
    ],
)
def test_each_pick_says_why(hours: float, priority: int, why: str) -> None:
    made = compose(WORLD, candidate("a", priority=priority, **old(hours)))
    assert made.slots[0].why == f"fits World: {why}"


def test_a_long_window_is_told_in_days() -> None:
    made = compose(WORLD, candidate("a", **old(71)), moment=Moment(AT, AT - 100 * HOUR))
    assert made.slots[0].why == "fits World: 2 days old"


def test_the_lead_says_that_it_leads_and_a_section_without_a_title_goes_by_its_key() -> None:
    made = compose(TOP_AND_WORLD.replace('title = "World"\n', ""), candidate("a", **old(1)), candidate("b", **old(2)))
    assert [slot.why for slot in made.slots] == ["fills the lead: 1 hour old", "fits World: 2 hours old"]


def test_the_bench_holds_the_nearest_misses_first_and_counts_the_rest() -> None:
    far = [candidate(f"old-{number:02}", **old(50 + number)) for number in range(25)]
    near = [candidate("full", **old(9)), candidate("held", held_by="weekend/2026-03-07"), candidate("embargoed", embargo_until=AT + HOUR)]
    made = compose(WORLD, *far, *near, *(candidate(name) for name in "abc"), passed_over={"too old": 7, "retired": 1})
    assert [benched.item for benched in made.bench[:4]] == ["full", "held", "embargoed", "old-00"]
    assert len(made.bench) == BENCH_SIZE
    assert made.passed_over == {"retired": 1, "too old": 7 + 25 - 17}


# --- for all inputs ------------------------------------------------------------------------------------------------------

PLANS = [
    campaign(text)
    for text in (
        TOP_AND_WORLD
        + 'min = 2\ncap = { publisher = 1 }\n[[sections]]\nkey = "rest"\nmax = 2\norder = "newest"\nwhere = { not = { tags = "x" } }\n',
        "window = { rest_days = 3 }\n" + THIN + 'thin = "evergreen"\norder = "priority"\n[[sections]]\nkey = "brief"\nmax = 1\n',
        THIN + 'thin = "drop"\n[[sections]]\nkey = "asia"\nwhere = { section = "asia" }\nmin = 1\nmax = 2\nthin = "drop"\n',
    )
]
FIELDS = st.fixed_dictionaries(
    {
        "story": st.sampled_from(["one", "two", "three", "four", "five", "six", ""]),
        "published_at": st.sampled_from([None, *(AT - hours * HOUR for hours in (-3, 0, 1, 5, 5, 35, 36, 50, 90, 300))]),
        "section": st.sampled_from(["world", "asia", ""]),
        "tags": st.sampled_from([(), ("x",)]),
        "publisher": st.sampled_from(["", "Tide", "tide"]),
        "priority": st.integers(0, 2),
        "evergreen": st.booleans(),
        "embargo_until": st.sampled_from([None, None, None, AT + HOUR]),
        "held_by": st.sampled_from(["", "", "", "weekend/2026-03-07"]),
        "ran": st.sampled_from([(), (), (run(2),), (run(29),)]),
        "status": st.sampled_from(["ready", "ready", "ready", "draft", "retired"]),
        "kind": st.sampled_from(["article", "article", "note", "sponsor"]),
    }
)
POOLS = st.lists(FIELDS, max_size=30).map(lambda pool: [candidate(f"item-{number:02}", **fields) for number, fields in enumerate(pool)])


def made_of(plan: Campaign, candidates: list[Candidate]) -> Issue:
    return select(plan, candidates, {"too old": 3}, issue_id="daily/2026-03-02", day=date(2026, 3, 2), moment=MOMENT)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(PLANS), POOLS, st.randoms(use_true_random=False))
def test_the_same_candidates_in_any_order_give_the_same_issue(plan: Campaign, pool: list[Candidate], chance: Any) -> None:
    shuffled = list(pool)
    chance.shuffle(shuffled)
    assert made_of(plan, shuffled) == made_of(plan, pool)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(PLANS), POOLS)
def test_every_candidate_is_accounted_for_and_no_rule_is_broken(plan: Campaign, pool: list[Candidate]) -> None:
    made = made_of(plan, pool)
    placed, benched = [slot.item for slot in made.slots], [one.item for one in made.bench]
    assert len(placed) + len(benched) + sum(made.passed_over.values()) == len(pool) + 3
    assert len({*placed, *benched}) == len(placed) + len(benched)
    assert len(benched) <= BENCH_SIZE
    assert all(one.why_not for one in made.bench)
    assert len({slot.story for slot in made.slots}) == len(made.slots)
    assert len({slot.id for slot in made.slots}) == len(made.slots)
    assert [section.key for section in made.sections] == [section.key for section in plan.sections if made_section(made, section.key)]
    by_id = {one.item.id: one for one in pool}
    for section in made.sections:
        limits = plan.plan(section.key)
        assert limits is not None
        assert len(section.slots) <= limits.max
        assert "drop" not in limits.thin or len(section.slots) >= limits.min
        for slot in section.slots:
            standing = by_id[slot.item]
            assert (standing.item.status, standing.item.embargo_until, standing.held_by) == ("ready", None, ())
            assert standing.item.kind != "sponsor"
            assert not standing.ran or plan.window.rest_days == 3
            assert standing.item.published_at is None or standing.item.published_at <= AT


def made_section(made: Issue, key: str) -> bool:
    return any(section.key == key and section.slots for section in made.sections)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(PLANS), POOLS, st.sampled_from(["kind", "status", "held_by"]))
def test_a_candidate_that_cannot_stand_changes_no_slot(plan: Campaign, pool: list[Candidate], hindrance: str) -> None:
    fields = {"kind": "sponsor", "status": "draft", "held_by": "weekend/2026-03-07"}
    one_more = candidate("new", story="new", priority=9, **{hindrance: fields[hindrance]})
    assert made_of(plan, [*pool, one_more]).sections == made_of(plan, pool).sections


FILTERED = campaign(
    THIN.replace("max", 'where = { section = "world" }\nmax') + '[[sections]]\nkey = "x"\nmax = 2\nwhere = { tags = "x" }\n'
)


@settings(max_examples=60, deadline=None)
@given(POOLS)
def test_an_item_that_no_section_takes_changes_nothing_but_the_bench(pool: list[Candidate]) -> None:
    one_more = candidate("new", story="new", section="sport", priority=9)
    before, after = made_of(FILTERED, pool), made_of(FILTERED, [*pool, one_more])
    assert after.but(bench=(), passed_over={}) == before.but(bench=(), passed_over={})
    benched = [one.item for one in after.bench]
    assert "new" in benched or "no section takes it" in after.passed_over
    assert set(benched) - {"new"} <= {one.item for one in before.bench}


def test_a_story_without_room_is_told_of_its_own_section_rather_than_of_the_lead() -> None:
    made = compose(TOP_AND_WORLD, *(candidate(f"item-{number}", section="world") for number in range(5)))
    assert bench(made) == {"item-4": "World is full: 3 of 3"}
