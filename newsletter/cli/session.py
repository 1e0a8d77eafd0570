"""What one run of the program holds: the options given before the command, the clock, and the desk that they open."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, available_timezones

from newsletter.errors import UsageError

if TYPE_CHECKING:
    from newsletter.desk import Desk

root: Path | None = None
debug = False


def now() -> datetime:
    """The moment, in UTC. NEWSLETTER_NOW (an ISO date and time) sets it, for rehearsals and for demonstrations."""
    stated = os.environ.get("NEWSLETTER_NOW")
    if not stated:
        return datetime.now(UTC)
    try:
        at = datetime.fromisoformat(stated)
    except ValueError:
        raise UsageError(f"NEWSLETTER_NOW is '{stated}', which is no date and time", "write it as 2026-03-02T05:00+01:00") from None
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


@contextmanager
def open_desk() -> Iterator[Desk]:
    """The desk of the project that the options name, closed at the end."""
    from newsletter.desk import Desk
    from newsletter.desk.project import find_project, who_acts

    project = find_project(root, Path.cwd(), os.environ)
    with Desk(project, who=who_acts(os.environ), now=now) as desk:
        yield desk


def read_date(text: str | None, zone: str) -> date | None:
    """A day as typed: 2026-03-02, today, tomorrow, by the clocks of that time zone. Raises UsageError."""
    if text is None:
        return None
    words = {"today": 0, "tomorrow": 1, "yesterday": -1}
    if text.casefold() in words:
        return now().astimezone(ZoneInfo(zone)).date() + timedelta(days=words[text.casefold()])
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"'{text}' is no date", "write it as 2026-03-02, or today, or tomorrow") from None


def local_zone() -> str:
    """The time zone of this machine by its IANA name, UTC when it does not say."""
    known = available_timezones()
    link = Path("/etc/localtime")
    stated = os.environ.get("TZ", "").lstrip(":")
    linked = str(link.resolve()).partition("zoneinfo/")[2] if link.exists() else ""
    return next((name for name in (stated, linked) if name in known), "UTC")
