"""What stands in an issue already stays as it is, and the picks flow round it: pins, an editor's own words, places left free."""

from typing import Any

import pytest
from build import AT, DAY, HOUR, MOMENT, campaign, candidate, issue, item, running_order

from newsletter.compose import select
from newsletter.compose.arrange import arrange
from newsletter.models import Candidate, ContentItem, Issue, Slot

WORLD = '[[sections]]\nkey = "world"\ntitle = "World"\nmax = 4\n'
TWO = '[[sections]]\nkey = "top"\nlayout = "lead"\nmax = 1\n' + WORLD


def compose(text: str, *candidates: Candidate, standing: Issue | None, **options: Any) -> Issue:
    return select(campaign(text), candidates, {}, issue_id=f"daily/{DAY}", day=DAY, moment=MOMENT, standing=standing, **options)


def fresh(*names: str, **fields: Any) -> list[Candidate]:
    """Candidates of these names, the first the best."""
    return [candidate(name, **{"published_at": AT - (number + 1) * HOUR} | fields) for number, name in enumerate(names)]


def standing(*slots: Slot, section: str = "world") -> Issue:
    made = issue(**{section: [item(slot.item) for slot in slots]})
    return made.but(sections=(made.sections[0].but(slots=slots),))


def slot(name: str, at: int | None = None, **fields: Any) -> Slot:
    """A slot that stands in an issue; `at` is the place that it is pinned to."""
    made = issue(world=[item(name)]).slots[0]
    return made.but(**{"id": f"own-{name}", "pinned": at is not None, "pinned_at": at} | fields)


def bench(made: Issue) -> dict[str, str]:
    return {one.item: one.why_not for one in made.bench}


# --- pins ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pinned", "names", "found"),
    [
        ({"p": 1}, "abcd", "pabc"),
        ({"p": 2}, "abcd", "apbc"),
        ({"p": 4}, "abcd", "abcp"),
        ({"p": 4}, "ab", "abp"),
        ({"p": 9}, "", "p"),
        ({"p": 3, "q": 1}, "abcd", "qapb"),
        ({"p": 2, "q": 2}, "abcd", "apqb"),
        ({"p": 2, "q": 2, "r": 3}, "abcd", "aprq"),
        ({"p": 4, "q": 3}, "", "qp"),
        ({"p": 1, "q": 2, "r": 3, "s": 4, "t": 5}, "a", "pqrst"),
    ],
    ids=[
        "on top", "second", "last", "later than there are stories", "alone", "two", "two on one place", "two on one place and one after it",
        "two later than there are stories", "more than the section's maximum",
    ],
)  # fmt: skip
def test_a_pinned_story_stands_at_its_place_and_the_picks_flow_round_it(pinned: dict[str, int], names: str, found: str) -> None:
    made = compose(WORLD, *fresh(*names), standing=standing(*(slot(name, at) for name, at in pinned.items())))
    assert running_order(made) == {"world": list(found)}
    assert {one.item: one.pinned_at for one in made.slots if one.pinned} == pinned, "the place that was wanted is remembered"


def test_a_pin_that_had_to_stand_earlier_comes_to_its_place_once_there_are_more_stories() -> None:
    thin = compose(WORLD, *fresh("a"), standing=standing(slot("p", 3)))
    assert running_order(thin) == {"world": ["a", "p"]}
    filled = compose(WORLD, *fresh("a", "b"), standing=thin)
    assert running_order(filled) == {"world": ["a", "b", "p"]}


def test_a_pinned_story_is_dropped_by_no_rule() -> None:
    text = "[[sections]]\nkey = 'world'\nmin = 3\nmax = 3\nthin = 'drop'\nwhere = { section = 'asia' }\ncap = { publisher = 1 }\n"
    pins = [slot(name, at) for at, name in enumerate(["p", "q"], 1)]
    made = compose(text, candidate("p", held_by="weekend/2026-03-07", status="retired"), standing=standing(*pins))
    assert made.sections[0].slots == tuple(pins)
    assert made.remarks == ("World has 2 of at least 3 stories",)
    assert made.bench == ()


def test_a_pick_of_the_same_story_yields_to_the_pinned_one_in_whatever_section_that_stands() -> None:
    made = compose(TWO, *fresh("other", "a", story="flood"), *fresh("b"), standing=standing(slot("a", 1, story="flood")))
    assert running_order(made) == {"top": ["b"], "world": ["a"]}
    assert bench(made) == {"other": "the same story as a"}


def test_a_slot_that_knows_its_story_by_an_old_name_keeps_the_present_one_out_too() -> None:
    candidates = [*fresh("a", "other", story="flood"), *fresh("b")]
    made = compose(WORLD, *candidates, standing=standing(slot("a", 1, story="a")))
    assert running_order(made) == {"world": ["a", "b"]}
    assert bench(made) == {"other": "the same story as a"}


# --- a half-made issue -----------------------------------------------------------------------------------------------


def test_what_an_editor_set_stays_slot_by_slot_and_the_rest_is_filled_up() -> None:
    own = slot("a", own={"title": "In our words"}, layout="quote", related=(), why="added by ana")
    made = compose(TWO, *fresh("b", "c", "d", "e", "f"), standing=standing(own))
    assert running_order(made) == {"top": ["b"], "world": ["a", "c", "d", "e"]}
    assert made.slots[1] == own
    assert bench(made) == {"f": "Top is full: 1 of 1"}


def test_the_lines_of_the_issue_stay_and_so_do_its_number_and_its_mark_of_an_editors_hand() -> None:
    lines = {
        "subject": "Ours",
        "preheader": "And more",
        "intro": "Good morning",
        "outro": "Bye",
        "touched": True,
        "number": 7,
        "version": 4,
    }
    made = compose(TWO, *fresh("b"), standing=standing(slot("a")).but(**lines))
    assert {name: getattr(made, name) for name in lines} == lines
    assert made.composed_at == AT


def test_a_new_slot_gets_an_id_that_none_has_or_had() -> None:
    made = compose(WORLD, *fresh("b", "c"), standing=standing(slot("a", id="s5-1")).but(version=4))
    assert [one.id for one in made.slots] == ["s5-1", "s5-2", "s5-3"]


def test_a_section_that_holds_more_than_its_maximum_is_left_as_it_is() -> None:
    made = compose(WORLD.replace("4", "1"), *fresh("c"), standing=standing(slot("a"), slot("b")))
    assert running_order(made) == {"world": ["a", "b"]}
    assert bench(made) == {"c": "World is full: 2 of 1"}


def test_sections_stay_in_the_order_in_which_they_stand_and_new_ones_come_where_the_campaign_has_them() -> None:
    text = "".join(f'[[sections]]\nkey = "{key}"\nmax = 1\n' for key in ("one", "two", "three", "four"))
    made = compose(text, *fresh("c", "d"), standing=issue(three=["a"], gone=["x"], one=["b"]))
    assert list(running_order(made)) == ["two", "three", "gone", "one", "four"]


def test_a_section_that_has_left_the_campaign_keeps_its_stories() -> None:
    made = compose(WORLD, *fresh("a"), standing=issue(gone=["x"]))
    assert [(section.key, [one.item for one in section.slots]) for section in made.sections] == [("gone", ["x"]), ("world", ["a"])]


def test_what_an_editor_took_out_is_brought_back_by_no_rule() -> None:
    made = compose(WORLD, *fresh("a", "other", story="flood"), *fresh("b"), standing=standing(slot("c")).but(dropped=("flood",)))
    assert running_order(made) == {"world": ["c", "b"]}
    assert bench(made) == {"a": "an editor took it out", "other": "an editor took it out"}


@pytest.mark.parametrize("known", [{"tags": ("ports",)}, {}], ids=["a story that is a candidate too", "one that the slot alone tells of"])
def test_what_stands_counts_for_the_caps(known: dict[str, Any]) -> None:
    key, fields = ("tag", {"tags": ("ports",)}) if known else ("publisher", {"publisher": "The Tide"})
    told = item("a", **fields)
    kept = issue(world=[told])
    candidates = [*fresh("b", **fields), *fresh("c"), *([Candidate(item=told)] if known else [])]
    made = compose(WORLD + f"cap = {{ {key} = 1 }}\n", *candidates, standing=kept)
    assert running_order(made) == {"world": ["a", "c"]}
    assert bench(made)["b"].startswith("World has 1 story ")


def test_layouts_go_by_the_number_of_the_story_also_beside_what_stands() -> None:
    text = WORLD + 'layout = ["lead", "standard", "brief"]\n'
    made = compose(text, *fresh("a", "b", "c"), standing=standing(slot("p", 2, layout="quote")))
    assert [(one.item, one.layout) for one in made.slots] == [("a", "lead"), ("p", "quote"), ("b", "brief"), ("c", "brief")]
    assert [one.why.split(":")[0] for one in made.slots if one.item in "ab"] == ["fills the lead", "fits World"]


def test_a_section_with_something_in_it_is_not_dropped_for_being_thin() -> None:
    text = WORLD + 'min = 3\nthin = "drop"\n'
    made = compose(text, *fresh("b"), standing=standing(slot("a")))
    assert running_order(made) == {"world": ["a", "b"]}
    assert made.remarks == ("World has 2 of at least 3 stories",)


def test_nothing_standing_is_the_same_as_an_empty_issue() -> None:
    empty = Issue(id=f"daily/{DAY}", campaign="daily", date=DAY)
    assert compose(TWO, *fresh("a", "b"), standing=empty) == compose(TWO, *fresh("a", "b"), standing=None)


# --- places in general -----------------------------------------------------------------------------------------------


def test_a_booked_place_goes_before_a_pinned_one() -> None:
    assert arrange("abc", [(2, "S")], [(2, "p")]) == ["a", "S", "p", "b", "c"]
    assert arrange("a", [(4, "S")], [(3, "p")]) == ["a", "p", "S"]
    assert arrange("", [(1, "S")], [(1, "p")]) == ["S", "p"]


def test_an_item_alone_is_arranged_as_it_comes() -> None:
    assert arrange([], [], []) == []
    assert arrange("abc", [], []) == ["a", "b", "c"]


def test_the_content_of_a_slot_is_not_asked_of_the_item_again() -> None:
    changed = ContentItem.model_validate(item("a").model_dump() | {"title": "Changed since", "version": 9})
    made = compose(WORLD, Candidate(item=changed), standing=standing(slot("a", 1)))
    assert made.slots[0] == slot("a", 1)
