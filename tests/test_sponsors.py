"""Sponsors booked in their own files: read, kept beside the item, placed in the issue of their day, labelled in every part of it."""

import json
import re
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from command import Terminal

from newsletter.intake.frontmatter import read_front_matter

ATLAS = """---
id: atlas
kind: sponsor
publisher: Fennimore & Daughters
published: 2026-03-01 07:00
url: https://fennimore.example/atlas
image: https://fennimore.example/atlas.jpg
image_alt: An atlas
{}
---
Maps for people who read the news
Post-free until the fifteenth.

The new edition opens flat on a kitchen table.
"""
KETTLE = ATLAS.replace("atlas", "kettle").replace("Maps for people who read the news", "A kettle for the night desk")


def bring(terminal: Terminal, text: str, *lines: str, name: str = "atlas.txt", code: int = 0) -> str:
    """Import a sponsor's file with these lines in its front matter; what was said."""
    path = terminal.root / name
    path.write_text(text.format("\n".join(lines)), encoding="utf-8")
    said = terminal("content", "import", path)
    assert said.code == code, said.err + said.out
    return said.out + said.err


def booked(terminal: Terminal, item: str = "atlas") -> list[str]:
    places = terminal.ok("content", "show", item, "--json").json["bookings"]
    return [" ".join(map(str, place.values())) for place in places]


# --- read --------------------------------------------------------------------------------------------------------


def test_a_file_may_book_several_places_on_one_line_or_on_more(terminal: Terminal) -> None:
    bring(terminal, ATLAS, "book: daily 2026-03-02 world 2, daily 2026-03-03 world 1", "book: daily 2026-03-04 top 1")
    assert booked(terminal) == ["daily 2026-03-02 world 2", "daily 2026-03-03 world 1", "daily 2026-03-04 top 1"]
    assert "booked     daily 2026-03-02 world 2; daily 2026-03-03 world 1" in terminal.ok("content show atlas").out


@pytest.mark.parametrize("value", ["daily 2026-03-02 world", "daily world 2", "daily 2026-02-30 world 2", "daily 2026-03-02 world 0", "x"])
def test_what_is_no_booking_is_named_with_its_line(value: str) -> None:
    front = read_front_matter(f"---\nkind: sponsor\nbook: {value}\n---\n", ZoneInfo("UTC"))
    expected = "must be a campaign, a day, a section and a position in it, such as daily 2026-03-02 world 2"
    assert front.problems == ((3, f"'book' is '{value}', but {expected}"),)


def test_only_a_sponsors_item_books(terminal: Terminal) -> None:
    front = read_front_matter("---\nsection: world\nbook: daily 2026-03-02 world 2\n---\n", ZoneInfo("UTC"))
    assert front.problems == ((3, "'book' is for a sponsor's item; say 'kind: sponsor' as well"),)
    line = {"title": "A story", "bookings": [{"campaign": "daily", "date": "2026-03-02", "section": "world", "position": 2}]}
    (terminal.root / "one.jsonl").write_text(json.dumps(line), encoding="utf-8")
    said = terminal("content import one.jsonl")
    assert (said.code, "one.jsonl:1: 'bookings' is for a sponsor's item" in said.err) == (1, True)


# --- kept --------------------------------------------------------------------------------------------------------


def test_a_booking_changed_in_the_file_is_changed_and_is_no_other_wording(terminal: Terminal) -> None:
    bring(terminal, ATLAS, "book: daily 2026-03-02 world 2")
    assert "1 updated" in bring(terminal, ATLAS, "book: daily 2026-03-05 world 1")
    assert booked(terminal) == ["daily 2026-03-05 world 1"]
    assert terminal.ok("content show atlas --json").json["version"] == 1
    assert "1 unchanged" in bring(terminal, ATLAS, "book: daily 2026-03-05 world 1")
    assert "1 updated" in bring(terminal, ATLAS)
    assert booked(terminal) == []


def test_two_sponsors_on_one_place_are_both_named_and_nothing_is_stored(terminal: Terminal) -> None:
    bring(terminal, ATLAS, "book: daily 2026-03-02 world 2")
    said = bring(terminal, KETTLE, "book: daily 2026-03-02 world 2", name="kettle.txt", code=3)
    for words in ("daily 2026-03-02 world 2 is booked twice", "atlas.txt", "kettle.txt"):
        assert words in said
    assert terminal("content show kettle").code == 2


def test_two_sponsors_may_change_places_in_one_import(terminal: Terminal) -> None:
    bring(terminal, ATLAS, "book: daily 2026-03-02 world 2")
    bring(terminal, KETTLE, "book: daily 2026-03-02 world 1", name="kettle.txt")
    (terminal.root / "atlas.txt").write_text(ATLAS.format("book: daily 2026-03-02 world 1"), encoding="utf-8")
    (terminal.root / "kettle.txt").write_text(KETTLE.format("book: daily 2026-03-02 world 2"), encoding="utf-8")
    terminal.ok("content import atlas.txt kettle.txt")
    assert (booked(terminal), booked(terminal, "kettle")) == (["daily 2026-03-02 world 1"], ["daily 2026-03-02 world 2"])


def test_a_dump_brings_bookings_back(terminal: Terminal, tmp_path: Path) -> None:
    bring(terminal, ATLAS, "book: daily 2026-03-02 world 2")
    dumped = terminal.ok("content dump").out
    bring(terminal, ATLAS)
    (tmp_path / "all.jsonl").write_text(dumped, encoding="utf-8")
    terminal.ok("content", "import", tmp_path / "all.jsonl")
    assert booked(terminal) == ["daily 2026-03-02 world 2"]


# --- placed ------------------------------------------------------------------------------------------------------


def compose(terminal: Terminal, *words: str) -> dict[str, list[str]]:
    shown = terminal.ok("issue", "compose", "daily", *words, "--json").json
    return {section["key"]: [slot["item"] for slot in section["slots"]] for section in shown["sections"]}


def test_a_sponsor_stands_on_its_place_and_takes_none_from_a_story(newsroom: Terminal) -> None:
    without = compose(newsroom)
    bring(newsroom, ATLAS, "book: daily 2026-03-02 World 2", "book: daily 2026-03-03 world 1")
    composed = compose(newsroom)
    assert composed["world"] == [without["world"][0], "atlas", *without["world"][1:]]
    shown = newsroom.ok("issue", "show", "--json").json
    slot = next(slot for section in shown["sections"] for slot in section["slots"] if slot["item"] == "atlas")
    assert (slot["layout"], slot["kind"], slot["why"]) == ("sponsor", "sponsor", "booked for World 2")


def test_fill_places_a_sponsor_that_came_later(newsroom: Terminal) -> None:
    compose(newsroom)
    newsroom.ok("issue", "set", "subject", "Good morning")
    bring(newsroom, ATLAS, "book: daily 2026-03-02 world 2")
    assert "World 2  Maps for people who read the news" in newsroom.ok("issue", "fill").out


def test_a_second_issue_of_the_day_does_not_print_a_sponsor_again(newsroom: Terminal) -> None:
    bring(newsroom, ATLAS, "book: daily 2026-03-02 climate 2")
    assert "atlas" in compose(newsroom)["climate"]
    newsroom.ok("issue", "set", "subject", "Good morning")
    assert not [key for key, items in compose(newsroom, "--again").items() if "atlas" in items]


@pytest.mark.parametrize(
    ("lines", "why"),
    [(("embargo: 2026-03-02 12:00",), "may not be printed yet"), (("status: draft",), "still a draft")],
)
def test_a_sponsor_that_may_not_be_printed_is_not_and_that_is_said(newsroom: Terminal, lines: tuple[str, ...], why: str) -> None:
    bring(newsroom, ATLAS, "book: daily 2026-03-02 world 2", *lines)
    said = newsroom.ok("issue", "compose", "daily")
    remark = next(line for line in said.out.splitlines() if line.startswith("note: “Maps for people who read the news”"))
    assert remark.startswith("note: “Maps for people who read the news” is booked for World 2, but ")
    assert remark.endswith(why)
    assert "atlas" not in compose(newsroom)["world"]


def test_a_place_that_is_not_there_is_told_when_the_file_is_read(newsroom: Terminal) -> None:
    assert "is booked for wrld 2, which is no section of daily; did you mean 'world'?" in bring(
        newsroom, ATLAS, "book: daily 2026-03-02 wrld 2", code=1
    )
    assert "is booked for dayly, which is no campaign; did you mean 'daily'?" in bring(
        newsroom, ATLAS, "book: dayly 2026-03-02 world 2", code=1
    )


@pytest.mark.parametrize("theme", ["broadsheet", "brief", "magazine"])
def test_the_email_labels_a_sponsor_and_marks_each_of_its_links(newsroom: Terminal, theme: str) -> None:
    file = newsroom.root / "campaigns" / "daily.toml"
    file.write_text(file.read_text(encoding="utf-8").replace('theme = "broadsheet"', f'theme = "{theme}"'), encoding="utf-8")
    bring(newsroom, ATLAS + "- More maps › https://fennimore.example/atlas/more\n", "book: daily 2026-03-02 world 2")
    newsroom.ok("issue", "compose", "daily")
    newsroom.ok("issue", "related", "atlas", "--add", "https://fennimore.example/atlas/all", "--title", "All maps")
    page = newsroom.ok("issue", "render").out
    links = re.findall(r"<a [^>]*href=\"https://fennimore\.example/atlas[^>]*>", page)
    assert len(links) > 2
    assert [link for link in links if 'rel="sponsored"' not in link] == []
    label = "Sponsored · Fennimore &amp; Daughters"
    assert page.index(label) < page.rindex("Maps for people who read the news")
    text = newsroom.ok("issue", "render", "--text").out
    assert text.index("[Sponsored · Fennimore & Daughters]") < text.index("Post-free until the fifteenth")


# --- never the lead --------------------------------------------------------------------------------------------------


def layouts(terminal: Terminal) -> set[str]:
    shown = terminal.ok("issue", "show", "--json").json
    return {slot["layout"] for section in shown["sections"] for slot in section["slots"] if slot["item"] == "atlas"}


def typed_on_the_sheet(terminal: Terminal, before: str, after: str) -> None:
    sheet = terminal.ok("issue", "edit", "daily", "--print").out
    assert before in sheet
    (terminal.root / "today.runsheet").write_text(sheet.replace(before, after), encoding="utf-8")
    terminal.ok("issue", "edit", "daily", "--from", "today.runsheet")


def test_a_sponsor_that_is_moved_pinned_or_added_stays_set_as_one(newsroom: Terminal) -> None:
    bring(newsroom, ATLAS, "book: daily 2026-03-02 world 2")
    compose(newsroom)
    for typed in (
        ("move", "atlas", "top 1"),
        ("move", "atlas", "world 2"),
        ("pin", "atlas", "--in", "top", "--position", "1"),
        ("drop", "atlas"),
        ("add", "atlas", "--at", "top 1"),
        ("drop", "atlas"),
        ("pin", "atlas", "--in", "top"),
    ):
        newsroom.ok("issue", *typed)
        assert layouts(newsroom) == ({"sponsor"} if typed[0] != "drop" else set()), typed


def test_a_sponsor_on_a_run_sheet_is_set_as_one_in_any_section(newsroom: Terminal) -> None:
    bring(newsroom, ATLAS, "book: daily 2026-03-02 world 2")
    compose(newsroom)
    typed_on_the_sheet(newsroom, "    layout: sponsor\n", "")
    assert layouts(newsroom) == {"sponsor"}
    newsroom.ok("issue", "drop", "atlas")
    typed_on_the_sheet(newsroom, "== world\n", "== world\n* atlas\n")
    assert layouts(newsroom) == {"sponsor"}


def test_a_sponsor_in_the_first_place_is_neither_subject_nor_preheader(newsroom: Terminal) -> None:
    compose(newsroom)
    before = newsroom.ok("issue", "show", "--json").json
    bring(newsroom, ATLAS)
    bring(newsroom, KETTLE, name="kettle.txt")
    newsroom.ok("issue", "add", "atlas", "--at", "top 1")
    newsroom.ok("issue", "add", "kettle", "--at", "world 1")
    after = newsroom.ok("issue", "show", "--json").json
    assert (after["subject"], after["preheader"]) == (before["subject"], before["preheader"])
    file = newsroom.root / "campaigns" / "daily.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('subject = "{{ lead.title }}"', 'subject = "{{ sections[0].slots[0].title }}"'), encoding="utf-8")
    assert newsroom.ok("issue", "show", "--json").json["subject"] == before["subject"]


def test_a_rehearsed_day_is_named_by_its_first_story_and_is_no_issue_without_one(newsroom: Terminal) -> None:
    bring(newsroom, ATLAS.replace("2026-03-01 07:00", "2026-01-01 07:00"), "book: daily 2026-03-02 top 1, daily 2026-01-05 top 1")
    told = newsroom.ok("issue", "compose", "daily", "--dry-run", "--days", "2", "--date", "2026-03-02").out
    assert "Mon 2026-03-02  14 stories  A river moves 340 metres" in told
    told = newsroom.ok("issue", "compose", "daily", "--dry-run", "--days", "2", "--date", "2026-01-05").out
    assert "2 days  no issue: nothing was out that could stand in it" in told
