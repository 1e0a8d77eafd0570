"""Which stories are meant: the options that the commands on content share, and what is typed after them."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from newsletter.cli import session
from newsletter.cli.completion import offer_items
from newsletter.errors import UsageError, did_you_mean

Item = Annotated[
    str, typer.Argument(metavar="ITEM", help="An id, or some words of the headline.", show_default=False, autocompletion=offer_items)
]
Section = Annotated[str | None, typer.Option(metavar="SECTION", help="Only this section.")]
InStatus = Annotated[str | None, typer.Option("--status", metavar="STATUS", help="draft, ready or retired.")]
OfKind = Annotated[str | None, typer.Option("--kind", metavar="KIND", help="article, sponsor, note or link.")]
Language = Annotated[str | None, typer.Option(metavar="LANGUAGE", help="Only this language, such as fr.")]
Since = Annotated[str | None, typer.Option(metavar="DATE", help="Published on that day or later.")]
Until = Annotated[str | None, typer.Option(metavar="DATE", help="Published on that day or earlier.")]
Unused = Annotated[bool, typer.Option("--unused", help="Only what has run in no issue, under whatever headline.")]

_STATUSES = ("draft", "ready", "retired")
_KINDS = ("article", "sponsor", "note", "link")


def require_known(status: str | None, kind: str | None) -> None:
    """Raises UsageError for a status or kind that no story can have."""
    for noun, typed, known in (("status", status, _STATUSES), ("kind", kind, _KINDS)):
        if typed is not None and typed.casefold() not in known:
            raise UsageError(f"no {noun} '{typed}'{did_you_mean(typed, known)}", f"it is {', '.join(known[:-1])} or {known[-1]}")


def start_of(day: str | None, zone: str) -> datetime | None:
    """The beginning of a day as typed, by the clocks of that time zone. Raises UsageError."""
    date = session.read_date(day, zone)
    return datetime.combine(date, time(), ZoneInfo(zone)).astimezone(UTC) if date else None


def end_of(day: str | None, zone: str) -> datetime | None:
    """The beginning of the day after one as typed, by the clocks of that time zone. Raises UsageError."""
    date = session.read_date(day, zone)
    return datetime.combine(date + timedelta(days=1), time(), ZoneInfo(zone)).astimezone(UTC) if date else None
