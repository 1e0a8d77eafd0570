"""Campaign and pool -> Issue: select, then relate. No clock, no files, no database."""

from newsletter.compose.relate import DEFAULT_LAYOUT, Offer, relate
from newsletter.compose.select import Moment, earliest, select
from newsletter.compose.wording import make_slot, take_wording

__all__ = ["DEFAULT_LAYOUT", "Moment", "Offer", "earliest", "make_slot", "relate", "select", "take_wording"]
