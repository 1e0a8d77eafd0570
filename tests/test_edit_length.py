"""A story printed in full, or as a teaser again."""

import pytest
from build import issue, item

from newsletter.edit import FULL, SLOT_FIELDS, Changed, drop_slot, move_slot, set_full, set_words
from newsletter.errors import NewsletterError, NotFound, Refused
from newsletter.models import Block, Issue, Slot

BODY = (Block(type="paragraph", text="It held."), Block(type="quote", text="It fell."))
MORNING = issue(top=["river"], world=["lighthouse", item("bridge", dek="Old.")])


def body_of(slot: Slot) -> tuple[Block, ...]:
    return BODY if slot.item == "bridge" else ()


def set_it(value: str | None, words: str = "world 2", of: Issue = MORNING) -> Changed:
    return set_full(of, words, value, body_of)


def bridge(made: Issue) -> Slot:
    return next(slot for slot in made.slots if slot.item == "bridge")


def test_yes_takes_the_body_and_no_gives_it_back() -> None:
    whole = set_it("yes")
    assert (bridge(whole.issue).full, bridge(whole.issue).taken.body) == (True, BODY)
    assert whole.what == "World 2 is printed in full"
    teaser = set_it(" NO ", of=whole.issue)
    assert teaser.issue == MORNING
    assert teaser.what == "World 2 is printed as a teaser"


def test_the_other_stories_and_their_wordings_stay_as_they_are() -> None:
    made = set_it("yes").issue
    assert [slot for slot in made.slots if slot.item != "bridge"] == [slot for slot in MORNING.slots if slot.item != "bridge"]
    assert bridge(made).taken.but(body=()) == bridge(MORNING).taken


def test_a_story_in_full_keeps_the_body_that_it_has() -> None:
    whole = set_it("yes").issue
    assert set_full(whole, "bridge", "yes", lambda _: ()).issue == whole


def test_own_words_and_moves_leave_a_story_in_full() -> None:
    made = set_words(set_it("yes").issue, "bridge", "dek", "Still there.").issue
    made = move_slot(made, "bridge", "top", 1, {"top": ""}, "lead").issue
    assert (bridge(made).full, bridge(made).words.body, bridge(made).words.dek) == (True, BODY, "Still there.")


def test_a_teaser_without_a_body_is_refused_in_words() -> None:
    with pytest.raises(Refused, match="“Lighthouse” has no text to print in full, only its headline and dek"):
        set_it("yes", "world 1")


@pytest.mark.parametrize("value", ["yse", "", "true", None])
def test_an_answer_is_yes_or_no(value: str | None) -> None:
    with pytest.raises(NewsletterError) as refused:
        set_it(value)
    assert "yes" in str(refused.value) + refused.value.hint


def test_full_is_no_field_of_words_and_is_known_beside_them() -> None:
    assert FULL not in SLOT_FIELDS
    with pytest.raises(NotFound, match="did you mean 'full'"):
        set_words(MORNING, "bridge", "ful", "yes")


def test_an_issue_that_is_no_draft_keeps_its_length() -> None:
    with pytest.raises(Refused):
        set_it("yes", of=MORNING.but(status="approved"))


def test_a_story_in_full_can_be_dropped() -> None:
    assert "bridge" not in [slot.item for slot in drop_slot(set_it("yes").issue, "bridge").issue.slots]
