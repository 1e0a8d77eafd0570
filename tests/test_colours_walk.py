"""Which words of a finished email stand on which ground: by our own small cascade, and the same by Chromium."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from render_issues import campaign_of, specimen

from newsletter.colours import Pair, read_pairs
from newsletter.render import load_theme, render_issue, theme_keys

TEMPLATES = Path(__file__).parent.parent / "templates"
CHROMIUM = """() => {
  const parse = text => { const part = text.match(/[\\d.]+/g).map(Number); return part.length < 4 ? [...part, 1] : part };
  const over = (top, under) => top.slice(0, 3).map((part, at) => part * top[3] + under[at] * (1 - top[3]));
  const hex = colour => "#" + colour.slice(0, 3).map(part => Math.round(part).toString(16).padStart(2, "0")).join("");
  const known = document.querySelector("meta[name=color-scheme]")?.content + getComputedStyle(document.documentElement).colorScheme;
  const dark = matchMedia("(prefers-color-scheme: dark)").matches && known.includes("dark");
  const ground = element => {
    const layers = [];
    for (let at = element; at; at = at.parentElement) {
      const style = getComputedStyle(at), colour = parse(style.backgroundColor);
      if (style.backgroundImage !== "none") return null;
      layers.unshift(colour);
      if (colour[3] === 1) break;
    }
    return layers.reduce((under, top) => over(top, under), dark ? [18, 18, 18] : [255, 255, 255]);
  };
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement, style = getComputedStyle(element);
    const words = walker.currentNode.data.replace(/[\\u034f\\u200b-\\u200d\\u2060\\ufeff\\u00ad]/g, "").trim();
    if (!words || !element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    const under = ground(element);
    const colour = under && hex(over(parse(style.color), under));
    if (under) found.push([words, colour, hex(under), parseFloat(style.fontSize), style.fontWeight >= 600]);
  }
  return found;
}"""  # fmt: skip


def page(body: str, css: str = "", head: str = "") -> str:
    return f'<!doctype html><html><head><meta charset="utf-8">{head}<style>{css}</style></head><body>{body}</body></html>'


def seen(pairs: list[Pair]) -> list[tuple[str, str, str]]:
    return [(pair.words, pair.colour, pair.background) for pair in pairs]


def comparable(words: str, colour: str, background: str, size_px: float, bold: bool) -> tuple[str, str, str, float, bool]:
    return " ".join(words.split()), colour, background, round(size_px, 1), bold


DARK = "@media (prefers-color-scheme: dark) { p { color: #fff !important } .paper { background: #111 !important } a { color: #eee } }"
PAGES = {
    "nothing stated": page("a<a href='#'>b</a><h1>c</h1>"),
    "its own style": page('<div style="background:#123 url()"></div><p style="color:rgb(1,2,3);background-color:#fed">a</p>'),
    "inheritance": page('<div style="color:#111111;background:#eeeeee"><p>a <b>b</b> <a href="#">c</a></p></div>'),
    "old attributes": page('<table><tr><td bgcolor="#222222"><font color="#dddddd">a</font></td></tr></table>'),
    "an own style against a rule": page('<p style="color:#111111">a</p>', "p { color: #222222 } "),
    "an important rule against an own style": page('<p style="color:#111111">a</p>', "p { color: #222222 !important }"),
    "the more exact rule": page('<div class="x"><p class="y">a</p></div>', ".x .y { color: #111111 } p { color: #222222 }"),
    "the later rule": page("<p>a</p>", "p { color: #111111 } p { color: #222222 }"),
    "two selectors of one rule": page("<p>a</p><h2>b</h2>", "p, h2 { color: #333333 }"),
    "what is hidden": page(
        '<div style="display:none">a</div><p style="visibility:hidden">b</p><p class="n">c</p>d', ".n { display: none }"
    ),
    "half a colour": page('<div style="background:#000000"><p style="background:rgba(255,255,255,.5);color:rgba(0,0,0,.5)">a</p></div>'),
    "sizes": page('<p style="font:bold 34px/1.15 Georgia, serif">a</p><p style="font-size:10pt">b</p><h2>c</h2><small>d</small>'),
    "a font without bold": page('<h1 style="font:20px/1.2 Georgia">a</h1><b style="font-weight:400">b</b>'),
    "a picture behind": page(
        '<table><tr><td background="a.png">a</td></tr></table><div style="background:url(a.png)"><p>b<p style="background:#fff">c</div>'
    ),
    "dark rules": page('<div class="paper" style="background:#ffffff"><p style="color:#000000">a <a href="#">b</a></p></div>', DARK),
    "a page that knows dark": page(
        'a<a href="#">b</a><p style="color:#123456">c</p>', DARK, '<meta name="color-scheme" content="light dark">'
    ),
    "a page that says so in its styles": page("a<a href='#'>b</a>", ":root { color-scheme: light dark }"),
    "styles for phones and paper": page(
        "<p>a</p>", "@media (max-width: 480px) { p { color: #111111 } } @media print { p { color: #222222 } }"
    ),
    "Outlook's own comments": page("a<!--[if mso]><p style='color:#ff0000'>b</p><![endif]-->c"),
    "an unseen space": page("<p>&#847;&zwnj;</p><p>&nbsp;a&nbsp;</p>"),
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_chromium_sees_the_same(chromium: Browser, scheme: str) -> None:
    tab = chromium.new_page(color_scheme=scheme, viewport={"width": 700, "height": 900})
    for what, html in PAGES.items():
        tab.goto("about:blank")  # a page that knew dark would leave its ground to the next
        tab.set_content(html)
        theirs = [comparable(*one) for one in tab.evaluate(CHROMIUM)]
        assert [comparable(*pair[:5]) for pair in read_pairs(html, scheme)] == theirs, what
    tab.close()


@pytest.mark.parametrize("key", theme_keys(TEMPLATES))
def test_chromium_sees_the_same_in_every_theme(chromium: Browser, cache: Path, key: str) -> None:
    for language in ("en", "he") if key == "broadsheet" else ("en",):
        html = render_issue(specimen(), campaign_of(language), load_theme(TEMPLATES, key), cache).html
        for scheme in ("light", "dark"):
            tab = chromium.new_page(color_scheme=scheme, viewport={"width": 700, "height": 900})
            tab.route("**/*", lambda route: route.abort())
            tab.set_content(html)
            theirs = Counter(comparable(*one) for one in tab.evaluate(CHROMIUM))
            tab.close()
            ours = Counter(comparable(*pair[:5]) for pair in read_pairs(html, scheme))
            assert ours == theirs, (scheme, ours - theirs, theirs - ours)


def test_the_outlook_apps_mark_the_page_instead() -> None:
    html = page('<p style="color:#000000">a</p>', "[data-ogsc] p { color: #ffffff !important }" + DARK)
    assert [pair.colour for scheme in ("light", "dark", "outlook") for pair in read_pairs(html, scheme)] == [
        "#000000",
        "#ffffff",
        "#ffffff",
    ]
    assert [pair.colour for pair in read_pairs(page('<p style="color:#000000">a</p>', DARK), "outlook")] == ["#000000"]


def test_a_pair_says_where_it_stands() -> None:
    html = page('<p class="dek small" style="font:bold 13px/1 Arial">a <em>b</em></p><h2><a class="link" href="#">c</a></h2>')
    assert [(pair.words, pair.where, pair.size_px, pair.bold) for pair in read_pairs(html)] == [
        ("a", "p.dek.small", 13, True), ("b", "p.dek.small", 13, True), ("c", "a.link", 24, True),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "css", ["p {", "} p { color: #f00 }", "@media { p", "p:hover, p::first-line { color: red }", "p { color }", "@import 'a';"]
)
def test_broken_styles_change_nothing(css: str) -> None:
    assert seen(read_pairs(page("<p>a</p>", css))) == [("a", "#000000", "#ffffff")]
