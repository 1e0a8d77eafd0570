"""`newsletter issue compose` and `fill`: a draft put together by the campaign's rules, looked at beforehand, completed afterwards."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from newsletter.cli import session
from newsletter.cli.issue_page import print_issue
from newsletter.cli.shapes import print_json
from newsletter.cli.words import CampaignName, IssueName, Json, counted, dim, group, strong, wrapped
from newsletter.errors import Refused, UsageError

if TYPE_CHECKING:
    import datetime

    from newsletter.desk import Desk

app = group()


@app.command(epilog="Example: newsletter issue compose daily    or: … daily --date 2026-03-02 --explain    or: … daily --dry-run --days 14")
def compose(
    campaign: CampaignName,
    date: Annotated[
        str | None, typer.Option(metavar="DATE", help="The day it goes out; today unless stated. With --days the last of them.")
    ] = None,
    again: Annotated[bool, typer.Option("--again", help="A second issue of the same day.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Also for a past day, or one that has no issue.")] = False,
    explain: Annotated[bool, typer.Option("--explain", help="Every candidate that was not placed, with its reason.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would come out, and save nothing.")] = False,
    days: Annotated[
        int, typer.Option(min=1, max=366, metavar="N", help="With --dry-run: each of the last N days, beside what was really sent.")
    ] = 1,
    json: Json = False,
) -> None:
    """Put a draft together by the campaign's rules, round what is pinned. Each story says why it is in it, each on the bench why not."""
    _require_fitting(dry_run, days, explain, again)
    with session.open_desk() as desk:
        day = session.read_date(date, desk.campaign(campaign).timezone) or desk.today(desk.campaign(campaign))
        if days > 1:
            _rehearse(desk, campaign, days, day, json)
            return
        if not (yes or dry_run):
            _ask(desk.doubts(campaign, day))
        draft = desk.draft(campaign, day, again=again, save=not dry_run, explain=explain)
        shown = draft.issue.but(bench=draft.bench, passed_over=draft.passed_over) if explain else draft.issue
        print_issue(desk, shown, json, explained=explain)
    if not json:
        name = draft.issue.id
        kept = f"newsletter preview {name} shows it; newsletter issue approve {name} seals it."
        typer.echo(dim("\nNothing is saved: this was a dry run." if dry_run else f"\n{kept}"))


@app.command(epilog="Example: newsletter issue fill daily")
def fill(issue: IssueName = None, json: Json = False) -> None:
    """Complete a half-made issue by the campaign's rules. What stands in it stays, and what was taken out does not come back."""
    with session.open_desk() as desk:
        filled = desk.fill(issue)
        if json:
            print_issue(desk, filled.issue, json)
            return
    if not filled.what:
        typer.echo(f"Nothing to fill in: no section of {filled.issue.id} has room for what the bench holds.")
    else:
        typer.echo(f"{filled.issue.id} is complete again: {counted(len(filled.slots), 'story')} filled in.")
    new = {slot.id for slot in filled.slots}
    for section in filled.issue.sections:
        for place, slot in enumerate(section.slots, 1):
            if slot.id in new:
                typer.echo(wrapped(slot.words.title, f"  {section.name} {place}  "))
                typer.echo(dim(wrapped(f"{slot.item} · {slot.why}", "     ")))
    for remark in filled.issue.remarks:
        typer.echo(wrapped(remark, "note: "))


def _require_fitting(dry_run: bool, days: int, explain: bool, again: bool) -> None:
    if days > 1 and not dry_run:
        raise UsageError("--days shows what would have come out on each of them", "say --dry-run as well")
    if days > 1 and (explain or again):
        raise UsageError(f"{'--explain' if explain else '--again'} is for one day, not for {days}", "--date names the day")


def _ask(doubts: list[str]) -> None:
    """Asks on a terminal; elsewhere refuses, with the reason."""
    for doubt in doubts:
        if not (sys.stdin.isatty() and sys.stdout.isatty()):
            raise Refused(doubt, "--yes composes it all the same; --dry-run only shows what would come out")
        typer.confirm(f"{doubt}. Compose it all the same?", abort=True)


def _rehearse(desk: Desk, campaign: str, days: int, until: datetime.date, json: bool) -> None:
    from newsletter.cli.rehearsal_page import print_rehearsal, rehearsal_json

    rehearsed = desk.rehearse(campaign, days, until)
    if json:
        print_json([rehearsal_json(one) for one in rehearsed])
        return
    typer.echo(strong(f"{campaign}: what the rules make of the {days} days to {until}, beside what was sent"))
    print_rehearsal(rehearsed)
    typer.echo(dim("\nNothing is saved: this was a dry run."))
