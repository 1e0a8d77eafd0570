"""`newsletter issue edit`: an issue as text in the editor, until what it says can be applied, or the editor leaves it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newsletter.cli import session
from newsletter.cli.words import IssueName, counted, group, sentence, wrapped
from newsletter.errors import FileProblems, NewsletterError, Problem, Refused, UsageError, shown_path

if TYPE_CHECKING:
    from newsletter.desk import Desk
    from newsletter.desk.sheet_files import SheetFile
    from newsletter.desk.sheets import Applied

app = group()


@app.command(epilog="Example: newsletter issue edit daily    or: … daily --print > today.runsheet    or: … --from today.runsheet")
def edit(
    issue: IssueName = None,
    whole: Annotated[bool, typer.Option("--all", help="Every line of every story: byline, link, image, alt text, credit, quote.")] = False,
    print_: Annotated[bool, typer.Option("--print", help="Write the run sheet to standard output instead.")] = False,
    from_: Annotated[
        str | None,
        typer.Option("--from", metavar="FILE|-", help="Apply a run sheet from a file, or from standard input.", show_default=False),
    ] = None,
) -> None:
    """The run sheet in $EDITOR: a line a story. Move lines, change words, save and close; mistakes bring you back to your text."""
    if print_ and from_ is not None:
        raise UsageError("--print and --from contradict each other", "--print writes a sheet, --from applies one")
    with session.open_desk() as desk:
        if print_:
            typer.echo(desk.sheet(issue, whole=whole)[1], nl=False)
        elif from_ is not None:
            typer.echo(wrapped(sentence(_apply_file(desk, issue, from_))))
        else:
            typer.echo(wrapped(sentence(_edit(desk, issue, whole))))


def _apply_file(desk: Desk, issue: str | None, named: str) -> str:
    """A sheet applied as it is: with any mistake or clash nothing is saved."""
    path, text = ("standard input", _read_input()) if named == "-" else (named, _read_file(Path(named)))
    applied = desk.apply_sheet(text, issue)
    if applied.mistakes:
        problems = [Problem(path, mistake.line, mistake.message) for mistake in applied.mistakes]
        raise FileProblems(problems, f"nothing is saved; {applied.issue.id} is as it was")
    if applied.text:
        typer.echo(applied.text, nl=False)
        raise Refused(
            f"{applied.issue.id} was changed meanwhile where this sheet changes it too, and nothing is saved",
            "the sheet above has both versions: keep one of each, and apply it",
        )
    return applied.what


def _edit(desk: Desk, name: str | None, whole: bool) -> str:
    """The sheet in the editor, again and again until it is applied; what was changed in words."""
    from newsletter.desk.sheet_files import hold_sheet
    from newsletter.edit import require_draft

    if not sys.stdin.isatty():
        raise Refused("'issue edit' opens an editor, and this is no terminal", "--print writes the run sheet, --from FILE applies one")
    issue = desk.find_issue(name, to_change=True)
    require_draft(issue)
    campaign = desk.campaign(issue.campaign)  # what changes in its file meanwhile is none of the sheet's changes
    text = desk.sheet(issue.id, whole=whole, campaign=campaign)[1]
    with hold_sheet(desk.project.run_sheets, desk.who, issue.id) as file:
        is_left = _goes_on(desk, file, issue.id)
        if not is_left:
            file.write(text)
        with _kept_in(file, "" if is_left else text):
            while True:
                shown = file.read()
                from newsletter.cli.editor import run_editor

                run_editor(file.path, os.environ, file.lock)
                applied = desk.apply_sheet(file.read(), issue.id, campaign)
                if not applied.mistakes and not applied.text:
                    file.remove()
                    return applied.what
                file.write(_to_go_on_with(applied, file.read(), shown))


def _goes_on(desk: Desk, file: SheetFile, issue: str) -> bool:
    """Whether to go on with a sheet that an earlier run left; else it is put aside, and nothing of it lost."""
    at = file.left_at()
    if at is None:
        return False
    _say(f"A run sheet of {issue} was left unfinished at {desk.when(at, issue.partition('/')[0])}.")
    if _says_yes("Go on with it?"):
        return True
    _say(f"It lies in {shown_path(file.put_aside())} from now on.")
    return False


def _says_yes(question: str) -> bool:
    """Asks until it is answered; no answer at all is yes."""
    while True:
        typer.echo(f"{question} [Y/n] ", nl=False, err=True)
        answer = sys.stdin.readline().strip().casefold()
        if answer in ("", "y", "yes", "n", "no"):
            return not answer.startswith("n")
        _say(f"'{answer}' is neither y nor n.")


def _say(words: str, first: str = "") -> None:
    """Tells the editor at the terminal, with lines broken between words."""
    typer.echo(wrapped(words, first), err=True)


@contextmanager
def _kept_in(file: SheetFile, text: str) -> Iterator[None]:
    """Whatever goes wrong, the words stay: the error says where. A sheet that nobody has changed is not kept."""
    try:
        yield
    except NewsletterError as error:
        if file.left_at() is not None and file.path.read_bytes() == text.encode():
            file.remove()
        else:
            kept = f"your text is kept in {shown_path(file.path)}, and 'newsletter issue edit' goes on with it"
            error.hint = f"{error.hint}\n  {kept}" if error.hint else kept
        raise


def _to_go_on_with(applied: Applied, typed: str, shown: str) -> str:
    """The text that the editor is brought back to. Raises Refused when they have left the mistakes in it as they were."""
    from newsletter.edit.runsheet import with_notes, without_notes

    if applied.text:
        _say(f"{applied.issue.id} was changed meanwhile; both versions stand in the sheet.")
        return applied.text
    count = counted(len(applied.mistakes), "mistake")
    if shown != without_notes(shown) and without_notes(typed) == without_notes(shown):
        first = applied.mistakes[0]
        raise Refused(f"the run sheet of {applied.issue.id} is not applied: {count} left as they were, the first “{first.message}”")
    for mistake in applied.mistakes:
        _say(mistake.message, f"line {mistake.line}: ")
    summary = f"{count}, and nothing is saved yet: mend them and save, or empty the file to leave all as it was"
    return with_notes(typed, applied.mistakes, summary)


def _read_file(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NewsletterError(f"{shown_path(path)} is not UTF-8") from None
    except OSError as error:
        raise NewsletterError(f"{shown_path(path)} cannot be read: {error.strerror}") from None


def _read_input() -> str:
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NewsletterError("standard input is not UTF-8") from None
