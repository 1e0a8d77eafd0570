"""Dates as newspapers write them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from newsletter.intake.cues import read_cues
from newsletter.intake.dateline import read_dates

ROME = ZoneInfo("Europe/Rome")


@pytest.mark.parametrize(
    ("line", "moment"),
    [
        ("March 4, 2025", "2025-03-03T23:00"),
        ("Published Mar 4, 2025, 8:54 PM UTC", "2025-03-04T20:54"),
        ("4 March 2025 - 14:19", "2025-03-04T13:19"),
        ("04.03.2025 14.19", "2025-03-04T13:19"),
        ("2025-03-04T06:00:00Z", "2025-03-04T06:00"),
        ("5:45 AM 11/19/2024", "2024-11-19T04:45"),
        ("19/11/2024", "2024-11-18T23:00"),
        ("4. März 2025, 12:01", "2025-03-04T11:01"),
        ("4 de marzo de 2025", "2025-03-03T23:00"),
        ("1er avril 2025", "2025-03-31T22:00"),
        ("4 марта 2025, 10:00", "2025-03-04T09:00"),
        ("2025年3月4日 21時37分", "2025-03-04T20:37"),
        ("4 مارس 2025، آخر تحديث 14:00 (GMT+0400)", "2025-03-04T10:00"),
    ],
)
def test_a_date_line_gives_its_moment(line: str, moment: str) -> None:
    assert read_dates(line, read_cues().months, ROME) == [datetime.fromisoformat(moment).replace(tzinfo=UTC)]


@pytest.mark.parametrize("line", ["03/04/2025", "two hours ago", "14:19", "31 February 2025", "4 March 2561", "May 2025", "99.99.2025", ""])
def test_what_states_no_full_or_no_certain_date_gives_none(line: str) -> None:
    assert read_dates(line, read_cues().months, ROME) == []
