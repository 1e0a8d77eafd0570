"""How many stories of one publisher, author, country or tag a section may still take.

What only this module knows: what a cap counts, and how it is told.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import partial

from newsletter.campaign import SectionPlan
from newsletter.compose.filters import authors_of, called
from newsletter.compose.reasons import Miss
from newsletter.models import ContentItem

_FACETS = {"publisher": "publisher", "author": "author", "country": "country", "tag": "tags"}
"""Each cap, and the key of a filter that names what it counts."""

_CAPPED = {"publisher": "of", "author": "by", "country": "from", "tag": "tagged"}


class Caps:
    """What a section has of everything that its plan caps."""

    def __init__(self, plan: SectionPlan) -> None:
        self._plan = plan
        self._caps: dict[str, int] = plan.cap.model_dump(exclude_none=True)
        self._counts: dict[str, Counter[str]] = {key: Counter() for key in self._caps}
        self._full: dict[str, dict[str, Miss]] = defaultdict(dict)

    def count(self, item: ContentItem) -> None:
        """Notes that the section has an item."""
        for key, most in self._caps.items():
            for value in called(item, _FACETS[key]) - {""}:
                self._counts[key][value] += 1
                if self._counts[key][value] == most:
                    says = partial(self._say, key, value)
                    self._full[key][value] = Miss("cap reached", says, self._plan.key, self._plan.where.section is not None)

    def over(self, item: ContentItem) -> Miss | None:
        """The first cap that keeps an item out."""
        for key, full in self._full.items():
            values = called(item, _FACETS[key])
            if not values.isdisjoint(full):
                return full[min(values & full.keys())]
        return None

    def _say(self, key: str, value: str, item: ContentItem) -> str:
        most = self._caps[key]
        stories = f"{most} {'story' if most == 1 else 'stories'}"
        return f"{self._plan.name} has {stories} {_CAPPED[key]} {_as_told(item, key, value)} already"


def _as_told(item: ContentItem, key: str, folded: str) -> str:
    """A value that a cap counts, as the item has it."""
    told = {"publisher": (item.publisher,), "author": authors_of(item), "country": item.countries, "tag": item.tags}[key]
    return next(value for value in told if value.casefold() == folded)
