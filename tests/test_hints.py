"""What a newcomer types next: hints that can be pasted as they stand, the desk's own words, and sentences that say what is meant."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from command import Terminal

pytestmark = pytest.mark.sqlite

DAY = "2026-03-02"
DEMO = "2026-11-20T09:00+01:00"
"""A moment long after the sample issue."""


@pytest.fixture
def morning(newsroom: Terminal) -> Terminal:
    """The sample issue, composed."""
    newsroom.ok("issue", "compose", "daily", "--date", DAY)
    return newsroom


def pasted(desk: Terminal, line: str) -> str:
    """What a command says that another one has printed."""
    return desk.ok(*shlex.split(line)[1:]).out


# --- hints that can be pasted --------------------------------------------------------------------------------------------


def test_after_a_pin_the_command_that_composes_round_it_is_told(newsroom: Terminal) -> None:
    said = newsroom.ok("issue", "pin", "lighthouse", "--in", "world", "--campaign", "daily", "--date", "2026-03-03").out
    hint = said.splitlines()[1].partition(" composes it")[0]
    assert hint == "newsletter issue compose daily --date 2026-03-03"
    assert "pinned by ana" in pasted(newsroom, hint)


def test_after_a_pin_in_the_issue_of_a_past_day_it_says_yes(morning: Terminal) -> None:
    said = morning("issue", "pin", "world 2", at=DEMO).out
    hint = said.splitlines()[1].partition(" composes it")[0]
    assert hint == f"newsletter issue compose daily --date {DAY} --yes"
    assert "pinned" in pasted(morning, hint)


def test_after_a_pin_in_an_edited_issue_it_fills_instead(morning: Terminal) -> None:
    morning.ok("issue", "drop", "world 3")
    said = morning.ok("issue", "pin", "world 2").out
    assert said.splitlines()[1] == f"newsletter issue fill daily/{DAY} completes it round what stands."
    pasted(morning, f"newsletter issue fill daily/{DAY}")


def test_what_the_demonstration_says_to_type_next_works(terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "tryout"
    said = terminal("demo", "--out", str(out), at=DEMO)
    assert said.code == 0, said.err
    cd, *commands = (line.strip() for line in said.out.partition("Type next\n")[2].splitlines())
    monkeypatch.chdir(shlex.split(cd)[1])
    for line in commands:
        if "preview" not in line:
            assert pasted(terminal, line)


def test_what_was_typed_is_quoted_in_the_command_that_is_shown(morning: Terminal) -> None:
    said = morning("issue", "set", "world 1", "headline")
    assert (said.code, said.err.splitlines()[1].strip()) == (
        2,
        'newsletter issue set "world 1" FIELD "WORDS" (put words with spaces into quotation marks)',
    )


@pytest.mark.parametrize("words", [("subjct", "Hi"), ("subjct", "--reset")])
def test_a_mistyped_line_of_the_issue_is_guessed(morning: Terminal, words: tuple[str, ...]) -> None:
    said = morning("issue", "set", *words)
    assert said.code == 2
    assert said.err.startswith("error: no line 'subjct'; did you mean 'subject'?")


# --- the desk's own words ----------------------------------------------------------------------------------------------------------


def test_headline_is_the_desks_word_for_the_title(morning: Terminal) -> None:
    assert morning.ok("issue", "set", "world 1", "headline", "Roots").out == "Headline of World 1 is now “Roots”.\n"
    assert "headline of World 1 is now “Roots”" in morning.ok("issue", "log").out
    assert "Headline of World 1 is now “Roots”" in morning.ok("issue", "diff", "1").out
    assert " · own headline · " in morning.ok("issue", "show").out
    assert "headline of World 1 is the article's own again" in morning.ok("issue", "undo").out


# --- said in our own words -----------------------------------------------------------------------------------------------------


def test_a_story_that_is_not_there_is_told_before_its_reason_is_missed(morning: Terminal) -> None:
    assert morning("content", "retire", "zzz").err.startswith("error: no item 'zzz'")
    said = morning("content", "retire", "lighthouse")
    assert said.err.startswith("error: a story is retired for a reason\n")
    assert "newsletter content retire lighthouse --reason" in said.err
    assert "Why; needed, unless --off." in morning.ok("content", "retire", "--help").out


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--drop", "x"), "error: 'x' is no number of a link\n  write their numbers with commas between them, such as 3,1,2\n"),
        (("--keep", "1,-2"), "error: '-2' is no number of a link\n  write their numbers with commas between them, such as 3,1,2\n"),
        (("--drop", ""), "error: the number of a link is missing\n  write their numbers with commas between them, such as 3,1,2\n"),
        (("--replace", "1,2", "--add", "felucca-library"), "error: '1,2' is more than one link\n"),
        (("--replace", "two", "--add", "felucca-library"), "error: 'two' is no number of a link\n"),
    ],
)
def test_a_number_that_is_none_is_one_sentence(morning: Terminal, options: tuple[str, ...], says: str) -> None:
    said = morning("issue", "related", "top", *options)
    assert (said.code, said.err.startswith(says)) == (2, True), said.err


def test_several_links_are_dropped_by_numbers_with_commas(morning: Terminal) -> None:
    links = [link["title"] for link in morning.ok("issue", "related", "top", "--json").json if link["number"]]
    said = morning.ok("issue", "related", "top", "--drop", "1, 3").out
    assert said == f"“{links[0]}” and “{links[2]}” dropped from Top 1.\n"
    assert [link["title"] for link in morning.ok("issue", "related", "top", "--json").json if link["number"]] == [links[1], *links[3:]]


# --- many days, and the bench ------------------------------------------------------------------------------------------------------


def test_days_of_which_there_is_nothing_to_say_are_one_line(newsroom: Terminal) -> None:
    said = newsroom.ok("issue", "compose", "daily", "--dry-run", "--days", "14").out.splitlines()
    assert said[1].startswith("Each day is taken by itself: ")
    assert said[3] == "Tue 2026-02-17  to Fri 2026-02-27, 11 days  no issue: nothing was out that could stand in it"
    assert said[4].startswith("Sat 2026-02-28  1 story ")


def test_explain_says_what_it_does_not_list_and_why(newsroom: Terminal) -> None:
    said = " ".join(newsroom.ok("issue", "compose", "daily", "--explain").out.split())
    assert "No candidates and so not listed are 10, which lie out of the window or are not ready: 10 too old." in said
    assert " more: " not in said


def test_a_story_that_is_added_beside_its_twin_is_told_where_that_stands(morning: Terminal) -> None:
    placed = [slot for one in morning.ok("issue show daily --json").json["sections"] for slot in one["slots"]]
    standing = next(slot for slot in placed if slot["item"].startswith("grain-ships"))
    twin = {"grain-ships": "grain-ships-update", "grain-ships-update": "grain-ships"}[standing["item"]]
    said = morning("issue", "add", twin)
    assert said.code == 3
    assert f"the same story stands in daily/{DAY} already, at Business 1 as “{standing['title']}”" in said.err
    assert f"'newsletter issue drop {standing['item']}' takes that out first" in said.err


def test_each_section_is_named_once_and_with_its_title_where_that_is_another_word(morning: Terminal) -> None:
    said = morning("issue", "add", "radio-market", "--at", "sports")
    assert said.err.splitlines()[1].strip() == "known sections: top, world, business, climate, culture, brief (Also today)"


def test_where_several_stories_could_be_meant_a_place_that_is_told_can_be_typed(morning: Terminal) -> None:
    said = morning("issue", "drop", "the")
    assert said.code == 2
    assert said.err.splitlines()[1].startswith('  say its place: "')
    place = said.err.partition('say its place: "')[2].partition('"')[0]
    assert "dropped from" in morning.ok("issue", "drop", place).out


def test_a_single_candidate_that_cannot_stand_is_no_plural(terminal: Terminal, tmp_path: Path) -> None:
    story = tmp_path / "story.txt"
    story.write_text(f"---\npublished: {DAY} 05:10\nid: fog\n---\nFog\nIt stays.\n\nIt stays for days.\n", encoding="utf-8")
    terminal.ok("content", "import", str(story))
    rules = terminal.root / "campaigns" / "daily.toml"
    section = '[[sections]]\nkey = "top"\nmax = 3\nwhere = { author = "Nobody" }\n'
    rules.write_text(rules.read_text(encoding="utf-8").partition("[[sections]]")[0] + section, encoding="utf-8")
    said = terminal("issue", "compose", "daily")
    assert said.code == 3
    assert "the only candidate from " in said.err
    assert f" cannot stand in daily/{DAY}: “Fog”: no section takes it" in said.err


# --- a project's own files -------------------------------------------------------------------------------------------------------


def test_an_import_of_the_projects_own_folder_reads_its_articles_alone(newsroom: Terminal) -> None:
    (newsroom.root / "wire").mkdir()
    for name in ("exports", "templates/brief", "campaigns", "wire"):
        (newsroom.root / name).mkdir(exist_ok=True)
        text = f"Fog over {name}\nIt stays.\n\nIt stays for days in {name}, and nobody knows for how long it will be there.\n"
        (newsroom.root / name / "fog.txt").write_text(text, encoding="utf-8")
    assert newsroom.ok("content", "import", ".").out.startswith("1 added, ")
    assert newsroom.ok("content", "import", "..").out.startswith("0 added, 0 updated, ")


def test_a_new_project_tells_git_what_the_program_writes_and_overwrites_nothing(terminal: Terminal, tmp_path: Path) -> None:
    terminal.ok("init", str(tmp_path / "fresh"))
    rules = (tmp_path / "fresh" / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert rules[1:] == [".runsheets/", "newsletter.db*", "exports/"]
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / ".gitignore").write_text("*.bak\n", encoding="utf-8")
    terminal.ok("init", str(tmp_path / "kept"))
    assert (tmp_path / "kept" / ".gitignore").read_text(encoding="utf-8") == "*.bak\n"


# --- on a terminal of eighty columns ---------------------------------------------------------------------------------------------


def on_screen(desk: Terminal, *words: str) -> list[str]:
    """The lines that a command writes on a terminal of eighty columns."""
    master, slave = os.openpty()
    surroundings = {name: value for name, value in os.environ.items() if name != "LINES"} | {"COLUMNS": "80", "NO_COLOR": "1"}
    with os.fdopen(slave, "w") as screen:
        command = [sys.executable, "-m", "newsletter", "--root", str(desk.root), *words]
        ended = subprocess.Popen(command, stdin=screen, stdout=screen, stderr=screen, env=surroundings)
    written = b""
    with os.fdopen(master, "rb", buffering=0) as lines, suppress(OSError):  # Linux says so at the end of a terminal
        while piece := lines.read(65536):
            written += piece
    ended.wait(60)
    return re.sub(r"\x1b\[\d*m", "", written.decode()).splitlines()


def test_a_list_of_stories_gives_each_headline_a_line_and_says_the_projects_time(newsroom: Terminal) -> None:
    lines = on_screen(newsroom, "content", "list", "--section", "climate")
    assert max(map(len, lines)) <= 80
    at = lines.index(newsroom.ok("content show glacier-bell --json").json["title"])
    assert lines[at + 1] == "glacier-bell · climate · 2026-03-02 05:40"
    assert lines[-1] == "Dates and times are those of Europe/Paris."


def test_times_in_a_pipe_and_of_one_story_are_the_projects_too(newsroom: Terminal) -> None:
    listed = newsroom.ok("content", "list", "--section", "climate").out
    assert next(line for line in listed.splitlines() if line.startswith("glacier-bell")).split("\t")[3] == "2026-03-02 05:40"
    assert "published  2026-03-02 05:40 Europe/Paris\n" in newsroom.ok("content", "show", "glacier-bell").out


def test_an_error_is_broken_between_words(newsroom: Terminal) -> None:
    first, *others = on_screen(newsroom, "issue", "compose", "daily", "--date", "2026-06-01", "--yes")
    assert first.startswith("error: daily/2026-06-01 would be empty: nothing was published from")
    assert others[0].startswith("       ")
    assert all(len(line) <= 80 for line in (first, others[0]))
    assert not set(first) & {"…"}
