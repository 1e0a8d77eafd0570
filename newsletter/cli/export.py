"""`newsletter export`"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from newsletter.cli import session
from newsletter.cli.shapes import export_json, print_json
from newsletter.cli.words import IssueName, Json, counted, dim, group

export = group()


@export.command(epilog="Example: newsletter export daily/2026-03-02 --to mailchimp")
def export_(
    issue: IssueName = None,
    to: Annotated[
        str | None, typer.Option("--to", metavar="PROVIDER", help="A name from 'provider list'; else the campaign's own.")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Where to; else exports/ in the project.")] = None,
    draft: Annotated[
        bool, typer.Option("--draft", help="Export without approval; the files are marked, and nothing else changes.")
    ] = False,
    json: Json = False,
) -> None:
    """Write the approved email for a provider: HTML with its own merge tags, text, pictures to upload, and a manifest."""
    with session.open_desk() as desk:
        exported = desk.export(issue, provider=to, out=out, draft=draft)
    if json:
        print_json(export_json(exported))
        return
    typer.echo(f"{exported.issue} for {exported.provider} is in {exported.directory}")
    for file in exported.files:
        typer.echo(f"  {file.path:<40} {file.bytes:>9,} bytes")
    for note in exported.notes:
        typer.echo(f"{typer.style('note:', fg='yellow')} {note}", err=True)
    pictures = sum(file.path.startswith("images/") for file in exported.files)
    if pictures:
        typer.echo(dim(f"{counted(pictures, 'picture')} to upload first; upload.txt says where to."))
