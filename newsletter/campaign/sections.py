"""One section of the running order: what may stand in it, how much, how it is set, and what is done on a thin day.

What only this module knows: which of a section's rules contradict one another.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator

from newsletter.campaign.filters import Where
from newsletter.campaign.values import Key, Line, as_list
from newsletter.tomlfile import Strict

LAYOUTS = ("lead", "standard", "brief", "quote", "list", "image", "sponsor", "note")
Layout = Literal["lead", "standard", "brief", "quote", "list", "image", "sponsor", "note"]
Thin = Literal["widen", "evergreen", "drop", "refuse"]
Source = Literal["editor", "archive"]

_LAST_RESORTS = {"drop": "the section is dropped", "refuse": "the issue is refused"}


class Cap(Strict):
    """How many stories of one publisher, author, country or tag a section may print."""

    publisher: int | None = Field(None, ge=1)
    author: int | None = Field(None, ge=1)
    country: int | None = Field(None, ge=1)
    tag: int | None = Field(None, ge=1)


class SectionPlan(Strict):
    """One section of the running order.

    `layouts` are by the number of the story, the last one for all that follow. `thin` are tried in order while there are fewer stories
    than `min`. `related_from` tells who may give the related links: the article's own editors, the archive.
    """

    key: Key
    title: Line = ""
    where: Where = Where()
    full: bool = False
    min: int = Field(0, ge=0)
    max: int = Field(ge=1)
    layouts: Annotated[list[Layout], BeforeValidator(as_list)] = Field(["standard"], alias="layout", min_length=1)
    order: Literal["scored", "priority", "newest"] = "scored"
    cap: Cap = Cap()
    related: int = Field(0, ge=0, le=10)
    related_from: Annotated[list[Source], BeforeValidator(as_list)] = Field(["editor", "archive"], min_length=1)
    thin: Annotated[list[Thin], BeforeValidator(as_list)] = Field(["widen"], min_length=1)

    @field_validator("max")
    @classmethod
    def _not_below_min(cls, most: int, info: ValidationInfo) -> int:
        if most < info.data.get("min", 0):
            raise ValueError(f"is {most}, but min is {info.data['min']}, so that the section can never be filled")
        return most

    @field_validator("layouts")
    @classmethod
    def _no_more_than_max(cls, layouts: list[Layout], info: ValidationInfo) -> list[Layout]:
        most = info.data.get("max", len(layouts))
        if len(layouts) > most:
            raise ValueError(f"names {len(layouts)} layouts, but max is {most}, so that {layouts[most]} can never be used")
        return layouts

    @field_validator("cap")
    @classmethod
    def _lets_min_be_reached(cls, cap: Cap, info: ValidationInfo) -> Cap:
        where, least = info.data.get("where"), info.data.get("min", 0)
        for key, most in cap.model_dump(exclude_none=True).items():
            allowed = set(where.stated().get("tags" if key == "tag" else key, ())) if where else set()
            if allowed and most * len(allowed) < least:
                lets_in = f"lets in {most} of each {key} ({', '.join(sorted(allowed))})"
                raise ValueError(f"{lets_in}, but min is {least}, so that the section can never be filled")
        return cap

    @field_validator("thin")
    @classmethod
    def _each_can_be_reached(cls, thin: list[Thin]) -> list[Thin]:
        for place, word in enumerate(thin):
            if word in thin[:place]:
                raise ValueError(f'names "{word}" twice')
            if word in _LAST_RESORTS and place + 1 < len(thin):
                raise ValueError(f'names "{thin[place + 1]}" after "{word}", but nothing is tried once {_LAST_RESORTS[word]}')
        return thin

    @property
    def name(self) -> str:
        """What an editor calls it: its title, else its key."""
        return self.title or self.key.replace("-", " ").capitalize()

    @property
    def layout(self) -> Layout:
        """How a story is set that comes in at the section's end."""
        return self.layouts[-1]

    def layout_at(self, position: int) -> Layout:
        """How the story of that number (from 1) is set."""
        return self.layouts[min(position, len(self.layouts)) - 1]
