"""Which items a section takes: the filters of a plan, and which of them contradict themselves.

What only this module knows: when a filter can never match, so that a section which can never be filled is a problem of its file.
"""

from __future__ import annotations

from typing import Any

from pydantic import Field, ValidationInfo, field_validator

from newsletter.campaign.values import Any_of, Kinds, Languages
from newsletter.models import Kind
from newsletter.tomlfile import Strict


class Words(Strict):
    """Limits on an item's length, in words."""

    min: int = Field(0, ge=0)
    max: int | None = Field(None, ge=1)

    @field_validator("max")
    @classmethod
    def _not_below_min(cls, most: int | None, info: ValidationInfo) -> int | None:
        if most is not None and most < info.data.get("min", 0):
            raise ValueError(f"is {most}, but min is {info.data['min']}, so that it can never match")
        return most

    def holds(self, count: int) -> bool:
        """Whether a text of so many words lies within the limits."""
        return self.min <= count and (self.max is None or count <= self.max)

    def covers(self, other: Words) -> bool:
        """Whether every length within the other's limits lies within these."""
        return self.holds(other.min) and (self.max is None or (other.max is not None and other.max <= self.max))


class Filter(Strict):
    """Keys of an item and the values allowed; several values mean any of them, several keys mean all of them."""

    section: Any_of | None = None
    tags: Any_of | None = None
    language: Languages | None = None
    publisher: Any_of | None = None
    author: Any_of | None = None
    country: Any_of | None = None
    kind: Kinds | None = None
    words: Words | None = None

    def stated(self) -> dict[str, list[str]]:
        """The keys that are given, `words` apart, with their allowed values folded."""
        return _folded_lists({name: getattr(self, name) for name in Filter.model_fields})


class Where(Filter):
    """A filter, and `not = { … }`, which rules out whatever any of its keys names."""

    not_: Filter | None = Field(None, alias="not")

    @field_validator("kind")
    @classmethod
    def _no_sponsor(cls, kinds: list[str] | None) -> list[str] | None:
        if kinds and Kind.SPONSOR in kinds:
            raise ValueError("names sponsor, but a sponsor item never enters by a filter; it is booked or added by hand")
        return kinds

    @field_validator("not_")
    @classmethod
    def _leaves_something(cls, unwanted: Filter | None, info: ValidationInfo) -> Filter | None:
        if unwanted is None:
            return None
        wanted = {"kind": [str(kind) for kind in Kind if kind is not Kind.SPONSOR]} | _folded_lists(info.data)
        ruled_out = unwanted.stated()
        for key, values in wanted.items():
            if all(spellings(key, value) & set(ruled_out.get(key, ())) for value in values):
                raise ValueError(f"rules out every {key} that could stand here ({', '.join(values)}), so that nothing can ever match")
        if unwanted.words and unwanted.words.covers(info.data.get("words") or Words()):
            raise ValueError("rules out every length that could stand here, so that nothing can ever match")
        return unwanted


def spellings(key: str, value: str) -> set[str]:
    """A value of an item and all that a filter may call it by, folded: a language goes with and without script and region."""
    folded = value.casefold()
    if key != "language":
        return {folded}
    parts = folded.split("-")
    return {"-".join(parts[:count]) for count in range(1, len(parts) + 1)}


def _folded_lists(values: dict[str, Any]) -> dict[str, list[str]]:
    return {key: [value.casefold() for value in given] for key, given in values.items() if isinstance(given, list)}
