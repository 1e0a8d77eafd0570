"""`newsletter campaign …`"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from newsletter.cli import session
from newsletter.cli.completion import offer_campaigns
from newsletter.cli.shapes import print_json
from newsletter.cli.words import CampaignName, Json, counted, group, table
from newsletter.errors import FileProblems, Problem

if TYPE_CHECKING:
    from newsletter.campaign.prospects import Remark

app = group("The standing rules of a newsletter, one file each in campaigns/.")


@app.command("list", epilog="Example: newsletter campaign list")
def list_(json: Json = False) -> None:
    """Every campaign of the project."""
    with session.open_desk() as desk:
        found = desk.campaigns()
        broken = sorted(set(desk.campaign_keys()) - {campaign.key for campaign in found})
    if json:
        print_json(
            [{"key": one.key, "name": one.name, "language": one.language, "theme": one.theme, "provider": one.provider} for one in found]
        )
    else:
        table(
            ("key", "name", "language", "theme", "provider"), [(one.key, one.name, one.language, one.theme, one.provider) for one in found]
        )
    for key in broken:
        typer.echo(f"campaigns/{key}.toml has problems; 'newsletter campaign check {key}' names them", err=True)
    if broken:
        raise typer.Exit(1)


@app.command(epilog="Example: newsletter campaign show daily")
def show(campaign: CampaignName, json: Json = False) -> None:
    """A campaign as the program reads it."""
    with session.open_desk() as desk:
        found = desk.campaign(campaign)
    if json:
        print_json({"key": found.key} | found.model_dump(mode="json", by_alias=True, exclude_none=True))
        return
    from newsletter.cli.campaign_page import print_campaign

    print_campaign(found)


@app.command(epilog='Example: newsletter campaign new weekend --name "The Weekend" --from daily')
def new(
    key: Annotated[str, typer.Argument(metavar="KEY", help="What its file and its issues are called.", show_default=False)],
    name: Annotated[str, typer.Option(metavar="NAME", help="What the newsletter is called; else the key.", show_default=False)] = "",
    source: Annotated[
        str | None,
        typer.Option(
            "--from", metavar="CAMPAIGN", help="Begin with a copy of this one.", show_default=False, autocompletion=offer_campaigns
        ),
    ] = None,
) -> None:
    """Write a commented campaign to start from. Nothing that is there is overwritten."""
    from newsletter.errors import shown_path

    with session.open_desk() as desk:
        path = desk.new_campaign(key, name, source)
    typer.echo(f"{shown_path(path)} is there: change it, then 'newsletter campaign check {key}' reads it back to you.")


@app.command(epilog="Example: newsletter campaign check daily")
def check(
    campaign: Annotated[
        str | None, typer.Argument(help="Which; all of them unless stated.", show_default=False, autocompletion=offer_campaigns)
    ] = None,
    json: Json = False,
) -> None:
    """Read the files strictly. Names every mistake with its line, and what can never match by what is stored."""
    problems: list[Problem] = []
    remarks: list[Remark] = []
    compared = True
    with session.open_desk() as desk:
        keys = [campaign] if campaign else desk.campaign_keys()
        for key in keys:
            try:
                found = desk.prospects(desk.check_campaign(key))
                remarks += found.remarks
                compared = compared and found.compared
            except FileProblems as error:
                problems += error.problems
        lost = [] if campaign else desk.lost_bookings()
    if json:
        told = {"campaigns": keys, "problems": [problem.as_json() for problem in problems]}
        print_json(told | {"remarks": [remark.as_json() for remark in remarks], "lost_bookings": lost, "compared_with_archive": compared})
    else:
        for line in (*problems, *remarks, *(f"warning: {sentence}" for sentence in lost)):
            typer.echo(str(line))
        nothing = "" if compared else " Nothing is stored yet to compare the filters with."
        typer.echo(f"{counted(len(keys), 'campaign')} read, {counted(len(problems), 'problem')}.{nothing}")
    if problems:
        raise typer.Exit(1)
