"""Style attributes in fewer bytes: the same look in a browser for every list of declarations, and no fallback lost."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from newsletter.render.squeeze import squeeze
from newsletter.render.squeeze.style import tighten_style

PICTURED = "<style>.a{background-image:url(a.png)}</style>"


@pytest.mark.parametrize(
    ("style", "tight"),
    [
        ("color: red; margin: 0 ;", "color:red;margin:0"),
        ("font: 12px/1 'A ; B', serif", "font:12px/1 'A ; B',serif"),
        ("background: url(http://a.example/b c; d)", "background:url(http://a.example/b c; d)"),
        ("color: red !important", "color:red!important"),
        ("letter-spacing:0.6px;margin:-0.5em 10.05px", "letter-spacing:.6px;margin:-.5em 10.05px"),
        ("font-size:0px;padding:22px 0px 0px 0px", "font-size:0;padding:22px 0 0"),
        ("margin:0px auto;max-height:0px", "margin:0 auto;max-height:0"),
        ("padding:2px 0;padding-left:18px", "padding:2px 0 2px 18px"),
        ("margin-left:1px;color:red;margin:4px 0 44px;margin-left:22px", "color:red;margin:4px 0 44px 22px"),
        ("padding-top:1px;padding-right:1px;padding-bottom:1px;padding-left:1px", "padding:1px"),
        ("color:#111111;color:#222222", "color:#222222"),
        ("width:100%;width:10px", "width:10px"),
        ("background:#f4f0e6;background-color:#f4f0e6", "background-color:#f4f0e6"),
    ],
)
def test_declarations_say_the_same_in_fewer_bytes(style: str, tight: str) -> None:
    assert squeeze(f'<b style="{style}">') == f'<b style="{tight}">'


@pytest.mark.parametrize(
    "style",
    [
        pytest.param("line-height:0px;flex:1 1 0px;width:calc(0px + 1em)", id="a unit where a bare number means something else"),
        pytest.param("color:#222222;color:rgba(34,34,34,.9)", id="a colour for clients that do not know the next"),
        pytest.param("width:100%;width:min(100%,40em)", id="a length for clients that do not know the next"),
        pytest.param("padding:2px 0!important;padding-left:18px", id="what is important"),
        pytest.param("padding:2px 0;padding-left:calc(1px + 1em)", id="sides that are sums"),
        pytest.param("padding-top:6px;padding-left:18px", id="some sides alone"),
        pytest.param("padding:auto;padding-left:1px", id="what no browser takes"),
        pytest.param("background:#f4f0e6;background-color:#ffffff", id="two colours of a background"),
        pytest.param("padding:zq1qz;padding-left:2px;color:#111111;color:#222222", id="what is only known later"),
        pytest.param("font-family:'0.5 0px'", id="what stands in quotation marks"),
    ],
)
def test_what_may_not_be_the_same_stays(style: str) -> None:
    assert squeeze(f'<b style="{style}">') == f'<b style="{style}">'


def test_a_background_stays_beside_its_colour_where_a_picture_may_come_from_the_head() -> None:
    assert "background:#fffefb;background-color" in squeeze(f'{PICTURED}<b class="a" style="background:#fffefb;background-color:#fffefb">')


@pytest.mark.parametrize(
    ("tag", "tight"),
    [
        ("""<b style='font:1px Georgia, "Times New Roman"; color:red'>""", """<b style="font:1px Georgia,'Times New Roman';color:red">"""),
        ("""<b style="font-family:&quot;Times New Roman&quot;">""", """<b style="font-family:'Times New Roman'">"""),
        ("""<b style='font-family:"It&#39;s"'>""", """<b style="font-family:&quot;It&#39;s&quot;">"""),
        ("""<b style='font-family:"zq1qz"'>""", """<b style="font-family:&quot;zq1qz&quot;">"""),
        ("""<b style=''>""", """<b>"""),
    ],
)
def test_quotation_marks_are_double_around_a_style_and_single_in_it(tag: str, tight: str) -> None:
    assert squeeze(tag) == tight


def test_what_outlook_alone_reads_keeps_its_units() -> None:
    comment = '<!--[if mso]><td\nstyle="line-height:0px;font-size:0px;padding:0px 0px"></td><![endif]-->'
    assert squeeze(comment) == comment


LENGTHS = st.sampled_from(["0", "0px", "1px", "2.5px", "0.5em", "10%", "-3px", "auto", "calc(1px + 2px)", "17"])
SIDES = st.lists(LENGTHS, min_size=1, max_size=4).map(" ".join)
COLOURS = st.sampled_from(["#112233", "#aabbcc", "red", "rgba(1, 2, 3, 0.5)", "transparent", "#12"])
NAMED = st.sampled_from(["", "-top", "-right", "-bottom", "-left"])
DECLARATIONS = st.one_of(
    st.builds(
        lambda name, side, value, many: f"{name}{side}: {many if not side else value}",
        st.sampled_from(["padding", "margin"]),
        NAMED,
        LENGTHS,
        SIDES,
    ),
    st.builds(lambda name, value: f"{name}:{value}", st.sampled_from(["color", "background", "background-color"]), COLOURS),
    st.builds(
        lambda name, value: f"{name}: {value}",
        st.sampled_from(["width", "max-width", "font-size", "letter-spacing", "line-height"]),
        LENGTHS,
    ),
    st.sampled_from(["font: 12px/0.5 'A B', serif", 'font-family: "A; B", serif', "line-height:0px", "background-image:url(data:,x)"]),
)
STYLES = st.lists(st.builds(lambda one, mark: one + mark, DECLARATIONS, st.sampled_from(["", "", "", "", " !important"])), max_size=7).map(
    "; ".join
)
SAME_LOOK = """styles => styles.filter(([full, tight]) => {
    const [one, other] = [full, tight].map(style => {
        const element = document.body.appendChild(document.createElement('p'));
        element.setAttribute('style', style);
        const seen = getComputedStyle(element), text = [...seen].map(name => name + ':' + seen.getPropertyValue(name)).join(';');
        element.remove();
        return text;
    });
    return one !== other;
})"""


@pytest.fixture(scope="module")
def blank(chromium: Browser) -> Page:
    return chromium.new_page()


@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(styles=st.lists(STYLES, min_size=40, max_size=80))
def test_a_browser_computes_the_same_look(blank: Page, styles: list[str]) -> None:
    pairs = [[style, tighten_style(style.replace('"', "&quot;"), has_pictures=False).replace("&quot;", '"')] for style in styles]
    assert blank.evaluate(SAME_LOOK, pairs) == []
    assert all(tighten_style(tight, has_pictures=False) == tight for _, tight in pairs)
