"""Issues that try a theme's patience: each comes out as a sound email, in every theme."""

from __future__ import annotations

import re
from pathlib import Path

import html5lib
import pytest
from render_issues import campaign_of, issue_of, slot_of

from newsletter.models import Block, Email, Image, Issue
from newsletter.render import load_theme, render_issue, theme_keys

TEMPLATES = Path(__file__).parent.parent / "templates"
SENTENCE = "The tide clock in the square has one hand, and it points to the sea; nobody has the key. "


def told_in_full(words: int) -> Issue:
    """One story, its body of that many words in paragraphs with subheads, quotes, lists and links among them."""
    link = SENTENCE.replace("the square", '<a href="https://meridian.example/square?a=1&amp;b=2">the square</a>')
    blocks: list[Block] = []
    while sum(len(block.text.split()) for block in blocks) < words:
        blocks += [
            Block(type="subhead", text="A hand, and no hours"),
            Block(type="paragraph", text=SENTENCE * 4, html=link * 4),
            Block(type="quote", text="“If it were right, we should all be late.”"),
            Block(type="list", text="- mended twice\n- bent back twice"),
        ]
    slot = slot_of("standard", title="What the tide clock is for", url="https://meridian.example/clock")
    return issue_of(("Essay", (slot.but(full=True, taken=slot.taken.but(body=tuple(blocks))),)))


EXTREMES = {
    "four thousand words in full": told_in_full(4000),
    "a headline of three hundred letters": issue_of(
        ("World", tuple(slot_of(layout, title="W" * 300) for layout in ("lead", "standard", "brief")))
    ),
    "a picture without a size": issue_of(
        (
            "World",
            tuple(
                slot_of(layout, image=Image(url="https://pictures.example/a.jpg", alt="A boat")) for layout in ("lead", "standard", "image")
            ),
        )
    ),
    "sixty stories": issue_of(("World", tuple(slot_of(title=f"Story {number}", dek=SENTENCE) for number in range(60)))),
    "no story at all": issue_of(),
}


@pytest.fixture(params=theme_keys(TEMPLATES))
def key(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def printed(what: str, key: str, cache: Path) -> Email:
    return render_issue(EXTREMES[what], campaign_of(), load_theme(TEMPLATES, key), cache)


@pytest.mark.parametrize("what", EXTREMES)
def test_it_is_a_sound_page_of_short_lines(key: str, cache: Path, what: str) -> None:
    email = printed(what, key, cache)
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(email.html)
    assert parser.errors == []
    assert max(len(line.encode()) for line in email.html.split("\n")) <= 998
    assert email.html.rstrip().endswith("</html>")


@pytest.mark.parametrize("what", EXTREMES)
def test_its_plain_text_has_no_long_line_and_no_markup(key: str, cache: Path, what: str) -> None:
    text = printed(what, key, cache).text
    wide = [line for line in text.split("\n") if len(line) > 72 and len(line.split()) > 2]
    assert wide == []
    assert not re.search(r"<[a-z/!]|&\w+;|&#", text)


def test_every_word_of_four_thousand_is_there(key: str, cache: Path) -> None:
    email = printed("four thousand words in full", key, cache)
    told = " ".join(re.sub(r"<[^>]*>", " ", email.html.partition("<body")[2]).split())
    count = told_in_full(4000).slots[0].words.body
    assert told.count("nobody has the key") == sum(block.text.count("nobody has the key") for block in count)
    assert told.count("A hand, and no hours") == sum(block.type == "subhead" for block in count)


def test_a_picture_without_a_size_says_its_width_and_leaves_its_height_to_itself(key: str, cache: Path) -> None:
    pictures = re.findall(r"<img[^>]*a\.jpg[^>]*>", printed("a picture without a size", key, cache).html)
    assert len(pictures) == 3
    for picture in pictures:
        assert re.search(r'\bwidth="\d+"', picture)
        assert "height=" not in picture
        assert "height:auto" in picture
