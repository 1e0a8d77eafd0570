"""`newsletter db …`"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from newsletter.cli import session
from newsletter.cli.shapes import print_json
from newsletter.cli.words import Json, dim, group

app = group("The archive's database.")


@app.command(epilog="Example: newsletter db info")
def info(json: Json = False) -> None:
    """Where the database is, its version and what it holds."""
    with session.open_desk() as desk:
        found = desk.archive.info()
    if json:
        print_json({"name": found.name, "version": found.version, "bytes": found.bytes, "counts": dict(found.counts)})
        return
    typer.echo(f"{found.name}\nversion {found.version}, {found.bytes:,} bytes")
    for name, count in found.counts.items():
        typer.echo(f"{dim(name.ljust(18))} {count:>9,}")


@app.command(epilog="Example: newsletter db upgrade")
def upgrade() -> None:
    """Bring the database of an older program up to this one's; 'db backup' makes a copy first."""
    from newsletter.archive import Archive
    from newsletter.desk.project import find_project

    project = find_project(session.root, Path.cwd(), os.environ)
    before, after = Archive.upgrade(project.database)
    typer.echo(f"The database is of version {after}{' already' if before == after else f', was {before}'}.")


@app.command(epilog="Example: newsletter db backup archive-2026-03-02.db")
def backup(target: Annotated[Path, typer.Argument(help="The file to write; it must not exist.")]) -> None:
    """A copy of the database, whole, also while others write to it."""
    with session.open_desk() as desk:
        desk.archive.backup(target)
    typer.echo(f"{target} holds a copy, {target.stat().st_size:,} bytes.")
