"""`newsletter content …`"""

from __future__ import annotations

from datetime import UTC, datetime, time
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from newsletter.cli import session
from newsletter.cli.shapes import import_json, item_json, print_json
from newsletter.cli.words import Json, counted, dim, group, progress, strong, table, wrapped

app = group("Stories: bring them in, look at them, take them back.")


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
    section: Annotated[str | None, typer.Option(help="Only this section.")] = None,
    status: Annotated[str | None, typer.Option(help="draft, ready or retired.")] = None,
    kind: Annotated[str | None, typer.Option(help="article, sponsor, note or link.")] = None,
    language: Annotated[str | None, typer.Option(help="Only this language, such as fr.")] = None,
    since: Annotated[str | None, typer.Option(metavar="DATE", help="Published on that day or later.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="How many at most.")] = 50,
    json: Json = False,
) -> None:
    """The newest stories first."""
    with session.open_desk() as desk:
        zone = desk.project.settings.timezone
        day = session.read_date(since, zone)
        start = datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC) if day else None
        items = desk.items(section=section, status=status, kind=kind, language=language, since=start, limit=limit)
    if json:
        print_json([item_json(item) for item in items])
    elif not items:
        typer.echo("No stories yet. 'newsletter content import PATH' brings some in.")
    else:
        rows = [
            (
                item.id,
                item.title,
                item.section or "–",
                f"{item.published_at:%Y-%m-%d %H:%M}" if item.published_at else "–",
                str(item.status),
            )
            for item in items
        ]
        table(("id", "headline", "section", "published (UTC)", "status"), rows)


@app.command(epilog="Example: newsletter content show river-border")
def show(item: Annotated[str, typer.Argument(help="An id, or some words of the headline.")], json: Json = False) -> None:
    """One story, whole."""
    with session.open_desk() as desk:
        found = desk.item(item)
    if json:
        print_json(item_json(found))
        return
    typer.echo(strong(found.title))
    if found.dek:
        typer.echo(wrapped(found.dek))
    facts = [
        ("id", found.id),
        ("status", f"{found.status}, {found.kind}, version {found.version}"),
        ("published", f"{found.published_at:%Y-%m-%d %H:%M} UTC{' (assumed)' if found.date_assumed else ''}" if found.published_at else ""),
        ("embargo", f"{found.embargo_until:%Y-%m-%d %H:%M} UTC" if found.embargo_until else ""),
        ("section", found.section),
        ("kicker", found.kicker),
        ("byline", found.byline),
        ("publisher", found.publisher),
        ("language", found.language),
        ("tags", ", ".join(found.tags)),
        ("url", found.url),
        ("source", found.source),
        ("words", str(found.word_count)),
        ("pictures", "; ".join(", ".join(filter(None, (image.url, image.alt, image.caption, image.credit))) for image in found.images)),
        ("captions", "; ".join(found.captions)),
        ("ran", "; ".join(f"{run.issue}, {run.section} {run.position}" for run in found.ran) or "never"),
    ]
    typer.echo()
    for name, value in facts:
        if value:
            typer.echo(f"{dim(f'{name:<10}')} {value}")
    typer.echo()
    for block in found.body:
        if block.type == "subhead":
            typer.echo(f"\n{strong(block.text)}")
        elif block.image:
            typer.echo(wrapped(block.image.caption or block.image.alt or block.image.url, "[picture] "))
        else:
            typer.echo(wrapped(block.text, {"quote": "> ", "list": "- "}.get(block.type, "")))
    if found.promos_removed:
        typer.echo(f"\n{strong('Removed as promotion or furniture')}")
        for words in found.promos_removed:
            typer.echo(wrapped(words, "- "))
    if found.related:
        typer.echo()
        typer.echo(strong("Related"))
        for link in found.related:
            tie = f"→ {link.item or link.url}" if link.item or link.url else "(tied to nothing, and no address: not printed)"
            typer.echo(f"- {link.title} {dim(tie)}")


@app.command(epilog="Example: newsletter content dump > archive.jsonl")
def dump() -> None:
    """Every story as JSON Lines. 'content import' reads them back without loss."""
    with session.open_desk() as desk:
        for item in desk.dump():
            print_json(item_json(item), indent=None)


@app.command(epilog='Example: newsletter content retire river-border --reason "the map was wrong"')
def retire(
    item: Annotated[str, typer.Argument(help="An id, or some words of the headline.")],
    reason: Annotated[str, typer.Option(help="Why; the check tells it to whoever meets the story again.")],
) -> None:
    """Take a story back. It is never picked again, and open issues that hold it cannot be approved."""
    with session.open_desk() as desk:
        found, issues = desk.retire(item, reason)
    ran = f" It ran in {', '.join(issues)}." if issues else ""
    typer.echo(f"'{found.title}' is retired.{ran}")


@app.command(epilog="Example: newsletter content remove test-article")
def remove(item: Annotated[str, typer.Argument(help="An id, or some words of the headline.")]) -> None:
    """Delete a story that never ran. One that ran is retired instead."""
    with session.open_desk() as desk:
        found = desk.remove(item)
    typer.echo(f"'{found.title}' is removed.")
