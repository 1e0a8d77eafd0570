"""The items that an issue of a moment could be made of, read as far as choosing among them needs, and how many the others are.

What only this module knows: by which indexes they are found, so that an archive of a million costs no more than its window.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import JSON, ColumnElement, Connection, Row, Select, Text, and_, cast, func, literal_column, select, union

from newsletter.archive.rows import ITEM_COLUMNS
from newsletter.archive.tables import content_item
from newsletter.models import ContentItem, Image, Kind, Status

_TEXT = ("body", "captions", "promos_removed")
"""What is most of an item, and says nothing of whether it fits."""

_OUTLINE = [column for column in ITEM_COLUMNS if column.name not in _TEXT]
_NAMES = [column.name for column in _OUTLINE]
_LISTS = [column.name for column in _OUTLINE if isinstance(column.type, JSON)]
_ASKED = [cast(column, Text).label(column.name) if column.name in _LISTS else column for column in _OUTLINE]
"""Lists come as the texts that they are kept as: most are empty, and need not be taken apart."""

_KINDS, _STATES = ({one.value: one for one in values} for values in (Kind, Status))

_published, _embargo, _evergreen = content_item.c.published_at, content_item.c.embargo_until, content_item.c.evergreen
# Said outright, so that the index of the few rows with this kind is used; a value that is bound could be any kind.
_is_sponsors = content_item.c.kind == literal_column(f"'{Kind.SPONSOR}'")


class Window(NamedTuple):
    """The ready items of it without their texts, newest first, and how many others are passed over for each reason."""

    items: list[ContentItem]
    passed_over: dict[str, int]


def read_window(connection: Connection, since: datetime, at: datetime, *, counted: bool = True) -> Window:
    """The items dated, or embargoed until, after `since` and dated not after `at`, and all evergreens; sponsors' items left out."""
    answers = (row for question in _questions(since, at) for row in connection.execute(question).all())
    rows = [row for row in {row.id: row for row in answers}.values() if row.kind != Kind.SPONSOR]
    items = [_item_of(row) for row in rows if row.status == Status.READY]
    items.sort(key=lambda item: item.id)
    items.sort(key=lambda item: item.published_at or at, reverse=True)
    others = [row.status for row in rows if row.status != Status.READY]
    passed = Counter("retired" if status == Status.RETIRED else "not ready" for status in others)
    if counted:
        passed += Counter(dict(_outside(connection, since, at)))
    return Window(items, dict(sorted(passed.items())))


def _item_of(row: Row[Any]) -> ContentItem:
    fields = dict(zip(_NAMES, row, strict=True))
    for name in _LISTS:
        fields[name] = _list_of(fields[name])
    fields["kind"], fields["status"] = _KINDS[fields["kind"]], _STATES[fields["status"]]
    fields["images"] = tuple([Image.as_stored(image) for image in fields["images"]])
    return ContentItem.as_stored(fields)


@lru_cache(10_000)
def _list_of(written: str) -> tuple[Any, ...]:
    """Tags and authors are the same for many items."""
    return tuple(json.loads(written))


def _questions(since: datetime, at: datetime) -> Iterator[Select[Any]]:
    """One for each index; an item may answer more than one of them."""
    yield select(*_ASKED).where(_published > since, _published <= at)
    yield select(*_ASKED).where(_lifted_after(since), _published <= since)
    yield select(*_ASKED).where(_evergreen)


def _outside(connection: Connection, since: datetime, at: datetime) -> Iterator[tuple[str, int]]:
    """How many lie before the window and after it: all of them by their dates, without those that are in it or not asked about."""
    for reason, dated, lifted in (("too old", _published <= since, _lifted_after(since)), ("not out yet", _published > at, None)):
        others = [
            select(content_item.c.id).where(condition, dated) for condition in (_is_sponsors, _evergreen, lifted) if condition is not None
        ]
        everything = select(func.count()).select_from(content_item).where(dated).scalar_subquery()
        apart = select(func.count()).select_from(union(*others).subquery()).scalar_subquery()
        yield reason, connection.execute(select(everything - apart)).scalar_one()


def _lifted_after(since: datetime) -> ColumnElement[bool]:
    return and_(_embargo.is_not(None), _embargo > since)
