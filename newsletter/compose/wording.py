"""What of a content item is printed in a slot: taken once, when the item enters. A story in full takes its body along."""

from __future__ import annotations

from newsletter.models import ContentItem, Kind, Slot, Wording
from newsletter.words.sentences import first_sentences

LEDE_LENGTH = 240
"""Characters of the first paragraph that stand in for a missing dek."""


def take_wording(item: ContentItem, *, full: bool = False) -> Wording:
    """The item's wording as a slot keeps it."""
    paragraphs = [block.text for block in item.body if block.type == "paragraph"]
    quotes = [block.text for block in item.body if block.type == "quote"]
    return Wording(
        kind=item.kind,
        kicker=item.kicker,
        title=item.title,
        dek=item.dek,
        byline=item.byline,
        url=item.url,
        image=item.images[0] if item.images else None,
        lede=first_sentences(paragraphs[0], LEDE_LENGTH) if paragraphs else "",
        quote=quotes[0] if quotes else "",
        publisher=item.publisher,
        language=item.language,
        published_at=item.published_at,
        body=item.body if full else (),
    )


def make_slot(slot_id: str, item: ContentItem, layout: str, why: str, *, full: bool = False) -> Slot:
    """A slot that prints the item as it stands now: as a teaser, or in full where there is a body to print.

    A sponsor's item is set as one, and as a teaser, wherever it stands.
    """
    is_sponsors = item.kind == Kind.SPONSOR
    full = full and bool(item.body) and not is_sponsors
    return Slot(
        id=slot_id,
        item=item.id,
        item_version=item.version,
        story=item.story or item.id,
        layout="sponsor" if is_sponsors else layout,
        full=full,
        taken=take_wording(item, full=full),
        why=why,
    )
