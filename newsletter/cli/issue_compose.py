"""`newsletter issue compose`: a draft put together by the campaign's rules."""

from __future__ import annotations

from typing import Annotated

import typer

from newsletter.cli import session
from newsletter.cli.issue_page import print_issue
from newsletter.cli.words import Json, dim, group

app = group()


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
        print_issue(desk, issue, json)
    if not json:
        typer.echo(dim(f"\nnewsletter preview {issue.id} shows it; newsletter issue approve seals it."))
