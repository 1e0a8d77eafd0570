"""Campaign and pool -> Issue: select, then relate. No clock, no files, no database."""

from newsletter.compose.booking import Booked
from newsletter.compose.entries import Moment
from newsletter.compose.relate import (
    DEFAULT_LAYOUT,
    Offer,
    Suggestion,
    Suggestions,
    fill_up,
    further,
    link_to,
    most_links,
    relate,
    slots_wanting,
)
from newsletter.compose.select import BENCH_SIZE, earliest, select
from newsletter.compose.wording import make_slot, take_wording

__all__ = [
    "BENCH_SIZE",
    "DEFAULT_LAYOUT",
    "Booked",
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
    "slots_wanting",
    "take_wording",
]
