"""Squeezing takes bytes and nothing else: the same words, boxes and pixels, and the same table for Outlook. No line comes out long."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree
from playwright.sync_api import Browser
from render_issues import HOSTILE, PLAIN, campaign_of, specimen
from render_oracle import fast_html, normal_form

from newsletter.placeholders import fill, samples
from newsletter.render import load_theme
from newsletter.render.fold import LONGEST_LINE, fold_lines
from newsletter.render.squeeze import squeeze

HERE = Path(__file__).parent
THEMES = {"broadsheet": HERE.parent / "templates", "gazette": HERE / "themes"}
BOXES = """() => [...document.body.querySelectorAll('*')].map(one => {
    const box = one.getBoundingClientRect();
    return [one.tagName, box.x, box.y, box.width, box.height].join(' ');
})"""


@cache
def pages(theme: str, language: str) -> tuple[str, str]:
    """The specimen as it comes from premailer, and squeezed."""
    read = load_theme(THEMES[theme], theme)
    full, tight = (fast_html(specimen(), campaign_of(language), read, squeezed=squeezed) for squeezed in (False, True))
    return fill(full, samples("3 Quay Street")), fill(tight, samples("3 Quay Street"))


def seen(html: str) -> list[Any]:
    """The page's tags, words and MSO comments, but for how its styles are spaced."""
    pieces = [("words", "") if before[:2] == ("open", "style") else piece for before, piece in pairwise([("",), *normal_form(html)])]
    return [tightened(piece) for piece in pieces]


def tightened(piece: Any) -> Any:
    if isinstance(piece, tuple):
        return tuple(tightened(part) for part in piece if part not in (("style", ""), ("type", "text/css")))
    return re.sub(r"\s*([:;,{}])\s*", r"\1", piece).replace(";}", "}")


# --- what a reader sees


@pytest.mark.parametrize("language", ["en", "he"])
@pytest.mark.parametrize("theme", sorted(THEMES))
def test_a_squeezed_email_is_the_same_page_in_fewer_bytes(theme: str, language: str) -> None:
    full, tight = pages(theme, language)
    assert len(tight) < 0.9 * len(full)
    assert seen(tight) == seen(full)


@pytest.mark.parametrize("width", [375, 700])
@pytest.mark.parametrize(("theme", "language"), [("broadsheet", "en"), ("broadsheet", "he"), ("gazette", "en")])
def test_no_box_moves_and_no_pixel_differs_in_a_browser(chromium: Browser, theme: str, language: str, width: int) -> None:
    with chromium.new_context(viewport={"width": width, "height": 800}) as context:
        page = context.new_page()
        page.route("https://**", lambda route: route.abort())
        shown = []
        for html in pages(theme, language):
            page.set_content(html)
            shown.append((page.evaluate(BOXES), page.screenshot(full_page=True)))
    assert shown[0][0] == shown[1][0]
    assert shown[0][1] == shown[1][1]


@pytest.mark.parametrize("language", ["en", "he"])
@pytest.mark.parametrize("theme", sorted(THEMES))
def test_outlook_sees_the_same_tags_words_and_widths_in_the_same_order(theme: str, language: str) -> None:
    full, tight = (outlook_branch(html) for html in pages(theme, language))
    assert tight == full
    assert any("width:" in piece for piece in full)


def outlook_branch(html: str) -> list[str]:
    """The page as Outlook reads it: its conditional comments opened, what is hidden from it gone; tags, styles and words in their order."""
    html = re.sub(r"<!--\[if !mso\]><!-->.*?<!--<!\[endif\]-->", "", html, flags=re.DOTALL)
    html = re.sub(r"<!--\[if [^\]]*mso[^\]]*\]>(.*?)<!\[endif\]-->", r"\1", html, flags=re.DOTALL)
    html = re.sub(r"<!--.*?-->", "", html, flags=re.DOTALL)
    pieces = re.findall(r"<style.*?</style>|<(?:\"[^\"]*\"|'[^']*'|[^<>\"'])*>|[^<]+", html, re.DOTALL)
    return [tidy for piece in pieces if not piece.startswith("<style") and (tidy := tidied(piece))]


def tidied(piece: str) -> str:
    if not piece.startswith("<"):
        return " ".join(piece.split())
    piece = re.sub(r"\s*([:;,])\s*", r"\1", " ".join(piece.split())).replace(' style=""', "")
    return re.sub(r"\s*/?>$", ">", piece.replace(';"', '"'))


# --- white space


@pytest.mark.parametrize(
    ("html", "tight"),
    [
        pytest.param("<div>\n  <p> a  b </p>\n</div>", "<div><p>a b</p></div>", id="beside boxes"),
        pytest.param("<p>a <b>b</b> <i>c</i></p>", "<p>a <b>b</b> <i>c</i></p>", id="not beside words"),
        pytest.param(
            '<ul>\n<li style="display:inline">a</li> <li style="display: inline">b</li></ul>',
            '<ul><li\nstyle="display:inline">a</li> <li\nstyle="display:inline">b</li></ul>',
            id="not between boxes set inline",
        ),
        pytest.param("<pre>a\n  b</pre> <p>c</p>", "<pre>a\n  b</pre><p>c</p>", id="not where it is kept as typed"),
        pytest.param(
            '<p style="white-space: pre-line">a\n b</p>', '<p\nstyle="white-space:pre-line">a\n b</p>', id="not where a style keeps it"
        ),
        pytest.param("a <!--[if mso]> x <![endif]--> b", "a <!--[if mso]> x <![endif]--> b", id="not around a comment between words"),
        pytest.param(
            "<p>a</p> <!--[if mso]> <td> </td> <![endif]--> <p>b</p>",
            "<p>a</p><!--[if mso]><td></td><![endif]--><p>b</p>",
            id="around a comment between boxes",
        ),
        pytest.param("<!--[if mso]><b>a</b> <b>b</b><![endif]-->", "<!--[if mso]><b>a</b> <b>b</b><![endif]-->", id="not between words"),
        pytest.param("<img alt='a  >  b'  >", "<img\nalt='a  >  b'>", id="not in the value of an attribute"),
        pytest.param("<p>a\u00a0 b\u00a0</p>", "<p>a\u00a0 b\u00a0</p>", id="no space that is there to stay"),
    ],
)
def test_white_space_goes(html: str, tight: str) -> None:
    assert squeeze(html) == tight


@pytest.mark.parametrize(
    ("css", "tight"),
    [
        pytest.param("a { color : red ; margin: 0 }", "a{color : red;margin:0}", id="around braces"),
        pytest.param("p > a , b { x: y !important }", "p>a,b{x:y !important}", id="around marks of selectors"),
        pytest.param("@media (min-width: 9px) { #a { x: y } }", "@media (min-width: 9px){ #a{x:y}}", id="but makes no comment of Jinja's"),
        pytest.param("a { content: 'b ; {  c' } /* d */", "a{content: 'b ; {  c'}", id="but not in strings, and comments go"),
        pytest.param("a { width: calc(100% - 20px) }", "a{width:calc(100% - 20px)}", id="but not in sums"),
    ],
)
def test_css_is_tightened(css: str, tight: str) -> None:
    assert squeeze(f"<style>{css}</style>") == f"<style>{tight}</style>"


def test_a_style_element_that_says_nothing_goes() -> None:
    assert squeeze("<head><style type='text/css'> /* none */ </style></head>") == "<head></head>"


@pytest.mark.parametrize(
    ("style", "tight"),
    [
        ("color: red; margin: 0 ;", "color:red;margin:0"),
        ("font: 12px/1 'A ; B', serif", "font:12px/1 'A ; B',serif"),
        ("background: url(http://a.example/b c; d)", "background:url(http://a.example/b c; d)"),
        ("color: red !important", "color:red!important"),
    ],
)
def test_declarations_are_tightened(style: str, tight: str) -> None:
    assert squeeze(f'<b style="{style}">') == f'<b style="{tight}">'


SPACES = st.sampled_from(["", " ", "\n  "])
INLINE = st.recursive(
    st.sampled_from(["a", "b c", "<br>", "<!-- note -->"]),
    lambda inner: st.builds(lambda parts, space: f"<b>{space.join(parts)}{space}</b>", st.lists(inner, max_size=3), SPACES),
    max_leaves=4,
)
BLOCKS = st.recursive(
    st.builds(lambda parts, space: f"<p>{space}{space.join(parts)}</p>", st.lists(INLINE, max_size=4), SPACES),
    lambda inner: st.builds(lambda parts, space: f"<div>{space}{space.join(parts)}</div>", st.lists(inner, max_size=3), SPACES),
    max_leaves=6,
)


@settings(max_examples=150, deadline=None)
@given(BLOCKS)
def test_squeezing_changes_no_word_and_runs_none_together(html: str) -> None:
    assert normal_form(squeeze(html)) == normal_form(html)
    assert squeeze(squeeze(html)) == squeeze(html)


# --- long lines

LONG_WORDS = st.sampled_from([*HOSTILE, "x" * 2500, "𝔘" * 700, "&#123;" * 400, "kurz " * 300])


@settings(max_examples=150, deadline=None)
@given(words=st.lists(st.one_of(LONG_WORDS, PLAIN), max_size=6).map(" ".join), address=st.sampled_from(["/a", "/" + "b" * 3000]))
@example(words="\U0001f600" * 1000, address="/")
def test_no_line_is_long_and_folding_changes_no_word(words: str, address: str) -> None:
    spelled = re.sub(r"[<>\"\x00-\x1f\x7f-\x9f]", " ", re.sub(r"&(?!#123;)", "+", words))
    html = (
        f"<!doctype html><html><head><title>{spelled}</title><style>.a{{color:red}}\n.b{{margin:0}}</style></head><body>"
        f'<p class="a" title="{spelled}">{spelled}<a href="https://a.example{address}">{spelled}</a></p>'
        f'<!--[if mso | IE]><table width="600"><tr><td style="width:600px"><![endif]--><b>{spelled}</b></body></html>'
    )
    folded = fold_lines(html)
    assert max(len(line.encode()) for line in folded.split("\n")) <= 998
    before, after = (etree.fromstring(page, etree.HTMLParser()) for page in (html, folded))
    assert texts(after, "//body") == texts(before, "//body")
    assert tight(texts(after, "//title")) == tight(texts(before, "//title"))
    assert after.xpath("//a/@href")[0].replace("\n", "") == before.xpath("//a/@href")[0]
    assert tight(after.xpath("//p/@title")[0]) == tight(before.xpath("//p/@title")[0])
    assert "<!--[if mso | IE]>" in folded


def texts(root: etree._Element, path: str) -> str:
    return re.sub(r"\s", " ", "".join(root.xpath(f"{path}//text()")))


def tight(words: str) -> str:
    return re.sub(r"\s", "", words)


def test_a_page_of_short_lines_is_left_alone() -> None:
    html = "<p>kurz</p>\n" * 500
    assert fold_lines(html) is html


def test_a_line_is_folded_at_a_space_when_it_has_one() -> None:
    assert fold_lines(f"<p>{'a' * 500} {'b' * 500}</p>") == f"<p>{'a' * 500}\n{'b' * 500}</p>"


def test_a_word_longer_than_a_line_is_parted_by_a_comment() -> None:
    folded = fold_lines(f"<p>{'a' * 2000}</p>")
    assert "<!--\n-->" in folded
    assert folded.replace("<!--\n-->", "") == f"<p>{'a' * 2000}</p>"


@pytest.mark.parametrize("entity", ["&#123;", "&amp;"])
def test_an_entity_is_never_cut(entity: str) -> None:
    for shift in range(len(entity)):
        folded = fold_lines(f"<p>{'a' * (LONGEST_LINE - 12 - shift)}{entity * 300}</p>")
        assert folded.replace("<!--\n-->", "").count(entity) == 300
        assert re.sub(re.escape(entity) + r"|[a<>/p]|!|-|\n", "", folded) == ""


def test_no_comment_is_put_into_a_title_or_an_attribute() -> None:
    folded = fold_lines(f'<title>{"a" * 2000}</title><p title="{"b" * 2000}">c</p>')
    assert "<!--" not in folded


def test_the_head_of_a_conditional_comment_is_never_broken() -> None:
    for length in range(LONGEST_LINE - 40, LONGEST_LINE):
        assert "<!--[if mso | IE]>" in fold_lines(f"<p>{'a' * length}</p><!--[if mso | IE]><td style='width:600px'><![endif]-->{'b' * 900}")
