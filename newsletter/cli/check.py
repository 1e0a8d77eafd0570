"""`newsletter check`"""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from newsletter.cli import session
from newsletter.cli.shapes import check_json, print_json
from newsletter.cli.words import IssueName, Json, counted, dim, group

if TYPE_CHECKING:
    from newsletter.models import Issue

check = group()
_COLOURS = {"error": "red", "warning": "yellow", "info": "blue"}


@check.command(epilog="Example: newsletter check daily")
def check_(issue: IssueName = None, json: Json = False) -> None:
    """Find what would embarrass us. Errors stand in the way of an approval."""
    with session.open_desk() as desk:
        found, findings = desk.check(issue)
    errors = sum(finding.severity == "error" for finding in findings)
    if json:
        print_json(check_json(found.id, findings))
    else:
        for finding in findings:
            typer.echo(f"{typer.style(finding.severity + ':', fg=_COLOURS[finding.severity], bold=True)} {finding.message}")
            if finding.fix:
                typer.echo(dim(f"  {finding.fix}"))
        others = len(findings) - errors
        verdict = _verdict(found) if errors else "Nothing stands in the way."
        typer.echo(f"{found.id}: {counted(errors, 'error')}, {counted(others, 'remark')}. {verdict}")
    if errors:
        raise typer.Exit(1)


def _verdict(issue: Issue) -> str:
    """What errors mean for an issue in its state."""
    if issue.status == "approved":
        return f"It is approved, and not to be mended so: 'newsletter issue reopen {issue.id}' opens it again."
    return "It cannot be approved yet." if issue.status == "draft" else f"It is {issue.status} already."
