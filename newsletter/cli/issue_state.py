"""`newsletter issue approve`, `reopen`, `cancel` and `refresh`: the states of an issue, and of what it was made from."""

from __future__ import annotations

import re
import sys
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from newsletter.cli import session
from newsletter.cli.completion import offer_issues_and_stories
from newsletter.cli.issue_links import InIssue
from newsletter.cli.shapes import outdated_json, print_json
from newsletter.cli.words import IssueName, Json, dim, group, strong, wrapped
from newsletter.errors import Refused, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

    from newsletter.desk import Desk
    from newsletter.desk.refreshing import Outdated
    from newsletter.models import Issue

app = group()


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
def cancel(
    issue: IssueName = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Also when it was exported, unasked.")] = False,
) -> None:
    """Withdraw an issue; its stories may run again. When mail may be out it asks first."""
    with session.open_desk() as desk:
        found = desk.find_cancel(issue)
        if found.status == "exported" and not yes:
            _ask(found)
        cancelled, was_out = desk.cancel(found)
    typer.echo(f"{cancelled.id} is cancelled; its stories may run again.")
    if was_out:
        typer.echo(
            f"{typer.style('note:', fg='yellow')} it had been exported: mail may be out, and no command can call that back.", err=True
        )


@app.command(epilog='Example: newsletter issue refresh daily --dry-run    or: newsletter issue refresh "world 2"    or: … --all')
def refresh(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ISSUE] [STORY]...",
            help="Which stories: places, ids or words of headlines.",
            show_default=False,
            autocompletion=offer_issues_and_stories,
        ),
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="All stories and links that have changed since.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would be taken over.")] = False,
    issue: InIssue = None,
    json: Json = False,
) -> None:
    """Take over what has changed at the source since. Own words stay; without STORY and --all it only shows the difference."""
    with session.open_desk() as desk:
        name, stories = _issue_and_stories(desk, issue, words or [])
        if everything and stories:
            raise UsageError(
                "--all takes over every story; leave the names out", " ".join(filter(None, ("newsletter issue refresh", name, "--all")))
            )
        looked_at, found = desk.outdated(name, stories)
        if dry_run or not (everything or stories):
            zone = desk.clock(looked_at.campaign)
            _print_outdated(looked_at, found, zone, json=json)
            return
        said = desk.refresh(looked_at.id, stories)
    if json:
        print_json(outdated_json(found))
        return
    for sentence in said or [_nothing(looked_at)]:
        typer.echo(sentence[:1].upper() + sentence[1:] + ".")


def _ask(issue: Issue) -> None:
    """What went out is not withdrawn unasked. Raises Refused when the answer is no, or nobody is there to give one."""
    why = f"{issue.id} was exported: mail may be out, and its stories would count as never run"
    if not sys.stdin.isatty():
        raise Refused(why, "--yes cancels it all the same")
    if not typer.confirm(f"{why}. Cancel it all the same?", err=True):
        raise Refused("nothing is changed")


def _issue_and_stories(desk: Desk, issue: str | None, words: Sequence[str]) -> tuple[str | None, Sequence[str]]:
    """The first word may name an issue, as it does for the other commands on whole issues; with --issue all words name stories."""
    if issue is None and words and (re.search(r"/\d{4}-\d\d", words[0]) or words[0] in desk.campaign_keys()):
        return words[0], words[1:]
    return issue, words


def _print_outdated(issue: Issue, found: Sequence[Outdated], zone: ZoneInfo, *, json: bool) -> None:
    """The wordings as taken beside those of today, for an editor to choose from."""
    from newsletter.edit import PARTS

    if json:
        print_json(outdated_json(found))
        return
    for one in found:
        typer.echo(strong(wrapped(f"{one.place}: {one.slot.words.title}")))
        for name, before, now in one.differences:
            own = "  (in own words, which stay)" if name in one.slot.own else ""
            typer.echo(wrapped(f"{_beside(before, now, zone)}{own}", f"     {PARTS[name]:<11} "))
        if one.renewal.wording and not one.fields:
            typer.echo(dim("     nothing that is printed here"))
        for number, link in sorted(one.renewal.links.items()):
            taken = one.slot.related[number - 1]
            shown = (taken.title, link.title) if taken.title != link.title else (taken.url, link.url)
            typer.echo(wrapped(_beside(*shown, zone), f"     {f'link {number}':<11} "))
        typer.echo()
    if not found:
        typer.echo(f"N{_nothing(issue)[1:]}.")
    elif issue.status == "draft":
        typer.echo(dim(f'newsletter issue refresh {issue.id} "{found[0].place.lower()}" takes that over, --all all of them.'))
    else:
        typer.echo(dim(f"{issue.id} is {issue.status}, and stays as it is."))


def _beside(before: object, now: object, zone: ZoneInfo) -> str:
    """ "“Old” → “New”", moments by the clocks of `zone`; what has no words of one line only tells that it differs."""
    if isinstance(before, str) and isinstance(now, str):
        return f"{f'“{before}”' if before else 'none'} → {f'“{now}”' if now else 'none'}"
    if isinstance(before, datetime) and isinstance(now, datetime):
        return f"{before.astimezone(zone):%Y-%m-%d %H:%M} → {now.astimezone(zone):%Y-%m-%d %H:%M}"
    return "another one" if before and now else "there is one now" if now else "there is none any more"


def _nothing(issue: Issue) -> str:
    return f"nothing in {issue.id} has changed at its source since it was taken"
