"""Whether a section takes an item, by the filters of its plan."""

from __future__ import annotations

from newsletter.campaign import Filter, Where, Words, spellings
from newsletter.models import ContentItem


def matches(item: ContentItem, where: Where) -> bool:
    """All keys of the filter hold for the item, and what `not` names does not."""
    return Taking(where).takes(Facets(item))


class Facets(dict[str, frozenset[str]]):
    """What each key of a filter may call an item by, folded; worked out when it is first asked for."""

    __slots__ = ("item",)

    def __init__(self, item: ContentItem) -> None:
        self.item = item

    def __missing__(self, key: str) -> frozenset[str]:
        values = self[key] = _values(self.item, key)
        return values


class Taking:
    """A filter, made ready to be asked of many items."""

    def __init__(self, where: Where) -> None:
        self._wanted, self._words = _ready(where)
        self._unwanted, self._unwanted_words = _ready(where.not_ or Filter())

    def takes(self, facets: Facets) -> bool:
        """All keys of the filter hold, and no key of its `not` does."""
        for key, values in self._wanted:
            if values.isdisjoint(facets[key]):
                return False
        for key, values in self._unwanted:
            if not values.isdisjoint(facets[key]):
                return False
        count = facets.item.word_count
        fits = self._words is None or self._words.holds(count)
        return fits and not (self._unwanted_words is not None and self._unwanted_words.holds(count))


def _ready(filter_: Filter) -> tuple[tuple[tuple[str, frozenset[str]], ...], Words | None]:
    return tuple((key, frozenset(values)) for key, values in filter_.stated().items()), filter_.words


def _values(item: ContentItem, key: str) -> frozenset[str]:
    match key:
        case "tags":
            values = item.tags
        case "author":
            values = authors_of(item)
        case "country":
            values = item.countries
        case "language":
            return frozenset(spellings(key, item.language))
        case _:
            values = (str(getattr(item, key)),)
    return frozenset([value.casefold() for value in values])


def authors_of(item: ContentItem) -> tuple[str, ...]:
    """The item's authors; its byline counts as one when none are told apart."""
    return item.authors or ((item.byline,) if item.byline else ())
