"""Whether a section takes an item, by the filters of its plan."""

from __future__ import annotations

from newsletter.campaign import Filter, Where, Words, spellings
from newsletter.models import ContentItem


def matches(item: ContentItem, where: Where) -> bool:
    """All keys of the filter hold for the item, and what `not` names does not."""
    return _holds(item, where) and not (where.not_ is not None and _touches(item, where.not_))


def _holds(item: ContentItem, wanted: Filter) -> bool:
    return all(_values(item, key) & set(values) for key, values in wanted.stated().items()) and _fits(item, wanted.words)


def _touches(item: ContentItem, unwanted: Filter) -> bool:
    """Whether any key of a `not` names the item."""
    by_value = any(_values(item, key) & set(values) for key, values in unwanted.stated().items())
    return by_value or (unwanted.words is not None and unwanted.words.holds(item.word_count))


def _fits(item: ContentItem, words: Words | None) -> bool:
    return words is None or words.holds(item.word_count)


def _values(item: ContentItem, key: str) -> set[str]:
    """What a filter's key may call the item by, folded."""
    match key:
        case "tags":
            values = item.tags
        case "author":
            values = authors_of(item)
        case "country":
            values = item.countries
        case _:
            values = (str(getattr(item, key)),)
    return {spelling for value in values for spelling in spellings(key, value)}


def authors_of(item: ContentItem) -> tuple[str, ...]:
    """The item's authors; its byline counts as one when none are told apart."""
    return item.authors or ((item.byline,) if item.byline else ())
