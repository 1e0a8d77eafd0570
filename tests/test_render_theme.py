"""A theme and its parents, and a campaign that dresses it: what is stated nearer holds, what is not stated comes from further up."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from render_issues import campaign_of, issue_of, slot_of, specimen

from newsletter.campaign import load_campaign
from newsletter.errors import FileProblems
from newsletter.render import load_theme, render_issue, theme_keys
from newsletter.render.specimen import specimen_campaign, specimen_issue

TEMPLATES = Path(__file__).parent.parent / "templates"


@pytest.fixture
def templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(TEMPLATES, tmp_path / "templates")
    return Path("templates")


def make(templates: Path, key: str, settings: str = "", **files: str) -> None:
    """A theme of these settings and files (`lead_mjml` for lead.mjml)."""
    (templates / key).mkdir()
    (templates / key / "theme.toml").write_text(f'name = "{key}"\n{settings}', encoding="utf-8")
    for name, text in files.items():
        (templates / key / name.replace("_", ".")).write_text(text, encoding="utf-8")


# --- parents


def test_a_child_that_holds_nothing_prints_what_its_parent_prints(templates: Path, cache: Path) -> None:
    make(templates, "mine", 'parent = "broadsheet"\n')
    mine, parent = (render_issue(specimen(), campaign_of(), load_theme(templates, key), cache) for key in ("mine", "broadsheet"))
    assert mine == parent


def test_a_child_s_setting_holds_and_its_other_settings_are_its_parent_s(templates: Path) -> None:
    make(templates, "mine", 'parent = "broadsheet"\nwidth = 640\n[light]\naccent = "#004400"\n')
    mine, parent = load_theme(templates, "mine"), load_theme(templates, "broadsheet")
    assert (mine.width, mine.settings["light"]["accent"]) == (640, "#004400")
    assert {**mine.settings["light"], "accent": ""} == {**parent.settings["light"], "accent": ""}
    assert mine.settings["dark"] == parent.settings["dark"]


def test_a_child_s_file_replaces_its_parent_s_and_no_other(templates: Path, cache: Path) -> None:
    make(templates, "mine", 'parent = "brief"\n', section_mjml="<mj-text><h2>* {{ section.title }} *</h2></mj-text>")
    html = render_issue(specimen(), campaign_of(), load_theme(templates, "mine"), cache).html
    assert "* Coast *" in html
    assert 'class="section"' not in html
    assert 'width="38"' in html, "the numbers of the parent, brief"


def test_a_child_may_include_the_file_that_it_replaces(templates: Path, cache: Path) -> None:
    make(templates, "mine", 'parent = "broadsheet"\n', styles_css='[% include "broadsheet/styles.css" %]\n.head { color: #123456 }\n')
    html = render_issue(specimen(), campaign_of(), load_theme(templates, "mine"), cache).html
    assert re.search(r"<h3[^>]*color:#123456", html)
    assert re.search(r"<h3[^>]*font:bold 22px", html)


def test_a_line_of_parents_goes_up_to_the_eldest(templates: Path) -> None:
    make(templates, "mine", 'parent = "brief"\n')
    make(templates, "ours", 'parent = "mine"\n')
    assert load_theme(templates, "ours").line == ("ours", "mine", "brief", "broadsheet")


def test_a_change_in_a_parent_s_file_is_a_change_of_the_child(templates: Path) -> None:
    make(templates, "mine", 'parent = "broadsheet"\n')
    before = load_theme(templates, "mine").fingerprint
    with (templates / "broadsheet" / "styles.css").open("a") as styles:
        styles.write("\n.head { color: #123456 }\n")
    assert load_theme(templates, "mine").fingerprint != before


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        pytest.param('parent = "mine"\n', "mine/theme.toml:2: 'parent' leads in a circle: mine → mine", id="its own parent"),
        pytest.param('parent = "other"\n', "other/theme.toml:2: 'parent' leads in a circle: mine → other → mine", id="two in a circle"),
        pytest.param(
            'parent = "broadshet"\n', "mine/theme.toml:2: 'parent': no theme 'broadshet'; did you mean 'broadsheet'?", id="unknown"
        ),
        pytest.param("", "mine/email.mjml: is missing; every theme has one, or a parent that has", id="none, and no files"),
        pytest.param(
            "", "mine/theme.toml: 'light.ink' is missing; every theme states it, or has a parent that does", id="none, and no colours"
        ),
        pytest.param('parent = "broadsheet"\n[light]\nacent = "#004400"\n', "mine/theme.toml:4: unknown key 'light.acent'", id="misspelt"),
        pytest.param(
            'parent = "broadsheet"\n[type]\ntext = "Georgia"\n',
            "mine/theme.toml:4: 'type.text' is \"Georgia\", but has to end in",
            id="fonts",
        ),
        pytest.param('parent = "broadsheet"\n[type]\nsize = 99\n', "mine/theme.toml:4: 'type.size' is 99, but running text is", id="size"),
        pytest.param(
            'parent = "broadsheet"\n[logo]\nsrc = "../secret.png"\nwidth = 200\nheight = 40\n',
            "mine/theme.toml:4: 'logo.src' is \"../secret.png\", but must be a web address, or a picture in the project",
            id="a logo outside the project",
        ),
    ],
)
def test_a_mistake_in_the_settings_is_named_with_its_line(templates: Path, settings: str, said: str) -> None:
    make(templates, "mine", settings)
    make(templates, "other", 'parent = "mine"\n')
    with pytest.raises(FileProblems) as caught:
        load_theme(templates, "mine")
    assert any(str(problem).startswith(f"templates/{said}") for problem in caught.value.problems), caught.value.problems


# --- a campaign's own look


def campaign_with(tmp_path: Path, look: str) -> Path:
    """A campaign's file with that text below [look]."""
    path = tmp_path / "campaigns" / "daily.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(
        'name = "Daily"\ntheme = "broadsheet"\n[sender]\nname = "A"\nemail = "a@meridian.example"\n'
        '[brand]\npostal_address = "3 Quay Street"\n'
        'asset_base = "https://cdn.meridian.example/"\n[[sections]]\nkey = "top"\nmax = 1\n' + look,
        encoding="utf-8",
    )
    return path


def test_a_campaign_s_colours_and_fonts_hold_over_the_theme_s(tmp_path: Path, cache: Path) -> None:
    look = '[look.light]\naccent = "#00aa00"\n[look.dark]\npaper = "#000011"\n[look.type]\ndisplay = "Futura, sans-serif"\n'
    campaign = load_campaign(campaign_with(tmp_path, look))
    html = render_issue(specimen(), campaign, load_theme(TEMPLATES, "broadsheet"), cache).html
    assert "color:#00aa00" in html
    assert "#9b1c1c" not in html
    assert "#000011" in html
    assert re.search(r"<h1[^>]*Futura", html)


@pytest.mark.parametrize("theme", theme_keys(TEMPLATES))
def test_a_logo_stands_for_the_name_and_is_described_by_it(tmp_path: Path, cache: Path, theme: str) -> None:
    look = '[look.logo]\nsrc = "images/logo.png"\ndark = "images/logo-night.png"\nwidth = 240\nheight = 60\n'
    campaign = load_campaign(campaign_with(tmp_path, look))
    html = render_issue(specimen(), campaign, load_theme(TEMPLATES, theme), cache).html
    nameplate = re.search(r"<h1.*?</h1>", html, re.DOTALL)
    assert nameplate
    assert 'src="https://cdn.meridian.example/logo.png"' in nameplate[0]
    assert 'alt="Daily"' in nameplate[0]
    assert re.search(r"<!--\[if !mso\]><!--><img[^>]*logo-night\.png[^>]*display:none[^>]*><!--<!\[endif\]-->", nameplate[0])
    assert "Daily" not in re.sub(r"<[^>]*>", "", nameplate[0])


def test_a_campaign_without_a_look_leaves_the_theme_as_it_is() -> None:
    theme = load_theme(TEMPLATES, "broadsheet")
    assert theme.dressed(campaign_of().look) is theme


@pytest.mark.parametrize(
    ("look", "said"),
    [
        pytest.param(
            '[look.light]\nacent = "#00aa00"\n', "daily.toml:13: unknown key 'look.light.acent'; did you mean 'accent'?", id="a key"
        ),
        pytest.param('[look.light]\naccent = "green"\n', "daily.toml:13: 'look.light.accent' is \"green\", but a colour is", id="a colour"),
        pytest.param("[look]\nfont = 1\n", "daily.toml:13: unknown key 'look.font'; did you mean 'fonts'?", id="a table"),
    ],
)
def test_a_mistake_in_a_look_is_named_with_its_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, look: str, said: str) -> None:
    monkeypatch.chdir(tmp_path)
    path = campaign_with(tmp_path, look).relative_to(tmp_path)
    with pytest.raises(FileProblems) as caught:
        load_campaign(path)
    assert any(str(problem).startswith(f"campaigns/{said}") for problem in caught.value.problems), caught.value.problems


def test_a_web_font_is_loaded_where_a_theme_names_one_and_nowhere_else(templates: Path, cache: Path) -> None:
    make(
        templates,
        "mine",
        'parent = "broadsheet"\n[type]\ndisplay = "Lora, Georgia, serif"\n[[fonts]]\nname = "Lora"\nhref = "https://fonts.meridian.example/lora.css"\n',
    )
    html = render_issue(specimen(), campaign_of(), load_theme(templates, "mine"), cache).html
    assert "https://fonts.meridian.example/lora.css" in html
    outlook = re.sub(r"<!--\[if !mso\]><!-->.*?<!--<!\[endif\]-->", "", html, flags=re.DOTALL)
    assert "lora.css" not in outlook, "Outlook would fall back to Times"


@pytest.mark.parametrize(
    ("address", "printed"),
    [
        pytest.param(
            "https://f.example/css2?family=Lora:wght@400;700&copy=1", "css2?family=Lora:wght@400;700&amp;copy=1", id="an ampersand"
        ),
        pytest.param('https://f.example/"onload="x', "https://f.example/%22onload=%22x", id="a quotation mark"),
        pytest.param("https://f.example/--><script>", "https://f.example/--%3E%3Cscript%3E", id="a tag"),
        pytest.param("https://f.example/{{lead.title}}", "https://f.example/%7B%7Blead.title%7D%7D", id="Jinja"),
    ],
)
def test_the_address_of_a_web_font_is_an_address_and_nothing_else(tmp_path: Path, cache: Path, address: str, printed: str) -> None:
    campaign = load_campaign(campaign_with(tmp_path, f"[[look.fonts]]\nname = 'Lora'\nhref = '{address}'\n"))
    html = render_issue(specimen(), campaign, load_theme(TEMPLATES, "broadsheet"), cache).html
    assert f'{printed}" rel="stylesheet"' in html


# --- what every theme prints


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("key", theme_keys(TEMPLATES))
def test_every_theme_prints_every_headline_link_and_block_of_the_specimen(cache: Path, key: str, direction: str) -> None:
    issue = specimen_issue(direction)
    email = render_issue(issue, specimen_campaign(key, direction), load_theme(TEMPLATES, key), cache)
    for slot in issue.slots:
        for words in (
            slot.words.title,
            *(link.title for link in slot.related),
            *(block.text for block in slot.words.body if block.type == "subhead"),
        ):
            assert words.replace("&", "&amp;") in " ".join(email.html.split()), words
            assert words.casefold() in " ".join(email.text.casefold().split()), words


@pytest.mark.parametrize("key", theme_keys(TEMPLATES))
def test_a_foreign_story_has_its_own_language_direction_and_labels(cache: Path, key: str) -> None:
    html = render_issue(specimen_issue(), specimen_campaign(key), load_theme(TEMPLATES, key), cache).html
    french, arabic = html.index('lang="fr"'), html.index('<div lang="ar"')
    assert "À lire aussi" in html[french:]
    assert html[arabic:].startswith('<div lang="ar" dir="rtl"')
    assert "اقرأ أيضًا" in html[arabic:]


@pytest.mark.parametrize("layout", ["lead", "standard", "brief", "quote", "list", "image", "sponsor", "note"])
@pytest.mark.parametrize("key", theme_keys(TEMPLATES))
def test_a_story_with_nothing_but_a_headline_prints_no_empty_paragraph(cache: Path, key: str, layout: str) -> None:
    issue = issue_of(("", (slot_of(layout, title="Alone", url=""),)))
    html = render_issue(issue, campaign_of(), load_theme(TEMPLATES, key), cache).html
    assert "Alone" in html
    assert not re.search(r"<(p|h[1-6]|ul|li|blockquote|a)\b[^>]*>\s*</\1>", html)
