"""Changes of the related links under a story, and the sentence that each leaves behind."""

from collections.abc import Callable

import pytest
from build import issue
from hypothesis import given, settings
from hypothesis import strategies as st

from newsletter.edit import Changed, add_link, clear_suggested, describe_links, drop_links, keep_links, order_links
from newsletter.errors import NewsletterError, NotFound, Refused, UsageError
from newsletter.models import Issue, Origin, Slot, SlotLink


def link(name: str, origin: Origin = "archive", **fields: object) -> SlotLink:
    """A link to the stored story of that name."""
    told = {"title": name.capitalize(), "url": f"https://meridian.example/{name}", "item": name, "origin": origin}
    return SlotLink.model_validate(told | fields)


def linked(**links: list[SlotLink]) -> Issue:
    """An issue with "river" on top, "lighthouse" and "ships" in World, and these links under them."""
    made = issue(top=["river"], world=["lighthouse", "ships"])
    sections = (
        section.but(slots=tuple(one.but(related=tuple(links.get(one.item, ()))) for one in section.slots)) for section in made.sections
    )
    return made.but(sections=tuple(sections))


MORNING = linked(river=[link("maps", "editor"), link("treaty"), link("floods")], lighthouse=[link("lamps")])


def slot(made: Issue, item: str = "river") -> Slot:
    return next(one for one in made.slots if one.item == item)


def titles(made: Issue, item: str = "river") -> list[str]:
    return [one.title for one in slot(made, item).related]


def refusal(change: Callable[[], object], kind: type[NewsletterError] = UsageError) -> tuple[str, str]:
    with pytest.raises(kind) as caught:
        change()
    return caught.value.message, caught.value.hint


@pytest.mark.parametrize(
    "change",
    [
        lambda made: drop_links(made, "river", [1]),
        lambda made: keep_links(made, "river", [1]),
        lambda made: add_link(made, "river", link("tides")),
        lambda made: order_links(made, "river", [1]),
        lambda made: clear_suggested(made, "river"),
    ],
    ids=["drop", "keep", "add", "order", "ask again"],
)
def test_only_in_a_draft_links_are_changed_and_only_under_a_story_that_stands(change: Callable[[Issue], object]) -> None:
    assert refusal(lambda: change(MORNING.but(status="approved")), Refused)[0] == "daily/2026-03-02 is approved and cannot be changed"
    refusal(lambda: change(issue(top=["bridge"])), NotFound)


@pytest.mark.parametrize(
    ("numbers", "left", "what"),
    [
        ([2], ["Maps", "Floods"], "“Treaty” dropped from Top 1"),
        ([3, 1], ["Treaty"], "“Maps” and “Floods” dropped from Top 1"),
        ([1, 2, 3], [], "“Maps”, “Treaty” and “Floods” dropped from Top 1"),
    ],
    ids=["one", "two in any order", "all"],
)
def test_links_are_dropped_by_their_numbers(numbers: list[int], left: list[str], what: str) -> None:
    changed = drop_links(MORNING, "top 1", numbers)
    assert (titles(changed.issue), changed.what) == (left, what)
    assert titles(changed.issue, "lighthouse") == ["Lamps"]


def test_what_is_dropped_is_declined_by_its_story_and_by_its_address() -> None:
    changed = drop_links(MORNING, "river", [2])
    assert set(slot(changed.issue).declined) == {"treaty", "https://meridian.example/treaty"}
    assert set(slot(drop_links(changed.issue, "river", [1]).issue).declined) >= {"treaty", "maps"}


def test_links_are_kept_by_their_numbers_and_the_others_are_declined() -> None:
    changed = keep_links(MORNING, "river", [3])
    assert (titles(changed.issue), changed.what) == (["Floods"], "“Maps” and “Treaty” dropped from Top 1")
    assert {"maps", "treaty"} <= set(slot(changed.issue).declined)
    assert keep_links(MORNING, "river", [1, 2, 3]) == Changed(MORNING, "nothing changed")


@pytest.mark.parametrize(
    ("story", "number", "message", "hint"),
    [
        ("river", 4, "Top 1 has 3 related links; there is no number 4", "'newsletter issue related river' shows them by their numbers"),
        ("river", 0, "Top 1 has 3 related links; there is no number 0", "'newsletter issue related river' shows them by their numbers"),
        (
            "lighthouse",
            -1,
            "World 1 has 1 related link; there is no number -1",
            "'newsletter issue related lighthouse' shows them by their numbers",
        ),
        ("ships", 1, "World 2 has no related links; there is no number 1", "--add puts one there"),
    ],
    ids=["too large", "nought", "negative", "none there"],
)
@pytest.mark.parametrize(
    "change",
    [
        lambda story, number: drop_links(MORNING, story, [number]),
        lambda story, number: keep_links(MORNING, story, [number]),
        lambda story, number: order_links(MORNING, story, [number]),
        lambda story, number: add_link(MORNING, story, link("tides"), replace=number),
        lambda story, number: clear_suggested(MORNING, story, [number]),
    ],
    ids=["drop", "keep", "order", "replace", "ask again"],
)
def test_a_number_that_no_link_has_is_refused_with_how_many_there_are(
    change: Callable[[str, int], object], story: str, number: int, message: str, hint: str
) -> None:
    assert refusal(lambda: change(story, number)) == (message, hint)


def test_a_link_is_added_at_the_end_or_in_the_place_of_another() -> None:
    changed = add_link(MORNING, "river", link("tides", "hand"))
    assert (titles(changed.issue), changed.what) == (["Maps", "Treaty", "Floods", "Tides"], "“Tides” linked under Top 1")
    changed = add_link(MORNING, "river", link("tides", "hand"), replace=2)
    assert (titles(changed.issue), changed.what) == (["Maps", "Tides", "Floods"], "“Tides” linked under Top 1 instead of “Treaty”")
    assert "treaty" in slot(changed.issue).declined


def test_what_stands_elsewhere_in_the_issue_is_linked_all_the_same_and_said() -> None:
    assert add_link(MORNING, "river", link("ships", "hand")).what == "“Ships” linked under Top 1; it stands at World 2 as well"
    assert add_link(MORNING, "river", link("lamps", "hand")).what == "“Lamps” linked under Top 1; it is linked under World 1 as well"
    by_address = link("x", "hand", item=None, url="http://meridian.example/lamps/?utm_source=y")
    assert add_link(MORNING, "river", by_address).what == "“X” linked under Top 1; it is linked under World 1 as well"


def test_what_stands_under_the_same_story_is_refused() -> None:
    again = link("x", "hand", item=None, url="http://meridian.example/treaty/#part")
    assert refusal(lambda: add_link(MORNING, "river", again), Refused) == (
        "“X” is linked under Top 1 already, as number 2",
        "--replace 2 takes its wording as it is now",
    )
    assert refusal(lambda: add_link(MORNING, "river", again, replace=1), Refused)[0] == "“X” is linked under Top 1 already, as number 2"
    itself = "“River” is the story at Top 1 itself, so it is not linked under it"
    assert refusal(lambda: add_link(MORNING, "river", link("river", "hand")), Refused)[0] == itself


def test_a_link_takes_the_place_of_its_own_earlier_wording() -> None:
    changed = add_link(MORNING, "river", link("treaty", "hand", title="The treaty, explained"), replace=2)
    assert titles(changed.issue) == ["Maps", "The treaty, explained", "Floods"]
    assert slot(changed.issue).declined == ()


def test_what_is_added_by_hand_is_no_longer_declined() -> None:
    dropped = drop_links(MORNING, "river", [2]).issue
    assert slot(add_link(dropped, "river", link("treaty", "hand")).issue).declined == ()


def test_a_link_has_a_title_of_one_line_and_a_web_address() -> None:
    changed = add_link(MORNING, "river", link("tides", "hand", title=" High\ntide\x07 "))
    assert titles(changed.issue)[-1] == "High tide"
    assert refusal(lambda: add_link(MORNING, "river", link("tides", title=" \n"))) == (
        "a related link needs a title",
        '--title "…" gives it one',
    )
    assert refusal(lambda: add_link(MORNING, "river", link("tides", url=""))) == (
        "“Tides” has no web address, so it cannot be linked",
        "--add https://… --title … links to a page",
    )


@pytest.mark.parametrize(
    ("order", "made"),
    [([3, 1, 2], ["Floods", "Maps", "Treaty"]), ([2], ["Treaty", "Maps", "Floods"]), ([1, 2, 3], ["Maps", "Treaty", "Floods"])],
    ids=["all named", "one named", "as they stand"],
)
def test_links_are_put_in_order_and_those_not_named_come_last(order: list[int], made: list[str]) -> None:
    changed = order_links(MORNING, "river", order)
    assert (titles(changed.issue), changed.what) == (made, "the related links of Top 1 are in another order")
    assert slot(changed.issue).declined == ()


def test_an_order_that_names_a_link_twice_is_refused() -> None:
    assert refusal(lambda: order_links(MORNING, "river", [2, 1, 2])) == (
        "the order names number 2 twice",
        "each link stands in one place, such as 3,1,2",
    )


def test_before_the_archive_is_asked_again_what_it_suggested_goes_and_may_come_back() -> None:
    made = linked(river=[link("maps", "editor"), link("treaty"), link("piers", "hand"), link("floods")])
    cleared = clear_suggested(made, "river").issue
    assert titles(cleared) == ["Maps", "Piers"]
    assert slot(cleared).declined == ()


def test_of_what_it_suggested_the_named_ones_are_kept_and_the_others_do_not_come_back() -> None:
    made = linked(river=[link("maps", "editor"), link("treaty"), link("piers", "hand"), link("floods")])
    cleared = clear_suggested(made, "river", [4]).issue
    assert titles(cleared) == ["Maps", "Piers", "Floods"]
    assert set(slot(cleared).declined) == {"treaty", "https://meridian.example/treaty"}


@pytest.mark.parametrize(
    ("after", "what"),
    [
        (["maps", "treaty", "floods"], ""),
        (["maps", "treaty", "floods", "tides"], "“Tides” linked under Top 1"),
        (["maps"], "“Treaty” and “Floods” dropped from Top 1"),
        (["maps", "tides", "ebb"], "“Tides” and “Ebb” linked under Top 1, “Treaty” and “Floods” dropped"),
        (["floods", "maps", "treaty"], "the related links of Top 1 are in another order"),
    ],
    ids=["nothing", "come", "gone", "come and gone", "another order"],
)
def test_what_has_become_of_the_links_is_told(after: list[str], what: str) -> None:
    links = [link(name, "editor" if name == "maps" else "archive") for name in after]
    assert describe_links(MORNING, linked(river=links, lighthouse=[link("lamps")]), slot(MORNING).id) == what


@settings(deadline=None)
@given(st.permutations([1, 2, 3]), st.sets(st.integers(1, 3), min_size=1))
def test_no_link_is_lost_but_those_that_are_dropped(order: list[int], numbers: set[int]) -> None:
    before = slot(MORNING).related
    assert sorted(slot(order_links(MORNING, "river", order).issue).related, key=before.index) == list(before)
    dropped = slot(drop_links(MORNING, "river", numbers).issue).related
    kept = slot(keep_links(MORNING, "river", numbers).issue).related
    assert sorted((*dropped, *kept), key=before.index) == list(before)
    assert [before.index(one) + 1 for one in kept] == sorted(numbers)


def test_a_slot_that_was_stored_before_links_could_be_declined_still_reads() -> None:
    stored = slot(MORNING).model_dump(mode="json", exclude={"declined"})
    for one in stored["related"]:
        del one["published_at"], one["own_title"]
    assert Slot.model_validate(stored) == slot(MORNING)
