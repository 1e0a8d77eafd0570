"""Changes of an issue, and the places that an editor names. Pure: Issue -> Issue."""

from newsletter.edit.changes import (
    ISSUE_FIELDS,
    SLOT_FIELDS,
    Changed,
    add_slot,
    drop_slot,
    move_slot,
    next_slot_id,
    require_draft,
    set_line,
    set_words,
)
from newsletter.edit.describe import describe
from newsletter.edit.describe_clash import describe_clash
from newsletter.edit.field_names import PARTS
from newsletter.edit.length import FULL, set_full
from newsletter.edit.links import add_link, clear_suggested, describe_links, drop_links, keep_links, order_links
from newsletter.edit.merge import Clash, Merged, merge
from newsletter.edit.places import find_section, find_slot, place_name, split_place
from newsletter.edit.refresh import Renewal, changed_fields, describe_renewals, names_of, refresh

__all__ = [
    "FULL",
    "ISSUE_FIELDS",
    "PARTS",
    "SLOT_FIELDS",
    "Changed",
    "Clash",
    "Merged",
    "Renewal",
    "add_link",
    "add_slot",
    "changed_fields",
    "clear_suggested",
    "describe",
    "describe_clash",
    "describe_links",
    "describe_renewals",
    "drop_links",
    "drop_slot",
    "find_section",
    "find_slot",
    "keep_links",
    "merge",
    "move_slot",
    "names_of",
    "next_slot_id",
    "order_links",
    "place_name",
    "refresh",
    "require_draft",
    "set_full",
    "set_line",
    "set_words",
    "split_place",
]
