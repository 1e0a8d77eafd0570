"""A campaign's own look: its colours are measured where it states them, its logo is shown and goes along with an export."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from command import Terminal

from newsletter.desk import Desk
from newsletter.errors import NewsletterError

DAY = ("--date", "2026-03-02")
CAMPAIGN = Path("campaigns/daily.toml")
LOGO = '[look.logo]\nsrc = "images/logo.png"\ndark = "images/logo-night.png"\nwidth = 240\nheight = 60\n'


def dress(look: str) -> int:
    """Put a look at the end of the campaign's file; the number of its first line."""
    source = CAMPAIGN.read_text(encoding="utf-8")
    CAMPAIGN.write_text(source + look, encoding="utf-8")
    return source.count("\n") + 1


def make_logos(root: Path) -> None:
    for name in ("logo", "logo-night"):
        (root / "images" / f"{name}.png").write_bytes(name.encode())


def problems_of(terminal: Terminal) -> list[str]:
    said = terminal("campaign check daily")
    *problems, summary = said.out.splitlines()
    assert said.code == (1 if problems else 0)
    assert summary.startswith("1 campaign read, ")
    return problems


# --- campaign check


def test_a_look_that_can_be_read_is_sound(terminal: Terminal) -> None:
    dress('[look.light]\naccent = "#00582f"\n[look.dark]\naccent = "#7fd6a4"\n')
    assert problems_of(terminal) == []


def test_a_colour_that_is_hard_to_read_is_named_at_the_campaign_s_own_line(terminal: Terminal) -> None:
    first = dress('[look.light]\naccent = "#ff8888"\n')
    problems = problems_of(terminal)
    assert problems[0].startswith(f"campaigns/daily.toml:{first + 1}: 'look.light.accent' (#ff8888) on 'light.")
    assert " to 1, but words need 4.5; #" in problems[0]
    assert all(problem.startswith(f"campaigns/daily.toml:{first + 1}: ") for problem in problems)


def test_a_ground_on_which_the_theme_s_words_are_hard_to_read_is_named_too(terminal: Terminal) -> None:
    first = dress('[look.light]\npaper = "#777777"\n')
    problems = problems_of(terminal)
    assert any(
        problem.startswith(f"campaigns/daily.toml:{first + 1}: 'light.muted' (#5c5750) on 'look.light.paper' (#777777) ")
        and problem.endswith(" behind them they would have it")
        for problem in problems
    ), problems


def test_what_is_wrong_with_the_theme_itself_is_not_told_of_the_campaign(terminal: Terminal) -> None:
    dress('[look.type]\nsize = 18\n[look.light]\naccent = "#00582f"\n')
    with Path("templates/broadsheet/styles.css").open("a", encoding="utf-8") as styles:
        styles.write(".byline { color: #aaaaaa }\n")
    assert problems_of(terminal) == []
    assert terminal("theme check broadsheet").code == 1


@pytest.mark.parametrize(
    ("look", "said"),
    [
        ('[look.light]\nacent = "#00582f"\n', "unknown key 'look.light.acent'; did you mean 'accent'?"),
        ('[look.lihgt]\naccent = "#00582f"\n', "unknown key 'look.lihgt'; did you mean 'light'?"),
        ('[look.logo]\nscr = "images/logo.png"\nsrc = "images/logo.png"\nwidth = 9\nheight = 9\n', "unknown key 'look.logo.scr'"),
    ],
)
def test_an_unknown_key_is_named_with_the_one_that_was_meant(terminal: Terminal, look: str, said: str) -> None:
    dress(look)
    assert any(said in problem for problem in problems_of(terminal))


def test_a_logo_that_is_not_there_is_named_at_its_line(terminal: Terminal) -> None:
    first = dress(LOGO)
    assert problems_of(terminal) == [
        f"campaigns/daily.toml:{first + 1}: 'logo.src': there is no file 'images/logo.png' in the project",
        f"campaigns/daily.toml:{first + 2}: 'logo.dark': there is no file 'images/logo-night.png' in the project",
    ]
    make_logos(terminal.root)
    assert problems_of(terminal) == []


def test_a_font_that_a_campaign_loads_for_nothing_is_named_at_its_line(terminal: Terminal) -> None:
    first = dress('[[look.fonts]]\nname = "Lora"\nhref = "https://fonts.meridian.example/lora.css"\n')
    assert problems_of(terminal) == [f"campaigns/daily.toml:{first}: fonts: 'Lora' is loaded, but no list of [type] names it"]
    dress('[look.type]\ndisplay = "Lora, Georgia, serif"\n')
    assert problems_of(terminal) == []


# --- the logo on its way out


def test_a_logo_is_exported_with_the_pictures_and_shown_in_the_preview(newsroom: Terminal, open_desk: Callable[..., Desk]) -> None:
    dress(LOGO)
    make_logos(newsroom.root)
    newsroom.ok("issue", "compose", "daily", *DAY)
    desk = open_desk(newsroom.root)
    html = desk.preview("daily/2026-03-02").html
    assert 'src="images/logo.png"' in html
    assert 'src="images/logo-night.png"' in html
    newsroom.ok("issue approve daily")
    exported = newsroom.ok("export daily --to html --json").json
    names = {file["path"] for file in exported["files"]}
    assert {"images/logo.png", "images/logo-night.png"} <= names
    assert "logo-night.png" in (Path(exported["directory"]) / "upload.txt").read_text(encoding="utf-8")


def test_an_approved_issue_keeps_its_logo_when_the_look_has_changed(newsroom: Terminal) -> None:
    plain = CAMPAIGN.read_text(encoding="utf-8")
    dress(LOGO)
    make_logos(newsroom.root)
    newsroom.ok("issue", "compose", "daily", *DAY)
    newsroom.ok("issue approve daily")
    CAMPAIGN.write_text(plain, encoding="utf-8")
    Path("templates/broadsheet/theme.toml").write_text("name = \n", encoding="utf-8")
    exported = newsroom.ok("export daily --to html --json").json
    assert {"images/logo.png", "images/logo-night.png"} <= {file["path"] for file in exported["files"]}


def test_a_theme_s_own_logo_goes_along_as_well(newsroom: Terminal) -> None:
    newsroom.ok("theme new mine")
    with Path("templates/mine/theme.toml").open("a", encoding="utf-8") as settings:
        settings.write(LOGO.replace("[look.logo]", "\n[logo]"))
    make_logos(newsroom.root)
    CAMPAIGN.write_text(CAMPAIGN.read_text(encoding="utf-8").replace('theme = "broadsheet"', 'theme = "mine"'), encoding="utf-8")
    newsroom.ok("issue", "compose", "daily", *DAY)
    exported = newsroom.ok("export daily --to html --draft --json").json
    assert {"images/logo.png", "images/logo-night.png"} <= {file["path"] for file in exported["files"]}


# --- specimens in the preview


def test_the_preview_lists_every_theme_in_both_directions_after_the_issues(newsroom: Terminal, open_desk: Callable[..., Desk]) -> None:
    newsroom.ok("issue", "compose", "daily", *DAY)
    lines = open_desk(newsroom.root).preview_issues()
    assert [(line.id, line.name) for line in lines[:3]] == [
        ("daily/2026-03-02", "Meridian Daily"),
        ("theme:brief", "Specimen: Brief"),
        ("theme:brief:rtl", "Specimen: Brief, from right to left"),
    ]
    assert [line.date for line in lines[1:]] == [None] * 6


def test_themes_are_shown_where_there_is_no_archive(terminal: Terminal, open_desk: Callable[..., Desk]) -> None:
    (terminal.root / "newsletter.db").unlink()
    desk = open_desk(terminal.root)
    assert [line.id for line in desk.preview_issues()][:2] == ["theme:brief", "theme:brief:rtl"]
    assert desk.preview("theme:brief").subject == "The ferry sails again, and half the town is on it"
    assert not (terminal.root / "newsletter.db").exists()


def test_an_archive_that_cannot_be_read_is_told_and_not_passed_over(terminal: Terminal, open_desk: Callable[..., Desk]) -> None:
    (terminal.root / "newsletter.db").write_bytes(b"no database, but a letter to the editor\n" * 40)
    with pytest.raises(NewsletterError, match=r"newsletter\.db is not a database"):
        open_desk(terminal.root).preview_issues()


@pytest.mark.parametrize(("name", "direction"), [("theme:magazine", "ltr"), ("theme:magazine:rtl", "rtl")])
def test_a_specimen_is_previewed_with_the_sample_articles_pictures(
    terminal: Terminal, open_desk: Callable[..., Desk], name: str, direction: str
) -> None:
    desk = open_desk(terminal.root)
    shown = desk.preview(name)
    assert (shown.issue, shown.status, shown.version) == (name, "specimen", 0)
    assert f'dir="{direction}"' in shown.html[:400]
    assert "zqph" not in shown.html + shown.text
    assert 'src="images/specimen/night-train.jpg"' in shown.html
    found = desk.picture("specimen/night-train.jpg")
    assert found is not None
    assert found.read_bytes()[:2] == b"\xff\xd8"
    assert desk.picture("specimen/../night-train.jpg") is None
    assert desk.picture("night-train.jpg") is None


def test_a_specimen_s_mark_follows_the_theme_and_its_parent(terminal: Terminal, open_desk: Callable[..., Desk]) -> None:
    terminal.ok("theme new mine")
    desk = open_desk(terminal.root)
    before = desk.preview_mark("theme:mine")
    assert desk.preview_mark("theme:mine") == before
    with Path("templates/broadsheet/styles.css").open("a", encoding="utf-8") as styles:
        styles.write("/* later */\n")
    assert desk.preview_mark("theme:mine") != before
