"""Merge what two made of one slot: own words field by field, related links one by one, everything else as it is. Pure.

What only this module knows: what belongs together in a slot, and is taken from one side or the other but never from both.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from newsletter.edit.orders import Orders
from newsletter.models import Slot, SlotLink
from newsletter.words.urls import canonical_url

_ASIDE = {"id", "item", "story", "item_version", "taken", "full", "own", "related", "declined", "why"}


class Clash(NamedTuple):
    """What both sides have changed, each in another way.

    `where` names it for an editor ("World 2", "subject"), `slot` is the slot's id ("" for a line of the issue itself). `field` is a field
    of the slot or the issue; "place" when both moved it (the values are names of places), "dropped" when one side took out what the
    other changed (the values are slots), None where there is nothing.
    """

    where: str
    slot: str
    field: str
    base: Any
    mine: Any
    theirs: Any


class Clashes:
    """The clashes that were found so far, and the rule by which they are."""

    def __init__(self) -> None:
        self.found: list[Clash] = []

    def add(self, where: str, slot: str, field: str, base: Any, mine: Any, theirs: Any) -> None:
        self.found.append(Clash(where, slot, field, base, mine, theirs))

    def one_of(self, where: str, slot: str, field: str, base: Any, mine: Any, theirs: Any) -> Any:
        """The value of the side that changed it; theirs, and a clash, when both did."""
        if theirs == base or mine in (base, theirs):
            return mine if theirs == base else theirs
        self.add(where, slot, field, base, mine, theirs)
        return theirs


def merge_slots(where: str, base: Slot | None, mine: Slot, theirs: Slot, clashes: Clashes) -> Slot:
    """One slot of both; without a `base` both have put the same story in."""
    fields = [name for name in Slot.model_fields if name not in _ASIDE]
    before: dict[str, Any] = {name: getattr(base, name) if base else None for name in fields}
    values = {name: clashes.one_of(where, mine.id, name, before[name], getattr(mine, name), getattr(theirs, name)) for name in fields}
    values["own"] = _own_words(where, base, mine, theirs, clashes)
    values["related"] = _links(where, base, mine, theirs, clashes)
    values["declined"] = _declined(base, mine, theirs)
    if base is None or mine.why == base.why or theirs.why != base.why:
        values["why"] = theirs.why
    else:
        values["why"] = mine.why
    return theirs.but(**values, **_source(where, base, mine, theirs, clashes))


def _source(where: str, base: Slot | None, mine: Slot, theirs: Slot, clashes: Clashes) -> dict[str, Any]:
    """The item, its wording as taken, and how much of it is printed: they come from one side, the newer wording's when both took one."""
    names = ("item", "story", "item_version", "taken", "full")
    old, here, there = ({name: getattr(slot, name) for name in names} if slot else None for slot in (base, mine, theirs))
    if there == old or here in (there, old):
        return dict(here if there == old and here else there or {})
    if mine.full != theirs.full or mine.item_version == theirs.item_version:
        clashes.add(where, mine.id, "full", base.full if base else None, mine.full, theirs.full)
        return dict(there or {})
    return dict((here if mine.item_version > theirs.item_version else there) or {})


_NOTHING = object()


def _own_words(where: str, base: Slot | None, mine: Slot, theirs: Slot, clashes: Clashes) -> dict[str, Any]:
    old = base.own if base else {}
    merged = {}
    for name in dict.fromkeys((*theirs.own, *mine.own, *old)):
        values = [own.get(name, _NOTHING) for own in (old, mine.own, theirs.own)]
        value = _picture(where, values, mine, theirs, base, clashes) if name == "image" else _NOTHING
        if value is _NOTHING:
            value = _word(where, mine.id, name, values, clashes)
        if value is not _NOTHING:
            merged[name] = value
    return merged


def _word(where: str, slot_id: str, name: str, values: list[Any], clashes: Clashes) -> Any:
    old, here, there = values
    if there == old or here in (there, old):
        return here if there == old else there
    clashes.add(where, slot_id, name, *(None if value is _NOTHING else value for value in values))
    return there


def _picture(where: str, values: list[Any], mine: Slot, theirs: Slot, base: Slot | None, clashes: Clashes) -> Any:
    """The same picture that both described: each of its words for itself. Nothing for all other cases."""
    slots = (base, mine, theirs)
    shown = [
        value if isinstance(value, Mapping) else slot.taken.image.model_dump() if value is _NOTHING and slot and slot.taken.image else {}
        for value, slot in zip(values, slots, strict=True)
    ]
    if _NOTHING in values[1:] or not all(isinstance(value, Mapping) for value in values[1:]) or len({one.get("url") for one in shown}) > 1:
        return _NOTHING
    return {
        part: _word(where, mine.id, f"image_{part}", [one.get(part, _NOTHING) for one in shown], clashes)
        for part in dict.fromkeys((*shown[2], *shown[1]))
    }


def _links(where: str, base: Slot | None, mine: Slot, theirs: Slot, clashes: Clashes) -> tuple[SlotLink, ...]:
    """The links of both. What one took out and the other changed, or both put in another order, is a clash, and theirs stand."""
    old, here, there = (_by_target(slot.related if slot else ()) for slot in (base, mine, theirs))
    merged, gone, disputed = {}, set(), False
    for key in dict.fromkeys((*there, *here)):
        if key in here and key in there:
            own = Clashes()
            merged[key] = own.one_of(where, "", "", old.get(key), here[key], there[key])
            disputed = disputed or bool(own.found)
        elif key not in old:
            merged[key] = here.get(key) or there[key]
        else:
            gone.add(key)
            disputed = disputed or (here.get(key) or there[key]) != old[key]
    order = Orders({"": [*old]}, {"": [*here]}, {"": [*there]}).weave(gone, str)
    if not disputed and not order.clashed:
        return tuple(merged[key] for key in order.lists[""])
    clashes.add(where, mine.id, "related", base.related if base else None, mine.related, theirs.related)
    return theirs.related


def _by_target(links: tuple[SlotLink, ...]) -> dict[str, SlotLink]:
    """The links by what they lead to, whatever their titles say."""
    found: dict[str, SlotLink] = {}
    for link in links:
        key, number = link.item or canonical_url(link.url) or link.title, 1
        while key in found:
            key, number = f"{key} {number + 1}", number + 1
        found[key] = link
    return found


def _declined(base: Slot | None, mine: Slot, theirs: Slot) -> tuple[str, ...]:
    old, here, there = (list(slot.declined) if slot else [] for slot in (base, mine, theirs))
    gone = {trace for trace in old if trace not in here or trace not in there}
    order = Orders({"": old}, {"": here}, {"": there}).weave(gone, str)
    return order.lists[""]
