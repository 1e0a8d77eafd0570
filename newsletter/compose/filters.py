"""Whether a section takes an item, by the filters of its plan.

What only this module knows: what each key of a filter may call an item by.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from operator import attrgetter
from typing import Any, NamedTuple, Protocol, TypeVar

from newsletter.campaign import Filter, Where, Words, spellings
from newsletter.models import ContentItem


class HasItem(Protocol):
    """What a filter can be asked of."""

    @property
    def item(self) -> ContentItem: ...


class _Alone(NamedTuple):
    item: ContentItem


Filtered = TypeVar("Filtered", bound=HasItem)


def matches(item: ContentItem, where: Where) -> bool:
    """All keys of the filter hold for the item, and what `not` names does not."""
    return bool(Taking(where).taken([_Alone(item)]))


class Taking:
    """A filter, made ready to be asked of many items: one key of it after the other, of all that are left."""

    def __init__(self, where: Where) -> None:
        self._wanted, self._words = _ready(where)
        self._unwanted, self._unwanted_words = _ready(where.not_ or Filter())

    def taken(self, items: Iterable[Filtered]) -> list[Filtered]:
        """Those for which all keys of the filter hold, and no key of its `not` does, in their order."""
        left = list(items)
        for told, named in self._wanted:
            left = [one for one in left if named[told(one.item)]]
        for told, named in self._unwanted:
            left = [one for one in left if not named[told(one.item)]]
        if words := self._words:
            left = [one for one in left if words.holds(one.item.word_count)]
        if unwanted := self._unwanted_words:
            left = [one for one in left if not unwanted.holds(one.item.word_count)]
        return left


def authors_of(item: ContentItem) -> tuple[str, ...]:
    """The item's authors; its byline counts as one when none are told apart."""
    return item.authors or ((item.byline,) if item.byline else ())


def called(item: ContentItem, key: str) -> frozenset[str]:
    """All that a filter's key may call an item by, folded."""
    return _folded(key, _TOLD[key](item))


_Told = Callable[[ContentItem], Any]
_TOLD: dict[str, _Told] = {
    "section": attrgetter("section"),
    "tags": attrgetter("tags"),
    "language": attrgetter("language"),
    "publisher": attrgetter("publisher"),
    "author": authors_of,
    "country": attrgetter("countries"),
    "kind": attrgetter("kind"),
}
"""What an item tells for each key: one text or several."""


class _Named(dict[Any, bool]):
    """Whether what an item tells for a key is among the values of a filter: found out once for all items that tell the same."""

    def __init__(self, key: str, values: Iterable[str]) -> None:
        self._key, self._values = key, frozenset(values)

    def __missing__(self, told: Any) -> bool:
        found = self[told] = not self._values.isdisjoint(_folded(self._key, told))
        return found


@lru_cache(maxsize=4096)
def _folded(key: str, told: str | tuple[str, ...]) -> frozenset[str]:
    return frozenset().union(*(spellings(key, str(value)) for value in ((told,) if isinstance(told, str) else told)))


def _ready(filter_: Filter) -> tuple[list[tuple[_Told, _Named]], Words | None]:
    return [(_TOLD[key], _Named(key, values)) for key, values in filter_.stated().items()], filter_.words
