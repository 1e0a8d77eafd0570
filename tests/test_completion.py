"""What the shell offers when Tab is pressed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from command import Terminal

PROGRAM = "from newsletter.cli import main; import sys; sys.argv = ['newsletter']; main()"
WATCHED = "sqlalchemy", "sqlmodel", "pydantic", "rich", "jinja2", "newsletter.desk", "newsletter.archive"


@pytest.fixture
def desk(newsroom: Terminal) -> Terminal:
    """The sample issue, composed."""
    newsroom.ok("issue compose daily --date 2026-03-02")
    return newsroom


def asked(root: Path, typed: str, program: str = PROGRAM, by: str = "bash", **environment: str) -> str:
    """What bash is answered when Tab is pressed at the end of a line."""
    words = {"COMP_WORDS": typed, "COMP_CWORD": str(len(typed.split(" ")) - 1), "_TYPER_COMPLETE_ARGS": typed}
    surroundings = {**os.environ, **words, "_NEWSLETTER_COMPLETE": f"complete_{by}", **environment}
    said = subprocess.run([sys.executable, "-c", program], cwd=root, env=surroundings, capture_output=True, text=True, check=True)
    assert said.stderr == ""
    return said.stdout


def offered(root: Path, typed: str, **environment: str) -> list[str]:
    return asked(root, typed, **environment).split("\n")[:-1]


@pytest.mark.parametrize(
    ("typed", "offers"),
    [
        ("newsletter pr", ["preview", "provider"]),
        ("newsletter issue re", ["related", "render", "reopen", "redo", "refresh"]),
        ("newsletter campaign show ", ["daily"]),
        ("newsletter issue show ", ["daily", "daily/2026-03-02"]),
        ("newsletter check daily/2026-03", ["daily/2026-03-02"]),
        ("newsletter issue drop wor", ["world/1", "world/2", "world/3"]),
        ("newsletter issue drop lighth", ["lighthouse"]),
        ("newsletter issue drop --issue daily census", ["world/3"]),
        ("newsletter issue drop --issue daily/2020-01-01 wor", [""]),
        ("newsletter issue move lighthouse cli", ["climate", "climate/1"]),
        ("newsletter content show tre", ["treaty-of-1921"]),
        ("newsletter content show chapel", ["river-border"]),
        ("newsletter --root . content show tre", ["treaty-of-1921"]),
        ("newsletter nonsense ", [""]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_offered(desk: Terminal, typed: str, offers: list[str]) -> None:
    found = offered(desk.root, typed)
    assert sorted(found) == sorted(offers) if "" not in offers else found in ([""], [])


def test_the_newest_stories_are_offered_where_nothing_is_typed_and_never_too_many(desk: Terminal) -> None:
    found = offered(desk.root, "newsletter content show ")
    assert len(found) == 35
    lines = "\n".join(f'{{"title": "Note {number}", "published_at": "2026-03-02T06:{number:02}:00Z"}}' for number in range(60))
    (desk.root / "notes.jsonl").write_text(lines, encoding="utf-8")
    desk.ok("content import notes.jsonl")
    assert offered(desk.root, "newsletter content show ")[0] == "note-59"
    assert len(offered(desk.root, "newsletter content show note-")) == 50


def test_other_shells_show_headlines_beside_the_places(desk: Terminal) -> None:
    assert "lighthouse has no keeper" in asked(desk.root, "newsletter issue drop wor", by="zsh")
    fish = asked(desk.root, "newsletter issue drop wor", by="fish", _TYPER_COMPLETE_FISH_ACTION="get-args")
    assert fish.startswith("world/1\tThe lighthouse has no keeper")


@pytest.mark.parametrize("url", ["postgresql://ana@127.0.0.1:1/news", "sqlite:////nowhere/news.db", "mysql://ana@127.0.0.1/news"])
def test_nothing_is_offered_from_where_it_cannot_be_read(desk: Terminal, url: str) -> None:
    assert offered(desk.root, "newsletter content show ", NEWSLETTER_DATABASE_URL=url) in ([""], [])
    assert offered(desk.root, "newsletter issue show ", NEWSLETTER_DATABASE_URL=url) == ["daily"]


def test_nothing_is_offered_where_there_is_no_project_or_no_archive_in_it(desk: Terminal, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    assert offered(tmp_path / "elsewhere", "newsletter issue show ") in ([""], [])
    (desk.root / "newsletter.db").write_bytes(b"no database")
    assert offered(desk.root, "newsletter content show ") in ([""], [])


@pytest.mark.parametrize("typed", ["newsletter ", "newsletter issue drop wor", "newsletter content show tre", "newsletter campaign show "])
def test_an_answer_costs_no_library_that_it_does_not_need(desk: Terminal, typed: str) -> None:
    watched = f"import atexit, sys; atexit.register(lambda: print('+', *(n for n in {WATCHED} if sys.modules.get(n)))); {PROGRAM}"
    assert asked(desk.root, typed, watched).split("\n")[-2] == "+"


def test_the_program_tells_how_it_is_switched_on(terminal: Terminal) -> None:
    assert "--install-completion" in terminal.ok("--help").out
    script = subprocess.run(
        [sys.executable, "-c", PROGRAM.replace("['newsletter']", "['newsletter', '--show-completion', 'bash']")],
        env={**os.environ, "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "_NEWSLETTER_COMPLETE=complete_bash" in script
