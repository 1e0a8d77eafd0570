"""Ties related links to stored items, and says what each article's own editors offer.

What only this module knows: when a link and an item belong together. That depends on what is stored, never on what arrived first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, bindparam, select, update

from newsletter.archive.answers import LooseLink, Offer
from newsletter.archive.engine import Database, in_parts, rows_of, write_rows
from newsletter.archive.tables import content_item, related_link
from newsletter.models import Kind


@dataclass
class Keys:
    """By what links and items find one another: ids, canonical URLs and folded titles."""

    ids: set[str] = field(default_factory=set)
    urls: set[str] = field(default_factory=set)
    titles: set[str] = field(default_factory=set)

    def add(self, columns: Mapping[Any, Any]) -> None:
        """Notes all keys of one item."""
        self.ids.add(columns["id"])
        self.urls.add(columns["canonical_url"])
        self.titles.add(columns["folded_title"])


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
    target = (content_item.c[name] for name in ("story", "kind", "status", "published_at", "embargo_until", "language"))
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
        embargo_until=row["embargo_until"],
        language=row["language"],
    )


def tie_links(connection: Connection, touched: Keys) -> None:
    """Ties every link that the touched items have or could be meant by, or unties it.

    A link belongs to the stored item that it names itself, else to the one at its URL, else to the one with its title;
    never when there are several, never to its own item or to a sponsor's.
    """
    links = _links_touched(connection, touched)
    targets = _Targets(connection, links)
    changes = [{"link": link["id"], "target": target} for link in links if (target := targets.of(link)) != link["target_id"]]
    change = update(related_link).where(related_link.c.id == bindparam("link")).values(target_id=bindparam("target"))
    write_rows(connection, change, changes)


def _links_touched(connection: Connection, touched: Keys) -> list[RowMapping]:
    found: dict[int, RowMapping] = {}
    columns = related_link.c
    for column, keys in (
        (columns.item_id, touched.ids),
        (columns.named_id, touched.ids),
        (columns.canonical_url, touched.urls),
        (columns.folded_title, touched.titles),
    ):
        for part in in_parts(keys - {""}):
            found |= {row["id"]: row for row in rows_of(connection, select(related_link).where(column.in_(part)))}
    return list(found.values())


class _Targets:
    """The stored items that some links could mean, by each of their keys."""

    def __init__(self, connection: Connection, links: Iterable[RowMapping]) -> None:
        self._by: dict[str, defaultdict[str, set[str]]] = {}
        for key, column in (("named_id", "id"), ("canonical_url", "canonical_url"), ("folded_title", "folded_title")):
            found = self._by[key] = defaultdict(set)
            for part in in_parts({link[key] for link in links} - {"", None}):
                question = select(content_item.c.id, content_item.c[column].label("key"))
                question = question.where(content_item.c[column].in_(part), content_item.c.kind != Kind.SPONSOR)
                for row in rows_of(connection, question):
                    found[row["key"]].add(row["id"])

    def of(self, link: RowMapping) -> str | None:
        """The one item that the link means, if there is one."""
        for key, found in self._by.items():
            meant = found.get(link[key], set())
            if len(meant) == 1 and link["item_id"] not in meant:
                return next(iter(meant))
        return None
