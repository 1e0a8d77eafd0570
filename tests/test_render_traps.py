"""What MJML, premailer and mail servers are known to do to an email, each trap held open by a test of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree
from render_issues import HOSTILE, campaign_of, issue_of, slot_of, specimen

from newsletter.models import Image
from newsletter.render import Theme, load_theme, render_issue
from newsletter.render.compile import compile_theme, compiled_theme

TEMPLATES = Path(__file__).parent.parent / "templates"
THEMES = Path(__file__).parent / "themes"


@pytest.fixture(scope="module")
def broadsheet() -> Theme:
    return load_theme(TEMPLATES, "broadsheet")


@pytest.fixture(scope="module")
def html(broadsheet: Theme, cache: Path) -> str:
    return render_issue(specimen(), campaign_of(), broadsheet, cache).html


@pytest.fixture(scope="module", params=["broadsheet", "gazette"])
def any_html(request: pytest.FixtureRequest, cache: Path) -> str:
    theme = load_theme(TEMPLATES if request.param == "broadsheet" else THEMES, request.param)
    return render_issue(specimen(), campaign_of(), theme, cache).html


# --- premailer


def test_the_doctype_is_kept_so_that_no_client_falls_back_to_quirks(any_html: str) -> None:
    assert any_html.startswith("<!doctype html>")
    assert any_html.lower().count("<!doctype") == 1


def test_important_is_kept_so_that_dark_and_phone_rules_win_over_inline_styles(html: str) -> None:
    dark = re.search(r"@media \(prefers-color-scheme: dark\)\{.*?\}\}", html, re.DOTALL)
    assert dark
    assert dark[0].count("!important") > 5


def test_important_is_kept_in_inlined_styles_and_in_what_cannot_be_inlined(broadsheet: Theme) -> None:
    css = ".kicker { color: #123456 !important } .kicker:hover { margin: 1px !important } @media print { p { margin: 2px !important } }"
    printed = compile_theme(with_file(broadsheet, "styles.css", css), "ltr").html
    assert "color:#123456!important" in printed
    assert "margin:1px!important" in printed
    assert "margin:2px!important" in printed


def test_no_width_is_written_that_outlook_would_read_from_the_attribute(any_html: str) -> None:
    root = etree.fromstring(any_html, etree.HTMLParser())
    assert not root.xpath("//p[@width or @height]")
    assert not root.xpath("//img[contains(@width, '%')]")


def test_mjml_s_reset_stays_in_the_head_and_out_of_the_cells(any_html: str) -> None:
    body = re.sub(r"<!--.*?-->", "", any_html.partition("<body")[2], flags=re.DOTALL)
    assert "mso-table-lspace" in any_html
    assert "mso-table-lspace" not in body
    assert "-ms-interpolation-mode" not in body


def test_no_mark_for_premailer_is_left(any_html: str) -> None:
    assert "data-premailer" not in any_html


def test_the_theme_s_own_css_is_inlined(html: str) -> None:
    root = etree.fromstring(html, etree.HTMLParser())
    assert all("font:" in one.get("style", "") for one in root.xpath("//h2 | //h3"))


# --- MJML


def test_no_font_is_loaded_from_a_third_party(any_html: str) -> None:
    assert "fonts.googleapis" not in any_html
    assert "<link" not in any_html
    assert "@import" not in any_html


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("fr", "ltr"), ("he", "rtl"), ("ar-EG", "rtl")])
def test_language_and_direction_are_real(broadsheet: Theme, cache: Path, language: str, direction: str) -> None:
    printed = render_issue(specimen(), campaign_of(language), broadsheet, cache).html
    root = etree.fromstring(printed, etree.HTMLParser())
    assert (root.get("lang"), root.get("dir")) == (language, direction)
    assert {one.get("lang") for one in root.xpath("//*[@role='article']")} == {language}


def test_the_preheader_is_hidden_in_a_colour_that_no_filter_takes_for_a_trick(any_html: str) -> None:
    hidden = re.search(r'style="display:none[^"]*"', any_html)
    assert hidden
    assert "color:#555555" in hidden[0]
    assert "#ffffff" not in hidden[0]


def test_the_title_is_the_subject_whatever_stands_in_it(broadsheet: Theme, cache: Path) -> None:
    subject = "\"Quoted\" & <b> 'single' {{ 7*7 }} > end"
    root = etree.fromstring(render_issue(specimen().but(subject=subject), campaign_of(), broadsheet, cache).html, etree.HTMLParser())
    assert root.xpath("//title/text()") == [subject]
    assert root.xpath("//*[@role='article']/@aria-label") == [subject]


# --- our own


@pytest.mark.parametrize("words", [pytest.param(words, id=words[:20].encode("unicode_escape").decode()) for words in HOSTILE])
def test_no_line_is_over_998_bytes_whatever_is_printed(broadsheet: Theme, cache: Path, words: str) -> None:
    dek = " ".join([words] * 40) + words * 8
    address = "https://meridian.example/" + "path/" * 400
    image = Image(url="https://cdn.example/" + "x" * 2000 + ".jpg", alt=dek, credit=words)
    slots = tuple(slot_of(layout, title=words, dek=dek, url=address, image=image, quote=dek) for layout in ("lead", "standard", "brief"))
    email = render_issue(issue_of(("", slots), intro=dek), campaign_of(), broadsheet, cache)
    assert max(len(line) for line in email.html.encode().split(b"\n")) <= 998


def test_no_word_of_the_compiler_s_is_left(any_html: str) -> None:
    assert not re.search(r"zq\d+qz", any_html)
    assert "<!--=" not in any_html


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize(("folder", "key"), [(TEMPLATES, "broadsheet"), (THEMES, "gazette")])
def test_squeezed_css_never_begins_a_comment_of_jinja_s(folder: Path, key: str, direction: str) -> None:
    assert "{#" not in compile_theme(load_theme(folder, key), direction).html


def test_braces_that_a_theme_writes_as_entities_stay_braces(broadsheet: Theme, cache: Path) -> None:
    written = with_file(broadsheet, "footer.mjml", "<mj-text>&#123;&#123; 7*7 }} {&#37; if %}</mj-text>")
    printed = render_issue(specimen(), campaign_of(), written, cache).html
    assert "49" not in re.sub(r"<style.*?</style>|<[^>]*>", "", printed, flags=re.DOTALL)
    assert etree.fromstring(printed, etree.HTMLParser()).xpath("//div[contains(., '{{ 7*7 }} {% if %}')]")


def test_a_branch_behind_a_brace_of_css_stays_a_branch(broadsheet: Theme, cache: Path) -> None:
    css = ".a { {% if number %}color:red{% endif %} } .b { {{ 'margin' }}: 0 } @media print { {# none #} .c { top: 0 } }"
    written = with_file(broadsheet, "dark.css", css)
    printed = render_issue(specimen(), campaign_of(), written, cache).html
    assert ".a{color:red}.b{margin:0}" in re.sub(r"\s", "", printed)


# --- the cache


def with_file(theme: Theme, name: str, text: str) -> Theme:
    return replace(theme, files={**theme.files, name: (theme.files[name][0], text)})


def test_a_theme_that_is_compiled_already_imports_neither_mjml_nor_premailer(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from render_issues import campaign_of, specimen; from newsletter.render import *\n"
        f"render_issue(specimen(), campaign_of(), load_theme(Path({str(TEMPLATES)!r}), 'broadsheet'), Path({str(tmp_path)!r}))\n"
        "print([name for name in ('mjml', 'premailer', 'cssutils', 'lxml', 'bs4') if name in sys.modules])"
    )
    path = os.pathsep.join([str(Path(__file__).parent), str(TEMPLATES.parent)])
    run = [sys.executable, "-c", program]
    first, second = (
        subprocess.run(run, env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True, check=True).stdout for _ in range(2)
    )
    assert "mjml" in first
    assert second == "[]\n"


@pytest.mark.parametrize("name", ["email.mjml", "lead.mjml", "phone.css", "styles.css", "dark.css", "email.txt"])
def test_a_change_to_any_file_compiles_the_theme_anew(broadsheet: Theme, tmp_path: Path, name: str) -> None:
    before = compiled_theme(broadsheet, "ltr", tmp_path)
    changed = with_file(broadsheet, name, broadsheet.files[name][1] + "\n")
    assert compiled_theme(changed, "ltr", tmp_path).fingerprint != before.fingerprint


def test_a_change_of_a_setting_or_of_direction_compiles_the_theme_anew(broadsheet: Theme, tmp_path: Path) -> None:
    wider = replace(broadsheet, settings={**broadsheet.settings, "width": 640})
    prints = {compiled_theme(theme, way, tmp_path).fingerprint for theme in (broadsheet, wider) for way in ("ltr", "rtl")}
    assert len(prints) == 4


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda kept: kept.write_text("", encoding="utf-8"), id="empty"),
        pytest.param(lambda kept: kept.write_bytes(kept.read_bytes()[:4000]), id="cut off"),
        pytest.param(lambda kept: kept.write_bytes(b"\xff\xfe"), id="not text"),
        pytest.param(lambda kept: kept.write_text("[1, 2]", encoding="utf-8"), id="another thing"),
        pytest.param(lambda kept: kept.write_text(kept.read_text().replace('"fingerprint": "', '"fingerprint": "x')), id="another theme"),
        pytest.param(
            lambda kept: kept.write_text(re.sub(r'"html_places": \[\[', '"html_places": [["a", 1], [', kept.read_text())), id="ill-matched"
        ),
        pytest.param(lambda kept: (kept.unlink(), kept.mkdir()), id="a folder"),
    ],
)
def test_a_damaged_cache_is_mended(broadsheet: Theme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: object) -> None:
    monkeypatch.setattr("newsletter.render.compile._remembered", {})
    whole = compiled_theme(broadsheet, "ltr", tmp_path)
    damage(next(tmp_path.glob("*.json")))  # type: ignore[operator]
    monkeypatch.setattr("newsletter.render.compile._remembered", {})
    assert compiled_theme(broadsheet, "ltr", tmp_path) == whole


def test_a_cache_folder_that_cannot_be_made_or_written_costs_time_and_nothing_else(broadsheet: Theme, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("in the way", encoding="utf-8")
    for folder in (file, file / "below"):
        assert "The ferry sails again" in render_issue(specimen(), campaign_of(), broadsheet, folder).html
    assert file.read_text(encoding="utf-8") == "in the way"


def test_a_damaged_file_of_jinja_s_cache_is_mended(broadsheet: Theme, tmp_path: Path) -> None:
    email = render_issue(specimen(), campaign_of(), broadsheet, tmp_path / "a")
    (kept,) = (tmp_path / "a" / "jinja").iterdir()
    for number, damage in enumerate((b"", b"\0" * 100, kept.read_bytes()[:60])):
        folder = tmp_path / str(number)
        (folder / "jinja").mkdir(parents=True)
        (folder / "jinja" / kept.name).write_bytes(damage)
        assert render_issue(specimen(), campaign_of(), broadsheet, folder) == email


def test_the_cache_keeps_a_few_forms_of_a_theme_and_not_every_one(tmp_path: Path) -> None:
    gazette = load_theme(THEMES, "gazette")
    for number in range(10):
        changed = with_file(gazette, "email.mjml", gazette.files["email.mjml"][1] + "\n" * number)
        render_issue(specimen(), campaign_of(), changed, tmp_path)
    assert len(list(tmp_path.glob("*.json"))) == 8
    assert len(list((tmp_path / "jinja").iterdir())) <= 9
