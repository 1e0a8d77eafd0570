"""Campaign and pool -> Issue: select, then relate. No clock, no files, no database."""

from newsletter.compose.relate import DEFAULT_LAYOUT, Offer, Suggestion, Suggestions, fill_up, further, link_to, most_links, relate
from newsletter.compose.select import Moment, earliest, select
from newsletter.compose.wording import make_slot, take_wording

__all__ = [
    "DEFAULT_LAYOUT",
    "Moment",
    "Offer",
    "Suggestion",
    "Suggestions",
    "earliest",
    "fill_up",
    "further",
    "link_to",
    "make_slot",
    "most_links",
    "relate",
    "select",
    "take_wording",
]
