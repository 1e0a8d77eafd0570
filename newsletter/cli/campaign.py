"""`newsletter campaign …`"""

from __future__ import annotations

from typing import Annotated

import typer

from newsletter.cli import session
from newsletter.cli.shapes import print_json
from newsletter.cli.words import CampaignName, Json, counted, group, table
from newsletter.errors import FileProblems, Problem

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


@app.command(epilog="Example: newsletter campaign check daily")
def check(campaign: Annotated[str | None, typer.Argument(help="Which; all of them unless stated.")] = None, json: Json = False) -> None:
    """Read the files strictly and name every mistake with its line."""
    problems: list[Problem] = []
    with session.open_desk() as desk:
        keys = [campaign] if campaign else desk.campaign_keys()
        for key in keys:
            try:
                desk.check_campaign(key)
            except FileProblems as error:
                problems += error.problems
    if json:
        print_json({"campaigns": keys, "problems": [problem.as_json() for problem in problems]})
    else:
        for problem in problems:
            typer.echo(str(problem))
        typer.echo(f"{counted(len(keys), 'campaign')} read, {counted(len(problems), 'problem')}.")
    if problems:
        raise typer.Exit(1)
