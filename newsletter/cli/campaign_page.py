"""A campaign on the terminal, as the program reads it."""

from __future__ import annotations

import typer

from newsletter.campaign import Campaign, Related, SectionPlan, Where, Window
from newsletter.cli.words import counted, dim, strong


def print_campaign(found: Campaign) -> None:
    """The standing rules in a line for each section."""
    typer.echo(f"{strong(found.name)} · {found.key} · {found.language} · theme {found.theme} · to {found.provider}")
    sent = f"sent at {found.sends_at or 'the end of the day'}, {found.timezone}"
    typer.echo(dim(f"{sent}{_days_off(found)}; fresh since {found.window.since}; {_rest(found.window)}"))
    typer.echo(dim(_suggested(found.related)))
    for plan in found.sections:
        limits = f"{plan.min}–{plan.max}" if plan.min else f"up to {plan.max}"
        takes = f" · {_filter(plan.where)}" if plan.where != Where() else ""
        typer.echo(f"  {plan.name}: {limits}{_thin(plan)}, {_layouts(plan)}, {plan.order}{_caps(plan)}, {_links(plan)}{dim(takes)}")


def _days_off(campaign: Campaign) -> str:
    days = [str(day).capitalize() for day in campaign.days_off]
    return f"; none on {', '.join(days)}" if days else ""


def _rest(window: Window) -> str:
    """How long a story rests, in which campaigns it counts as used, and what breaks the rest."""
    counts = "" if window.used_in is None else f" (used here{''.join(f' or in {key}' for key in window.used_in)})"
    return f"a story rests {counted(window.rest_days, 'day')}{counts}{'; an update may run before' if window.updates else ''}"


def _thin(plan: SectionPlan) -> str:
    return f" (else {' then '.join(plan.thin)})" if plan.min else ""


def _layouts(plan: SectionPlan) -> str:
    return " then ".join(plan.layouts)


def _caps(plan: SectionPlan) -> str:
    caps = [f"{most} of a {key}" for key, most in plan.cap.model_dump(exclude_none=True).items()]
    return f", at most {' and '.join(caps)}" if caps else ""


def _links(plan: SectionPlan) -> str:
    sources = {"editor": "given by editors", "archive": "found by the archive"}
    alone = f" {sources[plan.related_from[0]]}" if plan.related and len(set(plan.related_from)) == 1 else ""
    return f"{counted(plan.related, 'related link')}{alone}"


def _suggested(related: Related) -> str:
    """What the campaign says of the links that the archive suggests."""
    age = f"of the last {related.window}" if related.window else "of any age"
    lately = f", none of the last {counted(related.rest_issues, 'issue')}" if related.rest_issues else ""
    where = f" · {_filter(related.where)}" if related.where != Where() else ""
    time = f"of which a very old story loses {related.time:.0%} and half of that after {related.half_life}"
    return f"suggested links: from a score of {related.minimum:.2f}, {time}; {age}{lately}{where}"


def _filter(where: Where) -> str:
    return ", ".join(f"{key}: {value}" for key, value in where.model_dump(by_alias=True, exclude_none=True).items())
