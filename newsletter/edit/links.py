"""Changes of the related links under a slot: dropped, kept, added, put in order. Pure; links go by their numbers, from 1.

What only this module knows: what an editor has declined, so that the archive does not suggest it again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from newsletter.edit.changes import Changed, on_one_line, require_draft
from newsletter.edit.places import find_slot, place_name, replace_slot
from newsletter.errors import Refused, UsageError
from newsletter.models import Issue, Slot, SlotLink
from newsletter.words.urls import is_web_address


def drop_links(issue: Issue, words: str, numbers: Collection[int]) -> Changed:
    """The links of these numbers taken out of a slot, and declined."""
    require_draft(issue)
    slot = find_slot(issue, words)
    dropped = _numbered(issue, slot, numbers)
    left = [link for link in slot.related if link not in dropped]
    return Changed(_with(issue, slot, left), f"{_named(dropped)} dropped from {place_name(issue, slot.id)}")


def keep_links(issue: Issue, words: str, numbers: Collection[int]) -> Changed:
    """The links of these numbers kept under a slot; all others are taken out, and declined."""
    require_draft(issue)
    slot = find_slot(issue, words)
    kept = _numbered(issue, slot, numbers)
    dropped = [link for link in slot.related if link not in kept]
    return Changed(
        _with(issue, slot, kept), f"{_named(dropped)} dropped from {place_name(issue, slot.id)}" if dropped else "nothing changed"
    )


def add_link(issue: Issue, words: str, link: SlotLink, *, replace: int | None = None) -> Changed:
    """A link put under a slot by hand: at the end, or in the place of the one with the number `replace`.

    What is linked or stands elsewhere in the issue is linked all the same, and said. Raises Refused when it stands in this very slot.
    """
    require_draft(issue)
    slot = find_slot(issue, words)
    link = _printable(link)
    replaced = _numbered(issue, slot, [replace])[0] if replace is not None else None
    others = [one for one in slot.related if one is not replaced]
    _require_new(issue, slot, link, others)
    place = slot.related.index(replaced) if replaced else len(others)
    added = _with(issue, slot, [*others[:place], link, *others[place:]])
    instead = f" instead of “{replaced.title}”" if replaced else ""
    also = "".join(f"; it {where} as well" for where in _elsewhere(issue, slot, link))
    return Changed(added, f"“{link.title}” linked under {place_name(issue, slot.id)}{instead}{also}")


def order_links(issue: Issue, words: str, numbers: Sequence[int]) -> Changed:
    """The links of a slot in the order of these numbers; those that are not named come after them, as they stood."""
    require_draft(issue)
    slot = find_slot(issue, words)
    if twice := next((number for number in numbers if numbers.count(number) > 1), None):
        raise UsageError(f"the order names number {twice} twice", "each link stands in one place, such as 3,1,2")
    first = [_numbered(issue, slot, [number])[0] for number in numbers]
    links = [*first, *(link for link in slot.related if link not in first)]
    return Changed(_with(issue, slot, links), f"the related links of {place_name(issue, slot.id)} are in another order")


def clear_suggested(issue: Issue, words: str, keep: Collection[int] = ()) -> Changed:
    """A slot without what the archive suggested, so that it can be asked again; what editors gave, here or there, stays.

    With numbers to `keep` those stay too, and the other suggestions are declined; without any, they may come back.
    """
    require_draft(issue)
    slot = find_slot(issue, words)
    kept = _numbered(issue, slot, keep) if keep else []
    left = [link for link in slot.related if link.origin != "archive" or link in kept]
    cleared = _with(issue, slot, left) if keep else replace_slot(issue, slot.but(related=tuple(left)))
    return Changed(cleared, f"the archive is asked again for {place_name(issue, slot.id)}")


def describe_links(before: Issue, after: Issue, slot_id: str) -> str:
    """What has become of the links of a slot, in words; "" when nothing has."""
    old, new = (next(slot for slot in issue.slots if slot.id == slot_id).related for issue in (before, after))
    come, gone = [link for link in new if link not in old], [link for link in old if link not in new]
    place = place_name(after, slot_id)
    said = [f"{_named(come)} linked under {place}"] if come else []
    said += [f"{_named(gone)} dropped" if come else f"{_named(gone)} dropped from {place}"] if gone else []
    if said or old == new:
        return ", ".join(said)
    return f"the related links of {place} are in another order"


def _numbered(issue: Issue, slot: Slot, numbers: Collection[int]) -> list[SlotLink]:
    """The links of these numbers, in the order in which they stand. Raises UsageError for a number that none has."""
    count = len(slot.related)
    for number in numbers:
        if not 1 <= number <= count:
            has = f"{place_name(issue, slot.id)} has {count or 'no'} related link{'' if count == 1 else 's'}"
            hint = f"'newsletter issue related {slot.item}' shows them by their numbers" if count else "--add puts one there"
            raise UsageError(f"{has}; there is no number {number}", hint)
    return [link for number, link in enumerate(slot.related, 1) if number in numbers]


def _require_new(issue: Issue, slot: Slot, link: SlotLink, others: Sequence[SlotLink]) -> None:
    place = place_name(issue, slot.id)
    if link.traces & slot.traces:
        raise Refused(f"“{link.title}” is the story at {place} itself, so it is not linked under it")
    for number, one in enumerate(slot.related, 1):
        if one in others and link.traces & one.traces:
            raise Refused(
                f"“{link.title}” is linked under {place} already, as number {number}", f"--replace {number} takes its wording as it is now"
            )


def _elsewhere(issue: Issue, slot: Slot, link: SlotLink) -> Iterator[str]:
    for other in issue.slots:
        if other.id != slot.id:
            place = place_name(issue, other.id)
            if link.traces & other.traces:
                yield f"stands at {place}"
            elif any(link.traces & one.traces for one in other.related):
                yield f"is linked under {place}"


def _printable(link: SlotLink) -> SlotLink:
    """The link with a title of one line. Raises UsageError when it has none, or no address."""
    title = on_one_line(link.title)
    if not title:
        raise UsageError("a related link needs a title", '--title "…" gives it one')
    if not is_web_address(link.url):
        raise UsageError(f"“{title}” has no web address, so it cannot be linked", "--add https://… --title … links to a page")
    return link.but(title=title)


def put_links(slot: Slot, links: Sequence[SlotLink]) -> Slot:
    """The slot with these links. What is gone is declined from now on, and what is there is not."""
    there = frozenset[str]().union(*(link.traces for link in links))
    gone = [trace for link in slot.related if link not in links for trace in sorted(link.traces)]
    declined = tuple(trace for trace in dict.fromkeys((*slot.declined, *gone)) if trace not in there)
    return slot.but(related=tuple(links), declined=declined)


def _with(issue: Issue, slot: Slot, links: Sequence[SlotLink]) -> Issue:
    return replace_slot(issue, put_links(slot, links))


def _named(links: Sequence[SlotLink]) -> str:
    """ "“Maps”", "“Maps” and “Treaty”", "“Maps”, “Treaty” and “Floods”"."""
    titles = [f"“{link.title}”" for link in links]
    return " and ".join(filter(None, (", ".join(titles[:-1]), titles[-1])))
