"""What differs between two versions of an issue, in the words of an editor."""

from __future__ import annotations

from typing import Any

import pytest
from build import AT, issue, item
from edits import LINKED, MORNING, SECTIONS, add, link, move, say, with_slot

from newsletter.edit import add_link, describe, drop_links, drop_slot, move_slot, order_links, set_line
from newsletter.models import Benched, Image, Issue

WORDY = issue(top=["river"], world=["lighthouse", item("grain-ships", dek="Four ships with grain wait for a word from the harbour master")])


def pinned(made: Issue, **fields: Any) -> Issue:
    return with_slot(made, "grain-ships", **fields)


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (MORNING, MORNING.but(version=9), []),
        (MORNING, say(MORNING, "river", "title", "A river moves"), ["headline of Top 1 is now “A river moves”"]),
        (say(MORNING, "river", "title", "A"), MORNING, ["headline of Top 1 is the article's own again"]),
        (WORDY, say(WORDY, "grain-ships", "dek", "Four ships wait"), ["dek of World 2 shortened by 9 words"]),
        (
            say(WORDY, "grain-ships", "dek", "Ships wait"),
            say(WORDY, "grain-ships", "dek", "Ships wait long"),
            ["dek of World 2 lengthened by 1 word"],
        ),
        (
            say(WORDY, "grain-ships", "dek", "Ships wait"),
            say(WORDY, "grain-ships", "dek", "Ships go"),
            ["dek of World 2 is now “Ships go”"],
        ),
        (WORDY, say(WORDY, "grain-ships", "dek", ""), ["dek of World 2 is left out"]),
        (MORNING, say(MORNING, "river", "kicker", "Rivers"), ["kicker of Top 1 is now “Rivers”"]),
        (MORNING, say(MORNING, "drum", "layout", "lead"), ["Culture 1 is set as lead"]),
        (MORNING, with_slot(MORNING, "drum", full=True), ["Culture 1 is printed in full"]),
        (MORNING, pinned(MORNING, pinned=True), ["World 2 is pinned"]),
        (MORNING, pinned(MORNING, pinned=True, pinned_at=2), ["World 2 is pinned at place 2"]),
        (pinned(MORNING, pinned=True, pinned_at=2), MORNING, ["World 2 is no longer pinned"]),
        (MORNING, say(MORNING, "drum", "image", "https://meridian.example/a.jpg"), ["Culture 1 has a picture now"]),
        (MORNING, set_line(MORNING, "subject", "Rivers").issue, ["subject is now “Rivers”"]),
        (set_line(MORNING, "subject", "Rivers").issue, MORNING, ["subject follows the campaign again"]),
        (
            set_line(MORNING, "intro", "Good morning to you").issue,
            set_line(MORNING, "intro", "Good day").issue,
            ["intro shortened by 2 words"],
        ),
        (set_line(MORNING, "outro", "Bye").issue, MORNING, ["outro is left out"]),
        (MORNING, MORNING.but(status="approved", number=4), ["approved as No. 4"]),
        (MORNING.but(status="approved"), MORNING, ["a draft again"]),
    ],
    ids=[
        "nothing but the version",
        "a headline",
        "a headline taken back",
        "a dek made shorter",
        "a dek made longer",
        "a dek of as many words",
        "a dek left out",
        "a kicker",
        "a layout",
        "in full",
        "pinned",
        "pinned at a place",
        "no longer pinned",
        "a picture",
        "the subject",
        "the subject's pattern",
        "a shorter intro",
        "no outro",
        "approved",
        "opened again",
    ],
)
def test_a_change_is_told_in_a_clause(before: Issue, after: Issue, words: list[str]) -> None:
    assert describe(before, after) == words


def test_the_words_of_a_picture_are_told_apart_from_the_picture() -> None:
    shown = with_slot(MORNING, "river", own={"image": Image(url="https://meridian.example/a.jpg", alt="Water").model_dump()})
    assert describe(shown, say(shown, "river", "image_alt", "A river")) == ["picture of Top 1 is described as “A river”"]
    assert describe(shown, say(shown, "river", "image", "none")) == ["Top 1 has no picture any more"]
    assert describe(shown, say(shown, "river", "image", "https://meridian.example/b.jpg")) == ["Top 1 has another picture"]


def test_what_was_taken_over_from_an_article_names_its_parts_and_leaves_own_words_out() -> None:
    before = say(MORNING, "river", "title", "In our words")
    taken = before.slots[0].taken
    after = with_slot(before, "river", item_version=2, taken=taken.but(title="New", dek="New dek", byline="Ana"))
    assert describe(before, after) == ["dek and byline of Top 1 as the article has it now"]


# --- the running order ---------------------------------------------------------------------------------------------------


def test_stories_that_came_went_and_moved_are_named_with_their_places() -> None:
    after = move(add(drop_slot(MORNING, "drum").issue, "old-bridge", "world", 1), "mangroves", "top")
    assert describe(MORNING, after) == [
        "“Drum” dropped from Culture 1",
        "“Old bridge” added at World 1",
        "“Mangroves” moved from World 3 to Top 2",
    ]


def test_places_that_only_follow_from_other_changes_are_not_told() -> None:
    assert describe(MORNING, drop_slot(MORNING, "lighthouse").issue) == ["“Lighthouse” dropped from World 1"]
    assert describe(MORNING, move(MORNING, "mangroves", "world", 1)) == ["“Mangroves” moved from World 3 to World 1"]


def test_a_story_that_passed_its_neighbour_without_another_number_is_told() -> None:
    after = add(move(MORNING, "grain-ships", "world", 1), "old-bridge", "world", 1)
    assert describe(MORNING, after) == ["“Old bridge” added at World 1", "“Grain ships” moved ahead of “Lighthouse”"]


def test_two_stories_that_changed_places_are_told_once_whichever_of_them_was_moved() -> None:
    words = ["“Grain ships” (now World 1) and “Lighthouse” (now World 2) have changed places"]
    assert describe(MORNING, move(MORNING, "lighthouse", "world", 2)) == words
    assert describe(MORNING, move(MORNING, "grain-ships", "world", 1)) == words
    across = move(move(MORNING, "drum", "world", 1), "lighthouse", "culture", 1)
    assert describe(MORNING, across) == ["“Drum” (now World 1) and “Lighthouse” (now Culture 1) have changed places"]


def test_many_stories_of_one_section_are_told_by_their_number() -> None:
    filled = issue(top=["river"], world=["a", "b", "c", "d"], culture=["drum", "dance"])
    assert describe(filled, issue(top=["river"])) == [
        "4 stories dropped from World: “A”, “B”, “C” and “D”",
        "“Drum” and “Dance” dropped from Culture 1 and Culture 2",
    ]
    assert describe(issue(top=["river"]), issue(top=["river"], world=["a", "b", "c", "d"])) == [
        "4 stories added to World: “A”, “B”, “C” and “D”"
    ]


def test_sections_in_another_order_are_told() -> None:
    after = MORNING.but(sections=tuple(reversed(MORNING.sections)))
    assert describe(MORNING, after) == ["the sections are in another order: Culture, World and Top"]


def test_another_lead_is_told_first_and_once() -> None:
    exchanged = move_slot(move(MORNING, "grain-ships", "top", 1), "river", "world", 2, SECTIONS).issue
    assert describe(MORNING, exchanged) == ["lead swapped: “Grain ships” for “River”, which is at World 2 now"]
    ahead = add(MORNING, "old-bridge", "top", 1)
    assert describe(MORNING, ahead) == ["lead swapped: “Old bridge” for “River”, which is at Top 2 now"]
    instead = drop_slot(move(MORNING, "grain-ships", "top", 1), "river").issue
    assert describe(MORNING, instead) == ["lead swapped: “Grain ships” for “River”, which came from World 2, which is dropped"]


def test_an_issue_composed_afresh_is_compared_story_by_story_whatever_its_slots_are_called() -> None:
    afresh = issue(version=2, top=["lighthouse"], world=["grain-ships", "mangroves", "wells"], culture=["drum"])
    assert describe(MORNING, afresh)[-1] == "“Wells” added at World 3"
    assert describe(MORNING, MORNING.but(version=2, composed_at=AT)) == ["composed anew, with the same stories"]
    benched = MORNING.but(bench=(Benched(item="wells", title="Wells", why_not="World is full"),))
    assert describe(MORNING, benched) == ["the bench is another one"]


# --- related links -------------------------------------------------------------------------------------------------------


def test_links_that_came_went_or_changed_their_order_are_told() -> None:
    assert describe(LINKED, add_link(LINKED, "river", link("wells")).issue) == ["“Wells” linked under Top 1"]
    assert describe(LINKED, drop_links(LINKED, "river", [1, 2]).issue) == ["“Maps” and “Treaty” dropped from Top 1"]
    assert describe(LINKED, order_links(LINKED, "river", [2]).issue) == ["the related links of Top 1 are in another order"]
