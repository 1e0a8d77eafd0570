"""`newsletter issue log`, `undo`, `redo` and `diff`: what was done to an issue, and back through it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from newsletter.cli import session
from newsletter.cli.shapes import print_json
from newsletter.cli.words import IssueName, Json, group, sentence, strong, table
from newsletter.errors import Refused, UsageError

if TYPE_CHECKING:
    from newsletter.desk import Desk
    from newsletter.desk.chain import LogEntry, Step

app = group()

Yes = Annotated[bool, typer.Option("--yes", "-y", help="Also when it is another's, unasked.")]


@app.command(epilog="Example: newsletter issue log daily")
def log(issue: IssueName = None, json: Json = False) -> None:
    """What was done to an issue: when, by whom and what, the last change at the end."""
    with session.open_desk() as desk:
        found, entries = desk.log(issue)
        rows = [_row(desk, found.campaign, entry) for entry in entries]
    if json:
        print_json([_entry_json(entry) for entry in entries])
    else:
        table(("version", "when", "who", "what"), rows)


@app.command(epilog="Example: newsletter issue undo daily")
def undo(issue: IssueName = None, yes: Yes = False) -> None:
    """Take back the last change of an issue, whoever made it. Once more takes back the one before it; an approval stops it."""
    with session.open_desk() as desk:
        step = desk.find_undo(issue)
        _ask(desk, step, yes, "Undo it")
        typer.echo(sentence(desk.take(step).what))


@app.command(epilog="Example: newsletter issue redo daily")
def redo(issue: IssueName = None, yes: Yes = False) -> None:
    """Make again what was undone last. A new change ends that."""
    with session.open_desk() as desk:
        step = desk.find_redo(issue)
        _ask(desk, step, yes, "Make it again")
        typer.echo(sentence(desk.take(step).what))


@app.command(epilog="Example: newsletter issue diff 06:10    or: newsletter issue diff daily 3 5")
def diff(
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[ISSUE] [A] [B]", help="Versions, or times such as 06:10 or '2026-03-02 06:10'.", show_default=False),
    ] = None,
    json: Json = False,
) -> None:
    """How two versions differ, in words: the last change; with A all since then; with A and B all between them."""
    from newsletter.desk.chain import is_version

    named = list(words or [])
    issue = named.pop(0) if named and not is_version(named[0]) else None
    if len(named) > 2:
        raise UsageError(f"'issue diff' compares two versions, got {len(named)}", "newsletter issue diff [ISSUE] A B")
    with session.open_desk() as desk:
        before, after, said = desk.diff(issue, *named)
    if json:
        print_json(said)
        return
    typer.echo(strong(f"{after.id} · version {before.version} to version {after.version}"))
    for clause in said or ["nothing differs"]:
        typer.echo(sentence(clause))


def _ask(desk: Desk, step: Step, yes: bool, question: str) -> None:
    """Another's change is not taken back unasked. Raises Refused when the answer is no, or nobody is there to give one."""
    if step.last.who == desk.who or yes:
        return
    whose = desk.name_change(step)
    by = f", which {step.last.who} undid" if step.again else ""
    if not sys.stdin.isatty():
        verb = "made again" if step.again else "undone"
        raise Refused(f"{whose}{by} is not {verb} unasked", "--yes does it")
    if not typer.confirm(f"{sentence(whose + by)[:-1]}. {question}?", err=True):
        raise Refused("nothing is changed")


def _row(desk: Desk, campaign: str, entry: LogEntry) -> tuple[str, str, str, str]:
    change = entry.change
    at = change.at.astimezone(desk.clock(campaign))
    return str(change.version), f"{at:%Y-%m-%d %H:%M}", change.who, change.what + ("" if entry.stands else "  (undone)")


def _entry_json(entry: LogEntry) -> dict[str, object]:
    change = entry.change
    return {
        "version": change.version,
        "at": change.at.isoformat(),
        "who": change.who,
        "what": change.what,
        "kind": entry.kind,
        "stands": entry.stands,
        "restores": change.restores,
    }
