"""A designer's commands: a theme of one's own, its specimen on the screen and in a folder, the list of themes."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

import pytest
from command import Terminal

from newsletter.colours import contrast
from newsletter.desk import Desk
from newsletter.desk.project import shipped
from newsletter.render import theme_keys


def files_of(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


# --- theme new


def test_a_new_theme_states_its_name_its_parent_and_two_colours(terminal: Terminal) -> None:
    said = terminal.ok("theme new evening-letter --from brief")
    assert said.out.startswith("templates/evening-letter is a theme: theme.toml; all else is brief's.\n")
    assert "newsletter theme show evening-letter" in said.out
    settings = tomllib.loads(Path("templates/evening-letter/theme.toml").read_text(encoding="utf-8"))
    assert (settings["name"], settings["parent"]) == ("Evening letter", "brief")
    assert {key: list(value) for key, value in settings.items() if isinstance(value, dict)} == {"light": ["accent"], "dark": ["accent"]}
    assert files_of(Path("templates/evening-letter")) == ["theme.toml"]


@pytest.mark.parametrize("parent", theme_keys(shipped("templates")))
def test_a_new_theme_looks_different_at_once_and_can_be_read(terminal: Terminal, parent: str) -> None:
    terminal.ok(f"theme new mine --from {parent}")
    assert terminal.ok("theme check mine").out == "1 theme checked, 0 problems.\n"
    with Desk(terminal.root) as desk:
        mine, parents = desk.theme("mine").settings, desk.theme(parent).settings
    for scheme in ("light", "dark"):
        assert mine[scheme]["accent"] != parents[scheme]["accent"]
        assert contrast(mine[scheme]["accent"], mine[scheme]["on_accent"]) >= 4.5


def test_a_theme_made_from_a_new_theme_differs_from_it_too(terminal: Terminal) -> None:
    terminal.ok("theme new mine")
    terminal.ok("theme new ours --from mine")
    with Desk(terminal.root) as desk:
        assert desk.theme("mine").settings["light"]["accent"] != desk.theme("ours").settings["light"]["accent"]


def test_the_files_to_change_are_copied_and_a_stylesheet_begins_with_the_parent_s(terminal: Terminal) -> None:
    terminal.ok("theme", "new", "mine", "--from", "brief", "--with", "lead.mjml", "--with", "styles.css", "--with", "story.txt")
    mine = Path("templates/mine")
    assert files_of(mine) == ["lead.mjml", "story.txt", "styles.css", "theme.toml"]
    assert (mine / "lead.mjml").read_bytes() == Path("templates/brief/lead.mjml").read_bytes()
    assert (mine / "story.txt").read_bytes() == Path("templates/broadsheet/story.txt").read_bytes()
    assert (mine / "styles.css").read_text(encoding="utf-8").startswith('[% include "brief/styles.css" %]\n')
    before = terminal.ok("theme show brief --json").json["html_bytes"]
    assert terminal.ok("theme show mine --json").json["html_bytes"] == before
    with (mine / "styles.css").open("a", encoding="utf-8") as styles:
        styles.write(".kicker { letter-spacing: 5px }\n")
    terminal.ok("theme", "show", "mine", "--out", "specimen")
    assert "letter-spacing:5px" in Path("specimen/index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "says", "code"),
    [
        ("theme new mine --from brif", "no theme 'brif'; did you mean 'brief'?", 2),
        ("theme new mine --with leed.mjml", "no file of 'broadsheet' named 'leed.mjml'; did you mean 'lead.mjml'?", 2),
        ("theme new mine --with ../../secret.txt", "no file of 'broadsheet' named '../../secret.txt'", 2),
        ("theme new Mine_Own", "'Mine_Own' is no name for a theme: it is made of small letters, digits and hyphens", 2),
        ("theme new ../mine", "'../mine' is no name for a theme", 2),
        ("theme new brief", "templates/brief is there already", 3),
        ("theme show magasine", "no theme 'magasine'; did you mean 'magazine'?", 2),
        ("theme show brief --direction rlt", "'rlt' is no direction of text; did you mean 'rtl'?", 2),
    ],
)
def test_a_wrong_word_is_named_and_nothing_is_made(terminal: Terminal, words: str, says: str, code: int) -> None:
    before = files_of(terminal.root)
    said = terminal(words)
    assert says in said.err
    assert (said.code, said.out) == (code, "")
    assert files_of(terminal.root) == before


def test_the_files_that_a_theme_has_are_told_to_who_names_another(terminal: Terminal) -> None:
    terminal.ok("theme new evening")
    said = terminal("theme new dusk --from evening --with nope.mjml")
    assert "known files of 'evening': blocks.mjml, " in said.err


def test_a_disk_that_is_full_leaves_no_half_of_a_theme(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    said = terminal("theme new mine")
    assert said.code == 3
    assert said.err.startswith("error: the theme cannot be written to templates/mine: no space left on device\n")
    assert not [path.name for path in Path("templates").iterdir() if "mine" in path.name]


# --- theme list


def test_the_list_names_each_theme_with_its_parent(terminal: Terminal) -> None:
    terminal.ok("theme new mine --from brief")
    assert terminal.ok("theme list").out.splitlines() == [
        "brief\tBrief\tbroadsheet\t560 px",
        "broadsheet\tBroadsheet\t–\t600 px",
        "magazine\tMagazine\tbroadsheet\t640 px",
        "mine\tMine\tbrief\t560 px",
    ]
    assert [theme["parent"] for theme in terminal.ok("theme list --json").json] == ["broadsheet", "", "broadsheet", "brief"]


def test_a_theme_that_cannot_be_read_hides_no_other(terminal: Terminal) -> None:
    terminal.ok("theme new mine")
    Path("templates/mine/theme.toml").write_text("name = \n", encoding="utf-8")
    said = terminal("theme list")
    assert [line.split("\t")[0] for line in said.out.splitlines()] == ["brief", "broadsheet", "magazine"]
    assert said.err == "templates/mine has problems; 'newsletter theme check mine' names them\n"
    assert said.code == 1


# --- theme show


def test_the_specimen_is_written_with_its_pictures_and_in_place_of_an_earlier_one(terminal: Terminal) -> None:
    said = terminal.ok("theme show magazine --out out/sheet")
    sheet = Path("out/sheet")
    pictures = [name for name in files_of(sheet) if name.startswith("images/")]
    assert said.out == f"The specimen of magazine is in out/sheet: index.html, index.txt and {len(pictures)} pictures.\n"
    html = (sheet / "index.html").read_text(encoding="utf-8")
    assert "zqph" not in html
    assert {f'src="{name}"' in html for name in pictures} == {True}
    terminal.ok("theme show brief --rtl --out out/sheet")
    assert 'dir="rtl"' in (sheet / "index.html").read_text(encoding="utf-8")[:400]


@pytest.mark.parametrize("name", ["notes.txt", "index.html", "images/mine/own.jpg"])
def test_a_folder_that_holds_something_else_is_left_alone(terminal: Terminal, name: str) -> None:
    path = Path("sheet") / name
    path.parent.mkdir(parents=True)
    path.write_text("mine")
    said = terminal("theme show brief --out sheet")
    assert said.code == 3
    assert said.err.startswith(f"error: sheet holds {name}, which is no part of a specimen\n")
    assert files_of(Path("sheet")) == [name]


def test_json_says_where_every_setting_and_file_comes_from(terminal: Terminal) -> None:
    terminal.ok("theme new mine --from brief --with lead.mjml")
    shown = terminal.ok("theme show mine --json").json
    assert (shown["key"], shown["parents"]) == ("mine", ["brief", "broadsheet"])
    assert shown["settings"]["light.accent"]["path"] == "templates/mine/theme.toml"
    line = Path("templates/mine/theme.toml").read_text(encoding="utf-8").splitlines()[shown["settings"]["light.accent"]["line"] - 1]
    assert line.startswith(f'accent = "{shown["settings"]["light.accent"]["value"]}"')
    assert shown["settings"]["type.size"] == {"value": 16, "path": "templates/brief/theme.toml", "line": 35}
    assert [shown["files"][name] for name in ("lead.mjml", "list.mjml", "email.txt")] == [
        "templates/mine/lead.mjml",
        "templates/brief/list.mjml",
        "templates/broadsheet/email.txt",
    ]
    assert {pair["scheme"] for pair in shown["contrast"]} == {"light", "dark", "outlook"}
    assert all(pair["ratio"] >= pair["wanted"] for pair in shown["contrast"])
    assert 10_000 < shown["html_bytes"] < 102_400
