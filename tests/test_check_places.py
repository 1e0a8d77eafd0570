"""A finding names the place that an editor knows: the slot, else the line."""

from __future__ import annotations

from dataclasses import replace

import pytest

from newsletter.check import LooseLink, check_email
from newsletter.check.source import attributes_of, read_pieces
from newsletter.models import Email
from tests.mails.good import FACTS, GOOD, html_with, swapped


def only(email: Email, facts: object = FACTS) -> tuple[str, str]:
    """(message, where) of the one finding there is."""
    (finding,) = check_email(email, facts)  # type: ignore[arg-type]
    return finding.message, finding.where


@pytest.mark.parametrize(
    ("email", "message"),
    [
        pytest.param(
            html_with('alt="A white ferry tied to an empty pier in low sun"', 'alt=""'), "Top 1: the picture has no alt text.", id="picture"
        ),
        pytest.param(
            html_with('alt="Apple trees behind a fence, a landing aeroplane above them"', ""),
            "World 1: the picture has no alt text.",
            id="picture by its address",
        ),
        pytest.param(
            html_with(
                'alt="" src="https://cdn.northlight.example/photos/rule.png"', 'src="https://cdn.northlight.example/photos/rule.png"'
            ),
            "World 2: the picture “rule.png” has no alt text.",
            id="a picture of the theme's beside a headline",
        ),
        pytest.param(
            html_with("https://harbour.example/a-short-history-of-piers", "http://localhost/piers"),
            "Top 1: the link “A short history of piers” goes to localhost, which no reader can reach.",
            id="related link",
        ),
        pytest.param(
            html_with('<a href="https://northlight.example/stories/orchard" style', '<a href="stories/orchard" style'),
            "World 1: the link “The orchard under the runway” has only a part of an address: “stories/orchard”.",
            id="headline",
        ),
    ],
)
def test_what_stands_in_a_slot_is_named_by_its_place(email: Email, message: str) -> None:
    assert only(email) == (message, message.partition(":")[0])


@pytest.mark.parametrize(
    ("email", "message", "line"),
    [
        pytest.param(html_with('alt="Northlight"', ""), "The picture “masthead.png” has no alt text.", 30, id="masthead"),
        pytest.param(
            html_with('<a href="mailto:desk@northlight.example"', '<a href="mailto:desk"'),
            "The link “Write to the desk” has a broken address: “mailto:desk”.",
            69,
            id="footer",
        ),
        pytest.param(
            html_with(">World</h2>", '><a href="#">World</a></h2>'),
            "The link “World” still has “#” for an address.",
            52,
            id="the heading of two stories",
        ),
        pytest.param(
            html_with('href="https://northlight.example/all" style="height', 'href="#" style="height'),
            "A link without words still has “#” for an address.",
            61,
            id="for Outlook alone",
        ),
    ],
)
def test_what_stands_in_none_is_named_by_its_line(email: Email, message: str, line: int) -> None:
    assert only(email) == (message, f"line {line} of the HTML")
    assert GOOD.html.splitlines()[line - 1][:4] in ("<tr>", "<p><")


def test_in_an_issue_of_one_story_the_masthead_is_not_the_storys() -> None:
    facts = replace(FACTS, slots=FACTS.slots[:1])
    assert only(html_with('alt="Northlight"', ""), facts)[0] == "The picture “masthead.png” has no alt text."


def test_a_link_that_stands_twice_with_the_same_words_is_spoken_of_once() -> None:
    twice = '<a href="#">Write to the desk</a>\n<a href="#">Write to the desk</a>'
    assert only(html_with("<p>You get this", f"{twice}<p>You get this"))[0] == "The link “Write to the desk” still has “#” for an address."


def test_with_other_words_it_is_another_link() -> None:
    email = GOOD.but(html=GOOD.html.replace("https://northlight.example/stories/orchard", "/orchard"))
    assert [finding.message for finding in check_email(email, FACTS)] == [
        "World 1: the link “Apple trees behind a fence, a landing aeroplane above them” has only a part of an address: “/orchard”.",
        "World 1: the link “The orchard under the runway” has only a part of an address: “/orchard”.",
    ]


def test_a_long_wording_is_cut_so_that_the_message_stays_a_line() -> None:
    facts = replace(FACTS, loose_links=(LooseLink("Top 1", "All the\nbenches " * 40),))
    message, _ = only(GOOD, facts)
    assert len(message) < 200
    assert "benches All the" in message
    assert "\n" not in message


def test_outlooks_comments_are_read_as_markup_and_their_marks_are_not() -> None:
    source = '<p>a</p><!--[if mso]><v:rect href="x"><![endif]--><!--[if !mso]><!--><b>c</b><!--<![endif]--><!-- d --><style>e</style>'
    assert [(piece.kind, piece.text, piece.outlook) for piece in read_pieces(source)] == [
        ("tag", "<p>", False),
        ("text", "a", False),
        ("tag", "</p>", False),
        ("tag", '<v:rect href="x">', True),
        ("tag", "<b>", False),
        ("text", "c", False),
        ("tag", "</b>", False),
        ("comment", " d ", False),
        ("style", "e", False),
    ]
    assert all(source[piece.start :].startswith(piece.text) for piece in read_pieces(source))


def test_attributes_come_in_any_quotation() -> None:
    tag = """<a href="x&amp;y" title='it"s' width=5 hidden data-x = "1>2">"""
    assert list(attributes_of(tag)) == [("href", "x&y"), ("title", 'it"s'), ("width", "5"), ("data-x", "1>2")]


def test_what_is_written_with_accents_or_quotation_marks_is_the_same_headline() -> None:
    html = swapped(GOOD.html, ">The orchard under the runway</a>", ">“The órchard” under the Runway</a>")
    facts = replace(FACTS, slots=(FACTS.slots[0], replace(FACTS.slots[1], url="", picture="", kind="note"), FACTS.slots[2]))  # type: ignore[arg-type]
    broken = swapped(html, 'href="https://northlight.example/stories/orchard" style', 'href="#" style')
    assert "World 1: the link" in " ".join(finding.message for finding in check_email(GOOD.but(html=broken), facts))
