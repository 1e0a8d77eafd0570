"""What has become of the stories that links lead to: items by the ids and addresses that name them, all in one question."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, or_, select

from newsletter.archive.answers import Target
from newsletter.archive.engine import Database, among, rows_of
from newsletter.archive.rows import read_items
from newsletter.archive.tables import content_item
from newsletter.models import Status
from newsletter.words.keys import key_of
from newsletter.words.urls import canonical_url


class Targets(Database):
    """Questions about what is linked."""

    def targets(self, names: Collection[str]) -> dict[str, Target]:
        """The stored items of these ids and URLs, by the name that each was asked for by; of several at one URL the newest."""
        urls = [key_of(url) for name in names if (url := canonical_url(name))]
        with self._reading() as connection:
            named = or_(among(connection, content_item.c.id, names), among(connection, content_item.c.url_key, urls))
            found = read_items(connection, named)
            reasons = _retired_reasons(connection, [item.id for item in found if item.status is Status.RETIRED])
        by_id = {item.id: item for item in found}
        by_url = {canonical_url(item.url): item for item in reversed(found)}
        known = {name: by_id.get(name) or by_url.get(canonical_url(name) or "?") for name in names}
        return {name: Target(item, reasons.get(item.id, "")) for name, item in known.items() if item is not None}


def _retired_reasons(connection: Connection, item_ids: Collection[str]) -> dict[str, str]:
    question = select(content_item.c.id, content_item.c.retired_reason).where(among(connection, content_item.c.id, item_ids))
    return {row["id"]: row["retired_reason"] for row in rows_of(connection, question)}
