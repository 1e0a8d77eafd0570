"""`newsletter issue …`"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newsletter.cli import issue_links, session
from newsletter.cli.issue_links import InIssue, Place, link_mark
from newsletter.cli.shapes import issue_json, print_json
from newsletter.cli.words import IssueName, Json, counted, dim, group, strong, table
from newsletter.errors import UsageError

if TYPE_CHECKING:
    from newsletter.desk import Desk
    from newsletter.models import Issue

app = group("One dated issue: compose it, change it, approve it.")
app.add_typer(issue_links.app)


@app.command(epilog="Example: newsletter issue compose daily --date 2026-03-02")
def compose(
    campaign: Annotated[str, typer.Argument(help="A file in campaigns/, without its ending.")],
    date: Annotated[str | None, typer.Option(metavar="DATE", help="The day it goes out; today unless stated.")] = None,
    again: Annotated[bool, typer.Option("--again", help="A second issue of the same day.")] = False,
    json: Json = False,
) -> None:
    """Put a draft together by the campaign's rules. Each story says why it is in it, each on the bench why it is not."""
    with session.open_desk() as desk:
        day = session.read_date(date, desk.campaign(campaign).timezone)
        issue = desk.compose(campaign, day, again=again)
        _print(desk, issue, json)
    if not json:
        typer.echo(dim(f"\nnewsletter preview {issue.id} shows it; newsletter issue approve seals it."))


@app.command(epilog="Example: newsletter issue show daily")
def show(issue: IssueName = None, json: Json = False) -> None:
    """An issue, story by story, and its bench."""
    with session.open_desk() as desk:
        _print(desk, desk.find_issue(issue), json)


@app.command("list", epilog="Example: newsletter issue list --campaign daily")
def list_(
    campaign: Annotated[str | None, typer.Option(help="Only this campaign.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="How many at most.")] = 30,
    json: Json = False,
) -> None:
    """The newest issues first."""
    with session.open_desk() as desk:
        found = desk.issues(campaign, limit)
    if json:
        print_json(
            [
                {
                    "id": one.id,
                    "campaign": one.campaign,
                    "date": str(one.date),
                    "number": one.number,
                    "status": str(one.status),
                    "version": one.version,
                    "stories": one.stories,
                }
                for one in found
            ]
        )
    elif not found:
        typer.echo("No issues yet. 'newsletter issue compose CAMPAIGN' makes one.")
    else:
        rows = [
            (
                one.id,
                str(one.status),
                f"No. {one.number}" if one.number else "–",
                counted(one.stories, "story"),
                f"version {one.version} by {one.who}",
            )
            for one in found
        ]
        table(("issue", "status", "number", "stories", "last change"), rows)


@app.command(epilog='Example: newsletter issue add lighthouse --at "world 2"')
def add(
    item: Annotated[str, typer.Argument(help="An item's id, or some words of its headline.")],
    at: Annotated[str | None, typer.Option("--at", metavar="PLACE", help='Where, such as "world 2" or "world"; else at the end.')] = None,
    issue: InIssue = None,
) -> None:
    """Put a story in by hand."""
    with session.open_desk() as desk:
        typer.echo(_sentence(desk.add(issue, item, at).what))


@app.command(epilog='Example: newsletter issue drop "world 2"')
def drop(story: Place, issue: InIssue = None) -> None:
    """Take a story out."""
    with session.open_desk() as desk:
        typer.echo(_sentence(desk.drop(issue, story).what))


@app.command(epilog='Example: newsletter issue move lighthouse "world 1"')
def move(
    story: Place,
    place: Annotated[str, typer.Argument(metavar="PLACE", help='Where to, such as "world 1" or "culture".')],
    issue: InIssue = None,
) -> None:
    """Move a story; its own words go with it."""
    with session.open_desk() as desk:
        typer.echo(_sentence(desk.move(issue, story, place).what))


@app.command(
    "set",
    epilog='Example: newsletter issue set "world 2" title "The keeper goes ashore"    or: newsletter issue set subject "Good morning"',
)
def set_(
    what: Annotated[
        str, typer.Argument(metavar="STORY|LINE", help="A story (place, id or words), or one of subject, preheader, intro, outro.")
    ],
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="[FIELD] WORDS",
            help="title, dek, kicker, byline, url, quote, image, image_alt, image_credit or layout, then the words; full yes, full no.",
        ),
    ] = [],  # noqa: B006 - typer reads the default
    reset: Annotated[bool, typer.Option("--reset", help="Back to the article's own, or to the campaign's pattern.")] = False,
    issue: InIssue = None,
) -> None:
    """Say it in your own words, in this issue alone."""
    from newsletter.edit import ISSUE_FIELDS

    line = what in ISSUE_FIELDS
    wanted = (0 if reset else 1) if line else (1 if reset else 2)
    if len(words) != wanted:
        form = f"issue set {what}" + ("" if line else " FIELD") + (" --reset" if reset else ' "WORDS"')
        raise UsageError(
            f"'issue set {what}' takes {counted(wanted, 'word')} after it, got {len(words)}",
            f"newsletter {form} (put words with spaces into quotation marks)",
        )
    with session.open_desk() as desk:
        value = None if reset else words[-1]
        changed = desk.set_line(issue, what, value) if line else desk.set_slot(issue, what, words[0], value)
        typer.echo(_sentence(changed.what))


@app.command(epilog="Example: newsletter issue approve daily")
def approve(issue: IssueName = None) -> None:
    """Check it and seal it. The email is stored: what was seen is what goes out."""
    with session.open_desk() as desk:
        approved, findings = desk.approve(issue)
    for finding in findings:
        typer.echo(f"{finding.severity}: {finding.message}", err=True)
    typer.echo(f"{approved.id} is approved as No. {approved.number}, by {desk.who}.")
    typer.echo(dim(f"newsletter export {approved.id} --to PROVIDER writes it."))


@app.command(epilog="Example: newsletter issue reopen daily")
def reopen(issue: IssueName = None) -> None:
    """Make an approved issue a draft again."""
    with session.open_desk() as desk:
        typer.echo(f"{desk.reopen(issue).id} is a draft again.")


@app.command(epilog="Example: newsletter issue cancel daily/2026-03-02")
def cancel(issue: IssueName = None) -> None:
    """Withdraw an issue; its stories may run again."""
    with session.open_desk() as desk:
        cancelled, was_out = desk.cancel(issue)
    typer.echo(f"{cancelled.id} is cancelled; its stories may run again.")
    if was_out:
        typer.echo(
            f"{typer.style('note:', fg='yellow')} it had been exported: mail may be out, and no command can call that back.", err=True
        )


@app.command(epilog="Example: newsletter issue render daily --out today.html")
def render(
    issue: IssueName = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--out", "--output", metavar="FILE", help="Where to write it; else to standard output.")
    ] = None,
    text: Annotated[bool, typer.Option("--text", help="The plain-text part.")] = False,
) -> None:
    """The email as a file, with sample values. A provider fills in its own when the issue is exported."""
    with session.open_desk() as desk:
        shown = desk.sample(desk.issue_id(issue), beside=output.absolute().parent if output else None)
    content = shown.text if text else shown.html
    if output is None:
        typer.echo(content, nl=False)
        return
    from newsletter.desk.files import write_whole

    write_whole(output, content)
    typer.echo(f"{output} holds {shown.issue}, {len(content.encode()):,} bytes.")


def _print(desk: Desk, issue: Issue, json: bool) -> None:
    subject, preheader = desk.lines(issue)
    if json:
        print_json(issue_json(issue, subject, preheader, desk.link_states(issue)))
        return
    states = desk.link_states(issue)
    number = f" · No. {issue.number}" if issue.number else ""
    typer.echo(f"{strong(issue.id)} · {issue.status}{number} · version {issue.version} · {counted(len(issue.slots), 'story')}")
    typer.echo(f"{dim('subject  ')} {subject}{dim('  (own words)') if issue.subject is not None else ''}")
    typer.echo(f"{dim('preheader')} {preheader}{dim('  (own words)') if issue.preheader is not None else ''}")
    if changed := desk.changed_since(issue):
        typer.echo(f"{typer.style('note:', fg='yellow')} changed since it was approved, and not in it: {', '.join(changed)}")
    for section in issue.sections:
        typer.echo(f"\n{strong(section.name.upper())}")
        for place, slot in enumerate(section.slots, 1):
            own = f" · own {', '.join(sorted(slot.own))}" if slot.own else ""
            typer.echo(f"{place:>3}  {slot.words.title}")
            full = " · in full" if slot.full else ""
            typer.echo(dim(f"     {slot.item} · {slot.layout}{full}{own} · {slot.why}"))
            for link, state in zip(slot.related, states[slot.id], strict=True):
                typer.echo(dim(f"     ↳ {link.title}") + link_mark(state))
    _print_bench(issue)


def _print_bench(issue: Issue) -> None:
    if issue.bench:
        typer.echo(f"\n{strong('BENCH')}")
        for benched in issue.bench:
            typer.echo(f"  –  {benched.title}\n{dim(f'     {benched.item} · {benched.why_not}')}")
    if issue.passed_over:
        rest = ", ".join(f"{count:,} {reason}" for reason, count in issue.passed_over.items())
        typer.echo(dim(f"     and {sum(issue.passed_over.values()):,} more: {rest}"))


def _sentence(what: str) -> str:
    return what[:1].upper() + what[1:] + "."
