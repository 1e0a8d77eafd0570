"""Why each story stands where it stands, kept true when an editor moves or pins it. Pure.

What only this module knows: which changes of a slot make the reason that it came with one of another place.
"""

from __future__ import annotations

from newsletter.models import Issue, Slot


def tell_why(before: Issue, after: Issue, who: str) -> Issue:
    """The issue after a change by somebody, whose name is the reason of every slot that was pinned, let go or moved to another section."""
    stood = {slot.id: (section.key, slot) for section in before.sections for slot in section.slots}

    def told(slot: Slot, key: str) -> Slot:
        home, old = stood.get(slot.id, (key, slot))
        if slot.pinned != old.pinned:
            return slot.but(why=f"{'pinned' if slot.pinned else 'unpinned'} by {who}")
        return slot if home == key else slot.but(why=f"moved by {who}")

    sections = (section.but(slots=tuple(told(slot, section.key) for slot in section.slots)) for section in after.sections)
    return after.but(sections=tuple(sections))
