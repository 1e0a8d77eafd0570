"""`newsletter issue edit` with real editors on a real pseudo-terminal: what is saved, what is kept, and what two editors see."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from command import Said, Terminal

pytestmark = pytest.mark.sqlite

DAY = "2026-03-02"
HELD = ".runsheets/ana/daily-2026-03-02.runsheet"


@pytest.fixture
def keys(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """A keyboard: standard input is a pseudo-terminal, into which these keys are typed."""
    master, slave = os.openpty()
    with os.fdopen(slave, "r", encoding="utf-8") as stdin:
        monkeypatch.setattr("sys.stdin", stdin)

        def typing(typed: str) -> None:
            os.write(master, typed.encode())

        yield typing
    os.close(master)


@pytest.fixture
def desk(newsroom: Terminal, keys: Callable[[str], None]) -> Terminal:  # noqa: ARG001 - the keyboard is there
    """The sample issue, composed, at a terminal."""
    newsroom.ok("issue", "compose", "daily", "--date", DAY)
    return newsroom


@pytest.fixture
def editor(desk: Terminal, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """An editor that does to the file what these lines of Python say: `text` is what stands there, each call of it one after the other.

    What it was given each time lies in a file beside it: seen-1, seen-2, …
    """

    def make(*edits: str, options: str = "") -> Path:
        folder = desk.root.parent / "editor"
        folder.mkdir(exist_ok=True)
        for number, edit in enumerate(edits, 1):
            (folder / f"edit-{number}").write_text(edit, encoding="utf-8")
        script = folder / "my editor.py"
        script.write_text(
            "import os, pathlib, subprocess, sys\n"
            f"folder = pathlib.Path({str(folder)!r})\n"
            "path = pathlib.Path(sys.argv[-1])\n"
            "text = path.read_text(encoding='utf-8')\n"
            "number = len(list(folder.glob('seen-*'))) + 1\n"
            "(folder / f'seen-{number}').write_text(text, encoding='utf-8')\n"
            "(folder / f'args-{number}').write_text(' '.join(sys.argv[1:-1]))\n"
            "exec((folder / f'edit-{number}').read_text(encoding='utf-8'))\n"
            "path.write_text(text, encoding='utf-8')\n"
        )
        monkeypatch.setenv("VISUAL", f"{sys.executable} '{script}' {options}")
        return folder

    return make


def issue(desk: Terminal) -> Any:
    return desk.ok("issue show daily --json").json


def slot(desk: Terminal, item: str) -> Any:
    return next(one for section in issue(desk)["sections"] for one in section["slots"] if one["item"] == item)


def replacing(old: str, new: str) -> str:
    """An edit that changes some words which are there."""
    return f"assert {old!r} in text\ntext = text.replace({old!r}, {new!r}, 1)"


DEK = replacing("dek: When the Mur broke", "dek: Mine. When the Mur broke")


# --- saved -------------------------------------------------------------------------------------------------------------


def test_what_is_changed_in_the_editor_is_a_version_with_its_sentence(desk: Terminal, editor: Callable[..., Path]) -> None:
    editor(
        replacing("border                  A river moves 340 metres", "border  A river moves")
        + "\n"
        + replacing("    kicker: Letter from Cape Tarn\n", "")
    )
    said = desk.ok("issue edit daily")
    assert said.out.count("\n") == 1
    assert said.out.startswith("Headline of Top 1 is now “A river moves, and a chapel finds itself abroad”; kicker of World 1 is left out")
    assert issue(desk)["version"] == 2
    assert slot(desk, "river-border")["title"].startswith("A river moves, and")
    assert (slot(desk, "lighthouse")["kicker"], slot(desk, "lighthouse")["own"]) == ("", ["kicker"])
    assert not (desk.root / ".runsheets").exists()


def test_a_sheet_that_is_left_as_it_is_or_emptied_changes_nothing(desk: Terminal, editor: Callable[..., Path]) -> None:
    editor("", "text = ''", "text = '# all a remark'")
    for _ in range(3):
        assert desk.ok("issue edit daily").out == "Nothing changed.\n"
    assert issue(desk)["version"] == 1
    assert not (desk.root / ".runsheets").exists()


def test_what_changes_in_the_campaigns_file_while_the_sheet_is_open_is_none_of_its_changes(
    desk: Terminal, editor: Callable[..., Path]
) -> None:
    file = desk.root / "campaigns" / "daily.toml"
    other = file.read_text(encoding="utf-8").replace('subject = "{{ lead.title }}"', 'subject = "Today: {{ lead.title }}"')
    other = other.replace('intro = "', 'intro = "Other words. ').replace('layout = "standard"', 'layout = "brief"')
    before = issue(desk)
    editor(f"pathlib.Path({str(file)!r}).write_text({other!r}, encoding='utf-8')")
    assert desk.ok("issue edit daily").out == "Nothing changed.\n"
    assert issue(desk)["subject"] == f"Today: {before['subject']}"


def test_a_story_of_the_bench_comes_in_with_its_related_links_and_its_sections_layout(desk: Terminal, editor: Callable[..., Path]) -> None:
    editor(
        "line = next(one for one in text.split('\\n') if one.startswith('- radio-market'))\n"
        "text = text.replace(line + '\\n', '').replace('== climate\\n', '== climate\\n' + line + '\\n')"
    )
    desk.ok("issue edit")
    radio = slot(desk, "radio-market")
    assert (radio["position"], radio["own"], radio["why"]) == (1, [], "added by ana")
    plan = slot(desk, "glacier-bell")
    assert radio["layout"] == plan["layout"]
    assert "radio-market" not in [
        link["item"] for section in issue(desk)["sections"] for one in section["slots"] for link in one["related"]
    ]


def test_every_line_is_shown_on_request(desk: Terminal, editor: Callable[..., Path]) -> None:
    folder = editor(replacing("    alt: ", "    alt: Seen from above: "))
    desk.ok("issue edit daily --all")
    assert "    link: https://" in (folder / "seen-1").read_text(encoding="utf-8")
    assert sum("Seen from above: " in str(one["image"]) for section in issue(desk)["sections"] for one in section["slots"]) == 1


# --- mistakes ----------------------------------------------------------------------------------------------------------


def test_a_mistake_brings_the_editor_back_to_the_very_same_text_and_once_mended_it_is_saved(
    desk: Terminal, editor: Callable[..., Path]
) -> None:
    folder = editor(
        "\n".join([DEK, replacing("    + the-map", "    layout: laed\n    + the-map"), replacing("== culture", "== culure")]),
        replacing("layout: laed", "layout: standard") + "\n" + replacing("\n== culure", "\n== culture"),
    )
    said = desk.ok("issue edit daily")
    second = (folder / "seen-2").read_text(encoding="utf-8")
    summary = "#! 2 mistakes, and nothing is saved yet: mend them and save, or empty the file to leave all as it was\n# daily/"
    assert second.startswith(summary)
    assert "#! no section 'culure'; did you mean 'culture'?\n== culure\n" in second
    assert "#! 'laed' is no layout; did you mean 'lead'?\n    layout: laed\n" in second
    assert "dek: Mine. When the Mur broke" in second
    assert "'laed' is no layout; did you mean 'lead'?" in said.err
    river = slot(desk, "river-border")
    assert (river["layout"], river["dek"].startswith("Mine. When")) == ("standard", True)


def test_mistakes_that_are_left_end_it_and_the_text_is_kept_and_offered(
    desk: Terminal, editor: Callable[..., Path], keys: Callable[[str], None]
) -> None:
    folder = editor(
        DEK + "\n" + replacing("    + the-map-makers", "    layout: laed\n    + the-map-makers"),
        "",
        replacing("layout: laed", "layout: standard"),
    )
    said = desk("issue edit daily")
    assert said.code == 3
    assert (
        "error: the run sheet of daily/2026-03-02 is not applied: 1 mistake left as they were, the first “'laed' is no layout" in said.err
    )
    assert f"your text is kept in {HELD}, and 'newsletter issue edit' goes on with it" in said.err
    keys("y\n")
    again = desk.ok("issue edit daily")
    assert "A run sheet of daily/2026-03-02 was left unfinished at" in again.err
    assert "Mine. When the Mur" in (folder / "seen-3").read_text(encoding="utf-8")
    assert slot(desk, "river-border")["dek"].startswith("Mine. When")


def test_what_was_left_can_be_put_aside_and_is_not_lost(desk: Terminal, editor: Callable[..., Path], keys: Callable[[str], None]) -> None:
    folder = editor(DEK + "\npath.write_text(text, encoding='utf-8')\nsys.exit(1)", "")
    said = desk("issue edit daily")
    assert (said.code, f"your text is kept in {HELD}" in said.err, "ended with exit code 1" in said.err) == (3, True, True)
    keys("perhaps\nNO\n")
    again = desk.ok("issue edit daily")
    assert again.out == "Nothing changed.\n"
    assert again.err.count("Go on with it? [Y/n] ") == 2
    assert "'perhaps' is neither y nor n." in again.err
    assert "Mine." not in (folder / "seen-2").read_text(encoding="utf-8")
    assert "Mine. When the Mur" in (desk.root / HELD).with_suffix(".1.runsheet").read_text(encoding="utf-8")


# --- editors -----------------------------------------------------------------------------------------------------------


def test_the_editor_is_visual_then_editor_with_its_arguments_and_a_window_is_waited_for(
    desk: Terminal, editor: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = editor("", "", "", options="-n --goto 'line 1'")
    monkeypatch.setenv("EDITOR", "false")
    desk.ok("issue edit daily")
    assert (folder / "args-1").read_text() == "-n --goto line 1"
    code = folder / "code"
    code.write_text(f"#!/bin/sh\nexec {sys.executable} '{folder / 'my editor.py'}' \"$@\"\n")
    code.chmod(0o755)
    monkeypatch.setenv("VISUAL", f"'{code}' -n")
    desk.ok("issue edit daily")
    assert (folder / "args-2").read_text() == "-n --wait"
    monkeypatch.setenv("VISUAL", f"'{code}' -w")
    desk.ok("issue edit daily")
    assert (folder / "args-3").read_text() == "-w"


@pytest.mark.parametrize(
    ("visual", "said", "code"),
    [
        ("no-such-editor", "the editor 'no-such-editor' cannot be started: No such file or directory", 3),
        ("false", "the editor 'false' ended with exit code 1, so nothing is applied", 3),
        ("vi 'x", "VISUAL is vi 'x, in which a quotation mark is not closed", 2),
    ],
    ids=["unknown", "failing", "unclosed"],
)
def test_an_editor_that_fails_is_named_and_an_unchanged_sheet_is_not_kept(
    desk: Terminal, monkeypatch: pytest.MonkeyPatch, visual: str, said: str, code: int
) -> None:
    monkeypatch.setenv("VISUAL", visual)
    failed = desk("issue edit daily")
    assert (failed.code, failed.err.split("\n")[0]) == (code, f"error: {said}")
    assert not (desk.root / ".runsheets").exists()


def test_without_a_terminal_it_says_what_to_do_instead(newsroom: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    newsroom.ok("issue", "compose", "daily", "--date", DAY)
    with Path(os.devnull).open(encoding="utf-8") as nothing:
        monkeypatch.setattr("sys.stdin", nothing)
        said = newsroom("issue edit daily")
    assert (said.code, said.err) == (
        3,
        "error: 'issue edit' opens an editor, and this is no terminal\n  --print writes the run sheet, --from FILE applies one\n",
    )


def test_a_file_that_is_not_utf_8_is_kept(desk: Terminal, editor: Callable[..., Path]) -> None:
    editor("path.write_bytes(text.encode('utf-16'))\nsys.exit(0)")
    said = desk("issue edit daily")
    assert (said.code, "this is not UTF-8" in said.err, (desk.root / HELD).exists()) == (3, True, True)


def test_only_a_draft_is_edited(desk: Terminal) -> None:
    desk.ok("issue cancel daily")
    said = desk("issue", "edit", f"daily/{DAY}")
    assert (said.code, "is cancelled and cannot be changed" in said.err) == (3, True)


def started(desk: Terminal, editor: str) -> subprocess.Popen[bytes]:
    """The program in a process of its own, at a terminal of its own, until its editor has the file open."""
    master, slave = os.openpty()
    environment = {**os.environ, "VISUAL": editor, "PYTHONWARNINGS": "ignore"}
    process = subprocess.Popen([sys.executable, "-m", "newsletter", "issue", "edit", "daily"], stdin=slave, env=environment, cwd=desk.root)
    os.close(slave)
    process.master = master  # type: ignore[attr-defined]
    until = time.monotonic() + 60
    while not (desk.root / "opened").exists():
        assert time.monotonic() < until
        time.sleep(0.05)
    return process


def test_after_a_kill_the_words_are_there_and_no_second_editor_opens_beside_one_that_lives_on(
    desk: Terminal, editor: Callable[..., Path], keys: Callable[[str], None]
) -> None:
    script = desk.root / "slow.sh"
    script.write_text(
        "#!/bin/sh\nsed -i 's/dek: When the Mur/dek: Mine. When the Mur/' \"$1\"\necho $$ > opened.new && mv opened.new opened\n"
        "while [ -e opened ]; do sleep 0.05; done\n"
    )
    script.chmod(0o755)
    process = started(desk, str(script))
    process.send_signal(signal.SIGKILL)
    process.wait()
    os.close(process.master)  # type: ignore[attr-defined]
    editor("")
    said = desk("issue edit daily")
    assert (said.code, "is open in an editor of yours already" in said.err) == (3, True)
    pid = int((desk.root / "opened").read_text())
    (desk.root / "opened").unlink()
    while Path(f"/proc/{pid}").exists():
        time.sleep(0.05)
    keys("\n")
    assert "Dek of Top 1" in desk.ok("issue edit daily").out
    assert slot(desk, "river-border")["dek"].startswith("Mine. When the Mur")


# --- from a file -------------------------------------------------------------------------------------------------------


def sheet(desk: Terminal, *options: str) -> str:
    return str(desk.ok("issue", "edit", "daily", "--print", *options).out)


def applied(desk: Terminal, text: str) -> Said:
    path = desk.root / "today.runsheet"
    path.write_text(text, encoding="utf-8")
    return desk("issue", "edit", "--from", "today.runsheet")


def test_a_sheet_is_printed_and_applied_without_an_editor(desk: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    text = sheet(desk)
    assert text.startswith("# daily/2026-03-02 · draft · version 1\n")
    assert applied(desk, text).out == "Nothing changed.\n"
    assert applied(desk, text.replace("dek: When the Mur", "dek: Mine.")).code == 0
    (desk.root / "in").write_text(sheet(desk).replace("outro:", "outro: Good night."), encoding="utf-8")
    with (desk.root / "in").open(encoding="utf-8") as stdin:
        monkeypatch.setattr("sys.stdin", stdin)
        desk.ok("issue edit daily --from -")
    assert (issue(desk)["outro"], issue(desk)["version"]) == ("Good night.", 3)


def test_mistakes_in_a_file_are_told_by_its_path_and_lines(desk: Terminal) -> None:
    text = sheet(desk).replace("* lighthouse ", "* lighthose ").replace("dek: When", "dkk: When")
    said = applied(desk, text)
    line = next(number for number, one in enumerate(text.split("\n"), 1) if one.startswith("* lighthose"))
    assert said.code == 1
    assert f"today.runsheet:{line}: no story 'lighthose'; did you mean 'lighthouse'?" in said.err
    assert "'dkk' is no line of a story; did you mean 'dek'?" in said.err
    assert issue(desk)["version"] == 1


def test_a_sheet_of_another_issue_or_of_none_is_refused(desk: Terminal) -> None:
    text = sheet(desk)
    assert "the line that names the issue and its version is gone" in applied(desk, text.split("\n", 1)[1]).err
    assert applied(desk, text.replace("version 1", "version 9")).code == 2
    desk.ok("issue", "compose", "daily", "--date", "2026-03-03")
    said = desk("issue", "edit", "daily/2026-03-03", "--from", "today.runsheet")
    assert (said.code, said.err) == (3, "error: this is the run sheet of daily/2026-03-02, not of daily/2026-03-03\n") or said.code == 2


# --- two editors -------------------------------------------------------------------------------------------------------


def test_in_the_editor_both_versions_stand_until_one_is_kept(desk: Terminal, editor: Callable[..., Path]) -> None:
    environment = "{**os.environ, 'NEWSLETTER_EDITOR': 'bea', 'PYTHONWARNINGS': 'ignore'}"
    command = "[sys.executable, '-m', 'newsletter', 'issue', 'set', 'top', 'dek', 'Hers.']"
    meanwhile = f"subprocess.run({command}, env={environment}, cwd={str(desk.root)!r}, check=True)"
    keep = (
        "before, _, rest = text.partition('<<<<<<< yours, not saved yet\\n')\n"
        "mine, _, rest = rest.partition('=======')\n"
        "text = before + mine + rest.partition('>>>>>>>')[2].partition('\\n')[2]"
    )
    folder = editor(f"{meanwhile}\n{DEK}", keep)
    said = desk("issue edit daily")
    assert "<<<<<<< yours" in (folder / "seen-2").read_text(encoding="utf-8")
    assert said.code == 0, said.err
    assert "both versions stand in the sheet" in said.err
    river = slot(desk, "river-border")
    assert (river["dek"].startswith("Mine. When"), issue(desk)["version"]) == (True, 3)
