"""Turns content items into rows and rows into content items, whole: with their related links and where they ran."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from sqlalchemy import JSON, ColumnElement, Connection, Text, cast, select

from newsletter.archive.engine import among, rows_of
from newsletter.archive.tables import booking, content_item, ledger, related_link
from newsletter.models import Booking, ContentItem, RelatedLink, Run
from newsletter.words.keys import key_of
from newsletter.words.titles import fingerprint_of, fold_title
from newsletter.words.urls import canonical_url

_MOMENTS = ("published_at", "embargo_until")
_ROWS_OF_THEIR_OWN = {"related", "ran", "bookings"}
ITEM_COLUMNS = [content_item.c[name] for name in ContentItem.model_fields if name not in _ROWS_OF_THEIR_OWN]
_LISTS = frozenset(column.name for column in ITEM_COLUMNS if isinstance(column.type, JSON))
_COLUMNS_FOR_LATER = [cast(column, Text).label(column.name) if column.name in _LISTS else column for column in ITEM_COLUMNS]
"""The same, with the lists as the texts that they are kept as: to take those apart is most of the work of reading an item."""


def folded_body(item: ContentItem) -> str:
    """The words of an item's body, folded."""
    return fold_title("\n".join([block.text for block in item.body]))


def columns_of(item: ContentItem, folded: str | None = None) -> dict[str, Any]:
    """An item's own fields as they are stored, and the keys that it is recognised by; `folded` is its folded_body, where that is known."""
    columns = item.model_dump(mode="json", exclude=_ROWS_OF_THEIR_OWN)
    columns |= {name: getattr(item, name) for name in _MOMENTS}
    columns |= url_keys_of(item.url)
    columns["folded_title"] = fold_title(item.title)
    columns["fingerprint"] = fingerprint_of(columns["folded_title"], folded_body(item) if folded is None else folded)
    return columns


def url_keys_of(url: str) -> dict[str, Any]:
    """The canonical spelling of a URL, and the key by which it is found."""
    canonical = canonical_url(url)
    return {"canonical_url": canonical, "url_key": key_of(canonical) if canonical else None}


def item_of(
    columns: Mapping[Any, Any], related: Sequence[RelatedLink] = (), ran: Sequence[Run] = (), bookings: Sequence[Booking] = ()
) -> ContentItem:
    """The content item of a row that holds at least ITEM_COLUMNS."""
    fields = {column.name: columns[column.name] for column in ITEM_COLUMNS}
    return ContentItem.model_validate(fields | {"related": tuple(related), "ran": tuple(ran), "bookings": tuple(bookings)})


def read_for_later(connection: Connection, item_ids: Iterable[str]) -> dict[str, Callable[[], ContentItem]]:
    """For each id what makes the item that is stored now, without all that is kept in rows of its own, once it is wanted."""
    rows = rows_of(connection, select(*_COLUMNS_FOR_LATER).where(among(connection, content_item.c.id, item_ids)))
    return {row["id"]: partial(_item_of_texts, row) for row in rows}


def _item_of_texts(columns: Mapping[Any, Any]) -> ContentItem:
    return item_of({name: json.loads(value) if name in _LISTS else value for name, value in columns.items()})


def read_items(
    connection: Connection, *conditions: ColumnElement[bool], newest_first: bool = True, limit: int | None = None
) -> list[ContentItem]:
    """The items that meet all conditions, by date or else by id."""
    order = (content_item.c.published_at.desc(), content_item.c.id) if newest_first else (content_item.c.id,)
    rows = rows_of(connection, select(*ITEM_COLUMNS).where(*conditions).order_by(*order).limit(limit))
    ids = [row["id"] for row in rows]
    related, ran, bookings = _related(connection, ids), runs_by(connection, ledger.c.item_id, ids), _bookings(connection, ids)
    return [item_of(row, related[row["id"]], ran[row["id"]], bookings[row["id"]]) for row in rows]


def stories_of(connection: Connection, item_ids: Collection[str]) -> dict[str, str]:
    """The story that each item tells now, by its id; items that are gone are left out."""
    question = select(content_item.c.id, content_item.c.story).where(among(connection, content_item.c.id, item_ids))
    return {row["id"]: row["story"] for row in rows_of(connection, question)}


def runs_by(connection: Connection, column: ColumnElement[str], values: Collection[str]) -> defaultdict[str, list[Run]]:
    """The ledger's unreleased lines whose `column` (story, item_id or issue_id) is one of the values, newest first, by that value."""
    runs: defaultdict[str, list[Run]] = defaultdict(list)
    order = (ledger.c.at.desc(), ledger.c.issue_id, ledger.c.id)
    question = select(ledger).where(among(connection, column, values), ledger.c.released_at.is_(None))
    for row in rows_of(connection, question.order_by(*order)):
        runs[row[column.key or ""]].append(run_of(row))
    return runs


def run_of(row: Mapping[Any, Any]) -> Run:
    """What a line of the ledger tells."""
    return Run(issue=row["issue_id"], campaign=row["campaign"], section=row["section"], position=row["position"], at=row["at"])


def _related(connection: Connection, ids: Iterable[str]) -> defaultdict[str, list[RelatedLink]]:
    links: defaultdict[str, list[RelatedLink]] = defaultdict(list)
    columns = (related_link.c.item_id, related_link.c.title, related_link.c.url, related_link.c.target_id)
    question = select(*columns).where(among(connection, related_link.c.item_id, ids)).order_by(related_link.c.position)
    for row in rows_of(connection, question):
        links[row["item_id"]].append(RelatedLink(title=row["title"], url=row["url"], item=row["target_id"]))
    return links


def _bookings(connection: Connection, ids: Iterable[str]) -> defaultdict[str, list[Booking]]:
    booked: defaultdict[str, list[Booking]] = defaultdict(list)
    order = (booking.c.date, booking.c.campaign, booking.c.section, booking.c.position)
    for row in rows_of(connection, select(booking).where(among(connection, booking.c.item_id, ids)).order_by(*order)):
        booked[row["item_id"]].append(Booking(**{name: row[name] for name in Booking.model_fields}))
    return booked
