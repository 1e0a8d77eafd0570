"""Ties related links to stored items, and says what each article's own editors offer.

What only this module knows: when a link and an item belong together. That depends on what is stored, never on what arrived first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Column, Connection, RowMapping, Select, bindparam, select, update

from newsletter.archive.answers import LooseLink, Offer
from newsletter.archive.engine import Database, in_parts, look_up, put_in, rows_of, write_rows
from newsletter.archive.tables import content_item, index_entry, related_link
from newsletter.likeness.titles import the_one_meant, title_keys
from newsletter.models import Kind


@dataclass
class Keys:
    """By what links and items find one another: ids, canonical URLs and the keys of titles."""

    ids: set[str] = field(default_factory=set)
    urls: set[int] = field(default_factory=set)
    titles: set[int] = field(default_factory=set)

    def add(self, columns: Mapping[Any, Any]) -> None:
        """Notes all keys of one item."""
        self.ids.add(columns["id"])
        if columns["url_key"] is not None:
            self.urls.add(columns["url_key"])
        self.titles.update(title_keys(columns["title"]))

    def join(self, other: Keys) -> None:
        """Notes the others' keys as well."""
        self.ids |= other.ids
        self.urls |= other.urls
        self.titles |= other.titles


def keys_of(connection: Connection, item_ids: Sequence[str]) -> Keys:
    """The keys of some stored items."""
    keys = Keys()
    columns = [content_item.c[name] for name in ("id", "url_key", "title")]
    for part in in_parts(item_ids):
        for row in rows_of(connection, select(*columns).where(content_item.c.id.in_(part))):
            keys.add(row)
    return keys


class Links(Database):
    """Questions about related links."""

    def related_offers(self, item_ids: Sequence[str]) -> dict[str, tuple[Offer, ...]]:
        """For each item, what its own editors point to, in their order; a link that can't be printed (see loose_links) is no offer."""
        offers: dict[str, list[Offer]] = {item_id: [] for item_id in item_ids}
        with self._reading() as connection:
            for part in in_parts(offers):
                for row in rows_of(connection, _offer_question(part)):
                    offers[row["item_id"]].append(_offer(row))
        return {item_id: tuple(given) for item_id, given in offers.items()}

    def loose_links(self, item_ids: Sequence[str] | None = None) -> list[LooseLink]:
        """The links, of these items or of all, that are tied to nothing and have no web address."""
        loose = (related_link.c.target_id.is_(None), related_link.c.canonical_url == "")
        question = select(related_link.c.item_id, related_link.c.position, related_link.c.title)
        question = question.where(*loose).order_by(related_link.c.item_id, related_link.c.position)
        with self._reading() as connection:
            if item_ids is None:
                rows = list(rows_of(connection, question))
            else:
                parts = in_parts(dict.fromkeys(item_ids))
                rows = [row for part in parts for row in rows_of(connection, question.where(related_link.c.item_id.in_(part)))]
        return [LooseLink(row["item_id"], row["position"], row["title"]) for row in rows]


def _offer_question(item_ids: list[str]) -> Select[Any]:
    target = (content_item.c[name] for name in ("story", "kind", "status", "published_at", "date_assumed", "embargo_until", "language"))
    return (
        select(
            *(related_link.c[name] for name in ("item_id", "title", "url", "target_id")),
            content_item.c.title.label("target_title"),
            content_item.c.url.label("target_url"),
            *target,
        )
        .join_from(related_link, content_item, related_link.c.target_id == content_item.c.id, isouter=True)
        .where(related_link.c.item_id.in_(item_ids), related_link.c.target_id.is_not(None) | (related_link.c.canonical_url != ""))
        .order_by(related_link.c.item_id, related_link.c.position)
    )


def _offer(row: RowMapping) -> Offer:
    if row["target_id"] is None:
        return Offer(title=row["title"], url=row["url"])
    return Offer(
        title=row["target_title"],
        url=row["target_url"] or row["url"],
        item=row["target_id"],
        story=row["story"],
        kind=row["kind"],
        status=row["status"],
        published_at=row["published_at"],
        date_assumed=row["date_assumed"],
        embargo_until=row["embargo_until"],
        language=row["language"],
    )


def tie_links(connection: Connection, touched: Keys) -> None:
    """Ties every link that the touched items have or could be meant by, or unties it.

    A link belongs to the stored item that it names itself, else to the one at its URL, else to the one whose title it gives in its own
    words; never when several stories are meant, never to its own item or to a sponsor's.
    """
    links = _links_touched(connection, touched)
    targets = _Targets(connection, links)
    _file_titles(connection, [link for link in links if targets.named_by(link) is None])
    changes = [{"link": link["id"], "target": target} for link in links if (target := targets.of(link)) != link["target_id"]]
    change = update(related_link).where(related_link.c.id == bindparam("link")).values(target_id=bindparam("target"))
    write_rows(connection, change, changes)


def _file_titles(connection: Connection, links: Iterable[RowMapping]) -> None:
    """Files links under the keys of their titles, so that an item which comes later finds them."""
    keys = sorted({(key, link["id"]) for link in links for key in title_keys(link["title"])})
    # They may be filed already; and a deleted link's number may have been given again, and some of its keys with it.
    put_in(connection, "INSERT INTO link_title_key (key, link_id)", keys, "ON CONFLICT DO NOTHING")


def _links_touched(connection: Connection, touched: Keys) -> list[RowMapping]:
    found: dict[int, RowMapping] = {}
    columns = related_link.c
    keys: tuple[tuple[Column[Any], set[Any]], ...] = (
        (columns.item_id, touched.ids),
        (columns.named_id, touched.ids),
        (columns.url_key, touched.urls),
    )
    for column, sought in keys:
        for part in in_parts(sought):
            # Said though it is no condition: the index of the column holds only rows with something in it.
            question = select(related_link).where(column.in_(part), column.is_not(None))
            found |= {row["id"]: row for row in rows_of(connection, question)}
    by_title = {number for (number,) in look_up(connection, "SELECT link_id FROM link_title_key WHERE key IN", touched.titles)}
    for part in in_parts(by_title - found.keys()):
        found |= {row["id"]: row for row in rows_of(connection, select(related_link).where(columns.id.in_(part)))}
    return list(found.values())


class _Targets:
    """The stored items that some links could mean, by each of their keys."""

    def __init__(self, connection: Connection, links: Sequence[RowMapping]) -> None:
        self._by: dict[str, defaultdict[str, set[str]]] = {}
        for key, sought, column, own in (("named_id", "named_id", "id", "id"), ("canonical_url", "url_key", "url_key", "canonical_url")):
            found = self._by[key] = defaultdict(set)
            for part in in_parts({link[sought] for link in links} - {None}):
                question = select(content_item.c.id, content_item.c[own].label("key"))
                question = question.where(content_item.c[column].in_(part), content_item.c.kind != Kind.SPONSOR)
                for row in rows_of(connection, question):
                    found[row["key"]].add(row["id"])
        self._keys = {title: title_keys(title) for title in {link["title"] for link in links}}
        self._filed: defaultdict[int, list[int]] = defaultdict(list)
        keys = {key for keys in self._keys.values() for key in keys}
        for key, number in look_up(connection, "SELECT key, number FROM item_title_key WHERE key IN", keys):
            self._filed[key].append(number)
        self._titled: dict[int, RowMapping] = {}
        for numbers in in_parts({number for filed in self._filed.values() for number in filed}):
            self._titled |= {row["number"]: row for row in rows_of(connection, _title_question(numbers))}

    def of(self, link: RowMapping) -> str | None:
        """The one item that the link means, if there is one."""
        return self.named_by(link) or self._meant_by_title(link)

    def named_by(self, link: RowMapping) -> str | None:
        """The item that the link itself names, or that is at its URL."""
        for key, found in self._by.items():
            meant = found.get(link[key], set())
            if len(meant) == 1 and link["item_id"] not in meant:
                return next(iter(meant))
        return None

    def _meant_by_title(self, link: RowMapping) -> str | None:
        numbers = {number for key in self._keys[link["title"]] for number in self._filed.get(key, ())}
        stored = {row["id"]: row for number in numbers if (row := self._titled.get(number))}
        meant = the_one_meant(link["title"], {item_id: row["title"] for item_id, row in stored.items()})
        if meant is None:
            # Two versions of one story under one headline are no two stories: the newest of them is meant.
            newest = {(row["story"], row["folded_title"]): row for row in sorted(stored.values(), key=_by_date)}
            meant = the_one_meant(link["title"], {row["id"]: row["title"] for row in newest.values()})
        return meant if meant != link["item_id"] else None


def _by_date(row: RowMapping) -> tuple[Any, str]:
    return row["published_at"], row["id"]


def _title_question(numbers: list[int]) -> Select[Any]:
    columns = (content_item.c[name] for name in ("id", "title", "folded_title", "story", "published_at"))
    return (
        select(index_entry.c.number, *columns)
        .join(content_item, content_item.c.id == index_entry.c.item_id)
        .where(index_entry.c.number.in_(numbers), content_item.c.kind != Kind.SPONSOR)
    )
