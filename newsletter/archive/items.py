"""Questions about single content items, by id or by some words of a title, and what is done to one: retiring, removing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, delete, exists, func, literal, or_, select, update

from newsletter.archive.answers import EarlierWording, Retirement
from newsletter.archive.engine import Database, rows_of
from newsletter.archive.links import keys_of, tie_links
from newsletter.archive.rows import read_items
from newsletter.archive.tables import content_item, content_wording, index_entry, issue_slot, item_title_key, ledger
from newsletter.archive.telling import leave_story
from newsletter.errors import NotFound, Refused, UsageError
from newsletter.likeness.titles import title_keys
from newsletter.models import ContentItem, Status
from newsletter.words.keys import key_of
from newsletter.words.titles import fold_title
from newsletter.words.urls import canonical_url

_SHOWN = 8
"""How many items are listed when some words fit several."""

_GUESSED_FROM = 2000
"""Among how many of the newest ids a mistyped one is looked for: comparing them all would take seconds in a large archive."""

_A_PAGE = 500

_AN_ID = re.compile(r"\s*[a-z0-9]+(?:-[a-z0-9]+)+\s*")


class Items(Database):
    """Questions about content items."""

    def item(self, item_id: str) -> ContentItem:
        """The item with that id, whole. Raises NotFound."""
        with self._reading() as connection:
            return read_item(connection, item_id)

    def find_item(self, words: str) -> ContentItem:
        """The item that is meant by its id, URL, title or some words of its title. Raises NotFound, and UsageError when several fit.

        What is spelled as an id is one, and is never taken for words of another item's title.
        """
        folded, url = fold_title(words), canonical_url(words)
        beginnings = literal(" ") + content_item.c.folded_title
        parts = [] if _AN_ID.fullmatch(words) else [beginnings.contains(f" {word}", autoescape=True) for word in folded.split()]
        with self._reading() as connection:
            for conditions in (
                [content_item.c.id == words.strip()],
                [content_item.c.url_key == key_of(url), content_item.c.canonical_url == url] if url else [],
                [content_item.c.id.in_(_titled_like(words)), content_item.c.folded_title == folded],
                parts,
            ):
                # One more than is shown tells whether there are more.
                found = read_items(connection, *conditions, limit=_SHOWN + 1) if conditions else []
                if len(found) > 1:
                    raise _several(words, found)
                if found:
                    return found[0]
            raise _unknown(connection, words)

    def items(
        self,
        *,
        section: str | None = None,
        status: str | None = None,
        kind: str | None = None,
        language: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        unused: bool = False,
        limit: int | None = None,
    ) -> list[ContentItem]:
        """The items that meet all that is asked for, newest first: published from `since` to before `until`, `unused` ones never run."""
        conditions = conditions_of(section=section, status=status, kind=kind, language=language, since=since, until=until, unused=unused)
        with self._reading() as connection:
            return read_items(connection, *conditions, limit=limit)

    def count(self) -> int:
        """How many items there are."""
        with self._reading() as connection:
            return connection.execute(select(func.count()).select_from(content_item)).scalar_one()

    def dump(self) -> Iterator[ContentItem]:
        """Every item as of one moment, by id, a page at a time in memory."""
        with self._reading() as connection:
            page = read_items(connection, newest_first=False, limit=_A_PAGE)
            while page:
                yield from page
                page = read_items(connection, content_item.c.id > page[-1].id, newest_first=False, limit=_A_PAGE)

    def wordings(self, item_id: str) -> list[EarlierWording]:
        """The earlier wordings of an item, the oldest first. Raises NotFound."""
        question = select(content_wording).where(content_wording.c.item_id == item_id).order_by(content_wording.c.version)
        with self._reading() as connection:
            read_item(connection, item_id)
            rows = rows_of(connection, question)
        return [EarlierWording(ContentItem.model_validate(row["snapshot"]), row["version"], row["at"], row["who"]) for row in rows]

    def open_issues_with(self, item_id: str) -> list[str]:
        """The ids of the open issues that have the item in a slot."""
        with self._reading() as connection:
            return _open_issues_with(connection, item_id)

    def retire(self, item_id: str, reason: str, *, at: datetime, who: str) -> ContentItem:
        """Withdraws an item from use and keeps it; retired again, it gets the new reason."""
        with self._writing() as connection:
            return _set(connection, item_id, at, who, status=Status.RETIRED, retired_reason=reason, retired_at=at)

    def retirement(self, item_id: str) -> Retirement | None:
        """Why, when and by whom an item was retired; None when it is not."""
        columns = (content_item.c.retired_reason, content_item.c.retired_at, content_item.c.updated_by)
        question = select(*columns).where(content_item.c.id == item_id, content_item.c.status == Status.RETIRED)
        with self._reading() as connection:
            row = connection.execute(question).first()
        return Retirement(*row) if row else None

    def unretire(self, item_id: str, *, at: datetime, who: str) -> ContentItem:
        """Makes a retired item ready again. Raises Refused when it is not retired."""
        with self._writing() as connection:
            if read_item(connection, item_id).status is not Status.RETIRED:
                raise Refused(f"'{item_id}' is not retired")
            return _set(connection, item_id, at, who, status=Status.READY, retired_reason="", retired_at=None)

    def remove(self, item_id: str) -> ContentItem:
        """Deletes an item that never ran, with its earlier wordings; the item as it was. Raises Refused when it ran or is in use."""
        with self._writing() as connection:
            item = read_item(connection, item_id)
            _require_unused(connection, item_id)
            keys = keys_of(connection, [item_id, *leave_story(connection, item_id)])
            connection.execute(update(index_entry).where(index_entry.c.item_id == item_id).values(profile=None))
            connection.execute(delete(content_item).where(content_item.c.id == item_id))
            tie_links(connection, keys)
        return item


def _titled_like(words: str) -> Select[tuple[str | None]]:
    """The ids of the items whose titles may be these words; among them are all that have them as they stand."""
    filed = item_title_key.join(index_entry, index_entry.c.number == item_title_key.c.number)
    return select(index_entry.c.item_id).select_from(filed).where(item_title_key.c.key.in_(title_keys(words)))


def read_item(connection: Connection, item_id: str) -> ContentItem:
    """The item with that id, whole. Raises NotFound."""
    if found := read_items(connection, content_item.c.id == item_id):
        return found[0]
    raise _unknown(connection, item_id)


def _set(connection: Connection, item_id: str, at: datetime, who: str, **values: Any) -> ContentItem:
    # Not a new wording: the version stays, so that no slot is told that its source has changed.
    read_item(connection, item_id)
    connection.execute(update(content_item).where(content_item.c.id == item_id).values(**values, updated_at=at, updated_by=who))
    return read_item(connection, item_id)


def _unknown(connection: Connection, words: str) -> NotFound:
    newest = select(content_item.c.id).order_by(content_item.c.published_at.desc(), content_item.c.id).limit(_GUESSED_FROM)
    known = connection.execute(newest).scalars().all()
    hint = "'newsletter content list' shows what is stored" if known else "nothing is stored yet; 'newsletter content import' stores it"
    return NotFound("item", words, known, hint)


def _several(words: str, found: list[ContentItem]) -> UsageError:
    shown = "\n".join(f"  {item.id}  {item.title}" for item in found[:_SHOWN])
    more = "\n  and more" if len(found) > _SHOWN else ""
    return UsageError(f"'{words}' could be any of several items", f"name one by its id:\n{shown}{more}")


def conditions_of(
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    unused: bool = False,
    **words: str | None,
) -> list[ColumnElement[bool]]:
    """What items must meet: dates from `since` to before `until`, a story that never ran, and columns that hold these words."""
    conditions = [same_word(content_item.c[name], value) for name, value in words.items() if value is not None]
    if since is not None:
        conditions.append(content_item.c.published_at >= since)
    if until is not None:
        conditions.append(content_item.c.published_at < until)
    if unused:
        conditions.append(~exists().where(ledger.c.story == content_item.c.story, ledger.c.released_at.is_(None)))
    return conditions


def same_word(column: ColumnElement[str], value: str) -> ColumnElement[bool]:
    """The column holds that word, in large letters or small."""
    # SQLite's lower() knows ASCII alone, so the word as it is spelled is asked for too.
    return or_(column == value, func.lower(column) == value.lower())


def _open_issues_with(connection: Connection, item_id: str) -> list[str]:
    question = select(issue_slot.c.issue_id).distinct().where(issue_slot.c.item_id == item_id)
    return list(connection.execute(question.order_by(issue_slot.c.issue_id)).scalars())


def _require_unused(connection: Connection, item_id: str) -> None:
    hint = f"'newsletter content retire {item_id} --reason …' withdraws it and keeps what it was"
    if ran := list(connection.execute(select(ledger.c.issue_id).distinct().where(ledger.c.item_id == item_id)).scalars()):
        raise Refused(f"'{item_id}' ran in {', '.join(sorted(ran))}, so it can't be removed", hint)
    if held := _open_issues_with(connection, item_id):
        raise Refused(f"'{item_id}' stands in {', '.join(held)}, so it can't be removed", hint)
