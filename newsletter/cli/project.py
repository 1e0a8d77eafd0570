"""`newsletter demo` and `newsletter init`"""

from __future__ import annotations

import os
import shlex
from pathlib import Path
from typing import Annotated

import typer

from newsletter.cli import session
from newsletter.cli.words import counted, dim, group, strong

demo = group()
init = group()


@demo.command(epilog="Example: newsletter demo --out tryout")
def demo_(
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where to; an earlier demo there is replaced.")] = Path("out"),
) -> None:
    """From the shipped articles to a finished issue, in one go: import, compose, check, approve, export."""
    from newsletter.desk.demo import make_demo

    shown = make_demo(out, os.environ)
    typer.echo(f"{strong(shown.subject)}\n{dim(shown.preheader)}\n")
    for place, title, links in shown.stories:
        typer.echo(f"  {place:<14} {title}{dim(f'  + {links} related') if links else ''}")
    all_links = f"{counted(shown.from_editors + shown.from_archive, 'related link')} ({shown.from_archive} of them found by the archive)"
    typer.echo(
        f"\n{counted(len(shown.stories), 'story')}, {all_links}, {shown.html_bytes:,} bytes of HTML, "
        f"{counted(shown.findings, 'remark')} of the check and none in the way; approved as No. {shown.number}, and exported."
    )
    typer.echo(
        f"\n{strong('Look at')}\n  {shown.html}    in a browser\n  {shown.text}     as plain text\n  {shown.eml}     in a mail program"
    )
    typer.echo(f"  {shown.mailchimp}    what Mailchimp would get")
    typer.echo(f"\n{strong('Type next')}\n  cd {shown.project}")
    for command in (
        "preview daily",
        "issue show daily",
        "content related river-border",
        "content duplicates",
        "issue compose daily --date 2026-03-03 --yes",
    ):
        typer.echo(f"  {shown.program} {command}")


@init.command(epilog="Example: newsletter init morning-letter")
def init_(folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="The folder; this one unless stated.")] = Path()) -> None:
    """Make a project. Settings, a commented campaign, the themes, an empty archive; in an existing one, the archive that is missing."""
    from newsletter.archive import Archive
    from newsletter.desk.project import make_project, open_project

    make_project(folder, session.local_zone())
    is_new = Archive.create_or_join(open_project(folder, os.environ).database)
    here = "" if folder == Path() else f"cd {shlex.quote(str(folder))}\n  "
    shares = "" if is_new else ", and shares the archive that is on the server"
    typer.echo(f"{folder.resolve()} is a newsletter project{shares}.\n")
    typer.echo(f"{strong('Type next')}\n  {here}newsletter content import PATH\n  newsletter issue compose daily\n  newsletter preview")
