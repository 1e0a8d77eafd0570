"""Takes in content items: which stored item an arriving one is, what it changes there, and under which id a new one is kept.

What only this module knows: when two items are one. A path alone never says so.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from newsletter.archive.answers import Imported
from newsletter.archive.bookings import keep_bookings, require_sponsors
from newsletter.archive.engine import Database, in_parts, look_up, rows_of, write_rows
from newsletter.archive.index.entries import ENTERED, Entries
from newsletter.archive.links import Keys, keys_of, tie_links
from newsletter.archive.rows import columns_of, folded_body, item_of, url_keys_of
from newsletter.archive.tables import content_item, content_wording, related_link
from newsletter.archive.telling import are_apart, members_of, tell
from newsletter.archive.twins import find_twins
from newsletter.errors import UsageError
from newsletter.models import Booking, ContentItem, RelatedLink, Status
from newsletter.words.titles import slug_of
from newsletter.words.urls import canonical_url

_ID = re.compile(r"\w[\w.:@-]{0,199}")

_RECOGNISED_BY = {"id": "id", "canonical_url": "url_key", "fingerprint": "fingerprint"}
"""By what an item is recognised, and the column by which those with the same are found."""

_TAKEN_ALONG = ("source", "word_count", "canonical_url", "url_key", "folded_title", "fingerprint")
"""What comes with a change of an item's words, and is none by itself."""

_NOTICE = 60
"""A text of fewer words may come again word for word …"""
_A_NEWS_DAY = timedelta(days=1.5)
"""… after so long, and tell of something else."""

_COMPARED = [name for name in ContentItem.model_fields if name not in ("id", "version", "related", "ran", "bookings", *_TAKEN_ALONG)]


class Arrivals(Database):
    """How content items enter the archive."""

    def import_items(self, items: Iterable[ContentItem], *, at: datetime, who: str) -> Imported:
        """Stores the items, all or none. An item without a date gets the moment `at`, marked as assumed; a new one its id."""
        arriving = list(items)  # read to the end first: others can write while a long import is still reading its files
        for item in arriving:
            if item.id and not _ID.fullmatch(item.id):
                raise UsageError(f"'{item.id}' cannot be the id of an item", "use letters, digits and hyphens")
        require_sponsors(arriving)
        with self._writing() as connection:
            delivery = _Delivery(connection, at, who, arriving)
            for part in in_parts(arriving):
                with _at_one_go():
                    delivery.take(part)
            with _at_one_go():
                delivery.finish()
                tie_links(connection, delivery.touched)
        return delivery.report()


@contextmanager
def _at_one_go() -> Iterator[None]:
    """Puts off Python's search for objects that hold one another: it would go through all that is being made, and find none."""
    is_searching = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if is_searching:
            gc.enable()


@dataclass
class _Kept:
    """What is stored of one item, and how that came about."""

    columns: dict[str, Any]
    links: list[dict[str, Any]]
    folded: str = ""
    """The words of its body, folded: of an item that arrives in this import."""
    is_new: bool = False
    is_changed: bool = False
    is_relinked: bool = False
    is_reworded: bool = False
    is_retold: bool = False


class _Stock:
    """The items that some arriving ones may be, found by each of their keys."""

    def __init__(self, connection: Connection, arriving: list[dict[str, Any]]) -> None:
        self.kept: dict[str, _Kept] = {}
        self._by: dict[str, dict[str, str]] = {key: {} for key in _RECOGNISED_BY}
        for column in _RECOGNISED_BY.values():
            sought = list({columns[column] for columns in arriving} - {"", None})
            for row in rows_of(connection, select(content_item).where(content_item.c[column].in_(sought)).order_by(content_item.c.id)):
                self.put(self.kept.setdefault(row["id"], _Kept(dict(row), [])))
        links = select(related_link).where(related_link.c.item_id.in_(list(self.kept))).order_by(related_link.c.position)
        for row in rows_of(connection, links):
            self.kept[row["item_id"]].links.append(dict(row))

    def match(self, columns: Mapping[str, Any], claimed: set[str], arriving_urls: set[str]) -> _Kept | None:
        """The stored item that the arriving one is.

        Two that came with two ids of their own are two items, and so are two copies of a text that arrive at two addresses together.
        """
        for key in _RECOGNISED_BY:
            found = self._by[key].get(columns[key]) if columns[key] else None
            if found and (key == "id" or not columns["id"] or found not in claimed):
                kept = self.kept[found]
                arrives_too = _are_elsewhere(kept.columns, columns) and kept.columns["canonical_url"] in arriving_urls
                if key != "fingerprint" or not (arrives_too or _is_notice_of_another_day(kept.columns, columns)):
                    return kept
        return None

    def put(self, kept: _Kept) -> None:
        """Lets an item be found by the keys that it has now, where no other one is."""
        self.kept[kept.columns["id"]] = kept
        for key in _RECOGNISED_BY:
            self._by[key].setdefault(kept.columns[key], kept.columns["id"])

    def drop(self, kept: _Kept) -> None:
        """Lets an item be found no longer by the keys that it has now."""
        for key in _RECOGNISED_BY:
            if self._by[key].get(kept.columns[key]) == kept.columns["id"]:
                del self._by[key][kept.columns[key]]


class _Delivery:
    """One import, part by part."""

    def __init__(self, connection: Connection, at: datetime, who: str, arriving: Sequence[ContentItem]) -> None:
        self.touched = Keys()
        self._connection, self._at, self._who = connection, at, who
        self._claimed = {item.id for item in arriving if item.id}
        self._urls = {canonical_url(item.url) for item in arriving if item.url}
        self._entries = Entries(connection)
        self._told: set[str] = set()
        self._given: set[str] = set()
        self._stored: set[str] = set()
        self._numbered: dict[str, tuple[int, set[str]]] = {}
        self._outcome: dict[str, str] = {}
        self._bookings: dict[str, tuple[Booking, ...]] = {}
        self._assumed: list[str] = []

    def take(self, part: list[ContentItem]) -> None:
        """Stores a part of the items, short enough to be named in one question."""
        bodies = [folded_body(item) for item in part]
        arriving = [columns_of(item, folded) for item, folded in zip(part, bodies, strict=True)]
        slugs = {slug_of(item.title) for item in part if not item.id}
        names = (look_up(self._connection, f"SELECT {column} FROM content_item WHERE {column} IN", slugs) for column in ("id", "story"))  # noqa: S608
        self._stored = {name for rows in names for (name,) in rows}
        stock = _Stock(self._connection, arriving)
        wordings = []
        for item, columns, folded in zip(part, arriving, bodies, strict=True):
            kept = stock.match(columns, self._claimed, self._urls)
            if kept is None:
                kept = self._enter(item, columns, folded)
                stock.put(kept)
            elif self._differs(kept, item, columns):
                wordings.append(_wording(kept, self._at, self._who))
                stock.drop(kept)
                self._replace(kept, item, columns)
                kept.folded = folded
                stock.put(kept)
            else:
                self._outcome.setdefault(kept.columns["id"], "unchanged")
            self._bookings[kept.columns["id"]] = item.bookings
        self._write(list(stock.kept.values()), wordings)

    def finish(self) -> None:
        """Writes what was put off until all items are there."""
        self._entries.finish()
        new = {item_id for item_id, outcome in self._outcome.items() if outcome == "added"}
        # Another booking is no other wording: the item is updated, and keeps its version.
        for item_id in keep_bookings(self._connection, self._bookings, new) - new:
            self._outcome[item_id] = "updated"

    def report(self) -> Imported:
        """What became of the items."""
        added, updated, unchanged = (
            tuple(item_id for item_id, outcome in self._outcome.items() if outcome == word) for word in ("added", "updated", "unchanged")
        )
        return Imported(added, updated, unchanged, tuple(self._assumed))

    def _enter(self, item: ContentItem, columns: dict[str, Any], folded: str) -> _Kept:
        item_id = columns["id"] or self._new_id(item.title)
        if item.published_at is None:
            columns |= {"published_at": self._at, "date_assumed": True}
        if columns["date_assumed"]:
            self._assumed.append(item_id)
        if item.story:
            self._told.add(item_id)
        columns |= {"id": item_id, "story": item.story or item_id, "version": 1, "imported_at": self._at}
        columns |= {"retired_reason": "", "retired_at": self._at if item.status is Status.RETIRED else None}
        columns |= {"updated_at": self._at, "updated_by": self._who}
        self._outcome[item_id] = "added"
        self.touched.add(columns)
        return _Kept(columns, _link_rows(item_id, item.related), folded, is_new=True)

    def _differs(self, kept: _Kept, item: ContentItem, columns: Mapping[str, Any]) -> bool:
        return bool(self._said_otherwise(kept.columns, columns)) or not _same_links(kept.links, item.related)

    def _said_otherwise(self, before: Mapping[str, Any], columns: Mapping[str, Any]) -> dict[str, Any]:
        """What an arriving item says otherwise; a story that an editor has taken it out of, it does not go back to."""
        changes = _changes(before, columns)
        if "story" in changes and are_apart(self._connection, [before["id"]], members_of(self._connection, changes["story"])):
            del changes["story"]
        return changes

    def _replace(self, kept: _Kept, item: ContentItem, columns: Mapping[str, Any]) -> None:
        before = kept.columns
        changes = self._said_otherwise(before, columns) | {name: columns[name] or before[name] for name in _TAKEN_ALONG if name == "source"}
        changes |= {name: columns[name] for name in _TAKEN_ALONG if name != "source"}
        changes |= {"version": before["version"] + 1}
        if before["status"] != Status.RETIRED:  # of a retired item these tell when, and by whom, it was taken back
            changes |= {"updated_at": self._at, "updated_by": self._who}
        if changes.get("status") == Status.RETIRED:
            changes["retired_at"] = self._at
        self.touched.add(before)
        kept.columns, kept.is_changed = before | changes, True
        kept.is_retold = kept.is_retold or "story" in changes
        kept.is_reworded = kept.is_reworded or any(before[name] != kept.columns[name] for name in ENTERED)
        if item.story:
            self._told.add(before["id"])
        self.touched.add(kept.columns)
        if not _same_links(kept.links, item.related):
            kept.links, kept.is_relinked = _link_rows(before["id"], item.related), True
        if self._outcome.get(before["id"]) != "added":
            self._outcome[before["id"]] = "updated"

    def _write(self, stock: list[_Kept], wordings: list[dict[str, Any]]) -> None:
        new = [kept for kept in stock if kept.is_new]
        changed = [kept for kept in stock if kept.is_changed and not kept.is_new]
        relinked = [kept for kept in changed if kept.is_relinked]
        write_rows(self._connection, insert(content_item), [kept.columns for kept in new])
        change = update(content_item).where(content_item.c.id == bindparam("stored_id"))
        write_rows(self._connection, change, [kept.columns | {"stored_id": kept.columns["id"]} for kept in changed])
        self._connection.execute(delete(related_link).where(related_link.c.item_id.in_([kept.columns["id"] for kept in relinked])))
        write_rows(self._connection, insert(related_link), [link for kept in new + relinked for link in kept.links])
        write_rows(self._connection, insert(content_wording), wordings)
        reworded = [kept for kept in stock if kept.is_new or kept.is_reworded]
        entered = self._entries.enter([kept.columns for kept in reworded], [kept.folded for kept in reworded])
        for kept in changed:
            if kept.is_retold:
                tell(self._connection, [kept.columns["id"]], kept.columns["story"])
        changed_stories = find_twins(self._connection, entered, self._told, self._at, self._who)
        self.touched.join(keys_of(self._connection, sorted(changed_stories)))

    def _new_id(self, title: str) -> str:
        """An id that no item has, no story goes by, none arrives with as its own, and none was given in this import."""
        slug = item_id = slug_of(title)
        if slug in self._given or slug in self._claimed or slug in self._stored:
            if slug not in self._numbered:
                self._numbered[slug] = 1, self._beginning_with(slug)
            number, taken = self._numbered[slug]
            while item_id in self._given or item_id in self._claimed or item_id in taken:
                number += 1
                item_id = f"{slug}-{number}"
            self._numbered[slug] = number, taken
        self._given.add(item_id)
        return item_id

    def _beginning_with(self, slug: str) -> set[str]:
        """The ids and stories that are the slug, or it with a number behind it."""
        taken = {slug}
        for column in (content_item.c.id, content_item.c.story):
            taken.update(self._connection.execute(select(column).where(column > f"{slug}-", column < f"{slug}.")).scalars())
        return taken


def _is_notice_of_another_day(stored: Mapping[str, Any], arriving: Mapping[str, Any]) -> bool:
    """A notice of few words (a dividend, the tides) comes again word for word and is news each time, when it has an address of its own."""
    if arriving["word_count"] >= _NOTICE or arriving["published_at"] is None or arriving["date_assumed"] or stored["date_assumed"]:
        return False
    is_elsewhere = bool(arriving["canonical_url"]) and arriving["canonical_url"] != stored["canonical_url"]
    return is_elsewhere and abs(arriving["published_at"] - stored["published_at"]) > _A_NEWS_DAY


def _are_elsewhere(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether both have an address, and not the same."""
    return "" not in (one["canonical_url"], other["canonical_url"]) and one["canonical_url"] != other["canonical_url"]


def _changes(before: Mapping[str, Any], arriving: Mapping[str, Any]) -> dict[str, Any]:
    """What an arriving item says otherwise than the stored one. What it does not say, it does not change; retired stays retired."""
    unsaid = set() if arriving["story"] else {"story"}
    if arriving["published_at"] is None or (arriving["date_assumed"] and not before["date_assumed"]):
        unsaid |= {"published_at", "date_assumed"}
    if before["status"] == Status.RETIRED:
        unsaid.add("status")
    return {name: arriving[name] for name in _COMPARED if name not in unsaid and arriving[name] != before[name]}


def _same_links(stored: list[dict[str, Any]], arriving: tuple[RelatedLink, ...]) -> bool:
    return len(stored) == len(arriving) and all(
        (link["title"], link["url"]) == (given.title, given.url) and given.item in (None, link["named_id"], link["target_id"])
        for link, given in zip(stored, arriving, strict=True)
    )


def _link_rows(item_id: str, related: Iterable[RelatedLink]) -> list[dict[str, Any]]:
    return [
        {
            "item_id": item_id,
            "position": position,
            "title": link.title,
            "url": link.url,
            **url_keys_of(link.url),
            "named_id": link.item,
            "target_id": None,
            "origin": "editor",
        }
        for position, link in enumerate(related, 1)
    ]


def _wording(kept: _Kept, at: datetime, who: str) -> dict[str, Any]:
    related = [RelatedLink(title=link["title"], url=link["url"], item=link["target_id"]) for link in kept.links]
    snapshot = item_of(kept.columns, related).model_dump(mode="json", exclude={"ran"})
    return {"item_id": kept.columns["id"], "version": kept.columns["version"], "at": at, "who": who, "snapshot": snapshot}
