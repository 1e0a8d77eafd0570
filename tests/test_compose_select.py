"""Which story stands where, why, and why the others do not."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from build import AT, DAY, HOUR, MOMENT, campaign, candidate, running_order

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


def test_a_layout_may_be_told_for_each_position_and_the_last_one_holds_for_the_rest() -> None:
    made = compose(WORLD + 'layout = ["lead", "standard"]\n', *(candidate(name, **old(age)) for age, name in enumerate("abc", 1)))
    assert [slot.layout for slot in made.slots] == ["lead", "standard", "standard"]
    assert [slot.why for slot in made.slots] == ["fills the lead: 1 hour old", "fits World: 2 hours old", "fits World: 3 hours old"]


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
        candidate("a", embargo_until=AT - HOUR, **old(90)),
        candidate("a", ran=(run(30),)),
        candidate("a", kind="note"),
    ],
    ids=[
        "just inside the window",
        "out this very moment",
        "its embargo has just ended",
        "older, its embargo ended in the window",
        "has rested",
        "a note",
    ],
)
def test_who_may_stand_does(fit: Candidate) -> None:
    assert order(WORLD, fit) == {"world": ["a"]}


def test_a_clock_put_forward_does_not_lengthen_a_rest() -> None:
    day = date(2026, 4, 1)
    moment = Moment(at=datetime(2026, 4, 1, 4, 30, tzinfo=UTC), since=datetime(2026, 3, 31, tzinfo=UTC))
    rested = candidate("a", ran=(run(0),), published_at=moment.at - HOUR)
    assert moment.at - rested.ran[0].at < timedelta(days=30)
    made = select(campaign(WORLD), [rested], {}, issue_id=f"daily/{day}", day=day, moment=moment)
    assert running_order(made) == {"world": ["a"]}


@pytest.mark.parametrize("hour", [-12, 18], ids=["put together the evening before", "sent at the end of the day"])
def test_a_story_ran_on_the_day_of_its_issue_whenever_that_was_put_together(hour: int) -> None:
    ran = run(29, at=AT - timedelta(days=29) + hour * HOUR)
    assert bench(compose(WORLD, candidate("a", ran=(ran,)))) == {"a": "ran 1 February, daily, World 2"}
    rested = run(30, at=AT - timedelta(days=30) + hour * HOUR)
    assert order(WORLD, candidate("a", ran=(rested,))) == {"world": ["a"]}


def test_where_no_rest_is_asked_for_a_story_may_run_again_at_once() -> None:
    assert order("window = { rest_days = 0 }\n" + WORLD, candidate("a", ran=(run(0), run(-1)))) == {"world": ["a"]}


@pytest.mark.parametrize(
    ("window", "runs"),
    [
        ("", False),
        ('used_in = ["weekend", "noon"]', False),
        ('used_in = "weekend"', False),
        ('used_in = "noon"', True),
        ("used_in = []", True),
    ],
    ids=["in every campaign, unless it is said", "in those named", "in the one named", "in another one alone", "in its own alone"],
)
@pytest.mark.parametrize("used", [{"ran": (run(3, "weekend"),)}, {"held_by": "weekend/2026-03-07"}], ids=["ran there", "held there"])
def test_a_campaign_says_in_which_others_a_story_counts_as_used(window: str, runs: bool, used: dict[str, Any]) -> None:
    made = compose(f"window = {{ {window} }}\n" + WORLD, candidate("a", **used))
    assert running_order(made) == ({"world": ["a"]} if runs else {})


def test_a_story_that_ran_in_the_campaign_itself_always_counts_as_used() -> None:
    made = compose("window = { used_in = [] }\n" + WORLD, candidate("a", ran=(run(2, "weekend"), run(3))))
    assert bench(made) == {"a": "ran 27 February, daily, World 2"}


def test_of_several_issues_that_hold_a_story_the_first_that_counts_is_named() -> None:
    made = compose('window = { used_in = "noon" }\n' + WORLD, candidate("a", held_by="weekend/2026-03-03 noon/2026-03-04 noon/2026-03-05"))
    assert bench(made) == {"a": "held by noon/2026-03-04"}


# --- updates -----------------------------------------------------------------------------------------------------------

UPDATES = "window = { updates = true }\n"


def update(**fields: Any) -> Candidate:
    """An update of a story that ran three days ago."""
    return candidate("new", story="flood", is_update=True, **{"ran": (run(3),)} | fields)


def test_an_update_of_a_story_that_ran_waits_like_any_other_version_unless_the_campaign_allows_it() -> None:
    assert bench(compose(WORLD, update())) == {"new": "ran 27 February, daily, World 2"}


def test_where_the_campaign_allows_it_an_update_runs_again_and_says_so() -> None:
    (slot,) = compose(UPDATES + WORLD, update()).slots
    assert (slot.words.kicker, slot.taken.kicker) == ("Update", "")
    assert slot.why == "fits World: 5 hours old; an update of what ran 27 February, daily, World 2"


@pytest.mark.parametrize(
    ("kicker", "printed"),
    [("Floods", "Update · Floods"), ("UPDATE", "UPDATE"), ("Floods: an update", "Floods: an update")],
)
def test_an_update_keeps_its_own_kicker_beside_the_word_or_alone_where_that_says_so(kicker: str, printed: str) -> None:
    assert compose(UPDATES + WORLD, update(kicker=kicker)).slots[0].words.kicker == printed


def test_the_word_for_an_update_is_in_the_issues_language() -> None:
    plan = campaign(UPDATES + WORLD).model_copy(update={"language": "fr-CA"})
    made = select(plan, [update(language="en")], {}, issue_id="daily/2026-03-02", day=DAY, moment=MOMENT)
    assert made.slots[0].words.kicker == "Mise à jour"


@pytest.mark.parametrize(
    "miss",
    [
        candidate("new", story="flood", ran=(run(3),)),
        update(ran=(run(3), run(0, place=1, at=AT - HOUR))),
        update(held_by="weekend/2026-03-07"),
    ],
    ids=["another version that is no update", "an update older than the last run", "an update that another issue holds"],
)
def test_what_may_not_run_again_though_updates_may(miss: Candidate) -> None:
    assert order(UPDATES + WORLD, miss) == {}


def test_a_story_that_has_rested_is_no_update_any_more() -> None:
    (slot,) = compose(UPDATES + WORLD, update(ran=(run(30),))).slots
    assert (slot.words.kicker, slot.why) == ("", "fits World: 5 hours old")


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
    assert bench(made) == {"a": "World was dropped: 1 of at least 2 stories"}


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


MENDED = THIN + 'thin = ["widen", "evergreen", "drop"]\n'
GREEN = candidate("green", evergreen=True, **old(9000))


@pytest.mark.parametrize(
    ("older", "found"),
    [
        ([candidate("b", **old(40)), GREEN], {"world": ["a", "b"]}),
        ([GREEN], {"world": ["a", "green"]}),
        ([], {}),
    ],
    ids=["the window is widened first", "then the evergreens are drawn on", "and then the section is dropped"],
)
def test_several_ways_through_a_thin_day_are_tried_in_their_order(older: list[Candidate], found: dict[str, list[str]]) -> None:
    made = compose(MENDED, candidate("a"), *older)
    assert running_order(made) == found
    assert made.remarks == (() if found else ("World was dropped: 1 of at least 2 stories",))


def test_each_pick_tells_by_which_way_it_came() -> None:
    made = compose(MENDED.replace("min = 2", "min = 3"), candidate("a"), candidate("b", **old(40)), GREEN)
    assert [slot.why.partition("; ")[2] for slot in made.slots] == [
        "", "the window was widened by 1 day", "drawn from the evergreens"
    ]  # fmt: skip


def test_an_issue_may_be_refused_when_nothing_else_has_helped() -> None:
    text = THIN + 'thin = ["evergreen", "refuse"]\n'
    assert order(text, candidate("a"), GREEN) == {"world": ["a", "green"]}
    with pytest.raises(Refused, match="World has 1 of at least 2 stories"):
        compose(text, candidate("a"))


def test_a_section_that_stays_thin_is_told_of() -> None:
    assert compose(THIN, candidate("a")).remarks == ("World has 1 of at least 2 stories",)
    assert compose(THIN).remarks == ("World has 0 of at least 2 stories",)
    assert compose(THIN, candidate("a"), candidate("b")).remarks == ()


def test_all_that_a_dropped_section_would_have_taken_are_told_so() -> None:
    text = THIN.replace("min = 2", "min = 3") + 'thin = ["widen", "drop"]\ncap = { publisher = 1 }\n'
    told = [candidate("a", publisher="Tide"), candidate("capped", publisher="Tide", **old(6)), candidate("older", **old(40))]
    assert bench(compose(text, *told)) == dict.fromkeys(("a", "capped", "older"), "World was dropped: 2 of at least 3 stories")


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


def test_what_could_be_of_use_stands_before_what_ran_and_that_before_what_is_only_too_old() -> None:
    ran = {"ran": (run(3),)}
    pool = (candidate("ran-and-old", **ran, **old(60)), candidate("old", **old(50)), candidate("ran", **ran, **old(9)))
    made = compose(WORLD, *pool, candidate("embargoed", embargo_until=AT + HOUR), candidate("later", **old(-0.5)))
    assert list(bench(made).items()) == [
        ("embargoed", "embargoed until 2 March, 07:30"),
        ("later", "not out before 2 March, 07:00"),
        ("ran", "ran 27 February, daily, World 2"),
        ("ran-and-old", "ran 27 February, daily, World 2"),
        ("old", "published before 28 February, 18:30"),
    ]


def test_the_whole_bench_is_told_when_it_is_asked_for() -> None:
    pool = [candidate(f"old-{number:02}", **old(50 + number)) for number in range(25)]
    made = select(campaign(WORLD), pool, {"retired": 1}, issue_id="daily/2026-03-02", day=DAY, moment=MOMENT, bench_size=None)
    assert [one.item for one in made.bench] == [one.item.id for one in pool]
    assert made.passed_over == {"retired": 1}
    none = select(campaign(WORLD), pool, {}, issue_id="daily/2026-03-02", day=DAY, moment=MOMENT, bench_size=0)
    assert (none.bench, none.passed_over) == ((), {"too old": 25})


def test_a_story_without_room_is_told_of_its_own_section_rather_than_of_the_lead() -> None:
    made = compose(TOP_AND_WORLD, *(candidate(f"item-{number}", section="world") for number in range(5)))
    assert bench(made) == {"item-4": "World is full: 3 of 3"}
