"""The moment that a date line states, in the many ways that newspapers write dates."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone, tzinfo

_YEARS = range(1900, 2100)
_YMD = re.compile(r"(?<!\d)(\d{4})[./-](\d{1,2})[./-](\d{1,2})(?!\d)|(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]")
_DMY = re.compile(r"(?<!\d)(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?!\d)")
_NAMED = re.compile(
    r"(?:(\d{1,2})(?:\.|st|nd|rd|th|er|º|ª)?,?\s+(?:de\s+|of\s+)?)?([^\W\d_]+)\.?(?:/[^\W\d_]+)?,?(?:\s+(\d{1,2})(?:st|nd|rd|th)?(?!\d),?)?\s+(?:de\s+|del\s+)?(\d{4})(?!\d)"
)
_CLOCK = re.compile(r"(?<!\d)([01]?\d|2[0-3])[:.h時时]\s?([0-5]\d)(?!\d)(?:[:.][0-5]\d)?\s*([ap])?\.?(?(3)m)?", re.IGNORECASE)
_OFFSET = re.compile(r"(?:GMT|UTC)\s?([+-])(\d{1,2}):?(\d{2})?\b|\b(?:GMT|UTC)\b|(?<=\d)Z\b")


def read_dates(line: str, months: Mapping[str, int], zone: tzinfo) -> list[datetime]:
    """Every full date in the line, with the time of day when there is just one of each, in UTC. `zone` holds where the line names none.

    03/04/2026 is no date: nobody can tell whether it is in March or in April.
    """
    days = _days(line, months)
    text = _DMY.sub(" ", _YMD.sub(" ", line))
    clocks = [(_hour(clock), int(clock[2])) for clock in _CLOCK.finditer(text)]
    hour, minute = clocks[0] if len(days) == 1 == len(clocks) else (0, 0)
    found = []
    for year, month, day in days:
        try:
            found.append(datetime(year, month, day, hour, minute, tzinfo=_zone(line, zone)).astimezone(UTC))
        except (ValueError, OverflowError):
            continue
    return found


def _days(line: str, months: Mapping[str, int]) -> list[tuple[int, int, int]]:
    days = [tuple(int(part) for part in found.groups() if part) for found in _YMD.finditer(line)]
    for found in _DMY.finditer(line):
        first, mark, second, year = int(found[1]), found[2], int(found[3]), int(found[4])
        if second > 12:
            days.append((year, first, second))
        elif mark != "/" or first > 12 or first == second:
            days.append((year, second, first))
    for found in _NAMED.finditer(line):
        month, day = months.get(found[2].casefold()), found[1] or found[3]
        if month and day:
            days.append((int(found[4]), month, int(day)))
    return [(year, month, day) for year, month, day in days if year in _YEARS]


def _hour(clock: re.Match[str]) -> int:
    hour, half = int(clock[1]), (clock[3] or "").lower()
    return hour % 12 + 12 * (half == "p") if half else hour


def _zone(line: str, zone: tzinfo) -> tzinfo:
    found = _OFFSET.search(line)
    if not found:
        return zone
    if not found[1]:
        return UTC
    offset = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
    return timezone(offset if found[1] == "+" else -offset) if offset < timedelta(hours=24) else zone
