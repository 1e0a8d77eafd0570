"""What a theme can print: every language has its words, every field is there, and an issue of any size makes an email."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from render_issues import ISSUES, campaign_of, issue_of, slot_of, specimen

from newsletter.models import Image, Issue, SlotLink
from newsletter.render import Theme, load_theme, print_patterns, printed_context, render_issue, theme_keys
from newsletter.render.context import ISSUE_NAMES, issue_context
from newsletter.render.printed import PrintedLink

TEMPLATES = Path(__file__).parent.parent / "templates"


@pytest.fixture(scope="module")
def broadsheet() -> Theme:
    return load_theme(TEMPLATES, "broadsheet")


# --- languages


@pytest.mark.parametrize(
    ("campaign", "story", "lang", "direction"),
    [
        ("en", "en", "", ""),
        ("en", "en-GB", "", ""),
        ("en", "", "", ""),
        ("en", "fr", "fr", ""),
        ("en", "he", "he", "rtl"),
        ("he", "en", "en", "ltr"),
        ("he", "ar", "ar", ""),
    ],
)
def test_a_story_in_another_language_says_so(campaign: str, story: str, lang: str, direction: str) -> None:
    (slot,) = issue_context(issue_of(("", (slot_of(language=story),))), campaign_of(campaign))["slots"]
    assert (slot.lang, slot.dir) == (lang, direction)


def test_sides_and_paddings_are_mirrored_for_text_from_right_to_left(broadsheet: Theme) -> None:
    ltr, rtl = broadsheet.values("ltr"), broadsheet.values("rtl")
    assert (ltr["start"], ltr["end"], ltr["box"](1, 2, 3, 4)) == ("left", "right", "1px 2px 3px 4px")
    assert (rtl["start"], rtl["end"], rtl["box"](1, 2, 3, 4)) == ("right", "left", "1px 4px 3px 2px")


@pytest.mark.parametrize(("story", "word"), [("", "Related"), ("en-GB", "Related"), ("fr-CA", "À lire aussi"), ("sw", "Related")])
def test_a_story_s_labels_are_in_its_own_language_where_we_have_them(story: str, word: str) -> None:
    context = issue_context(issue_of(("", (slot_of(language=story),))), campaign_of())
    assert context["slots"][0].labels["related"] == word
    assert context["labels"]["related"] == "Related"


def test_a_story_s_day_and_the_name_of_its_language_are_told_when_asked_for() -> None:
    at = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
    foreign, own = slot_of(language="fr", published_at=at), slot_of(language="en")
    first, second = issue_context(issue_of(("", (foreign, own))), campaign_of("de"))["slots"]
    assert (first.day, first.language_name, first.language) == ("2 mars 2026", "Französisch", "fr")
    assert (second.day, second.language_name, second.language) == ("", "Englisch", "en")


def link_printed(story: str = "", **link: Any) -> PrintedLink:
    slot = slot_of(language=story).but(related=(SlotLink(title="Osk", url="https://other.example/osk", **link),))
    (printed,) = issue_context(issue_of(("", (slot,))), campaign_of())["slots"]
    (shown,) = printed.related
    assert isinstance(shown, PrintedLink)
    return shown


@pytest.mark.parametrize(
    ("campaign", "story", "link", "lang", "direction"),
    [
        ("en", "", "", "", ""),
        ("en", "", "en", "", ""),
        ("en", "", "he", "he", "rtl"),
        ("en", "he", "he", "", ""),
        ("en", "he", "en", "en", "ltr"),
        ("en", "he", "", "", ""),
    ],
)
def test_a_related_link_says_its_language_where_it_is_not_its_story_s(
    campaign: str, story: str, link: str, lang: str, direction: str
) -> None:
    slot = slot_of(language=story).but(related=(SlotLink(title="Osk", url="https://other.example/osk", language=link),))
    (printed,) = issue_context(issue_of(("", (slot,))), campaign_of(campaign))["slots"]
    assert [(one.lang, one.dir) for one in printed.related] == [(lang, direction)]


@pytest.mark.parametrize(
    ("story", "link", "name"),
    [("", "en", ""), ("", "", ""), ("", "fr", "French"), ("fr", "en-GB", "anglais"), ("he", "ar", "ערבית"), ("", "xx", "")],
)
def test_a_related_link_names_its_language_in_that_of_the_story(story: str, link: str, name: str) -> None:
    assert link_printed(story, language=link).language_name == name


def test_a_title_in_the_desk_s_own_words_is_in_no_other_language_and_names_that_of_what_it_leads_to() -> None:
    link = link_printed(language="he", own_title=True)
    assert (link.lang, link.dir, link.language_name) == ("", "", "Hebrew")


@pytest.mark.parametrize(
    ("published", "story", "day"),
    [
        (None, "", ""),
        (datetime(2026, 3, 3, 5, tzinfo=UTC), "", ""),
        (datetime(2026, 2, 22, 23, 30, tzinfo=UTC), "", ""),  # in Paris it was the 23rd, a week before
        (datetime(2026, 2, 22, 22, 30, tzinfo=UTC), "", "22 Feb 2026"),
        (datetime(2025, 12, 3, 5, tzinfo=UTC), "de", "03.12.2025"),
    ],
)
def test_a_related_link_tells_its_day_when_it_is_more_than_a_week_old(published: datetime | None, story: str, day: str) -> None:
    assert link_printed(story, published_at=published).day == day


@pytest.mark.parametrize(
    ("language", "published", "words"),
    [
        ("", None, ""),
        ("fr", None, "French"),
        ("", datetime(2026, 2, 2, 5, tzinfo=UTC), "2_Feb_2026"),
        ("nb", datetime(2026, 2, 2, 5, tzinfo=UTC), "Norwegian_Bokmål_·_2_Feb_2026"),
    ],
)
def test_what_stands_behind_a_related_link_is_one_piece(language: str, published: datetime | None, words: str) -> None:
    assert link_printed(language=language, published_at=published).small_print == words.replace("_", "\u00a0")


@pytest.mark.parametrize("key", theme_keys(TEMPLATES))
def test_every_theme_ties_the_small_print_to_the_last_word_of_a_related_link(cache: Path, key: str) -> None:
    old = SlotLink(title="Osk, again", url="https://other.example/osk", language="fr", published_at=datetime(2026, 1, 5, 5, tzinfo=UTC))
    new = SlotLink(title="Osk, still", url="https://other.example/still", language="en", published_at=datetime(2026, 3, 1, 5, tzinfo=UTC))
    email = render_issue(issue_of(("", (slot_of().but(related=(old, new)),))), campaign_of(theme=key), load_theme(TEMPLATES, key), cache)
    behind = "\u00a0·\u00a0French\u00a0·\u00a05\u00a0Jan\u00a02026"
    assert re.search(rf"Osk, again</a><span[^>]*>{behind}</span></li>", email.html)
    assert "Osk, still</a></li>" in email.html
    assert f"   - Osk, again{behind}\n" in email.text
    assert "   - Osk, still\n" in email.text


# --- fields


def test_every_documented_name_is_there_and_no_other(broadsheet: Theme) -> None:
    assert sorted(printed_context(specimen(), campaign_of(), broadsheet)) == sorted(ISSUE_NAMES)


def test_a_story_without_anything_but_a_headline_has_every_field_empty() -> None:
    (slot,) = issue_context(issue_of(("", (slot_of(),))), campaign_of())["slots"]
    assert (slot.kicker, slot.dek, slot.byline, slot.url, slot.quote, slot.publisher, slot.date) == ("",) * 7
    assert slot.image is None
    assert slot.related == ()


def test_a_missing_dek_is_the_lede() -> None:
    first, second = issue_context(issue_of(("", (slot_of(lede="L"), slot_of(dek="D", lede="L")))), campaign_of())["slots"]
    assert (first.dek, second.dek) == ("L", "D")


def test_the_editor_s_own_words_are_printed_over_the_item_s() -> None:
    slot = slot_of(title="Taken", dek="Taken").but(own={"title": "Own"})
    (printed,) = issue_context(issue_of(("", (slot,))), campaign_of())["slots"]
    assert (printed.title, printed.dek) == ("Own", "Taken")


def test_an_own_picture_is_printed_over_the_item_s_and_may_be_none() -> None:
    taken = slot_of(image=Image(url="images/a.jpg"))
    slots = (taken.but(own={"image": Image(url="images/b.jpg").model_dump()}), taken.but(own={"image": None}), taken)
    first, second, third = issue_context(issue_of(("", slots)), campaign_of())["slots"]
    assert (first.image.src[-5:], second.image, third.image.src[-5:]) == ("b.jpg", None, "a.jpg")


def test_stories_are_numbered_through_and_placed_within_their_section() -> None:
    slots = issue_context(issue_of(("A", (slot_of(), slot_of())), ("", ()), ("B", (slot_of(),))), campaign_of())["slots"]
    assert [(slot.number, slot.place) for slot in slots] == [(1, 1), (2, 2), (3, 1)]
    assert [slot.anchor for slot in slots] == ["s1", "s2", "s3"]


def test_a_section_without_stories_is_left_out() -> None:
    sections = issue_context(issue_of(("A", ()), ("B", (slot_of(),))), campaign_of())["sections"]
    assert [section.title for section in sections] == ["B"]


def test_a_related_link_that_leads_nowhere_is_left_out() -> None:
    slot = slot_of(related=(("Kept", "https://meridian.example/a"), ("Untied", ""), ("Bad", "javascript:x")))
    (printed,) = issue_context(issue_of(("", (slot,))), campaign_of())["slots"]
    assert [link.title for link in printed.related] == ["Kept"]


def test_a_story_s_day_is_the_day_in_the_campaign_s_time_zone() -> None:
    late = slot_of(published_at=datetime(2026, 3, 1, 23, 30, tzinfo=UTC))
    (printed,) = issue_context(issue_of(("", (late,))), campaign_of())["slots"]
    assert printed.date == "2026-03-02"


@pytest.mark.parametrize(("width", "height", "at_300"), [(1200, 800, "200"), (300, 1, "1"), (0, 800, ""), (1200, 0, "")])
def test_a_picture_knows_its_height_at_a_width(width: int, height: int, at_300: str) -> None:
    (slot,) = issue_context(issue_of(("", (slot_of(image=Image(url="a.jpg", width=width, height=height)),))), campaign_of())["slots"]
    assert slot.image.height_at(300) == at_300


# --- patterns


def test_a_pattern_may_name_a_story_that_a_short_issue_lacks() -> None:
    campaign = campaign_of(preheader="{{ slots[1].title }} · {{ slots[2].title }}")
    assert print_patterns(issue_of(("", (slot_of(), slot_of(title="Second")))), campaign)[1] == "Second"
    assert print_patterns(issue_of(("", (slot_of(),))), campaign)[1] == ""


def test_own_words_win_over_a_pattern_even_when_they_are_none() -> None:
    issue = specimen().but(subject="Mine", preheader="")
    assert print_patterns(issue, campaign_of()) == ("Mine", "")


def test_a_subject_is_plain_text_on_one_line() -> None:
    issue = issue_of(("", (slot_of(title="Fish & “chips”\u2028 <b>\ttoday"),)))
    assert print_patterns(issue, campaign_of())[0] == "Fish & “chips” <b> today"


# --- issues of any size


@pytest.mark.parametrize("language", ["en", "he"])
@pytest.mark.parametrize(
    "issue",
    [
        pytest.param(issue_of(), id="no story"),
        pytest.param(issue_of(("World", ())), id="an empty section"),
        pytest.param(issue_of(("", (slot_of(),))), id="one bare story"),
        pytest.param(issue_of(("", (slot_of("quote", url="https://meridian.example"),))), id="a layout that the theme has no macro for"),
        pytest.param(issue_of(("World", tuple(slot_of() for _ in range(40)))), id="forty stories"),
    ],
)
def test_an_issue_of_any_size_makes_an_email(broadsheet: Theme, cache: Path, issue: Issue, language: str) -> None:
    email = render_issue(issue, campaign_of(language), broadsheet, cache)
    assert email.html.count("The ferry sails again") >= len(issue.slots)
    assert "zqphunsubscribezq" in email.html
    assert "zqphunsubscribezq" in email.text
    assert "None" not in email.html + email.text


@settings(max_examples=40, deadline=None)
@given(issue=ISSUES)
def test_any_issue_makes_an_email(broadsheet: Theme, cache: Path, issue: Issue) -> None:
    email = render_issue(issue, campaign_of("en"), broadsheet, cache)
    assert max(len(line) for line in email.html.encode().split(b"\n")) <= 998
    assert email.text.endswith("\n")
    assert "\n\n\n" not in email.text
