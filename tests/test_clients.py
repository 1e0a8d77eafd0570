"""The tests of clients see what they look for: small pages with one mistake each, and what a client makes of a few words."""

from __future__ import annotations

from typing import Any

import emc
import pytest
from clients import Reader, holds, modern_branch, outlook_branch, show_in, stray_tags, without_style
from playwright.sync_api import Browser


@pytest.fixture(scope="module")
def reader(chromium: Browser) -> Reader:
    return Reader(chromium, shows_pictures=False)


# --- the consortium's list -------------------------------------------------------------------------------------------

SOUND = """<!doctype html><html lang="en" dir="ltr"><head><title>Ferries</title><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><style>@media (prefers-color-scheme:dark){p{color:#eee}}</style></head>
<body><div role="article" aria-label="Ferries" lang="en" dir="ltr"><table role="presentation"><tr><td>
<h1 id="top">Ferries</h1><h2>The boat is back</h2><p>Half the town is on it, and so is
<a href="https://a.example" style="color:#00e">the engine</a> that we missed.</p>
<ul><li>Fares</li></ul><p lang="he" dir="rtl">מגדלור</p><img src="a.png" alt="A ferry" width="9" height="9">
<!--[if mso]><v:rect alt="A wave"><p>Sea</p></v:rect><![endif]--></td></tr></table></div></body></html>"""
BROKEN = {
    "Content inside the body should be wrapped in a dir attribute": ('"Ferries" lang="en" dir="ltr"', '"Ferries" lang="en"'),
    "Content inside the body should be wrapped in a lang attribute": ('"Ferries" lang="en"', '"Ferries" lang="und"'),
    "Tables used for formatting should have the role attribute set to presentation or none": ('<table role="presentation">', "<table>"),
    "Page should contain a level-one heading": ('<h1 id="top">Ferries</h1><h2>The boat is back</h2>', ""),
    "Links must have discernible text": (">the engine</a>", "><img src=b.png alt=''></a>"),
    "<html> must have lang attribute": ('<html lang="en"', "<html"),
    "Elements must have sufficient color contrast": ("<p>Half", '<p style="color:#999">Half'),
    "Images must have alternate text": (' alt="A ferry"', ""),
    "Documents must have <title> element to aid in navigation": ("<title>Ferries</title>", "<title> </title>"),
    "Link text should be descriptive": ("the engine", "Read more …"),
    "Links must be distinguishable without relying on color": ("color:#00e", "color:#404040;text-decoration:none"),
    "Zooming and scaling must not be disabled": ("width=device-width", "width=device-width, maximum-scale=1.0"),
    "ARIA attributes must be valid and allowed": ("<h2>", '<h2 aria-nonsense="1">'),
    "Duplicate IDs": ("<h2>", '<h2 id="top">'),
    "VML requires alt text": ('<v:rect alt="A wave">', "<v:rect>"),
    "Links inside VML cannot be reached by keyboard": ("<v:rect alt", '<v:rect href="https://a.example" alt'),
    "VML cannot contain headings": ("<p>Sea</p>", "<h2>Sea</h2>"),
    "Text should not be justified": ("<p>Half", '<p style="text-align: justify">Half'),
    "Heading levels should only increase by one, and no heading is empty": ("<h2>The boat is back</h2>", "<h3>The boat is back</h3>"),
    "Lists are marked up as lists": ("<ul><li>Fares</li></ul>", "<p>• Fares</p><p>• Times</p>"),
    "Lists hold list items, and list items stand in lists": ("<ul><li>Fares</li></ul>", "<div><li>Fares</li></div>"),
    "Respect user preferences": ("light dark", "light"),
    "Make emails discoverable landmarks": ('aria-label="Ferries"', ""),
    "Make focus visible": ("color:#00e", "color:#00e; outline: none"),
    "Email markup should not conflict with email client semantics": ("<h2>The boat is back</h2>", "<main><h2>The boat is back</h2></main>"),
    "Any changes of language should also be defined": ('<p lang="he" dir="rtl">', "<p>"),
}


def test_a_sound_page_passes_the_whole_list(reader: Reader) -> None:
    assert emc.findings(SOUND, reader.open(SOUND).axe()) == {}
    assert set(BROKEN) == {item.name for item in emc.ITEMS}


@pytest.mark.parametrize("item", BROKEN)
def test_an_item_of_the_list_is_found_where_it_is_broken(reader: Reader, item: str) -> None:
    sound, broken = BROKEN[item]
    assert sound in SOUND
    page = SOUND.replace(sound, broken)
    assert item in emc.findings(page, reader.open(page).axe())


# --- what is asked of a page -----------------------------------------------------------------------------------------

LINKS = "<a href='https://a.example' style='font:8px/9px serif;display:block'>A</a>"
LONG = "A ferry under a low sun, with half the town on board of it, and a gull that rings the bell"


@pytest.mark.parametrize(
    ("question", "page"),
    [
        ("squashed", "<table width=300><tr><td width=250>&nbsp;</td><td><p>Too narrow a column</p></td></tr></table>"),
        ("overlaps", "<p style='margin:0'>One</p><p style='margin:-18px 0 0'>Two</p>"),
        ("overlaps", "<p style='margin:0'>One</p><img alt='Two' width=90 height=90 style='margin-top:-30px;display:block'>"),
        ("overTheSides", "<table width=500><tr><td>One</table>"),
        ("overTheSides", "<p style='margin-left:-20px'>One</p>"),
        ("overTheSides", f"<p>{LONG.replace(' ', '')}</p>"),
        ("smallTargets", LINKS + LINKS.replace("a.example", "b.example")),
        ("lostLinks", "<a href='https://a.example'><img alt='' width=50 height=50></a>"),
        ("falseWidths", "<table width=300><tr><td width=100>One<td width=100>Two</table>"),
        ("falseWidths", "<table width=300><tr><td><table width=310><tr><td>One</table></table>"),
        ("falseWidths", "<table width=300><tr><td><img width='100%' alt='One'></table>"),
        ("falseWidths", "<table width=300><tr><td width=100><img width=160 alt='One'><td width=200>Two</table>"),
    ],
)
def test_a_page_with_a_mistake_is_told_from_one_without(reader: Reader, question: str, page: str) -> None:
    given = [300] if question == "falseWidths" else []
    assert reader.open(f"<!doctype html><body style='margin:0'>{page}", 375).ask(question, *given) != []
    sound = "<p><a href='https://a.example'>One</a> and two</p><table width=300><tr><td width=300><img width=90 alt='A'></table>"
    assert reader.open(f"<!doctype html><body style='margin:0'>{sound}", 375).ask(question, *given) == []


def test_a_button_and_its_height_are_told_from_a_link(reader: Reader) -> None:
    button = "<a href='https://a.example' style='display:inline-block;padding:9px;background:#111;font:16px/20px serif'>Go</a>"
    reader.open(f"<!doctype html>{button} <a href='https://b.example'>or not</a>")
    assert reader.ask("buttons") == [{"name": "Go", "height": 38}]


@pytest.mark.parametrize(
    ("image", "fits", "readable"),
    [
        (f"<img src='https://a.example/a.png' alt='{LONG}' width=120 height=200 style='display:block;color:#111'>", True, True),
        (f"<img src='https://a.example/a.png' alt='{LONG}' width=120 height=40 style='display:block;color:#111'>", False, True),
        ("<img src='https://a.example/a.png' alt='Extraordinarily' width=40 height=90 style='display:block;color:#999'>", False, False),
    ],
    ids=["room", "too low", "too narrow and pale"],
)
def test_words_in_a_picture_s_place_need_room_and_contrast(reader: Reader, image: str, fits: bool, readable: bool) -> None:
    (alt,) = reader.open(f"<!doctype html>{image}").ask("altTexts")
    assert (alt["fits"], alt["contrast"] >= alt["least"]) == (fits, readable)


def test_what_is_hidden_is_not_among_the_words(reader: Reader) -> None:
    hidden = ("display:none", "opacity:0", "visibility:hidden", "max-height:0;overflow:hidden")
    reader.open("<!doctype html>" + "".join(f"<div style='{style}'>No</div>" for style in hidden) + "<p>Yes, <b>two</b></p>")
    assert reader.ask("words") == ["Yes,", "two"]


# --- what clients do -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mode", "paper", "ink", "mark"),
    [
        ("light", "rgb(255, 255, 255)", "rgb(0, 0, 0)", "rgb(255, 0, 0)"),
        ("apple-dark", "rgb(255, 255, 255)", "rgb(0, 0, 0)", "rgb(1, 2, 3)"),
        ("partial-inversion", "rgb(33, 33, 33)", "rgb(219, 219, 219)", "rgb(255, 0, 0)"),
        ("full-inversion", "rgb(51, 51, 51)", "rgb(255, 255, 255)", "rgb(255, 39, 17)"),
        ("outlook-com", "rgb(255, 255, 255)", "rgb(0, 0, 0)", "rgb(4, 5, 6)"),
    ],
)
def test_a_dark_mode_repaints_as_its_client_does(reader: Reader, mode: str, paper: str, ink: str, mark: str) -> None:
    rules = "@media (prefers-color-scheme:dark){b{color:#010203 !important}} [data-ogsc] b{color:#040506 !important}"
    page = f"<!doctype html><style>{rules}</style><body style='background:#fff'><p style='color:#000'>Ink <b style='color:#f00'>red</b></p>"
    show_in(mode, reader, page)
    assert _style(reader, "body", "backgroundColor") == paper
    assert (_style(reader, "p", "color"), _style(reader, "b", "color")) == (ink, mark)


def _style(reader: Reader, element: str, which: str) -> Any:
    return reader.page.evaluate("([element, which]) => getComputedStyle(document.querySelector(element))[which]", [element, which])


def test_without_style_no_style_element_is_left() -> None:
    assert without_style("<style>a</style>1<STYLE media='print'>\nb</STYLE>2<p style='c'>") == "12<p style='c'>"


@pytest.mark.parametrize(
    ("condition", "so"),
    [
        ("mso", True),
        ("!mso", False),
        ("mso | IE", True),
        ("IE", False),
        ("gte mso 9", True),
        ("lte mso 11", False),
        ("mso 16", True),
        ("(gte mso 9)&(lt mso 16)", False),
        ("!(mso)|(vml)", True),
    ],
)
def test_outlook_s_conditions_are_settled_as_outlook_does(condition: str, so: bool) -> None:
    assert holds(condition) is so


def test_outlook_s_branch_is_read_from_comments_of_every_kind() -> None:
    hidden, revealed, bare = "<!--[if mso | IE]>a<![endif]-->", "<!--[if !mso]><!-->b<!--<![endif]-->", "<![if !mso]>c<![endif]>"
    assert outlook_branch(f"0{hidden}1{revealed}2{bare}3<!-- x -->4") == "0a1234"
    assert modern_branch(f"0{hidden}1{revealed}2") == "01b2"


def test_a_stray_tag_is_found_and_an_optional_one_is_not_missed() -> None:
    assert stray_tags("<table><tr><td>a<p>b</table><br>") == []
    assert len(stray_tags("<div><td>a</div></td><p>b<div>")) == 2


def test_word_knows_nothing_of_media_queries_and_much_of_css(reader: Reader) -> None:
    rules = "@media (min-width:1px){p{color:#f00}} i{color:#00f}"
    styles = "max-width:90px;padding:9px;border-radius:3px;display:inline-block"
    cell = "<table style='max-width:90px'><tr><td style='padding:1px;mso-padding-alt:7px 8px'></td></tr></table>"
    reader.open(f"<!doctype html><style>{rules}</style><p style='{styles}'>a</p><i style='mso-hide:all'>b</i>{cell}")
    reader.ask("deafen")
    assert reader.page.evaluate("document.querySelector('p').getAttribute('style')") == ""
    assert _style(reader, "p", "color") == "rgb(0, 0, 0)"
    assert reader.ask("words") == ["a"]
    assert (_style(reader, "table", "maxWidth"), _style(reader, "td", "padding")) == ("90px", "7px 8px")
