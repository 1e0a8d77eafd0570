"""A story printed in full, from its file to the exported email: its section's rule, the editor's word, its pictures, its words as taken."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from command import Terminal

from newsletter.models import Block, Issue

if TYPE_CHECKING:
    from newsletter.desk import Desk

PICTURE = {"url": "images/key.jpg", "alt": "An iron key on a nail", "caption": "The key of the chapel", "width": 800, "height": 600}
STORY: dict[str, Any] = {
    "id": "chapel-key",
    "title": "Who keeps the key of the chapel",
    "dek": "A river moved, and a chapel with it.",
    "published_at": "2026-03-02T05:00:00+01:00",
    "language": "en",
    "section": "world",
    "body": [
        {
            "type": "paragraph",
            "text": "The key hung here.",
            "html": 'The key <em>hung</em> <a href="https://meridian.example/nail">here</a>.',
        },
        {"type": "image", "image": PICTURE},
        {"type": "subhead", "text": "A nail in the wall"},
        {"type": "list", "text": "- one nail\n- two keys"},
    ],
}
CAMPAIGN = """name = "Key Letter"
sender = { name = "Meridian", email = "key@meridian.example" }
brand = { postal_address = "12 rue de la Presse, Paris", domains = ["meridian.example"], asset_base = "https://cdn.meridian.example/mail" }
links = { utm_source = "key" }

[[sections]]
key = "long"
max = 1
full = true

[[sections]]
key = "short"
max = 4
"""


@pytest.fixture
def letter(terminal: Terminal) -> Terminal:
    """A campaign whose first section prints its story in full, and one story for it; its picture lies in the project."""
    (terminal.root / "campaigns" / "daily.toml").write_text(CAMPAIGN, encoding="utf-8")
    (terminal.root / "images").mkdir(exist_ok=True)
    (terminal.root / "images" / "key.jpg").write_bytes(b"\xff\xd8\xff\xe0 a picture")
    bring(terminal, STORY)
    return terminal


def bring(terminal: Terminal, *stories: dict[str, Any]) -> Any:
    lines = terminal.root / "wire.jsonl"
    lines.write_text("\n".join(map(json.dumps, stories)), encoding="utf-8")
    return terminal.ok("content", "import", lines, "--json").json


def compose(terminal: Terminal) -> list[dict[str, Any]]:
    """The slots of the composed issue."""
    return slots(terminal.ok("issue", "compose", "daily", "--date", "2026-03-02", "--json").json)


def slots(issue: dict[str, Any]) -> list[dict[str, Any]]:
    return [slot for section in issue["sections"] for slot in section["slots"]]


def test_a_section_may_print_its_stories_in_full_and_says_so(letter: Terminal) -> None:
    assert [(slot["item"], slot["full"]) for slot in compose(letter)] == [("chapel-key", True)]
    assert "· in full ·" in letter.ok("issue show daily").out
    html, text = letter.ok("issue render daily").out, letter.ok("issue render daily --text").out
    assert html.count("A nail in the wall") == text.upper().count("A NAIL IN THE WALL") == 1
    assert "https://meridian.example/nail?utm_source=key&amp;utm_campaign=2026-03-02" in html


def test_a_story_added_by_hand_follows_its_section_and_keeps_its_length_when_moved(letter: Terminal) -> None:
    bring(letter, {**STORY, "id": "bell", "title": "The bell that nobody rang"}, {**STORY, "id": "nave", "title": "A nave full of reeds"})
    compose(letter)
    for item in ("bell", "nave", "chapel-key"):
        letter("issue", "drop", item)
    letter.ok("issue", "add", "bell", "--at", "long")
    letter.ok("issue", "add", "nave", "--at", "short")
    letter.ok("issue", "move", "bell", "short 1")
    assert [(slot["item"], slot["full"]) for slot in slots(letter.ok("issue show daily --json").json)] == [("bell", True), ("nave", False)]


def test_an_editor_prints_one_story_as_a_teaser_and_in_full_again(letter: Terminal) -> None:
    compose(letter)
    assert letter.ok("issue", "set", "long 1", "full", "no").out == "Long 1 is printed as a teaser.\n"
    assert "A nail in the wall" not in letter.ok("issue render daily").out
    assert letter.ok("issue", "set", "long 1", "full", "yes").out == "Long 1 is printed in full.\n"
    assert letter.ok("issue", "set", "long 1", "full", "yes").out == "Nothing changed.\n"
    assert letter.ok("issue show daily --json").json["version"] == 3
    assert "A nail in the wall" in letter.ok("issue render daily").out
    said = letter("issue", "set", "long 1", "full", "maybe")
    assert (said.code, "yes" in said.err) == (2, True)


def test_the_text_in_full_is_that_which_the_slot_took_though_the_item_has_changed_since(letter: Terminal) -> None:
    compose(letter)
    letter.ok("issue", "set", "long 1", "full", "no")
    assert bring(letter, {**STORY, "body": [{"type": "paragraph", "text": "The key is lost."}]})["updated"] == ["chapel-key"]
    letter.ok("issue", "set", "long 1", "full", "yes")
    html = letter.ok("issue render daily").out
    assert "A nail in the wall" in html
    assert "The key is lost." not in html


def test_a_story_without_a_text_is_refused_in_words(letter: Terminal) -> None:
    bring(letter, {key: value for key, value in STORY.items() if key != "body"} | {"id": "bell", "title": "The bell that nobody rang"})
    compose(letter)
    letter("issue", "add", "bell", "--at", "short")
    said = letter("issue", "set", "bell", "full", "yes")
    assert said.code == 3
    assert "“The bell that nobody rang” has no text to print in full" in said.err


def test_a_picture_in_a_text_is_shown_checked_and_exported_like_any_other(letter: Terminal, open_desk: Callable[..., Desk]) -> None:
    compose(letter)
    desk = open_desk(letter.root)
    issue = desk.find_issue("daily")
    assert desk.local_pictures(issue, desk.campaign("daily")) == {"images/key.jpg": "https://cdn.meridian.example/mail/key.jpg"}
    assert 'src="images/key.jpg"' in desk.sample(issue.id).html
    assert not [found for found in desk.check("daily")[1] if found.rule.startswith("img.")]
    letter.ok("issue approve daily")
    folder = Path(letter.ok("export daily --to mailchimp --json").json["directory"])
    assert "key.jpg" in (folder / "upload.txt").read_text(encoding="utf-8")
    assert (folder / "images" / "key.jpg").read_bytes() == (letter.root / "images" / "key.jpg").read_bytes()


def test_a_picture_in_a_text_needs_words_and_a_place_to_lie(letter: Terminal) -> None:
    body = [{"type": "image", "image": {**PICTURE, "alt": ""}}]
    bring(letter, {**STORY, "body": body})
    campaign = letter.root / "campaigns" / "daily.toml"
    campaign.write_text(CAMPAIGN.replace(', asset_base = "https://cdn.meridian.example/mail"', ""), encoding="utf-8")
    compose(letter)
    rules = [found["rule"] for found in letter("check daily --json").json["findings"]]
    assert "img.alt-missing" in rules
    assert "img.asset-base" in rules


def test_a_dump_brings_pictures_in_texts_back_and_a_file_read_again_changes_nothing(letter: Terminal, tmp_path: Path) -> None:
    assert bring(letter, STORY)["unchanged"] == ["chapel-key"]
    dump = letter.ok("content dump").out
    assert json.loads(dump)["body"][1]["image"] == {**PICTURE, "credit": ""}
    assert "image" not in json.loads(dump)["body"][0]
    lines = tmp_path / "archive.jsonl"
    lines.write_text(dump, encoding="utf-8")
    assert letter.ok("content", "import", lines, "--json").json["unchanged"] == ["chapel-key"]
    other = tmp_path / "other"
    letter.ok("init", other)
    letter.ok("--root", other, "content", "import", lines)
    assert letter.ok("--root", other, "content", "dump").out == dump
    assert "[picture] The key of the chapel" in letter.ok("content show chapel-key").out


def test_an_issue_that_was_stored_before_there_were_full_stories_still_reads() -> None:
    taken = {"kind": "article", "title": "The key", "lede": "It hung here."}
    link = {"title": "The nail", "url": "https://meridian.example/nail", "item": None, "origin": "editor", "why": ""}
    slot = {"id": "s1", "item": "key", "item_version": 1, "story": "key", "layout": "lead", "taken": taken, "own": {}, "related": [link]}
    stored = {"id": "daily/1", "campaign": "daily", "date": "2026-03-02", "sections": [{"key": "top", "slots": [slot]}]}
    [read] = Issue.model_validate(stored).slots
    assert (read.full, read.words.body, read.related[0].language) == (False, (), "")
    assert Block.model_validate({"type": "quote", "text": "It hung.", "html": ""}).image is None
