"""The sample issue as a reader's browser shows it: nothing scrolls sideways, nothing stands in the way of a screen reader."""

from __future__ import annotations

import os
from pathlib import Path

import html5lib
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from newsletter.desk.demo import Shown, make_demo

PHONE, DESKTOP = 375, 700
AXE = {"rules": {"region": {"enabled": False}, "landmark-one-main": {"enabled": False}}}
"""An email is shown inside a page of the client's own, which has these landmarks."""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Shown:
    return make_demo(tmp_path_factory.mktemp("demo") / "out", os.environ)


def test_the_email_is_small_and_its_lines_are_short(demo: Shown) -> None:
    html = (Path(demo.mailchimp) / "index.html").read_bytes()
    assert len(html) <= 60_000
    assert max(map(len, html.split(b"\n"))) <= 998


def test_the_html_parses_without_an_error(demo: Shown) -> None:
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(Path(demo.html).read_text(encoding="utf-8"))
    assert parser.errors == []


@pytest.mark.parametrize("width", [320, 375, 600])
def test_nothing_scrolls_sideways(demo: Shown, chromium: Browser, width: int) -> None:
    page = chromium.new_page(viewport={"width": width, "height": 800})
    page.goto(Path(demo.html).absolute().as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_axe_finds_nothing(demo: Shown, chromium: Browser, scheme: str, width: int) -> None:
    page = chromium.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(Path(demo.html).absolute().as_uri())
    found = Axe().run(page, options=AXE).response["violations"]
    page.close()
    assert [(violation["id"], [node["html"][:120] for node in violation["nodes"]]) for violation in found] == []


def test_every_picture_of_the_sample_is_shown(demo: Shown, chromium: Browser) -> None:
    page = chromium.new_page()
    page.goto(Path(demo.html).absolute().as_uri())
    pictures = page.evaluate("[...document.images].map(image => [image.naturalWidth, image.getAttribute('width'), image.alt])")
    page.close()
    assert len(pictures) >= 5
    assert all(natural >= 2 * int(width) and alt for natural, width, alt in pictures), "sharp on a phone, and described"
