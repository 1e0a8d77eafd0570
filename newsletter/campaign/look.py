"""The look of an email: colours for light and dark, fonts, sizes, widths, logo; a theme states it whole, a child or a campaign in part.

What only this module knows: which settings there are, and what each may be.
"""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import AfterValidator, Field

from newsletter.campaign.values import WebAddress
from newsletter.tomlfile import Strict, shown_value
from newsletter.words.urls import is_own_picture, is_web_address, quoted_url

_GENERIC = ("serif", "sans-serif", "monospace", "cursive", "system-ui")
_FONTS = re.compile(r"(?:'[\w .-]+'|[\w-]+(?: [\w-]+)*)(?:, ?(?:'[\w .-]+'|[\w-]+(?: [\w-]+)*))*")


def _colour(value: str) -> str:
    if not re.fullmatch(r"#[0-9A-Fa-f]{6}", value):
        raise ValueError(f'is "{value}", but a colour is written with six digits, such as "#1a1a1a"')
    return value.lower()


def _fonts(value: str) -> str:
    if not _FONTS.fullmatch(value):
        raise ValueError(f"is {shown_value(value)}, but fonts are names parted by commas, such as \"Georgia, 'Times New Roman', serif\"")
    if value.rpartition(",")[2].strip() not in _GENERIC:
        raise ValueError(f"is {shown_value(value)}, but has to end in a kind of font that every machine has: {', '.join(_GENERIC)}")
    return value


def _picture(value: str) -> str:
    if not is_web_address(value) and not is_own_picture(value):
        raise ValueError(f'is {shown_value(value)}, but must be a web address, or a picture in the project such as "images/logo.png"')
    return value


def _between(least: int, most: int, what: str) -> AfterValidator:
    def check(value: int) -> int:
        if not least <= value <= most:
            raise ValueError(f"is {value}, but {what} between {least} and {most} pixels")
        return value

    return AfterValidator(check)


Colour = Annotated[str, AfterValidator(_colour)]
Fonts = Annotated[str, AfterValidator(_fonts)]
PictureAddress = Annotated[str, AfterValidator(_picture)]


class Colours(Strict):
    """Colours of one scheme, as far as they are stated; a theme's own files say where each is used."""

    page: Colour | None = None
    paper: Colour | None = None
    ink: Colour | None = None
    muted: Colour | None = None
    rule: Colour | None = None
    accent: Colour | None = None
    on_accent: Colour | None = None
    tint: Colour | None = None


class Type(Strict):
    """Font lists and sizes, as far as they are stated; sizes are pixels."""

    text: Fonts | None = None
    display: Fonts | None = None
    label: Fonts | None = None
    size: Annotated[int, _between(14, 24, "running text is")] | None = None
    lead: Annotated[int, _between(20, 72, "the first headline is")] | None = None
    head: Annotated[int, _between(14, 48, "a headline is")] | None = None
    small: Annotated[int, _between(12, 18, "small print is")] | None = None


class Font(Strict):
    """A font from the web: its name, and the stylesheet that loads it. Many readers' programs show the next of the list instead."""

    name: str = Field(pattern=r"^[\w -]+$", min_length=1)
    href: Annotated[WebAddress, AfterValidator(quoted_url)]


class Logo(Strict):
    """The picture that stands in the masthead instead of the name; `dark` is the one for dark screens. Width and height are pixels."""

    src: PictureAddress
    dark: PictureAddress | None = None
    width: Annotated[int, _between(16, 800, "a logo's width is")]
    height: Annotated[int, _between(8, 400, "a logo's height is")]
    alt: str = ""


class Look(Strict):
    """Settings of a look, as far as they are stated: what a campaign may say under [look], and most of a theme's own file."""

    light: Colours = Colours()
    dark: Colours = Colours()
    type: Type = Type()
    fonts: list[Font] | None = None
    logo: Logo | None = None
    contents: int | None = Field(None, ge=0)

    def stated(self) -> dict[str, Any]:
        """The settings that are stated, as plain values, table by table."""
        return self.model_dump(exclude_none=True, exclude_defaults=True)
