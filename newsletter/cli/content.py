"""`newsletter content …`"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from newsletter.cli import content_archive, content_versions, session
from newsletter.cli.content_shapes import story_json
from newsletter.cli.filters import InStatus, Item, Language, OfKind, Section, Since, Until, Unused, end_of, require_known, start_of
from newsletter.cli.shapes import import_json, item_json, print_json
from newsletter.cli.stories import print_list
from newsletter.cli.story_page import print_story
from newsletter.cli.words import Json, counted, dim, group, progress
from newsletter.errors import UsageError

app = group("Stories: bring them in, find them again, look at them, take them back.")


@app.command("import", epilog="Example: newsletter content import seeds/ wire/*.txt archive.jsonl")
def import_(
    sources: Annotated[
        list[Path], typer.Argument(metavar="PATH...", help="Text files, JSON Lines files, or folders of them.", show_default=False)
    ],
    json: Json = False,
) -> None:
    """Read articles into the archive. A file read again is unchanged; a changed one is updated and its earlier wording kept."""
    with session.open_desk() as desk, progress("Reading") as watch:
        report = desk.import_content(sources, watch)
    if json:
        print_json(import_json(report))
    else:
        done = report.imported
        typer.echo(f"{len(done.added)} added, {len(done.updated)} updated, {len(done.unchanged)} unchanged.")
        if done.dates_assumed:
            typer.echo(dim(f"{counted(len(done.dates_assumed), 'story')} without a date: the moment of import is assumed."))
        for problem in report.problems:
            typer.echo(f"{typer.style('problem:', fg='yellow', bold=True)} {problem}", err=True)
    if report.problems:
        raise typer.Exit(1)


@app.command("list", epilog="Example: newsletter content list --section world --since 2026-03-01")
def list_(
    section: Section = None,
    status: InStatus = None,
    kind: OfKind = None,
    language: Language = None,
    since: Since = None,
    until: Until = None,
    unused: Unused = False,
    limit: Annotated[int, typer.Option(min=1, help="How many at most.")] = 50,
    json: Json = False,
) -> None:
    """The newest stories first."""
    require_known(status, kind)
    with session.open_desk() as desk:
        zone = desk.project.settings.timezone
        start, end = start_of(since, zone), end_of(until, zone)
        items = desk.items(section=section, status=status, kind=kind, language=language, since=start, until=end, unused=unused, limit=limit)
        if json:
            print_json([item_json(item) for item in items])
        elif items:
            print_list(desk, items)
        else:
            typer.echo("No story is like that." if desk.has_items else "No stories yet. 'newsletter content import PATH' brings some in.")


@app.command(epilog="Example: newsletter content show river-border")
def show(item: Item, json: Json = False) -> None:
    """One story, whole: its words, its versions, where it ran."""
    with session.open_desk() as desk:
        found = desk.item(item)
        versions, wordings = desk.versions(found), desk.wordings(found)
        if json:
            print_json(story_json(found, versions, wordings, desk.retirement(found)))
        else:
            print_story(desk, found, versions, wordings)


@app.command(epilog="Example: newsletter content dump > archive.jsonl")
def dump() -> None:
    """Every story as JSON Lines. 'content import' reads them back without loss."""
    with session.open_desk() as desk:
        for item in desk.dump():
            print_json(item_json(item), indent=None)


@app.command(epilog='Example: newsletter content retire river-border --reason "the map was wrong"    or: … river-border --off')
def retire(
    item: Item,
    reason: Annotated[
        str | None,
        typer.Option(metavar="WORDS", help="Why; needed, unless --off. Whoever meets the story again is told.", show_default=False),
    ] = None,
    off: Annotated[bool, typer.Option("--off", help="It was retired by mistake: it may be picked again.")] = False,
) -> None:
    """Take a story back. It is never picked again, and open issues that hold it or link to it cannot be approved."""
    with session.open_desk() as desk:
        if off == (reason is not None):
            named = desk.item(item).id
            hint = f'newsletter content retire {named} --reason "…", or: newsletter content retire {named} --off'
            raise UsageError("--off needs no reason" if off else "a story is retired for a reason", hint)
        if reason is None:
            typer.echo(f"'{desk.unretire(item).title}' is ready again, and may be picked.")
            return
        found, issues, holding = desk.retire(item, reason)
    ran = f" It ran in {', '.join(issues)}." if issues else ""
    typer.echo(f"'{found.title}' is retired.{ran}")
    if holding:
        verbs = "holds it or links" if len(holding) == 1 else "hold it or link"
        typer.echo(f"{', '.join(holding)} {verbs} to it.")
        typer.echo(dim(f"newsletter check {holding[0]} says where."))


@app.command(epilog="Example: newsletter content remove test-article")
def remove(item: Item) -> None:
    """Delete a story that never ran. One that ran is retired instead."""
    with session.open_desk() as desk:
        found = desk.remove(item)
    typer.echo(f"'{found.title}' is removed.")


for _more in (content_archive.app, content_versions.app):
    app.add_typer(_more)
