"""Changes of an issue, and the sentence that each leaves behind."""

from collections.abc import Callable
from typing import Any

import pytest
from build import issue, item, running_order
from hypothesis import given, settings
from hypothesis import strategies as st

from newsletter.compose import make_slot
from newsletter.edit import (
    ISSUE_FIELDS,
    SLOT_FIELDS,
    Changed,
    add_slot,
    drop_slot,
    move_slot,
    next_slot_id,
    require_draft,
    set_line,
    set_words,
)
from newsletter.errors import NewsletterError, NotFound, Refused, UsageError
from newsletter.models import Benched, Image, Issue, Slot

SECTIONS = {"top": "", "world": "World", "business": "Business", "culture": "Culture"}
MORNING = issue(top=["river"], world=["lighthouse", "grain-ships", "mangroves"], culture=["drum"])


def new_slot(item_id: str, **fields: Any) -> Slot:
    return make_slot("new", item(item_id, **fields), "standard", "added by ana")


def add(item_id: str, section: str, position: int | None = None, to: Issue = MORNING, **fields: Any) -> Changed:
    return add_slot(to, new_slot(item_id, **fields), section, position, SECTIONS)


def move(words: str, section: str, position: int | None = None, layout: str | None = None, of: Issue = MORNING) -> Changed:
    return move_slot(of, words, section, position, SECTIONS, layout)


# --- only drafts -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "hint"),
    [
        ("approved", "'newsletter issue reopen daily/2026-03-02' opens it again"),
        ("exported", "'newsletter issue cancel daily/2026-03-02' withdraws it; mail may be out"),
        ("cancelled", "'newsletter issue compose daily --date 2026-03-02' makes another"),
    ],
)
@pytest.mark.parametrize(
    "change",
    [
        require_draft,
        lambda made: add_slot(made, new_slot("a"), "world", None, SECTIONS),
        lambda made: drop_slot(made, "river"),
        lambda made: move_slot(made, "river", "world", None, SECTIONS),
        lambda made: set_words(made, "river", "title", "x"),
        lambda made: set_line(made, "subject", "x"),
    ],
    ids=["any change", "add", "drop", "move", "set words", "set a line"],
)
def test_only_a_draft_is_changed_and_it_is_said_how_an_issue_becomes_one(change: Callable[[Issue], object], status: str, hint: str) -> None:
    with pytest.raises(Refused) as caught:
        change(issue(status, top=["river"]))
    assert (caught.value.message, caught.value.hint) == (f"daily/2026-03-02 is {status} and cannot be changed", hint)


# --- add ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("section", "position", "order", "what"),
    [
        ("world", None, ["lighthouse", "grain-ships", "mangroves", "old-bridge"], "“Old bridge” added at World 4"),
        ("world", 1, ["old-bridge", "lighthouse", "grain-ships", "mangroves"], "“Old bridge” added at World 1"),
        ("world", 3, ["lighthouse", "grain-ships", "old-bridge", "mangroves"], "“Old bridge” added at World 3"),
        ("world", 4, ["lighthouse", "grain-ships", "mangroves", "old-bridge"], "“Old bridge” added at World 4"),
        ("business", None, ["old-bridge"], "“Old bridge” added at Business 1"),
    ],
    ids=["at the end", "at the beginning", "between", "at the last place", "in a new section"],
)
def test_a_story_is_added_where_it_is_wanted(section: str, position: int | None, order: list[str], what: str) -> None:
    changed = add("old-bridge", section, position)
    assert running_order(changed.issue)[section] == order
    assert changed.what == what


@pytest.mark.parametrize(
    ("section", "keys"),
    [
        ("business", ["top", "world", "business", "culture"]),
        ("sport", ["top", "world", "culture", "sport"]),
        ("culture", ["top", "world", "culture"]),
    ],
    ids=["one that was empty", "one that has left the campaign", "one that stands"],
)
def test_sections_keep_the_campaigns_order(section: str, keys: list[str]) -> None:
    assert list(running_order(add("old-bridge", section).issue)) == keys


def test_a_new_section_has_the_campaigns_title_and_one_that_stands_keeps_its_own() -> None:
    assert [section.title for section in add("old-bridge", "business").issue.sections] == ["", "World", "Business", "Culture"]
    renamed = add_slot(MORNING, new_slot("old-bridge"), "world", None, SECTIONS | {"world": "Planet"})
    assert renamed.issue.sections[1].title == "World"


def test_an_issue_keeps_its_order_when_the_campaign_has_another_by_now() -> None:
    turned = dict(reversed(SECTIONS.items()))
    assert list(running_order(add_slot(MORNING, new_slot("old-bridge"), "world", None, turned).issue)) == ["top", "world", "culture"]


@pytest.mark.parametrize(
    ("section", "position", "message", "hint"),
    [
        ("world", 5, "World has 3 stories; there is no place 5 in it", "name a place from 1 to 4"),
        ("world", 0, "World has 3 stories; there is no place 0 in it", "name a place from 1 to 4"),
        ("culture", 9, "Culture has 1 story; there is no place 9 in it", "name a place from 1 to 2"),
        ("business", 2, "Business has no stories; there is no place 2 in it", "name a place from 1 to 1"),
    ],
)
def test_a_place_that_is_none_is_refused_with_how_many_there_are(section: str, position: int, message: str, hint: str) -> None:
    with pytest.raises(UsageError) as caught:
        add("old-bridge", section, position)
    assert (caught.value.message, caught.value.hint) == (message, hint)


def test_a_story_that_stands_already_is_refused_whatever_tells_it() -> None:
    with pytest.raises(Refused) as caught:
        add("lamp", "culture", story="lighthouse")
    assert caught.value.message == "the same story stands in daily/2026-03-02 already, at World 1 as “Lighthouse”"
    assert caught.value.hint.startswith("'newsletter issue drop lighthouse' takes that out first")
    with pytest.raises(Refused) as caught:
        add("lighthouse", "culture")
    assert caught.value.message == "“Lighthouse” stands in daily/2026-03-02 already, at World 1"
    assert caught.value.hint == "'newsletter issue move' moves it"


def test_what_is_added_leaves_the_bench() -> None:
    benched = tuple(Benched(item=name, title=name, why_not="World is full: 3 of 3") for name in ("old-bridge", "harvest"))
    changed = add("old-bridge", "world", to=MORNING.but(bench=benched))
    assert [one.item for one in changed.issue.bench] == ["harvest"]


# --- drop --------------------------------------------------------------------------------------------------------------


def test_a_story_is_dropped_and_the_others_close_up() -> None:
    changed = drop_slot(MORNING, "world 2")
    assert running_order(changed.issue) == {"top": ["river"], "world": ["lighthouse", "mangroves"], "culture": ["drum"]}
    assert changed.what == "“Grain ships” dropped from World 2"


def test_a_section_that_is_left_empty_goes() -> None:
    changed = drop_slot(MORNING, "drum")
    assert list(running_order(changed.issue)) == ["top", "world"]
    assert changed.what == "“Drum” dropped from Culture 1"


# --- move --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "section", "position", "order", "what"),
    [
        ("world 3", "world", 1, ["mangroves", "lighthouse", "grain-ships"], "“Mangroves” moved from World 3 to World 1"),
        ("world 1", "world", 3, ["grain-ships", "mangroves", "lighthouse"], "“Lighthouse” moved from World 1 to World 3"),
        ("world 1", "world", None, ["grain-ships", "mangroves", "lighthouse"], "“Lighthouse” moved from World 1 to World 3"),
        ("world 2", "world", 2, ["lighthouse", "grain-ships", "mangroves"], "“Grain ships” moved from World 2 to World 2"),
        ("drum", "world", 2, ["lighthouse", "drum", "grain-ships", "mangroves"], "“Drum” moved from Culture 1 to World 2"),
        ("river", "world", None, ["lighthouse", "grain-ships", "mangroves", "river"], "“River” moved from Top 1 to World 4"),
    ],
    ids=["up", "down", "to the end", "nowhere", "into another section", "to the end of another section"],
)
def test_a_story_is_moved_where_it_is_wanted(words: str, section: str, position: int | None, order: list[str], what: str) -> None:
    changed = move(words, section, position)
    assert running_order(changed.issue)[section] == order
    assert changed.what == what
    assert sorted(slot.id for slot in changed.issue.slots) == sorted(slot.id for slot in MORNING.slots)
    assert all(section.slots for section in changed.issue.sections)


def test_the_id_the_own_words_and_the_links_move_with_a_story() -> None:
    told = set_words(MORNING, "drum", "title", "In our own words").issue
    before = next(slot for slot in told.slots if slot.item == "drum")
    after = next(slot for slot in move("culture 1", "world", 1, of=told).issue.slots if slot.item == "drum")
    assert after == before


def test_a_story_is_set_as_its_new_section_sets_it_but_keeps_its_layout_within_one() -> None:
    assert move("drum", "world", 1, "brief").issue.sections[1].slots[0].layout == "brief"
    assert move("world 3", "world", 1, "brief").issue.sections[1].slots[0].layout == "standard"
    assert move("drum", "world", 1, None).issue.sections[1].slots[0].layout == "standard"


def test_moving_the_only_story_of_a_section_within_it_changes_nothing() -> None:
    gone_from_campaign = issue(top=["river"], sport=["race"], world=["lighthouse"])
    assert move("race", "sport", 1, of=gone_from_campaign).issue == gone_from_campaign
    assert move("river", "top", of=gone_from_campaign).issue == gone_from_campaign


@pytest.mark.parametrize(
    ("words", "section", "position", "message", "hint"),
    [
        ("world 1", "world", 4, "World has 3 stories; there is no place 4 in it", "name a place from 1 to 3"),
        ("drum", "world", 5, "World has 3 stories; there is no place 5 in it", "name a place from 1 to 4"),
        ("drum", "culture", 0, "Culture has 1 story; there is no place 0 in it", "name a place from 1 to 1"),
    ],
)
def test_a_place_to_move_to_is_one_that_there_is(words: str, section: str, position: int, message: str, hint: str) -> None:
    with pytest.raises(UsageError) as caught:
        move(words, section, position)
    assert (caught.value.message, caught.value.hint) == (message, hint)


# --- own words ---------------------------------------------------------------------------------------------------------

PICTURE = Image(url="https://cdn.meridian.example/drum.jpg", alt="A drum", credit="Bo Lund", width=600, height=400)
PICTURED = issue(top=["river"], culture=[item("drum", dek="It is loud.", images=(PICTURE,))])


def words_of(made: Issue, item_id: str = "drum") -> Any:
    return next(slot.words for slot in made.slots if slot.item == item_id)


@pytest.mark.parametrize(
    ("field", "value", "printed", "what"),
    [
        ("title", "The drum  speaks\n", "The drum speaks", "headline of Culture 1 is now “The drum speaks”"),
        ("dek", "And how.", "And how.", "dek of Culture 1 is now “And how.”"),
        ("dek", "", "", "dek of Culture 1 is left out"),
        ("kicker", "Mus\0ic\x07 ", "Mus ic", "kicker of Culture 1 is now “Mus ic”"),
        ("byline", "By Ana", "By Ana", "byline of Culture 1 is now “By Ana”"),
        ("quote", "“Boom.”", "“Boom.”", "quote of Culture 1 is now ““Boom.””"),
        ("url", "https://else.example/a", "https://else.example/a", "address of Culture 1 is now “https://else.example/a”"),
        ("url", " ", "", "address of Culture 1 is left out"),
        ("dek", "word " * 60, ("word " * 60).strip(), "dek of Culture 1 is now “" + ("word " * 24)[:119] + "…”"),
    ],
    ids=[
        "a headline",
        "a dek",
        "no dek",
        "without control characters",
        "a byline",
        "a quotation",
        "an address",
        "no address",
        "a long one",
    ],
)
def test_an_own_word_is_printed_in_place_of_the_articles(field: str, value: str, printed: str, what: str) -> None:
    changed = set_words(PICTURED, "drum", field, value)
    assert getattr(words_of(changed.issue), field) == printed
    assert next(slot for slot in changed.issue.slots if slot.item == "drum").taken == words_of(PICTURED)
    assert changed.what == what
    back = set_words(changed.issue, "culture 1", field, None)
    assert back.issue == PICTURED
    assert back.what == f"{what.split(' is ')[0]} is the article's own again"


def test_other_slots_and_other_own_words_stay_as_they_are() -> None:
    told = set_words(set_words(PICTURED, "river", "dek", "Wide.").issue, "drum", "dek", "Loud.").issue
    told = set_words(told, "drum", "title", "Boom").issue
    assert (words_of(told, "river").dek, words_of(told).dek, words_of(told).title) == ("Wide.", "Loud.", "Boom")
    assert words_of(set_words(told, "drum", "title", None).issue).dek == "Loud."


@pytest.mark.parametrize(
    ("field", "value", "message", "hint"),
    [
        ("title", "  ", "a headline cannot be empty", "--reset gives the article's own back"),
        ("url", "javascript:alert(1)", "'javascript:alert(1)' is no web address", "it begins with https://"),
        ("url", "meridian.example", "'meridian.example' is no web address", "it begins with https://"),
        (
            "image", "drum.jpg", "'drum.jpg' is no web address", "it begins with https://; 'none' prints the story without a picture",
        ),
        (
            "layout", None, "a layout is no wording that could be taken back",
            "set it to one of lead, standard, brief, quote, list, image, sponsor, note",
        ),
    ],
    ids=["an empty headline", "a script", "no scheme", "a picture's file", "a layout taken back"],
)  # fmt: skip
def test_what_cannot_be_printed_is_refused(field: str, value: str | None, message: str, hint: str) -> None:
    with pytest.raises(UsageError) as caught:
        set_words(PICTURED, "drum", field, value)
    assert (caught.value.message, caught.value.hint) == (message, hint)


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("titel", "x", "no field 'titel'; did you mean 'title'?"),
        ("subject", "x", "no field 'subject'"),
        ("layout", "breif", "no layout 'breif'; did you mean 'brief'?"),
        ("layout", "", "no layout ''"),
    ],
)
def test_an_unknown_field_or_layout_is_refused_with_the_nearest(field: str, value: str, message: str) -> None:
    with pytest.raises(NotFound) as caught:
        set_words(PICTURED, "drum", field, value)
    assert caught.value.message == message


@pytest.mark.parametrize(
    ("typed", "field", "value"),
    [
        ("headline", "title", "Boom"),
        ("link", "url", "https://a.example/"),
        ("alt", "image_alt", "A set"),
        ("credit", "image_credit", "Ana"),
    ],
)
def test_a_field_goes_by_the_name_that_the_run_sheet_has_for_it_too(typed: str, field: str, value: str) -> None:
    assert set_words(PICTURED, "drum", typed, value) == set_words(PICTURED, "drum", field, value)
    assert set_words(PICTURED, "drum", typed, value).issue != PICTURED


def test_a_layout_is_set_for_one_story() -> None:
    changed = set_words(MORNING, "world 2", "layout", "brief")
    assert [slot.layout for slot in changed.issue.slots] == ["standard", "standard", "brief", "standard", "standard"]
    assert changed.what == "layout of World 2 is now “brief”"


# --- pictures ----------------------------------------------------------------------------------------------------------

OTHER = "https://cdn.meridian.example/other.jpg"


def edited(*changes: tuple[str, str | None], of: Issue = PICTURED, words: str = "drum") -> Changed:
    changed = Changed(of, "")
    for field, value in changes:
        changed = set_words(changed.issue, words, field, value)
    return changed


def test_the_alt_text_and_the_credit_of_a_picture_are_set_and_taken_back_apart() -> None:
    told = edited(("image_alt", "A drum of oak"), ("image_credit", "Ana Silva"))
    assert words_of(told.issue).image == PICTURE.but(alt="A drum of oak", credit="Ana Silva")
    assert told.what == "credit of the picture of Culture 1 is now “Ana Silva”"
    back = set_words(told.issue, "drum", "image_alt", None)
    assert words_of(back.issue).image == PICTURE.but(credit="Ana Silva")
    assert back.what == "description of the picture of Culture 1 is the article's own again"
    assert set_words(back.issue, "drum", "image_credit", None).issue == PICTURED


def test_another_picture_comes_without_the_alt_text_and_the_credit_of_the_one_before() -> None:
    told = edited(("image", OTHER))
    assert words_of(told.issue).image == Image(url=OTHER)
    assert told.what == f"picture of Culture 1 is now “{OTHER}”"
    assert words_of(edited(("image", OTHER), ("image_alt", "A tree"), ("image", OTHER)).issue).image == Image(url=OTHER, alt="A tree")
    assert words_of(edited(("image", OTHER), ("image_alt", "A tree"), ("image_alt", None)).issue).image == Image(url=OTHER)


@pytest.mark.parametrize("value", [None, PICTURE.url], ids=["taken back", "set to it again"])
def test_the_articles_own_picture_comes_back_whole(value: str | None) -> None:
    assert edited(("image", OTHER), ("image", value)).issue == PICTURED


@pytest.mark.parametrize("none", ["none", "None", ""])
def test_a_story_is_printed_without_its_picture(none: str) -> None:
    told = edited(("image", none))
    assert words_of(told.issue).image is None
    assert told.what == "picture of Culture 1 is left out"
    assert edited(("image", none), ("image", None)).issue == PICTURED


def test_an_empty_alt_text_is_left_out() -> None:
    told = edited(("image_alt", ""))
    assert words_of(told.issue).image == PICTURE.but(alt="")
    assert told.what == "description of the picture of Culture 1 is left out"


@pytest.mark.parametrize("made", [MORNING, edited(("image", "none")).issue], ids=["never had one", "left out"])
def test_without_a_picture_there_is_nothing_to_describe(made: Issue) -> None:
    with pytest.raises(Refused) as caught:
        set_words(made, "drum", "image_alt", "A drum")
    assert (caught.value.message, caught.value.hint) == (
        "“Drum” has no picture",
        "'newsletter issue set drum image https://…' gives it one",
    )


def test_a_story_without_a_picture_may_get_one() -> None:
    told = edited(("image", OTHER), ("image_alt", "A tree"), of=MORNING)
    assert words_of(told.issue).image == Image(url=OTHER, alt="A tree")
    assert set_words(told.issue, "drum", "image", None).issue == MORNING


# --- lines of the issue ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value", "kept", "what"),
    [
        ("subject", " Good\r\nmorning ", "Good morning", "subject is now “Good morning”"),
        ("subject", None, None, "subject follows the campaign again"),
        ("preheader", "And more", "And more", "preheader is now “And more”"),
        ("preheader", "", "", "preheader is left out"),
        ("preheader", None, None, "preheader follows the campaign again"),
        ("intro", "One.\r\n\r\nTwo.\0 ", "One.\n\nTwo.", "intro is now “One. Two.”"),
        ("intro", "", "", "intro follows the campaign again"),
        ("intro", None, "", "intro follows the campaign again"),
        ("outro", "Until *tomorrow*.", "Until *tomorrow*.", "outro is now “Until *tomorrow*.”"),
        ("outro", None, "", "outro is left out"),
    ],
    ids=[
        "a subject on one line", "no own subject", "a preheader", "an empty preheader", "no own preheader", "an intro of two paragraphs",
        "an empty intro", "no own intro", "an outro", "no outro",
    ],
)  # fmt: skip
def test_a_line_of_the_issue_is_set_and_taken_back(field: str, value: str | None, kept: str | None, what: str) -> None:
    told = MORNING.but(subject="x", preheader="x", intro="x", outro="x")
    changed = set_line(told, field, value)
    assert changed.issue == told.but(**{field: kept})
    assert changed.what == what


def test_a_subject_is_never_empty() -> None:
    with pytest.raises(UsageError) as caught:
        set_line(MORNING, "subject", " \n")
    assert (caught.value.message, caught.value.hint) == ("a subject cannot be empty", "--reset lets the campaign's pattern stand again")


def test_an_unknown_line_is_refused_with_the_nearest() -> None:
    with pytest.raises(NotFound, match=r"^no field 'subjct'; did you mean 'subject'\?$"):
        set_line(MORNING, "subjct", "x")


# --- ids ---------------------------------------------------------------------------------------------------------------


def test_a_slots_id_is_new_and_never_that_of_one_dropped_before() -> None:
    made = issue(top=["river"], world=["a"], version=7)
    first = add_slot(made, new_slot("b").but(id=next_slot_id(made)), "world", None, SECTIONS).issue
    second = add_slot(first, new_slot("c").but(id=next_slot_id(first)), "world", None, SECTIONS).issue
    assert [slot.id for slot in second.slots] == ["s1", "s2", "s8-1", "s8-2"]
    later = drop_slot(second, "c").issue.but(version=8)
    assert next_slot_id(later) not in {slot.id for slot in second.slots}


# --- for all sequences -------------------------------------------------------------------------------------------------

STORIES = ["river", "lighthouse", "grain-ships", "mangroves", "drum", "old-bridge", "race"]
PLACES = st.one_of(st.sampled_from(STORIES), st.builds("{} {}".format, st.sampled_from(list(SECTIONS)), st.integers(0, 4)), st.just("s2"))
EDITS = st.one_of(
    st.tuples(st.just("add"), st.sampled_from(STORIES), st.sampled_from([*SECTIONS, "sport"]), st.none() | st.integers(0, 5)),
    st.tuples(st.just("move"), PLACES, st.sampled_from([*SECTIONS, "sport"]), st.none() | st.integers(0, 5)),
    st.tuples(st.just("drop"), PLACES),
    st.tuples(st.just("words"), PLACES, st.sampled_from(SLOT_FIELDS), st.sampled_from([None, "", "brief", "none", OTHER, "Drum"])),
    st.tuples(st.just("line"), st.sampled_from(ISSUE_FIELDS), st.sampled_from([None, "", "Words"])),
)


def edit(made: Issue, kind: str, *given_words: Any) -> Changed:
    match kind:
        case "add":
            item_id, section, position = given_words
            return add_slot(made, new_slot(item_id).but(id=next_slot_id(made)), section, position, SECTIONS)
        case "move":
            words, section, position = given_words
            return move_slot(made, words, section, position, SECTIONS, "brief")
        case "drop":
            return drop_slot(made, *given_words)
        case "words":
            return set_words(made, *given_words)
        case _:
            return set_line(made, *given_words)


@settings(max_examples=80, deadline=None)
@given(st.lists(EDITS, max_size=12))
def test_no_sequence_of_edits_doubles_a_slot_or_a_story_or_loses_one_that_was_not_dropped(edits: list[tuple[Any, ...]]) -> None:
    made, seen = MORNING, {slot.id for slot in MORNING.slots}
    for kind, *words in edits:
        before = [(slot.id, slot.story) for slot in made.slots]
        try:
            changed = edit(made, kind, *words)
        except NewsletterError:
            continue
        after = [(slot.id, slot.story) for slot in changed.issue.slots]
        assert len({slot_id for slot_id, _ in after}) == len({story for _, story in after}) == len(after)
        gone, come = set(before) - set(after), set(after) - set(before)
        assert (len(gone), len(come)) == {"add": (0, 1), "drop": (1, 0)}.get(kind, (0, 0))
        assert not {slot_id for slot_id, _ in come} & seen
        assert all(section.slots for section in changed.issue.sections)
        known = [section.key for section in changed.issue.sections if section.key in SECTIONS]
        assert known == [key for key in SECTIONS if key in known]
        assert changed.what.isprintable()
        assert changed.issue == Issue.model_validate(changed.issue.model_dump())
        seen |= {slot_id for slot_id, _ in come}
        made = changed.issue.but(version=made.version + 1)
