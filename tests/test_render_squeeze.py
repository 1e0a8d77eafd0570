"""Squeezing takes bytes and nothing else: the same words, boxes, looks and pixels in every theme, and the same page for Outlook."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from squeezed_pages import DIRECTIONS, FOLDERS, THEMES, elements_of, outlook_markup, outlook_page, pages, unstyled, words_of

from newsletter.render import load_theme
from newsletter.render.compile import compile_theme
from newsletter.render.squeeze import squeeze

SEEN = """names => [...document.body.querySelectorAll(':not(table, tbody, tr, td)')].map(one => {
    const box = one.getBoundingClientRect(), style = getComputedStyle(one);
    return [one.tagName, box.x, box.y, box.width, box.height, ...names.map(name => style.getPropertyValue(name))].join(' | ');
})"""
"""Every element's box and its look; tables are seen by what stands in them."""
LOOKS = [
    *(
        "background-color",
        "background-image",
        "border-bottom",
        "border-left",
        "border-radius",
        "border-right",
        "border-top",
        "clear",
        "color",
    ),
    *(
        "direction",
        "display",
        "float",
        "font-family",
        "font-size",
        "font-style",
        "font-variant",
        "font-weight",
        "letter-spacing",
        "line-height",
    ),
    *("list-style", "margin", "max-height", "max-width", "opacity", "outline", "overflow", "padding", "text-align", "text-decoration"),
    *("text-indent", "text-transform", "vertical-align", "white-space", "word-break", "word-spacing"),
]
SCREENS = [(width, scheme) for width in (375, 700) for scheme in ("light", "dark")]

every_theme = pytest.mark.parametrize("theme", THEMES)
both_directions = pytest.mark.parametrize("direction", DIRECTIONS)


@both_directions
@every_theme
def test_a_squeezed_email_has_the_same_words_and_elements_in_fewer_bytes(theme: str, direction: str) -> None:
    full, tight = pages(theme, direction)
    assert len(tight) < 0.9 * len(full)
    assert words_of(tight) == words_of(full)
    (elements, layers), (before, layers_before) = elements_of(tight), elements_of(full)
    assert elements == before
    gone = {layer: layers_before.count(layer) - layers.count(layer) for layer in layers_before}
    assert len(set(gone.values())) == 1, "whole tables of one cell alone are gone"


@both_directions
@every_theme
def test_no_box_moves_no_look_changes_and_no_pixel_differs(chromium: Browser, theme: str, direction: str) -> None:
    page = without_network(chromium)
    before, after = (shown(page, html, SCREENS) for html in pages(theme, direction))
    page.close()
    assert_same(before, after)


@both_directions
@every_theme
def test_nor_where_the_style_elements_are_removed(chromium: Browser, theme: str, direction: str) -> None:
    page = without_network(chromium)
    before, after = (shown(page, unstyled(html), SCREENS[:1]) for html in pages(theme, direction))
    page.close()
    assert_same(before, after)


@both_directions
@every_theme
def test_outlook_s_comments_open_to_the_same_markup_and_the_same_boxes(chromium: Browser, theme: str, direction: str) -> None:
    full, tight = pages(theme, direction)
    assert outlook_markup(tight) == outlook_markup(full)
    assert any("width:" in piece for piece in outlook_markup(full))
    assert words_of(outlook_page(tight)) == words_of(outlook_page(full))
    page = without_network(chromium)
    before, after = (shown(page, outlook_page(html), [(700, "light")]) for html in (full, tight))
    page.close()
    assert_same(before, after)


@both_directions
@every_theme
def test_squeezing_twice_changes_nothing_more(theme: str, direction: str) -> None:
    seen: list[str] = []
    compile_theme(load_theme(FOLDERS[theme], theme), direction, shrink=keep_in(seen))
    tight = squeeze(seen[0])
    assert squeeze(tight) == tight


def keep_in(seen: list[str]) -> Callable[[str], str]:
    def keep(html: str) -> str:
        seen.append(html)
        return html

    return keep


def without_network(chromium: Browser) -> Page:
    page = chromium.new_page()
    page.route("https://**", lambda route: route.abort())
    return page


def shown(page: Page, html: str, screens: list[tuple[int, str]]) -> list[tuple[Any, bytes]]:
    """What can be seen of it on those screens: boxes and looks, and the picture."""
    page.set_content(html)
    found = []
    for width, scheme in screens:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        found.append((page.evaluate(SEEN, LOOKS), page.screenshot(full_page=True)))
    return found


def assert_same(before: list[tuple[Any, bytes]], after: list[tuple[Any, bytes]]) -> None:
    for (looks, picture), (looks_after, picture_after) in zip(before, after, strict=True):
        assert [(one[:300], other[:300]) for one, other in zip(looks, looks_after, strict=True) if one != other] == []
        assert picture == picture_after
