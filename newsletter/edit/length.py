"""How much of a story an issue prints: all of it, or a teaser. Pure."""

from __future__ import annotations

from collections.abc import Callable

from newsletter.edit.changes import Changed, require_draft
from newsletter.edit.places import find_slot, place_name
from newsletter.errors import NotFound, Refused, UsageError
from newsletter.models import Block, Issue, Slot

FULL = "full"
"""The field of a slot that this module sets; `changes` sets the others."""


def set_full(issue: Issue, words: str, value: str | None, body_of: Callable[[Slot], tuple[Block, ...]]) -> Changed:
    """The slot printed in full ("yes") or as a teaser ("no"). Raises Refused when there is nothing more to print.

    `body_of` tells the body of the wording that a slot took; a slot in full has it already.
    """
    require_draft(issue)
    slot = find_slot(issue, words)
    full = _read(value)
    body = (slot.taken.body or body_of(slot)) if full else ()
    if full and not body:
        raise Refused(f"“{slot.words.title}” has no text to print in full, only its headline and dek", "it stays a teaser")
    changed = slot.but(full=full, taken=slot.taken.but(body=body))
    sections = (section.but(slots=tuple(changed if one.id == slot.id else one for one in section.slots)) for section in issue.sections)
    how = "printed in full" if full else "printed as a teaser"
    return Changed(issue.but(sections=tuple(sections)), f"{place_name(issue, slot.id)} is {how}")


def _read(value: str | None) -> bool:
    if value is None:
        raise UsageError("there is no wording that could be taken back", "a story is printed in full (yes) or not (no)")
    said = value.strip().casefold()
    if said not in ("yes", "no"):
        raise NotFound("answer", value, ("yes", "no"), "a story is printed in full (yes) or as a teaser (no)")
    return said == "yes"
