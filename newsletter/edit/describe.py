"""Say in an editor's words what differs between two versions of an issue. Pure.

What only this module knows: which differences are changes, and which only follow from others, as places do when a story above is dropped.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from newsletter.edit.changes import ISSUE_FIELDS, shortened
from newsletter.edit.field_names import PARTS
from newsletter.edit.links import describe_links
from newsletter.edit.orders import Orders
from newsletter.edit.places import place_name, place_of
from newsletter.edit.refresh import changed_fields, names_of
from newsletter.edit.same_slots import same_slots
from newsletter.models import Issue, Slot, State

_NAMED_ONE_BY_ONE = 3
"""Up to so many stories that came into a section, or left it, are told with their places; more of them by their number."""


def describe(before: Issue, after: Issue) -> list[str]:
    """The changes from one version to another, a clause each: "dek of World 2 shortened by 31 words". Empty when nothing differs."""
    names = {there: here for here, there in same_slots(before, after).items()}
    sections = (
        section.but(slots=tuple(slot.but(id=names.get(slot.id, f"new {slot.id}")) for slot in section.slots)) for section in after.sections
    )
    after = after.but(sections=tuple(sections))
    said = [*_state(before, after), *_running_order(before, after)]
    old = {slot.id: slot for slot in before.slots}
    for slot in after.slots:
        if slot.id in old:
            said += _slot(old[slot.id], slot, place_name(after, slot.id))
            said += filter(None, [describe_links(before, after, slot.id)] if old[slot.id].related != slot.related else [])
    said += _lines(before, after)
    if said:
        return said
    looks = {"bench": "the bench is another one", "passed_over": "the count of what was passed over is another one"}
    said = [words for name, words in looks.items() if getattr(before, name) != getattr(after, name)]
    return said[:1] or (["composed anew, with the same stories"] if before.composed_at != after.composed_at else [])


def _state(before: Issue, after: Issue) -> Iterator[str]:
    if before.status != after.status:
        again = after.status == State.DRAFT
        number = f" as No. {after.number}" if after.number and after.status == State.APPROVED else ""
        yield "a draft again" if again else f"{after.status}{number}"


def _running_order(before: Issue, after: Issue) -> Iterator[str]:
    old, new = ({slot.id: slot for slot in issue.slots} for issue in (before, after))
    if lead := _lead(before, after):
        yield lead[0]
    swapped = lead[1] if lead else set()
    gone = [slot for slot in before.slots if slot.id not in new and slot.id not in swapped]
    come = [slot for slot in after.slots if slot.id not in old and slot.id not in swapped]
    yield from _many(before, gone, "dropped", "from", "from")
    yield from _many(after, come, "added", "at", "to")
    as_lists = [{section.key: [slot.id for slot in section.slots] for section in issue.sections} for issue in (before, after)]
    orders = Orders(as_lists[0], as_lists[1], as_lists[0])
    stood = {slot.id: place_name(before, slot.id) for slot in before.slots}
    stands = {slot.id: place_name(after, slot.id) for slot in after.slots}
    told = set(swapped)
    for slot in after.slots:
        if slot.id not in old or slot.id in told or not orders.moved(slot.id, by_mine=True):
            continue
        here = (stood[slot.id], stands[slot.id])
        other = next((one for one in after.slots if one.id in old and (stands[one.id], stood[one.id]) == here), None)
        if other is slot:
            yield _passed(before, after, slot)
        elif other:
            told.add(other.id)
            first, second = (one for one in after.slots if one.id in (slot.id, other.id))
            now = [f"“{one.words.title}” (now {stands[one.id]})" for one in (first, second)]
            yield f"{now[0]} and {now[1]} have changed places"
        else:
            yield f"“{slot.words.title}” moved from {here[0]} to {here[1]}"
    yield from _sections(before, after)


def _passed(before: Issue, after: Issue, slot: Slot) -> str:
    """A slot that changed places with a neighbour, while others came or went: the number of its place is what it was."""
    earlier, later = ([one.id for one in place_of(issue, slot.id)[0].slots] for issue in (before, after))
    stood, stands = (ids.index(slot.id) for ids in (earlier, later))
    overtaken = next((one for one in later[stands + 1 :] if one in earlier[:stood]), None)
    behind = next((one for one in reversed(later[:stands]) if one in earlier[stood + 1 :]), None)
    titles = {one.id: one.words.title for one in after.slots}
    passed = (
        f"ahead of “{titles[overtaken]}”" if overtaken else f"behind “{titles[behind]}”" if behind else f"to {place_name(after, slot.id)}"
    )
    return f"“{slot.words.title}” moved {passed}"


def _sections(before: Issue, after: Issue) -> Iterator[str]:
    """Sections that are in both, and in another order."""
    old, new = ({section.key: section.name for section in issue.sections} for issue in (before, after))
    if [key for key in old if key in new] != [key for key in new if key in old]:
        yield f"the sections are in another order: {listed([*new.values()])}"


def _lead(before: Issue, after: Issue) -> tuple[str, set[str]] | None:
    """Another story at the head of the issue, and the slots about which that says all."""
    first, now = next(iter(before.slots), None), next(iter(after.slots), None)
    if first is None or now is None or first.id == now.id or place_of(before, first.id)[0].key != place_of(after, now.id)[0].key:
        return None
    told = f"lead swapped: “{now.words.title}” for “{first.words.title}”"
    stood = {slot.id: place_name(before, slot.id) for slot in before.slots}
    stands = {slot.id: place_name(after, slot.id) for slot in after.slots}
    if now.id not in stood or first.id not in stands:
        came = f", which came from {stood[now.id]}" if now.id in stood else ""
        went = f", which is at {stands[first.id]} now" if first.id in stands else ", which is dropped"
        return told + came + went, {now.id, first.id}
    if stood[now.id] == stands[first.id]:
        return f"{told}, which is at {stands[first.id]} now", {now.id, first.id}
    return f"{told}, which is at {stands[first.id]} now", {first.id}


def _many(issue: Issue, slots: Sequence[Slot], verb: str, at: str, to: str) -> Iterator[str]:
    """Stories that came or went, section by section."""
    for section in issue.sections:
        named = [slot for slot in section.slots if slot in slots]
        titles = listed([f"“{slot.words.title}”" for slot in named])
        if len(named) > _NAMED_ONE_BY_ONE:
            yield f"{len(named)} stories {verb} {to} {section.name}: {titles}"
        elif named:
            yield f"{titles} {verb} {at} {listed([place_name(issue, slot.id) for slot in named])}"


def _slot(before: Slot, after: Slot, place: str) -> Iterator[str]:
    if before.item_version != after.item_version or before.item != after.item:
        fields = [name for name in changed_fields(before.taken, after.taken) if name not in after.own]
        yield f"{names_of(fields)} of {place} as the article has it now" if fields else f"{place} is taken anew from its article"
    for field in PARTS:
        if before.own.get(field) != after.own.get(field) or (field in before.own) != (field in after.own):
            yield from _words(before, after, field, place)
    if before.layout != after.layout:
        yield f"{place} is set as {after.layout}"
    if before.full != after.full:
        yield f"{place} is printed {'in full' if after.full else 'as a teaser'}"
    if (before.pinned, before.pinned_at) != (after.pinned, after.pinned_at):
        fixed = f"pinned at place {after.pinned_at}" if after.pinned_at else "pinned"
        yield f"{place} is {fixed}" if after.pinned else f"{place} is no longer pinned"


def _words(before: Slot, after: Slot, field: str, place: str) -> Iterator[str]:
    """An own word that was written, rewritten or taken back."""
    name = f"{PARTS[field]} of {place}"
    if field == "image":
        yield _picture(before, after, place)
    elif field not in after.own:
        yield f"{name} is the article's own again"
    else:
        old, new = str(getattr(before.words, field) or ""), str(getattr(after.words, field) or "")
        yield _rewritten(name, old, new, is_short=field in ("title", "kicker", "byline", "url"))


def _picture(before: Slot, after: Slot, place: str) -> str:
    old, new = before.words.image, after.words.image
    if new is None:
        return f"{place} has no picture any more"
    if old is None or old.url != new.url:
        return f"{place} has another picture" if old else f"{place} has a picture now"
    said = [f"described as “{new.alt}”" if new.alt else "no longer described"] if old.alt != new.alt else []
    said += [f"credited as “{new.credit}”" if new.credit else "no longer credited"] if old.credit != new.credit else []
    return f"picture of {place} is {listed(said) or 'changed'}"


def _lines(before: Issue, after: Issue) -> Iterator[str]:
    for field in ISSUE_FIELDS:
        old, new = getattr(before, field), getattr(after, field)
        if old == new:
            continue
        is_pattern = new is None or (field == "intro" and not new)
        yield f"{field} follows the campaign again" if is_pattern else _rewritten(field, old or "", new, is_short=field == "subject")


def _rewritten(name: str, old: str, new: str, *, is_short: bool) -> str:
    """New words in place of old ones: the words themselves where they are few, else by how much they grew or shrank."""
    count = len(new.split()) - len(old.split())
    if not new:
        return f"{name} is left out"
    if is_short or not old or (not count and len(new) <= len(shortened(new))):
        return f"{name} is now “{shortened(new)}”"
    if not count:
        return f"{name} reworded"
    return f"{name} {'shortened' if count < 0 else 'lengthened'} by {abs(count)} word{'' if abs(count) == 1 else 's'}"


def listed(names: Sequence[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))
