"""Which items tell one story, and what an editor has said of it.

The ledger and the open issues go by the story, and follow when it changes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import Connection, or_, select, update

from newsletter.archive.engine import in_parts, look_up
from newsletter.archive.tables import content_item, issue_slot, ledger, twin

TOGETHER, APART = "together", "apart"
"""An editor's verdicts on two items."""

_LATER, _EARLIER = (
    f"SELECT {own}, {other}, story FROM twin JOIN content_item ON id = {other} WHERE verdict <> '{APART}' AND {own} IN"  # noqa: S608  (our own words)
    for own, other in (("earlier_id", "later_id"), ("later_id", "earlier_id"))
)
"""The items that tell the same as others, or may."""


def members_of(connection: Connection, story: str) -> list[str]:
    """The ids of the items that tell a story, the first first."""
    question = select(content_item.c.id).where(content_item.c.story == story).order_by(content_item.c.published_at, content_item.c.id)
    return list(connection.execute(question).scalars())


def story_of(connection: Connection, item_id: str) -> str:
    """The story that a stored item tells."""
    story: str = connection.execute(select(content_item.c.story).where(content_item.c.id == item_id)).scalar_one()
    return story


def tell(connection: Connection, item_ids: Sequence[str], story: str) -> None:
    """Lets the items tell a story from now on, and be known by it wherever they ran or stand."""
    for part in in_parts(item_ids):
        connection.execute(update(content_item).where(content_item.c.id.in_(part)).values(story=story))
        for table in (ledger, issue_slot):
            connection.execute(update(table).where(table.c.item_id.in_(part)).values(story=story))


def leave_story(connection: Connection, item_id: str) -> list[str]:
    """Lets an item tell its own story, and those that shared it keep together; the ids of these."""
    story = story_of(connection, item_id)
    others = [member for member in members_of(connection, story) if member != item_id]
    if others:
        tell(connection, others, others[0] if story == item_id else story)
    tell(connection, [item_id], item_id)
    return others


def are_apart(connection: Connection, ones: Collection[str], others: Collection[str]) -> bool:
    """Whether an editor has said of an item of the ones and one of the others that they are two."""
    said = or_(
        twin.c.earlier_id.in_(ones) & twin.c.later_id.in_(others),
        twin.c.earlier_id.in_(others) & twin.c.later_id.in_(ones),
    )
    return connection.execute(select(twin.c.earlier_id).where(said, twin.c.verdict == APART).limit(1)).scalar() is not None


def twins_of(connection: Connection, item_ids: Iterable[str]) -> dict[str, set[str]]:
    """The items, and their stories, that tell the same as each of these, or may: their ids."""
    twins: dict[str, set[str]] = {item_id: set() for item_id in item_ids}
    for question in (_LATER, _EARLIER):
        for item_id, other, story in look_up(connection, question, list(twins)):
            twins[item_id].update((other, story))
    return twins
