"""Makes for an archive of an earlier version what is made of each item that arrives by now.

What only this module knows: which version lacks what.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

from sqlalchemy import Connection, RowMapping, bindparam, select, update

from newsletter.archive.engine import rows_of, write_rows
from newsletter.archive.index.entries import Entered, Entries, file_keys, text_of
from newsletter.archive.links import keys_of, tie_links
from newsletter.archive.rows import url_keys_of
from newsletter.archive.tables import content_item, index_entry, related_link
from newsletter.archive.twins import find_twins
from newsletter.likeness.sketch import sketch_of
from newsletter.words.titles import fold_title

_A_PAGE = 500


def complete_items(connection: Connection, version: str) -> None:
    """Completes the items that an archive of an earlier version holds, whose tables are those of today."""
    if version < "0002":
        _enter_all(connection)
    elif version < "0004":
        _key_all(connection)


def _enter_all(connection: Connection) -> None:
    """Makes the indexes of an archive that has none yet. Which of its items tell one story is found, and left to an editor."""
    entries = Entries(connection)
    for rows in _pages(connection):
        _respell_urls(connection, rows)
        folded = [fold_title(text_of(row).body) for row in rows]
        find_twins(connection, entries.enter(rows, folded), _Everything(), max(row["imported_at"] for row in rows), "upgrade")
    entries.finish()
    _tie_all(connection)


def _key_all(connection: Connection) -> None:
    """Files all items under the keys by which URLs, titles and texts are found since these are short."""
    for rows in _pages(connection):
        _respell_urls(connection, rows)
        numbers = select(index_entry.c.item_id, index_entry.c.number).where(index_entry.c.item_id.in_([row["id"] for row in rows]))
        of = {row["item_id"]: row["number"] for row in rows_of(connection, numbers)}
        texts = [(of[row["id"]], row, text_of(row)) for row in rows]
        file_keys(connection, [Entered(number, row, text, sketch_of(text)) for number, row, text in texts])
    _tie_all(connection)


def _tie_all(connection: Connection) -> None:
    for rows in _pages(connection):
        tie_links(connection, keys_of(connection, [row["id"] for row in rows]))


def _pages(connection: Connection) -> Iterator[Sequence[RowMapping]]:
    last = ""
    while rows := rows_of(connection, select(content_item).where(content_item.c.id > last).order_by(content_item.c.id).limit(_A_PAGE)):
        yield rows
        last = rows[-1]["id"]


class _Everything(Container[str]):
    """Has every id in it: all stored items came with the stories that they tell."""

    def __contains__(self, _: object) -> bool:
        return True


def _respell_urls(connection: Connection, items: Sequence[RowMapping]) -> None:
    """Gives items, and links of theirs, the canonical URLs that they have by now."""
    links = rows_of(connection, select(related_link).where(related_link.c.item_id.in_([row["id"] for row in items])))
    for table, rows in ((content_item, items), (related_link, links)):
        spelled = [(row, url_keys_of(row["url"])) for row in rows]
        changes = [{"row": row["id"], **now} for row, now in spelled if any(row[name] != value for name, value in now.items())]
        change = update(table).where(table.c.id == bindparam("row"))
        write_rows(connection, change.values(canonical_url=bindparam("canonical_url"), url_key=bindparam("url_key")), changes)
