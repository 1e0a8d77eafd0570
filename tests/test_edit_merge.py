"""Two editors changed one issue: what both did is kept, and what stands in each other's way is told."""

from __future__ import annotations

import pytest
from build import AT, issue, running_order
from edits import LINKED, MORNING, add, link, move, say, with_slot
from hypothesis import given, settings
from hypothesis import strategies as st

from newsletter.edit import (
    Clash,
    add_link,
    describe,
    drop_links,
    drop_slot,
    merge,
    order_links,
    set_line,
)
from newsletter.edit.orders import longest_in_all
from newsletter.models import Benched, Block, ContentItem, Image, Issue, IssueSection, Slot


def slot_of(made: Issue, item_id: str) -> Slot:
    return next(slot for slot in made.slots if slot.item == item_id)


def fields_of(clashes: tuple[Clash, ...]) -> list[tuple[str, str]]:
    return [(clash.where, clash.field) for clash in clashes]


# --- words and fields ----------------------------------------------------------------------------------------------------


def test_words_of_two_stories_and_of_the_issue_are_all_kept() -> None:
    mine = say(MORNING, "river", "title", "A river moves")
    theirs = set_line(say(MORNING, "drum", "dek", "It beats on"), "subject", "Rivers").issue
    merged = merge(MORNING, mine, theirs)
    assert merged.clashes == ()
    assert (slot_of(merged.issue, "river").words.title, slot_of(merged.issue, "drum").words.dek) == ("A river moves", "It beats on")
    assert merged.issue.subject == "Rivers"


def test_two_fields_of_one_story_are_both_kept_and_the_version_is_theirs() -> None:
    mine, theirs = say(MORNING, "river", "title", "A river moves"), say(MORNING, "river", "dek", "By 340 metres").but(version=7)
    merged = merge(MORNING, mine, theirs)
    assert slot_of(merged.issue, "river").own == {"title": "A river moves", "dek": "By 340 metres"}
    assert (merged.issue.version, merged.clashes) == (7, ())


def test_the_same_words_in_two_ways_are_a_clash_and_theirs_stand() -> None:
    mine, theirs = say(MORNING, "mangroves", "title", "Roots"), say(MORNING, "mangroves", "title", "Salt")
    merged = merge(MORNING, mine, theirs)
    assert merged.clashes == (Clash("World 3", slot_of(MORNING, "mangroves").id, "title", None, "Roots", "Salt"),)
    assert merged.issue == theirs


def test_a_word_that_one_took_back_and_the_other_rewrote_is_a_clash() -> None:
    base = say(MORNING, "river", "title", "A river moves")
    merged = merge(base, say(base, "river", "title", None), say(base, "river", "title", "The river"))
    assert [(clash.base, clash.mine, clash.theirs) for clash in merged.clashes] == [("A river moves", None, "The river")]


@pytest.mark.parametrize("field", ["subject", "preheader", "intro", "outro"])
def test_a_line_of_the_issue_in_two_ways_is_a_clash_that_names_the_line(field: str) -> None:
    merged = merge(MORNING, set_line(MORNING, field, "Mine").issue, set_line(MORNING, field, "Theirs").issue)
    assert [(clash.where, clash.slot, clash.field, clash.mine, clash.theirs) for clash in merged.clashes] == [
        (field, "", field, "Mine", "Theirs")
    ]
    assert getattr(merged.issue, field) == "Theirs"


@pytest.mark.parametrize(
    ("field", "mine", "theirs"),
    [("layout", "lead", "brief"), ("pinned_at", 1, 2), ("full", True, None)],
    ids=["how it is set", "where it is pinned", "how much of it is printed"],
)
def test_what_is_no_wording_is_merged_like_one(field: str, mine: object, theirs: object) -> None:
    here, there = with_slot(MORNING, "river", **{field: mine}), say(MORNING, "river", "dek", "By 340 metres")
    merged = merge(MORNING, here, there)
    assert merged.clashes == ()
    assert (getattr(slot_of(merged.issue, "river"), field), slot_of(merged.issue, "river").words.dek) == (mine, "By 340 metres")
    if theirs is not None:
        assert fields_of(merge(MORNING, here, with_slot(MORNING, "river", **{field: theirs})).clashes) == [("Top 1", field)]


def test_a_picture_described_by_one_and_credited_by_the_other_has_both() -> None:
    base = with_slot(MORNING, "river", taken=slot_of(MORNING, "river").taken.but(image=Image(url="images/river.jpg")))
    merged = merge(base, say(base, "river", "image_alt", "A river"), say(base, "river", "image_credit", "Photo: Ana"))
    image = slot_of(merged.issue, "river").words.image
    assert image is not None
    assert (image.alt, image.credit, merged.clashes) == ("A river", "Photo: Ana", ())
    clash = merge(base, say(base, "river", "image_alt", "A river"), say(base, "river", "image_alt", "Water")).clashes
    assert fields_of(clash) == [("Top 1", "image_alt")]


def test_two_other_pictures_are_a_clash() -> None:
    mine, theirs = (say(MORNING, "river", "image", f"https://meridian.example/{name}.jpg") for name in "ab")
    assert fields_of(merge(MORNING, mine, theirs).clashes) == [("Top 1", "image")]


def test_of_two_wordings_taken_from_the_article_the_newer_stands_and_is_no_clash() -> None:
    taken = slot_of(MORNING, "river").taken
    mine = with_slot(MORNING, "river", item_version=3, taken=taken.but(title="Third"))
    theirs = with_slot(MORNING, "river", item_version=2, taken=taken.but(title="Second"))
    for one, other in ((mine, theirs), (theirs, mine)):
        merged = merge(MORNING, one, other)
        assert (slot_of(merged.issue, "river").words.title, slot_of(merged.issue, "river").item_version) == ("Third", 3)
        assert merged.clashes == ()


def test_a_story_printed_in_full_by_one_and_taken_anew_by_the_other_is_a_clash_so_that_no_old_text_stands_under_a_new_headline() -> None:
    taken = slot_of(MORNING, "river").taken
    mine = with_slot(MORNING, "river", full=True, taken=taken.but(body=(Block(type="paragraph", text="Old"),)))
    theirs = with_slot(MORNING, "river", item_version=2, taken=taken.but(title="Second"))
    merged = merge(MORNING, mine, theirs)
    assert fields_of(merged.clashes) == [("Top 1", "full")]
    assert merged.issue == theirs


# --- the running order ---------------------------------------------------------------------------------------------------


def test_a_move_an_addition_and_a_drop_go_together() -> None:
    mine = drop_slot(move(MORNING, "mangroves", "world", 1), "drum").issue
    theirs = add(move(MORNING, "grain-ships", "top", 1), "old-bridge", "business")
    merged = merge(MORNING, mine, theirs)
    assert merged.clashes == ()
    assert running_order(merged.issue) == {
        "top": ["grain-ships", "river"],
        "world": ["mangroves", "lighthouse"],
        "business": ["old-bridge"],
    }


def test_words_go_with_a_story_that_the_other_moved() -> None:
    merged = merge(MORNING, move(MORNING, "drum", "world", 2), say(MORNING, "drum", "title", "Drums"))
    assert running_order(merged.issue)["world"] == ["lighthouse", "drum", "grain-ships", "mangroves"]
    assert (slot_of(merged.issue, "drum").words.title, merged.clashes) == ("Drums", ())


def test_a_story_moved_by_both_to_one_place_is_no_clash_and_to_two_places_is_one() -> None:
    once = move(MORNING, "drum", "world", 2)
    assert merge(MORNING, once, once) == (once, ())
    merged = merge(MORNING, once, move(MORNING, "drum", "top", 1))
    assert merged.clashes == (Clash("Top 1", slot_of(MORNING, "drum").id, "place", "Culture 1", "World 2", "Top 1"),)
    assert running_order(merged.issue)["top"] == ["drum", "river"]


@pytest.mark.parametrize(
    "changed",
    [say(MORNING, "mangroves", "title", "Roots"), move(MORNING, "mangroves", "top"), with_slot(MORNING, "mangroves", pinned=True)],
    ids=["rewritten", "moved", "pinned"],
)
def test_a_story_dropped_by_one_and_changed_by_the_other_is_a_clash(changed: Issue) -> None:
    dropped = drop_slot(MORNING, "mangroves").issue
    mine, theirs = merge(MORNING, dropped, changed), merge(MORNING, changed, dropped)
    assert [(clash.field, clash.mine, clash.theirs) for clash in mine.clashes] == [("dropped", None, slot_of(changed, "mangroves"))]
    assert [(clash.field, clash.mine, clash.theirs) for clash in theirs.clashes] == [("dropped", slot_of(changed, "mangroves"), None)]
    assert "mangroves" in {slot.item for slot in mine.issue.slots}
    assert theirs.issue == dropped


def test_a_story_dropped_by_both_is_gone_and_a_section_that_both_emptied_goes_too() -> None:
    base = issue(top=["river"], culture=["drum", "dance"])
    merged = merge(base, drop_slot(base, "drum").issue, drop_slot(base, "dance").issue)
    assert (running_order(merged.issue), merged.clashes) == ({"top": ["river"]}, ())


def test_a_story_put_in_by_both_stands_once() -> None:
    mine, theirs = add(MORNING, "old-bridge", "world", 2), add(MORNING, "old-bridge", "world", 2, who="bea")
    merged = merge(MORNING, say(mine, "old-bridge", "title", "A bridge"), say(theirs, "old-bridge", "dek", "It opens"))
    assert running_order(merged.issue)["world"] == ["lighthouse", "old-bridge", "grain-ships", "mangroves"]
    assert slot_of(merged.issue, "old-bridge").own == {"title": "A bridge", "dek": "It opens"}
    assert merged.clashes == ()
    elsewhere = merge(MORNING, mine, add(MORNING, "old-bridge", "culture", who="bea"))
    assert fields_of(elsewhere.clashes) == [("Culture 2", "place")]
    assert [slot.item for slot in elsewhere.issue.slots].count("old-bridge") == 1


def test_two_stories_put_in_at_one_moment_get_two_ids() -> None:
    merged = merge(MORNING, add(MORNING, "old-bridge", "world", 1), add(MORNING, "wells", "world", 1).but(version=2))
    assert running_order(merged.issue)["world"] == ["old-bridge", "wells", "lighthouse", "grain-ships", "mangroves"]
    assert (slot_of(merged.issue, "wells").id, slot_of(merged.issue, "old-bridge").id) == ("s2-1", "s3-1")


def test_a_story_that_i_dropped_and_put_in_again_while_they_rewrote_it_stands_once() -> None:
    again = add(drop_slot(MORNING, "drum").issue, "drum", "culture")
    merged = merge(MORNING, again, say(MORNING, "drum", "title", "Drums"))
    assert [slot.item for slot in merged.issue.slots].count("drum") == 1
    assert fields_of(merged.clashes) == [("Culture 1", "dropped")]


def test_a_story_that_they_dropped_while_i_put_it_elsewhere_is_a_clash_either_way() -> None:
    dropped, elsewhere = drop_slot(MORNING, "drum").issue, add(drop_slot(MORNING, "drum").issue, "drum", "top")
    mine, theirs = merge(MORNING, dropped, elsewhere), merge(MORNING, elsewhere, dropped)
    assert (fields_of(mine.clashes), mine.issue) == ([("Top 2", "dropped")], elsewhere)
    assert (fields_of(theirs.clashes), theirs.issue) == ([("Top 2", "dropped")], dropped)


def test_the_bench_loses_what_either_took_from_it() -> None:
    bench = tuple(Benched(item=name, title=name, why_not="World is full") for name in ("wells", "old-bridge", "tide"))
    base = MORNING.but(bench=bench)
    merged = merge(base, add(base, "wells", "top"), add(base, "tide", "culture"))
    assert [one.item for one in merged.issue.bench] == ["old-bridge"]
    fuller = base.but(bench=(*bench, Benched(item="kites", title="Kites", why_not="too old")))
    assert [one.item for one in merge(base, add(base, "kites", "top"), fuller).issue.bench] == ["wells", "old-bridge", "tide"]


def numbered_anew(**sections: list[str | ContentItem]) -> Issue:
    """The issue as it would be composed afresh: its slots are s1, s2 … whatever stood there."""
    return issue(version=2, **sections)


def test_words_go_to_the_story_they_were_written_for_when_the_issue_was_composed_afresh_meanwhile() -> None:
    mine = say(say(MORNING, "river", "title", "A river moves"), "drum", "dek", "It beats on")
    theirs = numbered_anew(top=["tide"], world=["river", "lighthouse"], culture=["drum"])
    merged = merge(MORNING, mine, theirs)
    assert running_order(merged.issue) == {"top": ["tide"], "world": ["river", "lighthouse"], "culture": ["drum"]}
    assert {slot.item: slot.own for slot in merged.issue.slots if slot.own} == {
        "river": {"title": "A river moves"},
        "drum": {"dek": "It beats on"},
    }
    assert merged.clashes == ()


def test_words_for_a_story_that_was_not_composed_again_are_told() -> None:
    theirs = numbered_anew(top=["tide"], world=["lighthouse"])
    merged = merge(MORNING, say(MORNING, "river", "title", "A river moves"), theirs)
    assert [(clash.field, clash.mine.words.title, clash.theirs) for clash in merged.clashes] == [("dropped", "A river moves", None)]
    assert merged.issue == theirs


def test_what_was_taken_out_by_either_is_remembered_in_the_order_of_the_last_and_what_was_put_in_again_is_not() -> None:
    base = MORNING.but(dropped=("wells", "tide", "kites"))
    again = base.but(dropped=("tide", "kites", "wells"))
    assert merge(base, set_line(base, "intro", "One").issue, again).issue.dropped == again.dropped
    assert merge(base, drop_slot(base, "drum").issue, add(base, "tide", "world")).issue.dropped == ("wells", "kites", "drum")


# --- related links -------------------------------------------------------------------------------------------------------


def links_of(made: Issue) -> list[str | None]:
    return [one.item for one in slot_of(made, "river").related]


def test_a_link_added_and_a_link_dropped_go_together_and_what_was_dropped_stays_declined() -> None:
    mine, theirs = add_link(LINKED, "river", link("wells")).issue, drop_links(LINKED, "river", [2]).issue
    merged = merge(LINKED, mine, theirs)
    assert (links_of(merged.issue), merged.clashes) == (["maps", "floods", "wells"], ())
    assert "treaty" in slot_of(merged.issue, "river").declined


def test_links_in_two_other_orders_are_a_clash() -> None:
    mine, theirs = order_links(LINKED, "river", [3, 1, 2]).issue, order_links(LINKED, "river", [1, 3, 2]).issue
    merged = merge(LINKED, mine, theirs)
    assert fields_of(merged.clashes) == [("Top 1", "related")]
    assert links_of(merged.issue) == ["maps", "floods", "treaty"]


def test_a_link_in_other_words_that_the_other_dropped_is_a_clash() -> None:
    mine = add_link(LINKED, "river", link("treaty", title="The treaty of 1921", own_title=True), replace=2).issue
    assert fields_of(merge(LINKED, mine, drop_links(LINKED, "river", [2]).issue).clashes) == [("Top 1", "related")]


def test_no_story_is_linked_by_one_that_the_other_put_into_the_issue_unless_by_hand() -> None:
    mine = with_slot(LINKED, "river", related=(*slot_of(LINKED, "river").related, link("wells", origin="archive")))
    theirs = add(LINKED, "wells", "culture")
    for merged in (merge(LINKED, mine, theirs), merge(LINKED, theirs, mine)):
        assert links_of(merged.issue) == ["maps", "treaty", "floods"]
    by_hand = with_slot(LINKED, "river", related=(*slot_of(LINKED, "river").related, link("wells", origin="hand")))
    assert links_of(merge(LINKED, by_hand, theirs).issue) == ["maps", "treaty", "floods", "wells"]


def test_a_story_that_lost_a_link_because_it_stands_now_may_still_be_dropped_by_the_other() -> None:
    lost = with_slot(add(LINKED, "maps", "culture"), "river", related=(link("treaty"), link("floods")))
    assert merge(LINKED, drop_slot(LINKED, "river").issue, lost).clashes == ()


# --- what always holds ---------------------------------------------------------------------------------------------------

NAMES = ("river", "lighthouse", "grain-ships", "mangroves", "drum", "wells", "tide", "kites")
KEYS = ("top", "world", "culture")


@st.composite
def changed(draw: st.DrawFn, base: Issue, most: int = 4) -> Issue:
    """The issue after a few changes, as commands make them."""
    made = base
    for _ in range(draw(st.integers(0, most))):
        standing = [slot.item for slot in made.slots]
        what = draw(st.sampled_from(("add", "drop", "move", "say", "line", "pin", "links", "bench")))
        name = draw(st.sampled_from(NAMES))
        if what == "add" and name not in standing:
            made = add(made, name, draw(st.sampled_from(KEYS)), draw(st.sampled_from((None, 1))))
        elif what == "line":
            made = made.but(**{draw(st.sampled_from(("subject", "intro"))): draw(st.sampled_from(("One", "Two", "")))})
        elif what == "bench":
            made = made.but(bench=tuple(one for one in made.bench if one.item != name))
        elif name not in standing:
            continue
        elif what == "drop":
            made = drop_slot(made, name).issue
        elif what == "move":
            made = move(made, name, draw(st.sampled_from(KEYS)), draw(st.sampled_from((None, 1))))
        elif what == "say":
            made = say(made, name, draw(st.sampled_from(("title", "dek"))), draw(st.sampled_from(("One", "Two", None))))
        elif what == "pin":
            made = with_slot(made, name, pinned=True, pinned_at=draw(st.sampled_from((1, 2))))
        elif what == "links":
            links = draw(st.lists(st.sampled_from(("maps", "treaty", "floods", "wells")), unique=True, max_size=4))
            made = with_slot(made, name, related=tuple(link(one) for one in links))
    return made


@st.composite
def trios(draw: st.DrawFn) -> tuple[Issue, Issue, Issue]:
    names = draw(st.permutations(NAMES))
    cut = sorted(draw(st.integers(0, 6)) for _ in range(2))
    bench = tuple(Benched(item=name, title=name, why_not="full") for name in names[6:])
    base = issue(top=list(names[: cut[0]]), world=list(names[cut[0] : cut[1]]), culture=list(names[cut[1] : 6])).but(bench=bench)
    base = with_slot(base, names[0], related=(link("maps"), link("treaty")))
    return base, draw(changed(base)), draw(changed(base))


def plain(made: Issue) -> tuple[object, ...]:
    """An issue but for the ids that new slots get, and for who put them in."""
    bare = {section.key: tuple(slot.but(id="", why="", item_version=0) for slot in section.slots) for section in made.sections}
    sections = tuple((key, slots) for key, slots in bare.items() if slots)
    return sections, made.bench, made.subject, made.intro


@settings(max_examples=150, deadline=None)
@given(trios())
def test_what_only_one_side_changed_is_taken_as_it_is(trio: tuple[Issue, Issue, Issue]) -> None:
    base, mine, theirs = trio
    assert merge(base, base, theirs) == (theirs, ())
    assert merge(base, mine, base) == (mine, ())
    assert merge(base, mine, mine) == (mine, ())


@settings(max_examples=150, deadline=None)
@given(trios())
def test_who_comes_first_makes_no_difference_where_nothing_clashes_and_the_clashes_are_the_same(trio: tuple[Issue, Issue, Issue]) -> None:
    base, mine, theirs = trio
    one, other = merge(base, mine, theirs), merge(base, theirs, mine)
    known = {slot.id for slot in base.slots} | {""}
    seen = {(clash.slot, clash.field, str(clash.mine), str(clash.theirs)) for clash in one.clashes if clash.slot in known}
    assert seen == {(clash.slot, clash.field, str(clash.theirs), str(clash.mine)) for clash in other.clashes if clash.slot in known}
    assert bool(one.clashes) == bool(other.clashes)
    if not one.clashes:
        assert plain(one.issue) == plain(other.issue)


@settings(max_examples=150, deadline=None)
@given(trios())
def test_no_story_is_lost_or_doubled(trio: tuple[Issue, Issue, Issue]) -> None:
    base, mine, theirs = trio
    merged = merge(base, mine, theirs)
    ids, items = [slot.id for slot in merged.issue.slots], [slot.item for slot in merged.issue.slots]
    assert len(set(ids)) == len(ids)
    assert len(set(items)) == len(items)
    there = lambda made: {slot.item for slot in made.slots}  # noqa: E731
    assert there(mine) & there(theirs) <= set(items)
    assert (there(mine) | there(theirs)) - there(base) <= set(items)
    if not merged.clashes:
        assert set(items) == (there(mine) & there(theirs)) | ((there(mine) | there(theirs)) - there(base))


@given(trios())
def test_whatever_was_changed_in_the_running_order_is_told_and_nothing_is_told_of_nothing(trio: tuple[Issue, Issue, Issue]) -> None:
    for before in trio:
        for after in trio:
            told = describe(before, after)
            assert told or plain(before)[0] == plain(after)[0]
            assert before != after or not told


@given(st.permutations("abcdef"), st.permutations("abcdef"))
def test_the_longest_order_in_common_stands_in_both_and_is_the_same_from_either_side(one: list[str], other: list[str]) -> None:
    common = longest_in_all([one, other])
    assert common == longest_in_all([other, one])
    assert [key for key in one if key in common] == [key for key in other if key in common] == list(common)


def test_an_empty_section_that_stood_there_stays() -> None:
    base = MORNING.but(sections=(*MORNING.sections, IssueSection(key="later", title="Later")))
    assert merge(base, say(base, "river", "title", "A river"), base).issue.sections[-1].key == "later"


def test_how_many_were_passed_over_and_the_moment_of_composing_are_those_of_the_side_that_composed_again() -> None:
    again = MORNING.but(passed_over={"too old": 3}, composed_at=AT)
    for merged in (
        merge(MORNING, again, set_line(MORNING, "intro", "One").issue),
        merge(MORNING, set_line(MORNING, "intro", "One").issue, again),
    ):
        assert (merged.issue.passed_over, merged.issue.composed_at, merged.issue.intro) == ({"too old": 3}, AT, "One")
