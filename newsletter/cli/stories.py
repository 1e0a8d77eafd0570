"""How a stored story is set on a terminal: its headline, the line of facts under it, and a sentence of it with the words sought in bold."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from datetime import timedelta
from itertools import groupby
from shutil import get_terminal_size
from typing import TYPE_CHECKING

import typer

from newsletter.cli.words import dim, strong, table, wrapped

if TYPE_CHECKING:
    from datetime import datetime

    from newsletter.archive.answers import Hit
    from newsletter.desk import Desk
    from newsletter.models import ContentItem

_BLANKS = " \t\r\n\f\v"
"""What laying out a text in lines may change; every other character stays, in its order."""

_INDENT = "  "
_FOR_A_TABLE = 120
"""So many columns leave a headline enough room beside the id, the section, the date and the status."""


def print_headline(
    desk: Desk,
    title: str,
    item: str,
    *more: str,
    published_at: datetime | None = None,
    section: str = "",
    language: str = "",
    indent: str = "",
) -> None:
    """A headline, and under it what tells which story it is; each on lines of its own, as the headline may run from right to left."""
    day = str(desk.day_of(published_at)) if published_at else ""
    foreign = "" if language == desk.project.settings.language else language
    typer.echo(strong(wrapped(title, indent)))
    typer.echo(dim(wrapped(" · ".join(fact for fact in (item, day, section, foreign, *more) if fact), indent)))


def print_list(desk: Desk, items: Sequence[ContentItem]) -> None:
    """Stories in a table; on a terminal that is too narrow for one, each headline on lines of its own."""
    zone = desk.project.settings.timezone
    if sys.stdout.isatty() and get_terminal_size().columns < _FOR_A_TABLE:
        for item in items:
            at = desk.local_time(item.published_at) if item.published_at else ""
            print_headline(
                desk,
                item.title,
                item.id,
                at,
                "" if item.status == "ready" else str(item.status),
                section=item.section,
                language=item.language,
            )
        typer.echo(dim(f"Dates and times are those of {zone}."))
        return
    rows = [
        (item.id, item.title, item.section or "–", desk.local_time(item.published_at) if item.published_at else "–", str(item.status))
        for item in items
    ]
    table(("id", "headline", "section", f"published ({zone})", "status"), rows)


def print_hit(desk: Desk, hit: Hit) -> None:
    """What a search found, and the sentence with the words sought."""
    item = hit.item
    ran = "; ".join(desk.describe_run(run) for run in desk.ran(item))
    status = "" if item.status == "ready" else str(item.status)
    facts = (status, f"ran {ran}" if ran else "never ran")
    print_headline(desk, item.title, item.id, *facts, published_at=item.published_at, section=item.section, language=item.language)
    if hit.excerpt:
        typer.echo(_marked(wrapped(hit.excerpt, _INDENT), hit.excerpt, hit.marks))
    typer.echo()


def _marked(lines: str, text: str, marks: Iterable[tuple[int, int]]) -> str:
    """The `lines` that a text was laid out in, with what stands between the `marks` of the text in bold."""
    sought = bytearray(len(text))
    for start, end in marks:
        sought[start:end] = bytes([1]) * (min(end, len(text)) - start)
    flags = iter(flag for flag, letter in zip(sought, text, strict=True) if letter not in _BLANKS)
    letters = [(letter, letter not in _BLANKS and bool(next(flags))) for letter in lines]
    runs = (("".join(letter for letter, _ in run), bold) for bold, run in groupby(letters, key=lambda pair: pair[1]))
    return "".join(strong(run) if bold else run for run, bold in runs)


def time_between(earlier: datetime, later: datetime) -> str:
    """ "2 days", "36 hours": how far two moments are apart, in the largest unit of which there are two; "" for less than a minute."""
    apart = abs(later - earlier)
    for unit, length in _UNITS:
        count = int(apart / length)
        if count > 1 or (count == 1 and unit == "minute"):
            return f"{count} {unit}{'s' if count > 1 else ''}"
    return ""


_UNITS: Sequence[tuple[str, timedelta]] = (
    ("year", timedelta(days=365)),
    ("month", timedelta(days=30)),
    ("day", timedelta(days=1)),
    ("hour", timedelta(hours=1)),
    ("minute", timedelta(minutes=1)),
)
