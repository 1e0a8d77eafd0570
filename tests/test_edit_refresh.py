"""What a slot takes over from its source, and what it keeps."""

from typing import Any

import pytest
from build import issue, item

from newsletter.compose import link_to, take_wording
from newsletter.edit import Renewal, changed_fields, find_slot, refresh, set_words
from newsletter.errors import Refused
from newsletter.models import Block, Image, Issue, Slot

TEXT = (Block(type="paragraph", text="The river bent."),)


def renewal(made: Issue, place: str, **now: Any) -> Renewal:
    """What the slot at a place takes over when its item reads otherwise."""
    slot = find_slot(made, place)
    source = item(slot.item, version=2, **now)
    return Renewal(slot.id, take_wording(source, full=slot.full), source.version, source.story, {})


def in_full(made: Issue) -> Issue:
    section = made.sections[0]
    slot = section.slots[0]
    return made.but(sections=(section.but(slots=(slot.but(full=True, taken=slot.taken.but(body=TEXT)),)),))


def slot_of(made: Issue) -> Slot:
    return made.slots[0]


def test_the_present_wording_is_taken_with_its_version_and_said_by_the_names_of_its_parts() -> None:
    made = issue(world=["old-bridge"])
    after, what = refresh(made, [renewal(made, "world 1", title="A new bridge", dek="It opens.", images=(Image(url="images/b.jpg"),))])
    assert what == "World 1 has the headline, dek and picture of its article as it is now"
    assert (slot_of(after).words.title, slot_of(after).words.dek, slot_of(after).item_version) == ("A new bridge", "It opens.", 2)


def test_own_words_stay_and_are_said_to() -> None:
    made = set_words(issue(world=["old-bridge"]), "world 1", "title", "Our bridge").issue
    after, what = refresh(made, [renewal(made, "world 1", title="A new bridge", dek="It opens.")])
    assert what == "World 1 has the dek of its article as it is now, and its own headline"
    assert (slot_of(after).words.title, slot_of(after).taken.title) == ("Our bridge", "A new bridge")


def test_where_only_what_is_in_own_words_has_changed_nothing_that_is_printed_does() -> None:
    made = set_words(issue(world=["old-bridge"]), "world 1", "title", "Our bridge").issue
    after, what = refresh(made, [renewal(made, "world 1", title="A new bridge")])
    assert what == "World 1 keeps its own headline, over what its article says now"
    assert slot_of(after).words == slot_of(made).words


def test_an_article_changed_in_what_is_not_printed_is_followed_without_a_change_for_readers() -> None:
    made = issue(world=["old-bridge"])
    after, what = refresh(made, [renewal(made, "world 1", tags=("bridges",))])
    assert what == "World 1 goes by its article as it is now, and nothing that is printed has changed"
    assert (slot_of(after).words, slot_of(after).item_version) == (slot_of(made).words, 2)


def test_the_text_of_a_story_in_full_is_taken_over_whole() -> None:
    made = in_full(issue(world=["old-bridge"]))
    now = (Block(type="paragraph", text="The river went straight."),)
    after, what = refresh(made, [renewal(made, "world 1", body=now)])
    assert what == "World 1 has the first lines and text of its article as it is now"
    assert slot_of(after).words.body == now


def test_a_story_in_full_whose_text_is_gone_becomes_a_teaser() -> None:
    made = in_full(issue(world=["old-bridge"]))
    after, what = refresh(made, [renewal(made, "world 1", body=())])
    assert what.endswith("and is a teaser from now on: its article has no text any more")
    assert (slot_of(after).full, slot_of(after).words.body) == (False, ())


@pytest.mark.parametrize(("dek", "told"), [("", ("lede",)), ("A dek", ())], ids=["printed for want of a dek", "not printed under a dek"])
def test_other_first_lines_are_a_change_where_they_are_printed(dek: str, told: tuple[str, ...]) -> None:
    before, now = (item("old-bridge", dek=dek, body=(Block(type="paragraph", text=text),)) for text in ("It stood.", "It stands."))
    assert changed_fields(take_wording(before), take_wording(now)) == told


def test_a_link_is_taken_over_by_its_number_and_the_others_stand() -> None:
    made = issue(world=["old-bridge"])
    links = tuple(link_to(item(name), origin="editor", why="given") for name in ("mur-flood", "treaty"))
    slot = slot_of(made).but(related=links)
    made = made.but(sections=(made.sections[0].but(slots=(slot,)),))
    now = links[1].but(title="The treaty, corrected")
    after, what = refresh(made, [Renewal(slot.id, None, 1, slot.story, {2: now})])
    assert what == "link 2 under World 1 is “The treaty, corrected” now"
    assert slot_of(after).related == (links[0], now)
    assert slot_of(after).taken == slot.taken


def test_other_slots_are_as_they_were() -> None:
    made = issue(top=["river"], world=["old-bridge", "ships"])
    after = refresh(made, [renewal(made, "world 1", title="A new bridge")]).issue
    assert [slot.words.title for slot in after.slots] == ["River", "A new bridge", "Ships"]


def test_only_a_draft_takes_over_anything() -> None:
    with pytest.raises(Refused, match="is approved and cannot be changed"):
        refresh(issue("approved", world=["old-bridge"]), [])
