"""Whatever is wrong gets one clear sentence, its place, what to do, and its exit code; and nothing is lost."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from html.parser import HTMLParser
from pathlib import Path

import pytest
from command import Terminal

from newsletter.errors import NewsletterError

DAY = ("--date", "2026-03-02")
HOSTILE = "Rates <script>alert(1)</script> {{ 7*7 }} *|UNSUB|* {% raw %} <!--[if mso]> zqphunsubscribezq"


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("isue", "error: no command 'isue'; did you mean 'issue'?"),
        ("issue compose dayly", "error: no campaign 'dayly'; did you mean 'daily'?"),
        ("issue compose daily --date 2026-02-30", "error: '2026-02-30' is no date"),
        ("issue show", "error: no issue"),
        ("issue show daily/2026-03-01", "error: no issue 'daily/2026-03-01'"),
        ("provider show mailchip", "error: no provider 'mailchip'; did you mean 'mailchimp'?"),
        ("content show rivr-border", "error: no item 'rivr-border'; did you mean 'river-border'?"),
        ("campaign show dailly", "error: no campaign 'dailly'; did you mean 'daily'?"),
        ("theme check brodsheet", "error: no theme 'brodsheet'; did you mean 'broadsheet'?"),
        ("--root /nowhere issue list", "error: no project in '/nowhere'"),
    ],
    ids=lambda value: value if " " in value and "error" not in value else "",
)
def test_a_wrong_word_is_named_and_the_right_one_guessed(newsroom: Terminal, typed: str, says: str) -> None:
    said = newsroom(typed)
    assert said.err.startswith(says), said.err
    assert "Traceback" not in said.err
    assert said.out == ""
    assert said.code == 2


@pytest.mark.parametrize(
    ("words", "says", "code"),
    [
        (("issue", "set", "world 9", "title", "x"), "World has 3 stories; there is no place 9 in it", 2),
        (("issue", "set", "world 1", "titel", "x"), "no field 'titel'; did you mean 'title'?", 2),
        (("issue", "set", "world 1", "title"), "'issue set \"world 1\"' takes 2 words after it, got 1", 2),
        (("issue", "set", "world 1", "layout", "stanard"), "no layout 'stanard'; did you mean 'standard'?", 2),
        (("issue", "set", "world 1", "url", "javascript:alert(1)"), "'javascript:alert(1)' is no web address", 2),
        (("issue", "add", "lighthouse"), "stands in daily/2026-03-02 already, at World 1", 3),
        (("issue", "add", "radio-market", "--at", "wrld 1"), "no section 'wrld'; did you mean 'world'?", 2),
        (("issue", "drop", "no such story"), "no story 'no such story'", 2),
        (("export", "daily", "--to", "html"), "daily/2026-03-02 is not approved, but draft", 3),
        (("export", "daily", "--to", "mailchip", "--draft"), "no provider 'mailchip'; did you mean 'mailchimp'?", 2),
        (("issue", "reopen"), "daily/2026-03-02 is draft; only an approved issue is reopened", 3),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_a_wrong_change_changes_nothing(newsroom: Terminal, words: tuple[str, ...], says: str, code: int) -> None:
    newsroom.ok("issue", "compose", "daily", *DAY)
    before = newsroom.ok("issue show daily --json").out
    said = newsroom(*words)
    assert says in said.err
    assert said.code == code
    assert newsroom.ok("issue show daily --json").out == before


def test_hostile_words_arrive_as_plain_words_everywhere(terminal: Terminal, tmp_path: Path) -> None:
    story = tmp_path / "story.txt"
    body = f"The bank said on Monday that {HOSTILE} would stay as it is, and nobody at the counter could say what it means."
    story.write_text(f"{HOSTILE}\nA dek with {HOSTILE} in the middle of it, for all to read.\n\n{body}\n{body}", encoding="utf-8")
    terminal.ok("content", "import", story)
    terminal.ok("issue", "compose", "daily", *DAY)
    shown = _Words(terminal.ok("issue render daily").out)
    assert HOSTILE in shown.text
    assert "script" not in shown.tags
    findings = terminal("check", "daily", "--json").json["findings"]
    assert [finding for finding in findings if finding["severity"] == "error"] == []
    exported = terminal.ok("export", "daily", "--to", "mailchimp", "--draft", "--json").json
    html = (Path(exported["directory"]) / "index.html").read_text(encoding="utf-8")
    assert html.count("*|UNSUB|*") == 1, "only the one that the theme put there"
    text = (Path(exported["directory"]) / "email.txt").read_text(encoding="utf-8")
    assert text.count("*|UNSUB|*") == 1
    assert any("*|UNSUB|*" in note for note in exported["notes"])
    assert "*|UNSUB|*" not in (Path(exported["directory"]) / "subject.txt").read_text(encoding="utf-8")


def test_an_import_takes_what_it_can_and_names_the_rest(terminal: Terminal, tmp_path: Path) -> None:
    wire = tmp_path / "wire"
    wire.mkdir()
    (wire / "nul.txt").write_bytes(b"A headline\nwith a NUL \x00 byte")
    (wire / "empty.txt").write_bytes(b"")
    (wire / "other.txt").write_bytes(
        b"---\nsectoin: world\n---\nA headline\nA dek of it.\n\nA body, long enough to be read as one, and a full stop.\n"
    )
    good = "The harbour opens again\nAfter nine weeks, the first ship has come in.\n\n"
    (wire / "good.txt").write_text(
        good + "The first ship came in on Tuesday, and half the town stood on the quay to see it tie up.\n"
        "She carried flour, cement and the harbour master's piano, which had been waiting on the other side since the storm.\n"
    )
    said = terminal("content", "import", wire, tmp_path / "missing.txt", "--json")
    assert said.code == 1
    assert said.json["added"] == ["the-harbour-opens-again"]
    problems = {Path(problem["path"]).name: (problem["line"], problem["message"]) for problem in said.json["problems"]}
    assert set(problems) == {"nul.txt", "empty.txt", "other.txt", "missing.txt"}
    assert problems["nul.txt"][0] == 2
    assert problems["other.txt"] == (2, "unknown key 'sectoin'; did you mean 'section'?")


def test_five_megabytes_in_one_line_are_read(terminal: Terminal, tmp_path: Path) -> None:
    story = tmp_path / "long.txt"
    story.write_text("The longest line in the world\nNobody has read it to the end.\n\n" + "word " * 1_000_000 + "end.\n", encoding="utf-8")
    said = terminal("content", "import", story, "--json")
    assert said.code == 0
    assert said.json["added"] == ["the-longest-line-in-the-world"]


def test_an_issue_of_sixty_stories_is_sound_and_says_how_much_too_long_it_is(terminal: Terminal, tmp_path: Path) -> None:
    wire = tmp_path / "wire.jsonl"
    wire.write_text("\n".join(json.dumps(_story(number)) for number in range(60)), encoding="utf-8")
    terminal.ok("content", "import", wire)
    campaign = terminal.root / "campaigns" / "daily.toml"
    rules = campaign.read_text(encoding="utf-8").partition("[[sections]]")[0]
    campaign.write_text(f'{rules}[[sections]]\nkey = "all"\nmax = 60\nrelated = 5\n', encoding="utf-8")
    terminal.ok("issue", "compose", "daily", *DAY)
    size = len(terminal.ok("issue render daily").out.encode())
    assert size > 110_000
    said = terminal("check daily --json")
    assert (said.json["errors"], said.code) == (0, 0)
    (found,) = [finding for finding in said.json["findings"] if finding["rule"] == "size.gmail-clip"]
    told = re.fullmatch(r"The HTML is ([\d,]+) bytes, ([\d,]+) more than the 102,400 at which Gmail cuts a mail off\.", found["message"])
    assert told
    assert int(told[1].replace(",", "")) - int(told[2].replace(",", "")) == 102_400
    terminal.ok("issue approve daily")


def _story(number: int) -> dict[str, object]:
    return {
        "title": f"The {number}th harbour opens again, and nobody can say for how long it will",
        "dek": f"After {number} weeks the first ship came in on Tuesday. " + "Half the town stood on the quay to see it tie up. " * 3,
        "published_at": "2026-03-02T04:00:00+01:00",
        "url": f"https://harbour.example/2026/03/02/{number}",
        "byline": "Ada Wren",
        "related": [
            {"title": f"Why harbour {number}.{link} never closed", "url": f"https://harbour.example/{number}/{link}"} for link in range(5)
        ],
    }


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("campaigns/daily.toml", "[window]", "[windows]", "unknown key 'windows'; did you mean 'window'?"),
        ("campaigns/daily.toml", 'theme = "broadsheet"', 'theme = "brodsheet"', "no theme 'brodsheet'; did you mean 'broadsheet'?"),
        ("campaigns/daily.toml", '"{{ lead.title }}"', '"{{ lead.titel }}"', "campaigns/daily.toml:7: 'subject'"),
        ("templates/broadsheet/parts.mjml", "{{ slot.title }}", "{{ slot.titel }}", "templates/broadsheet/parts.mjml:"),
        ("templates/broadsheet/footer.mjml", "<mj-text ", "<mj-txt ", "unknown MJML element <mj-txt>; did you mean 'mj-text'?"),
        ("templates/broadsheet/theme.toml", "#9b1c1c", "brick", "templates/broadsheet/theme.toml:17: "),
        ("templates/broadsheet/masthead.mjml", "{% if intro %}", "{% if intro %", "templates/broadsheet/masthead.mjml:"),
    ],
    ids=["campaign key", "campaign theme", "subject pattern", "print time", "MJML element", "colour", "Jinja syntax"],
)
def test_a_mistake_in_a_file_names_its_place(newsroom: Terminal, file: str, old: str, new: str, says: str) -> None:
    newsroom.ok("issue", "compose", "daily", *DAY)
    path = newsroom.root / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    said = newsroom("issue render daily -o email.html")
    assert says in said.err, said.err
    assert said.code in (1, 2)
    assert not (newsroom.root / "email.html").exists()


def test_the_database_of_another_version_says_what_to_do(newsroom: Terminal) -> None:
    import sqlite3

    with sqlite3.connect(newsroom.root / "newsletter.db") as database:
        database.execute("update alembic_version set version_num = '9999'")
    database.close()
    said = newsroom("issue list")
    assert said.code == 3
    assert "newer" in said.err


def test_a_folder_that_cannot_be_written_is_named(newsroom: Terminal) -> None:
    newsroom.ok("issue", "compose", "daily", *DAY)
    newsroom.ok("issue approve daily")
    (newsroom.root / "exports").write_text("a file where the folder should be")
    said = newsroom("export daily --to html")
    assert said.code == 3
    assert "exports" in said.err
    assert newsroom.ok("issue show daily --json").json["status"] == "approved"
    (newsroom.root / "exports").unlink()
    newsroom.ok("export daily --to html")


def test_a_disk_that_fills_up_leaves_nothing_half_written(newsroom: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    newsroom.ok("issue", "compose", "daily", *DAY)
    newsroom.ok("issue approve daily")
    fsync = os.fsync

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    said = newsroom("export daily --to html")
    monkeypatch.setattr(os, "fsync", fsync)
    assert said.code == 3
    assert "no space left on device" in said.err
    assert [path.name for path in (newsroom.root / "exports").rglob("*") if path.is_file()] == []
    assert newsroom.ok("content show river-border --json").json["ran"] == []
    newsroom.ok("export daily --to html")
    assert len(newsroom.ok("content show river-border --json").json["ran"]) == 1


@pytest.mark.parametrize("moment", ["before the rename", "after the rename"])
def test_an_export_that_was_killed_is_settled_by_the_next_command(newsroom: Terminal, moment: str) -> None:
    newsroom.ok("issue", "compose", "daily", *DAY)
    newsroom.ok("issue approve daily")
    victim = "newsletter.export.bundle.Staged.publish" if moment == "before the rename" else "newsletter.archive.Archive.finish_export"
    module, name, attribute = victim.rsplit(".", 2)
    code = (
        f"import os, signal, sys, {module} as room\n"
        f"setattr(room.{name}, '{attribute}', lambda *a, **k: os.kill(os.getpid(), signal.SIGKILL))\n"
        "sys.argv = ['newsletter', 'export', 'daily', '--to', 'html']\n"
        "from newsletter.cli import main\nmain()\n"
    )
    killed = subprocess.run([sys.executable, "-c", code], cwd=newsroom.root, env=os.environ, capture_output=True, check=False)
    assert killed.returncode == -signal.SIGKILL
    directory = newsroom.root / "exports" / "daily-2026-03-02"
    again = newsroom.ok("export daily --to mailchimp --json").json
    assert again["provider"] == "mailchimp"
    assert sorted(path.name for path in directory.iterdir()) == (["mailchimp"] if moment == "before the rename" else ["html", "mailchimp"])
    assert len(newsroom.ok("content show river-border --json").json["ran"]) == 1


def test_an_import_that_was_killed_leaves_the_archive_whole(terminal: Terminal, tmp_path: Path) -> None:
    wire = tmp_path / "wire"
    wire.mkdir()
    for number in range(300):
        (wire / f"{number}.txt").write_text(
            f"The {number}th harbour opens again\nAfter {number} weeks, the first ship has come in.\n\n"
            f"The ship number {number} came in on Tuesday, and half the town stood on the quay to see it tie up.\n"
            "She carried flour, cement and the harbour master's piano, which had been waiting on the other side since the storm.\n"
        )
    process = subprocess.Popen([sys.executable, "-m", "newsletter", "content", "import", wire], cwd=terminal.root, env=os.environ)
    time.sleep(1.5)
    process.kill()
    process.wait()
    stored = len(terminal.ok("content dump").out.splitlines())
    assert stored in (0, 300)
    assert len(terminal.ok("content", "import", wire, "--json").json["added"]) == 300 - stored


def test_an_unforeseen_error_is_one_sentence_and_debug_shows_it(newsroom: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    def burst(*_: object, **__: object) -> None:
        raise RuntimeError("the sky fell")

    monkeypatch.setattr("newsletter.desk.Desk.issues", burst)
    said = newsroom("issue list")
    assert said.code == 3
    assert "the sky fell" in said.err
    assert "Traceback" not in said.err
    monkeypatch.setattr("newsletter.desk.Desk.issues", lambda *_, **__: (_ for _ in ()).throw(NewsletterError("we fell")))
    assert "Traceback" in newsroom("--debug issue list").err


class _Words(HTMLParser):
    """The words and elements of a page, as a browser reads them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text = ""
        self.tags: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 - the parser names it
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.text += data
