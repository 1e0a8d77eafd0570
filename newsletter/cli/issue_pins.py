"""`newsletter issue pin`: a story fixed in a section, before composing too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from newsletter.cli import session
from newsletter.cli.completion import offer_items, offer_places
from newsletter.cli.issue_links import InIssue
from newsletter.cli.words import dim, group
from newsletter.errors import UsageError

if TYPE_CHECKING:
    from newsletter.desk import Desk
    from newsletter.models import Issue

app = group()


@app.command(
    epilog='Example: newsletter issue pin lighthouse --in world --position 2    or: … "world 2"    or: … "world 2" --off'
    "    or: … lighthouse --in top --campaign daily --date tomorrow"
)
def pin(
    story: Annotated[
        str,
        typer.Argument(
            metavar="ITEM|STORY", help="An item's id, some words of a headline, or a place in the issue.", autocompletion=offer_items
        ),
    ],
    section: Annotated[
        str | None,
        typer.Option("--in", metavar="SECTION", help="Which section; else where it stands.", autocompletion=offer_places),
    ] = None,
    position: Annotated[int | None, typer.Option(min=1, metavar="N", help="Which place in it; else any.")] = None,
    off: Annotated[bool, typer.Option("--off", help="Leave it to the composer again.")] = False,
    issue: InIssue = None,
    campaign: Annotated[
        str | None, typer.Option(metavar="CAMPAIGN", help="Its next issue, which is opened empty when it is not there yet.")
    ] = None,
    date: Annotated[str | None, typer.Option(metavar="DATE", help="The campaign's issue of that day.")] = None,
) -> None:
    """Fix a story in its place. Composing keeps it there, and puts all others round it."""
    if issue and (campaign or date):
        raise UsageError("--issue names one already", "leave --campaign and --date out")
    if off and (section or position or campaign or date):
        raise UsageError("--off takes a pin away, and no place", 'newsletter issue pin "world 2" --off')
    with session.open_desk() as desk:
        if off:
            changed = desk.unpin(story, issue=issue)
        else:
            zone = desk.campaign(campaign).timezone if campaign else desk.project.settings.timezone
            changed = desk.pin(story, section, position, issue=issue, campaign=campaign, day=session.read_date(date, zone))
        next_step = "" if off else _next_step(desk, changed.issue)
    typer.echo(f"{changed.issue.id}: {changed.what}.")
    if next_step:
        typer.echo(dim(next_step))


def _next_step(desk: Desk, issue: Issue) -> str:
    """What makes an issue of what is pinned: one that was edited by hand is completed, any other composed."""
    if issue.touched:
        return f"newsletter issue fill {issue.id} completes it round what stands."
    yes = " --yes" if desk.doubts(issue.campaign, issue.date) else ""
    return f"newsletter issue compose {issue.campaign} --date {issue.date}{yes} composes it round what is pinned."
