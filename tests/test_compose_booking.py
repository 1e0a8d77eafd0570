"""Sponsors stand where they are booked, labelled, and count as no story."""

from typing import Any

import pytest
from build import AT, DAY, HOUR, MOMENT, campaign, candidate, item, running_order

from newsletter.compose import Booked, select
from newsletter.errors import Refused
from newsletter.models import Booking, Candidate, Issue, Kind, Status

WORLD = '[[sections]]\nkey = "world"\ntitle = "World news"\nmin = 2\nmax = 3\nlayout = ["lead", "standard"]\n'
TWO = '[[sections]]\nkey = "top"\nwhere = { section = "sport" }\nmax = 1\n' + WORLD


def booked(name: str, section: str, position: int, **fields: Any) -> Booked:
    ad = item(name, kind=Kind.SPONSOR, section="", published_at=None, **fields)
    return Booked(Booking(campaign="daily", date=DAY, section=section, position=position), ad)


def compose(*bookings: Booked, names: str = "abcd", text: str = TWO, standing: Issue | None = None) -> Issue:
    pool = [candidate(name, published_at=AT - number * HOUR) for number, name in enumerate(names, 1)]
    return select(campaign(text), pool, {}, issue_id=f"daily/{DAY}", day=DAY, moment=MOMENT, standing=standing, booked=bookings)


@pytest.mark.parametrize(
    ("section", "position", "names", "found"),
    [
        ("world", 1, "abcd", {"world": ["ad", "a", "b", "c"]}),
        ("world", 2, "abcd", {"world": ["a", "ad", "b", "c"]}),
        ("world", 9, "ab", {"world": ["a", "b", "ad"]}),
        ("World News", 2, "ab", {"world": ["a", "ad", "b"]}),
        ("top", 1, "ab", {"top": ["ad"], "world": ["a", "b"]}),
    ],
    ids=["on top", "second", "later than there are stories", "by the section's title", "in a section that is empty but for it"],
)
def test_a_sponsor_stands_where_it_is_booked_beside_as_many_stories_as_ever(
    section: str, position: int, names: str, found: dict[str, list[str]]
) -> None:
    assert running_order(compose(booked("ad", section, position), names=names)) == found


def test_a_sponsors_slot_is_set_and_named_as_one() -> None:
    slot = compose(booked("ad", "world", 2)).slots[1]
    assert (slot.layout, slot.taken.kind, slot.why) == ("sponsor", Kind.SPONSOR, "booked for World news 2")
    assert (slot.pinned, slot.pinned_at) == (False, 2)


def test_a_sponsor_takes_no_storys_layout_and_no_storys_number() -> None:
    made = compose(booked("ad", "world", 1))
    assert [(slot.item, slot.layout) for slot in made.slots] == [("ad", "sponsor"), ("a", "lead"), ("b", "standard"), ("c", "standard")]
    assert [slot.id for slot in made.slots] == ["s1", "s2", "s3", "s4"]


def test_a_sponsor_does_not_help_a_section_to_its_minimum_but_keeps_it_from_being_dropped() -> None:
    made = compose(booked("ad", "world", 1), names="a", text=TWO + 'thin = "drop"\n')
    assert running_order(made) == {"world": ["ad", "a"]}
    assert made.remarks == ("World news has 1 of at least 2 stories",)


def test_a_sponsor_that_stands_already_keeps_its_section_from_being_dropped_as_well() -> None:
    text = TWO + 'thin = "drop"\n'
    alone = compose(booked("ad", "world", 1), names="", text=text)
    filled = compose(booked("ad", "world", 1), names="a", text=text, standing=alone)
    assert running_order(filled) == {"world": ["ad", "a"]}
    assert filled.remarks == ("World news has 1 of at least 2 stories",)


def test_several_sponsors_each_have_their_place_whatever_the_order_in_which_they_come() -> None:
    bookings = [booked("third", "world", 3), booked("first", "world", 1), booked("top", "top", 1)]
    made = compose(*bookings)
    assert running_order(made) == {"top": ["top"], "world": ["first", "a", "third", "b", "c"]}
    assert compose(*reversed(bookings)) == made


@pytest.mark.parametrize(("one", "other"), [("world", "world"), ("world", "World news")])
def test_two_on_one_place_are_refused_by_name(one: str, other: str) -> None:
    with pytest.raises(Refused) as caught:
        compose(booked("soap", one, 2), booked("boots", other, 2))
    assert caught.value.message == "“Boots” and “Soap” are both booked for World news 2 on 2 March 2026"
    assert caught.value.hint == "give one of them another place in its file, and import that again"


def test_a_section_that_is_not_there_is_refused_with_the_nearest() -> None:
    with pytest.raises(Refused) as caught:
        compose(booked("soap", "wrld", 2))
    assert caught.value.message == "“Soap” is booked for wrld 2, which is no section of daily; did you mean 'world'?"
    assert caught.value.hint == "its sections are top, world"


@pytest.mark.parametrize(
    ("fields", "why_not"),
    [
        ({"status": Status.RETIRED}, "it is retired"),
        ({"status": Status.DRAFT}, "it is still a draft"),
        ({"published_at": AT + HOUR}, "it may not be printed yet"),
        ({"embargo_until": AT + HOUR}, "it may not be printed yet"),
    ],
    ids=["retired", "a draft", "not out yet", "under embargo"],
)
def test_a_sponsors_item_that_may_not_be_printed_is_left_out_and_that_is_said(fields: dict[str, Any], why_not: str) -> None:
    one = booked("soap", "world", 2)
    made = compose(one._replace(item=one.item.but(**fields)))
    assert running_order(made) == {"world": ["a", "b", "c"]}
    assert made.remarks == (f"“Soap” is booked for World news 2, but {why_not}",)


def test_a_sponsor_never_enters_by_a_filter() -> None:
    plan, ad = campaign(TWO), booked("ad", "world", 1).item.but(published_at=AT - HOUR)
    made = select(plan, [Candidate(item=ad)], {}, issue_id=f"daily/{DAY}", day=DAY, moment=MOMENT)
    assert made.slots == ()
    assert [one.why_not for one in made.bench] == ["a sponsor's item is booked or added by hand"]


# --- in an issue that stands already ---------------------------------------------------------------------------------


def test_a_sponsor_that_stands_already_is_not_put_in_again_and_keeps_its_words() -> None:
    first = compose(booked("ad", "world", 2), names="a")
    words = tuple(slot.but(own={"title": "In their words"}) if slot.item == "ad" else slot for slot in first.slots)
    edited = first.but(sections=(first.sections[0].but(slots=words),))
    made = compose(booked("ad", "world", 2), standing=edited)
    assert running_order(made) == {"world": ["a", "ad", "b", "c"]}
    assert made.slots[1].words.title == "In their words"


def test_a_sponsor_that_had_to_stand_earlier_comes_to_its_place_once_there_are_more_stories() -> None:
    first = compose(booked("ad", "world", 3), names="a")
    assert running_order(first) == {"world": ["a", "ad"]}
    assert running_order(compose(booked("ad", "world", 3), standing=first)) == {"world": ["a", "b", "ad", "c"]}


def test_a_sponsor_with_two_places_gets_the_one_that_is_still_free() -> None:
    both = [booked("ad", "top", 1), booked("ad", "world", 1)]
    assert running_order(compose(*both, standing=compose(both[1], names="a"))) == {"top": ["ad"], "world": ["ad", "a", "b", "c"]}


def test_a_sponsor_that_an_editor_took_out_stays_out_and_that_is_said() -> None:
    made = compose(booked("ad", "world", 2), standing=compose(names="a").but(dropped=("ad",)))
    assert running_order(made) == {"world": ["a", "b", "c"]}
    assert made.remarks == ("“Ad” is booked for World news 2, but an editor took it out",)


def test_a_booking_in_a_section_that_has_left_the_campaign_is_kept_while_that_stands() -> None:
    old = compose(names="a", text='[[sections]]\nkey = "old"\nmax = 1\n')
    assert running_order(compose(booked("ad", "old", 1), names="bc", standing=old)) == {"old": ["ad", "a"], "world": ["b", "c"]}
