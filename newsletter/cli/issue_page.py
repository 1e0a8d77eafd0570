"""An issue on the terminal, story by story with the reasons, and its bench."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from newsletter.cli.issue_links import link_mark
from newsletter.cli.shapes import issue_json, print_json
from newsletter.cli.words import colours, counted, dim, strong, wrapped

if TYPE_CHECKING:
    from newsletter.desk import Desk
    from newsletter.models import Issue, Slot


def print_issue(desk: Desk, issue: Issue, json: bool, *, explained: bool = False) -> None:
    """`explained` tells that the bench is whole: what is counted beside it is no candidate."""
    subject, preheader = desk.lines(issue)
    if json:
        print_json(issue_json(issue, subject, preheader, desk.states(issue), desk.sealed(issue), desk.changed_since(issue)))
        return
    from newsletter.edit import PARTS

    states = desk.states(issue)
    number = f" · No. {issue.number}" if issue.number else ""
    version = f"version {issue.version}" if issue.version else "not saved"
    typer.echo(f"{strong(issue.id)} · {issue.status}{number} · {version} · {counted(len(issue.slots), 'story')}")
    typer.echo(f"{dim('subject  ')} {wrapped(subject, ' ' * 10).lstrip()}{dim('  (own words)') if issue.subject is not None else ''}")
    typer.echo(f"{dim('preheader')} {wrapped(preheader, ' ' * 10).lstrip()}{dim('  (own words)') if issue.preheader is not None else ''}")
    if sealed := desk.sealed(issue):
        typer.echo(f"{dim('approved ')} by {sealed.approved_by}, {desk.in_words(sealed.approved_at)}")
    if changed := desk.changed_since(issue):
        typer.echo(f"{typer.style('note:', fg='yellow')} changed since it was approved, and not in it: {', '.join(changed)}")
    for section in issue.sections:
        typer.echo(f"\n{strong(section.name.upper())}")
        for place, slot in enumerate(section.slots, 1):
            own = f" · own {', '.join(PARTS.get(name, name) for name in sorted(slot.own))}" if slot.own else ""
            typer.echo(wrapped(slot.words.title, f"{place:>3}  ") + link_mark(states.stories[slot.id]))
            full = " · in full" if slot.full else ""
            typer.echo(dim(wrapped(f"{slot.item} · {slot.layout}{full}{own} · {_why(slot)}", "     ")))
            for link, state in zip(slot.related, states.links[slot.id], strict=True):
                typer.echo(dim(wrapped(link.title, "     ↳ ")) + link_mark(state))
    if issue.remarks and issue.status == "draft":
        typer.echo()
        for remark in issue.remarks:
            typer.echo(wrapped(remark, f"{typer.style('note:', fg='yellow') if colours() else 'note:'} "))
    if issue.status == "draft" and any(one.outdated for one in states.stories.values()):
        typer.echo(dim(f"\nnewsletter issue refresh {issue.id} compares what has changed since, and takes it over."))
    _print_bench(issue, explained)


def _why(slot: Slot) -> str:
    """Why a story stands there, and that it is pinned: "pinned at 2 by ana", "pinned · moved by ana"."""
    if not slot.pinned:
        return slot.why
    pinned = "pinned" + (f" at {slot.pinned_at}" if slot.pinned_at is not None else "")
    return pinned + slot.why.removeprefix("pinned") if slot.why.startswith("pinned by ") else f"{pinned} · {slot.why}"


def _print_bench(issue: Issue, explained: bool) -> None:
    if issue.bench:
        typer.echo(f"\n{strong('BENCH')}")
        for benched in issue.bench:
            typer.echo(wrapped(benched.title, "  –  "))
            typer.echo(dim(wrapped(f"{benched.item} · {benched.why_not}", "     ")))
    if issue.passed_over:
        rest = ", ".join(f"{count:,} {reason}" for reason, count in issue.passed_over.items())
        total = f"{sum(issue.passed_over.values()):,}"
        not_listed = f"No candidates and so not listed are {total}, which lie out of the window or are not ready: {rest}."
        typer.echo(dim(wrapped(not_listed) if explained else wrapped(f"and {total} more: {rest}", "     ")))
