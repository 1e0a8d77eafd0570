"""`newsletter issue …`"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from newsletter.cli import issue_chain, issue_compose, issue_edit, issue_links, issue_pins, issue_state, session
from newsletter.cli.completion import offer_items, offer_places, offer_stories
from newsletter.cli.issue_links import InIssue, Place
from newsletter.cli.issue_page import print_issue
from newsletter.cli.shapes import print_json
from newsletter.cli.words import IssueName, Json, counted, group, quoted, sentence, table
from newsletter.errors import NotFound, UsageError, did_you_mean

app = group("One dated issue: compose it, change it, approve it.")
app.add_typer(issue_compose.app)
app.add_typer(issue_edit.app)
app.add_typer(issue_links.app)
app.add_typer(issue_pins.app)
app.add_typer(issue_state.app)
app.add_typer(issue_chain.app)


@app.command(epilog="Example: newsletter issue show daily    or: newsletter issue show daily --at 06:10")
def show(
    issue: IssueName = None,
    at: Annotated[
        str | None, typer.Option("--at", metavar="VERSION|TIME", help="As it was: 3, or 06:10, or '2026-03-02 06:10'.", show_default=False)
    ] = None,
    json: Json = False,
) -> None:
    """An issue, story by story, and its bench."""
    with session.open_desk() as desk:
        print_issue(desk, desk.issue_at(issue, at) if at else desk.find_issue(issue), json)


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
    item: Annotated[str, typer.Argument(help="An item's id, or some words of its headline.", autocompletion=offer_items)],
    at: Annotated[
        str | None,
        typer.Option("--at", metavar="PLACE", help='Where, such as "world 2" or "world"; else at the end.', autocompletion=offer_places),
    ] = None,
    issue: InIssue = None,
) -> None:
    """Put a story in by hand."""
    with session.open_desk() as desk:
        typer.echo(sentence(desk.add(issue, item, at).what))


@app.command(epilog='Example: newsletter issue drop "world 2"')
def drop(story: Place, issue: InIssue = None) -> None:
    """Take a story out."""
    with session.open_desk() as desk:
        typer.echo(sentence(desk.drop(issue, story).what))


@app.command(epilog='Example: newsletter issue move lighthouse "world 1"')
def move(
    story: Place,
    place: Annotated[str, typer.Argument(metavar="PLACE", help='Where to, such as "world 1" or "culture".', autocompletion=offer_places)],
    issue: InIssue = None,
) -> None:
    """Move a story; its own words go with it."""
    with session.open_desk() as desk:
        typer.echo(sentence(desk.move(issue, story, place).what))


@app.command(
    "set",
    epilog='Example: newsletter issue set "world 2" headline "The keeper goes ashore"    or: newsletter issue set subject "Good morning"',
)
def set_(
    what: Annotated[
        str,
        typer.Argument(
            metavar="STORY|LINE",
            help="A story (place, id or words), or one of subject, preheader, intro, outro.",
            autocompletion=offer_stories,
        ),
    ],
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="[FIELD] WORDS",
            help="headline, dek, kicker, byline, link, quote, image, alt, credit or layout, then the words; full yes, full no.",
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
        raise _misset(what, words, wanted, reset)
    with session.open_desk() as desk:
        value = None if reset else words[-1]
        changed = desk.set_line(issue, what, value) if line else desk.set_slot(issue, what, words[0], value)
        typer.echo(sentence(changed.what))


def _misset(what: str, words: list[str], wanted: int, reset: bool) -> UsageError:
    """What is wrong with a command that has too few words, or too many: a line of the issue may be meant by one that is mistyped."""
    from newsletter.edit import ISSUE_FIELDS

    is_line = what in ISSUE_FIELDS
    if not is_line and len(words) == wanted - 1 and did_you_mean(what, ISSUE_FIELDS):
        return NotFound("line", what, ISSUE_FIELDS)
    form = f"issue set {quoted(what)}" + ("" if is_line else " FIELD") + (" --reset" if reset else ' "WORDS"')
    return UsageError(
        f"'issue set {quoted(what)}' takes {counted(wanted, 'word')} after it, got {len(words)}",
        f"newsletter {form} (put words with spaces into quotation marks)",
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
