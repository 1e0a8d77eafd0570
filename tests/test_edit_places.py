"""Find the slot that an editor means: by its place, its item's id, or some words of its headline."""

import pytest
from build import issue, item

from newsletter.edit import find_section, find_slot, place_name, split_place
from newsletter.errors import NotFound, UsageError
from newsletter.models import Issue

MORNING = issue(
    top=[item("river-border", title="A river changes its border")],
    world=[
        item("lighthouse", title="The last lighthouse keeper"),
        item("grain-ships", title="“Not yet”: grain ships wait"),
        item("rain", title="Rain"),
        item("rain-again", title="Rain, again, for the last time"),
    ],
    culture=[item("drum", title="The drum of the world"), item("tokyo", title="東京の雨")],
)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("world 2", "grain-ships"),
        ("World 2", "grain-ships"),
        (" WORLD  2 ", "grain-ships"),
        ("world/2", "grain-ships"),
        ("world: 2", "grain-ships"),
        ("top", "river-border"),
        ("top 1", "river-border"),
        ("grain-ships", "grain-ships"),
        ("s3", "grain-ships"),
        ("lighthouse keeper", "lighthouse"),
        ("LIGHTHOUSE", "lighthouse"),
        ("not yet grain", "grain-ships"),
        ("light", "lighthouse"),
        ("Rain", "rain"),
        ("rain again", "rain-again"),
        ("雨", "tokyo"),
        ("border", "river-border"),
    ],
    ids=[
        "a place", "by the section's title", "with blanks", "with a stroke", "with a colon", "a section of one", "its only place",
        "an item's id",
        "a slot's id", "words", "a word in capitals", "words without their marks", "part of a word", "the whole headline of one",
        "words of one",
        "words without spaces between", "the last word",
    ],
)  # fmt: skip
def test_a_slot_goes_by_its_place_its_item_or_its_words(words: str, found: str) -> None:
    assert find_slot(MORNING, words).item == found


def test_a_slot_goes_by_its_own_headline_and_still_by_the_articles() -> None:
    top = MORNING.sections[0]
    renamed = MORNING.but(sections=(top.but(slots=(top.slots[0].but(own={"title": "Two towns wake abroad"}),)), *MORNING.sections[1:]))
    assert find_slot(renamed, "two towns").item == find_slot(renamed, "changes its border").item == "river-border"


@pytest.mark.parametrize(
    ("words", "listed"),
    [
        ("the last", 'say its place: "world 1" (The last lighthouse keeper); "world 4" (Rain, again, for the last time)'),
        (
            "culture",
            'say its place: "culture 1" (The drum of the world); "culture 2" (東京の雨)',
        ),
    ],
    ids=["words of two headlines", "a section of several"],
)
def test_where_several_could_be_meant_they_are_listed(words: str, listed: str) -> None:
    with pytest.raises(UsageError) as caught:
        find_slot(MORNING, words)
    assert not isinstance(caught.value, NotFound)
    assert (caught.value.message, caught.value.hint) == (f"'{words}' could mean any of 2 stories in daily/2026-03-02", listed)


@pytest.mark.parametrize("words", ["world 5", "world 0", "World 999999"])
def test_a_place_that_a_section_does_not_have_is_refused_with_how_many_there_are(words: str) -> None:
    with pytest.raises(UsageError) as caught:
        find_slot(MORNING, words)
    assert caught.value.message == f"World has 4 stories; there is no place {words.split()[1]} in it"
    assert caught.value.hint == "'newsletter issue show daily/2026-03-02' lists the places"


@pytest.mark.parametrize(
    ("words", "guess"),
    [
        ("grain-shipps", "; did you mean 'grain-ships'?"),
        ("wrld 2", "; did you mean 'world 2'?"),
        ("The last lighthouse kepper", "; did you mean 'The last lighthouse keeper'?"),
        ("volcano", ""),
        ("!?", ""),
        ("", ""),
        ("!? 1", ""),
        ("99999999999999999999999", ""),
        ("world " + "9" * 5000, ""),
    ],
)
def test_what_is_nowhere_is_refused_with_the_nearest(words: str, guess: str) -> None:
    with pytest.raises(NotFound) as caught:
        find_slot(MORNING, words)
    assert caught.value.message == f"no story '{words}'{guess}"
    assert caught.value.hint == "'newsletter issue show daily/2026-03-02' lists the places"


def test_a_place_is_said_by_the_sections_title_or_else_its_key() -> None:
    assert [place_name(MORNING, slot.id) for slot in MORNING.slots][:3] == ["Top 1", "World 1", "World 2"]
    with pytest.raises(NotFound, match="no story 's77'"):
        place_name(MORNING, "s77")


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("world 2", ("world", 2)),
        ("Also today 12", ("Also today", 12)),
        ("world:2", ("world", 2)),
        ("world / 2", ("world", 2)),
        ("world", ("world", None)),
        ("old-bridge-2", ("old-bridge-2", None)),
        ("2", ("2", None)),
        ("world -1", ("world -1", None)),
        ("", ("", None)),
    ],
)
def test_a_place_is_a_section_and_perhaps_a_number(words: str, parts: tuple[str, int | None]) -> None:
    assert split_place(words) == parts


PLANNED = {"top": "", "world": "World", "brief": "Also today"}


@pytest.mark.parametrize(
    ("words", "key"),
    [("world", "world"), ("WORLD", "world"), ("also today", "brief"), ("brief", "brief"), ("Culture", "culture"), ("top", "top")],
)
def test_a_section_goes_by_its_key_or_title_in_the_campaign_or_the_issue(words: str, key: str) -> None:
    assert find_section(MORNING, words, PLANNED) == key


@pytest.mark.parametrize(("words", "guess"), [("wrold", "; did you mean 'world'?"), ("", ""), ("…", ""), ("sport", "")])
def test_a_section_that_is_none_is_refused_with_the_nearest(words: str, guess: str) -> None:
    with pytest.raises(NotFound) as caught:
        find_section(MORNING, words, PLANNED)
    assert caught.value.message == f"no section '{words}'{guess}"


def test_an_empty_issue_has_no_slot_to_mean() -> None:
    empty: Issue = issue()
    with pytest.raises(NotFound):
        find_slot(empty, "world 1")
