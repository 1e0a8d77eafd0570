"""The same story, once: finds which arriving items tell a story that is stored already, and lets editors overrule what was found.

What only this module knows: when two items share a story. Its name is the id of the item that told it first.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, insert, or_, select, update

from newsletter.archive.answers import Twin
from newsletter.archive.engine import Database, in_parts, look_up, rows_of, write_rows
from newsletter.archive.index.entries import Entered, text_of
from newsletter.archive.items import read_item
from newsletter.archive.links import keys_of, tie_links
from newsletter.archive.tables import content_item, index_entry, twin
from newsletter.archive.telling import APART, TOGETHER, are_apart, leave_story, members_of, story_of, tell
from newsletter.errors import Refused
from newsletter.likeness.sameness import SURE, Sameness, compare
from newsletter.likeness.sketch import BOILERPLATE, enough_in_common
from newsletter.likeness.wording import Wording, wording_of
from newsletter.models import Kind

_COMPARED = 20
"""With how many stored items at most an arriving one is compared, those with the most in common first."""

_OF_AN_ITEM = ("id", "title", "dek", "body", "language", "story", "kind", "published_at", "date_assumed")


class Twins(Database):
    """Questions about items that tell one story."""

    def duplicates(
        self, item_id: str | None = None, *, decided: bool = False, undecided: bool = False, limit: int | None = None
    ) -> list[Twin]:
        """The pairs found, of one item or of all, the newest first.

        Where asked, those too that an editor has parted (`decided`), or those alone that are for one to decide (`undecided`).
        """
        earlier, later = content_item.alias("earlier"), content_item.alias("later")
        question = (
            select(
                twin,
                *(earlier.c[name].label(f"earlier_{name}") for name in ("title", "published_at", "story")),
                *(later.c[name].label(f"later_{name}") for name in ("title", "published_at", "story")),
            )
            .join(earlier, earlier.c.id == twin.c.earlier_id)
            .join(later, later.c.id == twin.c.later_id)
            .order_by(later.c.published_at.desc(), twin.c.later_id, twin.c.earlier_id)
            .limit(limit)
        )
        if item_id is not None:
            question = question.where(or_(twin.c.earlier_id == item_id, twin.c.later_id == item_id))
        if undecided:
            question = question.where(twin.c.verdict == "", earlier.c.story != later.c.story)
        elif not decided:
            question = question.where(twin.c.verdict != APART)
        with self._reading() as connection:
            return [_twin(row) for row in rows_of(connection, question)]

    def versions_of(self, story: str) -> list[str]:
        """The ids of the items that tell a story, the first first."""
        with self._reading() as connection:
            return members_of(connection, story)

    def merge(self, item_id: str, other_id: str, *, at: datetime, who: str) -> list[str]:
        """Makes two items, and all that share their stories, tell one; the ids of all of them. Raises NotFound, Refused for a sponsor's."""
        with self._writing() as connection:
            one, other = read_item(connection, item_id), read_item(connection, other_id)
            for item in (one, other):
                if item.kind is Kind.SPONSOR:
                    raise Refused(f"'{item.id}' is a sponsor's item, which tells no story")
            if one.id == other.id:
                raise Refused(f"'{one.id}' is one item, and tells its own story")
            _decide(connection, [(one.id, other.id)], TOGETHER, at, who)
            if one.story != other.story:
                earlier, later = sorted((one, other), key=lambda item: (item.published_at, item.id))
                tell(connection, members_of(connection, later.story), earlier.story)
            members = members_of(connection, story_of(connection, one.id))
            both = twin.c.earlier_id.in_(members) & twin.c.later_id.in_(members)
            connection.execute(update(twin).where(both, twin.c.verdict == APART).values(verdict=TOGETHER, at=at, who=who))
            tie_links(connection, keys_of(connection, members))
            return members

    def split(self, item_id: str, other_id: str | None = None, *, at: datetime, who: str) -> list[str]:
        """Takes an item out of its story, or says of what was found to be like it that it is not; the ids of those others.

        With an `other_id` that tells another story, only of that one. Raises NotFound, and Refused when there are none.
        """
        with self._writing() as connection:
            story = read_item(connection, item_id).story
            sharing = [member for member in members_of(connection, story) if member != item_id]
            others = sharing or _found_with(connection, item_id)
            if other_id is not None and read_item(connection, other_id).id not in sharing:
                sharing, others = [], [other_id] if other_id != item_id else []
            if not others:
                raise Refused(f"'{item_id}' shares its story with no other item", "'newsletter content duplicates' lists what was found")
            _decide(connection, [(item_id, other) for other in others], APART, at, who)
            if sharing:
                leave_story(connection, item_id)
                tie_links(connection, keys_of(connection, [item_id, *others]))
            return others


_Pair = tuple[str, str]
"""The ids of the earlier item and of the later one."""


def find_twins(connection: Connection, entered: Sequence[Entered], told: Container[str], at: datetime, who: str) -> set[str]:
    """Looks for the stories of items that have just got their entries, and lets those that surely tell a stored one share it.

    Two items that came with the stories that they tell (their ids are in `told`) are not united. An item that shared a story by its
    words alone, and has others now, tells its own again. Returns the ids of the items whose stories have changed.
    """
    candidates = [entry for entry in entered if entry.columns["kind"] != Kind.SPONSOR]
    ids = [entry.columns["id"] for entry in candidates]
    shared = _forget(connection, ids)
    alike = _compare_all(connection, candidates)
    decided = _note(connection, alike, at, who)
    sure = {pair for pair, sameness in alike.items() if sameness.kind in SURE and pair not in decided}
    changed: set[str] = set()
    for pair in sorted(sure, key=lambda pair: (alike[pair].share_changed, pair)):
        first, second = (story_of(connection, item_id) for item_id in pair)
        if first != second and not (pair[0] in told and pair[1] in told):
            ones, others = members_of(connection, first), members_of(connection, second)
            if not are_apart(connection, ones, others):
                tell(connection, others, first)
                changed.update(ones, others)
    for item_id in [one for one in ids if one in shared and one not in told and not _is_held(connection, one)]:
        changed.update(leave_story(connection, item_id), {item_id})
    return changed


def _compare_all(connection: Connection, entered: Sequence[Entered]) -> dict[_Pair, Sameness]:
    """What the entered items and those with enough in common with them are to one another; pairs that are new are left out."""
    common = _in_common(connection, entered)
    stored = _read_stored(connection, {number for numbers in common.values() for number in numbers})
    found: dict[_Pair, Sameness] = {}
    comparison = _Comparison()
    for entry in entered:
        for other in (stored[number] for number in common[entry.number] if number in stored):
            earlier, later = sorted((entry.columns, other), key=lambda columns: (columns["published_at"], columns["id"]))
            pair = earlier["id"], later["id"]
            if pair not in found:
                found[pair] = comparison.of(earlier, later)
    return {pair: sameness for pair, sameness in found.items() if sameness.kind != "new"}


class _Comparison:
    """Compares items, each of which is taken apart once."""

    def __init__(self) -> None:
        self._wordings: dict[str, Wording] = {}

    def of(self, earlier: Mapping[Any, Any], later: Mapping[Any, Any]) -> Sameness:
        """What the later item is to the earlier one. How long after it that came is not known where a date was assumed."""
        is_dated = not (earlier["date_assumed"] or later["date_assumed"])
        days = (later["published_at"] - earlier["published_at"]) / timedelta(days=1) if is_dated else 0.0
        return compare(self._wording(earlier), self._wording(later), days)

    def _wording(self, item: Mapping[Any, Any]) -> Wording:
        if item["id"] not in self._wordings:
            self._wordings[item["id"]] = wording_of(text_of(item))
        return self._wordings[item["id"]]


def _forget(connection: Connection, item_ids: Sequence[str]) -> set[str]:
    """What was found of these items goes, as their words have changed; an editor's verdict stays. Those that surely had a twin."""
    shared: set[str] = set()
    for part in in_parts(item_ids):
        found = or_(twin.c.earlier_id.in_(part), twin.c.later_id.in_(part)) & (twin.c.verdict == "")
        for earlier, later in connection.execute(select(twin.c.earlier_id, twin.c.later_id).where(found, twin.c.kind.in_(SURE))):
            shared.update((earlier, later))
        connection.execute(delete(twin).where(found))
    return shared


def _is_held(connection: Connection, item_id: str) -> bool:
    """Whether an item shares its story with nobody, or with one that surely tells the same, or that an editor has put it together with."""
    others = [member for member in members_of(connection, story_of(connection, item_id)) if member != item_id]
    with_others = or_(
        (twin.c.earlier_id == item_id) & twin.c.later_id.in_(others),
        (twin.c.later_id == item_id) & twin.c.earlier_id.in_(others),
    )
    holds = or_(twin.c.verdict == TOGETHER, (twin.c.verdict == "") & twin.c.kind.in_(SURE))
    return not others or connection.execute(select(twin.c.kind).where(with_others, holds).limit(1)).scalar() is not None


_HOLDERS = (
    "SELECT hash, text_sketch.number FROM text_sketch JOIN index_entry ON index_entry.number = text_sketch.number"
    " WHERE item_id IS NOT NULL AND hash IN"
)
"""Earlier wordings of an item, whose entries are without it, do not count."""


def _in_common(connection: Connection, entered: Sequence[Entered]) -> dict[int, list[int]]:
    """For each entry the other ones with enough of its sketch in common, the most first."""
    holders: defaultdict[int, list[int]] = defaultdict(list)
    hashes = {hashed for entry in entered for hashed in entry.sketch}
    for hashed, number in look_up(connection, _HOLDERS, hashes):
        holders[hashed].append(number)
    common = {}
    for entry in entered:
        kept = [holders[hashed] for hashed in entry.sketch if len(holders[hashed]) <= BOILERPLATE]
        counts = Counter(number for numbers in kept for number in numbers if number != entry.number)
        least = enough_in_common(len(entry.sketch))
        common[entry.number] = [number for number, count in counts.most_common(_COMPARED) if count >= least]
    return common


def _read_stored(connection: Connection, numbers: Iterable[int]) -> dict[int, Mapping[Any, Any]]:
    stored: dict[int, Mapping[Any, Any]] = {}
    columns = [content_item.c[name] for name in _OF_AN_ITEM]
    for part in in_parts(numbers):
        question = select(index_entry.c.number, *columns).join(content_item, content_item.c.id == index_entry.c.item_id)
        rows = rows_of(connection, question.where(index_entry.c.number.in_(part), content_item.c.kind != Kind.SPONSOR))
        stored |= {row["number"]: row for row in rows}
    return stored


def _note(connection: Connection, alike: Mapping[_Pair, Sameness], at: datetime, who: str) -> set[_Pair]:
    """Keeps what was found; the pairs on which an editor has decided, whose verdict stands."""
    decided: set[_Pair] = set()
    for part in in_parts(sorted({item_id for pair in alike for item_id in pair})):
        rows = rows_of(connection, select(twin.c.earlier_id, twin.c.later_id).where(twin.c.earlier_id.in_(part)))
        # Their dates may have changed since, and with them which is the earlier one.
        decided |= {pair for row in rows for pair in ((row["earlier_id"], row["later_id"]), (row["later_id"], row["earlier_id"]))}
    write_rows(connection, insert(twin), [_row(pair, sameness, at, who) for pair, sameness in alike.items() if pair not in decided])
    return decided


def _row(pair: _Pair, sameness: Sameness, at: datetime, who: str, verdict: str = "") -> dict[str, Any]:
    row = {"earlier_id": pair[0], "later_id": pair[1], "kind": sameness.kind, "share_changed": sameness.share_changed}
    return row | {"verdict": verdict, "at": at, "who": who}


def _decide(connection: Connection, pairs: Iterable[_Pair], verdict: str, at: datetime, who: str) -> None:
    """An editor's verdict on pairs of items, in whatever order each is named."""
    for pair in pairs:
        one, other = (read_item(connection, item_id) for item_id in pair)
        earlier, later = sorted((one, other), key=lambda item: (item.published_at, item.id))
        given = (twin.c.earlier_id == earlier.id) & (twin.c.later_id == later.id)
        connection.execute(delete(twin).where(given | ((twin.c.earlier_id == later.id) & (twin.c.later_id == earlier.id))))
        sameness = _Comparison().of(earlier.model_dump(), later.model_dump())
        connection.execute(insert(twin).values(**_row((earlier.id, later.id), sameness, at, who, verdict)))


def _found_with(connection: Connection, item_id: str) -> list[str]:
    """The items that were found to be like one, the first first."""
    pairs = rows_of(connection, select(twin).where(or_(twin.c.earlier_id == item_id, twin.c.later_id == item_id), twin.c.verdict == ""))
    return [row["later_id"] if row["earlier_id"] == item_id else row["earlier_id"] for row in pairs]


def _twin(row: RowMapping) -> Twin:
    return Twin(
        earlier=row["earlier_id"],
        earlier_title=row["earlier_title"],
        earlier_at=row["earlier_published_at"],
        later=row["later_id"],
        later_title=row["later_title"],
        later_at=row["later_published_at"],
        kind=row["kind"],
        share_changed=row["share_changed"],
        is_one_story=row["earlier_story"] == row["later_story"],
        verdict=row["verdict"],
        at=row["at"],
        who=row["who"],
    )
