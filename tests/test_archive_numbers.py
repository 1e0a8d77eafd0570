"""Numbers of index entries go by date, and none is given twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from archive_fixtures import NOW, fresh_archive, new_archive
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import insert

from newsletter.archive import Archive
from newsletter.archive.index.numbers import Numbers, first_number
from newsletter.archive.tables import index_entry


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with fresh_archive(tmp_path) as opened:
        yield opened


def give(archive: Archive, *moments: datetime) -> list[int]:
    """Numbers for items of these moments, all in one transaction, and kept."""
    with archive._writing() as connection:
        given = Numbers(connection).give(moments)
        connection.execute(insert(index_entry), [{"number": number, "item_id": None, "profile": None} for number in given])
    return given


@pytest.mark.parametrize("year", [1, 1903, 1969, 1970, 2026, 9999])
def test_every_moment_has_a_number_and_a_later_hour_a_higher_one(year: int) -> None:
    moment = datetime(year, 6, 1, 12, tzinfo=UTC)
    assert 0 <= first_number(moment) == first_number(moment + timedelta(minutes=59)) < first_number(moment + timedelta(minutes=60))


def test_items_of_one_hour_get_numbers_in_the_order_of_arrival(archive: Archive) -> None:
    first = first_number(NOW)
    assert give(archive, NOW, NOW) == [first, first + 1]
    assert give(archive, NOW + timedelta(minutes=3)) == [first + 2]


def test_the_items_that_an_hour_cannot_hold_get_the_next_free_numbers(archive: Archive) -> None:
    an_hour = timedelta(hours=1)
    give(archive, NOW + an_hour)
    numbers = give(archive, *[NOW] * 70)
    assert numbers[:32] == list(range(first_number(NOW), first_number(NOW) + 32))
    assert numbers[32] == first_number(NOW + an_hour) + 1
    assert give(archive, NOW, NOW + 2 * an_hour) == [max(numbers) + 1, max(numbers) + 2]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(st.integers(0, 3), max_size=60), max_size=4))
def test_no_number_is_given_twice_and_none_is_below_its_hours_first(imports: list[list[int]]) -> None:
    with new_archive() as archive:
        given: list[int] = []
        for hours in imports:
            moments = [NOW + timedelta(hours=hour) for hour in hours]
            numbers = give(archive, *moments) if moments else []
            assert all(number >= first_number(moment) for number, moment in zip(numbers, moments, strict=True))
            given += numbers
        assert len(set(given)) == len(given)
