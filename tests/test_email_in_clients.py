"""The email in every client: each theme's specimen, the same from right to left, and the sample issue, as readers' programs show them.

`pytest tests/test_email_in_clients.py --shots DIR` keeps the screenshots; without it they lie in pytest's own folder for temporary files.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path

import emc
import html5lib
import pytest
from clients import MODES, Reader, modern_branch, outlook_branch, show_in, stray_tags, without_style
from email_pages import THEMES, Sheets, pages
from playwright.sync_api import Browser

PHONE, DESKTOP = 375, 700
WIDTHS = (320, 360, 375, 390, 414, 480, 481, 600, 640, 700)
BUTTON = 44
SPAM_SCORE = 0.1

Shoot = Callable[[Reader, str, str], None]

every_page = pytest.mark.parametrize("name", pages())


@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> Sheets:
    return Sheets(tmp_path_factory.mktemp("sheets"))


@pytest.fixture(scope="module")
def reader(chromium: Browser) -> Reader:
    return Reader(chromium)


@pytest.fixture(scope="module")
def without_pictures(chromium: Browser) -> Reader:
    return Reader(chromium, shows_pictures=False)


@pytest.fixture(scope="module")
def axe_in_light(sheets: Sheets, reader: Reader) -> Callable[[str], list[str]]:
    """What axe finds in an email on a desktop in light, looked for once."""
    return cache(lambda name: reader.open(sheets[name].html, DESKTOP).axe())


@pytest.fixture(scope="module")
def shoot(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Shoot:
    """Keep a picture of what a reader sees: shoot(reader, "broadsheet demo", "images off")."""
    chosen = request.config.getoption("--shots")
    folder = Path(chosen) if chosen else tmp_path_factory.mktemp("clients")

    def shot(reader: Reader, name: str, view: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        reader.page.screenshot(path=folder / f"{name} {view}.jpg".replace(" ", "-"), full_page=True, type="jpeg", quality=85)

    return shot


# --- the HTML itself -------------------------------------------------------------------------------------------------


@every_page
def test_the_html_parses_without_an_error_in_short_lines(sheets: Sheets, name: str) -> None:
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(sheets[name].html)
    assert parser.errors == []
    for provider in ("mailchimp", "eml"):
        assert max(map(len, sheets[name].exported(provider).html.encode().split(b"\n"))) <= 998
    assert max(map(len, sheets[name].message().split(b"\r\n"))) <= 76


@pytest.mark.parametrize("theme", THEMES)
def test_the_sample_issue_is_small(sheets: Sheets, theme: str) -> None:
    limit = 60_000 if theme == "broadsheet" else 85_000
    assert len(sheets[f"{theme} demo"].exported("mailchimp").html.encode()) <= limit


@every_page
def test_nothing_is_asked_of_the_network_but_the_issue_s_own_pictures(sheets: Sheets, reader: Reader, name: str) -> None:
    sheet = sheets[name]
    requested = reader.open(sheet.html).requested
    assert {kind for kind, _ in requested} == {"image"}
    assert {url for _, url in requested} <= sheet.pictures
    assert not re.search(r"@font-face|@import|url\(|<link\b|<script\b", sheet.html), "no web font either: blocking them changes nothing"


@pytest.mark.parametrize("theme", THEMES)
def test_every_picture_of_the_sample_is_sharp_and_described(sheets: Sheets, reader: Reader, theme: str) -> None:
    reader.open(sheets[f"{theme} demo"].html)
    for width, dots in ((PHONE, 2), (DESKTOP, 1.5)):
        reader.widen(width)
        pictures = reader.page.evaluate("[...document.images].map(image => [image.naturalWidth / image.clientWidth, image.alt])")
        assert len(pictures) >= 5
        assert all(density >= dots and alt for density, alt in pictures), pictures


# --- screen readers, dark screens ------------------------------------------------------------------------------------


@every_page
@pytest.mark.parametrize("mode", MODES)
def test_axe_finds_nothing_in_any_colours(sheets: Sheets, reader: Reader, shoot: Shoot, name: str, mode: str) -> None:
    show_in(mode, reader, sheets[name].html, PHONE)
    shoot(reader, name, mode)
    assert reader.axe() == []


@every_page
def test_axe_finds_nothing_on_a_desktop_either(
    sheets: Sheets, reader: Reader, axe_in_light: Callable[[str], list[str]], shoot: Shoot, name: str
) -> None:
    assert axe_in_light(name) == []
    show_in("apple-dark", reader, sheets[name].html, DESKTOP)
    shoot(reader, name, "apple-dark desktop")
    assert reader.axe() == []


@every_page
def test_every_item_of_the_email_markup_consortium_passes(sheets: Sheets, axe_in_light: Callable[[str], list[str]], name: str) -> None:
    assert emc.findings(sheets[name].html, axe_in_light(name)) == {}


# --- phones ----------------------------------------------------------------------------------------------------------


@every_page
def test_nothing_scrolls_sideways_or_is_cut_off_at_any_width(sheets: Sheets, reader: Reader, name: str) -> None:
    reader.open(sheets[name].html)
    assert {width: found for width in WIDTHS if (found := reader.widen(width).ask("overTheSides"))} == {}


@pytest.mark.parametrize("kind", ["hostile", "hostile-rtl"])
@pytest.mark.parametrize("theme", THEMES)
def test_nor_does_an_issue_of_endless_words_and_pictures_without_a_size(
    sheets: Sheets, reader: Reader, shoot: Shoot, theme: str, kind: str
) -> None:
    reader.open(sheets[f"{theme} {kind}"].html)
    shoot(reader, f"{theme} {kind}", "light")
    assert {width: found for width in WIDTHS if (found := reader.widen(width).ask("overTheSides"))} == {}
    assert reader.ask("overlaps") == []


@every_page
def test_a_thumb_hits_every_link(sheets: Sheets, reader: Reader, name: str) -> None:
    reader.open(sheets[name].html, PHONE)
    assert [button for button in reader.ask("buttons") if button["height"] < BUTTON] == []
    assert reader.ask("smallTargets") == []


# --- clients that leave something out --------------------------------------------------------------------------------


@every_page
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_with_images_off_nothing_is_lost(
    sheets: Sheets, reader: Reader, without_pictures: Reader, shoot: Shoot, name: str, scheme: str
) -> None:
    with_pictures = reader.open(sheets[name].html, PHONE, scheme).ask("words")
    reader = without_pictures.open(sheets[name].html, PHONE, scheme)
    shoot(reader, name, f"images-off {scheme}")
    for width in (PHONE, DESKTOP):
        reader.widen(width)
        assert reader.ask("words") == with_pictures
        assert reader.ask("lostLinks") == []
        assert [alt for alt in reader.ask("altTexts") if not alt["fits"] or alt["contrast"] < alt["least"]] == []
        assert reader.ask("overlaps") == []
        assert reader.ask("overTheSides") == []


@every_page
def test_without_any_style_element_nothing_is_lost(sheets: Sheets, reader: Reader, shoot: Shoot, name: str) -> None:
    styled = {width: reader.open(sheets[name].html, width).ask("words") for width in (320, PHONE)}
    reader.open(without_style(sheets[name].html), PHONE)
    shoot(reader, name, "no-style")
    assert reader.axe() == []
    for width, words in styled.items():
        reader.widen(width)
        assert reader.ask("words") == words
        assert reader.ask("overTheSides") == []
        assert reader.ask("overlaps") == []
        assert reader.ask("squashed") == []


# --- Outlook for Windows ---------------------------------------------------------------------------------------------


@every_page
def test_the_branch_for_outlook_says_the_same_in_the_same_order(sheets: Sheets, reader: Reader, name: str) -> None:
    words = reader.open(modern_branch(sheets[name].html), DESKTOP).ask("words")
    reader.open(outlook_branch(sheets[name].html), DESKTOP).ask("deafen")
    assert reader.ask("words") == words


@every_page
def test_the_widths_in_the_branch_for_outlook_add_up(sheets: Sheets, reader: Reader, shoot: Shoot, name: str) -> None:
    sheet = sheets[name]
    reader.open(outlook_branch(sheet.html), DESKTOP).ask("deafen")
    shoot(reader, name, "outlook")
    assert reader.ask("falseWidths", sheet.theme.width) == []
    assert reader.ask("overlaps") == []
    assert reader.ask("squashed") == []
    assert reader.widen(1200).ask("reach") <= sheet.theme.width


@every_page
def test_the_branch_for_outlook_is_well_formed(sheets: Sheets, name: str) -> None:
    assert stray_tags(outlook_branch(sheets[name].html)) == []
    assert stray_tags(modern_branch(sheets[name].html)) == []


# --- spam filters ----------------------------------------------------------------------------------------------------


def test_spamassassin_has_next_to_nothing_to_say(sheets: Sheets, tmp_path: Path) -> None:
    """By its rules on content, offline; it says nothing of a sender's standing."""
    if shutil.which("spamassassin") is None:
        say = pytest.fail if os.environ.get("CI") else pytest.skip
        say("no SpamAssassin on this system: install the package 'spamassassin' to run this test")
    (tmp_path / "settings").touch()
    messages = [tmp_path / f"{number}.eml" for number, _ in enumerate(pages())]
    for path, name in zip(messages, pages(), strict=True):
        path.write_bytes(sheets[name].message())
    command = ["spamassassin", "-L", "-t", f"--prefspath={tmp_path / 'settings'}", *map(str, messages)]
    said = subprocess.run(command, capture_output=True, text=True, check=True, env={**os.environ, "HOME": str(tmp_path)}).stdout
    scores = spam_scores(said)
    assert len(scores) == len(messages)
    rules = re.findall(r"^ *\d+\.\d [A-Z_]{4,}.*$", said, re.MULTILINE)
    assert {name: score for name, score in zip(pages(), scores, strict=True) if score > SPAM_SCORE} == {}, "\n".join(rules)


def spam_scores(said: str) -> list[float]:
    """The last analysis of each message is the whole one; a message that is taken for spam has two."""
    return [float(score) for score in re.findall(r"^Content analysis details:\s+\((-?[\d.]+) points", said, re.MULTILINE)]
