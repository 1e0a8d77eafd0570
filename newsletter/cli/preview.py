"""`newsletter preview`"""

from __future__ import annotations

from typing import Annotated

import typer

from newsletter.cli import session
from newsletter.cli.words import IssueName, dim, group

preview = group()


@preview.command(epilog="Example: newsletter preview daily --no-open")
def preview_(
    issue: IssueName = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="A port of this machine; a free one unless stated.")] = 0,
    open_browser: Annotated[bool, typer.Option("--open/--no-open", help="Open the browser.")] = True,
) -> None:
    """Show the email in a browser, on this machine alone; it follows every change of issue, theme and campaign. Ctrl-C ends it."""
    from newsletter.preview.server import serve

    with session.open_desk() as desk:
        issue_id = desk.issue_id(issue)

        def tell(url: str) -> None:
            typer.echo(f"{issue_id} is at {url}\n{dim('Ctrl-C ends the preview.')}")

        serve(desk, issue_id, port=port, open_browser=open_browser, on_ready=tell)
