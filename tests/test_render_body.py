"""A story in full as a template sees it: its blocks, their links and pictures, its minutes of reading."""

from __future__ import annotations

from typing import Any

import pytest
from render_issues import campaign_of, issue_of, slot_of

from newsletter.models import Block, Image
from newsletter.render.context import issue_context
from newsletter.render.escape import Address
from newsletter.render.printed import PrintedBlock, PrintedSlot
from newsletter.render.templates import print_line
from newsletter.words.inline import TextRun

TRACKED = "?utm_source=daily&utm_medium=email&utm_campaign=2026-03-02"


def block(kind: str, text: str = "", html: str = "", image: Image | None = None) -> Block:
    return Block.model_validate({"type": kind, "text": text, "html": html, "image": image})


def printed(*blocks: Block, full: bool = True, campaign: str = "en", **wording: Any) -> PrintedSlot:
    slot = slot_of(body=blocks, **wording).but(full=full)
    (shown,) = issue_context(issue_of(("", (slot,))), campaign_of(campaign))["slots"]
    assert isinstance(shown, PrintedSlot)
    return shown


def only(*blocks: Block) -> PrintedBlock:
    (shown,) = printed(*blocks).body
    return shown


def words(entries: tuple[tuple[TextRun, ...], ...]) -> list[str]:
    return ["".join(run.text for run in entry) for entry in entries]


# --- blocks


@pytest.mark.parametrize("kind", ["paragraph", "subhead", "quote"])
def test_words_without_markup_are_one_run(kind: str) -> None:
    shown = only(block(kind, "It held & fell <so>."))
    assert (shown.type, shown.runs, shown.entries, shown.image) == (kind, (TextRun("It held & fell <so>."),), (), None)
    assert shown.text == "It held & fell <so>."


def test_links_and_emphasis_are_runs_tracked_on_the_brands_own_domains() -> None:
    html = (
        'See <a href="https://meridian.example/map">the <em>map</em></a>, <a href="https://other.example/a">that</a>'
        ' or <a href="mailto:desk@meridian.example">write</a>.'
    )
    shown = only(block("paragraph", "See …", html))
    map_address = f"https://meridian.example/map{TRACKED}"
    assert shown.runs == (
        TextRun("See "), TextRun("the ", map_address), TextRun("map", map_address, em=True), TextRun(", "),
        TextRun("that", "https://other.example/a"), TextRun(" or "), TextRun("write", "mailto:desk@meridian.example"), TextRun("."),
    )  # fmt: skip
    assert all(type(run.href) is Address for run in shown.runs if run.href)
    assert shown.text == f"See the map ({map_address}), that (https://other.example/a) or write (desk@meridian.example)."


@pytest.mark.parametrize(
    ("text", "html", "start", "entries"),
    [
        ("- one\n- two", "", 0, ["one", "two"]),
        ("• one\n\n  * two ", "", 0, ["one", "two "]),
        ("one\ntwo", "", 0, ["one", "two"]),
        ("1. one\n2. two", "", 1, ["one", "two"]),
        ("4) one\n5) two", "", 4, ["one", "two"]),
        ("7. one\n3. two", "", 0, ["7. one", "3. two"]),
        ("1. one\n- two", "", 0, ["1. one", "two"]),
        ("1984. one\n- 3 two", "", 0, ["1984. one", "3 two"]),
        ("- one\n- two", "- <b>one</b> 1<br>- two", 0, ["one 1", "two"]),
    ],
)
def test_the_entries_of_a_list_stand_without_their_marks(text: str, html: str, start: int, entries: list[str]) -> None:
    shown = only(block("list", text, html))
    assert (shown.type, shown.start, words(shown.entries), shown.runs) == ("list", start, entries, ())


def test_the_text_of_a_list_has_a_line_for_each_entry() -> None:
    assert only(block("list", "- one\n- two")).text == "- one\n- two"
    assert only(block("list", "3. one\n4. two")).text == "3. one\n4. two"
    assert only(block("list", "", '<a href="https://other.example/a">one</a><br>two')).lines == ("one (https://other.example/a)", "two")


def test_a_picture_lies_where_readers_find_it() -> None:
    shown = only(block("image", image=Image(url="images/osk.jpg", alt="A piano", caption="In Osk", credit="Bo", width=1200, height=600)))
    assert shown.image is not None
    assert shown.image.src == "https://cdn.meridian.example/mail/osk.jpg"
    assert (shown.image.alt, shown.image.caption, shown.image.credit, shown.image.height_at(600)) == ("A piano", "In Osk", "Bo", "300")
    assert (shown.type, shown.text) == ("image", "")


def test_what_has_nothing_to_print_is_left_out() -> None:
    assert printed(block("paragraph", " "), block("list", "\n"), block("image"), block("quote", "x", "<br>"), block("subhead")).body == ()


# --- the story around them


def test_a_teaser_has_no_body_and_a_story_in_full_no_quote_and_no_lede_in_place_of_its_dek() -> None:
    told = block("paragraph", "It held.")
    teaser, whole = (printed(told, full=full, lede="It held.", quote="It fell.") for full in (False, True))
    assert (teaser.body, teaser.dek, teaser.quote) == ((), "It held.", "It fell.")
    assert (len(whole.body), whole.dek, whole.quote) == (1, "", "")
    assert printed(told, dek="Old.").dek == "Old."


def test_a_story_in_full_with_nothing_to_print_is_a_teaser() -> None:
    assert printed(lede="It held.", quote="It fell.").dek == "It held."


def test_a_story_in_full_counts_into_the_minutes_of_reading() -> None:
    slot = slot_of(body=(block("paragraph", "word " * 690), block("list", "- word\n" * 230)))
    issues = (issue_of(("", (slot.but(full=full),))) for full in (False, True))
    assert [print_line("{{ minutes }}", issue_context(issue, campaign_of())) for issue in issues] == ["1", "4"]


@pytest.mark.parametrize(("language", "time"), [("en", "1 min read"), ("fr", "1 min de lecture"), ("he", "זמן קריאה: 1 דק׳")])
def test_the_minutes_are_told_in_the_campaigns_language(language: str, time: str) -> None:
    context = issue_context(issue_of(("", (slot_of(),))), campaign_of(language))
    assert print_line("{{ minutes + 1 }} {{ reading_time }}", context) == f"2 {time}"
