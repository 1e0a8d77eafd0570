"""`newsletter issue approve`, `reopen` and `cancel`: the states of an issue."""

from __future__ import annotations

import typer

from newsletter.cli import session
from newsletter.cli.words import IssueName, dim, group

app = group()


@app.command(epilog="Example: newsletter issue approve daily")
def approve(issue: IssueName = None) -> None:
    """Check it and seal it. The email is stored: what was seen is what goes out."""
    with session.open_desk() as desk:
        approved, findings = desk.approve(issue)
    for finding in findings:
        typer.echo(f"{finding.severity}: {finding.message}", err=True)
    typer.echo(f"{approved.id} is approved as No. {approved.number}, by {desk.who}.")
    typer.echo(dim(f"newsletter export {approved.id} --to PROVIDER writes it."))


@app.command(epilog="Example: newsletter issue reopen daily")
def reopen(issue: IssueName = None) -> None:
    """Make an approved issue a draft again."""
    with session.open_desk() as desk:
        typer.echo(f"{desk.reopen(issue).id} is a draft again.")


@app.command(epilog="Example: newsletter issue cancel daily/2026-03-02")
def cancel(issue: IssueName = None) -> None:
    """Withdraw an issue; its stories may run again."""
    with session.open_desk() as desk:
        cancelled, was_out = desk.cancel(issue)
    typer.echo(f"{cancelled.id} is cancelled; its stories may run again.")
    if was_out:
        typer.echo(
            f"{typer.style('note:', fg='yellow')} it had been exported: mail may be out, and no command can call that back.", err=True
        )
